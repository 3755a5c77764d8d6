/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "readiness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "memory.h"
#include "readiness_cases.h"
#include "readiness_report.h"
#include "scratch.h"
#include "unit.h"

/* A repository as azstamp has just written it, and what is read of it. */
struct repository {
	struct azs_model *model;
	struct azs_assets *assets;
	struct azs_manifest *manifest;
	struct azs_plan *plan;
	struct azs_lock *lock;
	struct azs_ready_files *files;
	struct azs_ready_world world;
};

static void
must(int status, const struct azs_error *err)
{
	if (status == 0)
		return;
	(void)fprintf(stderr, "\n%s\n", err->msg);
	exit(1);
}

static void
repository_init(
    struct repository *it, const char *application, const char *prod)
{
	const char *pattern;
	struct azs_error err;
	size_t i;

	memset(it, 0, sizeof *it);
	it->model = azs_golden_build(application, DEV, prod);
	pattern =
	    azs_node_text(azs_node_get(it->model->application, "pattern"), "");
	must(azs_assets_open(NULL, &it->assets, &err), &err);
	must(azs_manifest_load(it->assets, pattern, &it->manifest, &err), &err);
	must(azs_plan_make(it->model, it->manifest, it->assets, AZS_PLAN_ALL,
		 &it->plan, &err),
	    &err);
	it->lock = azs_lock_from_plan(it->plan, "2");
	(void)azs_scratch_begin();
	for (i = 0; i < it->plan->count; i++)
		azs_scratch_file(
		    it->plan->files[i].path, it->plan->files[i].bytes.data);
	it->world.model = it->model;
	it->world.manifest = it->manifest;
	it->world.plan = it->plan;
	it->world.today = "2026-11-21";
}

static void
repository_release(struct repository *it)
{
	azs_scratch_end();
	azs_lock_free(it->lock);
	azs_plan_free(it->plan);
	azs_manifest_free(it->manifest);
	azs_assets_close(it->assets);
	azs_model_free(it->model);
}

/* What readiness says of an environment, the files read anew. */
static struct azs_node *
look(struct repository *it, const char *environment)
{
	struct azs_node *out;
	struct azs_error err;

	it->world.files =
	    azs_ready_files_new(azs_scratch(""), it->plan, it->lock);
	must(azs_readiness_build(&it->world,
		 azs_model_environment(it->model, environment), &out, &err),
	    &err);
	azs_ready_files_free(it->world.files);
	it->world.files = NULL;
	return out;
}

static const struct azs_node *
item_of(const struct azs_node *report, const char *id)
{
	const struct azs_node *items = azs_node_get(report, "items");
	size_t i;

	for (i = 0; i < items->count; i++)
		if (strcmp(azs_ready_word(items->items[i], "id"), id) == 0)
			return items->items[i];
	return NULL;
}

static const char *
status_of(const struct azs_node *report, const char *id)
{
	return azs_ready_word(item_of(report, id), "status");
}

/* Is a gap of the item about text? */
static int
has_gap(const struct azs_node *item, const char *text)
{
	const struct azs_node *gaps = azs_node_get(item, "gaps");
	size_t i;

	for (i = 0; i < gaps->count; i++)
		if (strstr(azs_ready_word(gaps->items[i], "text"), text) !=
		    NULL)
			return 1;
	return 0;
}

static void
show(const struct azs_node *item, const char *gap)
{
	const struct azs_node *gaps = azs_node_get(item, "gaps");
	size_t i;

	(void)fprintf(
	    stderr, "\n%s: no gap: %s\n", azs_ready_word(item, "id"), gap);
	for (i = 0; i < gaps->count; i++)
		(void)fprintf(stderr, "a gap: %s\n",
		    azs_ready_word(gaps->items[i], "text"));
}

/* Take words out of a file, or delete it. */
static void
damage(const struct repository *it, const char *path, const char *words)
{
	const struct azs_plan_file *file = azs_plan_find(it->plan, path);
	char *text, *at;

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	if (words == NULL) {
		(void)remove(azs_scratch(path));
		return;
	}
	text = azs_xstrdup(file->bytes.data);
	while ((at = strstr(text, words)) != NULL)
		memset(at, '_', strlen(words));
	azs_scratch_file(path, text);
	free(text);
}

/* Can the item be asked for as much as that it fails? */
static int
only_warns(const char *id, const char *gap)
{
	return azs_ready_find(id)->asks[AZS_PRODUCTION] != AZS_ERROR ||
	    strstr(gap, "no service uses the cache") != NULL ||
	    strstr(gap, "no edge.domain") != NULL ||
	    strstr(gap, "edge.certificateUri") != NULL ||
	    strstr(gap, "no eventHubs.maxCapacity") != NULL ||
	    strstr(gap, "search.replicas 1") != NULL ||
	    strstr(gap, "backup.enabled") != NULL ||
	    strstr(gap, "GlobalStandard") != NULL ||
	    strstr(gap, "redundancy.zones") != NULL;
}

