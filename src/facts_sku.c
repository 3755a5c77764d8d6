/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "facts.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* By the first letter. microsoft/azure-skills, 2026-08-21; how many machines:
   Microsoft Learn, App Service scale up, 2025-08-29. */
static const struct azs_plan_tier plans[] = {
	{ 'B', 3, 0, 0, 0 },
	{ 'S', 10, 1, 1, 0 },
	{ 'P', 30, 1, 1, 1 },
};

/* hashicorp/terraform-provider-azurerm, 2026-08-21. The last row is for every
   other tier. */
static const struct azs_search_tier searches[] = {
	{ "basic", 3, 3, 9 },
	{ NULL, 12, 12, 36 },
};

/* hashicorp/terraform-provider-azurerm, 2026-08-21; data zones: other
   public texts, 2026. The regional floor of PTU is that of the smallest models;
   their steps differ by model. */
static const struct azs_deployment_type deployments[] = {
	{ "Standard", 0, 0, NULL },
	{ "GlobalStandard", 0, 0, NULL },
	{ "DataZoneStandard", 0, 0, "US|Europe|Asia Pacific" },
	{ "ProvisionedManaged", 25, 1, NULL },
	{ "GlobalProvisionedManaged", 15, 5, NULL },
	{ "DataZoneProvisionedManaged", 15, 5, "US|Europe" },
};

/* hashicorp/terraform-provider-azurerm, 2026-08-21. */
static const int processing_units[] = { 1, 2, 4, 6, 8, 10, 12, 16 };

/* microsoft/azure-skills, 2026-08-21. Tiers that a field takes and that have
   no private endpoint. */
static const struct {
	const char *field, *tier;
} public_tiers[] = {
	{ "apiManagement.sku", "BasicV2" },
	{ "contentSafety.sku", "F0" },
	{ "documentIntelligence.sku", "F0" },
	{ "registry.sku", "Basic" },
	{ "registry.sku", "Standard" },
	{ "serviceBus.sku", "Standard" },
	{ "vision.sku", "F0" },
};

/* Microsoft Learn, Container Apps networking, 2025-05: of the ranges that a
   private network may lie in. */
static const struct {
	unsigned first, second;
} container_ranges[] = { { 172, 30 }, { 172, 31 } };

const struct azs_plan_tier *
azs_plan_tier_find(const char *sku)
{
	size_t i;

	for (i = 0; i < COUNT(plans); i++)
		if (plans[i].letter == sku[0])
			return &plans[i];
	return NULL;
}

const struct azs_search_tier *
azs_search_tier_find(const char *sku)
{
	size_t i = 0;

	while (searches[i].sku != NULL && strcmp(searches[i].sku, sku) != 0)
		i++;
	return &searches[i];
}

const struct azs_deployment_type *
azs_deployment_type_find(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(deployments); i++)
		if (strcmp(deployments[i].name, name) == 0)
			return &deployments[i];
	return NULL;
}

int
azs_deployment_type_in(
    const struct azs_deployment_type *type, const struct azs_region *region)
{
	size_t len = strlen(region->geography);
	const char *at = type->geographies;

	if (at == NULL)
		return 1;
	for (;;) {
		if (strncmp(at, region->geography, len) == 0 &&
		    (at[len] == '|' || at[len] == '\0'))
			return 1;
		at = strchr(at, '|');
		if (at == NULL)
			return 0;
		at++;
	}
}

int
azs_processing_units_ok(long units)
{
	size_t i;

	for (i = 0; i < COUNT(processing_units); i++)
		if (processing_units[i] == units)
			return 1;
	return 0;
}

int
azs_tier_is_public(const char *field, const char *tier)
{
	size_t i;

	for (i = 0; i < COUNT(public_tiers); i++)
		if (strcmp(public_tiers[i].field, field) == 0 &&
		    strcmp(public_tiers[i].tier, tier) == 0)
			return 1;
	return 0;
}

int
azs_range_is_container_apps(unsigned first, unsigned second)
{
	size_t i;

	for (i = 0; i < COUNT(container_ranges); i++)
		if (container_ranges[i].first == first &&
		    container_ranges[i].second == second)
			return 1;
	return 0;
}
