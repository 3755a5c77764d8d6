/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "repo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gitbox.h"
#include "scratch.h"
#include "unit.h"

static void
a_new_repository_is_clean_for_git(void)
{
	azs_gitbox_begin();
	azs_gitbox_identity();
	CU_ASSERT_EQUAL(azs_gitbox_create_new("shop"), 0);
	CU_ASSERT_EQUAL(azs_gitbox_result.state, AZS_REPO_COMMITTED);
	/* Before status refreshes the index. */
	AZS_ASSERT_GIT("shop", "diff-files", "");
	AZS_ASSERT_GIT("shop", "status --porcelain --ignored", "");
	AZS_ASSERT_GIT("shop", "fsck --strict --no-dangling --no-progress", "");
	AZS_ASSERT_GIT("shop", "symbolic-ref HEAD", "refs/heads/main\n");
	AZS_ASSERT_GIT("shop", "log --format='%an <%ae> %cn <%ce>|%B'",
	    "Ada <ada@example.com> Ada <ada@example.com>|First\n\nBody\n\n");
	AZS_ASSERT_GIT("shop", "log -g --format=%gs", "commit (initial)\n");
	AZS_ASSERT_GIT("shop", "ls-files -s | sed 's/ .*\t/ /'",
	    "100644 .gitattributes\n100644 .gitignore\n100644 README.md\n"
	    "100644 build/kept.txt\n100644 crlf.bat\n100755 scripts/run.sh\n");
	CU_ASSERT_EQUAL(strncmp(azs_gitbox_git("shop", "rev-parse HEAD"),
			    azs_gitbox_result.commit, 40),
	    0);
	CU_ASSERT_EQUAL(strlen(azs_gitbox_result.commit), 40);
	azs_gitbox_end();
}

static void
settings_of_the_user_change_no_byte_mode_or_branch(void)
{
	azs_gitbox_begin();
	azs_scratch_file("template/hooks/pre-commit", "#!/bin/sh\nexit 1\n");
	(void)chmod(azs_scratch("template/hooks/pre-commit"), 0755);
	azs_scratch_file("home/ignore", "README.md\n*.bat\n");
	azs_scratch_file("home/.gitconfig",
	    "[user]\n\tname = Ada\n\temail = ada@example.com\n"
	    "[core]\n\tautocrlf = true\n\tfileMode = false\n"
	    "\texcludesFile = ~/ignore\n\thooksPath = ../template/hooks\n"
	    "\tattributesFile = ~/ignore\n"
	    "[init]\n\tdefaultBranch = trunk\n\ttemplateDir = ../template\n"
	    "\tdefaultObjectFormat = sha256\n"
	    "[i18n]\n\tcommitEncoding = latin1\n");
	CU_ASSERT_EQUAL(azs_gitbox_create_new("shop"), 0);
	AZS_ASSERT_GIT("shop", "status --porcelain", "");
	AZS_ASSERT_GIT("shop", "fsck --strict --no-progress", "");
	AZS_ASSERT_GIT("shop", "symbolic-ref HEAD", "refs/heads/main\n");
	AZS_ASSERT_GIT("shop", "cat-file blob HEAD:crlf.bat", "echo\r\n");
	AZS_ASSERT_GIT("shop", "ls-tree --name-only -r HEAD build crlf.bat",
	    "build/kept.txt\ncrlf.bat\n");
	CU_ASSERT_EQUAL(
	    strncmp(azs_gitbox_git("shop", "ls-tree HEAD scripts/run.sh"),
		"100755", 6),
	    0);
	CU_ASSERT_EQUAL(
	    access(azs_scratch("shop/.git/hooks/pre-commit"), F_OK), -1);
	azs_gitbox_end();
}

