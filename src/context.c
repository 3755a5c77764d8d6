/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "context.h"

#include <stdlib.h>
#include <string.h>

#include "context_item.h"
#include "feature.h"
#include "memory.h"

static struct azs_node *
application(const struct azs_model *model)
{
	struct azs_node *out = azs_node_map();
	const struct azs_node *app = model->application;
	const struct azs_node *locations = azs_node_get(app, "locations");
	const struct azs_node *fallback = azs_node_get(app, "defaultProfile");

	azs_item_text(
	    out, "name", azs_node_text(azs_node_get(app, "name"), ""));
	azs_item_text(
	    out, "pattern", azs_node_text(azs_node_get(app, "pattern"), ""));
	azs_item_text(
	    out, "branch", azs_node_text(azs_node_get(app, "branch"), "main"));
	azs_item_text(out, "location",
	    locations == NULL || locations->count == 0
		? ""
		: azs_node_text(locations->items[0], ""));
	azs_item_flag(out, "hasDefaultProfile", fallback != NULL);
	azs_item_keys(out, azs_node_text(fallback, ""));
	azs_item_text(out, "defaultProfile", azs_node_text(fallback, ""));
	return out;
}

/* The regions of an environment by name. */
static struct azs_node *
regions(const struct azs_model *model, const struct azs_environment *e)
{
	const struct azs_node *locations = azs_model_locations(model, e);
	struct azs_node *list = azs_node_list();
	size_t i;

	for (i = 0; locations != NULL && i < locations->count; i++)
		azs_item_text(azs_node_append(list, azs_node_map()), "region",
		    azs_node_text(locations->items[i], ""));
	return azs_item_ends(list);
}

static struct azs_node *
environments(const struct azs_model *model)
{
	struct azs_node *list = azs_node_list();
	size_t i, preview = model->count;

	/* Pull requests go to the last environment that is not production. */
	for (i = 0; i < model->count; i++)
		if (model->environments[i].level != AZS_PRODUCTION)
			preview = i;
	for (i = 0; i < model->count; i++) {
		const struct azs_environment *e = &model->environments[i];
		struct azs_node *out = azs_node_append(list, azs_node_map());

		azs_item_names(out, e->name);
		azs_item_text(out, "level", azs_level_name(e->level));
		azs_item_flag(
		    out, "isDevelopment", e->level == AZS_DEVELOPMENT);
		azs_item_flag(out, "isStaging", e->level == AZS_STAGING);
		azs_item_flag(out, "isProduction", e->level == AZS_PRODUCTION);
		azs_item_flag(out, "takesPullRequests", i == preview);
		azs_item_text(out, "location", azs_model_location(model, e));
		azs_node_set(out, "locations", regions(model, e));
		azs_item_text(out, "previous",
		    i == 0 ? "" : model->environments[i - 1].name);
		azs_item_text(out, "previousVariable",
		    i == 0
			? ""
			: azs_node_get(list->items[i - 1], "variable")->text);
	}
	return azs_item_ends(list);
}

/*
 * The texts that Bicep needs where a feature is on in some environments only:
 * on.<name> is the condition, if.<name> "if (<condition>) " and bang.<name>
 * "!". Where it is on in all, if and bang are empty; has.<name> is "true" then,
 * else the condition.
 */
static void
set_condition(
    struct azs_node *out, const struct azs_feature *feature, int optional)
{
	char *text = azs_xasprintf("if (%s) ", feature->on);

	azs_item_text(azs_node_get(out, "on"), feature->name, feature->on);
	azs_item_text(
	    azs_node_get(out, "if"), feature->name, optional ? text : "");
	azs_item_text(
	    azs_node_get(out, "bang"), feature->name, optional ? "!" : "");
	azs_item_text(azs_node_get(out, "has"), feature->name,
	    optional ? feature->on : "true");
	free(text);
}

static void
set_features(struct azs_node *out, const struct azs_model *model, int regional)
{
	struct azs_node *features =
	    azs_node_set(out, "features", azs_node_map());
	size_t i, count;
	int optional;

	azs_node_set(out, "on", azs_node_map());
	azs_node_set(out, "if", azs_node_map());
	azs_node_set(out, "bang", azs_node_map());
	azs_node_set(out, "has", azs_node_map());
	for (i = 0; i < azs_feature_count; i++) {
		const struct azs_feature *feature = &azs_features[i];
		char *name = azs_xasprintf("%sOptional", feature->name);

		count =
		    azs_feature_environments(model, regional, feature->name);
		optional = count > 0 && count < model->count;
		azs_item_flag(features, feature->name, count > 0);
		azs_item_flag(features, name, optional);
		if (feature->on != NULL)
			set_condition(out, feature, optional);
		free(name);
	}
}

struct azs_node *
azs_context_build(const struct azs_model *model, int regional)
{
	struct azs_node *out = azs_node_map(), *list;

	azs_node_set(out, "application", application(model));
	list = azs_node_set(out, "environments", environments(model));
	azs_item_text(out, "defaultEnvironment",
	    list->count == 0
		? ""
		: azs_node_text(azs_node_get(list->items[0], "name"), ""));
	/* The files of a manifest may say otherwise. */
	azs_item_flag(out, "inStamp", 0);
	set_features(out, model, regional);
	azs_context_services(out, model, regional);
	return out;
}
