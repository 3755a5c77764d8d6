/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "update.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault.h"
#include "file.h"
#include "memory.h"
#include "repo.h"
#include "scratch.h"
#include "unit.h"

/* More than any update here has. */
#define STEPS_LIMIT 2000

struct row {
	const char *id, *path, *text;
	enum azs_policy policy;
	int executable;
};

#define M AZS_POLICY_MANAGED
#define O AZS_POLICY_OWNED
#define C AZS_POLICY_ONCE

/* One of everything that an update may do. */
static const struct row before[] = {
	{ "same", "same", "same\n", M, 0 },
	{ "updated", "infra/updated", "old\n", M, 0 },
	{ "merged", "infra/merged", "a\nb\nc\nd\ne\n", M, 0 },
	{ "conflict", "infra/conflict", "old\n", M, 0 },
	{ "script", "scripts/run", "run\n", M, 0 },
	{ "pristine", "gone/deep/pristine", "bye\n", M, 0 },
	{ "edited", "gone/edited", "bye\n", M, 0 },
	{ "moved", "from/moved", "1\n2\n3\n4\n5\n", M, 0 },
	{ "swap-a", "swap/a", "a\n", M, 0 },
	{ "swap-b", "swap/b", "b\n", M, 0 },
	{ "deleted", "deleted", "old\n", M, 0 },
	{ "values", "values.json", "{}\n", O, 0 },
	{ "old-values", "old.json", "{}\n", O, 0 },
	{ "starter/web", "web/main", "hello\n", C, 0 },
};

static const struct row after[] = {
	{ "same", "same", "same\n", M, 0 },
	{ "updated", "infra/updated", "new\n", M, 0 },
	{ "merged", "infra/merged", "a\nb\nc\nd\nE\n", M, 0 },
	{ "conflict", "infra/conflict", "new\n", M, 0 },
	{ "script", "scripts/run", "run\n", M, 1 },
	{ "moved", "to/a/new/place/moved", "1\n2\n3\n4\nfive\n", M, 0 },
	{ "swap-a", "swap/b", "a now\n", M, 0 },
	{ "swap-b", "swap/a", "b now\n", M, 0 },
	{ "deleted", "deleted", "new\n", M, 0 },
	{ "created", "new/deep/created", "hello\n", M, 0 },
	{ "values", "values.json", "{\"a\": 1}\n", O, 0 },
	{ "starter/api", "api/main", "hello\n", C, 1 },
};

static struct azs_plan_file files[2][32];
static struct azs_plan plans[2] = { { files[0], 0 }, { files[1], 0 } };

static void
make_plan(const struct row *rows, size_t count, struct azs_plan *plan)
{
	size_t i;

	plan->count = count;
	for (i = 0; i < count; i++) {
		plan->files[i].id = azs_xstrdup(rows[i].id);
		plan->files[i].path = azs_xstrdup(rows[i].path);
		azs_buf_init(&plan->files[i].bytes);
		azs_buf_adds(&plan->files[i].bytes, rows[i].text);
		plan->files[i].policy = rows[i].policy;
		plan->files[i].executable = rows[i].executable;
	}
}

static void
free_plan(struct azs_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->count; i++) {
		free(plan->files[i].id);
		free(plan->files[i].path);
		azs_buf_release(&plan->files[i].bytes);
	}
}

/* The repository as it was generated, with the user's edits. */
static void
begin(void)
{
	struct azs_lock *lock = azs_lock_from_plan(&plans[0], "1");
	struct azs_buf text = AZS_BUF_INIT;
	char *path;
	size_t i;

	(void)azs_scratch_begin();
	for (i = 0; i < plans[0].count; i++) {
		azs_scratch_file(
		    plans[0].files[i].path, plans[0].files[i].bytes.data);
		path = azs_lock_base_path(plans[0].files[i].path);
		if (plans[0].files[i].policy == M)
			azs_scratch_file(path, plans[0].files[i].bytes.data);
		free(path);
	}
	azs_lock_write(lock, &text);
	azs_scratch_file(AZS_LOCK_PATH, text.data);
	azs_buf_release(&text);
	azs_lock_free(lock);
	azs_scratch_file("azstamp.yaml", "old: 1\n");
	azs_scratch_file("mine", "mine\n");
	azs_scratch_file("infra/merged", "A\nb\nc\nd\ne\n");
	azs_scratch_file("infra/conflict", "mine\n");
	azs_scratch_file("gone/edited", "mine\n");
	azs_scratch_file("from/moved", "one\n2\n3\n4\n5\n");
	azs_scratch_file("values.json", "{\"by\": \"hand\"}\n");
	(void)unlink(azs_scratch("deleted"));
	(void)chmod(azs_scratch("infra/merged"), 0600);
}

