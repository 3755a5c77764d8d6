/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "repo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "file.h"
#include "memory.h"
#include "scratch.h"
#include "unit.h"

static const char *const paths[] = { ".gitattributes", ".gitignore",
	"README.md", "build/kept.txt", "crlf.bat", "scripts/run.sh" };
static const int executable[] = { 0, 0, 0, 0, 0, 1 };

#define FILE_COUNT (sizeof paths / sizeof paths[0])

/* A scratch folder with an empty home, and nothing of the machine's git
   configuration or of the caller's environment. */
static void
begin(void)
{
	static const char *const names[] = { "AUTHOR_NAME", "AUTHOR_EMAIL",
		"AUTHOR_DATE", "COMMITTER_NAME", "COMMITTER_EMAIL",
		"COMMITTER_DATE", "CONFIG_GLOBAL", "CONFIG_SYSTEM",
		"CONFIG_COUNT", "CONFIG_PARAMETERS", "DIR", "WORK_TREE",
		"INDEX_FILE", "OBJECT_DIRECTORY", "COMMON_DIR", "NAMESPACE",
		"DISCOVERY_ACROSS_FILESYSTEM", "TEMPLATE_DIR" };
	char name[64];
	size_t i;

	(void)setenv("GIT_CEILING_DIRECTORIES", azs_scratch_begin(), 1);
	azs_scratch_dir("home");
	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		(void)snprintf(name, sizeof name, "GIT_%s", names[i]);
		(void)unsetenv(name);
	}
	(void)unsetenv("EMAIL");
	(void)unsetenv("XDG_CONFIG_HOME");
	(void)unsetenv("SUDO_UID");
	(void)setenv("HOME", azs_scratch("home"), 1);
	(void)setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	(void)setenv("LC_ALL", "C", 1);
	(void)setenv("TZ", "UTC", 1);
}

static void
end(void)
{
	azs_scratch_end();
}

/* What `git -C DIR ARGS` prints, stderr included, in static storage. */
static const char *
git(const char *dir, const char *args)
{
	static char out[65536];
	char *command =
	    azs_xasprintf("git -C '%s' %s 2>&1", azs_scratch(dir), args);
	FILE *pipe = popen(command, "r");
	size_t len = 0;

	if (pipe != NULL) {
		len = fread(out, 1, sizeof out - 1, pipe);
		(void)pclose(pipe);
	}
	out[len] = '\0';
	free(command);
	return out;
}

#define ASSERT_GIT(dir, args, expected)                                  \
	do {                                                             \
		const char *got = git(dir, args);                        \
		if (strcmp(got, expected) != 0)                          \
			(void)printf("\n    git %s: <%s>\n", args, got); \
		CU_ASSERT_STRING_EQUAL(got, expected);                   \
	} while (0)

static void
write_files(const char *dir)
{
	static const char *const texts[] = { "*.md text eol=lf\n*.sh eol=lf\n",
		"build/\n", "# Shop\n", "kept\n", "echo\r\n", "#!/bin/sh\n" };
	char *name;
	size_t i;

	for (i = 0; i < FILE_COUNT; i++) {
		name = azs_xasprintf("%s/%s", dir, paths[i]);
		azs_scratch_file(name, texts[i]);
		if (executable[i])
			(void)chmod(azs_scratch(name), 0755);
		free(name);
	}
}

static struct azs_error err;
static struct azs_repo_result result;

static int
create(const char *dir)
{
	err.msg[0] = '\0';
	return azs_repo_create(azs_scratch(dir), NULL, "main", paths,
	    executable, FILE_COUNT, "First\n\nBody", &result, &err);
}

/* Write the files to dir and make it a repository. */
static int
create_new(const char *dir)
{
	write_files(dir);
	return create(dir);
}

static int
fails_with(int ret, const char *text)
{
	int right = ret == -1 && strstr(err.msg, text) != NULL;

	if (!right)
		(void)printf("\n    %d <%s>\n", ret, err.msg);
	return right;
}

static void
use_identity(void)
{
	azs_scratch_file("home/.gitconfig",
	    "[user]\n\tname = Ada\n\temail = ada@example.com\n");
}

