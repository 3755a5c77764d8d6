/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "utf8.h"

/* Why a character must not stand in a file, or NULL when it may. */
static const char *
refusal(uint32_t c)
{
	if (c == 0)
		return "binary data? save the file as UTF-8 text";
	if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
	    (c >= 0x7f && c < 0xa0 && c != 0x85))
		return "a control character; delete it, or write its escape "
		       "inside double quotes";
	if (c == 0x85 || c == 0x2028 || c == 0x2029)
		return "a line break to some YAML readers only; start a new "
		       "line, or write \\N, \\L or \\P inside double quotes";
	if (c == 0xfeff)
		return "a byte order mark may only start the file; delete it";
	if (c == 0xfffe || c == 0xffff)
		return "no character; delete it";
	return NULL;
}

static void
add_line(struct azs_source *source, size_t index)
{
	/* Room doubles whenever the count reaches a power of two. */
	if ((source->line_count & (source->line_count - 1)) == 0)
		source->lines = azs_xreallocarray(source->lines,
		    source->line_count == 0 ? 1 : source->line_count * 2,
		    sizeof *source->lines);
	source->lines[source->line_count++] = index;
}

/* A file in another encoding fails on its first line, not on its NULs. */
static int
check_encoding(const struct azs_source *source, struct azs_error *err)
{
	static const char marks[][4] = { "\xff\xfe", "\xfe\xff" };
	static const char wide[4] = { 0, 0, '\xfe', '\xff' };
	size_t i;
	int other = source->len >= 4 && memcmp(source->text, wide, 4) == 0;

	for (i = 0; i < sizeof marks / sizeof marks[0]; i++)
		other |=
		    source->len >= 2 && memcmp(source->text, marks[i], 2) == 0;
	if (!other)
		return 0;
	return azs_source_fail(
	    source, 0, err, "the file is UTF-16 or UTF-32 (save it as UTF-8)");
}

/* Take the character at offset; returns its length or 0 after filling err. */
static size_t
take(struct azs_source *source, size_t offset, struct azs_error *err)
{
	const char *p = source->text + offset, *why;
	uint32_t c = 0;
	size_t left = source->len - offset;
	size_t len = azs_utf8_decode(p, left, &c);

	if (len == 0) {
		azs_source_fail(source, source->count, err,
		    "byte 0x%02X is not UTF-8 (save the file as UTF-8)",
		    (unsigned char)*p);
		return 0;
	}
	why = refusal(c);
	if (why != NULL) {
		azs_source_fail(source, source->count, err,
		    "U+%04X is not allowed here (%s)", (unsigned)c, why);
		return 0;
	}
	source->count++;
	source->offsets[source->count] = (uint32_t)(offset + len);
	if (c == '\n' || (c == '\r' && (left == 1 || p[1] != '\n')))
		add_line(source, source->count);
	return len;
}

/* Take the plain characters from offset on, one byte each, as nearly all are;
   returns where they end. */
static size_t
take_plain(struct azs_source *source, size_t offset)
{
	size_t i;

	for (i = offset; i < source->len; i++) {
		if (source->text[i] <= ' ' || source->text[i] >= 0x7f)
			break;
		source->offsets[++source->count] = (uint32_t)i + 1;
	}
	return i;
}

/* Check the characters and note where each stands. */
static int
scan(struct azs_source *source, size_t offset, struct azs_error *err)
{
	size_t len, space = 0;

	source->offsets[0] = (uint32_t)offset;
	add_line(source, 0);
	if (check_encoding(source, err) == -1)
		return -1;
	for (; offset < source->len; offset += len) {
		len = take_plain(source, offset) - offset;
		if (len > 0) {
			space = 0;
			continue;
		}
		len = take(source, offset, err);
		if (len == 0)
			return -1;
		if (memchr(" \t\r\n", source->text[offset], 4) == NULL)
			space = 0;
		else if (++space > AZS_SOURCE_MAX_SPACE)
			return azs_source_fail(source, source->count - 1, err,
			    "more than %d blanks and line breaks in a row "
			    "(delete most of them)",
			    AZS_SOURCE_MAX_SPACE);
	}
	return 0;
}

int
azs_source_init(struct azs_source *source, const char *file, const char *text,
    size_t len, size_t max, struct azs_error *err)
{
	memset(source, 0, sizeof *source);
	source->file = file;
	source->text = text;
	source->len = len;
	if (len > max || len >= UINT32_MAX)
		return azs_source_fail(source, 0, err,
		    "the file is larger than %zu KiB (split it, or delete "
		    "what does not belong here)",
		    max / 1024);
	source->offsets =
	    azs_xreallocarray(NULL, len + 1, sizeof *source->offsets);
	return scan(source,
	    len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, err);
}

void
azs_source_release(struct azs_source *source)
{
	free(source->offsets);
	free(source->lines);
	memset(source, 0, sizeof *source);
}

struct azs_mark
azs_source_mark(const struct azs_source *source, size_t index)
{
	struct azs_mark mark = { source->file, 1, 1, 0 };
	size_t low = 0, high = source->line_count, middle;

	if (source->line_count == 0)
		return mark;
	if (index > source->count)
		index = source->count;
	/* lines[low] <= index < lines[high] */
	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (source->lines[middle] <= index)
			low = middle;
		else
			high = middle;
	}
	mark.line = low + 1;
	mark.column = index - source->lines[low] + 1;
	mark.offset = source->offsets[index];
	return mark;
}

char
azs_source_at(const struct azs_source *source, size_t index)
{
	char c;

	if (index >= source->count)
		return '\0';
	c = source->text[source->offsets[index]];
	return (unsigned char)c < 0x80 ? c : '\0';
}

int
azs_source_fail(const struct azs_source *source, size_t index,
    struct azs_error *err, const char *fmt, ...)
{
	struct azs_mark mark = azs_source_mark(source, index);
	char message[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(message, sizeof message, fmt, ap);
	va_end(ap);
	return azs_fail(err, AZS_EFINDINGS, "%s:%zu:%zu: error: %s", mark.file,
	    mark.line, mark.column, message);
}
