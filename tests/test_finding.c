/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "finding.h"

#include <string.h>

#include "unit.h"

static struct azs_findings findings;

static void
add(size_t line, enum azs_severity severity, const char *message,
    const char *environment)
{
	const struct azs_mark mark = { "f.yaml", line, 1, 0 };

	azs_findings_add(
	    &findings, &mark, severity, "AZS0001", NULL, "%s", message);
	if (environment != NULL)
		azs_findings_concern(&findings, environment);
}

/* Sort, compare the text and start anew. */
static void
check(const char *expected)
{
	struct azs_buf text = AZS_BUF_INIT;

	azs_findings_sort(&findings);
	azs_findings_text(&findings, 0, &text);
	CU_ASSERT_STRING_EQUAL(text.data, expected);
	azs_buf_release(&text);
	azs_findings_release(&findings);
}

static void
findings_are_sorted_by_place(void)
{
	add(10, AZS_ERROR, "b", NULL);
	add(9, AZS_WARNING, "c", NULL);
	add(10, AZS_ERROR, "a", NULL);
	add(0, AZS_ERROR, "whole", NULL);
	CU_ASSERT_EQUAL(azs_findings_count(&findings, AZS_ERROR), 3);
	check("f.yaml: error[AZS0001]: whole\n"
	      "f.yaml:9:1: warning[AZS0001]: c\n"
	      "f.yaml:10:1: error[AZS0001]: a\n"
	      "f.yaml:10:1: error[AZS0001]: b\n");
	check("");
}

static void
equal_findings_are_merged_and_the_severe_one_stays(void)
{
	add(1, AZS_WARNING, "a", NULL);
	add(1, AZS_ERROR, "a", NULL);
	add(1, AZS_WARNING, "a", NULL);
	add(1, AZS_OFF, "a", NULL);
	check("f.yaml:1:1: error[AZS0001]: a\n");
}

static void
environments_of_equal_findings_are_joined(void)
{
	add(1, AZS_ERROR, "a", "qa");
	add(1, AZS_ERROR, "a", "dr");
	add(1, AZS_ERROR, "a", "qa");
	check("f.yaml:1:1: error[AZS0001]: a (for environments dr, qa)\n");
	add(1, AZS_ERROR, "a", "e1");
	add(1, AZS_ERROR, "a", "e2");
	add(1, AZS_ERROR, "a", "e3");
	add(1, AZS_ERROR, "a", "e4");
	add(1, AZS_ERROR, "a", "e5");
	azs_findings_sort(&findings);
	check("f.yaml:1:1: error[AZS0001]: a (for environments e1, e2, e3 and "
	      "2 more)\n");
}

static void
the_files_own_environment_needs_no_name(void)
{
	add(1, AZS_ERROR, "a", "qa");
	add(1, AZS_ERROR, "a", NULL);
	check("f.yaml:1:1: error[AZS0001]: a\n");
	/* It is only a warning there: the error is another's. */
	add(1, AZS_ERROR, "a", "qa");
	add(1, AZS_WARNING, "a", NULL);
	check("f.yaml:1:1: error[AZS0001]: a (for environment qa)\n");
}

static void
messages_hold_no_control_or_half_characters(void)
{
	add(1, AZS_ERROR, "a\x1b[31m\nb \xc2\x9b gr\xc3\xbc\xc3", NULL);
	check("f.yaml:1:1: error[AZS0001]: a?[31m?b ? gr\xc3\xbc\n");
}

static void
a_long_message_is_cut(void)
{
	static char text[100000];

	memset(text, 'x', sizeof text - 1);
	add(1, AZS_ERROR, text, NULL);
	CU_ASSERT(strlen(findings.items[0].message) < 2000);
	azs_findings_release(&findings);
}

static void
errors_of_the_parser_keep_their_place(void)
{
	azs_findings_add_error(
	    &findings, "AZS0001", "a.yaml", "a.yaml:3:5: error: wrong");
	azs_findings_add_error(&findings, "AZS0001", "b.yaml", "no place");
	check("a.yaml:3:5: error[AZS0001]: wrong\n"
	      "b.yaml: error[AZS0001]: no place\n");
}

static void
hints_and_colors_are_shown(void)
{
	const struct azs_mark mark = { "f", 1, 2, 0 };
	struct azs_buf text = AZS_BUF_INIT;

	azs_findings_add(
	    &findings, &mark, AZS_WARNING, "AZS0001", "do it", "%d", 5);
	azs_findings_text(&findings, 1, &text);
	CU_ASSERT_STRING_EQUAL(text.data,
	    "f:1:2: \033[1;33mwarning[AZS0001]\033[0m: 5\n  hint: do it\n");
	azs_buf_release(&text);
	azs_findings_release(&findings);
}

static void
findings_are_data_too(void)
{
	struct azs_node *list;

	add(4, AZS_ERROR, "a", "qa");
	list = azs_findings_node(&findings);
	CU_ASSERT_EQUAL_FATAL(list->count, 1);
	CU_ASSERT_EQUAL(azs_node_get(list->items[0], "line")->number, 4);
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(list->items[0], "severity")->text, "error");
	CU_ASSERT_STRING_EQUAL(azs_node_get(list->items[0], "message")->text,
	    "a (for environment qa)");
	CU_ASSERT_PTR_NULL(azs_node_get(list->items[0], "hint"));
	azs_node_free(list);
	azs_findings_release(&findings);
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "findings_are_sorted_by_place",
		    findings_are_sorted_by_place },
		{ "equal_findings_are_merged_and_the_severe_one_stays",
		    equal_findings_are_merged_and_the_severe_one_stays },
		{ "environments_of_equal_findings_are_joined",
		    environments_of_equal_findings_are_joined },
		{ "the_files_own_environment_needs_no_name",
		    the_files_own_environment_needs_no_name },
		{ "messages_hold_no_control_or_half_characters",
		    messages_hold_no_control_or_half_characters },
		{ "a_long_message_is_cut", a_long_message_is_cut },
		{ "errors_of_the_parser_keep_their_place",
		    errors_of_the_parser_keep_their_place },
		{ "hints_and_colors_are_shown", hints_and_colors_are_shown },
		{ "findings_are_data_too", findings_are_data_too },
	};

	return azs_test_main("finding", tests, AZS_TEST_COUNT(tests));
}
