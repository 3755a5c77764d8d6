/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "excerpt.h"
#include "utf8.h"

/* A longer line is shown in part, with so much in front of the place. */
#define WIDEST 100
#define IN_FRONT 60

/* The characters of a line from column first on, a blank for each that would
   move the cursor. */
static void
add_line(const char *line, size_t len, size_t first, struct azs_buf *out)
{
	size_t column, n;
	uint32_t point;

	for (column = 1; len > 0 && column < first + WIDEST;
	     column++, line += n, len -= n) {
		n = azs_utf8_decode(line, len, &point);
		if (n == 0)
			point = ' ';
		n = n == 0 ? 1 : n;
		if (column < first)
			continue;
		if (point < ' ' || (point >= 0x7f && point <= 0x9f))
			azs_buf_addc(out, ' ');
		else
			azs_buf_add(out, line, n);
	}
}

/*
 *   12 |   cpu: 2.0
 *      |        ^~~
 */
static void
add_excerpt(struct azs_excerpt *excerpt, const struct azs_finding *finding,
    int color, struct azs_buf *out)
{
	size_t len, first = 1, end, width;
	const char *line;

	if (!azs_excerpt_line(excerpt, finding, &line, &len))
		return;
	if (finding->column > WIDEST)
		first = finding->column - IN_FRONT;
	end = azs_excerpt_end_column(finding, line, len);
	width = end - finding->column;
	if (finding->column + width > first + WIDEST)
		width = first + WIDEST - finding->column;
	azs_buf_addf(out, "%5zu | ", finding->line);
	add_line(line, len, first, out);
	azs_buf_addf(out, "\n%5s | %*s%s^", "", (int)(finding->column - first),
	    "", color ? "\033[1;32m" : "");
	while (--width > 0)
		azs_buf_addc(out, '~');
	azs_buf_adds(out, color ? "\033[0m\n" : "\n");
}

void
azs_report_text(const struct azs_findings *findings, const char *root,
    int color, struct azs_buf *out)
{
	struct azs_excerpt excerpt;
	size_t i;

	azs_excerpt_init(&excerpt, root);
	for (i = 0; i < findings->count; i++) {
		azs_finding_text(&findings->items[i], color, out);
		add_excerpt(&excerpt, &findings->items[i], color, out);
		azs_finding_hint(&findings->items[i], out);
	}
	azs_excerpt_release(&excerpt);
}

/* As actions/toolkit escapes them (packages/core/src/command.ts, read
   2026-11-21): data, and properties, where ':' and ',' have a meaning. */
static void
add_escaped(const char *text, int property, struct azs_buf *out)
{
	for (; *text != '\0'; text++) {
		if (strchr("%\r\n", *text) != NULL ||
		    (property && strchr(":,", *text) != NULL))
			azs_buf_addf(out, "%%%02X", (unsigned char)*text);
		else
			azs_buf_addc(out, *text);
	}
}

void
azs_report_github(
    const struct azs_findings *findings, const char *root, struct azs_buf *out)
{
	char *prefix = azs_excerpt_prefix(root);
	struct azs_buf message = AZS_BUF_INIT;
	struct azs_excerpt excerpt;
	const char *line;
	size_t i, len;

	azs_excerpt_init(&excerpt, root);
	for (i = 0; i < findings->count; i++) {
		const struct azs_finding *f = &findings->items[i];

		azs_buf_addf(out, "::%s file=",
		    f->severity == AZS_ERROR ? "error" : "warning");
		add_escaped(prefix, 1, out);
		add_escaped(f->file, 1, out);
		azs_buf_addf(out, ",line=%zu", f->line == 0 ? 1 : f->line);
		if (azs_excerpt_line(&excerpt, f, &line, &len))
			azs_buf_addf(out, ",col=%zu,endColumn=%zu", f->column,
			    azs_excerpt_end_column(f, line, len));
		azs_buf_addf(out, ",title=%s::", f->rule);
		azs_buf_clear(&message);
		azs_finding_message(f, &message);
		if (f->hint != NULL)
			azs_buf_addf(&message, "\n%s", f->hint);
		add_escaped(message.data, 0, out);
		azs_buf_addc(out, '\n');
	}
	azs_excerpt_release(&excerpt);
	azs_buf_release(&message);
	free(prefix);
}
