/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "facts.h"
#include "field.h"
#include "rules.h"

/* Call each for every container app; sizes that services share are equal
   nodes, so findings at the same place are merged later. */
static void
each_container(const struct azs_rule_check *check,
    void (*one)(const struct azs_rule_check *, const char *))
{
	const struct azs_node *map = azs_rule_services(check);
	size_t i;

	for (i = 0; i < map->count; i++)
		if (azs_service_is(map->items[i], "containerapp"))
			one(check, map->items[i]->key);
}

/* Is the size the service's own, not that of all containers? */
static int
is_own(const struct azs_rule_check *check, const struct azs_node *size)
{
	return size !=
	    azs_node_get(azs_rule_value(check, "containers"), size->key);
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
	azs_rule_unknown_regions(check, azs_rule_value(check, "locations"));
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
	if (hundredths % AZS_CPU_STEP != 0)
		azs_rule_report(check, cpu, memory,
		    "%s.cpu %s is no step of 0.25 vCPU", name.data, cpu_text);
	else if (azs_hundredths(gi) != AZS_GI_PER_CPU * hundredths)
		azs_rule_report(check, first, second,
		    "%s.cpu %s with memory %s is not a pair Container Apps "
		    "accepts (for %s vCPU: %ld.%ldGi)",
		    name.data, cpu_text, memory->text, cpu_text,
		    hundredths * AZS_GI_PER_CPU / 100,
		    hundredths * AZS_GI_PER_CPU % 100 / 10);
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
	const struct azs_node *map = azs_rule_value(check, "services"),
			      *service;
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++) {
		service =
		    azs_node_get(azs_rule_services(check), map->items[i]->key);
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

void
azs_rule_search_size(const struct azs_rule_check *check)
{
	const struct azs_node *replicas =
	    azs_rule_value(check, "search.replicas");
	const struct azs_node *partitions =
	    azs_rule_value(check, "search.partitions");
	const char *sku = azs_rule_text(check, "search.sku");
	const struct azs_search_tier *tier = azs_search_tier_find(sku);

	if (!azs_rule_has(check, "search"))
		return;
	if (replicas->number > tier->replicas)
		azs_rule_report_at(check, "search.replicas", "search.sku",
		    "search.replicas %lld is too many for %s (at most %d)",
		    (long long)replicas->number, sku, tier->replicas);
	if (partitions->number > tier->partitions)
		azs_rule_report_at(check, "search.partitions", "search.sku",
		    "search.partitions %lld is too many for %s (at most %d)",
		    (long long)partitions->number, sku, tier->partitions);
	else if (partitions->number > 4 && partitions->number % 6 != 0)
		azs_rule_report(check, partitions, NULL,
		    "search.partitions must be 1, 2, 3, 4, 6 or 12, not %lld",
		    (long long)partitions->number);
	else if (replicas->number <= tier->replicas &&
	    replicas->number * partitions->number > tier->units)
		azs_rule_report(check, replicas, partitions,
		    "search.replicas %lld times search.partitions %lld "
		    "exceeds %d search units",
		    (long long)replicas->number, (long long)partitions->number,
		    tier->units);
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
	const struct azs_node *tags = azs_rule_value(check, "tags");
	size_t i;

	for (i = 0; tags != NULL && i < tags->count; i++) {
		const struct azs_node *tag = tags->items[i];
		struct azs_node name = *tag;

		name.mark = tag->key_mark;
		if (!is_tag_name(tag->key))
			azs_rule_report(check, &name, NULL,
			    "tags: \"%.60s\" cannot be the name of a tag",
			    tag->key);
		if (strlen(tag->text) > 256)
			azs_rule_report(check, tag, NULL,
			    "tags.%.60s: the value has %zu bytes, more than "
			    "256",
			    tag->key, strlen(tag->text));
	}
}
