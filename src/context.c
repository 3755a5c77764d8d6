/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "context.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "memory.h"
#include "values.h"

/* The resources a service can use, with the names templates see. */
static const struct {
	const char *use, *flag, *list;
} resources[] = {
	{ "openai", "usesOpenai", "openaiUsers" },
	{ "search", "usesSearch", "searchUsers" },
	{ "vision", "usesVision", "visionUsers" },
	{ "documentIntelligence", "usesDocumentIntelligence",
	    "documentIntelligenceUsers" },
	{ "keyVault", "usesKeyVault", "keyVaultUsers" },
};

#define RESOURCES (sizeof resources / sizeof resources[0])

static void
set_text(struct azs_node *map, const char *key, const char *text)
{
	azs_node_set(map, key, azs_node_string(text));
}

static void
set_flag(struct azs_node *map, const char *key, int value)
{
	azs_node_set(map, key, azs_node_bool(value));
}

/* "chat-service" as chatService (lower) or CHAT_SERVICE (upper). */
static void
set_identifiers(struct azs_node *map, const char *name)
{
	struct azs_buf camel = AZS_BUF_INIT, upper = AZS_BUF_INIT;
	const char *p;
	int start = 0;

	for (p = name; *p != '\0'; p++) {
		int c = toupper((unsigned char)*p);

		azs_buf_addc(&upper, *p == '-' ? '_' : (char)c);
		if (*p != '-')
			azs_buf_addc(&camel, start ? (char)c : *p);
		start = *p == '-';
	}
	set_text(map, "name", name);
	set_text(map, "symbol", camel.data);
	set_text(map, "variable", upper.data);
	azs_buf_release(&camel);
	azs_buf_release(&upper);
}

/* How the name is written as a Bicep object key and behind an object; what
   is an identifier goes unquoted, as prefer-unquoted-property-names asks. */
static void
set_keys(struct azs_node *map, const char *name)
{
	int quoted = strchr(name, '-') != NULL;
	char *key = azs_xasprintf(quoted ? "'%s'" : "%s", name);
	char *accessor = azs_xasprintf(quoted ? "['%s']" : ".%s", name);
	char *safe = azs_xasprintf(quoted ? "[?'%s']" : ".?%s", name);

	set_text(map, "key", key);
	set_text(map, "accessor", accessor);
	set_text(map, "safeAccessor", safe);
	free(key);
	free(accessor);
	free(safe);
}

/* Write first and last into the items of a list. */
static struct azs_node *
with_ends(struct azs_node *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		set_flag(list->items[i], "first", i == 0);
		set_flag(list->items[i], "last", i + 1 == list->count);
	}
	return list;
}

static struct azs_node *
application(const struct azs_model *model)
{
	struct azs_node *out = azs_node_map();
	const struct azs_node *app = model->application;
	const struct azs_node *locations = azs_node_get(app, "locations");
	const struct azs_node *fallback = azs_node_get(app, "defaultProfile");

	set_text(out, "name", azs_node_text(azs_node_get(app, "name"), ""));
	set_text(
	    out, "pattern", azs_node_text(azs_node_get(app, "pattern"), ""));
	set_text(
	    out, "branch", azs_node_text(azs_node_get(app, "branch"), "main"));
	set_text(out, "location",
	    locations == NULL || locations->count == 0
		? ""
		: azs_node_text(locations->items[0], ""));
	set_flag(out, "hasDefaultProfile", fallback != NULL);
	set_keys(out, azs_node_text(fallback, ""));
	set_text(out, "defaultProfile", azs_node_text(fallback, ""));
	return out;
}

static struct azs_node *
environments(const struct azs_model *model)
{
	struct azs_node *list = azs_node_list();
	size_t i;

	for (i = 0; i < model->count; i++) {
		const struct azs_environment *e = &model->environments[i];
		struct azs_node *out = azs_node_append(list, azs_node_map());

		set_identifiers(out, e->name);
		set_keys(out, e->name);
		set_text(out, "level", azs_level_name(e->level));
		set_flag(out, "isDevelopment", e->level == AZS_DEVELOPMENT);
		set_flag(out, "isStaging", e->level == AZS_STAGING);
		set_flag(out, "isProduction", e->level == AZS_PRODUCTION);
		set_text(out, "location", azs_model_location(model, e));
		set_text(out, "previous",
		    i == 0 ? "" : model->environments[i - 1].name);
	}
	return with_ends(list);
}

/* On in at least one environment; *optional: not in all. */
static int
feature(const struct azs_model *model, const char *name, int *optional)
{
	size_t i, on = 0;

	for (i = 0; i < model->count; i++)
		on += azs_feature_on(&model->environments[i], name) != 0;
	*optional = on > 0 && on < model->count;
	return on > 0;
}

static struct azs_node *
reference(const struct azs_node *service)
{
	struct azs_node *out = azs_node_map();

	set_identifiers(out, service->key);
	set_keys(out, service->key);
	set_flag(out, "external",
	    strcmp(azs_node_text(azs_node_get(service, "ingress"), ""),
		"external") == 0);
	return out;
}

