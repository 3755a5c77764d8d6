/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "merge.h"

#include <stdlib.h>
#include <string.h>

#include "repo.h"

/* Nonzero when most lines end in CRLF. */
static int
is_crlf(const struct azs_buf *text)
{
	size_t i, crlf = 0, lf = 0;

	for (i = 0; i < text->len; i++)
		if (text->data[i] == '\n') {
			if (i > 0 && text->data[i - 1] == '\r')
				crlf++;
			else
				lf++;
		}
	return crlf > lf;
}

void
azs_merge_as_lf(const struct azs_buf *text, struct azs_buf *out)
{
	size_t i;

	for (i = 0; i < text->len; i++)
		if (text->data[i] != '\r' || i + 1 == text->len ||
		    text->data[i + 1] != '\n')
			azs_buf_addc(out, text->data[i]);
}

static void
add_as_crlf(const char *text, size_t len, struct azs_buf *out)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] == '\n')
			azs_buf_addc(out, '\r');
		azs_buf_addc(out, text[i]);
	}
}

void
azs_merge_like(const struct azs_buf *text, const struct azs_buf *model,
    struct azs_buf *out)
{
	if (is_crlf(model))
		add_as_crlf(text->data, text->len, out);
	else
		azs_buf_add(out, text->data, text->len);
}

int
azs_merge_text(const struct azs_buf *base, const struct azs_buf *ours,
    const struct azs_buf *theirs, struct azs_buf *out, int *conflicts,
    struct azs_error *err)
{
	struct azs_buf b = AZS_BUF_INIT, o = AZS_BUF_INIT, t = AZS_BUF_INIT;
	char *merged = NULL;
	size_t len = 0;
	int ret;

	azs_merge_as_lf(base, &b);
	azs_merge_as_lf(ours, &o);
	azs_merge_as_lf(theirs, &t);
	ret = azs_repo_merge_file(b.data, b.len, o.data, o.len, t.data, t.len,
	    AZS_MERGE_OURS, AZS_MERGE_BASE, AZS_MERGE_THEIRS, &merged, &len,
	    conflicts, err);
	if (ret == 0) {
		if (is_crlf(ours))
			add_as_crlf(merged, len, out);
		else
			azs_buf_add(out, merged, len);
	}
	free(merged);
	azs_buf_release(&b);
	azs_buf_release(&o);
	azs_buf_release(&t);
	return ret;
}

/* Does the line at text begin with a marker and a space, or is it the bare
   separator? */
static int
is_marker(const char *text, size_t len, const char *marker)
{
	size_t n = strlen(marker);

	if (len < n || memcmp(text, marker, n) != 0)
		return 0;
	return *marker == '=' ? len == n || text[n] == '\n' || text[n] == '\r'
			      : len > n && text[n] == ' ';
}

/* The length of the line at text, its end included. */
static size_t
line_len(const char *text, size_t len)
{
	const char *end = memchr(text, '\n', len);

	return end == NULL ? len : (size_t)(end - text) + 1;
}

/* The conflict that begins at text: its length, and in parts[] where its four
   markers stand (the second may be lacking: 0); 0 when it has no end. */
static size_t
find_conflict(const char *text, size_t len, size_t parts[4])
{
	static const char *const markers[] = { "<<<<<<<", "|||||||",
		"=======", ">>>>>>>" };
	/* One of ours has all four, in order. */
	int whole = strncmp(text, "<<<<<<< " AZS_MERGE_OURS, 13) == 0;
	size_t at, n, i, next = 1;

	memset(parts, 0, 4 * sizeof parts[0]);
	for (at = 0; at < len; at += n) {
		n = line_len(text + at, len - at);
		for (i = next; i < 4; i++)
			if (is_marker(text + at, len - at, markers[i]) &&
			    (i < 3 || next == 3) && (!whole || i == next))
				break;
		if (i == 4)
			continue;
		parts[i] = at;
		next = i + 1;
		if (i == 3)
			return at + n;
	}
	return 0;
}

void
azs_merge_resolve(const struct azs_buf *text, int side, struct azs_buf *out)
{
	size_t at = 0, n, len, first, last, parts[4];
	const char *start;

	while (at < text->len) {
		start = text->data + at;
		n = line_len(start, text->len - at);
		len = is_marker(start, n, "<<<<<<<")
		    ? find_conflict(start, text->len - at, parts)
		    : 0;
		at += len == 0 ? n : len;
		if (len == 0) {
			azs_buf_add(out, start, n);
			continue;
		}
		first = side == AZS_MERGE_TAKE_OURS ? 0 : parts[2];
		last = side == AZS_MERGE_TAKE_THEIRS ? parts[3]
		    : parts[1] != 0		     ? parts[1]
						     : parts[2];
		first += line_len(start + first, len - first);
		azs_buf_add(out, start + first, last - first);
	}
}

int
azs_merge_has_conflict(const struct azs_buf *text)
{
	static const char ours[] = ">>>>>>> " AZS_MERGE_THEIRS;
	const char *at = text->data, *end = text->data + text->len;
	int begun = 0;

	/* Few texts hold any of these at all. */
	if (memmem(at, text->len, ">>>>>>> ", 8) == NULL)
		return 0;
	for (; at < end; at += line_len(at, (size_t)(end - at))) {
		begun |= is_marker(at, (size_t)(end - at), "<<<<<<<");
		if (is_marker(at, (size_t)(end - at), ">>>>>>>") &&
		    (begun ||
			((size_t)(end - at) >= strlen(ours) &&
			    memcmp(at, ours, strlen(ours)) == 0)))
			return 1;
	}
	return 0;
}
