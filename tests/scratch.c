/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "file.h"
#include "memory.h"

static char folder[512];

const char *
azs_scratch_begin(void)
{
	const char *base = getenv("TMPDIR");
	char *real;

	(void)snprintf(folder, sizeof folder, "%s/azstamp-test-XXXXXX",
	    base == NULL ? "/tmp" : base);
	if (mkdtemp(folder) == NULL ||
	    (real = realpath(folder, NULL)) == NULL) {
		perror(folder);
		exit(1);
	}
	(void)snprintf(folder, sizeof folder, "%s", real);
	free(real);
	return folder;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	(void)remove(path);
	return 0;
}

void
azs_scratch_end(void)
{
	(void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *
azs_scratch(const char *name)
{
	static char paths[8][1024];
	static unsigned int next;
	char *path = paths[next++ % 8];

	(void)snprintf(path, sizeof paths[0], "%s/%s", folder, name);
	return path;
}

void
azs_scratch_dir(const char *name)
{
	char path[1024], *slash;

	(void)snprintf(path, sizeof path, "%s/%s", folder, name);
	for (slash = path + strlen(folder) + 1;
	     (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		(void)mkdir(path, 0755);
		*slash = '/';
	}
	(void)mkdir(path, 0755);
}

void
azs_scratch_file(const char *name, const char *text)
{
	char *parent = azs_xstrdup(name), *slash = strrchr(parent, '/');
	FILE *file;

	if (slash != NULL) {
		*slash = '\0';
		azs_scratch_dir(parent);
	}
	free(parent);
	file = fopen(azs_scratch(name), "w");
	if (file == NULL || fputs(text, file) == EOF || fclose(file) == EOF) {
		perror(name);
		exit(1);
	}
}

static void
add_tree(const char *path, const char *shown, struct azs_buf *out)
{
	struct azs_buf bytes = AZS_BUF_INIT;
	struct dirent **entries = NULL;
	struct azs_error err;
	char *below, *below_shown;
	struct stat st;
	int count, i;

	if (lstat(path, &st) == -1)
		return;
	if (!S_ISDIR(st.st_mode)) {
		if (S_ISREG(st.st_mode))
			(void)azs_file_read(path, 1 << 20, &bytes, &err);
		azs_buf_addf(
		    out, "%s %o %s\n", shown, st.st_mode & 07777U, bytes.data);
		azs_buf_release(&bytes);
		return;
	}
	if (shown[0] != '\0')
		azs_buf_addf(out, "%s/ %o\n", shown, st.st_mode & 07777U);
	if (strcmp(shown, ".git") == 0)
		return;
	count = scandir(path, &entries, NULL, alphasort);
	for (i = 0; i < count; i++) {
		if (strcmp(entries[i]->d_name, ".") != 0 &&
		    strcmp(entries[i]->d_name, "..") != 0) {
			below =
			    azs_xasprintf("%s/%s", path, entries[i]->d_name);
			below_shown = azs_xasprintf("%s%s%s", shown,
			    shown[0] == '\0' ? "" : "/", entries[i]->d_name);
			add_tree(below, below_shown, out);
			free(below);
			free(below_shown);
		}
		free(entries[i]);
	}
	free(entries);
}

char *
azs_scratch_tree(const char *name)
{
	struct azs_buf out = AZS_BUF_INIT;

	add_tree(azs_scratch(name), "", &out);
	return azs_buf_detach(&out);
}

int
azs_scratch_is(const char *name, const char *expected)
{
	char *tree = azs_scratch_tree(name);
	int same = strcmp(tree, expected) == 0;

	if (!same)
		(void)printf(
		    "\n    have <%s>\n    want <%s>\n", tree, expected);
	free(tree);
	return same;
}
