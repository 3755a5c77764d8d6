/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "feature.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "text.h"

#define NOTHING AZS_NEED_NOTHING
#define USE AZS_NEED_USE
#define HOST AZS_NEED_HOST
#define PUBLIC AZS_NEED_PUBLIC
#define BACKEND AZS_NEED_BACKEND
#define CALLS AZS_NEED_CALLS
#define EXTERNAL AZS_NEED_EXTERNAL
#define REGIONAL AZS_NEED_REGIONAL
#define ROUTING AZS_NEED_ROUTING
#define ORCHESTRATOR AZS_NEED_ORCHESTRATOR
#define CI AZS_NEED_CI
#define ANY AZS_NEED_ANY
#define ALL AZS_NEED_ALL
#define EDGE_KIND "edge.kind"

/* clang-format off */
const struct azs_feature azs_features[] = {
{ "openai",               USE,     "openai", NULL, NULL, NULL, 0 },
{ "vision",               USE,     "vision", NULL, NULL, NULL, 0 },
{ "documentIntelligence", USE,     "documentIntelligence", NULL, NULL, NULL, 0 },
{ "contentSafety",        USE,     "contentSafety", NULL, NULL, NULL, 0 },
{ "foundry",              USE,     "foundry", NULL, NULL, NULL, 0 },
{ "search",               USE,     "search", "search.enabled", NULL, "profile.?search != null", 0 },
{ "cache",                USE,     "cache", "cache.enabled", NULL, "profile.?cache != null", 0 },
{ "appConfiguration",     USE,     "appConfiguration", "appConfiguration.enabled", NULL, "profile.?appConfiguration != null", 0 },
{ "keyVault",             USE,     "keyVault", NULL, NULL, NULL, 0 },
{ "storage",              USE,     "storage", NULL, NULL, NULL, 0 },
{ "backup",               USE,     "storage", "backup.enabled", NULL, "profile.?backup != null", 0 },
{ "cosmos",               USE,     "cosmos", NULL, NULL, NULL, 0 },
{ "eventHubs",            USE,     "eventHubs", NULL, NULL, NULL, 0 },
{ "capture",              ALL,     "eventHubs|storage", "eventHubs.capture", NULL, "profile.eventHubs.capture", 0 },
{ "serviceBus",           USE,     "serviceBus", NULL, NULL, NULL, 0 },
{ "apiManagement",        USE,     "openai", "apiManagement.enabled", NULL, "profile.?apiManagement != null", 1 },

{ "containerApp",         HOST,    "containerapp", NULL, NULL, NULL, 0 },
{ "staticWebApp",         HOST,    "staticwebapp", NULL, NULL, NULL, 0 },
{ "functionApp",          HOST,    "function", NULL, NULL, NULL, 0 },
{ "appService",           HOST,    "appservice", NULL, NULL, NULL, 0 },
{ "slot",                 HOST,    "appservice", "appService.slot", NULL, "profile.appService.slot", 0 },

{ "public",               PUBLIC,  NULL, NULL, NULL, NULL, 0 },
{ "frontDoor",            PUBLIC,  NULL, EDGE_KIND, "front-door", "profile.edge.kind == 'front-door'", 0 },
{ "applicationGateway",   PUBLIC,  NULL, EDGE_KIND, "app-gateway", "profile.edge.kind == 'app-gateway'", 0 },
{ "direct",               BACKEND, NULL, EDGE_KIND, "none", "profile.edge.kind == 'none'", 1 },
{ "regional",             REGIONAL, NULL, NULL, NULL, NULL, 0 },
{ "trafficManager",       ROUTING, "traffic-manager", NULL, NULL, NULL, 0 },
{ "regionalGateway",      ROUTING, "traffic-manager", "network.private", NULL, "profile.network.private", 0 },
{ "certificateInEnvironment", ROUTING, "traffic-manager", "network.private", "false", "!profile.network.private", 0 },
{ "routedByFrontDoor",    ROUTING, "front-door", NULL, NULL, NULL, 0 },
{ "agents",               ORCHESTRATOR, "agents", NULL, NULL, NULL, 0 },
{ "mlEndpoint",           ORCHESTRATOR, "ml-endpoint", NULL, NULL, NULL, 0 },

{ "github",               CI,      "github", NULL, NULL, NULL, 0 },
{ "azureDevOps",          CI,      "azure-devops", NULL, NULL, NULL, 0 },

{ "private",              NOTHING, NULL, "network.private", NULL, "profile.network.private", 0 },
{ "locks",                NOTHING, NULL, "governance.locks", NULL, "profile.governance.locks", 0 },
{ "policies",             NOTHING, NULL, "governance.policies", NULL, "profile.governance.policies", 0 },
{ "defender",             NOTHING, NULL, "governance.defender", NULL, "profile.governance.defender", 0 },
{ "activityLog",          NOTHING, NULL, "governance.activityLog", NULL, "profile.governance.activityLog", 0 },
{ "budget",               NOTHING, NULL, "budget.enabled", NULL, "profile.?budget != null", 0 },

{ "agentHosts",           ALL,     "agents|search|storage|cosmos", NULL, NULL, "profile.?search != null", 0 },
{ "edge",                 ANY,     "frontDoor|applicationGateway", NULL, NULL, "profile.edge.kind != 'none'", 0 },
{ "gateway",              ANY,     "applicationGateway|regionalGateway", NULL, NULL, NULL, 0 },
{ "linkable",             ANY,     "publicApi|appService", NULL, NULL, NULL, 0 },
{ "firewall",             ANY,     "frontDoor|gateway", NULL, NULL, NULL, 0 },
{ "environmentDns",       ALL,     "containerApp|gateway", NULL, NULL, NULL, 0 },
{ "publicApi",            EXTERNAL, NULL, NULL, NULL, NULL, 0 },
{ "calls",                CALLS,   NULL, NULL, NULL, NULL, 0 },
{ "regionalPrincipals",   ANY,     "regionalAi|cache|calls", NULL, NULL, NULL, 0 },
{ "regionalProfile",      ANY,     "private|regionalAi|cache", NULL, NULL, NULL, 0 },
{ "regionalAi",           ANY,     "cognitive|search", NULL, NULL, NULL, 0 },
{ "certificate",          ANY,     "applicationGateway|trafficManager", NULL, NULL, NULL, 0 },
{ "customDomain",         ANY,     "edge|trafficManager", NULL, NULL, NULL, 0 },
{ "models",               ANY,     "openai|foundry", NULL, NULL, NULL, 0 },
{ "modelSettings",        ALL,     "models|appConfiguration", NULL, NULL, NULL, 0 },
{ "cognitive",            ANY,     "vision|documentIntelligence|contentSafety|foundry", NULL, NULL, NULL, 0 },
{ "ai",                   ANY,     "openai|cognitive", NULL, NULL, NULL, 0 },
{ "throttled",            ANY,     "ai|eventHubs", NULL, NULL, NULL, 0 },
{ "failing",              ANY,     "vision|documentIntelligence|contentSafety|apiManagement|mlEndpoint", NULL, NULL, NULL, 0 },
{ "sitesInNetwork",       ALL,     "appService|applicationGateway", NULL, NULL, NULL, 0 },
{ "registry",             ANY,     "containerApp|mlEndpoint", NULL, NULL, NULL, 0 },
{ "storageAccounts",      ANY,     "blobs|mlEndpoint", NULL, NULL, NULL, 0 },
{ "privateLinks",         ALL,     "frontDoor|private", NULL, NULL, NULL, 0 },
{ "frontDoorName",        ANY,     "privateLinks|routedByFrontDoor", NULL, NULL, NULL, 0 },
{ "closedGateway",        ALL,     "apiManagement|private", NULL, NULL, NULL, 0 },
{ "siteBehindEdge",       ALL,     "edge|staticWebApp", NULL, NULL, NULL, 0 },
{ "agentNetwork",         ALL,     "agentHosts|private", NULL, NULL, NULL, 0 },
{ "functionNetwork",      ALL,     "functionApp|private", NULL, NULL, NULL, 0 },
{ "providers",            ANY,     "agentNetwork|functionNetwork", NULL, NULL, NULL, 0 },
{ "hooksBefore",          ANY,     "providers|closedGateway|appService|mlEndpoint", NULL, NULL, NULL, 0 },
{ "hooksAfter",           ANY,     "closedGateway|appService|privateLinks|searchIndex", NULL, NULL, NULL, 0 },
{ "hooksDeploy",          ANY,     "siteBehindEdge|mlEndpoint", NULL, NULL, NULL, 0 },
{ "hooks",                ANY,     "hooksBefore|hooksAfter|hooksDeploy", NULL, NULL, NULL, 0 },
{ "insightsRights",       ANY,     "apiManagement|mlEndpoint", NULL, NULL, NULL, 0 },
{ "answers",              ANY,     "appService|containerApp", NULL, NULL, NULL, 0 },
{ "searchIndex",          ALL,     "answers|search|models", NULL, NULL, "profile.?search != null", 0 },
{ "searchedDocuments",    ALL,     "searchIndex|appService|storage", NULL, NULL, NULL, 0 },
{ "modelRights",          ANY,     "apiManagement|searchIndex", NULL, NULL, NULL, 0 },
{ "storageRights",        ANY,     "backup|capture|searchedDocuments", NULL, NULL, NULL, 0 },
{ "blobs",                ANY,     "storage|functionApp", NULL, NULL, NULL, 0 },
{ "hostStorage",          ANY,     "functionApp|mlEndpoint", NULL, NULL, NULL, 0 },
{ "sites",                ANY,     "functionApp|appService", NULL, NULL, NULL, 0 },
{ "messaging",            ANY,     "eventHubs|serviceBus", NULL, NULL, NULL, 0 },
};
/* clang-format on */

