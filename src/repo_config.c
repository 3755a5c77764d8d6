/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gitenv.h"
#include "memory.h"
#include "repo.h"
#include "repo_private.h"

static int started;
static char *system_config; /* path of the system's, or NULL */

/* Fail with the last message of libgit2 behind ours. */
int
azs_repo_fail(struct azs_error *err, const char *what)
{
	const git_error *last = azs_git2.error_last();

	return azs_fail(err, AZS_EFAILED, "%s: %s", what,
	    last == NULL || last->message == NULL ? "unknown error"
						  : last->message);
}

/*
 * Start libgit2 blind: it reads no configuration by itself, because 1.5 does
 * not know GIT_CONFIG_GLOBAL and its like; and it does not judge owners,
 * because 1.5 does not know safe.directory=* and fails where that is unset.
 * azs_repo_open_config() and azs_repo_check_owner() do both.
 */
int
azs_repo_start(struct azs_error *err)
{
	static const int levels[] = { GIT_CONFIG_LEVEL_PROGRAMDATA,
		GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
		GIT_CONFIG_LEVEL_GLOBAL };
	git_buf path = GIT_BUF_INIT;
	size_t i;

	if (started)
		return 0;
	if (azs_git2_load(err) == -1)
		return -1;
	if (azs_git2.libgit2_init() < 0)
		return azs_repo_fail(err, "cannot start libgit2");
	started = 1;
	if (azs_git2.config_find_system(&path) == 0)
		system_config = azs_xstrdup(path.ptr);
	azs_git2.buf_dispose(&path);
	for (i = 0; i < sizeof levels / sizeof levels[0]; i++)
		(void)azs_git2.libgit2_opts(
		    GIT_OPT_SET_SEARCH_PATH, levels[i], "");
	(void)azs_git2.libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	return 0;
}

void
azs_repo_shutdown(void)
{
	if (started)
		(void)azs_git2.libgit2_shutdown();
	free(system_config);
	system_config = NULL;
	started = 0;
}

void
azs_repo_close_config(struct azs_repo_config *config)
{
	azs_git2.config_free(config->snapshot);
	azs_git2.config_free(config->files);
	memset(config, 0, sizeof *config);
}

/* Add a file, if it is one that can be read; git passes over others too. */
static int
add_config_file(struct azs_repo_config *config, const char *path,
    git_config_level_t level, git_repository *repo, struct azs_error *err)
{
	struct stat st;

	if (path == NULL || stat(path, &st) == -1 || !S_ISREG(st.st_mode) ||
	    access(path, R_OK) == -1)
		return 0;
	if (azs_git2.config_add_file_ondisk(
		config->files, path, level, repo, 0) == 0)
		return 0;
	return azs_repo_fail(err, path);
}

/* Is GIT_CONFIG_NOSYSTEM true? */
static int
without_system(void)
{
	const char *value = getenv("GIT_CONFIG_NOSYSTEM");
	int no = 0;

	return value != NULL &&
	    (azs_git2.config_parse_bool(&no, value) < 0 || no);
}

/* Add the file that azs_gitenv_config() names. */
static int
add_user_file(struct azs_repo_config *config, enum azs_gitenv_file which,
    git_config_level_t level, git_repository *repo, struct azs_error *err)
{
	char *path = azs_gitenv_config(which);
	int ret = add_config_file(config, path, level, repo, err);

	free(path);
	return ret;
}

/* repo may be NULL: then without the repository's own. azs_repo_close_config()
   in any case. */
int
azs_repo_open_config(
    struct azs_repo_config *config, git_repository *repo, struct azs_error *err)
{
	const char *path = getenv("GIT_CONFIG_SYSTEM");
	git_buf local = GIT_BUF_INIT;
	int ret = -1;

