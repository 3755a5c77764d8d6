/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_PAGE_H
#define AZS_PAGE_H

#include "buf.h"
#include "field.h"
#include "node.h"

/*
 * What `explain` says about a field. path is as the user wrote it: where the
 * row has "*", it may have a role name, whose values in the built-in profiles
 * are shown then.
 */
void azs_page_text(
    const struct azs_field *field, const char *path, struct azs_buf *out);

/* The same as a map. The caller frees. */
struct azs_node *azs_page_node(const struct azs_field *field, const char *path);

/* "azstamp.yaml" or "profiles/<env>.yaml" */
const char *azs_page_file(const struct azs_field *field);

#endif
