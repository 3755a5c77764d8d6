/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "repo.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gitbox.h"
#include "scratch.h"
#include "unit.h"

static int
is_located(const char *name, enum azs_repo_inside expected)
{
	enum azs_repo_inside inside = AZS_REPO_NONE;
	int ret =
	    azs_repo_locate(azs_scratch(name), &inside, &azs_gitbox_error);

	if (ret == -1 || inside != expected)
		(void)printf("\n    %s: %d %d\n", name, ret, (int)inside);
	return ret == 0 && inside == expected;
}

static void
locate_tells_where_a_directory_stands(void)
{
	azs_gitbox_begin();
	azs_gitbox_identity();
	CU_ASSERT(is_located("no/such/place", AZS_REPO_NONE));
	CU_ASSERT(is_located("home", AZS_REPO_NONE));
	azs_scratch_dir("shop");
	(void)azs_gitbox_git("shop", "init -q -b trunk");
	CU_ASSERT(is_located("shop", AZS_REPO_EMPTY));
	azs_scratch_dir("shop/.azstamp-init-aaaaaa");
	CU_ASSERT(is_located("shop", AZS_REPO_EMPTY));
	(void)rmdir(azs_scratch("shop/.azstamp-init-aaaaaa"));
	CU_ASSERT(is_located("shop/new", AZS_REPO_INSIDE));
	(void)azs_gitbox_git("shop", "commit -q --allow-empty -m x");
	CU_ASSERT(is_located("shop", AZS_REPO_ROOT));
	azs_scratch_dir("mall");
	(void)azs_gitbox_git("mall", "init -q");
	azs_scratch_file("mall/x/file", "");
	CU_ASSERT(is_located("mall", AZS_REPO_ROOT));
	CU_ASSERT(is_located("mall/x", AZS_REPO_INSIDE));
	CU_ASSERT(is_located("mall/x/y/z", AZS_REPO_INSIDE));
	(void)azs_gitbox_git("mall", "add x");
	(void)remove(azs_scratch("mall/x/file"));
	(void)remove(azs_scratch("mall/x"));
	CU_ASSERT(is_located("mall", AZS_REPO_ROOT));
	azs_gitbox_end();
}

static void
locate_knows_bare_linked_and_broken_repositories(void)
{
	azs_gitbox_begin();
	azs_gitbox_identity();
	(void)azs_gitbox_git(".", "init -q --bare bare.git");
	CU_ASSERT(is_located("bare.git", AZS_REPO_INSIDE));
	CU_ASSERT(is_located("bare.git/hooks/x", AZS_REPO_INSIDE));
	azs_scratch_dir("shop");
	(void)azs_gitbox_git("shop", "init -q");
	(void)azs_gitbox_git("shop", "commit -q --allow-empty -m x");
	(void)azs_gitbox_git("shop", "worktree add -q ../tree");
	CU_ASSERT(is_located("tree", AZS_REPO_ROOT));
	CU_ASSERT(is_located("tree/new", AZS_REPO_INSIDE));
	azs_scratch_file("lost/.git", "gitdir: /no/such/place\n");
	CU_ASSERT(is_located("lost", AZS_REPO_EMPTY));
	CU_ASSERT(is_located("lost/new", AZS_REPO_NONE));
	azs_scratch_dir("hollow/.git");
	CU_ASSERT(is_located("hollow", AZS_REPO_EMPTY));
	CU_ASSERT_EQUAL(azs_gitbox_create_new("hollow"), 0);
	AZS_ASSERT_GIT("hollow", "status --porcelain", "");
	(void)azs_gitbox_git(".", "init -q --object-format=sha256 sha");
	CU_ASSERT(is_located("sha", AZS_REPO_EMPTY));
	CU_ASSERT(is_located("sha/new", AZS_REPO_INSIDE));
	if (geteuid() == 0) {
		azs_scratch_dir("alien");
		(void)azs_gitbox_git("alien", "init -q");
		(void)chown(azs_scratch("alien"), 4711, 4711);
		CU_ASSERT(is_located("alien/new", AZS_REPO_INSIDE));
	}
	azs_gitbox_end();
}

static void
locate_stops_at_a_ceiling(void)
{
	azs_gitbox_begin();
	(void)azs_gitbox_git(".", "init -q");
	azs_scratch_dir("a/b");
	(void)setenv("GIT_CEILING_DIRECTORIES", azs_scratch("a"), 1);
	CU_ASSERT(is_located("a/b", AZS_REPO_NONE));
	CU_ASSERT(is_located("a/new", AZS_REPO_NONE));
	CU_ASSERT(is_located("a/b/new", AZS_REPO_NONE));
	CU_ASSERT(is_located("a", AZS_REPO_INSIDE));
	CU_ASSERT(is_located("home", AZS_REPO_INSIDE));
	azs_gitbox_end();
}

static const struct azs_test tests[] = {
	{ "locate_tells_where_a_directory_stands",
	    locate_tells_where_a_directory_stands },
	{ "locate_knows_bare_linked_and_broken_repositories",
	    locate_knows_bare_linked_and_broken_repositories },
	{ "locate_stops_at_a_ceiling", locate_stops_at_a_ceiling },
};

int
main(void)
{
	int status = azs_test_main("repo_locate", tests, AZS_TEST_COUNT(tests));

	azs_repo_shutdown();
	return status;
}
