/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "mustache.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "tokens.h"

/* One level of the context: names are looked up from the last to the first. */
struct scope {
	const struct azs_node *node;
	const struct azs_node *list; /* node is an item of it, or NULL */
	size_t next;		     /* position of the item after node */
};

/* A template that is being rendered; the ones before it wait for it. */
struct call {
	struct azs_tokens *tokens;
	size_t pos; /* of the next token */
	size_t at;  /* offset of the tag that is being rendered */
	char *indent;
};

struct renderer {
	const struct azs_mustache *mustache;
	struct azs_buf *out;
	struct azs_error *err;
	struct scope *scopes;
	size_t scope_count, scope_room;
	struct call calls[AZS_MUSTACHE_MAX_PARTIALS + 1];
	size_t depth;
	struct azs_tokens **partials; /* parsed, each once */
	size_t partial_count;
	struct azs_node *positions; /* name of a partial -> where it is */
};

/* Put the place of the current tag around err's message. */
static int
fail_here(struct renderer *r)
{
	const struct call *call = &r->calls[r->depth - 1];
	char from[256] = "";
	struct azs_error place = { AZS_EFAILED, "" };
	size_t len;

	if (r->depth > 1) {
		(void)azs_tokens_fail_at(call[-1].tokens, call[-1].at, &place);
		/* Only "name:line:column" of it. */
		len = strlen(place.msg) - strlen(": error: ");
		(void)snprintf(from, sizeof from, " (included from %.*s)",
		    (int)len, place.msg);
	}
	len = strlen(r->err->msg);
	(void)snprintf(r->err->msg + len, sizeof r->err->msg - len, "%s", from);
	return azs_tokens_fail_at(call->tokens, call->at, r->err);
}

static void
push_scope(struct renderer *r, const struct azs_node *node,
    const struct azs_node *list)
{
	struct scope *scope;

	if (r->scope_count == r->scope_room) {
		r->scope_room = r->scope_room == 0 ? 16 : r->scope_room * 2;
		r->scopes = azs_xreallocarray(
		    r->scopes, r->scope_room, sizeof *r->scopes);
	}
	scope = &r->scopes[r->scope_count++];
	scope->node = node;
	scope->list = list;
	scope->next = 1;
}

static const struct azs_node *
current(const struct renderer *r)
{
	return r->scopes[r->scope_count - 1].node;
}

static const struct azs_node *
look_up(const struct renderer *r, const struct azs_token *token)
{
	const struct azs_node *node = NULL;
	size_t i;

	if (strcmp(token->name, ".") == 0)
		return current(r);
	for (i = r->scope_count; i > 0 && node == NULL; i--)
		node = azs_node_get(r->scopes[i - 1].node, token->head);
	return token->tail == NULL ? node : azs_node_at(node, token->tail);
}

/* Append text of a template, indented where a line starts. */
static void
put_lines(const struct renderer *r, const char *text, size_t len, int fresh,
    const char *indent)
{
	const char *end = text + len, *next;

	if (*indent == '\0') {
		azs_buf_add(r->out, text, len);
		return;
	}
	for (; text < end; text = next, fresh = 1) {
		next = memchr(text, '\n', (size_t)(end - text));
		next = next == NULL ? end : next + 1;
		if (fresh && *text != '\n' &&
		    !(end - text > 1 && memcmp(text, "\r\n", 2) == 0))
			azs_buf_adds(r->out, indent);
		azs_buf_add(r->out, text, (size_t)(next - text));
	}
}

static int
put_string(struct renderer *r, const struct azs_token *token, const char *text)
{
	const struct azs_mustache *m = r->mustache;

	if (token->kind == AZS_TOKEN_RAW ||
	    (m->escape == AZS_ESCAPE_NONE && !m->strict)) {
		azs_buf_adds(r->out, text);
		return 0;
	}
	if (azs_escape_text(m->escape, text, r->out, r->err) == 0)
		return 0;
	(void)azs_fail_at(r->err, "value of \"%.60s\"", token->name);
	return fail_here(r);
}

static int
render_value(struct renderer *r, const struct azs_token *token)
{
	const struct azs_node *node = look_up(r, token);

	if (node == NULL && r->mustache->strict) {
		(void)azs_fail(
		    r->err, AZS_EFAILED, "no value for \"%s\"", token->name);
		return fail_here(r);
	}
	if (node == NULL)
		return 0;
	switch (node->kind) {
	case AZS_STRING:
		return put_string(r, token, node->text);
	case AZS_REAL:
		azs_buf_adds(r->out, node->text);
		return 0;
	case AZS_INT:
		azs_buf_addf(r->out, "%" PRId64, node->number);
		return 0;
	case AZS_BOOL:
		azs_buf_adds(r->out, node->number != 0 ? "true" : "false");
		return 0;
	default:
		break;
	}
	if (!r->mustache->strict)
		return 0;
	(void)azs_fail(r->err, AZS_EFAILED, "\"%s\" is %s, not a value",
	    token->name, azs_kind_name(node->kind));
	return fail_here(r);
}

static int
truthy(const struct azs_node *node)
{
	if (node == NULL || node->kind == AZS_NULL)
		return 0;
	if (node->kind == AZS_BOOL)
		return node->number != 0;
	if (node->kind == AZS_STRING)
		return node->text[0] != '\0';
	return node->kind != AZS_LIST || node->count > 0;
}

static int
open_section(
    struct renderer *r, struct call *call, const struct azs_token *token)
{
	const struct azs_node *node = look_up(r, token);
	int inverted = token->kind == AZS_TOKEN_INVERTED;

