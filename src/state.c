/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "memory.h"
#include "merge.h"

/* No generated file comes near this. */
#define MAX_BYTES ((size_t)64 * 1024 * 1024)

#define RULE_VALUES "AZS0201"
#define RULE_MANAGED "AZS0202"
#define RULE_HAND_EDIT "AZS0203"
#define RULE_LOCK "AZS0204"
#define RULE_CONFLICT "AZS0205"
#define RULE_PROJECT "AZS0206"
#define RULE_DELETED "AZS0207"
#define RULE_FOREIGN "AZS0208"

#define HINT "run `azstamp update`"

int
azs_state_of(const char *root, const struct azs_plan_file *file,
    const struct azs_lock_file *entry, struct azs_buf *disk,
    enum azs_state *out, struct azs_error *err)
{
	char *path = azs_xasprintf("%s/%s", root, file->path);
	char sha256[AZS_SHA256_SIZE];
	struct stat st;
	int ret = -1;

	azs_buf_clear(disk);
	if (lstat(path, &st) == -1 && (errno == ENOENT || errno == ENOTDIR)) {
		*out = AZS_STATE_MISSING;
		ret = 0;
		goto done;
	}
	if (!S_ISREG(st.st_mode)) {
		*out = AZS_STATE_FOREIGN;
		ret = 0;
		goto done;
	}
	if (azs_file_read(path, MAX_BYTES, disk, err) == -1)
		goto done;
	azs_sha256(disk->data, disk->len, sha256);
	if (disk->len == file->bytes.len &&
	    memcmp(disk->data, file->bytes.data, disk->len) == 0)
		*out = AZS_STATE_CURRENT;
	else if (entry != NULL && strcmp(sha256, entry->sha256) == 0)
		*out = AZS_STATE_STALE;
	else
		*out = AZS_STATE_EDITED;
	ret = 0;
done:
	free(path);
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
    const struct azs_lock_file *entry, enum azs_state state,
    const struct azs_buf *disk, struct azs_findings *findings)
{
	struct azs_mark mark = { file->path, 0, 0, 0 };
	char sha256[AZS_SHA256_SIZE];

	azs_sha256(file->bytes.data, file->bytes.len, sha256);
	if (azs_merge_has_conflict(disk))
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_CONFLICT,
		    "resolve it, then run `azstamp update`",
		    "holds conflict markers of azstamp update");
	else if (entry == NULL ||
	    (entry->released && state == AZS_STATE_MISSING))
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_MANAGED, HINT,
		    "the model asks for this file, which is not there");
	else if (!entry->released && strcmp(sha256, entry->sha256) != 0)
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_MANAGED, HINT,
		    "the model has changed since this was generated");
	else if (state == AZS_STATE_MISSING)
		azs_findings_add(findings, &mark, AZS_WARNING, RULE_DELETED,
		    "bring it back with git if other files still need it",
		    "was deleted, and azstamp leaves it so");
}

static void
check_file(const struct azs_plan_file *file, const struct azs_lock_file *entry,
    enum azs_state state, const struct azs_buf *disk,
    struct azs_findings *findings)
{
	struct azs_mark mark = { file->path, 0, 0, 0 };

	if (state == AZS_STATE_FOREIGN)
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_FOREIGN,
		    "move it away, then run `azstamp update`",
		    "is no regular file, so azstamp leaves it alone");
	else if (file->policy == AZS_POLICY_MANAGED)
		check_managed(file, entry, state, disk, findings);
	else
		check_owned(file, state, findings);
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

int
azs_state_check(const char *root, const struct azs_model *model,
    const struct azs_plan *plan, struct azs_findings *findings,
    struct azs_error *err)
{
	struct azs_mark mark = { AZS_LOCK_PATH, 0, 0, 0 };
	const struct azs_lock_file *entry;
	struct azs_lock *lock = NULL;
	struct azs_buf disk = AZS_BUF_INIT;
	enum azs_state state;
	size_t i;
	int ret = -1;

	if (azs_lock_load(root, &lock, err) == -1) {
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_LOCK,
		    "restore .azstamp/ from git", "%s", err->msg);
		return 0;
	}
	check_projects(root, model, findings);
	for (i = 0; i < plan->count; i++) {
		const struct azs_plan_file *file = &plan->files[i];

		entry = azs_lock_find(lock, file->id);
		if (file->policy == AZS_POLICY_ONCE)
			continue;
		if (azs_state_of(root, file, entry, &disk, &state, err) == -1)
			goto done;
		check_file(file, entry, state, &disk, findings);
	}
	ret = 0;
done:
	azs_buf_release(&disk);
	azs_lock_free(lock);
	return ret;
}
