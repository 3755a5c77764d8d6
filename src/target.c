/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "target.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "memory.h"
#include "merge.h"

/* No generated file comes near this; a user's may grow. */
#define MAX_BYTES ((size_t)64 * 1024 * 1024)

void
azs_target_release(struct azs_target *target)
{
	azs_buf_release(&target->bytes);
}

/* How much of a path, up to a slash, lies in folder. */
static size_t
common(const char *full, const char *folder)
{
	size_t i, len = 0;

	for (i = 0; folder[i] != '\0' && folder[i] == full[i]; i++)
		if (full[i] == '/')
			len = i;
	return folder[i] == '\0' && full[i] == '/' ? i : len;
}

/* Is a directory on the way to a path below root a symbolic link? Those on the
   way to *folder are none; it becomes the directory of this path. */
static int
is_behind_link(const char *full, size_t root_len, char **folder)
{
	size_t known = *folder == NULL ? root_len : common(full, *folder);
	char *part = azs_xstrdup(full), *slash;
	struct stat st;
	int linked = 0;

	for (slash = strchr(part + known + 1, '/'); slash != NULL && !linked;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		linked = lstat(part, &st) == 0 && S_ISLNK(st.st_mode);
		*slash = '/';
	}
	if (!linked) {
		*strrchr(part, '/') = '\0';
		free(*folder);
		*folder = part;
	} else {
		free(part);
	}
	return linked;
}

void
azs_target_hash(struct azs_target *target)
{
	if (target->sha256[0] == '\0' && !target->missing && !target->foreign)
		azs_sha256(
		    target->bytes.data, target->bytes.len, target->sha256);
}

int
azs_target_read(const char *root, const char *path, struct azs_target *target,
    struct azs_error *err)
{
	int ret = azs_target_load(root, path, target, err);

	if (ret == 0)
		azs_target_hash(target);
	return ret;
}

int
azs_target_load(const char *root, const char *path, struct azs_target *target,
    struct azs_error *err)
{
	char *folder = NULL;
	int ret = azs_target_load_next(root, path, &folder, target, err);

	free(folder);
	return ret;
}

int
azs_target_load_next(const char *root, const char *path, char **folder,
    struct azs_target *target, struct azs_error *err)
{
	char *full = azs_xasprintf("%s/%s", root, path);
	struct stat st;
	int ret = 0;

	azs_buf_clear(&target->bytes);
	target->missing = target->foreign = target->executable = 0;
	target->mode = 0;
	target->sha256[0] = '\0';
	if (is_behind_link(full, strlen(root), folder)) {
		target->foreign = 1;
	} else if (lstat(full, &st) == -1) {
		target->missing = errno == ENOENT || errno == ENOTDIR;
		if (!target->missing)
			ret = azs_fail(
			    err, AZS_EFAILED, "%s: %s", path, strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		target->foreign = 1;
	} else {
		target->mode = st.st_mode & 0777;
		target->executable = (st.st_mode & S_IXUSR) != 0;
		ret = azs_file_read(full, MAX_BYTES, &target->bytes, err);
	}
	free(full);
	return ret;
}

/* The next byte of text as LF has it, behind *at; -1 at the end. */
static int
next(const struct azs_buf *text, size_t *at)
{
	if (*at + 1 < text->len && text->data[*at] == '\r' &&
	    text->data[*at + 1] == '\n')
		++*at;
	return *at == text->len ? -1 : (unsigned char)text->data[(*at)++];
}

int
azs_target_same(const struct azs_buf *a, const struct azs_buf *b)
{
	size_t i = 0, j = 0;
	int c;

	if (a->len == b->len && memcmp(a->data, b->data, a->len) == 0)
		return 1;
	do {
		c = next(a, &i);
		if (c != next(b, &j))
			return 0;
	} while (c != -1);
	return 1;
}

int
azs_target_is(struct azs_target *target, const char *sha256)
{
	struct azs_buf text = AZS_BUF_INIT;
	char as_lf[AZS_SHA256_SIZE];
	int is;

	azs_target_hash(target);
	if (target->sha256[0] == '\0')
		return 0;
	if (strcmp(target->sha256, sha256) == 0)
		return 1;
	if (memchr(target->bytes.data, '\r', target->bytes.len) == NULL)
		return 0;
	azs_merge_as_lf(&target->bytes, &text);
	azs_sha256(text.data, text.len, as_lf);
	is = strcmp(as_lf, sha256) == 0;
	azs_buf_release(&text);
	return is;
}
