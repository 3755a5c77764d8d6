/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "readiness_report.h"

#include <ctype.h>
#include <string.h>

#include "readiness.h"
#include "table.h"

const char *
azs_ready_word(const struct azs_node *map, const char *key)
{
	return azs_node_text(azs_node_get(map, key), "");
}

long
azs_ready_count(const struct azs_node *map, const char *key)
{
	return (long)azs_node_get(map, key)->number;
}

void
azs_ready_value_text(const struct azs_node *value, struct azs_buf *out)
{
	const char *generated = azs_ready_word(value, "generated");

	azs_buf_addf(out, "%s = ", azs_ready_word(value, "path"));
	azs_table_value(azs_node_get(value, "value"), out);
	azs_buf_addf(out, " (%s)", azs_ready_word(value, "source"));
	if (*generated != '\0')
		azs_buf_addf(out, ", in %s", generated);
}

void
azs_ready_file_text(const struct azs_node *file, struct azs_buf *out)
{
	const struct azs_node *line = azs_node_get(file, "line");

	azs_buf_adds(out, azs_ready_word(file, "path"));
	if (line->kind == AZS_INT)
		azs_buf_addf(out, ":%lld", (long long)line->number);
	if (*azs_ready_word(file, "text") != '\0')
		azs_buf_addf(out, " %s", azs_ready_word(file, "text"));
	if (strcmp(azs_ready_word(file, "state"), "pristine") != 0)
		azs_buf_addf(out, " (%s)", azs_ready_word(file, "state"));
}

void
azs_ready_summary(const struct azs_node *environment, struct azs_buf *out)
{
	long passed = azs_ready_count(environment, "pass");
	long warned = azs_ready_count(environment, "warn");
	long failed = azs_ready_count(environment, "fail");

	azs_buf_addf(out,
	    "%ld of %ld pass, %ld warn, %ld fail; %ld manual, %ld suppressed, "
	    "%ld n/a",
	    passed, passed + warned + failed, warned, failed,
	    azs_ready_count(environment, "manual"),
	    azs_ready_count(environment, "suppressed"),
	    azs_ready_count(environment, "n/a"));
}

const char *
azs_ready_fix(const struct azs_node *gaps, size_t index)
{
	const char *fix = azs_ready_word(gaps->items[index], "fix");

	/* Nobody asks for it here. */
	if (strcmp(azs_ready_word(gaps->items[index], "status"), "n/a") == 0)
		return "";
	return index + 1 < gaps->count &&
		strcmp(azs_ready_word(gaps->items[index + 1], "fix"), fix) == 0
	    ? ""
	    : fix;
}

static const char *
color_of(const char *status)
{
	static const struct {
		const char *status, *color;
	} colors[] = { { "pass", "\033[32m" }, { "warn", "\033[33m" },
		{ "fail", "\033[1;31m" }, { "manual", "\033[36m" } };
	size_t i;

	for (i = 0; i < sizeof colors / sizeof colors[0]; i++)
		if (strcmp(colors[i].status, status) == 0)
			return colors[i].color;
	return "\033[2m";
}

/* "FAIL        ", as wide as the longest word. */
static void
add_status(const char *status, int color, struct azs_buf *out)
{
	size_t n = strlen(status);
	const char *at;

	if (color)
		azs_buf_adds(out, color_of(status));
	for (at = status; *at != '\0'; at++)
		azs_buf_addc(out, (char)toupper((unsigned char)*at));
	azs_buf_addf(out, "%s%*s", color ? "\033[0m" : "", (int)(12 - n), "");
}

static void
add_gaps(const struct azs_node *gaps, struct azs_buf *out)
{
	size_t i;

	for (i = 0; i < gaps->count; i++) {
		const struct azs_node *gap = gaps->items[i];
		const char *until = azs_ready_word(gap, "until");

		azs_buf_addf(out, "              %s%s%s%s\n",
		    azs_ready_word(gap, "text"),
		    *azs_ready_word(gap, "rule") == '\0' ? "" : " [",
		    azs_ready_word(gap, "rule"),
		    *azs_ready_word(gap, "rule") == '\0' ? "" : "]");
		if (*azs_ready_word(gap, "reason") != '\0')
			azs_buf_addf(out,
			    "                suppressed%s%s (%s): %s\n",
			    *until == '\0' ? "" : " until ", until,
			    azs_ready_word(gap, "suppressedBy"),
			    azs_ready_word(gap, "reason"));
		else if (*azs_ready_fix(gaps, i) != '\0')
			azs_buf_addf(out, "                -> %s\n",
			    azs_ready_fix(gaps, i));
	}
}

static void
add_evidence(const struct azs_node *list,
    void (*one)(const struct azs_node *, struct azs_buf *), int color,
    struct azs_buf *out)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		azs_buf_addf(out, "              %s", color ? "\033[2m" : "");
		one(list->items[i], out);
		azs_buf_addf(out, "%s\n", color ? "\033[0m" : "");
	}
}

static void
add_item(const struct azs_node *item, int color, int quiet, struct azs_buf *out)
{
	const char *why = azs_ready_word(item, "why");

	azs_buf_adds(out, "  ");
	add_status(azs_ready_word(item, "status"), color, out);
	azs_buf_addf(out, "%-26s%s\n", azs_ready_word(item, "id"),
	    azs_ready_word(item, "title"));
	if (*why != '\0')
		azs_buf_addf(out, "              %s\n", why);
	add_gaps(azs_node_get(item, "gaps"), out);
	if (quiet)
		return;
	add_evidence(
	    azs_node_get(item, "values"), azs_ready_value_text, color, out);
	add_evidence(
	    azs_node_get(item, "files"), azs_ready_file_text, color, out);
}

void
azs_ready_text_report(const struct azs_node *environment, int color, int quiet,
    struct azs_buf *out)
{
	const struct azs_node *items = azs_node_get(environment, "items");
	const char *pillar = "";
	size_t i;

	azs_buf_addf(out, "%s%s (%s): %ld %%%s, ", color ? "\033[1m" : "",
	    azs_ready_word(environment, "name"),
	    azs_ready_word(environment, "level"),
	    azs_ready_count(environment, "score"), color ? "\033[0m" : "");
	azs_ready_summary(environment, out);
	azs_buf_addc(out, '\n');
	for (i = 0; i < items->count; i++) {
		if (strcmp(azs_ready_word(items->items[i], "pillar"), pillar) !=
		    0) {
			pillar = azs_ready_word(items->items[i], "pillar");
			azs_buf_addf(out, "\n%s%s%s\n", color ? "\033[1m" : "",
			    pillar, color ? "\033[0m" : "");
		}
		add_item(items->items[i], color, quiet, out);
	}
}
