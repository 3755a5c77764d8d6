/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "document.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <yaml.h>

#include "buf.h"
#include "complaint.h"
#include "memory.h"
#include "scalar.h"
#include "source.h"

struct reader {
	struct azs_source source;
	yaml_parser_t parser;
	yaml_event_t event; /* the current one */
	struct azs_error *err;
};

/* Say what libyaml found wrong. */
static int
fail_syntax(struct reader *r)
{
	const yaml_parser_t *parser = &r->parser;
	const struct azs_complaint complaint = { parser->context,
		parser->problem, parser->context_mark.index,
		parser->problem_mark.index };

	/* Some of its functions return an error without naming one: memory. */
	if (parser->problem == NULL)
		azs_out_of_memory();
	return azs_complaint_fail(&complaint, &r->source, r->err);
}

static int
fail_here(struct reader *r, const char *message)
{
	return azs_source_fail(
	    &r->source, r->event.start_mark.index, r->err, "%s", message);
}

static int
next(struct reader *r)
{
	yaml_event_delete(&r->event);
	return yaml_parser_parse(&r->parser, &r->event) ? 0 : fail_syntax(r);
}

/* Refuse aliases, anchors and tags. */
static int
check_event(struct reader *r)
{
	const yaml_event_t *event = &r->event;
	const void *anchor = NULL, *tag = NULL;

	if (event->type == YAML_ALIAS_EVENT)
		return fail_here(r, AZS_NO_ALIAS);
	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	}
	if (anchor == NULL && tag == NULL)
		return 0;
	/* The event starts with whichever is written first. */
	return fail_here(r,
	    azs_source_at(&r->source, event->start_mark.index) == '&'
		? AZS_NO_ANCHOR
		: AZS_NO_TAG);
}

/* The text of the current scalar, which must not hold a NUL. */
static int
scalar_text(struct reader *r, const char **text)
{
	*text = (const char *)r->event.data.scalar.value;
	if (strlen(*text) == r->event.data.scalar.length)
		return 0;
	return fail_here(r, "a NUL character in a string (delete the \\0)");
}

/* A block of text ends for libyaml behind its last line break: step back to
   where its last line ends. */
static struct azs_mark
end_of_scalar(const struct reader *r)
{
	size_t index = r->event.end_mark.index;
	char c;

	while (index > r->event.start_mark.index) {
		c = azs_source_at(&r->source, index - 1);
		if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
			break;
		index--;
	}
	return azs_source_mark(&r->source, index);
}

