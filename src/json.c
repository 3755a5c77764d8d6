/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "utf8.h"

/*
 * cJSON writes, and takes strings apart when reading. Its own parser gives no
 * places, keeps numbers as doubles only and lets much pass that is no JSON.
 */
struct reader {
	const char *text;
	size_t len;
	struct azs_mark here;
	int depth;
	struct azs_error *err;
};

static void
use_our_memory(void)
{
	static int done;
	cJSON_Hooks hooks = { azs_xmalloc, free };

	if (!done)
		cJSON_InitHooks(&hooks);
	done = 1;
}

static int
fail(struct reader *r, const struct azs_mark *mark, const char *what)
{
	return azs_fail(r->err, AZS_EFAILED, "%s:%zu:%zu: error: %s",
	    mark->file, mark->line, mark->column, what);
}

/* The byte to be read next, or NUL at the end. */
static char
peek(const struct reader *r)
{
	return r->here.offset < r->len ? r->text[r->here.offset] : '\0';
}

static void
skip(struct reader *r, size_t bytes)
{
	r->here.offset += bytes;
	r->here.column += bytes;
}

static void
skip_space(struct reader *r)
{
	char c;

	while ((c = peek(r)) == ' ' || c == '\t' || c == '\n' || c == '\r') {
		skip(r, 1);
		if (c == '\n') {
			r->here.line++;
			r->here.column = 1;
		}
	}
}

static int
unexpected(struct reader *r, const char *expected)
{
	char what[128];
	char c = peek(r);

	if (r->here.offset == r->len)
		(void)snprintf(what, sizeof what,
		    "expected %s, but the text ends", expected);
	else if (c > ' ' && c < 0x7f)
		(void)snprintf(
		    what, sizeof what, "expected %s, not '%c'", expected, c);
	else
		(void)snprintf(what, sizeof what, "expected %s", expected);
	return fail(r, &r->here, what);
}

static int
hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') ||
	    (c >= 'a' && c <= 'f');
}

/* How long the escape at a backslash is; 0: no escape that can be held. */
static size_t
escape_len(const char *s, size_t left)
{
	if (left < 2)
		return 0;
	if (s[1] != 'u')
		return s[1] != '\0' && strchr("\"\\/bfnrt", s[1]) ? 2 : 0;
	if (left < 6 || !hex(s[2]) || !hex(s[3]) || !hex(s[4]) || !hex(s[5]))
		return 0;
	return memcmp(s + 2, "0000", 4) == 0 ? 0 : 6;
}

/* Go behind the closing quote; *escapes tells whether there were any. */
static int
skip_string(struct reader *r, int *escapes)
{
	struct azs_mark start = r->here;
	uint32_t point;
	size_t left, step;
	const char *s;

	*escapes = 0;
	for (skip(r, 1); peek(r) != '"'; skip(r, 1)) {
		s = r->text + r->here.offset;
		left = r->len - r->here.offset;
		if (left == 0)
			return fail(r, &start, "this string is never closed");
		if ((unsigned char)*s < ' ')
			return fail(r, &r->here,
			    "a control character in a string (escape it)");
		step = *s == '\\' ? escape_len(s, left)
				  : azs_utf8_decode(s, left, &point);
		if (step == 0)
			return fail(r, &r->here,
			    *s == '\\' ? "not an escape that can be read"
				       : "this is not UTF-8");
		*escapes |= *s == '\\';
		r->here.offset += step - 1;
		if (*s == '\\')
			r->here.column += step - 1;
	}
	skip(r, 1);
	return 0;
}

static int
read_string(struct reader *r, char **out)
{
	struct azs_mark start = r->here;
	const char *s = r->text + start.offset;
	cJSON *item;
	int escapes;
	size_t len;

	if (skip_string(r, &escapes) == -1)
		return -1;
	len = r->here.offset - start.offset;
	if (!escapes) {
		*out = azs_xstrndup(s + 1, len - 2);
		return 0;
	}
	item = cJSON_ParseWithLength(s, len);
	if (item == NULL)
		return fail(r, &start, "half a surrogate pair in this string");
	*out = azs_xstrdup(item->valuestring);
	cJSON_Delete(item);
	return 0;
}

static size_t
digits(const struct reader *r, size_t at)
{
	size_t n = 0;

	while (
	    at + n < r->len && r->text[at + n] >= '0' && r->text[at + n] <= '9')
		n++;
	return n;
}

