/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "repo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "buf.h"
#include "file.h"
#include "gitenv.h"
#include "identity.h"
#include "memory.h"
#include "repo_private.h"

#define MAX_FILE_BYTES ((size_t)64 * 1024 * 1024)

/* An azs_identity_config: the value of a key without subsection. */
static const char *
get_config(void *arg, const char *key)
{
	const struct azs_repo_config *config = arg;
	const char *value = NULL;
	int i;

	for (i = config->count - 1; i >= 0; i--)
		if (strcasecmp(azs_gitenv_setting("KEY", i), key) == 0)
			return azs_gitenv_setting("VALUE", i);
	if (azs_git2.config_get_string(&value, config->snapshot, key) < 0)
		return NULL;
	return value;
}

/* Does commit.gpgsign ask for a signature? What is no boolean does. */
static int
wants_signature(struct azs_repo_config *config)
{
	static const char key[] = "commit.gpgsign";
	const char *value = get_config(config, key);
	int wanted = 1;

	if (value == NULL)
		return 0;
	/* Only libgit2 can tell "gpgsign" (true) from "gpgsign =" (false). */
	if (value[0] == '\0')
		(void)azs_git2.config_get_bool(&wanted, config->snapshot, key);
	else
		(void)azs_git2.config_parse_bool(&wanted, value);
	return wanted;
}

/* Nonzero when nothing was ever committed, fetched or staged. */
static int
is_unused(git_repository *repo)
{
	git_strarray names = { NULL, 0 };
	git_index *index = NULL;
	int unused;

	unused = azs_git2.repository_head_unborn(repo) == 1 &&
	    azs_git2.reference_list(&names, repo) == 0 && names.count == 0 &&
	    azs_git2.repository_index(&index, repo) == 0 &&
	    azs_git2.index_entrycount(index) == 0;
	azs_git2.strarray_dispose(&names);
	azs_git2.index_free(index);
	return unused;
}

/*
 * Does the repository whose .git is at git_path ignore this directory? Then a
 * repository of its own harms nobody. start is the nearest directory that
 * exists; what is missing of path lies right below it.
 */
static int
is_ignored(const char *git_path, const char *start_path, const char *path)
{
	git_repository *repo = NULL;
	char *name = NULL, *full = realpath(path, NULL), *last;
	const char *root;
	int ignored = 0;

	if (full == NULL) {
		name = azs_xstrdup(path);
		while ((last = strrchr(name, '/')) != NULL && last[1] == '\0')
			*last = '\0';
		full = azs_xasprintf(
		    "%s/%s", start_path, last == NULL ? name : last + 1);
		free(name);
		name = NULL;
	}
	if (azs_repo_has_extensions(git_path, "") == 0 &&
	    azs_git2.repository_open_ext(
		&repo, git_path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) == 0 &&
	    (root = azs_git2.repository_workdir(repo)) != NULL &&
	    strncmp(full, root, strlen(root)) == 0) {
		/* The slash at the end tells that it is a directory. */
		name = azs_xasprintf("%s/", full + strlen(root));
		(void)azs_git2.ignore_path_is_ignored(&ignored, repo, name);
	}
	free(name);
	free(full);
	azs_git2.repository_free(repo);
	return ignored;
}

int
azs_repo_locate(
    const char *path, enum azs_repo_inside *out, struct azs_error *err)
{
	const char *across = getenv("GIT_DISCOVERY_ACROSS_FILESYSTEM");
	git_repository *repo = NULL;
	git_buf found = GIT_BUF_INIT;
	int missing, others, cross = 0;
	char *start_path;

	if (azs_repo_start(err) == -1)
		return -1;
	start_path = azs_gitenv_nearest(path, &missing);
	if (start_path == NULL)
		return azs_fail(
		    err, AZS_EFAILED, "%s: %s", path, strerror(errno));
	if (across != NULL)
		(void)azs_git2.config_parse_bool(&cross, across);
	if (!missing && azs_gitenv_holds_git(start_path, &others)) {
		*out = others ? AZS_REPO_ROOT : AZS_REPO_EMPTY;
		if (azs_repo_has_extensions(start_path, "/.git") <= 0 &&
		    azs_git2.repository_open_ext(&repo, start_path,
			GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) == 0 &&
		    !is_unused(repo))
			*out = AZS_REPO_ROOT;
	} else if ((missing && azs_gitenv_is_ceiling(start_path)) ||
	    azs_git2.repository_discover(&found, start_path, cross,
		getenv("GIT_CEILING_DIRECTORIES")) == GIT_ENOTFOUND) {
		*out = AZS_REPO_NONE;
	} else {
		*out = is_ignored(found.ptr, start_path, path)
		    ? AZS_REPO_NONE
		    : AZS_REPO_INSIDE;
	}
	azs_git2.repository_free(repo);
	azs_git2.buf_dispose(&found);
	free(start_path);
	return 0;
}

