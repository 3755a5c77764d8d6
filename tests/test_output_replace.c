/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault.h"
#include "scratch.h"
#include "unit.h"

/* More steps than there are; a loop that gets there has gone wrong. */
#define STEPS_LIMIT 500

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
	CU_ASSERT(
	    azs_scratch_is(".", "a/ 755\na/b/ 755\na/b/c.json 644 new\n\n"));
	CU_ASSERT_EQUAL(azs_output_replace(azs_scratch("."), &script, &err), 0);
	CU_ASSERT(
	    azs_scratch_is(".", "a/ 755\na/b/ 755\na/b/c.json 755 #!\n\n"));
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
	CU_ASSERT(azs_scratch_is("other", "b/ 755\n"));
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
		azs_fault_set(at, at, EIO, 0);
		ret = azs_output_replace(azs_scratch("."), &next, &err);
		azs_fault_set(0, 0, 0, 0);
		CU_ASSERT(azs_scratch_is(
		    ".", ret == 0 ? "f 644 new\n" : "f 644 old\n"));
		pid = fork();
		if (pid == 0) {
			azs_fault_set(at, at, 0, SIGKILL);
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
		CU_ASSERT(azs_scratch_is(".", "f 644 new\n"));
		azs_scratch_end();
	}
	CU_ASSERT(at > 5);
	(void)azs_scratch_begin();
	azs_fault_set(4, 4, EIO, 0);
	CU_ASSERT_EQUAL(azs_output_replace(azs_scratch("."), &fresh, &err), -1);
	azs_fault_set(0, 0, 0, 0);
	CU_ASSERT(azs_scratch_is(".", ""));
	azs_scratch_end();
}

static const struct azs_test tests[] = {
	{ "replace_makes_directories_and_sets_bytes_and_mode",
	    replace_makes_directories_and_sets_bytes_and_mode },
	{ "replace_follows_no_link", replace_follows_no_link },
	{ "replace_fails_or_is_killed_with_the_old_file_in_place",
	    replace_fails_or_is_killed_with_the_old_file_in_place },
};

int
main(void)
{
	return azs_test_main("output_replace", tests, AZS_TEST_COUNT(tests));
}