/* The length of the number that starts here, 0 when it is none. */
static size_t
number_len(const struct reader *r, int *integer)
{
	const char *s = r->text;
	size_t at = r->here.offset, n;

	at += at < r->len && s[at] == '-';
	n = digits(r, at);
	if (n == 0 || (n > 1 && s[at] == '0'))
		return 0;
	at += n;
	*integer = 1;
	if (at < r->len && s[at] == '.') {
		n = digits(r, at + 1);
		if (n == 0)
			return 0;
		at += 1 + n;
		*integer = 0;
	}
	if (at < r->len && (s[at] == 'e' || s[at] == 'E')) {
		at++;
		at += at < r->len && (s[at] == '+' || s[at] == '-');
		n = digits(r, at);
		if (n == 0)
			return 0;
		at += n;
		*integer = 0;
	}
	return at - r->here.offset;
}

static int
read_number(struct reader *r, struct azs_node **out)
{
	int integer = 0;
	size_t len = number_len(r, &integer);
	intmax_t value;
	char *text;

	if (len == 0)
		return fail(r, &r->here, "not a number as JSON writes them");
	text = azs_xstrndup(r->text + r->here.offset, len);
	errno = 0;
	value = strtoimax(text, NULL, 10);
	/* An integer has no minus zero. */
	if (integer && errno == 0 && strcmp(text, "-0") != 0)
		*out = azs_node_int(value);
	else
		*out = azs_node_real(text);
	free(text);
	skip(r, len);
	return 0;
}

static int read_value(struct reader *r, struct azs_node **out);

static int
read_list(struct reader *r, struct azs_node *list)
{
	struct azs_node *item;

	while (peek(r) != ']') {
		if (read_value(r, &item) == -1)
			return -1;
		azs_node_append(list, item);
		skip_space(r);
		if (peek(r) == ']')
			break;
		if (peek(r) != ',')
			return unexpected(r, "',' or ']'");
		skip(r, 1);
		skip_space(r);
		if (peek(r) == ']')
			return unexpected(r, "a value");
	}
	return 0;
}

static int
read_member(struct reader *r, struct azs_node *map)
{
	struct azs_mark mark = r->here;
	struct azs_node *value = NULL;
	char *key = NULL;
	int ret = -1;

	if (peek(r) != '"')
		return unexpected(r, "a key in \"quotes\"");
	if (read_string(r, &key) == -1)
		goto done;
	if (azs_node_get(map, key) != NULL) {
		(void)azs_fail(r->err, AZS_EFAILED,
		    "%s:%zu:%zu: error: the key \"%.60s\" stands here twice",
		    mark.file, mark.line, mark.column, key);
		goto done;
	}
	skip_space(r);
	if (peek(r) != ':') {
		(void)unexpected(r, "':'");
		goto done;
	}
	skip(r, 1);
	skip_space(r);
	if (read_value(r, &value) == -1)
		goto done;
	azs_node_set(map, key, value)->key_mark = mark;
	ret = 0;
done:
	free(key);
	return ret;
}

static int
read_map(struct reader *r, struct azs_node *map)
{
	while (peek(r) != '}') {
		if (read_member(r, map) == -1)
			return -1;
		skip_space(r);
		if (peek(r) == '}')
			break;
		if (peek(r) != ',')
			return unexpected(r, "',' or '}'");
		skip(r, 1);
		skip_space(r);
		if (peek(r) == '}')
			return unexpected(r, "a key in \"quotes\"");
	}
	return 0;
}

static int
read_collection(struct reader *r, struct azs_node **out)
{
	int is_map = peek(r) == '{', ret;

	if (r->depth == AZS_JSON_MAX_DEPTH)
		return fail(r, &r->here, "nested too deep");
	r->depth++;
	skip(r, 1);
	skip_space(r);
	*out = is_map ? azs_node_map() : azs_node_list();
	ret = is_map ? read_map(r, *out) : read_list(r, *out);
	if (ret == -1) {
		azs_node_free(*out);
		*out = NULL;
		return -1;
	}
	skip(r, 1);
	r->depth--;
	return 0;
}

