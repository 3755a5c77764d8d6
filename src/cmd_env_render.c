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
check_operands(const struct azs_args *args, const struct azs_model *model,
    struct azs_error *err)
{
	size_t i;

	for (i = 0; i < args->operand_count; i++)
		if (azs_model_environment(model, args->operands[i]) == NULL)
			return azs_fail(err, AZS_EUSAGE,
			    "there is no environment %.60s; `azstamp env list` "
			    "shows them",
			    args->operands[i]);
	return 0;
}

/* The owned files of the environments that are named, or of all. */
static int
wanted(const char *path, const struct azs_plan_file *file, const void *arg)
{
	const struct azs_args *args = arg;
	size_t i;

	(void)path;
	if (file == NULL || file->environment == NULL ||
	    file->policy != AZS_POLICY_OWNED)
		return 0;
	for (i = 0; i < args->operand_count; i++)
		if (strcmp(args->operands[i], file->environment->name) == 0)
			return 1;
	return args->operand_count == 0;
}

static void
add_text(const struct azs_args *args, const struct azs_update *update,
    int check, struct azs_buf *out)
{
	size_t i, count = 0;

	for (i = 0; i < update->count; i++) {
		const struct azs_change *change = &update->changes[i];

		if (change->action == AZS_ACTION_NONE)
			continue;
		count++;
		if (args->quiet && !check &&
		    change->action != AZS_ACTION_KEPT && change->note == NULL)
			continue;
		azs_buf_addf(out, "%s %s",
		    change->action == AZS_ACTION_KEPT ? "kept"
			: check			      ? "stale"
						      : "wrote",
		    change->path);
		if (change->note != NULL)
			azs_buf_addf(out, " (%s)", change->note);
		azs_buf_addc(out, '\n');
	}
	if (count == 0 && !args->quiet)
		azs_buf_adds(out, "Everything is up to date.\n");
}

static void
add_json(const struct azs_update *update, int check, struct azs_buf *out)
{
	struct azs_node *root = azs_node_map(), *list;
	size_t i;

	list = azs_node_set(root, check ? "stale" : "written", azs_node_list());
	for (i = 0; i < update->count; i++)
		if (update->changes[i].write)
			azs_node_append(
			    list, azs_node_string(update->changes[i].path));
	azs_json_write(root, out);
	azs_node_free(root);
}

static int
report(const struct azs_args *args, const struct azs_update *update, int check,
    struct azs_error *err)
{
	struct azs_buf out = AZS_BUF_INIT;
	size_t i;
	int ret, stale = 0;

	for (i = 0; i < update->count; i++)
		stale |= update->changes[i].action != AZS_ACTION_NONE;
	if (args->json)
		add_json(update, check, &out);
	else
		add_text(args, update, check, &out);
	ret = azs_print(&out, err);
	azs_buf_release(&out);
	if (ret == 0 && check && stale)
		return azs_fail(err, AZS_EFINDINGS, "%s", "");
	return ret;
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	int check = azs_args_get(args, "check") != NULL, ret = -1;
	struct azs_request request = { .wanted = wanted, .arg = args };
	struct azs_workspace workspace;
	struct azs_update update = { NULL, 0, 0 };
	struct azs_plan *plan = NULL;
	struct azs_lock *lock = NULL;
	char *unstaged = NULL, *templates = NULL;

	if ((check ? azs_workspace_open(args, &workspace, err)
		   : azs_workspace_open_to_write(args, &workspace, err)) ==
		-1 ||
	    azs_workspace_require_valid(&workspace, err) == -1 ||
	    check_operands(args, workspace.model, err) == -1 ||
	    azs_workspace_lock(&workspace, &lock, &templates, err) == -1 ||
	    azs_plan_make(workspace.model, workspace.manifest, workspace.assets,
		AZS_PLAN_OWNED, &plan, err) == -1 ||
	    azs_update_decide(
		workspace.root, plan, lock, &request, &update, err) == -1)
		goto done;
	/* The other files are as they were, so the versions stay, too. */
	if (!check &&
	    azs_update_apply(workspace.root, &update, lock, NULL, NULL, 0,
		&unstaged, err) == -1)
		goto done;
	ret = report(args, &update, check, err);
done:
	free(unstaged);
	free(templates);
	azs_update_release(&update);
	azs_lock_free(lock);
	azs_plan_free(plan);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "check", 0, NULL, "write nothing; exit 3 when files are stale" },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_env_render = { "env render", "[ENV ...]", 0,
	1000, "write the environments' values for Bicep", options, 2,
	"Writes infra/environments/<env>.json and .bicepparam of the named\n"
	"environments, or of all; `azstamp update` does that and the rest.\n",
	run };