static void
a_new_repository_is_clean_for_git(void)
{
	begin();
	use_identity();
	CU_ASSERT_EQUAL(create_new("shop"), 0);
	CU_ASSERT_EQUAL(result.state, AZS_REPO_COMMITTED);
	/* Before status refreshes the index. */
	ASSERT_GIT("shop", "diff-files", "");
	ASSERT_GIT("shop", "status --porcelain --ignored", "");
	ASSERT_GIT("shop", "fsck --strict --no-dangling --no-progress", "");
	ASSERT_GIT("shop", "symbolic-ref HEAD", "refs/heads/main\n");
	ASSERT_GIT("shop", "log --format='%an <%ae> %cn <%ce>|%B'",
	    "Ada <ada@example.com> Ada <ada@example.com>|First\n\nBody\n\n");
	ASSERT_GIT("shop", "log -g --format=%gs", "commit (initial)\n");
	ASSERT_GIT("shop", "ls-files -s | sed 's/ .*\t/ /'",
	    "100644 .gitattributes\n100644 .gitignore\n100644 README.md\n"
	    "100644 build/kept.txt\n100644 crlf.bat\n100755 scripts/run.sh\n");
	CU_ASSERT_EQUAL(
	    strncmp(git("shop", "rev-parse HEAD"), result.commit, 40), 0);
	CU_ASSERT_EQUAL(strlen(result.commit), 40);
	end();
}

static void
settings_of_the_user_change_no_byte_mode_or_branch(void)
{
	begin();
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
	CU_ASSERT_EQUAL(create_new("shop"), 0);
	ASSERT_GIT("shop", "status --porcelain", "");
	ASSERT_GIT("shop", "fsck --strict --no-progress", "");
	ASSERT_GIT("shop", "symbolic-ref HEAD", "refs/heads/main\n");
	ASSERT_GIT("shop", "cat-file blob HEAD:crlf.bat", "echo\r\n");
	ASSERT_GIT("shop", "ls-tree --name-only -r HEAD build crlf.bat",
	    "build/kept.txt\ncrlf.bat\n");
	CU_ASSERT_EQUAL(
	    strncmp(git("shop", "ls-tree HEAD scripts/run.sh"), "100755", 6),
	    0);
	CU_ASSERT_EQUAL(
	    access(azs_scratch("shop/.git/hooks/pre-commit"), F_OK), -1);
	end();
}

/* azs_repo_create() must make of the environment what `git var` makes of
   it, or leave the commit to the user where git refuses. */
static void
compare_identity(const char *name, const char *value)
{
	char *ident, *dir = azs_xasprintf("r%u", (unsigned int)rand());
	const char *space;
	int refused;

	azs_scratch_dir(dir);
	ident = azs_xstrdup(git(dir, "var GIT_AUTHOR_IDENT"));
	refused = strstr(ident, "fatal: ") != NULL;
	CU_ASSERT_EQUAL(create_new(dir), 0);
	if (refused) {
		CU_ASSERT_EQUAL(result.state, AZS_REPO_STAGED_NO_IDENTITY);
	} else {
		/* Without a date both say now, perhaps a second apart. */
		space = strstr(ident, "> ");
		if (getenv("GIT_AUTHOR_DATE") == NULL && space != NULL)
			ident[space - ident + 1] = '\0';
		CU_ASSERT_EQUAL(result.state, AZS_REPO_COMMITTED);
		if (strstr(git(dir, "cat-file commit HEAD"), ident) == NULL) {
			(void)printf("\n    %s=%s: <%s>\n", name, value, ident);
			CU_FAIL("another author than git's");
		}
	}
	free(ident);
	free(dir);
}

