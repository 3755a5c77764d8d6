/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "facts.h"

#include <stdio.h>
#include <string.h>

#include "field.h"

const char azs_facts_date[] = "2026-11-21";

const struct azs_fact_source azs_fact_sources[] = {
	{ "regions, zones, pairs", "Azure/terraform-azurerm-avm-utl-regions",
	    "2026-03-12" },
	{ "models", "Microsoft Learn, model retirement schedule",
	    "2026-09-02" },
	{ "deployment types", "Azure OpenAI data zones, other public texts",
	    "2026" },
	{ "SKUs and limits", "hashicorp/terraform-provider-azurerm",
	    "2026-08-21" },
	{ "API versions", "Azure/bicep-types-az", "2026-08-20" },
	{ "roles", "Azure/bicep-registry-modules", "2026-08-07" },
	{ "private endpoints", "microsoft/azure-skills", "2026-08-21" },
	{ "policies", "Azure/azure-policy", "2026-04-29" },
	{ "CPU and memory", "Microsoft Learn, Container Apps", "2025-11" },
	{ "subnets of replicas", "Microsoft Learn, Container Apps networking",
	    "2025-05" },
	{ "App Service plans", "Microsoft Learn, App Service scale up",
	    "2025-08-29" },
	{ "online endpoints",
	    "Microsoft Learn, managed online endpoints SKU list",
	    "2023-10-18" },
	{ "Cosmos DB autoscale",
	    "Microsoft Learn, azure-cosmos ThroughputProperties",
	    "2026-11-21" },
	{ "allowed addresses", "Microsoft Learn, Add-AzKeyVaultNetworkRule",
	    "2026-11-21" },
	{ "Front Door links", "Microsoft Learn, Front Door private link",
	    "2026-11-21" },
	{ "tags", "Microsoft Learn, Resource Manager tags", "2026-11-21" },
	{ "deployments", "Microsoft Learn, ARM template best practices",
	    "2026-11-21" },
	{ "Application Gateways",
	    "Azure/PSRule.Rules.Azure Azure.AppGw.MinInstance", "2026-08" },
	{ "azure.yaml", "Azure/azure-dev azure.yaml schema v1.0",
	    "2026-08-21" },
};

const size_t azs_fact_source_count =
    sizeof azs_fact_sources / sizeof azs_fact_sources[0];

