/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "utf8.h"

/* More environments than these are counted, not named. */
#define NAMED 3

void
azs_findings_init(struct azs_findings *findings)
{
	findings->items = NULL;
	findings->count = 0;
}

static void
finding_release(struct azs_finding *finding)
{
	free(finding->file);
	free(finding->message);
	free(finding->hint);
	free(finding->environments);
}

void
azs_findings_release(struct azs_findings *findings)
{
	size_t i;

	for (i = 0; i < findings->count; i++)
		finding_release(&findings->items[i]);
	free(findings->items);
	azs_findings_init(findings);
}

static struct azs_finding *
push(struct azs_findings *findings)
{
	struct azs_finding *finding;

	findings->items = azs_xreallocarray(
	    findings->items, findings->count + 1, sizeof *findings->items);
	finding = &findings->items[findings->count++];
	memset(finding, 0, sizeof *finding);
	return finding;
}

/* A copy for one line of a terminal: no control characters, and no half
   characters where a long text was cut. */
static char *
printable(const char *text)
{
	struct azs_buf out = AZS_BUF_INIT;
	size_t left = strlen(text), len;
	uint32_t point;

	for (; left > 0; text += len, left -= len) {
		len = azs_utf8_decode(text, left, &point);
		if (len == 0)
			len = 1;
		else if (point < ' ' || (point >= 0x7f && point <= 0x9f))
			azs_buf_addc(&out, '?');
		else
			azs_buf_add(&out, text, len);
	}
	return azs_buf_detach(&out);
}

void
azs_findings_add(struct azs_findings *findings, const struct azs_mark *mark,
    enum azs_severity severity, const char *rule, const char *hint,
    const char *fmt, ...)
{
	struct azs_finding *finding;
	char text[1024];
	va_list ap;

	if (severity == AZS_OFF)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	finding = push(findings);
	finding->file = printable(mark->file == NULL ? "" : mark->file);
	finding->line = mark->line;
	finding->column = mark->column;
	finding->severity = severity;
	finding->rule = rule;
	finding->message = printable(text);
	finding->hint = hint == NULL ? NULL : azs_xstrdup(hint);
}

void
azs_findings_concern(struct azs_findings *findings, const char *environment)
{
	struct azs_finding *finding = &findings->items[findings->count - 1];

	finding->environments = azs_xstrdup(environment);
	finding->environment_count = 1;
}

void
azs_findings_add_error(struct azs_findings *findings, const char *rule,
    const char *file, const char *message)
{
	struct azs_mark mark = { file, 0, 0, 0 };
	size_t len = strlen(file);
	const char *rest = message;
	int used = 0;

	if (strncmp(message, file, len) == 0 &&
	    sscanf(message + len, ":%zu:%zu: %n", &mark.line, &mark.column,
		&used) == 2 &&
	    used > 0)
		rest = message + len + used;
	if (strncmp(rest, "error: ", 7) == 0)
		rest += 7;
	azs_findings_add(findings, &mark, AZS_ERROR, rule, NULL, "%s", rest);
}

/* The order of places and messages. */
static int
compare(const struct azs_finding *a, const struct azs_finding *b)
{
	int order = strcmp(a->file, b->file);

	if (order == 0 && a->line != b->line)
		order = a->line < b->line ? -1 : 1;
	if (order == 0 && a->column != b->column)
		order = a->column < b->column ? -1 : 1;
	if (order == 0)
		order = strcmp(a->rule, b->rule);
	return order != 0 ? order : strcmp(a->message, b->message);
}

/* Among equal ones: the most severe first, then what needs no environment
   named, then by its name. */
static int
by_place(const void *left, const void *right)
{
	const struct azs_finding *a = left, *b = right;
	int order = compare(a, b);

	if (order == 0 && a->severity != b->severity)
		order = a->severity > b->severity ? -1 : 1;
	if (order != 0 || a->environments == b->environments)
		return order;
	if (a->environments == NULL || b->environments == NULL)
		return a->environments == NULL ? -1 : 1;
	return strcmp(a->environments, b->environments);
}

/* Take the environment of next, which is equal, over to finding; last is the
   one taken before. */
