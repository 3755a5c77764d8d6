/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "paths.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "memory.h"

/* Append the parts of path to an absolute one, "." and ".." followed. */
static void
join(struct azs_buf *full, const char *path)
{
	size_t len;

	for (; *path != '\0'; path += len) {
		path += strspn(path, "/");
		len = strcspn(path, "/");
		if (len == 0 || (len == 1 && path[0] == '.'))
			continue;
		if (len == 2 && strncmp(path, "..", 2) == 0) {
			while (
			    full->len > 0 && full->data[full->len - 1] != '/')
				azs_buf_cut(full, full->len - 1);
			if (full->len > 0)
				azs_buf_cut(full, full->len - 1);
			continue;
		}
		azs_buf_addc(full, '/');
		azs_buf_add(full, path, len);
	}
}

int
azs_paths_add(struct azs_paths *paths, const char *root, const char *cwd,
    const char *path, struct azs_error *err)
{
	struct azs_buf full = AZS_BUF_INIT;
	size_t len = strlen(root);
	int ret = -1;

	if (path[0] != '/')
		join(&full, cwd);
	join(&full, path);
	if (strncmp(full.data, root, len) != 0 ||
	    (full.data[len] != '/' && full.data[len] != '\0')) {
		(void)azs_fail(err, AZS_EUSAGE,
		    "%.200s is not in the repository %s", path, root);
		goto done;
	}
	paths->items = azs_xreallocarray(
	    paths->items, paths->count + 1, sizeof *paths->items);
	paths->items[paths->count++] =
	    azs_xstrdup(full.data[len] == '\0' ? "" : full.data + len + 1);
	ret = 0;
done:
	azs_buf_release(&full);
	return ret;
}

int
azs_paths_match(const struct azs_paths *paths, const char *path)
{
	size_t i, len;

	for (i = 0; i < paths->count; i++) {
		len = strlen(paths->items[i]);
		if (len == 0 ||
		    (strncmp(paths->items[i], path, len) == 0 &&
			(path[len] == '\0' || path[len] == '/')))
			return 1;
	}
	return 0;
}

void
azs_paths_release(struct azs_paths *paths)
{
	size_t i;

	for (i = 0; i < paths->count; i++)
		free(paths->items[i]);
	free(paths->items);
	memset(paths, 0, sizeof *paths);
}
