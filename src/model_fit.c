/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "facts.h"
#include "model.h"

/* What becomes of a redundancy where there are no zones, or no second region
   to copy to. The weaker one may be weakened again. */
static const struct {
	const char *path, *value, *without_zones, *without_pair;
} weaker[] = {
	{ "storage.sku", "Standard_RAGZRS", "Standard_RAGRS", "Standard_ZRS" },
	{ "storage.sku", "Standard_GZRS", "Standard_GRS", "Standard_ZRS" },
	{ "storage.sku", "Standard_RAGRS", NULL, "Standard_LRS" },
	{ "storage.sku", "Standard_GRS", NULL, "Standard_LRS" },
	{ "storage.sku", "Standard_ZRS", "Standard_LRS", NULL },
	{ "backup.redundancy", "GeoRedundant", NULL, "ZoneRedundant" },
	{ "backup.redundancy", "ZoneRedundant", "LocallyRedundant", NULL },
};

#define WEAKER (sizeof weaker / sizeof weaker[0])

/* Not the user's: of a built-in profile, or a field's default. */
static int
is_ours(const struct azs_node *value)
{
	return value->mark.line == 0 ||
	    strncmp(value->mark.file, "azstamp/", 8) == 0;
}

/* Copies leave the region only where data stays in its geography. */
static int
has_pair(const struct azs_region *region)
{
	const struct azs_region *pair =
	    region->pair == NULL ? NULL : azs_region_find(region->pair);

	return pair != NULL && strcmp(pair->geography, region->geography) == 0;
}

static struct azs_node *
replacement(const struct azs_node *value, const char *text)
{
	struct azs_node *out = azs_node_string(text);

	out->mark = value->mark;
	out->key_mark = value->key_mark;
	return out;
}

/* Weaken the value at "group.key" as often as the region makes us. */
static void
fit(struct azs_node *resolved, const struct azs_region *region, size_t row)
{
	char group[32];
	const char *key = strchr(weaker[row].path, '.') + 1;
	const char *text = NULL;
	struct azs_node *map, *value;

	memcpy(group, weaker[row].path, (size_t)(key - 1 - weaker[row].path));
	group[key - 1 - weaker[row].path] = '\0';
	map = azs_node_get(resolved, group);
	value = map == NULL ? NULL : azs_node_get(map, key);
	if (value == NULL || value->kind != AZS_STRING || !is_ours(value) ||
	    strcmp(value->text, weaker[row].value) != 0)
		return;
	if (region->zones == 0)
		text = weaker[row].without_zones;
	if (text == NULL && !has_pair(region))
		text = weaker[row].without_pair;
	if (text != NULL)
		azs_node_set(map, key, replacement(value, text));
}

void
azs_model_fit(
    const struct azs_model *model, struct azs_environment *environment)
{
	const struct azs_region *region =
	    azs_region_find(azs_model_location(model, environment));
	size_t i;

	/* Rows are in order: what one leaves, a later one may take up. */
	for (i = 0; region != NULL && i < WEAKER; i++)
		fit(environment->resolved, region, i);
}
