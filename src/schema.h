/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_SCHEMA_H
#define AZS_SCHEMA_H

#include "field.h"
#include "node.h"

/*
 * The JSON Schema (2020-12) of azstamp.yaml or of a profile, made from the
 * field table, so that editors complete and check. The caller frees.
 */
struct azs_node *azs_schema_build(enum azs_field_file file);

#endif
