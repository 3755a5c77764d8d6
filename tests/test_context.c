/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "context.h"

#include <string.h>

#include "golden.h"
#include "unit.h"

static const char application[] = "name: shop\npattern: microservice\n"
				  "locations: [eastus2]\nservices:\n"
				  "  web:\n    host: staticwebapp\n"
				  "    project: services/web\n"
				  "    uses: [api-gateway]\n"
				  "  api-gateway:\n    host: containerapp\n"
				  "    project: services/api\n"
				  "    ingress: external\n    uses: [chat]\n"
				  "  chat:\n    host: containerapp\n"
				  "    project: services/chat\n"
				  "    ingress: null\n"
				  "    uses: [openai, search]\n"
				  "defaultProfile: null\n";

static struct azs_node *
context_of(const char *dev, const char *prod)
{
	struct azs_model *model = azs_golden_build(application, dev, prod);
	struct azs_node *context = azs_context_build(model, 0);

	azs_model_free(model);
	return context;
}

static const struct azs_node *
service(const struct azs_node *context, size_t i)
{
	return azs_node_get(context, "services")->items[i];
}

static void
names_become_identifiers(void)
{
	struct azs_node *c = context_of("extends: azstamp/dev\n", NULL);
	const struct azs_node *gateway = service(c, 1);

	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(gateway, "symbol")->text, "apiGateway");
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(gateway, "variable")->text, "API_GATEWAY");
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(gateway, "key")->text, "'api-gateway'");
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(gateway, "safeAccessor")->text, "[?'api-gateway']");
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(service(c, 2), "accessor")->text, ".chat");
	azs_node_free(c);
}

static void
callers_and_callees_mirror_each_other(void)
{
	struct azs_node *c = context_of("extends: azstamp/dev\n", NULL);

	CU_ASSERT(azs_node_true(azs_node_get(service(c, 0), "hasBackend")));
	CU_ASSERT_STRING_EQUAL(
	    azs_node_at(service(c, 0), "backend.name")->text, "api-gateway");
	CU_ASSERT(azs_node_true(azs_node_get(service(c, 1), "hasCallees")));
	/* The browser's calls come through the link, not from an app. */
	CU_ASSERT_FALSE(
	    azs_node_true(azs_node_get(service(c, 1), "hasCallers")));
	CU_ASSERT_EQUAL(azs_node_get(service(c, 2), "callers")->count, 1);
	CU_ASSERT(azs_node_true(azs_node_get(service(c, 1), "external")));
	CU_ASSERT_FALSE(azs_node_true(azs_node_get(service(c, 2), "external")));
	azs_node_free(c);
}

static void
features_are_on_when_one_environment_has_them(void)
{
	struct azs_node *c = context_of("extends: azstamp/dev\n",
	    "extends: dev\nsearch: {enabled: false}\n");

	CU_ASSERT(azs_node_true(azs_node_at(c, "features.search")));
	CU_ASSERT(azs_node_true(azs_node_at(c, "features.searchOptional")));
	CU_ASSERT(azs_node_true(azs_node_at(c, "features.budget")));
	CU_ASSERT_FALSE(
	    azs_node_true(azs_node_at(c, "features.budgetOptional")));
	CU_ASSERT(azs_node_true(azs_node_at(c, "features.openai")));
	CU_ASSERT_FALSE(azs_node_true(azs_node_at(c, "features.vision")));
	CU_ASSERT_EQUAL(azs_node_get(c, "searchUsers")->count, 1);
	azs_node_free(c);
	c = context_of(
	    "extends: azstamp/dev\nsearch: {enabled: false}\n", NULL);
	CU_ASSERT_FALSE(azs_node_true(azs_node_at(c, "features.search")));
	CU_ASSERT_FALSE(
	    azs_node_true(azs_node_at(c, "features.searchOptional")));
	CU_ASSERT_FALSE(
	    azs_node_true(azs_node_get(service(c, 2), "usesSearch")));
	CU_ASSERT_EQUAL(azs_node_get(c, "searchUsers")->count, 0);
	azs_node_free(c);
}

static void
a_null_default_profile_is_none(void)
{
	struct azs_node *c = context_of("extends: azstamp/dev\n", NULL);

	CU_ASSERT_FALSE(
	    azs_node_true(azs_node_at(c, "application.hasDefaultProfile")));
	azs_node_free(c);
}