	if (azs_git2.config_new(&config->files) < 0)
		return azs_repo_fail(err, "git configuration");
	if (azs_gitenv_count(&config->count, err) == -1)
		return -1;
	if (!without_system() &&
	    add_config_file(config, path == NULL ? system_config : path,
		GIT_CONFIG_LEVEL_SYSTEM, repo, err) == -1)
		return -1;
	if (add_user_file(config, AZS_GITENV_XDG, GIT_CONFIG_LEVEL_XDG, repo,
		err) == -1 ||
	    add_user_file(config, AZS_GITENV_GLOBAL, GIT_CONFIG_LEVEL_GLOBAL,
		repo, err) == -1)
		return -1;
	if (repo != NULL &&
	    (azs_git2.repository_item_path(
		 &local, repo, GIT_REPOSITORY_ITEM_CONFIG) < 0 ||
		add_config_file(config, local.ptr, GIT_CONFIG_LEVEL_LOCAL, repo,
		    err) == -1))
		goto done;
	if (azs_git2.config_snapshot(&config->snapshot, config->files) < 0) {
		(void)azs_repo_fail(err, "git configuration");
		goto done;
	}
	ret = 0;
done:
	azs_git2.buf_dispose(&local);
	return ret;
}

/* Does safe.directory name root, a path without symbolic links? Like git,
   only believe what is not written in the repository itself. */
static int
is_trusted(const char *root, int *trusted, struct azs_error *err)
{
	struct azs_repo_config config = { NULL, NULL, 0 };
	git_config_iterator *each = NULL;
	git_config_entry *entry;
	int i, ret = -1;

	*trusted = 0;
	if (azs_repo_open_config(&config, NULL, err) == -1)
		goto done;
	/* Not by git_config_get_multivar_foreach(), which leaks in 1.5. */
	if (azs_git2.config_iterator_new(&each, config.snapshot) < 0) {
		(void)azs_repo_fail(err, "git configuration");
		goto done;
	}
	while (azs_git2.config_next(&entry, each) == 0)
		if (strcmp(entry->name, "safe.directory") == 0)
			*trusted =
			    azs_gitenv_trusts(entry->value, root, *trusted);
	for (i = 0; i < config.count; i++)
		if (strcasecmp(
			azs_gitenv_setting("KEY", i), "safe.directory") == 0)
			*trusted = azs_gitenv_trusts(
			    azs_gitenv_setting("VALUE", i), root, *trusted);
	ret = 0;
done:
	azs_git2.config_iterator_free(each);
	azs_repo_close_config(&config);
	return ret;
}

/* Refuse a repository of another user unless safe.directory names it.
 */
int
azs_repo_check_owner(
    git_repository *repo, const char *root, struct azs_error *err)
{
	char *link = azs_xasprintf("%s/.git", root);
	char *resolved = realpath(root, NULL);
	int trusted, ret = 0;

	trusted = azs_gitenv_is_ours(root) && azs_gitenv_is_ours(link) &&
	    azs_gitenv_is_ours(azs_git2.repository_path(repo));
	if (!trusted && resolved != NULL)
		ret = is_trusted(resolved, &trusted, err);
	if (ret == 0 && !trusted)
		ret = azs_fail(err, AZS_EFAILED,
		    "%s: the git repository there belongs to another user; to "
		    "trust it: git config --global --add safe.directory '%s'",
		    root, resolved == NULL ? root : resolved);
	free(resolved);
	free(link);
	return ret;
}

int
azs_repo_has_extensions(const char *root, const char *below)
{
	char *path = azs_xasprintf("%s%s/config", root, below);
	git_config *config = NULL;
	int32_t version = -1;

	if (access(path, R_OK) == 0 &&
	    azs_git2.config_open_ondisk(&config, path) == 0 &&
	    azs_git2.config_get_int32(&version, config,
		"core.repositoryformatversion") == GIT_ENOTFOUND)
		version = 0;
	azs_git2.config_free(config);
	free(path);
	return version < 0 ? -1 : version > 0;
}
