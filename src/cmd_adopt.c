/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "journal.h"
#include "json.h"
#include "lock.h"
#include "memory.h"
#include "plan.h"
#include "target.h"
#include "workspace.h"

#define OWN ".azstamp/"

/* What becomes of a planned file. */
enum fate {
	FATE_OWN,      /* lies in .azstamp/ and is written */
	FATE_MANAGED,  /* stands there as it would be generated */
	FATE_RELEASED, /* stands there otherwise: it stays the user's */
	FATE_YOURS,    /* starter code that stands there */
	FATE_MISSING   /* update will create it */
};

struct adoption {
	struct azs_plan *plan;
	enum fate *fates; /* of plan->files */
	size_t counts[FATE_MISSING + 1];
	struct azs_plan locked; /* borrowed files, for the lock */
	struct azs_step *steps;
	char **paths; /* of base files in steps */
	size_t step_count, path_count;
	struct azs_buf lock;
};

static void
add_step(
    struct adoption *adoption, const char *path, const struct azs_buf *bytes)
{
	struct azs_step *step = &adoption->steps[adoption->step_count++];

	step->path = path;
	step->bytes = bytes;
}

static int
look_at(const char *root, const struct azs_plan_file *file, enum fate *fate,
    struct azs_error *err)
{
	struct azs_target target = AZS_TARGET_INIT;
	int ret = azs_target_read(root, file->path, &target, err);

	if (strncmp(file->path, OWN, strlen(OWN)) == 0)
		*fate = FATE_OWN;
	else if (target.missing)
		*fate = FATE_MISSING;
	else if (file->policy == AZS_POLICY_ONCE)
		*fate = FATE_YOURS;
	else if (!target.foreign &&
	    azs_target_same(&target.bytes, &file->bytes))
		*fate = FATE_MANAGED;
	else
		*fate = FATE_RELEASED;
	azs_target_release(&target);
	return ret;
}

static int
decide(const char *root, struct adoption *adoption, struct azs_error *err)
{
	const struct azs_plan *plan = adoption->plan;
	const struct azs_plan_file *file;
	size_t i;

	adoption->fates = azs_xcalloc(plan->count + 1, sizeof(enum fate));
	adoption->locked.files =
	    azs_xcalloc(plan->count + 1, sizeof *adoption->locked.files);
	adoption->steps =
	    azs_xcalloc(2 * plan->count + 1, sizeof *adoption->steps);
	adoption->paths = azs_xcalloc(plan->count + 1, sizeof *adoption->paths);
	for (i = 0; i < plan->count; i++) {
		file = &plan->files[i];
		if (look_at(root, file, &adoption->fates[i], err) == -1)
			return -1;
		adoption->counts[adoption->fates[i]]++;
		if (adoption->fates[i] == FATE_MISSING)
			continue;
		adoption->locked.files[adoption->locked.count++] = *file;
		if (adoption->fates[i] == FATE_OWN)
			add_step(adoption, file->path, &file->bytes);
		if (file->policy != AZS_POLICY_MANAGED)
			continue;
		/* A released file has one, too: --restore merges with it. */
		adoption->paths[adoption->path_count] =
		    azs_lock_base_path(file->path);
		add_step(adoption, adoption->paths[adoption->path_count++],
		    &file->bytes);
	}
	return 0;
}

static void
write_lock(struct adoption *adoption, const char *templates)
{
	struct azs_lock *lock =
	    azs_lock_from_plan(&adoption->locked, templates);
	size_t i;

	for (i = 0; i < adoption->plan->count; i++)
		if (adoption->fates[i] == FATE_RELEASED)
			azs_lock_find(lock, adoption->plan->files[i].id)
			    ->released = 1;
	azs_lock_write(lock, &adoption->lock);
	add_step(adoption, AZS_LOCK_PATH, &adoption->lock);
	azs_lock_free(lock);
}

static int
apply(const char *root, const struct adoption *adoption, struct azs_error *err)
{
	struct azs_journal_result result;
	struct azs_error ignored;

	if (azs_journal_begin(root, adoption->steps, adoption->step_count, NULL,
		0, err) == -1)
		return -1;
	if (azs_journal_take(
		root, adoption->steps, adoption->step_count, err) == 0 &&
	    azs_journal_finish(root, err) == 0)
		return 0;
	(void)azs_journal_roll_back(root, &result, &ignored);
	azs_journal_release(&result);
	return -1;
}

