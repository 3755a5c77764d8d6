/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "edit.h"

#include <stdio.h>
#include <string.h>

#include "document.h"
#include "unit.h"

#define FILE_NAME "profiles/prod.yaml"

struct edit_case {
	const char *before, *path;
	const char *value; /* YAML; NULL takes out */
	const char *after;
};

static int
apply(struct azs_buf *text, const char *path, const char *value,
    struct azs_error *err)
{
	struct azs_node *node = NULL;
	int ret;

	if (value == NULL)
		return azs_edit_unset(FILE_NAME, text, path, err);
	if (azs_document_parse("value", value, strlen(value), &node, err) == -1)
		return -1;
	ret = azs_edit_set(FILE_NAME, text, path, node, err);
	azs_node_free(node);
	return ret;
}

static int
gives(const struct azs_buf *text, const char *wanted, const char *message)
{
	int good = strcmp(text->data, wanted) == 0;

	if (!good)
		(void)fprintf(stderr, "\n%s\nwanted:\n%s\ngot:\n%s\n", message,
		    wanted, text->data);
	return good;
}

static void
check_cases(const struct edit_case *cases, size_t count, int back)
{
	struct azs_error err;
	size_t i;

	for (i = 0; i < count; i++) {
		struct azs_buf text = AZS_BUF_INIT;

		err.msg[0] = '\0';
		azs_buf_adds(&text, cases[i].before);
		CU_ASSERT_EQUAL(
		    apply(&text, cases[i].path, cases[i].value, &err), 0);
		CU_ASSERT(gives(&text, cases[i].after, err.msg));
		if (back) {
			CU_ASSERT_EQUAL(
			    apply(&text, cases[i].path, NULL, &err), 0);
			CU_ASSERT(gives(&text, cases[i].before, err.msg));
		}
		azs_buf_release(&text);
	}
}

static const struct edit_case added[] = {
	{ "", "a", "1", "a: 1\n" },
	{ "", "a.b.c", "x", "a:\n  b:\n    c: x\n" },
	{ "# only\n# comments", "a", "1", "# only\n# comments\na: 1" },
	{ "# only\n\n", "a.b", "1", "# only\n\na:\n  b: 1\n" },
	{ "\xef\xbb\xbf", "a", "1",
	    "\xef\xbb\xbf"
	    "a: 1\n" },
	{ "\xef\xbb\xbf"
	  "a: 1\r\n",
	    "b.c", "2",
	    "\xef\xbb\xbf"
	    "a: 1\r\nb:\r\n  c: 2\r\n" },
	{ "---\n", "a", "1", "---\na: 1\n" },
	{ "a: 1", "b", "2", "a: 1\nb: 2" },
	{ "a: 1 # one\n\n\n# end\n", "b", "2",
	    "a: 1 # one\nb: 2\n\n\n# end\n" },
	{ "a:\n  b: 1\n  # more\nc: 2\n", "a.d", "yes",
	    "a:\n  b: 1\n  d: \"yes\"\n  # more\nc: 2\n" },
	{ "a:\n    b: 1\nc: 2\n", "a.d.e", "3",
	    "a:\n    b: 1\n    d:\n      e: 3\nc: 2\n" },
	{ "a:\n  - x\n  - y # z\n", "b", "1", "a:\n  - x\n  - y # z\nb: 1\n" },
	{ "a: |\n  text\n\n\nb: 1\n", "c", "2",
	    "a: |\n  text\n\n\nb: 1\nc: 2\n" },
	{ "b: 1\na: |\n  text\n\n\n", "c", "2",
	    "b: 1\na: |\n  text\nc: 2\n\n\n" },
	{ "b: 1\na: |+\n  text\n\n\n", "c.d", "2",
	    "b: 1\na: |+\n  text\n\n\nc:\n  d: 2\n" },
	{ "a: { b: 1 }\n", "a.c", "2", "a: { b: 1, c: 2 }\n" },
	{ "a: {b: 1,} # x\n", "a.c.d", "2", "a: {b: 1, c: { d: 2 },} # x\n" },
	{ "{ a: 1 }", "b.c", "[x, z]", "{ a: 1, b: { c: [x, z] } }" },
	{ "a: {\n  b: 1, # one\n  c: 2 # two\n}\n", "a.d", "3",
	    "a: {\n  b: 1, # one\n  c: 2, d: 3 # two\n}\n" },
	{ "a: { b: }\n", "a.c", "1", "a: { b: , c: 1 }\n" },
	{ "{\"a\":}\n", "b", "1", "{\"a\": , b: 1}\n" },
	{ "gr\xc3\xbc\xc3\x9f: { \xf0\x9f\x9a\x80: \xc3\xa9 }\n",
	    "gr\xc3\xbc\xc3\x9f.x", "1",
	    "gr\xc3\xbc\xc3\x9f: { \xf0\x9f\x9a\x80: \xc3\xa9, "
	    "x: 1 }\n" },
	{ "a: 1\n\nb:\n  c: 1\n\nd:\n  e: 1\n# end\n", "f.g", "1",
	    "a: 1\n\nb:\n  c: 1\n\nd:\n  e: 1\n\nf:\n  g: 1\n"
	    "# end\n" },
	/* The last line has blanks only. */
	{ "a:\n x y\n  \t", "b.c", "1", "a:\n x y\n  \t\nb:\n  c: 1" },
	{ "a: x...\r\r\r \t", "b.c", "1", "a: x...\r\r\r \t\rb:\r  c: 1" },
};