static void
without_identity_or_with_signing_all_is_staged(void)
{
	static const char staged[] =
	    "A  .gitattributes\nA  .gitignore\nA  README.md\n"
	    "A  build/kept.txt\nA  crlf.bat\nA  scripts/run.sh\n";

	azs_gitbox_begin();
	CU_ASSERT_EQUAL(azs_gitbox_create_new("shop"), 0);
	CU_ASSERT_EQUAL(azs_gitbox_result.state, AZS_REPO_STAGED_NO_IDENTITY);
	CU_ASSERT_STRING_EQUAL(azs_gitbox_result.commit, "");
	AZS_ASSERT_GIT("shop", "status --porcelain", staged);
	AZS_ASSERT_GIT("shop", "symbolic-ref HEAD", "refs/heads/main\n");
	azs_gitbox_identity();
	(void)azs_gitbox_git("shop", "commit -q -m mine");
	AZS_ASSERT_GIT("shop", "status --porcelain", "");
	AZS_ASSERT_GIT("shop", "log --format=%s", "mine\n");
	azs_scratch_file("home/.gitconfig",
	    "[user]\nname=Ada\nemail=ada@x\n[commit]\ngpgSign\n");
	CU_ASSERT_EQUAL(azs_gitbox_create_new("mall"), 0);
	CU_ASSERT_EQUAL(azs_gitbox_result.state, AZS_REPO_STAGED_SIGNING);
	AZS_ASSERT_GIT("mall", "status --porcelain", staged);
	azs_gitbox_end();
}

static void
the_environment_of_a_hook_does_not_redirect(void)
{
	static const char *const names[] = { "GIT_DIR", "GIT_WORK_TREE",
		"GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR",
		"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE" };
	enum azs_repo_inside inside;
	char *before, *after;
	size_t i;

	azs_gitbox_begin();
	azs_gitbox_identity();
	azs_scratch_dir("other");
	(void)azs_gitbox_git("other", "init -q");
	before = azs_scratch_tree("other/.git");
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		(void)setenv(names[i], azs_scratch("other/.git"), 1);
	CU_ASSERT_EQUAL(azs_gitbox_create_new("shop"), 0);
	CU_ASSERT_EQUAL(
	    azs_repo_locate(azs_scratch("new"), &inside, &azs_gitbox_error), 0);
	CU_ASSERT_EQUAL(inside, AZS_REPO_NONE);
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		(void)unsetenv(names[i]);
	after = azs_scratch_tree("other/.git");
	CU_ASSERT_STRING_EQUAL(before, after);
	AZS_ASSERT_GIT("shop", "status --porcelain", "");
	AZS_ASSERT_GIT("shop", "fsck --strict --no-progress", "");
	free(before);
	free(after);
	azs_gitbox_end();
}

static void
an_odd_umask_changes_no_recorded_mode(void)
{
	mode_t before;

	azs_gitbox_begin();
	azs_gitbox_identity();
	azs_gitbox_write("shop");
	before = umask(0);
	CU_ASSERT_EQUAL(azs_gitbox_create("shop"), 0);
	(void)umask(0077);
	CU_ASSERT_EQUAL(azs_gitbox_create_new("mall"), 0);
	(void)umask(before);
	AZS_ASSERT_GIT("shop", "status --porcelain", "");
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(azs_gitbox_git("mall", "ls-tree HEAD README.md"), "100644"));
	azs_gitbox_end();
}

static void
a_repository_without_commits_is_taken(void)
{
	static const char *const starts[] = { "init -q", "init -q -b trunk",
		"init -q --separate-git-dir ../apart" };
	size_t i;

	for (i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		azs_gitbox_begin();
		azs_gitbox_identity();
		azs_scratch_dir("shop");
		(void)azs_gitbox_git("shop", starts[i]);
		(void)azs_gitbox_git("shop", "config user.name Local");
		(void)azs_gitbox_git(
		    "shop", "remote add origin https://example.com/x");
		azs_gitbox_write("stage");
		CU_ASSERT_EQUAL(
		    azs_repo_create(azs_scratch("shop"), azs_scratch("stage"),
			"main", azs_gitbox_paths, azs_gitbox_executable,
			AZS_GITBOX_COUNT, "First", &azs_gitbox_result,
			&azs_gitbox_error),
		    0);
		azs_gitbox_write("shop");
		AZS_ASSERT_GIT("shop", "status --porcelain", "");
		AZS_ASSERT_GIT(
		    "shop", "log --format='%an %D'", "Local HEAD -> main\n");
		AZS_ASSERT_GIT("shop", "remote", "origin\n");
		azs_gitbox_end();
	}
}

