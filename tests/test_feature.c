/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "feature.h"

#include <string.h>

#include "field.h"
#include "golden.h"
#include "text.h"
#include "unit.h"

#define HEAD                                                        \
	"name: shop\npattern: microservice\nlocations: [eastus2]\n" \
	"services:\n"
#define API                                                           \
	"  api:\n    host: containerapp\n    project: services/api\n" \
	"    ingress: external\n"

/* In how many of the environments dev and prod (unless prod is NULL) a feature
   is on, for an application of HEAD and text. */
static size_t
environments(const char *text, const char *dev, const char *prod, int regional,
    const char *feature)
{
	struct azs_buf application = AZS_BUF_INIT;
	struct azs_model *model;
	size_t count;

	azs_buf_addf(&application, HEAD "%s", text);
	model = azs_golden_build(application.data, dev, prod);
	count = azs_feature_environments(model, regional, feature);
	azs_model_free(model);
	azs_buf_release(&application);
	return count;
}

static int
is_on(const char *text, const char *dev, const char *feature)
{
	return environments(text, dev, NULL, 0, feature) == 1;
}

static int
is_feature(const char *name)
{
	size_t i;

	for (i = 0; i < azs_feature_count; i++)
		if (strcmp(azs_features[i].name, name) == 0)
			return 1;
	return 0;
}

static int
is_resource(const char *name)
{
	size_t i;

	for (i = 0; i < azs_resource_count; i++)
		if (strcmp(azs_resources[i], name) == 0)
			return 1;
	return 0;
}

/* Is word one of those that a field of the application takes? */
static int
is_word_of(const char *field, const char *word)
{
	const struct azs_field *row =
	    azs_field_find(AZS_FIELD_APPLICATION, field);
	const char *const *words = NULL;
	size_t i, count;
	int found = 0;

	words = azs_text_split(row->allowed, '|', &count);
	for (i = 0; i < count; i++)
		found |= strcmp(words[i], word) == 0;
	azs_text_split_free(words);
	return found;
}

static int
are_features(const char *names)
{
	const char *const *words;
	size_t i, count;
	int ok = 1;

	words = azs_text_split(names, '|', &count);
	for (i = 0; i < count; i++)
		ok &= is_feature(words[i]);
	azs_text_split_free(words);
	return ok && count > 1;
}

/* What a row needs is there to be needed. */
static int
need_exists(const struct azs_feature *feature)
{
	switch (feature->need) {
	case AZS_NEED_USE:
		return is_resource(feature->of);
	case AZS_NEED_HOST:
		return is_word_of("services.x.host", feature->of);
	case AZS_NEED_ROUTING:
		return is_word_of("routing", feature->of);
	case AZS_NEED_ORCHESTRATOR:
		return is_word_of("orchestrator", feature->of);
	case AZS_NEED_CI:
		return is_word_of("ci", feature->of);
	case AZS_NEED_ANY:
	case AZS_NEED_ALL:
		return are_features(feature->of);
	default:
		return feature->of == NULL;
	}
}

/* The field of a row's switch takes the value that switches it on. */
static int
switch_exists(const struct azs_feature *feature)
{
	const struct azs_field *field;

	if (feature->path == NULL)
		return feature->value == NULL;
	field = azs_field_find(AZS_FIELD_PROFILE, feature->path);
	if (field == NULL || field->effect != AZS_EFFECT_FILES)
		return 0;
	return feature->value == NULL || strcmp(feature->value, "false") == 0
	    ? field->type == AZS_TYPE_BOOL
	    : strstr(field->allowed, feature->value) != NULL;
}

static void
rows_name_what_exists(void)
{
	size_t i, j;

	for (i = 0; i < azs_feature_count; i++) {
		CU_ASSERT(need_exists(&azs_features[i]));
		CU_ASSERT(switch_exists(&azs_features[i]));
		CU_ASSERT(
		    azs_features[i].path == NULL || azs_features[i].on != NULL);
		for (j = 0; j < i; j++)
			CU_ASSERT_STRING_NOT_EQUAL(
			    azs_features[i].name, azs_features[j].name);
	}
}

