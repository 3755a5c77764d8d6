/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "field.h"
#include "readiness_items.h"

#define RULES "infra/modules/monitoring/alert-rules.bicep"

/* An alert on the level watches it. */
static void
watched(struct azs_ready *ready, const char *alert)
{
	azs_ready_infra(ready, "alerts.serviceLevelAlerts(");
	azs_ready_file(ready, RULES, alert);
}

void
azs_ready_response_time(struct azs_ready *ready)
{
	azs_ready_value(ready, "serviceLevels.responseMilliseconds");
	if (azs_ready_number(ready, "serviceLevels.responseMilliseconds") >
	    2000)
		azs_ready_must(ready,
		    "azstamp env set ENV "
		    "serviceLevels.responseMilliseconds=2000",
		    "nobody hears of answers that take longer than 2 s");
	watched(ready, "name: 'level-response-time'");
}

/* A decimal field in hundredths. */
static long
hundredths(const struct azs_ready *ready, const char *path)
{
	const struct azs_node *value = azs_ready_get(ready, path);

	return value->kind == AZS_INT ? (long)value->number * 100
				      : azs_hundredths(value->text);
}

void
azs_ready_availability(struct azs_ready *ready)
{
	if (!azs_ready_has(ready, "public")) {
		azs_ready_not_applicable(ready,
		    "no service has users: events and messages start them");
		return;
	}
	azs_ready_value(ready, "serviceLevels.availability");
	if (hundredths(ready, "serviceLevels.availability") < 9990)
		azs_ready_must(ready,
		    "azstamp env set ENV serviceLevels.availability=99.9",
		    "less than 99.9 %% is called available");
	azs_ready_served(ready);
	watched(ready, "name: 'level-availability'");
	azs_ready_module(
	    ready, "monitoring/availability-test", "Frequency: frequency");
}

void
azs_ready_error_rate(struct azs_ready *ready)
{
	azs_ready_value(ready, "serviceLevels.errorRate");
	if (hundredths(ready, "serviceLevels.errorRate") > 10)
		azs_ready_must(ready,
		    "azstamp env set ENV serviceLevels.errorRate=0.1",
		    "nobody hears of it when more than 0.1 %% of the requests "
		    "fail");
	watched(ready, "name: 'level-error-rate'");
}

void
azs_ready_token_spend(struct azs_ready *ready)
{
	if (!azs_ready_has(ready, "models")) {
		azs_ready_not_applicable(ready, "no service asks a model");
		return;
	}
	azs_ready_value(ready, "serviceLevels.tokenSpend");
	if (azs_ready_number(ready, "serviceLevels.tokenSpend") > 500)
		azs_ready_must(ready,
		    "azstamp env set ENV serviceLevels.tokenSpend=500",
		    "nobody hears of it when tokens cost more than 500 a "
		    "month");
	azs_ready_manual(ready,
	    "azd env set OPENAI_PROMPT_PRICE DOLLARS and "
	    "OPENAI_COMPLETION_PRICE DOLLARS, for a million tokens each: "
	    "without them nothing is measured, and only azd knows them");
	watched(ready, "name: 'level-token-spend'");
	azs_ready_file(
	    ready, "infra/main.parameters.json", "${OPENAI_PROMPT_PRICE}");
}

/* How many requests all replicas of the public container apps work on before
   more replicas are wanted: the fewest of them. */
static long
concurrent(struct azs_ready *ready)
{
	const struct azs_node *map =
	    azs_node_get(ready->world->model->application, "services");
	long least = -1, all;
	size_t i;

	for (i = 0; i < map->count; i++) {
		const char *name = map->items[i]->key;

		if (!azs_service_is(map->items[i], "containerapp"))
			continue;
		azs_ready_size(ready, name, "maxReplicas");
		azs_ready_size(ready, name, "concurrentRequests");
		all = (long)azs_model_container(
			  ready->environment, name, "maxReplicas")
			  ->number *
		    (long)azs_model_container(
			ready->environment, name, "concurrentRequests")
			->number;
		least = least < 0 || all < least ? all : least;
	}
	return least;
}

void
azs_ready_users(struct azs_ready *ready)
{
	long all;

	if (!azs_ready_has(ready, "public")) {
		azs_ready_not_applicable(ready, "nobody waits for an answer");
		return;
	}
	azs_ready_manual(ready,
	    "measure it: scripts/load_test.py --endpoint URL "
	    "--concurrent-users 1000 --duration 300 --ramp-up 60");
	if (azs_ready_has(ready, "containerApp")) {
		all = concurrent(ready);
		if (all < 1000)
			azs_ready_must(ready,
			    "azstamp env set ENV containers.maxReplicas=50",
			    "maxReplicas times concurrentRequests is %ld, "
			    "fewer than 1000 requests at a time",
			    all);
	}
	if (azs_ready_has(ready, "appService"))
		azs_ready_value(ready, "appService.maxInstances");
	azs_ready_file(ready, "scripts/load_test.py", "--concurrent-users");
}

void
azs_ready_recovery_time(struct azs_ready *ready)
{
	azs_ready_manual(ready,
	    azs_ready_regional(ready)
		? "measure it: scripts/failover_drill.py, every month"
		: "measure it: the monthly drill, by docs/runbook.md");
	azs_ready_value(ready, "redundancy.zones");
	azs_ready_rule(
	    ready, "AZS0178", "azstamp env set ENV redundancy.zones=true");
	azs_ready_rule(ready, "AZS0196", NULL);
	azs_ready_file(ready, "docs/runbook.md", "## A region that is away");
	if (azs_ready_regional(ready))
		azs_ready_file(ready, "scripts/failover_drill.py", "def main");
	if (azs_ready_has(ready, "github"))
		azs_ready_file(
		    ready, ".github/workflows/ops.yml", "docs/runbook.md");
}
