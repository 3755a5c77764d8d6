/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "lock.h"
#include "memory.h"
#include "plan.h"
#include "repair.h"
#include "update.h"
#include "update_report.h"
#include "workspace.h"

/* One run. */
struct session {
	const struct azs_args *args;
	int dry_run;
	struct azs_workspace workspace;
	struct azs_request request;
	struct azs_plan *plan;
	struct azs_lock *lock;
	char *templates; /* the version of the set */
	struct azs_repair repair;
	struct azs_update update;
};

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
session_open(struct session *session, struct azs_error *err)
{
	const struct azs_args *args = session->args;
	struct azs_workspace *workspace = &session->workspace;

	session->dry_run = azs_args_get(args, "dry-run") != NULL ||
	    azs_args_get(args, "diff") != NULL;
	if ((session->dry_run ? azs_workspace_open(args, workspace, err)
			      : azs_workspace_open_to_write(
				    args, workspace, err)) == -1 ||
	    check_journal(workspace->root, err) == -1 ||
	    read_request(args, workspace->root, &session->request, err) == -1)
		return -1;
	return azs_workspace_require_valid(workspace, err);
}

/* The lock, as it is or mended. */
static int
session_lock(struct session *session, struct azs_error *err)
{
	const struct azs_workspace *workspace = &session->workspace;

	if (!session->request.repair)
		return azs_workspace_lock(
		    workspace, &session->lock, &session->templates, err);
	if (azs_template_set_version(
		workspace->assets, &session->templates, err) == -1 ||
	    azs_repair_lock(workspace->root, session->plan, session->templates,
		&session->repair, err) == -1)
		return -1;
	session->lock = session->repair.lock;
	session->repair.lock = NULL;
	return 0;
}

static int
session_decide(struct session *session, struct azs_error *err)
{
	const struct azs_workspace *workspace = &session->workspace;

	if (azs_plan_build(workspace->model, workspace->assets, &session->plan,
		err) == -1 ||
	    session_lock(session, err) == -1)
		return -1;
	if (workspace->migrated_count > 0 && session->request.only.count > 0)
		return azs_fail(err, AZS_EUSAGE,
		    "the profiles need the keys of a newer template set: run "
		    "azstamp update without --only first");
	session->request.templates = session->templates;
	return azs_update_decide(workspace->root, session->plan, session->lock,
	    &session->request, &session->update, err);
}

static int
session_apply(struct session *session, struct azs_error *err)
{
	const struct azs_workspace *workspace = &session->workspace;
	size_t i, count = 0;
	struct azs_step *others = azs_xcalloc(
	    workspace->migrated_count + session->repair.stray_count + 1,
	    sizeof *others);
	char *unstaged = NULL;
	int ret;

	for (i = 0; i < workspace->migrated_count; i++, count++) {
		others[count].path = workspace->migrated[i].file;
		others[count].bytes = &workspace->migrated[i].text;
		others[count].expected = workspace->migrated[i].before;
	}
	for (i = 0; i < session->repair.stray_count; i++, count++)
		others[count].path = session->repair.strays[i];
	ret = azs_update_apply(workspace->root, &session->update, session->lock,
	    session->request.only.count > 0 ? NULL : session->templates, others,
	    count, &unstaged, err);
	if (ret == 0 && unstaged != NULL)
		(void)fprintf(stderr,
		    "azstamp: git's index does not show the conflicts: %s\n",
		    unstaged);
	free(unstaged);
	free(others);
	return ret;
}

static void
session_close(struct session *session)
{
	azs_update_release(&session->update);
	azs_repair_release(&session->repair);
	release_request(&session->request);
	free(session->templates);
	azs_lock_free(session->lock);
	azs_plan_free(session->plan);
	azs_workspace_release(&session->workspace);
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	struct session session = { .args = args };
	struct azs_update_report report = { .update = &session.update };
	int ret = -1;

	if (session_open(&session, err) == -1 ||
	    session_decide(&session, err) == -1 ||
	    (!session.dry_run && session_apply(&session, err) == -1))
		goto done;
	report.migrated = session.workspace.migrated;
	report.migrated_count = session.workspace.migrated_count;
	report.dry_run = session.dry_run;
	ret = azs_update_report_print(args, &report, err);
done:
	session_close(&session);
	return ret;
}

static const struct azs_option options[] = {
	{ "dry-run", 0, NULL,
	    "write nothing; exit 3 if something would change" },
	{ "diff", 0, NULL, "write nothing; print the changes as a patch" },
	{ "only", 0, "PATH", "only these files or folders" },
	{ "ours", 0, "PATH", "settle conflicts there with your lines" },
	{ "theirs", 0, "PATH", "settle conflicts there with azstamp's lines" },
	{ "restore", 0, "PATH", "bring back what was deleted or released" },
	{ "repair", 0, NULL, "mend the lock after a merge of branches" },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_update = { "update", "[PATH ...]", 0, 1000,
	"regenerate after profile edits, keeping your own edits", options, 8,
	"Merges what the model asks for now with your edits, file by file.\n"
	"Paths are those of --only. Exit status 4 when conflict markers were\n"
	"written or still stand.\n",
	run };