static void
environments_know_their_place(void)
{
	struct azs_node *c =
	    context_of("extends: azstamp/dev\n", "extends: azstamp/prod\n");
	const struct azs_node *list = azs_node_get(c, "environments");

	CU_ASSERT_EQUAL_FATAL(list->count, 2);
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(c, "defaultEnvironment")->text, "dev");
	CU_ASSERT(azs_node_true(azs_node_get(list->items[0], "first")));
	CU_ASSERT_FALSE(azs_node_true(azs_node_get(list->items[0], "last")));
	CU_ASSERT(azs_node_true(azs_node_get(list->items[1], "isProduction")));
	CU_ASSERT(
	    azs_node_true(azs_node_get(list->items[0], "takesPullRequests")));
	CU_ASSERT_FALSE(
	    azs_node_true(azs_node_get(list->items[1], "takesPullRequests")));
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(list->items[1], "previous")->text, "dev");
	azs_node_free(c);
}

static const char *
text_at(const struct azs_node *context, const char *path)
{
	return azs_node_text(azs_node_at(context, path), "(none)");
}

static void
conditions_are_written_where_a_feature_is_on_in_some(void)
{
	struct azs_node *c =
	    context_of("extends: azstamp/dev\n", "extends: azstamp/prod\n");

	CU_ASSERT(azs_node_true(azs_node_at(c, "features.privateOptional")));
	CU_ASSERT_STRING_EQUAL(
	    text_at(c, "on.private"), "profile.network.private");
	CU_ASSERT_STRING_EQUAL(
	    text_at(c, "if.private"), "if (profile.network.private) ");
	CU_ASSERT_STRING_EQUAL(text_at(c, "bang.private"), "!");
	CU_ASSERT_STRING_EQUAL(
	    text_at(c, "has.private"), "profile.network.private");
	CU_ASSERT_STRING_EQUAL(
	    text_at(c, "on.frontDoor"), "profile.edge.kind == 'front-door'");
	CU_ASSERT_STRING_EQUAL(
	    text_at(c, "on.search"), "profile.?search != null");
	CU_ASSERT_STRING_EQUAL(text_at(c, "if.search"), "");
	CU_ASSERT_STRING_EQUAL(text_at(c, "bang.search"), "");
	CU_ASSERT_STRING_EQUAL(text_at(c, "has.search"), "true");
	azs_node_free(c);
}

/* A model of one application, environments dev and prod. */
static struct azs_node *
context_of_services(const char *services, int regional)
{
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_model *model;
	struct azs_node *context;

	azs_buf_addf(&text,
	    "name: shop\npattern: microservice\n"
	    "locations: [eastus, westus2]\nservices:\n%s",
	    services);
	model = azs_golden_build(text.data,
	    "extends: azstamp/dev\nlocations: [eastus]\n",
	    "extends: azstamp/prod\n");
	context = azs_context_build(model, regional);
	azs_buf_release(&text);
	azs_model_free(model);
	return context;
}

static size_t
count_of(const struct azs_node *context, const char *list)
{
	return azs_node_get(context, list)->count;
}

static void
environments_list_their_regions(void)
{
	struct azs_node *c = context_of_services(
	    "  api: {host: containerapp, project: services/api}\n", 0);
	const struct azs_node *list = azs_node_get(c, "environments");
	const struct azs_node *all = azs_node_get(list->items[1], "locations");

	CU_ASSERT_EQUAL(azs_node_get(list->items[0], "locations")->count, 1);
	CU_ASSERT_EQUAL_FATAL(all->count, 2);
	CU_ASSERT_STRING_EQUAL(text_at(all->items[1], "region"), "westus2");
	CU_ASSERT(azs_node_true(azs_node_get(all->items[1], "last")));
	azs_node_free(c);
}

#define MIXED                                                               \
	"  web: {host: staticwebapp, project: services/web, uses: [api]}\n" \
	"  api: {host: containerapp, project: services/api, "               \
	"ingress: external, uses: [inner]}\n"                               \
	"  inner: {host: containerapp, project: services/inner}\n"          \
	"  job: {host: function, project: services/job, uses: [inner, "     \
	"eventHubs, cache]}\n"                                              \
	"  chat: {host: appservice, project: services/chat, uses: "         \
	"[foundry]}\n"

