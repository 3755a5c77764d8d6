/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "memory.h"
#include "repo.h"
#include "repo_private.h"

int
azs_repo_merge_file(const char *base, size_t base_len, const char *ours,
    size_t ours_len, const char *theirs, size_t theirs_len,
    const char *ours_label, const char *base_label, const char *theirs_label,
    char **out, size_t *out_len, int *conflicts, struct azs_error *err)
{
	git_merge_file_options options;
	git_merge_file_input inputs[3];
	const char *texts[3] = { base, ours, theirs };
	size_t lens[3] = { base_len, ours_len, theirs_len }, i;
	git_merge_file_result result;

	if (azs_repo_start(err) == -1)
		return -1;
	memset(inputs, 0, sizeof inputs);
	for (i = 0; i < 3; i++) {
		inputs[i].version = GIT_MERGE_FILE_INPUT_VERSION;
		inputs[i].ptr = texts[i] == NULL ? "" : texts[i];
		inputs[i].size = lens[i];
	}
	(void)azs_git2.merge_file_options_init(
	    &options, GIT_MERGE_FILE_OPTIONS_VERSION);
	options.our_label = ours_label;
	options.ancestor_label = base_label;
	options.their_label = theirs_label;
	options.flags = GIT_MERGE_FILE_STYLE_DIFF3;
	if (azs_git2.merge_file(
		&result, &inputs[0], &inputs[1], &inputs[2], &options) < 0)
		return azs_repo_fail(err, "cannot merge");
	*conflicts = !result.automergeable;
	if (*conflicts && result.ptr == NULL) {
		azs_git2.merge_file_result_free(&result);
		return azs_fail(err, AZS_EFAILED,
		    "cannot merge: it is binary or too large");
	}
	*out = azs_xstrndup(result.ptr == NULL ? "" : result.ptr, result.len);
	*out_len = result.len;
	azs_git2.merge_file_result_free(&result);
	return 0;
}

int
azs_repo_hunks(const char *old, size_t old_len, const char *new, size_t new_len,
    char **out, struct azs_error *err)
{
	git_diff_options options;
	git_patch *patch = NULL;
	git_buf text = GIT_BUF_INIT;
	const char *first;
	int ret = -1;

	if (azs_repo_start(err) == -1)
		return -1;
	(void)azs_git2.diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	if (azs_git2.patch_from_buffers(
		&patch, old, old_len, "a", new, new_len, "b", &options) < 0 ||
	    azs_git2.patch_to_buf(&text, patch) < 0) {
		(void)azs_repo_fail(err, "cannot compare two texts");
		goto done;
	}
	first = text.ptr == NULL ? NULL : strstr(text.ptr, "\n@@ ");
	*out = azs_xstrdup(first == NULL ? "" : first + 1);
	ret = 0;
done:
	azs_git2.buf_dispose(&text);
	azs_git2.patch_free(patch);
	return ret;
}
