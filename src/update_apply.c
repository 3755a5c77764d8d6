/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "memory.h"
#include "repo.h"
#include "update.h"
#include "version.h"

/* What is to be done, in its order. */
struct work {
	struct azs_step *steps;
	size_t count;
	struct azs_buf lock; /* its new text */
	char **names;	     /* paths that steps point to */
	size_t name_count;
	struct azs_repo_conflict *conflicts; /* new ones */
	size_t conflict_count;
};

static void
add(struct work *work, const char *path, const struct azs_buf *bytes,
    int executable, const char *expected)
{
	struct azs_step *step;

	work->steps = azs_xreallocarray(
	    work->steps, work->count + 1, sizeof *work->steps);
	step = &work->steps[work->count++];
	step->path = path;
	step->bytes = bytes;
	step->executable = executable;
	step->expected = expected;
}

/* Keep a path that was made here until the work is done. */
static const char *
keep(struct work *work, char *path)
{
	work->names = azs_xreallocarray(
	    work->names, work->name_count + 1, sizeof *work->names);
	work->names[work->name_count++] = path;
	return path;
}

/* Will a step write to path? */
static int
is_written(const struct work *work, const char *path)
{
	size_t i;

	for (i = 0; i < work->count; i++)
		if (strcmp(work->steps[i].path, path) == 0)
			return 1;
	return 0;
}

static void
add_file(struct work *work, const struct azs_change *change)
{
	if (change->aside)
		add(work,
		    keep(work, azs_xasprintf("%s" AZS_ASIDE, change->path)),
		    &change->bytes, change->executable, NULL);
	else if (change->write)
		add(work, change->path, &change->bytes, change->executable,
		    change->from == NULL ? change->target.sha256 : NULL);
}

/* The base follows the plan, for managed files alone. */
static void
add_base(struct work *work, const struct azs_change *change,
    const struct azs_lock_file *entry)
{
	const struct azs_plan_file *file = change->file;
	char *path;
	int had = entry != NULL && entry->policy == AZS_POLICY_MANAGED;

	if (!change->settled || file->policy != AZS_POLICY_MANAGED)
		return;
	path = azs_lock_base_path(change->path);
	if (had && !change->rebase && strcmp(entry->path, file->path) == 0 &&
	    strcmp(entry->sha256, change->sha256) == 0)
		free(path);
	else
		add(work, keep(work, path), &file->bytes, 0, NULL);
}

/* Base files of what is no longer managed there. */
static void
remove_base(struct work *work, const struct azs_change *change,
    const struct azs_lock_file *entry)
{
	char *path;
	int stays;

	if (entry == NULL || entry->policy != AZS_POLICY_MANAGED)
		return;
	stays = change->file == NULL ? !change->forget
	    : !change->settled	     ? 1
			       : change->file->policy == AZS_POLICY_MANAGED &&
		strcmp(entry->path, change->path) == 0;
	path = azs_lock_base_path(entry->path);
	if (stays || is_written(work, path))
		free(path);
	else
		add(work, keep(work, path), NULL, 0, NULL);
}

static const struct azs_lock_file *
entry_of(const struct azs_lock *lock, const struct azs_change *change)
{
	return azs_lock_find(
	    lock, change->old_id == NULL ? change->id : change->old_id);
}

/* All reads are done; all writes come before all removals. */
static void
add_changes(struct work *work, const struct azs_update *update,
    const struct azs_lock *lock)
{
	const char *path;
	size_t i;

	for (i = 0; i < update->count; i++)
		add_file(work, &update->changes[i]);
	for (i = 0; i < update->count; i++)
		add_base(work, &update->changes[i],
		    entry_of(lock, &update->changes[i]));
	for (i = 0; i < update->count; i++) {
		const struct azs_change *change = &update->changes[i];

		path = change->from == NULL ? change->path : change->from;
		if (change->remove && !is_written(work, path))
			add(work, path, NULL, 0, change->target.sha256);
	}
	for (i = 0; i < update->count; i++)
		remove_base(work, &update->changes[i],
		    entry_of(lock, &update->changes[i]));
}

static void
apply_lock(const struct azs_change *change, struct azs_lock *lock)
{
	struct azs_lock_file *entry;

	if (change->file == NULL) {
		entry = azs_lock_find(lock, change->id);
		if (change->forget)
			azs_lock_drop(lock, change->id);
		else
			entry->released = 1;
		return;
	}
	if (!change->settled)
		return;
	if (change->old_id != NULL)
		azs_lock_drop(lock, change->old_id);
	azs_lock_set_known(lock, change->file, change->sha256);
}

static int
by_id(const void *left, const void *right)
{
	const struct azs_change *const *a = left, *const *b = right;

	return strcmp((*a)->id, (*b)->id);
}

