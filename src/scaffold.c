/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "scaffold.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "document.h"
#include "field.h"
#include "manifest.h"
#include "memory.h"
#include "mustache.h"
#include "text.h"
#include "yaml_out.h"

/* A value for --name, --location or --env must be one that the field takes. */
static int
check_option(const char *option, enum azs_field_file file, const char *path,
    const char *value, struct azs_error *err)
{
	const struct azs_field *field = azs_field_find(file, path);
	struct azs_node *node = azs_node_string(value), *list;
	struct azs_buf why = AZS_BUF_INIT;
	int ret = 0;

	if (field->type == AZS_TYPE_STRINGS) {
		list = azs_node_list();
		azs_node_append(list, node);
		node = list;
	}
	if (!azs_field_accepts(field, node, &why))
		ret = azs_fail(err, AZS_EUSAGE, "%s %s", option, why.data);
	azs_buf_release(&why);
	azs_node_free(node);
	return ret;
}

static void
add_source(struct azs_scaffold *scaffold, char *name, struct azs_buf *text)
{
	struct azs_model_source *source;

	scaffold->sources = azs_xreallocarray(
	    scaffold->sources, scaffold->count + 1, sizeof *scaffold->sources);
	source = &scaffold->sources[scaffold->count++];
	source->name = name;
	source->len = text->len;
	source->text = azs_buf_detach(text);
}

void
azs_scaffold_release(struct azs_scaffold *scaffold)
{
	size_t i;

	for (i = 0; i < scaffold->count; i++) {
		free((char *)(uintptr_t)scaffold->sources[i].name);
		free((char *)(uintptr_t)scaffold->sources[i].text);
	}
	free(scaffold->sources);
	scaffold->sources = NULL;
	scaffold->count = 0;
}

/* What application.yaml.mustache of a pattern reads. */
static struct azs_node *
application_context(
    const struct azs_scaffold_request *request, struct azs_error *err)
{
	struct azs_node *context = azs_node_map(), *list, *item;
	const char *const *words;
	size_t i, count;

	azs_node_set(context, "name", azs_node_string(request->name));
	list = azs_node_set(context, "locations", azs_node_list());
	words = azs_text_split(request->locations, ',', &count);
	for (i = 0; i < count; i++) {
		if (check_option("--location", AZS_FIELD_APPLICATION,
			"locations", words[i], err) == -1) {
			azs_node_free(context);
			context = NULL;
			break;
		}
		item = azs_node_append(list, azs_node_map());
		azs_node_set(item, "name", azs_node_string(words[i]));
		azs_node_set(item, "last", azs_node_bool(i + 1 == count));
	}
	azs_text_split_free(words);
	return context;
}

static int
add_application(const struct azs_scaffold_request *request,
    struct azs_assets *assets, struct azs_scaffold *scaffold,
    struct azs_error *err)
{
	struct azs_mustache mustache = { AZS_ESCAPE_JSON, 1, NULL, NULL };
	char *path =
	    azs_xasprintf("%s/application.yaml.mustache", request->pattern);
	char *name = azs_xasprintf("templates/%s", path);
	struct azs_node *context = NULL;
	struct azs_buf text = AZS_BUF_INIT;
	const char *bytes;
	char *patterns;
	size_t len;
	int found, ret = -1;

	found = azs_assets_read(assets, path, &bytes, &len, err);
	if (found == 0) {
		patterns = azs_manifest_patterns();
		azs_fail(err, AZS_EUSAGE,
		    "--pattern: there is no pattern %.60s (there are: %s)",
		    request->pattern, patterns);
		free(patterns);
	}
	if (found != 1 ||
	    (context = application_context(request, err)) == NULL ||
	    azs_mustache_render(
		&mustache, name, bytes, len, context, &text, err) == -1)
		goto done;
	add_source(scaffold, azs_xstrdup(AZS_APPLICATION_FILE), &text);
	ret = 0;
done:
	azs_buf_release(&text);
	azs_node_free(context);
	free(name);
	free(path);
	return ret;
}

/* The built-in profile an environment starts from, by its name. */
static const char *
built_in_for(const char *environment)
{
	if (strncmp(environment, "dev", 3) == 0)
		return "dev";
	return strncmp(environment, "prod", 4) == 0 ? "prod" : "staging";
}

/* The child map of that key, made if need be; what is no map is replaced. */
static struct azs_node *
descend(struct azs_node *map, const char *key)
{
	struct azs_node *child = azs_node_get(map, key);

	return child != NULL && child->kind == AZS_MAP
	    ? child
	    : azs_node_set(map, key, azs_node_map());
}

static void
set_at(struct azs_node *map, const char *path, struct azs_node *value)
{
	const char *dot;
	char *key;

	while ((dot = strchr(path, '.')) != NULL) {
		key = azs_xstrndup(path, (size_t)(dot - path));
		map = descend(map, key);
		free(key);
		path = dot + 1;
	}
	azs_node_set(map, path, value);
}

/* The sizes of requirement C1 and the budget, written out so that they are
   seen and ready to be edited. */
