/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_JSON_H
#define AZS_JSON_H

#include <stddef.h>

#include "buf.h"
#include "error.h"
#include "node.h"

#define AZS_JSON_MAX_DEPTH 64

/*
 * Append the tree as JSON, indented by two spaces, one member or item a line,
 * empty collections as {} and [], a final newline. Decimals are written as
 * their text, integers in full.
 */
void azs_json_write(const struct azs_node *node, struct azs_buf *out);

/*
 * Parse JSON text, strictly: UTF-8 (a byte order mark in front is skipped),
 * no duplicate keys, no \u0000, at most AZS_JSON_MAX_DEPTH collections inside
 * one another. name stands for the text in messages ("name:line:column:
 * error: ...", AZS_EFAILED) and in marks (borrowed, must outlive the tree).
 * *out is the caller's (azs_node_free). Integers beyond 64 bits and all other
 * numbers become AZS_REAL, kept as written.
 */
int azs_json_parse(const char *name, const char *text, size_t len,
    struct azs_node **out, struct azs_error *err);

#endif
