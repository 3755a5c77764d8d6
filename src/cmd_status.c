/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "memory.h"
#include "plan.h"
#include "state.h"
#include "update.h"
#include "workspace.h"

struct row {
	const struct azs_lock_file *file;
	enum azs_standing standing;
};

/* How a repository stands. */
struct status {
	const struct azs_lock *lock;
	struct row *rows; /* by path */
	size_t count;
	int unfinished;	  /* an update was cut short */
	int invalid;	  /* the model has errors */
	char *templates;  /* what this azstamp has, or NULL */
	char *trouble;	  /* why an update would fail, or NULL */
	size_t ahead;	  /* files an update would change */
	size_t conflicts; /* ... and leave with conflicts */
};

static int
by_path(const void *left, const void *right)
{
	const struct row *a = left, *b = right;

	return strcmp(a->file->path, b->file->path);
}

static int
look_at_files(const char *root, struct status *status, struct azs_error *err)
{
	size_t i;

	status->count = status->lock->count;
	status->rows =
	    azs_xreallocarray(NULL, status->count + 1, sizeof *status->rows);
	for (i = 0; i < status->count; i++) {
		status->rows[i].file = &status->lock->files[i];
		if (azs_state_standing(root, status->rows[i].file,
			&status->rows[i].standing, err) == -1)
			return -1;
	}
	qsort(status->rows, status->count, sizeof *status->rows, by_path);
	return 0;
}

static void
count_changes(const struct azs_update *update, struct status *status)
{
	size_t i;

	for (i = 0; i < update->count; i++) {
		const struct azs_change *change = &update->changes[i];

		status->ahead +=
		    change->write || change->remove || change->aside;
	}
	status->conflicts = update->conflicts;
}

static int
decide(const struct azs_workspace *workspace, const struct azs_plan *plan,
    const struct azs_lock *lock, const char *templates,
    struct azs_update *update, struct azs_error *err)
{
	struct azs_request request = { .templates = templates };

	return azs_update_decide(
	    workspace->root, plan, lock, &request, update, err);
}

/* What an update would do. Why it cannot is part of the answer. */
static void
look_ahead(const struct azs_workspace *workspace, struct status *status)
{
	struct azs_update update = { NULL, 0, 0 };
	struct azs_plan *plan = NULL;
	struct azs_lock *lock = NULL;
	struct azs_error err;

	status->invalid = workspace->assets == NULL;
	if (status->invalid)
		return;
	if (azs_workspace_lock(workspace, &lock, &status->templates, &err) ==
		-1 ||
	    azs_plan_build(workspace->model, workspace->assets, &plan, &err) ==
		-1 ||
	    decide(workspace, plan, lock, status->templates, &update, &err) ==
		-1)
		status->trouble = azs_xstrdup(err.msg);
	else
		count_changes(&update, status);
	status->ahead += workspace->migrated_count;
	azs_update_release(&update);
	azs_lock_free(lock);
	azs_plan_free(plan);
}

static int
is_behind(const struct status *status)
{
	return status->templates != NULL &&
	    strtol(status->lock->templates, NULL, 10) <
	    strtol(status->templates, NULL, 10);
}

static void
add_files(const struct azs_args *args, const struct status *status,
    struct azs_buf *out)
{
	size_t i, counts[AZS_STANDING_COUNT] = { 0 }, starters = 0;
	int once;

	for (i = 0; i < status->count; i++) {
		const struct azs_lock_file *file = status->rows[i].file;
		enum azs_standing standing = status->rows[i].standing;

		/* Starter files are there to be edited. */
		once = file->policy == AZS_POLICY_ONCE;
		if (once)
			starters++;
		else
			counts[standing]++;
		if (args->verbose ||
		    (!once && standing != AZS_STANDING_PRISTINE))
			azs_buf_addf(out, "%-10s%s\n",
			    azs_standing_name(standing), file->path);
	}
	if (args->quiet)
		return;
	if (out->len > 0)
		azs_buf_addc(out, '\n');
	azs_buf_addf(out, "%zu pristine", counts[AZS_STANDING_PRISTINE]);
	for (i = 1; i < AZS_STANDING_COUNT; i++)
		if (counts[i] > 0)
			azs_buf_addf(out, ", %zu %s", counts[i],
			    azs_standing_name((enum azs_standing)i));
	if (starters > 0)
		azs_buf_addf(out, "; %zu starter file%s", starters,
		    starters == 1 ? " is yours" : "s are yours");
	azs_buf_adds(out, ".\n");
}