/* "profile.?search != null" for search.enabled, "profile.edge.kind == 'none'"
   for edge.kind and none, else the value itself, or not. */
static void
condition_of(const struct azs_feature *feature, struct azs_buf *out)
{
	const char *dot = strrchr(feature->path, '.');

	if (strcmp(dot, ".enabled") == 0)
		azs_buf_addf(out, "profile.?%.*s != null",
		    (int)(dot - feature->path), feature->path);
	else if (feature->value == NULL)
		azs_buf_addf(out, "profile.%s", feature->path);
	else if (strcmp(feature->value, "false") == 0)
		azs_buf_addf(out, "!profile.%s", feature->path);
	else
		azs_buf_addf(
		    out, "profile.%s == '%s'", feature->path, feature->value);
}

static void
bicep_asks_for_the_switch_of_the_row(void)
{
	struct azs_buf text = AZS_BUF_INIT;
	size_t i, count = 0;

	for (i = 0; i < azs_feature_count; i++) {
		if (azs_features[i].path == NULL)
			continue;
		azs_buf_release(&text);
		condition_of(&azs_features[i], &text);
		CU_ASSERT_STRING_EQUAL(azs_features[i].on, text.data);
		count++;
	}
	CU_ASSERT(count > 15);
	azs_buf_release(&text);
}

static int
switches_something(const char *path)
{
	size_t i;

	for (i = 0; i < azs_feature_count; i++)
		if (azs_features[i].path != NULL &&
		    strcmp(azs_features[i].path, path) == 0)
			return 1;
	return 0;
}

/* What a profile says of files would have no effect otherwise. */
static void
every_switch_of_a_profile_makes_a_feature(void)
{
	size_t i, count = 0;

	for (i = 0; i < azs_field_count; i++) {
		const struct azs_field *field = &azs_fields[i];

		if (field->file != AZS_FIELD_PROFILE ||
		    field->effect != AZS_EFFECT_FILES ||
		    strchr(field->path, '.') == NULL)
			continue;
		CU_ASSERT(switches_something(field->path));
		count++;
	}
	CU_ASSERT(count > 10);
}

/* So that the list of `uses` and of what it makes cannot part. */
static void
every_resource_is_a_feature(void)
{
	size_t i;

	for (i = 0; i < azs_resource_count; i++)
		CU_ASSERT(is_feature(azs_resources[i]));
	CU_ASSERT_FALSE(is_feature("nothing"));
}

static void
a_resource_is_there_for_who_uses_it(void)
{
	const char *uses = API "    uses: [cosmos, storage, eventHubs]\n";

	CU_ASSERT(is_on(uses, "extends: azstamp/dev\n", "cosmos"));
	CU_ASSERT(is_on(uses, "extends: azstamp/dev\n", "messaging"));
	CU_ASSERT_FALSE(is_on(uses, "extends: azstamp/dev\n", "openai"));
	CU_ASSERT_FALSE(is_on(uses, "extends: azstamp/dev\n", "models"));
	CU_ASSERT_FALSE(is_on(uses, "extends: azstamp/dev\n", "ai"));
	CU_ASSERT_FALSE(is_on(uses, "extends: azstamp/dev\n", "nothing"));
	CU_ASSERT(is_on(
	    API "    uses: [contentSafety]\n", "extends: azstamp/dev\n", "ai"));
	CU_ASSERT(is_on(
	    API "    uses: [foundry]\n", "extends: azstamp/dev\n", "models"));
}

