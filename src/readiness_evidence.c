/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "memory.h"
#include "readiness_files.h"
#include "readiness_look.h"
#include "table.h"

/* What proves an item: values of the model and places in generated files. */

#define MAIN "infra/main.bicep"
#define STAMP "infra/stamp.bicep"

static const struct azs_ready_file *
get(struct azs_ready *ready, const char *path)
{
	const struct azs_ready_file *file;

	if (ready->failed)
		return NULL;
	file = azs_ready_files_get(ready->world->files, path, ready->err);
	ready->failed = file == NULL;
	return file;
}

static char *
place_of(const char *file, size_t line)
{
	return line == 0 ? azs_xstrdup("default")
			 : azs_xasprintf("%s:%zu", file, line);
}

static struct azs_node *
add_value(
    struct azs_ready *ready, const char *path, const struct azs_node *value)
{
	struct azs_node *row = azs_node_append(ready->values, azs_node_map());
	char *place = place_of(value->mark.file, value->mark.line);

	azs_node_set(row, "path", azs_node_string(path));
	azs_node_set(row, "value", azs_node_copy(value));
	azs_node_set(row, "source", azs_node_string(place));
	azs_node_set(row, "generated", azs_node_null());
	free(place);
	return row;
}

void
azs_ready_node(
    struct azs_ready *ready, const char *path, const struct azs_node *node)
{
	if (node != NULL)
		add_value(ready, path, node);
}

/* Where infra/environments/<env>.json has the value of a field: the group is
   there or not instead of its switch. */
static char *
path_in_values(const char *path)
{
	const char *dot = strrchr(path, '.');

	if (strcmp(path, "redundancy.zones") == 0)
		return azs_xstrdup("zoneRedundant");
	if (dot != NULL && strcmp(dot, ".enabled") == 0)
		return azs_xstrndup(path, (size_t)(dot - path));
	return azs_xstrdup(path);
}

static int
same(const struct azs_node *a, const struct azs_node *b)
{
	/* Of a group only that it is there. */
	if (a == NULL || b == NULL || a->kind == AZS_MAP)
		return (a == NULL) == (b == NULL);
	return azs_node_equal(a, b);
}

void
azs_ready_value(struct azs_ready *ready, const char *path)
{
	const struct azs_node *value = azs_ready_get(ready, path);
	char *in_values;

	if (value == NULL)
		return;
	in_values = path_in_values(path);
	azs_node_set(add_value(ready, path, value), "generated",
	    azs_node_string(in_values));
	free(in_values);
}

void
azs_ready_size(struct azs_ready *ready, const char *service, const char *field)
{
	char *path = azs_xasprintf("services.%s.containers.%s", service, field);
	char *in_values = azs_xasprintf("services.%s.%s", service, field);

	azs_node_set(
	    add_value(ready, path,
		azs_model_container(ready->environment, service, field)),
	    "generated", azs_node_string(in_values));
	free(path);
	free(in_values);
}

/* The values of the environment say what they should at the path that stands
   for their place. */
static void
settle(struct azs_ready *ready, struct azs_node *row,
    const struct azs_ready_file *file)
{
	char *path =
	    azs_xstrdup(azs_node_text(azs_node_get(row, "generated"), ""));
	const char *name = file->planned->path;
	const struct azs_node *is = azs_node_at(file->json, path);
	char *place;

	azs_node_set(row, "generated", azs_node_null());
	if (!same(is, azs_node_at(file->planned_json, path)))
		azs_ready_must(ready, "azstamp env render ENV",
		    "%s does not say what the profile says of %s", name, path);
	else if (is != NULL) {
		place = place_of(name, is->mark.line);
		azs_node_set(row, "generated", azs_node_string(place));
		free(place);
	}
	free(path);
}

void
azs_ready_settle(struct azs_ready *ready)
{
	char *name = azs_xasprintf(
	    "infra/environments/%s.json", ready->environment->name);
	const struct azs_ready_file *file = NULL;
	size_t i;

	for (i = 0; i < ready->values->count && !ready->failed; i++) {
		struct azs_node *row = ready->values->items[i];

		if (azs_node_get(row, "generated")->kind == AZS_NULL)
			continue;
		if (file == NULL)
			file = get(ready, name);
		if (file != NULL && file->json != NULL &&
		    file->planned_json != NULL)
			settle(ready, row, file);
		else
			azs_node_set(row, "generated", azs_node_null());
	}
	if (file != NULL && file->planned_json != NULL && file->json == NULL)
		azs_ready_must(ready, "azstamp env render ENV",
		    "%s is missing, or no JSON", name);
	free(name);
}

/* Why a file proves nothing, and what helps. */
static void
not_there(struct azs_ready *ready, const char *path, enum azs_ready_state state)
{
	char *restore = azs_xasprintf("azstamp update --restore %s", path);

	switch (state) {
	case AZS_READY_FILE_NEW:
		azs_ready_must(
		    ready, "azstamp update", "%s is not written yet", path);
		break;
	case AZS_READY_FILE_DELETED:
		azs_ready_must(ready, restore, "%s was deleted", path);
		break;
	case AZS_READY_FILE_RELEASED:
		azs_ready_must(ready, restore,
		    "%s is released: azstamp does not know what it says", path);
		break;
	case AZS_READY_FILE_CONFLICT:
		azs_ready_must(ready,
		    "resolve its conflicts, then run azstamp update",
		    "%s holds conflict markers", path);
		break;
	case AZS_READY_FILE_FOREIGN:
		azs_ready_must(ready, "put a regular file there",
		    "%s is no regular file", path);
		break;
	default:
		azs_ready_must(ready, "add it to the templates, or SUPPRESS",
		    "%s is not among the generated files", path);
		break;
	}
	free(restore);
}

