/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "lock.h"
#include "manifest.h"
#include "memory.h"
#include "output.h"
#include "plan.h"
#include "repo.h"
#include "rules.h"
#include "scaffold.h"
#include "wizard.h"

#define COMMIT_MESSAGE "Scaffold with azstamp\n"

/* Everything a run of init holds. */
struct init {
	const struct azs_args *args;
	const char *target; /* as the user wrote it */
	char *name;	    /* the target's base name */
	struct azs_wizard wizard;
	struct azs_scaffold_request request;
	struct azs_assets *assets;
	struct azs_scaffold scaffold;
	struct azs_findings findings;
	struct azs_model *model;
	int regional;
	struct azs_plan *plan;
	/* All files to write, with the texts that only they hold. */
	struct azs_output_file *files;
	size_t count;
	char **owned;
	size_t owned_count;
	enum azs_repo_inside inside;
	int has_repo;
	struct azs_repo_result repo;
};

/* The base name of the target, for a target such as "." too. */
static char *
base_name(const char *target, struct azs_error *err)
{
	char *resolved = realpath(target, NULL), *slash, *name;

	if (resolved == NULL && errno != ENOENT) {
		azs_fail(err, AZS_EFAILED, "%s: %s", target, strerror(errno));
		return NULL;
	}
	if (resolved == NULL)
		resolved = azs_xstrdup(target);
	while ((slash = strrchr(resolved, '/')) != NULL && slash[1] == '\0' &&
	    slash != resolved)
		*slash = '\0';
	name = azs_xstrdup(slash == NULL ? resolved : slash + 1);
	free(resolved);
	return name;
}

/* What the options say. */
static int
read_request(struct init *init, struct azs_error *err)
{
	const struct azs_args *args = init->args;
	size_t i;

	init->target = args->operand_count > 0 ? args->operands[0] : ".";
	if (*init->target == '\0')
		return azs_fail(err, AZS_EUSAGE, "DIR is empty");
	init->request.name = azs_args_get(args, "name");
	init->request.pattern = azs_args_get(args, "pattern");
	init->request.locations = azs_args_get(args, "location");
	init->request.environments = azs_args_get(args, "env");
	init->request.ci = azs_args_get(args, "ci");
	init->request.sets = azs_xcalloc(args->count, sizeof(char *));
	for (i = 0; i < args->count; i++)
		if (strcmp(args->names[i], "set") == 0)
			((const char **)(uintptr_t)
				init->request.sets)[init->request.set_count++] =
			    args->values[i];
	return 0;
}

/* What they do not say: asked on a terminal, else taken by default. */
static int
complete_request(struct init *init, struct azs_error *err)
{
	struct azs_scaffold_request *request = &init->request;

	init->name = base_name(init->target, err);
	if (init->name == NULL)
		return -1;
	if (azs_args_get(init->args, "no-prompt") == NULL &&
	    azs_wizard_possible() &&
	    (azs_output_check(init->target, err) == -1 ||
		azs_wizard_ask(&init->wizard, init->assets, init->name, request,
		    err) == -1))
		return -1;
	if (request->name == NULL)
		request->name = init->name;
	if (request->pattern == NULL)
		request->pattern = "microservice";
	if (request->environments == NULL)
		request->environments = AZS_SCAFFOLD_ENVIRONMENTS;
	return 0;
}

/* Make the model from the files that will be written; what is wrong with it
   came from an option, so errors are wrong usage. */
