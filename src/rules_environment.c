/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "facts.h"
#include "field.h"
#include "rules.h"

/* Models are warned about this many days ahead. */
#define SOON 90

static const struct azs_node *
value(const struct azs_rule_check *check, const char *path)
{
	return azs_node_at(check->environment->resolved, path);
}

static const char *
text(const struct azs_rule_check *check, const char *path)
{
	return azs_node_text(value(check, path), "");
}

static int64_t
number(const struct azs_rule_check *check, const char *path)
{
	return value(check, path)->number;
}

static const struct azs_node *
services(const struct azs_rule_check *check)
{
	return azs_node_get(check->model->application, "services");
}

/* Call each for every container app; sizes that services share are equal
   nodes, so findings at the same place are merged later. */
static void
each_container(const struct azs_rule_check *check,
    void (*one)(const struct azs_rule_check *, const char *))
{
	const struct azs_node *map = services(check);
	size_t i;

	for (i = 0; i < map->count; i++)
		if (azs_service_is(map->items[i], "containerapp"))
			one(check, map->items[i]->key);
}

/* Is the size the service's own, not that of all containers? */
static int
is_own(const struct azs_rule_check *check, const struct azs_node *size)
{
	return size != azs_node_get(value(check, "containers"), size->key);
}

/* "containers" or "services.<name>.containers": where two sizes stand. */
static const char *
owner(const struct azs_rule_check *check, const char *service,
    const struct azs_node *a, const struct azs_node *b, struct azs_buf *out)
{
	azs_buf_clear(out);
	if (is_own(check, a) || is_own(check, b))
		azs_buf_addf(out, "services.%s.", service);
	azs_buf_adds(out, "containers");
	return out->data;
}

/* Of two sizes show the service's own first, if just one is. */
static void
order(const struct azs_rule_check *check, const struct azs_node **a,
    const struct azs_node **b)
{
	const struct azs_node *first = *a;

	if (!is_own(check, *a) && is_own(check, *b)) {
		*a = *b;
		*b = first;
	}
}

void
azs_rule_environment_regions(const struct azs_rule_check *check)
{
	azs_rule_unknown_regions(check, value(check, "locations"));
}

static void
replica_bounds(const struct azs_rule_check *check, const char *service)
{
	const struct azs_node *min =
	    azs_model_container(check->environment, service, "minReplicas");
	const struct azs_node *max =
	    azs_model_container(check->environment, service, "maxReplicas");
	const struct azs_node *first = min, *second = max;
	struct azs_buf name = AZS_BUF_INIT;

	order(check, &first, &second);
	if (min->number > max->number)
		azs_rule_report(check, first, second,
		    "%s: minReplicas %lld exceeds maxReplicas %lld",
		    owner(check, service, min, max, &name),
		    (long long)min->number, (long long)max->number);
	azs_buf_release(&name);
}

void
azs_rule_replica_bounds(const struct azs_rule_check *check)
{
	each_container(check, replica_bounds);
}

static void
replica_floor(const struct azs_rule_check *check, const char *service)
{
	const struct azs_node *min =
	    azs_model_container(check->environment, service, "minReplicas");
	struct azs_buf name = AZS_BUF_INIT;

	if (min->number < 2)
		azs_rule_report(check, min, NULL,
		    "%s: minReplicas %lld is too few for production",
		    owner(check, service, min, min, &name),
		    (long long)min->number);
	azs_buf_release(&name);
}

void
azs_rule_replica_floor(const struct azs_rule_check *check)
{
	each_container(check, replica_floor);
}

static const char *
number_text(const struct azs_node *node, char *room, size_t size)
{
	if (node->kind == AZS_REAL)
		return node->text;
	(void)snprintf(room, size, "%lld.0", (long long)node->number);
	return room;
}

