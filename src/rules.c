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
#define DEPLOYMENTS "Azure OpenAI data zones, other public texts, 2026"
#define TYPES "Azure/bicep-types-az, 2026-08-20"
#define COSMOS "Microsoft Learn, azure-cosmos ThroughputProperties, 2026-11-21"
#define NETWORKS "Microsoft Learn, Container Apps networking, 2025-05"
#define ENDPOINTS \
	"Microsoft Learn, managed online endpoints SKU list, 2023-10-18"
#define PLANS "Microsoft Learn, App Service scale up, 2025-08-29"
#define LIMITS "Microsoft Learn, ARM template best practices, 2026-11-21"
#define TAGS "Microsoft Learn, Resource Manager tags, 2026-11-21"
#define PSRULE "Azure/PSRule.Rules.Azure Azure.AppGw.MinInstance, 2026-08"
#define KV "Microsoft Learn, Add-AzKeyVaultNetworkRule, 2026-11-21"

/* clang-format off */
#define ALWAYS { AZS_ERROR, AZS_ERROR, AZS_ERROR }
#define ADVICE { AZS_WARNING, AZS_WARNING, AZS_WARNING }
#define STRICTER { AZS_WARNING, AZS_WARNING, AZS_ERROR }
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
{ "AZS0128", "Tags are what Azure takes", ALWAYS, 0, azs_rule_tags, "names: at most 512 characters, none of < > % & \\ ? /, not beginning with azd-, hidden-, microsoft, azure or windows; values: at most 256", TAGS },
{ "AZS0129", "Services run on what the pattern has", ALWAYS, 1, azs_rule_hosts, NULL, NULL },
{ "AZS0130", "Services use what the pattern has", ALWAYS, 1, azs_rule_resources, NULL, NULL },
{ "AZS0131", "routing and orchestrator are said where something reads them", ADVICE, 1, azs_rule_choices, "remove the line", NULL },
{ "AZS0132", "Functions use what their starter code needs", ADVICE, 1, azs_rule_triggers, "functions take events and documents through the queue called work: let them use eventHubs, serviceBus and storage, or write triggers of your own", NULL },
{ "AZS0133", "One function service works on the queue", ADVICE, 1, azs_rule_one_worker, "put both into one service, or give the second one a queue of its own in infra/custom.bicep", NULL },
{ "AZS0134", "Agents keep their state in resources of the environment", ADVICE, 0, azs_rule_agents, "let a service use search, storage and cosmos, and leave search.enabled on", NULL },
{ "AZS0135", "Only container apps say their ingress", ADVICE, 1, azs_rule_ingress, "remove the line", NULL },
{ "AZS0136", "Names of container apps stay short enough with their region", ALWAYS, 1, azs_rule_regional_names, NULL, TF },
{ "AZS0137", "Names of function services suit a blob container", ALWAYS, 1, azs_rule_function_names, NULL, TF },
{ "AZS0138", "There are at most five regions", ALWAYS, 1, azs_rule_region_list, NULL, NULL },
{ "AZS0139", "Every region in the list is read", ADVICE, 0, azs_rule_spare_regions, "take the pattern multi-region, or leave one region in the list", NULL },
{ "AZS0140", "Production in several regions has more than one", PRODUCTION_ADVICE, 0, azs_rule_second_region, "add the region that is to stand in to locations", NULL },
{ "AZS0141", "Cosmos DB of production in several regions says how far it scales", PRODUCTION_ADVICE, 0, azs_rule_cosmos_regions, "set cosmos.maxThroughput to what the busiest minute needs", SKILLS },
{ "AZS0142", "cosmos.maxThroughput goes by thousands", ADVICE, 0, azs_rule_cosmos_steps, NULL, COSMOS },
{ "AZS0143", "The registry of several regions is Premium", ALWAYS, 0, azs_rule_registry_regions, "set registry.sku: Premium, or give the environment one region in locations", TF },
{ "AZS0144", "Zones are asked for where there are some", ADVICE, 0, azs_rule_zones, "take a region with zones, or set redundancy.zones: false", REGIONS },
{ "AZS0145", "Copies of data go where the region can put them", ALWAYS, 0, azs_rule_copies, "Standard_LRS and LocallyRedundant work everywhere; without the line the best that the region has is taken", REGIONS },
{ "AZS0146", "Copies of data stay in the geography", ADVICE, 0, azs_rule_copies_abroad, "Standard_ZRS and ZoneRedundant stay in the region", REGIONS },
{ "AZS0147", "Data zone deployments are in a data zone", ADVICE, 0, azs_rule_data_zone, "take GlobalStandard, or Standard where the region has the model", DEPLOYMENTS },
{ "AZS0148", "Address ranges of all regions are private and free", ALWAYS, 0, azs_rule_addresses, "10.0.0.0/16 has room for every region", NETWORKS },
{ "AZS0149", "Allowed addresses are beside a private network", ALWAYS, 0, azs_rule_allowed_addresses, "set network.private: true, or remove the list", KV },
{ "AZS0150", "Allowed addresses are public ones", ALWAYS, 0, azs_rule_public_addresses, "name the address your network has on the Internet", KV },
{ "AZS0151", "Tiers in a private network have private endpoints", ALWAYS, 0, azs_rule_private_tiers, "take S0 or S1, and StandardV2 for API Management", SKILLS },
{ "AZS0152", "Nothing stays open beside a private network", STRICTER, 0, azs_rule_open_tiers, "set the SKU to Premium", SKILLS },
{ "AZS0153", "A closed registry is Premium and in the network", ALWAYS, 0, azs_rule_closed_registry, "set registry.sku: Premium and network.private: true, or leave publicAccess on", TF },
{ "AZS0154", "Application Gateway is in a private network", ALWAYS, 0, azs_rule_gateway_network, "set network.private: true, or take edge.kind: front-door", NULL },
{ "AZS0155", "Traffic Manager answers for a domain", ADVICE, 0, azs_rule_routing_domain, "set edge.domain and run scripts/import_certificate.py, which puts its certificate into the vault and tells azd (AZURE_CERTIFICATE_URI); or take routing: front-door, which needs neither", NULL },
{ "AZS0156", "Application Gateway answers for a domain", ADVICE, 0, azs_rule_gateway_domain, "set edge.domain and run scripts/import_certificate.py, which puts its certificate into the vault and tells azd (AZURE_CERTIFICATE_URI)", NULL },
{ "AZS0157", "What a profile says of the edge is read", ADVICE, 0, azs_rule_edge_unread, "remove the line", NULL },
{ "AZS0158", "Every public service is behind the edge", STRICTER, 0, azs_rule_beside_edge, "set ingress: internal; a host without ingress is always public: give that service an application of its own", NULL },
{ "AZS0159", "App Service has slots in its tier", ALWAYS, 0, azs_rule_plan_slot, "set appService.sku: S1 or more, or appService.slot: false", SKILLS },
{ "AZS0160", "App Service scales in its tier", ALWAYS, 0, azs_rule_plan_scale, "set appService.sku: S1 or more, or as many instances as maxInstances", SKILLS },
{ "AZS0161", "App Service has zones in its tier", ALWAYS, 0, azs_rule_plan_zones, "set appService.sku: P0v3 or more, one instance, or redundancy.zones: false", SKILLS },
{ "AZS0162", "App Service has as many machines as its tier takes", ALWAYS, 0, azs_rule_plan_bounds, NULL, PLANS },
{ "AZS0163", "Event Hubs has a capacity its tier takes", ALWAYS, 0, azs_rule_event_hubs_capacity, NULL, TF },
{ "AZS0164", "Only Event Hubs Standard says how far it grows", ADVICE, 0, azs_rule_event_hubs_growth, "remove the line", TF },
{ "AZS0165", "Captured events have a storage account", ALWAYS, 0, azs_rule_capture, "let the service use storage, too", NULL },
{ "AZS0166", "Only Service Bus Premium says its capacity", ADVICE, 0, azs_rule_service_bus_capacity, "remove the line, or set serviceBus.sku: Premium", TF },
{ "AZS0167", "API Management has the address of its publisher", ALWAYS, 0, azs_rule_publisher, "set apiManagement.publisherEmail to an address that somebody reads", TYPES },
{ "AZS0168", "The audit trail is kept as long as the logs", ADVICE, 0, azs_rule_audit_days, "remove the line, or keep the trail longer", NULL },
{ "AZS0169", "Defender has somebody to write to", ADVICE, 0, azs_rule_defender, "add the addresses to monitoring.alertEmails", NULL },
{ "AZS0170", "Replicas fit into their subnet", ADVICE, 0, azs_rule_subnet_size, "lower containers.maxReplicas, for single services too", ACA },
{ "AZS0171", "Free tiers are there once in a subscription and region", ADVICE, 1, azs_rule_free_twice, "they need two subscriptions; take S0 or S1 in one of them", TF },
{ "AZS0172", "Sizes are given to what exists", ADVICE, 0, azs_rule_groups_read, "remove the lines, or let a service use it", NULL },
{ "AZS0173", "Tags of every resource are not given again", ADVICE, 0, azs_rule_own_tags, "remove the line", NULL },
{ "AZS0174", "Tags are few enough and differ", ALWAYS, 0, azs_rule_tag_list, NULL, TAGS },
{ "AZS0175", "Required tags are there", ADVICE, 0, azs_rule_required_tags, NULL, NULL },
{ "AZS0176", "Production is in a private network", PRODUCTION_ERROR, 0, azs_rule_private_floor, "set network.private: true", NULL },
{ "AZS0177", "Production has a firewall in front of what is public", PRODUCTION_ERROR, 0, azs_rule_firewall_floor, "set edge.kind: front-door, or app-gateway with a domain of your own", NULL },
{ "AZS0178", "Production lies in several zones", PRODUCTION_ADVICE, 0, azs_rule_zone_floor, "remove redundancy.zones: false", REGIONS },
{ "AZS0179", "Production data is in more than one building", PRODUCTION_ADVICE, 0, azs_rule_copy_floor, "set storage.sku: Standard_ZRS or Standard_GZRS", REGIONS },
{ "AZS0180", "Production documents are backed up", PRODUCTION_ADVICE, 0, azs_rule_backup_floor, "remove backup.enabled: false, or back up elsewhere", NULL },
{ "AZS0181", "Production cannot be deleted by mistake", PRODUCTION_ADVICE, 0, azs_rule_lock_floor, "remove governance.locks: false", NULL },
{ "AZS0182", "The cache of production has a second machine", PRODUCTION_ADVICE, 0, azs_rule_cache_floor, "set cache.highAvailability: true", NULL },
{ "AZS0183", "AI Search of production has an SLA", PRODUCTION_ADVICE, 0, azs_rule_search_floor, "2 replicas for queries, 3 for queries and writes", NULL },
{ "AZS0184", "Web apps of production run on two machines", PRODUCTION_ADVICE, 0, azs_rule_machine_floor, "set appService.instances: 2 or more", NULL },
{ "AZS0185", "Production filters what models are asked and say", PRODUCTION_ADVICE, 0, azs_rule_filter_floor, "set openai.contentFilter: Medium or Low", NULL },
{ "AZS0186", "Production is held to its regions", PRODUCTION_ADVICE, 0, azs_rule_policy_floor, "remove governance.policies: false", NULL },
{ "AZS0187", "What is called production is production", ADVICE, 0, azs_rule_level_name, "set level: production, or rename the environment", NULL },
{ "AZS0188", "Production does not start from development", PRODUCTION_ERROR, 0, azs_rule_sound_base, "extend azstamp/prod or an environment like production", NULL },
{ "AZS0189", "An online endpoint can grow to its maximum", ALWAYS, 0, azs_rule_endpoint_bounds, "set mlEndpoint.maxInstances to mlEndpoint.instances or more", NULL },
{ "AZS0190", "Online endpoints of production run on three machines", PRODUCTION_ADVICE, 0, azs_rule_endpoint_floor, "set mlEndpoint.instances: 3 or more", ENDPOINTS },
{ "AZS0191", "main.bicep has as many outputs as Resource Manager takes", ADVICE, 1, azs_rule_outputs, "make some of the services internal", LIMITS },
{ "AZS0192", "main.bicep deploys as many resources as Resource Manager takes", ADVICE, 1, azs_rule_deployment_size, "split the application in two", LIMITS },
{ "AZS0193", "Suppressions name a rule and a reason", ALWAYS, 1, azs_rule_suppressions, "`azstamp check` shows the id of each finding, `azstamp readiness` that of each item", NULL },
{ "AZS0194", "Suppressions are not over", ADVICE, 1, azs_rule_suppressions_over, "mend what the rule finds and remove the suppression, or give it a later day", NULL },
{ "AZS0195", "Suppressions are needed", ADVICE, 1, azs_rule_suppressions_needed, "remove the suppression", NULL },
{ "AZS0196", "Production is in regions with zones", PRODUCTION_ADVICE, 0, azs_rule_zoned_regions, "regions with zones are near: `az account list-locations` shows the zones of each as availabilityZoneMappings", REGIONS },
{ "AZS0197", "API Management has as many units as its tier takes", ALWAYS, 0, azs_rule_gateway_units, "take PremiumV2, or ten units at most", TF },
{ "AZS0198", "Event Hubs keeps events as long as its tier does", ALWAYS, 0, azs_rule_event_hubs_retention, "take Premium, or 168 hours at most", TF },
{ "AZS0199", "An Application Gateway grows from its fewest instances", ALWAYS, 0, azs_rule_gateway_bounds, NULL, TYPES },
{ "AZS0301", "An Application Gateway of production has two instances", PRODUCTION_ADVICE, 0, azs_rule_gateway_floor, "set edge.minInstances: 2 or more, so that a lost instance is no outage", PSRULE },
};
/* clang-format on */

