/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "readiness.h"

#include <stdlib.h>
#include <string.h>

#include "readiness_items.h"

/* What development, staging and production ask for. */
/* clang-format off */
#define ALWAYS { AZS_ERROR, AZS_ERROR, AZS_ERROR }
#define PRODUCTION { AZS_WARNING, AZS_WARNING, AZS_ERROR }
#define ADVICE { AZS_WARNING, AZS_WARNING, AZS_WARNING }
#define LATER { AZS_OFF, AZS_WARNING, AZS_ERROR }
#define IN_PRODUCTION { AZS_OFF, AZS_OFF, AZS_WARNING }
#define LAST { AZS_OFF, AZS_OFF, AZS_ERROR }

/* Sources: the rows of the requirements that azstamp is built to; AI.n of
   Azure/review-checklists, 2026-08; SE, RE, OE, PE, CO of the Well-Architected
   Framework, 2026-07. */
const struct azs_ready_item azs_ready_items[] = {
{ "managed-identities",  "Security", "Managed identities everywhere", ALWAYS, azs_ready_managed_identities, "S1, AI.62, AI.95, AI.102, SE:05" },
{ "secrets-in-vault",    "Security", "Secrets in Key Vault", PRODUCTION, azs_ready_secrets, "S3, SE:09" },
{ "private-endpoints",   "Security", "Private endpoints for AI and data", PRODUCTION, azs_ready_private_endpoints, "S5, AI.77, AI.103, AI.104, SE:06" },
{ "network-security-groups", "Security", "Network security groups on every subnet", PRODUCTION, azs_ready_security_groups, "S4, S6, SE:06" },
{ "least-privilege",     "Security", "Least-privilege roles", ALWAYS, azs_ready_least_privilege, "S2, SE:05" },
{ "web-application-firewall", "Security", "A firewall on public endpoints", PRODUCTION, azs_ready_firewall, "S6, F3, SE:06" },

{ "autoscaling",         "Performance", "Autoscaling", PRODUCTION, azs_ready_autoscaling, "F1" },
{ "caching",             "Performance", "Caching of AI answers", LATER, azs_ready_caching, "F2" },
{ "load-balancing",      "Performance", "Load balancing", PRODUCTION, azs_ready_load_balancing, "P3, F3, RE:05" },
{ "static-content",      "Performance", "CDN for static content", LATER, azs_ready_static_content, "F4" },
{ "connection-pooling",  "Performance", "Database connection pooling", PRODUCTION, azs_ready_connections, "F4" },
{ "token-optimization",  "Performance", "Token optimization", PRODUCTION, azs_ready_tokens, "F4, C3, CO:12" },

{ "application-insights", "Monitoring", "Application Insights", ALWAYS, azs_ready_telemetry, "M1, OE:07" },
{ "custom-metrics",      "Monitoring", "Custom metrics", PRODUCTION, azs_ready_metrics, "M5, AI.86, OE:07" },
{ "alert-rules",         "Monitoring", "Alert rules", PRODUCTION, azs_ready_alerts, "M2, AI.130, AI.131, RE:10" },
{ "dashboard",           "Monitoring", "Dashboard", PRODUCTION, azs_ready_dashboard, "M3, OE:07" },
{ "health-checks",       "Monitoring", "Health checks", PRODUCTION, azs_ready_health_checks, "M4, D3, RE:10" },
{ "log-retention",       "Monitoring", "Log retention", PRODUCTION, azs_ready_log_retention, "M1, OE:07" },

{ "multi-region",        "Reliability", "Multi-region deployment", IN_PRODUCTION, azs_ready_regions, "P3, RE:05" },
{ "backup-and-recovery", "Reliability", "Backup and recovery plan", PRODUCTION, azs_ready_backup, "R1, R3, AI.122, RE:09" },
{ "circuit-breakers",    "Reliability", "Circuit breakers", PRODUCTION, azs_ready_breakers, "R2, RE:07" },
{ "retry-policies",      "Reliability", "Retry policies", PRODUCTION, azs_ready_retries, "R2, AI.109, RE:07" },
{ "graceful-degradation", "Reliability", "Graceful degradation", PRODUCTION, azs_ready_degradation, "R2, RE:07" },
{ "health-endpoints",    "Reliability", "Health endpoints", ALWAYS, azs_ready_health_endpoints, "R2, RE:07" },

{ "budget-alerts",       "Cost", "Budget alerts", PRODUCTION, azs_ready_budget, "C2, CO:04" },
{ "right-sizing",        "Cost", "Right-sizing", PRODUCTION, azs_ready_sizes, "C1, CO:05, AI.14" },
{ "dev-test-discounts",  "Cost", "Dev/test discounts", ADVICE, azs_ready_dev_test, "C3, CO:08" },
{ "reserved-instances",  "Cost", "Reserved instances", ADVICE, azs_ready_reservations, "C3, AI.17, CO:05" },
{ "cost-dashboard",      "Cost", "Cost dashboard", PRODUCTION, azs_ready_cost_dashboard, "C3, M3, CO:04" },
{ "cost-reviews",        "Cost", "Regular cost reviews", ADVICE, azs_ready_cost_reviews, "C3, CO:04" },

{ "data-residency",      "Compliance", "Data residency", PRODUCTION, azs_ready_residency, "K, RE:05" },
{ "audit-logging",       "Compliance", "Audit logging", PRODUCTION, azs_ready_audit, "K, M1" },
{ "compliance-policies", "Compliance", "Compliance policies", PRODUCTION, azs_ready_policies, "K" },
{ "security-baselines",  "Compliance", "Security baselines", PRODUCTION, azs_ready_baselines, "K, D2, AI.52" },
{ "security-assessments", "Compliance", "Regular security assessments", ADVICE, azs_ready_assessments, "K, AI.45, SE:11" },
{ "incident-response",   "Compliance", "Incident response plan", PRODUCTION, azs_ready_incidents, "K, R3, SE:12" },

{ "response-time",       "Service levels", "Response time below 2 s", PRODUCTION, azs_ready_response_time, "L" },
{ "availability",        "Service levels", "Availability of 99.9 %", PRODUCTION, azs_ready_availability, "L" },
{ "error-rate",          "Service levels", "Error rate below 0.1 %", PRODUCTION, azs_ready_error_rate, "L" },
{ "token-spend",         "Service levels", "Token spend below 500 a month", PRODUCTION, azs_ready_token_spend, "L, CO:04" },
{ "concurrent-users",    "Service levels", "1000 concurrent users", LAST, azs_ready_users, "L" },
{ "recovery-time",       "Service levels", "Recovery within an hour", PRODUCTION, azs_ready_recovery_time, "L, R3, RE:09" },
};
/* clang-format on */

