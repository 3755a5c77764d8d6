/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <string.h>

#include "unit.h"

static void
only_paths_fit_for_every_system_pass(void)
{
	static const char *const good[] = { "a", ".gitignore", "a/b.c",
		".github/x.yml", "a b", "\xc3\xa9/x", ".gitx", "x.git",
		"com10/console.c", ".azstamp/base/x.base", "a..b" };
	static const char *const bad[] = { "", "/a", "a//b", "a/", "./a",
		"a/../b", "..", "a\\b", "c:x", "a\nb", "a\x7f", ".git/x",
		"a/.GIT/config", "a/.git", ".git ", ".git.", "git~1/x", "GIT~1",
		".g\xe2\x80\x8cit/x", "\xef\xbb\xbf.git", "a/con", "nul.txt",
		"COM1", "lpt9.c", "x.", "x /y", "a?b", "a*b", "a<b", "a|b",
		"a\"b" };
	char path[4200];
	struct azs_error err;
	size_t i;

	for (i = 0; i < sizeof good / sizeof good[0]; i++)
		CU_ASSERT_EQUAL(azs_output_check_path(good[i], &err), 0);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		err.msg[0] = '\0';
		if (azs_output_check_path(bad[i], &err) != -1)
			CU_FAIL(bad[i]);
		CU_ASSERT_PTR_NULL(strchr(err.msg, '\n'));
	}
	memset(path, 'a', sizeof path);
	path[256] = '\0';
	CU_ASSERT_EQUAL(azs_output_check_path(path, &err), -1);
	path[255] = '\0';
	CU_ASSERT_EQUAL(azs_output_check_path(path, &err), 0);
	for (i = 0; i < 64; i++)
		(void)memcpy(path + 2 * i, "a/", 3);
	path[127] = '\0';
	CU_ASSERT_EQUAL(azs_output_check_path(path, &err), 0);
	(void)strcpy(path + 127, "/a");
	CU_ASSERT_EQUAL(azs_output_check_path(path, &err), -1);
}

static const struct azs_test tests[] = {
	{ "only_paths_fit_for_every_system_pass",
	    only_paths_fit_for_every_system_pass },
};

int
main(void)
{
	return azs_test_main("output_path", tests, AZS_TEST_COUNT(tests));
}
