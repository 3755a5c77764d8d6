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

#endif
