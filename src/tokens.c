/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "tokens.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "utf8.h"

struct slice {
	const char *bytes;
	size_t len;
};

struct parser {
	struct azs_tokens *tokens;
	size_t pos;		  /* first byte not yet in a token */
	struct slice open, close; /* the delimiters */
	size_t sections[AZS_TOKENS_MAX_DEPTH]; /* positions of open ones */
	size_t depth;
	int fresh; /* at the start of a line of the output */
	struct azs_error *err;
};

/* A tag while it is taken apart. All offsets. */
struct tag {
	char sigil;	   /* one of # ^ / ! = > & {, or NUL for a variable */
	size_t start, end; /* with the delimiters */
	size_t from, to;   /* its content without sigil and blanks */
	size_t line;	   /* standalone: where its line starts */
	int standalone;
};

int
azs_tokens_fail_at(
    const struct azs_tokens *tokens, size_t offset, struct azs_error *err)
{
	size_t line, column;

	azs_utf8_place(tokens->text, offset, &line, &column);
	return azs_fail_at(
	    err, "%s:%zu:%zu: error", tokens->name, line, column);
}

static int
blank(char c)
{
	return c == ' ' || c == '\t';
}

static int
space(char c)
{
	return blank(c) || c == '\n' || c == '\r';
}

static struct azs_token *
add(struct parser *p, enum azs_token_kind kind, size_t at)
{
	struct azs_tokens *t = p->tokens;
	struct azs_token *token;

	/* Room doubles whenever count reaches a power of two. */
	if ((t->count & (t->count - 1)) == 0)
		t->tokens = azs_xreallocarray(t->tokens,
		    t->count == 0 ? 1 : t->count * 2, sizeof *t->tokens);
	token = &t->tokens[t->count++];
	memset(token, 0, sizeof *token);
	token->kind = kind;
	token->at = at;
	token->starts_line = p->fresh;
	p->fresh = 0;
	return token;
}

static void
add_text(struct parser *p, size_t from, size_t to)
{
	if (from == to)
		return;
	add(p, AZS_TOKEN_TEXT, from)->len = to - from;
	p->fresh = p->tokens->text[to - 1] == '\n';
}

static int
starts_with(const struct parser *p, size_t at, struct slice with)
{
	return p->tokens->len - at >= with.len &&
	    memcmp(p->tokens->text + at, with.bytes, with.len) == 0;
}

/* Where a tag's content ends, or NULL. A "}" or "=" that closes belongs to
   the mark, so it must be the first and the delimiter must follow. */
static const char *
find_end(const struct parser *p, const struct tag *tag)
{
	const struct azs_tokens *t = p->tokens;
	const char *from = t->text + tag->from, *end;
	size_t left = t->len - tag->from;

	if (tag->sigil != '{' && tag->sigil != '=')
		return memmem(from, left, p->close.bytes, p->close.len);
	end = memchr(from, tag->sigil == '{' ? '}' : '=', left);
	if (end == NULL ||
	    !starts_with(p, (size_t)(end - t->text) + 1, p->close))
		return NULL;
	return end;
}

/* Find out whether nothing but blanks shares the lines of a tag. */
static void
look_around(const struct parser *p, struct tag *tag)
{
	const char *text = p->tokens->text;
	size_t len = p->tokens->len, line = tag->start, end = tag->end;

	while (line > p->pos && blank(text[line - 1]))
		line--;
	while (end < len && blank(text[end]))
		end++;
	if (end + 1 < len && text[end] == '\r' && text[end + 1] == '\n')
		end++;
	tag->standalone = (line == 0 || text[line - 1] == '\n') &&
	    (end == len || text[end] == '\n');
	if (tag->standalone) {
		tag->line = line;
		tag->end = end == len ? len : end + 1;
	}
}

