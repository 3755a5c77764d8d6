/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_STATE_H
#define AZS_STATE_H

#include "error.h"
#include "finding.h"
#include "lock.h"
#include "plan.h"
#include "target.h"

/*
 * How a generated file stands: the plan says what it should be, the lock what
 * azstamp wrote last, the disk what it is.
 */
enum azs_state {
	AZS_STATE_CURRENT, /* disk and plan agree */
	AZS_STATE_STALE,   /* the plan is ahead, the user has not touched it */
	AZS_STATE_EDITED,  /* the user has edited it */
	AZS_STATE_MISSING, /* not on disk */
	AZS_STATE_FOREIGN  /* no regular file stands there */
};

/* The state of a planned file of which disk is what stands at its path, and
   entry its lock entry or NULL. */
enum azs_state azs_state_of(struct azs_target *disk,
    const struct azs_plan_file *file, const struct azs_lock_file *entry);

/* What the user has done to a file since it was generated. */
enum azs_standing {
	AZS_STANDING_PRISTINE,
	AZS_STANDING_EDITED,
	AZS_STANDING_DELETED,
	AZS_STANDING_RELEASED,
	AZS_STANDING_CONFLICT,
	AZS_STANDING_COUNT
};

int azs_state_standing(const char *root, const struct azs_lock_file *entry,
    enum azs_standing *out, struct azs_error *err);
/* "pristine", "edited", ... */
const char *azs_standing_name(enum azs_standing standing);

/* The lock is there, and can be read by this azstamp. */
#define AZS_RULE_LOCK "AZS0204"

/* The rules AZS02xx: what model, plan, lock and disk say against each other,
   templates being the version of the template set. */
int azs_state_check(const char *root, const struct azs_model *model,
    const struct azs_plan *plan, const char *templates,
    struct azs_findings *findings, struct azs_error *err);

#endif
