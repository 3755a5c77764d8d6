/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "memory.h"

#define STAGE_PREFIX ".azstamp-init-"
#define NAME_SIZE(prefix) (sizeof(prefix) + AZS_DISK_RANDOM)

struct azs_output {
	char *target;	   /* as given, no final slashes */
	char *name;	   /* its last part */
	char *holder_path; /* where the stage is: the parent */
	int holder;	   /* or, in place, the target */
	char stage[NAME_SIZE(STAGE_PREFIX)]; /* "" until it is made */
	char *root;			     /* holder_path/stage */
	int root_fd;			     /* locked */
	int in_place;
	int has_git; /* the target holds a lone .git */
	int committed;
};

static const int held_signals[] = { SIGHUP, SIGINT, SIGTERM };

#define HELD_COUNT (sizeof held_signals / sizeof held_signals[0])

static struct sigaction actions_before[HELD_COUNT];
static volatile sig_atomic_t held_signal;

static void
hold_signal(int number)
{
	held_signal = number;
}

static void
hold_signals(void)
{
	struct sigaction action;
	size_t i;

	memset(&action, 0, sizeof action);
	action.sa_handler = hold_signal;
	action.sa_flags = SA_RESTART;
	held_signal = 0;
	for (i = 0; i < HELD_COUNT; i++) {
		(void)sigaction(held_signals[i], NULL, &actions_before[i]);
		if (actions_before[i].sa_handler != SIG_IGN)
			(void)sigaction(held_signals[i], &action, NULL);
	}
}

static void
release_signals(void)
{
	size_t i;

	for (i = 0; i < HELD_COUNT; i++)
		(void)sigaction(held_signals[i], &actions_before[i], NULL);
	if (held_signal != 0)
		(void)raise(held_signal);
}

static int
check_signal(struct azs_error *err)
{
	if (held_signal == 0)
		return 0;
	return azs_fail(err, AZS_EFAILED, "interrupted");
}

/* Open the directory in which the stage is to be. */
static int
open_holder(struct azs_output *output, struct azs_error *err)
{
	const char *path = output->holder_path;

	output->holder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* One that we may enter and write but not list is enough. */
	if (output->holder == -1 && errno == EACCES)
		output->holder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (output->holder != -1)
		return 0;
	if (errno == ENOENT)
		return azs_fail(err, AZS_EFAILED,
		    "%s: the parent directory %s does not exist (create it "
		    "first: mkdir -p '%s')",
		    output->target, path, path);
	return azs_fail(err, AZS_EFAILED,
	    "%s: cannot open the directory %s: %s", output->target, path,
	    strerror(errno));
}

/* What the target holds besides .git and stages: NULL or the first name,
   which the caller frees. */
static int
scan_target(
    struct azs_output *output, char **first, int *stages, struct azs_error *err)
{
	char **names = NULL;
	size_t count = 0, i;

	*first = NULL;
	*stages = 0;
	if (azs_disk_list(output->holder, &names, &count) == -1)
		return azs_fail(err, AZS_EFAILED, "%s: cannot read it: %s",
		    output->target, strerror(errno));
	for (i = 0; i < count; i++) {
		if (strncmp(names[i], STAGE_PREFIX, strlen(STAGE_PREFIX)) == 0)
			*stages = 1;
		else if (strcmp(names[i], ".git") == 0)
			output->has_git = 1;
		else if (*first == NULL)
			*first = azs_xstrdup(names[i]);
	}
	azs_disk_list_free(names, count);
	return 0;
}

