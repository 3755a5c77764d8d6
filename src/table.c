/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <stdlib.h>

#include "memory.h"

void
azs_table_init(struct azs_table *table, size_t columns)
{
	table->cells = NULL;
	table->columns = columns;
	table->count = 0;
}

void
azs_table_release(struct azs_table *table)
{
	size_t i;

	for (i = 0; i < table->count; i++)
		free(table->cells[i]);
	free(table->cells);
	azs_table_init(table, table->columns);
}

void
azs_table_add(struct azs_table *table, const char *text)
{
	/* Room doubles whenever the count reaches a power of two. */
	if ((table->count & (table->count - 1)) == 0)
		table->cells = azs_xreallocarray(table->cells,
		    table->count == 0 ? 1 : table->count * 2,
		    sizeof *table->cells);
	table->cells[table->count++] = azs_xstrdup(text);
}

void
azs_table_value(const struct azs_node *value, struct azs_buf *out)
{
	int is_list = value->kind == AZS_LIST;
	size_t i;

	switch (value->kind) {
	case AZS_BOOL:
		azs_buf_adds(out, value->number != 0 ? "true" : "false");
		break;
	case AZS_INT:
		azs_buf_addf(out, "%lld", (long long)value->number);
		break;
	case AZS_REAL:
	case AZS_STRING:
		azs_buf_adds(out, value->text);
		break;
	case AZS_NULL:
		azs_buf_adds(out, "null");
		break;
	case AZS_LIST:
	case AZS_MAP:
		azs_buf_addc(out, is_list ? '[' : '{');
		for (i = 0; i < value->count; i++) {
			azs_buf_adds(out, i == 0 ? "" : ", ");
			if (!is_list)
				azs_buf_addf(out, "%s: ", value->items[i]->key);
			azs_table_value(value->items[i], out);
		}
		azs_buf_addc(out, is_list ? ']' : '}');
		break;
	}
}

void
azs_table_add_value(struct azs_table *table, const struct azs_node *value)
{
	struct azs_buf text = AZS_BUF_INIT;

	if (value == NULL)
		azs_buf_addc(&text, '-');
	else
		azs_table_value(value, &text);
	azs_table_add(table, text.data);
	azs_buf_release(&text);
}

/* How many characters a cell has; all that the model takes are one wide. */
static size_t
width(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

void
azs_table_print(const struct azs_table *table, struct azs_buf *out)
{
	size_t *widest = azs_xcalloc(table->columns, sizeof *widest), i, n;

	for (i = 0; i < table->count; i++) {
		n = width(table->cells[i]);
		if (n > widest[i % table->columns])
			widest[i % table->columns] = n;
	}
	for (i = 0; i < table->count; i++) {
		azs_buf_adds(out, table->cells[i]);
		if (i % table->columns < table->columns - 1) {
			n = widest[i % table->columns] + 2 -
			    width(table->cells[i]);
			azs_buf_addf(out, "%*s", (int)n, "");
			continue;
		}
		while (out->len > 0 && out->data[out->len - 1] == ' ')
			azs_buf_cut(out, out->len - 1);
		azs_buf_addc(out, '\n');
	}
	free(widest);
}
