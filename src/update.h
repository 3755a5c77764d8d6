/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_UPDATE_H
#define AZS_UPDATE_H

#include "error.h"
#include "lock.h"
#include "plan.h"

/*
 * Regeneration: plan, lock, base and disk decide per file id what happens.
 * azs_update_decide() only reads; azs_update_apply() writes, the lock last.
 * Killed in between, the next run finds what is already written and goes on:
 * merging a text with what was merged into it changes nothing.
 */

enum azs_action {
	AZS_ACTION_NONE,     /* nothing changed on our side */
	AZS_ACTION_CREATED,  /* new in the plan */
	AZS_ACTION_UPDATED,  /* the user had not edited it */
	AZS_ACTION_MERGED,   /* our change went into the user's text */
	AZS_ACTION_CONFLICT, /* markers were written, or still stand there */
	AZS_ACTION_DELETED,  /* the user deleted it; it stays away */
	AZS_ACTION_REMOVED,  /* gone from the plan and not edited */
	AZS_ACTION_RELEASED, /* gone from the plan but edited: the user's now */
	AZS_ACTION_KEPT	     /* the path is taken by a file of the user's */
};

struct azs_change {
	char *id, *path;
	enum azs_action action;
	const struct azs_plan_file *file; /* NULL: gone from the plan */
	int write;			  /* bytes go to path */
	int remove;			  /* path goes */
	int settled;			  /* base and lock follow the plan */
	int executable;
	struct azs_buf bytes;
	struct azs_buf overwritten; /* a hand edit of an owned file */
};

struct azs_update {
	struct azs_change *changes; /* in the order of their paths */
	size_t count;
	size_t conflicts;
};

/*
 * What an update would do to the files that wanted() says (NULL: all, those
 * gone from the plan included). AZS_EFAILED when the lock or a base file is
 * damaged, or a file cannot be read; nothing has been touched then. The
 * caller releases, after a failure too.
 */
int azs_update_decide(const char *root, const struct azs_plan *plan,
    const struct azs_lock *lock,
    int (*wanted)(const struct azs_plan_file *file, const void *arg),
    const void *arg, struct azs_update *update, struct azs_error *err);

/* Do it: files, removals, base files, then the lock, which is brought up to
   date. templates: version of the template set, NULL for a part of the files
   only. */
int azs_update_apply(const char *root, const struct azs_update *update,
    struct azs_lock *lock, const char *templates, struct azs_error *err);

void azs_update_release(struct azs_update *update);

/* "created", "updated", ... */
const char *azs_action_name(enum azs_action action);

#endif