static struct azs_node *
profile_tree(const char *environment)
{
	static const char *const paths[] = { "openai.sku", "openai.capacity",
		"search.sku", "containers.cpu", "containers.memory",
		"budget.amount" };
	const char *stem = built_in_for(environment);
	char *path = azs_xasprintf(AZS_PROFILES_DIR "/%s.yaml", stem);
	char *extends = azs_xasprintf("azstamp/%s", stem);
	const struct azs_asset *asset = azs_asset_find(path);
	struct azs_node *tree = azs_node_map(), *built_in = NULL;
	struct azs_error err;
	size_t i;

	azs_node_set(tree, "extends", azs_node_string(extends));
	if (asset != NULL &&
	    azs_document_parse(
		asset->path, asset->bytes, asset->len, &built_in, &err) == 0)
		for (i = 0; i < sizeof paths / sizeof paths[0]; i++) {
			const struct azs_node *value =
			    azs_node_at(built_in, paths[i]);

			if (value != NULL)
				set_at(tree, paths[i], azs_node_copy(value));
		}
	azs_node_free(built_in);
	free(extends);
	free(path);
	return tree;
}

/* The value of a --set as the field wants it: YAML, but what looks like a
   number is text where the field takes text. */
static int
parse_value(const struct azs_field *field, const char *set, const char *path,
    const char *text, struct azs_node **out, struct azs_error *err)
{
	struct azs_buf why = AZS_BUF_INIT;
	struct azs_node *node = NULL;
	int ret = -1;

	if (*text == '\0') {
		azs_fail(err, AZS_EUSAGE,
		    "--set %.100s: there is no value (null stands for the "
		    "field's default)",
		    set);
		goto done;
	}
	if (azs_document_parse("value", text, strlen(text), &node, err) == -1) {
		err->code = AZS_EUSAGE;
		(void)azs_fail_at(err, "--set %.100s", set);
		goto done;
	}
	if ((field->type == AZS_TYPE_STRING || field->type == AZS_TYPE_ENUM) &&
	    (node->kind == AZS_INT || node->kind == AZS_REAL ||
		node->kind == AZS_BOOL)) {
		azs_node_free(node);
		node = azs_node_string(text);
	}
	if (node->kind != AZS_NULL && !azs_field_accepts(field, node, &why)) {
		azs_fail(err, AZS_EUSAGE, "--set %.100s: %s %s", set, path,
		    why.data);
		goto done;
	}
	*out = node;
	node = NULL;
	ret = 0;
done:
	azs_node_free(node);
	azs_buf_release(&why);
	return ret;
}

static int
unknown_path(const char *set, const char *path, struct azs_error *err)
{
	char *nearest;

	if (azs_field_is_group(AZS_FIELD_PROFILE, path))
		return azs_fail(err, AZS_EUSAGE,
		    "--set %.100s: %s holds several fields: name one of them",
		    set, path);
	if (azs_field_find(AZS_FIELD_APPLICATION, path) != NULL)
		return azs_fail(err, AZS_EUSAGE,
		    "--set %.100s: %s stands in azstamp.yaml; --set is for "
		    "profiles",
		    set, path);
	nearest = azs_field_nearest(AZS_FIELD_PROFILE, path);
	azs_fail(err, AZS_EUSAGE, "--set %.100s: %.100s is no field%s%s%s", set,
	    path, nearest == NULL ? "" : " (did you mean ",
	    nearest == NULL ? "" : nearest, nearest == NULL ? "" : "?)");
	free(nearest);
	return -1;
}

/* Role names inside a path are keys of the profile later: check them now. */
static int
check_roles(const char *set, const char *path, struct azs_error *err)
{
	const char *const *words;
	struct azs_buf head = AZS_BUF_INIT;
	size_t i, count;
	int ret = 0;

	words = azs_text_split(path, '.', &count);
	for (i = 0; i < count && ret == 0; i++) {
		if (azs_field_is_map(AZS_FIELD_PROFILE, head.data) &&
		    !azs_role_name_ok(words[i], 32))
			ret = azs_fail(err, AZS_EUSAGE,
			    "--set %.100s: \"%.60s\" is no name for an entry "
			    "of %s: " AZS_ROLE_NAME_RULE,
			    set, words[i], head.data);
		azs_buf_addf(&head, "%s%s", i == 0 ? "" : ".", words[i]);
	}
	azs_text_split_free(words);
	azs_buf_release(&head);
	return ret;
}

/* The row for a path; for one entry of a map of strings ("tags.owner") a row
   made up in member. */
static const struct azs_field *
find_field(const char *path, struct azs_field *member)
{
	const struct azs_field *field = azs_field_find(AZS_FIELD_PROFILE, path);
	const char *dot = strrchr(path, '.');
	char *parent;

	if (field != NULL || dot == NULL || dot[1] == '\0')
		return field;
	parent = azs_xstrndup(path, (size_t)(dot - path));
	field = azs_field_find(AZS_FIELD_PROFILE, parent);
	free(parent);
	if (field == NULL || field->type != AZS_TYPE_STRING_MAP)
		return NULL;
	*member = *field;
	member->type = AZS_TYPE_STRING;
	return member;
}

