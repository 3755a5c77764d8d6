/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "file.h"
#include "journal.h"
#include "journal_private.h"
#include "json.h"
#include "lock.h"
#include "memory.h"
#include "output.h"
#include "target.h"

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

/* One file of a journal. All borrowed. */
struct note {
	const char *path;
	const char *before, *after; /* SHA-256, "" for no file */
	mode_t before_mode;
	int after_executable;
};

static void
add_text(char ***list, size_t *count, const char *text)
{
	*list = azs_xreallocarray(*list, *count + 1, sizeof **list);
	(*list)[(*count)++] = azs_xstrdup(text);
}

void
azs_journal_release(struct azs_journal_result *result)
{
	size_t i;

	for (i = 0; i < result->kept_count; i++)
		free(result->kept[i]);
	for (i = 0; i < result->conflict_count; i++)
		free(result->conflicts[i]);
	free(result->kept);
	free(result->conflicts);
	memset(result, 0, sizeof *result);
}

static int
read_note(const struct azs_node *item, struct note *note, struct azs_error *err)
{
	note->path = azs_node_text(azs_node_get(item, "path"), "");
	note->before = azs_node_text(azs_node_get(item, "before"), "");
	note->after = azs_node_text(azs_node_get(item, "after"), "");
	note->before_mode = (mode_t)strtoul(
	    azs_node_text(azs_node_get(item, "beforeMode"), "0644"), NULL, 8);
	note->before_mode &= 0777;
	note->after_executable =
	    azs_node_true(azs_node_get(item, "afterExecutable"));
	if (azs_output_check_path(note->path, err) == -1)
		return azs_fail_at(err, AZS_JOURNAL_DIR "/journal.json");
	return 0;
}

/* Read the journal in one of the folders. */
static int
load(const char *root, const char *folder, struct azs_node **out,
    struct azs_error *err)
{
	static const char name[] = AZS_JOURNAL_DIR "/journal.json";
	char *path = azs_xasprintf(
	    "%s/" AZS_JOURNAL_DIR "/%s/journal.json", root, folder);
	struct azs_buf bytes = AZS_BUF_INIT;
	const struct azs_node *format;
	int ret = -1;

	*out = NULL;
	if (azs_file_read(path, MAX_BYTES, &bytes, err) == -1 ||
	    azs_json_parse(name, bytes.data, bytes.len, out, err) == -1)
		goto done;
	format = azs_node_get(*out, "format");
	if (format == NULL || format->kind != AZS_INT ||
	    format->number != AZS_JOURNAL_FORMAT ||
	    azs_node_get(*out, "files") == NULL) {
		(void)azs_fail(err, AZS_EFAILED,
		    "%s is no journal that this azstamp knows: look at "
		    ".azstamp/undo/ and remove it",
		    name);
		goto done;
	}
	ret = 0;
done:
	if (ret == -1) {
		azs_node_free(*out);
		*out = NULL;
	}
	azs_buf_release(&bytes);
	free(path);
	return ret;
}

struct restore {
	int copies; /* running/ */
	const char *copy;
};

/* An azs_disk_leaf: the old file takes its place. No byte is written, so a
   full disk does no harm. */
static int
restore_leaf(int dir, const char *name, void *arg)
{
	const struct restore *restore = arg;

	return azs_disk_replace(restore->copies, restore->copy, dir, name);
}

/* Put the file at a path back as it was. */
static int
restore_file(const char *root, const struct note *note, struct azs_error *err)
{
	char *copy = azs_xasprintf("running/files/%s.before", note->path);
	int dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), ret = -1;
	struct restore restore = { azs_journal_open(root), copy };

	if (dir == -1 || restore.copies == -1 ||
	    azs_disk_walk(dir, note->path, restore_leaf, &restore) == -1)
		(void)azs_output_fail(note->path, err);
	else
		ret = 0;
	if (restore.copies != -1)
		(void)close(restore.copies);
	if (dir != -1)
		(void)close(dir);
	free(copy);
	return ret;
}

/* What a file may be after the power failed while it was written: without its
   bytes, or with NULs in their place. */
static int
is_torn(const struct azs_target *target)
{
	size_t i = 0;

	while (i < target->bytes.len && target->bytes.data[i] == '\0')
		i++;
	return !target->missing && !target->foreign && i == target->bytes.len;
}

/* torn: a file without content counts as written by the run. */
static int
roll_back_file(const char *root, const struct note *note, int torn,
    struct azs_journal_result *result, struct azs_error *err)
{
	struct azs_target target = AZS_TARGET_INIT;
	int was, is, ret = 0;

