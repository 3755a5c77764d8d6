/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_CONTEXT_H
#define AZS_CONTEXT_H

#include "model.h"

/*
 * What templates may read: every flag, list and identifier is computed here,
 * so that templates hold no logic. HACKING.md lists the names. regional:
 * the pattern's manifest says so, see manifest.h. The model must be free of
 * errors. The caller frees.
 */
struct azs_node *azs_context_build(const struct azs_model *model, int regional);

#endif