/* One update of it, as `azstamp update` makes it. */
static int
update(const char *root, struct azs_error *err)
{
	struct azs_buf migrated = AZS_BUF_INIT;
	struct azs_step others = { "azstamp.yaml", &migrated, 0, NULL };
	struct azs_request request = { 0 };
	struct azs_update changes = { NULL, 0, 0 };
	struct azs_lock *lock = NULL;
	char *unstaged = NULL;
	int ret = -1;

	azs_buf_adds(&migrated, "new: 1\n");
	if (azs_lock_load(root, &lock, err) == 0 &&
	    azs_update_decide(root, &plans[1], lock, &request, &changes, err) ==
		0)
		ret = azs_update_apply(
		    root, &changes, lock, "1", &others, 1, &unstaged, err);
	azs_update_release(&changes);
	azs_lock_free(lock);
	azs_buf_release(&migrated);
	free(unstaged);
	return ret;
}

static int
roll_back(const char *root, struct azs_error *err)
{
	struct azs_journal_result result;
	int ret = azs_journal_roll_back(root, &result, err);

	CU_ASSERT_EQUAL(result.kept_count, 0);
	azs_journal_release(&result);
	return ret;
}

/* The files with modes and bytes, without folders and the journal. */
static char *
tree(void)
{
	char *journal = azs_xstrdup(azs_scratch(".azstamp/undo"));
	char *aside = azs_xasprintf(
	    "%.*s-aside", (int)strlen(azs_scratch("")) - 1, azs_scratch(""));
	char *all, *line, *next;
	struct azs_buf out = AZS_BUF_INIT;

	/* Out of the way for a moment. */
	(void)rename(journal, aside);
	all = azs_scratch_tree(".");
	for (line = all; *line != '\0'; line = next) {
		next = line + strcspn(line, "\n");
		next += *next == '\n';
		if (next - line < 7 || strncmp(next - 6, "/ 755\n", 6) != 0)
			azs_buf_add(&out, line, (size_t)(next - line));
	}
	(void)rename(aside, journal);
	free(aside);
	free(journal);
	free(all);
	return azs_buf_detach(&out);
}

static char *old_tree, *new_tree;

static int
is_tree(const char *wanted)
{
	char *now = tree();
	int is = strcmp(now, wanted) == 0;

	if (!is)
		(void)printf("--- wanted\n%s--- is\n%s", wanted, now);
	free(now);
	return is;
}

static int
has_tree(const char *wanted)
{
	char *now = tree();
	int has = strcmp(now, wanted) == 0;

	free(now);
	return has;
}

static void
set_up(void)
{
	struct azs_error err;

	make_plan(before, AZS_TEST_COUNT(before), &plans[0]);
	make_plan(after, AZS_TEST_COUNT(after), &plans[1]);
	begin();
	old_tree = tree();
	if (update(azs_scratch("."), &err) == -1)
		(void)printf("%s\n", err.msg);
	new_tree = tree();
	azs_scratch_end();
}

