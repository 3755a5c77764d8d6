/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "lock.h"
#include "plan.h"
#include "update.h"
#include "workspace.h"

static int
is_shown(const struct azs_args *args, const struct azs_change *change)
{
	return change->action != AZS_ACTION_NONE || args->verbose;
}

/* What happened to a file, in a few words for those that need them. */
static const char *
remark(const struct azs_change *change)
{
	switch (change->action) {
	case AZS_ACTION_UPDATED:
		return change->overwritten.len == 0
		    ? ""
		    : "  (edited by hand; your text is in .azstamp/undo/)";
	case AZS_ACTION_DELETED:
		return "  (you deleted it; it stays away)";
	case AZS_ACTION_RELEASED:
		return "  (no longer generated, but edited: it is yours now)";
	case AZS_ACTION_KEPT:
		return "  (the path is taken by a file of yours)";
	default:
		return "";
	}
}

static void
add_text(const struct azs_args *args, const struct azs_update *update,
    int dry_run, struct azs_buf *out)
{
	size_t i, count = 0, written = 0;

	for (i = 0; i < update->count; i++) {
		const struct azs_change *change = &update->changes[i];

		if (!is_shown(args, change))
			continue;
		azs_buf_addf(out, "%-10s%s%s\n",
		    azs_action_name(change->action), change->path,
		    remark(change));
		count += change->action != AZS_ACTION_NONE;
		written += change->write || change->remove;
	}
	if (args->quiet)
		return;
	if (count == 0)
		azs_buf_adds(out, "Everything is up to date.\n");
	else if (update->conflicts > 0)
		azs_buf_addf(out,
		    "\nResolve the conflict markers (`git diff` shows them), "
		    "then run azstamp update again.\n");
	else
		azs_buf_adds(out,
		    dry_run || written == 0
			? "\nNothing was written.\n"
			: "\nReview with git diff, then commit.\n");
}

static void
add_json(const struct azs_update *update, int dry_run, struct azs_buf *out)
{
	struct azs_node *root = azs_node_map(), *list, *item;
	size_t i;

	azs_node_set(root, "dryRun", azs_node_bool(dry_run));
	azs_node_set(
	    root, "conflicts", azs_node_int((int64_t)update->conflicts));
	list = azs_node_set(root, "files", azs_node_list());
	for (i = 0; i < update->count; i++) {
		item = azs_node_append(list, azs_node_map());
		azs_node_set(
		    item, "path", azs_node_string(update->changes[i].path));
		azs_node_set(
		    item, "id", azs_node_string(update->changes[i].id));
		azs_node_set(item, "action",
		    azs_node_string(
			azs_action_name(update->changes[i].action)));
	}
	azs_json_write(root, out);
	azs_node_free(root);
}

static int
report(const struct azs_args *args, const struct azs_update *update,
    int dry_run, struct azs_error *err)
{
	struct azs_buf out = AZS_BUF_INIT;
	size_t i;
	int ret, changed = 0;

	for (i = 0; i < update->count; i++)
		changed |= update->changes[i].action != AZS_ACTION_NONE;
	if (args->json)
		add_json(update, dry_run, &out);
	else
		add_text(args, update, dry_run, &out);
	ret = azs_print(&out, err);
	azs_buf_release(&out);
	if (ret == 0 && update->conflicts > 0)
		return azs_fail(err, AZS_ECONFLICTS, "%s", "");
	if (ret == 0 && dry_run && changed)
		return azs_fail(err, AZS_EFINDINGS, "%s", "");
	return ret;
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	int dry_run = azs_args_get(args, "dry-run") != NULL, ret = -1;
	struct azs_workspace workspace;
	struct azs_update update = { NULL, 0, 0 };
	struct azs_plan *plan = NULL;
	struct azs_lock *lock = NULL;
	char *templates = NULL;

	if (azs_workspace_open(args, &workspace, err) == -1 ||
	    azs_workspace_require_valid(&workspace, err) == -1 ||
	    (!dry_run && azs_lock_acquire(workspace.root, err) == -1) ||
	    azs_lock_load(workspace.root, &lock, err) == -1 ||
	    azs_plan_build(workspace.model, workspace.assets, &plan, err) ==
		-1 ||
	    azs_template_set_version(workspace.assets, &templates, err) == -1 ||
	    azs_update_decide(
		workspace.root, plan, lock, NULL, NULL, &update, err) == -1)
		goto done;
	if (!dry_run &&
	    azs_update_apply(workspace.root, &update, lock, templates, err) ==
		-1)
		goto done;
	ret = report(args, &update, dry_run, err);
done:
	azs_update_release(&update);
	free(templates);
	azs_lock_free(lock);
	azs_plan_free(plan);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "dry-run", 0, NULL,
	    "write nothing; exit 3 if something would change" },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_update = { "update", "", 0, 0,
	"regenerate after profile edits, keeping your own edits", options, 2,
	"Merges what the model asks for now with your edits, file by file.\n"
	"Exit status 4 when conflict markers were written or still stand.\n",
	run };
