/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TABLE_H
#define AZS_TABLE_H

#include <stddef.h>

#include "buf.h"
#include "node.h"

/* Rows of cells, printed in columns as wide as they need to be. Start with
   azs_table_init(), end with azs_table_release(). */
struct azs_table {
	char **cells;
	size_t columns, count; /* count: of all cells */
};

void azs_table_init(struct azs_table *table, size_t columns);
void azs_table_release(struct azs_table *table);

/* Add the next cell, row by row. */
void azs_table_add(struct azs_table *table, const char *text);
/* Add one with a value as one would write it in YAML; NULL is a dash. */
void azs_table_add_value(struct azs_table *table, const struct azs_node *value);

/* Append all rows, two blanks between columns and none at a line's end. */
void azs_table_print(const struct azs_table *table, struct azs_buf *out);

/* Append a value on one line, as a reader wants it: strings bare. */
void azs_table_value(const struct azs_node *value, struct azs_buf *out);

#endif