static void
add_text(const struct azs_args *args, const struct adoption *adoption,
    int dry_run, struct azs_buf *out)
{
	static const char *const words[] = { "", "managed", "released", "yours",
		"to come" };
	size_t i;

	for (i = 0; i < adoption->plan->count; i++)
		if (adoption->fates[i] == FATE_RELEASED ||
		    (args->verbose && adoption->fates[i] != FATE_OWN))
			azs_buf_addf(out, "%-10s%s\n",
			    words[adoption->fates[i]],
			    adoption->plan->files[i].path);
	if (args->quiet)
		return;
	azs_buf_addf(out,
	    "%s%s: %zu managed, %zu released (they differ, and stay "
	    "yours), %zu starter files yours.\n",
	    out->len > 0 ? "\n" : "", dry_run ? "Would be adopted" : "Adopted",
	    adoption->counts[FATE_MANAGED], adoption->counts[FATE_RELEASED],
	    adoption->counts[FATE_YOURS]);
	azs_buf_addf(out,
	    "Next: azstamp update creates the %zu file%s that %s missing; "
	    "azstamp update --restore PATH takes a released one over, with "
	    "your text in it.\n",
	    adoption->counts[FATE_MISSING],
	    adoption->counts[FATE_MISSING] == 1 ? "" : "s",
	    adoption->counts[FATE_MISSING] == 1 ? "is" : "are");
}

static void
add_json(const struct adoption *adoption, int dry_run, struct azs_buf *out)
{
	static const char *const names[] = { "own", "managed", "released",
		"yours", "missing" };
	struct azs_node *root = azs_node_map(), *item, *list;
	size_t i;

	azs_node_set(root, "dryRun", azs_node_bool(dry_run));
	list = azs_node_set(root, "files", azs_node_list());
	for (i = 0; i < adoption->plan->count; i++) {
		item = azs_node_append(list, azs_node_map());
		azs_node_set(item, "path",
		    azs_node_string(adoption->plan->files[i].path));
		azs_node_set(
		    item, "state", azs_node_string(names[adoption->fates[i]]));
	}
	azs_json_write(root, out);
	azs_node_free(root);
}

static void
release(struct adoption *adoption)
{
	size_t i;

	for (i = 0; i < adoption->path_count; i++)
		free(adoption->paths[i]);
	free(adoption->paths);
	free(adoption->steps);
	free(adoption->fates);
	free(adoption->locked.files);
	azs_buf_release(&adoption->lock);
	azs_plan_free(adoption->plan);
}

/* How to come by a model, for those who have none. */
static int
check_model(struct azs_error *err)
{
	struct azs_error ignored;
	char *root = NULL;
	int found = azs_model_find_root(".", &root, &ignored) == 0;

	free(root);
	return found
	    ? 0
	    : azs_fail(err, AZS_EFAILED,
		  "there is no azstamp.yaml here or above. To get one: "
		  "`azstamp init /tmp/model --name NAME --pattern PATTERN`, "
		  "copy azstamp.yaml and profiles/ from there to the folder of "
		  "azure.yaml, edit them until they say what you have, then "
		  "run azstamp adopt again");
}

/* Only a repository that azstamp does not know, and only one at a time. */
static int
enter(const struct azs_args *args, const char *root, int dry_run,
    struct azs_error *err)
{
	char *lock = azs_xasprintf("%s/" AZS_LOCK_PATH, root);
	char *folder = azs_xasprintf("%s/.azstamp", root);
	int known = access(lock, F_OK) == 0, ret = 0;

	if (known)
		ret = azs_fail(err, AZS_EFAILED,
		    "%s is there: azstamp knows this repository, and azstamp "
		    "update is for it",
		    AZS_LOCK_PATH);
	else if (!dry_run && mkdir(folder, 0755) == -1 && errno != EEXIST)
		ret = azs_fail(
		    err, AZS_EFAILED, "%s: %s", folder, strerror(errno));
	else if (!dry_run)
		ret = azs_workspace_enter(args, root, err);
	free(folder);
	free(lock);
	return ret;
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	int dry_run = azs_args_get(args, "dry-run") != NULL, ret = -1;
	struct adoption adoption = { .lock = AZS_BUF_INIT };
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_workspace workspace;
	char *templates = NULL;

	if (check_model(err) == -1)
		return -1;
	if (azs_workspace_open(args, &workspace, err) == -1 ||
	    azs_workspace_require_valid(&workspace, err) == -1 ||
	    enter(args, workspace.root, dry_run, err) == -1 ||
	    azs_template_set_version(workspace.assets, &templates, err) == -1 ||
	    azs_plan_build(
		workspace.model, workspace.assets, &adoption.plan, err) == -1 ||
	    decide(workspace.root, &adoption, err) == -1)
		goto done;
	write_lock(&adoption, templates);
	if (!dry_run && apply(workspace.root, &adoption, err) == -1)
		goto done;
	if (args->json)
		add_json(&adoption, dry_run, &out);
	else
		add_text(args, &adoption, dry_run, &out);
	ret = azs_print(&out, err);
done:
	azs_buf_release(&out);
	free(templates);
	release(&adoption);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "dry-run", 0, NULL, "write nothing" },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_adopt = { "adopt", "", 0, 0,
	"take over a repository that azstamp did not make", options, 2,
	"Needs azstamp.yaml and profiles. Files as azstamp would generate "
	"them\n"
	"are managed from now on, files that differ stay yours. Writes only "
	"in\n"
	".azstamp/.\n",
	run };