static void
each_item_can_fail(void)
{
	struct repository it;
	struct azs_node *report;
	const struct azs_node *item;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		repository_init(&it,
		    bad[i].application == NULL ? MICRO : bad[i].application,
		    bad[i].profile == NULL ? GOOD : bad[i].profile);
		if (bad[i].path != NULL)
			damage(&it, bad[i].path, bad[i].words);
		report = look(&it, "prod");
		item = item_of(report, bad[i].id);
		CU_ASSERT_STRING_EQUAL(azs_ready_word(item, "status"),
		    only_warns(bad[i].id, bad[i].gap) ? "warn" : "fail");
		CU_ASSERT(has_gap(item, bad[i].gap));
		if (!has_gap(item, bad[i].gap))
			show(item, bad[i].gap);
		azs_node_free(report);
		repository_release(&it);
	}
}

static void
each_item_has_a_case_in_which_it_fails(void)
{
	size_t i, j, n = sizeof bad / sizeof bad[0];

	for (i = 0; i < azs_ready_item_count; i++) {
		for (j = 0; j < n; j++)
			if (strcmp(azs_ready_items[i].id, bad[j].id) == 0)
				break;
		/* Not asked of production. */
		CU_ASSERT(j < n ||
		    strcmp(azs_ready_items[i].id, "dev-test-discounts") == 0);
	}
}

static int
is_for_people(const char *id)
{
	static const char *const ids[] = { "reserved-instances", "cost-reviews",
		"security-assessments", "incident-response", "token-spend",
		"concurrent-users", "recovery-time" };
	size_t i;

	for (i = 0; i < sizeof ids / sizeof ids[0]; i++)
		if (strcmp(ids[i], id) == 0)
			return 1;
	return 0;
}

/* All but what one region cannot have passes, and several regions do. */
static void
each_item_can_pass(void)
{
	struct repository it;
	struct azs_node *report, *regions;
	const char *id;
	size_t i;

	repository_init(&it, MICRO, GOOD);
	report = look(&it, "prod");
	repository_release(&it);
	repository_init(&it, REGIONS, GOOD DOMAIN);
	regions = look(&it, "prod");
	repository_release(&it);
	for (i = 0; i < azs_ready_item_count; i++) {
		id = azs_ready_items[i].id;
		if (strcmp(id, "dev-test-discounts") == 0)
			continue;
		CU_ASSERT_STRING_EQUAL(
		    status_of(
			strcmp(id, "multi-region") == 0 ? regions : report, id),
		    is_for_people(id) ? "manual" : "pass");
	}
	CU_ASSERT_EQUAL(azs_ready_count(report, "fail"), 0);
	CU_ASSERT_EQUAL(azs_ready_count(report, "warn"), 1);
	azs_node_free(report);
	azs_node_free(regions);
}

/* What passes has something to show for it, and each proof is true: the line
   of the file holds what is said. */
static void
evidence_is_what_the_files_say(void)
{
	const struct azs_node *items, *files, *file;
	const struct azs_plan_file *planned;
	struct repository it;
	struct azs_node *report;
	size_t i, j, lines = 0;

	repository_init(&it, MICRO, GOOD);
	report = look(&it, "prod");
	items = azs_node_get(report, "items");
	for (i = 0; i < items->count; i++) {
		files = azs_node_get(items->items[i], "files");
		CU_ASSERT(files->count > 0 ||
		    strcmp(azs_ready_word(items->items[i], "status"), "n/a") ==
			0);
		for (j = 0; j < files->count; j++) {
			file = files->items[j];
			planned = azs_plan_find(
			    it.plan, azs_ready_word(file, "path"));
			CU_ASSERT_PTR_NOT_NULL_FATAL(planned);
			CU_ASSERT(strstr(planned->bytes.data,
				      azs_ready_word(file, "text")) != NULL ||
			    strstr(azs_ready_word(file, "text"), "...") !=
				NULL);
			lines += azs_node_get(file, "line")->kind == AZS_INT;
		}
	}
	CU_ASSERT(lines > 80);
	azs_node_free(report);
	repository_release(&it);
}

static void
what_is_not_there_does_not_count(void)
{
	static const char *const ids[] = { "web-application-firewall",
		"caching", "load-balancing", "static-content",
		"connection-pooling", "dev-test-discounts", "availability",
		"concurrent-users" };
	struct repository it;
	struct azs_node *report;
	size_t i;

	repository_init(&it, EVENTS, GOOD);
	report = look(&it, "prod");
	for (i = 0; i < sizeof ids / sizeof ids[0]; i++) {
		CU_ASSERT_STRING_EQUAL(status_of(report, ids[i]), "n/a");
		CU_ASSERT(
		    *azs_ready_word(item_of(report, ids[i]), "why") != '\0');
	}
	CU_ASSERT_EQUAL(azs_ready_count(report, "n/a"), (long)i);
	azs_node_free(report);
	repository_release(&it);
}

