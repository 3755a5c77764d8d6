/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "asset.h"
#include "command.h"
#include "field.h"
#include "followup.h"
#include "memory.h"
#include "scaffold.h"
#include "workspace.h"

#define BUILT_IN "azstamp/"

/* The name is good, and nothing is called so yet. */
static int
check_name(const struct azs_workspace *workspace, const char *name,
    const char *file, struct azs_error *err)
{
	char *path;
	int taken;

	if (!azs_role_name_ok(name, 32))
		return azs_fail(err, AZS_EUSAGE,
		    "\"%.60s\" cannot name an environment: at most "
		    "32 " AZS_ROLE_NAME_RULE,
		    name);
	path = azs_xasprintf("%s/%s", workspace->root, file);
	taken = access(path, F_OK) == 0;
	free(path);
	if (taken)
		return azs_fail(err, AZS_EFAILED, "%s is there already", file);
	return 0;
}

/* What the new profile says: what it extends, or what `init` would write. */
static struct azs_node *
make_tree(const struct azs_workspace *workspace, const char *name,
    const char *from, struct azs_error *err)
{
	struct azs_node *tree;
	char *asset;
	int found;

	if (from == NULL)
		return azs_workspace_require_valid(workspace, err) == -1
		    ? NULL
		    : azs_scaffold_profile(name, workspace->model,
			  workspace->manifest->regional);
	if (strncmp(from, BUILT_IN, strlen(BUILT_IN)) == 0) {
		asset = azs_xasprintf(
		    AZS_PROFILES_DIR "/%s.yaml", from + strlen(BUILT_IN));
		found = azs_asset_find(asset) != NULL;
		free(asset);
		if (!found) {
			azs_fail(err, AZS_EUSAGE,
			    "--from: there is no built-in profile %.60s (there "
			    "are: azstamp/dev, azstamp/staging, azstamp/prod)",
			    from);
			return NULL;
		}
	} else if (azs_workspace_environment(workspace, from, err) == NULL) {
		(void)azs_fail_at(err, "--from");
		return NULL;
	}
	tree = azs_node_map();
	azs_node_set(tree, "extends", azs_node_string(from));
	return tree;
}

static int
say(const struct azs_args *args, const char *name, const char *file,
    const struct azs_node *tree, struct azs_error *err)
{
	const char *extends = azs_node_get(tree, "extends")->text;
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *report = azs_node_map();

	azs_buf_addf(&out, "%s: new, extends %s\n", file, extends);
	azs_node_set(report, "name", azs_node_string(name));
	azs_node_set(report, "file", azs_node_string(file));
	azs_node_set(report, "extends", azs_node_string(extends));
	return azs_followup_now(args, &out, report, err);
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	const char *name = args->operands[0];
	char *file = azs_xasprintf(AZS_PROFILES_DIR "/%s.yaml", name);
	struct azs_workspace workspace;
	struct azs_node *tree = NULL;
	struct azs_buf text = AZS_BUF_INIT;
	int ret = -1;

	if (azs_followup_open(args, &workspace, err) == -1 ||
	    check_name(&workspace, name, file, err) == -1 ||
	    (tree = make_tree(
		 &workspace, name, azs_args_get(args, "from"), err)) == NULL)
		goto done;
	azs_scaffold_profile_write(name, tree, &text);
	if (azs_followup_write(workspace.root, file, &text, err) == -1)
		goto done;
	ret = say(args, name, file, tree, err);
done:
	azs_buf_release(&text);
	azs_node_free(tree);
	free(file);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "from", 0, "PROFILE",
	    "what it extends: an environment, or azstamp/..." },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_env_new = { "env new", "ENV", 1, 1,
	"add an environment", options, 2,
	"Writes profiles/<env>.yaml, which extends what --from names; without\n"
	"--from it starts as `init` lets an environment of that name start.\n",
	run };