/* The container apps that a service calls; for a static web app the first is
   its backend. */
static void
set_callees(struct azs_node *out, const struct azs_node *service,
    const struct azs_node *services)
{
	struct azs_node *list = azs_node_set(out, "callees", azs_node_list());
	const struct azs_node *uses = azs_node_get(service, "uses");
	size_t i;

	for (i = 0; uses != NULL && i < uses->count; i++) {
		const struct azs_node *callee =
		    azs_node_get(services, uses->items[i]->text);

		if (callee != NULL && azs_service_is(callee, "containerapp"))
			azs_node_append(list, reference(callee));
	}
	with_ends(list);
	set_flag(out, "hasCallees", list->count > 0);
	set_flag(out, "hasBackend",
	    list->count > 0 && azs_service_is(service, "staticwebapp"));
	if (list->count > 0)
		azs_node_set(out, "backend", azs_node_copy(list->items[0]));
}

/* The services that call this one. */
static void
set_callers(struct azs_node *out, const struct azs_node *service,
    const struct azs_node *services)
{
	struct azs_node *list = azs_node_set(out, "callers", azs_node_list());
	size_t i;

	for (i = 0; i < services->count; i++)
		if (azs_service_is(services->items[i], "containerapp") &&
		    azs_service_uses(services->items[i], service->key))
			azs_node_append(list, reference(services->items[i]));
	with_ends(list);
	set_flag(out, "hasCallers", list->count > 0);
}

static struct azs_node *
service_item(const struct azs_node *service, const struct azs_node *services,
    int search_on)
{
	struct azs_node *out = azs_node_map();
	const char *ingress =
	    azs_node_text(azs_node_get(service, "ingress"), "internal");
	size_t i;

	set_identifiers(out, service->key);
	set_keys(out, service->key);
	set_text(out, "host", azs_node_text(azs_node_get(service, "host"), ""));
	set_text(out, "project",
	    azs_node_text(azs_node_get(service, "project"), ""));
	set_flag(
	    out, "isContainerApp", azs_service_is(service, "containerapp"));
	set_flag(
	    out, "isStaticWebApp", azs_service_is(service, "staticwebapp"));
	set_flag(out, "external", strcmp(ingress, "external") == 0);
	for (i = 0; i < RESOURCES; i++)
		set_flag(out, resources[i].flag,
		    azs_service_uses(service, resources[i].use) &&
			(search_on || strcmp(resources[i].use, "search") != 0));
	set_callees(out, service, services);
	set_callers(out, service, services);
	return out;
}

/* The items of all whose flag is true, as a list of their own. */
static struct azs_node *
filtered(const struct azs_node *all, const char *flag)
{
	struct azs_node *list = azs_node_list();
	size_t i;

	for (i = 0; i < all->count; i++)
		if (azs_node_true(azs_node_get(all->items[i], flag)))
			azs_node_append(list, azs_node_copy(all->items[i]));
	return with_ends(list);
}

static void
set_services(struct azs_node *out, const struct azs_model *model, int search)
{
	const struct azs_node *services =
	    azs_node_get(model->application, "services");
	struct azs_node *all = azs_node_list(), *list;
	struct azs_node *features = azs_node_get(out, "features");
	size_t i;

	for (i = 0; services != NULL && i < services->count; i++)
		azs_node_append(
		    all, service_item(services->items[i], services, search));
	azs_node_set(out, "services", with_ends(all));
	azs_node_set(out, "containerServices", filtered(all, "isContainerApp"));
	list =
	    azs_node_set(out, "staticWebApps", filtered(all, "isStaticWebApp"));
	set_flag(features, "staticWebApp", list->count > 0);
	for (i = 0; i < RESOURCES; i++) {
		list = azs_node_set(
		    out, resources[i].list, filtered(all, resources[i].flag));
		/* search has a switch of its own in the profiles. */
		if (strcmp(resources[i].use, "search") != 0)
			set_flag(features, resources[i].use, list->count > 0);
	}
	set_flag(features, "ai",
	    azs_node_true(azs_node_get(features, "openai")) ||
		azs_node_true(azs_node_get(features, "vision")) ||
		azs_node_true(azs_node_get(features, "documentIntelligence")));
}

struct azs_node *
azs_context_build(const struct azs_model *model)
{
	struct azs_node *out = azs_node_map(), *features, *list;
	int optional, search;

	azs_node_set(out, "application", application(model));
	list = azs_node_set(out, "environments", environments(model));
	set_text(out, "defaultEnvironment",
	    list->count == 0
		? ""
		: azs_node_text(azs_node_get(list->items[0], "name"), ""));
	features = azs_node_set(out, "features", azs_node_map());
	search = feature(model, "search", &optional) &&
	    azs_model_uses(model, "search");
	set_flag(features, "search", search);
	set_flag(features, "searchOptional", search && optional);
	set_flag(features, "budget", feature(model, "budget", &optional));
	set_flag(features, "budgetOptional", optional);
	set_services(out, model, search);
	return out;
}
