/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "asset.h"
#include "document.h"
#include "field.h"
#include "memory.h"
#include "validate.h"

#define BUILT_IN "azstamp/"

static const char *const levels[] = { "development", "staging", "production" };

const char *
azs_level_name(enum azs_level level)
{
	return levels[level];
}

/* A copy of name that lives as long as the model, for marks. */
static const char *
keep_name(struct azs_model *model, const char *name)
{
	model->files = azs_xreallocarray(
	    model->files, model->file_count + 1, sizeof *model->files);
	model->files[model->file_count] = azs_xstrdup(name);
	return model->files[model->file_count++];
}

/* Parse a source and check its fields; an empty map when it is broken. */
static struct azs_node *
parse(struct azs_model *model, const struct azs_model_source *source,
    enum azs_field_file kind, struct azs_findings *findings)
{
	const char *name = keep_name(model, source->name);
	struct azs_node *node = NULL, *empty;
	struct azs_error err;

	if (azs_document_parse(name, source->text, source->len, &node, &err) ==
	    -1) {
		azs_findings_add_error(
		    findings, AZS_RULE_SYNTAX, name, err.msg);
		node = azs_node_map();
		node->mark.file = name;
		return node;
	}
	/* An empty file is a map without fields: all defaults. */
	if (node->kind != AZS_NULL)
		azs_validate_fields(kind, node, findings);
	if (node->kind != AZS_MAP) {
		empty = azs_node_map();
		empty->mark = node->mark;
		if (node->kind == AZS_NULL && kind == AZS_FIELD_APPLICATION)
			azs_validate_required(kind, empty, findings);
		azs_node_free(node);
		return empty;
	}
	if (kind == AZS_FIELD_APPLICATION)
		azs_validate_required(kind, node, findings);
	return node;
}

static int
is_built_in(const char *name)
{
	return strncmp(name, BUILT_IN, strlen(BUILT_IN)) == 0;
}

/* The map that value is merged into: a new one where there was none. The
   user's place wins over a built-in profile's, where nothing can be mended. */
static struct azs_node *
map_for(struct azs_node *dst, const struct azs_node *value)
{
	struct azs_node *map = azs_node_get(dst, value->key);

	if (map == NULL || map->kind != AZS_MAP)
		map = azs_node_set(dst, value->key, azs_node_map());
	else if (!is_built_in(map->mark.file))
		return map;
	map->mark = value->mark;
	map->end = value->end;
	map->key_mark = value->key_mark;
	return map;
}

/* Lay src over dst: maps merge by key, null takes back what was there (so the
   field goes to its default), everything else replaces. */
static void
overlay(struct azs_node *dst, const struct azs_node *src)
{
	struct azs_node *copy;
	size_t i;

	for (i = 0; i < src->count; i++) {
		const struct azs_node *value = src->items[i];

		if (value->kind == AZS_NULL) {
			azs_node_unset(dst, value->key);
		} else if (value->kind == AZS_MAP) {
			overlay(map_for(dst, value), value);
		} else {
			copy = azs_node_copy(value);
			copy->key_mark = value->key_mark;
			azs_node_set(dst, value->key, copy);
		}
	}
}

static struct azs_node *
child_map(struct azs_node *map, const char *key)
{
	struct azs_node *child = azs_node_get(map, key);

	if (child != NULL && child->kind != AZS_MAP)
		return NULL;
	return child != NULL ? child : azs_node_set(map, key, azs_node_map());
}

/* Set the default of a field below map where nothing is set. */
static void
fill(struct azs_node *map, const char *path, const struct azs_field *field)
{
	const char *dot = strchr(path, '.');
	struct azs_node *child;
	char *key;
	size_t i;

	if (map == NULL)
		return;
	if (dot == NULL) {
		if (azs_node_get(map, path) == NULL)
			azs_node_set(map, path, azs_field_default(field));
		return;
	}
	if (path[0] == '*') {
		for (i = 0; i < map->count; i++)
			if (map->items[i]->kind == AZS_MAP)
				fill(map->items[i], dot + 1, field);
		return;
	}
	key = azs_xstrndup(path, (size_t)(dot - path));
	child = child_map(map, key);
	free(key);
	fill(child, dot + 1, field);
}

static void
fill_defaults(struct azs_node *resolved)
{
	size_t i;

	for (i = 0; i < azs_field_count; i++)
		if (azs_fields[i].file == AZS_FIELD_PROFILE &&
		    azs_fields[i].fallback != NULL)
			fill(resolved, azs_fields[i].path, &azs_fields[i]);
}

const struct azs_environment *
azs_model_environment(const struct azs_model *model, const char *name)
{
	size_t i;

	for (i = 0; i < model->count; i++)
		if (strcmp(model->environments[i].name, name) == 0)
			return &model->environments[i];
	return NULL;
}

