/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "date.h"
#include "json.h"
#include "lock.h"
#include "plan.h"
#include "readiness.h"
#include "readiness_report.h"
#include "workspace.h"

enum format { TEXT, JSON, MARKDOWN, HTML };

static const char *const formats[] = { "text", "json", "markdown", "html" };

/* The score that --min asks for: 0 without it. */
static int
minimum(const struct azs_args *args, long *out, struct azs_error *err)
{
	const char *text = azs_args_get(args, "min");
	size_t len = text == NULL ? 0 : strlen(text);

	*out = 0;
	if (text == NULL)
		return 0;
	if (len == 0 || len > 3 || strspn(text, "0123456789") != len ||
	    strtol(text, NULL, 10) > 100)
		return azs_fail(err, AZS_EUSAGE,
		    "--min takes a whole number from 0 to 100, not %.60s",
		    text);
	*out = strtol(text, NULL, 10);
	return 0;
}

/* Is the environment one that was asked for? */
static int
is_named(const struct azs_args *args, const char *name)
{
	size_t i;

	for (i = 0; i < args->operand_count; i++)
		if (strcmp(args->operands[i], name) == 0)
			return 1;
	return args->operand_count == 0;
}

/* The evidence of many services takes a lot of memory. */
static void
drop_evidence(struct azs_node *environment)
{
	struct azs_node *items = azs_node_get(environment, "items");
	size_t i;

	for (i = 0; i < items->count; i++) {
		azs_node_set(items->items[i], "values", azs_node_list());
		azs_node_set(items->items[i], "files", azs_node_list());
	}
}

/* What a run was asked for, and what comes out of it. */
struct run {
	const struct azs_args *args;
	size_t format;
	long min;
	struct azs_node *report;
	struct azs_buf text;
};

/* Add an environment. As text it is done at once. */
static void
add(struct run *run, struct azs_node *environment)
{
	if (run->format == TEXT) {
		azs_buf_adds(&run->text, run->text.len == 0 ? "" : "\n");
		azs_ready_text_report(environment, run->args->color,
		    run->args->quiet, &run->text);
	}
	if (run->format == TEXT || (run->args->quiet && run->format != JSON))
		drop_evidence(environment);
	azs_node_append(azs_node_get(run->report, "environments"), environment);
}

static int
build(
    struct run *run, const struct azs_ready_world *world, struct azs_error *err)
{
	const struct azs_model *model = world->model;
	struct azs_node *one;
	size_t i;

	azs_node_set(run->report, "application",
	    azs_node_copy(azs_node_get(model->application, "name")));
	azs_node_set(run->report, "pattern",
	    azs_node_copy(azs_node_get(model->application, "pattern")));
	azs_node_set(run->report, "environments", azs_node_list());
	for (i = 0; i < model->count; i++) {
		if (!is_named(run->args, model->environments[i].name))
			continue;
		if (azs_readiness_build(
			world, &model->environments[i], &one, err) == -1)
			return -1;
		add(run, one);
	}
	return 0;
}

static int
print(struct run *run, struct azs_error *err)
{
	int quiet = run->args->quiet, ret = 0;

	if (run->format == JSON)
		azs_json_write(run->report, &run->text);
	else if (run->format == MARKDOWN)
		ret = azs_ready_markdown_report(
		    run->report, quiet, &run->text, err);
	else if (run->format == HTML)
		ret =
		    azs_ready_html_report(run->report, quiet, &run->text, err);
	return ret == 0 ? azs_print(&run->text, err) : ret;
}

/* Every environment that was looked at reaches the score. */
static int
judge(const struct azs_node *report, long min, struct azs_error *err)
{
	const struct azs_node *list = azs_node_get(report, "environments");
	struct azs_buf names = AZS_BUF_INIT;
	size_t i;
	int ret = 0;

	for (i = 0; i < list->count; i++)
		if (azs_ready_count(list->items[i], "score") < min)
			azs_buf_addf(&names, "%s%s (%ld %%)",
			    names.len == 0 ? "" : ", ",
			    azs_ready_word(list->items[i], "name"),
			    azs_ready_count(list->items[i], "score"));
	if (names.len > 0)
		ret = azs_fail(
		    err, AZS_EFINDINGS, "below %ld %%: %s", min, names.data);
	azs_buf_release(&names);
	return ret;
}

static int
look(struct run *run, struct azs_workspace *workspace, struct azs_error *err)
{
	struct azs_ready_world world;
	struct azs_plan *plan = NULL;
	struct azs_lock *lock = NULL;
	char today[AZS_DATE_SIZE], *templates = NULL;
	int ret = -1;

	memset(&world, 0, sizeof world);
	if (azs_workspace_lock(workspace, &lock, &templates, err) == -1 ||
	    azs_plan_make(workspace->model, workspace->manifest,
		workspace->assets, AZS_PLAN_KEPT, &plan, err) == -1)
		goto done;
	azs_date_today(today);
	world.model = workspace->model;
	world.manifest = workspace->manifest;
	world.plan = plan;
	world.today = today;
	world.files = azs_ready_files_new(workspace->root, plan, lock);
	ret = build(run, &world, err);
done:
	azs_ready_files_free(world.files);
	azs_plan_free(plan);
	azs_lock_free(lock);
	free(templates);
	return ret;
}

static int
run_readiness(const struct azs_args *args, struct azs_error *err)
{
	struct run run = { args, TEXT, 0, azs_node_map(), AZS_BUF_INIT };
	struct azs_workspace workspace;
	size_t i;
	int ret = -1;

	memset(&workspace, 0, sizeof workspace);
	if (azs_args_format(args, formats, sizeof formats / sizeof formats[0],
		&run.format, err) == -1 ||
	    minimum(args, &run.min, err) == -1 ||
	    azs_workspace_open(args, &workspace, err) == -1 ||
	    azs_workspace_reopen(args, &workspace, err) == -1)
		goto done;
	for (i = 0; i < args->operand_count; i++)
		if (azs_workspace_environment(
			&workspace, args->operands[i], err) == NULL)
			goto done;
	if (look(&run, &workspace, err) == -1 || print(&run, err) == -1)
		goto done;
	ret = judge(run.report, run.min, err);
done:
	azs_node_free(run.report);
	azs_buf_release(&run.text);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "format", 0, "FORMAT", "text, json, markdown or html" },
	{ "min", 0, "N", "exit 3 when an environment has less than N percent" },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_readiness = { "readiness", "[ENV ...]", 0,
	1000, "tell what separates environments from production", options, 3,
	"Goes through the checklist for production and the service levels.\n"
	"Each item has a status, the values of the model and the generated\n"
	"files that prove it, and what to do where something is missing.\n"
	"The score is what passes of all that passes, warns or fails: what\n"
	"people have to do is never counted as passed. -q leaves the\n"
	"evidence out.\n",
	run_readiness };
