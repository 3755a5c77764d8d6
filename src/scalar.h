/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_SCALAR_H
#define AZS_SCALAR_H

#include "node.h"

/*
 * The value of a plain (unquoted) scalar by the core schema of YAML 1.2:
 * null, true and false in their three spellings, integers (decimal, 0o17,
 * 0x1F), decimals kept as written; everything else, "no" and "1_000"
 * included, is a string. Returns a node without marks that the caller frees,
 * or NULL with the reason in why: an integer beyond 64 bits, infinity, not a
 * number.
 */
struct azs_node *azs_scalar_resolve(const char *text, const char **why);

#endif
