/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "export.h"

#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "escape.h"
#include "json.h"
#include "memory.h"
#include "plan.h"
#include "table.h"
#include "values.h"

/* The value at path below node, where "*" stands for every key: NULL when
   there is none, or when they differ. */
static const struct azs_node *
single_value(const struct azs_node *node, const char *path)
{
	size_t len = strcspn(path, "."), i;
	const char *rest = path + len + (path[len] == '.');
	const struct azs_node *found = NULL, *value;
	char *key;

	if (*path == '\0' || node == NULL || node->kind != AZS_MAP)
		return *path == '\0' ? node : NULL;
	if (strncmp(path, "*", len) != 0) {
		key = azs_xstrndup(path, len);
		node = azs_node_get(node, key);
		free(key);
		return single_value(node, rest);
	}
	for (i = 0; i < node->count; i++) {
		value = single_value(node->items[i], rest);
		if (value == NULL ||
		    (found != NULL && !azs_node_equal(found, value)))
			return NULL;
		found = value;
	}
	return found;
}

/* The rows that have a value, in the manifest's order: name, variable and
   value of each. The caller frees. */
static int
collect(const struct azs_model *model, const struct azs_manifest *manifest,
    const struct azs_environment *environment, struct azs_node *list,
    struct azs_error *err)
{
	struct azs_node *context = azs_context_build(model, manifest->regional);
	struct azs_node *values =
	    azs_values_build(model, environment, manifest->regional);
	struct azs_node *item;
	const struct azs_node *value;
	int applies = 0;
	size_t i;

	azs_node_set(values, "name", azs_node_string(environment->name));
	for (i = 0; i < manifest->parameter_count && applies != -1; i++) {
		const struct azs_manifest_parameter *row =
		    &manifest->parameters[i];

		if (row->overrides == NULL)
			continue;
		applies =
		    azs_plan_when(row->when, &row->mark, context, NULL, err);
		value = single_value(values, row->overrides);
		if (applies != 1 || value == NULL || value->kind == AZS_NULL ||
		    value->kind == AZS_LIST || value->kind == AZS_MAP)
			continue;
		item = azs_node_append(list, azs_node_map());
		azs_node_set(item, "name", azs_node_string(row->name));
		azs_node_set(item, "variable", azs_node_string(row->value));
		azs_node_set(item, "value", azs_node_copy(value));
	}
	azs_node_free(values);
	azs_node_free(context);
	return applies == -1 ? -1 : 0;
}

/*
 * azd puts a variable as it is into the text of a JSON string, and a dotenv
 * file has quotes and a "$" of its own (azd-facts of 2026-08-21, section 2).
 */
static int
check_text(const char *name, const char *text, struct azs_error *err)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f ||
		    strchr("\"'\\$`", *text) != NULL)
			return azs_fail(err, AZS_EFAILED,
			    "the value of %s has a character that azd cannot "
			    "hand on (a quote, a backslash, a dollar sign or "
			    "a control character); --format parameters has "
			    "it",
			    name);
	return 0;
}

static int
add_dotenv(
    const struct azs_node *list, struct azs_buf *out, struct azs_error *err)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		const char *variable =
		    azs_node_get(list->items[i], "variable")->text;
		const struct azs_node *value =
		    azs_node_get(list->items[i], "value");
		size_t len;

		/* "${AZURE_LOCATION}"; the environment's name is azd's own. */
		if (strncmp(variable, "${", 2) != 0 ||
		    strcmp(variable, "${AZURE_ENV_NAME}") == 0)
			continue;
		len = strcspn(variable + 2, "=}:");
		azs_buf_add(out, variable + 2, len);
		if (value->kind == AZS_STRING &&
		    check_text(azs_node_get(list->items[i], "name")->text,
			value->text, err) == -1)
			return -1;
		azs_buf_adds(out, "=\"");
		azs_table_value(value, out);
		azs_buf_adds(out, "\"\n");
	}
	return 0;
}

static void
add_parameters(const struct azs_node *list, struct azs_buf *out)
{
	struct azs_node *file = azs_node_map(), *parameters, *one;
	size_t i;

	azs_node_set(file, "$schema", azs_node_string(AZS_PARAMETERS_SCHEMA));
	azs_node_set(file, "contentVersion", azs_node_string("1.0.0.0"));
	parameters = azs_node_set(file, "parameters", azs_node_map());
	for (i = 0; i < list->count; i++) {
		one = azs_node_set(parameters,
		    azs_node_get(list->items[i], "name")->text, azs_node_map());
		azs_node_set(one, "value",
		    azs_node_copy(azs_node_get(list->items[i], "value")));
	}
	azs_json_write(file, out);
	azs_node_free(file);
}

static int
add_bicepparam(
    const struct azs_node *list, struct azs_buf *out, struct azs_error *err)
{
	size_t i;

	azs_buf_adds(out, "using './infra/main.bicep'\n");
	for (i = 0; i < list->count; i++) {
		const struct azs_node *value =
		    azs_node_get(list->items[i], "value");

		azs_buf_addf(out, "\nparam %s = ",
		    azs_node_get(list->items[i], "name")->text);
		if (value->kind != AZS_STRING) {
			azs_table_value(value, out);
		} else {
			azs_buf_addc(out, '\'');
			if (azs_escape_text(
				AZS_ESCAPE_BICEP, value->text, out, err) == -1)
				return -1;
			azs_buf_addc(out, '\'');
		}
		azs_buf_addc(out, '\n');
	}
	return 0;
}

int
azs_export(const struct azs_model *model, const struct azs_manifest *manifest,
    const struct azs_environment *environment, enum azs_export_format format,
    struct azs_buf *out, struct azs_error *err)
{
	struct azs_node *list = azs_node_list(), *values;
	int ret = 0;

	if (format == AZS_EXPORT_JSON) {
		values =
		    azs_values_build(model, environment, manifest->regional);
		azs_json_write(values, out);
		azs_node_free(values);
	} else if (collect(model, manifest, environment, list, err) == -1) {
		ret = -1;
	} else if (format == AZS_EXPORT_DOTENV) {
		ret = add_dotenv(list, out, err);
	} else if (format == AZS_EXPORT_BICEPPARAM) {
		ret = add_bicepparam(list, out, err);
	} else {
		add_parameters(list, out);
	}
	azs_node_free(list);
	return ret;
}