/* clang-format off */
static const struct azs_region regions[] = {
	{ "australiacentral", "Australia Central", 0, "australiacentral2", "Asia Pacific", "australiaeast" },
	{ "australiacentral2", "Australia Central 2", 0, "australiacentral", "Asia Pacific", "australiaeast" },
	{ "australiaeast", "Australia East", 3, "australiasoutheast", "Asia Pacific", NULL },
	{ "australiasoutheast", "Australia Southeast", 0, "australiaeast", "Asia Pacific", "australiaeast" },
	{ "austriaeast", "Austria East", 3, NULL, "Europe", "germanywestcentral" },
	{ "belgiumcentral", "Belgium Central", 3, NULL, "Europe", "westeurope" },
	{ "brazilsouth", "Brazil South", 3, "southcentralus", "South America", NULL },
	{ "brazilsoutheast", "Brazil Southeast", 0, "brazilsouth", "South America", "brazilsouth" },
	{ "canadacentral", "Canada Central", 3, "canadaeast", "Canada", NULL },
	{ "canadaeast", "Canada East", 0, "canadacentral", "Canada", "canadacentral" },
	{ "centralindia", "Central India", 3, "southindia", "Asia Pacific", NULL },
	{ "centralus", "Central US", 3, "eastus2", "US", NULL },
	{ "chilecentral", "Chile Central", 3, NULL, "South America", "brazilsouth" },
	{ "denmarkeast", "Denmark East", 3, NULL, "Europe", "swedencentral" },
	{ "eastasia", "East Asia", 3, "southeastasia", "Asia Pacific", NULL },
	{ "eastus", "East US", 3, "westus", "US", NULL },
	{ "eastus2", "East US 2", 3, "centralus", "US", NULL },
	{ "francecentral", "France Central", 3, "francesouth", "Europe", NULL },
	{ "francesouth", "France South", 0, "francecentral", "Europe", "francecentral" },
	{ "germanynorth", "Germany North", 0, "germanywestcentral", "Europe", "germanywestcentral" },
	{ "germanywestcentral", "Germany West Central", 3, "germanynorth", "Europe", NULL },
	{ "indonesiacentral", "Indonesia Central", 3, NULL, "Asia Pacific", "southeastasia" },
	{ "israelcentral", "Israel Central", 3, NULL, "Middle East", "germanywestcentral" },
	{ "italynorth", "Italy North", 3, NULL, "Europe", "germanywestcentral" },
	{ "japaneast", "Japan East", 3, "japanwest", "Asia Pacific", NULL },
	{ "japanwest", "Japan West", 3, "japaneast", "Asia Pacific", "japaneast" },
	{ "jioindiacentral", "Jio India Central", 0, "jioindiawest", "Asia Pacific", "centralindia" },
	{ "jioindiawest", "Jio India West", 0, "jioindiacentral", "Asia Pacific", "centralindia" },
	{ "koreacentral", "Korea Central", 3, "koreasouth", "Asia Pacific", NULL },
	{ "koreasouth", "Korea South", 0, "koreacentral", "Asia Pacific", "koreacentral" },
	{ "malaysiawest", "Malaysia West", 3, NULL, "Asia Pacific", "southeastasia" },
	{ "mexicocentral", "Mexico Central", 3, NULL, "Mexico", "southcentralus" },
	{ "newzealandnorth", "New Zealand North", 3, NULL, "Asia Pacific", "australiaeast" },
	{ "northcentralus", "North Central US", 0, "southcentralus", "US", "centralus" },
	{ "northeurope", "North Europe", 3, "westeurope", "Europe", NULL },
	{ "norwayeast", "Norway East", 3, "norwaywest", "Europe", NULL },
	{ "norwaywest", "Norway West", 0, "norwayeast", "Europe", "norwayeast" },
	{ "polandcentral", "Poland Central", 3, NULL, "Europe", "germanywestcentral" },
	{ "qatarcentral", "Qatar Central", 3, NULL, "Middle East", "uaenorth" },
	{ "southafricanorth", "South Africa North", 3, "southafricawest", "Africa", NULL },
	{ "southafricawest", "South Africa West", 0, "southafricanorth", "Africa", "southafricanorth" },
	{ "southcentralus", "South Central US", 3, "northcentralus", "US", NULL },
	{ "southeastasia", "Southeast Asia", 3, "eastasia", "Asia Pacific", NULL },
	{ "southindia", "South India", 0, "centralindia", "Asia Pacific", "centralindia" },
	{ "spaincentral", "Spain Central", 3, NULL, "Europe", "francecentral" },
	{ "swedencentral", "Sweden Central", 3, "swedensouth", "Europe", NULL },
	{ "switzerlandnorth", "Switzerland North", 3, "switzerlandwest", "Europe", "germanywestcentral" },
	{ "switzerlandwest", "Switzerland West", 0, "switzerlandnorth", "Europe", "francecentral" },
	{ "uaecentral", "UAE Central", 0, "uaenorth", "Middle East", "uaenorth" },
	{ "uaenorth", "UAE North", 3, "uaecentral", "Middle East", NULL },
	{ "uksouth", "UK South", 3, "ukwest", "UK", NULL },
	{ "ukwest", "UK West", 0, "uksouth", "UK", "uksouth" },
	{ "westcentralus", "West Central US", 0, "westus2", "US", "westus2" },
	{ "westeurope", "West Europe", 3, "northeurope", "Europe", NULL },
	{ "westindia", "West India", 0, "southindia", "Asia Pacific", "centralindia" },
	{ "westus", "West US", 0, "eastus", "US", "westus3" },
	{ "westus2", "West US 2", 3, "westcentralus", "US", NULL },
	{ "westus3", "West US 3", 3, "eastus", "US", NULL },
};

