/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_REPO_H
#define AZS_REPO_H

#include <stddef.h>

#include "buf.h"
#include "error.h"

/*
 * What azstamp needs of git, by libgit2, which is loaded and started on first
 * use only (6 ms). Only repo*.c include git2.h. Of the environment only the
 * variables named below count: GIT_DIR, GIT_INDEX_FILE and their like, which
 * a hook or an alias sets, say nothing about the repository meant here.
 */

/* Release libgit2 if it was started. */
void azs_repo_shutdown(void);

enum azs_repo_inside {
	AZS_REPO_NONE,	 /* path is in no git repository, or in one that ignores
			    it */
	AZS_REPO_INSIDE, /* path lies in a work tree, or in a git directory */
	AZS_REPO_EMPTY,	 /* path is itself the root of a repository that has no
			    commit and no other file */
	AZS_REPO_ROOT	 /* path is itself the root of a repository that has
			    commits, staged files or files */
};

/* Where a directory (or, if it does not exist, its nearest existing parent)
   stands. Honors GIT_CEILING_DIRECTORIES. A repository of another owner
   (safe.directory) or one libgit2 cannot open counts as AZS_REPO_INSIDE, and
   at its root without another file as AZS_REPO_EMPTY: azs_repo_create() says
   what is wrong with it. */
int azs_repo_locate(
    const char *path, enum azs_repo_inside *out, struct azs_error *err);

enum azs_repo_state {
	AZS_REPO_COMMITTED,
	AZS_REPO_STAGED,	     /* everything staged, as asked */
	AZS_REPO_STAGED_NO_IDENTITY, /* everything staged, user.name/email
					unknown */
	AZS_REPO_STAGED_SIGNING	     /* everything staged, commit.gpgsign asks
					for a signature we cannot make */
};

struct azs_repo_result {
	enum azs_repo_state state;
	char commit[65]; /* hexadecimal id when committed, else "" */
};

/*
 * Make the directory root a repository with HEAD on branch (or take the one
 * without commits that is there), stage the named files (relative paths;
 * executable[i] nonzero = mode 755 whatever core.fileMode says; bytes as they
 * are whatever core.autocrlf, .gitattributes and .gitignore say) and make the
 * first commit with message (NULL: only stage). files: where those files stand
 * meanwhile, NULL: in root. No hook, template or filter of the user is run or
 * copied.
 *
 * The identity is git's: GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL, GIT_AUTHOR_DATE,
 * GIT_COMMITTER_*, then author.*, committer.* and user.* of the configuration
 * (GIT_CONFIG_COUNT/KEY_n/VALUE_n first, then the files, as GIT_CONFIG_GLOBAL,
 * GIT_CONFIG_SYSTEM, GIT_CONFIG_NOSYSTEM, HOME and XDG_CONFIG_HOME name
 * them), then EMAIL; none is invented.
 *
 * After a failure a new .git may be left half made (in a stage, which goes);
 * one that was there holds at most unreferenced objects.
 */
int azs_repo_create(const char *root, const char *files, const char *branch,
    const char *const *paths, const int *executable, size_t count,
    const char *message, struct azs_repo_result *result, struct azs_error *err);

/*
 * The three-way merge of one text, as `git merge-file --diff3` makes it, with
 * the three labels; all texts LF. *out is the caller's (free()), NUL-ended.
 * *conflicts: 0 clean, 1 when markers were written. Texts that look binary (a
 * NUL in the first 8000 bytes) or exceed 1 GiB are an error.
 */
int azs_repo_merge_file(const char *base, size_t base_len, const char *ours,
    size_t ours_len, const char *theirs, size_t theirs_len,
    const char *ours_label, const char *base_label, const char *theirs_label,
    char **out, size_t *out_len, int *conflicts, struct azs_error *err);

/*
 * The hunks of a unified diff ("@@ -1,3 +1,4 @@", ...) between two texts, ""
 * when they are equal or one is binary. *out is the caller's (free()).
 */
int azs_repo_hunks(const char *old, size_t old_len, const char *new,
    size_t new_len, char **out, struct azs_error *err);

/* A file in conflict. All borrowed. */
struct azs_repo_conflict {
	const char *path; /* below the root of our repository */
	/* As generated before, the user's, as generated now; the first may be
	   empty for no such file. */
	const struct azs_buf *sides[3];
	int executable;
	int fits; /* its index entry may show the conflict */
};

/*
 * Look whether git's index can show conflicts: sets fits for those that are
 * neither staged nor in conflict already. root lies at or below the root of a
 * work tree; without git nothing fits. *why, the caller's: the reason when
 * the index cannot be used, else NULL.
 */
void azs_repo_look_at_index(const char *root,
    struct azs_repo_conflict *conflicts, size_t count, char **why);

/* Put the conflicts that fit into the index, as stages 1 to 3. */
int azs_repo_add_conflicts(const char *root,
    const struct azs_repo_conflict *conflicts, size_t count,
    struct azs_error *err);

/* Take conflicts out of the index again: each path that still shows one is
   as in HEAD. */
int azs_repo_drop_conflicts(
    const char *root, char *const *paths, size_t count, struct azs_error *err);

#endif