static void
a_new_value_goes_behind_its_siblings_and_back(void)
{
	check_cases(added, sizeof added / sizeof added[0], 1);
}

static void
an_empty_map_takes_a_value(void)
{
	static const struct edit_case cases[] = {
		{ "{}", "a", "1", "{ a: 1 }" },
		{ "a: {} # x\n", "a.b", "1", "a: { b: 1 } # x\n" },
	};

	check_cases(cases, sizeof cases / sizeof cases[0], 0);
}

static void
a_value_is_replaced_where_it_stands(void)
{
	static const struct edit_case cases[] = {
		{ "a: 1 # one\n", "a", "2", "a: 2 # one\n" },
		{ "a: # one\nb: 1\n", "a", "2", "a: 2 # one\nb: 1\n" },
		{ "a: ~\n", "a", "x", "a: x\n" },
		{ "a: 'x'\nb: \"y\"\n", "a", "it's", "a: 'it''s'\nb: \"y\"\n" },
		{ "a: 'x'\n", "a", "\"\\t\"", "a: \"\\t\"\n" },
		{ "a: \"y\"\n", "a", "z", "a: \"z\"\n" },
		{ "a: \"y\"\n", "a", "5", "a: 5\n" },
		{ "a: 1.5\n", "a", "2.0", "a: 2.0\n" },
		{ "a: [x, y]\n", "a", "[z]", "a: [z]\n" },
		{ "a:\n  - x # 1\n  - y # 2\nb: 1\n", "a", "[z, w]",
		    "a:\n  - z\n  - w # 2\nb: 1\n" },
		{ "a: # one\n  # two\n  - x\nb: 1\n", "a", "[]",
		    "a: [] # one\n  # two\nb: 1\n" },
		{ "a:\r\n- x\r\n", "a", "[v, w]", "a:\r\n- v\r\n- w\r\n" },
		{ "a:\n  b: 1\nc: 1\n", "a", "null", "a: null\nc: 1\n" },
		{ "a: |\n  long\n  text\nb: 1\n", "a", "x", "a: x\nb: 1\n" },
		{ "{ a: 1, \"b\": 2 }", "b", "x,y",
		    "{ a: 1, \"b\": \"x,y\" }" },
	};

	check_cases(cases, sizeof cases / sizeof cases[0], 0);
}

static void
what_is_taken_out_leaves_the_rest(void)
{
	static const struct edit_case cases[] = {
		{ "a: 1 # gone\nb: 2 # two\n", "a", NULL, "b: 2 # two\n" },
		{ "# one\na: 1\n# two\nb: 2", "b", NULL, "# one\na: 1\n# two" },
		{ "# one\na: 1\n", "a", NULL, "# one\n" },
		{ "a:\n  b:\n    c: 1\nd: 1\n", "a.b.c", NULL, "d: 1\n" },
		{ "a:\n  b: { c: 1 }\n  d: 1\n", "a.b.c", NULL,
		    "a:\n  d: 1\n" },
		{ "a:\n  - 1\n  - 2\nb: 1\n", "a", NULL, "b: 1\n" },
		{ "a: 1\n\nb:\n  c: 1\n\nd:\n  e: 1\n", "b", NULL,
		    "a: 1\n\nd:\n  e: 1\n" },
		{ "{ a: 1, b: 2, c: 3 }", "a", NULL, "{ b: 2, c: 3 }" },
		{ "{ a: 1, b: 2, c: 3 }", "b", NULL, "{ a: 1, c: 3 }" },
		{ "{ a: 1, b: 2, c: 3 }", "c", NULL, "{ a: 1, b: 2 }" },
		{ "{ a: 1 }", "a", NULL, "{}" },
		{ "{ a: 1, # one\n  b: 2, # two\n  c: 3 }", "b", NULL,
		    "{ a: 1, # one\n  # two\n  c: 3 }" },
		{ "{ a: 1, # one\n  b: 2 }", "b", NULL, "{ a: 1, # one\n   }" },
	};

	check_cases(cases, sizeof cases / sizeof cases[0], 0);
}