	if (node == NULL && r->mustache->strict) {
		(void)azs_fail(r->err, AZS_EFAILED,
		    "no value for section \"%s\"", token->name);
		return fail_here(r);
	}
	if (truthy(node) == inverted)
		call->pos = token->match + 1;
	else if (inverted || node->kind == AZS_BOOL)
		push_scope(r, current(r), NULL);
	else if (node->kind == AZS_LIST)
		push_scope(r, node->items[0], node);
	else
		push_scope(r, node, NULL);
	return 0;
}

/* Go back for the next item, or leave the section. */
static void
close_section(
    struct renderer *r, struct call *call, const struct azs_token *token)
{
	struct scope *scope = &r->scopes[r->scope_count - 1];

	if (scope->list != NULL && scope->next < scope->list->count) {
		scope->node = scope->list->items[scope->next++];
		call->pos = token->match + 1;
	} else {
		r->scope_count--;
	}
}

/* The parsed partial, NULL in *out when there is none. */
static int
find_partial(struct renderer *r, const char *name, struct azs_tokens **out)
{
	const struct azs_mustache *m = r->mustache;
	const struct azs_node *position = azs_node_get(r->positions, name);
	const char *text = NULL;
	size_t len = 0, count = r->partial_count;

	*out = NULL;
	if (position != NULL) {
		*out = r->partials[position->number];
		return 0;
	}
	if (m->partial != NULL)
		text = m->partial(m->partial_arg, name, &len);
	if (text == NULL)
		return 0;
	if (azs_tokens_parse(name, text, len, out, r->err) == -1)
		return -1;
	r->partials = azs_xreallocarray(
	    r->partials, count + 1, sizeof(struct azs_tokens *));
	r->partials[r->partial_count++] = *out;
	azs_node_set(r->positions, name, azs_node_int((int64_t)count));
	return 0;
}

static void
enter(struct renderer *r, struct azs_tokens *tokens, char *indent)
{
	struct call *call = &r->calls[r->depth++];

	call->tokens = tokens;
	call->pos = 0;
	call->at = 0;
	call->indent = indent;
}

static int
render_partial(
    struct renderer *r, const struct call *call, struct azs_token *token)
{
	const char *blanks = call->tokens->text + token->at - token->len;

	if (token->partial == NULL &&
	    find_partial(r, token->name, &token->partial) == -1)
		return -1;
	if (token->partial == NULL && r->mustache->strict) {
		(void)azs_fail(
		    r->err, AZS_EFAILED, "no partial \"%s\"", token->name);
		return fail_here(r);
	}
	if (token->partial == NULL)
		return 0;
	if (r->depth > AZS_MUSTACHE_MAX_PARTIALS) {
		(void)azs_fail(r->err, AZS_EFAILED,
		    "partials nest deeper than %d: does \"%s\" include itself?",
		    AZS_MUSTACHE_MAX_PARTIALS, token->name);
		return fail_here(r);
	}
	/* In the middle of a line only that line is indented, and it is. */
	enter(r, token->partial,
	    token->standalone
		? azs_xasprintf("%s%.*s", call->indent, (int)token->len, blanks)
		: azs_xstrdup(""));
	return 0;
}

static int
render_token(struct renderer *r, struct call *call, struct azs_token *token)
{
	call->at = token->at;
	if (token->kind == AZS_TOKEN_TEXT) {
		put_lines(r, call->tokens->text + token->at, token->len,
		    token->starts_line, call->indent);
		return 0;
	}
	if (token->starts_line)
		azs_buf_adds(r->out, call->indent);
	switch (token->kind) {
	case AZS_TOKEN_SECTION:
	case AZS_TOKEN_INVERTED:
		return open_section(r, call, token);
	case AZS_TOKEN_CLOSE:
		close_section(r, call, token);
		return 0;
	case AZS_TOKEN_PARTIAL:
		return render_partial(r, call, token);
	default:
		return render_value(r, token);
	}
}

static int
render(struct renderer *r)
{
	struct call *call;

	while (r->depth > 0) {
		call = &r->calls[r->depth - 1];
		if (call->pos == call->tokens->count) {
			free(call->indent);
			r->depth--;
		} else if (render_token(r, call,
			       &call->tokens->tokens[call->pos++]) == -1) {
			return -1;
		}
	}
	return 0;
}

int
azs_mustache_render(const struct azs_mustache *mustache, const char *name,
    const char *text, size_t len, const struct azs_node *context,
    struct azs_buf *out, struct azs_error *err)
{
	struct renderer r = { .mustache = mustache, .out = out, .err = err };
	struct azs_tokens *tokens = NULL;
	size_t start = out->len, i;
	int ret = -1;

	if (azs_tokens_parse(name, text, len, &tokens, err) == -1)
		return -1;
	r.positions = azs_node_map();
	for (i = 0; i < 2; i++)
		if (mustache->around[i] != NULL)
			push_scope(&r, mustache->around[i], NULL);
	push_scope(&r, context, NULL);
	enter(&r, tokens, azs_xstrdup(""));
	ret = render(&r);
	if (ret == -1)
		azs_buf_cut(out, start);
	while (r.depth > 0)
		free(r.calls[--r.depth].indent);
	for (i = 0; i < r.partial_count; i++)
		azs_tokens_free(r.partials[i]);
	free(r.partials);
	free(r.scopes);
	azs_node_free(r.positions);
	azs_tokens_free(tokens);
	return ret;
}
