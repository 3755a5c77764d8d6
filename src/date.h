/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_DATE_H
#define AZS_DATE_H

#include <stdint.h>

/*
 * A point in time as git reads it from GIT_AUTHOR_DATE: "@<seconds> <zone>"
 * (the @ may be missing), ISO 8601 (2026-11-21T10:00:00Z, also with a space),
 * RFC 2822 (Sat, 21 Nov 2026 10:00:00 +0100) and git's own (Sat Nov 21
 * 10:00:00 2026 +0100); without a zone it is local time. *zone: minutes east
 * of UTC. Returns 0, or -1 when text is none of these.
 */
int azs_date_parse(const char *text, int64_t *seconds, int *zone);

/* The time now and the local zone. */
void azs_date_now(int64_t *seconds, int *zone);

/* The day where the user is, YYYY-MM-DD. */
#define AZS_DATE_SIZE 11
void azs_date_today(char text[AZS_DATE_SIZE]);

#endif
