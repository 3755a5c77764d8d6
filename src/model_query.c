/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "model.h"

const struct azs_node *
azs_model_locations(
    const struct azs_model *model, const struct azs_environment *environment)
{
	const struct azs_node *list =
	    azs_node_get(environment->resolved, "locations");

	if (list == NULL || list->kind != AZS_LIST || list->count == 0)
		list = azs_node_get(model->application, "locations");
	return list != NULL && list->kind == AZS_LIST ? list : NULL;
}

const char *
azs_model_location(
    const struct azs_model *model, const struct azs_environment *environment)
{
	const struct azs_node *list = azs_model_locations(model, environment);

	return list == NULL || list->count == 0
	    ? ""
	    : azs_node_text(list->items[0], "");
}

const char *
azs_slot_name(size_t index)
{
	static const char *const names[] = { "primary", "secondary", "tertiary",
		"quaternary", "quinary" };

	return index < sizeof names / sizeof names[0] ? names[index] : NULL;
}

const struct azs_node *
azs_model_container(const struct azs_environment *environment,
    const char *service, const char *field)
{
	const struct azs_node *node;

	node = azs_node_get(
	    azs_node_get(
		azs_node_get(
		    azs_node_get(environment->resolved, "services"), service),
		"containers"),
	    field);
	return node != NULL
	    ? node
	    : azs_node_get(
		  azs_node_get(environment->resolved, "containers"), field);
}

int
azs_service_uses(const struct azs_node *service, const char *word)
{
	const struct azs_node *uses = azs_node_get(service, "uses");
	size_t i;

	for (i = 0; uses != NULL && i < uses->count; i++)
		if (strcmp(azs_node_text(uses->items[i], ""), word) == 0)
			return 1;
	return 0;
}

int
azs_model_uses(const struct azs_model *model, const char *word)
{
	const struct azs_node *map =
	    azs_node_get(model->application, "services");
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++)
		if (azs_service_uses(map->items[i], word))
			return 1;
	return 0;
}

int
azs_service_is(const struct azs_node *service, const char *host)
{
	return strcmp(azs_node_text(azs_node_get(service, "host"), ""), host) ==
	    0;
}
