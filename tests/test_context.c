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
	struct azs_node *context = azs_context_build(model);

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
	CU_ASSERT(azs_node_true(azs_node_get(list->items[0], "first")));
	CU_ASSERT_FALSE(azs_node_true(azs_node_get(list->items[0], "last")));
	CU_ASSERT(azs_node_true(azs_node_get(list->items[1], "isProduction")));
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(list->items[1], "previous")->text, "dev");
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
	};

	return azs_test_main("context", tests, AZS_TEST_COUNT(tests));
}
