/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "disk.h"
#include "scratch.h"
#include "unit.h"

/* What every test writes, and how azs_scratch_tree() shows it. */
static const struct azs_output_file files[] = {
	{ "README.md", "hello\n", 6, 0 },
	{ "infra/main.bicep", "param x int\n", 12, 0 },
	{ "infra/modules/a/b.bicep", "", 0, 0 },
	{ "scripts/run.sh", "#!/bin/sh\n", 10, 1 },
	{ ".gitignore", "x\n", 2, 0 },
};

#define FILE_COUNT (sizeof files / sizeof files[0])

static const char whole[] = ".gitignore 644 x\n\n"
			    "README.md 644 hello\n\n"
			    "infra/ 755\n"
			    "infra/main.bicep 644 param x int\n\n"
			    "infra/modules/ 755\n"
			    "infra/modules/a/ 755\n"
			    "infra/modules/a/b.bicep 644 \n"
			    "scripts/ 755\n"
			    "scripts/run.sh 755 #!/bin/sh\n\n";

static const char whole_shop[] = "shop/ 755\n"
				 "shop/.gitignore 644 x\n\n"
				 "shop/README.md 644 hello\n\n"
				 "shop/infra/ 755\n"
				 "shop/infra/main.bicep 644 param x int\n\n"
				 "shop/infra/modules/ 755\n"
				 "shop/infra/modules/a/ 755\n"
				 "shop/infra/modules/a/b.bicep 644 \n"
				 "shop/scripts/ 755\n"
				 "shop/scripts/run.sh 755 #!/bin/sh\n\n";

/* Does a folder of the scratch folder look like that? Shows it if not. */
static int
looks_like(const char *name, const char *expected)
{
	char *tree = azs_scratch_tree(name);
	int same = strcmp(tree, expected) == 0;

	if (!same)
		(void)printf(
		    "\n    have <%s>\n    want <%s>\n", tree, expected);
	free(tree);
	return same;
}

/* The whole of an init. */
static int
build(const char *target, struct azs_error *err)
{
	struct azs_output *output = NULL;
	int ret = -1;

	memset(err, 0, sizeof *err);
	if (azs_output_open(target, &output, err) == 0 &&
	    azs_output_write(output, files, FILE_COUNT, err) == 0 &&
	    azs_output_commit(output, err) == 0)
		ret = 0;
	azs_output_close(output);
	return ret;
}

/* Does building target fail with a message that holds text? */
static int
refuses(const char *target, const char *text)
{
	struct azs_error err;
	int ret = build(target, &err);
	int right = ret == -1 && err.code == AZS_EFAILED &&
	    strstr(err.msg, text) != NULL;

	if (!right)
		(void)printf("\n    %d <%s>\n", ret, ret == -1 ? err.msg : "");
	return right;
}

static void
a_new_directory_appears_whole(void)
{
	struct azs_error err;
	mode_t before;

	(void)azs_scratch_begin();
	before = umask(0777);
	CU_ASSERT_EQUAL(build(azs_scratch("shop/"), &err), 0);
	(void)umask(0);
	CU_ASSERT_EQUAL(build(azs_scratch("mall"), &err), 0);
	(void)umask(before);
	CU_ASSERT(looks_like("shop", whole));
	CU_ASSERT(looks_like("mall", whole));
	CU_ASSERT_EQUAL(access(azs_scratch("shop/README.md"), R_OK), 0);
	azs_scratch_end();
}

static void
nothing_stands_at_the_target_before_the_commit(void)
{
	struct azs_output *output = NULL;
	struct azs_error err;

	(void)azs_scratch_begin();
	CU_ASSERT_EQUAL_FATAL(
	    azs_output_open(azs_scratch("shop"), &output, &err), 0);
	CU_ASSERT_EQUAL(azs_output_write(output, files, FILE_COUNT, &err), 0);
	CU_ASSERT_EQUAL(access(azs_scratch("shop"), F_OK), -1);
	CU_ASSERT_STRING_EQUAL(
	    azs_output_root(output), azs_output_repository(output));
	azs_output_close(output);
	CU_ASSERT(looks_like(".", ""));
	azs_scratch_end();
}

