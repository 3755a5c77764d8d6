/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "manifest.h"

#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "scratch.h"
#include "unit.h"

/* Load the pattern "mine" whose manifest is text; the error or "". */
static const char *
load(const char *text, size_t *count)
{
	static struct azs_error err;
	struct azs_assets *assets = NULL;
	struct azs_manifest *manifest = NULL;

	err.msg[0] = '\0';
	azs_scratch_begin();
	azs_scratch_file("mine/manifest.yaml", text);
	azs_scratch_file(
	    "other/manifest.yaml", "files: [{id: o, source: s, target: t}]\n");
	azs_scratch_file(
	    "loop/manifest.yaml", "include: [loop/manifest.yaml]\n");
	CU_ASSERT_EQUAL_FATAL(
	    azs_assets_open(azs_scratch("."), &assets, &err), 0);
	if (azs_manifest_load(assets, "mine", &manifest, &err) == 0)
		*count = manifest->count;
	azs_manifest_free(manifest);
	azs_assets_close(assets);
	azs_scratch_end();
	return err.msg;
}

static void
included_entries_come_first(void)
{
	size_t count = 0;

	CU_ASSERT_STRING_EQUAL(load("files:\n  - {id: a, generate: g, target: "
				    "u, policy: once, mode: \"0755\"}\n"
				    "include: [other/manifest.yaml]\n",
				   &count),
	    "");
	CU_ASSERT_EQUAL(count, 2);
}

static void
mistakes_have_a_place(void)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "[]", ":1:1: error: must be a map, not a list" },
		{ "", ":1:1: error: must be a map, not null" },
		{ "fils: []", "unknown key fils" },
		{ "regional: \"yes\"", "must be true or false: regional" },
		{ "files: [{id: a, source: s, target: t, flags: x}]",
		    "must be a list: flags" },
		{ "files: [{id: a, source: s, target: t, flags: [true]}]",
		    "must be a string, not a boolean" },
		{ "hosts: [5]", ":1:9: error: unknown word in hosts" },
		{ "hosts: [moon]", ":1:9: error: unknown word in hosts" },
		{ "resources: [5]", ":1:13: error: unknown word in resources" },
		{ "resources: [gold]", "unknown word in resources" },
		{ "files: {}", "must be a list: files" },
		{ "files: [x]", "must be a map, not a string" },
		{ "files: [{id: a, target: t}]", "one of source and generate" },
		{ "files: [{id: a, source: s, generate: g, target: t}]",
		    "one of source and generate" },
		{ "files: [{id: 5}]", "must be a string: id" },
		{ "files: [{id: a, source: s, target: t, policy: mine}]",
		    "policy must be managed, owned or once, not mine" },
		{ "files: [{id: a, source: s, target: t, mode: \"0777\"}]",
		    "mode must be \"0644\" or \"0755\", not 0777" },
		{ "files: [{id: a, source: s, target: t, mod: x}]",
		    "unknown key mod" },
		{ "files:\n  - {id: a, source: s, target: t}\n"
		  "  - {id: a, source: s, target: u}\n",
		    "mine/manifest.yaml:3:5: error: second entry with the id "
		    "a" },
		{ "include: [loop/manifest.yaml]",
		    "include each other in a circle" },
		{ "include: [gone/manifest.yaml]",
		    "mine/manifest.yaml:1:11: error: there is no manifest "
		    "gone/manifest.yaml" },
		{ "include: [[]]", "must be a path" },
		{ "parameters: [{name: a}]", "needs name and value" },
		{ "parameters: [{name: a, value: b, key: c}]",
		    "forEach and key go together" },
		{ "files: [", "mine/manifest.yaml:1:" },
	};
	size_t i, count;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		CU_ASSERT(azs_golden_holds(
		    load(cases[i].text, &count), cases[i].expected));
}

static void
an_unknown_pattern_lists_those_there_are(void)
{
	static const char *const names[] = { "nothing", "common" };
	struct azs_assets *assets = NULL;
	struct azs_manifest *manifest = NULL;
	struct azs_error err;
	size_t i;

	CU_ASSERT_EQUAL_FATAL(azs_assets_open(NULL, &assets, &err), 0);
	for (i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(
		    azs_manifest_load(assets, names[i], &manifest, &err), -1);
		CU_ASSERT_EQUAL(err.code, AZS_EUSAGE);
		CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "microservice"));
	}
	azs_assets_close(assets);
}

static void
every_built_in_pattern_loads(void)
{
	char *patterns = azs_manifest_patterns(), *name, *rest = patterns;
	struct azs_assets *assets = NULL;
	struct azs_manifest *manifest;
	struct azs_error err;

	CU_ASSERT_EQUAL_FATAL(azs_assets_open(NULL, &assets, &err), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(patterns, "microservice"));
	while ((name = strtok_r(rest, ", ", &rest)) != NULL) {
		manifest = NULL;
		CU_ASSERT_EQUAL(
		    azs_manifest_load(assets, name, &manifest, &err), 0);
		azs_manifest_free(manifest);
	}
	azs_assets_close(assets);
	free(patterns);
}

static void
flags_and_regions_are_read(void)
{
	static const char text[] =
	    "regional: true\nfiles:\n"
	    "  - {id: a, source: s, target: t, flags: [inStamp]}\n"
	    "  - {id: b, source: s, target: u}\n";
	struct azs_assets *assets = NULL;
	struct azs_manifest *manifest = NULL;
	struct azs_error err;

	azs_scratch_begin();
	azs_scratch_file("far/manifest.yaml", text);
	azs_scratch_file(
	    "mine/manifest.yaml", "include: [far/manifest.yaml]\n");
	CU_ASSERT_EQUAL_FATAL(
	    azs_assets_open(azs_scratch("."), &assets, &err), 0);
	CU_ASSERT_EQUAL_FATAL(
	    azs_manifest_load(assets, "mine", &manifest, &err), 0);
	CU_ASSERT(manifest->regional);
	CU_ASSERT(
	    azs_node_true(azs_node_get(manifest->entries[0].flags, "inStamp")));
	CU_ASSERT_EQUAL(manifest->entries[1].flags->count, 0);
	azs_manifest_free(manifest);
	azs_assets_close(assets);
	azs_scratch_end();
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "included_entries_come_first", included_entries_come_first },
		{ "mistakes_have_a_place", mistakes_have_a_place },
		{ "an_unknown_pattern_lists_those_there_are",
		    an_unknown_pattern_lists_those_there_are },
		{ "every_built_in_pattern_loads",
		    every_built_in_pattern_loads },
		{ "flags_and_regions_are_read", flags_and_regions_are_read },
	};

	return azs_test_main("manifest", tests, AZS_TEST_COUNT(tests));
}
