/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "update.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

static const char *const names[] = { "unchanged", "created", "updated",
	"merged", "conflict", "deleted", "removed", "released", "kept" };

const char *
azs_action_name(enum azs_action action)
{
	return names[action];
}

/* What azs_update_decide() was called with, and indexes over it. */
struct run {
	const char *root;
	const struct azs_plan *plan;
	const struct azs_lock *lock;
	const struct azs_request *request;
	struct azs_node *planned; /* id -> index in the plan */
	struct azs_node *locked;  /* path -> index in the lock */
	struct azs_node *taken;	  /* ids of the lock under a new name */
	struct azs_node *units;	  /* of once files in a lock of an older set */
	struct azs_update *update;
};

static const struct azs_plan_file *
planned(const struct run *run, const char *id)
{
	const struct azs_node *node = azs_node_get(run->planned, id);

	return node == NULL ? NULL : &run->plan->files[node->number];
}

static const struct azs_lock_file *
locked_at(const struct run *run, const char *path)
{
	const struct azs_node *node = azs_node_get(run->locked, path);

	return node == NULL ? NULL : &run->lock->files[node->number];
}

static struct azs_change *
push(struct azs_update *update, const char *id, const char *path,
    const struct azs_plan_file *file)
{
	static const struct azs_target nothing = AZS_TARGET_INIT;
	struct azs_change *change;

	update->changes = azs_xreallocarray(
	    update->changes, update->count + 1, sizeof *update->changes);
	change = &update->changes[update->count++];
	memset(change, 0, sizeof *change);
	azs_buf_init(&change->bytes);
	azs_buf_init(&change->base);
	change->target = nothing;
	change->id = azs_xstrdup(id);
	change->path = azs_xstrdup(path);
	change->file = file;
	change->settled = file != NULL;
	change->executable = file != NULL && file->executable;
	/* One digest a file: they take longer than all the rest. */
	if (file != NULL && file->policy != AZS_POLICY_ONCE)
		azs_sha256(file->bytes.data, file->bytes.len, change->sha256);
	return change;
}

/* Is a file among those that are asked for? */
static int
is_wanted(const struct azs_request *request, const char *path,
    const char *old_path, const struct azs_plan_file *file)
{
	if (request->wanted != NULL &&
	    !request->wanted(path, file, request->arg))
		return 0;
	return request->only.count == 0 ||
	    azs_paths_match(&request->only, path) ||
	    (old_path != NULL && azs_paths_match(&request->only, old_path));
}

/* What a once file belongs to: the item behind the slash of its id. */
static const char *
unit_of(const char *id)
{
	const char *slash = strchr(id, '/');

	return slash == NULL ? id : slash + 1;
}

/*
 * Is this a new starter file of a service that an older template set began?
 * Its other files are the user's by now, and it was made for newer ones.
 */
static int
is_late(const struct run *run, const struct azs_plan_file *file,
    const struct azs_lock_file *entry)
{
	return entry == NULL && file->policy == AZS_POLICY_ONCE &&
	    azs_node_get(run->units, unit_of(file->id)) != NULL &&
	    !azs_paths_match(&run->request->restore, file->path);
}

/* The lock's entry of a planned file: by its id, or by its path when that
   belonged to an id that is no more. */
static const struct azs_lock_file *
find_entry(struct run *run, const struct azs_plan_file *file)
{
	const struct azs_lock_file *entry = azs_lock_find(run->lock, file->id);

	if (entry != NULL)
		return entry;
	entry = locked_at(run, file->path);
	if (entry == NULL || planned(run, entry->id) != NULL)
		return NULL;
	azs_node_set(run->taken, entry->id, azs_node_null());
	return entry;
}

/* Will what stands at path go away for another path? */
static int
is_vacated(const struct run *run, const char *path)
{
	const struct azs_lock_file *entry = locked_at(run, path);
	const struct azs_plan_file *file =
	    entry == NULL ? NULL : planned(run, entry->id);

	return file != NULL && strcmp(file->path, path) != 0;
}

/*
 * We have moved a file: the user's text moves along. *stays: the new path is
 * taken, so nothing happens. Where the old path is free the user may have
 * moved it already.
 */
static int
look_for_moved(const struct run *run, const struct azs_lock_file *entry,
    struct azs_change *change, int *stays, struct azs_error *err)
{
	struct azs_target there = AZS_TARGET_INIT;
	int ret;

	change->rebase = 1;
	ret = azs_target_load(run->root, change->path, &there, err);
	if (ret == -1)
		goto done;
	if (change->target.missing) {
		azs_target_release(&change->target);
		change->target = there;
		return 0;
	}
	if (!there.missing && !is_vacated(run, change->path)) {
		change->action = AZS_ACTION_KEPT;
		change->note = "the path is taken, so the file stays where it "
			       "was";
		change->settled = 0;
		*stays = 1;
	} else {
		change->from = azs_xstrdup(entry->path);
	}
done:
	azs_target_release(&there);
	return ret;
}

static int
decide_planned(
    struct run *run, const struct azs_plan_file *file, struct azs_error *err)
{
	const struct azs_lock_file *entry = find_entry(run, file);
	const char *old_path = entry == NULL ? NULL : entry->path;
	struct azs_change *change;
	int moved, stays = 0;

	if (!is_wanted(run->request, file->path, old_path, file))
		return 0;
	change = push(run->update, file->id, file->path, file);
	if (entry != NULL && strcmp(entry->id, file->id) != 0)
		change->old_id = azs_xstrdup(entry->id);
	if (entry != NULL && entry->policy == AZS_POLICY_ONCE)
		old_path = NULL;
	moved = old_path != NULL && strcmp(old_path, file->path) != 0;
	if (azs_target_load(run->root, moved ? old_path : file->path,
		&change->target, err) == -1 ||
	    (moved && look_for_moved(run, entry, change, &stays, err) == -1))
		return -1;
	if (stays || (is_late(run, file, entry) && change->target.missing))
		return 0;
	if (azs_update_file(run->root, run->request, entry, change, err) == -1)
		return -1;
	if (change->from != NULL) {
		change->remove = change->write;
		if (change->note == NULL)
			change->note = "moved from its old path";
	}
	return 0;
}