static void
a_repository_in_use_is_refused_and_left_as_it_is(void)
{
	char *before, *after;

	azs_gitbox_begin();
	azs_gitbox_identity();
	CU_ASSERT_EQUAL(azs_gitbox_create_new("shop"), 0);
	before = azs_scratch_tree("shop/.git");
	CU_ASSERT(azs_gitbox_fails(azs_gitbox_create("shop"), "has commits"));
	after = azs_scratch_tree("shop/.git");
	CU_ASSERT_STRING_EQUAL(before, after);
	azs_gitbox_write("mall");
	(void)azs_gitbox_git("mall", "init -q");
	(void)azs_gitbox_git("mall", "add README.md");
	CU_ASSERT(azs_gitbox_fails(azs_gitbox_create("mall"), "staged"));
	(void)azs_gitbox_git(".", "init -q --bare bare");
	CU_ASSERT_EQUAL(azs_gitbox_create_new("bare"), -1);
	free(before);
	free(after);
	azs_gitbox_end();
}

static void
a_repository_libgit2_cannot_read_is_named(void)
{
	azs_gitbox_begin();
	azs_gitbox_identity();
	azs_gitbox_write("shop");
	(void)azs_gitbox_git("shop", "init -q --object-format=sha256");
	CU_ASSERT(
	    azs_gitbox_fails(azs_gitbox_create("shop"), "libgit2 cannot read"));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(azs_gitbox_error.msg, azs_scratch("shop")));
	azs_gitbox_end();
}

static void
a_failure_names_branch_or_file(void)
{
	static const char *const bad[] = { "", "a b", "-x", "a..b", "x.lock",
		"HEAD", "a~1" };
	size_t i;

	azs_gitbox_begin();
	azs_gitbox_identity();
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CU_ASSERT(azs_gitbox_fails(
		    azs_repo_create(azs_scratch("shop"), NULL, bad[i],
			azs_gitbox_paths, azs_gitbox_executable,
			AZS_GITBOX_COUNT, "x", &azs_gitbox_result,
			&azs_gitbox_error),
		    "no name for a git branch"));
	}
	azs_gitbox_write("shop");
	(void)remove(azs_scratch("shop/README.md"));
	CU_ASSERT(azs_gitbox_fails(azs_gitbox_create("shop"), "README.md"));
	azs_gitbox_end();
}

static void
a_failure_leaves_an_existing_repository_unused(void)
{
	enum azs_repo_inside inside;

	azs_gitbox_begin();
	azs_gitbox_identity();
	azs_scratch_dir("shop");
	(void)azs_gitbox_git("shop", "init -q -b trunk");
	/* A directory where the branch must go. */
	azs_scratch_dir("shop/.git/refs/heads/main/x");
	azs_scratch_file("shop/.git/refs/heads/main/x/y.lock", "");
	azs_gitbox_write("stage");
	CU_ASSERT(azs_gitbox_fails(
	    azs_repo_create(azs_scratch("shop"), azs_scratch("stage"), "main",
		azs_gitbox_paths, azs_gitbox_executable, AZS_GITBOX_COUNT,
		"First", &azs_gitbox_result, &azs_gitbox_error),
	    "first commit"));
	CU_ASSERT_EQUAL(
	    azs_repo_locate(azs_scratch("shop"), &inside, &azs_gitbox_error),
	    0);
	CU_ASSERT_EQUAL(inside, AZS_REPO_EMPTY);
	azs_gitbox_end();
}

