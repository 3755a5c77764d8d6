/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "memory.h"

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
add_row(const struct azs_node *node, const char *path, struct azs_node *rows)
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
walk(const struct azs_node *map, const char *path, const char *prefix,
    struct azs_node *rows)
{
	size_t i;

	for (i = 0; i < map->count; i++) {
		char *at = azs_xasprintf("%s%s%s", path,
		    *path == '\0' ? "" : ".", map->items[i]->key);

		if (map->items[i]->kind == AZS_MAP)
			walk(map->items[i], at, prefix, rows);
		else if (below(at, prefix))
			add_row(map->items[i], at, rows);
		free(at);
	}
}

struct azs_node *
azs_rows_build(const struct azs_environment *environment, const char *prefix)
{
	struct azs_node *rows = azs_node_list();

	walk(environment->resolved, "", prefix, rows);
	return rows;
}