static void
add_versions(const struct status *status, struct azs_buf *out)
{
	if (status->templates != NULL)
		azs_buf_addf(out,
		    is_behind(status)
			? "Its template set is %s, behind %s of this azstamp.\n"
			: "Its template set is %s, this azstamp has %s.\n",
		    status->lock->templates, status->templates);
}

static void
add_text(const struct azs_args *args, const struct status *status,
    struct azs_buf *out)
{
	add_files(args, status, out);
	if (args->quiet)
		return;
	add_versions(status, out);
	if (status->unfinished)
		azs_buf_adds(out,
		    "An update was cut short, or is at work: azstamp update "
		    "takes it back and goes on.\n");
	if (status->invalid)
		azs_buf_adds(
		    out, "The model has errors; azstamp check names them.\n");
	else if (status->trouble != NULL)
		azs_buf_addf(
		    out, "An update would fail: %s\n", status->trouble);
	else if (status->ahead == 0)
		azs_buf_adds(
		    out, "The profiles and the generated files agree.\n");
	else
		azs_buf_addf(out,
		    "The profiles are ahead: azstamp update would change %zu "
		    "file%s.\n",
		    status->ahead, status->ahead == 1 ? "" : "s");
	if (status->conflicts > 0)
		azs_buf_addf(out,
		    "%zu file%s conflict markers; azstamp update --ours PATH "
		    "or --theirs PATH settles one.\n",
		    status->conflicts,
		    status->conflicts == 1 ? " has, or would get,"
					   : "s have, or would get,");
}

static void
add_json(const struct status *status, struct azs_buf *out)
{
	struct azs_node *root = azs_node_map(), *list, *item;
	size_t i;

	azs_node_set(root, "unfinished", azs_node_bool(status->unfinished));
	azs_node_set(root, "valid", azs_node_bool(!status->invalid));
	azs_node_set(root, "trouble",
	    status->trouble == NULL ? azs_node_null()
				    : azs_node_string(status->trouble));
	azs_node_set(root, "ahead", azs_node_int((int64_t)status->ahead));
	azs_node_set(
	    root, "conflicts", azs_node_int((int64_t)status->conflicts));
	azs_node_set(
	    root, "templates", azs_node_string(status->lock->templates));
	azs_node_set(root, "behind", azs_node_bool(is_behind(status)));
	list = azs_node_set(root, "files", azs_node_list());
	for (i = 0; i < status->count; i++) {
		const struct azs_lock_file *file = status->rows[i].file;

		item = azs_node_append(list, azs_node_map());
		azs_node_set(item, "path", azs_node_string(file->path));
		azs_node_set(item, "id", azs_node_string(file->id));
		azs_node_set(item, "policy",
		    azs_node_string(azs_policy_name(file->policy)));
		azs_node_set(item, "state",
		    azs_node_string(
			azs_standing_name(status->rows[i].standing)));
	}
	azs_json_write(root, out);
	azs_node_free(root);
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	struct azs_workspace workspace;
	struct azs_lock *lock = NULL;
	struct azs_buf out = AZS_BUF_INIT;
	struct status status = { 0 };
	int ret = -1;

	if (azs_workspace_open(args, &workspace, err) == -1 ||
	    azs_lock_load(workspace.root, &lock, err) == -1)
		goto done;
	status.lock = lock;
	status.unfinished = azs_journal_is_open(workspace.root);
	if (look_at_files(workspace.root, &status, err) == -1)
		goto done;
	look_ahead(&workspace, &status);
	if (args->json)
		add_json(&status, &out);
	else
		add_text(args, &status, &out);
	ret = azs_print(&out, err);
done:
	azs_buf_release(&out);
	free(status.rows);
	free(status.templates);
	free(status.trouble);
	azs_lock_free(lock);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_status = { "status", "", 0, 0,
	"tell which files you have edited, and what is behind", options, 1,
	"Names each generated file that is edited, deleted, released or in\n"
	"conflict (with -v: all), whether the profiles are ahead of the\n"
	"generated files, and how old those are. Writes nothing.\n",
	run };
