/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_SOURCE_H
#define AZS_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "node.h"

/*
 * The text of a file, checked character by character, and where each of its
 * characters stands. Lines end with LF, CRLF or CR, as an editor shows them.
 * A character is named by its index: how many code points stand before it,
 * a byte order mark at the start not counted.
 */
struct azs_source {
	const char *file; /* borrowed */
	const char *text; /* borrowed; len bytes */
	size_t len;
	uint32_t *offsets; /* byte offset of each character, then of the end */
	size_t count;	   /* characters */
	size_t *lines;	   /* index of each line's first character */
	size_t line_count;
};

/* White space (blanks and line breaks) that may stand in a row: libyaml takes
   quadratic time over longer stretches. */
#define AZS_SOURCE_MAX_SPACE 4096

/*
 * Take text. Fails (AZS_EFINDINGS, with a place) on more than max bytes, on
 * what is not UTF-8, on characters that YAML does not allow, on a byte order
 * mark elsewhere than at the start, on the line breaks that only YAML 1.1
 * knows (U+0085, U+2028, U+2029), and on too much white space in a row.
 * Release in both cases.
 */
int azs_source_init(struct azs_source *source, const char *file,
    const char *text, size_t len, size_t max, struct azs_error *err);
void azs_source_release(struct azs_source *source);

/* The place of a character; an index behind the end means the end. */
struct azs_mark azs_source_mark(const struct azs_source *source, size_t index);

/* The character at an index if it is ASCII, else, and at the end, NUL. */
char azs_source_at(const struct azs_source *source, size_t index);

/* Fill err with "file:line:column: error: " and the message (AZS_EFINDINGS)
   and return -1 always. */
int azs_source_fail(const struct azs_source *source, size_t index,
    struct azs_error *err, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
