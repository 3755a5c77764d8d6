/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "model.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "document.h"
#include "memory.h"
#include "output.h"

/* Far above what document.c takes; it says what is too much. */
#define MAX_BYTES ((size_t)64 * 1024 * 1024)

struct files {
	azs_model_filter *filter; /* or NULL */
	void *arg;
	struct azs_model_source *sources;
	struct azs_buf *bytes;
	char **names;
	size_t count;
};

static int
is_yaml(const char *name)
{
	size_t len = strlen(name);

	return len > 5 && strcmp(name + len - 5, ".yaml") == 0;
}

static int
add_file(struct files *files, const char *root, const char *name,
    struct azs_findings *findings, struct azs_error *error)
{
	char *path = azs_xasprintf("%s/%s", root, name);
	struct azs_mark mark = { name, 0, 0, 0 };
	size_t n = files->count;
	struct azs_error err;
	int ret = 0;

	files->sources =
	    azs_xreallocarray(files->sources, n + 1, sizeof *files->sources);
	files->bytes =
	    azs_xreallocarray(files->bytes, n + 1, sizeof *files->bytes);
	files->names =
	    azs_xreallocarray(files->names, n + 1, sizeof *files->names);
	azs_buf_init(&files->bytes[n]);
	files->names[n] = azs_xstrdup(name);
	files->count++;
	/* What is no profile is named, not read. document.c says what is too
	   long, with the place. */
	if (is_yaml(name) &&
	    azs_file_read(path, MAX_BYTES, &files->bytes[n], &err) == -1) {
		azs_findings_add(findings, &mark, AZS_ERROR, AZS_RULE_SYNTAX,
		    NULL, "cannot be read: %s",
		    err.msg +
			(strncmp(err.msg, path, strlen(path)) == 0
				? strlen(path) + 2
				: 0));
		files->count--;
		free(files->names[n]);
	} else if (files->filter != NULL && is_yaml(name)) {
		ret = files->filter(name, &files->bytes[n], files->arg, error);
	}
	free(path);
	return ret;
}

static int
by_name(const void *left, const void *right)
{
	const char *const *a = left, *const *b = right;

	return strcmp(*a, *b);
}

/* The sorted names in the folder profiles/; hidden and backup files are the
   user's own business. A missing folder is empty. */
static int
list_profiles(
    const char *root, char ***names, size_t *count, struct azs_error *err)
{
	char *path = azs_xasprintf("%s/" AZS_PROFILES_DIR, root);
	DIR *dir = opendir(path);
	struct dirent *entry;
	int ret = -1;

	*names = NULL;
	*count = 0;
	if (dir == NULL && errno != ENOENT) {
		azs_fail(err, AZS_EFAILED, "%s: %s", path, strerror(errno));
		goto done;
	}
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		size_t len = strlen(entry->d_name);

		if (entry->d_name[0] == '.' || entry->d_name[len - 1] == '~')
			continue;
		*names = azs_xreallocarray(*names, *count + 1, sizeof **names);
		(*names)[(*count)++] =
		    azs_xasprintf(AZS_PROFILES_DIR "/%s", entry->d_name);
	}
	if (*count > 0)
		qsort(*names, *count, sizeof **names, by_name);
	ret = 0;
done:
	if (dir != NULL)
		closedir(dir);
	free(path);
	return ret;
}

int
azs_model_load(const char *root, azs_model_filter *filter, void *arg,
    struct azs_findings *findings, struct azs_model **out,
    struct azs_error *err)
{
	struct files files = { filter, arg, NULL, NULL, NULL, 0 };
	char **names = NULL;
	size_t i, count = 0;
	int ret = -1;

	if (add_file(&files, root, AZS_APPLICATION_FILE, findings, err) == -1 ||
	    list_profiles(root, &names, &count, err) == -1)
		goto done;
	for (i = 0; i < count; i++)
		if (add_file(&files, root, names[i], findings, err) == -1)
			goto done;
	for (i = 0; i < files.count; i++) {
		files.sources[i].name = files.names[i];
		files.sources[i].text = files.bytes[i].data;
		files.sources[i].len = files.bytes[i].len;
	}
	*out = azs_model_build(files.sources, files.count, findings);
	ret = 0;
done:
	for (i = 0; i < files.count; i++) {
		azs_buf_release(&files.bytes[i]);
		free(files.names[i]);
	}
	for (i = 0; i < count; i++)
		free(names[i]);
	free(names);
	free(files.sources);
	free(files.bytes);
	free(files.names);
	return ret;
}

int
azs_model_find_root(const char *start, char **root, struct azs_error *err)
{
	char *dir = realpath(start, NULL), *file, *slash;
	int found;

	if (dir == NULL)
		return azs_fail(
		    err, AZS_EFAILED, "%s: %s", start, strerror(errno));
	for (;;) {
		file = azs_xasprintf("%s/%s", dir, AZS_APPLICATION_FILE);
		found = access(file, F_OK) == 0;
		free(file);
		if (found) {
			*root = dir;
			return 0;
		}
		slash = strrchr(dir, '/');
		if (slash == NULL || dir[1] == '\0')
			break;
		slash[slash == dir] = '\0';
	}
	free(dir);
	return azs_fail(err, AZS_EFAILED,
	    "there is no " AZS_APPLICATION_FILE " in %s or above it; "
	    "`azstamp init` makes a repository",
	    start);
}
