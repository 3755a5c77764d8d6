/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_UPDATE_H
#define AZS_UPDATE_H

#include "error.h"
#include "journal.h"
#include "lock.h"
#include "paths.h"
#include "plan.h"
#include "target.h"

/*
 * Regeneration: plan, lock, base and disk decide per file id what happens.
 * azs_update_decide() only reads; azs_update_apply() writes, all or nothing.
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

/* What is asked of an update; all zero for a plain one. */
struct azs_request {
	/* Is a file meant at all? planned is NULL for one gone from the plan;
	   NULL: all are. */
	int (*wanted)(const char *path, const struct azs_plan_file *planned,
	    const void *arg);
	const void *arg;
	struct azs_paths only;	  /* none: all */
	struct azs_paths ours;	  /* conflicts there: the user's lines */
	struct azs_paths theirs;  /* conflicts there: the generated lines */
	struct azs_paths restore; /* deleted or released files come back */
	int repair;		  /* base files may be missing */
	const char *templates;	  /* version of the template set, or NULL */
};

struct azs_change {
	char *id, *path;
	char *from;   /* where it stood before, NULL: at path */
	char *old_id; /* what the lock called it before, NULL: id */
	enum azs_action action;
	const char *note;		  /* why, for the user, or NULL */
	const struct azs_plan_file *file; /* NULL: gone from the plan */
	char sha256[AZS_SHA256_SIZE];	  /* of file, but for once files */
	int write;			  /* bytes go to path */
	int remove;			  /* the file at path, or from, goes */
	int aside;    /* bytes go beside path: AZS_ASIDE is added */
	int settled;  /* base and lock follow the plan */
	int forget;   /* the lock drops it */
	int rebase;   /* the base file is not there: write it anyway */
	int restored; /* as asked */
	int still;    /* CONFLICT: the markers stood there before */
	int executable;
	struct azs_buf bytes;	  /* to write */
	struct azs_buf base;	  /* CONFLICT: as generated before */
	struct azs_target target; /* what stood there */
};

#define AZS_ASIDE ".azstamp-new"

struct azs_update {
	struct azs_change *changes; /* in the order of their paths */
	size_t count;
	size_t conflicts;
};

/*
 * What an update would do. AZS_EFAILED when a base file is damaged or a file
 * cannot be read, AZS_EUSAGE when a path of the request fits no file; nothing
 * has been touched then. The caller releases, after a failure too.
 */
int azs_update_decide(const char *root, const struct azs_plan *plan,
    const struct azs_lock *lock, const struct azs_request *request,
    struct azs_update *update, struct azs_error *err);

/*
 * Do it: files, removals, base files, then the lock, which is brought up to
 * date; after a failure all is as before (or, when even that fails, is put
 * back by the next run). others: more files that change with it. templates:
 * version of the template set, NULL for a part of the files only. *unstaged,
 * the caller's: why git's index does not show the conflicts, or NULL.
 */
int azs_update_apply(const char *root, const struct azs_update *update,
    struct azs_lock *lock, const char *templates, const struct azs_step *others,
    size_t other_count, char **unstaged, struct azs_error *err);

/* Nonzero when applying would write something. */
int azs_update_writes(const struct azs_update *update);

void azs_update_release(struct azs_update *update);

/* "created", "updated", ... */
const char *azs_action_name(enum azs_action action);

/*
 * update_file.c: decide about one file, whose target has been read. entry:
 * what the lock says, or NULL.
 */
int azs_update_file(const char *root, const struct azs_request *request,
    const struct azs_lock_file *entry, struct azs_change *change,
    struct azs_error *err);
/* The same for a file that the plan no longer has. */
void azs_update_gone(
    const struct azs_lock_file *entry, struct azs_change *change);

#endif
