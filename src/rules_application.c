/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "facts.h"
#include "feature.h"
#include "field.h"
#include "memory.h"
#include "output.h"
#include "rules.h"

void
azs_rule_unknown_regions(
    const struct azs_rule_check *check, const struct azs_node *list)
{
	const char *nearest;
	size_t i;

	for (i = 0; list != NULL && i < list->count; i++) {
		if (azs_region_find(list->items[i]->text) != NULL)
			continue;
		nearest = azs_region_nearest(list->items[i]->text);
		azs_rule_report(check, list->items[i], NULL,
		    "%s is no Azure region%s%s%s", list->items[i]->text,
		    nearest == NULL ? "" : " (did you mean ",
		    nearest == NULL ? "" : nearest,
		    nearest == NULL ? "" : "?)");
	}
}

void
azs_rule_regions(const struct azs_rule_check *check)
{
	azs_rule_unknown_regions(
	    check, azs_node_get(check->model->application, "locations"));
}

/* The nearest service or resource, else the resources that there are. */
static void
report_unknown_use(const struct azs_rule_check *check,
    const struct azs_node *service, const struct azs_node *use)
{
	const struct azs_node *map = azs_rule_services(check);
	const struct azs_node *has =
	    check->manifest == NULL ? NULL : check->manifest->resources;
	size_t count = has == NULL ? azs_resource_count : has->count, i;
	const char **words =
	    azs_xreallocarray(NULL, count + map->count, sizeof *words);
	struct azs_buf list = AZS_BUF_INIT;
	const char *nearest;

	for (i = 0; i < count; i++) {
		words[i] = has == NULL ? azs_resources[i] : has->items[i]->text;
		azs_buf_addf(&list, "%s%s", i == 0 ? "" : ", ", words[i]);
	}
	for (i = 0; i < map->count; i++)
		words[count + i] = map->items[i]->key;
	nearest = azs_nearest(use->text, words, count + map->count);
	if (nearest != NULL)
		azs_rule_report(check, use, NULL,
		    "%s uses %s, which is neither a service nor a resource "
		    "(did you mean %s?)",
		    service->key, use->text, nearest);
	else
		azs_rule_report(check, use, NULL,
		    "%s uses %s, which is neither a service nor one of %s",
		    service->key, use->text, list.data);
	azs_buf_release(&list);
	free(words);
}

static void
check_use(const struct azs_rule_check *check, const struct azs_node *service,
    const struct azs_node *use)
{
	const struct azs_node *callee =
	    azs_node_get(azs_rule_services(check), use->text);

	if (strcmp(use->text, service->key) == 0) {
		azs_rule_report(
		    check, use, NULL, "%s uses itself", service->key);
		return;
	}
	if (azs_is_resource(use->text)) {
		if (azs_service_is(service, "staticwebapp"))
			azs_rule_report(check, use, NULL,
			    "%s is a static web app and has no identity to "
			    "use %s with: let a container app do it",
			    service->key, use->text);
		return;
	}
	if (callee == NULL)
		report_unknown_use(check, service, use);
	else if (azs_service_is(callee, "staticwebapp"))
		azs_rule_report(check, use, NULL,
		    "%s uses %s, a static web app: only browsers call those",
		    service->key, use->text);
	else if (!azs_service_is(callee, "containerapp"))
		azs_rule_report(check, use, NULL,
		    "%s uses %s, which is no container app: services call no "
		    "others",
		    service->key, use->text);
}

void
azs_rule_uses(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check), *uses;
	size_t i, j;

	for (i = 0; i < map->count; i++) {
		if (azs_is_resource(map->items[i]->key))
			azs_rule_report(check, map->items[i], NULL,
			    "a service cannot be called %s: the word stands "
			    "for the resource",
			    map->items[i]->key);
		uses = azs_node_get(map->items[i], "uses");
		for (j = 0; uses != NULL && j < uses->count; j++)
			check_use(check, map->items[i], uses->items[j]);
	}
}

enum color { WHITE, GREY, BLACK };

/* Depth-first; reports the use that closes a circle. colors: an integer for
   each service. */
static void
visit(const struct azs_rule_check *check, const struct azs_node *map,
    const struct azs_node *service, const struct azs_node *colors)
{
	struct azs_node *color = azs_node_get(colors, service->key);
	const struct azs_node *uses = azs_node_get(service, "uses"), *callee;
	size_t i;

	color->number = GREY;
	for (i = 0; uses != NULL && i < uses->count; i++) {
		callee = azs_node_get(map, uses->items[i]->text);
		if (callee == NULL || callee == service)
			continue;
		switch (azs_node_get(colors, callee->key)->number) {
		case GREY:
			azs_rule_report(check, uses->items[i], NULL,
			    "%s uses %s, which uses %s itself or through "
			    "others",
			    service->key, callee->key, service->key);
			break;
		case WHITE:
			visit(check, map, callee, colors);
			break;
		default:
			break;
		}
	}
	color->number = BLACK;
}

