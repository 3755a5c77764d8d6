/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "json.h"
#include "memory.h"
#include "mustache.h"
#include "unit.h"

/*
 * The cases are JSON in the official specification's shape: name, desc, data,
 * template, partials, expected. Ours may also hold "target", the file name
 * that chooses the escape and the strict mode, and "error", the message that
 * is expected instead of a text.
 */

static const char *
partial(void *arg, const char *name, size_t *len)
{
	const char *text = azs_node_text(azs_node_get(arg, name), NULL);

	*len = text == NULL ? 0 : strlen(text);
	return text;
}

static int
passes(const struct azs_node *test)
{
	const char *target = azs_node_text(azs_node_get(test, "target"), NULL);
	const char *error = azs_node_text(azs_node_get(test, "error"), NULL);
	const char *text = azs_node_text(azs_node_get(test, "template"), "");
	const char *expected =
	    azs_node_text(azs_node_get(test, "expected"), "before ");
	struct azs_mustache mustache = { .escape = AZS_ESCAPE_HTML,
		.partial = partial,
		.partial_arg = azs_node_get(test, "partials") };
	struct azs_error err = { AZS_OK, "" };
	struct azs_buf out = AZS_BUF_INIT;
	int ret, ok;

	if (target != NULL) {
		mustache.strict = 1;
		mustache.escape = azs_escape_for(target);
	}
	if (error != NULL)
		azs_buf_adds(&out, "before ");
	ret = azs_mustache_render(&mustache, "template", text, strlen(text),
	    azs_node_get(test, "data"), &out, &err);
	ok = ret == (error == NULL ? 0 : -1) &&
	    strcmp(out.data, expected) == 0 &&
	    strcmp(err.msg, error == NULL ? "" : error) == 0 &&
	    err.code == (error == NULL ? AZS_OK : AZS_EFAILED);
	if (!ok)
		(void)printf("\n%s: \"%s\" %s\n",
		    azs_node_text(azs_node_get(test, "name"), "?"), out.data,
		    err.msg);
	azs_buf_release(&out);
	return ok;
}

static struct azs_node *
load(const char *path)
{
	struct azs_error err = { AZS_OK, "" };
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_node *file = NULL;
	FILE *stream = fopen(path, "rb");
	char block[4096];
	size_t n;

	CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
	while ((n = fread(block, 1, sizeof block, stream)) > 0)
		azs_buf_add(&text, block, n);
	(void)fclose(stream);
	CU_ASSERT_EQUAL(
	    azs_json_parse(path, text.data, text.len, &file, &err), 0);
	CU_ASSERT_STRING_EQUAL(err.msg, "");
	azs_buf_release(&text);
	return file;
}

/* The optional modules of the specification begin with a tilde. */
static int
is_core(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 5 && entry->d_name[0] != '~' &&
	    strcmp(entry->d_name + len - 5, ".json") == 0;
}

/* Run all files of a folder; returns how many cases passed. */
static size_t
run_folder(const char *folder, size_t *total)
{
	struct dirent **entries = NULL;
	size_t passed = 0, i;
	int n = scandir(folder, &entries, is_core, alphasort), e;

	*total = 0;
	for (e = 0; e < n; e++) {
		char *path = azs_xasprintf("%s/%s", folder, entries[e]->d_name);
		struct azs_node *file = load(path), *list;

		list = azs_node_get(file, "tests");
		for (i = 0; list != NULL && i < list->count; i++)
			passed += passes(list->items[i]) ? 1 : 0;
		*total += list == NULL ? 0 : list->count;
		azs_node_free(file);
		free(path);
		free(entries[e]);
	}
	free(entries);
	return passed;
}