static void
another_owner_needs_safe_directory(void)
{
	if (geteuid() != 0)
		return;
	azs_gitbox_begin();
	azs_gitbox_identity();
	azs_scratch_dir("shop");
	(void)azs_gitbox_git("shop", "init -q");
	(void)azs_gitbox_git("shop", "config safe.directory '*'");
	CU_ASSERT_EQUAL(chown(azs_scratch("shop/.git"), 4711, 4711), 0);
	azs_gitbox_write("shop");
	CU_ASSERT(azs_gitbox_fails(
	    azs_gitbox_create("shop"), "--add safe.directory"));
	(void)setenv("GIT_CONFIG_COUNT", "1", 1);
	(void)setenv("GIT_CONFIG_KEY_0", "safe.directory", 1);
	(void)setenv("GIT_CONFIG_VALUE_0", azs_scratch("other"), 1);
	CU_ASSERT(azs_gitbox_fails(
	    azs_gitbox_create("shop"), "--add safe.directory"));
	(void)unsetenv("GIT_CONFIG_COUNT");
	azs_scratch_file("home/.gitconfig",
	    "[user]\nname=A\nemail=a@x\n[safe]\ndirectory=*\ndirectory=\n");
	CU_ASSERT(azs_gitbox_fails(
	    azs_gitbox_create("shop"), "--add safe.directory"));
	azs_scratch_file("home/.gitconfig",
	    "[user]\nname=A\nemail=a@x\n[safe]\ndirectory=~/../shop\n");
	CU_ASSERT_EQUAL(azs_gitbox_create("shop"), 0);
	azs_scratch_dir("mall");
	(void)azs_gitbox_git("mall", "init -q");
	CU_ASSERT_EQUAL(chown(azs_scratch("mall"), 4711, 4711), 0);
	CU_ASSERT(azs_gitbox_fails(
	    azs_gitbox_create_new("mall"), "--add safe.directory"));
	(void)setenv("SUDO_UID", "4711", 1);
	CU_ASSERT_EQUAL(azs_gitbox_create_new("mall"), 0);
	azs_gitbox_end();
}

static void
missing_rights_are_said(void)
{
	int status = 0;
	pid_t pid;

	if (geteuid() != 0)
		return;
	azs_gitbox_begin();
	azs_gitbox_identity();
	CU_ASSERT_EQUAL(chmod(azs_scratch("."), 0755), 0);
	azs_gitbox_write("shop");
	azs_repo_shutdown();
	pid = fork();
	if (pid == 0) {
		if (setgid(65534) == -1 || setuid(65534) == -1)
			_exit(2);
		_exit(azs_gitbox_fails(azs_gitbox_create("shop"),
			  "cannot make a git repository")
			? 0
			: 1);
	}
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_EQUAL(status, 0);
	azs_gitbox_end();
}

static const struct azs_test tests[] = {
	{ "a_new_repository_is_clean_for_git",
	    a_new_repository_is_clean_for_git },
	{ "settings_of_the_user_change_no_byte_mode_or_branch",
	    settings_of_the_user_change_no_byte_mode_or_branch },
	{ "without_identity_or_with_signing_all_is_staged",
	    without_identity_or_with_signing_all_is_staged },
	{ "the_environment_of_a_hook_does_not_redirect",
	    the_environment_of_a_hook_does_not_redirect },
	{ "an_odd_umask_changes_no_recorded_mode",
	    an_odd_umask_changes_no_recorded_mode },
	{ "a_repository_without_commits_is_taken",
	    a_repository_without_commits_is_taken },
	{ "a_repository_in_use_is_refused_and_left_as_it_is",
	    a_repository_in_use_is_refused_and_left_as_it_is },
	{ "a_repository_libgit2_cannot_read_is_named",
	    a_repository_libgit2_cannot_read_is_named },
	{ "a_failure_names_branch_or_file", a_failure_names_branch_or_file },
	{ "a_failure_leaves_an_existing_repository_unused",
	    a_failure_leaves_an_existing_repository_unused },
	{ "another_owner_needs_safe_directory",
	    another_owner_needs_safe_directory },
	{ "missing_rights_are_said", missing_rights_are_said },
};

int
main(void)
{
	int status = azs_test_main("repo", tests, AZS_TEST_COUNT(tests));

	azs_repo_shutdown();
	return status;
}