/* Refuse a target that holds anything but a lone .git. */
static int
check_empty(struct azs_output *output, struct azs_error *err)
{
	char *first = NULL;
	int stages, ret = -1;

	if (scan_target(output, &first, &stages, err) == -1)
		goto done;
	if (first == NULL && stages) {
		azs_disk_sweep(output->holder, STAGE_PREFIX);
		if (scan_target(output, &first, &stages, err) == -1)
			goto done;
	}
	if (first == NULL && !stages)
		ret = 0;
	else if (first == NULL)
		(void)azs_fail(err, AZS_EFAILED,
		    "%s: another init is at work there", output->target);
	else
		(void)azs_fail(err, AZS_EFAILED,
		    "%s: the directory is not empty: it holds %s (%s)",
		    output->target, first,
		    stages ? "an init that was killed left it half filled: "
			     "empty it and run again"
			   : "name a new or an empty directory");
done:
	free(first);
	return ret;
}

/* The directory above the target, as a path the caller frees. */
static char *
parent_of(const char *target)
{
	const char *slash = strrchr(target, '/');

	if (slash == NULL)
		return azs_xstrdup(".");
	if (slash == target)
		return azs_xstrdup("/");
	return azs_xstrndup(target, (size_t)(slash - target));
}

/* Decide between a new directory and one to fill; find its holder. */
static int
find_holder(struct azs_output *output, struct azs_error *err)
{
	const char *target = output->target, *slash = strrchr(target, '/');
	struct stat st;

	if (target[0] == '\0')
		return azs_fail(
		    err, AZS_EFAILED, "the name of the directory is empty");
	output->name = azs_xstrdup(slash == NULL ? target : slash + 1);
	if (stat(target, &st) == 0) {
		if (!S_ISDIR(st.st_mode))
			return azs_fail(err, AZS_EFAILED,
			    "%s exists and is not a directory", target);
		output->in_place = 1;
		output->holder_path = azs_xstrdup(target);
		if (open_holder(output, err) == -1)
			return -1;
		return check_empty(output, err);
	}
	if (errno != ENOENT)
		return azs_fail(
		    err, AZS_EFAILED, "%s: %s", target, strerror(errno));
	/* "new/." names what only a look inside could find. */
	if (strcmp(output->name, ".") == 0 || strcmp(output->name, "..") == 0)
		return azs_fail(
		    err, AZS_EFAILED, "%s: no such directory", target);
	if (lstat(target, &st) == 0)
		return azs_fail(err, AZS_EFAILED,
		    "%s is a symbolic link to nothing", target);
	output->holder_path = parent_of(target);
	if (open_holder(output, err) == -1)
		return -1;
	azs_disk_sweep(output->holder, STAGE_PREFIX);
	return 0;
}

static char *
without_final_slashes(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return azs_xstrndup(path, len);
}

static struct azs_output *
output_new(const char *target)
{
	struct azs_output *output = azs_xcalloc(1, sizeof *output);

	output->target = without_final_slashes(target);
	output->holder = output->root_fd = -1;
	hold_signals();
	return output;
}

int
azs_output_check(const char *target, struct azs_error *err)
{
	struct azs_output *output = output_new(target);
	int ret = find_holder(output, err);

	azs_output_close(output);
	return ret;
}

int
azs_output_open(
    const char *target, struct azs_output **out, struct azs_error *err)
{
	struct azs_output *output = output_new(target);
	int ret = -1;

	if (find_holder(output, err) == -1)
		goto done;
	output->root_fd =
	    azs_disk_stage(output->holder, STAGE_PREFIX, output->stage);
	if (output->root_fd == -1) {
		output->stage[0] = '\0';
		(void)azs_fail(err, AZS_EFAILED,
		    "%s: cannot write to the directory %s: %s", output->target,
		    output->holder_path, strerror(errno));
		goto done;
	}
	output->root =
	    azs_xasprintf("%s/%s", output->holder_path, output->stage);
	*out = output;
	output = NULL;
	ret = 0;
done:
	azs_output_close(output);
	return ret;
}

const char *
azs_output_root(const struct azs_output *output)
{
	return output->root;
}

const char *
azs_output_repository(const struct azs_output *output)
{
	return output->has_git ? output->target : output->root;
}