static void
the_level_decides_how_bad_a_gap_is(void)
{
	struct repository it;
	struct azs_node *report;

	repository_init(&it, MICRO, GOOD);
	report = look(&it, "dev");
	CU_ASSERT_STRING_EQUAL(status_of(report, "private-endpoints"), "warn");
	CU_ASSERT_STRING_EQUAL(status_of(report, "caching"), "n/a");
	CU_ASSERT_STRING_EQUAL(
	    status_of(report, "dev-test-discounts"), "manual");
	CU_ASSERT_EQUAL(azs_ready_count(report, "fail"), 0);
	azs_node_free(report);
	repository_release(&it);
}

#define UNTIL(id, day) "  " id ":\n    reason: we know\n    until: " day "\n"

static void
suppressions_say_why_until_they_are_over(void)
{
	struct repository it;
	struct azs_node *report;
	const struct azs_node *gap;

	repository_init(&it, MICRO,
	    GOOD "network:\n  private: false\nsuppress:\n" UNTIL(
		"AZS0176", "2026-11-21") UNTIL("multi-region", "2026-11-20"));
	report = look(&it, "prod");
	CU_ASSERT_STRING_EQUAL(
	    status_of(report, "private-endpoints"), "suppressed");
	CU_ASSERT_STRING_EQUAL(status_of(report, "multi-region"), "warn");
	gap = azs_node_get(item_of(report, "private-endpoints"), "gaps")
		  ->items[0];
	CU_ASSERT_STRING_EQUAL(azs_ready_word(gap, "reason"), "we know");
	CU_ASSERT_STRING_EQUAL(
	    azs_ready_word(gap, "suppressedBy"), "profiles/prod.yaml:19");
	CU_ASSERT_EQUAL(azs_ready_count(report, "suppressed"), 2);
	azs_node_free(report);
	repository_release(&it);
}

static void
a_released_file_proves_nothing(void)
{
	struct repository it;
	struct azs_node *report;
	size_t i;

	repository_init(&it, MICRO, GOOD);
	for (i = 0; i < it.lock->count; i++)
		if (strcmp(it.lock->files[i].path,
			"infra/modules/security/key-vault.bicep") == 0)
			it.lock->files[i].released = 1;
	report = look(&it, "prod");
	CU_ASSERT_STRING_EQUAL(status_of(report, "secrets-in-vault"), "fail");
	CU_ASSERT(has_gap(item_of(report, "secrets-in-vault"), "is released"));
	azs_node_free(report);
	repository_release(&it);
}

static void
rights_of_your_own_are_looked_at(void)
{
	struct repository it;
	struct azs_node *report;

	repository_init(&it, MICRO, GOOD);
	azs_scratch_file("infra/custom.bicep",
	    "// 8e3af657-a8ff-443c-a75c-2fe8c4bcb635\n"
	    "var role = 'b24988ac-6180-42a0-ab88-20f7382dd24c'\n");
	report = look(&it, "prod");
	CU_ASSERT_STRING_EQUAL(status_of(report, "least-privilege"), "fail");
	CU_ASSERT(
	    has_gap(item_of(report, "least-privilege"), "custom.bicep:2 "));
	azs_node_free(report);
	repository_release(&it);
}

static void
the_table_is_in_order(void)
{
	size_t i, j, pillars = 1;

	CU_ASSERT_EQUAL(azs_ready_item_count, 42);
	for (i = 0; i < azs_ready_item_count; i++) {
		const struct azs_ready_item *item = &azs_ready_items[i];

		if (i > 0 && strcmp(item->pillar, item[-1].pillar) != 0)
			pillars++;
		for (j = 0; j < i; j++)
			CU_ASSERT_STRING_NOT_EQUAL(
			    item->id, azs_ready_items[j].id);
		CU_ASSERT(item->asks[0] <= item->asks[1] &&
		    item->asks[1] <= item->asks[2] && item->asks[2] != AZS_OFF);
		CU_ASSERT(strspn(item->id, "abcdefghijklmnopqrstuvwxyz-") ==
		    strlen(item->id));
		CU_ASSERT(strlen(item->id) <= 25);
	}
	CU_ASSERT_EQUAL(pillars, 7);
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "each item can fail", each_item_can_fail },
		{ "each item has a case in which it fails",
		    each_item_has_a_case_in_which_it_fails },
		{ "each item can pass", each_item_can_pass },
		{ "evidence is what the files say",
		    evidence_is_what_the_files_say },
		{ "what is not there does not count",
		    what_is_not_there_does_not_count },
		{ "the level decides how bad a gap is",
		    the_level_decides_how_bad_a_gap_is },
		{ "suppressions say why until they are over",
		    suppressions_say_why_until_they_are_over },
		{ "a released file proves nothing",
		    a_released_file_proves_nothing },
		{ "rights of your own are looked at",
		    rights_of_your_own_are_looked_at },
		{ "the table is in order", the_table_is_in_order },
	};

	return azs_test_main("readiness", tests, AZS_TEST_COUNT(tests));
}
