/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "rows.h"
#include "table.h"
#include "workspace.h"

/* The rows of two environments by path: side "a" and side "b" of each. */
static void
take_side(const struct azs_environment *environment, const char *side,
    struct azs_node *paths)
{
	struct azs_node *rows = azs_rows_build(environment, "");
	size_t i;

	for (i = 0; i < rows->count; i++) {
		const char *path = azs_node_get(rows->items[i], "path")->text;
		struct azs_node *row = azs_node_get(paths, path);
		struct azs_node *value = azs_node_copy(rows->items[i]);

		if (row == NULL) {
			row = azs_node_set(paths, path, azs_node_map());
			azs_node_set(row, "path", azs_node_string(path));
			azs_node_set(row, "a", azs_node_null());
			azs_node_set(row, "b", azs_node_null());
		}
		azs_node_unset(value, "path");
		azs_node_set(row, side, value);
	}
	azs_node_free(rows);
}

static int
by_path(const void *left, const void *right)
{
	const struct azs_node *const *a = left, *const *b = right;

	return strcmp(
	    azs_node_get(*a, "path")->text, azs_node_get(*b, "path")->text);
}

/* The list of rows sorted by path; without all, only where the sides differ. */
static struct azs_node *
compare(
    const struct azs_environment *a, const struct azs_environment *b, int all)
{
	struct azs_node *paths = azs_node_map(), *list = azs_node_list();
	size_t i;

	take_side(a, "a", paths);
	take_side(b, "b", paths);
	for (i = 0; i < paths->count; i++) {
		const struct azs_node *row = paths->items[i];

		if (all ||
		    !azs_node_equal(
			azs_node_get(azs_node_get(row, "a"), "value"),
			azs_node_get(azs_node_get(row, "b"), "value")))
			azs_node_append(list, azs_node_copy(row));
	}
	azs_node_free(paths);
	if (list->count > 0)
		qsort(list->items, list->count, sizeof(struct azs_node *),
		    by_path);
	return list;
}

static void
add_text(const struct azs_args *args, const struct azs_node *list,
    struct azs_buf *out)
{
	struct azs_table table;
	size_t i;

	if (list->count == 0) {
		if (!args->quiet)
			azs_buf_addf(out, "%s and %s have the same values.\n",
			    args->operands[0], args->operands[1]);
		return;
	}
	azs_table_init(&table, 3);
	azs_table_add(&table, "FIELD");
	azs_table_add(&table, args->operands[0]);
	azs_table_add(&table, args->operands[1]);
	for (i = 0; i < list->count; i++) {
		const struct azs_node *row = list->items[i];

		azs_table_add_value(&table, azs_node_get(row, "path"));
		azs_table_add_value(
		    &table, azs_node_get(azs_node_get(row, "a"), "value"));
		azs_table_add_value(
		    &table, azs_node_get(azs_node_get(row, "b"), "value"));
	}
	azs_table_print(&table, out);
	azs_table_release(&table);
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	const struct azs_environment *a, *b;
	struct azs_workspace workspace;
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *list = NULL;
	int ret = -1;

	if (azs_workspace_open(args, &workspace, err) == -1 ||
	    azs_workspace_require_valid(&workspace, err) == -1 ||
	    (a = azs_workspace_environment(
		 &workspace, args->operands[0], err)) == NULL ||
	    (b = azs_workspace_environment(
		 &workspace, args->operands[1], err)) == NULL)
		goto done;
	list = compare(a, b, azs_args_get(args, "all") != NULL);
	if (args->json)
		azs_json_write(list, &out);
	else
		add_text(args, list, &out);
	ret = azs_print(&out, err);
done:
	azs_node_free(list);
	azs_buf_release(&out);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "all", 0, NULL, "also what is the same in both" },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_env_diff = { "env diff", "ENV ENV", 2, 2,
	"compare the values of two environments", options, 2,
	"A dash stands for a field without a value.\n", run };
