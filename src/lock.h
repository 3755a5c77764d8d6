/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_LOCK_H
#define AZS_LOCK_H

#include <stddef.h>

#include "digest.h"
#include "error.h"
#include "plan.h"

/*
 * .azstamp/lock.json: what azstamp generated last, so that `update` can tell
 * the user's edits from its own. Together with the pristine bytes in
 * .azstamp/base/ it is all the state there is.
 */

#define AZS_LOCK_PATH ".azstamp/lock.json"
#define AZS_LOCK_FORMAT 1

struct azs_lock_file {
	char *id, *path;
	int executable;
	char sha256[AZS_SHA256_SIZE];
	enum azs_policy policy;
	int released; /* handed over to the user for good */
};

struct azs_lock {
	char *tool;		     /* version of azstamp */
	char *templates;	     /* version of the template set */
	struct azs_lock_file *files; /* sorted by id */
	size_t count;
};

/* The lock of a plan that has just been written. The caller frees. */
struct azs_lock *azs_lock_from_plan(
    const struct azs_plan *plan, const char *templates);
void azs_lock_free(struct azs_lock *lock); /* accepts NULL */

/* Append the bytes of lock.json. */
void azs_lock_write(const struct azs_lock *lock, struct azs_buf *out);

/*
 * Read root/.azstamp/lock.json. AZS_EFAILED when it is missing, damaged, of a
 * newer format, holds an id twice, or names a path that
 * azs_output_check_path() refuses.
 */
int azs_lock_load(
    const char *root, struct azs_lock **out, struct azs_error *err);

/* The same from the bytes of a lock.json. */
int azs_lock_parse(const char *bytes, size_t len, struct azs_lock **out,
    struct azs_error *err);

/* The entry of a file id, or NULL. */
struct azs_lock_file *azs_lock_find(
    const struct azs_lock *lock, const char *id);

/* Take over sha256, mode, path and policy of a planned file; a new id gets a
   new entry. */
void azs_lock_set(struct azs_lock *lock, const struct azs_plan_file *file);
/* The same with its digest, "" when that is not known yet. */
void azs_lock_set_known(struct azs_lock *lock, const struct azs_plan_file *file,
    const char *sha256);

/* Bring the entries in order, after ids have been changed. */
void azs_lock_sort(struct azs_lock *lock);

/* Forget a file id; nothing happens when there is none. */
void azs_lock_drop(struct azs_lock *lock, const char *id);

/*
 * Keep other writers out of the repository until the process ends (a kernel
 * lock on .azstamp/, so a killed one blocks nobody). AZS_EFAILED when another
 * is writing.
 */
int azs_lock_acquire(const char *root, struct azs_error *err);

/* AZS_EFAILED when the lock is of a newer template set than templates. */
int azs_lock_check_version(
    const struct azs_lock *lock, const char *templates, struct azs_error *err);

/* The path of a managed file's pristine copy. The caller frees. */
char *azs_lock_base_path(const char *path);

/* The version of the template set, from templates/template-set.yaml. The
   caller frees. */
int azs_template_set_version(
    struct azs_assets *assets, char **out, struct azs_error *err);

#endif
