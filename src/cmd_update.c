/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "lock.h"
#include "memory.h"
#include "plan.h"
#include "update.h"
#include "workspace.h"

static int
is_shown(const struct azs_args *args, const struct azs_change *change)
{
	return change->action != AZS_ACTION_NONE || args->verbose;
}

/* What to do next, in a line. */
static const char *
next_step(const struct azs_update *update, int dry_run, int writes)
{
	if (update->conflicts > 0)
		return dry_run
		    ? "\nazstamp update would leave these conflicts; "
		      "--ours PATH or --theirs PATH settles one.\n"
		    : "\nResolve the conflict markers (git diff shows them; "
		      "or azstamp update --ours PATH, --theirs PATH), then "
		      "run azstamp update again.\n";
	if (!writes)
		return "\nNothing was written.\n";
	return dry_run
	    ? "\nNothing was written; azstamp update does this.\n"
	    : "\nReview with git diff, then commit; azstamp update undo takes "
	      "it back.\n";
}

static void
add_text(const struct azs_args *args, const struct azs_update *update,
    int dry_run, struct azs_buf *out)
{
	size_t i, count = 0;

	for (i = 0; i < update->count; i++) {
		const struct azs_change *change = &update->changes[i];

		if (!is_shown(args, change))
			continue;
		azs_buf_addf(out, "%-10s%s", azs_action_name(change->action),
		    change->path);
		if (change->note != NULL)
			azs_buf_addf(out, "  (%s)", change->note);
		azs_buf_addc(out, '\n');
		count += change->action != AZS_ACTION_NONE;
	}
	if (args->quiet)
		return;
	azs_buf_adds(out,
	    count == 0 ? "Everything is up to date.\n"
		       : next_step(update, dry_run, azs_update_writes(update)));
}

static void
add_json(const struct azs_update *update, int dry_run, struct azs_buf *out)
{
	struct azs_node *root = azs_node_map(), *list, *item;
	size_t i;

	azs_node_set(root, "dryRun", azs_node_bool(dry_run));
	azs_node_set(root, "changes", azs_node_bool(azs_update_writes(update)));
	azs_node_set(
	    root, "conflicts", azs_node_int((int64_t)update->conflicts));
	list = azs_node_set(root, "files", azs_node_list());
	for (i = 0; i < update->count; i++) {
		const struct azs_change *change = &update->changes[i];

		item = azs_node_append(list, azs_node_map());
		azs_node_set(item, "path", azs_node_string(change->path));
		azs_node_set(item, "id", azs_node_string(change->id));
		azs_node_set(item, "action",
		    azs_node_string(azs_action_name(change->action)));
		if (change->from != NULL)
			azs_node_set(
			    item, "from", azs_node_string(change->from));
		if (change->note != NULL)
			azs_node_set(
			    item, "note", azs_node_string(change->note));
	}
	azs_json_write(root, out);
	azs_node_free(root);
}

static int
report(const struct azs_args *args, const struct azs_update *update,
    int dry_run, struct azs_error *err)
{
	struct azs_buf out = AZS_BUF_INIT;
	int ret;

	if (args->json)
		add_json(update, dry_run, &out);
	else
		add_text(args, update, dry_run, &out);
	ret = azs_print(&out, err);
	azs_buf_release(&out);
	if (ret == 0 && update->conflicts > 0)
		return azs_fail(err, AZS_ECONFLICTS, "%s", "");
	if (ret == 0 && dry_run && azs_update_writes(update))
		return azs_fail(err, AZS_EFINDINGS, "%s", "");
	return ret;
}

/* The paths of one option, and of the operands when operands is set. */
static int
read_paths(const struct azs_args *args, const char *option, int operands,
    const char *root, struct azs_paths *paths, struct azs_error *err)
{
	char *cwd = realpath(".", NULL);
	size_t i;
	int ret = 0;

	if (cwd == NULL)
		return azs_fail(err, AZS_EFAILED, ".: %s", strerror(errno));
	for (i = 0; i < args->count && ret == 0; i++)
		if (strcmp(args->names[i], option) == 0)
			ret = azs_paths_add(
			    paths, root, cwd, args->values[i], err);
	for (i = 0; operands && i < args->operand_count && ret == 0; i++)
		ret = azs_paths_add(paths, root, cwd, args->operands[i], err);
	free(cwd);
	return ret;
}

