/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "document.h"
#include "unit.h"
#include "walk.h"

static struct azs_node *
parse_bytes(const char *text, size_t len)
{
	struct azs_node *node = NULL;
	struct azs_error err = { AZS_OK, "" };
	const char *why;

	CU_ASSERT_EQUAL(
	    azs_document_parse("x.yaml", text, len, &node, &err), 0);
	CU_ASSERT_STRING_EQUAL(err.msg, "");
	CU_ASSERT_PTR_NOT_NULL_FATAL(node);
	why = azs_walk(node, text, len, 0);
	CU_ASSERT_PTR_NULL(why);
	if (why != NULL)
		(void)printf("%s\n", why);
	return node;
}

static struct azs_node *
parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

/* The text must be refused with "x.yaml:" and this message. */
static void
refuses_bytes(const char *text, size_t len, const char *message)
{
	struct azs_node *node = NULL;
	struct azs_error err = { AZS_OK, "" };

	CU_ASSERT_EQUAL(
	    azs_document_parse("x.yaml", text, len, &node, &err), -1);
	CU_ASSERT_EQUAL(err.code, AZS_EFINDINGS);
	CU_ASSERT_PTR_NULL(node);
	CU_ASSERT_EQUAL(strncmp(err.msg, "x.yaml:", 7), 0);
	CU_ASSERT_STRING_EQUAL(err.msg + 7, message);
	if (strcmp(err.msg + 7, message) != 0)
		(void)printf("%s\n", err.msg);
	azs_node_free(node);
}

static void
refuses(const char *text, const char *message)
{
	refuses_bytes(text, strlen(text), message);
}

/* A mark as "line:column@offset". */
static void
stands_at(const struct azs_mark *mark, const char *expected)
{
	char got[80];

	(void)snprintf(got, sizeof got, "%zu:%zu@%zu", mark->line, mark->column,
	    mark->offset);
	CU_ASSERT_STRING_EQUAL(got, expected);
	CU_ASSERT_STRING_EQUAL(mark->file, "x.yaml");
	if (strcmp(got, expected) != 0)
		(void)printf("%s, not %s\n", got, expected);
}

static void
document_without_content_is_null_at_the_start(void)
{
	static const char *const texts[] = { "", "\n\n", "# only this\n" };
	struct azs_node *node;
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		node = parse(texts[i]);
		CU_ASSERT_EQUAL(node->kind, AZS_NULL);
		stands_at(&node->mark, "1:1@0");
		stands_at(&node->end, "1:1@0");
		azs_node_free(node);
	}
	node = parse_bytes(NULL, 0);
	CU_ASSERT_EQUAL(node->kind, AZS_NULL);
	azs_node_free(node);
}

static void
document_counts_columns_in_code_points_and_offsets_in_bytes(void)
{
	struct azs_node *node =
	    parse("\xc3\xa4: \xf0\x9f\x98\x80\nb: {\xe2\x82\xac: x}\n");

	stands_at(&node->items[0]->key_mark, "1:1@0");
	stands_at(&node->items[0]->mark, "1:4@4");
	stands_at(&node->items[0]->end, "1:5@8");
	stands_at(&azs_node_at(node, "b.\xe2\x82\xac")->key_mark, "2:5@13");
	stands_at(&azs_node_at(node, "b.\xe2\x82\xac")->mark, "2:8@18");
	azs_node_free(node);
}

static void
document_counts_a_byte_order_mark_in_offsets_only(void)
{
	struct azs_node *node = parse("\xef\xbb\xbf"
				      "a: 1\nb: 2\n");

	stands_at(&node->mark, "1:1@3");
	stands_at(&node->items[0]->mark, "1:4@6");
	stands_at(&node->items[1]->key_mark, "2:1@8");
	azs_node_free(node);
}

static void
document_ends_lines_as_editors_do(void)
{
	struct azs_node *node = parse("a: 1\r\nb: 2\rc: 3\nd: 4\r\n\re: 5");

	stands_at(&node->items[1]->key_mark, "2:1@6");
	stands_at(&node->items[2]->key_mark, "3:1@11");
	stands_at(&node->items[3]->key_mark, "4:1@16");
	stands_at(&node->items[4]->key_mark, "6:1@23");
	stands_at(&node->end, "6:5@27");
	azs_node_free(node);
}

static void
document_ends_a_block_before_the_comments_behind_it(void)
{
	struct azs_node *node = parse("a:\n  b: 1 # x\n  # y\n\n"
				      "c:\n- 2\n# z\nd:\n");

	stands_at(&node->mark, "1:1@0");
	stands_at(&node->items[0]->mark, "2:3@5");
	stands_at(&node->items[0]->end, "2:7@9");
	stands_at(&node->items[1]->mark, "6:1@24");
	stands_at(&node->items[1]->end, "6:4@27");
	stands_at(&node->items[2]->mark, "8:3@34");
	stands_at(&node->items[2]->end, "8:3@34");
	stands_at(&node->end, "8:3@34");
	azs_node_free(node);
}

