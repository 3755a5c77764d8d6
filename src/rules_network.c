/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "facts.h"
#include "feature.h"
#include "rules.h"

/* The private network: what can be in it, and what it leaves open. */

static int
is_private(const struct azs_rule_check *check)
{
	return azs_rule_true(check, "network.private");
}

/* What is wrong with the range a.b.0.0/16, or NULL. */
static const char *
range_fault(unsigned a, unsigned b)
{
	if (b > 255 || (a == 172 && (b < 16 || b > 31)) ||
	    (a == 192 && b != 168))
		return "is no private range";
	if (azs_range_is_container_apps(a, b))
		return "is one that Container Apps keeps for itself";
	return NULL;
}

/* The first region gets the range, each further one that behind it. */
void
azs_rule_addresses(const struct azs_rule_check *check)
{
	const struct azs_node *list =
	    azs_model_locations(check->model, check->environment);
	const char *prefix = azs_rule_text(check, "network.addressPrefix");
	const char *fault = NULL;
	unsigned a, b;
	size_t i;

	if (!is_private(check) || list == NULL ||
	    sscanf(prefix, "%3u.%3u.", &a, &b) != 2)
		return;
	for (i = 0; i < list->count && azs_slot_name(i) != NULL; i++) {
		if (i > 0 && !azs_rule_regional(check))
			break;
		fault = range_fault(a, b + (unsigned)i);
		if (fault != NULL)
			break;
	}
	if (fault != NULL && i == 0)
		azs_rule_report_at(check, "network.addressPrefix", NULL,
		    "network.addressPrefix %s %s", prefix, fault);
	else if (fault != NULL)
		azs_rule_report_at(check, "network.addressPrefix", "locations",
		    "network.addressPrefix %s is too high for %zu regions: "
		    "that of %s would be %u.%u.0.0/16, which %s",
		    prefix, list->count, list->items[i]->text, a,
		    b + (unsigned)i, fault);
}

void
azs_rule_allowed_addresses(const struct azs_rule_check *check)
{
	const struct azs_node *list =
	    azs_rule_value(check, "network.allowedAddresses");

	if (list != NULL && list->count > 0 && !is_private(check))
		azs_rule_report(check, list, NULL,
		    "network.allowedAddresses without network.private shuts "
		    "the services themselves out of the vault and the models");
}

/* Ranges that are nobody's on the Internet. */
static int
is_public(const char *address)
{
	unsigned a, b;

	if (sscanf(address, "%3u.%3u.", &a, &b) != 2)
		return 1;
	return !(a == 0 || a == 10 || a == 127 || a >= 224 ||
	    (a == 100 && b >= 64 && b <= 127) || (a == 169 && b == 254) ||
	    (a == 172 && b >= 16 && b <= 31) || (a == 192 && b == 168));
}

void
azs_rule_public_addresses(const struct azs_rule_check *check)
{
	const struct azs_node *list =
	    azs_rule_value(check, "network.allowedAddresses");
	size_t i;

	for (i = 0; list != NULL && i < list->count; i++)
		if (!is_public(list->items[i]->text))
			azs_rule_report(check, list->items[i], NULL,
			    "network.allowedAddresses: nobody comes from %s "
			    "on the Internet",
			    list->items[i]->text);
}

/* Fields of tiers: the feature they belong to, and whether what is public
   stays open instead of out of reach. */
static const struct {
	const char *path, *feature;
	int open;
} tiers[] = {
	{ "vision.sku", "vision", 0 },
	{ "documentIntelligence.sku", "documentIntelligence", 0 },
	{ "contentSafety.sku", "contentSafety", 0 },
	{ "apiManagement.sku", "apiManagement", 0 },
	{ "serviceBus.sku", "serviceBus", 1 },
	{ "registry.sku", "registry", 1 },
};

static int
is_public_tier(const struct azs_rule_check *check, size_t row)
{
	return azs_rule_true(check, "network.private") &&
	    azs_tier_is_public(
		tiers[row].path, azs_rule_text(check, tiers[row].path)) &&
	    azs_rule_has(check, tiers[row].feature);
}

void
azs_rule_private_tiers(const struct azs_rule_check *check)
{
	size_t i;

	for (i = 0; i < sizeof tiers / sizeof tiers[0]; i++)
		if (!tiers[i].open && is_public_tier(check, i))
			azs_rule_report_at(check, tiers[i].path,
			    "network.private",
			    "%s %s has no private endpoint, and "
			    "network.private is on",
			    tiers[i].path, azs_rule_text(check, tiers[i].path));
}

/* Reachable from everywhere, for whoever has a role. */
void
azs_rule_open_tiers(const struct azs_rule_check *check)
{
	size_t i;

	for (i = 0; i < sizeof tiers / sizeof tiers[0]; i++)
		if (tiers[i].open && is_public_tier(check, i))
			azs_rule_report_at(check, tiers[i].path,
			    "network.private",
			    "%s %s stays open to the Internet, though "
			    "network.private is on: only Premium has private "
			    "endpoints",
			    tiers[i].path, azs_rule_text(check, tiers[i].path));
}

