/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "facts.h"
#include "rules.h"

/* Regions: how many, what they have, and what follows the data there. */

static size_t
region_count(const struct azs_rule_check *check)
{
	const struct azs_node *list =
	    azs_model_locations(check->model, check->environment);

	return list == NULL ? 0 : list->count;
}

static void
check_list(const struct azs_rule_check *check, const struct azs_node *list)
{
	size_t i;

	for (i = 0; list != NULL && i < list->count; i++)
		if (azs_slot_name(i) == NULL)
			azs_rule_report(check, list->items[i], NULL,
			    "%s is region number %zu: an application runs in "
			    "five at most",
			    list->items[i]->text, i + 1);
}

void
azs_rule_region_list(const struct azs_rule_check *check)
{
	size_t i;

	check_list(check, azs_node_get(check->model->application, "locations"));
	for (i = 0; i < check->model->count; i++)
		check_list(check,
		    azs_node_get(
			check->model->environments[i].own, "locations"));
}

void
azs_rule_spare_regions(const struct azs_rule_check *check)
{
	const struct azs_node *list =
	    azs_model_locations(check->model, check->environment);

	if (!azs_rule_regional(check) && check->manifest != NULL &&
	    list != NULL && list->count > 1)
		azs_rule_report(check, list->items[1], NULL,
		    "%s is not read: the pattern %s runs in the first region",
		    list->items[1]->text,
		    azs_node_text(
			azs_node_get(check->model->application, "pattern"),
			""));
}

void
azs_rule_second_region(const struct azs_rule_check *check)
{
	const struct azs_node *list =
	    azs_model_locations(check->model, check->environment);

	if (azs_rule_regional(check) && list != NULL && list->count == 1)
		azs_rule_report(check, list->items[0], NULL,
		    "%s is the only region: nothing stands in for it",
		    list->items[0]->text);
}

void
azs_rule_cosmos_regions(const struct azs_rule_check *check)
{
	if (azs_rule_regional(check) && azs_rule_has(check, "cosmos") &&
	    region_count(check) > 1 &&
	    azs_rule_value(check, "cosmos.maxThroughput") == NULL)
		azs_rule_report(check, azs_rule_value(check, "cosmos"),
		    azs_model_locations(check->model, check->environment),
		    "Cosmos DB is serverless in one region only: with %zu and "
		    "without cosmos.maxThroughput it stops at 1000 RU/s",
		    region_count(check));
}

void
azs_rule_cosmos_steps(const struct azs_rule_check *check)
{
	const struct azs_node *value =
	    azs_rule_value(check, "cosmos.maxThroughput");

	if (value != NULL && value->number % 1000 != 0)
		azs_rule_report(check, value, NULL,
		    "cosmos.maxThroughput %lld is no multiple of 1000",
		    (long long)value->number);
}

void
azs_rule_registry_regions(const struct azs_rule_check *check)
{
	if (azs_rule_regional(check) && azs_rule_has(check, "registry") &&
	    region_count(check) > 1 &&
	    !azs_rule_is(check, "registry.sku", "Premium"))
		azs_rule_report_at(check, "registry.sku", "locations",
		    "registry.sku %s has no copies in other regions, and "
		    "there are %zu",
		    azs_rule_text(check, "registry.sku"), region_count(check));
}

void
azs_rule_zones(const struct azs_rule_check *check)
{
	const struct azs_node *zones =
	    azs_rule_value(check, "redundancy.zones");
	const struct azs_region *region = azs_rule_region(check);

	if (azs_rule_is_users(zones) && azs_node_true(zones) &&
	    region != NULL && region->zones == 0)
		azs_rule_report(check, zones, NULL,
		    "redundancy.zones is on, but %s has no zones",
		    region->name);
}

/* How a redundancy is spread. */
static const struct {
	const char *path, *value;
	int zones, pair;
} spreads[] = {
	{ "storage.sku", "Standard_ZRS", 1, 0 },
	{ "storage.sku", "Standard_GRS", 0, 1 },
	{ "storage.sku", "Standard_RAGRS", 0, 1 },
	{ "storage.sku", "Standard_GZRS", 1, 1 },
	{ "storage.sku", "Standard_RAGZRS", 1, 1 },
	{ "backup.redundancy", "ZoneRedundant", 1, 0 },
	{ "backup.redundancy", "GeoRedundant", 0, 1 },
};

#define SPREADS (sizeof spreads / sizeof spreads[0])

/* Is there what the row speaks of, as somebody wrote it? */
static int
is_spread(const struct azs_rule_check *check, size_t row)
{
	int backup = strcmp(spreads[row].path, "backup.redundancy") == 0;

	return azs_rule_has(check, backup ? "backup" : "storage") &&
	    azs_rule_is(check, spreads[row].path, spreads[row].value) &&
	    azs_rule_is_users(azs_rule_value(check, spreads[row].path));
}

void
azs_rule_copies(const struct azs_rule_check *check)
{
	const struct azs_region *region = azs_rule_region(check);
	size_t i;

	for (i = 0; region != NULL && i < SPREADS; i++) {
		if (!is_spread(check, i))
			continue;
		if (spreads[i].zones && region->zones == 0)
			azs_rule_report_at(check, spreads[i].path, NULL,
			    "%s %s lies in three zones, and %s has none",
			    spreads[i].path, spreads[i].value, region->name);
		if (spreads[i].pair && region->pair == NULL)
			azs_rule_report_at(check, spreads[i].path, NULL,
			    "%s %s copies to the paired region, and %s has "
			    "none",
			    spreads[i].path, spreads[i].value, region->name);
	}
}

void
azs_rule_copies_abroad(const struct azs_rule_check *check)
{
	const struct azs_region *region = azs_rule_region(check), *pair;
	size_t i;

	pair = region == NULL || region->pair == NULL
	    ? NULL
	    : azs_region_find(region->pair);
	if (pair == NULL || strcmp(pair->geography, region->geography) == 0)
		return;
	for (i = 0; i < SPREADS; i++)
		if (spreads[i].pair && is_spread(check, i))
			azs_rule_report_at(check, spreads[i].path, NULL,
			    "%s %s copies from %s (%s) to %s (%s)",
			    spreads[i].path, spreads[i].value, region->name,
			    region->geography, pair->name, pair->geography);
}

void
azs_rule_data_zone(const struct azs_rule_check *check)
{
	const struct azs_region *region = azs_rule_region(check);
	const struct azs_node *map =
				  azs_rule_value(check, "openai.deployments"),
			      *sku;
	const struct azs_deployment_type *type;
	size_t i;

	if (!azs_rule_has(check, "models") || region == NULL || map == NULL)
		return;
	for (i = 0; i < map->count; i++) {
		sku = azs_node_get(map->items[i], "sku");
		type = azs_deployment_type_find(azs_node_text(sku, ""));
		if (type != NULL && !azs_deployment_type_in(type, region))
			azs_rule_report(check, sku, NULL,
			    "openai.deployments.%s: there is no %s in %s, "
			    "which lies in no data zone for it",
			    map->items[i]->key, sku->text, region->name);
	}
}
