/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "state.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "journal.h"
#include "memory.h"
#include "merge.h"

#define RULE_VALUES "AZS0201"
#define RULE_MANAGED "AZS0202"
#define RULE_HAND_EDIT "AZS0203"
#define RULE_CONFLICT "AZS0205"
#define RULE_PROJECT "AZS0206"
#define RULE_DELETED "AZS0207"
#define RULE_FOREIGN "AZS0208"
#define RULE_JOURNAL "AZS0209"
#define RULE_BASE "AZS0210"

#define HINT "run `azstamp update`"

/* A look at all files, one after the other. */
struct check {
	const char *root;
	struct azs_findings *findings;
	struct azs_target disk, base;
	char *disk_folder, *base_folder;
	struct azs_error *err;
};

enum azs_state
azs_state_of(struct azs_target *disk, const struct azs_plan_file *file,
    const struct azs_lock_file *entry)
{
	if (disk->missing)
		return AZS_STATE_MISSING;
	if (disk->foreign)
		return AZS_STATE_FOREIGN;
	if (azs_target_same(&disk->bytes, &file->bytes))
		return AZS_STATE_CURRENT;
	return entry != NULL && azs_target_is(disk, entry->sha256)
	    ? AZS_STATE_STALE
	    : AZS_STATE_EDITED;
}

const char *
azs_standing_name(enum azs_standing standing)
{
	static const char *const names[] = { "pristine", "edited", "deleted",
		"released", "conflict" };

	return names[standing];
}

int
azs_state_standing(const char *root, const struct azs_lock_file *entry,
    enum azs_standing *out, struct azs_error *err)
{
	struct azs_target target = AZS_TARGET_INIT;
	int ret = azs_target_read(root, entry->path, &target, err);

	if (ret == 0 && entry->released)
		*out = AZS_STANDING_RELEASED;
	else if (target.missing)
		*out = AZS_STANDING_DELETED;
	else if (entry->policy == AZS_POLICY_MANAGED &&
	    azs_merge_has_conflict(&target.bytes))
		*out = AZS_STANDING_CONFLICT;
	else if (azs_target_is(&target, entry->sha256) &&
	    target.executable == entry->executable)
		*out = AZS_STANDING_PRISTINE;
	else
		*out = AZS_STANDING_EDITED;
	azs_target_release(&target);
	return ret;
}

/* An owned file says what the profiles say, or something is wrong. */
static void
check_owned(const struct azs_plan_file *file, enum azs_state state,
    struct azs_findings *findings)
{
	struct azs_mark mark = { file->path, 0, 0, 0 };

	if (state == AZS_STATE_EDITED)
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_HAND_EDIT,
		    HINT " and make the change in the profile instead",
		    "was edited by hand, but is written from the model");
	else if (state != AZS_STATE_CURRENT)
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_VALUES, HINT,
		    state == AZS_STATE_MISSING
			? "is missing"
			: "does not say what the model says");
}

/* A managed file may be edited; it is stale when the plan has moved on, and
   broken as long as it holds our conflict markers. */
static void
check_managed(const struct azs_plan_file *file,
    const struct azs_lock_file *entry, enum azs_state state, int is_new,
    const struct azs_buf *disk, struct azs_findings *findings)
{
	struct azs_mark mark = { file->path, 0, 0, 0 };

	/* The plan's text has no markers. */
	if (state != AZS_STATE_CURRENT && azs_merge_has_conflict(disk))
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_CONFLICT,
		    "resolve it, then run `azstamp update`",
		    "holds conflict markers of azstamp update");
	else if (entry == NULL ||
	    (entry->released && state == AZS_STATE_MISSING))
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_MANAGED, HINT,
		    "the model asks for this file, which is not there");
	else if (!entry->released && is_new)
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_MANAGED, HINT,
		    "the model has changed since this was generated");
	else if (state == AZS_STATE_MISSING)
		azs_findings_add(findings, &mark, AZS_WARNING, RULE_DELETED,
		    "`azstamp update --restore PATH` brings it back",
		    "was deleted, and azstamp leaves it so");
}

static void
check_file(const struct azs_plan_file *file, const struct azs_lock_file *entry,
    enum azs_state state, int is_new, const struct azs_buf *disk,
    struct azs_findings *findings)
{
	struct azs_mark mark = { file->path, 0, 0, 0 };

	if (state == AZS_STATE_FOREIGN)
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_FOREIGN,
		    "move it away, then run `azstamp update`",
		    "is no regular file, so azstamp leaves it alone");
	else if (file->policy == AZS_POLICY_MANAGED)
		check_managed(file, entry, state, is_new, disk, findings);
	else
		check_owned(file, state, findings);
}

/* What an update merges with is there, byte for byte. same: the planned text
   when the lock says that it was this, or NULL. */
