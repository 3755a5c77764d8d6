/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "command.h"
#include "json.h"
#include "plan.h"
#include "state.h"
#include "workspace.h"

static int
print(const struct azs_args *args, const struct azs_findings *findings,
    struct azs_error *err)
{
	size_t errors = azs_findings_count(findings, AZS_ERROR);
	size_t warnings = azs_findings_count(findings, AZS_WARNING);
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *root;
	int ret;

	if (args->json) {
		root = azs_node_map();
		azs_node_set(root, "errors", azs_node_int((int64_t)errors));
		azs_node_set(root, "warnings", azs_node_int((int64_t)warnings));
		azs_node_set(root, "findings", azs_findings_node(findings));
		azs_json_write(root, &out);
		azs_node_free(root);
	} else {
		azs_findings_text(findings, args->color, &out);
		if (!args->quiet && errors + warnings == 0)
			azs_buf_adds(&out, "No findings.\n");
		else if (!args->quiet)
			azs_buf_addf(&out, "%zu error%s, %zu warning%s\n",
			    errors, errors == 1 ? "" : "s", warnings,
			    warnings == 1 ? "" : "s");
	}
	ret = azs_print(&out, err);
	azs_buf_release(&out);
	if (ret == 0 && errors > 0)
		return azs_fail(err, AZS_EFINDINGS, "%s", "");
	return ret;
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	struct azs_workspace workspace;
	struct azs_plan *plan = NULL;
	int ret = -1;

	if (azs_workspace_open(args, &workspace, err) == -1)
		goto done;
	if (workspace.assets != NULL &&
	    (azs_plan_build(workspace.model, workspace.assets, &plan, err) ==
		    -1 ||
		azs_state_check(workspace.root, workspace.model, plan,
		    &workspace.findings, err) == -1))
		goto done;
	azs_findings_sort(&workspace.findings);
	ret = print(args, &workspace.findings, err);
done:
	azs_plan_free(plan);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_check = { "check", "", 0, 0,
	"validate the model and what was generated from it", options, 1,
	"Prints every finding as file:line:column: severity[rule]: message.\n"
	"Exit status 3 when one of them is an error.\n",
	run };
