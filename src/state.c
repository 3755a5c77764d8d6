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

static int
is_pristine(struct azs_target *target, const struct azs_lock_file *entry)
{
	return azs_target_is(target, entry->sha256);
}

int
azs_state_of(const char *root, const struct azs_plan_file *file,
    const struct azs_lock_file *entry, struct azs_target *target,
    enum azs_state *out, struct azs_error *err)
{
	if (azs_target_load(root, file->path, target, err) == -1)
		return -1;
	if (target->missing)
		*out = AZS_STATE_MISSING;
	else if (target->foreign)
		*out = AZS_STATE_FOREIGN;
	else if (azs_target_same(&target->bytes, &file->bytes))
		*out = AZS_STATE_CURRENT;
	else if (entry != NULL && is_pristine(target, entry))
		*out = AZS_STATE_STALE;
	else
		*out = AZS_STATE_EDITED;
	return 0;
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

	if (azs_merge_has_conflict(disk))
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
check_base(const char *root, const struct azs_lock_file *entry,
    const struct azs_buf *same, struct azs_findings *findings,
    struct azs_error *err)
{
	struct azs_target target = AZS_TARGET_INIT;
	char *path = azs_lock_base_path(entry->path);
	struct azs_mark mark = { path, 0, 0, 0 };
	int ret = azs_target_load(root, path, &target, err), is;

	is = ret == 0 && !target.missing && !target.foreign && same != NULL &&
	    target.bytes.len == same->len &&
	    memcmp(target.bytes.data, same->data, same->len) == 0;
	if (ret == 0 && !is)
		azs_target_hash(&target);
	if (ret == 0 && !is && strcmp(target.sha256, entry->sha256) != 0)
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_BASE,
		    "run `azstamp update --repair`, or restore .azstamp/ from "
		    "git",
		    target.missing ? "is missing"
				   : "is not what the lock says");
	azs_target_release(&target);
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

int
azs_state_check(const char *root, const struct azs_model *model,
    const struct azs_plan *plan, struct azs_findings *findings,
    struct azs_error *err)
{
	struct azs_mark mark = { AZS_LOCK_PATH, 0, 0, 0 };
	const struct azs_lock_file *entry;
	struct azs_lock *lock = NULL;
	struct azs_target target = AZS_TARGET_INIT;
	enum azs_state state;
	size_t i;
	int ret = -1, is_new;

	if (azs_lock_load(root, &lock, err) == -1) {
		azs_findings_add(findings, &mark, AZS_ERROR, AZS_RULE_LOCK,
		    "restore .azstamp/ from git", "%s", err->msg);
		return 0;
	}
	check_journal(root, findings);
	check_projects(root, model, findings);
	for (i = 0; i < plan->count; i++) {
		const struct azs_plan_file *file = &plan->files[i];

		entry = azs_lock_find(lock, file->id);
		if (file->policy == AZS_POLICY_ONCE)
			continue;
		if (azs_state_of(root, file, entry, &target, &state, err) == -1)
			goto done;
		is_new = entry != NULL && has_moved_on(file, entry);
		check_file(file, entry, state, is_new, &target.bytes, findings);
		if (entry != NULL && entry->policy == AZS_POLICY_MANAGED &&
		    !entry->released &&
		    check_base(root, entry, is_new ? NULL : &file->bytes,
			findings, err) == -1)
			goto done;
	}
	ret = 0;
done:
	azs_target_release(&target);
	azs_lock_free(lock);
	return ret;
}
