/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault.h"
#include "scratch.h"
#include "shop.h"
#include "unit.h"

/* The tree around it, when it is whole. */
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

/* More steps than there are; a loop that gets there has gone wrong. */
#define STEPS_LIMIT 500

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
			azs_fault_set(at, at, ENOSPC, 0);
			ret = azs_shop_build(azs_scratch("shop"), &err);
			azs_fault_set(0, 0, 0, 0);
			failures += ret == -1;
			CU_ASSERT(ret == 0 ||
			    strstr(err.msg, strerror(ENOSPC)) != NULL);
			/* Only a stage that could not be removed may stay. */
			if (ret == 0)
				CU_ASSERT_EQUAL(
				    azs_shop_build(azs_scratch("x"), &err), 0);
			if (ret == 0)
				CU_ASSERT(
				    azs_scratch_is("shop", azs_shop_tree));
			if (ret == -1)
				CU_ASSERT(azs_scratch_is(".", old[in_place]));
			azs_scratch_end();
			if (azs_fault_calls() < at && ret == 0)
				break;
		}
		CU_ASSERT(failures > 15);
	}
}

/* Run azs_shop_build() in a child with the fault set; its wait status. */
static int
build_in_child(int at, int number)
{
	struct azs_error err;
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		azs_fault_set(at, at, 0, number);
		(void)azs_shop_build(azs_scratch("shop"), &err);
		_exit(azs_fault_calls() < at ? 100 : 101);
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
		if (azs_shop_build(azs_scratch("shop"), &err) == -1) {
			CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "not empty"));
			halves += strstr(err.msg, "half filled") != NULL;
		} else {
			CU_ASSERT(azs_scratch_is("shop", azs_shop_tree));
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
		    azs_output_write(
			output, azs_shop_files, AZS_SHOP_COUNT, &err) == -1 ||
		    chdir(azs_output_root(output)) == -1 ||
		    mkdir(".azstamp", 0755) == -1 || mkdir(".git", 0755) == -1)
			_exit(1);
		azs_fault_set(2, 2, 0, SIGKILL);
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
	azs_fault_set(3, 3, 0, SIGHUP);
	CU_ASSERT_EQUAL(azs_shop_build(azs_scratch("shop"), &err), 0);
	azs_fault_set(0, 0, 0, 0);
	CU_ASSERT_EQUAL(signal(SIGHUP, SIG_DFL), SIG_IGN);
	CU_ASSERT(azs_scratch_is("shop", azs_shop_tree));
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
	CU_ASSERT(azs_scratch_is(".", ""));
	azs_scratch_end();
}

static const struct azs_test tests[] = {
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
};

int
main(void)
{
	return azs_test_main("output_fault", tests, AZS_TEST_COUNT(tests));
}
