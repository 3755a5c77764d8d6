/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "memory.h"
#include "merge.h"
#include "repo.h"
#include "repo_private.h"

#define MAX_LINE 4096

/* The repository around a root of ours. */
struct around {
	git_repository *repo;
	git_index *index;
	git_tree *head; /* NULL without a commit */
	char *below;	/* of our root in the work tree: "", "apps/shop/" */
};

static void
close_around(struct around *around)
{
	azs_git2.tree_free(around->head);
	azs_git2.index_free(around->index);
	azs_git2.repository_free(around->repo);
	free(around->below);
	memset(around, 0, sizeof *around);
}

/* Does the git directory use extensions? A linked worktree's configuration is
   in the directory that its commondir names. */
static int
has_extensions(const char *git_dir)
{
	char *path = azs_xasprintf("%scommondir", git_dir);
	struct azs_buf line = AZS_BUF_INIT;
	struct azs_error ignored;
	char *common;
	int has;

	if (azs_file_read(path, MAX_LINE, &line, &ignored) == -1) {
		has = azs_repo_has_extensions(git_dir, "");
	} else {
		azs_buf_cut(&line, strcspn(line.data, "\r\n"));
		common = azs_xasprintf(
		    "%s%s", *line.data == '/' ? "" : git_dir, line.data);
		has = azs_repo_has_extensions(common, "");
		free(common);
	}
	azs_buf_release(&line);
	free(path);
	return has > 0;
}

/* Is somebody else writing the index? */
static int
is_locked(git_repository *repo)
{
	char *path =
	    azs_xasprintf("%sindex.lock", azs_git2.repository_path(repo));
	int locked = access(path, F_OK) == 0;

	free(path);
	return locked;
}

/* The tree of HEAD, if there is a commit. */
static int
open_head(struct around *around, struct azs_error *err)
{
	git_object *object = NULL;
	git_oid id;

	if (azs_git2.reference_name_to_id(&id, around->repo, "HEAD") ==
	    GIT_ENOTFOUND)
		return 0;
	if (azs_git2.revparse_single(&object, around->repo, "HEAD^{tree}") < 0)
		return azs_repo_fail(err, "HEAD");
	around->head = (git_tree *)object;
	return 0;
}

static int
open_index(const char *git_dir, const char *root, struct around *around,
    struct azs_error *err)
{
	const char *work;
	size_t len;

	if (has_extensions(git_dir))
		return azs_fail(err, AZS_EFAILED,
		    "the repository uses extensions (SHA-256, reftable, ...) "
		    "that libgit2 cannot read");
	if (azs_git2.repository_open(&around->repo, git_dir) < 0)
		return azs_repo_fail(err, "the repository cannot be opened");
	work = azs_git2.repository_workdir(around->repo);
	len = work == NULL ? 0 : strlen(work);
	if (work == NULL ||
	    (strncmp(root, work, len) != 0 &&
		(strlen(root) + 1 != len || strncmp(root, work, len - 1) != 0)))
		return azs_fail(
		    err, AZS_EFAILED, "the repository has no work tree here");
	around->below =
	    azs_xasprintf("%s%s", strlen(root) < len ? "" : root + len,
		strlen(root) < len ? "" : "/");
	if (azs_repo_check_owner(around->repo, work, err) == -1)
		return -1;
	if (is_locked(around->repo))
		return azs_fail(
		    err, AZS_EFAILED, "index.lock is there: git is at work");
	if (azs_git2.repository_index(&around->index, around->repo) < 0)
		return azs_repo_fail(err, "the index cannot be read");
	return open_head(around, err);
}

/* Open what is around root, which has no symbolic links: 1, 0 without git,
   or -1. */
static int
open_around(const char *root, struct around *around, struct azs_error *err)
{
	git_buf found = GIT_BUF_INIT;
	int ignored = 0, ret = -1;

	memset(around, 0, sizeof *around);
	if (azs_repo_start(err) == -1)
		return -1;
	if (azs_git2.repository_discover(
		&found, root, 0, getenv("GIT_CEILING_DIRECTORIES")) < 0)
		ret = 0;
	else if (open_index(found.ptr, root, around, err) == 0)
		ret = 1;
	/* A folder that git ignores is none of its business. */
	if (ret == 1 && *around->below != '\0' &&
	    azs_git2.ignore_path_is_ignored(
		&ignored, around->repo, around->below) == 0 &&
	    ignored)
		ret = 0;
	azs_git2.buf_dispose(&found);
	return ret;
}

/* The entry of a path in HEAD, or NULL. */
static git_tree_entry *
head_entry(const struct around *around, const char *path)
{
	git_tree_entry *entry = NULL;

	if (around->head != NULL)
		(void)azs_git2.tree_entry_bypath(&entry, around->head, path);
	return entry;
}

/* Is the path as in HEAD, and without a conflict? */
static int
is_unstaged(const struct around *around, const char *path)
{
	const git_index_entry *staged =
	    azs_git2.index_get_bypath(around->index, path, 0);
	git_tree_entry *entry = head_entry(around, path);
	int stage, same;

	same = staged == NULL ? entry == NULL
			      : entry != NULL &&
		azs_git2.oid_equal(
		    &staged->id, azs_git2.tree_entry_id(entry)) &&
		staged->mode == (uint32_t)azs_git2.tree_entry_filemode(entry) &&
		(staged->flags_extended &
		    (GIT_INDEX_ENTRY_SKIP_WORKTREE |
			GIT_INDEX_ENTRY_INTENT_TO_ADD)) == 0;
	for (stage = 1; stage <= 3 && same; stage++)
		same = azs_git2.index_get_bypath(around->index, path, stage) ==
		    NULL;
	azs_git2.tree_entry_free(entry);
	return same;
}