static void
cpu_memory(const struct azs_rule_check *check, const char *service)
{
	const struct azs_node *cpu =
	    azs_model_container(check->environment, service, "cpu");
	const struct azs_node *memory =
	    azs_model_container(check->environment, service, "memory");
	const struct azs_node *first = memory, *second = cpu;
	struct azs_buf name = AZS_BUF_INIT;
	char room[32], gi[32];
	const char *cpu_text = number_text(cpu, room, sizeof room);
	long hundredths = azs_hundredths(cpu_text);

	(void)snprintf(gi, sizeof gi, "%.*s",
	    (int)(strlen(memory->text) - strlen("Gi")), memory->text);
	(void)owner(check, service, cpu, memory, &name);
	order(check, &first, &second);
	if (hundredths % 25 != 0)
		azs_rule_report(check, cpu, memory,
		    "%s.cpu %s is no step of 0.25 vCPU", name.data, cpu_text);
	else if (azs_hundredths(gi) != 2 * hundredths)
		azs_rule_report(check, first, second,
		    "%s.cpu %s with memory %s is not a pair Container Apps "
		    "accepts (for %s vCPU: %ld.%ldGi)",
		    name.data, cpu_text, memory->text, cpu_text,
		    hundredths / 50, hundredths % 50 / 5);
	azs_buf_release(&name);
}

void
azs_rule_cpu_memory(const struct azs_rule_check *check)
{
	each_container(check, cpu_memory);
}

void
azs_rule_service_names(const struct azs_rule_check *check)
{
	const struct azs_node *map = value(check, "services"), *service;
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++) {
		service = azs_node_get(services(check), map->items[i]->key);
		if (service == NULL)
			azs_rule_report(check, map->items[i], NULL,
			    "services.%s has sizes, but azstamp.yaml has no "
			    "such service",
			    map->items[i]->key);
		else if (!azs_service_is(service, "containerapp"))
			azs_rule_report(check, map->items[i], NULL,
			    "services.%s has container sizes, but is no "
			    "container app",
			    map->items[i]->key);
	}
}

