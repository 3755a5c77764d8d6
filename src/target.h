/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TARGET_H
#define AZS_TARGET_H

#include <sys/types.h>

#include "buf.h"
#include "digest.h"
#include "error.h"

/*
 * What stands at a path below the root of a repository. No symbolic link at
 * or above it is followed: what lies behind one is the user's business.
 */
struct azs_target {
	struct azs_buf bytes; /* of a regular file */
	int missing;
	int foreign;		      /* something else than a regular file */
	mode_t mode;		      /* its permissions */
	int executable;		      /* for its owner */
	char sha256[AZS_SHA256_SIZE]; /* "" when it is missing or foreign, and
					 before azs_target_hash() */
};

/* clang-format off */
#define AZS_TARGET_INIT { AZS_BUF_INIT, 1, 0, 0, 0, "" }
/* clang-format on */

/* Look at a path; what target said before is gone. AZS_EFAILED when a regular
   file cannot be read. Ends with azs_target_release(). */
int azs_target_read(const char *root, const char *path,
    struct azs_target *target, struct azs_error *err);

/* The same in two steps, as a digest takes longer than all the rest: `check`
   compares bytes first. */
int azs_target_load(const char *root, const char *path,
    struct azs_target *target, struct azs_error *err);
void azs_target_hash(struct azs_target *target);

/* azs_target_load() of one file after the other, in a tree that stays as it
   is: directories on the way that led to the last one are not looked at again.
   *folder starts as NULL and is the caller's. */
int azs_target_load_next(const char *root, const char *path, char **folder,
    struct azs_target *target, struct azs_error *err);
void azs_target_release(struct azs_target *target);

/* Nonzero when two texts are equal but for LF and CRLF at the ends of their
   lines. */
int azs_target_same(const struct azs_buf *a, const struct azs_buf *b);

/* Nonzero when text is the one with that SHA-256, perhaps with CRLF. */
int azs_target_is(struct azs_target *target, const char *sha256);

#endif