static void
an_empty_directory_is_filled_and_not_replaced(void)
{
	struct stat before, after;
	struct azs_error err;

	(void)azs_scratch_begin();
	azs_scratch_dir("shop");
	CU_ASSERT_EQUAL(chmod(azs_scratch("shop"), 0711), 0);
	CU_ASSERT_EQUAL(stat(azs_scratch("shop"), &before), 0);
	CU_ASSERT_EQUAL(build(azs_scratch("shop"), &err), 0);
	CU_ASSERT_EQUAL(stat(azs_scratch("shop"), &after), 0);
	CU_ASSERT_EQUAL(before.st_ino, after.st_ino);
	CU_ASSERT_EQUAL(after.st_mode & 07777U, 0711);
	CU_ASSERT(looks_like("shop", whole));
	azs_scratch_end();
}

static void
the_working_folder_can_be_filled(void)
{
	int here = open(".", O_RDONLY | O_DIRECTORY);
	struct azs_error err;

	(void)azs_scratch_begin();
	azs_scratch_dir("shop");
	CU_ASSERT_EQUAL(chdir(azs_scratch("shop")), 0);
	CU_ASSERT_EQUAL(build(".", &err), 0);
	CU_ASSERT_EQUAL(build("../mall", &err), 0);
	CU_ASSERT_EQUAL(fchdir(here), 0);
	CU_ASSERT(looks_like("shop", whole));
	CU_ASSERT(looks_like("mall", whole));
	(void)close(here);
	azs_scratch_end();
}

static void
a_link_to_an_empty_directory_is_filled_behind_the_link(void)
{
	struct azs_error err;
	struct stat st;

	(void)azs_scratch_begin();
	azs_scratch_dir("real");
	CU_ASSERT_EQUAL(symlink("real", azs_scratch("shop")), 0);
	CU_ASSERT_EQUAL(build(azs_scratch("shop"), &err), 0);
	CU_ASSERT_EQUAL(lstat(azs_scratch("shop"), &st), 0);
	CU_ASSERT(S_ISLNK(st.st_mode));
	CU_ASSERT(looks_like("real", whole));
	azs_scratch_end();
}

static void
a_lone_git_folder_stays_and_is_the_repository(void)
{
	struct azs_output *output = NULL;
	struct azs_error err;

	(void)azs_scratch_begin();
	azs_scratch_dir("shop/.git");
	CU_ASSERT_EQUAL_FATAL(
	    azs_output_open(azs_scratch("shop"), &output, &err), 0);
	CU_ASSERT_STRING_EQUAL(
	    azs_output_repository(output), azs_scratch("shop"));
	CU_ASSERT_EQUAL(azs_output_write(output, files, 1, &err), 0);
	CU_ASSERT_EQUAL(azs_output_commit(output, &err), 0);
	azs_output_close(output);
	CU_ASSERT(looks_like("shop", ".git/ 755\nREADME.md 644 hello\n\n"));
	azs_scratch_end();
}

static void
an_unfit_target_is_named_with_what_would_be_right(void)
{
	(void)azs_scratch_begin();
	azs_scratch_file("file", "x");
	azs_scratch_file("full/b", "x");
	azs_scratch_file("full/a", "x");
	CU_ASSERT_EQUAL(symlink("nowhere", azs_scratch("dangling")), 0);
	CU_ASSERT(refuses(azs_scratch("file"), "not a directory"));
	CU_ASSERT(refuses(azs_scratch("file/x"), "Not a directory"));
	CU_ASSERT(refuses(azs_scratch("full"), "it holds a (name"));
	CU_ASSERT(refuses(azs_scratch("a/b"), "create it first: mkdir -p"));
	CU_ASSERT(refuses(azs_scratch("new/."), "no such directory"));
	CU_ASSERT(refuses(azs_scratch("dangling"), "link to nothing"));
	CU_ASSERT(refuses("", "empty"));
	CU_ASSERT(looks_like(".",
	    "dangling 777 \nfile 644 x\nfull/ 755\nfull/a 644 x\n"
	    "full/b 644 x\n"));
	azs_scratch_end();
}

