/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "output.h"

#define TEMP_PREFIX ".azstamp-tmp-"

int
azs_output_fail(const char *path, struct azs_error *err)
{
	const char *hint = strerror(errno);

	if (errno == EEXIST)
		hint = "it exists already (two files with one name, or with "
		       "names that this file system takes for one)";
	else if (errno == ELOOP)
		hint = "it, or a directory above it, is a symbolic link, and "
		       "those are not followed";
	else if (errno == ENOTDIR)
		hint = "a part of its path is a symbolic link or no directory";
	return azs_fail(
	    err, AZS_EFAILED, "%s: cannot write it: %s", path, hint);
}

/* The permissions of a file that takes the place of another: that one's, but
   for the executable bits. */
static mode_t
mode_of(const struct stat *before, int executable)
{
	mode_t mode;

	if (before == NULL)
		return executable ? 0755 : 0644;
	mode = before->st_mode & 0777;
	if (!executable)
		return mode & ~(mode_t)0111;
	/* Who may read a script may run it, as with umask. */
	return (mode & S_IXUSR) != 0 ? mode : mode | (mode & 0444) >> 2;
}

struct replacement {
	const struct azs_output_file *file;
	int sync;
};

/* Write beside name, then rename over it. An azs_disk_leaf. */
static int
replace_leaf(int dir, const char *name, void *arg)
{
	char temp[sizeof TEMP_PREFIX + AZS_DISK_RANDOM];
	const struct replacement *replacement = arg;
	const struct azs_output_file *file = replacement->file;
	struct stat st;
	int exists, saved;

	exists = fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (exists && !S_ISREG(st.st_mode)) {
		errno = S_ISLNK(st.st_mode) ? ELOOP : EISDIR;
		return -1;
	}
	azs_disk_sweep(dir, TEMP_PREFIX);
	azs_disk_random_name(TEMP_PREFIX, temp);
	if (azs_disk_create(dir, temp, file->bytes, file->len,
		mode_of(exists ? &st : NULL, file->executable),
		replacement->sync) == -1)
		return -1;
	if (azs_disk_replace(dir, temp, dir, name) == -1) {
		saved = errno;
		(void)azs_disk_unlink(dir, temp, 0);
		errno = saved;
		return -1;
	}
	if (replacement->sync)
		(void)fsync(dir);
	return 0;
}

static int
replace(const char *root, const struct azs_output_file *file, int sync,
    struct azs_error *err)
{
	struct replacement replacement = { file, sync };
	int dir, ret;

	if (azs_output_check_path(file->path, err) == -1)
		return -1;
	dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir == -1)
		return azs_fail(
		    err, AZS_EFAILED, "%s: %s", root, strerror(errno));
	ret = azs_disk_walk(dir, file->path, replace_leaf, &replacement);
	if (ret == -1)
		(void)azs_output_fail(file->path, err);
	(void)close(dir);
	return ret;
}

int
azs_output_replace(
    const char *root, const struct azs_output_file *file, struct azs_error *err)
{
	return replace(root, file, 1, err);
}

int
azs_output_put(
    const char *root, const struct azs_output_file *file, struct azs_error *err)
{
	return replace(root, file, 0, err);
}

int
azs_output_remove(const char *root, const char *path, struct azs_error *err)
{
	int dir, ret = 0;

	if (azs_output_check_path(path, err) == -1)
		return -1;
	dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir == -1 ||
	    (azs_disk_prune(dir, path) == -1 && errno != ENOENT &&
		errno != ENOTDIR))
		ret =
		    azs_fail(err, AZS_EFAILED, "%s: %s", path, strerror(errno));
	if (dir != -1)
		(void)close(dir);
	return ret;
}

/* Sweep the directory of path; nothing happens when there is none. */
static int
sweep_along(int dir, const char *path)
{
	const char *slash = strchr(path, '/');
	char part[256];
	int child;

	if (slash == NULL) {
		azs_disk_sweep(dir, TEMP_PREFIX);
		return 0;
	}
	memcpy(part, path, (size_t)(slash - path));
	part[slash - path] = '\0';
	child = azs_disk_open(dir, part);
	if (child == -1)
		return -1;
	(void)sweep_along(child, slash + 1);
	return close(child);
}

void
azs_output_sweep(const char *root, const char *path)
{
	int dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (dir == -1)
		return;
	(void)sweep_along(dir, path);
	(void)close(dir);
}
