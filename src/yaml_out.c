/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "yaml_out.h"

#include <string.h>
#include <strings.h>

#include "error.h"
#include "mustache.h"

/* Plain without a second thought: a word of letters, digits and . _ / - that
   begins with a letter and that no reader takes for a boolean or null. Other
   parsers than ours still read YAML 1.1, where yes and off are booleans. */
static int
is_plain(const char *text)
{
	static const char *const words[] = { "true", "false", "null", "yes",
		"no", "on", "off", "y", "n" };
	size_t i;

	if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z')))
		return 0;
	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcasecmp(text, words[i]) == 0)
			return 0;
	return strspn(text,
		   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		   "0123456789._/-") == strlen(text);
}

/* Sizes such as 1.0Gi are plain, too: a digit first, but no number. */
static int
is_quantity(const char *text)
{
	size_t digits = strspn(text, "0123456789.");

	return digits > 0 && strcmp(text + digits, "Gi") == 0;
}

void
azs_yaml_quoted(const char *text, struct azs_buf *out)
{
	struct azs_error err;

	azs_buf_addc(out, '"');
	/* Cannot fail: JSON's form can hold every string a node can. */
	(void)azs_escape_text(AZS_ESCAPE_JSON, text, out, &err);
	azs_buf_addc(out, '"');
}

void
azs_yaml_string(const char *text, struct azs_buf *out)
{
	if (is_plain(text) || is_quantity(text))
		azs_buf_adds(out, text);
	else
		azs_yaml_quoted(text, out);
}

static void
write_scalar(const struct azs_node *node, struct azs_buf *out)
{
	switch (node->kind) {
	case AZS_BOOL:
		azs_buf_adds(out, node->number != 0 ? "true" : "false");
		break;
	case AZS_INT:
		azs_buf_addf(out, "%lld", (long long)node->number);
		break;
	case AZS_REAL:
		azs_buf_adds(out, node->text);
		break;
	case AZS_STRING:
		azs_yaml_string(node->text, out);
		break;
	case AZS_LIST:
		azs_buf_adds(out, "[]");
		break;
	case AZS_MAP:
		azs_buf_adds(out, "{}");
		break;
	case AZS_NULL:
		azs_buf_adds(out, "null");
		break;
	}
}

static void
write_children(const struct azs_node *node, int depth, struct azs_buf *out)
{
	size_t i;

	for (i = 0; i < node->count; i++) {
		const struct azs_node *item = node->items[i];

		azs_buf_addf(out, "%*s", depth * 2, "");
		if (node->kind == AZS_MAP) {
			azs_yaml_string(item->key, out);
			azs_buf_addc(out, ':');
		} else {
			azs_buf_addc(out, '-');
		}
		if (item->count == 0) {
			azs_buf_addc(out, ' ');
			write_scalar(item, out);
			azs_buf_addc(out, '\n');
		} else {
			azs_buf_addc(out, '\n');
			write_children(item, depth + 1, out);
		}
	}
}

void
azs_yaml_write(const struct azs_node *map, struct azs_buf *out)
{
	if (map->count == 0)
		azs_buf_adds(out, "{}\n");
	write_children(map, 0, out);
}

void
azs_yaml_member(
    const char *key, const struct azs_node *value, struct azs_buf *out)
{
	azs_yaml_string(key, out);
	azs_buf_adds(out, ": ");
	azs_yaml_flow(value, out);
}

void
azs_yaml_flow(const struct azs_node *node, struct azs_buf *out)
{
	int is_map = node->kind == AZS_MAP;
	size_t i;

	if (node->count == 0) {
		write_scalar(node, out);
		return;
	}
	azs_buf_adds(out, is_map ? "{ " : "[");
	for (i = 0; i < node->count; i++) {
		azs_buf_adds(out, i == 0 ? "" : ", ");
		if (is_map)
			azs_yaml_member(
			    node->items[i]->key, node->items[i], out);
		else
			azs_yaml_flow(node->items[i], out);
	}
	azs_buf_adds(out, is_map ? " }" : "]");
}

void
azs_yaml_lines(const char *key, const struct azs_node *value, size_t indent,
    const char *eol, struct azs_buf *out)
{
	size_t i;

	azs_buf_addf(out, "%*s", (int)indent, "");
	if (value->kind != AZS_MAP || value->count == 0) {
		azs_yaml_member(key, value, out);
		return;
	}
	azs_yaml_string(key, out);
	azs_buf_addc(out, ':');
	for (i = 0; i < value->count; i++) {
		azs_buf_adds(out, eol);
		azs_yaml_lines(value->items[i]->key, value->items[i],
		    indent + 2, eol, out);
	}
}
