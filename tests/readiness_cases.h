/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TESTS_READINESS_CASES_H
#define AZS_TESTS_READINESS_CASES_H

#include <stddef.h>

/* Models for test_readiness.c, and how each item of readiness fails. */

#define SERVICES                                                        \
	"locations: [eastus2]\nservices:\n"                             \
	"  web:\n    host: staticwebapp\n    project: services/web\n"   \
	"    uses: [api]\n"                                             \
	"  api:\n    host: containerapp\n    project: services/api\n"   \
	"    ingress: external\n    uses: [chat]\n"                     \
	"  chat:\n    host: containerapp\n    project: services/chat\n" \
	"    uses: [openai, search, storage"
#define MICRO "name: shop\npattern: microservice\n" SERVICES ", cache]\n"
#define UNCACHED "name: shop\npattern: microservice\n" SERVICES "]\n"
#define REGIONS                                                             \
	"name: shop\npattern: multi-region\nlocations: [eastus, westus2]\n" \
	"services:\n  api:\n    host: containerapp\n"                       \
	"    project: services/api\n    ingress: external\n"                \
	"    uses: [openai, cosmos, keyVault, storage]\n"
#define EVENTS                                                      \
	"name: shop\npattern: event-driven\nlocations: [eastus2]\n" \
	"services:\n  processor:\n    host: function\n"             \
	"    project: services/processor\n"                         \
	"    uses: [eventHubs, serviceBus, storage, keyVault, openai]\n"

/* Production with all that azstamp cannot know by itself. */
#define DEPLOYMENT(name, model, version)                                   \
	"    " name ":\n      model: " model "\n      version: \"" version \
	"\"\n      sku: DataZoneStandard\n"
#define HEAD "extends: azstamp/prod\n"
#define EMAILS                                          \
	"monitoring:\n  alertEmails: [a@example.com]\n" \
	"budget:\n  escalationEmails: [b@example.com]\n"
#define MODELS                                    \
	"openai:\n  deployments:\n" DEPLOYMENT(   \
	    "chat", "gpt-5.4-mini", "2026-03-17") \
	    DEPLOYMENT("embedding", "text-embedding-3-large", "1")
#define DOMAIN                               \
	"edge:\n  domain: www.example.com\n" \
	"  certificateUri: https://kv-shop.vault.azure.net/secrets/www\n"
#define GOOD HEAD EMAILS MODELS
#define DEV "extends: azstamp/dev\n"

/*
 * How each item fails: by an application or a profile (NULL: the good one), or
 * by a file from which words are taken (NULL: which is deleted). Where more
 * cannot be asked for, it warns.
 */
