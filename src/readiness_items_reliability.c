/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "readiness_items.h"

#define RUNBOOK "docs/runbook.md"

void
azs_ready_regions(struct azs_ready *ready)
{
	const struct azs_node *list =
	    azs_model_locations(ready->world->model, ready->environment);

	azs_ready_node(ready, "locations", list);
	if (!azs_ready_regional(ready)) {
		azs_ready_must(ready,
		    "azstamp init DIR --pattern multi-region, or SUPPRESS",
		    "the pattern %s runs in one region; when it is away, the "
		    "runbook sets up another",
		    azs_node_text(azs_node_get(ready->world->model->application,
				      "pattern"),
			""));
		azs_ready_file(ready, RUNBOOK, "## A region that is away");
		return;
	}
	azs_ready_rule(ready, "AZS0140", NULL);
	azs_ready_served(ready);
	azs_ready_infra(ready, "module stamps 'stamp.bicep'");
	if (azs_ready_has(ready, "trafficManager"))
		azs_ready_module(ready, "edge/traffic-manager", "endpoints: ");
	if (azs_ready_has(ready, "routedByFrontDoor"))
		azs_ready_module(ready, "edge/front-door", "origins: ");
	azs_ready_file(ready, "scripts/failover_drill.py", "def main");
}

void
azs_ready_backup(struct azs_ready *ready)
{
	int storage = azs_ready_has(ready, "storage");
	int cosmos = azs_ready_has(ready, "cosmos");

	if (storage) {
		azs_ready_value(ready, "backup.enabled");
		azs_ready_value(ready, "storage.sku");
		azs_ready_value(ready, "storage.retentionDays");
		azs_ready_rule(ready, "AZS0180",
		    "azstamp env set ENV backup.enabled=true");
		azs_ready_rule(ready, "AZS0179",
		    "azstamp env set ENV storage.sku=Standard_ZRS");
	}
	if (azs_ready_has(ready, "backup")) {
		azs_ready_module(
		    ready, "recovery/backup-vault", "T02:00:00+00:00/P1D");
		azs_ready_module(ready, "recovery/blob-backup",
		    "Microsoft.DataProtection/backupVaults/backupInstances");
	}
	if (cosmos) {
		azs_ready_value(ready, "cosmos.backupDays");
		azs_ready_module(ready, "data/cosmos", "backupPolicy: {");
	}
	azs_ready_value(ready, "governance.locks");
	azs_ready_rule(
	    ready, "AZS0181", "azstamp env set ENV governance.locks=true");
	if (azs_ready_true(ready, "governance.locks"))
		azs_ready_module(
		    ready, "governance/lock", "Microsoft.Authorization/locks@");
	azs_ready_file(ready, RUNBOOK, "## A region that is away");
	if (storage)
		azs_ready_file(ready, RUNBOOK, "## Documents that were lost");
}

/* Starter code with words; without any there is no proof. */
static void
in_code(struct azs_ready *ready, const char *path, const char *words)
{
	if (azs_ready_code(ready, path, words) == 0)
		azs_ready_must(ready, "if your code has it: SUPPRESS",
		    "no service has starter code called %s", path);
}

void
azs_ready_breakers(struct azs_ready *ready)
{
	in_code(ready, "src/breaker.ts", "export class Breaker");
	in_code(ready, "src/outbound.ts", "breaker.enter()");
}

void
azs_ready_retries(struct azs_ready *ready)
{
	in_code(ready, "src/retry.ts", "export async function send(");
	in_code(ready, "src/retry.ts", "retryAfter(response)");
}

/* What is left when a part is away, by what a service uses. */
static const struct {
	const char *path, *words;
} fallbacks[] = {
	{ "src/or-else.ts", "export async function orElse" },
	{ "src/cache.ts", "the cache does not work" },
	{ "src/grounding.ts", "the documents were not searched" },
	{ "src/openai.ts", "resting.set(" },
	{ "src/dead-letters.ts", "export async function keep" },
};

void
azs_ready_degradation(struct azs_ready *ready)
{
	size_t i;

	/* Who cannot answer says when to come back. */
	in_code(ready, "src/outbound.ts", "'retry-after': seconds");
	for (i = 0; i < sizeof fallbacks / sizeof fallbacks[0]; i++)
		azs_ready_code(ready, fallbacks[i].path, fallbacks[i].words);
}

void
azs_ready_health_endpoints(struct azs_ready *ready)
{
	if (azs_ready_has(ready, "containerApp")) {
		azs_ready_module(ready, "apps/container-app", "probes: ");
		in_code(ready, "src/http.ts", "path === '/health'");
	}
	if (azs_ready_has(ready, "appService")) {
		azs_ready_module(
		    ready, "apps/app-service", "healthCheckPath: healthPath");
		in_code(ready, "src/http.ts", "path === '/health'");
	}
	if (azs_ready_has(ready, "functionApp"))
		in_code(ready, "src/main.ts", "app.http('health'");
}
