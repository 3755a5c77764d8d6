/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"
#include "file.h"
#include "memory.h"
#include "output.h"
#include "update.h"
#include "version.h"

/* Where a hand edit that is overwritten is kept; not under version control. */
#define KEPT ".azstamp/undo/"

static int
put(const char *root, const char *path, const struct azs_buf *bytes,
    int executable, struct azs_error *err)
{
	struct azs_output_file file = { path, bytes->data, bytes->len,
		executable };

	return azs_output_replace(root, &file, err);
}

/* Remove the file at path below dir, then every directory this emptied. */
static int
remove_below(int dir, const char *path)
{
	const char *slash = strchr(path, '/');
	char *name;
	int child, ret;

	if (slash == NULL)
		return azs_disk_unlink(dir, path, 0);
	name = azs_xstrndup(path, (size_t)(slash - path));
	child = azs_disk_open(dir, name);
	ret = child == -1 ? -1 : remove_below(child, slash + 1);
	if (child != -1)
		(void)close(child);
	/* A directory with anything left in it stays. */
	if (ret == 0)
		(void)azs_disk_unlink(dir, name, AT_REMOVEDIR);
	free(name);
	return ret;
}

static int
drop(const char *root, const char *path, struct azs_error *err)
{
	int dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), ret = 0;

	if (dir == -1 || (remove_below(dir, path) == -1 && errno != ENOENT))
		ret =
		    azs_fail(err, AZS_EFAILED, "%s: %s", path, strerror(errno));
	if (dir != -1)
		(void)close(dir);
	return ret;
}

static int
apply_file(
    const char *root, const struct azs_change *change, struct azs_error *err)
{
	char *kept;
	int ret;

	if (change->overwritten.len > 0) {
		kept = azs_xasprintf(KEPT "%s", change->path);
		ret = put(root, kept, &change->overwritten, 0, err);
		free(kept);
		if (ret == -1)
			return -1;
	}
	if (change->write)
		return put(root, change->path, &change->bytes,
		    change->executable, err);
	return change->remove ? drop(root, change->path, err) : 0;
}

/* The base follows the plan, for managed files alone. */
static int
apply_base(const char *root, const struct azs_change *change,
    const struct azs_lock *lock, struct azs_error *err)
{
	const struct azs_lock_file *entry = azs_lock_find(lock, change->id);
	const struct azs_plan_file *file = change->file;
	char sha256[AZS_SHA256_SIZE], *path;
	int ret = 0;

	if (!change->settled)
		return 0;
	path = azs_lock_base_path(change->path);
	if (file == NULL) {
		if (entry->policy == AZS_POLICY_MANAGED)
			ret = drop(root, path, err);
	} else if (file->policy == AZS_POLICY_MANAGED) {
		azs_sha256(file->bytes.data, file->bytes.len, sha256);
		/* The base of a released file went with it. */
		if (entry == NULL || entry->released ||
		    strcmp(entry->sha256, sha256) != 0)
			ret = put(root, path, &file->bytes, 0, err);
	}
	free(path);
	return ret;
}

static void
apply_lock(const struct azs_change *change, struct azs_lock *lock)
{
	struct azs_lock_file *entry;

	if (!change->settled)
		return;
	if (change->file != NULL) {
		azs_lock_set(lock, change->file);
	} else if (change->action == AZS_ACTION_RELEASED) {
		entry = azs_lock_find(lock, change->id);
		entry->released = 1;
	} else {
		azs_lock_drop(lock, change->id);
	}
}

static int
write_lock(const char *root, const struct azs_lock *lock, struct azs_error *err)
{
	char *path = azs_xasprintf("%s/" AZS_LOCK_PATH, root);
	struct azs_buf now = AZS_BUF_INIT, text = AZS_BUF_INIT;
	struct azs_error ignored;
	int ret = 0;

	azs_lock_write(lock, &text);
	if (azs_file_read(path, text.len, &now, &ignored) == -1 ||
	    now.len != text.len || memcmp(now.data, text.data, now.len) != 0)
		ret = put(root, AZS_LOCK_PATH, &text, 0, err);
	azs_buf_release(&now);
	azs_buf_release(&text);
	free(path);
	return ret;
}

static int
by_id(const void *left, const void *right)
{
	const struct azs_change *const *a = left, *const *b = right;

	return strcmp((*a)->id, (*b)->id);
}

int
azs_update_apply(const char *root, const struct azs_update *update,
    struct azs_lock *lock, const char *templates, struct azs_error *err)
{
	const struct azs_change **sorted;
	size_t i;

	for (i = 0; i < update->count; i++)
		if (apply_file(root, &update->changes[i], err) == -1)
			return -1;
	for (i = 0; i < update->count; i++)
		if (apply_base(root, &update->changes[i], lock, err) == -1)
			return -1;
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
	return write_lock(root, lock, err);
}
