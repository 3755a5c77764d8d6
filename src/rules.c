/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "feature.h"

#define ACA "Microsoft Learn, Container Apps, 2025-11"
#define TF "hashicorp/terraform-provider-azurerm, 2026-08-21"
#define MODELS "Microsoft Learn, model retirement schedule, 2026-09-02"
#define REGIONS "Azure/terraform-azurerm-avm-utl-regions, 2026-03-12"
#define SKILLS "microsoft/azure-skills, 2026-08-21"

/* clang-format off */
#define ALWAYS { AZS_ERROR, AZS_ERROR, AZS_ERROR }
#define ADVICE { AZS_WARNING, AZS_WARNING, AZS_WARNING }
#define PRODUCTION_ERROR { AZS_OFF, AZS_WARNING, AZS_ERROR }
#define PRODUCTION_ADVICE { AZS_OFF, AZS_OFF, AZS_WARNING }

const struct azs_rule azs_rules[] = {
{ "AZS0101", "Regions exist", ALWAYS, 1, azs_rule_regions, "`az account list-locations -o table` lists them", REGIONS },
{ "AZS0102", "minReplicas does not exceed maxReplicas", ALWAYS, 0, azs_rule_replica_bounds, NULL, ACA },
{ "AZS0103", "Production runs at least two replicas", { AZS_OFF, AZS_OFF, AZS_ERROR }, 0, azs_rule_replica_floor, "set minReplicas: 2 or more, so that a lost replica is no outage", NULL },
{ "AZS0104", "CPU and memory are a pair that Container Apps accepts", ALWAYS, 0, azs_rule_cpu_memory, "memory is twice the CPU, in steps of 0.25 vCPU up to 4.0", ACA },
{ "AZS0105", "Models are not retired", ALWAYS, 0, azs_rule_model_retired, "choose a model that is generally available, such as gpt-5.4-mini 2026-03-17", MODELS },
{ "AZS0106", "Models do not retire within 90 days", ADVICE, 0, azs_rule_model_retires_soon, "plan the move to a newer model now", MODELS },
{ "AZS0107", "Models and versions are known", ADVICE, 0, azs_rule_model_known, "`az cognitiveservices model list -l <region>` shows what can be deployed", MODELS },
{ "AZS0108", "Models can be deployed by new customers", ADVICE, 0, azs_rule_model_legacy, "choose a model that is generally available unless this subscription has deployed it before", MODELS },
{ "AZS0109", "Provisioned capacity is a whole number of increments", ALWAYS, 0, azs_rule_provisioned_capacity, NULL, TF },
{ "AZS0110", "AI Search has a size its tier allows", ALWAYS, 0, azs_rule_search_size, NULL, TF },
{ "AZS0111", "Nobody but its static web app calls a linked backend", ALWAYS, 1, azs_rule_linked_backend, "the link makes Azure refuse every other caller: put what they need into a service of its own", SKILLS },
{ "AZS0112", "Services that use openai find a deployment called chat", ALWAYS, 0, azs_rule_chat_deployment, "the starter services call the deployment named chat: add openai.deployments.chat", NULL },
{ "AZS0113", "Services use what exists", ALWAYS, 1, azs_rule_uses, NULL, NULL },
{ "AZS0114", "A static web app has one public backend", ALWAYS, 1, azs_rule_site_backend, NULL, SKILLS },
{ "AZS0115", "Services do not call each other in a circle", ADVICE, 1, azs_rule_calls_in_a_circle, "let one of them publish an event or return the answer instead", NULL },
{ "AZS0116", "Names derived from service names are short enough and differ", ALWAYS, 1, azs_rule_names, NULL, TF },
{ "AZS0117", "defaultProfile is an environment that may be taken by mistake", ALWAYS, 1, azs_rule_default_profile, "an azd environment with an unknown name would get this profile's sizes: name a development profile or drop the line", NULL },
{ "AZS0118", "Production has no free tiers", PRODUCTION_ERROR, 0, azs_rule_free_tiers, "free tiers have no SLA and hard limits", NULL },
{ "AZS0119", "Production secrets are in a premium vault that nobody can purge", PRODUCTION_ERROR, 0, azs_rule_vault_floor, "set keyVault.sku: premium, keyVault.purgeProtection: true and keyVault.retentionDays: 90", NULL },
{ "AZS0120", "Production has a budget", PRODUCTION_ADVICE, 0, azs_rule_budget, "remove budget.enabled: false, or watch the cost elsewhere", NULL },
{ "AZS0121", "AI Search is there for the services that use it", PRODUCTION_ADVICE, 0, azs_rule_search_off, "they get an empty AZURE_SEARCH_ENDPOINT and must cope", NULL },
{ "AZS0122", "Production logs have no daily cap", PRODUCTION_ADVICE, 0, azs_rule_log_cap, "a reached cap blinds every alert until midnight; set monitoring.dailyQuotaGb: -1", NULL },
{ "AZS0123", "Each service has a folder of its own in the repository, beside the generated ones", ALWAYS, 1, azs_rule_paths, NULL, NULL },
{ "AZS0124", "Regions of the environment exist", ALWAYS, 0, azs_rule_environment_regions, "`az account list-locations -o table` lists them", REGIONS },
{ "AZS0125", "Sizes are given to services that exist", ADVICE, 0, azs_rule_service_names, NULL, NULL },
{ "AZS0126", "A service runs code", ALWAYS, 1, azs_rule_runs_code, "add a service with host: containerapp, function or appservice", NULL },
{ "AZS0127", "Public services are the backend of a static web app", ADVICE, 1, azs_rule_open_to_everybody, "let a static web app use it, set ingress: internal, or put a sign-in in front of it", NULL },
{ "AZS0128", "Tags are what Azure takes", ALWAYS, 0, azs_rule_tags, "names: at most 512 characters, none of < > % & \\ ? /, not beginning with azd-, hidden-, microsoft, azure or windows; values: at most 256", "Microsoft Learn, Resource Manager tags, read 2026-11-21" },
};
/* clang-format on */