/* The tree of a built-in profile, or NULL when there is none. */
static struct azs_node *
built_in(
    struct azs_model *model, const char *name, struct azs_findings *findings)
{
	const char *stem = name + strlen(BUILT_IN);
	char *path = azs_xasprintf(AZS_PROFILES_DIR "/%s.yaml", stem);
	const struct azs_asset *asset = azs_asset_find(path);
	struct azs_node *node = NULL;
	struct azs_error err;

	free(path);
	if (asset == NULL)
		return NULL;
	/* Its fields are right: a test asks every built-in profile. */
	if (azs_document_parse(keep_name(model, name), asset->bytes, asset->len,
		&node, &err) == -1)
		azs_findings_add_error(
		    findings, AZS_RULE_SYNTAX, name, err.msg);
	return node;
}

/*
 * Merge the chain that begins at node (the file of an environment) into
 * resolved, ancestors first. depth guards against cycles: a chain cannot be
 * longer than the environments plus one built-in profile.
 */
static void
merge_chain(struct azs_model *model, const struct azs_node *node,
    struct azs_node *resolved, struct azs_findings *findings, size_t depth)
{
	const char *name = azs_node_text(azs_node_get(node, "extends"), "");
	const struct azs_environment *parent;
	struct azs_node *base = NULL;

	if (depth > model->count)
		return;
	if (is_built_in(name)) {
		base = built_in(model, name, findings);
		if (base != NULL)
			overlay(resolved, base);
	} else if (*name != '\0' &&
	    (parent = azs_model_environment(model, name)) != NULL) {
		merge_chain(model, parent->own, resolved, findings, depth + 1);
	}
	overlay(resolved, node);
	azs_node_free(base);
}

/*
 * Does the chain that begins at the environment come back to it? Then chain
 * reads "prod -> staging -> prod". The first of a circle's environments
 * speaks for all: the others get 0, as those get that only lead into one.
 */
static int
find_circle(const struct azs_model *model,
    const struct azs_environment *environment, struct azs_buf *chain)
{
	const struct azs_environment *at = environment;
	size_t steps;

	azs_buf_adds(chain, environment->name);
	for (steps = 0; steps < model->count; steps++) {
		at = azs_model_environment(model, at->extends);
		if (at == NULL || at < environment)
			return 0;
		azs_buf_addf(chain, " -> %s", at->name);
		if (at == environment)
			return 1;
	}
	return 0;
}

static void
check_circle(const struct azs_model *model,
    const struct azs_environment *environment, struct azs_findings *findings)
{
	struct azs_buf chain = AZS_BUF_INIT;

	if (find_circle(model, environment, &chain))
		azs_findings_add(findings,
		    &azs_node_get(environment->own, "extends")->mark, AZS_ERROR,
		    AZS_RULE_EXTENDS,
		    "let one of them extend azstamp/dev, azstamp/staging or "
		    "azstamp/prod instead",
		    "the profiles extend each other in a circle: %s",
		    chain.data);
	azs_buf_release(&chain);
}

/* "(did you mean staging?)" or, when no name is near, what there is. */
static void
add_known_profiles(const struct azs_model *model,
    const struct azs_environment *environment, struct azs_buf *out)
{
	static const char *const built_ins[] = { "azstamp/dev",
		"azstamp/staging", "azstamp/prod" };
	const char **names =
	    azs_xreallocarray(NULL, model->count + 3, sizeof *names);
	const char *nearest;
	size_t i, n = 0;

	for (i = 0; i < model->count; i++)
		if (&model->environments[i] != environment)
			names[n++] = model->environments[i].name;
	for (i = 0; i < 3; i++)
		names[n++] = built_ins[i];
	nearest = azs_nearest(environment->extends, names, n);
	if (nearest != NULL)
		azs_buf_addf(out, "did you mean %s?", nearest);
	for (i = n > 10 ? n - 3 : 0; i < n && nearest == NULL; i++)
		azs_buf_addf(out, "%s%s", out->len == 0 ? "there are: " : ", ",
		    names[i]);
	free(names);
}

static void
check_extends(struct azs_model *model, struct azs_environment *environment,
    struct azs_findings *findings)
{
	const struct azs_node *extends =
	    azs_node_get(environment->own, "extends");
	const char *name = azs_node_text(extends, "");
	struct azs_buf known = AZS_BUF_INIT;
	char *path;
	int found;

	environment->extends = name;
	/* A text of another form is a finding already. */
	if (*name == '\0' ||
	    !azs_field_accepts(
		azs_field_find(AZS_FIELD_PROFILE, "extends"), extends, &known))
		goto done;
	path = azs_xasprintf(AZS_PROFILES_DIR "/%s.yaml",
	    name + (is_built_in(name) ? strlen(BUILT_IN) : 0));
	found = is_built_in(name) ? azs_asset_find(path) != NULL
				  : azs_model_environment(model, name) != NULL;
	free(path);
	if (found)
		goto done;
	add_known_profiles(model, environment, &known);
	azs_findings_add(findings, &extends->mark, AZS_ERROR, AZS_RULE_EXTENDS,
	    NULL, "extends names %s, which is no profile (%s)", name,
	    known.data);
done:
	azs_buf_release(&known);
}

