/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "edit.h"

#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "memory.h"
#include "splice.h"

/* One edit of one text. */
struct edit {
	const char *file;
	struct azs_buf *text;
	const char *path;
	struct azs_node *root;	   /* of the text as it stands */
	struct azs_node *expected; /* of the text as it has to become */
	struct azs_error *err;
};

static int
edit_open(struct edit *edit)
{
	if (azs_document_parse(edit->file, edit->text->data, edit->text->len,
		&edit->root, edit->err) == -1)
		return -1;
	edit->expected = edit->root->kind == AZS_NULL
	    ? azs_node_map()
	    : azs_node_copy(edit->root);
	return 0;
}

static void
edit_close(struct edit *edit)
{
	azs_node_free(edit->root);
	azs_node_free(edit->expected);
}

static int
refuse(struct edit *edit, const struct azs_mark *mark, const char *why)
{
	return azs_fail(edit->err, AZS_EFAILED, "%s:%zu:%zu: %s", edit->file,
	    mark->line, mark->column, why);
}

static int
absent(struct edit *edit)
{
	return azs_fail(edit->err, AZS_EUSAGE, "%.100s is not set in %s",
	    edit->path, edit->file);
}

/* A file without values is null, or an empty map in braces. */
static int
is_empty(const struct azs_node *node)
{
	return node->kind == AZS_NULL ||
	    (node->kind == AZS_MAP && node->count == 0);
}

/* Put the splice into the text if that then says what is expected. */
static int
try_splice(struct edit *edit, struct azs_splice *splice)
{
	const struct azs_buf *old = edit->text;
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_node *node = NULL;
	struct azs_error err;
	int good;

	azs_buf_add(&text, old->data, splice->from);
	azs_buf_add(&text, splice->text.data, splice->text.len);
	azs_buf_add(&text, old->data + splice->to, old->len - splice->to);
	good = azs_document_parse(
		   edit->file, text.data, text.len, &node, &err) == 0 &&
	    (azs_node_equal(node, edit->expected) ||
		(is_empty(node) && is_empty(edit->expected)));
	azs_node_free(node);
	azs_buf_release(&splice->text);
	if (!good) {
		azs_buf_release(&text);
		return 0;
	}
	azs_buf_release(edit->text);
	*edit->text = text;
	return 1;
}

/* Walk along path as far as there is something. Returns the last node reached
   and sets *rest to the keys that are left, "" for none. */
static struct azs_node *
walk(struct azs_node *root, const char *path, const char **rest)
{
	struct azs_node *node = root, *child;
	size_t len;
	char *key;

	for (*rest = path; **rest != '\0';) {
		len = strcspn(*rest, ".");
		key = azs_xstrndup(*rest, len);
		child = azs_node_get(node, key);
		free(key);
		if (child == NULL)
			break;
		node = child;
		*rest += len + ((*rest)[len] == '.');
	}
	return node;
}

/* The map in tree that holds what is at path, which is there. */
static struct azs_node *
parent_of(struct azs_node *tree, const char *path)
{
	const char *dot = strrchr(path, '.');
	struct azs_node *parent;
	char *head;

	if (dot == NULL)
		return tree;
	head = azs_xstrndup(path, (size_t)(dot - path));
	parent = azs_node_at(tree, head);
	free(head);
	return parent;
}

static const char *
last_key(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot == NULL ? path : dot + 1;
}

/* value in maps for all keys of rest but the first. */
static struct azs_node *
wrap(const char *rest, const struct azs_node *value)
{
	const char *dot = strchr(rest, '.');
	struct azs_node *map;
	char *key;

	if (dot == NULL)
		return azs_node_copy(value);
	map = azs_node_map();
	key = azs_xstrndup(dot + 1, strcspn(dot + 1, "."));
	azs_node_set(map, key, wrap(dot + 1, value));
	free(key);
	return map;
}

/* Does unset give back the text from before the insert? Braces with nothing
   between go, or are written anew: there it is enough that it can be done. */
static int
can_be_taken_back(
    struct edit *edit, const struct azs_node *map, const struct azs_buf *before)
{
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_error err;
	int good;

	azs_buf_add(&text, edit->text->data, edit->text->len);
	good = azs_edit_unset(edit->file, &text, edit->path, &err) == 0 &&
	    ((map->kind == AZS_MAP && map->count == 0) ||
		(text.len == before->len &&
		    memcmp(text.data, before->data, text.len) == 0));
	azs_buf_release(&text);
	return good;
}