static void
a_bad_path_or_a_second_file_of_a_name_ends_it(void)
{
	static const struct azs_output_file twice[] = { { "a/b", "1", 1, 0 },
		{ "a/b", "2", 1, 0 } };
	static const struct azs_output_file below[] = { { "a", "1", 1, 0 },
		{ "a/b", "2", 1, 0 } };
	static const struct azs_output_file out_of_it[] = { { "../evil", "1", 1,
	    0 } };
	struct azs_output *output = NULL;
	struct azs_error err;

	(void)azs_scratch_begin();
	CU_ASSERT_EQUAL_FATAL(
	    azs_output_open(azs_scratch("shop"), &output, &err), 0);
	CU_ASSERT_EQUAL(azs_output_write(output, twice, 2, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "exists already"));
	CU_ASSERT_EQUAL(azs_output_write(output, below, 2, &err), -1);
	CU_ASSERT_EQUAL(azs_output_write(output, out_of_it, 1, &err), -1);
	azs_output_close(output);
	CU_ASSERT(looks_like(".", ""));
	azs_scratch_end();
}

static void
a_directory_made_meanwhile_is_not_replaced(void)
{
	struct azs_output *output = NULL;
	struct azs_error err;

	(void)azs_scratch_begin();
	CU_ASSERT_EQUAL_FATAL(
	    azs_output_open(azs_scratch("shop"), &output, &err), 0);
	CU_ASSERT_EQUAL(azs_output_write(output, files, FILE_COUNT, &err), 0);
	azs_scratch_dir("shop");
	CU_ASSERT_EQUAL(azs_output_commit(output, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "came into being meanwhile"));
	azs_output_close(output);
	CU_ASSERT(looks_like(".", "shop/ 755\n"));
	azs_scratch_end();
}

static void
a_name_taken_meanwhile_empties_the_filled_directory_again(void)
{
	struct azs_output *output = NULL;
	struct azs_error err;

	(void)azs_scratch_begin();
	azs_scratch_dir("shop");
	CU_ASSERT_EQUAL_FATAL(
	    azs_output_open(azs_scratch("shop"), &output, &err), 0);
	CU_ASSERT_EQUAL(azs_output_write(output, files, FILE_COUNT, &err), 0);
	azs_scratch_file("shop/infra", "mine");
	CU_ASSERT_EQUAL(azs_output_commit(output, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "infra"));
	azs_output_close(output);
	CU_ASSERT(looks_like("shop",
	    "infra 644 mine"
	    "\n"));
	azs_scratch_end();
}

static void
only_our_unlocked_stages_are_swept(void)
{
	struct azs_error err;
	int held;

	(void)azs_scratch_begin();
	azs_scratch_file("outside", "kept");
	azs_scratch_file(".azstamp-init-aaaaaa/x/y", "old");
	CU_ASSERT_EQUAL(
	    symlink("../outside", azs_scratch(".azstamp-init-aaaaaa/link")), 0);
	CU_ASSERT_EQUAL(
	    symlink("..", azs_scratch(".azstamp-init-aaaaaa/up")), 0);
	azs_scratch_dir(".azstamp-init-short");
	azs_scratch_dir(".azstamp-init-toolong1");
	azs_scratch_dir(".azstamp-init-bad_na");
	azs_scratch_dir(".azstamp-init-aaaaaa-mine");
	azs_scratch_dir(".azstamp-init-locked");
	CU_ASSERT_EQUAL(
	    symlink("outside", azs_scratch(".azstamp-init-link00")), 0);
	held = open(azs_scratch(".azstamp-init-locked"), O_RDONLY);
	CU_ASSERT_EQUAL(flock(held, LOCK_EX), 0);
	if (geteuid() == 0) {
		azs_scratch_dir(".azstamp-init-alien0");
		CU_ASSERT_EQUAL(
		    chown(azs_scratch(".azstamp-init-alien0"), 4711, 4711), 0);
	}
	CU_ASSERT_EQUAL(build(azs_scratch("shop"), &err), 0);
	CU_ASSERT_EQUAL(access(azs_scratch(".azstamp-init-aaaaaa"), F_OK), -1);
	CU_ASSERT_EQUAL(access(azs_scratch(".azstamp-init-short"), F_OK), 0);
	CU_ASSERT_EQUAL(access(azs_scratch(".azstamp-init-toolong1"), F_OK), 0);
	CU_ASSERT_EQUAL(access(azs_scratch(".azstamp-init-bad_na"), F_OK), 0);
	CU_ASSERT_EQUAL(
	    access(azs_scratch(".azstamp-init-aaaaaa-mine"), F_OK), 0);
	CU_ASSERT_EQUAL(access(azs_scratch(".azstamp-init-locked"), F_OK), 0);
	CU_ASSERT_EQUAL(access(azs_scratch(".azstamp-init-link00"), F_OK), 0);
	CU_ASSERT_EQUAL(access(azs_scratch("outside"), F_OK), 0);
	if (geteuid() == 0)
		CU_ASSERT_EQUAL(
		    access(azs_scratch(".azstamp-init-alien0"), F_OK), 0);
	(void)close(held);
	azs_scratch_end();
}