static void
update_does_one_of_everything(void)
{
	CU_ASSERT_PTR_NOT_NULL(strstr(new_tree, "infra/updated 644 new\n"));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(new_tree, "infra/merged 600 A\nb\nc\nd\nE\n"));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(new_tree, "infra/conflict 644 <<<<<<< yours\nmine\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(new_tree, "scripts/run 755 run\n"));
	CU_ASSERT_PTR_NULL(strstr(new_tree, "gone/deep/pristine"));
	CU_ASSERT_PTR_NOT_NULL(strstr(new_tree, "gone/edited 644 mine\n"));
	CU_ASSERT_PTR_NULL(strstr(new_tree, "from/moved 644"));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(new_tree, "to/a/new/place/moved 644 one\n2\n3\n4\nfive\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(new_tree, "swap/a 644 b now\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(new_tree, "swap/b 644 a now\n"));
	CU_ASSERT_PTR_NULL(strstr(new_tree, "\ndeleted 644"));
	CU_ASSERT_PTR_NOT_NULL(strstr(new_tree, "new/deep/created 644 hello"));
	CU_ASSERT_PTR_NOT_NULL(strstr(new_tree, "api/main 755 hello\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(new_tree, "azstamp.yaml 644 new: 1\n"));
	CU_ASSERT_PTR_NULL(strstr(new_tree, "old.json"));
	CU_ASSERT_PTR_NOT_NULL(strstr(new_tree, "web/main 644 hello\n"));
}

/* Die at the n-th change of the disk; 1 when there are fewer. */
static int
die_at(int n, int (*run)(const char *, struct azs_error *))
{
	struct azs_error err;
	int status;
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		azs_fault_set(n, n, 0, SIGKILL);
		_exit(run(azs_scratch("."), &err) == 0 ? 0 : 1);
	}
	(void)waitpid(pid, &status, 0);
	if (WIFEXITED(status))
		CU_ASSERT_EQUAL(WEXITSTATUS(status), 0);
	return WIFEXITED(status);
}

static void
update_that_is_killed_is_taken_back_whole(void)
{
	struct azs_error err;
	int n, done = 0, open = 0;

	for (n = 1; !done && n < STEPS_LIMIT; n++) {
		begin();
		done = die_at(n, update);
		open += azs_journal_is_open(azs_scratch("."));
		if (azs_journal_is_open(azs_scratch(".")) || !done)
			CU_ASSERT_EQUAL(roll_back(azs_scratch("."), &err), 0);
		/* Killed when all was done but for clearing up. */
		CU_ASSERT(has_tree(old_tree) || has_tree(new_tree));
		CU_ASSERT_EQUAL(update(azs_scratch("."), &err), 0);
		CU_ASSERT(is_tree(new_tree));
		azs_scratch_end();
	}
	CU_ASSERT(open > 50);
	CU_ASSERT(n > 100 && n < STEPS_LIMIT);
}

static void
roll_back_that_is_killed_goes_on(void)
{
	struct azs_error err;
	int n, m, done = 0, rolled;

	for (n = 90; !done && n < STEPS_LIMIT; n += 29)
		for (m = 1, rolled = 0; !done && !rolled; m += 7) {
			begin();
			done = die_at(n, update);
			rolled = done || die_at(m, roll_back);
			CU_ASSERT_EQUAL(roll_back(azs_scratch("."), &err), 0);
			CU_ASSERT(has_tree(old_tree) || has_tree(new_tree));
			azs_scratch_end();
		}
	CU_ASSERT(n > 200);
}

static int
undo(const char *root, struct azs_error *err)
{
	struct azs_journal_result result;
	int ret = azs_journal_undo(root, &result, err);

	azs_journal_release(&result);
	return ret;
}

static void
undo_that_is_killed_goes_on(void)
{
	struct azs_error err;
	int n, done = 0;

	for (n = 1; !done && n < STEPS_LIMIT; n++) {
		begin();
		CU_ASSERT_EQUAL(update(azs_scratch("."), &err), 0);
		done = die_at(n, undo);
		/* Killed before it began, or on the way. */
		if (!done && !has_tree(old_tree))
			CU_ASSERT_EQUAL(undo(azs_scratch("."), &err), 0);
		CU_ASSERT(is_tree(old_tree));
		azs_scratch_end();
	}
	CU_ASSERT(n > 30 && n < STEPS_LIMIT);
}

/* Fail with error in the calls from n on, or in the n-th alone. */
static void
fails_with(int error, int lasting)
{
	struct azs_error err;
	int n, ret = -1, whole;

	for (n = 1; ret == -1 && n < STEPS_LIMIT; n++) {
		begin();
		azs_fault_set(n, lasting ? STEPS_LIMIT : n, error, 0);
		ret = update(azs_scratch("."), &err);
		azs_fault_set(0, 0, 0, 0);
		whole = !azs_journal_is_open(azs_scratch("."));
		/* A single failure is made good at once. */
		if (ret == -1 && !lasting)
			CU_ASSERT(whole && is_tree(old_tree));
		CU_ASSERT_EQUAL(roll_back(azs_scratch("."), &err), 0);
		CU_ASSERT(is_tree(ret == -1 || !whole ? old_tree : new_tree));
		CU_ASSERT_EQUAL(update(azs_scratch("."), &err), 0);
		CU_ASSERT(is_tree(new_tree));
		azs_scratch_end();
	}
	CU_ASSERT(n > 100 && n < STEPS_LIMIT);
}

static void
update_on_a_full_disk_changes_nothing(void)
{
	fails_with(ENOSPC, 0);
	fails_with(ENOSPC, 1);
}

static void
update_without_permission_changes_nothing(void)
{
	fails_with(EROFS, 1);
	fails_with(EACCES, 0);
	fails_with(EIO, 0);
}

static void
update_goes_on_when_a_signal_cuts_a_call_short(void)
{
	struct azs_error err;
	int n;

	for (n = 1; n < 400; n += 3) {
		begin();
		azs_fault_set(n, n, EINTR, 0);
		CU_ASSERT_EQUAL(update(azs_scratch("."), &err), 0);
		azs_fault_set(0, 0, 0, 0);
		CU_ASSERT(is_tree(new_tree));
		azs_scratch_end();
	}
}

static void
a_file_that_changes_meanwhile_stops_the_update(void)
{
	struct azs_buf bytes = AZS_BUF_INIT;
	struct azs_step step = { "f", &bytes, 0, NULL };
	struct azs_error err;
	char expected[AZS_SHA256_SIZE];

	(void)azs_scratch_begin();
	azs_scratch_file(".azstamp/x", "");
	azs_scratch_file("f", "read\n");
	azs_buf_adds(&bytes, "new\n");
	azs_sha256("read\n", 5, expected);
	step.expected = expected;
	CU_ASSERT_EQUAL(
	    azs_journal_begin(azs_scratch("."), &step, 1, NULL, 0, &err), 0);
	azs_scratch_file("f", "saved\n");
	CU_ASSERT_EQUAL(azs_journal_take(azs_scratch("."), &step, 1, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "while azstamp was at work"));
	CU_ASSERT_EQUAL(
	    azs_journal_begin(azs_scratch("."), &step, 1, NULL, 0, &err), -1);
	azs_buf_release(&bytes);
	azs_scratch_end();
}

static void
a_tampered_journal_leads_nowhere_else(void)
{
	struct azs_journal_result result;
	struct azs_error err;

	(void)azs_scratch_begin();
	azs_scratch_file("victim", "mine\n");
	azs_scratch_file("repo/.azstamp/undo/running/journal.json",
	    "{\"format\": 1, \"files\": [{\"path\": \"../victim\"}]}");
	CU_ASSERT_EQUAL(
	    azs_journal_roll_back(azs_scratch("repo"), &result, &err), -1);
	azs_journal_release(&result);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "journal.json"));
	CU_ASSERT_EQUAL(access(azs_scratch("victim"), F_OK), 0);
	azs_scratch_end();
}

