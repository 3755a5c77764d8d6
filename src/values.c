/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "values.h"

#include <stdio.h>
#include <string.h>

#include "facts.h"

int
azs_feature_on(const struct azs_environment *environment, const char *feature)
{
	return azs_node_true(azs_node_get(
	    azs_node_get(environment->resolved, feature), "enabled"));
}

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

static struct azs_node *
openai(const struct azs_environment *environment)
{
	static const char *const keys[] = { "sku", "capacity" };
	const struct azs_node *group =
	    azs_node_get(environment->resolved, "openai");
	struct azs_node *out = pick(group, keys, 2);

	azs_node_set(out, "deployments",
	    deployments(azs_node_get(group, "deployments")));
	return out;
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
		"maxReplicas", "concurrentRequests", "cpuUtilization" };
	struct azs_node *out = azs_node_map();
	size_t i;

	azs_node_set(out, "cpu",
	    decimal_string(azs_model_container(environment, service, "cpu")));
	for (i = 0; i < 5; i++)
		azs_node_set(out, keys[i],
		    azs_node_copy(
			azs_model_container(environment, service, keys[i])));
	return out;
}

static int
has_static_site(const struct azs_model *model)
{
	const struct azs_node *map =
	    azs_node_get(model->application, "services");
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++)
		if (azs_service_is(map->items[i], "staticwebapp"))
			return 1;
	return 0;
}

static void
set_services(struct azs_node *out, const struct azs_model *model,
    const struct azs_environment *environment)
{
	const struct azs_node *map =
	    azs_node_get(model->application, "services");
	struct azs_node *sizes = azs_node_set(out, "services", azs_node_map());
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++)
		if (azs_service_is(map->items[i], "containerapp"))
			azs_node_set(sizes, map->items[i]->key,
			    service_size(environment, map->items[i]->key));
}

static void
set_site(struct azs_node *out, const struct azs_model *model,
    const struct azs_environment *environment, const char *location)
{
	const struct azs_node *given =
	    azs_node_at(environment->resolved, "staticWebApp.location");
	const struct azs_region *region = azs_region_find(location);
	struct azs_node *site;

	if (!has_static_site(model))
		return;
	site = azs_node_set(out, "staticWebApp", azs_node_map());
	azs_node_set(site, "location",
	    azs_node_string(given != NULL ? given->text
		    : region == NULL	  ? "westeurope"
					  : azs_region_static_site(region)));
}

static void
set_group(struct azs_node *out, const struct azs_environment *environment,
    const char *group, const char *const *keys, size_t count)
{
	azs_node_set(out, group,
	    pick(azs_node_get(environment->resolved, group), keys, count));
}

struct azs_node *
azs_values_build(
    const struct azs_model *model, const struct azs_environment *environment)
{
	static const char *const sku[] = { "sku" };
	static const char *const search[] = { "sku", "replicas", "partitions",
		"semantic" };
	static const char *const vault[] = { "sku", "retentionDays",
		"purgeProtection" };
	static const char *const monitoring[] = { "retentionDays",
		"dailyQuotaGb", "samplingPercentage" };
	static const char *const budget[] = { "amount", "contactEmails" };
	const char *location = azs_model_location(model, environment);
	const struct azs_node *tags =
	    azs_node_get(environment->resolved, "tags");
	struct azs_node *out = azs_node_map(), *group;

	azs_node_set(out, "location", azs_node_string(location));
	azs_node_set(
	    out, "tags", tags == NULL ? azs_node_map() : azs_node_copy(tags));
	if (azs_model_uses(model, "openai"))
		azs_node_set(out, "openai", openai(environment));
	if (azs_model_uses(model, "vision"))
		set_group(out, environment, "vision", sku, 1);
	if (azs_model_uses(model, "documentIntelligence"))
		set_group(out, environment, "documentIntelligence", sku, 1);
	if (azs_feature_on(environment, "search") &&
	    azs_model_uses(model, "search"))
		set_group(out, environment, "search", search, 4);
	set_services(out, model, environment);
	set_group(out, environment, "registry", sku, 1);
	set_site(out, model, environment, location);
	set_group(out, environment, "keyVault", vault, 3);
	set_group(out, environment, "monitoring", monitoring, 3);
	if (azs_feature_on(environment, "budget")) {
		set_group(out, environment, "budget", budget, 2);
		group = azs_node_get(out, "budget");
		if (azs_node_get(group, "contactEmails") == NULL)
			azs_node_set(group, "contactEmails", azs_node_list());
	}
	return out;
}