	azs_output_sweep(root, note->path);
	if (azs_target_read(root, note->path, &target, err) == -1)
		return -1;
	was = !target.foreign && strcmp(target.sha256, note->before) == 0 &&
	    (target.missing || target.mode == note->before_mode);
	is = !target.foreign && strcmp(target.sha256, note->after) == 0 &&
	    (target.missing || target.executable == note->after_executable);
	is |= torn && !was && is_torn(&target);
	if (*note->before == '\0' && (was || is))
		/* Also the folders that were made for it. */
		ret = azs_output_remove(root, note->path, err);
	else if (is && !was)
		ret = restore_file(root, note, err);
	else if (!was)
		add_text(&result->kept, &result->kept_count, note->path);
	if (ret == 0 && (was || is))
		result->count++;
	azs_target_release(&target);
	return ret;
}

static int
roll_back(const char *root, int torn, struct azs_journal_result *result,
    struct azs_error *err)
{
	const struct azs_node *files, *conflicts;
	struct azs_node *node = NULL;
	struct note note;
	size_t i;
	int ret = -1;

	if (load(root, "running", &node, err) == -1)
		return -1;
	files = azs_node_get(node, "files");
	/* The last steps first: the lock before what it tells of. */
	for (i = files->count; i > 0; i--)
		if (read_note(files->items[i - 1], &note, err) == -1 ||
		    roll_back_file(root, &note, torn, result, err) == -1)
			goto done;
	conflicts = azs_node_get(node, "conflicts");
	for (i = 0; conflicts != NULL && i < conflicts->count; i++)
		add_text(&result->conflicts, &result->conflict_count,
		    azs_node_text(conflicts->items[i], ""));
	ret = 0;
done:
	azs_node_free(node);
	return ret;
}

/* The journal is done with; but the old text of a file that was kept stays. */
static int
put_away(
    int dir, const struct azs_journal_result *result, struct azs_error *err)
{
	if (result->kept_count == 0)
		return azs_journal_rename(dir, "running", "next", err) == -1
		    ? -1
		    : azs_journal_drop(dir, "next", err);
	return azs_journal_drop(dir, "kept", err) == -1
	    ? -1
	    : azs_journal_rename(dir, "running", "kept", err);
}

static int
take_back(const char *root, int torn, struct azs_journal_result *result,
    struct azs_error *err)
{
	int dir = azs_journal_open(root), ret = -1;

	memset(result, 0, sizeof *result);
	if (dir == -1)
		return 0;
	if (azs_journal_drop(dir, "next", err) == -1)
		goto done;
	if (!azs_journal_is_open(root))
		ret = 0;
	else if (roll_back(root, torn, result, err) == 0)
		ret = put_away(dir, result, err);
done:
	(void)close(dir);
	return ret;
}

int
azs_journal_roll_back(
    const char *root, struct azs_journal_result *result, struct azs_error *err)
{
	return take_back(root, 1, result, err);
}

/* Is the lock as the last run left it? */
static int
check_lock(const char *root, const struct azs_node *node, struct azs_error *err)
{
	const struct azs_node *files = azs_node_get(node, "files");
	struct azs_target target = AZS_TARGET_INIT;
	struct note note;
	size_t i;
	int ret = 0;

	for (i = 0; i < files->count && ret == 0; i++) {
		ret = read_note(files->items[i], &note, err);
		if (ret == -1 || strcmp(note.path, AZS_LOCK_PATH) != 0)
			continue;
		ret = azs_target_read(root, AZS_LOCK_PATH, &target, err);
		if (ret == 0 && strcmp(target.sha256, note.after) != 0)
			ret = azs_fail(err, AZS_EFAILED,
			    "the repository is not what the last update "
			    "left: " AZS_LOCK_PATH
			    " has changed since (git?); nothing "
			    "was undone");
	}
	azs_target_release(&target);
	return ret;
}

int
azs_journal_undo(
    const char *root, struct azs_journal_result *result, struct azs_error *err)
{
	int dir = azs_journal_open(root), ret = -1;
	struct azs_node *node = NULL;

	memset(result, 0, sizeof *result);
	if (azs_journal_is_open(root)) {
		ret = take_back(root, 1, result, err);
		goto done;
	}
	if (dir == -1 || faccessat(dir, "last", F_OK, 0) == -1) {
		(void)azs_fail(err, AZS_EFAILED,
		    "there is no update to undo in this folder");
		goto done;
	}
	if (load(root, "last", &node, err) == -1 ||
	    check_lock(root, node, err) == -1 ||
	    azs_journal_rename(dir, "last", "running", err) == -1)
		goto done;
	ret = take_back(root, 0, result, err);
done:
	azs_node_free(node);
	if (dir != -1)
		(void)close(dir);
	return ret;
}
