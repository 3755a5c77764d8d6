/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "node.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* Maps below this size are searched one by one; it is as fast. */
#define INDEX_FROM 16

/* Open addressing over positions in items; SIZE_MAX marks a free slot. */
struct index {
	size_t slots; /* a power of two */
	size_t *position;
};

static struct azs_node *
node_new(enum azs_kind kind)
{
	struct azs_node *node = azs_xcalloc(1, sizeof *node);

	node->kind = kind;
	return node;
}

struct azs_node *
azs_node_null(void)
{
	return node_new(AZS_NULL);
}

struct azs_node *
azs_node_bool(int value)
{
	struct azs_node *node = node_new(AZS_BOOL);

	node->number = value != 0;
	return node;
}

struct azs_node *
azs_node_int(int64_t value)
{
	struct azs_node *node = node_new(AZS_INT);

	node->number = value;
	return node;
}

struct azs_node *
azs_node_real(const char *text)
{
	struct azs_node *node = node_new(AZS_REAL);

	node->text = azs_xstrdup(text);
	return node;
}

struct azs_node *
azs_node_string(const char *text)
{
	struct azs_node *node = node_new(AZS_STRING);

	node->text = azs_xstrdup(text);
	return node;
}

struct azs_node *
azs_node_list(void)
{
	return node_new(AZS_LIST);
}

struct azs_node *
azs_node_map(void)
{
	return node_new(AZS_MAP);
}

static void
index_drop(struct azs_node *map)
{
	struct index *index = map->index;

	if (index != NULL) {
		free(index->position);
		free(index);
		map->index = NULL;
	}
}

void
azs_node_free(struct azs_node *node)
{
	size_t i;

	if (node == NULL)
		return;
	for (i = 0; i < node->count; i++)
		azs_node_free(node->items[i]);
	index_drop(node);
	free(node->items);
	free(node->key);
	free(node->text);
	free(node);
}

/* FNV-1a; the keys are the user's own, so flooding harms nobody else. */
static size_t
hash(const char *key)
{
	uint64_t h = 14695981039346656037u;

	while (*key != '\0') {
		h ^= (unsigned char)*key++;
		h *= 1099511628211u;
	}
	return (size_t)(h ^ (h >> 32));
}

static void
index_put(struct index *index, const char *key, size_t position)
{
	size_t slot = hash(key) & (index->slots - 1);

	while (index->position[slot] != SIZE_MAX)
		slot = (slot + 1) & (index->slots - 1);
	index->position[slot] = position;
}

static void
index_build(struct azs_node *map)
{
	struct index *index = azs_xcalloc(1, sizeof *index);
	size_t i;

	index_drop(map);
	index->slots = 64;
	while (index->slots < map->count * 4)
		index->slots *= 2;
	index->position =
	    azs_xreallocarray(NULL, index->slots, sizeof *index->position);
	for (i = 0; i < index->slots; i++)
		index->position[i] = SIZE_MAX;
	for (i = 0; i < map->count; i++)
		index_put(index, map->items[i]->key, i);
	map->index = index;
}

/* The position of a key in map->items, or SIZE_MAX. */
static size_t
find(const struct azs_node *map, const char *key)
{
	const struct index *index = map->index;
	size_t i, slot;

	if (index == NULL) {
		for (i = 0; i < map->count; i++)
			if (strcmp(map->items[i]->key, key) == 0)
				return i;
		return SIZE_MAX;
	}
	slot = hash(key) & (index->slots - 1);
	while ((i = index->position[slot]) != SIZE_MAX) {
		if (strcmp(map->items[i]->key, key) == 0)
			return i;
		slot = (slot + 1) & (index->slots - 1);
	}
	return SIZE_MAX;
}

static void
push(struct azs_node *node, struct azs_node *item)
{
	/* Room doubles whenever count reaches a power of two. */
	if ((node->count & (node->count - 1)) == 0)
		node->items = azs_xreallocarray(node->items,
		    node->count == 0 ? 1 : node->count * 2,
		    sizeof(struct azs_node *));
	node->items[node->count++] = item;
}

struct azs_node *
azs_node_append(struct azs_node *list, struct azs_node *item)
{
	push(list, item);
	return item;
}

