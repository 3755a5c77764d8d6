/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"

/* Deeper than any path of ours: see azs_output_check_path(). */
#define MAX_DEPTH 128
#define STAGE_TRIES 100

int (*azs_disk_fault)(void);

/* Nonzero, with errno set, when a test wants the next call to fail. */
static int
faulty(void)
{
	int fault = azs_disk_fault == NULL ? 0 : azs_disk_fault();

	if (fault != 0)
		errno = fault;
	return fault;
}

/* Nonzero when a signal cut a call short, which is no failure. */
static int
again(int ret)
{
	return ret == -1 && errno == EINTR;
}

/* close() for a way out that must keep errno. */
static void
close_quietly(int fd)
{
	int saved = errno;

	if (fd != -1)
		(void)close(fd);
	errno = saved;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
azs_disk_list_free(char **names, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

int
azs_disk_list(int dir, char ***names, size_t *count)
{
	int fd = -1, saved, ret = -1;
	struct dirent *entry;
	DIR *stream = NULL;
	char **list = NULL;
	size_t len = 0;

	/* Opened anew: the position of dir itself stays where it is. */
	fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 || (stream = fdopendir(fd)) == NULL)
		goto done;
	for (errno = 0; (entry = readdir(stream)) != NULL; errno = 0) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		list = azs_xreallocarray(list, len + 1, sizeof *list);
		list[len++] = azs_xstrdup(entry->d_name);
	}
	if (errno != 0)
		goto done;
	if (len > 1)
		qsort(list, len, sizeof *list, compare_names);
	*names = list;
	*count = len;
	list = NULL;
	ret = 0;
done:
	saved = errno;
	if (stream != NULL)
		(void)closedir(stream);
	else if (fd != -1)
		(void)close(fd);
	if (list != NULL)
		azs_disk_list_free(list, len);
	errno = saved;
	return ret;
}

