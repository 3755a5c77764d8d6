/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_YAML_OUT_H
#define AZS_YAML_OUT_H

#include "buf.h"
#include "node.h"

/*
 * Append the tree (a map) as block YAML that document.c reads back to an
 * equal tree: two spaces of indent, strings plain where that is safe and
 * quoted else. Used for files that `init` writes for the user to edit.
 */
void azs_yaml_write(const struct azs_node *map, struct azs_buf *out);

/* Append a string: plain where that is safe, in braces too, and quoted else;
   or always in double quotes. */
void azs_yaml_string(const char *text, struct azs_buf *out);
void azs_yaml_quoted(const char *text, struct azs_buf *out);

/* Append any value on one line, maps in braces and lists in brackets; or
   "key: " and that. */
void azs_yaml_flow(const struct azs_node *node, struct azs_buf *out);
void azs_yaml_member(
    const char *key, const struct azs_node *value, struct azs_buf *out);

/* Append "key: value" with that many blanks in front; a map's members have a
   line each, two blanks further. eol stands between lines, not at the end. */
void azs_yaml_lines(const char *key, const struct azs_node *value,
    size_t indent, const char *eol, struct azs_buf *out);

#endif