static int
read_scalar(struct reader *r, struct azs_node **out)
{
	const char *text, *why = NULL;

	if (scalar_text(r, &text) == -1)
		return -1;
	if (r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
		*out = azs_scalar_resolve(text, &why);
	else
		*out = azs_node_string(text);
	if (*out == NULL)
		return fail_here(r, why);
	(*out)->mark = azs_source_mark(&r->source, r->event.start_mark.index);
	(*out)->end = end_of_scalar(r);
	return 0;
}

/* What the kind and style of a key forbid, or NULL. */
static const char *
key_refusal(const yaml_event_t *event, const char *text)
{
	yaml_scalar_style_t style = event->data.scalar.style;

	if (style == YAML_LITERAL_SCALAR_STYLE ||
	    style == YAML_FOLDED_SCALAR_STYLE)
		return "a block of text cannot be a key (write 'key: value')";
	if (style != YAML_PLAIN_SCALAR_STYLE)
		return NULL;
	if (*text == '\0')
		return "no key before ':' (write 'key: value')";
	if (strcmp(text, "<<") == 0)
		return "merge keys are not allowed (profiles share values "
		       "with 'extends: <profile>')";
	if (strcmp(text, "~") == 0 || strcasecmp(text, "null") == 0)
		return "null cannot be a key (write a name, or put it in "
		       "quotes)";
	return NULL;
}

/* A key's ':' stands behind it on its line: {a} and {a:1} are mistakes, and
   '? a' is a form that edits in place could not follow. */
static int
check_colon(struct reader *r)
{
	size_t index = r->event.end_mark.index;
	char c;

	do
		c = azs_source_at(&r->source, index++);
	while (c == ' ' || c == '\t');
	if (c == ':')
		return 0;
	return fail_here(r,
	    "no ': ' behind this key (write 'key: value', with a blank "
	    "behind the colon)");
}

/* Say that the current event's key is there already. */
static int
fail_duplicate(struct reader *r, const struct azs_mark *first)
{
	const struct azs_source *source = &r->source;
	size_t from = r->event.start_mark.index;
	size_t to = r->event.end_mark.index, limit = from + 64;
	const char *dots = to > limit ? "..." : "";

	/* As it is written: an escape in it does not reach the terminal. */
	if (to > limit)
		to = limit;
	return azs_source_fail(source, from, r->err,
	    "duplicate key %.*s%s (it stands at %zu:%zu already: keep one)",
	    (int)(source->offsets[to] - source->offsets[from]),
	    source->text + source->offsets[from], dots, first->line,
	    first->column);
}

/* Take the current event as a key of map; *key is the caller's. */
static int
read_key(struct reader *r, const struct azs_node *map, char **key)
{
	const struct azs_node *first;
	const char *text, *why;

	if (check_event(r) == -1)
		return -1;
	if (r->event.type == YAML_SEQUENCE_START_EVENT)
		return fail_here(r, "a list cannot be a key (write a name)");
	if (r->event.type == YAML_MAPPING_START_EVENT)
		return fail_here(r,
		    "a map cannot be a key (write a name; put a value that "
		    "starts with '{' in quotes)");
	if (scalar_text(r, &text) == -1)
		return -1;
	why = key_refusal(&r->event, text);
	if (why != NULL)
		return fail_here(r, why);
	if (check_colon(r) == -1)
		return -1;
	first = azs_node_get(map, text);
	if (first != NULL)
		return fail_duplicate(r, &first->key_mark);
	*key = azs_xstrdup(text);
	return 0;
}

static int read_value(struct reader *r, unsigned depth, struct azs_node **out);

/* Read a key, which is the current event, and its value into map. */
static int
read_member(struct reader *r, unsigned depth, struct azs_node *map)
{
	struct azs_node *value = NULL;
	struct azs_mark mark;
	char *key = NULL;
	int ret = -1;

	mark = azs_source_mark(&r->source, r->event.start_mark.index);
	if (read_key(r, map, &key) == -1 || next(r) == -1 ||
	    read_value(r, depth, &value) == -1)
		goto done;
	value->key_mark = mark;
	azs_node_set(map, key, value);
	ret = 0;
done:
	free(key);
	return ret;
}

static int
read_item(struct reader *r, unsigned depth, struct azs_node *list)
{
	struct azs_node *item = NULL;

	if (read_value(r, depth, &item) == -1)
		return -1;
	azs_node_append(list, item);
	return 0;
}

/* Read members or items up to the event that ends the collection. */
static int
read_children(struct reader *r, unsigned depth, struct azs_node *node)
{
	const yaml_event_t *event = &r->event;

	for (;;) {
		if (next(r) == -1)
			return -1;
		if (event->type == YAML_MAPPING_END_EVENT ||
		    event->type == YAML_SEQUENCE_END_EVENT)
			break;
		if ((node->kind == AZS_MAP ? read_member : read_item)(
			r, depth, node) == -1)
			return -1;
	}
	/* Without a bracket libyaml's end lies behind comments: not ours. */
	if (event->start_mark.index != event->end_mark.index)
		node->end = azs_source_mark(&r->source, event->end_mark.index);
	else if (node->count > 0)
		node->end = node->items[node->count - 1]->end;
	return 0;
}

/* Read the value that starts with the current event, up to its last one. */
static int
read_value(struct reader *r, unsigned depth, struct azs_node **out)
{
	struct azs_node *node = NULL;

	if (check_event(r) == -1)
		return -1;
	if (r->event.type == YAML_SCALAR_EVENT)
		return read_scalar(r, out);
	if (depth == AZS_DOCUMENT_MAX_DEPTH)
		return azs_source_fail(&r->source, r->event.start_mark.index,
		    r->err, "nested deeper than %d levels (flatten it)",
		    AZS_DOCUMENT_MAX_DEPTH);
	node = r->event.type == YAML_MAPPING_START_EVENT ? azs_node_map()
							 : azs_node_list();
	node->mark = azs_source_mark(&r->source, r->event.start_mark.index);
	node->end = node->mark;
	if (read_children(r, depth + 1, node) == -1) {
		azs_node_free(node);
		return -1;
	}
	*out = node;
	return 0;
}

/* The first character from index on that is not white space or comment. */
static size_t
skip_space(const struct azs_source *source, size_t index)
{
	int comment = 0;

	for (; index < source->count; index++) {
		char c = azs_source_at(source, index);

		if (c == '\n' || c == '\r')
			comment = 0;
		else if (c == '#')
			comment = 1;
		else if (!comment && c != ' ' && c != '\t')
			break;
	}
	return index;
}

/* Do three such characters stand here, alone like '---' or '...'? */
static int
is_indicator(const struct azs_source *source, size_t index, char c)
{
	size_t i;

	for (i = 0; i < 3; i++)
		if (azs_source_at(source, index + i) != c)
			return 0;
	return index + 3 >= source->count ||
	    memchr(" \t\r\n", azs_source_at(source, index + 3), 4) != NULL;
}

/*
 * Nothing may follow the document but '...' and comments. Looked at here and
 * not by libyaml, which takes quadratic time over %TAG lines.
 */
static int
check_rest(struct reader *r)
{
	const struct azs_source *source = &r->source;
	size_t index = skip_space(source, r->event.end_mark.index);
	const char *message =
	    "text behind the end of the document (start the keys of a map in "
	    "one column; a file holds one value)";

	while (is_indicator(source, index, '.'))
		index = skip_space(source, index + 3);
	if (index == source->count)
		return 0;
	if (is_indicator(source, index, '-'))
		message = "a second document (delete the '---': a file holds "
			  "one document)";
	else if (azs_source_at(source, index) == '%')
		message = AZS_NO_DIRECTIVE;
	return azs_source_fail(source, index, r->err, "%s", message);
}

/* Read the one document, or none. */
static int
read_document(struct reader *r, struct azs_node **out)
{
	size_t index = skip_space(&r->source, 0);

	if (azs_source_at(&r->source, index) == '%' &&
	    azs_source_mark(&r->source, index).column == 1)
		return azs_source_fail(
		    &r->source, index, r->err, "%s", AZS_NO_DIRECTIVE);
	/* The start of the stream, then the start of the document. */
	if (next(r) == -1 || next(r) == -1)
		return -1;
	if (r->event.type == YAML_STREAM_END_EVENT) {
		*out = azs_node_null();
		(*out)->mark = (*out)->end = azs_source_mark(&r->source, 0);
		return 0;
	}
	if (next(r) == -1 || read_value(r, 0, out) == -1 || next(r) == -1)
		return -1;
	return check_rest(r);
}

int
azs_document_parse(const char *file, const char *text, size_t len,
    struct azs_node **out, struct azs_error *err)
{
	struct reader r = { .err = err };
	struct azs_node *node = NULL;
	size_t start;
	int ret = -1;

	if (!yaml_parser_initialize(&r.parser))
		azs_out_of_memory();
	if (azs_source_init(
		&r.source, file, text, len, AZS_DOCUMENT_MAX_BYTES, err) == -1)
		goto done;
	start = r.source.offsets[0];
	/* Named, or libyaml would guess from the first bytes. */
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser,
	    (const unsigned char *)(len == 0 ? "" : text) + start, len - start);
	if (read_document(&r, &node) == -1)
		goto done;
	*out = node;
	node = NULL;
	ret = 0;
done:
	azs_node_free(node);
	yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	azs_source_release(&r.source);
	return ret;
}

int
azs_document_load(const char *path, const char *name, struct azs_node **out,
    struct azs_error *err)
{
	struct azs_buf text = AZS_BUF_INIT;
	char chunk[8192];
	size_t len = 1;
	FILE *fp = NULL;
	int ret = -1;

	fp = fopen(path, "rb");
	if (fp == NULL) {
		azs_fail(err, AZS_EFAILED, "%s: %s", name, strerror(errno));
		goto done;
	}
	/* No more than it takes to see that there is too much. */
	while (len > 0 && text.len <= AZS_DOCUMENT_MAX_BYTES) {
		len = fread(chunk, 1, sizeof chunk, fp);
		azs_buf_add(&text, chunk, len);
	}
	if (ferror(fp)) {
		azs_fail(err, AZS_EFAILED, "%s: %s", name, strerror(errno));
		goto done;
	}
	ret = azs_document_parse(name, text.data, text.len, out, err);
done:
	if (fp != NULL)
		(void)fclose(fp);
	azs_buf_release(&text);
	return ret;
}
