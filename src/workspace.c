/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "lock.h"
#include "manifest.h"
#include "memory.h"
#include "repo.h"
#include "rules.h"

/* --template-dir, else templateDir of the application below the root. That it
   cannot be opened is a finding, then. */
static int
open_templates(const struct azs_args *args, struct azs_workspace *workspace,
    struct azs_error *err)
{
	const char *option = azs_args_get(args, "template-dir");
	const struct azs_node *own =
	    azs_node_get(workspace->model->application, "templateDir");
	char *path;
	int ret;

	if (option != NULL || own == NULL)
		return azs_assets_open(option, &workspace->assets, err);
	path = azs_xasprintf("%s/%s", workspace->root, own->text);
	ret = azs_assets_open(path, &workspace->assets, err);
	if (ret == -1)
		azs_findings_add(&workspace->findings, &own->mark, AZS_ERROR,
		    AZS_RULE_VALUE, NULL, "templateDir cannot be opened: %s",
		    err->msg +
			(strncmp(err->msg, path, strlen(path)) == 0
				? strlen(path) + 2
				: 0));
	free(path);
	return 0;
}

/* The pattern the application names exists, or that is a finding. */
static int
check_pattern(struct azs_workspace *workspace, struct azs_error *err)
{
	const struct azs_node *pattern =
	    azs_node_get(workspace->model->application, "pattern");
	char *path = azs_xasprintf("%s/manifest.yaml", pattern->text);
	const char *bytes;
	char *names;
	size_t len;
	int found;

	found = azs_assets_read(workspace->assets, path, &bytes, &len, err);
	if (found == 0) {
		names = azs_manifest_patterns();
		azs_findings_add(&workspace->findings, &pattern->mark,
		    AZS_ERROR, AZS_RULE_VALUE, NULL,
		    "there is no pattern %s (there are: %s)", pattern->text,
		    names);
		free(names);
	}
	free(path);
	return found == -1 ? -1 : 0;
}

/* What the rules say of a model whose structure is right. */
static int
check_rules(struct azs_workspace *workspace, struct azs_error *err)
{
	char today[AZS_DATE_SIZE];

	azs_date_today(today);
	if (check_pattern(workspace, err) == -1)
		return -1;
	if (azs_findings_count(&workspace->findings, AZS_ERROR) == 0 &&
	    azs_manifest_load(workspace->assets,
		azs_node_get(workspace->model->application, "pattern")->text,
		&workspace->manifest, err) == -1)
		return -1;
	azs_rules_check(
	    workspace->model, workspace->manifest, today, &workspace->findings);
	return 0;
}

void
azs_workspace_report(const struct azs_args *args, const char *root,
    const char *what, const struct azs_journal_result *result)
{
	struct azs_error err;
	size_t i;

	if (azs_repo_drop_conflicts(
		root, result->conflicts, result->conflict_count, &err) == -1)
		(void)fprintf(stderr,
		    "azstamp: git's index still shows the conflicts: %s\n",
		    err.msg);
	if (!args->quiet && what != NULL && result->count > 0)
		(void)fprintf(stderr, "azstamp: %s: %zu file%s as before\n",
		    what, result->count, result->count == 1 ? "" : "s");
	for (i = 0; i < result->kept_count; i++)
		(void)fprintf(stderr,
		    "azstamp: %s was edited since, and is kept; what it was "
		    "before is in .azstamp/undo/kept/files/\n",
		    result->kept[i]);
}

int
azs_workspace_enter(
    const struct azs_args *args, const char *root, struct azs_error *err)
{
	struct azs_journal_result result;
	int ret;

	if (azs_lock_acquire(root, err) == -1)
		return -1;
	ret = azs_journal_roll_back(root, &result, err);
	if (ret == 0)
		azs_workspace_report(args, root,
		    "an update that was cut short was taken back", &result);
	azs_journal_release(&result);
	return ret;
}