static const struct azs_test tests[] = {
	{ "does_one_of_everything", update_does_one_of_everything },
	{ "that_is_killed_is_taken_back_whole",
	    update_that_is_killed_is_taken_back_whole },
	{ "roll_back_that_is_killed_goes_on",
	    roll_back_that_is_killed_goes_on },
	{ "undo_that_is_killed_goes_on", undo_that_is_killed_goes_on },
	{ "on_a_full_disk_changes_nothing",
	    update_on_a_full_disk_changes_nothing },
	{ "without_permission_changes_nothing",
	    update_without_permission_changes_nothing },
	{ "goes_on_when_a_signal_cuts_a_call_short",
	    update_goes_on_when_a_signal_cuts_a_call_short },
	{ "a_file_that_changes_meanwhile_stops_it",
	    a_file_that_changes_meanwhile_stops_the_update },
	{ "a_tampered_journal_leads_nowhere_else",
	    a_tampered_journal_leads_nowhere_else },
};

int
main(void)
{
	int status;

	/* Thousands of updates flush thousands of files each. */
	if (access("/dev/shm", W_OK) == 0)
		(void)setenv("TMPDIR", "/dev/shm", 1);
	set_up();
	status = azs_test_main("update", tests, AZS_TEST_COUNT(tests));
	free(old_tree);
	free(new_tree);
	free_plan(&plans[0]);
	free_plan(&plans[1]);
	azs_repo_shutdown();
	return status;
}