static int
check_base(struct check *check, const struct azs_lock_file *entry,
    const struct azs_buf *same)
{
	struct azs_target *base = &check->base;
	char *path = azs_lock_base_path(entry->path);
	struct azs_mark mark = { path, 0, 0, 0 };
	int ret = azs_target_load_next(
	    check->root, path, &check->base_folder, base, check->err);
	int is = ret == 0 && !base->missing && !base->foreign && same != NULL &&
	    base->bytes.len == same->len &&
	    memcmp(base->bytes.data, same->data, same->len) == 0;

	if (ret == 0 && !is)
		azs_target_hash(base);
	if (ret == 0 && !is && strcmp(base->sha256, entry->sha256) != 0)
		azs_findings_add(check->findings, &mark, AZS_ERROR, RULE_BASE,
		    "run `azstamp update --repair`, or restore .azstamp/ from "
		    "git",
		    base->missing ? "is missing" : "is not what the lock says");
	free(path);
	return ret;
}

/* An update that is not whole. */
static void
check_journal(const char *root, struct azs_findings *findings)
{
	struct azs_mark mark = { AZS_LOCK_PATH, 0, 0, 0 };

	if (azs_journal_is_open(root))
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_JOURNAL,
		    "`azstamp update` takes it back and goes on, `azstamp "
		    "update undo` only takes it back",
		    "an update was cut short, or is at work");
}

/* azd looks for each service in its project folder. */
static void
check_projects(const char *root, const struct azs_model *model,
    struct azs_findings *findings)
{
	const struct azs_node *services =
	    azs_node_get(model->application, "services");
	struct stat st;
	size_t i;

	for (i = 0; i < services->count; i++) {
		const struct azs_node *project =
		    azs_node_get(services->items[i], "project");
		char *path = azs_xasprintf("%s/%s", root, project->text);

		if (stat(path, &st) == -1 || !S_ISDIR(st.st_mode))
			azs_findings_add(findings, &project->mark, AZS_ERROR,
			    RULE_PROJECT,
			    "move the code of the service there; for a new "
			    "service run `azstamp update`",
			    "services.%s.project: there is no folder %s",
			    services->items[i]->key, project->text);
		free(path);
	}
}

/* Does the plan have another text than the lock says? The only digest of a
   managed file that is as it should be; the values need none. */
static int
has_moved_on(
    const struct azs_plan_file *file, const struct azs_lock_file *entry)
{
	char sha256[AZS_SHA256_SIZE];

	if (file->policy != AZS_POLICY_MANAGED)
		return 0;
	azs_sha256(file->bytes.data, file->bytes.len, sha256);
	return strcmp(sha256, entry->sha256) != 0;
}

static int
check_planned(struct check *check, const struct azs_plan_file *file,
    const struct azs_lock_file *entry)
{
	int is_new = entry != NULL && has_moved_on(file, entry);

	if (azs_target_load_next(check->root, file->path, &check->disk_folder,
		&check->disk, check->err) == -1)
		return -1;
	check_file(file, entry, azs_state_of(&check->disk, file, entry), is_new,
	    &check->disk.bytes, check->findings);
	if (entry == NULL || entry->policy != AZS_POLICY_MANAGED ||
	    entry->released)
		return 0;
	return check_base(check, entry, is_new ? NULL : &file->bytes);
}

int
azs_state_check(const char *root, const struct azs_model *model,
    const struct azs_plan *plan, const char *templates,
    struct azs_findings *findings, struct azs_error *err)
{
	struct check check = { root, findings, AZS_TARGET_INIT, AZS_TARGET_INIT,
		NULL, NULL, err };
	struct azs_mark mark = { AZS_LOCK_PATH, 0, 0, 0 };
	struct azs_lock *lock = NULL;
	size_t i;
	int ret = 0;

	if (azs_lock_load(root, &lock, err) == -1) {
		azs_findings_add(findings, &mark, AZS_ERROR, AZS_RULE_LOCK,
		    "restore .azstamp/ from git", "%s", err->msg);
		return 0;
	}
	if (azs_lock_check_version(lock, templates, err) == -1)
		azs_findings_add(findings, &mark, AZS_ERROR, AZS_RULE_LOCK,
		    NULL, "%s", err->msg);
	check_journal(root, findings);
	check_projects(root, model, findings);
	for (i = 0; i < plan->count && ret == 0; i++)
		if (plan->files[i].policy != AZS_POLICY_ONCE)
			ret = check_planned(&check, &plan->files[i],
			    azs_lock_find(lock, plan->files[i].id));
	azs_target_release(&check.disk);
	azs_target_release(&check.base);
	free(check.disk_folder);
	free(check.base_folder);
	azs_lock_free(lock);
	return ret;
}
