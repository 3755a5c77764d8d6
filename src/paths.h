/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_PATHS_H
#define AZS_PATHS_H

#include <stddef.h>

#include "error.h"

/* Paths that a command line names: files, or folders for all below them. All
   zero is none. */
struct azs_paths {
	char **items; /* below the root; "" is all of it */
	size_t count;
};

/*
 * Add a path as the user wrote it in the folder cwd, both without a look at
 * the disk: root and cwd are absolute. AZS_EUSAGE when it leads out of root.
 */
int azs_paths_add(struct azs_paths *paths, const char *root, const char *cwd,
    const char *path, struct azs_error *err);

/* Is path one of them, or below one? */
int azs_paths_match(const struct azs_paths *paths, const char *path);

void azs_paths_release(struct azs_paths *paths);

#endif
