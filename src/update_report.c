/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "update_report.h"

#include <stdlib.h>

#include "diff.h"
#include "json.h"
#include "memory.h"

static int
is_shown(const struct azs_args *args, const struct azs_change *change)
{
	return change->action != AZS_ACTION_NONE || args->verbose;
}

int
azs_update_report_writes(const struct azs_update_report *report)
{
	return report->migrated_count > 0 || azs_update_writes(report->update);
}

/* What to do next, in a line. */
static const char *
next_step(const struct azs_update_report *report)
{
	if (report->update->conflicts > 0)
		return report->dry_run
		    ? "\nazstamp update would leave these conflicts; "
		      "--ours PATH or --theirs PATH settles one.\n"
		    : "\nResolve the conflicts (git diff or git mergetool; "
		      "azstamp update --ours PATH or --theirs PATH), then run "
		      "azstamp update again.\n";
	if (!azs_update_report_writes(report))
		return "\nNothing was written.\n";
	return report->dry_run
	    ? "\nNothing was written; azstamp update does this.\n"
	    : "\nReview with git diff, then commit; azstamp update undo takes "
	      "it back.\n";
}

static void
add_text(const struct azs_args *args, const struct azs_update_report *report,
    struct azs_buf *out)
{
	const struct azs_update *update = report->update;
	size_t i, count = report->migrated_count;

	for (i = 0; i < report->migrated_count; i++)
		azs_buf_addf(out, "%-10s%s  (its keys have new names)\n",
		    "migrated", report->migrated[i].file);

	for (i = 0; i < update->count; i++) {
		const struct azs_change *change = &update->changes[i];

		if (!is_shown(args, change))
			continue;
		azs_buf_addf(out, "%-10s%s", azs_action_name(change->action),
		    change->path);
		if (change->note != NULL)
			azs_buf_addf(out, "  (%s)", change->note);
		azs_buf_addc(out, '\n');
		count += change->action != AZS_ACTION_NONE;
	}
	if (args->quiet)
		return;
	azs_buf_adds(out,
	    count == 0 ? "Everything is up to date.\n" : next_step(report));
}

static void
add_json(const struct azs_update_report *report, struct azs_buf *out)
{
	const struct azs_update *update = report->update;
	struct azs_node *root = azs_node_map(), *list, *item;
	size_t i;

	azs_node_set(root, "dryRun", azs_node_bool(report->dry_run));
	azs_node_set(
	    root, "changes", azs_node_bool(azs_update_report_writes(report)));
	azs_node_set(
	    root, "conflicts", azs_node_int((int64_t)update->conflicts));
	list = azs_node_set(root, "migrated", azs_node_list());
	for (i = 0; i < report->migrated_count; i++)
		azs_node_append(
		    list, azs_node_string(report->migrated[i].file));
	list = azs_node_set(root, "files", azs_node_list());
	for (i = 0; i < update->count; i++) {
		const struct azs_change *change = &update->changes[i];

		item = azs_node_append(list, azs_node_map());
		azs_node_set(item, "path", azs_node_string(change->path));
		azs_node_set(item, "id", azs_node_string(change->id));
		azs_node_set(item, "action",
		    azs_node_string(azs_action_name(change->action)));
		if (change->from != NULL)
			azs_node_set(
			    item, "from", azs_node_string(change->from));
		if (change->note != NULL)
			azs_node_set(
			    item, "note", azs_node_string(change->note));
	}
	azs_json_write(root, out);
	azs_node_free(root);
}

/* All changes as a patch. */
static int
add_diff(const struct azs_args *args, const struct azs_update_report *report,
    struct azs_buf *out, struct azs_error *err)
{
	const struct azs_update *update = report->update;
	char *aside;
	size_t i;
	int ret = 0;

	for (i = 0; i < update->count && ret == 0; i++) {
		const struct azs_change *change = &update->changes[i];
		int writes = change->write || change->aside;
		struct azs_diff diff = { change->path, change->path,
			change->target.missing || change->aside
			    ? NULL
			    : &change->target.bytes,
			writes ? &change->bytes : NULL,
			change->target.executable, change->executable };

		if (!writes && !change->remove)
			continue;
		if (change->from != NULL)
			diff.old_path = change->from;
		aside = azs_xasprintf("%s" AZS_ASIDE, change->path);
		if (change->aside)
			diff.old_path = diff.new_path = aside;
		ret = azs_diff_add(&diff, args->color, out, err);
		free(aside);
	}
	return ret;
}

int
azs_update_report_print(const struct azs_args *args,
    const struct azs_update_report *report, struct azs_error *err)
{
	struct azs_buf out = AZS_BUF_INIT;
	int ret = 0;

	if (args->json)
		add_json(report, &out);
	else if (azs_args_get(args, "diff") != NULL)
		ret = add_diff(args, report, &out, err);
	else
		add_text(args, report, &out);
	if (ret == 0)
		ret = azs_print(&out, err);
	azs_buf_release(&out);
	if (ret == 0 && report->update->conflicts > 0)
		return azs_fail(err, AZS_ECONFLICTS, "%s", "");
	if (ret == 0 && report->dry_run && azs_update_report_writes(report))
		return azs_fail(err, AZS_EFINDINGS, "%s", "");
	return ret;
}
