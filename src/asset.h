/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_ASSET_H
#define AZS_ASSET_H

#include <stddef.h>

#include "error.h"

/*
 * The files of templates/ and profiles/, embedded by the build tool embed.c.
 * Sorted by path ("profiles/prod.yaml", "templates/common/manifest.yaml");
 * a NUL that len does not count follows the bytes.
 */
struct azs_asset {
	const char *path;
	const char *bytes;
	size_t len;
};

extern const struct azs_asset azs_assets[];
extern const size_t azs_asset_count;

/* The embedded file of that path, or NULL. */
const struct azs_asset *azs_asset_find(const char *path);

/*
 * The templates as a run sees them: a directory of the user's lies over the
 * embedded ones, path by path ("microservice/manifest.yaml" below both).
 */
struct azs_assets;

#define AZS_ASSET_MAX_BYTES ((size_t)1024 * 1024)

/*
 * template_dir: the directory, or NULL for the embedded files alone. Fails
 * when it is no directory. *out is the caller's (azs_assets_close).
 */
int azs_assets_open(
    const char *template_dir, struct azs_assets **out, struct azs_error *err);

/*
 * Look up a path relative to templates/: 1 found, 0 there is none, -1 error.
 * *bytes (NUL-terminated behind len) belongs to assets and stays the same
 * until azs_assets_close(). Errors: a path that azs_output_check_path()
 * refuses; in the directory a file that is not regular, cannot be read, has
 * more than AZS_ASSET_MAX_BYTES or is reached by a symbolic link that leads
 * out of the directory.
 */
int azs_assets_read(struct azs_assets *assets, const char *path,
    const char **bytes, size_t *len, struct azs_error *err);

/* Does a directory of the user's lie over the embedded files? */
int azs_assets_have_own(const struct azs_assets *assets);

/* Accepts NULL. */
void azs_assets_close(struct azs_assets *assets);

#endif