static void
mustache_passes_the_official_cases(void)
{
	const char *folder = getenv("MUSTACHE_SPEC");
	size_t passed, total;

	if (folder == NULL)
		folder = azs_test_path("../shared/mustache-spec");
	passed = run_folder(folder, &total);
	if (total == 0) {
		(void)printf("skipped, no folder %s ", folder);
		return;
	}
	(void)printf("%zu of %zu official cases ", passed, total);
	CU_ASSERT_EQUAL(passed, total);
}

static void
mustache_passes_its_own_cases(void)
{
	size_t total;
	size_t passed = run_folder(azs_test_path("tests/mustache"), &total);

	(void)printf("%zu of %zu own cases ", passed, total);
	CU_ASSERT(total > 0);
	CU_ASSERT_EQUAL(passed, total);
}

/* Render text without partials, strictly, as a shell file. */
static int
render(const char *text, size_t len, const struct azs_node *context,
    struct azs_buf *out, struct azs_error *err)
{
	struct azs_mustache mustache = { .escape = AZS_ESCAPE_SHELL,
		.strict = 1 };

	return azs_mustache_render(
	    &mustache, "template", text, len, context, out, err);
}

static void
mustache_reads_no_further_than_len(void)
{
	static const char *const texts[] = { "{{", "{{#", "{{{a}", "{{{a}}",
		"{{=", "{{=<%", "{{=<% %>=", "{{=<% %>=}", "{{!", "{{! \r", "{",
		"{{a", "{{a}", "{{!a}}\r", "  {{!a}} ", "" };
	struct azs_node *context = azs_node_map();
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_error err;
	size_t i, len;
	char *copy;

	for (i = 0; i < AZS_TEST_COUNT(texts); i++) {
		/* Exactly as large as the text, for the sanitizer. */
		len = strlen(texts[i]);
		copy = azs_xmalloc(len);
		memcpy(copy, texts[i], len);
		(void)render(copy, len, context, &out, &err);
		free(copy);
	}
	azs_buf_release(&out);
	azs_node_free(context);
}

static void
mustache_keeps_nul_bytes_of_a_template(void)
{
	struct azs_node *context = azs_node_map();
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_error err;

	CU_ASSERT_EQUAL(render("a\0b{{!x}}c", 10, context, &out, &err), 0);
	CU_ASSERT_EQUAL(out.len, 4);
	CU_ASSERT_EQUAL(memcmp(out.data, "a\0bc", 4), 0);
	CU_ASSERT_EQUAL(render("{{a\0b}}", 7, context, &out, &err), -1);
	CU_ASSERT_EQUAL(render("{{\0}}", 5, context, &out, &err), -1);
	azs_buf_release(&out);
	azs_node_free(context);
}

static void
mustache_has_no_partials_without_a_callback(void)
{
	struct azs_mustache mustache = { .strict = 0 };
	struct azs_node *context = azs_node_map();
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_error err;

	CU_ASSERT_EQUAL(azs_mustache_render(
			    &mustache, "t", "a{{>p}}b", 8, context, &out, &err),
	    0);
	CU_ASSERT_STRING_EQUAL(out.data, "ab");
	mustache.strict = 1;
	CU_ASSERT_EQUAL(azs_mustache_render(
			    &mustache, "t", "a{{>p}}b", 8, context, &out, &err),
	    -1);
	CU_ASSERT_STRING_EQUAL(err.msg, "t:1:2: error: no partial \"p\"");
	CU_ASSERT_STRING_EQUAL(out.data, "ab");
	azs_buf_release(&out);
	azs_node_free(context);
}

static void
mustache_limits_how_deep_sections_nest(void)
{
	struct azs_buf text = AZS_BUF_INIT, out = AZS_BUF_INIT;
	struct azs_node *context = azs_node_map();
	struct azs_error err;
	int i;

	azs_node_set(context, "a", azs_node_bool(1));
	for (i = 0; i < 64; i++)
		azs_buf_adds(&text, "{{#a}}");
	for (i = 0; i < 64; i++)
		azs_buf_adds(&text, "{{/a}}");
	CU_ASSERT_EQUAL(render(text.data, text.len, context, &out, &err), 0);
	azs_buf_cut(&text, (size_t)64 * 6);
	azs_buf_adds(&text, "{{#a}}");
	CU_ASSERT_EQUAL(render(text.data, text.len, context, &out, &err), -1);
	CU_ASSERT_STRING_EQUAL(
	    err.msg, "template:1:385: error: sections nest deeper than 64");
	azs_buf_release(&text);
	azs_buf_release(&out);
	azs_node_free(context);
}

