/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "buf.h"
#include "facts.h"
#include "readiness_items.h"

/* The type of deployment that stays nearest and still is widely available. */
static const char *
nearest(const struct azs_ready *ready)
{
	const struct azs_deployment_type *zone =
	    azs_deployment_type_find("DataZoneStandard");
	const struct azs_region *region = azs_region_find(
	    azs_model_location(ready->world->model, ready->environment));

	return zone != NULL && region != NULL &&
		azs_deployment_type_in(zone, region)
	    ? zone->name
	    : "Standard";
}

/* Global deployments work on a request in whatever region has room (see
   openai.deployments.*.sku in field.c). */
static void
deployments(struct azs_ready *ready)
{
	const struct azs_node *map = azs_ready_get(ready, "openai.deployments");
	struct azs_buf path = AZS_BUF_INIT, fix = AZS_BUF_INIT;
	const struct azs_node *sku;
	const char *near = nearest(ready);
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++) {
		sku = azs_node_get(map->items[i], "sku");
		azs_buf_clear(&path);
		azs_buf_clear(&fix);
		azs_buf_addf(
		    &path, "openai.deployments.%s.sku", map->items[i]->key);
		azs_ready_node(ready, path.data, sku);
		if (strncmp(azs_node_text(sku, ""), "Global", 6) != 0)
			continue;
		azs_buf_addf(
		    &fix, "azstamp env set ENV %s=%s", path.data, near);
		azs_ready_should(ready, fix.data,
		    "%s is %s: a request may be worked on in any region",
		    path.data, sku->text);
	}
	azs_buf_release(&path);
	azs_buf_release(&fix);
}

void
azs_ready_residency(struct azs_ready *ready)
{
	azs_ready_node(ready, "locations",
	    azs_model_locations(ready->world->model, ready->environment));
	azs_ready_value(ready, "governance.policies");
	azs_ready_rule(
	    ready, "AZS0186", "azstamp env set ENV governance.policies=true");
	azs_ready_rule(ready, "AZS0146", NULL);
	if (azs_ready_has(ready, "models"))
		deployments(ready);
	if (azs_ready_true(ready, "governance.policies"))
		azs_ready_module(
		    ready, "governance/policies", "allowedLocations");
}

void
azs_ready_audit(struct azs_ready *ready)
{
	azs_ready_value(ready, "governance.activityLog");
	azs_ready_value(ready, "monitoring.auditRetentionDays");
	if (!azs_ready_true(ready, "governance.activityLog"))
		azs_ready_must(ready,
		    "azstamp env set ENV governance.activityLog=true",
		    "governance.activityLog is off: who changed what is not "
		    "in the workspace");
	else
		azs_ready_module(ready, "monitoring/activity-log",
		    "'Microsoft.Insights/diagnosticSettings@");
	azs_ready_file(ready, "infra/modules/shared/diagnostics.bicep",
	    "categoryGroup: 'allLogs'");
	azs_ready_file(ready, "infra/modules/security/key-vault.bicep",
	    "'Microsoft.Insights/diagnosticSettings@");
}

void
azs_ready_policies(struct azs_ready *ready)
{
	azs_ready_value(ready, "governance.policies");
	azs_ready_value(ready, "governance.requiredTags");
	if (!azs_ready_true(ready, "governance.policies")) {
		azs_ready_must(ready,
		    "azstamp env set ENV governance.policies=true",
		    "governance.policies is off: nothing reports missing tags, "
		    "keys and open networks");
		return;
	}
	azs_ready_rule(ready, "AZS0175", NULL);
	azs_ready_module(ready, "governance/policies",
	    "'Microsoft.Authorization/policyAssignments@");
}

void
azs_ready_baselines(struct azs_ready *ready)
{
	azs_ready_file(ready, "ps-rule.yaml", "PSRule.Rules.Azure");
	azs_ready_file(ready, ".checkov.yaml", NULL);
	if (azs_ready_has(ready, "github"))
		azs_ready_file(
		    ready, ".github/workflows/ci.yml", "baseline: Azure.GA_");
	if (azs_ready_has(ready, "azureDevOps"))
		azs_ready_file(
		    ready, ".azdo/pipelines/deploy.yml", "job: SecurityScan");
	azs_ready_file(ready, "docs/security.md", "## Rules that do not hold");
	if (azs_ready_has(ready, "models")) {
		azs_ready_value(ready, "openai.contentFilter");
		azs_ready_rule(ready, "AZS0185",
		    "azstamp env set ENV openai.contentFilter=Medium");
	}
	azs_ready_value(ready, "governance.defender");
}

void
azs_ready_assessments(struct azs_ready *ready)
{
	if (azs_ready_has(ready, "github")) {
		azs_ready_manual(ready,
		    "work off the issue that ops.yml opens every quarter");
		azs_ready_file(ready, ".github/workflows/ops.yml",
		    "gh issue create --title \"Security assessment");
	} else {
		azs_ready_manual(ready,
		    "go through docs/security.md every quarter, with azstamp "
		    "readiness beside it");
	}
	azs_ready_file(ready, "docs/security.md", "## What no file can show");
}

void
azs_ready_incidents(struct azs_ready *ready)
{
	azs_ready_manual(ready,
	    "name who is on call, and try docs/runbook.md in the monthly "
	    "drill");
	azs_ready_file(ready, "docs/runbook.md", "# Runbook");
	azs_ready_file(
	    ready, "docs/runbook.md", "## Somebody else may have access");
	azs_ready_file(ready, "docs/runbook.md", "## Drills");
}