static void
two_runs_side_by_side_leave_each_other_alone(void)
{
	struct azs_output *output = NULL;
	struct azs_error err;
	int status;
	pid_t pid;

	(void)azs_scratch_begin();
	CU_ASSERT_EQUAL_FATAL(
	    azs_output_open(azs_scratch("shop"), &output, &err), 0);
	CU_ASSERT_EQUAL(azs_output_write(output, files, FILE_COUNT, &err), 0);
	pid = fork();
	if (pid == 0)
		_exit(build(azs_scratch("mall"), &err) == 0 ? 0 : 1);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_EQUAL(status, 0);
	CU_ASSERT_EQUAL(azs_output_commit(output, &err), 0);
	azs_output_close(output);
	CU_ASSERT(looks_like("shop", whole));
	CU_ASSERT(looks_like("mall", whole));
	azs_scratch_end();
}

static void
a_directory_another_run_fills_is_refused(void)
{
	struct azs_output *output = NULL;
	struct azs_error err;
	int status;
	pid_t pid;

	(void)azs_scratch_begin();
	azs_scratch_dir("shop");
	CU_ASSERT_EQUAL_FATAL(
	    azs_output_open(azs_scratch("shop"), &output, &err), 0);
	pid = fork();
	if (pid == 0)
		_exit(refuses(azs_scratch("shop"), "another init") ? 0 : 1);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_EQUAL(status, 0);
	CU_ASSERT_EQUAL(azs_output_write(output, files, FILE_COUNT, &err), 0);
	CU_ASSERT_EQUAL(azs_output_commit(output, &err), 0);
	azs_output_close(output);
	CU_ASSERT(looks_like("shop", whole));
	azs_scratch_end();
}

/* More steps than there are; a loop that gets there has gone wrong. */
#define STEPS_LIMIT 500

/* The seam: at step fault_at, fail with fault_errno or send fault_signal. */
static int fault_at, fault_errno, fault_signal, steps;

static int
fault(void)
{
	if (++steps != fault_at)
		return 0;
	if (fault_signal != 0)
		(void)kill(getpid(), fault_signal);
	return fault_errno;
}

static void
set_fault(int at, int error, int number)
{
	fault_at = at;
	fault_errno = error;
	fault_signal = number;
	steps = 0;
	azs_disk_fault = at == 0 ? NULL : fault;
}

static void
a_failure_at_any_step_leaves_old_or_new(void)
{
	static const char *const old[] = { "", "shop/ 755\n" };
	struct azs_error err;
	int in_place, at, ret, failures;

	for (in_place = 0; in_place < 2; in_place++) {
		failures = 0;
		for (at = 1; at < STEPS_LIMIT; at++) {
			(void)azs_scratch_begin();
			if (in_place)
				azs_scratch_dir("shop");
			set_fault(at, ENOSPC, 0);
			ret = build(azs_scratch("shop"), &err);
			set_fault(0, 0, 0);
			failures += ret == -1;
			CU_ASSERT(ret == 0 ||
			    strstr(err.msg, strerror(ENOSPC)) != NULL);
			/* Only a stage that could not be removed may stay. */
			if (ret == 0)
				CU_ASSERT_EQUAL(
				    build(azs_scratch("x"), &err), 0);
			if (ret == 0)
				CU_ASSERT(looks_like("shop", whole));
			if (ret == -1)
				CU_ASSERT(looks_like(".", old[in_place]));
			azs_scratch_end();
			if (steps < at && ret == 0)
				break;
		}
		CU_ASSERT(failures > 15);
	}
}

/* Run build() in a child with the fault set; its wait status. */
static int
build_in_child(int at, int number)
{
	struct azs_error err;
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		set_fault(at, 0, number);
		(void)build(azs_scratch("shop"), &err);
		_exit(steps < at ? 100 : 101);
	}
	(void)waitpid(pid, &status, 0);
	return status;
}

static int
ended(int status)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == 100;
}