/* A file that is there does not hold the words. */
static void
not_in(struct azs_ready *ready, const char *path, const char *words,
    const struct azs_ready_file *file)
{
	const struct azs_buf *planned = &file->planned->bytes;
	char *base = azs_lock_base_path(path);
	char *diff = azs_xasprintf(
	    "diff %s %s shows the edit: put it back, or SUPPRESS", base, path);

	if (file->state == AZS_READY_FILE_YOURS)
		azs_ready_must(ready,
		    "if what replaced it does the same: SUPPRESS",
		    "%s, which is yours, has no `%s` any more", path, words);
	else if (azs_ready_line(path, planned->data, words) == NULL)
		azs_ready_must(ready, "add it to the templates",
		    "the templates make a %s without `%s`", path, words);
	else if (file->state == AZS_READY_FILE_STALE)
		azs_ready_must(ready, "azstamp update",
		    "%s has no `%s` yet: it is older than the model", path,
		    words);
	else
		azs_ready_must(ready, diff,
		    "%s was edited and has no `%s` any more", path, words);
	free(base);
	free(diff);
}

/* line: where it stands in the file, NULL for the whole file. */
static void
add_file(struct azs_ready *ready, const char *path, const char *line,
    const struct azs_ready_file *file)
{
	struct azs_node *row = azs_node_append(ready->files, azs_node_map());
	struct azs_buf text = AZS_BUF_INIT;

	azs_node_set(row, "path", azs_node_string(path));
	azs_node_set(row, "line", azs_node_null());
	azs_node_set(row, "text", azs_node_null());
	azs_node_set(
	    row, "state", azs_node_string(azs_ready_state_name(file->state)));
	if (line != NULL) {
		azs_ready_line_text(line, &text);
		azs_node_set(row, "line",
		    azs_node_int((int64_t)azs_ready_line_number(
			file->bytes.data, line)));
		azs_node_set(row, "text", azs_node_string(text.data));
	}
	azs_buf_release(&text);
}

int
azs_ready_file(struct azs_ready *ready, const char *path, const char *words)
{
	const struct azs_ready_file *file = get(ready, path);
	const char *line = NULL;

	if (file == NULL)
		return 0;
	if (!azs_ready_state_proves(file->state)) {
		not_there(ready, path, file->state);
		add_file(ready, path, NULL, file);
		return 0;
	}
	if (words != NULL)
		line = azs_ready_line(path, file->bytes.data, words);
	add_file(ready, path, line, file);
	if (words != NULL && line == NULL) {
		not_in(ready, path, words, file);
		return 0;
	}
	return 1;
}

int
azs_ready_infra(struct azs_ready *ready, const char *words)
{
	const struct azs_ready_file *stamp = get(ready, STAMP);
	const struct azs_plan_file *planned =
	    stamp == NULL ? NULL : stamp->planned;

	return azs_ready_file(ready,
	    planned != NULL &&
		    azs_ready_line(STAMP, planned->bytes.data, words) != NULL
		? STAMP
		: MAIN,
	    words);
}

int
azs_ready_module(struct azs_ready *ready, const char *name, const char *words)
{
	char *call = azs_xasprintf("'modules/%s.bicep'", name);
	char *path = azs_xasprintf("infra/modules/%s.bicep", name);
	int proved;

	proved = azs_ready_infra(ready, call);
	proved &= azs_ready_file(ready, path, words);
	free(call);
	free(path);
	return proved;
}

/* Does path end in "/" and tail? Base files and their like are no code. */
static int
ends_with(const char *path, const char *tail)
{
	size_t n = strlen(path), m = strlen(tail);

	return n > m && path[n - m - 1] == '/' &&
	    strcmp(path + n - m, tail) == 0;
}

size_t
azs_ready_code(struct azs_ready *ready, const char *path, const char *words)
{
	const struct azs_plan *plan = ready->world->plan;
	size_t i, count = 0;

	for (i = 0; i < plan->count; i++)
		if (plan->files[i].policy == AZS_POLICY_ONCE &&
		    ends_with(plan->files[i].path, path)) {
			azs_ready_file(ready, plan->files[i].path, words);
			count++;
		}
	return count;
}

void
azs_ready_absent(struct azs_ready *ready, const char *path, const char *words,
    const char *meaning)
{
	const struct azs_ready_file *file = get(ready, path);
	const char *line;
	size_t number;

	if (file == NULL || file->planned == NULL)
		return;
	line = azs_ready_line(path, file->bytes.data, words);
	if (line == NULL)
		return;
	number = azs_ready_line_number(file->bytes.data, line);
	add_file(ready, path, line, file);
	/* What azstamp writes itself is known, and has its reason. */
	if (azs_ready_line(path, file->planned->bytes.data, words) == NULL)
		azs_ready_must(ready, "take it out, or SUPPRESS", "%s:%zu %s",
		    path, number, meaning);
	else
		azs_ready_should(ready,
		    "give a narrower role where there is one, or SUPPRESS",
		    "%s:%zu %s", path, number, meaning);
}
