/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "lock.h"

#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "unit.h"

static struct azs_plan_file files[] = {
	{ (char[]) { "b" }, (char[]) { "x/1" }, AZS_BUF_INIT,
	    AZS_POLICY_MANAGED, 1, NULL },
	{ (char[]) { "a" }, (char[]) { "x/2" }, AZS_BUF_INIT, AZS_POLICY_OWNED,
	    0, NULL },
	{ (char[]) { "c" }, (char[]) { "x/0" }, AZS_BUF_INIT, AZS_POLICY_ONCE,
	    0, NULL },
};

static const struct azs_plan plan = { files, 3 };

static const char empty[] =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void
digests_are_sha256(void)
{
	char out[AZS_SHA256_SIZE];

	azs_sha256("", 0, out);
	CU_ASSERT_STRING_EQUAL(out, empty);
	azs_sha256("abc", 3, out);
	CU_ASSERT_STRING_EQUAL(out,
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
a_lock_comes_back_as_written(void)
{
	struct azs_lock *lock = azs_lock_from_plan(&plan, "7"), *back = NULL;
	struct azs_buf one = AZS_BUF_INIT, two = AZS_BUF_INIT;
	struct azs_error err;

	azs_lock_find(lock, "c")->released = 1;
	azs_lock_write(lock, &one);
	azs_scratch_begin();
	azs_scratch_file(".azstamp/lock.json", one.data);
	CU_ASSERT_EQUAL_FATAL(azs_lock_load(azs_scratch("."), &back, &err), 0);
	azs_scratch_end();
	azs_lock_write(back, &two);
	CU_ASSERT_STRING_EQUAL(one.data, two.data);
	CU_ASSERT_STRING_EQUAL(back->templates, "7");
	CU_ASSERT(azs_lock_find(back, "c")->released);
	CU_ASSERT(azs_lock_find(back, "b")->executable);
	CU_ASSERT_EQUAL(azs_lock_find(back, "a")->policy, AZS_POLICY_OWNED);
	CU_ASSERT_STRING_EQUAL(azs_lock_find(back, "a")->sha256, empty);
	azs_buf_release(&one);
	azs_buf_release(&two);
	azs_lock_free(lock);
	azs_lock_free(back);
}

static void
entries_are_found_set_and_dropped_by_id(void)
{
	struct azs_lock *lock = azs_lock_from_plan(&plan, "1");
	struct azs_plan_file file = { (char[]) { "aa" }, (char[]) { "y" },
		AZS_BUF_INIT, AZS_POLICY_MANAGED, 0, NULL };

	CU_ASSERT_PTR_NULL(azs_lock_find(lock, "aa"));
	azs_lock_set(lock, &file);
	CU_ASSERT_EQUAL(lock->count, 4);
	CU_ASSERT_STRING_EQUAL(azs_lock_find(lock, "aa")->path, "y");
	file.path = (char[]) { "z" };
	azs_lock_set(lock, &file);
	CU_ASSERT_EQUAL(lock->count, 4);
	CU_ASSERT_STRING_EQUAL(azs_lock_find(lock, "aa")->path, "z");
	azs_lock_drop(lock, "b");
	azs_lock_drop(lock, "nothing");
	CU_ASSERT_EQUAL(lock->count, 3);
	CU_ASSERT_PTR_NULL(azs_lock_find(lock, "b"));
	CU_ASSERT_PTR_NOT_NULL(azs_lock_find(lock, "a"));
	CU_ASSERT_PTR_NOT_NULL(azs_lock_find(lock, "c"));
	azs_lock_free(lock);
}

#define ENTRY(id, path, sha, policy)                                       \
	"{\"id\":\"" id "\",\"path\":\"" path "\",\"sha256\":\"" sha "\"," \
	"\"policy\":\"" policy "\"}"
#define SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void
a_damaged_lock_is_refused(void)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "lock.json" },
		{ "[]", "this is no lock of azstamp's" },
		{ "{\"format\": 1}", "this is no lock of azstamp's" },
		{ "{\"format\": 9, \"azstamp\": \"3\", \"files\": []}",
		    "has format 9, this azstamp 0" },
		{ "{\"format\": 9, \"azstamp\": \"3\", \"files\": []}",
		    "use azstamp 3 or later" },
		{ "{\"format\": 1, \"files\": [{}]}",
		    "an entry lacks id, path or sha256" },
		{ "{\"format\": 1, \"files\": [5]}",
		    "an entry lacks id, path or sha256" },
		{ "{\"format\": 1, \"files\": [" ENTRY(
		      "a", "x", "12", "once") "]}",
		    "an entry lacks id, path or sha256" },
		{ "{\"format\": 1, \"files\": [" ENTRY(
		      "a", "../x", SHA, "once") "]}",
		    "cannot be written" },
		{ "{\"format\": 1, \"files\": [" ENTRY(
		      "a", "x", SHA, "mine") "]}",
		    "unknown policy \"mine\"" },
		{ "{\"format\": 1, \"files\": [" ENTRY("a", "x", SHA,
		      "once") "," ENTRY("a", "y", SHA, "once") "]}",
		    "two entries with the id a" },
		{ "<<<<<<< ours\n", "lock.json:1:1" },
	};
	struct azs_lock *lock = NULL;
	struct azs_error err;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		azs_scratch_begin();
		azs_scratch_file(".azstamp/lock.json", cases[i].text);
		CU_ASSERT_EQUAL(
		    azs_lock_load(azs_scratch("."), &lock, &err), -1);
		CU_ASSERT_EQUAL(err.code, AZS_EFAILED);
		CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, cases[i].expected));
		azs_scratch_end();
	}
}

static void
base_paths_lie_in_the_base_folder(void)
{
	char *path = azs_lock_base_path("infra/main.bicep");

	CU_ASSERT_STRING_EQUAL(path, ".azstamp/base/infra/main.bicep.base");
	free(path);
}

static void
the_template_set_has_a_version(void)
{
	struct azs_assets *assets = NULL;
	struct azs_error err;
	char *version = NULL;

	CU_ASSERT_EQUAL_FATAL(azs_assets_open(NULL, &assets, &err), 0);
	CU_ASSERT_EQUAL(azs_template_set_version(assets, &version, &err), 0);
	CU_ASSERT_STRING_NOT_EQUAL(version, "0");
	azs_assets_close(assets);
	free(version);
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "digests_are_sha256", digests_are_sha256 },
		{ "a_lock_comes_back_as_written",
		    a_lock_comes_back_as_written },
		{ "entries_are_found_set_and_dropped_by_id",
		    entries_are_found_set_and_dropped_by_id },
		{ "a_damaged_lock_is_refused", a_damaged_lock_is_refused },
		{ "base_paths_lie_in_the_base_folder",
		    base_paths_lie_in_the_base_folder },
		{ "the_template_set_has_a_version",
		    the_template_set_has_a_version },
	};

	return azs_test_main("lock", tests, AZS_TEST_COUNT(tests));
}
