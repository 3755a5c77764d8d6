/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "feature.h"
#include "rules.h"

/* What a profile says to no effect, and tags. */

static const struct {
	const char *group, *feature, *why;
} groups[] = {
	{ "edge", "public", "no service is public" },
	{ "openai", "models", "no service uses openai or foundry" },
	{ "vision", "vision", "no service uses vision" },
	{ "documentIntelligence", "documentIntelligence",
	    "no service uses documentIntelligence" },
	{ "contentSafety", "contentSafety", "no service uses contentSafety" },
	{ "search", "search", "no service uses search" },
	{ "cache", "cache", "no service uses cache" },
	{ "appConfiguration", "appConfiguration",
	    "no service uses appConfiguration" },
	{ "storage", "storage", "no service uses storage" },
	{ "backup", "backup", "no service uses storage" },
	{ "cosmos", "cosmos", "no service uses cosmos" },
	{ "eventHubs", "eventHubs", "no service uses eventHubs" },
	{ "serviceBus", "serviceBus", "no service uses serviceBus" },
	{ "apiManagement", "apiManagement",
	    "no service uses openai, or there are several regions" },
	{ "containers", "containerApp", "no service has host: containerapp" },
	{ "functions", "functionApp", "no service has host: function" },
	{ "appService", "appService", "no service has host: appservice" },
	{ "mlEndpoint", "mlEndpoint", "the orchestrator is no ml-endpoint" },
	{ "registry", "registry", "there are no images of our own" },
	{ "staticWebApp", "staticWebApp", "no service has host: staticwebapp" },
};

void
azs_rule_groups_read(const struct azs_rule_check *check)
{
	const struct azs_node *group;
	size_t i;

	for (i = 0; i < sizeof groups / sizeof groups[0]; i++) {
		group = azs_node_get(check->environment->own, groups[i].group);
		if (group != NULL && group->kind == AZS_MAP &&
		    group->count > 0 &&
		    !azs_feature_in(check->model, NULL,
			azs_rule_regional(check), groups[i].feature))
			azs_rule_report(check, group, NULL,
			    "%s is not read: %s", groups[i].group,
			    groups[i].why);
	}
}

/* What the templates put on every resource; their values win. */
static const char *const our_tags[] = { "application", "environment" };

void
azs_rule_own_tags(const struct azs_rule_check *check)
{
	const struct azs_node *tags = azs_rule_value(check, "tags");
	size_t i, j;

	for (i = 0; tags != NULL && i < tags->count; i++)
		for (j = 0; j < 2; j++)
			if (strcasecmp(tags->items[i]->key, our_tags[j]) == 0)
				azs_rule_report(check, tags->items[i], NULL,
				    "tags.%s is not read: every resource has "
				    "it already",
				    tags->items[i]->key);
}

/* Names of tags are the same in capitals; Azure takes 50 on a resource, of
   which four are the templates' and azd's. */
void
azs_rule_tag_list(const struct azs_rule_check *check)
{
	const struct azs_node *tags = azs_rule_value(check, "tags");
	size_t i, j;

	if (tags == NULL)
		return;
	if (tags->count > 46)
		azs_rule_report(check, tags->items[46], NULL,
		    "tags: %zu are too many: Azure takes 50 on a resource, "
		    "and four are there already",
		    tags->count);
	for (i = 0; i < tags->count; i++)
		for (j = 0; j < i; j++)
			if (strcasecmp(
				tags->items[i]->key, tags->items[j]->key) == 0)
				azs_rule_report(check, tags->items[i], NULL,
				    "tags: %s and %s are one name to Azure",
				    tags->items[j]->key, tags->items[i]->key);
}

static int
is_tagged(const struct azs_node *tags, const char *name)
{
	size_t i;

	for (i = 0; i < 2; i++)
		if (strcasecmp(our_tags[i], name) == 0)
			return 1;
	for (i = 0; tags != NULL && i < tags->count; i++)
		if (strcasecmp(tags->items[i]->key, name) == 0)
			return 1;
	return strcasecmp(name, "azd-env-name") == 0;
}

void
azs_rule_required_tags(const struct azs_rule_check *check)
{
	const struct azs_node *list =
	    azs_rule_value(check, "governance.requiredTags");
	size_t i;

	if (list == NULL || !azs_rule_true(check, "governance.policies"))
		return;
	for (i = 0; i < list->count; i++)
		if (!is_tagged(
			azs_rule_value(check, "tags"), list->items[i]->text))
			azs_rule_report(check, list->items[i], NULL,
			    "governance.requiredTags: nothing has the tag %s: "
			    "add tags.%s",
			    list->items[i]->text, list->items[i]->text);
}
