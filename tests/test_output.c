/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scratch.h"
#include "shop.h"
#include "unit.h"

/* Does building target fail with a message that holds text? */
static int
refuses(const char *target, const char *text)
{
	struct azs_error err;
	int ret = azs_shop_build(target, &err);
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
	CU_ASSERT_EQUAL(azs_shop_build(azs_scratch("shop/"), &err), 0);
	(void)umask(0);
	CU_ASSERT_EQUAL(azs_shop_build(azs_scratch("mall"), &err), 0);
	(void)umask(before);
	CU_ASSERT(azs_scratch_is("shop", azs_shop_tree));
	CU_ASSERT(azs_scratch_is("mall", azs_shop_tree));
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
	CU_ASSERT_EQUAL(
	    azs_output_write(output, azs_shop_files, AZS_SHOP_COUNT, &err), 0);
	CU_ASSERT_EQUAL(access(azs_scratch("shop"), F_OK), -1);
	CU_ASSERT_STRING_EQUAL(
	    azs_output_root(output), azs_output_repository(output));
	azs_output_close(output);
	CU_ASSERT(azs_scratch_is(".", ""));
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
	CU_ASSERT_EQUAL(azs_shop_build(azs_scratch("shop"), &err), 0);
	CU_ASSERT_EQUAL(stat(azs_scratch("shop"), &after), 0);
	CU_ASSERT_EQUAL(before.st_ino, after.st_ino);
	CU_ASSERT_EQUAL(after.st_mode & 07777U, 0711);
	CU_ASSERT(azs_scratch_is("shop", azs_shop_tree));
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
	CU_ASSERT_EQUAL(azs_shop_build(".", &err), 0);
	CU_ASSERT_EQUAL(azs_shop_build("../mall", &err), 0);
	CU_ASSERT_EQUAL(fchdir(here), 0);
	CU_ASSERT(azs_scratch_is("shop", azs_shop_tree));
	CU_ASSERT(azs_scratch_is("mall", azs_shop_tree));
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
	CU_ASSERT_EQUAL(azs_shop_build(azs_scratch("shop"), &err), 0);
	CU_ASSERT_EQUAL(lstat(azs_scratch("shop"), &st), 0);
	CU_ASSERT(S_ISLNK(st.st_mode));
	CU_ASSERT(azs_scratch_is("real", azs_shop_tree));
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
	CU_ASSERT_EQUAL(azs_output_write(output, azs_shop_files, 1, &err), 0);
	CU_ASSERT_EQUAL(azs_output_commit(output, &err), 0);
	azs_output_close(output);
	CU_ASSERT(azs_scratch_is("shop", ".git/ 755\nREADME.md 644 hello\n\n"));
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
	CU_ASSERT(azs_scratch_is(".",
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
	CU_ASSERT(azs_scratch_is(".", ""));
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
	CU_ASSERT_EQUAL(
	    azs_output_write(output, azs_shop_files, AZS_SHOP_COUNT, &err), 0);
	azs_scratch_dir("shop");
	CU_ASSERT_EQUAL(azs_output_commit(output, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "came into being meanwhile"));
	azs_output_close(output);
	CU_ASSERT(azs_scratch_is(".", "shop/ 755\n"));
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
	CU_ASSERT_EQUAL(
	    azs_output_write(output, azs_shop_files, AZS_SHOP_COUNT, &err), 0);
	azs_scratch_file("shop/infra", "mine");
	CU_ASSERT_EQUAL(azs_output_commit(output, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "infra"));
	azs_output_close(output);
	CU_ASSERT(azs_scratch_is("shop",
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
	CU_ASSERT_EQUAL(azs_shop_build(azs_scratch("shop"), &err), 0);
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
	CU_ASSERT_EQUAL(
	    azs_output_write(output, azs_shop_files, AZS_SHOP_COUNT, &err), 0);
	pid = fork();
	if (pid == 0)
		_exit(azs_shop_build(azs_scratch("mall"), &err) == 0 ? 0 : 1);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_EQUAL(status, 0);
	CU_ASSERT_EQUAL(azs_output_commit(output, &err), 0);
	azs_output_close(output);
	CU_ASSERT(azs_scratch_is("shop", azs_shop_tree));
	CU_ASSERT(azs_scratch_is("mall", azs_shop_tree));
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
	CU_ASSERT_EQUAL(
	    azs_output_write(output, azs_shop_files, AZS_SHOP_COUNT, &err), 0);
	CU_ASSERT_EQUAL(azs_output_commit(output, &err), 0);
	azs_output_close(output);
	CU_ASSERT(azs_scratch_is("shop", azs_shop_tree));
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

	return azs_shop_build(azs_scratch("blind/shop"), &err) == 0;
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
	CU_ASSERT(azs_scratch_is("blind/shop", azs_shop_tree));
	CU_ASSERT(azs_scratch_is("empty", ""));
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
	{ "missing_rights_are_said", missing_rights_are_said },
};

int
main(void)
{
	return azs_test_main("output", tests, AZS_TEST_COUNT(tests));
}