static void
resolve(struct azs_model *model, struct azs_environment *environment,
    struct azs_findings *findings)
{
	const char *level;
	size_t i;

	environment->resolved = azs_node_map();
	environment->resolved->mark = environment->own->mark;
	merge_chain(
	    model, environment->own, environment->resolved, findings, 0);
	azs_node_unset(environment->resolved, "extends");
	fill_defaults(environment->resolved);
	level = azs_node_text(
	    azs_node_get(environment->resolved, "level"), "production");
	environment->level = AZS_PRODUCTION;
	for (i = 0; i < 3; i++)
		if (strcmp(levels[i], level) == 0)
			environment->level = (enum azs_level)i;
	azs_validate_required(
	    AZS_FIELD_PROFILE, environment->resolved, findings);
}

static int
by_promotion(const void *left, const void *right)
{
	const struct azs_environment *a = left, *b = right;

	if (a->level != b->level)
		return a->level < b->level ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* "profiles/prod.yaml" gives "prod"; NULL for a file that is no profile. */
static char *
profile_name(const char *file)
{
	size_t head = strlen(AZS_PROFILES_DIR "/"), len = strlen(file);

	if (len <= head + 5 || strncmp(file, AZS_PROFILES_DIR "/", head) != 0 ||
	    strcmp(file + len - 5, ".yaml") != 0)
		return NULL;
	return azs_xstrndup(file + head, len - head - 5);
}

static void
add_environment(struct azs_model *model, const struct azs_model_source *source,
    struct azs_findings *findings)
{
	struct azs_mark mark = { source->name, 1, 1, 0 };
	char *name = profile_name(source->name);
	struct azs_environment *environment;

	if (name == NULL) {
		azs_findings_add(findings, &mark, AZS_WARNING,
		    AZS_RULE_STRAY_FILE, NULL,
		    "is not read: a profile is called <environment>.yaml");
		return;
	}
	if (!azs_role_name_ok(name, 32))
		azs_findings_add(findings, &mark, AZS_ERROR, AZS_RULE_ROLE_NAME,
		    NULL,
		    "\"%s\" cannot name an environment: at most "
		    "32 " AZS_ROLE_NAME_RULE,
		    name);
	model->environments = azs_xreallocarray(
	    model->environments, model->count + 1, sizeof *model->environments);
	environment = &model->environments[model->count++];
	memset(environment, 0, sizeof *environment);
	environment->name = name;
	environment->own = parse(model, source, AZS_FIELD_PROFILE, findings);
	environment->file = azs_xstrdup(source->name);
	environment->extends = "";
}

struct azs_model *
azs_model_build(const struct azs_model_source *sources, size_t count,
    struct azs_findings *findings)
{
	struct azs_model *model = azs_xcalloc(1, sizeof *model);
	struct azs_mark mark = { AZS_APPLICATION_FILE, 0, 0, 0 };
	struct azs_node *application;
	size_t i;

	model->application = azs_node_map();
	for (i = 0; i < count; i++) {
		if (strcmp(sources[i].name, AZS_APPLICATION_FILE) != 0) {
			add_environment(model, &sources[i], findings);
			continue;
		}
		application =
		    parse(model, &sources[i], AZS_FIELD_APPLICATION, findings);
		model->application->mark = application->mark;
		overlay(model->application, application);
		azs_node_free(application);
	}
	if (model->count == 0)
		azs_findings_add(findings, &mark, AZS_ERROR, AZS_RULE_REQUIRED,
		    "write profiles/dev.yaml with the line `extends: "
		    "azstamp/dev`",
		    "there is no environment: the folder profiles/ holds no "
		    "<environment>.yaml");
	for (i = 0; i < model->count; i++)
		check_extends(model, &model->environments[i], findings);
	for (i = 0; i < model->count; i++)
		check_circle(model, &model->environments[i], findings);
	for (i = 0; i < model->count; i++)
		resolve(model, &model->environments[i], findings);
	for (i = 0; i < model->count; i++)
		azs_model_fit(model, &model->environments[i]);
	if (model->count > 0)
		qsort(model->environments, model->count,
		    sizeof *model->environments, by_promotion);
	return model;
}

void
azs_model_free(struct azs_model *model)
{
	size_t i;

	if (model == NULL)
		return;
	for (i = 0; i < model->count; i++) {
		azs_node_free(model->environments[i].own);
		azs_node_free(model->environments[i].resolved);
		free(model->environments[i].name);
		free(model->environments[i].file);
	}
	free(model->environments);
	azs_node_free(model->application);
	for (i = 0; i < model->file_count; i++)
		free(model->files[i]);
	free(model->files);
	free(model);
}
