/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "document.h"
#include "field.h"
#include "memory.h"
#include "scaffold.h"
#include "text.h"

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
	if (parse_value(field, set, field->path, value, &node, err) == -1)
		return -1;
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
