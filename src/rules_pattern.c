/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "buf.h"
#include "facts.h"
#include "feature.h"
#include "rules.h"

/* What the pattern composes, and what only some patterns read. */

static const char *
pattern(const struct azs_rule_check *check)
{
	return azs_node_text(
	    azs_node_get(check->model->application, "pattern"), "");
}

static int
has_word(const struct azs_node *list, const char *word)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(list->items[i]->text, word) == 0)
			return 1;
	return 0;
}

static void
add_words(struct azs_buf *out, const struct azs_node *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		azs_buf_addf(
		    out, "%s%s", i == 0 ? "" : ", ", list->items[i]->text);
}

void
azs_rule_hosts(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check), *host;
	struct azs_buf words = AZS_BUF_INIT;
	size_t i;

	if (check->manifest == NULL || check->manifest->hosts == NULL)
		return;
	add_words(&words, check->manifest->hosts);
	for (i = 0; i < map->count; i++) {
		host = azs_node_get(map->items[i], "host");
		if (!has_word(check->manifest->hosts, host->text))
			azs_rule_report(check, host, NULL,
			    "%s cannot run as %s: the pattern %s has %s",
			    map->items[i]->key, host->text, pattern(check),
			    words.data);
	}
	azs_buf_release(&words);
}

void
azs_rule_resources(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check), *uses, *has;
	struct azs_buf words = AZS_BUF_INIT;
	size_t i, j;

	if (check->manifest == NULL || check->manifest->resources == NULL)
		return;
	has = check->manifest->resources;
	add_words(&words, has);
	for (i = 0; i < map->count; i++) {
		uses = azs_node_get(map->items[i], "uses");
		for (j = 0; uses != NULL && j < uses->count; j++)
			if (azs_is_resource(uses->items[j]->text) &&
			    !has_word(has, uses->items[j]->text))
				azs_rule_report(check, uses->items[j], NULL,
				    "%s cannot use %s: the pattern %s has %s",
				    map->items[i]->key, uses->items[j]->text,
				    pattern(check), words.data);
	}
	azs_buf_release(&words);
}

/* Has the pattern Foundry, whose orchestrator can be chosen? */
static int
has_foundry(const struct azs_rule_check *check)
{
	return check->manifest == NULL || check->manifest->resources == NULL ||
	    has_word(check->manifest->resources, "foundry");
}

void
azs_rule_choices(const struct azs_rule_check *check)
{
	const struct azs_node *routing =
	    azs_node_get(check->model->application, "routing");
	const struct azs_node *orchestrator =
	    azs_node_get(check->model->application, "orchestrator");

	if (routing != NULL && !azs_rule_regional(check))
		azs_rule_report(check, routing, NULL,
		    "routing is not read: the pattern %s runs in one region",
		    pattern(check));
	else if (routing != NULL && !azs_rule_has(check, "public"))
		azs_rule_report(check, routing, NULL,
		    "routing is not read: no service has ingress: external");
	if (orchestrator != NULL && !has_foundry(check))
		azs_rule_report(check, orchestrator, NULL,
		    "orchestrator is not read: the pattern %s has no foundry",
		    pattern(check));
	else if (orchestrator != NULL && !azs_rule_has(check, "foundry"))
		azs_rule_report(check, orchestrator, NULL,
		    "orchestrator is not read: no service uses foundry");
}

/* The starter of a function app works on a queue: what comes from Event Hubs
   goes through it, and documents lie in the storage account. */
void
azs_rule_triggers(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check), *service;
	size_t i;

	for (i = 0; i < map->count; i++) {
		service = map->items[i];
		if (!azs_service_is(service, "function") ||
		    (!azs_service_uses(service, "eventHubs") &&
			!azs_service_uses(service, "serviceBus")))
			continue;
		if (!azs_service_uses(service, "serviceBus"))
			azs_rule_report(check, azs_node_get(service, "uses"),
			    NULL,
			    "%s uses eventHubs without serviceBus: its "
			    "starter code puts each event into a queue",
			    service->key);
		else if (!azs_service_uses(service, "storage"))
			azs_rule_report(check, azs_node_get(service, "uses"),
			    NULL,
			    "%s uses serviceBus without storage: its starter "
			    "code reads documents and keeps results there",
			    service->key);
	}
}

