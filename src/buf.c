/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

char azs_buf_empty[1] = "";

void
azs_buf_init(struct azs_buf *buf)
{
	buf->data = azs_buf_empty;
	buf->len = 0;
	buf->cap = 0;
}

void
azs_buf_release(struct azs_buf *buf)
{
	if (buf->cap != 0)
		free(buf->data);
	azs_buf_init(buf);
}

void
azs_buf_clear(struct azs_buf *buf)
{
	if (buf->cap != 0)
		azs_buf_cut(buf, 0);
}

void
azs_buf_reserve(struct azs_buf *buf, size_t more)
{
	size_t cap = buf->cap == 0 ? 64 : buf->cap;

	if (more >= SIZE_MAX / 2 - buf->len)
		azs_out_of_memory();
	if (buf->cap != 0 && buf->len + more < buf->cap)
		return;
	while (cap <= buf->len + more)
		cap *= 2;
	buf->data = azs_xreallocarray(buf->cap == 0 ? NULL : buf->data, cap, 1);
	buf->data[buf->len] = '\0';
	buf->cap = cap;
}

void
azs_buf_add(struct azs_buf *buf, const void *bytes, size_t len)
{
	if (len == 0)
		return;
	azs_buf_reserve(buf, len);
	memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
azs_buf_adds(struct azs_buf *buf, const char *text)
{
	azs_buf_add(buf, text, strlen(text));
}

void
azs_buf_addc(struct azs_buf *buf, char c)
{
	azs_buf_add(buf, &c, 1);
}

void
azs_buf_addf(struct azs_buf *buf, const char *fmt, ...)
{
	va_list ap, again;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		azs_out_of_memory();
	azs_buf_reserve(buf, (size_t)len);
	(void)vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, again);
	va_end(again);
	buf->len += (size_t)len;
}

void
azs_buf_cut(struct azs_buf *buf, size_t len)
{
	if (len < buf->len) {
		buf->len = len;
		buf->data[len] = '\0';
	}
}

char *
azs_buf_detach(struct azs_buf *buf)
{
	char *text = buf->cap == 0 ? azs_xstrdup("") : buf->data;

	azs_buf_init(buf);
	return text;
}