static void
a_switch_takes_away_what_is_used(void)
{
	const char *uses = API "    uses: [cache, storage, eventHubs]\n";
	const char *prod = "extends: azstamp/prod\n";

	CU_ASSERT_FALSE(is_on(uses, "extends: azstamp/dev\n", "cache"));
	CU_ASSERT(is_on(
	    uses, "extends: azstamp/dev\ncache: {enabled: true}\n", "cache"));
	CU_ASSERT_FALSE(is_on(
	    API, "extends: azstamp/dev\ncache: {enabled: true}\n", "cache"));
	CU_ASSERT_EQUAL(
	    environments(uses, "extends: azstamp/dev\n", prod, 0, "backup"), 1);
	CU_ASSERT_FALSE(is_on(uses, "extends: azstamp/dev\n", "capture"));
	CU_ASSERT(is_on(uses,
	    "extends: azstamp/dev\neventHubs: {capture: true}\n", "capture"));
	CU_ASSERT_EQUAL(
	    environments(API, "extends: azstamp/dev\n", prod, 0, "private"), 1);
	CU_ASSERT_EQUAL(
	    environments(API, "extends: azstamp/dev\n", prod, 0, "budget"), 2);
}

static void
hosts_make_their_features(void)
{
	const char *function =
	    "  job:\n    host: function\n    project: services/job\n";
	const char *site =
	    "  chat:\n    host: appservice\n    project: services/chat\n";
	const char *dev = "extends: azstamp/dev\n";

	CU_ASSERT(is_on(function, dev, "functionApp"));
	CU_ASSERT_FALSE(is_on(function, dev, "containerApp"));
	CU_ASSERT_FALSE(is_on(function, dev, "public"));
	CU_ASSERT(is_on(site, dev, "appService"));
	CU_ASSERT(is_on(site, dev, "public"));
	CU_ASSERT_FALSE(is_on(site, dev, "slot"));
	CU_ASSERT(is_on(site,
	    "extends: azstamp/dev\nappService: {sku: S1, slot: true}\n",
	    "slot"));
	CU_ASSERT_FALSE(is_on(API, "extends: azstamp/prod\n", "slot"));
}

static void
an_edge_stands_in_front_of_public_services_only(void)
{
	const char *inner =
	    "  api:\n    host: containerapp\n    project: services/api\n";
	const char *prod = "extends: azstamp/prod\n";

	CU_ASSERT_EQUAL(
	    environments(API, "extends: azstamp/dev\n", prod, 0, "frontDoor"),
	    1);
	CU_ASSERT_EQUAL(
	    environments(API, "extends: azstamp/dev\n", prod, 0, "edge"), 1);
	CU_ASSERT_FALSE(is_on(inner, prod, "edge"));
	CU_ASSERT_FALSE(is_on(API, prod, "applicationGateway"));
	CU_ASSERT_FALSE(is_on(API, prod, "certificate"));
}

static void
a_backend_is_reached_directly_without_an_edge(void)
{
	const char *site = API "  web:\n    host: staticwebapp\n"
			       "    project: services/web\n    uses: [api]\n";

	CU_ASSERT_EQUAL(environments(site, "extends: azstamp/dev\n",
			    "extends: azstamp/prod\n", 0, "direct"),
	    1);
	CU_ASSERT_EQUAL(environments(site, "extends: azstamp/dev\n",
			    "extends: azstamp/prod\n", 1, "direct"),
	    0);
	CU_ASSERT_FALSE(is_on(API, "extends: azstamp/dev\n", "direct"));
	/* Only a container app can be linked. */
	CU_ASSERT_FALSE(is_on("  job:\n    host: function\n"
			      "    project: services/job\n"
			      "  web:\n    host: staticwebapp\n"
			      "    project: services/web\n    uses: [job]\n",
	    "extends: azstamp/dev\n", "direct"));
}