const size_t azs_feature_count = sizeof azs_features / sizeof azs_features[0];

const char *const azs_resources[] = { "openai", "search", "vision",
	"documentIntelligence", "contentSafety", "keyVault", "cache", "cosmos",
	"storage", "eventHubs", "serviceBus", "appConfiguration", "foundry" };

const size_t azs_resource_count =
    sizeof azs_resources / sizeof azs_resources[0];

int
azs_is_resource(const char *word)
{
	size_t i;

	for (i = 0; i < azs_resource_count; i++)
		if (strcmp(azs_resources[i], word) == 0)
			return 1;
	return 0;
}

int
azs_feature_on(const struct azs_environment *environment, const char *group)
{
	return azs_node_true(azs_node_get(
	    azs_node_get(environment->resolved, group), "enabled"));
}

const struct azs_node *
azs_service_backend(
    const struct azs_node *services, const struct azs_node *site)
{
	const struct azs_node *uses = azs_node_get(site, "uses"), *callee;
	size_t i;

	for (i = 0; uses != NULL && i < uses->count; i++) {
		callee = azs_node_get(services, uses->items[i]->text);
		if (callee != NULL && azs_service_is(callee, "containerapp"))
			return callee;
	}
	return NULL;
}

int
azs_service_public(const struct azs_node *service)
{
	return azs_service_is(service, "staticwebapp") ||
	    azs_service_is(service, "appservice") ||
	    (azs_service_is(service, "containerapp") &&
		strcmp(azs_node_text(azs_node_get(service, "ingress"), ""),
		    "external") == 0);
}