static void
names_and_addresses_are_those_of_git(void)
{
	static const char *const values[] = { "Zo\xc3\xab", " .Ada, ", "a<b>c",
		"x\ny", "", "...", "O'Hara", "\"q\"", "Jr.", "\xff\xfe" };
	size_t i;

	begin();
	use_identity();
	(void)setenv("GIT_COMMITTER_NAME", "C", 1);
	for (i = 0; i < sizeof values / sizeof values[0]; i++) {
		(void)setenv("GIT_AUTHOR_NAME", values[i], 1);
		compare_identity("GIT_AUTHOR_NAME", values[i]);
	}
	(void)unsetenv("GIT_AUTHOR_NAME");
	for (i = 0; i < 4; i++) {
		(void)setenv("GIT_AUTHOR_EMAIL", values[i], 1);
		compare_identity("GIT_AUTHOR_EMAIL", values[i]);
	}
	/* git allows an empty address, libgit2 does not. */
	(void)setenv("GIT_AUTHOR_EMAIL", "", 1);
	CU_ASSERT_EQUAL(create_new("empty"), 0);
	CU_ASSERT_EQUAL(result.state, AZS_REPO_STAGED_NO_IDENTITY);
	end();
}

static void
dates_are_those_of_git(void)
{
	static const char *const values[] = { "1112911993 -0700",
		"@1112911993 +0530", "@5 +0000", "@1112911993",
		"2005-04-07T22:13:13Z", "2005-04-07 22:13:13",
		"2005-04-07 22:13:13 +0200", "2005-04-07T22:13:13+02:00",
		"2005-04-07T22:13:13.25-03:30", "2005/04/07 22:13:13 -0100",
		"2005.04.07 22:13:13 -0100", "2005-07-07T22:13:13",
		"Thu, 07 Apr 2005 22:13:13 +0200",
		"Thu, 7 Apr 2005 22:13:13 GMT", "7 Apr 2005 22:13:13 -0800",
		"Thu Apr 7 22:13:13 2005 -0700", "Thu Apr 7 22:13:13 2005",
		"2005-04-07T22:13:13+02", "2038-01-20 00:00:00 +0000", "" };
	static const char *const zones[] = { "UTC", "Europe/Berlin",
		"EST5EDT" };
	size_t i, z;

	begin();
	use_identity();
	for (z = 0; z < 3; z++) {
		(void)setenv("TZ", zones[z], 1);
		tzset();
		for (i = 0; i + 1 < sizeof values / sizeof values[0]; i++) {
			(void)setenv("GIT_AUTHOR_DATE", values[i], 1);
			compare_identity("GIT_AUTHOR_DATE", values[i]);
		}
	}
	(void)setenv("TZ", "UTC", 1);
	tzset();
	end();
}

static void
a_date_that_is_none_is_an_error(void)
{
	static const char *const values[] = { "soon", "2005-04-07",
		"2005-13-07 10:00:00", "2005-04-07 25:00:00", "12:00", "5", "@",
		"@-5 +0000", "2005-04-07T22:13:13 MARS", "1112911993 +9900" };
	size_t i;

	begin();
	use_identity();
	for (i = 0; i < sizeof values / sizeof values[0]; i++) {
		(void)setenv("GIT_COMMITTER_DATE", values[i], 1);
		CU_ASSERT(fails_with(create_new("shop"), "GIT_COMMITTER_DATE"));
	}
	end();
}

/* The author after create(), "" when it was left to the user. */
static const char *
author(const char *dir)
{
	if (create_new(dir) == -1)
		return err.msg;
	return result.state == AZS_REPO_COMMITTED
	    ? git(dir, "log --format='%an <%ae> %cn'")
	    : "";
}

