/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "document.h"
#include "file.h"
#include "json.h"
#include "memory.h"
#include "output.h"
#include "version.h"

#define LOCK_MAX_BYTES ((size_t)64 * 1024 * 1024)

char *
azs_lock_base_path(const char *path)
{
	return azs_xasprintf(".azstamp/base/%s.base", path);
}

static struct azs_lock_file *
push(struct azs_lock *lock)
{
	struct azs_lock_file *file;

	lock->files = azs_xreallocarray(
	    lock->files, lock->count + 1, sizeof *lock->files);
	file = &lock->files[lock->count++];
	memset(file, 0, sizeof *file);
	return file;
}

static int
by_id(const void *left, const void *right)
{
	const struct azs_lock_file *a = left, *b = right;

	return strcmp(a->id, b->id);
}

void
azs_lock_sort(struct azs_lock *lock)
{
	if (lock->count > 0)
		qsort(lock->files, lock->count, sizeof *lock->files, by_id);
}

static int
compare_id(const void *id, const void *file)
{
	return strcmp(id, ((const struct azs_lock_file *)file)->id);
}

struct azs_lock_file *
azs_lock_find(const struct azs_lock *lock, const char *id)
{
	return lock->count == 0 ? NULL
				: bsearch(id, lock->files, lock->count,
				      sizeof *lock->files, compare_id);
}

static void
take(struct azs_lock_file *entry, const struct azs_plan_file *file,
    const char *sha256)
{
	entry->path = azs_xstrdup(file->path);
	entry->executable = file->executable;
	entry->policy = file->policy;
	entry->released = 0;
	if (*sha256 == '\0')
		azs_sha256(file->bytes.data, file->bytes.len, entry->sha256);
	else
		memcpy(entry->sha256, sha256, sizeof entry->sha256);
}

/* Room for a new id at its place in the order. */
static struct azs_lock_file *
insert(struct azs_lock *lock, const char *id)
{
	size_t at;

	(void)push(lock);
	for (at = lock->count - 1;
	     at > 0 && strcmp(lock->files[at - 1].id, id) > 0; at--)
		lock->files[at] = lock->files[at - 1];
	memset(&lock->files[at], 0, sizeof lock->files[at]);
	return &lock->files[at];
}

void
azs_lock_set(struct azs_lock *lock, const struct azs_plan_file *file)
{
	azs_lock_set_known(lock, file, "");
}

void
azs_lock_set_known(
    struct azs_lock *lock, const struct azs_plan_file *file, const char *sha256)
{
	struct azs_lock_file *entry = azs_lock_find(lock, file->id);

	if (entry != NULL) {
		free(entry->path);
		take(entry, file, sha256);
		return;
	}
	entry = insert(lock, file->id);
	entry->id = azs_xstrdup(file->id);
	take(entry, file, sha256);
}

void
azs_lock_drop(struct azs_lock *lock, const char *id)
{
	struct azs_lock_file *entry = azs_lock_find(lock, id);

	if (entry == NULL)
		return;
	free(entry->id);
	free(entry->path);
	lock->count--;
	memmove(entry, entry + 1,
	    (size_t)(lock->files + lock->count - entry) * sizeof *entry);
}

/* The process that has locked what fd is, as Linux tells; 0 when it does
   not. */
static long
holder_of(int fd)
{
	FILE *locks = fopen("/proc/locks", "re");
	unsigned long inode;
	char line[256];
	struct stat st;
	long found, pid = 0;

	if (locks == NULL || fstat(fd, &st) == -1)
		st.st_ino = 0;
	while (pid == 0 && st.st_ino != 0 &&
	    fgets(line, sizeof line, locks) != NULL)
		if (sscanf(line, "%*s FLOCK %*s %*s %ld %*[^:]:%*[^:]:%lu",
			&found, &inode) == 2 &&
		    inode == st.st_ino)
			pid = found;
	if (locks != NULL)
		(void)fclose(locks);
	return pid;
}

static int
fail_locked(int fd, struct azs_error *err)
{
	long pid = holder_of(fd);

	if (pid <= 0)
		return azs_fail(err, AZS_EFAILED,
		    "another azstamp is writing in this repository; try again "
		    "when it has ended");
	return azs_fail(err, AZS_EFAILED,
	    "process %ld is writing in this repository; try again when it has "
	    "ended",
	    pid);
}

