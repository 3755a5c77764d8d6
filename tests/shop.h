/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TESTS_SHOP_H
#define AZS_TESTS_SHOP_H

#include "error.h"
#include "output.h"

/* A few files, which the tests of output.h write as an init does. */

#define AZS_SHOP_COUNT 5

extern const struct azs_output_file azs_shop_files[AZS_SHOP_COUNT];

/* How azs_scratch_tree() shows them. */
extern const char azs_shop_tree[];

/* The whole of an init; returns 0 or -1. */
int azs_shop_build(const char *target, struct azs_error *err);

#endif