/* Partial "n" includes partial "n-1"; "0" includes none. */
static const char *
countdown(void *arg, const char *name, size_t *len)
{
	int n = atoi(name);
	char *text = (char *)arg + n * 16;

	*len = (size_t)snprintf(text, 16, n == 0 ? "end" : "{{>%d}}", n - 1);
	return text;
}

static void
mustache_limits_how_deep_partials_nest(void)
{
	char texts[16 * AZS_MUSTACHE_MAX_PARTIALS + 16];
	struct azs_mustache mustache = { .strict = 1, .partial = countdown };
	struct azs_node *context = azs_node_map();
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_error err;

	mustache.partial_arg = texts;
	CU_ASSERT_EQUAL(azs_mustache_render(
			    &mustache, "t", "{{>63}}", 7, context, &out, &err),
	    0);
	CU_ASSERT_STRING_EQUAL(out.data, "end");
	CU_ASSERT_EQUAL(azs_mustache_render(
			    &mustache, "t", "{{>64}}", 7, context, &out, &err),
	    -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "nest deeper than 64"));
	azs_buf_release(&out);
	azs_node_free(context);
}

/* Templates on which a scan back or forward from every tag would be felt. */
static void
mustache_takes_time_in_proportion(void)
{
	static const char *const pieces[] = { "{{a}}", " {{! b }}  {{! c }} ",
		"{{#a}}x{{/a}} ", "\n  {{#a}}\nword\n  {{/a}}\n", "{ {{a}} }",
		"{{=<% %>=}}<%={{ }}=%>" };
	struct azs_buf text = AZS_BUF_INIT, out = AZS_BUF_INIT;
	struct azs_node *context = azs_node_map();
	struct azs_error err;
	clock_t start = clock();
	size_t i, n;

	azs_node_set(context, "a", azs_node_string("value"));
	for (i = 0; i < AZS_TEST_COUNT(pieces); i++) {
		azs_buf_clear(&text);
		azs_buf_clear(&out);
		for (n = 0; n < 100000; n++)
			azs_buf_adds(&text, pieces[i]);
		CU_ASSERT_EQUAL(
		    render(text.data, text.len, context, &out, &err), 0);
	}
	/* Quadratic would be minutes, also under a sanitizer or valgrind. */
	CU_ASSERT(clock() - start < 30 * CLOCKS_PER_SEC);
	azs_buf_release(&text);
	azs_buf_release(&out);
	azs_node_free(context);
}

static const struct azs_test tests[] = {
	{ "mustache_passes_the_official_cases",
	    mustache_passes_the_official_cases },
	{ "mustache_passes_its_own_cases", mustache_passes_its_own_cases },
	{ "mustache_reads_no_further_than_len",
	    mustache_reads_no_further_than_len },
	{ "mustache_keeps_nul_bytes_of_a_template",
	    mustache_keeps_nul_bytes_of_a_template },
	{ "mustache_has_no_partials_without_a_callback",
	    mustache_has_no_partials_without_a_callback },
	{ "mustache_limits_how_deep_sections_nest",
	    mustache_limits_how_deep_sections_nest },
	{ "mustache_limits_how_deep_partials_nest",
	    mustache_limits_how_deep_partials_nest },
	{ "mustache_takes_time_in_proportion",
	    mustache_takes_time_in_proportion },
};

int
main(void)
{
	return azs_test_main("mustache", tests, AZS_TEST_COUNT(tests));
}