/* Call one for each model deployment. */
static void
each_deployment(const struct azs_rule_check *check,
    void (*one)(const struct azs_rule_check *, const struct azs_node *,
	const struct azs_model_fact *))
{
	const struct azs_node *map = value(check, "openai.deployments");
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++) {
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

/* Global and data zone: from 15 in steps of 5; regional: at least 25. The
   regional step depends on the model, so only the floor is held to. */
static void
provisioned_capacity(const struct azs_rule_check *check,
    const struct azs_node *item, const struct azs_model_fact *fact)
{
	const struct azs_node *sku = azs_node_get(item, "sku");
	const struct azs_node *capacity = azs_node_get(item, "capacity");
	const char *name = azs_node_text(sku, "");
	int wide = strcmp(name, "ProvisionedManaged") != 0;

	(void)fact;
	if (strstr(name, "ProvisionedManaged") == NULL)
		return;
	if (capacity == NULL)
		capacity = value(check, "openai.capacity");
	if (capacity->number < (wide ? 15 : 25) ||
	    (wide && capacity->number % 5 != 0))
		azs_rule_report(check, capacity, sku,
		    "openai.deployments.%s: %s takes %s PTU, not %lld",
		    item->key, name,
		    wide ? "15, 20, 25 ..." : "25 or more (50 for some models)",
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
	const struct azs_node *deployments = value(check, "openai.deployments");

	if (azs_model_uses(check->model, "openai") &&
	    azs_node_get(deployments, "chat") == NULL)
		azs_rule_report(check, deployments, NULL,
		    "there is no openai.deployments.chat");
}

void
azs_rule_search_size(const struct azs_rule_check *check)
{
	const struct azs_node *replicas = value(check, "search.replicas");
	const struct azs_node *partitions = value(check, "search.partitions");
	const char *sku = text(check, "search.sku");
	int64_t most = strcmp(sku, "basic") == 0 ? 3 : 12;

	if (!azs_node_true(value(check, "search.enabled")))
		return;
	if (replicas->number > most)
		azs_rule_report(check, replicas, value(check, "search.sku"),
		    "search.replicas %lld is too many for %s (at most %lld)",
		    (long long)replicas->number, sku, (long long)most);
	if (partitions->number > most)
		azs_rule_report(check, partitions, value(check, "search.sku"),
		    "search.partitions %lld is too many for %s (at most %lld)",
		    (long long)partitions->number, sku, (long long)most);
	else if (partitions->number > 4 && partitions->number % 6 != 0)
		azs_rule_report(check, partitions, NULL,
		    "search.partitions must be 1, 2, 3, 4, 6 or 12, not %lld",
		    (long long)partitions->number);
	if (most == 12 && replicas->number * partitions->number > 36)
		azs_rule_report(check, replicas, partitions,
		    "search.replicas %lld times search.partitions %lld "
		    "exceeds 36 search units",
		    (long long)replicas->number, (long long)partitions->number);
}

void
azs_rule_search_off(const struct azs_rule_check *check)
{
	const struct azs_node *enabled = value(check, "search.enabled");

	if (!azs_node_true(enabled) && azs_model_uses(check->model, "search"))
		azs_rule_report(check, enabled, NULL,
		    "search is off, but a service uses it");
}

void
azs_rule_free_tiers(const struct azs_rule_check *check)
{
	static const struct {
		const char *path, *tier, *resource;
	} tiers[] = { { "vision.sku", "F0", "vision" },
		{ "documentIntelligence.sku", "F0", "documentIntelligence" } };
	size_t i;

	for (i = 0; i < sizeof tiers / sizeof tiers[0]; i++)
		if (strcmp(text(check, tiers[i].path), tiers[i].tier) == 0 &&
		    azs_model_uses(check->model, tiers[i].resource))
			azs_rule_report(check, value(check, tiers[i].path),
			    NULL, "%s %s is a free tier", tiers[i].path,
			    tiers[i].tier);
}

void
azs_rule_vault_floor(const struct azs_rule_check *check)
{
	if (!azs_node_true(value(check, "keyVault.purgeProtection")))
		azs_rule_report(check, value(check, "keyVault.purgeProtection"),
		    NULL, "keyVault.purgeProtection is off");
	if (strcmp(text(check, "keyVault.sku"), "premium") != 0)
		azs_rule_report(check, value(check, "keyVault.sku"), NULL,
		    "keyVault.sku is %s, not premium",
		    text(check, "keyVault.sku"));
	if (number(check, "keyVault.retentionDays") < 90)
		azs_rule_report(check, value(check, "keyVault.retentionDays"),
		    NULL, "keyVault.retentionDays is %lld, not 90",
		    (long long)number(check, "keyVault.retentionDays"));
}

void
azs_rule_budget(const struct azs_rule_check *check)
{
	if (!azs_node_true(value(check, "budget.enabled")))
		azs_rule_report(check, value(check, "budget.enabled"), NULL,
		    "there is no budget");
}

void
azs_rule_log_cap(const struct azs_rule_check *check)
{
	if (number(check, "monitoring.dailyQuotaGb") != -1)
		azs_rule_report(check, value(check, "monitoring.dailyQuotaGb"),
		    NULL, "monitoring.dailyQuotaGb caps the logs at %lld GB",
		    (long long)number(check, "monitoring.dailyQuotaGb"));
}

/* Azure keeps some prefixes for itself, and azd finds resources by its own. */
static int
is_tag_name(const char *name)
{
	static const char *const reserved[] = { "azd-", "hidden-", "microsoft",
		"azure", "windows" };
	size_t i;

	for (i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
		if (strncasecmp(name, reserved[i], strlen(reserved[i])) == 0)
			return 0;
	return *name != '\0' && strlen(name) <= 512 &&
	    strpbrk(name, "<>%&\\?/") == NULL;
}

void
azs_rule_tags(const struct azs_rule_check *check)
{
	const struct azs_node *tags = value(check, "tags");
	size_t i;

	for (i = 0; tags != NULL && i < tags->count; i++) {
		const struct azs_node *tag = tags->items[i];

		if (!is_tag_name(tag->key))
			azs_rule_report(check, tag, NULL,
			    "tags: \"%.60s\" cannot be the name of a tag",
			    tag->key);
		if (strlen(tag->text) > 256)
			azs_rule_report(check, tag, NULL,
			    "tags.%.60s: the value has %zu bytes, more than "
			    "256",
			    tag->key, strlen(tag->text));
	}
}