/* Apply one --set to the trees it concerns. */
static int
apply_set(const char *set, const char *const *environments,
    struct azs_node **trees, size_t count, struct azs_error *err)
{
	const char *equals = strchr(set, '='), *path = set, *colon = NULL;
	const struct azs_field *field = NULL;
	struct azs_field member;
	struct azs_node *value = NULL;
	char *only = NULL, *key = NULL;
	size_t i, hits = 0;
	int ret = -1;

	if (equals != NULL)
		colon = memchr(set, ':', (size_t)(equals - set));
	if (colon != NULL)
		path = colon + 1;
	if (equals == NULL || equals == path || colon == set)
		return azs_fail(err, AZS_EUSAGE,
		    "--set %.100s: path=value is expected, or "
		    "environment:path=value",
		    set);
	if (colon != NULL)
		only = azs_xstrndup(set, (size_t)(colon - set));
	key = azs_xstrndup(path, (size_t)(equals - path));
	field = find_field(key, &member);
	if (field == NULL) {
		(void)unknown_path(set, key, err);
		goto done;
	}
	if (check_roles(set, key, err) == -1 ||
	    parse_value(field, set, key, equals + 1, &value, err) == -1)
		goto done;
	for (i = 0; i < count; i++)
		if (only == NULL || strcmp(only, environments[i]) == 0) {
			set_at(trees[i], key, azs_node_copy(value));
			hits++;
		}
	if (hits == 0) {
		azs_fail(err, AZS_EUSAGE,
		    "--set %.100s: %.60s is none of the environments", set,
		    only);
		goto done;
	}
	ret = 0;
done:
	azs_node_free(value);
	free(only);
	free(key);
	return ret;
}

/* The text of profiles/<environment>.yaml, groups set apart by blank lines. */
static void
write_profile(
    const char *environment, const struct azs_node *tree, struct azs_buf *out)
{
	struct azs_node *one;
	size_t i;

	azs_buf_addf(out,
	    "# yaml-language-server: $schema=../.azstamp/schema/profile.json\n"
	    "# The %s environment: what differs from the profile it extends.\n"
	    "# `azstamp env show %s` prints every value and where it comes "
	    "from.\n",
	    environment, environment);
	for (i = 0; i < tree->count; i++) {
		one = azs_node_map();
		azs_node_set(
		    one, tree->items[i]->key, azs_node_copy(tree->items[i]));
		if (i > 0 && tree->items[i]->kind == AZS_MAP)
			azs_buf_addc(out, '\n');
		azs_yaml_write(one, out);
		azs_node_free(one);
	}
}

static int
check_environments(
    const char *const *names, size_t count, struct azs_error *err)
{
	size_t i, j;

	for (i = 0; i < count; i++) {
		if (!azs_role_name_ok(names[i], 32))
			return azs_fail(err, AZS_EUSAGE,
			    "--env: \"%.60s\" cannot name an environment: at "
			    "most 32 " AZS_ROLE_NAME_RULE,
			    names[i]);
		for (j = 0; j < i; j++)
			if (strcmp(names[i], names[j]) == 0)
				return azs_fail(err, AZS_EUSAGE,
				    "--env names %s twice", names[i]);
	}
	return 0;
}

static int
add_profiles(const struct azs_scaffold_request *request,
    struct azs_scaffold *scaffold, struct azs_error *err)
{
	const char *const *names;
	struct azs_node **trees = NULL;
	struct azs_buf text = AZS_BUF_INIT;
	size_t i, count;
	int ret = -1;

	names = azs_text_split(request->environments, ',', &count);
	trees = azs_xcalloc(count, sizeof *trees);
	if (check_environments(names, count, err) == -1)
		goto done;
	for (i = 0; i < count; i++)
		trees[i] = profile_tree(names[i]);
	for (i = 0; i < request->set_count; i++)
		if (apply_set(request->sets[i], names, trees, count, err) == -1)
			goto done;
	for (i = 0; i < count; i++) {
		write_profile(names[i], trees[i], &text);
		add_source(scaffold,
		    azs_xasprintf(AZS_PROFILES_DIR "/%s.yaml", names[i]),
		    &text);
	}
	ret = 0;
done:
	for (i = 0; i < count; i++)
		azs_node_free(trees[i]);
	free(trees);
	azs_text_split_free(names);
	return ret;
}

int
azs_scaffold_build(const struct azs_scaffold_request *request,
    struct azs_assets *assets, struct azs_scaffold *out, struct azs_error *err)
{
	out->sources = NULL;
	out->count = 0;
	if (check_option("--name", AZS_FIELD_APPLICATION, "name", request->name,
		err) == -1 ||
	    check_option("--pattern", AZS_FIELD_APPLICATION, "pattern",
		request->pattern, err) == -1 ||
	    add_application(request, assets, out, err) == -1)
		return -1;
	return add_profiles(request, out, err);
}