const size_t azs_rule_count = sizeof azs_rules / sizeof azs_rules[0];

int
azs_rule_is_users(const struct azs_node *node)
{
	return node != NULL && node->mark.line != 0 &&
	    strncmp(node->mark.file, "azstamp/", 8) != 0;
}

const struct azs_node *
azs_rule_value(const struct azs_rule_check *check, const char *path)
{
	return azs_node_at(check->environment->resolved, path);
}

const char *
azs_rule_text(const struct azs_rule_check *check, const char *path)
{
	return azs_node_text(azs_rule_value(check, path), "");
}

int64_t
azs_rule_number(const struct azs_rule_check *check, const char *path)
{
	return azs_rule_value(check, path)->number;
}

int
azs_rule_true(const struct azs_rule_check *check, const char *path)
{
	return azs_node_true(azs_rule_value(check, path));
}

int
azs_rule_is(
    const struct azs_rule_check *check, const char *path, const char *word)
{
	return strcmp(azs_rule_text(check, path), word) == 0;
}

const struct azs_node *
azs_rule_services(const struct azs_rule_check *check)
{
	return azs_node_get(check->model->application, "services");
}

int
azs_rule_regional(const struct azs_rule_check *check)
{
	return check->manifest != NULL && check->manifest->regional;
}

int
azs_rule_has(const struct azs_rule_check *check, const char *feature)
{
	return azs_feature_in(check->model, check->environment,
	    azs_rule_regional(check), feature);
}

/* Where a value stands; a map is known by its key. */
static struct azs_mark
place_of(const struct azs_node *node)
{
	return node->kind == AZS_MAP && node->key_mark.line != 0
	    ? node->key_mark
	    : node->mark;
}

static void
report(const struct azs_rule_check *check, const struct azs_node *value,
    const struct azs_node *other, const char *fmt, va_list ap)
{
	const struct azs_environment *environment = check->environment;
	struct azs_mark mark = { AZS_APPLICATION_FILE, 1, 1, 0 };
	char text[768];

	if (azs_rule_is_users(value))
		mark = place_of(value);
	else if (azs_rule_is_users(other))
		mark = place_of(other);
	else if (environment != NULL)
		mark.file = environment->file;
	(void)vsnprintf(text, sizeof text, fmt, ap);
	azs_findings_add(check->findings, &mark,
	    check->rule->severity[environment == NULL ? 0 : environment->level],
	    check->rule->id, check->rule->hint, "%s", text);
	if (environment != NULL && strcmp(mark.file, environment->file) != 0)
		azs_findings_concern(check->findings, environment->name);
}

void
azs_rule_report(const struct azs_rule_check *check,
    const struct azs_node *value, const struct azs_node *other, const char *fmt,
    ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(check, value, other, fmt, ap);
	va_end(ap);
}

void
azs_rule_report_at(const struct azs_rule_check *check, const char *path,
    const char *other, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(check, azs_rule_value(check, path),
	    other == NULL ? NULL : azs_rule_value(check, other), fmt, ap);
	va_end(ap);
}

void
azs_rules_check(const struct azs_model *model,
    const struct azs_manifest *manifest, struct azs_findings *findings)
{
	struct azs_rule_check check = { model, manifest, NULL, NULL, findings };
	size_t i, j;

	for (i = 0; i < azs_rule_count; i++) {
		check.rule = &azs_rules[i];
		check.environment = NULL;
		if (check.rule->application) {
			check.rule->check(&check);
			continue;
		}
		for (j = 0; j < model->count; j++) {
			check.environment = &model->environments[j];
			if (check.rule->severity[check.environment->level] !=
			    AZS_OFF)
				check.rule->check(&check);
		}
	}
}