void
azs_rule_one_worker(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check), *service;
	const struct azs_node *first = NULL;
	size_t i;

	for (i = 0; i < map->count; i++) {
		service = map->items[i];
		if (!azs_service_is(service, "function") ||
		    !azs_service_uses(service, "serviceBus"))
			continue;
		if (first == NULL)
			first = service;
		else
			azs_rule_report(check, azs_node_get(service, "uses"),
			    NULL,
			    "%s and %s take from the same queue: each message "
			    "reaches one of them, and nobody knows which",
			    first->key, service->key);
	}
}

/* Threads, files and vectors of agents are kept in resources of ours only if
   there are all three. */
void
azs_rule_agents(const struct azs_rule_check *check)
{
	static const char *const needs[] = { "search", "storage", "cosmos" };
	struct azs_buf missing = AZS_BUF_INIT;
	size_t i;

	if (!azs_rule_has(check, "agents"))
		return;
	for (i = 0; i < sizeof needs / sizeof needs[0]; i++)
		if (!azs_rule_has(check, needs[i]))
			azs_buf_addf(&missing, "%s%s",
			    missing.len == 0 ? "" : ", ", needs[i]);
	if (missing.len > 0)
		azs_rule_report_at(check, "search.enabled", NULL,
		    "the agents of Foundry miss %s: their threads, files and "
		    "vectors stay in storage of Microsoft's, outside the "
		    "network",
		    missing.data);
	azs_buf_release(&missing);
}

void
azs_rule_ingress(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check), *ingress;
	size_t i;

	for (i = 0; i < map->count; i++) {
		ingress = azs_node_get(map->items[i], "ingress");
		if (azs_rule_is_users(ingress) &&
		    !azs_service_is(map->items[i], "containerapp"))
			azs_rule_report(check, ingress, NULL,
			    "%s is no container app: nothing reads its "
			    "ingress",
			    map->items[i]->key);
	}
}

/* "ca-<service>-<slot>", 32 characters at most. */
void
azs_rule_regional_names(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check), *list;
	const char *longest = "";
	size_t i, j, len;

	if (!azs_rule_regional(check))
		return;
	for (i = 0; i < check->model->count; i++) {
		list = azs_model_locations(
		    check->model, &check->model->environments[i]);
		for (j = 0; list != NULL && j < list->count; j++)
			if (azs_slot_name(j) != NULL &&
			    strlen(azs_slot_name(j)) > strlen(longest))
				longest = azs_slot_name(j);
	}
	for (i = 0; i < map->count; i++) {
		len = strlen("ca--") + strlen(map->items[i]->key) +
		    strlen(longest);
		if (azs_service_is(map->items[i], "containerapp") && len > 32)
			azs_rule_report(check, map->items[i], NULL,
			    "ca-%s-%s would be %zu characters long; Azure "
			    "takes 32: shorten the service's name by %zu",
			    map->items[i]->key, longest, len, len - 32);
	}
}

/* A function app keeps its package in a container called as the service. */
void
azs_rule_function_names(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check);
	size_t i;

	for (i = 0; i < map->count; i++)
		if (azs_service_is(map->items[i], "function") &&
		    strlen(map->items[i]->key) < 3)
			azs_rule_report(check, map->items[i], NULL,
			    "%s is too short: its package lies in a blob "
			    "container of that name, which has 3 characters "
			    "or more",
			    map->items[i]->key);
}

/* At most this many outputs and resources of main.bicep are there without a
   service. */
#define FIXED_OUTPUTS 24
#define FIXED_RESOURCES 60

void
azs_rule_outputs(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check);
	size_t i, count = 0;

	/* An app service says its address, its name and its identity. */
	for (i = 0; i < map->count; i++)
		if (azs_service_public(map->items[i]))
			count +=
			    azs_service_is(map->items[i], "appservice") ? 3 : 1;
	if (count + FIXED_OUTPUTS > AZS_MOST_OUTPUTS)
		azs_rule_report(check, map, NULL,
		    "the public services have %zu outputs, which with the "
		    "others are more than the %d of one deployment",
		    count, AZS_MOST_OUTPUTS);
}

void
azs_rule_deployment_size(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check);
	size_t i, count = 0;

	/* A static web app has its backend beside it, an app service its
	   private endpoint. */
	for (i = 0; i < map->count; i++)
		count += azs_service_is(map->items[i], "containerapp") ||
			azs_service_is(map->items[i], "function")
		    ? 1
		    : 2;
	if (count + FIXED_RESOURCES > AZS_MOST_RESOURCES)
		azs_rule_report(check, map, NULL,
		    "%zu services are %zu modules, which with the others are "
		    "more than the %d resources of one deployment",
		    map->count, count, AZS_MOST_RESOURCES);
}
