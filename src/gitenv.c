/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "gitenv.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"

const char *
azs_gitenv_setting(const char *kind, int n)
{
	char name[64];

	(void)snprintf(name, sizeof name, "GIT_CONFIG_%s_%d", kind, n);
	return getenv(name);
}

int
azs_gitenv_count(int *count, struct azs_error *err)
{
	const char *text = getenv("GIT_CONFIG_COUNT");
	long number;
	char *end;
	int i;

	*count = 0;
	if (text == NULL || text[0] == '\0')
		return 0;
	errno = 0;
	number = strtol(text, &end, 10);
	if (*end != '\0' || errno != 0 || number < 0 || number > INT_MAX)
		return azs_fail(err, AZS_EFAILED,
		    "GIT_CONFIG_COUNT: \"%.100s\" is no count", text);
	for (i = 0; i < number; i++)
		if (azs_gitenv_setting("KEY", i) == NULL ||
		    azs_gitenv_setting("VALUE", i) == NULL)
			return azs_fail(err, AZS_EFAILED,
			    "GIT_CONFIG_COUNT is %ld, but GIT_CONFIG_KEY_%d or "
			    "GIT_CONFIG_VALUE_%d is missing",
			    number, i, i);
	*count = (int)number;
	return 0;
}

char *
azs_gitenv_config(enum azs_gitenv_file which)
{
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	const char *global = getenv("GIT_CONFIG_GLOBAL");

	if (global != NULL)
		return which == AZS_GITENV_GLOBAL ? azs_xstrdup(global) : NULL;
	if (which == AZS_GITENV_XDG && xdg != NULL && xdg[0] != '\0')
		return azs_xasprintf("%s/git/config", xdg);
	if (home == NULL)
		return NULL;
	return azs_xasprintf("%s/%s", home,
	    which == AZS_GITENV_XDG ? ".config/git/config" : ".gitconfig");
}

int
azs_gitenv_trusts(const char *value, const char *root, int before)
{
	const char *home = getenv("HOME");
	char *path, *resolved;
	int same;

	/* An empty value takes back those before it. */
	if (value == NULL || value[0] == '\0')
		return 0;
	if (strcmp(value, "*") == 0)
		return 1;
	if (value[0] == '~' && value[1] == '/' && home != NULL)
		path = azs_xasprintf("%s%s", home, value + 1);
	else
		path = azs_xstrdup(value);
	resolved = realpath(path, NULL);
	same = resolved != NULL && strcmp(resolved, root) == 0;
	free(resolved);
	free(path);
	return before || same;
}

char *
azs_gitenv_nearest(const char *path, int *missing)
{
	char *copy = azs_xstrdup(path[0] == '\0' ? "." : path), *slash;
	char *resolved;

	*missing = 0;
	while ((resolved = realpath(copy, NULL)) == NULL) {
		if ((errno != ENOENT && errno != ENOTDIR) ||
		    strcmp(copy, ".") == 0)
			break;
		*missing = 1;
		slash = strrchr(copy, '/');
		if (slash == NULL)
			(void)strcpy(copy, ".");
		else if (slash == copy)
			copy[1] = '\0';
		else
			*slash = '\0';
	}
	free(copy);
	return resolved;
}

int
azs_gitenv_is_ceiling(const char *path)
{
	const char *list = getenv("GIT_CEILING_DIRECTORIES"), *end;
	char *item, *resolved;
	int found = 0;

	for (; list != NULL && !found; list = *end == '\0' ? NULL : end + 1) {
		end = strchrnul(list, ':');
		item = azs_xstrndup(list, (size_t)(end - list));
		resolved = item[0] == '/' ? realpath(item, NULL) : NULL;
		found = resolved != NULL && strcmp(resolved, path) == 0;
		free(resolved);
		free(item);
	}
	return found;
}

int
azs_gitenv_holds_git(const char *path, int *others)
{
	static const char stage[] = ".azstamp-init-";
	DIR *dir = opendir(path);
	struct dirent *entry;
	int git = 0;

	*others = 0;
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".git") == 0)
			git = 1;
		else if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0 &&
		    strncmp(entry->d_name, stage, sizeof stage - 1) != 0)
			*others = 1;
	}
	if (dir != NULL)
		(void)closedir(dir);
	return git;
}

int
azs_gitenv_is_ours(const char *path)
{
	const char *sudo = getenv("SUDO_UID");
	struct stat st;
	char uid[32];

	if (lstat(path, &st) == -1 || st.st_uid == geteuid())
		return 1;
	(void)snprintf(uid, sizeof uid, "%lu", (unsigned long)st.st_uid);
	return geteuid() == 0 && sudo != NULL && strcmp(sudo, uid) == 0;
}
