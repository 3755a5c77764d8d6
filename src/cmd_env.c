/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "command.h"
#include "feature.h"
#include "json.h"
#include "rows.h"
#include "table.h"
#include "workspace.h"

static const struct azs_option templates_only[] = {
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

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
	azs_table_value(azs_node_at(environment->resolved, path), out);
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
	struct azs_table table;
	size_t i, j;

	azs_table_init(&table, 4 + COLUMNS);
	azs_table_add(&table, "ENVIRONMENT");
	azs_table_add(&table, "EXTENDS");
	azs_table_add(&table, "LEVEL");
	azs_table_add(&table, "LOCATION");
	for (j = 0; j < COLUMNS; j++)
		azs_table_add(&table, columns[j].title);
	for (i = 0; i < model->count; i++) {
		const struct azs_environment *e = &model->environments[i];

		azs_table_add(&table, e->name);
		azs_table_add(&table, *e->extends == '\0' ? "-" : e->extends);
		azs_table_add(&table, azs_level_name(e->level));
		azs_table_add(&table, azs_model_location(model, e));
		for (j = 0; j < COLUMNS; j++) {
			cell(e, j, &value);
			azs_table_add(&table, value.data);
		}
	}
	azs_table_print(&table, out);
	azs_table_release(&table);
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
	}
	ret = azs_print(&out, err);
done:
	azs_buf_release(&out);
	azs_workspace_release(&workspace);
	return ret;
}

/* The rows as columns. */
static void
show_text(const struct azs_node *rows, struct azs_buf *out)
{
	struct azs_table table;
	size_t i;

	azs_table_init(&table, 3);
	for (i = 0; i < rows->count; i++) {
		const struct azs_node *row = rows->items[i];

		azs_table_add_value(&table, azs_node_get(row, "path"));
		azs_table_add_value(&table, azs_node_get(row, "value"));
		azs_table_add_value(&table, azs_node_get(row, "source"));
	}
	azs_table_print(&table, out);
	azs_table_release(&table);
}

static int
run_show(const struct azs_args *args, struct azs_error *err)
{
	const char *prefix = args->operand_count > 1 ? args->operands[1] : "";
	const struct azs_environment *environment;
	struct azs_workspace workspace;
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *rows = NULL;
	int ret = -1;

	if (azs_workspace_open(args, &workspace, err) == -1 ||
	    azs_workspace_require_valid(&workspace, err) == -1)
		goto done;
	environment =
	    azs_workspace_environment(&workspace, args->operands[0], err);
	if (environment == NULL)
		goto done;
	rows = azs_rows_build(environment, prefix);
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
