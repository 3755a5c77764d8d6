/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "context_item.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "memory.h"

void
azs_item_text(struct azs_node *map, const char *key, const char *text)
{
	azs_node_set(map, key, azs_node_string(text));
}

void
azs_item_flag(struct azs_node *map, const char *key, int value)
{
	azs_node_set(map, key, azs_node_bool(value));
}

/* What is an identifier goes unquoted, as prefer-unquoted-property-names
   asks. */
void
azs_item_keys(struct azs_node *map, const char *name)
{
	int quoted = strchr(name, '-') != NULL;
	char *key = azs_xasprintf(quoted ? "'%s'" : "%s", name);
	char *accessor = azs_xasprintf(quoted ? "['%s']" : ".%s", name);
	char *safe = azs_xasprintf(quoted ? "[?'%s']" : ".?%s", name);

	azs_item_text(map, "key", key);
	azs_item_text(map, "accessor", accessor);
	azs_item_text(map, "safeAccessor", safe);
	free(key);
	free(accessor);
	free(safe);
}

void
azs_item_names(struct azs_node *map, const char *name)
{
	struct azs_buf camel = AZS_BUF_INIT, upper = AZS_BUF_INIT;
	const char *p;
	int start = 0;

	for (p = name; *p != '\0'; p++) {
		int c = toupper((unsigned char)*p);

		azs_buf_addc(&upper, *p == '-' ? '_' : (char)c);
		if (*p != '-')
			azs_buf_addc(&camel, start ? (char)c : *p);
		start = *p == '-';
	}
	azs_item_text(map, "name", name);
	azs_item_text(map, "symbol", camel.data);
	azs_item_text(map, "variable", upper.data);
	azs_item_keys(map, name);
	azs_buf_release(&camel);
	azs_buf_release(&upper);
}

struct azs_node *
azs_item_ends(struct azs_node *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		azs_item_flag(list->items[i], "first", i == 0);
		azs_item_flag(list->items[i], "last", i + 1 == list->count);
	}
	return list;
}
