/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "readiness.h"
#include "rules.h"

/* What a profile or azstamp.yaml does not want to hear, why and until when. */

static const struct azs_node *
entry_of(const struct azs_node *tree, const char *id)
{
	const struct azs_node *map = azs_node_get(tree, "suppress");
	const struct azs_node *entry =
	    map == NULL ? NULL : azs_node_get(map, id);

	return entry != NULL && entry->kind == AZS_MAP ? entry : NULL;
}

/* Is the last day over? */
static int
is_over(const struct azs_rule_check *check, const struct azs_node *entry)
{
	const char *until = azs_node_text(azs_node_get(entry, "until"), "");

	return check->today != NULL && strcmp(until, check->today) < 0;
}

/* Rules about suppressions cannot be suppressed. */
static int
is_about_suppressions(const struct azs_rule *rule)
{
	return rule->check == azs_rule_suppressions ||
	    rule->check == azs_rule_suppressions_over ||
	    rule->check == azs_rule_suppressions_needed;
}

/* "AZS0178@prod": the suppression of that environment did something; with
   nothing behind the @ that of azstamp.yaml. */
static char *
effect(const char *id, const char *environment)
{
	return azs_xasprintf("%s@%s", id, environment);
}

static int
applies(const struct azs_rule_check *check, const struct azs_node *tree,
    const char *environment)
{
	const struct azs_node *entry = entry_of(tree, check->rule->id);
	char *key;

	if (entry == NULL || is_over(check, entry))
		return 0;
	key = effect(check->rule->id, environment);
	azs_node_set(check->suppressed, key, azs_node_bool(1));
	free(key);
	return 1;
}

int
azs_rule_is_suppressed(const struct azs_rule_check *check)
{
	int ours, everywhere;

	if (is_about_suppressions(check->rule))
		return 0;
	ours = check->environment != NULL &&
	    applies(
		check, check->environment->resolved, check->environment->name);
	everywhere = applies(check, check->model->application, "");
	return ours || everywhere;
}

/* Call one for each suppression where it is written; environment is NULL for
   azstamp.yaml. */
static void
each(const struct azs_rule_check *check,
    void (*one)(const struct azs_rule_check *, const struct azs_node *,
	const struct azs_environment *))
{
	const struct azs_model *model = check->model;
	const struct azs_node *map;
	size_t i, j;

	for (i = 0; i <= model->count; i++) {
		map = azs_node_get(i == 0 ? model->application
					  : model->environments[i - 1].own,
		    "suppress");
		for (j = 0; map != NULL && j < map->count; j++)
			if (map->items[j]->kind == AZS_MAP)
				one(check, map->items[j],
				    i == 0 ? NULL
					   : &model->environments[i - 1]);
	}
}

static int
is_blank(const char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	return *text == '\0';
}

static void
named(const struct azs_rule_check *check, const struct azs_node *entry,
    const struct azs_environment *environment)
{
	const struct azs_rule *rule = azs_rule_find(entry->key);
	const struct azs_node *reason = azs_node_get(entry, "reason");

	if (strncmp(entry->key, "AZS00", 5) == 0 ||
	    strncmp(entry->key, "AZS02", 5) == 0 ||
	    (rule != NULL && is_about_suppressions(rule)))
		azs_rule_report(check, entry, NULL,
		    "suppress.%s: what %s says cannot be suppressed",
		    entry->key, entry->key);
	else if (rule == NULL && azs_ready_find(entry->key) == NULL)
		azs_rule_report(check, entry, NULL,
		    "suppress.%s: there is no such rule, nor item of readiness",
		    entry->key);
	else if (rule != NULL && rule->application && environment != NULL)
		azs_rule_report(check, entry, NULL,
		    "suppress.%s belongs into azstamp.yaml: the rule looks at "
		    "the whole application",
		    entry->key);
	if (reason != NULL && is_blank(azs_node_text(reason, "")))
		azs_rule_report(check, reason, NULL,
		    "suppress.%s.reason is empty", entry->key);
}

void
azs_rule_suppressions(const struct azs_rule_check *check)
{
	each(check, named);
}

static void
over(const struct azs_rule_check *check, const struct azs_node *entry,
    const struct azs_environment *environment)
{
	const struct azs_node *until = azs_node_get(entry, "until");

	(void)environment;
	if (until != NULL && is_over(check, entry))
		azs_rule_report(check, until, NULL,
		    "suppress.%s ended on %s (%.120s)", entry->key, until->text,
		    azs_node_text(azs_node_get(entry, "reason"), "no reason"));
}

void
azs_rule_suppressions_over(const struct azs_rule_check *check)
{
	each(check, over);
}

/* Does the environment inherit from base, or is it base? */
static int
descends(const struct azs_model *model, const struct azs_environment *at,
    const struct azs_environment *base)
{
	size_t steps;

	for (steps = 0; at != NULL && steps <= model->count; steps++) {
		if (at == base)
			return 1;
		at = azs_model_environment(model, at->extends);
	}
	return 0;
}

/* Did the suppression of the file do something, there or where it is
   inherited? */
static int
is_needed(const struct azs_rule_check *check, const char *id,
    const struct azs_environment *base)
{
	const struct azs_model *model = check->model;
	size_t i;
	char *key;
	int found;

	for (i = 0; i < (base == NULL ? 1 : model->count); i++) {
		if (base != NULL &&
		    !descends(model, &model->environments[i], base))
			continue;
		key =
		    effect(id, base == NULL ? "" : model->environments[i].name);
		found = azs_node_get(check->suppressed, key) != NULL;
		free(key);
		if (found)
			return 1;
	}
	return 0;
}

static void
needed(const struct azs_rule_check *check, const struct azs_node *entry,
    const struct azs_environment *environment)
{
	const struct azs_rule *rule = azs_rule_find(entry->key);

	/* Of others something is said already. */
	if (rule != NULL && !is_about_suppressions(rule) &&
	    !(rule->application && environment != NULL) &&
	    !is_over(check, entry) &&
	    !is_needed(check, entry->key, environment))
		azs_rule_report(check, entry, NULL,
		    "suppress.%s has nothing to suppress: the rule finds "
		    "nothing wrong",
		    entry->key);
}

void
azs_rule_suppressions_needed(const struct azs_rule_check *check)
{
	each(check, needed);
}
