/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "manifest.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "document.h"
#include "feature.h"
#include "field.h"
#include "memory.h"

/* Manifests include each other this deep at most. */
#define MAX_DEPTH 8

static const char *const policies[] = { "managed", "owned", "once" };

const char *
azs_policy_name(enum azs_policy policy)
{
	return policies[policy];
}

char *
azs_manifest_patterns(void)
{
	static const char head[] = "templates/", tail[] = "/manifest.yaml";
	struct azs_buf out = AZS_BUF_INIT;
	size_t i, len;

	for (i = 0; i < azs_asset_count; i++) {
		const char *path = azs_assets[i].path;
		const char *name = path + strlen(head);

		len = strlen(path);
		if (strncmp(path, head, strlen(head)) != 0 ||
		    len <= strlen(head) + strlen(tail) ||
		    strcmp(path + len - strlen(tail), tail) != 0)
			continue;
		len -= strlen(head) + strlen(tail);
		if (memchr(name, '/', len) != NULL ||
		    (len == 6 && strncmp(name, "common", 6) == 0))
			continue;
		azs_buf_addf(
		    &out, "%s%.*s", out.len == 0 ? "" : ", ", (int)len, name);
	}
	return azs_buf_detach(&out);
}

static int
fail(struct azs_error *err, const struct azs_node *node, const char *what,
    const char *word)
{
	return azs_fail(err, AZS_EFAILED, "%s:%zu:%zu: error: %s%s",
	    node->mark.file, node->mark.line, node->mark.column, what, word);
}

/* Put the place of node in front of the message. */
static int
fail_at(struct azs_error *err, const struct azs_node *node)
{
	return azs_fail_at(err, "%s:%zu:%zu: error", node->mark.file,
	    node->mark.line, node->mark.column);
}

/* Every key of map is among the words, and every value but that of flags is a
   string. */
static int
check_keys(const struct azs_node *map, const char *const *words, size_t count,
    struct azs_error *err)
{
	size_t i, j;

	if (map->kind != AZS_MAP)
		return fail(
		    err, map, "must be a map, not ", azs_kind_name(map->kind));
	for (i = 0; i < map->count; i++) {
		for (j = 0; j < count; j++)
			if (strcmp(map->items[i]->key, words[j]) == 0)
				break;
		if (j == count)
			return fail(err, map->items[i], "unknown key ",
			    map->items[i]->key);
		if (map->items[i]->kind != AZS_STRING &&
		    strcmp(words[j], "flags") != 0)
			return fail(err, map->items[i],
			    "must be a string: ", map->items[i]->key);
	}
	return 0;
}

static const char *
text(const struct azs_node *map, const char *key)
{
	return azs_node_text(azs_node_get(map, key), NULL);
}

/* The list at key of a manifest's tree, NULL when it is not given. */
static int
list_at(const struct azs_node *tree, const char *key,
    const struct azs_node **out, struct azs_error *err)
{
	*out = azs_node_get(tree, key);
	if (*out != NULL && (*out)->kind != AZS_LIST)
		return fail(err, *out, "must be a list: ", key);
	return 0;
}

/* The flags of a file as a map in which they are true. */
static int
read_flags(
    struct azs_node *flags, const struct azs_node *node, struct azs_error *err)
{
	const struct azs_node *list;
	size_t i;

	if (list_at(node, "flags", &list, err) == -1)
		return -1;
	for (i = 0; list != NULL && i < list->count; i++) {
		if (list->items[i]->kind != AZS_STRING)
			return fail(err, list->items[i],
			    "must be a string, not ",
			    azs_kind_name(list->items[i]->kind));
		azs_node_set(flags, list->items[i]->text, azs_node_bool(1));
	}
	return 0;
}

static int
add_entry(struct azs_manifest *manifest, const struct azs_node *node,
    struct azs_error *err)
{
	static const char *const keys[] = { "id", "source", "generate",
		"target", "policy", "mode", "when", "forEach", "flags" };
	struct azs_manifest_entry *entry;
	const char *policy, *mode;
	size_t i;

