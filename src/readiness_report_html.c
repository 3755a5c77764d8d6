/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "buf.h"
#include "escape.h"
#include "readiness_report.h"

/* One page that needs nothing else: no script, no font, no picture. */

static const char style[] =
    ":root{color-scheme:light dark;--line:#8886}"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;"
    "margin:0 auto;padding:1rem}"
    "h1,h2,h3{line-height:1.2}h2{border-bottom:2px solid var(--line);"
    "margin-top:3rem}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.25rem .5rem;"
    "border-bottom:1px solid var(--line)}"
    "td.n,th.n{text-align:right}.wide{overflow-x:auto}"
    "article{border-left:.4rem solid #888;padding:.1rem .8rem;"
    "margin:.8rem 0;break-inside:avoid}"
    "article h4{margin:.2rem 0}article p{margin:.2rem 0}"
    "ul{margin:.2rem 0;padding-left:1.2rem}"
    "code,details{font-size:.875rem;overflow-wrap:anywhere}"
    ".status{display:inline-block;min-width:5.5rem;"
    "text-transform:uppercase;font-size:.8rem;letter-spacing:.04em}"
    ".pass{border-color:#2a8a3e}.warn{border-color:#c77700}"
    ".fail{border-color:#c62828}.manual{border-color:#1f6fc4}"
    "@media (max-width:30rem){.status{display:block}}"
    "@media print{body{font-size:11px;max-width:none}"
    "h2{break-before:page}}";

/* Text as it reads, whatever is in it. */
static int
add_text(const char *text, struct azs_buf *out, struct azs_error *err)
{
	return azs_escape_text(AZS_ESCAPE_HTML, text, out, err);
}

/* <tag>text</tag> */
static int
add_element(const char *tag, const char *text, struct azs_buf *out,
    struct azs_error *err)
{
	azs_buf_addf(out, "<%s>", tag);
	if (add_text(text, out, err) == -1)
		return -1;
	azs_buf_addf(out, "</%s>", tag);
	return 0;
}

static int
add_gap(const struct azs_node *gaps, size_t index, struct azs_buf *out,
    struct azs_error *err)
{
	const struct azs_node *gap = gaps->items[index];
	const char *rule = azs_ready_word(gap, "rule");
	const char *fix = azs_ready_fix(gaps, index);

	azs_buf_adds(out, "<li>");
	if (add_text(azs_ready_word(gap, "text"), out, err) == -1)
		return -1;
	if (*rule != '\0')
		azs_buf_addf(out, " <code>%s</code>", rule);
	if (*azs_ready_word(gap, "reason") != '\0') {
		azs_buf_addf(out,
		    "<br>suppressed until %s: ", azs_ready_word(gap, "until"));
		if (add_text(azs_ready_word(gap, "reason"), out, err) == -1)
			return -1;
	} else if (*fix != '\0') {
		azs_buf_adds(out, "<br>&rarr; ");
		if (add_element(
			strncmp(fix, "azstamp ", 8) == 0 ? "code" : "span", fix,
			out, err) == -1)
			return -1;
	}
	azs_buf_adds(out, "</li>\n");
	return 0;
}

static int
add_list(const struct azs_node *list,
    void (*one)(const struct azs_node *, struct azs_buf *), struct azs_buf *out,
    struct azs_error *err)
{
	struct azs_buf text = AZS_BUF_INIT;
	size_t i;
	int ret = 0;

	for (i = 0; i < list->count && ret == 0; i++) {
		azs_buf_clear(&text);
		one(list->items[i], &text);
		ret = add_element("li", text.data, out, err);
		azs_buf_addc(out, '\n');
	}
	azs_buf_release(&text);
	return ret;
}

static int
add_evidence(
    const struct azs_node *item, struct azs_buf *out, struct azs_error *err)
{
	const struct azs_node *values = azs_node_get(item, "values");
	const struct azs_node *files = azs_node_get(item, "files");

	if (values->count + files->count == 0)
		return 0;
	azs_buf_adds(out, "<details open><summary>Evidence</summary><ul>\n");
	if (add_list(values, azs_ready_value_text, out, err) == -1 ||
	    add_list(files, azs_ready_file_text, out, err) == -1)
		return -1;
	azs_buf_adds(out, "</ul></details>\n");
	return 0;
}

static int
add_item(const struct azs_node *item, int quiet, struct azs_buf *out,
    struct azs_error *err)
{
	const struct azs_node *gaps = azs_node_get(item, "gaps");
	const char *status = azs_ready_word(item, "status");
	const char *why = azs_ready_word(item, "why");
	size_t i;