static int
build_model(struct init *init, struct azs_error *err)
{
	struct azs_manifest *manifest = NULL;
	struct azs_buf out = AZS_BUF_INIT;
	size_t errors;

	if (azs_scaffold_build(
		&init->request, init->assets, &init->scaffold, err) == -1) {
		if (azs_args_get(init->args, "name") == NULL &&
		    strncmp(err->msg, "--name ", 7) == 0)
			return azs_fail_at(err,
			    "the folder's name cannot name the application, "
			    "so give one");
		return -1;
	}
	init->model = azs_model_build(
	    init->scaffold.sources, init->scaffold.count, &init->findings);
	if (azs_findings_count(&init->findings, AZS_ERROR) == 0) {
		if (azs_manifest_load(init->assets, init->request.pattern,
			&manifest, err) == -1)
			return -1;
		azs_rules_check(init->model, manifest, NULL, &init->findings);
		init->regional = manifest->regional;
		azs_manifest_free(manifest);
	}
	azs_findings_sort(&init->findings);
	errors = azs_findings_count(&init->findings, AZS_ERROR);
	if (!init->args->quiet || errors > 0) {
		azs_findings_text(
		    &init->findings, init->args->message_color, &out);
		(void)fwrite(out.data, 1, out.len, stderr);
	}
	azs_buf_release(&out);
	if (errors > 0)
		return azs_fail(err, AZS_EUSAGE,
		    "these options do not make a valid model; nothing was "
		    "written");
	return 0;
}

static void
add_file(struct init *init, const char *path, const char *bytes, size_t len,
    int executable)
{
	struct azs_output_file *file;

	init->files = azs_xreallocarray(
	    init->files, init->count + 1, sizeof *init->files);
	file = &init->files[init->count++];
	file->path = path;
	file->bytes = bytes;
	file->len = len;
	file->executable = executable;
}

/* Keep text until the end of the run and return it. */
static char *
own(struct init *init, char *text)
{
	init->owned = azs_xreallocarray(
	    init->owned, init->owned_count + 1, sizeof *init->owned);
	init->owned[init->owned_count++] = text;
	return text;
}

static int
by_path(const void *left, const void *right)
{
	const struct azs_output_file *a = left, *b = right;

	return strcmp(a->path, b->path);
}

static int
list_files(struct init *init, struct azs_error *err)
{
	static const char ignore[] = "undo/\n";
	static const char attributes[] =
	    "* -text -diff -merge linguist-generated\n";
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_lock *lock;
	char *version;
	size_t i, len;

	for (i = 0; i < init->scaffold.count; i++)
		add_file(init, init->scaffold.sources[i].name,
		    init->scaffold.sources[i].text,
		    init->scaffold.sources[i].len, 0);
	for (i = 0; i < init->plan->count; i++) {
		const struct azs_plan_file *file = &init->plan->files[i];

		add_file(init, file->path, file->bytes.data, file->bytes.len,
		    file->executable);
		if (file->policy == AZS_POLICY_MANAGED)
			add_file(init,
			    own(init, azs_lock_base_path(file->path)),
			    file->bytes.data, file->bytes.len, 0);
	}
	add_file(init, ".azstamp/.gitignore", ignore, strlen(ignore), 0);
	add_file(
	    init, ".azstamp/.gitattributes", attributes, strlen(attributes), 0);
	if (azs_template_set_version(init->assets, &version, err) == -1)
		return -1;
	lock = azs_lock_from_plan(init->plan, version);
	azs_lock_write(lock, &text);
	azs_lock_free(lock);
	free(version);
	len = text.len;
	add_file(init, AZS_LOCK_PATH, own(init, azs_buf_detach(&text)), len, 0);
	qsort(init->files, init->count, sizeof *init->files, by_path);
	return 0;
}

static int
create_repo(struct init *init, struct azs_output *output, struct azs_error *err)
{
	const char **paths = azs_xcalloc(init->count, sizeof *paths);
	int *executable = azs_xcalloc(init->count, sizeof *executable);
	size_t i;
	int ret;

	for (i = 0; i < init->count; i++) {
		paths[i] = init->files[i].path;
		executable[i] = init->files[i].executable;
	}
	ret = azs_repo_create(azs_output_repository(output),
	    azs_output_root(output),
	    azs_node_text(
		azs_node_get(init->model->application, "branch"), "main"),
	    paths, executable, init->count,
	    init->inside == AZS_REPO_EMPTY ? NULL : COMMIT_MESSAGE, &init->repo,
	    err);
	init->has_repo = ret == 0;
	free(paths);
	free(executable);
	return ret;
}