void
azs_rule_closed_registry(const struct azs_rule_check *check)
{
	if (!azs_rule_has(check, "registry") ||
	    azs_rule_true(check, "registry.publicAccess"))
		return;
	if (!azs_rule_is(check, "registry.sku", "Premium"))
		azs_rule_report_at(check, "registry.publicAccess",
		    "registry.sku",
		    "registry.publicAccess is off, which registry.sku %s "
		    "cannot do",
		    azs_rule_text(check, "registry.sku"));
	else if (!is_private(check))
		azs_rule_report_at(check, "registry.publicAccess",
		    "network.private",
		    "registry.publicAccess is off, and so is network.private: "
		    "nobody could fetch an image");
}

void
azs_rule_gateway_network(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "applicationGateway") && !is_private(check))
		azs_rule_report_at(check, "edge.kind", "network.private",
		    "edge.kind app-gateway lies in the virtual network, and "
		    "network.private is off");
}

/* Where nobody can say which domain: no certificate is valid for names that
   belong to everybody. */
void
azs_rule_routing_domain(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "trafficManager") &&
	    azs_rule_value(check, "edge.domain") == NULL)
		azs_rule_report(check,
		    azs_node_get(check->model->application, "routing"), NULL,
		    "Traffic Manager has no edge.domain to answer for: there "
		    "is no certificate for *.trafficmanager.net, so HTTPS "
		    "cannot work by its own name");
}

void
azs_rule_gateway_domain(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "applicationGateway") &&
	    azs_rule_value(check, "edge.domain") == NULL)
		azs_rule_report_at(check, "edge.kind", NULL,
		    "edge.kind app-gateway has no edge.domain: the gateway "
		    "comes with the certificate of a domain, and until then "
		    "nobody gets in");
}

/* Written for this very environment, in its own file. */
static const struct azs_node *
own(const struct azs_rule_check *check, const char *path)
{
	return azs_node_at(check->environment->own, path);
}

static void
gateway_unread(const struct azs_rule_check *check, const char *path)
{
	const struct azs_node *instances = own(check, path);

	if (instances != NULL && !azs_rule_has(check, "gateway"))
		azs_rule_report(check, instances, NULL,
		    "%s is not read without an Application Gateway", path);
}

void
azs_rule_edge_unread(const struct azs_rule_check *check)
{
	const struct azs_node *kind = own(check, "edge.kind");
	const struct azs_node *certificate = own(check, "edge.certificateUri");
	const struct azs_node *domain = own(check, "edge.domain");
	const struct azs_node *rate = own(check, "edge.requestsPerMinute");
	int regional = azs_rule_regional(check);

	if (!azs_rule_has(check, "public"))
		return;
	gateway_unread(check, "edge.minInstances");
	gateway_unread(check, "edge.maxInstances");
	if (kind != NULL && regional)
		azs_rule_report(check, kind, NULL,
		    "edge.kind is not read: with several regions, routing in "
		    "azstamp.yaml says what stands in front");
	if (certificate != NULL && azs_rule_has(check, "frontDoor"))
		azs_rule_report(check, certificate, NULL,
		    "edge.certificateUri is not read: Front Door gets itself "
		    "a certificate for the domain");
	if (regional || !azs_rule_is(check, "edge.kind", "none"))
		return;
	if (domain != NULL)
		azs_rule_report(check, domain, NULL,
		    "edge.domain is not read with edge.kind none");
	if (certificate != NULL)
		azs_rule_report(check, certificate, NULL,
		    "edge.certificateUri is not read with edge.kind none");
	if (rate != NULL)
		azs_rule_report(check, rate, NULL,
		    "edge.requestsPerMinute is not read with edge.kind none");
}

/* The edge leads to the first static web app and its backend, else to the
   first public service. */
static void
entry(const struct azs_node *map, const struct azs_node **site,
    const struct azs_node **api)
{
	size_t i;

	*site = *api = NULL;
	for (i = 0; i < map->count; i++)
		if (*site == NULL &&
		    azs_service_is(map->items[i], "staticwebapp"))
			*site = map->items[i];
	for (i = 0; i < map->count && *site == NULL; i++)
		if (*api == NULL && azs_service_public(map->items[i]))
			*api = map->items[i];
	if (*site != NULL)
		*api = azs_service_backend(map, *site);
}

void
azs_rule_beside_edge(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check), *site, *api;
	const struct azs_node *service;
	size_t i;

	if (!azs_rule_has(check, "edge") &&
	    !azs_rule_has(check, "trafficManager"))
		return;
	entry(map, &site, &api);
	for (i = 0; i < map->count; i++) {
		service = map->items[i];
		if (!azs_service_public(service) || service == site ||
		    service == api)
			continue;
		azs_rule_report(check, azs_node_get(service, "ingress"),
		    azs_node_get(service, "host"),
		    "%s is public, but what stands in front leads to %s%s%s "
		    "only",
		    service->key, site == NULL ? "" : site->key,
		    site == NULL || api == NULL ? "" : " and ",
		    api == NULL ? "" : api->key);
	}
}
