/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "scaffold.h"

#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "golden.h"
#include "scratch.h"
#include "unit.h"

/* Ask with one to two --set; NULL ends. The error's text, or "" when it
   worked; then the text of the profile called name is in profile. */
static struct azs_buf profile = AZS_BUF_INIT;

static const char *
ask(const char *environments, const char *first, const char *second)
{
	static struct azs_error err;
	const char *const sets[] = { first, second };
	const struct azs_scaffold_request request = { "shop", "microservice",
		"eastus2", environments, NULL, sets,
		(size_t)(first != NULL) + (second != NULL) };
	struct azs_assets *assets = NULL;
	struct azs_scaffold scaffold;
	int ret;

	azs_buf_release(&profile);
	CU_ASSERT_EQUAL_FATAL(azs_assets_open(NULL, &assets, &err), 0);
	ret = azs_scaffold_build(&request, assets, &scaffold, &err);
	if (ret == 0) {
		err.msg[0] = '\0';
		azs_buf_adds(
		    &profile, scaffold.sources[scaffold.count - 1].text);
	} else {
		CU_ASSERT_EQUAL(err.code, AZS_EUSAGE);
	}
	azs_scaffold_release(&scaffold);
	azs_assets_close(assets);
	return err.msg;
}

/* The value at a path of the last profile, as its YAML reads; NULL: none. */
static int
holds(const char *path, struct azs_node *expected)
{
	struct azs_node *tree = NULL;
	struct azs_error err;
	int equal;

	CU_ASSERT_EQUAL_FATAL(
	    azs_document_parse("p", profile.data, profile.len, &tree, &err), 0);
	equal = azs_node_equal(azs_node_at(tree, path), expected);
	azs_node_free(tree);
	azs_node_free(expected);
	return equal;
}

static void
profiles_start_from_the_built_in_one_of_their_name(void)
{
	CU_ASSERT_STRING_EQUAL(ask("dev", NULL, NULL), "");
	CU_ASSERT(holds("extends", azs_node_string("azstamp/dev")));
	CU_ASSERT(holds("openai.capacity", azs_node_int(10)));
	CU_ASSERT_STRING_EQUAL(ask("prod-eu", NULL, NULL), "");
	CU_ASSERT(holds("extends", azs_node_string("azstamp/prod")));
	CU_ASSERT(holds("budget.amount", azs_node_int(2000)));
	CU_ASSERT_STRING_EQUAL(ask("qa", NULL, NULL), "");
	CU_ASSERT(holds("extends", azs_node_string("azstamp/staging")));
}

static void
a_set_concerns_all_profiles_or_one(void)
{
	CU_ASSERT_STRING_EQUAL(ask("dev,qa", "openai.capacity=77", NULL), "");
	CU_ASSERT(holds("openai.capacity", azs_node_int(77)));
	CU_ASSERT_STRING_EQUAL(
	    ask("dev,qa", "dev:openai.capacity=77", NULL), "");
	CU_ASSERT(holds("openai.capacity", azs_node_int(50)));
	CU_ASSERT_STRING_EQUAL(
	    ask("dev,qa", "qa:openai.capacity=77", NULL), "");
	CU_ASSERT(holds("openai.capacity", azs_node_int(77)));
}

static void
the_last_of_two_sets_wins(void)
{
	CU_ASSERT_STRING_EQUAL(
	    ask("dev", "openai.capacity=1", "openai.capacity=2"), "");
	CU_ASSERT(holds("openai.capacity", azs_node_int(2)));
	CU_ASSERT_STRING_EQUAL(
	    ask("dev", "dev:openai.capacity=1", "openai.capacity=null"), "");
	CU_ASSERT(holds("openai.capacity", azs_node_null()));
}