static void
document_ends_flow_collections_behind_their_bracket(void)
{
	struct azs_node *node = parse("a: [1,\n  2 ] # x\nb: { }\n"
				      "c: [d: 1 , e]\n");

	stands_at(&node->items[0]->end, "2:6@12");
	stands_at(&node->items[1]->end, "3:7@23");
	stands_at(&node->items[2]->end, "4:14@37");
	stands_at(&node->items[2]->items[0]->end, "4:9@32");
	azs_node_free(node);
}

static void
document_ends_text_where_its_last_line_ends(void)
{
	struct azs_node *node = parse("a: |+\n  x\n\n\nb: >-\n  y\n  z\n"
				      "c: |\nd: one\n  two \ne: 'q'\n");

	stands_at(&node->items[0]->mark, "1:4@3");
	stands_at(&node->items[0]->end, "2:4@9");
	CU_ASSERT_STRING_EQUAL(node->items[0]->text, "x\n\n\n");
	stands_at(&node->items[1]->end, "7:4@25");
	stands_at(&node->items[2]->end, "8:5@30");
	stands_at(&node->items[3]->end, "10:6@43");
	stands_at(&node->items[4]->end, "11:7@51");
	azs_node_free(node);
}

struct plain {
	const char *text;
	enum azs_kind kind;
	int64_t number;
};

static void
document_reads_plain_scalars_by_the_core_schema(void)
{
	static const struct plain plains[] = {
		{ "~", AZS_NULL, 0 },
		{ "null", AZS_NULL, 0 },
		{ "nULL", AZS_STRING, 0 },
		{ "true", AZS_BOOL, 1 },
		{ "True", AZS_BOOL, 1 },
		{ "TRUE", AZS_BOOL, 1 },
		{ "false", AZS_BOOL, 0 },
		{ "no", AZS_STRING, 0 },
		{ "yes", AZS_STRING, 0 },
		{ "on", AZS_STRING, 0 },
		{ "+1", AZS_INT, 1 },
		{ "-12", AZS_INT, -12 },
		{ "010", AZS_INT, 10 },
		{ "0o17", AZS_INT, 15 },
		{ "0x1F", AZS_INT, 31 },
		{ "0xfF", AZS_INT, 255 },
		{ "-0x1", AZS_STRING, 0 },
		{ "9223372036854775807", AZS_INT, INT64_MAX },
		{ "-9223372036854775808", AZS_INT, INT64_MIN },
		{ "1_000", AZS_STRING, 0 },
		{ "1:30", AZS_STRING, 0 },
		{ "2026-11-21", AZS_STRING, 0 },
		{ "'1'", AZS_STRING, 0 },
		{ "\"true\"", AZS_STRING, 0 },
	};
	struct azs_node *node;
	size_t i;

	for (i = 0; i < sizeof plains / sizeof plains[0]; i++) {
		node = parse(plains[i].text);
		CU_ASSERT_EQUAL(node->kind, plains[i].kind);
		CU_ASSERT_EQUAL(node->number, plains[i].number);
		if (node->kind != plains[i].kind)
			(void)printf("%s\n", plains[i].text);
		azs_node_free(node);
	}
}

static void
document_keeps_decimals_as_they_are_written(void)
{
	static const char *const texts[] = { "2.0", ".5", "1.", "1e3", "+1.50",
		"-.5E-7", "01.5", "0.1234567890123456789" };
	struct azs_node *node;
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		node = parse(texts[i]);
		CU_ASSERT_EQUAL(node->kind, AZS_REAL);
		CU_ASSERT_STRING_EQUAL(node->text, texts[i]);
		azs_node_free(node);
	}
}

static void
document_takes_keys_as_their_text(void)
{
	struct azs_node *node = parse("1: a\ntrue: b\n'null': c\n0x1F: d\n");

	CU_ASSERT_STRING_EQUAL(azs_node_text(azs_node_get(node, "1"), ""), "a");
	CU_ASSERT_STRING_EQUAL(
	    azs_node_text(azs_node_get(node, "true"), ""), "b");
	CU_ASSERT_STRING_EQUAL(
	    azs_node_text(azs_node_get(node, "null"), ""), "c");
	CU_ASSERT_STRING_EQUAL(
	    azs_node_text(azs_node_get(node, "0x1F"), ""), "d");
	azs_node_free(node);
}

static void
document_refuses_a_duplicate_key_and_names_the_first(void)
{
	refuses("a: 1\nb:\n  c: 1\n  d: 2\n  'c': 3\n",
	    "5:3: error: duplicate key 'c' (it stands at 3:3 already: keep "
	    "one)");
}

