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
	const char *hint;

	if (state == AZS_STATE_CURRENT)
		return;
	hint = state == AZS_STATE_EDITED ? HINT
	    " and make the change in the profile instead"
					 : HINT;
	azs_findings_add(findings, &mark, AZS_ERROR,
	    state == AZS_STATE_EDITED ? RULE_HAND_EDIT : RULE_VALUES, hint,
	    state == AZS_STATE_EDITED
		? "was edited by hand, but is written from the model"
		: state == AZS_STATE_MISSING
		? "is missing"
		: "does not say what the model says");
}

/* A managed file may be edited; it is stale when the plan has moved on, and
   broken as long as it holds our conflict markers. */
static void
check_managed(const struct azs_plan_file *file,
    const struct azs_lock_file *entry, const struct azs_buf *disk,
    struct azs_findings *findings)
{
	struct azs_mark mark = { file->path, 0, 0, 0 };
	char sha256[AZS_SHA256_SIZE];

	azs_sha256(file->bytes.data, file->bytes.len, sha256);
	if (azs_merge_has_conflict(disk))
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_CONFLICT,
		    "resolve it, then run `azstamp update`",
		    "holds conflict markers of azstamp update");
	else if (entry == NULL)
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_MANAGED, HINT,
		    "the model asks for this file, which is not there");
	else if (!entry->released && strcmp(sha256, entry->sha256) != 0)
		azs_findings_add(findings, &mark, AZS_ERROR, RULE_MANAGED, HINT,
		    "the model has changed since this was generated");
}

int
azs_state_check(const char *root, const struct azs_plan *plan,
    struct azs_findings *findings, struct azs_error *err)
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
	for (i = 0; i < plan->count; i++) {
		const struct azs_plan_file *file = &plan->files[i];

		entry = azs_lock_find(lock, file->id);
		if (file->policy == AZS_POLICY_ONCE)
			continue;
		if (azs_state_of(root, file, entry, &disk, &state, err) == -1)
			goto done;
		if (file->policy == AZS_POLICY_MANAGED)
			check_managed(file, entry, &disk, findings);
		else
			check_owned(file, state, findings);
	}
	ret = 0;
done:
	azs_buf_release(&disk);
	azs_lock_free(lock);
	return ret;
}
