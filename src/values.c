/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "values.h"

#include <stdio.h>
#include <string.h>

#include "facts.h"
#include "feature.h"
#include "field.h"

/* Copy the named members that are set. */
static struct azs_node *
pick(const struct azs_node *map, const char *const *keys, size_t count)
{
	struct azs_node *out = azs_node_map();
	const struct azs_node *value;
	size_t i;

	for (i = 0; i < count; i++) {
		value = azs_node_get(map, keys[i]);
		if (value != NULL)
			azs_node_set(out, keys[i], azs_node_copy(value));
	}
	return out;
}

static struct azs_node *
deployments(const struct azs_node *map)
{
	static const char *const keys[] = { "model", "version", "sku",
		"capacity", "versionUpgrade" };
	struct azs_node *list = azs_node_list(), *picked, *item;
	size_t i, j;

	for (i = 0; map != NULL && i < map->count; i++) {
		picked = pick(map->items[i], keys, 5);
		item = azs_node_append(list, azs_node_map());
		azs_node_set(item, "name", azs_node_string(map->items[i]->key));
		for (j = 0; j < picked->count; j++)
			azs_node_set(item, picked->items[j]->key,
			    azs_node_copy(picked->items[j]));
		azs_node_free(picked);
	}
	return list;
}

/* 2, 2.0 and "2.0" all become the string "2.0". */
static struct azs_node *
decimal_string(const struct azs_node *value)
{
	char text[32];

	if (value->kind == AZS_REAL)
		return azs_node_string(value->text);
	(void)snprintf(text, sizeof text, "%lld.0", (long long)value->number);
	return azs_node_string(text);
}

static struct azs_node *
service_size(const struct azs_environment *environment, const char *service)
{
	static const char *const keys[] = { "memory", "minReplicas",
		"maxReplicas", "concurrentRequests", "cpuUtilization",
		"revisionMode" };
	struct azs_node *out = azs_node_map();
	size_t i;

	azs_node_set(out, "cpu",
	    decimal_string(azs_model_container(environment, service, "cpu")));
	for (i = 0; i < sizeof keys / sizeof keys[0]; i++)
		azs_node_set(out, keys[i],
		    azs_node_copy(
			azs_model_container(environment, service, keys[i])));
	return out;
}

static struct azs_node *
services_of(
    const struct azs_model *model, const struct azs_environment *environment)
{
	const struct azs_node *map =
	    azs_node_get(model->application, "services");
	struct azs_node *out = azs_node_map();
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++)
		if (azs_service_is(map->items[i], "containerapp"))
			azs_node_set(out, map->items[i]->key,
			    service_size(environment, map->items[i]->key));
	return out;
}

/* Every field of the group but its switch: lists that nobody wrote are empty,
   other fields are left out. */
static struct azs_node *
group_of(const struct azs_environment *environment, const char *name)
{
	const struct azs_node *given =
	    azs_node_get(environment->resolved, name);
	struct azs_node *out = azs_node_map();
	size_t i, len = strlen(name);

	for (i = 0; i < azs_field_count; i++) {
		const char *path = azs_fields[i].path, *key;
		const struct azs_node *value;

		if (azs_fields[i].file != AZS_FIELD_PROFILE ||
		    strncmp(path, name, len) != 0 || path[len] != '.')
			continue;
		key = path + len + 1;
		if (strchr(key, '.') != NULL || strcmp(key, "enabled") == 0)
			continue;
		value = azs_node_get(given, key);
		if (value != NULL && azs_fields[i].type == AZS_TYPE_DECIMAL)
			azs_node_set(out, key, decimal_string(value));
		else if (value != NULL)
			azs_node_set(out, key, azs_node_copy(value));
		else if (azs_fields[i].type == AZS_TYPE_STRINGS)
			azs_node_set(out, key, azs_node_list());
	}
	return out;
}

static int
has_zones(const struct azs_environment *environment, const char *location)
{
	const struct azs_region *region = azs_region_find(location);

	return region != NULL && region->zones > 0 &&
	    azs_node_true(
		azs_node_at(environment->resolved, "redundancy.zones"));
}

/* "10.0.0.0/16" of the first region is "10.1.0.0/16" of the second. */
static struct azs_node *
address_prefix(const struct azs_environment *environment, size_t index)
{
	const char *first = azs_node_text(
	    azs_node_at(environment->resolved, "network.addressPrefix"), "");
	unsigned a = 0, b = 0;
	char text[32];

	if (sscanf(first, "%3u.%3u.", &a, &b) != 2)
		return azs_node_string(first);
	(void)snprintf(
	    text, sizeof text, "%u.%u.0.0/16", a, (b + (unsigned)index) % 256);
	return azs_node_string(text);
}

/* Is the feature on in some environment, so that main.bicep knows it? */
static int
anywhere(const struct azs_model *model, int regional, const char *feature)
{
	return azs_feature_environments(model, regional, feature) > 0;
}

/* Where Front Door's private link to a location begins, if main.bicep asks. */
static void
set_link(struct azs_node *map, const struct azs_model *model, int regional,
    const char *location)
{
	const struct azs_region *region = azs_region_find(location);

	if (anywhere(model, regional, "frontDoor") &&
	    anywhere(model, regional, "linkable") &&
	    anywhere(model, regional, "private"))
		azs_node_set(map, "privateLinkLocation",
		    azs_node_string(
			region == NULL ? location : azs_region_link(region)));
}