	if (check_keys(node, keys, 9, err) == -1)
		return -1;
	manifest->entries = azs_xreallocarray(
	    manifest->entries, manifest->count + 1, sizeof *manifest->entries);
	entry = &manifest->entries[manifest->count];
	memset(entry, 0, sizeof *entry);
	entry->id = text(node, "id");
	entry->source = text(node, "source");
	entry->generate = text(node, "generate");
	entry->target = text(node, "target");
	entry->when = text(node, "when");
	entry->for_each = text(node, "forEach");
	entry->mark = node->mark;
	policy = azs_node_text(azs_node_get(node, "policy"), policies[0]);
	mode = azs_node_text(azs_node_get(node, "mode"), "0644");
	if (entry->id == NULL || entry->target == NULL ||
	    (entry->source == NULL) == (entry->generate == NULL))
		return fail(err, node,
		    "an entry needs id, target and one of source and generate",
		    "");
	for (i = 0; i < manifest->count; i++)
		if (strcmp(manifest->entries[i].id, entry->id) == 0)
			return fail(
			    err, node, "second entry with the id ", entry->id);
	for (i = 0; i < 3 && strcmp(policies[i], policy) != 0;)
		i++;
	if (i == 3)
		return fail(err, azs_node_get(node, "policy"),
		    "policy must be managed, owned or once, not ", policy);
	entry->policy = (enum azs_policy)i;
	entry->executable = strcmp(mode, "0755") == 0;
	if (!entry->executable && strcmp(mode, "0644") != 0)
		return fail(err, azs_node_get(node, "mode"),
		    "mode must be \"0644\" or \"0755\", not ", mode);
	entry->flags = azs_node_map();
	manifest->count++;
	return read_flags(entry->flags, node, err);
}

static int
add_parameter(struct azs_manifest *manifest, const struct azs_node *node,
    struct azs_error *err)
{
	static const char *const keys[] = { "name", "value", "when", "forEach",
		"key", "overrides" };
	struct azs_manifest_parameter *parameter;

	if (check_keys(node, keys, 6, err) == -1)
		return -1;
	manifest->parameters = azs_xreallocarray(manifest->parameters,
	    manifest->parameter_count + 1, sizeof *manifest->parameters);
	parameter = &manifest->parameters[manifest->parameter_count];
	parameter->name = text(node, "name");
	parameter->value = text(node, "value");
	parameter->when = text(node, "when");
	parameter->for_each = text(node, "forEach");
	parameter->key = text(node, "key");
	parameter->overrides = text(node, "overrides");
	parameter->mark = node->mark;
	if (parameter->name == NULL || parameter->value == NULL ||
	    (parameter->for_each == NULL) != (parameter->key == NULL))
		return fail(err, node,
		    "a parameter needs name and value; forEach and key go "
		    "together",
		    "");
	manifest->parameter_count++;
	return 0;
}

static int load(struct azs_manifest *manifest, struct azs_assets *assets,
    const char *path, const struct azs_node *includer, int depth,
    struct azs_error *err);

static int
check_tree(const struct azs_node *tree, struct azs_error *err)
{
	static const char *const keys[] = { "summary", "regional", "hosts",
		"resources", "include", "files", "parameters" };
	const struct azs_node *regional = azs_node_get(tree, "regional");
	size_t i, j;

	if (tree->kind != AZS_MAP)
		return fail(err, tree, "must be a map, not ",
		    azs_kind_name(tree->kind));
	for (i = 0; i < tree->count; i++) {
		for (j = 0; j < 7; j++)
			if (strcmp(tree->items[i]->key, keys[j]) == 0)
				break;
		if (j == 7)
			return fail(err, tree->items[i], "unknown key ",
			    tree->items[i]->key);
	}
	if (regional != NULL && regional->kind != AZS_BOOL)
		return fail(
		    err, regional, "must be true or false: ", "regional");
	return 0;
}

/* Set *out to the list of words at key, unless a manifest that includes this
   one has it. Each word is one that azstamp.yaml can say there. */
static int
read_words(const struct azs_node **out, const struct azs_node *tree,
    const char *key, struct azs_error *err)
{
	const struct azs_field *host =
	    azs_field_find(AZS_FIELD_APPLICATION, "services.x.host");
	struct azs_buf why = AZS_BUF_INIT;
	const struct azs_node *list;
	size_t i;
	int ok = 1;

	if (list_at(tree, key, &list, err) == -1)
		return -1;
	for (i = 0; list != NULL && i < list->count && ok; i++) {
		ok = list->items[i]->kind == AZS_STRING &&
		    (strcmp(key, "hosts") == 0
			    ? azs_field_accepts(host, list->items[i], &why)
			    : azs_is_resource(list->items[i]->text));
		if (!ok)
			(void)fail(
			    err, list->items[i], "unknown word in ", key);
	}
	azs_buf_release(&why);
	if (*out == NULL)
		*out = list;
	return ok ? 0 : -1;
}