/* Is there a service of that host; without one, a public service? */
static int
has_service(const struct azs_model *model, const char *host)
{
	const struct azs_node *map =
	    azs_node_get(model->application, "services");
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++)
		if (host == NULL ? azs_service_public(map->items[i])
				 : azs_service_is(map->items[i], host))
			return 1;
	return 0;
}

/* Does a static web app use a container app? */
static int
has_backend(const struct azs_model *model)
{
	const struct azs_node *map =
	    azs_node_get(model->application, "services");
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++)
		if (azs_service_is(map->items[i], "staticwebapp") &&
		    azs_service_backend(map, map->items[i]) != NULL)
			return 1;
	return 0;
}

static int
has_external(const struct azs_model *model)
{
	const struct azs_node *map =
	    azs_node_get(model->application, "services");
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++)
		if (azs_service_is(map->items[i], "containerapp") &&
		    azs_service_public(map->items[i]))
			return 1;
	return 0;
}

static int
has_calls(const struct azs_model *model)
{
	const struct azs_node *map =
	    azs_node_get(model->application, "services");
	size_t i;

	for (i = 0; map != NULL && i < map->count; i++)
		if (azs_service_is(map->items[i], "containerapp") &&
		    azs_service_backend(map, map->items[i]) != NULL)
			return 1;
	return 0;
}

/* Does the application's field, or what it is by default, say word? */
static int
says(const struct azs_model *model, const char *field, const char *fallback,
    const char *word)
{
	return strcmp(azs_node_text(
			  azs_node_get(model->application, field), fallback),
		   word) == 0;
}