static void
set_regions(struct azs_node *out, const struct azs_model *model,
    const struct azs_environment *environment)
{
	struct azs_node *list = azs_node_set(out, "regions", azs_node_list());
	const struct azs_node *locations =
	    azs_model_locations(model, environment);
	struct azs_node *item;
	size_t i;

	for (i = 0; i < locations->count && azs_slot_name(i) != NULL; i++) {
		const char *location = azs_node_text(locations->items[i], "");

		item = azs_node_append(list, azs_node_map());
		azs_node_set(item, "key", azs_node_string(azs_slot_name(i)));
		azs_node_set(item, "location", azs_node_string(location));
		azs_node_set(item, "zoneRedundant",
		    azs_node_bool(has_zones(environment, location)));
		if (anywhere(model, 1, "private"))
			azs_node_set(item, "addressPrefix",
			    address_prefix(environment, i));
		set_link(item, model, 1, location);
	}
}

/* Where the metadata of static web apps is, which are in few regions. */
static void
fill_site(struct azs_node *group, const char *location)
{
	const struct azs_region *region = azs_region_find(location);

	azs_node_unset(group, "enabled");
	if (azs_node_get(group, "location") == NULL)
		azs_node_set(group, "location",
		    azs_node_string(region == NULL
			    ? "westeurope"
			    : azs_region_static_site(region)));
}

/* Leave out what main.bicep of the application does not ask for. */
static void
fill_edge(struct azs_node *group, const struct azs_model *model, int regional,
    const char *location)
{
	if (regional)
		azs_node_unset(group, "kind");
	else
		set_link(group, model, 0, location);
	if (!anywhere(model, regional, "firewall"))
		azs_node_unset(group, "requestsPerMinute");
	if (!anywhere(model, regional, "gateway")) {
		azs_node_unset(group, "minInstances");
		azs_node_unset(group, "maxInstances");
	}
	if (!anywhere(model, regional, "customDomain"))
		azs_node_unset(group, "domain");
	if (!anywhere(model, regional, "certificate"))
		azs_node_unset(group, "certificateUri");
}

static void
fill_monitoring(
    struct azs_node *group, const struct azs_model *model, int regional)
{
	if (!anywhere(model, regional, "throttled"))
		azs_node_unset(group, "throttledRequests");
	if (!anywhere(model, regional, "failing"))
		azs_node_unset(group, "serverErrors");
}

static struct azs_node *
make_group(const char *name, const struct azs_model *model,
    const struct azs_environment *environment, int regional)
{
	struct azs_node *group;

	if (strcmp(name, "services") == 0)
		return services_of(model, environment);
	group = group_of(environment, name);
	if (strcmp(name, "openai") == 0)
		azs_node_set(group, "deployments",
		    deployments(azs_node_at(
			environment->resolved, "openai.deployments")));
	else if (strcmp(name, "staticWebApp") == 0)
		fill_site(group, azs_model_location(model, environment));
	else if (strcmp(name, "edge") == 0)
		fill_edge(group, model, regional,
		    azs_model_location(model, environment));
	else if (strcmp(name, "monitoring") == 0)
		fill_monitoring(group, model, regional);
	/* Of several regions each has its own range. */
	else if (strcmp(name, "network") == 0 &&
	    (regional || !anywhere(model, 0, "private")))
		azs_node_unset(group, "addressPrefix");
	return group;
}

struct azs_node *
azs_values_build(const struct azs_model *model,
    const struct azs_environment *environment, int regional)
{
	/* The groups and the feature that each belongs to. */
	static const struct {
		const char *name, *feature;
	} groups[] = { { "network", NULL }, { "edge", "public" },
		{ "openai", "models" }, { "vision", "vision" },
		{ "documentIntelligence", "documentIntelligence" },
		{ "contentSafety", "contentSafety" }, { "search", "search" },
		{ "cache", "cache" },
		{ "appConfiguration", "appConfiguration" },
		{ "storage", "storage" }, { "backup", "backup" },
		{ "cosmos", "cosmos" }, { "eventHubs", "eventHubs" },
		{ "serviceBus", "serviceBus" },
		{ "apiManagement", "apiManagement" },
		{ "functions", "functionApp" }, { "appService", "appService" },
		{ "services", "containerApp" }, { "mlEndpoint", "mlEndpoint" },
		{ "registry", "registry" }, { "staticWebApp", "staticWebApp" },
		{ "keyVault", NULL }, { "monitoring", NULL },
		{ "serviceLevels", NULL }, { "governance", NULL },
		{ "budget", "budget" } };
	const char *location = azs_model_location(model, environment);
	const struct azs_node *tags =
	    azs_node_get(environment->resolved, "tags");
	struct azs_node *out = azs_node_map();
	size_t i;

	azs_node_set(out, "location", azs_node_string(location));
	azs_node_set(out, "zoneRedundant",
	    azs_node_bool(has_zones(environment, location)));
	azs_node_set(
	    out, "tags", tags == NULL ? azs_node_map() : azs_node_copy(tags));
	if (regional)
		set_regions(out, model, environment);
	for (i = 0; i < sizeof groups / sizeof groups[0]; i++)
		if (groups[i].feature == NULL ||
		    azs_feature_in(
			model, environment, regional, groups[i].feature))
			azs_node_set(out, groups[i].name,
			    make_group(
				groups[i].name, model, environment, regional));
	return out;
}
