/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "feature.h"
#include "json.h"
#include "memory.h"
#include "workspace.h"

static const struct azs_option templates_only[] = {
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

/* Append a scalar, or a list of scalars, as one would write it in YAML. */
static void
add_value(const struct azs_node *node, struct azs_buf *out)
{
	size_t i;

	switch (node->kind) {
	case AZS_BOOL:
		azs_buf_adds(out, node->number != 0 ? "true" : "false");
		break;
	case AZS_INT:
		azs_buf_addf(out, "%lld", (long long)node->number);
		break;
	case AZS_REAL:
	case AZS_STRING:
		azs_buf_adds(out, node->text);
		break;
	case AZS_NULL:
		azs_buf_adds(out, "null");
		break;
	case AZS_LIST:
	case AZS_MAP:
		azs_buf_addc(out, node->kind == AZS_LIST ? '[' : '{');
		for (i = 0; i < node->count; i++) {
			azs_buf_adds(out, i == 0 ? "" : ", ");
			add_value(node->items[i], out);
		}
		azs_buf_addc(out, node->kind == AZS_LIST ? ']' : '}');
		break;
	}
}

static const struct {
	const char *title, *path;
} columns[] = {
	{ "CAPACITY", "openai.capacity" },
	{ "SEARCH", "search.sku" },
	{ "CPU", "containers.cpu" },
	{ "MEMORY", "containers.memory" },
	{ "REPLICAS", "containers.minReplicas" },
	{ "BUDGET", "budget.amount" },
};

#define COLUMNS (sizeof columns / sizeof columns[0])

static void
cell(const struct azs_environment *environment, size_t column,
    struct azs_buf *out)
{
	const char *path = columns[column].path;
	const struct azs_node *max;

	azs_buf_clear(out);
	if ((strncmp(path, "search.", 7) == 0 &&
		!azs_feature_on(environment, "search")) ||
	    (strncmp(path, "budget.", 7) == 0 &&
		!azs_feature_on(environment, "budget"))) {
		azs_buf_adds(out, "-");
		return;
	}
	add_value(azs_node_at(environment->resolved, path), out);
	if (strcmp(columns[column].title, "REPLICAS") == 0) {
		max = azs_node_at(
		    environment->resolved, "containers.maxReplicas");
		azs_buf_addf(out, "-%lld", (long long)max->number);
	}
}

static void
list_text(const struct azs_model *model, struct azs_buf *out)
{
	struct azs_buf value = AZS_BUF_INIT;
	size_t i, j;

	azs_buf_addf(out, "%-16s%-18s%-13s%-16s", "ENVIRONMENT", "EXTENDS",
	    "LEVEL", "LOCATION");
	for (j = 0; j < COLUMNS; j++)
		azs_buf_addf(out, "%-10s", columns[j].title);
	azs_buf_addc(out, '\n');
	for (i = 0; i < model->count; i++) {
		const struct azs_environment *e = &model->environments[i];

		azs_buf_addf(out, "%-15s %-17s %-12s %-15s ", e->name,
		    *e->extends == '\0' ? "-" : e->extends,
		    azs_level_name(e->level), azs_model_location(model, e));
		for (j = 0; j < COLUMNS; j++) {
			cell(e, j, &value);
			azs_buf_addf(out, "%-9s ", value.data);
		}
		azs_buf_addc(out, '\n');
	}
	azs_buf_release(&value);
}

static struct azs_node *
list_node(const struct azs_model *model)
{
	struct azs_node *list = azs_node_list(), *item;
	size_t i;

	for (i = 0; i < model->count; i++) {
		const struct azs_environment *e = &model->environments[i];

		item = azs_node_append(list, azs_node_map());
		azs_node_set(item, "name", azs_node_string(e->name));
		azs_node_set(item, "file", azs_node_string(e->file));
		azs_node_set(item, "extends",
		    *e->extends == '\0' ? azs_node_null()
					: azs_node_string(e->extends));
		azs_node_set(
		    item, "level", azs_node_string(azs_level_name(e->level)));
		azs_node_set(item, "location",
		    azs_node_string(azs_model_location(model, e)));
		azs_node_set(item, "values", azs_node_copy(e->resolved));
	}
	return list;
}

/* Drop the blanks at the ends of lines, which padding leaves. */
static void
trim_lines(struct azs_buf *text)
{
	size_t i, n = 0;

	for (i = 0; i < text->len; i++) {
		if (text->data[i] == '\n')
			while (n > 0 && text->data[n - 1] == ' ')
				n--;
		text->data[n++] = text->data[i];
	}
	azs_buf_cut(text, n);
}

static int
run_list(const struct azs_args *args, struct azs_error *err)
{
	struct azs_workspace workspace;
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *node;
	int ret = -1;

	if (azs_workspace_open(args, &workspace, err) == -1 ||
	    azs_workspace_require_valid(&workspace, err) == -1)
		goto done;
	if (args->json) {
		node = list_node(workspace.model);
		azs_json_write(node, &out);
		azs_node_free(node);
	} else {
		list_text(workspace.model, &out);
		trim_lines(&out);
	}
	ret = azs_print(&out, err);
done:
	azs_buf_release(&out);
	azs_workspace_release(&workspace);
	return ret;
}

/* Nonzero when path is prefix or lies below it. */
static int
below(const char *path, const char *prefix)
{
	size_t len = strlen(prefix);

	return len == 0 ||
	    (strncmp(path, prefix, len) == 0 &&
		(path[len] == '\0' || path[len] == '.'));
}

/* Append {path, value, source} to rows. */
static void
show_one(const struct azs_node *node, const char *path, struct azs_node *rows)
{
	struct azs_node *row = azs_node_append(rows, azs_node_map());
	struct azs_buf place = AZS_BUF_INIT;

	if (node->mark.line == 0)
		azs_buf_adds(&place, "default");
	else
		azs_buf_addf(
		    &place, "%s:%zu", node->mark.file, node->mark.line);
	azs_node_set(row, "path", azs_node_string(path));
	azs_node_set(row, "value", azs_node_copy(node));
	azs_node_set(row, "source", azs_node_string(place.data));
	azs_buf_release(&place);
}

static void
show(const struct azs_node *map, const char *path, const char *prefix,
    struct azs_node *rows)
{
	size_t i;

	for (i = 0; i < map->count; i++) {
		char *at = azs_xasprintf("%s%s%s", path,
		    *path == '\0' ? "" : ".", map->items[i]->key);

		if (map->items[i]->kind == AZS_MAP)
			show(map->items[i], at, prefix, rows);
		else if (below(at, prefix))
			show_one(map->items[i], at, rows);
		free(at);
	}
}

/* The rows as columns as wide as they need to be. */
static void
show_text(const struct azs_node *rows, struct azs_buf *out)
{
	struct azs_buf value = AZS_BUF_INIT;
	size_t i, widest[2] = { 0, 0 };

	for (i = 0; i < rows->count; i++) {
		azs_buf_clear(&value);
		add_value(azs_node_get(rows->items[i], "value"), &value);
		if (value.len > widest[1])
			widest[1] = value.len;
		if (strlen(azs_node_get(rows->items[i], "path")->text) >
		    widest[0])
			widest[0] =
			    strlen(azs_node_get(rows->items[i], "path")->text);
	}
	for (i = 0; i < rows->count; i++) {
		azs_buf_clear(&value);
		add_value(azs_node_get(rows->items[i], "value"), &value);
		azs_buf_addf(out, "%-*s  %-*s  %s\n", (int)widest[0],
		    azs_node_get(rows->items[i], "path")->text, (int)widest[1],
		    value.data, azs_node_get(rows->items[i], "source")->text);
	}
	azs_buf_release(&value);
}

static int
unknown_environment(
    const struct azs_model *model, const char *name, struct azs_error *err)
{
	struct azs_buf names = AZS_BUF_INIT;
	size_t i;

	for (i = 0; i < model->count; i++)
		azs_buf_addf(&names, "%s%s", i == 0 ? "" : ", ",
		    model->environments[i].name);
	azs_fail(err, AZS_EUSAGE,
	    "there is no environment %.60s (there are: %s)", name, names.data);
	azs_buf_release(&names);
	return -1;
}

static int
run_show(const struct azs_args *args, struct azs_error *err)
{
	const char *prefix = args->operand_count > 1 ? args->operands[1] : "";
	const struct azs_environment *environment;
	struct azs_workspace workspace;
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *rows = azs_node_list();
	int ret = -1;

	if (azs_workspace_open(args, &workspace, err) == -1 ||
	    azs_workspace_require_valid(&workspace, err) == -1)
		goto done;
	environment = azs_model_environment(workspace.model, args->operands[0]);
	if (environment == NULL) {
		unknown_environment(workspace.model, args->operands[0], err);
		goto done;
	}
	show(environment->resolved, "", prefix, rows);
	if (rows->count == 0) {
		azs_fail(err, AZS_EUSAGE, "%s has no value at %.100s",
		    environment->name, prefix);
		goto done;
	}
	if (args->json)
		azs_json_write(rows, &out);
	else
		show_text(rows, &out);
	ret = azs_print(&out, err);
done:
	azs_node_free(rows);
	azs_buf_release(&out);
	azs_workspace_release(&workspace);
	return ret;
}

const struct azs_command azs_cmd_env_list = { "env list", "", 0, 0,
	"list the environments with their key sizes", templates_only, 1, NULL,
	run_list };

const struct azs_command azs_cmd_env_show = { "env show", "ENV [PATH]", 1, 2,
	"print every value and the file:line it comes from", templates_only, 1,
	"With PATH only what lies there: azstamp env show prod openai\n",
	run_show };
