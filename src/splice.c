/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "splice.h"

#include <string.h>

#include "yaml_out.h"

/* Where the text begins: behind a byte order mark. */
static size_t
start_of(const struct azs_buf *text)
{
	return text->len >= 3 && memcmp(text->data, "\xef\xbb\xbf", 3) == 0 ? 3
									    : 0;
}

static int
is_break(char c)
{
	return c == '\n' || c == '\r';
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* How lines end: as the first one does. */
static const char *
line_break(const struct azs_buf *text)
{
	const char *p = text->data + strcspn(text->data, "\r\n");

	if (*p == '\0' || *p == '\n')
		return "\n";
	return p[1] == '\n' ? "\r\n" : "\r";
}

static size_t
line_start(const struct azs_buf *text, size_t at)
{
	size_t start = start_of(text);

	while (at > start && !is_break(text->data[at - 1]))
		at--;
	return at;
}

static size_t
line_end(const struct azs_buf *text, size_t at)
{
	while (at < text->len && !is_break(text->data[at]))
		at++;
	return at;
}

/* Behind the line break at that place, if there is one. */
static size_t
skip_break(const struct azs_buf *text, size_t at)
{
	if (at < text->len && text->data[at] == '\r')
		return at + 1 + (text->data[at + 1] == '\n');
	return at + (at < text->len && text->data[at] == '\n');
}

/* In front of the line break before that place, if there is one. */
static size_t
unskip_break(const struct azs_buf *text, size_t at)
{
	size_t start = start_of(text);

	if (at > start && text->data[at - 1] == '\n')
		return at - 1 - (at - 1 > start && text->data[at - 2] == '\r');
	return at - (at > start && text->data[at - 1] == '\r');
}

static int
is_blank_line(const struct azs_buf *text, size_t start)
{
	while (start < text->len && is_blank(text->data[start]))
		start++;
	return start == text->len || is_break(text->data[start]);
}

/* The end of the last of the blank lines that follow the line that ends at
   end. */
static size_t
behind_blank_lines(const struct azs_buf *text, size_t end)
{
	size_t next = skip_break(text, end);

	while (next != end && next < text->len && is_blank_line(text, next)) {
		end = line_end(text, next);
		next = skip_break(text, end);
	}
	return end;
}

/* Does a blank line stand before the line that starts there? */
static int
follows_blank_line(const struct azs_buf *text, size_t start)
{
	size_t end = unskip_break(text, start);

	return end != start && is_blank_line(text, line_start(text, end));
}

/* One with nothing in it, as inserts leave it? */
static int
follows_empty_line(const struct azs_buf *text, size_t start)
{
	size_t end = unskip_break(text, start);

	return end != start && line_start(text, end) == end;
}

static int
is_flow(const struct azs_buf *text, const struct azs_node *node)
{
	char c = text->data[node->mark.offset];

	return (c == '{' && node->kind == AZS_MAP) ||
	    (c == '[' && node->kind == AZS_LIST);
}

static int
is_block(const struct azs_buf *text, const struct azs_node *node)
{
	return node->count > 0 && !is_flow(text, node);
}

/* Are the groups of the file set apart by blank lines? */
static int
has_gaps(const struct azs_buf *text, const struct azs_node *root)
{
	size_t i;

	for (i = 1; i < root->count; i++)
		if (root->items[i]->kind == AZS_MAP &&
		    follows_blank_line(text,
			line_start(text, root->items[i]->key_mark.offset)))
			return 1;
	return 0;
}

/* The end of a member's key, and the place of its colon. */
static size_t
key_end(
    const struct azs_buf *text, const struct azs_node *member, size_t *colon)
{
	const char *data = text->data;
	size_t at = member->key_mark.offset, end;
	char quote = data[at];

	if (quote == '"' || quote == '\'') {
		for (at++; at < text->len; at++) {
			if (data[at] == '\\' && quote == '"')
				at++;
			else if (data[at] == quote && quote == '\'' &&
			    data[at + 1] == quote)
				at++;
			else if (data[at] == quote)
				break;
		}
		end = at + 1;
	} else {
		/* Without quotes a key is what it says. */
		end = at + strlen(member->key);
	}
	*colon = end;
	while (is_blank(data[*colon]))
		++*colon;
	return end;
}

/* The end of a member. A value that is missing stands, in braces, in front of
   what comes next: the colon is its end. */
static size_t
end_of(const struct azs_buf *text, const struct azs_node *member)
{
	size_t colon;

	if (member->end.offset != member->mark.offset)
		return member->end.offset;
	(void)key_end(text, member, &colon);
	return colon + 1;
}

/* Behind "{" or the last member. */
static void
insert_flow(const struct azs_buf *text, const struct azs_node *map,
    const char *key, const struct azs_node *value, struct azs_splice *out)
{
	if (map->count > 0) {
		out->from = out->to = end_of(text, map->items[map->count - 1]);
		/* "a:," would be read as a word. */
		azs_buf_adds(&out->text,
		    text->data[out->from - 1] == ':' ? " , " : ", ");
		azs_yaml_member(key, value, &out->text);
		return;
	}
	out->from = map->mark.offset;
	out->to = map->end.offset;
	azs_buf_adds(&out->text, "{ ");
	azs_yaml_member(key, value, &out->text);
	azs_buf_adds(&out->text, " }");
}

/* The line break at the end of the text, or how lines end. */
static const char *
last_break(const struct azs_buf *text)
{
	size_t before = unskip_break(text, text->len);

	return before == text->len ? line_break(text) : text->data + before;
}

/* The first lines of a file that says nothing yet: behind its comments. Their
   last line ends as the one in front of them, which will not be told apart. */
static void
insert_first(const struct azs_buf *text, const char *key,
    const struct azs_node *value, struct azs_splice *out)
{
	const char *eol = last_break(text);

	out->from = out->to = text->len;
	if (line_start(text, text->len) != text->len)
		azs_buf_adds(&out->text, eol);
	azs_yaml_lines(key, value, 0, eol, &out->text);
	if (line_start(text, text->len) == text->len)
		azs_buf_adds(&out->text, eol);
}

void
azs_splice_insert(const struct azs_buf *text, const struct azs_node *root,
    const struct azs_node *map, const char *key, const struct azs_node *value,
    int way, struct azs_splice *out)
{
	const char *eol = line_break(text);

	azs_buf_init(&out->text);
	if (map->kind != AZS_MAP) {
		insert_first(text, key, value, out);
		return;
	}
	if (is_flow(text, map)) {
		insert_flow(text, map, key, value, out);
		return;
	}
	out->from = line_end(text, map->items[map->count - 1]->end.offset);
	if (way > 0)
		out->from = behind_blank_lines(text, out->from);
	out->to = out->from;
	azs_buf_adds(&out->text, eol);
	if (map == root && value->kind == AZS_MAP && has_gaps(text, root))
		azs_buf_adds(&out->text, eol);
	azs_yaml_lines(
	    key, value, map->items[0]->key_mark.column - 1, eol, &out->text);
}

/* A text in single quotes, as the one it replaces, if that can hold it. */
static int
single_quoted(const struct azs_node *value, struct azs_buf *out)
{
	const char *p;

	for (p = value->text; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || (unsigned char)*p >= 0x7f)
			return 0;
	azs_buf_addc(out, '\'');
	for (p = value->text; *p != '\0'; p++) {
		if (*p == '\'')
			azs_buf_addc(out, '\'');
		azs_buf_addc(out, *p);
	}
	azs_buf_addc(out, '\'');
	return 1;
}

/* A list whose items had a line each gets lines again. */
static void
replace_items(const struct azs_buf *text, const struct azs_node *list,
    const struct azs_node *value, struct azs_splice *out)
{
	size_t i;

	out->from = list->mark.offset;
	out->to = list->end.offset;
	for (i = 0; i < value->count; i++) {
		if (i > 0)
			azs_buf_addf(&out->text, "%s%*s", line_break(text),
			    (int)(list->mark.column - 1), "");
		azs_buf_adds(&out->text, "- ");
		azs_yaml_flow(value->items[i], &out->text);
	}
}

/* What had lines of its own becomes a value behind the colon; comments there
   and above the first line stay. */
static void
replace_block(const struct azs_buf *text, const struct azs_node *member,
    const struct azs_node *value, struct azs_splice *out)
{
	size_t colon, kept;

	(void)key_end(text, member, &colon);
	out->from = colon + 1;
	out->to = member->end.offset;
	kept = unskip_break(text, line_start(text, member->mark.offset));
	azs_buf_addc(&out->text, ' ');
	azs_yaml_flow(value, &out->text);
	azs_buf_add(&out->text, text->data + out->from, kept - out->from);
}

void
azs_splice_replace(const struct azs_buf *text, const struct azs_node *member,
    const struct azs_node *value, struct azs_splice *out)
{
	char first = text->data[member->mark.offset];
	int quoted = first == '"' || first == '\'';

	azs_buf_init(&out->text);
	out->from = member->mark.offset;
	out->to = member->end.offset;
	if (is_block(text, member)) {
		if (member->kind == AZS_LIST && value->kind == AZS_LIST &&
		    value->count > 0)
			replace_items(text, member, value, out);
		else
			replace_block(text, member, value, out);
		return;
	}
	if (out->from == out->to) {
		/* Nothing stood behind the colon. */
		out->from = out->to = end_of(text, member);
		azs_buf_addc(&out->text, ' ');
		azs_yaml_flow(value, &out->text);
	} else if (value->kind != AZS_STRING || member->kind != AZS_STRING ||
	    !quoted) {
		azs_yaml_flow(value, &out->text);
	} else if (first != '\'' || !single_quoted(value, &out->text)) {
		azs_yaml_quoted(value->text, &out->text);
	}
}

/* Behind the comma that follows at, or 0 when a bracket does. */
static size_t
behind_comma(const struct azs_buf *text, size_t at)
{
	for (; at < text->len; at++) {
		char c = text->data[at];

		if (c == '#')
			at = line_end(text, at) - 1;
		else if (c == ',')
			return at + 1;
		else if (!is_blank(c) && !is_break(c))
			return 0;
	}
	return 0;
}

static void
remove_flow(const struct azs_buf *text, const struct azs_node *map, size_t i,
    struct azs_splice *out)
{
	const struct azs_node *item = map->items[i];
	size_t before = i > 0 ? end_of(text, map->items[i - 1]) : 0;
	size_t from = item->key_mark.offset, comma;

	out->from = from;
	out->to = end_of(text, item);
	if (map->count == 1) {
		out->from = map->mark.offset + 1;
		out->to = map->end.offset - 1;
	} else if (i > 0 &&
	    memchr(text->data + before, '#', from - before) == NULL) {
		out->from = before;
	} else if ((comma = behind_comma(text, out->to)) != 0) {
		/* A comment stays, so the comma in front of it does, too. */
		out->to = comma;
		while (is_blank(text->data[out->to]))
			out->to++;
	}
}

static size_t
position_of(const struct azs_node *map, const char *key)
{
	size_t i = 0;

	while (strcmp(map->items[i]->key, key) != 0)
		i++;
	return i;
}

void
azs_splice_remove(const struct azs_buf *text, const struct azs_node *root,
    const struct azs_node *map, const char *key, int way,
    struct azs_splice *out)
{
	size_t i = position_of(map, key), before;
	const struct azs_node *item = map->items[i];

	azs_buf_init(&out->text);
	if (is_flow(text, map)) {
		remove_flow(text, map, i, out);
		return;
	}
	out->from = line_start(text, item->key_mark.offset);
	out->to = line_end(text, item->end.offset);
	before = unskip_break(text, out->from);
	if (before == out->from) {
		out->to = skip_break(text, out->to);
		return;
	}
	/* A group's blank line goes with it. */
	if (way == 0 && i > 0 && map == root && item->kind == AZS_MAP &&
	    follows_empty_line(text, out->from) &&
	    (i + 1 == map->count ||
		is_blank_line(text, skip_break(text, out->to))))
		before = unskip_break(text, line_start(text, before));
	out->from = before;
}

void
azs_splice_rename(const struct azs_buf *text, const struct azs_node *member,
    const char *key, struct azs_splice *out)
{
	size_t colon;

	azs_buf_init(&out->text);
	out->from = member->key_mark.offset;
	out->to = key_end(text, member, &colon);
	azs_yaml_string(key, &out->text);
}