static void
services_are_listed_by_what_they_are(void)
{
	struct azs_node *c = context_of_services(MIXED, 0);

	CU_ASSERT_EQUAL(count_of(c, "services"), 5);
	CU_ASSERT_EQUAL(count_of(c, "containerServices"), 2);
	CU_ASSERT_EQUAL(count_of(c, "staticWebApps"), 1);
	CU_ASSERT_EQUAL(count_of(c, "functionApps"), 1);
	CU_ASSERT_EQUAL(count_of(c, "appServices"), 1);
	CU_ASSERT_EQUAL(count_of(c, "publicServices"), 3);
	CU_ASSERT_EQUAL(count_of(c, "identityServices"), 4);
	CU_ASSERT_EQUAL(count_of(c, "eventHubsUsers"), 1);
	CU_ASSERT_EQUAL(count_of(c, "foundryUsers"), 1);
	CU_ASSERT_EQUAL(count_of(c, "cosmosUsers"), 0);
	CU_ASSERT(azs_node_true(azs_node_get(service(c, 3), "usesEventHubs")));
	CU_ASSERT_FALSE(
	    azs_node_true(azs_node_get(service(c, 4), "usesEventHubs")));
	/* The function calls it with its own identity. */
	CU_ASSERT_EQUAL(azs_node_get(service(c, 2), "callers")->count, 2);
	CU_ASSERT_EQUAL(count_of(c, "slots"), 0);
	CU_ASSERT_EQUAL(count_of(c, "regionalServices"), 0);
	CU_ASSERT_EQUAL(count_of(c, "azdContainerServices"), 2);
	azs_node_free(c);
}

static void
documents_are_taken_by_one_function_of_hub_queue_and_storage(void)
{
	struct azs_node *c = context_of_services(
	    "  give: {host: function, project: give, uses: [serviceBus]}\n"
	    "  take: {host: function, project: take, "
	    "uses: [eventHubs, serviceBus, storage]}\n"
	    "  too: {host: function, project: too, "
	    "uses: [storage, serviceBus, eventHubs]}\n",
	    0);

	CU_ASSERT_EQUAL_FATAL(count_of(c, "documentTakers"), 1);
	CU_ASSERT_STRING_EQUAL(
	    text_at(azs_node_get(c, "documentTakers")->items[0], "name"),
	    "take");
	azs_node_free(c);
	c = context_of_services(
	    "  give: {host: function, project: give, uses: [serviceBus]}\n"
	    "  take: {host: function, project: take, "
	    "uses: [eventHubs, storage]}\n",
	    0);
	CU_ASSERT_EQUAL(count_of(c, "documentTakers"), 0);
	azs_node_free(c);
}

static void
users_enter_by_the_site_and_its_backend(void)
{
	struct azs_node *c = context_of_services(MIXED, 0);

	CU_ASSERT_STRING_EQUAL(text_at(c, "directHealthPath"), "/api/health");
	CU_ASSERT_EQUAL_FATAL(count_of(c, "edgeSites"), 1);
	CU_ASSERT_EQUAL_FATAL(count_of(c, "edgeApis"), 1);
	CU_ASSERT_STRING_EQUAL(
	    text_at(azs_node_get(c, "edgeApis")->items[0], "name"), "api");
	CU_ASSERT(azs_node_true(
	    azs_node_get(azs_node_get(c, "edgeApis")->items[0], "behindSite")));
	CU_ASSERT(azs_node_true(azs_node_get(service(c, 0), "isEntry")));
	CU_ASSERT(azs_node_true(azs_node_get(service(c, 1), "isEntry")));
	CU_ASSERT_FALSE(azs_node_true(azs_node_get(service(c, 4), "isEntry")));
	azs_node_free(c);
}

