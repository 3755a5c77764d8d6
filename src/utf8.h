/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_UTF8_H
#define AZS_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * The code point that the len bytes of text begin with. Returns how many
 * bytes it takes, 0 when they are no UTF-8 (too long a form, a surrogate,
 * beyond U+10FFFF, cut off) or len is 0.
 */
size_t azs_utf8_decode(const char *text, size_t len, uint32_t *point);

/*
 * Line and column, both from 1 and columns in code points, of a byte of
 * text. A line ends with LF; bytes that are no UTF-8 count as one each.
 */
void azs_utf8_place(
    const char *text, size_t offset, size_t *line, size_t *column);

#endif