/* An azs_disk_leaf. */
static int
create_leaf(int dir, const char *name, void *arg)
{
	const struct azs_output_file *file = arg;

	return azs_disk_create(dir, name, file->bytes, file->len,
	    file->executable ? 0755 : 0644, 0);
}

int
azs_output_write(struct azs_output *output, const struct azs_output_file *files,
    size_t count, struct azs_error *err)
{
	struct azs_output_file file;
	size_t i;

	for (i = 0; i < count; i++) {
		if (check_signal(err) == -1 ||
		    azs_output_check_path(files[i].path, err) == -1)
			return -1;
		file = files[i];
		if (azs_disk_walk(
			output->root_fd, file.path, create_leaf, &file) == -1)
			return azs_output_fail(file.path, err);
	}
	return 0;
}

static int
compare_git_first(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int git_x = strcmp(x, ".git") == 0, git_y = strcmp(y, ".git") == 0;

	return git_x != git_y ? git_y - git_x : strcmp(x, y);
}

/* Move the entries of the stage into the target, all or none. .git goes
   first: with it, `git restore .` completes what a kill cut short. */
static int
move_entries(struct azs_output *output, struct azs_error *err)
{
	char **names = NULL;
	size_t count = 0, moved = 0;
	int ret = -1;

	if (azs_disk_list(output->root_fd, &names, &count) == -1)
		return azs_fail(err, AZS_EFAILED, "%s: cannot read it: %s",
		    output->root, strerror(errno));
	if (count > 1)
		qsort(names, count, sizeof *names, compare_git_first);
	for (; moved < count; moved++) {
		if (azs_disk_move(output->root_fd, names[moved], output->holder,
			names[moved]) == 0)
			continue;
		(void)azs_fail(err, AZS_EFAILED, "%s: cannot put %s there: %s",
		    output->target, names[moved], strerror(errno));
		goto done;
	}
	ret = 0;
done:
	if (ret == -1)
		while (moved-- > 0)
			(void)azs_disk_move(output->holder, names[moved],
			    output->root_fd, names[moved]);
	azs_disk_list_free(names, count);
	return ret;
}

/* Give the stage its name. */
static int
move_stage(struct azs_output *output, struct azs_error *err)
{
	struct stat st;

	/* Keep the set-group-id bit that a directory inherits. */
	if (fstat(output->root_fd, &st) == -1 ||
	    fchmod(output->root_fd, 0755 | (st.st_mode & S_ISGID)) == -1)
		return azs_fail(err, AZS_EFAILED, "%s: cannot set its mode: %s",
		    output->target, strerror(errno));
	if (azs_disk_move(output->holder, output->stage, output->holder,
		output->name) == 0)
		return 0;
	if (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR)
		return azs_fail(err, AZS_EFAILED,
		    "%s came into being meanwhile; nothing was changed",
		    output->target);
	return azs_fail(err, AZS_EFAILED, "%s: cannot create it: %s",
	    output->target, strerror(errno));
}

int
azs_output_commit(struct azs_output *output, struct azs_error *err)
{
	if (check_signal(err) == -1)
		return -1;
	if (output->in_place ? move_entries(output, err) == -1
			     : move_stage(output, err) == -1)
		return -1;
	output->committed = 1;
	if (output->in_place)
		(void)azs_disk_remove(output->holder, output->stage);
	/* All is in place, whatever a failing disk says now. */
	(void)fsync(output->holder);
	return 0;
}

void
azs_output_close(struct azs_output *output)
{
	if (output == NULL)
		return;
	if (output->root_fd != -1 && (output->in_place || !output->committed))
		(void)azs_disk_remove(output->holder, output->stage);
	if (output->root_fd != -1)
		(void)close(output->root_fd);
	if (output->holder != -1)
		(void)close(output->holder);
	free(output->target);
	free(output->name);
	free(output->holder_path);
	free(output->root);
	free(output);
	release_signals();
}