static void
document_refuses_what_the_subset_leaves_out(void)
{
	refuses("a: &x 1",
	    "1:4: error: anchors are not allowed (write the value out; "
	    "profiles share values with 'extends')");
	refuses("a: *x",
	    "1:4: error: aliases are not allowed (write the value out, or put "
	    "it in quotes if it starts with '*'; profiles share values with "
	    "'extends')");
	refuses("- ! a",
	    "1:3: error: tags are not allowed (delete it, or put the value in "
	    "quotes if it starts with '!')");
	refuses("# x\n%YAML 1.2\n---\n",
	    "2:1: error: directives such as %YAML are not allowed (delete the "
	    "line)");
	refuses("a: 1\n---\nb: 1\n",
	    "2:1: error: a second document (delete the '---': a file holds "
	    "one document)");
	refuses("<<: {a: 1}",
	    "1:1: error: merge keys are not allowed (profiles share values "
	    "with 'extends: <profile>')");
}

static void
document_names_the_place_of_bad_bytes(void)
{
	refuses("a: 1\n\xc3\xa4: \xe9t\xe9\n",
	    "2:4: error: byte 0xE9 is not UTF-8 (save the file as UTF-8)");
	refuses_bytes("a: \0", 4,
	    "1:4: error: U+0000 is not allowed here (binary data? save the "
	    "file as UTF-8 text)");
}

/* count times unit, between head and tail. */
static void
repeat(struct azs_buf *out, const char *head, const char *unit, size_t count,
    const char *tail)
{
	azs_buf_clear(out);
	azs_buf_adds(out, head);
	while (count-- > 0)
		azs_buf_adds(out, unit);
	azs_buf_adds(out, tail);
}

static void
document_may_be_64_levels_deep(void)
{
	static const char message[] =
	    "1:65: error: nested deeper than 64 levels (flatten it)";
	struct azs_buf text = AZS_BUF_INIT, end = AZS_BUF_INIT;

	repeat(&end, "", "]", 64, "");
	repeat(&text, "", "[", 64, end.data);
	azs_node_free(parse(text.data));
	repeat(&text, "[", "[", 64, "]");
	azs_buf_adds(&text, end.data);
	refuses(text.data, message);
	/* As much as fits: neither the stack nor the time runs out. */
	repeat(&text, "", "[", AZS_DOCUMENT_MAX_BYTES, "");
	refuses(text.data, message);
	azs_buf_release(&text);
	azs_buf_release(&end);
}

static void
document_may_be_one_mebibyte_long(void)
{
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_node *node;

	repeat(&text, "# ", "x", AZS_DOCUMENT_MAX_BYTES - 5, "\n1\n");
	CU_ASSERT_EQUAL(text.len, AZS_DOCUMENT_MAX_BYTES);
	node = parse_bytes(text.data, text.len);
	CU_ASSERT_EQUAL(node->number, 1);
	azs_node_free(node);
	azs_buf_addc(&text, '\n');
	refuses_bytes(text.data, text.len,
	    "1:1: error: the file is larger than 1024 KiB (split it, or "
	    "delete what does not belong here)");
	azs_buf_release(&text);
}

static void
document_reads_half_a_million_items(void)
{
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_node *node;

	repeat(&text, "[", "1,", 524287, "]");
	CU_ASSERT_EQUAL(text.len, AZS_DOCUMENT_MAX_BYTES);
	node = parse_bytes(text.data, text.len);
	CU_ASSERT_EQUAL(node->count, 524287);
	CU_ASSERT_EQUAL(node->items[524286]->mark.column, 1048574);
	azs_node_free(node);
	azs_buf_release(&text);
}

static void
document_reads_a_hundred_thousand_keys(void)
{
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_node *node;
	size_t i;

	for (i = 0; i < 100000; i++)
		azs_buf_addf(&text, "%05zu: 7\n", i);
	node = parse_bytes(text.data, text.len);
	CU_ASSERT_EQUAL(node->count, 100000);
	CU_ASSERT_PTR_EQUAL(azs_node_get(node, "99999"), node->items[99999]);
	azs_node_free(node);
	azs_buf_adds(&text, "00000: 8\n");
	refuses_bytes(text.data, text.len,
	    "100001:1: error: duplicate key 00000 (it stands at 1:1 already: "
	    "keep one)");
	azs_buf_release(&text);
}

