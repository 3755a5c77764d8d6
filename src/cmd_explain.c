/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command.h"
#include "json.h"
#include "memory.h"
#include "page.h"
#include "readiness_page.h"
#include "rulebook.h"
#include "table.h"

static const char *
severity_name(enum azs_severity severity)
{
	static const char *const names[] = { "off", "warning", "error" };

	return names[severity];
}

static struct azs_node *
rule_node(const struct azs_rule_page *page)
{
	static const char *const levels[] = { "development", "staging",
		"production" };
	struct azs_node *out = azs_node_map(), *severity;
	size_t i;

	azs_node_set(out, "rule", azs_node_string(page->id));
	azs_node_set(out, "title", azs_node_string(page->title));
	severity = azs_node_set(out, "severity", azs_node_map());
	for (i = 0; i < 3; i++)
		azs_node_set(severity, levels[i],
		    azs_node_string(severity_name(
			page->severity[page->application ? 0 : i])));
	azs_node_set(out, "hint",
	    page->hint == NULL ? azs_node_null() : azs_node_string(page->hint));
	azs_node_set(out, "source",
	    page->source == NULL ? azs_node_null()
				 : azs_node_string(page->source));
	return out;
}

/* The page of a rule as "AZS0104"; 0 when there is none. */
static int
explain_rule(const char *word, struct azs_buf *out, struct azs_node *list)
{
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_rule_page page;
	char *line, *next;
	size_t i;

	for (i = 0; azs_rulebook_page(i, &page); i++)
		if (strcasecmp(page.id, word) == 0)
			break;
	if (!azs_rulebook_page(i, &page))
		return 0;
	azs_node_append(list, rule_node(&page));
	azs_rulebook_text(&page, &text);
	azs_buf_addf(out, "%s\n  %s.\n\n", page.id, page.title);
	for (line = text.data; (next = strchr(line, '\n')) != NULL;
	     line = next + 1)
		azs_buf_addf(out, "  %.*s\n", (int)(next - line), line);
	azs_buf_release(&text);
	return 1;
}

/* A field's path below group, whose role names stand for "*". */
static int
is_below(const struct azs_field *field, const char *group)
{
	const char *a = field->path, *b = group;
	size_t n, m;

	for (;;) {
		n = strcspn(a, ".");
		m = strcspn(b, ".");
		if (!(n == 1 && *a == '*') && (n != m || strncmp(a, b, n) != 0))
			return 0;
		a += n + (a[n] == '.');
		b += m;
		if (*b == '\0')
			return *a != '\0';
		b++;
	}
}

/* The fields of a group, or all. */
static void
list_fields(const char *group, struct azs_buf *out, struct azs_node *list)
{
	struct azs_table table;
	size_t i;

	azs_table_init(&table, 3);
	for (i = 0; i < azs_field_count; i++) {
		const struct azs_field *field = &azs_fields[i];

		if (group != NULL && !is_below(field, group))
			continue;
		azs_table_add(&table, field->path);
		azs_table_add(&table,
		    field->file == AZS_FIELD_APPLICATION ? "application"
							 : "profile");
		azs_table_add(&table, field->summary);
		azs_node_append(list, azs_page_node(field, field->path));
	}
	azs_table_print(&table, out);
	azs_table_release(&table);
}

static void
list_rules(struct azs_buf *out, struct azs_node *list)
{
	struct azs_rule_page page;
	size_t i;

	azs_buf_addc(out, '\n');
	for (i = 0; azs_rulebook_page(i, &page); i++) {
		azs_buf_addf(out, "%s  %s.\n", page.id, page.title);
		azs_node_append(list, rule_node(&page));
	}
}

static void
list_items(struct azs_buf *out, struct azs_node *list)
{
	struct azs_table table;
	size_t i;

	azs_buf_addc(out, '\n');
	azs_table_init(&table, 2);
	for (i = 0; i < azs_ready_item_count; i++) {
		azs_table_add(&table, azs_ready_items[i].id);
		azs_table_add(&table, azs_ready_items[i].title);
		azs_node_append(list, azs_ready_page_node(&azs_ready_items[i]));
	}
	azs_table_print(&table, out);
	azs_table_release(&table);
}

/* The page of an item of readiness; 0 when there is none. */
static int
explain_item(const char *word, struct azs_buf *out, struct azs_node *list)
{
	const struct azs_ready_item *item = azs_ready_find(word);

	if (item == NULL)
		return 0;
	azs_ready_page_text(item, out);
	azs_node_append(list, azs_ready_page_node(item));
	return 1;
}

/* The row of a path, or of the map of strings that it is an entry of. */
static const struct azs_field *
find(enum azs_field_file file, const char *path)
{
	const struct azs_field *field = azs_field_find(file, path);
	const char *dot = strrchr(path, '.');
	char *parent;

	if (field != NULL || dot == NULL)
		return field;
	parent = azs_xstrndup(path, (size_t)(dot - path));
	field = azs_field_find(file, parent);
	free(parent);
	return field != NULL && field->type == AZS_TYPE_STRING_MAP ? field
								   : NULL;
}

/* The pages of the fields with that path, in one file or in both. */
static int
explain_field(const char *path, struct azs_buf *out, struct azs_node *list)
{
	static const enum azs_field_file files[] = { AZS_FIELD_APPLICATION,
		AZS_FIELD_PROFILE };
	const struct azs_field *field;
	size_t i;

	for (i = 0; i < 2; i++) {
		field = find(files[i], path);
		if (field == NULL)
			continue;
		if (out->len > 0)
			azs_buf_addc(out, '\n');
		azs_page_text(field, path, out);
		azs_node_append(list, azs_page_node(field, path));
	}
	if (out->len == 0 &&
	    (azs_field_is_group(AZS_FIELD_APPLICATION, path) ||
		azs_field_is_group(AZS_FIELD_PROFILE, path)))
		list_fields(path, out, list);
	return out->len > 0;
}

static int
unknown(const char *word, struct azs_error *err)
{
	char *nearest = azs_field_nearest(AZS_FIELD_PROFILE, word);

	if (nearest == NULL)
		nearest = azs_field_nearest(AZS_FIELD_APPLICATION, word);
	azs_fail(err, AZS_EUSAGE,
	    "%.100s is no field, rule or item of readiness%s%s%s; `azstamp "
	    "explain` lists "
	    "them",
	    word, nearest == NULL ? "" : " (did you mean ",
	    nearest == NULL ? "" : nearest, nearest == NULL ? "" : "?)");
	free(nearest);
	return -1;
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	const char *word = args->operand_count > 0 ? args->operands[0] : NULL;
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *list = azs_node_list();
	int ret = -1;

	if (word == NULL) {
		list_fields(NULL, &out, list);
		list_rules(&out, list);
		list_items(&out, list);
	} else if (*word == '\0' ||
	    (!explain_rule(word, &out, list) &&
		!explain_field(word, &out, list) &&
		!explain_item(word, &out, list))) {
		(void)unknown(word, err);
		goto done;
	}
	if (args->json) {
		azs_buf_clear(&out);
		azs_json_write(list, &out);
	}
	ret = azs_print(&out, err);
done:
	azs_node_free(list);
	azs_buf_release(&out);
	return ret;
}

const struct azs_command azs_cmd_explain = { "explain", "[PATH|RULE|ITEM]", 0,
	1, "say what a field takes or what a rule or an item wants", NULL, 0,
	"Without an operand: the list of all fields, rules and items of\n"
	"readiness. PATH may be a group, and have names of your own:\n"
	"services.api.containers.cpu\n",
	run };