/* Does the application have what the feature needs? */
static int
needed(const struct azs_model *model, int regional,
    const struct azs_feature *feature)
{
	switch (feature->need) {
	case AZS_NEED_USE:
		return azs_model_uses(model, feature->of);
	case AZS_NEED_HOST:
		return has_service(model, feature->of);
	case AZS_NEED_PUBLIC:
		return has_service(model, NULL);
	case AZS_NEED_BACKEND:
		return has_backend(model);
	case AZS_NEED_EXTERNAL:
		return has_external(model);
	case AZS_NEED_CALLS:
		return has_calls(model);
	case AZS_NEED_REGIONAL:
		return regional;
	case AZS_NEED_ROUTING:
		return regional && has_service(model, NULL) &&
		    says(model, "routing", "traffic-manager", feature->of);
	case AZS_NEED_ORCHESTRATOR:
		return azs_model_uses(model, "foundry") &&
		    says(model, "orchestrator", "agents", feature->of);
	case AZS_NEED_CI:
		return says(model, "ci", "github", feature->of) ||
		    says(model, "ci", "github", "both");
	case AZS_NEED_NOTHING:
	case AZS_NEED_ANY:
	case AZS_NEED_ALL:
		break;
	}
	return 1;
}

static int
switched_on(const struct azs_model *model,
    const struct azs_environment *environment, int regional,
    const struct azs_feature *feature)
{
	const struct azs_node *value;

	if (regional && feature->one_region)
		return 0;
	if (feature->path == NULL || environment == NULL)
		return 1;
	/* What stands in front of several regions is the application's. */
	if (regional && strcmp(feature->path, EDGE_KIND) == 0)
		return says(
		    model, "routing", "traffic-manager", feature->value);
	value = azs_node_at(environment->resolved, feature->path);
	if (value != NULL && value->kind == AZS_BOOL)
		return (value->number != 0) == (feature->value == NULL);
	return feature->value != NULL &&
	    strcmp(azs_node_text(value, ""), feature->value) == 0;
}

/* Environments to be asked about; NULL for one where all switches are on. */
struct question {
	const struct azs_model *model;
	const struct azs_environment *environments;
	size_t count;
	int regional;
};

static void ask(
    const struct question *question, const char *name, unsigned char *on);

/* Where one of the features of the row, or each of them, is on. */
static void
ask_others(const struct question *question, const struct azs_feature *feature,
    unsigned char *on)
{
	unsigned char *part = azs_xcalloc(question->count, 1);
	const char *const *words;
	size_t i, j, count;
	int all = feature->need == AZS_NEED_ALL;

	memset(on, all, question->count);
	words = azs_text_split(feature->of, '|', &count);
	for (i = 0; i < count; i++) {
		ask(question, words[i], part);
		for (j = 0; j < question->count; j++)
			on[j] = all ? on[j] & part[j] : on[j] | part[j];
	}
	azs_text_split_free(words);
	free(part);
}

/* Set on to 1 for each environment with the feature, else to 0. What services
   need is asked once, as they may be many. */
static void
ask(const struct question *question, const char *name, unsigned char *on)
{
	const struct azs_feature *feature = NULL;
	size_t i;

	for (i = 0; i < azs_feature_count && feature == NULL; i++)
		if (strcmp(azs_features[i].name, name) == 0)
			feature = &azs_features[i];
	if (feature == NULL ||
	    !needed(question->model, question->regional, feature)) {
		memset(on, 0, question->count);
		return;
	}
	memset(on, 1, question->count);
	if (feature->need == AZS_NEED_ANY || feature->need == AZS_NEED_ALL)
		ask_others(question, feature, on);
	for (i = 0; i < question->count; i++)
		on[i] = on[i] &&
		    switched_on(question->model,
			question->environments == NULL
			    ? NULL
			    : &question->environments[i],
			question->regional, feature);
}

int
azs_feature_in(const struct azs_model *model,
    const struct azs_environment *environment, int regional, const char *name)
{
	const struct question question = { model, environment, 1, regional };
	unsigned char on;

	ask(&question, name, &on);
	return on;
}

size_t
azs_feature_environments(
    const struct azs_model *model, int regional, const char *name)
{
	const struct question question = { model, model->environments,
		model->count, regional };
	unsigned char *on = azs_xcalloc(model->count, 1);
	size_t i, count = 0;

	ask(&question, name, on);
	for (i = 0; i < model->count; i++)
		count += on[i];
	free(on);
	return count;
}