static void
configuration_is_found_where_git_finds_it(void)
{
	begin();
	azs_scratch_file("system", "[user]\nname=S\nemail=s@x\n");
	azs_scratch_file("global", "[user]\nname=G\n[include]\npath=more\n");
	azs_scratch_file("more", "[user]\nemail=more@x\n");
	azs_scratch_file("home/.config/git/config", "[user]\nname=X\n");
	(void)setenv("GIT_CONFIG_SYSTEM", azs_scratch("system"), 1);
	CU_ASSERT_STRING_EQUAL(author("a"), "");
	(void)unsetenv("GIT_CONFIG_NOSYSTEM");
	CU_ASSERT_STRING_EQUAL(author("b"), "X <s@x> X\n");
	azs_scratch_file("home/.gitconfig",
	    "[user]\nname=H\n"
	    "[committer]\nname=K\n");
	CU_ASSERT_STRING_EQUAL(author("c"), "H <s@x> K\n");
	(void)setenv("GIT_CONFIG_GLOBAL", azs_scratch("global"), 1);
	CU_ASSERT_STRING_EQUAL(author("d"), "G <more@x> G\n");
	(void)setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	(void)setenv("GIT_CONFIG_NOSYSTEM", "true", 1);
	CU_ASSERT_STRING_EQUAL(author("e"), "");
	(void)setenv("GIT_CONFIG_COUNT", "3", 1);
	(void)setenv("GIT_CONFIG_KEY_0", "user.name", 1);
	(void)setenv("GIT_CONFIG_VALUE_0", "Zero", 1);
	(void)setenv("GIT_CONFIG_KEY_1", "User.Email", 1);
	(void)setenv("GIT_CONFIG_VALUE_1", "one@x", 1);
	(void)setenv("GIT_CONFIG_KEY_2", "user.name", 1);
	(void)setenv("GIT_CONFIG_VALUE_2", "Two", 1);
	CU_ASSERT_STRING_EQUAL(author("f"), "Two <one@x> Two\n");
	(void)setenv("GIT_CONFIG_COUNT", "4", 1);
	CU_ASSERT_PTR_NOT_NULL(strstr(author("g"), "GIT_CONFIG_KEY_3"));
	(void)setenv("GIT_CONFIG_COUNT", "many", 1);
	CU_ASSERT_PTR_NOT_NULL(strstr(author("h"), "is no count"));
	end();
}

static void
the_address_of_last_resort_is_email(void)
{
	begin();
	azs_scratch_file("home/.gitconfig", "[user]\nname=H\n");
	(void)setenv("EMAIL", "e@x", 1);
	CU_ASSERT_STRING_EQUAL(author("a"), "H <e@x> H\n");
	azs_scratch_file(
	    "home/.gitconfig", "[user]\nname=H\nuseConfigOnly=true\n");
	CU_ASSERT_STRING_EQUAL(author("b"), "");
	azs_scratch_file("home/.gitconfig", "[user]\nname=H\nemail=u@x\n");
	CU_ASSERT_STRING_EQUAL(author("c"), "H <u@x> H\n");
	azs_scratch_file("home/.gitconfig", "[user]\nname=H\nemail=\n");
	CU_ASSERT_STRING_EQUAL(author("d"), "");
	(void)unsetenv("HOME");
	(void)setenv("GIT_AUTHOR_NAME", "A", 1);
	(void)setenv("GIT_COMMITTER_NAME", "C", 1);
	CU_ASSERT_STRING_EQUAL(author("e"), "A <e@x> C\n");
	end();
}

static void
a_broken_configuration_is_named(void)
{
	begin();
	azs_scratch_file("home/.gitconfig", "[user\n");
	CU_ASSERT(fails_with(create_new("shop"), ".gitconfig"));
	end();
}

static void
without_identity_or_with_signing_all_is_staged(void)
{
	static const char staged[] =
	    "A  .gitattributes\nA  .gitignore\nA  README.md\n"
	    "A  build/kept.txt\nA  crlf.bat\nA  scripts/run.sh\n";

	begin();
	CU_ASSERT_EQUAL(create_new("shop"), 0);
	CU_ASSERT_EQUAL(result.state, AZS_REPO_STAGED_NO_IDENTITY);
	CU_ASSERT_STRING_EQUAL(result.commit, "");
	ASSERT_GIT("shop", "status --porcelain", staged);
	ASSERT_GIT("shop", "symbolic-ref HEAD", "refs/heads/main\n");
	use_identity();
	(void)git("shop", "commit -q -m mine");
	ASSERT_GIT("shop", "status --porcelain", "");
	ASSERT_GIT("shop", "log --format=%s", "mine\n");
	azs_scratch_file("home/.gitconfig",
	    "[user]\nname=Ada\nemail=ada@x\n[commit]\ngpgSign\n");
	CU_ASSERT_EQUAL(create_new("mall"), 0);
	CU_ASSERT_EQUAL(result.state, AZS_REPO_STAGED_SIGNING);
	ASSERT_GIT("mall", "status --porcelain", staged);
	end();
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

	begin();
	use_identity();
	azs_scratch_dir("other");
	(void)git("other", "init -q");
	before = azs_scratch_tree("other/.git");
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		(void)setenv(names[i], azs_scratch("other/.git"), 1);
	CU_ASSERT_EQUAL(create_new("shop"), 0);
	CU_ASSERT_EQUAL(azs_repo_locate(azs_scratch("new"), &inside, &err), 0);
	CU_ASSERT_EQUAL(inside, AZS_REPO_NONE);
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		(void)unsetenv(names[i]);
	after = azs_scratch_tree("other/.git");
	CU_ASSERT_STRING_EQUAL(before, after);
	ASSERT_GIT("shop", "status --porcelain", "");
	ASSERT_GIT("shop", "fsck --strict --no-progress", "");
	free(before);
	free(after);
	end();
}