static int
load_tree(struct azs_manifest *manifest, struct azs_assets *assets,
    const struct azs_node *tree, int depth, struct azs_error *err)
{
	const struct azs_node *includes, *files, *parameters;
	size_t i;

	if (check_tree(tree, err) == -1)
		return -1;
	if (azs_node_true(azs_node_get(tree, "regional")))
		manifest->regional = 1;
	if (manifest->summary == NULL)
		manifest->summary = text(tree, "summary");
	if (read_words(&manifest->hosts, tree, "hosts", err) == -1 ||
	    read_words(&manifest->resources, tree, "resources", err) == -1 ||
	    list_at(tree, "include", &includes, err) == -1 ||
	    list_at(tree, "files", &files, err) == -1 ||
	    list_at(tree, "parameters", &parameters, err) == -1)
		return -1;
	for (i = 0; includes != NULL && i < includes->count; i++) {
		if (includes->items[i]->kind != AZS_STRING)
			return fail(
			    err, includes->items[i], "must be a path", "");
		if (load(manifest, assets, includes->items[i]->text,
			includes->items[i], depth + 1, err) == -1)
			return -1;
	}
	for (i = 0; files != NULL && i < files->count; i++)
		if (add_entry(manifest, files->items[i], err) == -1)
			return -1;
	for (i = 0; parameters != NULL && i < parameters->count; i++)
		if (add_parameter(manifest, parameters->items[i], err) == -1)
			return -1;
	return 0;
}

/* includer: the item of include that names path, NULL for the first. */
static int
load(struct azs_manifest *manifest, struct azs_assets *assets, const char *path,
    const struct azs_node *includer, int depth, struct azs_error *err)
{
	struct azs_node *tree = NULL;
	const char *bytes, *name;
	size_t len, n = manifest->tree_count;
	int found;

	if (depth > MAX_DEPTH)
		return fail(err, includer,
		    "manifests include each other in a circle: ", path);
	found = azs_assets_read(assets, path, &bytes, &len, err);
	if (found == 0)
		return fail(err, includer, "there is no manifest ", path);
	if (found == -1)
		return includer == NULL ? -1 : fail_at(err, includer);
	manifest->trees =
	    azs_xreallocarray(manifest->trees, n + 1, sizeof *manifest->trees);
	manifest->names =
	    azs_xreallocarray(manifest->names, n + 1, sizeof *manifest->names);
	manifest->names[n] = azs_xasprintf("templates/%s", path);
	manifest->trees[n] = NULL;
	name = manifest->names[n];
	manifest->tree_count++;
	if (azs_document_parse(name, bytes, len, &tree, err) == -1) {
		/* Our own file: a failure, not a finding about the model. */
		err->code = AZS_EFAILED;
		return -1;
	}
	manifest->trees[n] = tree;
	return load_tree(manifest, assets, tree, depth, err);
}

int
azs_manifest_load(struct azs_assets *assets, const char *pattern,
    struct azs_manifest **out, struct azs_error *err)
{
	struct azs_manifest *manifest = azs_xcalloc(1, sizeof *manifest);
	char *path = azs_xasprintf("%s/manifest.yaml", pattern);
	const char *bytes;
	size_t len;
	char *patterns;
	int found, ret = -1;

	found = azs_assets_read(assets, path, &bytes, &len, err);
	if (found == 0 || strcmp(pattern, "common") == 0) {
		patterns = azs_manifest_patterns();
		azs_fail(err, AZS_EUSAGE,
		    "there is no pattern %.60s (there are: %s)", pattern,
		    patterns);
		free(patterns);
		goto done;
	}
	if (found == -1 || load(manifest, assets, path, NULL, 0, err) == -1)
		goto done;
	*out = manifest;
	manifest = NULL;
	ret = 0;
done:
	azs_manifest_free(manifest);
	free(path);
	return ret;
}

void
azs_manifest_free(struct azs_manifest *manifest)
{
	size_t i;

	if (manifest == NULL)
		return;
	for (i = 0; i < manifest->tree_count; i++) {
		azs_node_free(manifest->trees[i]);
		free(manifest->names[i]);
	}
	for (i = 0; i < manifest->count; i++)
		azs_node_free(manifest->entries[i].flags);
	free(manifest->trees);
	free(manifest->names);
	free(manifest->entries);
	free(manifest->parameters);
	free(manifest);
}
