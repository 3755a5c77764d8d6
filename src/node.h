/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_NODE_H
#define AZS_NODE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The one tree that everything speaks: document.c makes it from YAML,
 * json.c from and to JSON, model.c resolves profiles into it, mustache.c
 * reads it as context. Maps keep the order in which keys were added.
 */

enum azs_kind {
	AZS_NULL,
	AZS_BOOL,
	AZS_INT,
	AZS_REAL, /* kept as its text, so decimals pass no locale */
	AZS_STRING,
	AZS_LIST,
	AZS_MAP
};

/* A place in a file. line 0: the node comes from no file. */
struct azs_mark {
	const char *file; /* borrowed; outlives the tree */
	size_t line;	  /* from 1 */
	size_t column;	  /* from 1, in code points */
	size_t offset;	  /* from 0, in bytes of the file as it stands on disk
			     (a byte order mark included) */
};

struct azs_node {
	enum azs_kind kind;
	struct azs_mark mark;	  /* first character of the value */
	struct azs_mark end;	  /* just behind its last character */
	char *key;		  /* member of a map: its key, else NULL */
	struct azs_mark key_mark; /* first character of the key */
	char *text;		  /* AZS_REAL, AZS_STRING: NUL-terminated, else
				     NULL; a string never holds a NUL inside */
	int64_t number;		  /* AZS_INT, AZS_BOOL (0 or 1) */
	struct azs_node **items;  /* AZS_LIST, AZS_MAP */
	size_t count;
	void *index; /* AZS_MAP: private to node.c */
};

/* Constructors: heap trees, released with azs_node_free(). */
struct azs_node *azs_node_null(void);
struct azs_node *azs_node_bool(int value);
struct azs_node *azs_node_int(int64_t value);
struct azs_node *azs_node_real(const char *text);
struct azs_node *azs_node_string(const char *text);
struct azs_node *azs_node_list(void);
struct azs_node *azs_node_map(void);
void azs_node_free(struct azs_node *node);

/* A deep copy, marks included, without the key. */
struct azs_node *azs_node_copy(const struct azs_node *node);

/* Take ownership of item and return it. */
struct azs_node *azs_node_append(struct azs_node *list, struct azs_node *item);

/*
 * Take ownership of value and return it. An existing key keeps its place and
 * its old value is freed.
 */
struct azs_node *azs_node_set(
    struct azs_node *map, const char *key, struct azs_node *value);

/* The member or NULL (also when map is NULL or no map). Borrowed. */
struct azs_node *azs_node_get(const struct azs_node *map, const char *key);

/* azs_node_get() along a path of keys joined by dots. */
struct azs_node *azs_node_at(const struct azs_node *map, const char *path);

/* Drop a member; nothing happens when there is none. */
void azs_node_unset(struct azs_node *map, const char *key);

/* Another key for a member, at the same place; nothing happens when there is
   none. to must not be there. */
void azs_node_rename(struct azs_node *map, const char *from, const char *to);

/* The text of a string node, or fallback when node is NULL or another kind. */
const char *azs_node_text(const struct azs_node *node, const char *fallback);

/* Nonzero for a BOOL node that is true. */
int azs_node_true(const struct azs_node *node);

/* Same kind, value and (in order) members; marks are not compared. */
int azs_node_equal(const struct azs_node *a, const struct azs_node *b);

/* "null", "a boolean", "an integer", "a decimal", "a string", "a list",
   "a map": for messages */
const char *azs_kind_name(enum azs_kind kind);

#endif