void
azs_rule_calls_in_a_circle(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check);
	struct azs_node *colors = azs_node_map();
	size_t i;

	for (i = 0; i < map->count; i++)
		azs_node_set(colors, map->items[i]->key, azs_node_int(WHITE));
	for (i = 0; i < map->count; i++)
		if (colors->items[i]->number == WHITE)
			visit(check, map, map->items[i], colors);
	azs_node_free(colors);
}

void
azs_rule_site_backend(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check), *uses, *callee;
	const struct azs_node *backend;
	size_t i, j;

	for (i = 0; i < map->count; i++) {
		if (!azs_service_is(map->items[i], "staticwebapp"))
			continue;
		uses = azs_node_get(map->items[i], "uses");
		backend = NULL;
		for (j = 0; uses != NULL && j < uses->count; j++) {
			callee = azs_node_get(map, uses->items[j]->text);
			if (callee == NULL ||
			    !azs_service_is(callee, "containerapp"))
				continue;
			if (backend != NULL)
				azs_rule_report(check, uses->items[j], NULL,
				    "%s has %s as its backend already: a "
				    "static web app links one",
				    map->items[i]->key, backend->key);
			else if (strcmp(azs_node_text(
					    azs_node_get(callee, "ingress"),
					    "internal"),
				     "external") != 0)
				azs_rule_report(check, uses->items[j], NULL,
				    "%s cannot reach %s, whose ingress is "
				    "internal: set ingress: external there",
				    map->items[i]->key, callee->key);
			backend = callee;
		}
	}
}

static void
check_linked(const struct azs_rule_check *check, const struct azs_node *map,
    const struct azs_node *site)
{
	const struct azs_node *backend = azs_service_backend(map, site), *uses;
	size_t i, j;

	for (i = 0; backend != NULL && i < map->count; i++) {
		uses = azs_node_get(map->items[i], "uses");
		for (j = 0; uses != NULL && j < uses->count; j++)
			if (map->items[i] != site && map->items[i] != backend &&
			    strcmp(uses->items[j]->text, backend->key) == 0)
				azs_rule_report(check, uses->items[j], NULL,
				    "%s uses %s, which is the backend of %s",
				    map->items[i]->key, backend->key,
				    site->key);
	}
}

void
azs_rule_linked_backend(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check);
	size_t i;

	for (i = 0; i < map->count; i++)
		if (azs_service_is(map->items[i], "staticwebapp"))
			check_linked(check, map, map->items[i]);
}

/* Templates write "chat-service" as chatService; a digit has no capital, so
   "a-1" and "a1" would be one symbol. seen: symbol to name. */
static void
check_symbol(const struct azs_rule_check *check, const struct azs_node *service,
    struct azs_node *seen)
{
	struct azs_buf symbol = AZS_BUF_INIT;
	const struct azs_node *first;
	const char *p;

	for (p = service->key; *p != '\0'; p++)
		if (*p != '-' || p[1] < '0' || p[1] > '9')
			azs_buf_addc(&symbol, *p);
	first = azs_node_get(seen, symbol.data);
	if (first != NULL)
		azs_rule_report(check, service, NULL,
		    "the services %s and %s would have one symbol in Bicep: "
		    "rename one",
		    first->text, service->key);
	else
		azs_node_set(seen, symbol.data, azs_node_string(service->key));
	azs_buf_release(&symbol);
}

/* Names of Azure resources with a service's name in them. */
static const struct {
	const char *host, *prefix, *suffix;
	size_t most;
} derived[] = {
	{ "containerapp", "ca-", "", 32 },
	{ "staticwebapp", "stapp-", "", 40 },
	{ "function", "func-", "-abc123", 32 },
	{ "appservice", "app-", "-abcdefghij123", 60 },
};

static void
check_length(const struct azs_rule_check *check, const struct azs_node *service)
{
	size_t i, len;

	for (i = 0; i < sizeof derived / sizeof derived[0]; i++) {
		if (!azs_service_is(service, derived[i].host))
			continue;
		len = strlen(derived[i].prefix) + strlen(service->key) +
		    strlen(derived[i].suffix);
		if (len > derived[i].most)
			azs_rule_report(check, service, NULL,
			    "%s%s%s would be %zu characters long; Azure takes "
			    "%zu: shorten the service's name by %zu",
			    derived[i].prefix, service->key, derived[i].suffix,
			    len, derived[i].most, len - derived[i].most);
	}
}

