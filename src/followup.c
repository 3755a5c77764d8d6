/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "followup.h"

#include <stdlib.h>

#include "json.h"
#include "lock.h"
#include "output.h"
#include "plan.h"
#include "update.h"

int
azs_followup_open(const struct azs_args *args, struct azs_workspace *workspace,
    struct azs_error *err)
{
	if (azs_workspace_open_to_write(args, workspace, err) == -1 ||
	    azs_workspace_check_version(workspace, err) == -1)
		return -1;
	if (workspace->migrated_count > 0)
		return azs_fail(err, AZS_EFAILED,
		    "%s is of an older azstamp: run `azstamp update` first",
		    workspace->migrated[0].file);
	return 0;
}

int
azs_followup_write(const char *root, const char *file,
    const struct azs_buf *bytes, struct azs_error *err)
{
	const struct azs_output_file output = { file, bytes->data, bytes->len,
		0 };

	return azs_output_replace(root, &output, err);
}

static void
describe(const struct azs_update *update, struct azs_buf *text,
    struct azs_node *report)
{
	struct azs_node *list = azs_node_set(report, "update", azs_node_list());
	struct azs_node *item;
	size_t i, count = 0;

	for (i = 0; i < update->count; i++) {
		const struct azs_change *change = &update->changes[i];
		const char *action = azs_action_name(change->action);

		if (change->action == AZS_ACTION_NONE)
			continue;
		if (count++ == 0)
			azs_buf_adds(text, "Now `azstamp update` will do:\n");
		azs_buf_addf(text, "  %-10s%s\n", action, change->path);
		item = azs_node_append(list, azs_node_map());
		azs_node_set(item, "action", azs_node_string(action));
		azs_node_set(item, "path", azs_node_string(change->path));
	}
	if (count == 0)
		azs_buf_adds(text,
		    "No generated file depends on it; there is nothing to "
		    "update.\n");
}

static int
foresee(const struct azs_workspace *workspace, struct azs_buf *text,
    struct azs_node *report, struct azs_error *err)
{
	struct azs_update update = { NULL, 0, 0 };
	struct azs_request request = { 0 };
	struct azs_plan *plan = NULL;
	struct azs_lock *lock = NULL;
	char *templates = NULL;
	int ret = -1;

	if (azs_workspace_lock(workspace, &lock, &templates, err) == -1 ||
	    azs_plan_make(workspace->model, workspace->manifest,
		workspace->assets, AZS_PLAN_ALL, &plan, err) == -1 ||
	    azs_update_decide(
		workspace->root, plan, lock, &request, &update, err) == -1)
		goto done;
	describe(&update, text, report);
	ret = 0;
done:
	azs_update_release(&update);
	free(templates);
	azs_lock_free(lock);
	azs_plan_free(plan);
	return ret;
}

int
azs_followup(const struct azs_args *args, const struct azs_workspace *workspace,
    struct azs_buf *text, struct azs_node *report, struct azs_error *err)
{
	size_t errors = azs_findings_count(&workspace->findings, AZS_ERROR);
	struct azs_buf json = AZS_BUF_INIT;
	struct azs_error why;
	int ret = 0, printed;

	azs_node_set(report, "errors", azs_node_int((int64_t)errors));
	if (errors == 0)
		ret = foresee(workspace, text, report, err);
	why = *err;
	if (args->json) {
		azs_json_write(report, &json);
		printed = azs_print(&json, err);
	} else {
		printed = args->quiet ? 0 : azs_print(text, err);
	}
	azs_buf_release(&json);
	if (printed == -1)
		return -1;
	if (ret == -1) {
		*err = why;
		return azs_fail_at(err,
		    "the model is changed, but `azstamp update` will fail");
	}
	return azs_workspace_require_valid(workspace, err);
}

int
azs_followup_now(const struct azs_args *args, struct azs_buf *text,
    struct azs_node *report, struct azs_error *err)
{
	struct azs_workspace after;
	int ret = -1;

	if (azs_workspace_open(args, &after, err) == 0)
		ret = azs_followup(args, &after, text, report, err);
	azs_workspace_release(&after);
	azs_node_free(report);
	azs_buf_release(text);
	return ret;
}