	azs_buf_addf(out,
	    "<article class=\"%s\"><h4><span class=\"status\">%s</span> ",
	    strcmp(status, "n/a") == 0 ? "na" : status, status);
	if (add_text(azs_ready_word(item, "title"), out, err) == -1)
		return -1;
	azs_buf_addf(
	    out, " <code>%s</code></h4>\n", azs_ready_word(item, "id"));
	if (*why != '\0' && add_element("p", why, out, err) == -1)
		return -1;
	azs_buf_adds(out, gaps->count > 0 ? "<ul>\n" : "");
	for (i = 0; i < gaps->count; i++)
		if (add_gap(gaps, i, out, err) == -1)
			return -1;
	azs_buf_adds(out, gaps->count > 0 ? "</ul>\n" : "");
	if (!quiet && add_evidence(item, out, err) == -1)
		return -1;
	azs_buf_adds(out, "</article>\n");
	return 0;
}

static int
add_environment(const struct azs_node *environment, int quiet,
    struct azs_buf *out, struct azs_error *err)
{
	const struct azs_node *items = azs_node_get(environment, "items");
	const char *name = azs_ready_word(environment, "name"), *pillar = "";
	size_t i;

	azs_buf_addf(out, "<h2 id=\"%s\">%s (%s): %ld %%</h2>\n<p>", name, name,
	    azs_ready_word(environment, "level"),
	    azs_ready_count(environment, "score"));
	azs_ready_summary(environment, out);
	azs_buf_adds(out, ".</p>\n");
	for (i = 0; i < items->count; i++) {
		const char *next = azs_ready_word(items->items[i], "pillar");

		if (strcmp(next, pillar) != 0)
			azs_buf_addf(out, "<h3>%s</h3>\n", next);
		pillar = next;
		if (add_item(items->items[i], quiet, out, err) == -1)
			return -1;
	}
	return 0;
}

/* What all environments have, in a row each. */
static void
add_table(const struct azs_node *list, struct azs_buf *out)
{
	static const char *const counts[] = { "pass", "warn", "fail", "manual",
		"suppressed", "n/a" };
	size_t i, j, n = sizeof counts / sizeof counts[0];

	azs_buf_adds(out,
	    "<div class=\"wide\"><table><thead><tr><th>Environment</th>"
	    "<th>Level</th><th class=\"n\">Score</th>");
	for (j = 0; j < n; j++)
		azs_buf_addf(out, "<th class=\"n\">%s</th>", counts[j]);
	azs_buf_adds(out, "</tr></thead><tbody>\n");
	for (i = 0; i < list->count; i++) {
		const char *name = azs_ready_word(list->items[i], "name");

		azs_buf_addf(out,
		    "<tr><td><a href=\"#%s\">%s</a></td><td>%s</td>"
		    "<td class=\"n\">%ld %%</td>",
		    name, name, azs_ready_word(list->items[i], "level"),
		    azs_ready_count(list->items[i], "score"));
		for (j = 0; j < n; j++)
			azs_buf_addf(out, "<td class=\"n\">%ld</td>",
			    azs_ready_count(list->items[i], counts[j]));
		azs_buf_adds(out, "</tr>\n");
	}
	azs_buf_adds(out, "</tbody></table></div>\n");
}

int
azs_ready_html_report(const struct azs_node *report, int quiet,
    struct azs_buf *out, struct azs_error *err)
{
	const struct azs_node *list = azs_node_get(report, "environments");
	const char *application = azs_ready_word(report, "application");
	size_t i;

	azs_buf_adds(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<title>Readiness of ");
	if (add_text(application, out, err) == -1)
		return -1;
	azs_buf_addf(out,
	    "</title>\n<style>%s</style>\n</head>\n<body>\n"
	    "<h1>Readiness of ",
	    style);
	if (add_text(application, out, err) == -1)
		return -1;
	azs_buf_addf(out,
	    "</h1>\n<p>Pattern %s. The score is what passes, in percent of all "
	    "that passes, warns or fails.</p>\n",
	    azs_ready_word(report, "pattern"));
	add_table(list, out);
	for (i = 0; i < list->count; i++)
		if (add_environment(list->items[i], quiet, out, err) == -1)
			return -1;
	azs_buf_adds(out, "</body>\n</html>\n");
	return 0;
}
