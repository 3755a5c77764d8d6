/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_JOURNAL_H
#define AZS_JOURNAL_H

#include <stddef.h>

#include "buf.h"
#include "error.h"

/*
 * What a run that changes a repository does, so that it is done whole or not
 * at all, and can be undone. In .azstamp/undo/, which is not under version
 * control:
 *
 *	next/     being written; means nothing
 *	running/  changes are being made: the next run takes them back
 *	last/     the last run that changed something, for `update undo`
 *	kept/     one that was undone but for files edited since
 *
 * Each holds journal.json (path, SHA-256 and mode before and after) and the
 * old files in files/<path>.before, a name no tool reads. A folder becomes the
 *next one by one rename. The caller holds azs_lock_acquire().
 */

#define AZS_JOURNAL_BEFORE ".azstamp/undo/last/files/"

/* One file that changes. All borrowed. */
struct azs_step {
	const char *path;	     /* below the root */
	const struct azs_buf *bytes; /* NULL: it goes */
	int executable;
	const char *expected; /* SHA-256 of what the change was made from, ""
				 when nothing was there; NULL: anything */
};

/*
 * Write down all steps, then nothing is changed yet. conflicts: paths whose
 * entry in git's index will be replaced. AZS_EFAILED, and nothing has
 * happened, when a file is not as expected or cannot be read.
 */
int azs_journal_begin(const char *root, const struct azs_step *steps,
    size_t count, const char *const *conflicts, size_t conflict_count,
    struct azs_error *err);
/* Take the steps, in their order. */
int azs_journal_take(const char *root, const struct azs_step *steps,
    size_t count, struct azs_error *err);
/* All is done: `undo` may take it back from now on. */
int azs_journal_finish(const char *root, struct azs_error *err);

/* What a roll-back did. Ends with azs_journal_release(). */
struct azs_journal_result {
	size_t count; /* files that are again what they were */
	char **kept;  /* paths of files that were edited since */
	size_t kept_count;
	char **conflicts; /* paths whose index entry is to be put back */
	size_t conflict_count;
};

/* Nonzero when a run was cut short, or is at work. */
int azs_journal_is_open(const char *root);

/* Take back a run that was cut short; without one nothing happens. A file
   that is neither as before nor as after is kept and named. */
int azs_journal_roll_back(
    const char *root, struct azs_journal_result *result, struct azs_error *err);

/* Take back the last run. AZS_EFAILED when there is none, or when the lock is
   not as it left it. */
int azs_journal_undo(
    const char *root, struct azs_journal_result *result, struct azs_error *err);

void azs_journal_release(struct azs_journal_result *result);

#endif
