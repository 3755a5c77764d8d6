/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_ASSIGN_H
#define AZS_ASSIGN_H

#include "error.h"
#include "field.h"
#include "node.h"

/*
 * "path=value" as `init --set` and `env set` take it. Errors are AZS_EUSAGE
 * and do not repeat the text: the caller puts it in front.
 */

/*
 * The field of a profile that path names, whose role names must be good ones.
 * For an entry of a map of strings ("tags.owner") a row is made up in member.
 */
int azs_assign_field(const char *path, struct azs_field *member,
    const struct azs_field **out, struct azs_error *err);

/*
 * text as the field's value: YAML, but where the field takes text, it is what
 * it says unless it is in quotes; "null" is a null. *out is the caller's.
 */
int azs_assign_value(const struct azs_field *field, const char *path,
    const char *text, struct azs_node **out, struct azs_error *err);

#endif
