/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "facts.h"
#include "rules.h"

/* Sizes that a tier takes or that go together. */

/* Does somebody's file say so, not a built-in profile or a default? */
static int
is_given(const struct azs_rule_check *check, const char *path)
{
	return azs_rule_is_users(azs_rule_value(check, path));
}

/* What web apps run on, or NULL. */
static const struct azs_plan_tier *
plan_tier(const struct azs_rule_check *check)
{
	return azs_rule_has(check, "appService")
	    ? azs_plan_tier_find(azs_rule_text(check, "appService.sku"))
	    : NULL;
}

void
azs_rule_plan_slot(const struct azs_rule_check *check)
{
	const struct azs_plan_tier *tier = plan_tier(check);

	if (tier != NULL && !tier->slots &&
	    azs_rule_true(check, "appService.slot"))
		azs_rule_report_at(check, "appService.slot", "appService.sku",
		    "appService.slot needs S1 or more, not %s",
		    azs_rule_text(check, "appService.sku"));
}

void
azs_rule_plan_scale(const struct azs_rule_check *check)
{
	const struct azs_plan_tier *tier = plan_tier(check);

	if (tier != NULL && !tier->scales &&
	    azs_rule_number(check, "appService.maxInstances") >
		azs_rule_number(check, "appService.instances"))
		azs_rule_report_at(check, "appService.maxInstances",
		    "appService.sku",
		    "appService.sku %s does not scale by itself: "
		    "maxInstances %lld cannot exceed instances %lld",
		    azs_rule_text(check, "appService.sku"),
		    (long long)azs_rule_number(
			check, "appService.maxInstances"),
		    (long long)azs_rule_number(check, "appService.instances"));
}

void
azs_rule_plan_zones(const struct azs_rule_check *check)
{
	const struct azs_plan_tier *tier = plan_tier(check);
	const struct azs_region *region = azs_rule_region(check);

	if (tier != NULL && !tier->zones && region != NULL &&
	    region->zones > 0 && azs_rule_true(check, "redundancy.zones") &&
	    azs_rule_number(check, "appService.instances") > 1)
		azs_rule_report_at(check, "appService.sku", "redundancy.zones",
		    "appService.sku %s cannot spread its %lld machines over "
		    "zones: that begins with P0v3",
		    azs_rule_text(check, "appService.sku"),
		    (long long)azs_rule_number(check, "appService.instances"));
}

void
azs_rule_plan_bounds(const struct azs_rule_check *check)
{
	static const char *const paths[] = { "appService.instances",
		"appService.maxInstances" };
	const struct azs_plan_tier *tier = plan_tier(check);
	size_t i;

	for (i = 0; tier != NULL && i < 2; i++)
		if (azs_rule_number(check, paths[i]) > tier->machines)
			azs_rule_report_at(check, paths[i], "appService.sku",
			    "%s %lld is too many for %s (at most %d)", paths[i],
			    (long long)azs_rule_number(check, paths[i]),
			    azs_rule_text(check, "appService.sku"),
			    tier->machines);
	if (tier != NULL &&
	    azs_rule_number(check, "appService.instances") >
		azs_rule_number(check, "appService.maxInstances"))
		azs_rule_report_at(check, "appService.instances",
		    "appService.maxInstances",
		    "appService.instances %lld exceeds maxInstances %lld",
		    (long long)azs_rule_number(check, "appService.instances"),
		    (long long)azs_rule_number(
			check, "appService.maxInstances"));
}

void
azs_rule_endpoint_bounds(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "mlEndpoint") &&
	    azs_rule_number(check, "mlEndpoint.instances") >
		azs_rule_number(check, "mlEndpoint.maxInstances"))
		azs_rule_report_at(check, "mlEndpoint.instances",
		    "mlEndpoint.maxInstances",
		    "mlEndpoint.instances %lld exceeds maxInstances %lld",
		    (long long)azs_rule_number(check, "mlEndpoint.instances"),
		    (long long)azs_rule_number(
			check, "mlEndpoint.maxInstances"));
}