static void
a_set_takes_values_as_yaml(void)
{
	struct azs_node *list = azs_node_list();

	azs_node_append(list, azs_node_string("westeurope"));
	azs_node_append(list, azs_node_string("northeurope"));
	CU_ASSERT_STRING_EQUAL(
	    ask("dev", "locations=[westeurope, northeurope]", NULL), "");
	CU_ASSERT(holds("locations", list));
	CU_ASSERT_STRING_EQUAL(ask("dev", "search.sku=\"standard\"", NULL), "");
	CU_ASSERT(holds("search.sku", azs_node_string("standard")));
	CU_ASSERT_STRING_EQUAL(ask("dev", "containers.cpu=2", NULL), "");
	CU_ASSERT(holds("containers.cpu", azs_node_int(2)));
	CU_ASSERT_STRING_EQUAL(ask("dev", "tags={a: \"x\\ny: z\"}", NULL),
	    "--set tags={a: \"x\\ny: z\"}: tags must not hold control "
	    "characters");
	CU_ASSERT_STRING_EQUAL(
	    ask("dev", "tags={\"a: b\": 'x # \"y\"', c: \"null\"}", NULL), "");
	CU_ASSERT(holds("tags.c", azs_node_string("null")));
	CU_ASSERT(holds("tags.a: b", azs_node_string("x # \"y\"")));
	CU_ASSERT_STRING_EQUAL(ask("dev", "tags=\n  a: b\n  c: d\n", NULL), "");
	CU_ASSERT(holds("tags.c", azs_node_string("d")));
}

/* A version such as 1 needs no quotes around quotes on a command line. */
static void
a_set_takes_numbers_for_texts(void)
{
	CU_ASSERT_STRING_EQUAL(
	    ask("dev", "openai.deployments.mini.version=1", NULL), "");
	CU_ASSERT(
	    holds("openai.deployments.mini.version", azs_node_string("1")));
}

static void
odd_sets_are_refused_with_a_reason(void)
{
	static const struct {
		const char *set, *expected;
	} cases[] = {
		{ "",
		    "--set : path=value is expected, or "
		    "environment:path=value" },
		{ "level",
		    "--set level: path=value is expected, or "
		    "environment:path=value" },
		{ "=b",
		    "--set =b: path=value is expected, or "
		    "environment:path=value" },
		{ "dev:",
		    "--set dev:: path=value is expected, or "
		    "environment:path=value" },
		{ "dev:=5",
		    "--set dev:=5: path=value is expected, or "
		    "environment:path=value" },
		{ ":level=staging",
		    "--set :level=staging: path=value is "
		    "expected, or environment:path=value" },
		{ "level=",
		    "--set level=: there is no value (null stands for "
		    "the field's default)" },
		{ "x.y.z=1", "--set x.y.z=1: x.y.z is no field" },
		{ "opnai.capacity=1",
		    "--set opnai.capacity=1: opnai.capacity "
		    "is no field (did you mean "
		    "openai.capacity?)" },
		{ "openai=1",
		    "--set openai=1: openai holds several fields: "
		    "name one of them" },
		{ "templateDir=x",
		    "--set templateDir=x: templateDir stands in azstamp.yaml, "
		    "which is the same for all environments" },
		{ "level=hard",
		    "--set level=hard: level must be one of "
		    "development, staging, production; it is "
		    "\"hard\"" },
		{ "openai.capacity=many",
		    "--set openai.capacity=many: openai.capacity must be an "
		    "integer from 1 to 100000, not \"many\"" },
		{ "locations=[a",
		    "--set locations=[a: value:1:1: error: this '[' is never "
		    "closed (end the list with ']')" },
		{ "qa:level=staging",
		    "--set qa:level=staging: qa is none of the environments" },
		{ "locations={a: b}",
		    "--set locations={a: b}: locations must "
		    "be a list of strings, not a map" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		CU_ASSERT_STRING_EQUAL(
		    ask("dev", cases[i].set, NULL), cases[i].expected);
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(ask("dev", "services.*.containers.cpu=1", NULL),
		"\"*\" is no name for an entry of services: "));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(ask("dev", "services.a b.containers.cpu=1", NULL),
		"\"a b\" is no name for an entry of services: "));
}

static void
environment_names_are_checked(void)
{
	CU_ASSERT_STRING_EQUAL(
	    ask("dev,dev", NULL, NULL), "--env names dev twice");
	CU_ASSERT_PTR_NOT_NULL(strstr(ask("dev,", NULL, NULL), "--env: \"\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(ask("", NULL, NULL), "--env: \"\""));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(ask("Dev", NULL, NULL), "--env: \"Dev\" cannot name"));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(ask("../x", NULL, NULL), "--env: \"../x\" cannot name"));
}

