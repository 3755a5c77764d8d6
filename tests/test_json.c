/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "json.h"
#include "memory.h"
#include "unit.h"

/* A text and the message (without "x.json:") it must be refused with. */
struct bad {
	const char *text, *message;
};

static void
refuses(const struct bad *bad, size_t count)
{
	struct azs_node *node;
	struct azs_error err;
	char expected[256];
	size_t i;

	for (i = 0; i < count; i++) {
		node = NULL;
		(void)snprintf(
		    expected, sizeof expected, "x.json:%s", bad[i].message);
		CU_ASSERT_EQUAL(azs_json_parse("x.json", bad[i].text,
				    strlen(bad[i].text), &node, &err),
		    -1);
		CU_ASSERT_EQUAL(err.code, AZS_EFAILED);
		CU_ASSERT_STRING_EQUAL(err.msg, expected);
		if (strcmp(err.msg, expected) != 0)
			(void)printf("%s\n", err.msg);
		CU_ASSERT_PTR_NULL(node);
		azs_node_free(node);
	}
}

static struct azs_node *
parse(const char *text)
{
	struct azs_node *node = NULL;
	struct azs_error err = { AZS_OK, "" };

	CU_ASSERT_EQUAL(
	    azs_json_parse("x.json", text, strlen(text), &node, &err), 0);
	CU_ASSERT_STRING_EQUAL(err.msg, "");
	CU_ASSERT_PTR_NOT_NULL_FATAL(node);
	return node;
}

/* What is written is text again. */
static void
comes_back(const char *text)
{
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *node = parse(text);

	azs_json_write(node, &out);
	CU_ASSERT_STRING_EQUAL(out.data, text);
	azs_buf_release(&out);
	azs_node_free(node);
}

static void
json_writes_one_member_or_item_a_line(void)
{
	comes_back(
	    "{\n  \"a\": {},\n  \"b\": [],\n  \"c\": [\n    1,\n    {\n"
	    "      \"d\": null\n    }\n  ],\n  \"e\": \"{[,:\\\"\\\\\",\n"
	    "  \"f\": true,\n  \"g\": false\n}\n");
	comes_back("[]\n");
	comes_back("\"\"\n");
}

static void
json_keeps_numbers_as_written(void)
{
	comes_back("[\n  9007199254740993,\n  -9223372036854775808,\n"
		   "  9223372036854775807,\n  18446744073709551616,\n  1.10,\n"
		   "  0.1000000000000000055511151231257827021181583404541015625"
		   "0000000000000000000000000,\n  1E+400,\n  -0,\n  0\n]\n");
}

static void
json_tells_integers_from_decimals(void)
{
	struct azs_node *list =
	    parse("[12, -7, 1.0, 1e2, 9223372036854775808]");

	CU_ASSERT_EQUAL(list->items[0]->kind, AZS_INT);
	CU_ASSERT_EQUAL(list->items[0]->number, 12);
	CU_ASSERT_EQUAL(list->items[1]->number, -7);
	CU_ASSERT_EQUAL(list->items[2]->kind, AZS_REAL);
	CU_ASSERT_STRING_EQUAL(list->items[2]->text, "1.0");
	CU_ASSERT_EQUAL(list->items[3]->kind, AZS_REAL);
	CU_ASSERT_EQUAL(list->items[4]->kind, AZS_REAL);
	azs_node_free(list);
}

static void
json_reads_every_escape(void)
{
	struct azs_node *node = parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041"
				      "\\u00e9\\u20AC\\ud83d\\ude00\\u007f\"");

	CU_ASSERT_EQUAL(node->kind, AZS_STRING);
	CU_ASSERT_STRING_EQUAL(azs_node_text(node, ""),
	    "\"\\/\b\f\n\r\tA\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\x7f");
	azs_node_free(node);
}

static void
json_reads_back_any_string_it_writes(void)
{
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *string, *again;
	char text[128];
	int c;

	for (c = 1; c < 128; c++)
		text[c - 1] = (char)c;
	text[127] = '\0';
	string = azs_node_string(text);
	azs_json_write(string, &out);
	again = parse(out.data);
	CU_ASSERT(azs_node_equal(string, again));
	azs_node_free(again);
	azs_node_free(string);
	azs_buf_release(&out);
}

