/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "identity.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gitbox.h"
#include "memory.h"
#include "scratch.h"
#include "unit.h"

/* azs_repo_create() must make of the environment what `git var` makes of
   it, or leave the commit to the user where git refuses. */
static void
compare_identity(const char *name, const char *value)
{
	char *ident, *dir = azs_xasprintf("r%u", (unsigned int)rand());
	const char *space;
	int refused;

	azs_scratch_dir(dir);
	ident = azs_xstrdup(azs_gitbox_git(dir, "var GIT_AUTHOR_IDENT"));
	refused = strstr(ident, "fatal: ") != NULL;
	CU_ASSERT_EQUAL(azs_gitbox_create_new(dir), 0);
	if (refused) {
		CU_ASSERT_EQUAL(
		    azs_gitbox_result.state, AZS_REPO_STAGED_NO_IDENTITY);
	} else {
		/* Without a date both say now, perhaps a second apart. */
		space = strstr(ident, "> ");
		if (getenv("GIT_AUTHOR_DATE") == NULL && space != NULL)
			ident[space - ident + 1] = '\0';
		CU_ASSERT_EQUAL(azs_gitbox_result.state, AZS_REPO_COMMITTED);
		if (strstr(azs_gitbox_git(dir, "cat-file commit HEAD"),
			ident) == NULL) {
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

	azs_gitbox_begin();
	azs_gitbox_identity();
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
	CU_ASSERT_EQUAL(azs_gitbox_create_new("empty"), 0);
	CU_ASSERT_EQUAL(azs_gitbox_result.state, AZS_REPO_STAGED_NO_IDENTITY);
	azs_gitbox_end();
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

	azs_gitbox_begin();
	azs_gitbox_identity();
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
	azs_gitbox_end();
}

static void
a_date_that_is_none_is_an_error(void)
{
	static const char *const values[] = { "soon", "2005-04-07",
		"2005-13-07 10:00:00", "2005-04-07 25:00:00", "12:00", "5", "@",
		"@-5 +0000", "2005-04-07T22:13:13 MARS", "1112911993 +9900" };
	size_t i;

	azs_gitbox_begin();
	azs_gitbox_identity();
	for (i = 0; i < sizeof values / sizeof values[0]; i++) {
		(void)setenv("GIT_COMMITTER_DATE", values[i], 1);
		CU_ASSERT(azs_gitbox_fails(
		    azs_gitbox_create_new("shop"), "GIT_COMMITTER_DATE"));
	}
	azs_gitbox_end();
}

/* The author after azs_gitbox_create(), "" when it was left to the user. */
static const char *
author(const char *dir)
{
	if (azs_gitbox_create_new(dir) == -1)
		return azs_gitbox_error.msg;
	return azs_gitbox_result.state == AZS_REPO_COMMITTED
	    ? azs_gitbox_git(dir, "log --format='%an <%ae> %cn'")
	    : "";
}

static void
configuration_is_found_where_git_finds_it(void)
{
	azs_gitbox_begin();
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
	azs_gitbox_end();
}

static void
the_address_of_last_resort_is_email(void)
{
	azs_gitbox_begin();
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
	azs_gitbox_end();
}

static void
a_broken_configuration_is_named(void)
{
	azs_gitbox_begin();
	azs_scratch_file("home/.gitconfig", "[user\n");
	CU_ASSERT(
	    azs_gitbox_fails(azs_gitbox_create_new("shop"), ".gitconfig"));
	azs_gitbox_end();
}

static const struct azs_test tests[] = {
	{ "names_and_addresses_are_those_of_git",
	    names_and_addresses_are_those_of_git },
	{ "dates_are_those_of_git", dates_are_those_of_git },
	{ "a_date_that_is_none_is_an_error", a_date_that_is_none_is_an_error },
	{ "configuration_is_found_where_git_finds_it",
	    configuration_is_found_where_git_finds_it },
	{ "the_address_of_last_resort_is_email",
	    the_address_of_last_resort_is_email },
	{ "a_broken_configuration_is_named", a_broken_configuration_is_named },
};

int
main(void)
{
	int status = azs_test_main("identity", tests, AZS_TEST_COUNT(tests));

	azs_repo_shutdown();
	return status;
}
