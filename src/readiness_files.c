/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "readiness_files.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "memory.h"
#include "merge.h"
#include "state.h"
#include "utf8.h"

/* Characters of a line that are shown. */
#define WIDEST 100

struct azs_ready_files {
	const char *root;
	const struct azs_plan *plan;
	const struct azs_lock *lock;
	struct azs_ready_file **items; /* one for each of the plan, or NULL */
	struct azs_ready_file unknown;
};

struct azs_ready_files *
azs_ready_files_new(
    const char *root, const struct azs_plan *plan, const struct azs_lock *lock)
{
	struct azs_ready_files *files = azs_xcalloc(1, sizeof *files);

	files->root = root;
	files->plan = plan;
	files->lock = lock;
	files->items = azs_xcalloc(plan->count + 1, sizeof *files->items);
	files->unknown.state = AZS_READY_FILE_UNKNOWN;
	azs_buf_init(&files->unknown.bytes);
	return files;
}

void
azs_ready_files_free(struct azs_ready_files *files)
{
	size_t i;

	if (files == NULL)
		return;
	for (i = 0; i < files->plan->count; i++) {
		if (files->items[i] == NULL)
			continue;
		azs_buf_release(&files->items[i]->bytes);
		azs_node_free(files->items[i]->json);
		azs_node_free(files->items[i]->planned_json);
		free(files->items[i]);
	}
	free(files->items);
	free(files);
}

/* What the user has done to a file that is there. */
static enum azs_ready_state
state_on_disk(const struct azs_plan_file *planned, enum azs_state state,
    const struct azs_target *target)
{
	if (state == AZS_STATE_FOREIGN)
		return AZS_READY_FILE_FOREIGN;
	if (planned->policy == AZS_POLICY_ONCE)
		return AZS_READY_FILE_YOURS;
	if (planned->policy == AZS_POLICY_MANAGED &&
	    azs_merge_has_conflict(&target->bytes))
		return AZS_READY_FILE_CONFLICT;
	if (state == AZS_STATE_STALE)
		return AZS_READY_FILE_STALE;
	return state == AZS_STATE_EDITED ? AZS_READY_FILE_EDITED
					 : AZS_READY_FILE_PRISTINE;
}

static enum azs_ready_state
state_of(const struct azs_plan_file *planned, const struct azs_lock_file *entry,
    enum azs_state state, const struct azs_target *target)
{
	if (state == AZS_STATE_MISSING)
		return entry == NULL || planned->policy == AZS_POLICY_OWNED
		    ? AZS_READY_FILE_NEW
		    : AZS_READY_FILE_DELETED;
	if (entry != NULL && entry->released)
		return AZS_READY_FILE_RELEASED;
	return state_on_disk(planned, state, target);
}

/* The values of an environment; what is no JSON has none. */
static void
parse(struct azs_ready_file *file)
{
	const char *path = file->planned->path, *dot = strrchr(path, '.');
	const struct azs_buf *planned = &file->planned->bytes;
	struct azs_error ignored;

	if (dot == NULL || strcmp(dot, ".json") != 0 ||
	    file->planned->policy != AZS_POLICY_OWNED)
		return;
	if (azs_json_parse(path, file->bytes.data, file->bytes.len, &file->json,
		&ignored) == -1)
		file->json = NULL;
	if (azs_json_parse(path, planned->data, planned->len,
		&file->planned_json, &ignored) == -1)
		file->planned_json = NULL;
}

static struct azs_ready_file *
look(struct azs_ready_files *files, const struct azs_plan_file *planned,
    struct azs_error *err)
{
	const struct azs_lock_file *entry =
	    azs_lock_find(files->lock, planned->id);
	struct azs_target target = AZS_TARGET_INIT;
	struct azs_ready_file *file;

	if (azs_target_load(files->root, planned->path, &target, err) == -1) {
		azs_target_release(&target);
		return NULL;
	}
	file = azs_xcalloc(1, sizeof *file);
	file->planned = planned;
	file->state = state_of(
	    planned, entry, azs_state_of(&target, planned, entry), &target);
	azs_buf_init(&file->bytes);
	azs_buf_add(&file->bytes, target.bytes.data, target.bytes.len);
	azs_target_release(&target);
	parse(file);
	return file;
}

const struct azs_ready_file *
azs_ready_files_get(
    struct azs_ready_files *files, const char *path, struct azs_error *err)
{
	const struct azs_plan_file *planned = azs_plan_find(files->plan, path);
	struct azs_ready_file **item;

	if (planned == NULL)
		return &files->unknown;
	item = &files->items[planned - files->plan->files];
	if (*item == NULL)
		*item = look(files, planned, err);
	return *item;
}

const char *
azs_ready_state_name(enum azs_ready_state state)
{
	static const char *const names[] = { "pristine", "yours", "edited",
		"stale", "new", "deleted", "released", "conflict", "foreign",
		"unknown" };

	return names[state];
}

int
azs_ready_state_proves(enum azs_ready_state state)
{
	return state == AZS_READY_FILE_PRISTINE ||
	    state == AZS_READY_FILE_YOURS || state == AZS_READY_FILE_EDITED ||
	    state == AZS_READY_FILE_STALE;
}

/* Does the line of a file hold nothing but a comment? */
static int
is_comment(const char *path, const char *line)
{
	const char *dot = strrchr(path, '.');

	line += strspn(line, " \t");
	if (dot != NULL &&
	    (strcmp(dot, ".bicep") == 0 || strcmp(dot, ".ts") == 0))
		return strncmp(line, "//", 2) == 0;
	if (dot != NULL && strcmp(dot, ".md") == 0)
		return 0;
	return *line == '#';
}

const char *
azs_ready_line(const char *path, const char *text, const char *words)
{
	const char *found, *start, *at;

	for (at = text; (found = strstr(at, words)) != NULL; at = found + 1) {
		for (start = found; start > text && start[-1] != '\n';)
			start--;
		if (!is_comment(path, start))
			return start;
	}
	return NULL;
}

size_t
azs_ready_line_number(const char *text, const char *line)
{
	size_t number = 1;

	while ((text = memchr(text, '\n', (size_t)(line - text))) != NULL) {
		text++;
		number++;
	}
	return number;
}

void
azs_ready_line_text(const char *line, struct azs_buf *out)
{
	size_t left, n, shown;
	uint32_t point;

	line += strspn(line, " \t");
	left = strcspn(line, "\r\n");
	for (shown = 0; left > 0 && shown < WIDEST;
	     shown++, line += n, left -= n) {
		n = azs_utf8_decode(line, left, &point);
		if (n == 0 || point < ' ' || (point >= 0x7f && point <= 0x9f))
			azs_buf_addc(out, '?');
		else
			azs_buf_add(out, line, n);
		n = n == 0 ? 1 : n;
	}
	azs_buf_adds(out, left > 0 ? "..." : "");
}