void
azs_rule_event_hubs_capacity(const struct azs_rule_check *check)
{
	const struct azs_node *most =
	    azs_rule_value(check, "eventHubs.maxCapacity");
	int64_t capacity = azs_rule_number(check, "eventHubs.capacity");

	if (!azs_rule_has(check, "eventHubs"))
		return;
	if (azs_rule_is(check, "eventHubs.sku", "Premium")) {
		if (!azs_processing_units_ok((long)capacity))
			azs_rule_report_at(check, "eventHubs.capacity",
			    "eventHubs.sku",
			    "eventHubs.capacity %lld is no size of Premium "
			    "(1, 2, 4, 6, 8, 10, 12 or 16)",
			    (long long)capacity);
	} else if (most != NULL && capacity > most->number) {
		azs_rule_report_at(check, "eventHubs.capacity",
		    "eventHubs.maxCapacity",
		    "eventHubs.capacity %lld exceeds maxCapacity %lld",
		    (long long)capacity, (long long)most->number);
	}
}

void
azs_rule_event_hubs_growth(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "eventHubs") &&
	    azs_rule_is(check, "eventHubs.sku", "Premium") &&
	    is_given(check, "eventHubs.maxCapacity"))
		azs_rule_report_at(check, "eventHubs.maxCapacity", NULL,
		    "eventHubs.maxCapacity is not read: only Standard grows "
		    "under load");
}

void
azs_rule_event_hubs_retention(const struct azs_rule_check *check)
{
	int64_t hours = azs_rule_number(check, "eventHubs.retentionHours");

	if (azs_rule_has(check, "eventHubs") &&
	    !azs_rule_is(check, "eventHubs.sku", "Premium") && hours > 168)
		azs_rule_report_at(check, "eventHubs.retentionHours",
		    "eventHubs.sku",
		    "eventHubs.retentionHours %lld is more than the 168 that "
		    "Standard keeps events for",
		    (long long)hours);
}

void
azs_rule_gateway_bounds(const struct azs_rule_check *check)
{
	int64_t least = azs_rule_number(check, "edge.minInstances");
	int64_t most = azs_rule_number(check, "edge.maxInstances");

	if (azs_rule_has(check, "gateway") && least > most)
		azs_rule_report_at(check, "edge.minInstances",
		    "edge.maxInstances",
		    "edge.minInstances %lld exceeds maxInstances %lld",
		    (long long)least, (long long)most);
}

void
azs_rule_gateway_floor(const struct azs_rule_check *check)
{
	int64_t least = azs_rule_number(check, "edge.minInstances");

	if (azs_rule_has(check, "gateway") && least < 2)
		azs_rule_report_at(check, "edge.minInstances", NULL,
		    "edge.minInstances %lld leaves the gateway of production "
		    "without a second instance",
		    (long long)least);
}

void
azs_rule_capture(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "eventHubs") &&
	    azs_rule_true(check, "eventHubs.capture") &&
	    !azs_rule_has(check, "storage"))
		azs_rule_report_at(check, "eventHubs.capture", NULL,
		    "eventHubs.capture keeps nothing: no service uses storage, "
		    "so there is no account to keep events in");
}

void
azs_rule_service_bus_capacity(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "serviceBus") &&
	    azs_rule_is(check, "serviceBus.sku", "Standard") &&
	    is_given(check, "serviceBus.capacity") &&
	    azs_rule_number(check, "serviceBus.capacity") > 1)
		azs_rule_report_at(check, "serviceBus.capacity", NULL,
		    "serviceBus.capacity %lld is not read: only Premium has "
		    "messaging units",
		    (long long)azs_rule_number(check, "serviceBus.capacity"));
}

void
azs_rule_publisher(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "apiManagement") &&
	    azs_rule_value(check, "apiManagement.publisherEmail") == NULL)
		azs_rule_report_at(check, "apiManagement.enabled", NULL,
		    "API Management needs apiManagement.publisherEmail");
}

void
azs_rule_audit_days(const struct azs_rule_check *check)
{
	const struct azs_node *days =
	    azs_rule_value(check, "monitoring.auditRetentionDays");
	int64_t logs = azs_rule_number(check, "monitoring.retentionDays");

	if (days != NULL && days->number < logs)
		azs_rule_report_at(check, "monitoring.auditRetentionDays",
		    "monitoring.retentionDays",
		    "monitoring.auditRetentionDays %lld is shorter than "
		    "monitoring.retentionDays %lld, which holds for all logs",
		    (long long)days->number, (long long)logs);
}