struct azs_node *
azs_node_set(struct azs_node *map, const char *key, struct azs_node *value)
{
	size_t i = find(map, key);
	struct index *index;

	if (i != SIZE_MAX) {
		struct azs_node *old = map->items[i];

		/* Keep the key's mark: the place of the key has not changed. */
		free(value->key);
		value->key = azs_xstrdup(key);
		if (value->key_mark.line == 0)
			value->key_mark = old->key_mark;
		map->items[i] = value;
		azs_node_free(old);
		return value;
	}
	free(value->key);
	value->key = azs_xstrdup(key);
	push(map, value);
	index = map->index;
	if (map->count >= INDEX_FROM &&
	    (index == NULL || map->count * 2 > index->slots))
		index_build(map);
	else if (index != NULL)
		index_put(index, value->key, map->count - 1);
	return value;
}

struct azs_node *
azs_node_get(const struct azs_node *map, const char *key)
{
	size_t i;

	if (map == NULL || map->kind != AZS_MAP)
		return NULL;
	i = find(map, key);
	return i == SIZE_MAX ? NULL : map->items[i];
}

struct azs_node *
azs_node_at(const struct azs_node *map, const char *path)
{
	const struct azs_node *node = map;
	const char *dot;
	char *key;

	while ((dot = strchr(path, '.')) != NULL) {
		key = azs_xstrndup(path, (size_t)(dot - path));
		node = azs_node_get(node, key);
		free(key);
		path = dot + 1;
	}
	return azs_node_get(node, path);
}

void
azs_node_unset(struct azs_node *map, const char *key)
{
	size_t i =
	    map == NULL || map->kind != AZS_MAP ? SIZE_MAX : find(map, key);

	if (i == SIZE_MAX)
		return;
	azs_node_free(map->items[i]);
	memmove(map->items + i, map->items + i + 1,
	    (map->count - i - 1) * sizeof *map->items);
	map->count--;
	/* push() reallocates at powers of two, so the room stays enough. */
	if (map->index != NULL)
		index_build(map);
}

void
azs_node_rename(struct azs_node *map, const char *from, const char *to)
{
	size_t i = find(map, from);

	if (i == SIZE_MAX)
		return;
	free(map->items[i]->key);
	map->items[i]->key = azs_xstrdup(to);
	if (map->index != NULL)
		index_build(map);
}

const char *
azs_node_text(const struct azs_node *node, const char *fallback)
{
	return node == NULL || node->kind != AZS_STRING ? fallback : node->text;
}

int
azs_node_true(const struct azs_node *node)
{
	return node != NULL && node->kind == AZS_BOOL && node->number != 0;
}

struct azs_node *
azs_node_copy(const struct azs_node *node)
{
	struct azs_node *copy = node_new(node->kind);
	size_t i;

	copy->mark = node->mark;
	copy->end = node->end;
	copy->number = node->number;
	if (node->text != NULL)
		copy->text = azs_xstrdup(node->text);
	for (i = 0; i < node->count; i++) {
		struct azs_node *item = azs_node_copy(node->items[i]);

		if (node->kind == AZS_MAP) {
			item->key_mark = node->items[i]->key_mark;
			azs_node_set(copy, node->items[i]->key, item);
		} else {
			azs_node_append(copy, item);
		}
	}
	return copy;
}

int
azs_node_equal(const struct azs_node *a, const struct azs_node *b)
{
	size_t i;

	if (a == NULL || b == NULL)
		return a == b;
	if (a->kind != b->kind || a->number != b->number ||
	    a->count != b->count || (a->text == NULL) != (b->text == NULL) ||
	    (a->text != NULL && strcmp(a->text, b->text) != 0))
		return 0;
	for (i = 0; i < a->count; i++) {
		if (a->kind == AZS_MAP &&
		    strcmp(a->items[i]->key, b->items[i]->key) != 0)
			return 0;
		if (!azs_node_equal(a->items[i], b->items[i]))
			return 0;
	}
	return 1;
}

const char *
azs_kind_name(enum azs_kind kind)
{
	static const char *const names[] = { "null", "a boolean", "an integer",
		"a decimal", "a string", "a list", "a map" };

	return names[kind];
}