/* Of several regions, the edge is one for all environments. */
static void
regions_are_routed_as_the_application_says(void)
{
	const char *uses = API "    uses: [openai]\n";
	const char *door = API "routing: front-door\n";
	const char *dev = "extends: azstamp/dev\n"
			  "apiManagement: {enabled: true, publisherEmail: "
			  "a@example.com}\n";
	const char *prod = "extends: azstamp/prod\n";

	CU_ASSERT_EQUAL(environments(uses, dev, prod, 1, "trafficManager"), 2);
	CU_ASSERT_EQUAL(environments(uses, dev, prod, 1, "customDomain"), 2);
	CU_ASSERT_EQUAL(environments(uses, dev, prod, 1, "frontDoor"), 0);
	CU_ASSERT_EQUAL(environments(uses, dev, prod, 1, "edge"), 0);
	CU_ASSERT_EQUAL(environments(uses, dev, prod, 1, "regional"), 2);
	CU_ASSERT_EQUAL(
	    environments(uses, dev, prod, 1, "certificateInEnvironment"), 1);
	CU_ASSERT_EQUAL(environments(uses, dev, prod, 1, "apiManagement"), 0);
	CU_ASSERT_EQUAL(environments(uses, dev, prod, 0, "apiManagement"), 1);
	CU_ASSERT_EQUAL(environments(uses, dev, prod, 0, "trafficManager"), 0);
	CU_ASSERT_EQUAL(environments(door, dev, prod, 1, "frontDoor"), 2);
	CU_ASSERT_EQUAL(
	    environments(door, dev, prod, 1, "routedByFrontDoor"), 2);
	CU_ASSERT_EQUAL(environments(door, dev, prod, 1, "trafficManager"), 0);
}

static void
foundry_answers_with_agents_or_an_endpoint(void)
{
	const char *chat = API "    uses: [foundry]\n";
	const char *endpoint =
	    API "    uses: [foundry]\norchestrator: ml-endpoint\n";
	const char *dev = "extends: azstamp/dev\n";

	CU_ASSERT(is_on(chat, dev, "agents"));
	CU_ASSERT_FALSE(is_on(chat, dev, "mlEndpoint"));
	CU_ASSERT(is_on(endpoint, dev, "mlEndpoint"));
	CU_ASSERT_FALSE(is_on(endpoint, dev, "agents"));
	CU_ASSERT_FALSE(is_on(API, dev, "agents"));
}

static void
pipelines_run_where_the_application_says(void)
{
	const char *dev = "extends: azstamp/dev\n";

	CU_ASSERT(is_on(API, dev, "github"));
	CU_ASSERT_FALSE(is_on(API, dev, "azureDevOps"));
	CU_ASSERT_FALSE(is_on(API "ci: azure-devops\n", dev, "github"));
	CU_ASSERT(is_on(API "ci: azure-devops\n", dev, "azureDevOps"));
	CU_ASSERT(is_on(API "ci: both\n", dev, "github"));
	CU_ASSERT(is_on(API "ci: both\n", dev, "azureDevOps"));
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "rows_name_what_exists", rows_name_what_exists },
		{ "bicep_asks_for_the_switch_of_the_row",
		    bicep_asks_for_the_switch_of_the_row },
		{ "every_switch_of_a_profile_makes_a_feature",
		    every_switch_of_a_profile_makes_a_feature },
		{ "every_resource_is_a_feature", every_resource_is_a_feature },
		{ "a_resource_is_there_for_who_uses_it",
		    a_resource_is_there_for_who_uses_it },
		{ "a_switch_takes_away_what_is_used",
		    a_switch_takes_away_what_is_used },
		{ "pipelines_run_where_the_application_says",
		    pipelines_run_where_the_application_says },
		{ "hosts_make_their_features", hosts_make_their_features },
		{ "an_edge_stands_in_front_of_public_services_only",
		    an_edge_stands_in_front_of_public_services_only },
		{ "a_backend_is_reached_directly_without_an_edge",
		    a_backend_is_reached_directly_without_an_edge },
		{ "regions_are_routed_as_the_application_says",
		    regions_are_routed_as_the_application_says },
		{ "foundry_answers_with_agents_or_an_endpoint",
		    foundry_answers_with_agents_or_an_endpoint },
	};

	return azs_test_main("feature", tests, AZS_TEST_COUNT(tests));
}
