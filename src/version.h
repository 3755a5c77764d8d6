/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_VERSION_H
#define AZS_VERSION_H

/* The version of azstamp, as configure.ac has it. */
extern const char azs_version[];

#endif