static void
a_key_is_renamed_where_it_stands(void)
{
	static const struct {
		const char *before, *path, *key, *after;
	} cases[] = {
		{ "a: 1 # x\nb: 2\n", "a", "c", "c: 1 # x\nb: 2\n" },
		{ "'it''s' : 1\n", "it's", "c", "c : 1\n" },
		{ "\"a\\\"b\": 1\n", "a\"b", "no", "\"no\": 1\n" },
		{ "a: { b:c: 1 }\n", "a.b:c", "d", "a: { d: 1 }\n" },
		{ "a:\n  b:\n    - x\n", "a.b", "c", "a:\n  c:\n    - x\n" },
	};
	struct azs_error err;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct azs_buf text = AZS_BUF_INIT;

		azs_buf_adds(&text, cases[i].before);
		err.msg[0] = '\0';
		CU_ASSERT_EQUAL(azs_edit_rename(FILE_NAME, &text, cases[i].path,
				    cases[i].key, &err),
		    0);
		CU_ASSERT(gives(&text, cases[i].after, err.msg));
		azs_buf_release(&text);
	}
}

static void
what_cannot_be_done_is_refused_with_its_place(void)
{
	static const struct {
		struct edit_case edit;
		enum azs_code code;
	} cases[] = {
		{ { "a: null\n", "a.b", "1",
		      "profiles/prod.yaml:1:4: null stands here for the "
		      "defaults of the whole group: take it out first" },
		    AZS_EFAILED },
		{ { "a: 1\nb:\n  c: [1]\n", "b.c.d", "1",
		      "profiles/prod.yaml:3:6: a value stands here where a "
		      "map is needed" },
		    AZS_EFAILED },
		{ { "a: 1\n...\n", "b.c", NULL,
		      "b.c is not set in profiles/prod.yaml" },
		    AZS_EUSAGE },
		{ { "a: 1\na: 2\n", "b", "1",
		      "profiles/prod.yaml:2:1: error: duplicate key a (it "
		      "stands at 1:1 already: keep one)" },
		    AZS_EFINDINGS },
		/* It could not be taken out again. */
		{ { "a: { }\n... # end\n", "a.b", "1",
		      "profiles/prod.yaml:1:4: nothing can be added to this in "
		      "place: edit the file by hand" },
		    AZS_EFAILED },
		{ { "---\n...\n", "a", "1",
		      "profiles/prod.yaml:2:1: nothing can be added to this in "
		      "place: edit the file by hand" },
		    AZS_EFAILED },
	};
	struct azs_error err;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct edit_case *c = &cases[i].edit;
		struct azs_buf text = AZS_BUF_INIT;

		azs_buf_adds(&text, c->before);
		CU_ASSERT_EQUAL(apply(&text, c->path, c->value, &err), -1);
		CU_ASSERT_EQUAL(err.code, cases[i].code);
		CU_ASSERT_STRING_EQUAL(err.msg, c->after);
		CU_ASSERT_STRING_EQUAL(text.data, c->before);
		azs_buf_release(&text);
	}
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "a_new_value_goes_behind_its_siblings_and_back",
		    a_new_value_goes_behind_its_siblings_and_back },
		{ "an_empty_map_takes_a_value", an_empty_map_takes_a_value },
		{ "a_value_is_replaced_where_it_stands",
		    a_value_is_replaced_where_it_stands },
		{ "what_is_taken_out_leaves_the_rest",
		    what_is_taken_out_leaves_the_rest },
		{ "a_key_is_renamed_where_it_stands",
		    a_key_is_renamed_where_it_stands },
		{ "what_cannot_be_done_is_refused_with_its_place",
		    what_cannot_be_done_is_refused_with_its_place },
	};

	return azs_test_main("edit", tests, AZS_TEST_COUNT(tests));
}