void
azs_repo_look_at_index(const char *root, struct azs_repo_conflict *conflicts,
    size_t count, char **why)
{
	struct around around;
	struct azs_error err;
	char *path;
	size_t i;
	int found;

	*why = NULL;
	for (i = 0; i < count; i++)
		conflicts[i].fits = 0;
	if (count == 0)
		return;
	found = open_around(root, &around, &err);
	if (found == -1)
		*why = azs_xstrdup(err.msg);
	for (i = 0; found == 1 && i < count; i++) {
		path = azs_xasprintf("%s%s", around.below, conflicts[i].path);
		conflicts[i].fits = is_unstaged(&around, path);
		free(path);
	}
	close_around(&around);
}

/* Does the blob of a path in HEAD hold CRLF? */
static int
head_has_crlf(const struct around *around, const char *path)
{
	git_tree_entry *entry = head_entry(around, path);
	git_blob *blob = NULL;
	int has = 0;

	if (entry != NULL &&
	    azs_git2.blob_lookup(
		&blob, around->repo, azs_git2.tree_entry_id(entry)) == 0)
		has =
		    memmem(azs_git2.blob_rawcontent(blob),
			(size_t)azs_git2.blob_rawsize(blob), "\r\n", 2) != NULL;
	azs_git2.blob_free(blob);
	azs_git2.tree_entry_free(entry);
	return has;
}

static int
add_conflict(const struct around *around, const char *path,
    const struct azs_repo_conflict *conflict)
{
	git_index_entry entries[3];
	struct azs_buf text = AZS_BUF_INIT;
	int i, crlf = head_has_crlf(around, path), ret = 0;

	memset(entries, 0, sizeof entries);
	for (i = 0; i < 3 && ret == 0; i++) {
		azs_buf_clear(&text);
		/* Line endings as git holds them. */
		if (crlf)
			azs_merge_like(
			    conflict->sides[i], conflict->sides[1], &text);
		else
			azs_merge_as_lf(conflict->sides[i], &text);
		entries[i].path = path;
		entries[i].mode = conflict->executable
		    ? GIT_FILEMODE_BLOB_EXECUTABLE
		    : GIT_FILEMODE_BLOB;
		ret = azs_git2.blob_create_from_buffer(
		    &entries[i].id, around->repo, text.data, text.len);
	}
	if (ret == 0)
		ret = azs_git2.index_conflict_add(around->index,
		    conflict->sides[0]->len == 0 ? NULL : &entries[0],
		    &entries[1], &entries[2]);
	azs_buf_release(&text);
	return ret;
}

int
azs_repo_add_conflicts(const char *root,
    const struct azs_repo_conflict *conflicts, size_t count,
    struct azs_error *err)
{
	struct around around;
	char *path;
	size_t i;
	int ret = open_around(root, &around, err) == 1 ? 0 : -1;

	for (i = 0; ret == 0 && i < count; i++) {
		if (!conflicts[i].fits)
			continue;
		path = azs_xasprintf("%s%s", around.below, conflicts[i].path);
		if (add_conflict(&around, path, &conflicts[i]) < 0)
			ret = azs_repo_fail(err, path);
		free(path);
	}
	if (ret == 0 && azs_git2.index_write(around.index) < 0)
		ret = azs_repo_fail(err, "the index cannot be written");
	close_around(&around);
	return ret;
}

/* One path as in HEAD again, if it shows a conflict. */
static int
drop_conflict(const struct around *around, const char *path)
{
	git_tree_entry *entry = NULL;
	git_index_entry staged;
	int ret;

	if (azs_git2.index_get_bypath(around->index, path, 3) == NULL)
		return 0;
	ret = azs_git2.index_conflict_remove(around->index, path);
	entry = head_entry(around, path);
	if (ret == 0 && entry != NULL) {
		memset(&staged, 0, sizeof staged);
		staged.path = path;
		staged.mode = (uint32_t)azs_git2.tree_entry_filemode(entry);
		staged.id = *azs_git2.tree_entry_id(entry);
		ret = azs_git2.index_add(around->index, &staged);
	}
	azs_git2.tree_entry_free(entry);
	return ret;
}

int
azs_repo_drop_conflicts(
    const char *root, char *const *paths, size_t count, struct azs_error *err)
{
	struct around around;
	char *path;
	size_t i;
	int ret;

	if (count == 0)
		return 0;
	ret = open_around(root, &around, err);
	for (i = 0; ret == 1 && i < count; i++) {
		path = azs_xasprintf("%s%s", around.below, paths[i]);
		if (drop_conflict(&around, path) < 0)
			ret = azs_repo_fail(err, path);
		free(path);
	}
	if (ret == 1 && azs_git2.index_write(around.index) < 0)
		ret = azs_repo_fail(err, "the index cannot be written");
	close_around(&around);
	return ret == -1 ? -1 : 0;
}
