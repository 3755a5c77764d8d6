/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "readiness_items.h"

static const struct azs_node *
services_of(const struct azs_ready *ready)
{
	return azs_node_get(ready->world->model->application, "services");
}

/* Each container app can grow beyond what always runs. */
static void
container_scale(struct azs_ready *ready)
{
	const struct azs_node *map = services_of(ready), *min, *max;
	size_t i;

	for (i = 0; i < map->count; i++) {
		if (!azs_service_is(map->items[i], "containerapp"))
			continue;
		azs_ready_size(ready, map->items[i]->key, "minReplicas");
		azs_ready_size(ready, map->items[i]->key, "maxReplicas");
		min = azs_model_container(
		    ready->environment, map->items[i]->key, "minReplicas");
		max = azs_model_container(
		    ready->environment, map->items[i]->key, "maxReplicas");
		if (max->number <= min->number)
			azs_ready_must(ready,
			    "azstamp env set ENV containers.maxReplicas=50, or "
			    "the service's own",
			    "%s: maxReplicas is %lld, so no replica comes "
			    "under load",
			    map->items[i]->key, (long long)max->number);
	}
	if (ready->environment->level == AZS_PRODUCTION)
		azs_ready_rule(ready, "AZS0103",
		    "azstamp env set ENV containers.minReplicas=2");
	azs_ready_module(
	    ready, "apps/container-app", "maxReplicas: size.maxReplicas");
}

static void
machine_scale(struct azs_ready *ready)
{
	azs_ready_value(ready, "appService.sku");
	azs_ready_value(ready, "appService.instances");
	azs_ready_value(ready, "appService.maxInstances");
	if (azs_ready_number(ready, "appService.maxInstances") <=
	    azs_ready_number(ready, "appService.instances"))
		azs_ready_must(ready,
		    "azstamp env set ENV appService.sku=P0v3 "
		    "appService.maxInstances=10",
		    "appService.maxInstances is %ld: no machine comes under "
		    "load",
		    azs_ready_number(ready, "appService.maxInstances"));
	azs_ready_module(ready, "apps/app-service-plan",
	    "Microsoft.Insights/autoscalesettings");
}

void
azs_ready_autoscaling(struct azs_ready *ready)
{
	if (azs_ready_has(ready, "containerApp"))
		container_scale(ready);
	if (azs_ready_has(ready, "appService"))
		machine_scale(ready);
	if (azs_ready_has(ready, "functionApp")) {
		azs_ready_value(ready, "functions.maxInstances");
		azs_ready_module(ready, "apps/function-app",
		    "maximumInstanceCount: size.maxInstances");
	}
	if (azs_ready_has(ready, "eventHubs")) {
		azs_ready_value(ready, "eventHubs.capacity");
		azs_ready_value(ready, "eventHubs.maxCapacity");
		if (azs_ready_get(ready, "eventHubs.maxCapacity") == NULL &&
		    ready->environment->level == AZS_PRODUCTION &&
		    *azs_ready_text(ready, "eventHubs.sku") == 'S')
			azs_ready_should(ready,
			    "azstamp env set ENV eventHubs.maxCapacity=4",
			    "Event Hubs has no eventHubs.maxCapacity to grow "
			    "to");
	}
}

void
azs_ready_caching(struct azs_ready *ready)
{
	int used = azs_model_uses(ready->world->model, "cache");

	if (!used && !azs_ready_has(ready, "models")) {
		azs_ready_not_applicable(ready, "no service asks a model");
		return;
	}
	if (!used && !azs_ready_has(ready, "containerApp")) {
		azs_ready_not_applicable(ready,
		    azs_ready_has(ready, "functionApp")
			? "a document is worked on once: nothing is asked twice"
			: "an answer belongs to one person's conversation: "
			  "nobody else may get it from a cache");
		return;
	}
	if (!used) {
		azs_ready_should(ready,
		    "add cache to the uses of a service in azstamp.yaml, then "
		    "run azstamp update",
		    "no service uses the cache: each question costs tokens, "
		    "though it was answered before");
		return;
	}
	azs_ready_value(ready, "cache.enabled");
	azs_ready_value(ready, "cache.sku");
	azs_ready_value(ready, "cache.highAvailability");
	if (!azs_ready_has(ready, "cache")) {
		azs_ready_must(ready, "azstamp env set ENV cache.enabled=true",
		    "cache.enabled is off: each question costs tokens, though "
		    "it was answered before");
		return;
	}
	if (ready->environment->level == AZS_PRODUCTION)
		azs_ready_rule(ready, "AZS0182",
		    "azstamp env set ENV cache.highAvailability=true");
	azs_ready_module(ready, "data/redis", "evictionPolicy:");
	if (azs_ready_code(ready, "src/cache.ts", "export ") == 0)
		azs_ready_should(ready,
		    "let your code keep answers at REDIS_HOST",
		    "no starter code of this pattern keeps answers in the "
		    "cache");
}

