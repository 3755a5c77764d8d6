/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "command.h"
#include "journal.h"
#include "json.h"
#include "lock.h"
#include "model.h"
#include "workspace.h"

static int
report(const struct azs_args *args, const char *root,
    const struct azs_journal_result *result, struct azs_error *err)
{
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *node, *list;
	size_t i;
	int ret;

	if (args->json) {
		node = azs_node_map();
		azs_node_set(
		    node, "restored", azs_node_int((int64_t)result->count));
		list = azs_node_set(node, "kept", azs_node_list());
		for (i = 0; i < result->kept_count; i++)
			azs_node_append(list, azs_node_string(result->kept[i]));
		azs_json_write(node, &out);
		azs_node_free(node);
	} else if (!args->quiet) {
		azs_buf_addf(&out,
		    "Undone: %zu file%s as before the last update.\n"
		    "The model is as you edited it; azstamp update would do "
		    "the same again.\n",
		    result->count, result->count == 1 ? " is" : "s are");
	}
	ret = azs_print(&out, err);
	azs_buf_release(&out);
	azs_workspace_report(args, root, NULL, result);
	return ret;
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	struct azs_journal_result result = { 0 };
	char *root = NULL;
	int ret = -1;

	if (azs_model_find_root(".", &root, err) == 0 &&
	    azs_lock_acquire(root, err) == 0 &&
	    azs_journal_undo(root, &result, err) == 0)
		ret = report(args, root, &result, err);
	azs_journal_release(&result);
	free(root);
	return ret;
}

const struct azs_command azs_cmd_update_undo = { "update undo", "", 0, 0,
	"take back the last update that changed something", NULL, 0,
	"Also takes back an update that was cut short. A file that was edited\n"
	"since is kept and named.\n",
	run };