/* Write everything and make it a repository, or leave nothing. */
static int
write_all(struct init *init, struct azs_error *err)
{
	struct azs_output *output = NULL;
	int git = azs_args_get(init->args, "no-git") == NULL, ret = -1;

	if (git && azs_repo_locate(init->target, &init->inside, err) == -1)
		return -1;
	if (azs_output_open(init->target, &output, err) == -1 ||
	    azs_output_write(output, init->files, init->count, err) == -1)
		goto done;
	if (git && init->inside != AZS_REPO_INSIDE &&
	    create_repo(init, output, err) == -1)
		goto done;
	if (azs_output_commit(output, err) == -1)
		goto done;
	ret = 0;
done:
	azs_output_close(output);
	return ret;
}

/* --dry-run: what would be written, and nothing else. */
static void
describe_files(const struct init *init, struct azs_buf *out)
{
	size_t i, total = 0;

	for (i = 0; i < init->count; i++) {
		azs_buf_addf(out, "%8zu  %s%s\n", init->files[i].len,
		    init->files[i].path, init->files[i].executable ? "*" : "");
		total += init->files[i].len;
	}
	azs_buf_addf(out, "%8zu  bytes in %zu files; nothing was written\n",
	    total, init->count);
}

static void
describe_repo(const struct init *init, struct azs_buf *out)
{
	static const char commit[] = "git commit -m \"Scaffold with azstamp\"";

	if (!init->has_repo) {
		if (init->inside == AZS_REPO_INSIDE)
			azs_buf_adds(out,
			    "The folder lies in a git repository, so none was "
			    "made: commit it there.\n");
		return;
	}
	switch (init->repo.state) {
	case AZS_REPO_COMMITTED:
		azs_buf_addf(out, "First commit: %.7s\n", init->repo.commit);
		break;
	case AZS_REPO_STAGED:
		azs_buf_addf(out,
		    "Everything is staged in the repository that was there; "
		    "the first commit is yours: %s\n",
		    commit);
		break;
	case AZS_REPO_STAGED_NO_IDENTITY:
		azs_buf_addf(out,
		    "Everything is staged, but git knows no user.name and "
		    "user.email. Set them, then: %s\n",
		    commit);
		break;
	case AZS_REPO_STAGED_SIGNING:
		azs_buf_addf(out,
		    "Everything is staged; commit.gpgsign is set, so sign the "
		    "first commit yourself: %s\n",
		    commit);
		break;
	}
}

