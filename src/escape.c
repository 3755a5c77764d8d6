/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "escape.h"

#include <string.h>
#include <strings.h>

#include "utf8.h"

/* One character of a value, with what stands around it. */
struct character {
	const char *text; /* the whole value */
	size_t at, size;  /* its bytes */
	uint32_t point;
	char before, after; /* neighbouring bytes, NUL at the ends */
};

enum azs_escape
azs_escape_for(const char *path)
{
	static const struct {
		const char *suffix;
		enum azs_escape escape;
	} kinds[] = {
		{ ".bicep", AZS_ESCAPE_BICEP },
		{ ".bicepparam", AZS_ESCAPE_BICEP },
		{ ".sh", AZS_ESCAPE_SHELL },
		{ ".json", AZS_ESCAPE_JSON },
		{ ".yaml", AZS_ESCAPE_JSON },
		{ ".yml", AZS_ESCAPE_JSON },
		{ ".md", AZS_ESCAPE_MARKDOWN },
		{ ".html", AZS_ESCAPE_HTML },
	};
	const char *base = strrchr(path, '/'), *suffix;
	size_t i;

	base = base == NULL ? path : base + 1;
	suffix = strrchr(base, '.');
	if (suffix == NULL)
		return strncmp(path, "scripts/", 8) == 0 ||
			strstr(path, "/scripts/") != NULL
		    ? AZS_ESCAPE_SHELL
		    : AZS_ESCAPE_NONE;
	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(suffix, kinds[i].suffix) == 0)
			return kinds[i].escape;
	return AZS_ESCAPE_NONE;
}

static int
alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

static int
one_of(uint32_t point, const char *set)
{
	return point != 0 && point < 0x80 && strchr(set, (int)point) != NULL;
}

/* Controls, the line ends of Unicode, the byte order mark and the two
   non-characters that YAML does not print. */
static int
unprintable(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point <= 0x9f) ||
	    point == 0x2028 || point == 0x2029 || point == 0xfeff ||
	    point == 0xfffe || point == 0xffff;
}

static void
put_plain(const struct character *c, struct azs_buf *out)
{
	azs_buf_add(out, c->text + c->at, c->size);
}

static void
put_html(const struct character *c, struct azs_buf *out)
{
	switch (c->point) {
	case '&':
		azs_buf_adds(out, "&amp;");
		break;
	case '<':
		azs_buf_adds(out, "&lt;");
		break;
	case '>':
		azs_buf_adds(out, "&gt;");
		break;
	case '"':
		azs_buf_adds(out, "&quot;");
		break;
	case '\'':
		azs_buf_adds(out, "&#39;");
		break;
	default:
		put_plain(c, out);
	}
}

/* The letter that stands for a control character after a backslash, or 0. */
static char
letter(uint32_t point)
{
	switch (point) {
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\t':
		return 't';
	default:
		return 0;
	}
}

static void
put_bicep(const struct character *c, struct azs_buf *out)
{
	/* "${" may also come from a value and the text beside it. */
	int brace = c->point == '{' && c->at == 0 && out->len > 0 &&
	    out->data[out->len - 1] == '$';
	int dollar = c->point == '$' && (c->after == '{' || c->after == '\0');

	if (letter(c->point) != 0)
		azs_buf_addf(out, "\\%c", letter(c->point));
	else if (unprintable(c->point) || brace)
		azs_buf_addf(out, "\\u{%x}", c->point);
	else if (one_of(c->point, "\\'") || dollar)
		azs_buf_addf(out, "\\%c", (char)c->point);
	else
		put_plain(c, out);
}

static void
put_shell(const struct character *c, struct azs_buf *out)
{
	if (c->point == '\'')
		azs_buf_adds(out, "'\\''");
	else
		put_plain(c, out);
}