/* Open the repository at root, which must be unused, or make one. */
static int
open_or_init(git_repository **repo, const char *root, struct azs_error *err)
{
	git_repository_init_options options;
	const char *failed = "cannot open the git repository there";
	int status;

	if (azs_repo_has_extensions(root, "/.git") > 0)
		return azs_fail(err, AZS_EFAILED,
		    "%s: the git repository there uses extensions (SHA-256, "
		    "reftable, ...) that libgit2 cannot read: begin with none, "
		    "or with a plain `git init`",
		    root);
	status = azs_git2.repository_open_ext(
	    repo, root, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	if (status == GIT_ENOTFOUND) {
		failed = "cannot make a git repository";
		(void)azs_git2.repository_init_options_init(
		    &options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
		options.flags = GIT_REPOSITORY_INIT_NO_REINIT;
		status = azs_git2.repository_init_ext(repo, root, &options);
	} else if (status == 0 &&
	    azs_repo_check_owner(*repo, root, err) == -1) {
		return -1;
	}
	if (status < 0) {
		(void)azs_repo_fail(err, failed);
		return azs_fail_at(err, "%s", root);
	}
	if (!is_unused(*repo) || azs_git2.repository_is_bare(*repo))
		return azs_fail(err, AZS_EFAILED,
		    "%s: the git repository there has commits or staged files",
		    root);
	return 0;
}

/* Stat fields let git believe the entry without reading the file again.
 */
static void
fill_entry(git_index_entry *entry, const struct stat *st)
{
	entry->ctime.seconds = (int32_t)st->st_ctim.tv_sec;
	entry->ctime.nanoseconds = (uint32_t)st->st_ctim.tv_nsec;
	entry->mtime.seconds = (int32_t)st->st_mtim.tv_sec;
	entry->mtime.nanoseconds = (uint32_t)st->st_mtim.tv_nsec;
	entry->dev = (uint32_t)st->st_dev;
	entry->ino = (uint32_t)st->st_ino;
	entry->uid = (uint32_t)st->st_uid;
	entry->gid = (uint32_t)st->st_gid;
	entry->file_size = (uint32_t)st->st_size;
}

/* Stage one file: its bytes, past every filter, attribute and ignore
 * rule. */
static int
stage_file(git_repository *repo, git_index *index, const char *files,
    const char *path, int executable, struct azs_error *err)
{
	char *full = azs_xasprintf("%s/%s", files, path);
	struct azs_buf bytes = AZS_BUF_INIT;
	git_index_entry entry;
	struct stat st;
	int ret = -1;

	memset(&entry, 0, sizeof entry);
	if (azs_file_read(full, MAX_FILE_BYTES, &bytes, err) == -1)
		goto done;
	if (lstat(full, &st) == 0)
		fill_entry(&entry, &st);
	entry.path = path;
	entry.mode =
	    executable ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB;
	if (azs_git2.blob_create_from_buffer(
		&entry.id, repo, bytes.data, bytes.len) < 0 ||
	    azs_git2.index_add(index, &entry) < 0) {
		(void)azs_repo_fail(err, path);
		goto done;
	}
	ret = 0;
done:
	azs_buf_release(&bytes);
	free(full);
	return ret;
}

/* The identities of a commit. */
struct signatures {
	git_signature *author;
	git_signature *committer;
};

/* 1 known, 0 not, -1 error. */
static int
sign(git_signature **out, const char *role, struct azs_repo_config *config,
    struct azs_error *err)
{
	struct azs_identity who;
	int known = azs_identity_find(role, get_config, config, &who, err);

	if (known == 1 &&
	    azs_git2.signature_new(
		out, who.name, who.email, who.seconds, who.zone) < 0)
		known = 0;
	azs_identity_release(&who);
	return known;
}

/* What will become of the commit, decided before anything is written.
 */
static int
decide(struct azs_repo_config *config, struct signatures *who,
    enum azs_repo_state *state, struct azs_error *err)
{
	int author = sign(&who->author, "author", config, err);
	int committer =
	    author == -1 ? -1 : sign(&who->committer, "committer", config, err);

	if (committer == -1)
		return -1;
	if (author == 0 || committer == 0)
		*state = AZS_REPO_STAGED_NO_IDENTITY;
	else if (wants_signature(config))
		*state = AZS_REPO_STAGED_SIGNING;
	else
		*state = AZS_REPO_COMMITTED;
	return 0;
}

/* Write the commit of the index, which HEAD does not show yet. */
static int
write_commit(git_repository *repo, git_index *index,
    const struct signatures *who, const char *message, git_oid *id)
{
	git_tree *tree = NULL;
	char *text = NULL;
	git_oid tree_id;
	size_t len = strlen(message);
	int ret = -1;

	text = azs_xasprintf(
	    "%s%s", message, len > 0 && message[len - 1] == '\n' ? "" : "\n");
	if (azs_git2.index_write_tree(&tree_id, index) == 0 &&
	    azs_git2.tree_lookup(&tree, repo, &tree_id) == 0 &&
	    azs_git2.commit_create(id, repo, NULL, who->author, who->committer,
		NULL, text, tree, 0, NULL) == 0)
		ret = 0;
	azs_git2.tree_free(tree);
	free(text);
	return ret;
}

/* Let HEAD, index and branch show what was written, in this order: git
   status is right, if not done, after each. commit may be NULL. */
static int
publish(git_repository *repo, git_index *index, const char *head,
    const struct signatures *who, const git_oid *commit)
{
	git_reference *symbolic = NULL, *branch = NULL;
	int ret = -1;

	if (azs_git2.reference_symbolic_create(
		&symbolic, repo, "HEAD", head, 1, NULL) < 0 ||
	    azs_git2.index_write(index) < 0)
		goto done;
	if (commit != NULL &&
	    (azs_git2.repository_set_ident(
		 repo, who->committer->name, who->committer->email) < 0 ||
		azs_git2.reference_create(
		    &branch, repo, head, commit, 0, "commit (initial)") < 0)) {
		(void)azs_git2.index_clear(index);
		(void)azs_git2.index_write(index);
		goto done;
	}
	ret = 0;
done:
	azs_git2.reference_free(symbolic);
	azs_git2.reference_free(branch);
	return ret;
}

/* All objects of a first commit are new: nobody needs to look for them in
   packs, or whether what a tree names is there. Half the time of `init`. */
static int
expect_new_objects(git_repository *repo)
{
	git_buf path = GIT_BUF_INIT;
	git_odb_backend *loose = NULL;
	git_odb *odb = NULL;
	int ret = -1;

	if (azs_git2.libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0) ==
		0 &&
	    azs_git2.repository_item_path(
		&path, repo, GIT_REPOSITORY_ITEM_OBJECTS) == 0 &&
	    azs_git2.odb_new(&odb) == 0 &&
	    azs_git2.odb_backend_loose(&loose, path.ptr, -1, 0, 0, 0) == 0 &&
	    azs_git2.odb_add_backend(odb, loose, 1) == 0)
		ret = azs_git2.repository_set_odb(repo, odb);
	azs_git2.odb_free(odb);
	azs_git2.buf_dispose(&path);
	return ret;
}

/* azs_repo_create() behind its checks. */
static int
fill(git_repository *repo, struct azs_repo_config *config, const char *head,
    const char *files, const char *const *paths, const int *executable,
    size_t count, const char *message, struct azs_repo_result *result,
    struct azs_error *err)
{
	struct signatures who = { NULL, NULL };
	git_index *index = NULL;
	int committed, ret = -1;
	git_oid id;
	size_t i;

	if (message == NULL)
		result->state = AZS_REPO_STAGED;
	else if (decide(config, &who, &result->state, err) == -1)
		goto done;
	committed = result->state == AZS_REPO_COMMITTED;
	if (expect_new_objects(repo) < 0 ||
	    azs_git2.repository_index(&index, repo) < 0) {
		(void)azs_repo_fail(err, "git index");
		goto done;
	}
	for (i = 0; i < count; i++)
		if (stage_file(
			repo, index, files, paths[i], executable[i], err) == -1)
			goto done;
	if ((committed && write_commit(repo, index, &who, message, &id) < 0) ||
	    publish(repo, index, head, &who, committed ? &id : NULL) < 0) {
		(void)azs_repo_fail(err, "cannot make the first commit");
		goto done;
	}
	if (committed)
		(void)azs_git2.oid_tostr(
		    result->commit, sizeof result->commit, &id);
	ret = 0;
done:
	azs_git2.signature_free(who.author);
	azs_git2.signature_free(who.committer);
	azs_git2.index_free(index);
	return ret;
}

int
azs_repo_create(const char *root, const char *files, const char *branch,
    const char *const *paths, const int *executable, size_t count,
    const char *message, struct azs_repo_result *result, struct azs_error *err)
{
	struct azs_repo_config config = { NULL, NULL, 0 };
	char *head = azs_xasprintf("refs/heads/%s", branch);
	git_repository *repo = NULL;
	int valid = 0, ret = -1;

	result->state = AZS_REPO_COMMITTED;
	result->commit[0] = '\0';
	if (azs_repo_start(err) == -1)
		goto done;
	if (azs_git2.branch_name_is_valid(&valid, branch) < 0 || !valid) {
		(void)azs_fail(err, AZS_EFAILED,
		    "\"%.200s\" is no name for a git branch", branch);
		goto done;
	}
	if (open_or_init(&repo, root, err) == -1 ||
	    azs_repo_open_config(&config, repo, err) == -1)
		goto done;
	ret = fill(repo, &config, head, files == NULL ? root : files, paths,
	    executable, count, message, result, err);
done:
	azs_git2.repository_free(repo);
	azs_repo_close_config(&config);
	free(head);
	return ret;
}