int
azs_lock_acquire(const char *root, struct azs_error *err)
{
	char *path = azs_xasprintf("%s/.azstamp", root);
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), ret = 0;

	/* The descriptor stays open on purpose: its end is the lock's. */
	if (fd == -1)
		ret =
		    azs_fail(err, AZS_EFAILED, "%s: %s", path, strerror(errno));
	else if (flock(fd, LOCK_EX | LOCK_NB) == -1)
		ret = fail_locked(fd, err);
	free(path);
	return ret;
}

struct azs_lock *
azs_lock_from_plan(const struct azs_plan *plan, const char *templates)
{
	struct azs_lock *lock = azs_xcalloc(1, sizeof *lock);
	struct azs_lock_file *entry;
	size_t i;

	lock->tool = azs_xstrdup(azs_version);
	lock->templates = azs_xstrdup(templates);
	for (i = 0; i < plan->count; i++) {
		entry = push(lock);
		entry->id = azs_xstrdup(plan->files[i].id);
		take(entry, &plan->files[i], "");
	}
	azs_lock_sort(lock);
	return lock;
}

void
azs_lock_free(struct azs_lock *lock)
{
	size_t i;

	if (lock == NULL)
		return;
	for (i = 0; i < lock->count; i++) {
		free(lock->files[i].id);
		free(lock->files[i].path);
	}
	free(lock->files);
	free(lock->tool);
	free(lock->templates);
	free(lock);
}

static int
by_path(const void *left, const void *right)
{
	const struct azs_lock_file *const *a = left, *const *b = right;
	int order = strcmp((*a)->path, (*b)->path);

	return order != 0 ? order : strcmp((*a)->id, (*b)->id);
}

static void
add_entry(struct azs_node *list, const struct azs_lock_file *file)
{
	struct azs_node *item = azs_node_append(list, azs_node_map());

	azs_node_set(item, "id", azs_node_string(file->id));
	azs_node_set(item, "path", azs_node_string(file->path));
	azs_node_set(
	    item, "mode", azs_node_string(file->executable ? "0755" : "0644"));
	azs_node_set(item, "sha256", azs_node_string(file->sha256));
	azs_node_set(
	    item, "policy", azs_node_string(azs_policy_name(file->policy)));
	if (file->released)
		azs_node_set(item, "released", azs_node_bool(1));
}

void
azs_lock_write(const struct azs_lock *lock, struct azs_buf *out)
{
	struct azs_node *root = azs_node_map(), *list;
	const struct azs_lock_file **sorted;
	size_t i;

	azs_node_set(root, "format", azs_node_int(AZS_LOCK_FORMAT));
	azs_node_set(root, "azstamp", azs_node_string(lock->tool));
	azs_node_set(root, "templates", azs_node_string(lock->templates));
	list = azs_node_set(root, "files", azs_node_list());
	sorted = azs_xreallocarray(NULL, lock->count, sizeof *sorted);
	for (i = 0; i < lock->count; i++)
		sorted[i] = &lock->files[i];
	if (lock->count > 0)
		qsort(sorted, lock->count, sizeof *sorted, by_path);
	for (i = 0; i < lock->count; i++)
		add_entry(list, sorted[i]);
	free(sorted);
	azs_json_write(root, out);
	azs_node_free(root);
}

static int
read_entry(
    struct azs_lock *lock, const struct azs_node *item, struct azs_error *err)
{
	const char *id = azs_node_text(azs_node_get(item, "id"), NULL);
	const char *path = azs_node_text(azs_node_get(item, "path"), NULL);
	const char *sha256 = azs_node_text(azs_node_get(item, "sha256"), "");
	const char *mode = azs_node_text(azs_node_get(item, "mode"), "0644");
	const char *policy = azs_node_text(azs_node_get(item, "policy"), "");
	struct azs_lock_file *file;
	int i;

	if (id == NULL || path == NULL || strlen(sha256) != 64)
		return azs_fail(err, AZS_EFAILED,
		    AZS_LOCK_PATH ": an entry lacks id, path or sha256");
	if (azs_output_check_path(path, err) == -1)
		return azs_fail_at(err, AZS_LOCK_PATH);
	for (i = 0; i < 3; i++)
		if (strcmp(azs_policy_name((enum azs_policy)i), policy) == 0)
			break;
	if (i == 3)
		return azs_fail(err, AZS_EFAILED,
		    AZS_LOCK_PATH ": %s has the unknown policy \"%.20s\"", path,
		    policy);
	file = push(lock);
	file->id = azs_xstrdup(id);
	file->path = azs_xstrdup(path);
	file->executable = strcmp(mode, "0755") == 0;
	file->policy = (enum azs_policy)i;
	file->released = azs_node_true(azs_node_get(item, "released"));
	memcpy(file->sha256, sha256, sizeof file->sha256);
	return 0;
}

