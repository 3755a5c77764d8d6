/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "context_item.h"
#include "feature.h"
#include "memory.h"

/* Hosts, and the flag of a service that runs there. */
static const struct {
	const char *host, *flag;
} hosts[] = {
	{ "containerapp", "isContainerApp" },
	{ "staticwebapp", "isStaticWebApp" },
	{ "function", "isFunctionApp" },
	{ "appservice", "isAppService" },
};

/* Lists that hold the services with a flag. */
static const struct {
	const char *list, *flag;
} parts[] = {
	{ "containerServices", "isContainerApp" },
	{ "staticWebApps", "isStaticWebApp" },
	{ "functionApps", "isFunctionApp" },
	{ "appServices", "isAppService" },
	{ "publicServices", "isPublic" },
	{ "identityServices", "hasIdentity" },
};

#define HOSTS (sizeof hosts / sizeof hosts[0])
#define PARTS (sizeof parts / sizeof parts[0])

static const struct azs_node *
services_of(const struct azs_model *model)
{
	return azs_node_get(model->application, "services");
}

static int
is_external(const struct azs_node *service)
{
	return strcmp(azs_node_text(azs_node_get(service, "ingress"), ""),
		   "external") == 0;
}

/* Whoever runs code has an identity; browsers run static web apps. */
static int
has_identity(const struct azs_node *service)
{
	return !azs_service_is(service, "staticwebapp");
}

/* "usesOpenai" for openai. */
static char *
flag_of(const char *verb, const char *resource)
{
	return azs_xasprintf(
	    "%s%c%s", verb, toupper((unsigned char)resource[0]), resource + 1);
}

static struct azs_node *
reference(const struct azs_node *service)
{
	struct azs_node *out = azs_node_map();

	azs_item_names(out, service->key);
	azs_item_flag(out, "external", is_external(service));
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
	azs_item_ends(list);
	azs_item_flag(out, "hasCallees", list->count > 0);
	azs_item_flag(out, "hasBackend",
	    list->count > 0 && azs_service_is(service, "staticwebapp"));
	if (list->count > 0)
		azs_node_set(out, "backend", azs_node_copy(list->items[0]));
}

/* The services that call this one with an identity of theirs. */
static void
set_callers(struct azs_node *out, const struct azs_node *service,
    const struct azs_node *services)
{
	struct azs_node *list = azs_node_set(out, "callers", azs_node_list());
	size_t i;

	for (i = 0; i < services->count; i++)
		if (has_identity(services->items[i]) &&
		    azs_service_uses(services->items[i], service->key))
			azs_node_append(list, reference(services->items[i]));
	azs_item_ends(list);
	azs_item_flag(out, "hasCallers", list->count > 0);
}

/* uses...: what the service uses, but for what is off everywhere. wants...:
   that too, for its code, which is the user's and stays as it is when a profile
   switches something on. */
static void
set_uses(struct azs_node *out, const struct azs_node *service,
    const struct azs_node *features)
{
	size_t i;
	int used;

	for (i = 0; i < azs_resource_count; i++) {
		const char *resource = azs_resources[i];
		char *uses = flag_of("uses", resource);
		char *wants = flag_of("wants", resource);

		used = azs_service_uses(service, resource);
		azs_item_flag(out, wants, used);
		azs_item_flag(out, uses,
		    used && azs_node_true(azs_node_get(features, resource)));
		free(wants);
		free(uses);
	}
	/* It answers from documents. */
	azs_item_flag(out, "grounded",
	    azs_service_uses(service, "openai") &&
		azs_service_uses(service, "search"));
	/* It works on the documents that are announced in the hub. */
	azs_item_flag(out, "takesDocuments",
	    azs_service_is(service, "function") &&
		azs_service_uses(service, "eventHubs") &&
		azs_service_uses(service, "serviceBus") &&
		azs_service_uses(service, "storage"));
}

static struct azs_node *
service_item(const struct azs_node *service, const struct azs_node *services,
    const struct azs_node *features)
{
	struct azs_node *out = azs_node_map();
	size_t i;

	azs_item_names(out, service->key);
	azs_item_text(
	    out, "host", azs_node_text(azs_node_get(service, "host"), ""));
	azs_item_text(out, "project",
	    azs_node_text(azs_node_get(service, "project"), ""));
	for (i = 0; i < HOSTS; i++)
		azs_item_flag(
		    out, hosts[i].flag, azs_service_is(service, hosts[i].host));
	azs_item_flag(out, "external", is_external(service));
	azs_item_flag(out, "isPublic", azs_service_public(service));
	azs_item_flag(out, "hasIdentity", has_identity(service));
	set_uses(out, service, features);
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
	return azs_item_ends(list);
}

/* In how many environments there is a region at the index. */
static size_t
environments_with(const struct azs_model *model, size_t index)
{
	const struct azs_node *locations;
	size_t i, count = 0;

	for (i = 0; i < model->count; i++) {
		locations = azs_model_locations(model, &model->environments[i]);
		count += locations != NULL && locations->count > index;
	}
	return count;
}

