/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "readiness.h"
#include "text.h"

#define ROLE_NAME "^[a-z]([a-z0-9]|-[a-z0-9])*$"

/* What can be suppressed: rules, and items of readiness. */
static const char *
suppressible(void)
{
	static char pattern[2048];
	size_t i, len;

	if (*pattern != '\0')
		return pattern;
	(void)snprintf(pattern, sizeof pattern, "^(AZS[0-9]{4}");
	for (i = 0; i < azs_ready_item_count; i++) {
		len = strlen(pattern);
		(void)snprintf(pattern + len, sizeof pattern - len, "|%s",
		    azs_ready_items[i].id);
	}
	len = strlen(pattern);
	(void)snprintf(pattern + len, sizeof pattern - len, ")$");
	return pattern;
}

static void
set_text(struct azs_node *map, const char *key, const char *text)
{
	azs_node_set(map, key, azs_node_string(text));
}

static struct azs_node *
decimal(long hundredths)
{
	char text[32];

	(void)snprintf(
	    text, sizeof text, "%ld.%02ld", hundredths / 100, hundredths % 100);
	return azs_node_real(text);
}

static void
set_range(struct azs_node *out, const struct azs_field *field)
{
	int whole = field->type == AZS_TYPE_INT;

	azs_node_set(out, "minimum",
	    whole ? azs_node_int(field->min) : decimal(field->min));
	azs_node_set(out, "maximum",
	    whole ? azs_node_int(field->max) : decimal(field->max));
}

static void
set_enum(struct azs_node *out, const struct azs_field *field)
{
	azs_node_append(
	    azs_node_set(out, "enum", azs_field_words(field)), azs_node_null());
}

/* "type": the name or null, which goes back to the default. */
static void
set_type(struct azs_node *out, const char *name)
{
	struct azs_node *list = azs_node_set(out, "type", azs_node_list());

	azs_node_append(list, azs_node_string(name));
	azs_node_append(list, azs_node_string("null"));
}

/* Take null out again: the value must be there. */
static void
forbid_null(struct azs_node *out)
{
	const struct azs_node *type = azs_node_get(out, "type");
	struct azs_node *words = azs_node_get(out, "enum");

	azs_node_set(out, "type", azs_node_string(type->items[0]->text));
	if (words != NULL)
		azs_node_free(words->items[--words->count]);
}

static void
set_pattern(struct azs_node *out, const char *form)
{
	const char *pattern = azs_text_pattern(form);
	size_t max = azs_text_max(form);

	/* Control characters are refused where there is no form. */
	set_text(out, "pattern",
	    pattern != NULL ? pattern : "^[^\\u0000-\\u001f\\u007f]*$");
	if (max > 0)
		azs_node_set(out, "maxLength", azs_node_int((int64_t)max));
}

static struct azs_node *
string_items(const char *form)
{
	struct azs_node *items = azs_node_map();

	set_type(items, "string");
	set_pattern(items, form);
	return items;
}

static struct azs_node *
field_schema(const struct azs_field *field)
{
	static const char *const types[] = { "string", "string", "boolean",
		"integer", "number", "array", "object" };
	struct azs_node *out = azs_node_map(), *fallback;
	char *description = field->unit == NULL
	    ? azs_xstrdup(field->summary)
	    : azs_xasprintf("%s Unit: %s.", field->summary, field->unit);

	set_text(out, "description", description);
	free(description);
	set_type(out, types[field->type]);
	if (field->type == AZS_TYPE_ENUM ||
	    (field->type == AZS_TYPE_INT && field->allowed != NULL)) {
		set_enum(out, field);
	} else if (field->type == AZS_TYPE_STRING) {
		set_pattern(out, field->allowed);
	} else if (field->type == AZS_TYPE_INT ||
	    field->type == AZS_TYPE_DECIMAL) {
		set_range(out, field);
	} else if (field->type == AZS_TYPE_STRINGS) {
		forbid_null(
		    azs_node_set(out, "items", string_items(field->allowed)));
		azs_node_set(out, "uniqueItems", azs_node_bool(1));
	} else if (field->type == AZS_TYPE_STRING_MAP) {
		azs_node_set(out, "additionalProperties", string_items(NULL));
	}
	fallback = azs_field_default(field);
	if (fallback != NULL)
		azs_node_set(out, "default", fallback);
	return out;
}

/* The schema of the group that key names below parent, made on demand; "*"
   stands for every name of an entry, which has the form entries. */
static struct azs_node *
group_of(struct azs_node *parent, const char *key, const char *entries)
{
	const char *holder =
	    strcmp(key, "*") == 0 ? "patternProperties" : "properties";
	const char *name = strcmp(key, "*") == 0 ? entries : key;
	struct azs_node *members = azs_node_get(parent, holder), *child;

	if (members == NULL)
		members = azs_node_set(parent, holder, azs_node_map());
	child = azs_node_get(members, name);
	if (child == NULL) {
		child = azs_node_set(members, name, azs_node_map());
		set_type(child, "object");
		azs_node_set(child, "additionalProperties", azs_node_bool(0));
	}
	return child;
}

static struct azs_node *
group(struct azs_node *parent, const char *key)
{
	return group_of(parent, key, ROLE_NAME);
}

static void
add_field(struct azs_node *root, const struct azs_field *field)
{
	const char *path = field->path, *dot;
	const char *entries =
	    strncmp(path, "suppress.", 9) == 0 ? suppressible() : ROLE_NAME;
	struct azs_node *at = root, *members;
	char *key;

	while ((dot = strchr(path, '.')) != NULL) {
		key = azs_xstrndup(path, (size_t)(dot - path));
		at = group_of(at, key, entries);
		free(key);
		path = dot + 1;
	}
	members = azs_node_get(at, "properties");
	if (members == NULL)
		members = azs_node_set(at, "properties", azs_node_map());
	azs_node_set(members, path, field_schema(field));
}

static void
set_required(struct azs_node *map, const char *const *words, size_t count)
{
	struct azs_node *list = azs_node_set(map, "required", azs_node_list());
	size_t i;

	for (i = 0; i < count; i++) {
		azs_node_append(list, azs_node_string(words[i]));
		forbid_null(
		    azs_node_get(azs_node_get(map, "properties"), words[i]));
	}
}

struct azs_node *
azs_schema_build(enum azs_field_file file)
{
	static const char *const application[] = { "name", "pattern",
		"locations", "services" };
	static const char *const service[] = { "host", "project" };
	static const char *const suppression[] = { "reason", "until" };
	struct azs_node *root = azs_node_map(), *services, *one;
	size_t i;

	set_text(
	    root, "$schema", "https://json-schema.org/draft/2020-12/schema");
	set_text(root, "title",
	    file == AZS_FIELD_APPLICATION ? "azstamp application"
					  : "azstamp profile");
	set_type(root, "object");
	azs_node_set(root, "additionalProperties", azs_node_bool(0));
	for (i = 0; i < azs_field_count; i++)
		if (azs_fields[i].file == file)
			add_field(root, &azs_fields[i]);
	if (file == AZS_FIELD_PROFILE)
		return root;
	forbid_null(root);
	set_required(root, application, 4);
	services = group(root, "services");
	azs_node_set(services, "minProperties", azs_node_int(1));
	azs_node_set(azs_node_at(root, "properties.locations"), "minItems",
	    azs_node_int(1));
	one = group(services, "*");
	forbid_null(one);
	set_required(one, service, 2);
	set_required(group_of(group(root, "suppress"), "*", suppressible()),
	    suppression, 2);
	return root;
}