int
azs_disk_open(int dir, const char *name)
{
	return openat(
	    dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* The umask is set rather than chmod called afterwards: a directory keeps
   the set-group-id bit and the access list it inherits. */
int
azs_disk_mkdir(int dir, const char *name, mode_t mode)
{
	mode_t umask_before = umask(0);
	int ret;

	do
		ret = faulty() ? -1 : mkdirat(dir, name, mode);
	while (again(ret));
	(void)umask(umask_before);
	return ret;
}

int
azs_disk_unlink(int dir, const char *name, int flags)
{
	int ret;

	do
		ret = faulty() ? -1 : unlinkat(dir, name, flags);
	while (again(ret));
	return ret;
}

/* Flush what was written to fd. */
static int
flush(int fd)
{
	int ret;

	do
		ret = faulty() ? -1 : fsync(fd);
	while (again(ret));
	return ret;
}

static int
write_all(int fd, const char *bytes, size_t len)
{
	ssize_t done;

	while (len > 0) {
		done = faulty() ? -1 : write(fd, bytes, len);
		if (done == -1 && errno == EINTR)
			continue;
		if (done == -1)
			return -1;
		bytes += done;
		len -= (size_t)done;
	}
	return 0;
}

int
azs_disk_sync(int fd)
{
	int ret;

	do
		ret = faulty() ? -1 : syncfs(fd);
	while (again(ret));
	return ret;
}

int
azs_disk_create(int dir, const char *name, const char *bytes, size_t len,
    mode_t mode, int sync)
{
	mode_t umask_before = umask(0);
	int fd, failed, closed, saved;

	do
		fd = faulty()
		    ? -1
		    : openat(dir, name,
			  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			  mode);
	while (again(fd));
	(void)umask(umask_before);
	if (fd == -1)
		return -1;
	/* So that a sweep leaves a temporary file alone while we live. */
	(void)flock(fd, LOCK_EX | LOCK_NB);
	failed = write_all(fd, bytes, len) == -1;
	if (!failed && sync)
		failed = flush(fd) == -1;
	saved = errno;
	/* Network file systems report a full disk only here. What a signal
	   cuts short is closed all the same. */
	closed = close(fd);
	if ((faulty() || closed == -1) && errno != EINTR && !failed) {
		saved = errno;
		failed = 1;
	}
	if (!failed)
		return 0;
	(void)unlinkat(dir, name, 0);
	errno = saved;
	return -1;
}

int
azs_disk_move(int from, const char *old, int to, const char *name)
{
	struct stat st;

	int ret;

	do
		ret = faulty()
		    ? -1
		    : renameat2(from, old, to, name, RENAME_NOREPLACE);
	while (again(ret));
	if (ret == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	/* A file system without it: rename() still replaces nothing but an
	   empty directory or a file, and those were not there just now. */
	if (fstatat(to, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return -1;
	}
	return renameat(from, old, to, name);
}

int
azs_disk_replace(int from, const char *old, int to, const char *name)
{
	int ret;

	do
		ret = faulty() ? -1 : renameat(from, old, to, name);
	while (again(ret));
	return ret;
}

int
azs_disk_walk(int dir, const char *path, azs_disk_leaf *leaf, void *arg)
{
	const char *slash = strchr(path, '/');
	char part[256];
	int fd, made = 0, ret, saved;

	if (slash == NULL)
		return leaf(dir, path, arg);
	memcpy(part, path, (size_t)(slash - path));
	part[slash - path] = '\0';
	fd = azs_disk_open(dir, part);
	if (fd == -1 && errno == ENOENT) {
		made = azs_disk_mkdir(dir, part, 0755) == 0;
		if (!made && errno != EEXIST)
			return -1;
		fd = azs_disk_open(dir, part);
	}
	ret = fd == -1 ? -1 : azs_disk_walk(fd, slash + 1, leaf, arg);
	saved = errno;
	if (fd != -1)
		(void)close(fd);
	if (ret == -1 && made)
		(void)azs_disk_unlink(dir, part, AT_REMOVEDIR);
	errno = saved;
	return ret;
}

int
azs_disk_prune(int dir, const char *path)
{
	const char *slash = strchr(path, '/');
	char *name;
	int child, ret, saved;

	if (slash == NULL)
		return azs_disk_unlink(dir, path, 0);
	name = azs_xstrndup(path, (size_t)(slash - path));
	child = azs_disk_open(dir, name);
	ret = child == -1 ? -1 : azs_disk_prune(child, slash + 1);
	saved = errno;
	if (child != -1)
		(void)close(child);
	/* A directory with anything left in it stays. */
	if (ret == 0 || (child != -1 && saved == ENOENT))
		(void)azs_disk_unlink(dir, name, AT_REMOVEDIR);
	free(name);
	errno = saved;
	return ret;
}

/* Remove what the directory fd holds. */
static int
remove_children(int fd, int depth)
{
	char **names = NULL;
	size_t count = 0, i;
	struct stat st;
	int sub, ret = -1;

	if (depth > MAX_DEPTH) {
		errno = ELOOP;
		return -1;
	}
	if (azs_disk_list(fd, &names, &count) == -1)
		return -1;
	for (i = 0; i < count; i++) {
		if (fstatat(fd, names[i], &st, AT_SYMLINK_NOFOLLOW) == -1)
			goto done;
		if (!S_ISDIR(st.st_mode)) {
			if (azs_disk_unlink(fd, names[i], 0) == -1)
				goto done;
			continue;
		}
		/* One that cannot be opened may still be empty. */
		sub = azs_disk_open(fd, names[i]);
		if (sub != -1)
			(void)remove_children(sub, depth + 1);
		close_quietly(sub);
		if (azs_disk_unlink(fd, names[i], AT_REMOVEDIR) == -1)
			goto done;
	}
	ret = 0;
done:
	azs_disk_list_free(names, count);
	return ret;
}

int
azs_disk_remove(int dir, const char *name)
{
	int fd = azs_disk_open(dir, name), ret;

	if (fd == -1)
		return -1;
	ret = remove_children(fd, 0);
	close_quietly(fd);
	return ret == -1 ? -1 : azs_disk_unlink(dir, name, AT_REMOVEDIR);
}

void
azs_disk_random_name(const char *prefix, char *name)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	unsigned char random[AZS_DISK_RANDOM];
	size_t len = strlen(prefix), i;

	/* Uniqueness comes from O_EXCL; this only makes it likely. */
	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		for (i = 0; i < sizeof random; i++)
			random[i] = (unsigned char)(rand() ^ getpid());
	memcpy(name, prefix, len);
	for (i = 0; i < sizeof random; i++)
		name[len + i] = digits[random[i] % (sizeof digits - 1)];
	name[len + i] = '\0';
}

/* Is name still the directory or file that fd is? */
static int
same_file(int fd, int dir, const char *name)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 &&
	    fstatat(dir, name, &b, AT_SYMLINK_NOFOLLOW) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

int
azs_disk_stage(int dir, const char *prefix, char *name)
{
	int fd, tries;

	for (tries = 0; tries < STAGE_TRIES; tries++) {
		azs_disk_random_name(prefix, name);
		if (azs_disk_mkdir(dir, name, 0700) == -1) {
			if (errno == EEXIST)
				continue;
			return -1;
		}
		fd = azs_disk_open(dir, name);
		/* A sweep in another process may have been faster. */
		if (fd == -1 && errno == ENOENT)
			continue;
		if (fd == -1) {
			(void)unlinkat(dir, name, AT_REMOVEDIR);
			return -1;
		}
		/* Where directories cannot be locked (NFS), a sweep cannot
		   lock this one either, and leaves it. */
		if ((flock(fd, LOCK_EX | LOCK_NB) == 0 ||
			errno != EWOULDBLOCK) &&
		    same_file(fd, dir, name))
			return fd;
		close_quietly(fd);
	}
	errno = EEXIST;
	return -1;
}

/* Is name the prefix and AZS_DISK_RANDOM letters or digits? */
static int
is_temporary(const char *prefix, const char *name)
{
	size_t len = strlen(prefix);

	return strncmp(name, prefix, len) == 0 &&
	    strlen(name) == len + AZS_DISK_RANDOM &&
	    strspn(name + len, "abcdefghijklmnopqrstuvwxyz0123456789") ==
	    AZS_DISK_RANDOM;
}

static void
sweep_one(int dir, const char *name)
{
	struct stat st;
	int fd;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1 ||
	    st.st_uid != geteuid() ||
	    !(S_ISDIR(st.st_mode) || S_ISREG(st.st_mode)))
		return;
	fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && same_file(fd, dir, name)) {
		if (S_ISDIR(st.st_mode))
			(void)azs_disk_remove(dir, name);
		else
			(void)azs_disk_unlink(dir, name, 0);
	}
	(void)close(fd);
}

void
azs_disk_sweep(int dir, const char *prefix)
{
	char **names = NULL;
	size_t count = 0, i;

	if (azs_disk_list(dir, &names, &count) == -1)
		return;
	for (i = 0; i < count; i++)
		if (is_temporary(prefix, names[i]))
			sweep_one(dir, names[i]);
	azs_disk_list_free(names, count);
}