static void
a_kill_at_any_step_leaves_old_or_new_and_a_stage_that_goes(void)
{
	struct azs_output *output;
	struct azs_error err;
	int at, status, kills = 0;
	char *tree;

	for (at = 1; at < STEPS_LIMIT; at++) {
		(void)azs_scratch_begin();
		status = build_in_child(at, SIGKILL);
		kills += WIFSIGNALED(status);
		output = NULL;
		CU_ASSERT_EQUAL(
		    azs_output_open(azs_scratch("other"), &output, &err), 0);
		azs_output_close(output);
		tree = azs_scratch_tree(".");
		CU_ASSERT(
		    strcmp(tree, "") == 0 || strcmp(tree, whole_shop) == 0);
		free(tree);
		azs_scratch_end();
		if (ended(status))
			break;
	}
	CU_ASSERT(kills > 15);
}

static void
a_kill_while_filling_is_removed_or_reported_by_the_next_run(void)
{
	struct azs_error err;
	int at, status, halves = 0;

	for (at = 1; at < STEPS_LIMIT; at++) {
		(void)azs_scratch_begin();
		azs_scratch_dir("shop");
		status = build_in_child(at, SIGKILL);
		if (build(azs_scratch("shop"), &err) == -1) {
			CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "not empty"));
			halves += strstr(err.msg, "half filled") != NULL;
		} else {
			CU_ASSERT(looks_like("shop", whole));
		}
		azs_scratch_end();
		if (ended(status))
			break;
	}
	/* Between the moves, and before the emptied stage is gone. */
	CU_ASSERT_EQUAL(halves, 4);
}

static void
a_kill_while_filling_leaves_the_repository_first(void)
{
	struct azs_output *output = NULL;
	struct azs_error err;
	int status;
	pid_t pid;

	(void)azs_scratch_begin();
	azs_scratch_dir("shop");
	pid = fork();
	if (pid == 0) {
		if (azs_output_open(azs_scratch("shop"), &output, &err) == -1 ||
		    azs_output_write(output, files, FILE_COUNT, &err) == -1 ||
		    chdir(azs_output_root(output)) == -1 ||
		    mkdir(".azstamp", 0755) == -1 || mkdir(".git", 0755) == -1)
			_exit(1);
		set_fault(2, 0, SIGKILL);
		(void)azs_output_commit(output, &err);
		_exit(1);
	}
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT(WIFSIGNALED(status));
	CU_ASSERT_EQUAL(access(azs_scratch("shop/.git"), F_OK), 0);
	CU_ASSERT_EQUAL(access(azs_scratch("shop/.azstamp"), F_OK), -1);
	azs_scratch_end();
}

static void
a_signal_at_any_step_leaves_nothing_and_ends_the_program(void)
{
	static const char *const old[] = { "", "shop/ 755\n" };
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	int in_place, at, status, number;
	char *tree;

	for (in_place = 0; in_place < 2; in_place++)
		for (at = 1; at < STEPS_LIMIT; at++) {
			(void)azs_scratch_begin();
			if (in_place)
				azs_scratch_dir("shop");
			number = numbers[at % 3];
			status = build_in_child(at, number);
			CU_ASSERT(ended(status) ||
			    (WIFSIGNALED(status) &&
				WTERMSIG(status) == number));
			tree = azs_scratch_tree(".");
			/* One in time for the commit to fail is an abort. */
			CU_ASSERT(strcmp(tree, old[in_place]) == 0 ||
			    (at >= 20 && strcmp(tree, whole_shop) == 0));
			free(tree);
			azs_scratch_end();
			if (ended(status))
				break;
		}
}

static void
an_ignored_signal_stays_ignored(void)
{
	struct azs_error err;

	(void)azs_scratch_begin();
	(void)signal(SIGHUP, SIG_IGN);
	set_fault(3, 0, SIGHUP);
	CU_ASSERT_EQUAL(build(azs_scratch("shop"), &err), 0);
	set_fault(0, 0, 0);
	CU_ASSERT_EQUAL(signal(SIGHUP, SIG_DFL), SIG_IGN);
	CU_ASSERT(looks_like("shop", whole));
	azs_scratch_end();
}