static void
merge(struct azs_finding *finding, const struct azs_finding *next,
    const char *last)
{
	char *joined;

	if (next->severity != finding->severity ||
	    finding->environments == NULL || next->environments == NULL ||
	    strcmp(next->environments, last) == 0)
		return;
	if (finding->environment_count < NAMED) {
		joined = azs_xasprintf(
		    "%s, %s", finding->environments, next->environments);
		free(finding->environments);
		finding->environments = joined;
	}
	finding->environment_count += next->environment_count;
}

static char *
copy_of(const char *text)
{
	return azs_xstrdup(text == NULL ? "" : text);
}

void
azs_findings_sort(struct azs_findings *findings)
{
	struct azs_finding *items = findings->items;
	char *last;
	size_t i, n = 0;

	if (findings->count == 0)
		return;
	qsort(items, findings->count, sizeof *items, by_place);
	last = copy_of(items[0].environments);
	/* A value that several environments inherit is reported once. */
	for (i = 1; i < findings->count; i++) {
		char *name = copy_of(items[i].environments);

		if (compare(&items[n], &items[i]) == 0) {
			merge(&items[n], &items[i], last);
			finding_release(&items[i]);
		} else {
			items[++n] = items[i];
		}
		free(last);
		last = name;
	}
	free(last);
	findings->count = n + 1;
}

size_t
azs_findings_count(
    const struct azs_findings *findings, enum azs_severity severity)
{
	size_t i, n = 0;

	for (i = 0; i < findings->count; i++)
		n += findings->items[i].severity == severity;
	return n;
}

void
azs_finding_message(const struct azs_finding *finding, struct azs_buf *out)
{
	size_t count = finding->environment_count;

	azs_buf_adds(out, finding->message);
	if (finding->environments == NULL)
		return;
	azs_buf_addf(out, " (for environment%s %s", count == 1 ? "" : "s",
	    finding->environments);
	if (count > NAMED)
		azs_buf_addf(out, " and %zu more", count - NAMED);
	azs_buf_addc(out, ')');
}

void
azs_finding_text(
    const struct azs_finding *finding, int color, struct azs_buf *out)
{
	int bad = finding->severity == AZS_ERROR;

	azs_buf_adds(out, finding->file);
	if (finding->line != 0)
		azs_buf_addf(out, ":%zu:%zu", finding->line, finding->column);
	azs_buf_addf(out, ": %s%s[%s]%s: ",
	    !color    ? ""
		: bad ? "\033[1;31m"
		      : "\033[1;33m",
	    bad ? "error" : "warning", finding->rule, color ? "\033[0m" : "");
	azs_finding_message(finding, out);
	azs_buf_addc(out, '\n');
}

void
azs_finding_hint(const struct azs_finding *finding, struct azs_buf *out)
{
	if (finding->hint != NULL)
		azs_buf_addf(out, "  hint: %s\n", finding->hint);
}

void
azs_findings_text(
    const struct azs_findings *findings, int color, struct azs_buf *out)
{
	size_t i;

	for (i = 0; i < findings->count; i++) {
		azs_finding_text(&findings->items[i], color, out);
		azs_finding_hint(&findings->items[i], out);
	}
}

struct azs_node *
azs_findings_node(const struct azs_findings *findings)
{
	struct azs_node *list = azs_node_list();
	struct azs_buf message = AZS_BUF_INIT;
	size_t i;

	for (i = 0; i < findings->count; i++) {
		const struct azs_finding *f = &findings->items[i];
		struct azs_node *item = azs_node_append(list, azs_node_map());

		azs_node_set(item, "file", azs_node_string(f->file));
		azs_node_set(item, "line", azs_node_int((int64_t)f->line));
		azs_node_set(item, "column", azs_node_int((int64_t)f->column));
		azs_node_set(item, "severity",
		    azs_node_string(
			f->severity == AZS_ERROR ? "error" : "warning"));
		azs_node_set(item, "rule", azs_node_string(f->rule));
		azs_buf_clear(&message);
		azs_finding_message(f, &message);
		azs_node_set(item, "message", azs_node_string(message.data));
		if (f->hint != NULL)
			azs_node_set(item, "hint", azs_node_string(f->hint));
	}
	azs_buf_release(&message);
	return list;
}
