/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "excerpt.h"

#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "unit.h"

static struct azs_finding
finding_at(char *file, size_t line, size_t column)
{
	struct azs_finding finding;

	memset(&finding, 0, sizeof finding);
	finding.file = file;
	finding.line = line;
	finding.column = column;
	return finding;
}

static void
the_end_of_what_begins_at_a_column_is_found(void)
{
	static const struct {
		const char *line;
		size_t column, end;
	} cases[] = {
		{ "  cpu: 2.0", 8, 11 },
		{ "  cpu: 2.0 # x", 8, 11 },
		{ "cpu: 2.0", 1, 4 },
		{ "a: [b, c] # d", 4, 10 },
		{ "a: [b, c]", 5, 6 },
		{ "a: \"b c\": d", 4, 9 },
		{ "a: 'b", 4, 6 },
		{ "\xc3\xbc: { x: \xf0\x9f\x9a\x80 }", 4, 12 },
		{ "\xc3\xbc: \xf0\x9f\x9a\x80", 4, 5 },
		{ "a:", 3, 4 },
		{ "", 1, 2 },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct azs_finding finding =
		    finding_at(NULL, 1, cases[i].column);

		CU_ASSERT_EQUAL(azs_excerpt_end_column(&finding, cases[i].line,
				    strlen(cases[i].line)),
		    cases[i].end);
	}
}

static void
lines_are_those_of_an_editor(void)
{
	static const char text[] = "\xef\xbb\xbf"
				   "one\r\ntwo\rthree\n\nfive";
	static const char *const lines[] = { "one", "two", "three", "",
		"five" };
	const char *root = azs_scratch_begin();
	char name[] = "a.yaml";
	struct azs_excerpt excerpt;
	const char *line;
	size_t i, len;

	azs_scratch_file(name, text);
	azs_excerpt_init(&excerpt, root);
	for (i = 0; i < 5; i++) {
		struct azs_finding finding = finding_at(name, i + 1, 1);

		CU_ASSERT_FATAL(
		    azs_excerpt_line(&excerpt, &finding, &line, &len));
		CU_ASSERT_EQUAL_FATAL(len, strlen(lines[i]));
		CU_ASSERT(memcmp(line, lines[i], len) == 0);
	}
	azs_excerpt_release(&excerpt);
	azs_scratch_end();
}

static void
what_is_not_there_has_no_line(void)
{
	const char *root = azs_scratch_begin();
	char name[] = "a.yaml", none[] = "b.yaml";
	struct azs_finding findings[] = { finding_at(name, 0, 0),
		finding_at(name, 3, 1), finding_at(none, 1, 1) };
	struct azs_excerpt excerpt;
	const char *line;
	size_t i, len;

	azs_scratch_file(name, "a\nb\n");
	azs_excerpt_init(&excerpt, root);
	for (i = 0; i < 3; i++) {
		CU_ASSERT_FALSE(
		    azs_excerpt_line(&excerpt, &findings[i], &line, &len));
		CU_ASSERT_EQUAL(len, 0);
	}
	azs_excerpt_release(&excerpt);
	azs_scratch_end();
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "the_end_of_what_begins_at_a_column_is_found",
		    the_end_of_what_begins_at_a_column_is_found },
		{ "lines_are_those_of_an_editor",
		    lines_are_those_of_an_editor },
		{ "what_is_not_there_has_no_line",
		    what_is_not_there_has_no_line },
	};

	return azs_test_main("excerpt", tests, AZS_TEST_COUNT(tests));
}
