/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "facts.h"
#include "rules.h"

/* Models are warned about this many days ahead. */
#define SOON 90

/* Call one for each model deployment. */
static void
each_deployment(const struct azs_rule_check *check,
    void (*one)(const struct azs_rule_check *, const struct azs_node *,
	const struct azs_model_fact *))
{
	const struct azs_node *map =
	    azs_rule_value(check, "openai.deployments");
	size_t i;

	for (i = 0;
	     azs_rule_has(check, "models") && map != NULL && i < map->count;
	     i++) {
		const struct azs_node *item = map->items[i];

		one(check, item,
		    azs_model_find(
			azs_node_text(azs_node_get(item, "model"), ""),
			azs_node_text(azs_node_get(item, "version"), "")));
	}
}

static void
model_report(const struct azs_rule_check *check, const struct azs_node *item,
    const char *what)
{
	const struct azs_node *model = azs_node_get(item, "model");
	const struct azs_node *version = azs_node_get(item, "version");

	azs_rule_report(check, version, model,
	    "openai.deployments.%s: %s version %s %s", item->key, model->text,
	    version->text, what);
}

static void
model_known(const struct azs_rule_check *check, const struct azs_node *item,
    const struct azs_model_fact *fact)
{
	const char *newest;
	char what[160];

	if (fact != NULL)
		return;
	newest = azs_model_newest(azs_node_get(item, "model")->text);
	(void)snprintf(what, sizeof what, "is not known%s%s%s",
	    newest == NULL ? "" : " (the newest one known is ",
	    newest == NULL ? "" : newest, newest == NULL ? "" : ")");
	model_report(check, item, what);
}

void
azs_rule_model_known(const struct azs_rule_check *check)
{
	each_deployment(check, model_known);
}

static int
is_retired(const struct azs_model_fact *fact)
{
	return fact->lifecycle == AZS_MODEL_RETIRED ||
	    (fact->retirement != NULL &&
		azs_days_between(azs_facts_date, fact->retirement) <= 0);
}

static void
model_retired(const struct azs_rule_check *check, const struct azs_node *item,
    const struct azs_model_fact *fact)
{
	char what[64];

	if (fact == NULL || !is_retired(fact))
		return;
	(void)snprintf(what, sizeof what, "%s%s",
	    fact->retirement == NULL ? "is retired" : "was retired on ",
	    fact->retirement == NULL ? "" : fact->retirement);
	model_report(check, item, what);
}

void
azs_rule_model_retired(const struct azs_rule_check *check)
{
	each_deployment(check, model_retired);
}

static void
model_retires_soon(const struct azs_rule_check *check,
    const struct azs_node *item, const struct azs_model_fact *fact)
{
	char what[96];
	long days;

	if (fact == NULL || fact->retirement == NULL || is_retired(fact))
		return;
	days = azs_days_between(azs_facts_date, fact->retirement);
	if (days > SOON)
		return;
	(void)snprintf(what, sizeof what,
	    "retires on %s, %ld days after azstamp's facts of %s",
	    fact->retirement, days, azs_facts_date);
	model_report(check, item, what);
}

void
azs_rule_model_retires_soon(const struct azs_rule_check *check)
{
	each_deployment(check, model_retires_soon);
}

static void
model_legacy(const struct azs_rule_check *check, const struct azs_node *item,
    const struct azs_model_fact *fact)
{
	if (fact != NULL && fact->lifecycle == AZS_MODEL_LEGACY &&
	    !is_retired(fact))
		model_report(check, item,
		    "is in its legacy stage: only subscriptions that deployed "
		    "it before can deploy it");
}

void
azs_rule_model_legacy(const struct azs_rule_check *check)
{
	each_deployment(check, model_legacy);
}

static void
provisioned_capacity(const struct azs_rule_check *check,
    const struct azs_node *item, const struct azs_model_fact *fact)
{
	const struct azs_node *sku = azs_node_get(item, "sku");
	const struct azs_node *capacity = azs_node_get(item, "capacity");
	const struct azs_deployment_type *type =
	    azs_deployment_type_find(azs_node_text(sku, ""));

	(void)fact;
	if (type == NULL || type->floor == 0)
		return;
	if (capacity == NULL)
		capacity = azs_rule_value(check, "openai.capacity");
	if (capacity->number >= type->floor &&
	    capacity->number % type->step == 0)
		return;
	/* The regional step is the model's. */
	azs_rule_report(check, capacity, sku,
	    "openai.deployments.%s: %s takes %s PTU, not %lld", item->key,
	    type->name,
	    type->step > 1 ? "15, 20, 25 ..."
			   : "25 or more (50 for some models)",
	    (long long)capacity->number);
}

void
azs_rule_provisioned_capacity(const struct azs_rule_check *check)
{
	each_deployment(check, provisioned_capacity);
}

void
azs_rule_chat_deployment(const struct azs_rule_check *check)
{
	const struct azs_node *deployments =
	    azs_rule_value(check, "openai.deployments");

	if (azs_rule_has(check, "models") &&
	    azs_node_get(deployments, "chat") == NULL)
		azs_rule_report(check, deployments, NULL,
		    "there is no openai.deployments.chat");
}
