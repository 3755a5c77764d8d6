/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "page.h"

#include <stdlib.h>
#include <string.h>

#include "asset.h"
#include "document.h"
#include "memory.h"
#include "model.h"
#include "table.h"
#include "text.h"

static const char *const built_in[] = { "dev", "staging", "prod" };

const char *
azs_page_file(const struct azs_field *field)
{
	return field->file == AZS_FIELD_APPLICATION ? AZS_APPLICATION_FILE
						    : AZS_PROFILES_DIR
	    "/<env>.yaml";
}

/* "one of a, b, c" */
static void
add_words(const struct azs_field *field, struct azs_buf *out)
{
	const char *const *words;
	size_t i, count;

	words = azs_text_split(field->allowed, '|', &count);
	azs_buf_adds(out, count == 1 ? "" : "one of ");
	for (i = 0; i < count; i++)
		azs_buf_addf(out, "%s%s", i == 0 ? "" : ", ", words[i]);
	azs_text_split_free(words);
}

/* What a string, or each item of a list, must be. */
static const char *
expected(const struct azs_field *field)
{
	const char *text = azs_text_expected(field->allowed);

	return text == NULL ? "any text on one line" : text;
}

static void
add_type(const struct azs_field *field, struct azs_buf *out)
{
	switch (field->type) {
	case AZS_TYPE_STRING:
		azs_buf_adds(out, expected(field));
		break;
	case AZS_TYPE_ENUM:
		add_words(field, out);
		break;
	case AZS_TYPE_BOOL:
		azs_buf_adds(out, "true or false");
		break;
	case AZS_TYPE_INT:
		if (field->allowed != NULL)
			add_words(field, out);
		else
			azs_buf_addf(out, "an integer from %ld to %ld",
			    field->min, field->max);
		break;
	case AZS_TYPE_DECIMAL:
		azs_buf_addf(out, "a decimal from %ld.%02ld to %ld.%02ld",
		    field->min / 100, field->min % 100, field->max / 100,
		    field->max % 100);
		break;
	case AZS_TYPE_STRINGS:
		azs_buf_addf(out, "a list, each item %s", expected(field));
		break;
	case AZS_TYPE_STRING_MAP:
		azs_buf_adds(
		    out, "a map of strings; null takes out an inherited one");
		break;
	}
}

/* The values that the built-in profiles give the path, by their names. */
static struct azs_node *
built_in_values(const struct azs_field *field, const char *path)
{
	struct azs_node *values = azs_node_map(), *tree;
	const struct azs_node *value;
	const struct azs_asset *asset;
	struct azs_error err;
	char *name;
	size_t i;

	for (i = 0; i < 3 && field->file == AZS_FIELD_PROFILE; i++) {
		name = azs_xasprintf(AZS_PROFILES_DIR "/%s.yaml", built_in[i]);
		asset = azs_asset_find(name);
		free(name);
		if (asset == NULL ||
		    azs_document_parse(asset->path, asset->bytes, asset->len,
			&tree, &err) == -1)
			continue;
		value = azs_node_at(tree, path);
		if (value != NULL) {
			name = azs_xasprintf("azstamp/%s", built_in[i]);
			azs_node_set(values, name, azs_node_copy(value));
			free(name);
		}
		azs_node_free(tree);
	}
	return values;
}

static void
add_line(const char *name, const char *text, struct azs_buf *out)
{
	azs_buf_addf(out, "  %-10s%s\n", name, text);
}

void
azs_page_text(
    const struct azs_field *field, const char *path, struct azs_buf *out)
{
	struct azs_node *values = built_in_values(field, path);
	struct azs_buf line = AZS_BUF_INIT;
	size_t i;

	azs_buf_addf(out, "%s\n  %s\n\n", path, field->summary);
	add_line("file", azs_page_file(field), out);
	add_type(field, &line);
	add_line("value", line.data, out);
	if (field->unit != NULL)
		add_line("unit", field->unit, out);
	add_line(
	    "default", field->fallback == NULL ? "none" : field->fallback, out);
	azs_buf_clear(&line);
	for (i = 0; i < values->count; i++) {
		azs_buf_addf(
		    &line, "%s%s: ", i == 0 ? "" : ", ", values->items[i]->key);
		azs_table_value(values->items[i], &line);
	}
	if (line.len > 0)
		add_line("built in", line.data, out);
	if (field->source != NULL)
		add_line("source", field->source, out);
	azs_buf_release(&line);
	azs_node_free(values);
}

static void
set_text(struct azs_node *map, const char *key, const char *text)
{
	azs_node_set(
	    map, key, text == NULL ? azs_node_null() : azs_node_string(text));
}

static void
set_bounds(const struct azs_field *field, struct azs_node *out)
{
	char *text;

	if (field->type == AZS_TYPE_INT && field->allowed == NULL) {
		azs_node_set(out, "minimum", azs_node_int(field->min));
		azs_node_set(out, "maximum", azs_node_int(field->max));
	} else if (field->type == AZS_TYPE_DECIMAL) {
		text = azs_xasprintf(
		    "%ld.%02ld", field->min / 100, field->min % 100);
		azs_node_set(out, "minimum", azs_node_real(text));
		free(text);
		text = azs_xasprintf(
		    "%ld.%02ld", field->max / 100, field->max % 100);
		azs_node_set(out, "maximum", azs_node_real(text));
		free(text);
	}
}

static void
set_words(const struct azs_field *field, struct azs_node *out)
{
	if (field->allowed != NULL &&
	    (field->type == AZS_TYPE_ENUM || field->type == AZS_TYPE_INT))
		azs_node_set(out, "values", azs_field_words(field));
}

struct azs_node *
azs_page_node(const struct azs_field *field, const char *path)
{
	static const char *const types[] = { "string", "enum", "boolean",
		"integer", "decimal", "strings", "stringMap" };
	struct azs_node *out = azs_node_map(), *fallback;

	set_text(out, "path", path);
	set_text(out, "file", azs_page_file(field));
	set_text(out, "summary", field->summary);
	set_text(out, "type", types[field->type]);
	set_words(field, out);
	set_bounds(field, out);
	set_text(out, "unit", field->unit);
	fallback = azs_field_default(field);
	azs_node_set(
	    out, "default", fallback == NULL ? azs_node_null() : fallback);
	azs_node_set(out, "builtIn", built_in_values(field, path));
	set_text(out, "source", field->source);
	return out;
}
