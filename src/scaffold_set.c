/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "assign.h"
#include "field.h"
#include "memory.h"
#include "scaffold.h"

/* The child map of that key, made if need be; what is no map is replaced. */
static struct azs_node *
descend(struct azs_node *map, const char *key)
{
	struct azs_node *child = azs_node_get(map, key);

	return child != NULL && child->kind == AZS_MAP
	    ? child
	    : azs_node_set(map, key, azs_node_map());
}

void
azs_scaffold_set_at(
    struct azs_node *map, const char *path, struct azs_node *value)
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

/* Of the application: the choices, and the branch. Everything else is an
   operand of init or a list. */
static int
is_setting(const struct azs_field *field)
{
	return field->file == AZS_FIELD_APPLICATION &&
	    strchr(field->path, '.') == NULL &&
	    (field->type == AZS_TYPE_ENUM ||
		strcmp(field->path, "branch") == 0);
}

/* The row of azstamp.yaml that a --set names, and the value in it. */
static const struct azs_field *
setting_of(const char *set, const char **value)
{
	const char *equals = strchr(set, '=');
	const struct azs_field *field;
	char *path;

	if (equals == NULL)
		return NULL;
	path = azs_xstrndup(set, (size_t)(equals - set));
	field = azs_field_find(AZS_FIELD_APPLICATION, path);
	free(path);
	*value = equals + 1;
	return field != NULL && is_setting(field) ? field : NULL;
}

int
azs_scaffold_set_is_application(const char *set)
{
	const char *value;

	return setting_of(set, &value) != NULL;
}

static int
set_setting(const char *set, const char *template, const char *pattern,
    struct azs_node *context, struct azs_error *err)
{
	const char *value;
	const struct azs_field *field = setting_of(set, &value);
	struct azs_node *node = NULL;
	char *tag;
	int read;

	if (field == NULL)
		return 0;
	tag = azs_xasprintf("{{%s}}", field->path);
	read = strstr(template, tag) != NULL;
	free(tag);
	if (!read)
		return azs_fail(err, AZS_EUSAGE,
		    "--set %.100s: the pattern %s has no %s", set, pattern,
		    field->path);
	if (azs_assign_value(field, field->path, value, &node, err) == -1)
		return azs_fail_at(err, "--set %.100s", set);
	/* null: the default, which is there. */
	if (node->kind == AZS_NULL)
		azs_node_free(node);
	else
		azs_node_set(context, field->path, node);
	return 0;
}

int
azs_scaffold_settings(const struct azs_scaffold_request *request,
    const char *template, struct azs_node *context, struct azs_error *err)
{
	size_t i;

	for (i = 0; i < azs_field_count; i++)
		if (is_setting(&azs_fields[i]))
			azs_node_set(context, azs_fields[i].path,
			    azs_node_string(azs_fields[i].fallback));
	for (i = 0; i < request->set_count; i++)
		if (set_setting(request->sets[i], template, request->pattern,
			context, err) == -1)
			return -1;
	return 0;
}

int
azs_scaffold_set(const char *set, const char *const *environments,
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
	if (azs_assign_field(key, &member, &field, err) == -1 ||
	    azs_assign_value(field, key, equals + 1, &value, err) == -1) {
		(void)azs_fail_at(err, "--set %.100s", set);
		goto done;
	}
	for (i = 0; i < count; i++)
		if (only == NULL || strcmp(only, environments[i]) == 0) {
			azs_scaffold_set_at(
			    trees[i], key, azs_node_copy(value));
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