static void
a_write_cut_short_is_an_error(void)
{
	static char bytes[100000];
	struct azs_output_file big = { "big", bytes, sizeof bytes, 0 };
	struct azs_output *output = NULL;
	struct rlimit before, low;
	struct azs_error err;

	(void)azs_scratch_begin();
	(void)signal(SIGXFSZ, SIG_IGN);
	CU_ASSERT_EQUAL(getrlimit(RLIMIT_FSIZE, &before), 0);
	low = before;
	low.rlim_cur = 70000;
	CU_ASSERT_EQUAL_FATAL(
	    azs_output_open(azs_scratch("shop"), &output, &err), 0);
	CU_ASSERT_EQUAL(setrlimit(RLIMIT_FSIZE, &low), 0);
	CU_ASSERT_EQUAL(azs_output_write(output, &big, 1, &err), -1);
	CU_ASSERT_EQUAL(setrlimit(RLIMIT_FSIZE, &before), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "big"));
	azs_output_close(output);
	(void)signal(SIGXFSZ, SIG_DFL);
	CU_ASSERT(looks_like(".", ""));
	azs_scratch_end();
}

static void
only_paths_fit_for_every_system_pass(void)
{
	static const char *const good[] = { "a", ".gitignore", "a/b.c",
		".github/x.yml", "a b", "\xc3\xa9/x", ".gitx", "x.git",
		"com10/console.c", ".azstamp/base/x.base", "a..b" };
	static const char *const bad[] = { "", "/a", "a//b", "a/", "./a",
		"a/../b", "..", "a\\b", "c:x", "a\nb", "a\x7f", ".git/x",
		"a/.GIT/config", "a/.git", ".git ", ".git.", "git~1/x", "GIT~1",
		".g\xe2\x80\x8cit/x", "\xef\xbb\xbf.git", "a/con", "nul.txt",
		"COM1", "lpt9.c", "x.", "x /y", "a?b", "a*b", "a<b", "a|b",
		"a\"b" };
	char path[4200];
	struct azs_error err;
	size_t i;

	for (i = 0; i < sizeof good / sizeof good[0]; i++)
		CU_ASSERT_EQUAL(azs_output_check_path(good[i], &err), 0);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		err.msg[0] = '\0';
		if (azs_output_check_path(bad[i], &err) != -1)
			CU_FAIL(bad[i]);
		CU_ASSERT_PTR_NULL(strchr(err.msg, '\n'));
	}
	memset(path, 'a', sizeof path);
	path[256] = '\0';
	CU_ASSERT_EQUAL(azs_output_check_path(path, &err), -1);
	path[255] = '\0';
	CU_ASSERT_EQUAL(azs_output_check_path(path, &err), 0);
	for (i = 0; i < 64; i++)
		(void)memcpy(path + 2 * i, "a/", 3);
	path[127] = '\0';
	CU_ASSERT_EQUAL(azs_output_check_path(path, &err), 0);
	(void)strcpy(path + 127, "/a");
	CU_ASSERT_EQUAL(azs_output_check_path(path, &err), -1);
}

static const struct azs_output_file fresh = { "a/b/c.json", "new\n", 4, 0 };

static void
replace_makes_directories_and_sets_bytes_and_mode(void)
{
	struct azs_output_file script = { "a/b/c.json", "#!\n", 3, 1 };
	struct azs_error err;
	mode_t before;

	(void)azs_scratch_begin();
	before = umask(0777);
	CU_ASSERT_EQUAL(azs_output_replace(azs_scratch("."), &fresh, &err), 0);
	(void)umask(before);
	CU_ASSERT(looks_like(".", "a/ 755\na/b/ 755\na/b/c.json 644 new\n\n"));
	CU_ASSERT_EQUAL(azs_output_replace(azs_scratch("."), &script, &err), 0);
	CU_ASSERT(looks_like(".", "a/ 755\na/b/ 755\na/b/c.json 755 #!\n\n"));
	azs_scratch_end();
}

static void
replace_follows_no_link(void)
{
	struct azs_output_file target = { "c.json", "new\n", 4, 0 };
	struct azs_error err;

	(void)azs_scratch_begin();
	azs_scratch_dir("root");
	azs_scratch_dir("other/b");
	CU_ASSERT_EQUAL(symlink("../other", azs_scratch("root/a")), 0);
	CU_ASSERT_EQUAL(symlink("../file", azs_scratch("root/c.json")), 0);
	CU_ASSERT_EQUAL(
	    azs_output_replace(azs_scratch("root"), &fresh, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "symbolic link"));
	CU_ASSERT_EQUAL(
	    azs_output_replace(azs_scratch("root"), &target, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "symbolic link"));
	target.path = "d";
	azs_scratch_dir("root/d");
	CU_ASSERT_EQUAL(
	    azs_output_replace(azs_scratch("root"), &target, &err), -1);
	CU_ASSERT(looks_like("other", "b/ 755\n"));
	CU_ASSERT_EQUAL(access(azs_scratch("file"), F_OK), -1);
	azs_scratch_end();
}