static void
json_marks_values_and_keys(void)
{
	struct azs_node *map = parse("\xef\xbb\xbf{\r\n  \"\xc3\xa9\": \"\\n"
				     "\xc3\xa9\", \"b\":[ 1 ]}\n");
	const struct azs_node *b = azs_node_get(map, "b");

	CU_ASSERT_STRING_EQUAL(map->mark.file, "x.json");
	CU_ASSERT_EQUAL(map->mark.column, 1);
	CU_ASSERT_EQUAL(map->mark.offset, 3);
	CU_ASSERT_EQUAL(map->items[0]->key_mark.line, 2);
	CU_ASSERT_EQUAL(map->items[0]->key_mark.column, 3);
	CU_ASSERT_EQUAL(map->items[0]->mark.column, 8);
	CU_ASSERT_EQUAL(map->items[0]->end.column, 13);
	CU_ASSERT_PTR_NOT_NULL_FATAL(b);
	CU_ASSERT_EQUAL(b->key_mark.column, 15);
	CU_ASSERT_EQUAL(b->mark.column, 19);
	CU_ASSERT_EQUAL(b->mark.offset, 26);
	CU_ASSERT_EQUAL(b->end.offset, 31);
	azs_node_free(map);
}

static void
json_rejects_bad_grammar_with_a_place(void)
{
	static const struct bad bad[] = {
		{ "", "1:1: error: expected a value, but the text ends" },
		{ "[1,\n 2",
		    "2:3: error: expected ',' or ']', but the text "
		    "ends" },
		{ "[1 2]", "1:4: error: expected ',' or ']', not '2'" },
		{ "[1,]", "1:4: error: expected a value, not ']'" },
		{ "[,]", "1:2: error: expected a value, not ','" },
		{ "{a:1}",
		    "1:2: error: expected a key in \"quotes\", not 'a'" },
		{ "{\"a\" 1}", "1:6: error: expected ':', not '1'" },
		{ "{\"a\":}", "1:6: error: expected a value, not '}'" },
		{ "{\"a\":1,}",
		    "1:8: error: expected a key in \"quotes\", not '}'" },
		{ "{\"a\":1 \"b\":2}",
		    "1:8: error: expected ',' or '}', not '\"'" },
		{ "[1]\n x",
		    "2:2: error: expected the end of the text, not "
		    "'x'" },
		{ "[\v1]", "1:2: error: expected a value" },
		{ "nul", "1:1: error: expected a value, not 'n'" },
		{ "/* */1", "1:1: error: expected a value, not '/'" },
	};

	refuses(bad, AZS_TEST_COUNT(bad));
}

static void
json_rejects_numbers_of_other_languages(void)
{
	static const struct bad bad[] = {
		{ "01", "1:1: error: not a number as JSON writes them" },
		{ "[-]", "1:2: error: not a number as JSON writes them" },
		{ "1.", "1:1: error: not a number as JSON writes them" },
		{ "1e", "1:1: error: not a number as JSON writes them" },
		{ "1e+", "1:1: error: not a number as JSON writes them" },
		{ "+1", "1:1: error: expected a value, not '+'" },
		{ ".5", "1:1: error: expected a value, not '.'" },
		{ "0x10",
		    "1:2: error: expected the end of the text, not "
		    "'x'" },
		{ "NaN", "1:1: error: expected a value, not 'N'" },
	};

	refuses(bad, AZS_TEST_COUNT(bad));
}

static void
json_rejects_strings_that_cannot_be_held(void)
{
	static const struct bad bad[] = {
		{ "[\n\"ab", "2:1: error: this string is never closed" },
		{ "\"\xc3\xa9\n\"",
		    "1:3: error: a control character in a "
		    "string (escape it)" },
		{ "\"a\\u0000\"",
		    "1:3: error: not an escape that can be read" },
		{ "\"\\u00zz\"", "1:2: error: not an escape that can be read" },
		{ "\"\\u004z\"", "1:2: error: not an escape that can be read" },
		{ "\"\\x\"", "1:2: error: not an escape that can be read" },
		{ "\"\\", "1:2: error: not an escape that can be read" },
		{ " \"\\ud83d\"",
		    "1:2: error: half a surrogate pair in this string" },
		{ "\"\\ude00\"",
		    "1:1: error: half a surrogate pair in this string" },
		{ "\"\\ud83d\\u0041\"",
		    "1:1: error: half a surrogate pair in this string" },
		{ "\"\xff\"", "1:2: error: this is not UTF-8" },
		{ "\"\xed\xa0\x80\"", "1:2: error: this is not UTF-8" },
		{ "\"\xa9\x80\"", "1:2: error: this is not UTF-8" },
		{ "\"\xc0\x80\"", "1:2: error: this is not UTF-8" },
		{ "\"\xe0\x80\x80\"", "1:2: error: this is not UTF-8" },
		{ "\"\xf4\x90\x80\x80\"", "1:2: error: this is not UTF-8" },
	};

	refuses(bad, AZS_TEST_COUNT(bad));
}

static void
json_rejects_a_duplicate_key(void)
{
	static const struct bad bad[] = {
		{ "{\"a\": 1,\n \"b\": 2, \"\\u0061\": 3}",
		    "2:10: error: the key \"a\" stands here twice" },
	};

	refuses(bad, AZS_TEST_COUNT(bad));
}