/* A file that the plan no longer has. */
static int
decide_gone(
    struct run *run, const struct azs_lock_file *entry, struct azs_error *err)
{
	struct azs_change *change;

	if (planned(run, entry->id) != NULL ||
	    azs_node_get(run->taken, entry->id) != NULL ||
	    !is_wanted(run->request, entry->path, NULL, NULL))
		return 0;
	change = push(run->update, entry->id, entry->path, NULL);
	if (azs_target_load(run->root, entry->path, &change->target, err) == -1)
		return -1;
	azs_update_gone(entry, change);
	return 0;
}

static int
by_path(const void *left, const void *right)
{
	const struct azs_change *a = left, *b = right;
	int order = strcmp(a->path, b->path);

	return order != 0 ? order : strcmp(a->id, b->id);
}

/* Each path that the user named must fit a file. */
static int
check_paths(const struct azs_update *update, const struct azs_paths *paths,
    int restore, struct azs_error *err)
{
	struct azs_paths one = { NULL, 1 };
	size_t i, j;
	int found, done;

	for (i = 0; i < paths->count; i++) {
		one.items = &paths->items[i];
		found = done = 0;
		for (j = 0; j < update->count; j++) {
			const struct azs_change *change = &update->changes[j];

			if (!azs_paths_match(&one, change->path) &&
			    (change->from == NULL ||
				!azs_paths_match(&one, change->from)))
				continue;
			found = 1;
			done |= change->restored;
		}
		if (!found)
			return azs_fail(err, AZS_EUSAGE,
			    "%.200s is no file that azstamp generates for this "
			    "model",
			    paths->items[i]);
		if (restore && !done)
			return azs_fail(err, AZS_EUSAGE,
			    "%.200s is neither deleted nor released",
			    paths->items[i]);
	}
	return 0;
}

static void
index_run(struct run *run)
{
	size_t i;

	run->planned = azs_node_map();
	run->locked = azs_node_map();
	run->taken = azs_node_map();
	run->units = azs_node_map();
	for (i = 0; i < run->plan->count; i++)
		azs_node_set(run->planned, run->plan->files[i].id,
		    azs_node_int((int64_t)i));
	for (i = 0; i < run->lock->count; i++)
		azs_node_set(run->locked, run->lock->files[i].path,
		    azs_node_int((int64_t)i));
	if (run->request->templates == NULL ||
	    strtol(run->lock->templates, NULL, 10) >=
		strtol(run->request->templates, NULL, 10))
		return;
	for (i = 0; i < run->lock->count; i++)
		if (run->lock->files[i].policy == AZS_POLICY_ONCE)
			azs_node_set(run->units,
			    unit_of(run->lock->files[i].id), azs_node_null());
}

static int
decide_all(struct run *run, struct azs_error *err)
{
	const struct azs_request *request = run->request;
	size_t i;

	for (i = 0; i < run->plan->count; i++)
		if (decide_planned(run, &run->plan->files[i], err) == -1)
			return -1;
	for (i = 0; i < run->lock->count; i++)
		if (decide_gone(run, &run->lock->files[i], err) == -1)
			return -1;
	if (check_paths(run->update, &request->only, 0, err) == -1 ||
	    check_paths(run->update, &request->ours, 0, err) == -1 ||
	    check_paths(run->update, &request->theirs, 0, err) == -1)
		return -1;
	return check_paths(run->update, &request->restore, 1, err);
}

int
azs_update_decide(const char *root, const struct azs_plan *plan,
    const struct azs_lock *lock, const struct azs_request *request,
    struct azs_update *update, struct azs_error *err)
{
	struct run run = { .root = root,
		.plan = plan,
		.lock = lock,
		.request = request,
		.update = update };
	size_t i;
	int ret;

	memset(update, 0, sizeof *update);
	index_run(&run);
	ret = decide_all(&run, err);
	if (ret == 0) {
		if (update->count > 0)
			qsort(update->changes, update->count,
			    sizeof *update->changes, by_path);
		for (i = 0; i < update->count; i++) {
			struct azs_change *change = &update->changes[i];

			update->conflicts +=
			    change->action == AZS_ACTION_CONFLICT;
			/* What a step will expect to find. */
			if (change->write || change->remove)
				azs_target_hash(&change->target);
		}
	}
	azs_node_free(run.planned);
	azs_node_free(run.locked);
	azs_node_free(run.taken);
	azs_node_free(run.units);
	return ret;
}

int
azs_update_writes(const struct azs_update *update)
{
	size_t i;

	for (i = 0; i < update->count; i++) {
		const struct azs_change *change = &update->changes[i];

		if (change->write || change->remove || change->aside ||
		    change->action == AZS_ACTION_DELETED ||
		    change->action == AZS_ACTION_RELEASED)
			return 1;
	}
	return 0;
}

void
azs_update_release(struct azs_update *update)
{
	size_t i;

	for (i = 0; i < update->count; i++) {
		free(update->changes[i].id);
		free(update->changes[i].path);
		free(update->changes[i].from);
		free(update->changes[i].old_id);
		azs_buf_release(&update->changes[i].bytes);
		azs_buf_release(&update->changes[i].base);
		azs_target_release(&update->changes[i].target);
	}
	free(update->changes);
	memset(update, 0, sizeof *update);
}