static void
an_odd_umask_changes_no_recorded_mode(void)
{
	mode_t before;

	begin();
	use_identity();
	write_files("shop");
	before = umask(0);
	CU_ASSERT_EQUAL(create("shop"), 0);
	(void)umask(0077);
	CU_ASSERT_EQUAL(create_new("mall"), 0);
	(void)umask(before);
	ASSERT_GIT("shop", "status --porcelain", "");
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(git("mall", "ls-tree HEAD README.md"), "100644"));
	end();
}

static void
a_repository_without_commits_is_taken(void)
{
	static const char *const starts[] = { "init -q", "init -q -b trunk",
		"init -q --separate-git-dir ../apart" };
	size_t i;

	for (i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		begin();
		use_identity();
		azs_scratch_dir("shop");
		(void)git("shop", starts[i]);
		(void)git("shop", "config user.name Local");
		(void)git("shop", "remote add origin https://example.com/x");
		write_files("stage");
		CU_ASSERT_EQUAL(
		    azs_repo_create(azs_scratch("shop"), azs_scratch("stage"),
			"main", paths, executable, FILE_COUNT, "First", &result,
			&err),
		    0);
		write_files("shop");
		ASSERT_GIT("shop", "status --porcelain", "");
		ASSERT_GIT(
		    "shop", "log --format='%an %D'", "Local HEAD -> main\n");
		ASSERT_GIT("shop", "remote", "origin\n");
		end();
	}
}

static void
a_repository_in_use_is_refused_and_left_as_it_is(void)
{
	char *before, *after;

	begin();
	use_identity();
	CU_ASSERT_EQUAL(create_new("shop"), 0);
	before = azs_scratch_tree("shop/.git");
	CU_ASSERT(fails_with(create("shop"), "has commits"));
	after = azs_scratch_tree("shop/.git");
	CU_ASSERT_STRING_EQUAL(before, after);
	write_files("mall");
	(void)git("mall", "init -q");
	(void)git("mall", "add README.md");
	CU_ASSERT(fails_with(create("mall"), "staged"));
	(void)git(".", "init -q --bare bare");
	CU_ASSERT_EQUAL(create_new("bare"), -1);
	free(before);
	free(after);
	end();
}

static void
a_repository_libgit2_cannot_read_is_named(void)
{
	begin();
	use_identity();
	write_files("shop");
	(void)git("shop", "init -q --object-format=sha256");
	CU_ASSERT(fails_with(create("shop"), "libgit2 cannot read"));
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, azs_scratch("shop")));
	end();
}

static void
a_failure_names_branch_or_file(void)
{
	static const char *const bad[] = { "", "a b", "-x", "a..b", "x.lock",
		"HEAD", "a~1" };
	size_t i;

	begin();
	use_identity();
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CU_ASSERT(fails_with(
		    azs_repo_create(azs_scratch("shop"), NULL, bad[i], paths,
			executable, FILE_COUNT, "x", &result, &err),
		    "no name for a git branch"));
	}
	write_files("shop");
	(void)remove(azs_scratch("shop/README.md"));
	CU_ASSERT(fails_with(create("shop"), "README.md"));
	end();
}

