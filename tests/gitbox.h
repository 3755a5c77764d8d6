/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TESTS_GITBOX_H
#define AZS_TESTS_GITBOX_H

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "repo.h"

/*
 * A scratch folder with an empty home, and nothing of the machine's git
 * configuration or of the caller's environment; git itself, to compare with;
 * and a few files to make a repository of.
 */

void azs_gitbox_begin(void);
void azs_gitbox_end(void);

/* Ada is who commits. */
void azs_gitbox_identity(void);

/* What `git -C DIR ARGS` prints, stderr included, in static storage. */
const char *azs_gitbox_git(const char *dir, const char *args);

#define AZS_ASSERT_GIT(dir, args, expected)                              \
	do {                                                             \
		const char *got = azs_gitbox_git(dir, args);             \
		if (strcmp(got, expected) != 0)                          \
			(void)printf("\n    git %s: <%s>\n", args, got); \
		CU_ASSERT_STRING_EQUAL(got, expected);                   \
	} while (0)

#define AZS_GITBOX_COUNT 6

extern const char *const azs_gitbox_paths[AZS_GITBOX_COUNT];
extern const int azs_gitbox_executable[AZS_GITBOX_COUNT];

/* What the last call to azs_repo_...() has said. */
extern struct azs_error azs_gitbox_error;
extern struct azs_repo_result azs_gitbox_result;

/* Write the files to dir; make it a repository, as azs_repo_create() does; or
   both. */
void azs_gitbox_write(const char *dir);
int azs_gitbox_create(const char *dir);
int azs_gitbox_create_new(const char *dir);

/* Is ret -1, and does azs_gitbox_error hold text? Shows it if not. */
int azs_gitbox_fails(int ret, const char *text);

#endif