/* azstamp.yaml of a pattern with one --set and perhaps --ci; its error. */
static const char *
application_of(const char *pattern, const char *ci, const char *set)
{
	static struct azs_buf text = AZS_BUF_INIT;
	const struct azs_scaffold_request request = { "shop", pattern, NULL,
		"dev", ci, &set, 1 };
	struct azs_assets *assets = NULL;
	struct azs_scaffold scaffold;
	struct azs_error err;

	azs_buf_release(&text);
	CU_ASSERT_EQUAL_FATAL(azs_assets_open(NULL, &assets, &err), 0);
	if (azs_scaffold_build(&request, assets, &scaffold, &err) == -1)
		azs_buf_adds(&text, err.msg);
	else
		azs_buf_add(
		    &text, scaffold.sources[0].text, scaffold.sources[0].len);
	azs_scaffold_release(&scaffold);
	azs_assets_close(assets);
	return text.data;
}

static void
choices_go_to_the_application(void)
{
	const char *text =
	    application_of("multi-region", "both", "routing=front-door");

	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nrouting: front-door\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nci: both\n"));
	text = application_of("chat-baseline", NULL, "branch=trunk");
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nbranch: trunk\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nci: github\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\norchestrator: agents\n"));
	text = application_of("microservice", "both", "ci=azure-devops");
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nci: both\n"));
	CU_ASSERT_STRING_EQUAL(
	    application_of("microservice", NULL, "routing=front-door"),
	    "--set routing=front-door: the pattern microservice has no "
	    "routing");
	CU_ASSERT_STRING_EQUAL(
	    application_of("microservice", "gitlab", "search.sku=basic"),
	    "--ci must be one of github, azure-devops, both; it is \"gitlab\" "
	    "(did you mean github?)");
}

/* The error of a request that differs in one text. */
static const char *
refusal(const char *name, const char *pattern, const char *locations)
{
	static struct azs_error err;
	const struct azs_scaffold_request request = { name, pattern, locations,
		"dev", NULL, NULL, 0 };
	struct azs_assets *assets = NULL;
	struct azs_scaffold scaffold;

	CU_ASSERT_EQUAL_FATAL(azs_assets_open(NULL, &assets, &err), 0);
	CU_ASSERT_EQUAL(
	    azs_scaffold_build(&request, assets, &scaffold, &err), -1);
	CU_ASSERT_EQUAL(err.code, AZS_EUSAGE);
	azs_scaffold_release(&scaffold);
	azs_assets_close(assets);
	return err.msg;
}

static void
options_are_checked_like_their_fields(void)
{
	CU_ASSERT_STRING_EQUAL(refusal("Shop", "microservice", "eastus2"),
	    "--name must be 2 to 32 lower-case letters, digits and hyphens, a "
	    "letter or digit at both ends, not \"Shop\"");
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(refusal("shop", "../x", "eastus2"), "--pattern must be "));
	CU_ASSERT_PTR_NOT_NULL(strstr(refusal("shop", "nothing", "eastus2"),
	    "--pattern: there is no pattern nothing (there are: "));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(refusal("shop", "common", "eastus2"), "--pattern"));
	CU_ASSERT_PTR_NOT_NULL(strstr(
	    refusal("shop", "microservice", "eastus2,"), "--location must"));
}

static void
a_scaffold_makes_a_model_without_findings(void)
{
	const struct azs_scaffold_request request = { "shop", "microservice",
		"eastus2,swedencentral", "dev,staging,prod,qa", NULL, NULL, 0 };
	struct azs_assets *assets = NULL;
	struct azs_scaffold scaffold;
	struct azs_findings findings;
	struct azs_model *model;
	struct azs_error err;

	azs_findings_init(&findings);
	CU_ASSERT_EQUAL_FATAL(azs_assets_open(NULL, &assets, &err), 0);
	CU_ASSERT_EQUAL_FATAL(
	    azs_scaffold_build(&request, assets, &scaffold, &err), 0);
	CU_ASSERT_EQUAL(scaffold.count, 5);
	model = azs_model_build(scaffold.sources, scaffold.count, &findings);
	CU_ASSERT_EQUAL(findings.count, 0);
	CU_ASSERT_EQUAL(model->count, 4);
	azs_model_free(model);
	azs_findings_release(&findings);
	azs_scaffold_release(&scaffold);
	azs_assets_close(assets);
}

/* azstamp.yaml and profiles/dev.yaml of a pattern of our own: regional or not,
   with one service. */
