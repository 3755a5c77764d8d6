/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "plan.h"

static struct azs_node *
value_of(struct azs_node *parameters, const char *name)
{
	struct azs_node *parameter = azs_node_get(parameters, name);

	if (parameter == NULL)
		parameter = azs_node_set(parameters, name, azs_node_map());
	return parameter;
}

/* One member of an object parameter for each item of the list. */
static int
add_members(struct azs_node *parameters,
    const struct azs_manifest_parameter *row, const struct azs_node *context,
    struct azs_error *err)
{
	struct azs_buf key = AZS_BUF_INIT, value = AZS_BUF_INIT;
	struct azs_node *parameter, *members;
	const struct azs_node *list;
	size_t i;
	int applies, ret = -1;

	if (azs_plan_list(row->for_each, &row->mark, context, &list, err) == -1)
		goto done;
	parameter = value_of(parameters, row->name);
	members = azs_node_get(parameter, "value");
	if (members == NULL)
		members = azs_node_set(parameter, "value", azs_node_map());
	for (i = 0; i < list->count; i++) {
		applies = azs_plan_when(
		    row->when, &row->mark, context, list->items[i], err);
		if (applies == -1)
			goto done;
		if (!applies)
			continue;
		azs_buf_clear(&key);
		azs_buf_clear(&value);
		if (azs_plan_expand(row->key, &row->mark, NULL, list->items[i],
			&key, err) == -1 ||
		    azs_plan_expand(row->value, &row->mark, NULL,
			list->items[i], &value, err) == -1)
			goto done;
		azs_node_set(members, key.data, azs_node_string(value.data));
	}
	ret = 0;
done:
	azs_buf_release(&key);
	azs_buf_release(&value);
	return ret;
}

int
azs_plan_parameters(const struct azs_manifest *manifest,
    const struct azs_node *context, struct azs_buf *out, struct azs_error *err)
{
	struct azs_node *file = azs_node_map(), *parameters;
	size_t i;
	int applies, ret = -1;

	azs_node_set(file, "$schema", azs_node_string(AZS_PARAMETERS_SCHEMA));
	azs_node_set(file, "contentVersion", azs_node_string("1.0.0.0"));
	parameters = azs_node_set(file, "parameters", azs_node_map());
	for (i = 0; i < manifest->parameter_count; i++) {
		const struct azs_manifest_parameter *row =
		    &manifest->parameters[i];

		if (row->for_each != NULL) {
			if (add_members(parameters, row, context, err) == -1)
				goto done;
			continue;
		}
		applies =
		    azs_plan_when(row->when, &row->mark, context, NULL, err);
		if (applies == -1)
			goto done;
		if (applies)
			azs_node_set(value_of(parameters, row->name), "value",
			    azs_node_string(row->value));
	}
	azs_json_write(file, out);
	ret = 0;
done:
	azs_node_free(file);
	return ret;
}