/* A shell word that needs no thought, else in single quotes. */
static void
add_shell_word(struct azs_buf *out, const char *word)
{
	const char *p;

	if (strspn(word,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789._/-") == strlen(word)) {
		azs_buf_adds(out, word);
		return;
	}
	azs_buf_addc(out, '\'');
	for (p = word; *p != '\0'; p++)
		azs_buf_adds(out, *p == '\'' ? "'\\''" : (char[]) { *p, '\0' });
	azs_buf_addc(out, '\'');
}

static void
describe_result(const struct init *init, struct azs_buf *out)
{
	const struct azs_environment *first = &init->model->environments[0];
	size_t i;

	azs_buf_addf(out, "Created %s in %s: %zu files, environments",
	    init->request.name, init->target, init->count);
	for (i = 0; i < init->model->count; i++)
		azs_buf_addf(out, "%s %s", i == 0 ? "" : ",",
		    init->model->environments[i].name);
	azs_buf_adds(out, ".\n");
	describe_repo(init, out);
	azs_buf_adds(out, "\nNext:\n");
	if (strcmp(init->target, ".") != 0) {
		azs_buf_adds(out, "  cd ");
		add_shell_word(out, init->target);
		azs_buf_addc(out, '\n');
	}
	/* What is deployed to a region depends on what provisioning told. */
	azs_buf_addf(out, "  azd env new %s --location %s\n%s", first->name,
	    azs_model_location(init->model, first),
	    init->regional ? "  azd provision\n  azd deploy\n" : "  azd up\n");
}

static void
add_json(const struct init *init, int dry_run, struct azs_buf *out)
{
	struct azs_node *root = azs_node_map(), *list, *item;
	size_t i;

	azs_node_set(root, "name", azs_node_string(init->request.name));
	azs_node_set(root, "directory", azs_node_string(init->target));
	azs_node_set(root, "dryRun", azs_node_bool(dry_run));
	azs_node_set(root, "commit",
	    init->has_repo && init->repo.state == AZS_REPO_COMMITTED
		? azs_node_string(init->repo.commit)
		: azs_node_null());
	list = azs_node_set(root, "environments", azs_node_list());
	for (i = 0; i < init->model->count; i++)
		azs_node_append(
		    list, azs_node_string(init->model->environments[i].name));
	list = azs_node_set(root, "files", azs_node_list());
	for (i = 0; i < init->count; i++) {
		item = azs_node_append(list, azs_node_map());
		azs_node_set(
		    item, "path", azs_node_string(init->files[i].path));
		azs_node_set(
		    item, "size", azs_node_int((int64_t)init->files[i].len));
		azs_node_set(item, "mode",
		    azs_node_string(
			init->files[i].executable ? "0755" : "0644"));
	}
	azs_json_write(root, out);
	azs_node_free(root);
}

static int
report(const struct init *init, int dry_run, struct azs_error *err)
{
	struct azs_buf out = AZS_BUF_INIT;
	size_t i;
	int ret;

	for (i = 0; !dry_run && init->args->verbose && i < init->count; i++)
		(void)fprintf(stderr, "wrote %s\n", init->files[i].path);
	if (init->args->json)
		add_json(init, dry_run, &out);
	else if (dry_run)
		describe_files(init, &out);
	else if (!init->args->quiet)
		describe_result(init, &out);
	ret = azs_print(&out, err);
	azs_buf_release(&out);
	return ret;
}

static void
release(struct init *init)
{
	size_t i;

	for (i = 0; i < init->owned_count; i++)
		free(init->owned[i]);
	free(init->owned);
	free(init->files);
	azs_plan_free(init->plan);
	azs_model_free(init->model);
	azs_findings_release(&init->findings);
	azs_scaffold_release(&init->scaffold);
	azs_assets_close(init->assets);
	free((void *)(uintptr_t)init->request.sets);
	azs_wizard_release(&init->wizard);
	free(init->name);
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	int dry_run = azs_args_get(args, "dry-run") != NULL, ret = -1;
	struct init init;

	memset(&init, 0, sizeof init);
	init.args = args;
	azs_findings_init(&init.findings);
	if (read_request(&init, err) == -1 ||
	    azs_assets_open(
		azs_args_get(args, "template-dir"), &init.assets, err) == -1 ||
	    complete_request(&init, err) == -1 ||
	    build_model(&init, err) == -1 ||
	    azs_plan_build(init.model, init.assets, &init.plan, err) == -1 ||
	    list_files(&init, err) == -1)
		goto done;
	if ((dry_run ? azs_output_check(init.target, err)
		     : write_all(&init, err)) == -1)
		goto done;
	ret = report(&init, dry_run, err);
done:
	release(&init);
	return ret;
}

static const struct azs_option options[] = {
	{ "name", 0, "NAME", "name of the application (DIR's base name)" },
	{ "pattern", 0, "PATTERN",
	    "architecture, listed below (microservice)" },
	{ "location", 0, "REGION,...", "Azure regions (eastus2)" },
	{ "env", 0, "ENV,...", "environments (dev,staging,prod)" },
	{ "ci", 0, "WHERE", "github, azure-devops or both (github)" },
	{ "set", 0, "[ENV:]PATH=VALUE",
	    "set a field of all profiles, or of one; repeatable" },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
	{ "dry-run", 0, NULL, "list the files and their sizes, write nothing" },
	{ "no-git", 0, NULL, "make no git repository" },
	{ "no-prompt", 0, NULL, "ask nothing, also on a terminal" },
};

const struct azs_command azs_cmd_init = { "init", "[DIR]", 0, 1,
	"make a repository: azd project, Bicep, workflows, services", options,
	sizeof options / sizeof options[0],
	"DIR (the working folder by default) must be empty or not exist.\n"
	"Environments whose names begin with dev or prod start from\n"
	"azstamp/dev and azstamp/prod, all others from azstamp/staging.\n\n"
	"Example:\n"
	"  azstamp init shop --location swedencentral --env dev,prod \\\n"
	"      --set prod:openai.capacity=200\n",
	run };