const size_t azs_ready_item_count =
    sizeof azs_ready_items / sizeof azs_ready_items[0];

static const char *const names[] = { "pass", "warn", "fail", "manual",
	"suppressed", "n/a" };

const char *
azs_ready_name(enum azs_ready_status status)
{
	return names[status];
}

const struct azs_ready_item *
azs_ready_find(const char *id)
{
	size_t i;

	for (i = 0; i < azs_ready_item_count; i++)
		if (strcmp(azs_ready_items[i].id, id) == 0)
			return &azs_ready_items[i];
	return NULL;
}

/* How many gaps have that status. */
static size_t
gaps_with(const struct azs_ready *ready, const char *status)
{
	size_t i, count = 0;

	for (i = 0; i < ready->gaps->count; i++)
		count +=
		    strcmp(
			azs_node_text(
			    azs_node_get(ready->gaps->items[i], "status"), ""),
			status) == 0;
	return count;
}

static enum azs_ready_status
status_of(struct azs_ready *ready)
{
	if (ready->na)
		return AZS_READY_NA;
	if (gaps_with(ready, "fail") > 0)
		return AZS_READY_FAIL;
	if (gaps_with(ready, "warn") > 0)
		return AZS_READY_WARN;
	if (gaps_with(ready, "n/a") > 0) {
		azs_buf_clear(&ready->why);
		azs_buf_addf(&ready->why, "not asked of %s",
		    azs_level_name(ready->environment->level));
		return AZS_READY_NA;
	}
	if (gaps_with(ready, "suppressed") > 0)
		return AZS_READY_SUPPRESSED;
	return ready->manual ? AZS_READY_MANUAL : AZS_READY_PASS;
}

/* What was found out about an item, which takes over its lists. */
static struct azs_node *
item_node(struct azs_ready *ready, enum azs_ready_status status)
{
	struct azs_node *out = azs_node_map();

	azs_node_set(out, "id", azs_node_string(ready->item->id));
	azs_node_set(out, "pillar", azs_node_string(ready->item->pillar));
	azs_node_set(out, "title", azs_node_string(ready->item->title));
	azs_node_set(out, "status", azs_node_string(names[status]));
	azs_node_set(out, "sources", azs_node_string(ready->item->sources));
	azs_node_set(out, "why",
	    ready->why.len == 0 ? azs_node_null()
				: azs_node_string(ready->why.data));
	azs_node_set(out, "gaps", ready->gaps);
	azs_node_set(out, "values", ready->values);
	azs_node_set(out, "files", ready->files);
	return out;
}

static struct azs_node *
look(const struct azs_ready_world *world,
    const struct azs_environment *environment,
    const struct azs_ready_item *item, size_t *counts, struct azs_error *err)
{
	struct azs_ready ready = { world, environment, item, azs_node_list(),
		azs_node_list(), azs_node_list(), AZS_BUF_INIT, 0, 0, err, 0 };
	enum azs_ready_status status;
	struct azs_node *node;

	item->look(&ready);
	azs_ready_settle(&ready);
	status = status_of(&ready);
	counts[status]++;
	node = item_node(&ready, status);
	azs_buf_release(&ready.why);
	if (!ready.failed)
		return node;
	azs_node_free(node);
	return NULL;
}

/* Of what counts, how many of a hundred pass; a hundred is all of them. */
static int64_t
score_of(const size_t *counts)
{
	size_t all = counts[AZS_READY_PASS] + counts[AZS_READY_WARN] +
	    counts[AZS_READY_FAIL];

	return all == 0 ? 100 : (int64_t)(counts[AZS_READY_PASS] * 100 / all);
}

int
azs_readiness_build(const struct azs_ready_world *world,
    const struct azs_environment *environment, struct azs_node **out,
    struct azs_error *err)
{
	struct azs_node *root = azs_node_map(), *items, *node;
	size_t counts[AZS_READY_COUNT] = { 0 }, i;

	azs_node_set(root, "name", azs_node_string(environment->name));
	azs_node_set(
	    root, "level", azs_node_string(azs_level_name(environment->level)));
	azs_node_set(root, "score", azs_node_null());
	for (i = 0; i < AZS_READY_COUNT; i++)
		azs_node_set(root, names[i], azs_node_null());
	items = azs_node_set(root, "items", azs_node_list());
	for (i = 0; i < azs_ready_item_count; i++) {
		node =
		    look(world, environment, &azs_ready_items[i], counts, err);
		if (node == NULL) {
			azs_node_free(root);
			return -1;
		}
		azs_node_append(items, node);
	}
	azs_node_set(root, "score", azs_node_int(score_of(counts)));
	for (i = 0; i < AZS_READY_COUNT; i++)
		azs_node_set(root, names[i], azs_node_int((int64_t)counts[i]));
	*out = root;
	return 0;
}
