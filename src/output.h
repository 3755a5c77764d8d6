/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_OUTPUT_H
#define AZS_OUTPUT_H

#include <stddef.h>

#include "error.h"
#include "file.h"

/* One file to write. All borrowed. */
struct azs_output_file {
	const char *path; /* relative, '/' between parts, checked */
	const char *bytes;
	size_t len;
	int executable; /* 0755, else 0644; the umask is not asked */
};

/*
 * Is path one that may be written below a root, on any system the repository
 * may be checked out on? Relative, no empty, "." or ".." part, no control
 * character, none of \ : < > " | ? *, no part that ends in a dot or a space,
 * is a device of Windows (nul, com1) or is .git in any spelling git itself
 * refuses; at most 4096 bytes, 64 parts, 255 bytes a part. Fails with
 * AZS_EFAILED and says which.
 */
int azs_output_check_path(const char *path, struct azs_error *err);

/*
 * Build a new directory: everything is written to a staging directory
 * ".azstamp-init-XXXXXX" beside target and renamed into place by
 * azs_output_commit(). Where target is an existing empty directory it is
 * filled in place instead, all or nothing (it may be a working folder or a
 * mount): the staging directory is made inside and its entries are moved out,
 * .git first. Staging directories that an earlier, killed run left there and
 * no live process holds are removed first.
 *
 * A kill leaves at most the staging directory; only one between the moves of
 * a filling in place also leaves those entries already moved, and the next
 * run says so. SIGHUP, SIGINT and SIGTERM are held back from open to close
 * (unless ignored): the next step fails, close removes what there is and then
 * lets the signal end the program. So one output at a time.
 */
struct azs_output;

/* target: path of the directory to make; its parent must exist. May hold a
   lone ".git" (which is left alone; azs_repo_locate() tells what it is).
   Fails when it is not empty or cannot be written.
   *out is the caller's (azs_output_close). */
int azs_output_open(
    const char *target, struct azs_output **out, struct azs_error *err);
/* Would azs_output_open() take this target? For a run that writes nothing. */
int azs_output_check(const char *target, struct azs_error *err);
/* The directory in which files stand until the commit. */
const char *azs_output_root(const struct azs_output *output);
/* The directory that azs_repo_create() is to make a repository before the
   commit: the root, or the target if that has a ".git" already. */
const char *azs_output_repository(const struct azs_output *output);
/* Write all files below the root. */
int azs_output_write(struct azs_output *output,
    const struct azs_output_file *files, size_t count, struct azs_error *err);
/* Put everything into place. */
int azs_output_commit(struct azs_output *output, struct azs_error *err);
/* Without a commit before: remove everything written. Does not return when a
   signal was held back. Accepts NULL. */
void azs_output_close(struct azs_output *output);

/*
 * Replace or create one file below root atomically (temporary file
 * ".azstamp-tmp-XXXXXX" beside it, fsync, rename), creating directories as
 * needed. A file that is replaced keeps its permissions but for the executable
 * bits. No symbolic link at or above the path (below root) is followed: that
 * is an error.
 */
int azs_output_replace(const char *root, const struct azs_output_file *file,
    struct azs_error *err);

/* The same without the flush: for a caller that calls azs_disk_sync() at the
   end of many. */
int azs_output_put(const char *root, const struct azs_output_file *file,
    struct azs_error *err);

/* Remove a file below root and the directories this empties; none there is
   no failure. */
int azs_output_remove(
    const char *root, const char *path, struct azs_error *err);

/* Remove the temporary files that killed runs left beside a path. */
void azs_output_sweep(const char *root, const char *path);

/* Fill err with the sentence for errno after path could not be written;
   returns -1 always. */
int azs_output_fail(const char *path, struct azs_error *err);

#endif