void
azs_rule_defender(const struct azs_rule_check *check)
{
	const struct azs_node *emails =
	    azs_rule_value(check, "monitoring.alertEmails");

	if (azs_rule_true(check, "governance.defender") &&
	    (emails == NULL || emails->count == 0))
		azs_rule_report_at(check, "governance.defender", NULL,
		    "governance.defender has nobody to write to: "
		    "monitoring.alertEmails is empty");
}

/* Most replicas of all container apps of a region at once. */
static int64_t
replicas(const struct azs_rule_check *check)
{
	const struct azs_node *map = azs_rule_services(check);
	int64_t count = 0;
	size_t i;

	for (i = 0; i < map->count; i++)
		if (azs_service_is(map->items[i], "containerapp"))
			count += azs_model_container(check->environment,
			    map->items[i]->key, "maxReplicas")
				     ->number;
	return count;
}

/* A rollout has the replicas of two revisions. */
void
azs_rule_subnet_size(const struct azs_rule_check *check)
{
	int64_t count = azs_rule_has(check, "containerApp") &&
		azs_rule_true(check, "network.private")
	    ? replicas(check)
	    : 0;
	int64_t addresses = (count + AZS_REPLICAS_PER_ADDRESS - 1) /
	    AZS_REPLICAS_PER_ADDRESS * 2;

	if (addresses > AZS_SUBNET_ADDRESSES)
		azs_rule_report_at(check, "containers.maxReplicas",
		    "network.private",
		    "up to %lld replicas take %lld addresses while a revision "
		    "rolls out, and their subnet has %d",
		    (long long)count, (long long)addresses,
		    AZS_SUBNET_ADDRESSES);
}

/* Is the free tier taken where the first region is location? */
static const struct azs_node *
free_tier(const struct azs_model *model,
    const struct azs_environment *environment, const char *path,
    const char *location)
{
	const struct azs_node *sku = azs_node_at(environment->resolved, path);

	return strcmp(azs_node_text(sku, ""), "F0") == 0 &&
		strcmp(azs_model_location(model, environment), location) == 0
	    ? sku
	    : NULL;
}

void
azs_rule_free_twice(const struct azs_rule_check *check)
{
	static const struct {
		const char *path, *resource;
	} tiers[] = { { "vision.sku", "vision" },
		{ "documentIntelligence.sku", "documentIntelligence" },
		{ "contentSafety.sku", "contentSafety" } };
	const struct azs_model *model = check->model;
	const struct azs_environment *a, *b;
	const struct azs_node *sku;
	size_t i, j, k;

	for (i = 0; i < sizeof tiers / sizeof tiers[0]; i++)
		for (j = 0; azs_model_uses(model, tiers[i].resource) &&
		     j < model->count;
		     j++)
			for (k = 0; k < j; k++) {
				a = &model->environments[k];
				b = &model->environments[j];
				sku = free_tier(model, b, tiers[i].path,
				    azs_model_location(model, a));
				if (sku == NULL ||
				    free_tier(model, a, tiers[i].path,
					azs_model_location(model, a)) == NULL)
					continue;
				azs_rule_report(check, sku, NULL,
				    "%s F0 is in %s and %s, both in %s: a "
				    "subscription has it once there",
				    tiers[i].path, a->name, b->name,
				    azs_model_location(model, a));
				break;
			}
}

void
azs_rule_gateway_units(const struct azs_rule_check *check)
{
	int64_t capacity = azs_rule_number(check, "apiManagement.capacity");

	if (azs_rule_has(check, "apiManagement") && capacity > 10 &&
	    !azs_rule_is(check, "apiManagement.sku", "PremiumV2"))
		azs_rule_report_at(check, "apiManagement.capacity",
		    "apiManagement.sku",
		    "apiManagement.capacity %lld is too many for %s (at most "
		    "10)",
		    (long long)capacity,
		    azs_rule_text(check, "apiManagement.sku"));
}
