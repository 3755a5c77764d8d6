/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_VALUES_H
#define AZS_VALUES_H

#include "model.h"

/*
 * The content of infra/environments/<env>.json: exactly what main.bicep's
 * sealed profile type takes. Decimals are strings (Bicep has none), what is
 * off is left out. regional: the pattern's manifest says so, see manifest.h.
 * The model must be free of errors. The caller frees.
 */
struct azs_node *azs_values_build(const struct azs_model *model,
    const struct azs_environment *environment, int regional);

#endif
