/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "date.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define ZONE_LOCAL 100000 /* minutes; no zone was written */

/* Each reader below takes what it knows off the front of *p, and returns 0
   when it is not there. */

static int
take(const char **p, char c)
{
	if (**p != c)
		return 0;
	(*p)++;
	return 1;
}

static int
take_spaces(const char **p)
{
	const char *start = *p;

	while (**p == ' ')
		(*p)++;
	return *p != start;
}

/* Digits, at least min of them and at most max. */
static int
take_number(const char **p, size_t min, size_t max, int64_t *number)
{
	size_t len = strspn(*p, "0123456789"), i;

	if (len < min || len > max)
		return 0;
	*number = 0;
	for (i = 0; i < len; i++)
		*number = *number * 10 + (*(*p)++ - '0');
	return 1;
}

static int
take_int(const char **p, size_t min, size_t max, int *number)
{
	int64_t wide;

	if (!take_number(p, min, max, &wide))
		return 0;
	*number = (int)wide;
	return 1;
}

/* One of count names of three letters; *index is its place. */
static int
take_name(const char **p, const char *names, int count, int *index)
{
	for (*index = 0; *index < count; (*index)++)
		if (strncasecmp(*p, names + *index * 3, 3) == 0) {
			*p += 3;
			return 1;
		}
	return 0;
}

static int
take_month(const char **p, int *month)
{
	return take_name(p, "JanFebMarAprMayJunJulAugSepOctNovDec", 12, month);
}

static int
take_weekday(const char **p)
{
	int day;

	return take_name(p, "SunMonTueWedThuFriSat", 7, &day);
}

/* hh:mm:ss with an optional fraction, which is dropped. */
static int
take_clock(const char **p, struct tm *tm)
{
	if (!take_int(p, 1, 2, &tm->tm_hour) || !take(p, ':') ||
	    !take_int(p, 2, 2, &tm->tm_min) || !take(p, ':') ||
	    !take_int(p, 2, 2, &tm->tm_sec))
		return 0;
	if (take(p, '.'))
		*p += strspn(*p, "0123456789");
	return tm->tm_hour < 24 && tm->tm_min < 60 && tm->tm_sec <= 60;
}

/* The rest of the text: nothing, or Z, UTC, GMT, +hhmm, +hh:mm, +hh. */
static int
take_zone(const char **p, int *zone)
{
	int sign, hours, minutes = 0;

	(void)take_spaces(p);
	*zone = ZONE_LOCAL;
	if (**p == '\0')
		return 1;
	*zone = 0;
	if (strcasecmp(*p, "Z") == 0 || strcasecmp(*p, "UTC") == 0 ||
	    strcasecmp(*p, "GMT") == 0)
		return 1;
	sign = **p == '-' ? -1 : 1;
	if (!take(p, '+') && !take(p, '-'))
		return 0;
	if (strspn(*p, "0123456789") == 4) {
		hours = ((*p)[0] - '0') * 10 + ((*p)[1] - '0');
		*p += 2;
	} else if (!take_int(p, 2, 2, &hours)) {
		return 0;
	}
	(void)take(p, ':');
	if (**p != '\0' && !take_int(p, 2, 2, &minutes))
		return 0;
	*zone = sign * (hours * 60 + minutes);
	return **p == '\0' && hours < 24 && minutes < 60;
}

static int
parse_raw(const char *p, int64_t *seconds, int *zone)
{
	int at = take(&p, '@');

	if (!take_number(&p, 1, 15, seconds))
		return 0;
	/* Fewer digits without a mark could be a year or a date. */
	if (!at && *seconds < 100000000 && *p != ' ')
		return 0;
	return (*p == '\0' || *p == ' ') && take_zone(&p, zone);
}

static int
parse_iso(const char *p, struct tm *tm, int *zone)
{
	char between;

	if (!take_int(&p, 4, 4, &tm->tm_year))
		return 0;
	between = *p;
	if ((between != '-' && between != '/' && between != '.') ||
	    !take(&p, between) || !take_int(&p, 1, 2, &tm->tm_mon) ||
	    !take(&p, between) || !take_int(&p, 1, 2, &tm->tm_mday))
		return 0;
	tm->tm_year -= 1900;
	tm->tm_mon--;
	if (!take(&p, 'T') && !take_spaces(&p))
		return 0;
	return take_clock(&p, tm) && take_zone(&p, zone);
}

static int
parse_mail(const char *p, struct tm *tm, int *zone)
{
	if (take_weekday(&p) && !take(&p, ','))
		return 0;
	(void)take_spaces(&p);
	if (!take_int(&p, 1, 2, &tm->tm_mday) || !take_spaces(&p) ||
	    !take_month(&p, &tm->tm_mon) || !take_spaces(&p) ||
	    !take_int(&p, 4, 4, &tm->tm_year) || !take_spaces(&p))
		return 0;
	tm->tm_year -= 1900;
	return take_clock(&p, tm) && take_zone(&p, zone);
}

static int
parse_git(const char *p, struct tm *tm, int *zone)
{
	if (!take_weekday(&p) || !take_spaces(&p) ||
	    !take_month(&p, &tm->tm_mon) || !take_spaces(&p) ||
	    !take_int(&p, 1, 2, &tm->tm_mday) || !take_spaces(&p) ||
	    !take_clock(&p, tm) || !take_spaces(&p) ||
	    !take_int(&p, 4, 4, &tm->tm_year))
		return 0;
	tm->tm_year -= 1900;
	return take_zone(&p, zone);
}

/* Minutes that local time is east of UTC at a moment. */
static int
local_zone(int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm tm;

	if (localtime_r(&when, &tm) == NULL)
		return 0;
	return (int)(tm.tm_gmtoff / 60);
}

/* tm, in that zone, as seconds; years as git takes them. */
static int
from_calendar(struct tm *tm, int64_t *seconds, int *zone)
{
	struct tm local = *tm;

	if (tm->tm_year < 70 || tm->tm_year >= 200 || tm->tm_mon < 0 ||
	    tm->tm_mon > 11 || tm->tm_mday < 1 || tm->tm_mday > 31)
		return -1;
	if (*zone == ZONE_LOCAL) {
		local.tm_isdst = -1;
		*seconds = (int64_t)mktime(&local);
		*zone = local_zone(*seconds);
	} else {
		*seconds = (int64_t)timegm(tm) - (int64_t)*zone * 60;
	}
	return *seconds < 0 ? -1 : 0;
}

int
azs_date_parse(const char *text, int64_t *seconds, int *zone)
{
	static int (*const parsers[])(const char *, struct tm *,
	    int *) = { parse_iso, parse_mail, parse_git };
	struct tm tm;
	size_t i;

	if (parse_raw(text, seconds, zone)) {
		if (*zone == ZONE_LOCAL)
			*zone = local_zone(*seconds);
		return 0;
	}
	for (i = 0; i < sizeof parsers / sizeof parsers[0]; i++) {
		memset(&tm, 0, sizeof tm);
		if (parsers[i](text, &tm, zone))
			return from_calendar(&tm, seconds, zone);
	}
	return -1;
}

void
azs_date_now(int64_t *seconds, int *zone)
{
	*seconds = (int64_t)time(NULL);
	*zone = local_zone(*seconds);
}

void
azs_date_today(char text[AZS_DATE_SIZE])
{
	time_t now = time(NULL);
	struct tm tm;

	if (localtime_r(&now, &tm) == NULL ||
	    strftime(text, AZS_DATE_SIZE, "%Y-%m-%d", &tm) == 0)
		text[0] = '\0';
}
