/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
azs_out_of_memory(void)
{
	(void)fputs("azstamp: out of memory\n", stderr);
	exit(1);
}

void *
azs_xmalloc(size_t size)
{
	void *p = malloc(size == 0 ? 1 : size);

	if (p == NULL)
		azs_out_of_memory();
	return p;
}

void *
azs_xcalloc(size_t count, size_t size)
{
	void *p = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);

	if (p == NULL)
		azs_out_of_memory();
	return p;
}

void *
azs_xreallocarray(void *old, size_t count, size_t size)
{
	void *p;

	if (size != 0 && count > SIZE_MAX / size)
		azs_out_of_memory();
	p = realloc(old, count * size == 0 ? 1 : count * size);
	if (p == NULL)
		azs_out_of_memory();
	return p;
}

char *
azs_xstrndup(const char *text, size_t len)
{
	char *copy = azs_xmalloc(len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *
azs_xstrdup(const char *text)
{
	return azs_xstrndup(text, strlen(text));
}

char *
azs_xasprintf(const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		azs_out_of_memory();
	text = azs_xmalloc((size_t)len + 1);
	(void)vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	return text;
}
