/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "values.h"

#include <string.h>

#include "golden.h"
#include "unit.h"

static const char application[] = "name: shop\npattern: microservice\n"
				  "locations: [swedencentral]\nservices:\n"
				  "  web:\n    host: staticwebapp\n"
				  "    project: services/web\n    uses: [api]\n"
				  "  api:\n    host: containerapp\n"
				  "    project: services/api\n"
				  "    ingress: external\n    uses: [openai]\n";

static struct azs_node *
values_of(const char *text, const char *profile)
{
	struct azs_model *model = azs_golden_build(text, profile, NULL);
	struct azs_node *values =
	    azs_values_build(model, &model->environments[0], 0);

	azs_model_free(model);
	return values;
}

static void
values_hold_what_is_used_and_nothing_else(void)
{
	struct azs_node *v = values_of(application, "extends: azstamp/dev\n");

	CU_ASSERT_STRING_EQUAL(
	    azs_node_at(v, "location")->text, "swedencentral");
	CU_ASSERT_EQUAL(azs_node_at(v, "tags")->count, 0);
	CU_ASSERT_EQUAL(azs_node_at(v, "openai.capacity")->number, 10);
	CU_ASSERT_PTR_NULL(azs_node_get(v, "vision"));
	CU_ASSERT_PTR_NULL(azs_node_get(v, "documentIntelligence"));
	CU_ASSERT_STRING_EQUAL(
	    azs_node_at(v, "staticWebApp.location")->text, "westeurope");
	CU_ASSERT_EQUAL(azs_node_at(v, "services")->count, 1);
	CU_ASSERT_EQUAL(azs_node_at(v, "budget.contactEmails")->kind, AZS_LIST);
	azs_node_free(v);
}

static void
what_is_off_is_left_out(void)
{
	struct azs_node *v = values_of(application,
	    "extends: azstamp/dev\nsearch: {enabled: false}\n"
	    "budget: {enabled: false}\n");

	CU_ASSERT_PTR_NULL(azs_node_get(v, "search"));
	CU_ASSERT_PTR_NULL(azs_node_get(v, "budget"));
	azs_node_free(v);
	v = values_of(azs_golden_application, "level: staging\n");
	CU_ASSERT_PTR_NULL(azs_node_get(v, "openai"));
	CU_ASSERT_PTR_NULL(azs_node_get(v, "staticWebApp"));
	azs_node_free(v);
}

static void
decimals_are_strings(void)
{
	struct azs_node *v = values_of(application,
	    "extends: azstamp/dev\ncontainers: {cpu: 2, memory: 4Gi}\n");

	CU_ASSERT_STRING_EQUAL(azs_node_at(v, "services.api.cpu")->text, "2.0");
	azs_node_free(v);
	v = values_of(application, "extends: azstamp/dev\n");
	CU_ASSERT_STRING_EQUAL(azs_node_at(v, "services.api.cpu")->text, "0.5");
	CU_ASSERT_EQUAL(azs_node_at(v, "services.api.cpu")->kind, AZS_STRING);
	azs_node_free(v);
}

static void
a_services_own_size_wins(void)
{
	struct azs_node *v = values_of(application,
	    "extends: azstamp/dev\nservices: {api: {containers: "
	    "{minReplicas: 2, cpu: 0.75, memory: 1.5Gi}}}\n");

	CU_ASSERT_EQUAL(azs_node_at(v, "services.api.minReplicas")->number, 2);
	CU_ASSERT_EQUAL(azs_node_at(v, "services.api.maxReplicas")->number, 3);
	CU_ASSERT_STRING_EQUAL(
	    azs_node_at(v, "services.api.cpu")->text, "0.75");
	azs_node_free(v);
}

static void
deployments_keep_their_order_and_name(void)
{
	struct azs_node *v = values_of(application,
	    "extends: azstamp/dev\nopenai: {deployments: {mini: "
	    "{model: gpt-5.5, version: \"2026-04-24\", capacity: 3}}}\n");
	const struct azs_node *list = azs_node_at(v, "openai.deployments");

	CU_ASSERT_EQUAL_FATAL(list->count, 3);
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(list->items[0], "name")->text, "chat");
	CU_ASSERT_PTR_NULL(azs_node_get(list->items[0], "capacity"));
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(list->items[2], "name")->text, "mini");
	CU_ASSERT_EQUAL(azs_node_get(list->items[2], "capacity")->number, 3);
	azs_node_free(v);
}