static const struct {
	const char *id, *application, *profile, *path, *words, *gap;
} bad[] = {
	{ "managed-identities", NULL, NULL, "infra/modules/ai/search.bicep",
	    "disableLocalAuth: true", "has no `disableLocalAuth: true`" },
	{ "secrets-in-vault", NULL, GOOD "keyVault:\n  sku: standard\n", NULL,
	    NULL, "keyVault.sku is standard" },
	{ "private-endpoints", NULL, GOOD "network:\n  private: false\n", NULL,
	    NULL, "network.private is off" },
	{ "network-security-groups", NULL, NULL,
	    "infra/modules/network/virtual-network.bicep",
	    "networkSecurityGroup: {", "has no `networkSecurityGroup" },
	{ "least-privilege", NULL, NULL, "infra/modules/shared/roles.bicep",
	    NULL, "was deleted" },
	{ "web-application-firewall", NULL, GOOD "edge:\n  kind: none\n", NULL,
	    NULL, "edge.kind is none" },
	{ "autoscaling", NULL, GOOD "containers:\n  maxReplicas: 2\n", NULL,
	    NULL, "maxReplicas is 2" },
	{ "caching", NULL, GOOD "cache:\n  enabled: false\n", NULL, NULL,
	    "cache.enabled is off" },
	{ "load-balancing", NULL,
	    GOOD "containers:\n  minReplicas: 1\n  maxReplicas: 1\n", NULL,
	    NULL, "runs in one replica" },
	{ "static-content", NULL, GOOD "edge:\n  kind: none\n", NULL, NULL,
	    "edge.kind is none" },
	{ "connection-pooling", NULL, NULL, "services/chat/src/redis.ts", NULL,
	    "was deleted" },
	{ "token-optimization", NULL, NULL, "services/chat/src/tokens.ts",
	    "export function fit", "which is yours, has no" },
	{ "application-insights", NULL, NULL,
	    "infra/modules/monitoring/application-insights.bicep", NULL,
	    "was deleted" },
	{ "custom-metrics", NULL, NULL, "services/chat/src/openai.ts",
	    "trackMetric('openai_tokens_used'", "which is yours, has no" },
	{ "alert-rules", NULL, NULL,
	    "infra/modules/monitoring/query-alerts.bicep", NULL,
	    "was deleted" },
	{ "dashboard", NULL, NULL, "infra/modules/monitoring/ai-workbook.json",
	    NULL, "was deleted" },
	{ "health-checks", NULL, NULL, "scripts/health_check.py", NULL,
	    "was deleted" },
	{ "log-retention", NULL,
	    HEAD MODELS "monitoring:\n  retentionDays: 30\n", NULL, NULL,
	    "kept 30 days" },
	{ "multi-region", NULL, NULL, NULL, NULL, "runs in one region" },
	{ "backup-and-recovery", NULL, GOOD "backup:\n  enabled: false\n", NULL,
	    NULL, "backup.enabled is off" },
	{ "circuit-breakers", NULL, NULL, "services/chat/src/breaker.ts", NULL,
	    "was deleted" },
	{ "retry-policies", NULL, NULL, "services/api/src/retry.ts",
	    "retryAfter(response)", "which is yours, has no" },
	{ "graceful-degradation", NULL, NULL, "services/api/src/outbound.ts",
	    "'retry-after': seconds", "which is yours, has no" },
	{ "health-endpoints", NULL, NULL,
	    "infra/modules/apps/container-app.bicep",
	    "probes: ", "has no `probes: `" },
	{ "budget-alerts", NULL, GOOD "keyVault:\n  sku: premium\n",
	    "infra/modules/cost/budget.bicep", "threshold: 95",
	    "has no `threshold: 95`" },
	{ "right-sizing", NULL, GOOD "search:\n  replicas: 1\n", NULL, NULL,
	    "search.replicas 1" },
	{ "reserved-instances", NULL, NULL,
	    "infra/modules/cost/cost-workbook.json", NULL, "was deleted" },
	{ "cost-dashboard", NULL, NULL, "infra/modules/cost/cost-workbook.json",
	    NULL, "was deleted" },
	{ "cost-reviews", NULL, NULL, ".github/workflows/ops.yml",
	    "gh issue create --title \"Cost review", "has no `gh issue" },
	{ "data-residency", NULL, HEAD EMAILS, NULL, NULL,
	    "chat.sku is GlobalStandard" },
	{ "audit-logging", NULL, GOOD "governance:\n  activityLog: false\n",
	    NULL, NULL, "governance.activityLog is off" },
	{ "compliance-policies", NULL, GOOD "governance:\n  policies: false\n",
	    NULL, NULL, "governance.policies is off" },
	{ "security-baselines", NULL, NULL, "ps-rule.yaml", NULL,
	    "was deleted" },
	{ "security-assessments", NULL, NULL, "docs/security.md", NULL,
	    "was deleted" },
	{ "incident-response", NULL, NULL, "docs/runbook.md", NULL,
	    "was deleted" },
	{ "response-time", NULL,
	    GOOD "serviceLevels:\n  responseMilliseconds: 2500\n", NULL, NULL,
	    "longer than 2 s" },
	{ "availability", NULL, GOOD "serviceLevels:\n  availability: 99.5\n",
	    NULL, NULL, "less than 99.9 %" },
	{ "error-rate", NULL, GOOD "serviceLevels:\n  errorRate: 1\n", NULL,
	    NULL, "more than 0.1 %" },
	{ "token-spend", NULL, GOOD "serviceLevels:\n  tokenSpend: 501\n", NULL,
	    NULL, "more than 500" },
	{ "concurrent-users", NULL, GOOD "containers:\n  maxReplicas: 49\n",
	    NULL, NULL, "is 980" },
	{ "recovery-time", NULL, GOOD "redundancy:\n  zones: false\n", NULL,
	    NULL, "redundancy.zones is off" },
	{ "caching", UNCACHED, NULL, NULL, NULL, "no service uses the cache" },
	{ "health-checks", REGIONS, NULL, NULL, NULL, "no edge.domain" },
	{ "availability", REGIONS, GOOD "edge:\n  domain: www.example.com\n",
	    NULL, NULL, "edge.certificateUri is not set" },
	{ "multi-region", REGIONS,
	    GOOD DOMAIN "locations: [eastus]\nregistry:\n  sku: Premium\n",
	    NULL, NULL, "is the only region" },
	{ "autoscaling", EVENTS,
	    GOOD "eventHubs:\n  capacity: 2\n  maxCapacity: null\n", NULL, NULL,
	    "no eventHubs.maxCapacity" },
};

#endif