static void
set_lock(const struct azs_update *update, struct azs_lock *lock,
    const char *templates)
{
	const struct azs_change **sorted;
	size_t i;

	/* By id, as the lock is sorted: so new entries come at its end. */
	sorted = azs_xreallocarray(NULL, update->count, sizeof *sorted);
	for (i = 0; i < update->count; i++)
		sorted[i] = &update->changes[i];
	if (update->count > 0)
		qsort(sorted, update->count, sizeof *sorted, by_id);
	for (i = 0; i < update->count; i++)
		apply_lock(sorted[i], lock);
	free(sorted);
	if (templates != NULL) {
		free(lock->tool);
		free(lock->templates);
		lock->tool = azs_xstrdup(azs_version);
		lock->templates = azs_xstrdup(templates);
	}
}

/* The lock is the last step, if its text changes. */
static int
add_lock(struct work *work, const char *root, const struct azs_lock *lock,
    struct azs_error *err)
{
	struct azs_target now = AZS_TARGET_INIT;
	int ret = azs_target_read(root, AZS_LOCK_PATH, &now, err);

	if (ret == 0) {
		azs_lock_write(lock, &work->lock);
		if (now.bytes.len != work->lock.len ||
		    memcmp(now.bytes.data, work->lock.data, now.bytes.len) != 0)
			add(work, AZS_LOCK_PATH, &work->lock, 0, NULL);
	}
	azs_target_release(&now);
	return ret;
}

static void
release(struct work *work)
{
	size_t i;

	for (i = 0; i < work->name_count; i++)
		free(work->names[i]);
	free(work->names);
	free(work->steps);
	free(work->conflicts);
	azs_buf_release(&work->lock);
}

static void
add_conflicts(struct work *work, const struct azs_update *update)
{
	struct azs_repo_conflict *conflict;
	size_t i;

	work->conflicts =
	    azs_xcalloc(update->count + 1, sizeof *work->conflicts);
	for (i = 0; i < update->count; i++) {
		const struct azs_change *change = &update->changes[i];

		if (change->action != AZS_ACTION_CONFLICT || change->still)
			continue;
		conflict = &work->conflicts[work->conflict_count++];
		conflict->path = change->path;
		conflict->sides[0] = &change->base;
		conflict->sides[1] = &change->target.bytes;
		conflict->sides[2] = &change->file->bytes;
		conflict->executable = change->executable;
	}
}

/* Write the journal, which also knows what will change in git's index. */
static int
begin(const char *root, const struct work *work, struct azs_error *err)
{
	const char **paths =
	    azs_xreallocarray(NULL, work->conflict_count + 1, sizeof *paths);
	size_t i, count = 0;
	int ret;

	for (i = 0; i < work->conflict_count; i++)
		if (work->conflicts[i].fits)
			paths[count++] = work->conflicts[i].path;
	ret = azs_journal_begin(
	    root, work->steps, work->count, paths, count, err);
	free(paths);
	return ret;
}

static int
is_any_fit(const struct work *work)
{
	size_t i;

	for (i = 0; i < work->conflict_count; i++)
		if (work->conflicts[i].fits)
			return 1;
	return 0;
}

/* Take all steps, or none. That the index shows the conflicts is a service:
   without it they stand in the files. */
static int
do_work(const char *root, const struct work *work, char **unstaged,
    struct azs_error *err)
{
	struct azs_journal_result result;
	struct azs_error ignored;

	if (begin(root, work, err) == -1)
		return -1;
	if (azs_journal_take(root, work->steps, work->count, err) == 0) {
		if (is_any_fit(work) &&
		    azs_repo_add_conflicts(root, work->conflicts,
			work->conflict_count, &ignored) == -1)
			*unstaged = azs_xstrdup(ignored.msg);
		if (azs_journal_finish(root, err) == 0)
			return 0;
	}
	if (azs_journal_roll_back(root, &result, &ignored) == 0) {
		(void)azs_repo_drop_conflicts(
		    root, result.conflicts, result.conflict_count, &ignored);
		(void)azs_fail_at(err, "nothing was changed");
	} else {
		(void)azs_fail_at(err,
		    "the next `azstamp update` takes back what was changed");
	}
	azs_journal_release(&result);
	return -1;
}

int
azs_update_apply(const char *root, const struct azs_update *update,
    struct azs_lock *lock, const char *templates, const struct azs_step *others,
    size_t other_count, char **unstaged, struct azs_error *err)
{
	struct work work = { .lock = AZS_BUF_INIT };
	size_t i;
	int ret;

	*unstaged = NULL;
	for (i = 0; i < other_count; i++)
		add(&work, others[i].path, others[i].bytes,
		    others[i].executable, others[i].expected);
	add_changes(&work, update, lock);
	set_lock(update, lock, templates);
	ret = add_lock(&work, root, lock, err);
	if (ret == 0 && work.count > 0) {
		add_conflicts(&work, update);
		azs_repo_look_at_index(
		    root, work.conflicts, work.conflict_count, unstaged);
		ret = do_work(root, &work, unstaged, err);
	}
	release(&work);
	return ret;
}
