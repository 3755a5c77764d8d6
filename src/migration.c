/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "migration.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "edit.h"
#include "memory.h"
#include "model.h"

#define NAME "templates/migrations.yaml"
#define NAME_BELOW "migrations.yaml"

/* One step. All borrowed from the document. */
struct step {
	long set;
	const char *file; /* an id, or NULL: a key */
	const char *key, *to;
	const struct azs_node *value, *new_value;
	int application; /* a key of azstamp.yaml */
};

struct azs_migrations {
	struct azs_node *root;
	struct step *steps;
	size_t count;
};

void
azs_migrations_free(struct azs_migrations *migrations)
{
	if (migrations == NULL)
		return;
	azs_node_free(migrations->root);
	free(migrations->steps);
	free(migrations);
}

static int
refuse(const struct azs_node *item, const char *why, struct azs_error *err)
{
	return azs_fail(err, AZS_EFAILED, "%s:%zu:%zu: error: %s", NAME,
	    item->mark.line, item->mark.column, why);
}

static int
read_step(const struct azs_node *item, struct step *step, struct azs_error *err)
{
	const struct azs_node *set = azs_node_get(item, "set");
	const struct azs_node *to = azs_node_get(item, "to");
	const char *in = azs_node_text(azs_node_get(item, "in"), NULL);

	memset(step, 0, sizeof *step);
	step->file = azs_node_text(azs_node_get(item, "file"), NULL);
	step->key = azs_node_text(azs_node_get(item, "key"), NULL);
	step->value = azs_node_get(item, "value");
	step->to = azs_node_text(to, NULL);
	step->new_value = to;
	step->application = in != NULL;
	if (set == NULL || set->kind != AZS_INT)
		return refuse(
		    item, "a step needs the set that brought it", err);
	step->set = (long)set->number;
	if ((step->file == NULL) == (step->key == NULL))
		return refuse(item, "a step has a file or a key", err);
	if (step->file != NULL &&
	    (step->to == NULL) != azs_node_true(azs_node_get(item, "drop")))
		return refuse(item, "a file is given its new id, or drop", err);
	if (step->key != NULL && to == NULL)
		return refuse(item, "a key needs what it becomes: to", err);
	if (step->key != NULL && step->value == NULL && step->to == NULL)
		return refuse(item, "the new name of a key is a string", err);
	if (in != NULL && strcmp(in, AZS_APPLICATION_FILE) != 0)
		return refuse(
		    item, "in is azstamp.yaml, or not there for profiles", err);
	return 0;
}

int
azs_migrations_load(struct azs_assets *assets, struct azs_migrations **out,
    struct azs_error *err)
{
	struct azs_migrations *migrations = azs_xcalloc(1, sizeof *migrations);
	const char *bytes;
	size_t i, len;
	int found, ret = -1;

	found = azs_assets_read(assets, NAME_BELOW, &bytes, &len, err);
	if (found == -1)
		goto done;
	if (found == 1 &&
	    azs_document_parse(NAME, bytes, len, &migrations->root, err) ==
		-1) {
		err->code = AZS_EFAILED;
		goto done;
	}
	if (found == 1 && migrations->root->kind == AZS_LIST) {
		migrations->count = migrations->root->count;
		migrations->steps = azs_xcalloc(
		    migrations->count + 1, sizeof *migrations->steps);
	}
	for (i = 0; i < migrations->count; i++)
		if (read_step(migrations->root->items[i], &migrations->steps[i],
			err) == -1)
			goto done;
	*out = migrations;
	migrations = NULL;
	ret = 0;
done:
	azs_migrations_free(migrations);
	return ret;
}

int
azs_migrations_edit_files(const struct azs_migrations *migrations)
{
	size_t i;

	for (i = 0; i < migrations->count; i++)
		if (migrations->steps[i].key != NULL)
			return 1;
	return 0;
}