static void
json_rejects_a_nul_byte(void)
{
	struct azs_node *node = NULL;
	struct azs_error err;

	CU_ASSERT_EQUAL(azs_json_parse("x", "[1]\0", 4, &node, &err), -1);
	CU_ASSERT_STRING_EQUAL(
	    err.msg, "x:1:4: error: expected the end of the text");
	CU_ASSERT_EQUAL(azs_json_parse("x", "\"\0\"", 3, &node, &err), -1);
	CU_ASSERT_PTR_NULL(node);
}

static void
json_reads_no_further_than_len(void)
{
	static const char *const texts[] = { "", "[", "{", "{\"a\"",
		"{\"a\":", "\"", "\"\\", "\"\\u", "\"\\u00", "\"\xe2",
		"\"\xf0\x9f", "tru", "fals", "nul", "-", "1.", "1e", "1e+",
		"\xef\xbb" };
	struct azs_node *node = NULL;
	struct azs_error err;
	size_t i, len;
	char *copy;

	for (i = 0; i < AZS_TEST_COUNT(texts); i++) {
		/* Exactly as large as the text, for the sanitizer. */
		len = strlen(texts[i]);
		copy = azs_xmalloc(len);
		memcpy(copy, texts[i], len);
		CU_ASSERT_EQUAL(
		    azs_json_parse("x", copy, len, &node, &err), -1);
		free(copy);
	}
	CU_ASSERT_EQUAL(azs_json_parse("x", "1234", 2, &node, &err), 0);
	CU_ASSERT_EQUAL(node->number, 12);
	azs_node_free(node);
}

static void
json_limits_the_depth(void)
{
	struct azs_node *node = NULL;
	struct azs_error err;
	char text[2 * AZS_JSON_MAX_DEPTH + 2];

	memset(text, '[', AZS_JSON_MAX_DEPTH);
	memset(text + AZS_JSON_MAX_DEPTH, ']', AZS_JSON_MAX_DEPTH);
	CU_ASSERT_EQUAL(
	    azs_json_parse("x", text, 2 * AZS_JSON_MAX_DEPTH, &node, &err), 0);
	azs_node_free(node);
	memset(text, '[', sizeof text);
	CU_ASSERT_EQUAL(
	    azs_json_parse("x", text, sizeof text, &node, &err), -1);
	CU_ASSERT_STRING_EQUAL(err.msg, "x:1:65: error: nested too deep");
}

static void
json_takes_time_in_proportion(void)
{
	struct azs_buf text = AZS_BUF_INIT, out = AZS_BUF_INIT;
	struct azs_node *node;
	clock_t start = clock();
	int i;

	azs_buf_addc(&text, '{');
	for (i = 0; i < 200000; i++)
		azs_buf_addf(
		    &text, "%s\"key%d\":[\"a\\n\"]", i == 0 ? "" : ",", i);
	azs_buf_addc(&text, '}');
	node = parse(text.data);
	CU_ASSERT_EQUAL(node->count, 200000);
	azs_json_write(node, &out);
	azs_node_free(node);
	/* Quadratic would be minutes, also under a sanitizer or valgrind. */
	CU_ASSERT(clock() - start < 30 * CLOCKS_PER_SEC);
	azs_buf_release(&text);
	azs_buf_release(&out);
}

static const struct azs_test tests[] = {
	{ "json_writes_one_member_or_item_a_line",
	    json_writes_one_member_or_item_a_line },
	{ "json_keeps_numbers_as_written", json_keeps_numbers_as_written },
	{ "json_tells_integers_from_decimals",
	    json_tells_integers_from_decimals },
	{ "json_reads_every_escape", json_reads_every_escape },
	{ "json_reads_back_any_string_it_writes",
	    json_reads_back_any_string_it_writes },
	{ "json_marks_values_and_keys", json_marks_values_and_keys },
	{ "json_rejects_bad_grammar_with_a_place",
	    json_rejects_bad_grammar_with_a_place },
	{ "json_rejects_numbers_of_other_languages",
	    json_rejects_numbers_of_other_languages },
	{ "json_rejects_strings_that_cannot_be_held",
	    json_rejects_strings_that_cannot_be_held },
	{ "json_rejects_a_duplicate_key", json_rejects_a_duplicate_key },
	{ "json_rejects_a_nul_byte", json_rejects_a_nul_byte },
	{ "json_reads_no_further_than_len", json_reads_no_further_than_len },
	{ "json_limits_the_depth", json_limits_the_depth },
	{ "json_takes_time_in_proportion", json_takes_time_in_proportion },
};

int
main(void)
{
	return azs_test_main("json", tests, AZS_TEST_COUNT(tests));
}