/* Where two copies of the schedule disagree, the earlier date stands. */
static const struct azs_model_fact models[] = {
	{ "gpt-5.6-sol", "2026-07-09", AZS_MODEL_GA, "2028-01-11" },
	{ "gpt-5.6-terra", "2026-07-09", AZS_MODEL_GA, "2028-01-11" },
	{ "gpt-5.6-luna", "2026-07-09", AZS_MODEL_GA, "2028-01-11" },
	{ "gpt-5.5", "2026-04-24", AZS_MODEL_GA, "2027-10-26" },
	{ "gpt-5.4", "2026-03-05", AZS_MODEL_GA, "2027-09-02" },
	{ "gpt-5.4-mini", "2026-03-17", AZS_MODEL_GA, "2027-09-21" },
	{ "gpt-5.4-nano", "2026-03-17", AZS_MODEL_GA, "2027-09-21" },
	{ "gpt-5.4-pro", "2026-03-05", AZS_MODEL_GA, "2027-09-07" },
	{ "gpt-5.3-codex", "2026-02-24", AZS_MODEL_GA, "2027-08-24" },
	{ "gpt-5.2", "2025-12-11", AZS_MODEL_GA, "2027-06-08" },
	{ "gpt-5.2-codex", "2026-01-14", AZS_MODEL_GA, "2027-07-13" },
	{ "gpt-5.1", "2025-11-13", AZS_MODEL_GA, "2027-05-15" },
	{ "gpt-5.1-codex", "2025-11-13", AZS_MODEL_GA, "2027-05-15" },
	{ "gpt-5.1-codex-mini", "2025-11-13", AZS_MODEL_GA, "2027-05-15" },
	{ "gpt-5.1-codex-max", "2025-12-04", AZS_MODEL_GA, "2027-05-18" },
	{ "gpt-5", "2025-08-07", AZS_MODEL_GA, "2027-02-09" },
	{ "gpt-5-mini", "2025-08-07", AZS_MODEL_GA, "2027-02-09" },
	{ "gpt-5-nano", "2025-08-07", AZS_MODEL_GA, "2027-02-09" },
	{ "gpt-5-pro", "2025-10-06", AZS_MODEL_GA, "2027-04-07" },
	{ "gpt-5-codex", "2025-09-15", AZS_MODEL_GA, "2027-03-17" },
	{ "gpt-5-chat", "*", AZS_MODEL_RETIRED, NULL },
	{ "gpt-5.1-chat", "*", AZS_MODEL_RETIRED, NULL },
	{ "gpt-5.2-chat", "*", AZS_MODEL_RETIRED, NULL },
	{ "gpt-5.3-chat", "*", AZS_MODEL_RETIRED, NULL },
	{ "gpt-4.1", "2025-04-14", AZS_MODEL_LEGACY, "2027-04-14" },
	{ "gpt-4.1-mini", "2025-04-14", AZS_MODEL_LEGACY, "2027-04-14" },
	{ "gpt-4.1-nano", "2025-04-14", AZS_MODEL_LEGACY, "2027-04-14" },
	{ "gpt-4o", "2024-05-13", AZS_MODEL_RETIRED, "2026-10-01" },
	{ "gpt-4o", "2024-08-06", AZS_MODEL_LEGACY, "2027-04-14" },
	{ "gpt-4o", "2024-11-20", AZS_MODEL_LEGACY, "2027-04-14" },
	{ "gpt-4o-mini", "2024-07-18", AZS_MODEL_LEGACY, "2027-04-14" },
	{ "o1", "2024-12-17", AZS_MODEL_RETIRED, "2026-10-21" },
	{ "o1-pro", "2025-03-19", AZS_MODEL_RETIRED, "2026-10-21" },
	{ "o3", "2025-04-16", AZS_MODEL_RETIRED, "2026-10-21" },
	{ "o3-mini", "2025-01-31", AZS_MODEL_RETIRED, "2026-10-01" },
	{ "o4-mini", "2025-04-16", AZS_MODEL_RETIRED, "2026-10-16" },
	{ "o3-pro", "2025-06-10", AZS_MODEL_GA, "2026-12-17" },
	{ "o3-deep-research", "2025-06-26", AZS_MODEL_GA, "2026-12-26" },
	{ "text-embedding-3-large", "1", AZS_MODEL_GA, "2028-02-09" },
	{ "text-embedding-3-small", "1", AZS_MODEL_GA, "2028-02-09" },
	{ "text-embedding-ada-002", "1", AZS_MODEL_GA, "2028-02-09" },
	{ "text-embedding-ada-002", "2", AZS_MODEL_GA, "2028-02-09" },
	{ "model-router", "2025-11-18", AZS_MODEL_GA, "2027-05-20" },
	{ "gpt-realtime", "2025-08-28", AZS_MODEL_GA, "2027-03-02" },
	{ "gpt-realtime-1.5", "2026-02-23", AZS_MODEL_GA, "2027-08-24" },
	{ "gpt-realtime-mini", "2025-12-15", AZS_MODEL_GA, "2026-12-15" },
	{ "gpt-audio-1.5", "2026-02-23", AZS_MODEL_GA, "2027-08-24" },
	{ "gpt-4o-mini-transcribe", "2025-12-15", AZS_MODEL_GA, "2027-06-15" },
	{ "gpt-4o-mini-tts", "2025-12-15", AZS_MODEL_GA, "2027-06-15" },
	{ "whisper", "001", AZS_MODEL_GA, "2026-12-15" },
	{ "tts-hd", "001", AZS_MODEL_GA, "2026-12-15" },
	{ "gpt-image-1.5", "2025-12-16", AZS_MODEL_GA, "2027-06-16" },
	{ "gpt-image-2", "2026-04-21", AZS_MODEL_GA, "2027-10-21" },
	{ "gpt-image-1-mini", "2025-10-06", AZS_MODEL_GA, "2027-04-07" },
	{ "gpt-35-turbo", "*", AZS_MODEL_RETIRED, NULL },
	{ "gpt-4", "*", AZS_MODEL_RETIRED, NULL },
	{ "gpt-4-32k", "*", AZS_MODEL_RETIRED, NULL },
	{ "gpt-4.5-preview", "*", AZS_MODEL_RETIRED, NULL },
	{ "dall-e-2", "*", AZS_MODEL_RETIRED, NULL },
	{ "dall-e-3", "*", AZS_MODEL_RETIRED, NULL },
};
/* clang-format on */

