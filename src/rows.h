/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_ROWS_H
#define AZS_ROWS_H

#include "model.h"
#include "node.h"

/*
 * Every value of an environment at prefix or below it ("" for all) as a list
 * of maps: path, value, and the source, which is "profiles/prod.yaml:8",
 * "azstamp/prod:8" or "default". The caller frees.
 */
struct azs_node *azs_rows_build(
    const struct azs_environment *environment, const char *prefix);

#endif
