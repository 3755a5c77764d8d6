/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifest.h"
#include "memory.h"
#include "rules.h"

/* --template-dir, else templateDir of the application below the root. */
static int
open_templates(const struct azs_args *args, struct azs_workspace *workspace,
    struct azs_error *err)
{
	const char *option = azs_args_get(args, "template-dir");
	const char *own = azs_node_text(
	    azs_node_get(workspace->model->application, "templateDir"), NULL);
	char *path = NULL;
	int ret;

	if (option == NULL && own != NULL)
		path = azs_xasprintf("%s/%s", workspace->root, own);
	ret = azs_assets_open(
	    option != NULL ? option : path, &workspace->assets, err);
	free(path);
	return ret;
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
	struct azs_manifest *manifest = NULL;

	if (check_pattern(workspace, err) == -1)
		return -1;
	if (azs_findings_count(&workspace->findings, AZS_ERROR) == 0 &&
	    azs_manifest_load(workspace->assets,
		azs_node_get(workspace->model->application, "pattern")->text,
		&manifest, err) == -1)
		return -1;
	azs_rules_check(workspace->model, manifest, &workspace->findings);
	azs_manifest_free(manifest);
	return 0;
}

int
azs_workspace_open(const struct azs_args *args, struct azs_workspace *workspace,
    struct azs_error *err)
{
	memset(workspace, 0, sizeof *workspace);
	workspace->color = args->message_color;
	azs_findings_init(&workspace->findings);
	if (azs_model_find_root(".", &workspace->root, err) == -1 ||
	    azs_model_load(workspace->root, &workspace->findings,
		&workspace->model, err) == -1)
		return -1;
	if (azs_findings_count(&workspace->findings, AZS_ERROR) == 0 &&
	    (open_templates(args, workspace, err) == -1 ||
		check_rules(workspace, err) == -1))
		return -1;
	azs_findings_sort(&workspace->findings);
	if (azs_findings_count(&workspace->findings, AZS_ERROR) > 0) {
		azs_assets_close(workspace->assets);
		workspace->assets = NULL;
	}
	return 0;
}

void
azs_workspace_release(struct azs_workspace *workspace)
{
	azs_assets_close(workspace->assets);
	azs_model_free(workspace->model);
	azs_findings_release(&workspace->findings);
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