static void
users_enter_by_what_is_public_without_a_site(void)
{
	struct azs_node *c = context_of_services(
	    "  job: {host: function, project: services/job}\n"
	    "  chat: {host: appservice, project: services/chat}\n",
	    0);

	CU_ASSERT_STRING_EQUAL(text_at(c, "directHealthPath"), "/health");
	CU_ASSERT_EQUAL(count_of(c, "edgeSites"), 0);
	CU_ASSERT_EQUAL_FATAL(count_of(c, "edgeApis"), 1);
	CU_ASSERT_STRING_EQUAL(
	    text_at(azs_node_get(c, "edgeApis")->items[0], "name"), "chat");
	CU_ASSERT_FALSE(azs_node_true(
	    azs_node_get(azs_node_get(c, "edgeApis")->items[0], "behindSite")));
	azs_node_free(c);
	c = context_of_services(
	    "  web: {host: staticwebapp, project: services/web}\n"
	    "  job: {host: function, project: services/job}\n",
	    0);
	CU_ASSERT_STRING_EQUAL(text_at(c, "directHealthPath"), "/");
	CU_ASSERT_EQUAL(count_of(c, "edgeApis"), 0);
	azs_node_free(c);
	c = context_of_services(
	    "  job: {host: function, project: services/job}\n", 0);
	CU_ASSERT_EQUAL(count_of(c, "edgeApis"), 0);
	azs_node_free(c);
}

static void
each_region_has_a_slot_and_its_services(void)
{
	struct azs_node *c = context_of_services(
	    "  api: {host: containerapp, project: services/api, "
	    "ingress: external}\n"
	    "  back-end: {host: containerapp, project: services/back}\n",
	    1);
	const struct azs_node *slots = azs_node_get(c, "slots"), *item;

	CU_ASSERT_EQUAL_FATAL(slots->count, 2);
	CU_ASSERT_STRING_EQUAL(text_at(slots->items[0], "name"), "primary");
	CU_ASSERT(azs_node_true(azs_node_get(slots->items[0], "everywhere")));
	CU_ASSERT_STRING_EQUAL(text_at(slots->items[1], "name"), "secondary");
	CU_ASSERT_EQUAL(azs_node_get(slots->items[1], "index")->number, 1);
	CU_ASSERT_FALSE(
	    azs_node_true(azs_node_get(slots->items[1], "everywhere")));
	CU_ASSERT(azs_node_true(azs_node_get(slots->items[1], "last")));
	CU_ASSERT_EQUAL_FATAL(count_of(c, "regionalServices"), 4);
	CU_ASSERT_EQUAL(count_of(c, "azdContainerServices"), 4);
	item = azs_node_get(c, "regionalServices")->items[3];
	CU_ASSERT_STRING_EQUAL(text_at(item, "name"), "back-end-secondary");
	CU_ASSERT_STRING_EQUAL(text_at(item, "service"), "back-end");
	CU_ASSERT_STRING_EQUAL(text_at(item, "slot"), "secondary");
	CU_ASSERT_STRING_EQUAL(text_at(item, "symbol"), "backEndSecondary");
	CU_ASSERT_STRING_EQUAL(text_at(item, "variable"), "BACK_END_SECONDARY");
	CU_ASSERT_FALSE(azs_node_true(azs_node_get(item, "everywhere")));
	CU_ASSERT(azs_node_true(azs_node_get(item, "last")));
	CU_ASSERT_FALSE(azs_node_true(azs_node_get(
	    azs_node_get(c, "regionalServices")->items[0], "last")));
	azs_node_free(c);
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "names_become_identifiers", names_become_identifiers },
		{ "callers_and_callees_mirror_each_other",
		    callers_and_callees_mirror_each_other },
		{ "features_are_on_when_one_environment_has_them",
		    features_are_on_when_one_environment_has_them },
		{ "a_null_default_profile_is_none",
		    a_null_default_profile_is_none },
		{ "environments_know_their_place",
		    environments_know_their_place },
		{ "conditions_are_written_where_a_feature_is_on_in_some",
		    conditions_are_written_where_a_feature_is_on_in_some },
		{ "environments_list_their_regions",
		    environments_list_their_regions },
		{ "services_are_listed_by_what_they_are",
		    services_are_listed_by_what_they_are },
		{ "documents_are_taken_by_one_function_of_hub_queue_and_"
		  "storage",
		    documents_are_taken_by_one_function_of_hub_queue_and_storage },
		{ "users_enter_by_the_site_and_its_backend",
		    users_enter_by_the_site_and_its_backend },
		{ "users_enter_by_what_is_public_without_a_site",
		    users_enter_by_what_is_public_without_a_site },
		{ "each_region_has_a_slot_and_its_services",
		    each_region_has_a_slot_and_its_services },
	};

	return azs_test_main("context", tests, AZS_TEST_COUNT(tests));
}