static void
replace_fails_or_is_killed_with_the_old_file_in_place(void)
{
	struct azs_output_file next = { "f", "new", 3, 0 };
	struct azs_error err;
	int at, ret, status;
	char *tree;
	pid_t pid;

	for (at = 1, ret = -1; ret == -1 && at < STEPS_LIMIT; at++) {
		(void)azs_scratch_begin();
		azs_scratch_file("f", "old");
		set_fault(at, EIO, 0);
		ret = azs_output_replace(azs_scratch("."), &next, &err);
		set_fault(0, 0, 0);
		CU_ASSERT(
		    looks_like(".", ret == 0 ? "f 644 new\n" : "f 644 old\n"));
		pid = fork();
		if (pid == 0) {
			set_fault(at, 0, SIGKILL);
			(void)azs_output_replace(azs_scratch("."), &next, &err);
			_exit(0);
		}
		(void)waitpid(pid, &status, 0);
		tree = azs_scratch_tree("f");
		CU_ASSERT(strcmp(tree, " 644 old\n") == 0 ||
		    strcmp(tree, " 644 new\n") == 0);
		free(tree);
		CU_ASSERT_EQUAL(
		    azs_output_replace(azs_scratch("."), &next, &err), 0);
		CU_ASSERT(looks_like(".", "f 644 new\n"));
		azs_scratch_end();
	}
	CU_ASSERT(at > 5);
	(void)azs_scratch_begin();
	set_fault(4, EIO, 0);
	CU_ASSERT_EQUAL(azs_output_replace(azs_scratch("."), &fresh, &err), -1);
	set_fault(0, 0, 0);
	CU_ASSERT(looks_like(".", ""));
	azs_scratch_end();
}

static void
file_read_takes_regular_files_up_to_the_limit_only(void)
{
	struct azs_buf buf = AZS_BUF_INIT;
	static char big[20001];
	struct azs_error err;

	(void)azs_scratch_begin();
	azs_scratch_file("f", "12345");
	azs_buf_adds(&buf, "0");
	CU_ASSERT_EQUAL(azs_file_read(azs_scratch("f"), 5, &buf, &err), 0);
	CU_ASSERT_STRING_EQUAL(buf.data, "012345");
	CU_ASSERT_EQUAL(azs_file_read(azs_scratch("f"), 4, &buf, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "4 bytes"));
	(void)memset(big, 'x', sizeof big - 1);
	azs_scratch_file("big", big);
	CU_ASSERT_EQUAL(
	    azs_file_read(azs_scratch("big"), 18000, &buf, &err), -1);
	CU_ASSERT_STRING_EQUAL(buf.data, "012345");
	CU_ASSERT_EQUAL(mkfifo(azs_scratch("fifo"), 0600), 0);
	CU_ASSERT_EQUAL(azs_file_read(azs_scratch("fifo"), 9, &buf, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "regular"));
	CU_ASSERT_EQUAL(azs_file_read("/dev/zero", 9, &buf, &err), -1);
	CU_ASSERT_EQUAL(azs_file_read(azs_scratch("."), 9, &buf, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "directory"));
	CU_ASSERT_EQUAL(azs_file_read(azs_scratch("no"), 9, &buf, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "No such file"));
	CU_ASSERT_STRING_EQUAL(buf.data, "012345");
	/* A file of /proc says that it is empty, and is not. */
	CU_ASSERT_EQUAL(azs_file_read("/proc/self/stat", 9, &buf, &err), -1);
	azs_buf_release(&buf);
	azs_scratch_end();
}

/* Run what in a child as a user without rights; nonzero if it returned 1.
   Only root can. */
static int
as_nobody(int (*what)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		if (setgid(65534) == -1 || setuid(65534) == -1)
			_exit(2);
		_exit(what() ? 0 : 1);
	}
	(void)waitpid(pid, &status, 0);
	return status == 0;
}

static int
cannot_write(void)
{
	return refuses(azs_scratch("shop"), "cannot write to the directory") &&
	    refuses(azs_scratch("empty"), "cannot write to the directory") &&
	    refuses(azs_scratch("closed/shop"), "Permission denied") &&
	    refuses(azs_scratch("closed"), "Permission denied");
}

