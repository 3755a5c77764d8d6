/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_REPO_PRIVATE_H
#define AZS_REPO_PRIVATE_H

#include "error.h"
#include "repo_git2.h"

/* What repo*.c share: libgit2 is started and configured by repo_config.c. */

/* The configuration as git sees it: files below, the environment above. */
struct azs_repo_config {
	git_config *files;
	git_config *snapshot; /* of files; its strings stay */
	int count;	      /* GIT_CONFIG_COUNT */
};

/* Load and start libgit2 if it was not. */
int azs_repo_start(struct azs_error *err);
/* Fail with the last message of libgit2 behind ours; returns -1 always. */
int azs_repo_fail(struct azs_error *err, const char *what);

/* repo may be NULL: then without the repository's own. Ends with
   azs_repo_close_config() in any case. */
int azs_repo_open_config(struct azs_repo_config *config, git_repository *repo,
    struct azs_error *err);
void azs_repo_close_config(struct azs_repo_config *config);

/* Refuse a repository of another user unless safe.directory names it. */
int azs_repo_check_owner(
    git_repository *repo, const char *root, struct azs_error *err);

/*
 * Does the repository whose git directory is root + below use extensions
 * (SHA-256, reftable)? libgit2 1.5 reads none of those, and leaks memory when
 * it finds one. Without a config (a linked worktree) nobody knows: -1.
 */
int azs_repo_has_extensions(const char *root, const char *below);

#endif
