/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "scaffold.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "document.h"
#include "facts.h"
#include "feature.h"
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

/* Does each container app of the pattern run in every region? */
static int
is_regional(const struct azs_scaffold_request *request,
    struct azs_assets *assets, int *regional, struct azs_error *err)
{
	struct azs_manifest *manifest = NULL;

	if (azs_manifest_load(assets, request->pattern, &manifest, err) == -1) {
		if (err->code == AZS_EUSAGE)
			(void)azs_fail_at(err, "--pattern");
		return -1;
	}
	*regional = manifest->regional;
	azs_manifest_free(manifest);
	return 0;
}

const char *
azs_scaffold_locations(int regional)
{
	return regional ? "eastus,westus2" : "eastus2";
}

/* The regions the user asked for; a pattern for several gets a second one. */
static char *
locations_of(const struct azs_scaffold_request *request, int regional)
{
	const char *given = request->locations;
	const struct azs_region *region;

	if (given == NULL)
		return azs_xstrdup(azs_scaffold_locations(regional));
	region = regional ? azs_region_find(given) : NULL;
	return region == NULL
	    ? azs_xstrdup(given)
	    : azs_xasprintf("%s,%s", given, azs_region_partner(region));
}

/* What application.yaml.mustache of a pattern reads. */
static struct azs_node *
application_context(
    const char *name, const char *locations, struct azs_error *err)
{
	struct azs_node *context = azs_node_map(), *list, *item;
	const char *const *words;
	size_t i, count;

	azs_node_set(context, "name", azs_node_string(name));
	list = azs_node_set(context, "locations", azs_node_list());
	words = azs_text_split(locations, ',', &count);
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

/* What --ci says wins over a --set. */
static int
set_ci(const char *ci, struct azs_node *context, struct azs_error *err)
{
	if (ci == NULL)
		return 0;
	if (check_option("--ci", AZS_FIELD_APPLICATION, "ci", ci, err) == -1)
		return -1;
	azs_node_set(context, "ci", azs_node_string(ci));
	return 0;
}

static int
add_application(const struct azs_scaffold_request *request,
    struct azs_assets *assets, int regional, struct azs_scaffold *scaffold,
    struct azs_error *err)
{
	struct azs_mustache mustache = { AZS_ESCAPE_JSON, 1, NULL, NULL,
		{ NULL, NULL } };
	char *path =
	    azs_xasprintf("%s/application.yaml.mustache", request->pattern);
	char *name = azs_xasprintf("templates/%s", path), *locations = NULL;
	struct azs_node *context = NULL;
	struct azs_buf text = AZS_BUF_INIT;
	const char *bytes;
	size_t len;
	int found, ret = -1;

	found = azs_assets_read(assets, path, &bytes, &len, err);
	if (found == 0)
		azs_fail(err, AZS_EFAILED, "there is no template %s", path);
	locations = locations_of(request, regional);
	if (found != 1 ||
	    (context = application_context(request->name, locations, err)) ==
		NULL ||
	    azs_scaffold_settings(request, bytes, context, err) == -1 ||
	    set_ci(request->ci, context, err) == -1 ||
	    azs_mustache_render(
		&mustache, name, bytes, len, context, &text, err) == -1)
		goto done;
	add_source(scaffold, azs_xstrdup(AZS_APPLICATION_FILE), &text);
	ret = 0;
done:
	azs_buf_release(&text);
	azs_node_free(context);
	free(locations);
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

/* Development needs one region of several. */
static void
set_first_location(struct azs_node *tree, const struct azs_model *model)
{
	const struct azs_node *locations =
	    azs_node_get(model->application, "locations");
	struct azs_node *list;

	if (locations == NULL || locations->kind != AZS_LIST ||
	    locations->count < 2)
		return;
	list = azs_node_set(tree, "locations", azs_node_list());
	azs_node_append(list, azs_node_copy(locations->items[0]));
}

/* The sizes of requirement C1 for what there is, and the budget, written out so
   that they are seen and ready to be edited. */
struct azs_node *
azs_scaffold_profile(
    const char *environment, const struct azs_model *model, int regional)
{
	static const struct {
		const char *path, *feature;
	} sizes[] = { { "openai.sku", "models" },
		{ "openai.capacity", "models" }, { "search.sku", "search" },
		{ "containers.cpu", "containerApp" },
		{ "containers.memory", "containerApp" },
		{ "budget.amount", "budget" } };
	const char *stem = built_in_for(environment);
	char *path = azs_xasprintf(AZS_PROFILES_DIR "/%s.yaml", stem);
	char *extends = azs_xasprintf("azstamp/%s", stem);
	const struct azs_asset *asset = azs_asset_find(path);
	struct azs_node *tree = azs_node_map(), *built_in = NULL;
	struct azs_error err;
	size_t i;

	azs_node_set(tree, "extends", azs_node_string(extends));
	if (regional && strcmp(stem, "dev") == 0)
		set_first_location(tree, model);
	if (asset != NULL &&
	    azs_document_parse(
		asset->path, asset->bytes, asset->len, &built_in, &err) == 0)
		for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
			const struct azs_node *value =
			    azs_node_at(built_in, sizes[i].path);

			if (value != NULL &&
			    azs_feature_in(model, NULL, 0, sizes[i].feature))
				azs_scaffold_set_at(
				    tree, sizes[i].path, azs_node_copy(value));
		}
	azs_node_free(built_in);
	free(extends);
	free(path);
	return tree;
}

/* The text of profiles/<environment>.yaml, groups set apart by blank lines. */
void
azs_scaffold_profile_write(
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
add_profiles(const struct azs_scaffold_request *request, int regional,
    struct azs_scaffold *scaffold, struct azs_error *err)
{
	const char *const *names;
	/* Of the model, what the services use is known by now. */
	struct azs_model model = { NULL, NULL, 0, NULL, 0 };
	struct azs_node **trees = NULL;
	struct azs_buf text = AZS_BUF_INIT;
	size_t i, count;
	int ret = -1;

	names = azs_text_split(request->environments, ',', &count);
	trees = azs_xcalloc(count, sizeof *trees);
	if (check_environments(names, count, err) == -1 ||
	    azs_document_parse(scaffold->sources[0].name,
		scaffold->sources[0].text, scaffold->sources[0].len,
		&model.application, err) == -1)
		goto done;
	for (i = 0; i < count; i++)
		trees[i] = azs_scaffold_profile(names[i], &model, regional);
	for (i = 0; i < request->set_count; i++)
		if (!azs_scaffold_set_is_application(request->sets[i]) &&
		    azs_scaffold_set(
			request->sets[i], names, trees, count, err) == -1)
			goto done;
	for (i = 0; i < count; i++) {
		azs_scaffold_profile_write(names[i], trees[i], &text);
		add_source(scaffold,
		    azs_xasprintf(AZS_PROFILES_DIR "/%s.yaml", names[i]),
		    &text);
	}
	ret = 0;
done:
	for (i = 0; i < count; i++)
		azs_node_free(trees[i]);
	free(trees);
	azs_node_free(model.application);
	azs_text_split_free(names);
	return ret;
}

int
azs_scaffold_build(const struct azs_scaffold_request *request,
    struct azs_assets *assets, struct azs_scaffold *out, struct azs_error *err)
{
	int regional;

	out->sources = NULL;
	out->count = 0;
	if (check_option("--name", AZS_FIELD_APPLICATION, "name", request->name,
		err) == -1 ||
	    check_option("--pattern", AZS_FIELD_APPLICATION, "pattern",
		request->pattern, err) == -1 ||
	    is_regional(request, assets, &regional, err) == -1 ||
	    add_application(request, assets, regional, out, err) == -1)
		return -1;
	return add_profiles(request, regional, out, err);
}
