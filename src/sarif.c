/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "excerpt.h"
#include "memory.h"
#include "report.h"
#include "rulebook.h"
#include "version.h"

/*
 * What GitHub code scanning wants of SARIF 2.1.0: "SARIF support for code
 * scanning", docs.github.com, read 2026-11-21. Every rule is listed with its
 * help, found or not; places have both ends. It wants no fingerprints here:
 * the action that uploads makes them from the files.
 */
#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static struct azs_node *
add(struct azs_node *map, const char *key, const char *text)
{
	return azs_node_set(map, key, azs_node_string(text));
}

/* {"text": ...} */
static void
add_message(struct azs_node *map, const char *key, const char *text)
{
	add(azs_node_set(map, key, azs_node_map()), "text", text);
}

static const char *
level_of(enum azs_severity severity)
{
	return severity == AZS_ERROR ? "error" : "warning";
}

static struct azs_node *
rule_node(const struct azs_rule_page *page)
{
	struct azs_node *rule = azs_node_map();
	struct azs_buf help = AZS_BUF_INIT;

	add(rule, "id", page->id);
	add_message(rule, "shortDescription", page->title);
	add_message(rule, "fullDescription", page->title);
	azs_rulebook_text(page, &help);
	add_message(rule, "help", help.data);
	azs_buf_release(&help);
	add(azs_node_set(rule, "defaultConfiguration", azs_node_map()), "level",
	    level_of(azs_rulebook_severity(page)));
	return rule;
}

/* The path as a relative URI reference: RFC 3986, unreserved characters and
   slashes stay. */
static char *
uri_of(const char *prefix, const char *file)
{
	struct azs_buf out = AZS_BUF_INIT;
	char *path = azs_xasprintf("%s%s", prefix, file);
	const char *p;

	for (p = path; *p != '\0'; p++) {
		if ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
		    (*p >= '0' && *p <= '9') || strchr("-._~/", *p) != NULL)
			azs_buf_addc(&out, *p);
		else
			azs_buf_addf(&out, "%%%02X", (unsigned char)*p);
	}
	free(path);
	return azs_buf_detach(&out);
}

static struct azs_node *
region_of(const struct azs_finding *finding, struct azs_excerpt *excerpt)
{
	struct azs_node *region = azs_node_map();
	size_t line = finding->line == 0 ? 1 : finding->line, len;
	size_t column = finding->line == 0 ? 1 : finding->column;
	size_t end = column + 1;
	const char *text;

	if (azs_excerpt_line(excerpt, finding, &text, &len))
		end = azs_excerpt_end_column(finding, text, len);
	azs_node_set(region, "startLine", azs_node_int((int64_t)line));
	azs_node_set(region, "startColumn", azs_node_int((int64_t)column));
	azs_node_set(region, "endLine", azs_node_int((int64_t)line));
	azs_node_set(region, "endColumn", azs_node_int((int64_t)end));
	return region;
}

static struct azs_node *
result_node(const struct azs_finding *finding, const char *prefix,
    struct azs_excerpt *excerpt)
{
	struct azs_node *result = azs_node_map(), *location, *place;
	struct azs_buf message = AZS_BUF_INIT;
	char *uri = uri_of(prefix, finding->file);

	add(result, "ruleId", finding->rule);
	azs_node_set(result, "ruleIndex",
	    azs_node_int((int64_t)azs_rulebook_index(finding->rule)));
	add(result, "level", level_of(finding->severity));
	azs_finding_message(finding, &message);
	if (finding->hint != NULL)
		azs_buf_addf(&message, "\n%s", finding->hint);
	add_message(result, "message", message.data);
	location = azs_node_append(
	    azs_node_set(result, "locations", azs_node_list()), azs_node_map());
	place = azs_node_set(location, "physicalLocation", azs_node_map());
	add(azs_node_set(place, "artifactLocation", azs_node_map()), "uri",
	    uri);
	azs_node_set(place, "region", region_of(finding, excerpt));
	azs_buf_release(&message);
	free(uri);
	return result;
}

static void
add_tool(struct azs_node *run)
{
	struct azs_node *driver, *rules;
	struct azs_rule_page page;
	size_t i;

	driver = azs_node_set(azs_node_set(run, "tool", azs_node_map()),
	    "driver", azs_node_map());
	add(driver, "name", "azstamp");
	add(driver, "version", azs_version);
	rules = azs_node_set(driver, "rules", azs_node_list());
	for (i = 0; azs_rulebook_page(i, &page); i++)
		azs_node_append(rules, rule_node(&page));
}

struct azs_node *
azs_report_sarif(const struct azs_findings *findings, const char *root,
    const char *application)
{
	struct azs_node *log = azs_node_map(), *run, *results;
	char *prefix = azs_excerpt_prefix(root), *id;
	struct azs_excerpt excerpt;
	size_t i;

	add(log, "$schema", SCHEMA);
	add(log, "version", "2.1.0");
	run = azs_node_append(
	    azs_node_set(log, "runs", azs_node_list()), azs_node_map());
	add_tool(run);
	if (application != NULL) {
		/* One category for each application of a repository. */
		id = azs_xasprintf("azstamp/%s/", application);
		add(azs_node_set(run, "automationDetails", azs_node_map()),
		    "id", id);
		free(id);
	}
	add(run, "columnKind", "unicodeCodePoints");
	results = azs_node_set(run, "results", azs_node_list());
	azs_excerpt_init(&excerpt, root);
	for (i = 0; i < findings->count; i++)
		azs_node_append(results,
		    result_node(&findings->items[i], prefix, &excerpt));
	azs_excerpt_release(&excerpt);
	free(prefix);
	return log;
}