static void
a_group_is_there_for_its_feature(void)
{
	struct azs_node *v = values_of(
	    "name: shop\npattern: microservice\nlocations: [eastus2]\n"
	    "services:\n  job:\n    host: function\n    project: services/job\n"
	    "    uses: [foundry, appConfiguration, cosmos, serviceBus]\n",
	    "extends: azstamp/dev\n");

	CU_ASSERT_EQUAL(azs_node_at(v, "openai.deployments")->count, 2);
	CU_ASSERT_STRING_EQUAL(
	    azs_node_at(v, "openai.contentFilter")->text, "Medium");
	CU_ASSERT_EQUAL(
	    azs_node_at(v, "appConfiguration.retentionDays")->number, 1);
	CU_ASSERT_EQUAL(azs_node_get(v, "appConfiguration")->count, 1);
	CU_ASSERT_EQUAL(azs_node_at(v, "functions.maxInstances")->number, 40);
	CU_ASSERT_EQUAL(azs_node_at(v, "cosmos.backupDays")->number, 7);
	CU_ASSERT_PTR_NULL(azs_node_at(v, "cosmos.maxThroughput"));
	CU_ASSERT_STRING_EQUAL(
	    azs_node_at(v, "serviceBus.sku")->text, "Standard");
	CU_ASSERT_PTR_NULL(azs_node_get(v, "edge"));
	CU_ASSERT_PTR_NULL(azs_node_get(v, "services"));
	CU_ASSERT_PTR_NULL(azs_node_get(v, "registry"));
	CU_ASSERT_PTR_NULL(azs_node_get(v, "storage"));
	CU_ASSERT_PTR_NULL(azs_node_get(v, "regions"));
	azs_node_free(v);
}

static void
thresholds_are_there_for_what_they_watch(void)
{
	struct azs_node *v = values_of(
	    "name: shop\npattern: microservice\nlocations: [eastus2]\n"
	    "services:\n  api:\n    host: containerapp\n"
	    "    project: services/api\n    ingress: external\n",
	    "extends: azstamp/dev\n");

	CU_ASSERT_PTR_NOT_NULL(azs_node_at(v, "monitoring.failedRequests"));
	CU_ASSERT_PTR_NULL(azs_node_at(v, "monitoring.throttledRequests"));
	CU_ASSERT_PTR_NULL(azs_node_at(v, "monitoring.serverErrors"));
	CU_ASSERT_PTR_NOT_NULL(azs_node_get(v, "edge"));
	CU_ASSERT_PTR_NULL(azs_node_at(v, "edge.minInstances"));
	CU_ASSERT_PTR_NULL(azs_node_at(v, "edge.maxInstances"));
	azs_node_free(v);
}

static void
lists_nobody_wrote_are_empty(void)
{
	static const char *const paths[] = { "network.allowedAddresses",
		"monitoring.alertEmails", "governance.requiredTags",
		"budget.contactEmails", "budget.escalationEmails" };
	struct azs_node *v = values_of(application, "extends: azstamp/dev\n");
	size_t i;

	for (i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		const struct azs_node *list = azs_node_at(v, paths[i]);

		CU_ASSERT_PTR_NOT_NULL_FATAL(list);
		CU_ASSERT(list->kind == AZS_LIST && list->count == 0);
	}
	azs_node_free(v);
	v = values_of(application,
	    "extends: azstamp/dev\nmonitoring: {alertEmails: [a@b.example]}\n");
	CU_ASSERT_EQUAL(azs_node_at(v, "monitoring.alertEmails")->count, 1);
	azs_node_free(v);
}

static void
switches_are_no_values_of_a_group(void)
{
	struct azs_node *v = values_of(application, "extends: azstamp/dev\n");

	CU_ASSERT_PTR_NULL(azs_node_at(v, "budget.enabled"));
	CU_ASSERT_EQUAL(azs_node_at(v, "network.private")->kind, AZS_BOOL);
	CU_ASSERT_STRING_EQUAL(azs_node_at(v, "edge.kind")->text, "none");
	azs_node_free(v);
}

static void
zones_need_a_region_that_has_them(void)
{
	struct azs_node *v = values_of(application, "extends: azstamp/dev\n");

	CU_ASSERT_FALSE(azs_node_true(azs_node_get(v, "zoneRedundant")));
	azs_node_free(v);
	v = values_of(
	    application, "extends: azstamp/dev\nredundancy: {zones: true}\n");
	CU_ASSERT(azs_node_true(azs_node_get(v, "zoneRedundant")));
	azs_node_free(v);
	v = values_of(application,
	    "extends: azstamp/dev\nredundancy: {zones: true}\n"
	    "locations: [westus]\n");
	CU_ASSERT_EQUAL(azs_node_get(v, "zoneRedundant")->kind, AZS_BOOL);
	CU_ASSERT_FALSE(azs_node_true(azs_node_get(v, "zoneRedundant")));
	azs_node_free(v);
}