/* "main" would make azd take infra/main.bicep for the service's own
   deployment. */
void
azs_rule_names(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check);
	struct azs_node *seen = azs_node_map();
	size_t i;

	for (i = 0; i < map->count; i++) {
		check_length(check, map->items[i]);
		check_symbol(check, map->items[i], seen);
		if (strcmp(map->items[i]->key, "main") == 0)
			azs_rule_report(check, map->items[i], NULL,
			    "a service cannot be called main: azd would take "
			    "infra/main.bicep for its deployment");
	}
	azs_node_free(seen);
}

void
azs_rule_default_profile(const struct azs_rule_check *check)
{
	const struct azs_node *node =
	    azs_node_get(check->model->application, "defaultProfile");
	const struct azs_environment *environment;
	const char *name = azs_node_text(node, NULL);

	if (name == NULL)
		return;
	environment = azs_model_environment(check->model, name);
	if (environment == NULL)
		azs_rule_report(check, node, NULL,
		    "defaultProfile names %s, which is no environment", name);
	else if (environment->level == AZS_PRODUCTION)
		azs_rule_report(check, node, NULL,
		    "defaultProfile names %s, a production environment", name);
}

static void
check_path(const struct azs_rule_check *check, const struct azs_node *node)
{
	static const char *const reserved[] = { "infra", "profiles", "scripts",
		"docs" };
	const char *path = azs_node_text(node, NULL);
	struct azs_error err;
	size_t i, len;

	if (path == NULL)
		return;
	if (azs_output_check_path(path, &err) == -1) {
		azs_rule_report(check, node, NULL, "%s", err.msg);
		return;
	}
	for (i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
		len = strlen(reserved[i]);
		if (strncmp(path, reserved[i], len) == 0 &&
		    (path[len] == '\0' || path[len] == '/'))
			azs_rule_report(check, node, NULL,
			    "%s lies in %s/, where azstamp's own files are",
			    path, reserved[i]);
	}
}

/* azd deploys a folder as one service, and starter code goes to each. */
static void
check_shared(const struct azs_rule_check *check, const struct azs_node *map,
    size_t index)
{
	const struct azs_node *project =
	    azs_node_get(map->items[index], "project");
	size_t i;

	for (i = 0; i < index; i++)
		if (strcasecmp(azs_node_get(map->items[i], "project")->text,
			project->text) == 0) {
			azs_rule_report(check, project, NULL,
			    "%s is the folder of %s, too", project->text,
			    map->items[i]->key);
			return;
		}
}

void
azs_rule_paths(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check);
	size_t i;

	check_path(
	    check, azs_node_get(check->model->application, "templateDir"));
	for (i = 0; i < map->count; i++) {
		check_path(check, azs_node_get(map->items[i], "project"));
		check_shared(check, map, i);
	}
}

void
azs_rule_runs_code(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check);
	size_t i;

	for (i = 0; i < map->count; i++)
		if (!azs_service_is(map->items[i], "staticwebapp"))
			return;
	azs_rule_report(check, map, NULL,
	    "every service is a static web app, which runs no code of yours");
}

/* Where the pattern has no static web apps, one public service is the entry. */
static const struct azs_node *
lone_entry(const struct azs_rule_check *check, const struct azs_node *map)
{
	const struct azs_node *hosts =
	    check->manifest == NULL ? NULL : check->manifest->hosts;
	size_t i;

	for (i = 0; hosts != NULL && i < hosts->count; i++)
		if (strcmp(hosts->items[i]->text, "staticwebapp") == 0)
			return NULL;
	for (i = 0; hosts != NULL && i < map->count; i++)
		if (azs_service_public(map->items[i]))
			return map->items[i];
	return NULL;
}

void
azs_rule_open_to_everybody(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check), *service;
	const struct azs_node *entry = lone_entry(check, map);
	size_t i, j;

	for (i = 0; i < map->count; i++) {
		service = map->items[i];
		if (service == entry ||
		    !azs_service_is(service, "containerapp") ||
		    strcmp(azs_node_text(azs_node_get(service, "ingress"), ""),
			"external") != 0)
			continue;
		for (j = 0; j < map->count; j++)
			if (azs_service_is(map->items[j], "staticwebapp") &&
			    azs_service_backend(map, map->items[j]) == service)
				break;
		if (j == map->count)
			azs_rule_report(check, azs_node_get(service, "ingress"),
			    NULL,
			    "%s is external and no static web app links it: "
			    "everybody may call it",
			    service->key);
	}
}