/* What always runs can be one fewer. */
static void
spread(struct azs_ready *ready)
{
	const struct azs_node *map = services_of(ready), *max;
	size_t i;

	for (i = 0; i < map->count; i++) {
		if (!azs_service_is(map->items[i], "containerapp"))
			continue;
		max = azs_model_container(
		    ready->environment, map->items[i]->key, "maxReplicas");
		azs_ready_size(ready, map->items[i]->key, "maxReplicas");
		if (max->number < 2)
			azs_ready_must(ready,
			    "azstamp env set ENV containers.maxReplicas=10",
			    "%s runs in one replica: there is nothing to "
			    "spread requests over",
			    map->items[i]->key);
	}
	azs_ready_module(ready, "apps/container-app", "ingress: {");
}

void
azs_ready_load_balancing(struct azs_ready *ready)
{
	if (!azs_ready_has(ready, "containerApp") &&
	    !azs_ready_has(ready, "appService")) {
		azs_ready_not_applicable(ready,
		    "work waits in a queue, and as many instances take it as "
		    "there is work for");
		return;
	}
	if (azs_ready_has(ready, "containerApp"))
		spread(ready);
	if (azs_ready_has(ready, "appService")) {
		azs_ready_value(ready, "appService.instances");
		azs_ready_rule(ready, "AZS0184",
		    "azstamp env set ENV appService.instances=2");
		azs_ready_module(
		    ready, "apps/app-service-plan", "capacity: minimum");
	}
	if (azs_ready_has(ready, "frontDoor"))
		azs_ready_module(
		    ready, "edge/front-door", "loadBalancingSettings:");
	if (azs_ready_has(ready, "trafficManager"))
		azs_ready_module(
		    ready, "edge/traffic-manager", "trafficRoutingMethod: ");
	if (azs_ready_has(ready, "apiManagement"))
		azs_ready_value(ready, "apiManagement.enabled");
}

void
azs_ready_static_content(struct azs_ready *ready)
{
	if (!azs_ready_has(ready, "staticWebApp")) {
		azs_ready_not_applicable(
		    ready, "no service is a static web app");
		return;
	}
	azs_ready_value(ready, "edge.kind");
	if (!azs_ready_has(ready, "frontDoor"))
		azs_ready_must(ready,
		    "azstamp env set ENV edge.kind=front-door",
		    "edge.kind is %s: no edge keeps the pages near the users",
		    azs_ready_text(ready, "edge.kind"));
	else if (azs_ready_infra(ready, "cached: true"))
		azs_ready_module(
		    ready, "edge/front-door", "isCompressionEnabled: true");
}

void
azs_ready_connections(struct azs_ready *ready)
{
	if (!azs_ready_has(ready, "cosmos") && !azs_ready_has(ready, "cache") &&
	    !azs_ready_has(ready, "search")) {
		azs_ready_not_applicable(ready, "no service has a database");
		return;
	}
	/* What Node's fetch is built on keeps connections and shares them
	   (nodejs/node doc/api/globals.md, undici, 2025-03). */
	if (azs_ready_code(ready, "src/retry.ts", "await fetch(") == 0)
		azs_ready_should(ready,
		    "see that your code shares its connections",
		    "no starter code opens connections here");
	if (azs_ready_has(ready, "cache"))
		azs_ready_code(ready, "src/redis.ts", "export class Redis");
}

void
azs_ready_tokens(struct azs_ready *ready)
{
	if (!azs_ready_has(ready, "models")) {
		azs_ready_not_applicable(ready, "no service asks a model");
		return;
	}
	if (azs_ready_code(ready, "src/tokens.ts", "export function fit") == 0)
		azs_ready_must(ready,
		    "cut the context of prompts in your code, then SUPPRESS",
		    "no starter code cuts prompts to a number of tokens");
	if (azs_ready_has(ready, "apiManagement"))
		azs_ready_value(ready, "apiManagement.tokensPerMinute");
}