static int
read_word(struct reader *r, struct azs_node **out)
{
	const char *s = r->text + r->here.offset;
	size_t left = r->len - r->here.offset;

	if (left >= 4 && memcmp(s, "true", 4) == 0)
		*out = azs_node_bool(1);
	else if (left >= 4 && memcmp(s, "null", 4) == 0)
		*out = azs_node_null();
	else if (left >= 5 && memcmp(s, "false", 5) == 0)
		*out = azs_node_bool(0);
	else
		return unexpected(r, "a value");
	skip(r, *s == 'f' ? 5 : 4);
	return 0;
}

static int
read_value(struct reader *r, struct azs_node **out)
{
	struct azs_mark mark = r->here;
	char c = peek(r), *text = NULL;
	int ret;

	*out = NULL;
	if (c == '{' || c == '[') {
		ret = read_collection(r, out);
	} else if (c == '"') {
		ret = read_string(r, &text);
		if (ret == 0)
			*out = azs_node_string(text);
		free(text);
	} else if (c == '-' || (c >= '0' && c <= '9')) {
		ret = read_number(r, out);
	} else {
		ret = read_word(r, out);
	}
	if (ret == 0) {
		(*out)->mark = mark;
		(*out)->end = r->here;
	}
	return ret;
}

int
azs_json_parse(const char *name, const char *text, size_t len,
    struct azs_node **out, struct azs_error *err)
{
	struct reader r = {
		.text = text, .len = len, .here = { name, 1, 1, 0 }, .err = err
	};

	use_our_memory();
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		r.here.offset = 3;
	skip_space(&r);
	if (read_value(&r, out) == -1)
		return -1;
	skip_space(&r);
	if (r.here.offset == len)
		return 0;
	azs_node_free(*out);
	*out = NULL;
	return unexpected(&r, "the end of the text");
}

static cJSON *
to_cjson(const struct azs_node *node)
{
	char number[32];
	cJSON *item;
	size_t i;

	switch (node->kind) {
	case AZS_NULL:
		return cJSON_CreateNull();
	case AZS_BOOL:
		return cJSON_CreateBool(node->number != 0);
	case AZS_INT:
		(void)snprintf(number, sizeof number, "%" PRId64, node->number);
		return cJSON_CreateRaw(number);
	case AZS_REAL:
		return cJSON_CreateRaw(node->text);
	case AZS_STRING:
		return cJSON_CreateStringReference(node->text);
	case AZS_LIST:
		item = cJSON_CreateArray();
		for (i = 0; i < node->count; i++)
			cJSON_AddItemToArray(item, to_cjson(node->items[i]));
		return item;
	default:
		item = cJSON_CreateObject();
		for (i = 0; i < node->count; i++)
			cJSON_AddItemToObjectCS(item, node->items[i]->key,
			    to_cjson(node->items[i]));
		return item;
	}
}

static void
new_line(struct azs_buf *out, size_t depth)
{
	azs_buf_addc(out, '\n');
	while (depth-- > 0)
		azs_buf_add(out, "  ", 2);
}

/* Copy a string with its quotes; returns what stands behind it. */
static const char *
copy_string(const char *s, struct azs_buf *out)
{
	const char *start = s;

	for (s++; *s != '"'; s++)
		if (*s == '\\')
			s++;
	azs_buf_add(out, start, (size_t)(s + 1 - start));
	return s + 1;
}

/* cJSON's own layout has tabs, and lists on one line: lay out its compact
   form instead. */
static void
lay_out(const char *s, struct azs_buf *out)
{
	size_t depth = 0;

	while (*s != '\0') {
		if (*s == '"') {
			s = copy_string(s, out);
			continue;
		}
		if (*s == '}' || *s == ']')
			new_line(out, --depth);
		azs_buf_addc(out, *s);
		if (*s == ':')
			azs_buf_addc(out, ' ');
		else if (*s == ',')
			new_line(out, depth);
		else if ((*s == '{' || *s == '[') && s[1] == *s + 2)
			azs_buf_addc(out, *++s);
		else if (*s == '{' || *s == '[')
			new_line(out, ++depth);
		s++;
	}
	azs_buf_addc(out, '\n');
}

void
azs_json_write(const struct azs_node *node, struct azs_buf *out)
{
	cJSON *item;
	char *text;

	use_our_memory();
	item = to_cjson(node);
	text = cJSON_PrintUnformatted(item);
	/* Out of memory never comes back; this is more than INT_MAX bytes. */
	if (text == NULL)
		azs_out_of_memory();
	lay_out(text, out);
	cJSON_free(text);
	cJSON_Delete(item);
}
