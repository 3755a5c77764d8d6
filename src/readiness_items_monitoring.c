/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "readiness_items.h"

void
azs_ready_telemetry(struct azs_ready *ready)
{
	long percent = azs_ready_number(ready, "monitoring.samplingPercentage");

	azs_ready_value(ready, "monitoring.samplingPercentage");
	if (percent < 100)
		azs_ready_should(ready,
		    "azstamp env set ENV monitoring.samplingPercentage=100",
		    "of 100 requests %ld are kept: what a model answered to "
		    "the others cannot be looked up",
		    percent);
	azs_ready_module(ready, "monitoring/application-insights",
	    "WorkspaceResourceId: workspaceId");
	azs_ready_infra(ready, "APPLICATIONINSIGHTS_CONNECTION_STRING:");
}

void
azs_ready_metrics(struct azs_ready *ready)
{
	size_t found;

	if (!azs_ready_has(ready, "models")) {
		azs_ready_not_applicable(ready, "no service asks a model");
		return;
	}
	found = azs_ready_code(
	    ready, "src/openai.ts", "trackMetric('openai_tokens_used'");
	found += azs_ready_code(
	    ready, "src/model.ts", "trackMetric('openai_tokens_used'");
	if (found == 0)
		azs_ready_must(ready,
		    "report openai_tokens_used and openai_cost in your code, "
		    "as the dashboard and the alert on spending read them",
		    "no starter code counts tokens");
}

void
azs_ready_alerts(struct azs_ready *ready)
{
	const struct azs_node *emails =
	    azs_ready_get(ready, "monitoring.alertEmails");

	azs_ready_value(ready, "monitoring.failedRequests");
	azs_ready_value(ready, "monitoring.alertEmails");
	if (emails == NULL || emails->count == 0)
		azs_ready_should(ready,
		    "azstamp env set ENV "
		    "'monitoring.alertEmails=[oncall@example.com]'",
		    "monitoring.alertEmails is empty: alerts reach owners and "
		    "contributors of the subscription only, not who is on "
		    "call");
	azs_ready_file(ready, "infra/modules/monitoring/alert-rules.bicep",
	    "func applicationAlerts(");
	azs_ready_module(ready, "monitoring/metric-alerts",
	    "resource rules 'Microsoft.Insights/metricAlerts@");
	azs_ready_module(ready, "monitoring/query-alerts",
	    "resource rules 'Microsoft.Insights/scheduledQueryRules@");
	azs_ready_module(ready, "monitoring/action-group", "armRoleReceivers:");
}

void
azs_ready_dashboard(struct azs_ready *ready)
{
	azs_ready_infra(ready, "'modules/monitoring/ai-workbook.json'");
	azs_ready_file(ready, "infra/modules/monitoring/ai-workbook.json",
	    "\"token-usage\"");
	azs_ready_file(ready, "infra/modules/monitoring/workbook.bicep", NULL);
}

void
azs_ready_health_checks(struct azs_ready *ready)
{
	if (azs_ready_has(ready, "public")) {
		azs_ready_served(ready);
		azs_ready_module(ready, "monitoring/availability-test",
		    "Frequency: frequency");
	}
	azs_ready_file(ready, "scripts/health_check.py", NULL);
	if (azs_ready_has(ready, "github"))
		azs_ready_file(ready,
		    ".github/workflows/deploy-environment.yml",
		    "scripts/health_check.py");
	if (azs_ready_has(ready, "azureDevOps"))
		azs_ready_file(ready, ".azdo/pipelines/deploy-environment.yml",
		    "scripts/health_check.py");
}

void
azs_ready_log_retention(struct azs_ready *ready)
{
	const struct azs_node *audit =
	    azs_ready_get(ready, "monitoring.auditRetentionDays");
	long days = azs_ready_number(ready, "monitoring.retentionDays");

	azs_ready_value(ready, "monitoring.retentionDays");
	azs_ready_value(ready, "monitoring.auditRetentionDays");
	azs_ready_value(ready, "monitoring.dailyQuotaGb");
	if (ready->environment->level == AZS_PRODUCTION && days < 90)
		azs_ready_must(ready,
		    "azstamp env set ENV monitoring.retentionDays=90",
		    "logs are kept %ld days, fewer than the 90 of "
		    "azstamp/prod",
		    days);
	if (ready->environment->level != AZS_DEVELOPMENT)
		azs_ready_rule(ready, "AZS0122",
		    "azstamp env set ENV monitoring.dailyQuotaGb=-1");
	if (audit != NULL)
		azs_ready_rule(ready, "AZS0168", NULL);
	azs_ready_module(ready, "monitoring/log-analytics",
	    "retentionInDays: retentionDays");
}