static void
a_failure_leaves_an_existing_repository_unused(void)
{
	enum azs_repo_inside inside;

	begin();
	use_identity();
	azs_scratch_dir("shop");
	(void)git("shop", "init -q -b trunk");
	/* A directory where the branch must go. */
	azs_scratch_dir("shop/.git/refs/heads/main/x");
	azs_scratch_file("shop/.git/refs/heads/main/x/y.lock", "");
	write_files("stage");
	CU_ASSERT(fails_with(
	    azs_repo_create(azs_scratch("shop"), azs_scratch("stage"), "main",
		paths, executable, FILE_COUNT, "First", &result, &err),
	    "first commit"));
	CU_ASSERT_EQUAL(azs_repo_locate(azs_scratch("shop"), &inside, &err), 0);
	CU_ASSERT_EQUAL(inside, AZS_REPO_EMPTY);
	end();
}

static void
another_owner_needs_safe_directory(void)
{
	if (geteuid() != 0)
		return;
	begin();
	use_identity();
	azs_scratch_dir("shop");
	(void)git("shop", "init -q");
	(void)git("shop", "config safe.directory '*'");
	CU_ASSERT_EQUAL(chown(azs_scratch("shop/.git"), 4711, 4711), 0);
	write_files("shop");
	CU_ASSERT(fails_with(create("shop"), "--add safe.directory"));
	(void)setenv("GIT_CONFIG_COUNT", "1", 1);
	(void)setenv("GIT_CONFIG_KEY_0", "safe.directory", 1);
	(void)setenv("GIT_CONFIG_VALUE_0", azs_scratch("other"), 1);
	CU_ASSERT(fails_with(create("shop"), "--add safe.directory"));
	(void)unsetenv("GIT_CONFIG_COUNT");
	azs_scratch_file("home/.gitconfig",
	    "[user]\nname=A\nemail=a@x\n[safe]\ndirectory=*\ndirectory=\n");
	CU_ASSERT(fails_with(create("shop"), "--add safe.directory"));
	azs_scratch_file("home/.gitconfig",
	    "[user]\nname=A\nemail=a@x\n[safe]\ndirectory=~/../shop\n");
	CU_ASSERT_EQUAL(create("shop"), 0);
	azs_scratch_dir("mall");
	(void)git("mall", "init -q");
	CU_ASSERT_EQUAL(chown(azs_scratch("mall"), 4711, 4711), 0);
	CU_ASSERT(fails_with(create_new("mall"), "--add safe.directory"));
	(void)setenv("SUDO_UID", "4711", 1);
	CU_ASSERT_EQUAL(create_new("mall"), 0);
	end();
}

static void
missing_rights_are_said(void)
{
	int status = 0;
	pid_t pid;

	if (geteuid() != 0)
		return;
	begin();
	use_identity();
	CU_ASSERT_EQUAL(chmod(azs_scratch("."), 0755), 0);
	write_files("shop");
	azs_repo_shutdown();
	pid = fork();
	if (pid == 0) {
		if (setgid(65534) == -1 || setuid(65534) == -1)
			_exit(2);
		_exit(fails_with(create("shop"), "cannot make a git repository")
			? 0
			: 1);
	}
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_EQUAL(status, 0);
	end();
}

static int
is_located(const char *name, enum azs_repo_inside expected)
{
	enum azs_repo_inside inside = AZS_REPO_NONE;
	int ret = azs_repo_locate(azs_scratch(name), &inside, &err);

	if (ret == -1 || inside != expected)
		(void)printf("\n    %s: %d %d\n", name, ret, (int)inside);
	return ret == 0 && inside == expected;
}