static int
read_tag(const struct parser *p, size_t start, struct tag *tag)
{
	const struct azs_tokens *t = p->tokens;
	const char *end;

	memset(tag, 0, sizeof *tag);
	tag->start = start;
	tag->from = start + p->open.len;
	while (tag->from < t->len && space(t->text[tag->from]))
		tag->from++;
	if (tag->from < t->len && t->text[tag->from] != '\0' &&
	    strchr("#^/!=>&{", t->text[tag->from]) != NULL)
		tag->sigil = t->text[tag->from++];
	end = find_end(p, tag);
	if (end == NULL) {
		(void)azs_fail(p->err, AZS_EFAILED,
		    "this tag is never closed (\"%s%.*s\" would)",
		    tag->sigil == '{'	    ? "}"
			: tag->sigil == '=' ? "="
					    : "",
		    (int)p->close.len, p->close.bytes);
		return azs_tokens_fail_at(t, start, p->err);
	}
	tag->to = (size_t)(end - t->text);
	tag->end =
	    tag->to + p->close.len + (tag->sigil == '{' || tag->sigil == '=');
	while (tag->from < tag->to && space(t->text[tag->from]))
		tag->from++;
	while (tag->to > tag->from && space(t->text[tag->to - 1]))
		tag->to--;
	if (tag->sigil != '\0' && tag->sigil != '&' && tag->sigil != '{')
		look_around(p, tag);
	return 0;
}

static int
word_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || c == '_' || c == '-' || (c & 0x80) != 0;
}

/* Words joined by dots, or one dot. */
static int
is_name(const char *s, size_t len)
{
	size_t i, word = 0;

	if (len == 1 && *s == '.')
		return 1;
	for (i = 0; i < len; i++) {
		if (s[i] == '.' ? word == 0 : !word_char(s[i]))
			return 0;
		word = s[i] == '.' ? 0 : word + 1;
	}
	return word > 0;
}

/* Any word: partials are named by paths. */
static int
is_path(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)s[i] <= ' ')
			return 0;
	return len > 0;
}

static int
set_name(struct parser *p, const struct tag *tag, struct azs_token *token)
{
	const char *s = p->tokens->text + tag->from, *dot;
	size_t len = tag->to - tag->from;

	if (tag->sigil == '>' ? !is_path(s, len) : !is_name(s, len)) {
		(void)azs_fail(p->err, AZS_EFAILED, "\"%.*s\" is not a name",
		    len > 60 ? 60 : (int)len, s);
		return azs_tokens_fail_at(p->tokens, tag->start, p->err);
	}
	token->name = azs_xstrndup(s, len);
	dot = len == 1 ? NULL : strchr(token->name, '.');
	token->head = dot == NULL
	    ? azs_xstrdup(token->name)
	    : azs_xstrndup(token->name, (size_t)(dot - token->name));
	token->tail = dot == NULL ? NULL : dot + 1;
	return 0;
}

/* {{=open close=}}; both stay where they are in the template. */
static int
set_delimiters(struct parser *p, const struct tag *tag)
{
	const char *s = p->tokens->text + tag->from;
	const char *end = p->tokens->text + tag->to;
	struct slice open = { s, 0 }, close = { NULL, 0 };

	while (s < end && !space(*s))
		s++;
	open.len = (size_t)(s - open.bytes);
	while (s < end && space(*s))
		s++;
	close.bytes = s;
	while (s < end && !space(*s))
		s++;
	close.len = (size_t)(s - close.bytes);
	if (open.len == 0 || close.len == 0 || s != end) {
		(void)azs_fail(p->err, AZS_EFAILED,
		    "new delimiters are two words: {{=<%% %%>=}}");
		return azs_tokens_fail_at(p->tokens, tag->start, p->err);
	}
	p->open = open;
	p->close = close;
	return 0;
}

static int
open_section(struct parser *p, const struct tag *tag)
{
	if (p->depth == AZS_TOKENS_MAX_DEPTH) {
		(void)azs_fail(p->err, AZS_EFAILED,
		    "sections nest deeper than %d", AZS_TOKENS_MAX_DEPTH);
		return azs_tokens_fail_at(p->tokens, tag->start, p->err);
	}
	p->sections[p->depth++] = p->tokens->count - 1;
	return 0;
}

