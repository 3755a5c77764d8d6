/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_DIFF_H
#define AZS_DIFF_H

#include "buf.h"
#include "error.h"

/* One file before and after. All borrowed. */
struct azs_diff {
	const char *old_path, *new_path;
	const struct azs_buf *old, *new; /* NULL: no such file */
	int old_executable, new_executable;
};

/* Append it as a unified diff that `git apply` takes; color for a terminal.
   Nothing is appended when nothing differs. */
int azs_diff_add(const struct azs_diff *diff, int color, struct azs_buf *out,
    struct azs_error *err);

#endif
