/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "command.h"
#include "json.h"
#include "plan.h"
#include "report.h"
#include "state.h"
#include "workspace.h"

enum format { TEXT, JSON, SARIF, GITHUB };

static const char *const formats[] = { "text", "json", "sarif", "github" };

static void
add_text(const struct azs_args *args, const struct azs_workspace *workspace,
    struct azs_buf *out)
{
	const struct azs_findings *findings = &workspace->findings;
	size_t errors = azs_findings_count(findings, AZS_ERROR);
	size_t warnings = azs_findings_count(findings, AZS_WARNING);

	azs_report_text(findings, workspace->root, args->color, out);
	if (args->quiet)
		return;
	if (errors + warnings == 0)
		azs_buf_adds(out, "No findings.\n");
	else
		azs_buf_addf(out, "%zu error%s, %zu warning%s\n", errors,
		    errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
}

static struct azs_node *
json_node(const struct azs_findings *findings)
{
	struct azs_node *root = azs_node_map();

	azs_node_set(root, "errors",
	    azs_node_int((int64_t)azs_findings_count(findings, AZS_ERROR)));
	azs_node_set(root, "warnings",
	    azs_node_int((int64_t)azs_findings_count(findings, AZS_WARNING)));
	azs_node_set(root, "findings", azs_findings_node(findings));
	return root;
}

static int
print(const struct azs_args *args, const struct azs_workspace *workspace,
    size_t format, struct azs_error *err)
{
	const struct azs_findings *findings = &workspace->findings;
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *root = NULL;
	int ret;

	if (format == TEXT)
		add_text(args, workspace, &out);
	else if (format == GITHUB)
		azs_report_github(findings, workspace->root, &out);
	else if (format == JSON)
		root = json_node(findings);
	else
		root = azs_report_sarif(findings, workspace->root,
		    azs_node_text(
			azs_node_get(workspace->model->application, "name"),
			NULL));
	if (root != NULL)
		azs_json_write(root, &out);
	azs_node_free(root);
	ret = azs_print(&out, err);
	azs_buf_release(&out);
	if (ret == 0 && azs_findings_count(findings, AZS_ERROR) > 0)
		return azs_fail(err, AZS_EFINDINGS, "%s", "");
	return ret;
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	struct azs_mark mark = { AZS_LOCK_PATH, 0, 0, 0 };
	struct azs_workspace workspace;
	struct azs_plan *plan = NULL;
	size_t format;
	int ret = -1;

	memset(&workspace, 0, sizeof workspace);
	if (azs_args_format(args, formats, 4, &format, err) == -1 ||
	    azs_workspace_open(args, &workspace, err) == -1)
		goto done;
	if (workspace.assets != NULL) {
		if (azs_plan_make(workspace.model, workspace.manifest,
			workspace.assets, AZS_PLAN_KEPT, &plan, err) == -1 ||
		    azs_state_check(workspace.root, workspace.model, plan,
			workspace.templates, &workspace.findings, err) == -1)
			goto done;
	} else if (azs_workspace_check_version(&workspace, err) == -1) {
		azs_findings_add(&workspace.findings, &mark, AZS_ERROR,
		    AZS_RULE_LOCK, NULL, "%s", err->msg);
	}
	azs_findings_sort(&workspace.findings);
	ret = print(args, &workspace, format, err);
done:
	azs_plan_free(plan);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "format", 0, "FORMAT", "text, json, sarif or github" },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_check = { "check", "", 0, 0,
	"validate the model and what was generated from it", options, 2,
	"Prints every finding as file:line:column: severity[rule]: message.\n"
	"Exit status 3 when one of them is an error.\n",
	run };