static void
each_region_has_addresses_and_zones_of_its_own(void)
{
	struct azs_model *model = azs_golden_build(application,
	    "extends: azstamp/dev\nredundancy: {zones: true}\n"
	    "network: {private: true, addressPrefix: 10.250.0.0/16}\n"
	    "locations: [eastus, westus, westus2, westus3, centralus]\n",
	    NULL);
	struct azs_node *v =
	    azs_values_build(model, &model->environments[0], 1);
	const struct azs_node *list = azs_node_get(v, "regions");

	CU_ASSERT_EQUAL_FATAL(list->count, 5);
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(list->items[0], "key")->text, "primary");
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(list->items[0], "addressPrefix")->text,
	    "10.250.0.0/16");
	CU_ASSERT(azs_node_true(azs_node_get(list->items[0], "zoneRedundant")));
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(list->items[1], "location")->text, "westus");
	CU_ASSERT_FALSE(
	    azs_node_true(azs_node_get(list->items[1], "zoneRedundant")));
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(list->items[4], "key")->text, "quinary");
	CU_ASSERT_STRING_EQUAL(
	    azs_node_get(list->items[4], "addressPrefix")->text,
	    "10.254.0.0/16");
	CU_ASSERT_PTR_NULL(azs_node_at(v, "network.addressPrefix"));
	CU_ASSERT_PTR_NULL(azs_node_at(v, "edge.kind"));
	CU_ASSERT_EQUAL(azs_node_at(v, "edge.requestsPerMinute")->number, 1000);
	azs_node_free(v);
	azs_model_free(model);
}

/* Whether an environment uses a value is one question, whether main.bicep of
   all environments asks for it another. */
static void
what_no_environment_reads_is_left_out(void)
{
	struct azs_node *v;

	v = values_of(application, "extends: azstamp/dev\n");
	CU_ASSERT_STRING_EQUAL(azs_node_at(v, "edge.kind")->text, "none");
	CU_ASSERT_EQUAL(azs_node_get(v, "edge")->count, 1);
	CU_ASSERT_PTR_NULL(azs_node_at(v, "network.addressPrefix"));
	azs_node_free(v);
	v = values_of(application,
	    "extends: azstamp/prod\n"
	    "edge:\n  kind: front-door\n  domain: shop.example.com\n"
	    "  certificateUri: https://kv-shop.vault.azure.net/secrets/www\n");
	CU_ASSERT_STRING_EQUAL(
	    azs_node_at(v, "edge.domain")->text, "shop.example.com");
	CU_ASSERT_EQUAL(azs_node_at(v, "edge.requestsPerMinute")->number, 1000);
	CU_ASSERT_PTR_NULL(azs_node_at(v, "edge.certificateUri"));
	CU_ASSERT_STRING_EQUAL(
	    azs_node_at(v, "edge.privateLinkLocation")->text, "swedencentral");
	CU_ASSERT_STRING_EQUAL(
	    azs_node_at(v, "network.addressPrefix")->text, "10.0.0.0/16");
	azs_node_free(v);
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "values_hold_what_is_used_and_nothing_else",
		    values_hold_what_is_used_and_nothing_else },
		{ "what_is_off_is_left_out", what_is_off_is_left_out },
		{ "what_no_environment_reads_is_left_out",
		    what_no_environment_reads_is_left_out },
		{ "decimals_are_strings", decimals_are_strings },
		{ "a_services_own_size_wins", a_services_own_size_wins },
		{ "deployments_keep_their_order_and_name",
		    deployments_keep_their_order_and_name },
		{ "a_group_is_there_for_its_feature",
		    a_group_is_there_for_its_feature },
		{ "thresholds_are_there_for_what_they_watch",
		    thresholds_are_there_for_what_they_watch },
		{ "lists_nobody_wrote_are_empty",
		    lists_nobody_wrote_are_empty },
		{ "switches_are_no_values_of_a_group",
		    switches_are_no_values_of_a_group },
		{ "zones_need_a_region_that_has_them",
		    zones_need_a_region_that_has_them },
		{ "each_region_has_addresses_and_zones_of_its_own",
		    each_region_has_addresses_and_zones_of_its_own },
	};

	return azs_test_main("values", tests, AZS_TEST_COUNT(tests));
}
