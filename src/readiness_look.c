/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "readiness_look.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feature.h"
#include "rules.h"

int
azs_ready_regional(const struct azs_ready *ready)
{
	return ready->world->manifest->regional;
}

int
azs_ready_has(const struct azs_ready *ready, const char *feature)
{
	return azs_feature_in(ready->world->model, ready->environment,
	    azs_ready_regional(ready), feature);
}

int
azs_ready_composes(const struct azs_ready *ready, const char *resource)
{
	const struct azs_node *list = ready->world->manifest->resources;
	size_t i;

	for (i = 0; list != NULL && i < list->count; i++)
		if (strcmp(azs_node_text(list->items[i], ""), resource) == 0)
			return 1;
	return list == NULL;
}

const struct azs_node *
azs_ready_get(const struct azs_ready *ready, const char *path)
{
	return azs_node_at(ready->environment->resolved, path);
}

long
azs_ready_number(const struct azs_ready *ready, const char *path)
{
	return (long)azs_ready_get(ready, path)->number;
}

const char *
azs_ready_text(const struct azs_ready *ready, const char *path)
{
	return azs_node_text(azs_ready_get(ready, path), "");
}

int
azs_ready_true(const struct azs_ready *ready, const char *path)
{
	return azs_node_true(azs_ready_get(ready, path));
}

/* Is word at this place of text, and no part of a longer one? */
static int
is_word(const char *text, const char *at, const char *word)
{
	size_t len = strlen(word);

	return strncmp(at, word, len) == 0 &&
	    (at == text ||
		(!isalnum((unsigned char)at[-1]) && at[-1] != '_')) &&
	    !isalnum((unsigned char)at[len]) && at[len] != '_';
}

/* Append text with the name of the environment for the word ENV, and the
   command that says why the item does not matter for the word SUPPRESS. */
static void
expand(const struct azs_ready *ready, const char *text, struct azs_buf *out)
{
	const char *name = ready->environment->name;
	const char *id = ready->item->id, *at = text;

	for (; *at != '\0'; at++)
		if (is_word(text, at, "ENV")) {
			azs_buf_adds(out, name);
			at += strlen("ENV") - 1;
		} else if (is_word(text, at, "SUPPRESS")) {
			azs_buf_addf(out,
			    "azstamp env set %s 'suppress.%s.reason=WHY' "
			    "suppress.%s.until=YYYY-MM-DD",
			    name, id, id);
			at += strlen("SUPPRESS") - 1;
		} else {
			azs_buf_addc(out, *at);
		}
}

static struct azs_node *
expanded(const struct azs_ready *ready, const char *text)
{
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *node;

	if (text == NULL)
		return azs_node_null();
	expand(ready, text, &out);
	node = azs_node_string(out.data);
	azs_buf_release(&out);
	return node;
}

static const struct azs_node *
entry_of(
    const struct azs_ready *ready, const struct azs_node *tree, const char *id)
{
	const struct azs_node *entry =
	    azs_node_get(azs_node_get(tree, "suppress"), id);
	const char *until = azs_node_text(azs_node_get(entry, "until"), "9");

	return entry != NULL && entry->kind == AZS_MAP &&
		strcmp(until, ready->world->today) >= 0
	    ? entry
	    : NULL;
}

/* What the profile, or azstamp.yaml, says against hearing of id; or NULL. */
static const struct azs_node *
suppression(const struct azs_ready *ready, const char *id)
{
	const struct azs_node *entry =
	    entry_of(ready, ready->environment->resolved, id);

	return entry != NULL
	    ? entry
	    : entry_of(ready, ready->world->model->application, id);
}

static void
set_place(struct azs_node *map, const char *key, const char *file, size_t line)
{
	struct azs_buf place = AZS_BUF_INIT;

	if (line == 0)
		azs_buf_adds(&place, "default");
	else
		azs_buf_addf(&place, "%s:%zu", file, line);
	azs_node_set(map, key, azs_node_string(place.data));
	azs_buf_release(&place);
}

/* A gap; the strings are copied. rule may be NULL. */
static struct azs_node *
add_gap(struct azs_ready *ready, int should, const char *fix, const char *rule,
    const char *text)
{
	const struct azs_node *entry =
	    rule == NULL ? NULL : suppression(ready, rule);
	enum azs_severity severity =
	    ready->item->asks[ready->environment->level];
	struct azs_node *gap;

	if (entry == NULL)
		entry = suppression(ready, ready->item->id);
	if (should && severity == AZS_ERROR)
		severity = AZS_WARNING;
	gap = azs_node_append(ready->gaps, azs_node_map());
	azs_node_set(gap, "status",
	    azs_node_string(entry != NULL     ? "suppressed"
		    : severity == AZS_ERROR   ? "fail"
		    : severity == AZS_WARNING ? "warn"
					      : "n/a"));
	azs_node_set(gap, "text", expanded(ready, text));
	azs_node_set(gap, "fix", expanded(ready, fix));
	azs_node_set(gap, "rule",
	    rule == NULL ? azs_node_null() : azs_node_string(rule));
	azs_node_set(gap, "source", azs_node_null());
	azs_node_set(gap, "reason",
	    entry == NULL ? azs_node_null()
			  : azs_node_string(azs_node_text(
				azs_node_get(entry, "reason"), "no reason")));
	azs_node_set(gap, "until",
	    azs_node_get(entry, "until") == NULL
		? azs_node_null()
		: azs_node_copy(azs_node_get(entry, "until")));
	if (entry != NULL)
		set_place(gap, "suppressedBy", entry->key_mark.file,
		    entry->key_mark.line);
	return gap;
}

static void
add_gap_v(struct azs_ready *ready, int should, const char *fix, const char *fmt,
    va_list ap)
{
	char text[768];

	(void)vsnprintf(text, sizeof text, fmt, ap);
	add_gap(ready, should, fix, NULL, text);
}

void
azs_ready_must(struct azs_ready *ready, const char *fix, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_gap_v(ready, 0, fix, fmt, ap);
	va_end(ap);
}

void
azs_ready_should(struct azs_ready *ready, const char *fix, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_gap_v(ready, 1, fix, fmt, ap);
	va_end(ap);
}

void
azs_ready_not_applicable(struct azs_ready *ready, const char *why)
{
	ready->na = 1;
	azs_buf_clear(&ready->why);
	expand(ready, why, &ready->why);
}

void
azs_ready_manual(struct azs_ready *ready, const char *how)
{
	ready->manual = 1;
	azs_buf_clear(&ready->why);
	expand(ready, how, &ready->why);
}

void
azs_ready_rule(struct azs_ready *ready, const char *id, const char *fix)
{
	const struct azs_rule *rule = azs_rule_find(id);
	struct azs_rule asked = *rule;
	struct azs_findings findings;
	/* A day after the last of every suppression: they are looked up when
	   something is found. */
	struct azs_rule_check check = { ready->world->model,
		ready->world->manifest,
		rule->application ? NULL : ready->environment, &asked,
		"9999-99-99", NULL, &findings };
	size_t i;

	for (i = 0; i < 3; i++)
		asked.severity[i] = AZS_ERROR;
	azs_findings_init(&findings);
	rule->check(&check);
	for (i = 0; i < findings.count; i++)
		set_place(
		    add_gap(ready, rule->severity[AZS_PRODUCTION] != AZS_ERROR,
			fix == NULL ? rule->hint : fix, id,
			findings.items[i].message),
		    "source", findings.items[i].file,
		    findings.items[i].line == 0 ? 1 : findings.items[i].line);
	azs_findings_release(&findings);
}
