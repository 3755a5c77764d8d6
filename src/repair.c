/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "repair.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "memory.h"
#include "merge.h"
#include "target.h"

#define BASE ".azstamp/base"
#define SUFFIX ".base"
#define MAX_DEPTH 64

struct run {
	const char *root;
	const struct azs_plan *plan;
	struct azs_repair *repair;
	struct azs_node *ids; /* path -> id of the lock, managed files only */
};

void
azs_repair_release(struct azs_repair *repair)
{
	size_t i;

	for (i = 0; i < repair->stray_count; i++)
		free(repair->strays[i]);
	free(repair->strays);
	azs_lock_free(repair->lock);
	memset(repair, 0, sizeof *repair);
}

/* An entry that the lock lacks, as the plan has it but for the text. */
static void
add_entry(
    struct azs_lock *lock, const struct azs_plan_file *file, const char *sha256)
{
	azs_lock_set(lock, file);
	memcpy(azs_lock_find(lock, file->id)->sha256, sha256, AZS_SHA256_SIZE);
}

/* What the base file of path says counts. */
static int
take_base(struct run *run, const char *path, struct azs_error *err)
{
	const struct azs_plan_file *file = azs_plan_find(run->plan, path);
	const struct azs_node *id = azs_node_get(run->ids, path);
	struct azs_target target = AZS_TARGET_INIT;
	struct azs_repair *repair = run->repair;
	char *base = azs_lock_base_path(path);
	int ret = azs_target_read(run->root, base, &target, err);

	if (ret == -1 || target.sha256[0] == '\0')
		goto done;
	if (id != NULL) {
		memcpy(azs_lock_find(repair->lock, id->text)->sha256,
		    target.sha256, AZS_SHA256_SIZE);
	} else if (file != NULL && file->policy == AZS_POLICY_MANAGED &&
	    azs_lock_find(repair->lock, file->id) == NULL) {
		add_entry(repair->lock, file, target.sha256);
	} else {
		repair->strays = azs_xreallocarray(repair->strays,
		    repair->stray_count + 1, sizeof *repair->strays);
		repair->strays[repair->stray_count++] = base;
		base = NULL;
	}
done:
	azs_target_release(&target);
	free(base);
	return ret;
}

/* All base files at and below a folder of .azstamp/base, which below is. */
static int
walk(struct run *run, const char *below, int depth, struct azs_error *err)
{
	char *full = azs_xasprintf("%s/" BASE "%s", run->root, below), *path;
	DIR *dir = depth > MAX_DEPTH ? NULL : opendir(full);
	struct dirent *entry;
	struct stat st;
	size_t len;
	int ret = 0;

	while (dir != NULL && ret == 0 && (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0 ||
		    fstatat(dirfd(dir), entry->d_name, &st,
			AT_SYMLINK_NOFOLLOW) == -1)
			continue;
		path = azs_xasprintf("%s/%s", below, entry->d_name);
		len = strlen(path);
		if (S_ISDIR(st.st_mode)) {
			ret = walk(run, path, depth + 1, err);
		} else if (S_ISREG(st.st_mode) && len > strlen(SUFFIX) + 1 &&
		    strcmp(path + len - strlen(SUFFIX), SUFFIX) == 0) {
			path[len - strlen(SUFFIX)] = '\0';
			ret = take_base(run, path + 1, err);
		}
		free(path);
	}
	if (dir != NULL)
		(void)closedir(dir);
	free(full);
	return ret;
}

/* Files without a base: what stands there is taken for ours, so that values
   merged by git do not count as edited by hand. */
static int
take_others(struct run *run, struct azs_error *err)
{
	struct azs_lock *lock = run->repair->lock;
	struct azs_target target = AZS_TARGET_INIT;
	struct azs_lock_file *entry;
	size_t i;
	int ret = 0;

	for (i = 0; i < run->plan->count && ret == 0; i++) {
		const struct azs_plan_file *file = &run->plan->files[i];

		entry = azs_lock_find(lock, file->id);
		if (file->policy == AZS_POLICY_MANAGED ||
		    (file->policy == AZS_POLICY_ONCE && entry != NULL))
			continue;
		ret = azs_target_read(run->root, file->path, &target, err);
		if (ret == -1 || target.sha256[0] == '\0')
			continue;
		if (entry == NULL)
			add_entry(lock, file, target.sha256);
		else if (entry->policy == AZS_POLICY_OWNED)
			memcpy(entry->sha256, target.sha256, AZS_SHA256_SIZE);
	}
	azs_target_release(&target);
	return ret;
}

/*
 * A lock that cannot be read: git's markers in it are taken out first. What
 * was released or deleted of the files written once is then not known any
 * more, so none of those comes back by itself.
 */
static struct azs_lock *
new_lock(const struct azs_plan *plan, const char *templates)
{
	struct azs_plan once = { NULL, 0 };
	struct azs_lock *lock;
	size_t i;

	once.files = azs_xreallocarray(NULL, plan->count, sizeof *once.files);
	for (i = 0; i < plan->count; i++)
		if (plan->files[i].policy == AZS_POLICY_ONCE)
			once.files[once.count++] = plan->files[i];
	lock = azs_lock_from_plan(&once, templates);
	free(once.files);
	return lock;
}

static int
load(const char *root, struct azs_lock **out, struct azs_error *err)
{
	struct azs_target target = AZS_TARGET_INIT;
	struct azs_buf text = AZS_BUF_INIT;
	int ret = azs_lock_load(root, out, err);

	if (ret == -1 &&
	    azs_target_read(root, AZS_LOCK_PATH, &target, err) == 0 &&
	    azs_merge_has_conflict(&target.bytes)) {
		azs_merge_resolve(&target.bytes, AZS_MERGE_TAKE_OURS, &text);
		ret = azs_lock_parse(text.data, text.len, out, err);
	}
	azs_buf_release(&text);
	azs_target_release(&target);
	return ret;
}

int
azs_repair_lock(const char *root, const struct azs_plan *plan,
    const char *templates, struct azs_repair *repair, struct azs_error *err)
{
	struct run run = { root, plan, repair, azs_node_map() };
	size_t i;
	int ret = -1;

	memset(repair, 0, sizeof *repair);
	if (load(root, &repair->lock, err) == -1)
		repair->lock = new_lock(plan, templates);
	else if (azs_lock_check_version(repair->lock, templates, err) == -1)
		goto done;
	for (i = 0; i < repair->lock->count; i++)
		if (repair->lock->files[i].policy == AZS_POLICY_MANAGED)
			azs_node_set(run.ids, repair->lock->files[i].path,
			    azs_node_string(repair->lock->files[i].id));
	if (walk(&run, "", 0, err) == -1 || take_others(&run, err) == -1)
		goto done;
	ret = 0;
done:
	azs_node_free(run.ids);
	return ret;
}
