/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"
#include "journal_private.h"
#include "json.h"
#include "memory.h"
#include "node.h"
#include "output.h"
#include "target.h"

struct copy {
	const struct azs_buf *bytes;
	mode_t mode;
};

/* An azs_disk_leaf. */
static int
write_leaf(int dir, const char *name, void *arg)
{
	const struct copy *copy = arg;

	return azs_disk_create(
	    dir, name, copy->bytes->data, copy->bytes->len, copy->mode, 0);
}

/* Write a file in next/. */
static int
write_next(const char *root, const char *name, const struct azs_buf *bytes,
    mode_t mode, struct azs_error *err)
{
	char *path = azs_xasprintf(AZS_JOURNAL_DIR "/next/%s", name);
	int dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), ret = -1;
	struct copy copy = { bytes, mode };

	if (dir == -1)
		(void)azs_fail(
		    err, AZS_EFAILED, "%s: %s", root, strerror(errno));
	else if (azs_disk_walk(dir, path, write_leaf, &copy) == -1)
		(void)azs_output_fail(path, err);
	else
		ret = 0;
	if (dir != -1)
		(void)close(dir);
	free(path);
	return ret;
}

int
azs_journal_open(const char *root)
{
	char *path = azs_xasprintf("%s/" AZS_JOURNAL_DIR, root);
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	free(path);
	return dir;
}

int
azs_journal_drop(int dir, const char *name, struct azs_error *err)
{
	if (azs_disk_remove(dir, name) == 0 || errno == ENOENT)
		return 0;
	return azs_fail(
	    err, AZS_EFAILED, AZS_JOURNAL_DIR "/%s: %s", name, strerror(errno));
}

int
azs_journal_rename(
    int dir, const char *old, const char *name, struct azs_error *err)
{
	/* All that was written before counts from here on: it must not come
	   to the disk after the rename. */
	if (azs_disk_sync(dir) == 0 &&
	    azs_disk_replace(dir, old, dir, name) == 0) {
		(void)fsync(dir);
		return 0;
	}
	return azs_fail(
	    err, AZS_EFAILED, AZS_JOURNAL_DIR "/%s: %s", name, strerror(errno));
}

static struct azs_node *
mode_node(mode_t mode)
{
	char *text = azs_xasprintf("%04o", (unsigned)mode);
	struct azs_node *node = azs_node_string(text);

	free(text);
	return node;
}

/* Is there still what a step was made from? */
static int
check_expected(const struct azs_step *step, const struct azs_target *target,
    struct azs_error *err)
{
	if (target->foreign)
		return azs_fail(err, AZS_EFAILED,
		    "%s: it, or a directory above it, is a symbolic link or no "
		    "regular file",
		    step->path);
	if (step->expected != NULL &&
	    strcmp(step->expected, target->sha256) != 0)
		return azs_fail(err, AZS_EFAILED,
		    "%s was changed while azstamp was at work: run it again",
		    step->path);
	return 0;
}

/* Copy what a step is going to change, and note it in list. */
static int
note_step(const char *root, const struct azs_step *step, struct azs_node *list,
    struct azs_error *err)
{
	struct azs_target target = AZS_TARGET_INIT;
	struct azs_node *item = azs_node_append(list, azs_node_map());
	char *name = azs_xasprintf("files/%s.before", step->path);
	char sha256[AZS_SHA256_SIZE];
	int ret = -1;

	if (azs_output_check_path(step->path, err) == -1 ||
	    azs_target_read(root, step->path, &target, err) == -1 ||
	    check_expected(step, &target, err) == -1)
		goto done;
	azs_node_set(item, "path", azs_node_string(step->path));
	if (!target.missing) {
		if (write_next(root, name, &target.bytes, target.mode, err) ==
		    -1)
			goto done;
		azs_node_set(item, "before", azs_node_string(target.sha256));
		azs_node_set(item, "beforeMode", mode_node(target.mode));
	}
	if (step->bytes != NULL) {
		azs_sha256(step->bytes->data, step->bytes->len, sha256);
		azs_node_set(item, "after", azs_node_string(sha256));
		azs_node_set(
		    item, "afterExecutable", azs_node_bool(step->executable));
	}
	ret = 0;
done:
	free(name);
	azs_target_release(&target);
	return ret;
}

static int
write_next_journal(
    const char *root, const struct azs_node *node, struct azs_error *err)
{
	struct azs_buf text = AZS_BUF_INIT;
	int ret;

	azs_json_write(node, &text);
	ret = write_next(root, "journal.json", &text, 0644, err);
	azs_buf_release(&text);
	return ret;
}

int
azs_journal_begin(const char *root, const struct azs_step *steps, size_t count,
    const char *const *conflicts, size_t conflict_count, struct azs_error *err)
{
	struct azs_node *node = azs_node_map(), *list;
	int dir = azs_journal_open(root), ret = -1;
	size_t i;

	if (dir != -1 && azs_journal_drop(dir, "next", err) == -1)
		goto done;
	azs_node_set(node, "format", azs_node_int(AZS_JOURNAL_FORMAT));
	list = azs_node_set(node, "files", azs_node_list());
	for (i = 0; i < count; i++)
		if (note_step(root, &steps[i], list, err) == -1)
			goto done;
	list = azs_node_set(node, "conflicts", azs_node_list());
	for (i = 0; i < conflict_count; i++)
		azs_node_append(list, azs_node_string(conflicts[i]));
	if (write_next_journal(root, node, err) == -1)
		goto done;
	if (dir == -1)
		dir = azs_journal_open(root);
	ret = azs_journal_rename(dir, "next", "running", err);
done:
	if (dir != -1)
		(void)close(dir);
	azs_node_free(node);
	return ret;
}

int
azs_journal_take(const char *root, const struct azs_step *steps, size_t count,
    struct azs_error *err)
{
	struct azs_target target = AZS_TARGET_INIT;
	size_t i;
	int ret = 0;

	for (i = 0; i < count && ret == 0; i++) {
		const struct azs_step *step = &steps[i];
		struct azs_output_file file = { step->path, NULL, 0,
			step->executable };

		if (step->expected != NULL &&
		    (azs_target_read(root, step->path, &target, err) == -1 ||
			check_expected(step, &target, err) == -1)) {
			ret = -1;
		} else if (step->bytes == NULL) {
			ret = azs_output_remove(root, step->path, err);
		} else {
			file.bytes = step->bytes->data;
			file.len = step->bytes->len;
			ret = azs_output_put(root, &file, err);
		}
	}
	azs_target_release(&target);
	return ret;
}

int
azs_journal_finish(const char *root, struct azs_error *err)
{
	int dir = azs_journal_open(root), ret = -1;

	if (dir == -1)
		return azs_fail(
		    err, AZS_EFAILED, AZS_JOURNAL_DIR ": %s", strerror(errno));
	/* The run counts as done with the second rename. */
	if (azs_journal_drop(dir, "next", err) == 0 &&
	    (azs_disk_replace(dir, "last", dir, "next") == 0 ||
		errno == ENOENT) &&
	    azs_journal_rename(dir, "running", "last", err) == 0) {
		(void)azs_disk_remove(dir, "next");
		ret = 0;
	} else {
		(void)azs_fail(
		    err, AZS_EFAILED, AZS_JOURNAL_DIR ": %s", strerror(errno));
	}
	(void)close(dir);
	return ret;
}

int
azs_journal_is_open(const char *root)
{
	char *path = azs_xasprintf("%s/" AZS_JOURNAL_DIR "/running", root);
	int open = access(path, F_OK) == 0;

	free(path);
	return open;
}