static void
locate_tells_where_a_directory_stands(void)
{
	begin();
	use_identity();
	CU_ASSERT(is_located("no/such/place", AZS_REPO_NONE));
	CU_ASSERT(is_located("home", AZS_REPO_NONE));
	azs_scratch_dir("shop");
	(void)git("shop", "init -q -b trunk");
	CU_ASSERT(is_located("shop", AZS_REPO_EMPTY));
	azs_scratch_dir("shop/.azstamp-init-aaaaaa");
	CU_ASSERT(is_located("shop", AZS_REPO_EMPTY));
	(void)rmdir(azs_scratch("shop/.azstamp-init-aaaaaa"));
	CU_ASSERT(is_located("shop/new", AZS_REPO_INSIDE));
	(void)git("shop", "commit -q --allow-empty -m x");
	CU_ASSERT(is_located("shop", AZS_REPO_ROOT));
	azs_scratch_dir("mall");
	(void)git("mall", "init -q");
	azs_scratch_file("mall/x/file", "");
	CU_ASSERT(is_located("mall", AZS_REPO_ROOT));
	CU_ASSERT(is_located("mall/x", AZS_REPO_INSIDE));
	CU_ASSERT(is_located("mall/x/y/z", AZS_REPO_INSIDE));
	(void)git("mall", "add x");
	(void)remove(azs_scratch("mall/x/file"));
	(void)remove(azs_scratch("mall/x"));
	CU_ASSERT(is_located("mall", AZS_REPO_ROOT));
	end();
}

static void
locate_knows_bare_linked_and_broken_repositories(void)
{
	begin();
	use_identity();
	(void)git(".", "init -q --bare bare.git");
	CU_ASSERT(is_located("bare.git", AZS_REPO_INSIDE));
	CU_ASSERT(is_located("bare.git/hooks/x", AZS_REPO_INSIDE));
	azs_scratch_dir("shop");
	(void)git("shop", "init -q");
	(void)git("shop", "commit -q --allow-empty -m x");
	(void)git("shop", "worktree add -q ../tree");
	CU_ASSERT(is_located("tree", AZS_REPO_ROOT));
	CU_ASSERT(is_located("tree/new", AZS_REPO_INSIDE));
	azs_scratch_file("lost/.git", "gitdir: /no/such/place\n");
	CU_ASSERT(is_located("lost", AZS_REPO_EMPTY));
	CU_ASSERT(is_located("lost/new", AZS_REPO_NONE));
	azs_scratch_dir("hollow/.git");
	CU_ASSERT(is_located("hollow", AZS_REPO_EMPTY));
	CU_ASSERT_EQUAL(create_new("hollow"), 0);
	ASSERT_GIT("hollow", "status --porcelain", "");
	(void)git(".", "init -q --object-format=sha256 sha");
	CU_ASSERT(is_located("sha", AZS_REPO_EMPTY));
	CU_ASSERT(is_located("sha/new", AZS_REPO_INSIDE));
	if (geteuid() == 0) {
		azs_scratch_dir("alien");
		(void)git("alien", "init -q");
		(void)chown(azs_scratch("alien"), 4711, 4711);
		CU_ASSERT(is_located("alien/new", AZS_REPO_INSIDE));
	}
	end();
}

static void
locate_stops_at_a_ceiling(void)
{
	begin();
	(void)git(".", "init -q");
	azs_scratch_dir("a/b");
	(void)setenv("GIT_CEILING_DIRECTORIES", azs_scratch("a"), 1);
	CU_ASSERT(is_located("a/b", AZS_REPO_NONE));
	CU_ASSERT(is_located("a/new", AZS_REPO_NONE));
	CU_ASSERT(is_located("a/b/new", AZS_REPO_NONE));
	CU_ASSERT(is_located("a", AZS_REPO_INSIDE));
	CU_ASSERT(is_located("home", AZS_REPO_INSIDE));
	end();
}

/* Texts with few different lines, so that they overlap and conflict. */
static void
make_text(struct azs_buf *out)
{
	int lines = rand() % 20, i;

	for (i = 0; i < lines; i++)
		azs_buf_addf(out, "line %d\n", rand() % 12);
	if (rand() % 3 == 0)
		azs_buf_adds(out, "no end of line");
}

/* base with some lines changed, dropped or added. */
static void
make_edit(const struct azs_buf *base, struct azs_buf *out)
{
	const char *p = base->data, *end;
	int change;

	while (*p != '\0') {
		end = strchrnul(p, '\n');
		end += *end == '\n';
		change = rand() % 12;
		if (change == 0)
			azs_buf_addf(out, "edit %d\n", rand() % 4);
		if (change == 1)
			azs_buf_addf(out, "new %d\n", rand() % 4);
		if (change != 0 && change != 2)
			azs_buf_add(out, p, (size_t)(end - p));
		p = end;
	}
	if (rand() % 8 == 0)
		azs_buf_adds(out, "tail\n");
}

