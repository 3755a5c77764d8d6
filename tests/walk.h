/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TESTS_WALK_H
#define AZS_TESTS_WALK_H

#include <string.h>

#include "document.h"

/* What the unit tests and the fuzzer both demand of every parsed tree. */

/* Texts above this are not walked for lines and columns: it is quadratic. */
#define AZS_WALK_MAX 16384

/* Do line and column of a mark say what its offset says? Counted anew. */
static inline int
azs_walk_place(const struct azs_mark *mark, const char *text, size_t len)
{
	size_t i = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	size_t line = 1, column = 1;

	for (; i < mark->offset; i++) {
		if (text[i] == '\n' ||
		    (text[i] == '\r' && (i + 1 == len || text[i + 1] != '\n')))
			line++, column = 1;
		else if (((unsigned char)text[i] & 0xc0) != 0x80)
			column++;
	}
	return i == mark->offset && mark->line == line &&
	    mark->column == column;
}

static inline const char *
azs_walk_marks(const struct azs_node *node, const char *text, size_t len)
{
	if (node->mark.file == NULL || node->mark.file != node->end.file)
		return "a mark without its file";
	if (node->mark.offset > node->end.offset)
		return "a value that ends before it starts";
	if (node->end.offset > len)
		return "a value that ends behind the text";
	if (len <= AZS_WALK_MAX &&
	    !(azs_walk_place(&node->mark, text, len) &&
		azs_walk_place(&node->end, text, len)))
		return "line and column that do not fit the offset";
	return NULL;
}

/* Returns what is wrong with an item below its parent, or NULL. */
static inline const char *
azs_walk_item(
    const struct azs_node *parent, const struct azs_node *item, size_t behind)
{
	const struct azs_mark *start = &item->mark;

	if ((parent->kind == AZS_MAP) != (item->key != NULL))
		return "a key where none belongs, or none where one does";
	if (item->key != NULL) {
		start = &item->key_mark;
		if (azs_node_get(parent, item->key) != item)
			return "a key that is not found";
		if (start->offset >= item->mark.offset)
			return "a key that does not stand before its value";
	}
	if (start->offset < behind)
		return "items that overlap";
	if (item->end.offset > parent->end.offset)
		return "an item that ends behind its parent";
	return NULL;
}

/* Returns what is wrong with a parsed tree, or NULL. */
static inline const char *
azs_walk(const struct azs_node *node, const char *text, size_t len, int depth)
{
	const char *why = azs_walk_marks(node, text, len);
	size_t i, behind = node->mark.offset;
	int has_text = node->kind == AZS_REAL || node->kind == AZS_STRING;

	if (has_text != (node->text != NULL))
		return "text where none belongs, or none where one does";
	if (node->count > 0 && depth == AZS_DOCUMENT_MAX_DEPTH)
		return "too deep";
	for (i = 0; i < node->count && why == NULL; i++) {
		why = azs_walk_item(node, node->items[i], behind);
		if (why == NULL)
			why = azs_walk(node->items[i], text, len, depth + 1);
		behind = node->items[i]->end.offset;
	}
	return why;
}

#endif