/* A slot for each region of the environment that has most. */
static struct azs_node *
slots(const struct azs_model *model)
{
	struct azs_node *list = azs_node_list(), *slot;
	size_t i, count;

	for (i = 0; azs_slot_name(i) != NULL; i++) {
		count = environments_with(model, i);
		if (count == 0)
			break;
		slot = azs_node_append(list, azs_node_map());
		azs_item_names(slot, azs_slot_name(i));
		azs_node_set(slot, "index", azs_node_int((int64_t)i));
		azs_item_flag(slot, "everywhere", count == model->count);
	}
	return azs_item_ends(list);
}

/* Each container app once a slot, as azd knows it: "api-primary". */
static struct azs_node *
regional_services(const struct azs_node *services, const struct azs_node *slots)
{
	struct azs_node *list = azs_node_list(), *item;
	size_t i, j;

	for (i = 0; i < services->count; i++)
		for (j = 0; j < slots->count; j++) {
			const struct azs_node *slot = slots->items[j];
			const char *service =
			    azs_node_get(services->items[i], "name")->text;
			const char *place = azs_node_get(slot, "name")->text;
			char *name = azs_xasprintf("%s-%s", service, place);

			item = azs_node_append(
			    list, azs_node_copy(services->items[i]));
			azs_item_text(item, "service", service);
			azs_item_text(item, "slot", place);
			azs_item_text(item, "slotVariable",
			    azs_node_get(slot, "variable")->text);
			azs_item_names(item, name);
			azs_node_set(item, "index",
			    azs_node_copy(azs_node_get(slot, "index")));
			azs_item_flag(item, "everywhere",
			    azs_node_true(azs_node_get(slot, "everywhere")));
			free(name);
		}
	return azs_item_ends(list);
}

/* The item of that name, or NULL. */
static struct azs_node *
item_named(const struct azs_node *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(azs_node_get(list->items[i], "name")->text, name) ==
		    0)
			return list->items[i];
	return NULL;
}

/* The first item with the flag, or NULL. */
static struct azs_node *
first_with(const struct azs_node *list, const char *flag)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (azs_node_true(azs_node_get(list->items[i], flag)))
			return list->items[i];
	return NULL;
}

/* The name of list, with the item alone or nothing. */
static void
set_single(
    struct azs_node *context, const char *name, const struct azs_node *item)
{
	struct azs_node *list = azs_node_set(context, name, azs_node_list());

	if (item != NULL)
		azs_node_append(list, azs_node_copy(item));
	azs_item_ends(list);
}

/* Is the service the backend of a static web app? */
static int
behind_site(const struct azs_node *all, const struct azs_node *service)
{
	const char *name = azs_node_get(service, "name")->text;
	const struct azs_node *backend;
	size_t i;

	for (i = 0; i < all->count; i++) {
		backend = azs_node_get(all->items[i], "backend");
		if (backend != NULL &&
		    azs_node_true(azs_node_get(all->items[i], "hasBackend")) &&
		    strcmp(azs_node_get(backend, "name")->text, name) == 0)
			return 1;
	}
	return 0;
}

/*
 * What users reach first: the first static web app with its backend, else the
 * first public service. directHealthPath is where it tells its health when
 * nothing stands in front of it.
 */
static void
set_entry(struct azs_node *context, const struct azs_node *all)
{
	struct azs_node *site = first_with(all, "isStaticWebApp"), *api;
	const struct azs_node *backend = azs_node_get(site, "backend");
	size_t i;

	if (site == NULL)
		api = first_with(all, "isPublic");
	else
		api = backend == NULL
		    ? NULL
		    : item_named(all, azs_node_get(backend, "name")->text);
	for (i = 0; i < all->count; i++) {
		azs_item_flag(all->items[i], "isEntry",
		    all->items[i] == site || all->items[i] == api);
		azs_item_flag(all->items[i], "behindSite",
		    behind_site(all, all->items[i]));
	}
	set_single(context, "edgeSites", site);
	set_single(context, "edgeApis", api);
	azs_item_text(context, "directHealthPath",
	    site == NULL	  ? "/health"
		: backend == NULL ? "/"
				  : "/api/health");
}

void
azs_context_services(
    struct azs_node *context, const struct azs_model *model, int regional)
{
	const struct azs_node *services = services_of(model);
	const struct azs_node *features = azs_node_get(context, "features");
	struct azs_node *all = azs_node_list(), *list;
	size_t i;

	for (i = 0; services != NULL && i < services->count; i++)
		azs_node_append(
		    all, service_item(services->items[i], services, features));
	azs_node_set(context, "services", azs_item_ends(all));
	set_entry(context, all);
	set_single(
	    context, "documentTakers", first_with(all, "takesDocuments"));
	for (i = 0; i < PARTS; i++)
		azs_node_set(
		    context, parts[i].list, filtered(all, parts[i].flag));
	for (i = 0; i < azs_resource_count; i++) {
		char *flag = flag_of("uses", azs_resources[i]);
		char *name = azs_xasprintf("%sUsers", azs_resources[i]);

		azs_node_set(context, name, filtered(all, flag));
		free(flag);
		free(name);
	}
	list = azs_node_set(
	    context, "slots", regional ? slots(model) : azs_node_list());
	services = azs_node_get(context, "containerServices");
	list = azs_node_set(
	    context, "regionalServices", regional_services(services, list));
	azs_node_set(context, "azdContainerServices",
	    azs_node_copy(regional ? list : services));
}