/* Add value at the keys of rest below map. */
static int
insert(struct edit *edit, const struct azs_node *map, const char *rest,
    const struct azs_node *value)
{
	struct azs_node *wrapped = wrap(rest, value);
	char *key = azs_xstrndup(rest, strcspn(rest, "."));
	const char *unused;
	struct azs_splice splice;
	struct azs_buf before = AZS_BUF_INIT;
	int way, done = 0;

	azs_node_set(walk(edit->expected, edit->path, &unused), key,
	    azs_node_copy(wrapped));
	azs_buf_add(&before, edit->text->data, edit->text->len);
	for (way = 0; way < AZS_SPLICE_WAYS && !done; way++) {
		azs_splice_insert(
		    edit->text, edit->root, map, key, wrapped, way, &splice);
		if (!try_splice(edit, &splice))
			continue;
		done = can_be_taken_back(edit, map, &before);
		if (!done) {
			azs_buf_clear(edit->text);
			azs_buf_add(edit->text, before.data, before.len);
		}
	}
	azs_buf_release(&before);
	free(key);
	azs_node_free(wrapped);
	return done ? 0
		    : refuse(edit, &map->mark,
			  "nothing can be added to this in place: edit the "
			  "file by hand");
}

int
azs_edit_set(const char *file, struct azs_buf *text, const char *path,
    const struct azs_node *value, struct azs_error *err)
{
	struct edit edit = { file, text, path, NULL, NULL, err };
	const struct azs_node *node;
	struct azs_splice splice;
	const char *rest;
	int ret = -1;

	if (edit_open(&edit) == -1)
		goto done;
	node = walk(edit.root, path, &rest);
	if (*rest != '\0') {
		if (node->kind == AZS_MAP ||
		    (node == edit.root && node->kind == AZS_NULL))
			ret = insert(&edit, node, rest, value);
		else if (node->kind == AZS_NULL)
			refuse(&edit, &node->mark,
			    "null stands here for the defaults of the whole "
			    "group: take it out first");
		else
			refuse(&edit, &node->mark,
			    "a value stands here where a map is needed");
		goto done;
	}
	azs_node_set(parent_of(edit.expected, path), last_key(path),
	    azs_node_copy(value));
	azs_splice_replace(text, node, value, &splice);
	if (!try_splice(&edit, &splice)) {
		refuse(&edit, &node->mark,
		    "this value cannot be replaced in place: edit the file by "
		    "hand");
		goto done;
	}
	ret = 0;
done:
	edit_close(&edit);
	return ret;
}

/* Cut path after the outermost key whose map would be empty without the
   rest. */
static char *
outermost(struct azs_node *root, const char *path)
{
	char *cut = azs_xstrdup(path), *dot;

	while ((dot = strrchr(cut, '.')) != NULL &&
	    parent_of(root, cut)->count == 1)
		*dot = '\0';
	return cut;
}

int
azs_edit_unset(const char *file, struct azs_buf *text, const char *path,
    struct azs_error *err)
{
	struct edit edit = { file, text, path, NULL, NULL, err };
	const struct azs_node *node;
	struct azs_splice splice;
	const char *rest;
	char *cut = NULL;
	int way, done = 0, ret = -1;

	if (edit_open(&edit) == -1)
		goto done;
	node = walk(edit.root, path, &rest);
	if (*rest != '\0' || node == edit.root) {
		absent(&edit);
		goto done;
	}
	cut = outermost(edit.root, path);
	azs_node_unset(parent_of(edit.expected, cut), last_key(cut));
	for (way = 0; way < AZS_SPLICE_WAYS && !done; way++) {
		azs_splice_remove(text, edit.root, parent_of(edit.root, cut),
		    last_key(cut), way, &splice);
		done = try_splice(&edit, &splice);
	}
	ret = done ? 0
		   : refuse(&edit, &node->key_mark,
			 "this cannot be taken out in place: edit the file by "
			 "hand");
done:
	free(cut);
	edit_close(&edit);
	return ret;
}

int
azs_edit_rename(const char *file, struct azs_buf *text, const char *path,
    const char *key, struct azs_error *err)
{
	struct edit edit = { file, text, path, NULL, NULL, err };
	struct azs_node *node, *map;
	struct azs_splice splice;
	const char *rest;
	int ret = -1;

	if (edit_open(&edit) == -1)
		goto done;
	node = walk(edit.root, path, &rest);
	if (*rest != '\0' || node == edit.root) {
		absent(&edit);
		goto done;
	}
	map = parent_of(edit.expected, path);
	if (azs_node_get(map, key) != NULL) {
		refuse(&edit, &azs_node_get(map, key)->key_mark,
		    "the new name is taken");
		goto done;
	}
	azs_node_rename(map, last_key(path), key);
	azs_splice_rename(text, node, key, &splice);
	ret = try_splice(&edit, &splice)
	    ? 0
	    : refuse(&edit, &node->key_mark,
		  "this key cannot be renamed in place: edit the file by "
		  "hand");
done:
	edit_close(&edit);
	return ret;
}
