/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
azs_fail(struct azs_error *err, enum azs_code code, const char *fmt, ...)
{
	va_list ap;

	err->code = code;
	va_start(ap, fmt);
	(void)vsnprintf(err->msg, sizeof err->msg, fmt, ap);
	va_end(ap);
	return -1;
}

int
azs_fail_at(struct azs_error *err, const char *fmt, ...)
{
	char place[512];
	size_t len, keep = strlen(err->msg);
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(place, sizeof place - 2, fmt, ap);
	va_end(ap);
	len = strlen(place);
	memcpy(place + len, ": ", 2);
	len += 2;
	if (keep > sizeof err->msg - 1 - len)
		keep = sizeof err->msg - 1 - len;
	memmove(err->msg + len, err->msg, keep);
	memcpy(err->msg, place, len);
	err->msg[len + keep] = '\0';
	return -1;
}

int
azs_exit_status(enum azs_code code)
{
	return (int)code;
}