const size_t azs_rule_count = sizeof azs_rules / sizeof azs_rules[0];

const struct azs_rule *
azs_rule_find(const char *id)
{
	size_t i;

	for (i = 0; i < azs_rule_count; i++)
		if (strcmp(azs_rules[i].id, id) == 0)
			return &azs_rules[i];
	return NULL;
}

int
azs_rule_is_floor(const char *id)
{
	const struct azs_rule *rule = azs_rule_find(id);

	return rule != NULL && rule->severity[AZS_DEVELOPMENT] != AZS_ERROR;
}

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

const struct azs_region *
azs_rule_region(const struct azs_rule_check *check)
{
	return azs_region_find(
	    azs_model_location(check->model, check->environment));
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

	if (azs_rule_is_suppressed(check))
		return;
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

static void
ask(struct azs_rule_check *check, const struct azs_rule *rule)
{
	size_t i;

	check->rule = rule;
	check->environment = NULL;
	if (rule->application) {
		rule->check(check);
		return;
	}
	for (i = 0; i < check->model->count; i++) {
		check->environment = &check->model->environments[i];
		if (rule->severity[check->environment->level] != AZS_OFF)
			rule->check(check);
	}
}

void
azs_rules_check(const struct azs_model *model,
    const struct azs_manifest *manifest, const char *today,
    struct azs_findings *findings)
{
	struct azs_rule_check check = { model, manifest, NULL, NULL, today,
		azs_node_map(), findings };
	const struct azs_rule *last = NULL;
	size_t i;

	for (i = 0; i < azs_rule_count; i++)
		if (azs_rules[i].check == azs_rule_suppressions_needed)
			last = &azs_rules[i];
		else
			ask(&check, &azs_rules[i]);
	ask(&check, last);
	azs_node_free(check.suppressed);
}