/* libyaml would clear a buffer of that size for each word behind it. */
static void
document_bounds_white_space_in_a_row(void)
{
	struct azs_buf text = AZS_BUF_INIT;

	repeat(&text, "a: 'x", " ", AZS_DOCUMENT_MAX_BYTES / 2, "y'");
	refuses(text.data,
	    "1:4102: error: more than 4096 blanks and line breaks in a row "
	    "(delete most of them)");
	repeat(&text, "a: |\n x", "\n", AZS_DOCUMENT_MAX_BYTES / 2, " y");
	refuses(text.data,
	    "4098:1: error: more than 4096 blanks and line breaks in a row "
	    "(delete most of them)");
	repeat(&text, "a: 'x", " ", 4096, "y'");
	azs_node_free(parse(text.data));
	azs_buf_release(&text);
}

/* libyaml would compare each directive with all before it. */
static void
document_leaves_directives_to_nobody(void)
{
	struct azs_buf text = AZS_BUF_INIT;
	size_t i;

	for (i = 0; i < 70000; i++)
		azs_buf_addf(&text, "%%TAG !%zu! x\n", i);
	refuses(text.data,
	    "1:1: error: directives such as %YAML are not allowed (delete the "
	    "line)");
	azs_buf_release(&text);
}

static void
document_load_says_why_a_file_cannot_be_read(void)
{
	struct azs_node *node = NULL;
	struct azs_error err = { AZS_OK, "" };

	CU_ASSERT_EQUAL(
	    azs_document_load("no/such/file.yaml", "file.yaml", &node, &err),
	    -1);
	CU_ASSERT_EQUAL(err.code, AZS_EFAILED);
	CU_ASSERT_STRING_EQUAL(err.msg, "file.yaml: No such file or directory");
	CU_ASSERT_EQUAL(azs_document_load("/", "root", &node, &err), -1);
	CU_ASSERT_EQUAL(err.code, AZS_EFAILED);
	CU_ASSERT_STRING_EQUAL(err.msg, "root: Is a directory");
	CU_ASSERT_PTR_NULL(node);
}

static void
document_load_reads_no_endless_file(void)
{
	struct azs_node *node = NULL;
	struct azs_error err = { AZS_OK, "" };

	CU_ASSERT_EQUAL(
	    azs_document_load("/dev/zero", "zero", &node, &err), -1);
	CU_ASSERT_EQUAL(err.code, AZS_EFINDINGS);
	CU_ASSERT_EQUAL(strncmp(err.msg, "zero:1:1: error: the file is larger",
			    strlen("zero:1:1: error: the file is larger")),
	    0);
	CU_ASSERT_PTR_NULL(node);
}

static const struct azs_test tests[] = {
	{ "document_without_content_is_null_at_the_start",
	    document_without_content_is_null_at_the_start },
	{ "document_counts_columns_in_code_points_and_offsets_in_bytes",
	    document_counts_columns_in_code_points_and_offsets_in_bytes },
	{ "document_counts_a_byte_order_mark_in_offsets_only",
	    document_counts_a_byte_order_mark_in_offsets_only },
	{ "document_ends_lines_as_editors_do",
	    document_ends_lines_as_editors_do },
	{ "document_ends_a_block_before_the_comments_behind_it",
	    document_ends_a_block_before_the_comments_behind_it },
	{ "document_ends_flow_collections_behind_their_bracket",
	    document_ends_flow_collections_behind_their_bracket },
	{ "document_ends_text_where_its_last_line_ends",
	    document_ends_text_where_its_last_line_ends },
	{ "document_reads_plain_scalars_by_the_core_schema",
	    document_reads_plain_scalars_by_the_core_schema },
	{ "document_keeps_decimals_as_they_are_written",
	    document_keeps_decimals_as_they_are_written },
	{ "document_takes_keys_as_their_text",
	    document_takes_keys_as_their_text },
	{ "document_refuses_a_duplicate_key_and_names_the_first",
	    document_refuses_a_duplicate_key_and_names_the_first },
	{ "document_refuses_what_the_subset_leaves_out",
	    document_refuses_what_the_subset_leaves_out },
	{ "document_names_the_place_of_bad_bytes",
	    document_names_the_place_of_bad_bytes },
	{ "document_may_be_64_levels_deep", document_may_be_64_levels_deep },
	{ "document_may_be_one_mebibyte_long",
	    document_may_be_one_mebibyte_long },
	{ "document_reads_half_a_million_items",
	    document_reads_half_a_million_items },
	{ "document_reads_a_hundred_thousand_keys",
	    document_reads_a_hundred_thousand_keys },
	{ "document_bounds_white_space_in_a_row",
	    document_bounds_white_space_in_a_row },
	{ "document_leaves_directives_to_nobody",
	    document_leaves_directives_to_nobody },
	{ "document_load_says_why_a_file_cannot_be_read",
	    document_load_says_why_a_file_cannot_be_read },
	{ "document_load_reads_no_endless_file",
	    document_load_reads_no_endless_file },
};

int
main(void)
{
	return azs_test_main("document", tests, AZS_TEST_COUNT(tests));
}
