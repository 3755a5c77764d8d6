/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_GITENV_H
#define AZS_GITENV_H

#include "error.h"

/* What git reads from the environment and the disk and libgit2 1.5 does not;
   for repo.c, without libgit2. */

/* The number of settings GIT_CONFIG_COUNT announces; fails when one of them
   is missing. */
int azs_gitenv_count(int *count, struct azs_error *err);
/* Setting n of azs_gitenv_count(): its "KEY" or "VALUE", borrowed. */
const char *azs_gitenv_setting(const char *kind, int n);

/* The path of a configuration file of the user, the caller's, or NULL: */
enum azs_gitenv_file {
	AZS_GITENV_XDG,	  /* XDG_CONFIG_HOME or HOME/.config, git/config */
	AZS_GITENV_GLOBAL /* HOME/.gitconfig; or GIT_CONFIG_GLOBAL, and then
			     there is no other */
};
char *azs_gitenv_config(enum azs_gitenv_file which);

/* Is root, without symbolic links, trusted after one more value of
   safe.directory, when it was (or was not) before it? */
int azs_gitenv_trusts(const char *value, const char *root, int before);

/* The nearest directory at or above path that exists, without symbolic links,
   the caller's; *missing: it is not path itself. NULL (errno) when there is
   none. */
char *azs_gitenv_nearest(const char *path, int *missing);
/* Is a path without symbolic links one of GIT_CEILING_DIRECTORIES? */
int azs_gitenv_is_ceiling(const char *path);
/* Does a directory hold a .git? *others: and more than that, the stages of
   azs_output_open() aside. */
int azs_gitenv_holds_git(const char *path, int *others);
/* Does path belong to us or to the user who called sudo, or not exist? */
int azs_gitenv_is_ours(const char *path);

#endif
