/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_JOURNAL_PRIVATE_H
#define AZS_JOURNAL_PRIVATE_H

#include "error.h"

/* What journal.c and journal_undo.c share. */

#define AZS_JOURNAL_DIR ".azstamp/undo"
#define AZS_JOURNAL_FORMAT 1

/* Open the folder; -1 with errno. */
int azs_journal_open(const char *root);
/* Remove a folder in it; none is no failure. */
int azs_journal_drop(int dir, const char *name, struct azs_error *err);
int azs_journal_rename(
    int dir, const char *old, const char *name, struct azs_error *err);

#endif