static int
open_workspace(const struct azs_args *args, struct azs_workspace *workspace,
    int to_write, struct azs_error *err)
{
	memset(workspace, 0, sizeof *workspace);
	workspace->color = args->message_color;
	azs_findings_init(&workspace->findings);
	if (azs_model_find_root(".", &workspace->root, err) == -1 ||
	    (to_write &&
		azs_workspace_enter(args, workspace->root, err) == -1) ||
	    azs_workspace_prepare(args, workspace, err) == -1 ||
	    azs_model_load(workspace->root, azs_workspace_migrate, workspace,
		&workspace->findings, &workspace->model, err) == -1)
		return -1;
	if (azs_findings_count(&workspace->findings, AZS_ERROR) == 0 &&
	    (open_templates(args, workspace, err) == -1 ||
		(workspace->assets != NULL &&
		    check_rules(workspace, err) == -1)))
		return -1;
	azs_findings_sort(&workspace->findings);
	if (azs_findings_count(&workspace->findings, AZS_ERROR) > 0) {
		azs_manifest_free(workspace->manifest);
		azs_assets_close(workspace->assets);
		workspace->manifest = NULL;
		workspace->assets = NULL;
	}
	return 0;
}

int
azs_workspace_open(const struct azs_args *args, struct azs_workspace *workspace,
    struct azs_error *err)
{
	return open_workspace(args, workspace, 0, err);
}

int
azs_workspace_open_to_write(const struct azs_args *args,
    struct azs_workspace *workspace, struct azs_error *err)
{
	return open_workspace(args, workspace, 1, err);
}

int
azs_workspace_reopen(const struct azs_args *args,
    struct azs_workspace *workspace, struct azs_error *err)
{
	size_t i;

	if (workspace->assets != NULL)
		return 0;
	for (i = 0; i < workspace->findings.count; i++)
		if (workspace->findings.items[i].severity == AZS_ERROR &&
		    !azs_rule_is_floor(workspace->findings.items[i].rule))
			return azs_workspace_require_valid(workspace, err);
	if (open_templates(args, workspace, err) == -1)
		return -1;
	return azs_manifest_load(workspace->assets,
	    azs_node_get(workspace->model->application, "pattern")->text,
	    &workspace->manifest, err);
}

void
azs_workspace_release(struct azs_workspace *workspace)
{
	azs_manifest_free(workspace->manifest);
	azs_assets_close(workspace->assets);
	azs_model_free(workspace->model);
	azs_findings_release(&workspace->findings);
	azs_workspace_forget(workspace);
	free(workspace->root);
	memset(workspace, 0, sizeof *workspace);
}

int
azs_workspace_require_valid(
    const struct azs_workspace *workspace, struct azs_error *err)
{
	struct azs_buf out = AZS_BUF_INIT;

	if (azs_findings_count(&workspace->findings, AZS_ERROR) == 0)
		return 0;
	/* A newer model has what this azstamp cannot know. */
	if (azs_workspace_check_version(workspace, err) == -1)
		return -1;
	azs_findings_text(&workspace->findings, workspace->color, &out);
	(void)fwrite(out.data, 1, out.len, stderr);
	azs_buf_release(&out);
	return azs_fail(err, AZS_EFINDINGS, "%s", "");
}

const struct azs_environment *
azs_workspace_environment(const struct azs_workspace *workspace,
    const char *name, struct azs_error *err)
{
	const struct azs_model *model = workspace->model;
	const struct azs_environment *environment =
	    azs_model_environment(model, name);
	struct azs_buf names = AZS_BUF_INIT;
	size_t i;

	if (environment != NULL)
		return environment;
	for (i = 0; i < model->count; i++)
		azs_buf_addf(&names, "%s%s", i == 0 ? "" : ", ",
		    model->environments[i].name);
	azs_fail(err, AZS_EUSAGE,
	    "there is no environment %.60s (there are: %s)", name, names.data);
	azs_buf_release(&names);
	return NULL;
}
