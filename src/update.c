/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "update.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "memory.h"
#include "merge.h"

/* No generated file comes near this; a user's may grow. */
#define MAX_BYTES ((size_t)64 * 1024 * 1024)

static const char *const names[] = { "unchanged", "created", "updated",
	"merged", "conflict", "deleted", "removed", "released", "kept" };

const char *
azs_action_name(enum azs_action action)
{
	return names[action];
}

/* What is on disk at a path below root. */
struct disk {
	struct azs_buf bytes;
	int missing;
	int foreign; /* no regular file */
	int executable;
};

/* Is a directory on the way to a path below root a symbolic link? What lies
   behind it is the user's business. */
static int
is_behind_link(const char *full, size_t root_len)
{
	char *part = azs_xstrdup(full), *slash;
	struct stat st;
	int linked = 0;

	for (slash = strchr(part + root_len + 1, '/'); slash != NULL && !linked;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		linked = lstat(part, &st) == 0 && S_ISLNK(st.st_mode);
		*slash = '/';
	}
	free(part);
	return linked;
}

static int
read_disk(const char *root, const char *path, struct disk *disk,
    struct azs_error *err)
{
	char *full = azs_xasprintf("%s/%s", root, path);
	struct stat st;
	int ret = 0;

	azs_buf_clear(&disk->bytes);
	disk->missing = disk->foreign = disk->executable = 0;
	if (is_behind_link(full, strlen(root))) {
		disk->foreign = 1;
	} else if (lstat(full, &st) == -1) {
		disk->missing = errno == ENOENT || errno == ENOTDIR;
		if (!disk->missing)
			ret = azs_fail(
			    err, AZS_EFAILED, "%s: %s", path, strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		disk->foreign = 1;
	} else {
		disk->executable = (st.st_mode & S_IXUSR) != 0;
		ret = azs_file_read(full, MAX_BYTES, &disk->bytes, err);
	}
	free(full);
	return ret;
}

static int
same(const struct azs_buf *a, const struct azs_buf *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

/*
 * The bytes as generated last, checked against the lock. An update that was
 * killed before it wrote the lock has left the new bytes there, after all
 * files: then nothing is left to merge.
 */
static int
read_base(const char *root, const struct azs_lock_file *entry,
    const struct azs_plan_file *file, struct azs_buf *base,
    struct azs_error *err)
{
	char *path = azs_lock_base_path(entry->path);
	char *full = azs_xasprintf("%s/%s", root, path);
	char sha256[AZS_SHA256_SIZE];
	int ret;

	azs_buf_clear(base);
	ret = azs_file_read(full, MAX_BYTES, base, err);
	if (ret == 0) {
		azs_sha256(base->data, base->len, sha256);
		if (strcmp(sha256, entry->sha256) != 0 &&
		    !same(base, &file->bytes))
			ret = azs_fail(err, AZS_EFAILED,
			    "%s is not what the lock says: restore .azstamp/ "
			    "from git",
			    path);
	}
	free(full);
	free(path);
	return ret;
}

static struct azs_change *
push(struct azs_update *update, const char *id, const char *path,
    const struct azs_plan_file *file)
{
	struct azs_change *change;

	update->changes = azs_xreallocarray(
	    update->changes, update->count + 1, sizeof *update->changes);
	change = &update->changes[update->count++];
	memset(change, 0, sizeof *change);
	azs_buf_init(&change->bytes);
	azs_buf_init(&change->overwritten);
	change->id = azs_xstrdup(id);
	change->path = azs_xstrdup(path);
	change->file = file;
	change->settled = file != NULL;
	change->executable = file != NULL && file->executable;
	return change;
}

static void
set_bytes(struct azs_change *change, const struct azs_buf *bytes)
{
	azs_buf_clear(&change->bytes);
	azs_buf_add(&change->bytes, bytes->data, bytes->len);
	change->write = 1;
}

static void
decide_owned(struct azs_change *change, const struct disk *disk,
    const struct azs_lock_file *entry)
{
	char sha256[AZS_SHA256_SIZE];

	if (disk->foreign) {
		change->action = AZS_ACTION_KEPT;
		change->settled = 0;
		return;
	}
	if (!disk->missing && same(&disk->bytes, &change->file->bytes))
		return;
	change->action = entry == NULL && disk->missing ? AZS_ACTION_CREATED
							: AZS_ACTION_UPDATED;
	set_bytes(change, &change->file->bytes);
	azs_sha256(disk->bytes.data, disk->bytes.len, sha256);
	if (!disk->missing &&
	    (entry == NULL || strcmp(sha256, entry->sha256) != 0))
		azs_buf_add(
		    &change->overwritten, disk->bytes.data, disk->bytes.len);
}

/* Both sides changed the text. */
static int
merge(struct azs_change *change, const struct disk *disk,
    const struct azs_buf *base, struct azs_error *err)
{
	int conflicts = 0;

	if (azs_merge_text(base, &disk->bytes, &change->file->bytes,
		&change->bytes, &conflicts, err) == -1)
		return azs_fail_at(err, "%s", change->path);
	change->write = !same(&change->bytes, &disk->bytes);
	change->action = conflicts ? AZS_ACTION_CONFLICT
	    : change->write	   ? AZS_ACTION_MERGED
				   : AZS_ACTION_NONE;
	return 0;
}

/* An id that the lock does not know yet. */
static int
decide_new(
    struct azs_change *change, const struct disk *disk, struct azs_error *err)
{
	const struct azs_plan_file *file = change->file;
	struct azs_buf empty = AZS_BUF_INIT;

	if (disk->missing) {
		change->action = AZS_ACTION_CREATED;
		set_bytes(change, &file->bytes);
	} else if (disk->foreign || file->policy == AZS_POLICY_ONCE) {
		/* A once file is the user's from now on; the other is not
		   ours until the path is free. */
		change->action = AZS_ACTION_KEPT;
		change->settled = file->policy == AZS_POLICY_ONCE;
	} else if (azs_merge_has_conflict(&disk->bytes)) {
		change->action = AZS_ACTION_CONFLICT;
		change->settled = 0;
	} else if (!same(&disk->bytes, &file->bytes)) {
		return merge(change, disk, &empty, err);
	}
	return 0;
}

static int
decide_managed(const char *root, struct azs_change *change,
    const struct disk *disk, const struct azs_lock_file *entry,
    struct azs_error *err)
{
	const struct azs_plan_file *file = change->file;
	struct azs_buf base = AZS_BUF_INIT;
	int ret = -1;

	if (read_base(root, entry, file, &base, err) == -1)
		goto done;
	/* Our change of the mode wins only over no change of the user's. */
	if (!disk->missing && file->executable == entry->executable)
		change->executable = disk->executable;
	if (disk->foreign) {
		change->action = AZS_ACTION_KEPT;
		change->settled = 0;
	} else if (disk->missing) {
		change->action = same(&base, &file->bytes) ? AZS_ACTION_NONE
							   : AZS_ACTION_DELETED;
	} else if (azs_merge_has_conflict(&disk->bytes)) {
		change->action = AZS_ACTION_CONFLICT;
		change->settled = 0;
	} else if (same(&base, &file->bytes) ||
	    same(&disk->bytes, &file->bytes)) {
		change->write = disk->executable != change->executable;
		if (change->write)
			set_bytes(change, &disk->bytes);
	} else if (same(&disk->bytes, &base)) {
		change->action = AZS_ACTION_UPDATED;
		set_bytes(change, &file->bytes);
	} else if (merge(change, disk, &base, err) == -1) {
		goto done;
	}
	ret = 0;
done:
	azs_buf_release(&base);
	return ret;
}

static int
decide_planned(const char *root, const struct azs_plan_file *file,
    const struct azs_lock_file *entry, struct azs_update *update,
    struct disk *disk, struct azs_error *err)
{
	struct azs_change *change = push(update, file->id, file->path, file);

	if (entry != NULL && file->policy == AZS_POLICY_ONCE) {
		change->settled = 0;
		return 0;
	}
	/* An id keeps its path within a template set; a move is a migration. */
	if (entry != NULL && strcmp(entry->path, file->path) != 0)
		return azs_fail(err, AZS_EFAILED,
		    "%s has moved to %s, which this azstamp cannot follow",
		    entry->path, file->path);
	if (read_disk(root, file->path, disk, err) == -1)
		return -1;
	if (entry != NULL && entry->released) {
		/* The user's own now; generated again only in its absence. */
		change->settled = disk->missing;
		if (disk->missing)
			return decide_new(change, disk, err);
		return 0;
	}
	if (file->policy == AZS_POLICY_OWNED)
		decide_owned(change, disk, entry);
	else if (entry == NULL)
		return decide_new(change, disk, err);
	else
		return decide_managed(root, change, disk, entry, err);
	return 0;
}

/* A file that the plan no longer has. */
static int
decide_gone(const char *root, const struct azs_lock_file *entry,
    struct azs_update *update, struct disk *disk, struct azs_error *err)
{
	struct azs_change *change = push(update, entry->id, entry->path, NULL);
	char sha256[AZS_SHA256_SIZE];

	if (entry->policy == AZS_POLICY_ONCE || entry->released)
		return 0;
	if (read_disk(root, entry->path, disk, err) == -1)
		return -1;
	change->settled = 1;
	azs_sha256(disk->bytes.data, disk->bytes.len, sha256);
	if (disk->missing) {
		return 0;
	} else if (!disk->foreign && strcmp(sha256, entry->sha256) == 0) {
		change->action = AZS_ACTION_REMOVED;
		change->remove = 1;
	} else {
		change->action = AZS_ACTION_RELEASED;
	}
	return 0;
}

static int
by_path(const void *left, const void *right)
{
	const struct azs_change *a = left, *b = right;
	int order = strcmp(a->path, b->path);

	return order != 0 ? order : strcmp(a->id, b->id);
}

int
azs_update_decide(const char *root, const struct azs_plan *plan,
    const struct azs_lock *lock,
    int (*wanted)(const struct azs_plan_file *file, const void *arg),
    const void *arg, struct azs_update *update, struct azs_error *err)
{
	struct disk disk = { AZS_BUF_INIT, 0, 0, 0 };
	struct azs_node *ids = azs_node_map();
	size_t i;
	int ret = -1;

	memset(update, 0, sizeof *update);
	for (i = 0; i < plan->count; i++)
		azs_node_set(ids, plan->files[i].id, azs_node_null());
	for (i = 0; i < plan->count; i++)
		if ((wanted == NULL || wanted(&plan->files[i], arg)) &&
		    decide_planned(root, &plan->files[i],
			azs_lock_find(lock, plan->files[i].id), update, &disk,
			err) == -1)
			goto done;
	for (i = 0; wanted == NULL && i < lock->count; i++)
		if (azs_node_get(ids, lock->files[i].id) == NULL &&
		    decide_gone(root, &lock->files[i], update, &disk, err) ==
			-1)
			goto done;
	if (update->count > 0)
		qsort(update->changes, update->count, sizeof *update->changes,
		    by_path);
	for (i = 0; i < update->count; i++)
		update->conflicts +=
		    update->changes[i].action == AZS_ACTION_CONFLICT;
	ret = 0;
done:
	azs_node_free(ids);
	azs_buf_release(&disk.bytes);
	return ret;
}

void
azs_update_release(struct azs_update *update)
{
	size_t i;

	for (i = 0; i < update->count; i++) {
		free(update->changes[i].id);
		free(update->changes[i].path);
		azs_buf_release(&update->changes[i].bytes);
		azs_buf_release(&update->changes[i].overwritten);
	}
	free(update->changes);
	memset(update, 0, sizeof *update);
}
