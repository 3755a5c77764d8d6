/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "buf.h"
#include "escape.h"
#include "readiness_report.h"

/* Tables as GitHub shows them, in an issue for one. */

/* Text as it reads, whatever is in it. */
static int
add_text(const char *text, struct azs_buf *out, struct azs_error *err)
{
	return azs_escape_text(AZS_ESCAPE_MARKDOWN, text, out, err);
}

/* A command to copy; a sentence is text. */
static int
add_fix(const char *fix, struct azs_buf *out, struct azs_error *err)
{
	if (strncmp(fix, "azstamp ", 8) != 0 || strpbrk(fix, "`|\n") != NULL)
		return add_text(fix, out, err);
	azs_buf_addf(out, "`%s`", fix);
	return 0;
}

static int
add_gap(const struct azs_node *gaps, size_t index, struct azs_buf *out,
    struct azs_error *err)
{
	const struct azs_node *gap = gaps->items[index];
	const char *rule = azs_ready_word(gap, "rule");
	const char *fix = azs_ready_fix(gaps, index);

	azs_buf_adds(out, index == 0 ? "" : "<br>");
	if (add_text(azs_ready_word(gap, "text"), out, err) == -1)
		return -1;
	if (*rule != '\0')
		azs_buf_addf(out, " %s", rule);
	if (*azs_ready_word(gap, "reason") != '\0') {
		azs_buf_addf(out,
		    "<br>suppressed until %s: ", azs_ready_word(gap, "until"));
		return add_text(azs_ready_word(gap, "reason"), out, err);
	}
	if (*fix == '\0')
		return 0;
	azs_buf_adds(out, "<br>→ ");
	return add_fix(fix, out, err);
}

static int
add_evidence(const struct azs_node *list,
    void (*one)(const struct azs_node *, struct azs_buf *), struct azs_buf *out,
    struct azs_error *err)
{
	struct azs_buf text = AZS_BUF_INIT;
	size_t i;
	int ret = 0;

	for (i = 0; i < list->count && ret == 0; i++) {
		azs_buf_clear(&text);
		one(list->items[i], &text);
		azs_buf_adds(out, "<br>");
		ret = add_text(text.data, out, err);
	}
	azs_buf_release(&text);
	return ret;
}

/* | **fail** | Private endpoints<br>private-endpoints | what is missing | */
static int
add_item(const struct azs_node *item, int quiet, struct azs_buf *out,
    struct azs_error *err)
{
	const struct azs_node *gaps = azs_node_get(item, "gaps");
	const struct azs_node *values = azs_node_get(item, "values");
	const struct azs_node *files = azs_node_get(item, "files");
	const char *why = azs_ready_word(item, "why");
	const char *status = azs_ready_word(item, "status");
	const char *strong = strcmp(status, "fail") == 0 ? "**" : "";
	size_t i, start;

	azs_buf_addf(out, "| %s%s%s | ", strong, status, strong);
	if (add_text(azs_ready_word(item, "title"), out, err) == -1)
		return -1;
	azs_buf_addf(out, "<br>`%s` | ", azs_ready_word(item, "id"));
	start = out->len;
	if (add_text(why, out, err) == -1)
		return -1;
	azs_buf_adds(out, out->len > start && gaps->count > 0 ? "<br>" : "");
	for (i = 0; i < gaps->count; i++)
		if (add_gap(gaps, i, out, err) == -1)
			return -1;
	if (!quiet && values->count + files->count > 0) {
		azs_buf_adds(out, " <details><summary>evidence</summary>");
		if (add_evidence(values, azs_ready_value_text, out, err) ==
			-1 ||
		    add_evidence(files, azs_ready_file_text, out, err) == -1)
			return -1;
		azs_buf_adds(out, "</details>");
	}
	azs_buf_adds(out, " |\n");
	return 0;
}

static int
add_environment(const struct azs_node *environment, int quiet,
    struct azs_buf *out, struct azs_error *err)
{
	const struct azs_node *items = azs_node_get(environment, "items");
	const char *pillar = "";
	size_t i;

	azs_buf_addf(out, "\n## %s (%s): %ld %%\n\n",
	    azs_ready_word(environment, "name"),
	    azs_ready_word(environment, "level"),
	    azs_ready_count(environment, "score"));
	azs_ready_summary(environment, out);
	azs_buf_adds(out, ".\n");
	for (i = 0; i < items->count; i++) {
		const char *next = azs_ready_word(items->items[i], "pillar");

		if (strcmp(next, pillar) != 0)
			azs_buf_addf(out,
			    "\n### %s\n\n| Status | Item | What is missing, "
			    "and what helps |\n|---|---|---|\n",
			    next);
		pillar = next;
		if (add_item(items->items[i], quiet, out, err) == -1)
			return -1;
	}
	return 0;
}

int
azs_ready_markdown_report(const struct azs_node *report, int quiet,
    struct azs_buf *out, struct azs_error *err)
{
	const struct azs_node *list = azs_node_get(report, "environments");
	size_t i;

	azs_buf_adds(out, "# Readiness of ");
	if (add_text(azs_ready_word(report, "application"), out, err) == -1)
		return -1;
	azs_buf_addf(out,
	    "\n\nPattern %s. The score is what passes, in percent of all that "
	    "passes, warns or fails.\n\n| Environment | Level | Score | Pass | "
	    "Warn | Fail | Manual | Suppressed | n/a |\n"
	    "|---|---|---:|---:|---:|---:|---:|---:|---:|\n",
	    azs_ready_word(report, "pattern"));
	for (i = 0; i < list->count; i++)
		azs_buf_addf(out,
		    "| %s | %s | %ld %% | %ld | %ld | %ld | %ld | %ld | %ld "
		    "|\n",
		    azs_ready_word(list->items[i], "name"),
		    azs_ready_word(list->items[i], "level"),
		    azs_ready_count(list->items[i], "score"),
		    azs_ready_count(list->items[i], "pass"),
		    azs_ready_count(list->items[i], "warn"),
		    azs_ready_count(list->items[i], "fail"),
		    azs_ready_count(list->items[i], "manual"),
		    azs_ready_count(list->items[i], "suppressed"),
		    azs_ready_count(list->items[i], "n/a"));
	for (i = 0; i < list->count; i++)
		if (add_environment(list->items[i], quiet, out, err) == -1)
			return -1;
	return 0;
}
