/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "command.h"
#include "export.h"
#include "workspace.h"

/* In the order of enum azs_export_format. */
static const char *const formats[] = { "dotenv", "parameters", "bicepparam",
	"json" };

static int
run(const struct azs_args *args, struct azs_error *err)
{
	const struct azs_environment *environment;
	struct azs_workspace workspace;
	struct azs_buf out = AZS_BUF_INIT;
	size_t format;
	int ret = -1;

	memset(&workspace, 0, sizeof workspace);
	if (azs_args_format(args, formats, 4, &format, err) == -1 ||
	    azs_workspace_open(args, &workspace, err) == -1 ||
	    azs_workspace_require_valid(&workspace, err) == -1 ||
	    (environment = azs_workspace_environment(
		 &workspace, args->operands[0], err)) == NULL ||
	    azs_export(workspace.model, workspace.manifest, environment,
		(enum azs_export_format)format, &out, err) == -1)
		goto done;
	ret = azs_print(&out, err);
done:
	azs_buf_release(&out);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "format", 0, "FORMAT", "dotenv, parameters, bicepparam or json" },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_env_export = { "env export", "ENV", 1, 1,
	"print what main.bicep deploys, for other tools", options, 2,
	"dotenv: variables for `azd env set --file`\n"
	"parameters: an ARM parameters file\n"
	"bicepparam: the same for Bicep, to stand beside azstamp.yaml\n"
	"json: infra/environments/<env>.json, every value\n",
	run };