#define REGIONS (sizeof regions / sizeof regions[0])
#define MODELS (sizeof models / sizeof models[0])

const struct azs_region *
azs_region_find(const char *name)
{
	size_t i;

	for (i = 0; i < REGIONS; i++)
		if (strcmp(regions[i].name, name) == 0)
			return &regions[i];
	return NULL;
}

const char *
azs_region_nearest(const char *name)
{
	const char *names[REGIONS];
	size_t i;

	for (i = 0; i < REGIONS; i++)
		names[i] = regions[i].name;
	return azs_nearest(name, names, REGIONS);
}

/* By geography; within the Americas the west coast has a site of its own. */
const char *
azs_region_static_site(const struct azs_region *region)
{
	static const char *const sites[] = { "westus2", "centralus", "eastus2",
		"westeurope", "eastasia" };
	size_t i;

	for (i = 0; i < sizeof sites / sizeof sites[0]; i++)
		if (strcmp(sites[i], region->name) == 0)
			return sites[i];
	if (strcmp(region->geography, "Asia Pacific") == 0)
		return "eastasia";
	if (strcmp(region->geography, "US") == 0)
		return strncmp(region->name, "west", 4) == 0 ? "westus2"
							     : "eastus2";
	if (strcmp(region->geography, "Canada") == 0 ||
	    strcmp(region->geography, "South America") == 0)
		return "eastus2";
	if (strcmp(region->geography, "Mexico") == 0)
		return "centralus";
	return "westeurope";
}

const char *
azs_region_link(const struct azs_region *region)
{
	return region->link == NULL ? region->name : region->link;
}

/* The region a second copy goes to when nobody names one: the pair if it has
   zones, else another one with zones in the same geography, else the pair. */
const char *
azs_region_partner(const struct azs_region *region)
{
	static const char *const usual[] = { "westus2", "eastus2",
		"swedencentral", "germanywestcentral", "japaneast",
		"southeastasia", "brazilsouth", "uaenorth" };
	const struct azs_region *pair =
	    region->pair == NULL ? NULL : azs_region_find(region->pair);
	size_t i;

	if (pair != NULL && pair->zones > 0)
		return pair->name;
	for (i = 0; i < sizeof usual / sizeof usual[0]; i++)
		if (strcmp(usual[i], region->name) != 0 &&
		    strcmp(azs_region_find(usual[i])->geography,
			region->geography) == 0)
			return usual[i];
	return pair == NULL ? usual[1] : pair->name;
}

const struct azs_model_fact *
azs_model_find(const char *name, const char *version)
{
	size_t i;

	for (i = 0; i < MODELS; i++)
		if (strcmp(models[i].name, name) == 0 &&
		    (strcmp(models[i].version, "*") == 0 ||
			strcmp(models[i].version, version) == 0))
			return &models[i];
	return NULL;
}

const char *
azs_model_newest(const char *name)
{
	const struct azs_model_fact *best = NULL;
	size_t i;

	for (i = 0; i < MODELS; i++)
		if (strcmp(models[i].name, name) == 0 &&
		    models[i].lifecycle != AZS_MODEL_RETIRED &&
		    (best == NULL ||
			(models[i].retirement != NULL &&
			    best->retirement != NULL &&
			    strcmp(models[i].retirement, best->retirement) >
				0)))
			best = &models[i];
	return best == NULL ? NULL : best->version;
}

/* Days since 0000-03-01 of the Gregorian calendar. */
static long
day_number(const char *date)
{
	long y = 0, m = 1, d = 1;

	if (sscanf(date, "%ld-%ld-%ld", &y, &m, &d) != 3)
		return 0;
	if (m <= 2) {
		m += 12;
		y--;
	}
	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * (m - 3) + 2) / 5 +
	    d;
}

long
azs_days_between(const char *from, const char *to)
{
	return day_number(to) - day_number(from);
}
