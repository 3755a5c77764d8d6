/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_BUF_H
#define AZS_BUF_H

#include <stddef.h>

/*
 * Growable bytes, the only way text is built. data is always NUL-terminated
 * (the NUL not counted in len), "" and not NULL when empty; it may hold NUL
 * bytes inside. Start with AZS_BUF_INIT, end with azs_buf_release().
 */
struct azs_buf {
	char *data;
	size_t len;
	size_t cap; /* 0: data is not ours to free */
};

extern char azs_buf_empty[1];
/* clang-format off */
#define AZS_BUF_INIT { azs_buf_empty, 0, 0 }
/* clang-format on */

void azs_buf_init(struct azs_buf *buf);
/* Free the bytes; buf is empty and usable again. */
void azs_buf_release(struct azs_buf *buf);
/* Keep the memory, drop the bytes. */
void azs_buf_clear(struct azs_buf *buf);
/* Room for more bytes behind those that are there, and a NUL; for who writes
   them himself, and their NUL, and raises len. */
void azs_buf_reserve(struct azs_buf *buf, size_t more);
void azs_buf_add(struct azs_buf *buf, const void *bytes, size_t len);
void azs_buf_adds(struct azs_buf *buf, const char *text);
void azs_buf_addc(struct azs_buf *buf, char c);
void azs_buf_addf(struct azs_buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Cut to len bytes; len must not exceed buf->len. */
void azs_buf_cut(struct azs_buf *buf, size_t len);
/* The text as a string the caller frees; buf is empty afterwards. */
char *azs_buf_detach(struct azs_buf *buf);

#endif
