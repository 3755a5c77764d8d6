/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "field.h"
#include "golden.h"
#include "memory.h"
#include "unit.h"

/* How many findings of the rule the model in tests/rules/ID/kind gives; -1
   when its structure is wrong. text receives all findings. */
static int
count_of(const struct azs_rule *rule, const char *kind, struct azs_buf *text)
{
	char *folder = azs_xasprintf("tests/rules/%s/%s", rule->id, kind);
	struct azs_findings findings;
	struct azs_model *model = azs_golden_model(folder, &findings);
	int count = 0;
	size_t i;

	for (i = 0; i < findings.count; i++) {
		if (strncmp(findings.items[i].rule, "AZS00", 5) == 0)
			count = -1000;
		count += strcmp(findings.items[i].rule, rule->id) == 0;
	}
	azs_findings_text(&findings, 0, text);
	azs_findings_release(&findings);
	azs_model_free(model);
	free(folder);
	return count < 0 ? -1 : count;
}

static void
each_rule_finds_its_bad_model_wrong(void)
{
	struct azs_buf text = AZS_BUF_INIT;
	char *expected;
	size_t i;

	for (i = 0; i < azs_rule_count; i++) {
		azs_buf_clear(&text);
		CU_ASSERT(count_of(&azs_rules[i], "bad", &text) > 0);
		expected = azs_xasprintf(
		    "tests/rules/%s/expected.txt", azs_rules[i].id);
		CU_ASSERT(azs_golden_equal(expected, text.data));
		free(expected);
	}
	azs_buf_release(&text);
}

static void
each_rule_leaves_its_good_model_alone(void)
{
	struct azs_buf text = AZS_BUF_INIT;
	size_t i;

	for (i = 0; i < azs_rule_count; i++)
		CU_ASSERT_EQUAL(count_of(&azs_rules[i], "good", &text), 0);
	azs_buf_release(&text);
}

static void
rules_are_numbered_in_order(void)
{
	size_t i;

	for (i = 0; i < azs_rule_count; i++) {
		CU_ASSERT_EQUAL(strlen(azs_rules[i].id), 7);
		if (i > 0)
			CU_ASSERT(
			    strcmp(azs_rules[i - 1].id, azs_rules[i].id) < 0);
	}
}

static void
rules_say_what_holds_without_a_full_stop(void)
{
	size_t i, len;

	for (i = 0; i < azs_rule_count; i++) {
		len = strlen(azs_rules[i].title);
		CU_ASSERT(len > 0 && azs_rules[i].title[len - 1] != '.');
	}
}

static void
rules_are_never_milder_in_production(void)
{
	const enum azs_severity *s;
	size_t i;

	for (i = 0; i < azs_rule_count; i++) {
		s = azs_rules[i].severity;
		CU_ASSERT(s[0] <= s[1] && s[1] <= s[2] && s[2] != AZS_OFF);
		/* The application's rules are asked as for development. */
		CU_ASSERT(!azs_rules[i].application || s[0] != AZS_OFF);
	}
}

/* Is "name, date" a row of the sources that `version --facts` prints? */
static int
is_printed(const char *source)
{
	size_t i;
	int found = 0;

	for (i = 0; i < azs_fact_source_count && !found; i++) {
		char *row = azs_xasprintf("%s, %s", azs_fact_sources[i].source,
		    azs_fact_sources[i].date);

		found = strcmp(row, source) == 0;
		free(row);
	}
	if (!found)
		(void)fprintf(stderr, "\nno source of facts: %s\n", source);
	return found;
}

static void
sources_of_rules_and_fields_are_printed(void)
{
	size_t i;

	for (i = 0; i < azs_rule_count; i++)
		CU_ASSERT(azs_rules[i].source == NULL ||
		    is_printed(azs_rules[i].source));
	for (i = 0; i < azs_field_count; i++)
		CU_ASSERT(azs_fields[i].source == NULL ||
		    is_printed(azs_fields[i].source));
}

/* A thousand services in a row, each calling the next. */
static void
rules_take_a_long_chain_of_services(void)
{
	struct azs_buf application = AZS_BUF_INIT;
	struct azs_model *model;
	int i;

	azs_buf_adds(&application,
	    "name: shop\npattern: microservice\nlocations: [eastus2]\n"
	    "services:\n");
	for (i = 0; i < 1000; i++)
		azs_buf_addf(&application,
		    "  s%d:\n    host: containerapp\n"
		    "    project: services/s%d\n    uses: [%s%d]\n",
		    i, i, i == 999 ? "openai,s" : "s", i == 999 ? 0 : i + 1);
	model =
	    azs_golden_build(application.data, "extends: azstamp/dev\n", NULL);
	CU_ASSERT_EQUAL(model->count, 1);
	azs_model_free(model);
	azs_buf_release(&application);
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "each_rule_finds_its_bad_model_wrong",
		    each_rule_finds_its_bad_model_wrong },
		{ "each_rule_leaves_its_good_model_alone",
		    each_rule_leaves_its_good_model_alone },
		{ "rules_are_numbered_in_order", rules_are_numbered_in_order },
		{ "rules_say_what_holds_without_a_full_stop",
		    rules_say_what_holds_without_a_full_stop },
		{ "rules_are_never_milder_in_production",
		    rules_are_never_milder_in_production },
		{ "sources_of_rules_and_fields_are_printed",
		    sources_of_rules_and_fields_are_printed },
		{ "rules_take_a_long_chain_of_services",
		    rules_take_a_long_chain_of_services },
	};

	return azs_test_main("rules", tests, AZS_TEST_COUNT(tests));
}
