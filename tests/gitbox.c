/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "gitbox.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "memory.h"
#include "scratch.h"

const char *const azs_gitbox_paths[AZS_GITBOX_COUNT] = { ".gitattributes",
	".gitignore", "README.md", "build/kept.txt", "crlf.bat",
	"scripts/run.sh" };
const int azs_gitbox_executable[AZS_GITBOX_COUNT] = { 0, 0, 0, 0, 0, 1 };

struct azs_error azs_gitbox_error;
struct azs_repo_result azs_gitbox_result;

void
azs_gitbox_begin(void)
{
	static const char *const names[] = { "AUTHOR_NAME", "AUTHOR_EMAIL",
		"AUTHOR_DATE", "COMMITTER_NAME", "COMMITTER_EMAIL",
		"COMMITTER_DATE", "CONFIG_GLOBAL", "CONFIG_SYSTEM",
		"CONFIG_COUNT", "CONFIG_PARAMETERS", "DIR", "WORK_TREE",
		"INDEX_FILE", "OBJECT_DIRECTORY", "COMMON_DIR", "NAMESPACE",
		"DISCOVERY_ACROSS_FILESYSTEM", "TEMPLATE_DIR" };
	char name[64];
	size_t i;

	(void)setenv("GIT_CEILING_DIRECTORIES", azs_scratch_begin(), 1);
	azs_scratch_dir("home");
	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		(void)snprintf(name, sizeof name, "GIT_%s", names[i]);
		(void)unsetenv(name);
	}
	(void)unsetenv("EMAIL");
	(void)unsetenv("XDG_CONFIG_HOME");
	(void)unsetenv("SUDO_UID");
	(void)setenv("HOME", azs_scratch("home"), 1);
	(void)setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	(void)setenv("LC_ALL", "C", 1);
	(void)setenv("TZ", "UTC", 1);
}

void
azs_gitbox_end(void)
{
	azs_scratch_end();
}

void
azs_gitbox_identity(void)
{
	azs_scratch_file("home/.gitconfig",
	    "[user]\n\tname = Ada\n\temail = ada@example.com\n");
}

const char *
azs_gitbox_git(const char *dir, const char *args)
{
	static char out[65536];
	char *command =
	    azs_xasprintf("git -C '%s' %s 2>&1", azs_scratch(dir), args);
	FILE *pipe = popen(command, "r");
	size_t len = 0;

	if (pipe != NULL) {
		len = fread(out, 1, sizeof out - 1, pipe);
		(void)pclose(pipe);
	}
	out[len] = '\0';
	free(command);
	return out;
}

void
azs_gitbox_write(const char *dir)
{
	static const char *const texts[] = { "*.md text eol=lf\n*.sh eol=lf\n",
		"build/\n", "# Shop\n", "kept\n", "echo\r\n", "#!/bin/sh\n" };
	char *name;
	size_t i;

	for (i = 0; i < AZS_GITBOX_COUNT; i++) {
		name = azs_xasprintf("%s/%s", dir, azs_gitbox_paths[i]);
		azs_scratch_file(name, texts[i]);
		if (azs_gitbox_executable[i])
			(void)chmod(azs_scratch(name), 0755);
		free(name);
	}
}

int
azs_gitbox_create(const char *dir)
{
	azs_gitbox_error.msg[0] = '\0';
	return azs_repo_create(azs_scratch(dir), NULL, "main", azs_gitbox_paths,
	    azs_gitbox_executable, AZS_GITBOX_COUNT, "First\n\nBody",
	    &azs_gitbox_result, &azs_gitbox_error);
}

int
azs_gitbox_create_new(const char *dir)
{
	azs_gitbox_write(dir);
	return azs_gitbox_create(dir);
}

int
azs_gitbox_fails(int ret, const char *text)
{
	int right = ret == -1 && strstr(azs_gitbox_error.msg, text) != NULL;

	if (!right)
		(void)printf("\n    %d <%s>\n", ret, azs_gitbox_error.msg);
	return right;
}
