/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_VALIDATE_H
#define AZS_VALIDATE_H

#include "field.h"
#include "finding.h"
#include "node.h"

/* Structure only: what the field table alone can tell. */

/* Every key of the file is known, every value is of its field's type and
   range, every role name is well formed. */
void azs_validate_fields(enum azs_field_file file, const struct azs_node *node,
    struct azs_findings *findings);

/* Fields without which nothing can be generated are present: for a profile
   to be called on the resolved tree. */
void azs_validate_required(enum azs_field_file file,
    const struct azs_node *node, struct azs_findings *findings);

#endif