static int
read_lock(
    struct azs_lock *lock, const struct azs_node *root, struct azs_error *err)
{
	const struct azs_node *format = azs_node_get(root, "format");
	const struct azs_node *files = azs_node_get(root, "files");
	size_t i;

	if (format == NULL || format->kind != AZS_INT || files == NULL ||
	    files->kind != AZS_LIST)
		return azs_fail(err, AZS_EFAILED,
		    AZS_LOCK_PATH ": this is no lock of azstamp's");
	if (format->number > AZS_LOCK_FORMAT)
		return azs_fail(err, AZS_EFAILED,
		    AZS_LOCK_PATH ": has format %lld, this azstamp %s knows "
				  "%d: use azstamp %s or later",
		    (long long)format->number, azs_version, AZS_LOCK_FORMAT,
		    azs_node_text(azs_node_get(root, "azstamp"), "?"));
	lock->tool =
	    azs_xstrdup(azs_node_text(azs_node_get(root, "azstamp"), ""));
	lock->templates =
	    azs_xstrdup(azs_node_text(azs_node_get(root, "templates"), ""));
	for (i = 0; i < files->count; i++)
		if (read_entry(lock, files->items[i], err) == -1)
			return -1;
	azs_lock_sort(lock);
	for (i = 1; i < lock->count; i++)
		if (by_id(&lock->files[i - 1], &lock->files[i]) == 0)
			return azs_fail(err, AZS_EFAILED,
			    AZS_LOCK_PATH ": two entries with the id %s",
			    lock->files[i].id);
	return 0;
}

int
azs_lock_parse(
    const char *bytes, size_t len, struct azs_lock **out, struct azs_error *err)
{
	struct azs_lock *lock = azs_xcalloc(1, sizeof *lock);
	struct azs_node *node = NULL;
	int ret = -1;

	if (azs_json_parse(AZS_LOCK_PATH, bytes, len, &node, err) == 0 &&
	    read_lock(lock, node, err) == 0) {
		*out = lock;
		lock = NULL;
		ret = 0;
	}
	azs_node_free(node);
	azs_lock_free(lock);
	return ret;
}

int
azs_lock_load(const char *root, struct azs_lock **out, struct azs_error *err)
{
	char *path = azs_xasprintf("%s/" AZS_LOCK_PATH, root);
	struct azs_buf bytes = AZS_BUF_INIT;
	int ret = azs_file_read(path, LOCK_MAX_BYTES, &bytes, err);

	if (ret == -1)
		/* Named as the user knows it, below the root. */
		memmove(err->msg, err->msg + strlen(root) + 1,
		    strlen(err->msg) - strlen(root));
	else
		ret = azs_lock_parse(bytes.data, bytes.len, out, err);
	azs_buf_release(&bytes);
	free(path);
	return ret;
}

int
azs_lock_check_version(
    const struct azs_lock *lock, const char *templates, struct azs_error *err)
{
	if (strtol(lock->templates, NULL, 10) <= strtol(templates, NULL, 10))
		return 0;
	return azs_fail(err, AZS_EFAILED,
	    "this repository was generated by azstamp %s (template set %s), "
	    "and this is azstamp %s (template set %s): use azstamp %s or later",
	    lock->tool, lock->templates, azs_version, templates, lock->tool);
}

int
azs_template_set_version(
    struct azs_assets *assets, char **out, struct azs_error *err)
{
	static const char name[] = "template-set.yaml";
	struct azs_node *node = NULL;
	const char *bytes;
	size_t len;
	int found;

	found = azs_assets_read(assets, name, &bytes, &len, err);
	if (found == -1)
		return -1;
	if (found == 1 &&
	    azs_document_parse(
		"templates/template-set.yaml", bytes, len, &node, err) == -1) {
		/* Not a finding about the model. */
		err->code = AZS_EFAILED;
		return -1;
	}
	*out = azs_xstrdup(azs_node_text(azs_node_get(node, "version"), "0"));
	azs_node_free(node);
	return 0;
}