/* Characters beyond U+FFFF stay: YAML knows no surrogate pairs. */
static void
put_json(const struct character *c, struct azs_buf *out)
{
	if (letter(c->point) != 0)
		azs_buf_addf(out, "\\%c", letter(c->point));
	else if (unprintable(c->point))
		azs_buf_addf(out, "\\u%04x", c->point);
	else if (one_of(c->point, "\\\""))
		azs_buf_addf(out, "\\%c", (char)c->point);
	else
		put_plain(c, out);
}

/* Could this begin a list, a heading's underline, a table's second line or a
   link's target, were the value the first thing on its line? */
static int
markdown_opens(const struct character *c)
{
	if (c->at == 0 && one_of(c->point, "-+"))
		return !alnum(c->after);
	if (one_of(c->point, ".)") && strchr(" \t\r\n", c->after) != NULL)
		return c->at <= 9 && strspn(c->text, "0123456789") == c->at;
	return c->at == 0 && one_of(c->point, "=:(");
}

static int
markdown_special(const struct character *c)
{
	const char *s = c->text + c->at;

	switch (c->point) {
	case '_': /* means nothing inside a word */
		return !alnum(c->before) || !alnum(c->after);
	case '%':
		return one_of((uint32_t)c->before, "%{}") ||
		    one_of((uint32_t)c->after, "%{}");
	case ':':
		return strncmp(s, "://", 3) == 0 || markdown_opens(c);
	case '.':
		return (c->at >= 3 && strncasecmp(s - 3, "www", 3) == 0) ||
		    markdown_opens(c);
	case '!':
		return c->after == '\0';
	default:
		return one_of(c->point, "*[]#~${}@") || markdown_opens(c);
	}
}

static void
put_markdown(const struct character *c, struct azs_buf *out)
{
	/* CR LF is one line end; its LF has been seen to. */
	char after = c->point == '\r' && c->after == '\n' ? c->text[c->at + 2]
							  : c->after;
	int edge = c->at == 0 || after == '\0';

	if (c->point == '\n' && c->before == '\r')
		return;
	if ((c->point >= '\n' && c->point <= '\r') || c->point == 0x85 ||
	    c->point == 0x2028 || c->point == 0x2029)
		azs_buf_adds(out, edge ? "&#32;" : " ");
	else if (one_of(c->point, "<>&\""))
		put_html(c, out);
	else if (one_of(c->point, "|\\`") ||
	    (one_of(c->point, " \t") ? edge : unprintable(c->point)))
		azs_buf_addf(out, "&#%u;", c->point);
	else if (markdown_special(c))
		azs_buf_addf(out, "\\%c", (char)c->point);
	else
		put_plain(c, out);
}

/* The first character that may not stand in a bare place, or NULL. */
static const char *
unsafe(const char *text)
{
	while (alnum(*text) || one_of((unsigned char)*text, "_./-"))
		text++;
	return *text == '\0' ? NULL : text;
}

int
azs_escape_text(enum azs_escape escape, const char *text, struct azs_buf *out,
    struct azs_error *err)
{
	static void (*const put[])(
	    const struct character *, struct azs_buf *) = { put_plain, put_html,
		put_bicep, put_shell, put_json, put_markdown };
	struct character c = { .text = text };
	size_t len = strlen(text), start = out->len;

	for (; c.at < len; c.at += c.size) {
		c.size = azs_utf8_decode(text + c.at, len - c.at, &c.point);
		if (c.size == 0) {
			azs_buf_cut(out, start);
			return azs_fail(
			    err, AZS_EFAILED, "the value is not UTF-8");
		}
		c.before = c.at == 0 ? '\0' : text[c.at - 1];
		c.after = text[c.at + c.size];
		put[escape](&c, out);
	}
	if (escape == AZS_ESCAPE_NONE && unsafe(text) != NULL) {
		azs_buf_cut(out, start);
		return azs_fail(err, AZS_EFAILED,
		    "\"%.60s\" cannot stand in this kind of file, which has no "
		    "quoted form (letters, digits and _ . / - can)",
		    text);
	}
	return 0;
}
