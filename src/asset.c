/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "asset.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "memory.h"
#include "output.h"

/* A file read from the user's directory, kept until the end. */
struct overlay_file {
	char *path;
	struct azs_buf bytes;
};

struct azs_assets {
	char *dir;  /* as the user wrote it, for messages; NULL: none */
	char *root; /* the same without symbolic links */
	struct overlay_file *files;
	size_t count;
};

static int
compare_path(const void *path, const void *asset)
{
	return strcmp(path, ((const struct azs_asset *)asset)->path);
}

const struct azs_asset *
azs_asset_find(const char *path)
{
	return bsearch(path, azs_assets, azs_asset_count, sizeof azs_assets[0],
	    compare_path);
}

int
azs_assets_open(
    const char *template_dir, struct azs_assets **out, struct azs_error *err)
{
	struct azs_assets *assets = azs_xcalloc(1, sizeof *assets);
	struct stat st;
	int ret = -1;

	if (template_dir != NULL) {
		assets->dir = azs_xstrdup(template_dir);
		assets->root = realpath(template_dir, NULL);
		if (assets->root == NULL || stat(assets->root, &st) == -1) {
			(void)azs_fail(err, AZS_EFAILED, "%s: %s", template_dir,
			    strerror(errno));
			goto done;
		}
		if (!S_ISDIR(st.st_mode)) {
			(void)azs_fail(err, AZS_EFAILED, "%s: not a directory",
			    template_dir);
			goto done;
		}
	}
	*out = assets;
	assets = NULL;
	ret = 0;
done:
	azs_assets_close(assets);
	return ret;
}

int
azs_assets_have_own(const struct azs_assets *assets)
{
	return assets->dir != NULL;
}

void
azs_assets_close(struct azs_assets *assets)
{
	size_t i;

	if (assets == NULL)
		return;
	for (i = 0; i < assets->count; i++) {
		free(assets->files[i].path);
		azs_buf_release(&assets->files[i].bytes);
	}
	free(assets->files);
	free(assets->root);
	free(assets->dir);
	free(assets);
}

static int
is_below(const char *path, const char *root)
{
	size_t len = strlen(root);

	/* A root of "/" ends in its own slash. */
	return strncmp(path, root, len) == 0 &&
	    (path[len] == '/' || (len > 0 && root[len - 1] == '/'));
}

/* Does *real, below the root, name a regular file? 1, 0 (absent) or -1. */
static int
locate(const struct azs_assets *assets, const char *path, char **real,
    struct azs_error *err)
{
	char *joined = azs_xasprintf("%s/%s", assets->root, path);
	struct stat st;
	int ret = -1;

	*real = realpath(joined, NULL);
	if (*real == NULL && (errno == ENOENT || errno == ENOTDIR) &&
	    lstat(joined, &st) == -1) {
		ret = 0;
	} else if (*real == NULL || stat(*real, &st) == -1) {
		(void)azs_fail(err, AZS_EFAILED, "%s/%s: %s", assets->dir, path,
		    strerror(errno));
	} else if (!is_below(*real, assets->root)) {
		(void)azs_fail(err, AZS_EFAILED,
		    "%s/%s: a symbolic link leads out of the template "
		    "directory",
		    assets->dir, path);
	} else if (!S_ISREG(st.st_mode)) {
		(void)azs_fail(err, AZS_EFAILED, "%s/%s: not a regular file",
		    assets->dir, path);
	} else {
		ret = 1;
	}
	free(joined);
	return ret;
}

/* Look in the user's directory and keep what is found. */
static int
read_overlay(struct azs_assets *assets, const char *path,
    const struct azs_buf **out, struct azs_error *err)
{
	struct azs_buf bytes = AZS_BUF_INIT;
	struct overlay_file *file;
	char *real = NULL;
	size_t i;
	int ret;

	for (i = 0; i < assets->count; i++) {
		if (strcmp(assets->files[i].path, path) == 0) {
			*out = &assets->files[i].bytes;
			return 1;
		}
	}
	ret = locate(assets, path, &real, err);
	if (ret != 1)
		goto done;
	ret = -1;
	if (azs_file_read(real, AZS_ASSET_MAX_BYTES, &bytes, err) == -1)
		goto done;
	assets->files = azs_xreallocarray(
	    assets->files, assets->count + 1, sizeof *assets->files);
	file = &assets->files[assets->count++];
	file->path = azs_xstrdup(path);
	file->bytes = bytes;
	azs_buf_init(&bytes);
	*out = &file->bytes;
	ret = 1;
done:
	azs_buf_release(&bytes);
	free(real);
	return ret;
}

int
azs_assets_read(struct azs_assets *assets, const char *path, const char **bytes,
    size_t *len, struct azs_error *err)
{
	const struct azs_asset *asset;
	const struct azs_buf *found = NULL;
	char *full;
	int ret;

	if (azs_output_check_path(path, err) == -1)
		return -1;
	if (assets->root != NULL) {
		ret = read_overlay(assets, path, &found, err);
		if (ret == 1) {
			*bytes = found->data;
			*len = found->len;
		}
		if (ret != 0)
			return ret;
	}
	full = azs_xasprintf("templates/%s", path);
	asset = azs_asset_find(full);
	free(full);
	if (asset == NULL)
		return 0;
	*bytes = asset->bytes;
	*len = asset->len;
	return 1;
}
