/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "yaml_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "unit.h"

/* Does the tree come back equal? Shows it when not. */
static int
comes_back(const struct azs_node *tree)
{
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_node *back = NULL;
	struct azs_error err = { AZS_OK, "not equal" };
	int equal;

	azs_yaml_write(tree, &text);
	equal =
	    azs_document_parse("out", text.data, text.len, &back, &err) == 0 &&
	    azs_node_equal(tree, back);
	if (!equal)
		(void)fprintf(stderr, "\n%s\n%s\n", err.msg, text.data);
	azs_node_free(back);
	azs_buf_release(&text);
	return equal;
}

/* A small generator of its own: the same trees on every machine. */
static unsigned
next(unsigned bound)
{
	static unsigned long state = 1;

	state = state * 1103515245 + 12345;
	return (unsigned)(state >> 16 & 0x7fff) % bound;
}

static const char *const words[] = { "", " ", "a", "no", "Yes", "null", "~",
	"true", "FALSE", "1", "-1", "1.5", ".5", "1e3", "0x1F", "0o17", "1_000",
	"-", "--- a", "...", ".inf", "2026-03-17", "12:30:45", "1.0Gi", "..Gi",
	".", "# x", "a # b", "a: b", "a:", ": a", "- a", "? a", "! a", "&a",
	"*a", "%a", "@a", "`a", "{a}", "[a]", "a,b", "|", ">", "'a'", "\"a\"",
	"a\\b", "a\nb", "a\n", "\n", "\r\n", "\t", " a", "a ", "\x01", "\x1b",
	"\x7f", "\xc2\x85", "\xc2\x80", "\xe2\x80\xa8", "\xef\xbb\xbf",
	"\xef\xbf\xbe", "\xef\xbf\xbf", "gr\xc3\xbc\xc3\x9f",
	"\xf0\x9f\x9a\x80", "<<", "=", "y", "N", "on", "Off", "a/b", "a.b-c_d",
	"nan", "Infinity", "{{x}}", "${x}", "/", "a  b" };

#define WORDS (sizeof words / sizeof words[0])

static struct azs_node *
scalar(unsigned kind)
{
	switch (kind) {
	case 0:
		return azs_node_null();
	case 1:
		return azs_node_bool((int)next(2));
	case 2:
		return azs_node_int((int64_t)next(30000) - 15000);
	case 3:
		return azs_node_real(next(2) == 0 ? "2.0" : "-0.25e3");
	default:
		return azs_node_string(words[next(WORDS)]);
	}
}

static struct azs_node *
grow(unsigned depth)
{
	struct azs_node *node;
	unsigned i, count, kind = next(8);

	if (depth == 0 || kind < 5)
		return scalar(kind);
	node = kind == 5 ? azs_node_list() : azs_node_map();
	count = next(5);
	for (i = 0; i < count; i++)
		if (node->kind == AZS_LIST)
			azs_node_append(node, grow(depth - 1));
		else
			azs_node_set(node, words[next(WORDS)], grow(depth - 1));
	return node;
}

static void
generated_trees_come_back(void)
{
	struct azs_node *map;
	unsigned i, j;

	for (i = 0; i < 3000; i++) {
		map = azs_node_map();
		for (j = next(6); j > 0; j--)
			azs_node_set(map, words[next(WORDS)], grow(5));
		CU_ASSERT_FATAL(comes_back(map));
		azs_node_free(map);
	}
}

static void
every_odd_word_comes_back_as_key_value_and_item(void)
{
	struct azs_node *map, *list;
	size_t i;

	for (i = 0; i < WORDS; i++) {
		map = azs_node_map();
		azs_node_set(map, words[i], azs_node_string(words[i]));
		list = azs_node_set(map, "list", azs_node_list());
		azs_node_append(list, azs_node_string(words[i]));
		CU_ASSERT(comes_back(map));
		azs_node_free(map);
	}
}

static void
an_empty_map_comes_back(void)
{
	struct azs_node *map = azs_node_map();

	CU_ASSERT(comes_back(map));
	azs_node_free(map);
}

static void
the_smallest_and_largest_integers_come_back(void)
{
	struct azs_node *map = azs_node_map();

	azs_node_set(map, "least", azs_node_int(INT64_MIN));
	azs_node_set(map, "most", azs_node_int(INT64_MAX));
	CU_ASSERT(comes_back(map));
	azs_node_free(map);
}

static void
plain_is_what_looks_plain(void)
{
	struct azs_node *map = azs_node_map(), *group;
	struct azs_buf text = AZS_BUF_INIT;

	azs_node_set(map, "extends", azs_node_string("azstamp/dev"));
	group = azs_node_set(map, "containers", azs_node_map());
	azs_node_set(group, "cpu", azs_node_real("0.5"));
	azs_node_set(group, "memory", azs_node_string("1.0Gi"));
	group = azs_node_set(map, "locations", azs_node_list());
	azs_node_append(group, azs_node_string("eastus2"));
	azs_node_set(map, "version", azs_node_string("2026-03-17"));
	azs_node_set(map, "answer", azs_node_string("no"));
	azs_yaml_write(map, &text);
	CU_ASSERT_STRING_EQUAL(text.data,
	    "extends: azstamp/dev\ncontainers:\n  cpu: 0.5\n"
	    "  memory: 1.0Gi\nlocations:\n  - eastus2\n"
	    "version: \"2026-03-17\"\nanswer: \"no\"\n");
	azs_buf_release(&text);
	azs_node_free(map);
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "generated_trees_come_back", generated_trees_come_back },
		{ "every_odd_word_comes_back_as_key_value_and_item",
		    every_odd_word_comes_back_as_key_value_and_item },
		{ "an_empty_map_comes_back", an_empty_map_comes_back },
		{ "the_smallest_and_largest_integers_come_back",
		    the_smallest_and_largest_integers_come_back },
		{ "plain_is_what_looks_plain", plain_is_what_looks_plain },
	};

	return azs_test_main("yaml_out", tests, AZS_TEST_COUNT(tests));
}