static const char *
scaffold_of(int regional, const char *locations, const char *service)
{
	static struct azs_buf out = AZS_BUF_INIT;
	const struct azs_scaffold_request request = { "shop", "mine", locations,
		"dev", NULL, NULL, 0 };
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_assets *assets = NULL;
	struct azs_scaffold scaffold;
	struct azs_error err;

	azs_scratch_begin();
	azs_scratch_file("mine/manifest.yaml",
	    regional ? "regional: true\nfiles: []\n" : "files: []\n");
	azs_buf_addf(&text,
	    "locations: [{{#locations}}{{name}}{{^last}}, {{/last}}"
	    "{{/locations}}]\nservices:\n  api: %s\n",
	    service);
	azs_scratch_file("mine/application.yaml.mustache", text.data);
	azs_buf_release(&text);
	azs_buf_release(&out);
	CU_ASSERT_EQUAL_FATAL(
	    azs_assets_open(azs_scratch("."), &assets, &err), 0);
	CU_ASSERT_EQUAL_FATAL(
	    azs_scaffold_build(&request, assets, &scaffold, &err), 0);
	azs_buf_addf(
	    &out, "%s%s", scaffold.sources[0].text, scaffold.sources[1].text);
	azs_scaffold_release(&scaffold);
	azs_assets_close(assets);
	azs_scratch_end();
	return out.data;
}

static void
a_pattern_for_regions_gets_two(void)
{
	static const struct {
		int regional;
		const char *given, *expected;
	} cases[] = {
		{ 0, NULL, "locations: [eastus2]\n" },
		{ 1, NULL, "locations: [eastus, westus2]\n" },
		{ 0, "eastus2", "locations: [eastus2]\n" },
		{ 1, "eastus2", "locations: [eastus2, centralus]\n" },
		{ 1, "northeurope,swedencentral",
		    "locations: [northeurope, swedencentral]\n" },
		{ 1, "atlantis", "locations: [atlantis]\n" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		CU_ASSERT(azs_golden_holds(
		    scaffold_of(cases[i].regional, cases[i].given, "{}"),
		    cases[i].expected));
}

static void
profiles_show_the_sizes_of_what_there_is(void)
{
	const char *text = scaffold_of(0, NULL, "{host: function, uses: []}");

	CU_ASSERT_PTR_NULL(strstr(text, "openai:"));
	CU_ASSERT_PTR_NULL(strstr(text, "containers:"));
	CU_ASSERT(azs_golden_holds(text, "budget:\n  amount: 200\n"));
	text = scaffold_of(0, NULL, "{host: function, uses: [foundry]}");
	CU_ASSERT(azs_golden_holds(text, "openai:\n  sku: S0\n"));
	CU_ASSERT_PTR_NULL(strstr(text, "search:"));
	text = scaffold_of(0, NULL, "{host: containerapp, uses: [search]}");
	CU_ASSERT(azs_golden_holds(text, "search:\n  sku: basic\n"));
	CU_ASSERT(azs_golden_holds(text, "containers:\n  cpu: 0.5\n"));
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "choices_go_to_the_application",
		    choices_go_to_the_application },
		{ "profiles_start_from_the_built_in_one_of_their_name",
		    profiles_start_from_the_built_in_one_of_their_name },
		{ "a_set_concerns_all_profiles_or_one",
		    a_set_concerns_all_profiles_or_one },
		{ "the_last_of_two_sets_wins", the_last_of_two_sets_wins },
		{ "a_set_takes_values_as_yaml", a_set_takes_values_as_yaml },
		{ "a_set_takes_numbers_for_texts",
		    a_set_takes_numbers_for_texts },
		{ "odd_sets_are_refused_with_a_reason",
		    odd_sets_are_refused_with_a_reason },
		{ "environment_names_are_checked",
		    environment_names_are_checked },
		{ "options_are_checked_like_their_fields",
		    options_are_checked_like_their_fields },
		{ "a_scaffold_makes_a_model_without_findings",
		    a_scaffold_makes_a_model_without_findings },
		{ "a_pattern_for_regions_gets_two",
		    a_pattern_for_regions_gets_two },
		{ "profiles_show_the_sizes_of_what_there_is",
		    profiles_show_the_sizes_of_what_there_is },
	};
	int status = azs_test_main("scaffold", tests, AZS_TEST_COUNT(tests));

	azs_buf_release(&profile);
	return status;
}