static int
close_section(struct parser *p, const struct tag *tag)
{
	size_t last = p->tokens->count - 1;
	struct azs_token *close = &p->tokens->tokens[last], *open;

	if (p->depth == 0) {
		(void)azs_fail(p->err, AZS_EFAILED,
		    "no section \"%s\" is open here", close->name);
		return azs_tokens_fail_at(p->tokens, tag->start, p->err);
	}
	close->match = p->sections[--p->depth];
	open = &p->tokens->tokens[close->match];
	if (strcmp(open->name, close->name) != 0) {
		(void)azs_fail(p->err, AZS_EFAILED,
		    "\"%s\" closes here, but the open section is \"%s\"",
		    close->name, open->name);
		return azs_tokens_fail_at(p->tokens, tag->start, p->err);
	}
	open->match = last;
	return 0;
}

static enum azs_token_kind
kind_of(char sigil)
{
	switch (sigil) {
	case '#':
		return AZS_TOKEN_SECTION;
	case '^':
		return AZS_TOKEN_INVERTED;
	case '/':
		return AZS_TOKEN_CLOSE;
	case '>':
		return AZS_TOKEN_PARTIAL;
	case '&':
	case '{':
		return AZS_TOKEN_RAW;
	default:
		return AZS_TOKEN_VALUE;
	}
}

static int
add_tag(struct parser *p, const struct tag *tag)
{
	struct azs_token *token;

	if (tag->sigil == '!')
		return 0;
	if (tag->sigil == '=')
		return set_delimiters(p, tag);
	token = add(p, kind_of(tag->sigil), tag->start);
	if (tag->standalone) {
		token->starts_line = 0;
		token->standalone = 1;
		token->len = tag->start - tag->line;
	}
	if (set_name(p, tag, token) == -1)
		return -1;
	if (tag->sigil == '#' || tag->sigil == '^')
		return open_section(p, tag);
	return tag->sigil == '/' ? close_section(p, tag) : 0;
}

static int
parse(struct parser *p)
{
	struct azs_tokens *t = p->tokens;
	const char *found;
	struct tag tag;

	while (p->pos < t->len) {
		found = memmem(t->text + p->pos, t->len - p->pos, p->open.bytes,
		    p->open.len);
		if (found == NULL)
			break;
		if (read_tag(p, (size_t)(found - t->text), &tag) == -1)
			return -1;
		add_text(p, p->pos, tag.standalone ? tag.line : tag.start);
		if (add_tag(p, &tag) == -1)
			return -1;
		p->pos = tag.end;
		if (tag.standalone)
			p->fresh = 1;
	}
	add_text(p, p->pos, t->len);
	if (p->depth > 0) {
		struct azs_token *open = &t->tokens[p->sections[p->depth - 1]];

		(void)azs_fail(p->err, AZS_EFAILED,
		    "section \"%s\" is never closed", open->name);
		return azs_tokens_fail_at(t, open->at, p->err);
	}
	return 0;
}

int
azs_tokens_parse(const char *name, const char *text, size_t len,
    struct azs_tokens **out, struct azs_error *err)
{
	struct parser p = { .open = { "{{", 2 },
		.close = { "}}", 2 },
		.fresh = 1,
		.err = err };

	p.tokens = azs_xcalloc(1, sizeof *p.tokens);
	p.tokens->name = name;
	p.tokens->text = text;
	p.tokens->len = len;
	if (parse(&p) == -1) {
		azs_tokens_free(p.tokens);
		return -1;
	}
	*out = p.tokens;
	return 0;
}

void
azs_tokens_free(struct azs_tokens *tokens)
{
	size_t i;

	if (tokens == NULL)
		return;
	for (i = 0; i < tokens->count; i++) {
		free(tokens->tokens[i].name);
		free(tokens->tokens[i].head);
	}
	free(tokens->tokens);
	free(tokens);
}