/* Is id this one, or this one with an item behind a slash? The item, with its
   slash, else NULL. */
static const char *
item_of(const char *id, const char *file)
{
	size_t len = strlen(file);

	return strncmp(id, file, len) == 0 &&
		(id[len] == '\0' || id[len] == '/')
	    ? id + len
	    : NULL;
}

void
azs_migrations_lock(
    const struct azs_migrations *migrations, struct azs_lock *lock)
{
	long since = strtol(lock->templates, NULL, 10);
	const char *item;
	char *id;
	size_t i, j;

	for (i = 0; i < migrations->count; i++) {
		const struct step *step = &migrations->steps[i];

		if (step->file == NULL || step->set <= since)
			continue;
		for (j = 0; j < lock->count; j++) {
			item = item_of(lock->files[j].id, step->file);
			if (item == NULL)
				continue;
			if (step->to == NULL) {
				azs_lock_drop(lock, lock->files[j].id);
				j--;
				continue;
			}
			id = azs_xasprintf("%s%s", step->to, item);
			free(lock->files[j].id);
			lock->files[j].id = id;
		}
		azs_lock_sort(lock);
	}
}

/* Take a step at a path that is there. */
static int
edit_at(const struct step *step, const char *file, struct azs_buf *text,
    const char *path, struct azs_error *err)
{
	if (step->value == NULL)
		return azs_edit_rename(file, text, path, step->to, err);
	return azs_edit_set(file, text, path, step->new_value, err);
}

/*
 * Collect the paths below node that key fits, as a list of strings. A value
 * must be the one the step is for.
 */
static void
find_paths(const struct step *step, const struct azs_node *node,
    const char *key, const char *path, struct azs_node *found)
{
	size_t i, len = strcspn(key, ".");
	char *at;

	if (node->kind != AZS_MAP)
		return;
	for (i = 0; i < node->count; i++) {
		const struct azs_node *item = node->items[i];

		if (!(len == 1 && *key == '*') &&
		    (strlen(item->key) != len ||
			strncmp(item->key, key, len) != 0))
			continue;
		/* The editor's paths are joined by dots. */
		if (strchr(item->key, '.') != NULL)
			continue;
		at = azs_xasprintf(
		    "%s%s%s", path, *path == '\0' ? "" : ".", item->key);
		if (key[len] == '.')
			find_paths(step, item, key + len + 1, at, found);
		else if (step->value == NULL ||
		    azs_node_equal(item, step->value))
			azs_node_append(found, azs_node_string(at));
		free(at);
	}
}

static int
take_step(const struct step *step, const char *file, struct azs_buf *text,
    int *edited, struct azs_error *err)
{
	struct azs_node *root = NULL, *found = azs_node_list();
	size_t i;
	int ret = -1;

	/* What is no YAML is a finding of the model's. */
	if (azs_document_parse(file, text->data, text->len, &root, err) == -1) {
		ret = 0;
		goto done;
	}
	find_paths(step, root, step->key, "", found);
	for (i = 0; i < found->count; i++) {
		if (edit_at(step, file, text, found->items[i]->text, err) ==
		    -1) {
			(void)azs_fail_at(err,
			    "the migration to template set %ld", step->set);
			goto done;
		}
		*edited = 1;
	}
	ret = 0;
done:
	azs_node_free(found);
	azs_node_free(root);
	return ret;
}

int
azs_migrations_edit(const struct azs_migrations *migrations, long since,
    const char *file, struct azs_buf *text, int *edited, struct azs_error *err)
{
	int application = strcmp(file, AZS_APPLICATION_FILE) == 0;
	size_t i;

	*edited = 0;
	for (i = 0; i < migrations->count; i++) {
		const struct step *step = &migrations->steps[i];

		if (step->key != NULL && step->set > since &&
		    step->application == application &&
		    take_step(step, file, text, edited, err) == -1)
			return -1;
	}
	return 0;
}
