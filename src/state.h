/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_STATE_H
#define AZS_STATE_H

#include "error.h"
#include "finding.h"
#include "lock.h"
#include "plan.h"

/*
 * How a generated file stands: the plan says what it should be, the lock what
 * azstamp wrote last, the disk what it is.
 */
enum azs_state {
	AZS_STATE_CURRENT, /* disk, lock and plan agree */
	AZS_STATE_STALE,   /* the plan is ahead, the user has not touched it */
	AZS_STATE_EDITED,  /* the user has edited it */
	AZS_STATE_MISSING, /* not on disk */
	AZS_STATE_FOREIGN  /* no regular file stands there */
};

/*
 * The state of a planned file below root. disk receives the bytes there (or
 * nothing); entry is its lock entry or NULL. AZS_EFAILED when it cannot be
 * read.
 */
int azs_state_of(const char *root, const struct azs_plan_file *file,
    const struct azs_lock_file *entry, struct azs_buf *disk,
    enum azs_state *out, struct azs_error *err);

/* The rules AZS02xx: what model, plan, lock and disk say against each
   other. */
int azs_state_check(const char *root, const struct azs_model *model,
    const struct azs_plan *plan, struct azs_findings *findings,
    struct azs_error *err);

#endif