static int
read_request(const struct azs_args *args, const char *root,
    struct azs_request *request, struct azs_error *err)
{
	int only = azs_args_get(args, "only") != NULL;

	if (args->operand_count > 0 && !only)
		return azs_fail(err, AZS_EUSAGE,
		    "unexpected operand \"%.60s\" (--only takes paths)",
		    args->operands[0]);
	request->repair = azs_args_get(args, "repair") != NULL;
	if (read_paths(args, "only", only, root, &request->only, err) == -1 ||
	    read_paths(args, "ours", 0, root, &request->ours, err) == -1 ||
	    read_paths(args, "theirs", 0, root, &request->theirs, err) == -1 ||
	    read_paths(args, "restore", 0, root, &request->restore, err) == -1)
		return -1;
	return 0;
}

static void
release_request(struct azs_request *request)
{
	azs_paths_release(&request->only);
	azs_paths_release(&request->ours);
	azs_paths_release(&request->theirs);
	azs_paths_release(&request->restore);
}

/* A run that was cut short is for the next one that writes. */
static int
check_journal(const char *root, struct azs_error *err)
{
	if (!azs_journal_is_open(root))
		return 0;
	return azs_fail(err, AZS_EFAILED,
	    "an update was cut short, or is at work: `azstamp update` takes "
	    "it back and goes on, `azstamp update undo` only takes it back");
}

static int
apply(const struct azs_workspace *workspace, const struct azs_update *update,
    const struct azs_request *request, struct azs_lock *lock,
    const char *templates, struct azs_error *err)
{
	char *unstaged = NULL;
	int ret;

	ret = azs_update_apply(workspace->root, update, lock,
	    request->only.count > 0 ? NULL : templates, NULL, 0, &unstaged,
	    err);
	if (ret == 0 && unstaged != NULL)
		(void)fprintf(stderr,
		    "azstamp: git's index does not show the conflicts: %s\n",
		    unstaged);
	free(unstaged);
	return ret;
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	int dry_run = azs_args_get(args, "dry-run") != NULL, ret = -1;
	struct azs_workspace workspace;
	struct azs_update update = { NULL, 0, 0 };
	struct azs_request request = { 0 };
	struct azs_plan *plan = NULL;
	struct azs_lock *lock = NULL;
	char *templates = NULL;

	if ((dry_run ? azs_workspace_open(args, &workspace, err)
		     : azs_workspace_open_to_write(args, &workspace, err)) ==
		-1 ||
	    check_journal(workspace.root, err) == -1 ||
	    read_request(args, workspace.root, &request, err) == -1 ||
	    azs_workspace_require_valid(&workspace, err) == -1 ||
	    azs_lock_load(workspace.root, &lock, err) == -1 ||
	    azs_template_set_version(workspace.assets, &templates, err) == -1 ||
	    azs_lock_check_version(lock, templates, err) == -1 ||
	    azs_plan_build(workspace.model, workspace.assets, &plan, err) ==
		-1 ||
	    azs_update_decide(
		workspace.root, plan, lock, &request, &update, err) == -1 ||
	    (!dry_run &&
		apply(&workspace, &update, &request, lock, templates, err) ==
		    -1))
		goto done;
	ret = report(args, &update, dry_run, err);
done:
	azs_update_release(&update);
	release_request(&request);
	free(templates);
	azs_lock_free(lock);
	azs_plan_free(plan);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "dry-run", 0, NULL,
	    "write nothing; exit 3 if something would change" },
	{ "only", 0, "PATH", "only these files or folders" },
	{ "ours", 0, "PATH", "settle conflicts there with your lines" },
	{ "theirs", 0, "PATH", "settle conflicts there with azstamp's lines" },
	{ "restore", 0, "PATH", "bring back what was deleted or released" },
	{ "repair", 0, NULL, "mend the lock after a merge of branches" },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_update = { "update", "[PATH ...]", 0, 1000,
	"regenerate after profile edits, keeping your own edits", options, 7,
	"Merges what the model asks for now with your edits, file by file.\n"
	"Paths are those of --only. Exit status 4 when conflict markers were\n"
	"written or still stand.\n",
	run };