static int
can_write_where_it_cannot_list(void)
{
	struct azs_error err;

	return build(azs_scratch("blind/shop"), &err) == 0;
}

static void
missing_rights_are_said(void)
{
	if (geteuid() != 0)
		return;
	(void)azs_scratch_begin();
	azs_scratch_dir("empty");
	azs_scratch_dir("closed");
	azs_scratch_dir("blind");
	CU_ASSERT_EQUAL(chmod(azs_scratch("."), 0755), 0);
	CU_ASSERT_EQUAL(chmod(azs_scratch("closed"), 0700), 0);
	CU_ASSERT_EQUAL(chmod(azs_scratch("blind"), 0733), 0);
	CU_ASSERT(as_nobody(cannot_write));
	CU_ASSERT(as_nobody(can_write_where_it_cannot_list));
	CU_ASSERT(looks_like("blind/shop", whole));
	CU_ASSERT(looks_like("empty", ""));
	azs_scratch_end();
}

static const struct azs_test tests[] = {
	{ "a_new_directory_appears_whole", a_new_directory_appears_whole },
	{ "nothing_stands_at_the_target_before_the_commit",
	    nothing_stands_at_the_target_before_the_commit },
	{ "an_empty_directory_is_filled_and_not_replaced",
	    an_empty_directory_is_filled_and_not_replaced },
	{ "the_working_folder_can_be_filled",
	    the_working_folder_can_be_filled },
	{ "a_link_to_an_empty_directory_is_filled_behind_the_link",
	    a_link_to_an_empty_directory_is_filled_behind_the_link },
	{ "a_lone_git_folder_stays_and_is_the_repository",
	    a_lone_git_folder_stays_and_is_the_repository },
	{ "an_unfit_target_is_named_with_what_would_be_right",
	    an_unfit_target_is_named_with_what_would_be_right },
	{ "a_bad_path_or_a_second_file_of_a_name_ends_it",
	    a_bad_path_or_a_second_file_of_a_name_ends_it },
	{ "a_directory_made_meanwhile_is_not_replaced",
	    a_directory_made_meanwhile_is_not_replaced },
	{ "a_name_taken_meanwhile_empties_the_filled_directory_again",
	    a_name_taken_meanwhile_empties_the_filled_directory_again },
	{ "only_our_unlocked_stages_are_swept",
	    only_our_unlocked_stages_are_swept },
	{ "two_runs_side_by_side_leave_each_other_alone",
	    two_runs_side_by_side_leave_each_other_alone },
	{ "a_directory_another_run_fills_is_refused",
	    a_directory_another_run_fills_is_refused },
	{ "a_failure_at_any_step_leaves_old_or_new",
	    a_failure_at_any_step_leaves_old_or_new },
	{ "a_kill_at_any_step_leaves_old_or_new_and_a_stage_that_goes",
	    a_kill_at_any_step_leaves_old_or_new_and_a_stage_that_goes },
	{ "a_kill_while_filling_is_removed_or_reported_by_the_next_run",
	    a_kill_while_filling_is_removed_or_reported_by_the_next_run },
	{ "a_kill_while_filling_leaves_the_repository_first",
	    a_kill_while_filling_leaves_the_repository_first },
	{ "a_signal_at_any_step_leaves_nothing_and_ends_the_program",
	    a_signal_at_any_step_leaves_nothing_and_ends_the_program },
	{ "an_ignored_signal_stays_ignored", an_ignored_signal_stays_ignored },
	{ "a_write_cut_short_is_an_error", a_write_cut_short_is_an_error },
	{ "only_paths_fit_for_every_system_pass",
	    only_paths_fit_for_every_system_pass },
	{ "replace_makes_directories_and_sets_bytes_and_mode",
	    replace_makes_directories_and_sets_bytes_and_mode },
	{ "replace_follows_no_link", replace_follows_no_link },
	{ "replace_fails_or_is_killed_with_the_old_file_in_place",
	    replace_fails_or_is_killed_with_the_old_file_in_place },
	{ "file_read_takes_regular_files_up_to_the_limit_only",
	    file_read_takes_regular_files_up_to_the_limit_only },
	{ "missing_rights_are_said", missing_rights_are_said },
};

int
main(void)
{
	return azs_test_main("output", tests, AZS_TEST_COUNT(tests));
}