static void
merges_equal_those_of_git(void)
{
	struct azs_buf texts[3];
	int i, k, conflicts, with = 0;
	char *merged = NULL;
	size_t len;

	begin();
	srand(20261121);
	for (i = 0; i < 300; i++) {
		for (k = 0; k < 3; k++)
			azs_buf_init(&texts[k]);
		make_text(&texts[0]);
		make_edit(&texts[0], &texts[1]);
		make_edit(&texts[0], &texts[2]);
		azs_scratch_file("base", texts[0].data);
		azs_scratch_file("ours", texts[1].data);
		azs_scratch_file("theirs", texts[2].data);
		CU_ASSERT_EQUAL_FATAL(
		    azs_repo_merge_file(texts[0].data, texts[0].len,
			texts[1].data, texts[1].len, texts[2].data,
			texts[2].len, "yours", "base", "azstamp 2", &merged,
			&len, &conflicts, &err),
		    0);
		ASSERT_GIT(".",
		    "merge-file -p --diff3 -L yours -L base -L 'azstamp 2' "
		    "ours base theirs",
		    merged);
		CU_ASSERT_EQUAL(len, strlen(merged));
		CU_ASSERT_EQUAL(conflicts, strstr(merged, "<<<<<<<") != NULL);
		with += conflicts;
		free(merged);
		for (k = 0; k < 3; k++)
			azs_buf_release(&texts[k]);
	}
	CU_ASSERT(with > 50 && with < 250);
	end();
}

static void
merge_takes_empty_texts_and_refuses_binary_ones(void)
{
	char *merged = NULL;
	int conflicts = 1;
	size_t len = 1;

	begin();
	CU_ASSERT_EQUAL(azs_repo_merge_file("", 0, "", 0, "", 0, "a", "b", "c",
			    &merged, &len, &conflicts, &err),
	    0);
	CU_ASSERT_STRING_EQUAL(merged, "");
	CU_ASSERT_EQUAL(len, 0);
	CU_ASSERT_EQUAL(conflicts, 0);
	free(merged);
	CU_ASSERT(
	    fails_with(azs_repo_merge_file("a\n", 2, "a\0b\n", 4, "c\n", 2, "a",
			   "b", "c", &merged, &len, &conflicts, &err),
		"binary"));
	end();
}

static const struct azs_test tests[] = {
	{ "a_new_repository_is_clean_for_git",
	    a_new_repository_is_clean_for_git },
	{ "settings_of_the_user_change_no_byte_mode_or_branch",
	    settings_of_the_user_change_no_byte_mode_or_branch },
	{ "names_and_addresses_are_those_of_git",
	    names_and_addresses_are_those_of_git },
	{ "dates_are_those_of_git", dates_are_those_of_git },
	{ "a_date_that_is_none_is_an_error", a_date_that_is_none_is_an_error },
	{ "configuration_is_found_where_git_finds_it",
	    configuration_is_found_where_git_finds_it },
	{ "the_address_of_last_resort_is_email",
	    the_address_of_last_resort_is_email },
	{ "a_broken_configuration_is_named", a_broken_configuration_is_named },
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
	{ "locate_tells_where_a_directory_stands",
	    locate_tells_where_a_directory_stands },
	{ "locate_knows_bare_linked_and_broken_repositories",
	    locate_knows_bare_linked_and_broken_repositories },
	{ "locate_stops_at_a_ceiling", locate_stops_at_a_ceiling },
	{ "merges_equal_those_of_git", merges_equal_those_of_git },
	{ "merge_takes_empty_texts_and_refuses_binary_ones",
	    merge_takes_empty_texts_and_refuses_binary_ones },
};

int
main(void)
{
	int status = azs_test_main("repo", tests, AZS_TEST_COUNT(tests));

	azs_repo_shutdown();
	return status;
}
