/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_SPLICE_H
#define AZS_SPLICE_H

#include <stddef.h>

#include "buf.h"
#include "node.h"

/*
 * Where in the bytes of a YAML file an edit goes, and what it writes there;
 * private to edit.c, which tries each way until the result is right. All
 * nodes are of the tree of text.
 */

/* The bytes from, up to and without to, become text, which the caller
   releases. */
struct azs_splice {
	size_t from, to;
	struct azs_buf text;
};

/* The ways to insert and to remove, from 0: the first looks best, the second
   minds blank lines that belong to a block of text. */
#define AZS_SPLICE_WAYS 2

/* A new member behind the last one of map, which may be the root of a file
   without values. */
void azs_splice_insert(const struct azs_buf *text, const struct azs_node *root,
    const struct azs_node *map, const char *key, const struct azs_node *value,
    int way, struct azs_splice *out);

/* Another value for a member of a map. A string keeps its quotes. */
void azs_splice_replace(const struct azs_buf *text,
    const struct azs_node *member, const struct azs_node *value,
    struct azs_splice *out);

/* The member key of map goes. */
void azs_splice_remove(const struct azs_buf *text, const struct azs_node *root,
    const struct azs_node *map, const char *key, int way,
    struct azs_splice *out);

/* Another key for a member. */
void azs_splice_rename(const struct azs_buf *text,
    const struct azs_node *member, const char *key, struct azs_splice *out);

#endif
