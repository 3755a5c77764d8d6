/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "buf.h"
#include "readiness_items.h"

/* Who takes no keys, and who has an identity instead of some: the module of a
   resource, and how it says so. */
static const struct {
	const char *feature, *module, *words;
} keyless[] = {
	{ "ai", "ai/ai-account", "disableLocalAuth: true" },
	{ "search", "ai/search", "disableLocalAuth: true" },
	{ "cosmos", "data/cosmos", "disableLocalAuth: true" },
	{ "storageAccounts", "data/storage-account",
	    "allowSharedKeyAccess: false" },
	{ "cache", "data/redis", "accessKeysAuthentication: 'Disabled'" },
	{ "appConfiguration", "data/app-configuration",
	    "disableLocalAuth: true" },
	{ "eventHubs", "messaging/event-hubs", "disableLocalAuth: true" },
	{ "serviceBus", "messaging/service-bus", "disableLocalAuth: true" },
	{ "registry", "apps/container-registry", "adminUserEnabled: false" },
	{ "containerApp", "apps/container-app", "type: 'UserAssigned'" },
	{ "appService", "apps/app-service", "type: 'UserAssigned'" },
	{ "appService", "apps/app-service",
	    "resource deploymentCredentials 'basicPublishing" },
	{ "functionApp", "apps/function-app", "type: 'UserAssigned'" },
	{ "functionApp", "apps/function-app",
	    "resource deploymentCredentials 'basicPublishing" },
};

/* What of the user's own would undo it. */
static const char *const keyed[] = { "disableLocalAuth: false",
	"allowSharedKeyAccess: true", "adminUserEnabled: true", "listKeys(" };

void
azs_ready_managed_identities(struct azs_ready *ready)
{
	const struct azs_node *map =
	    azs_node_get(ready->world->model->application, "services");
	struct azs_buf path = AZS_BUF_INIT;
	size_t i;

	for (i = 0; i < map->count; i++) {
		if (azs_service_is(map->items[i], "staticwebapp"))
			continue;
		azs_buf_clear(&path);
		azs_buf_addf(&path, "services.%s.host", map->items[i]->key);
		azs_ready_node(
		    ready, path.data, azs_node_get(map->items[i], "host"));
	}
	azs_buf_release(&path);
	azs_ready_module(ready, "security/identities",
	    "resource identity 'Microsoft.ManagedIdentity");
	for (i = 0; i < sizeof keyless / sizeof keyless[0]; i++)
		if (azs_ready_has(ready, keyless[i].feature))
			azs_ready_module(
			    ready, keyless[i].module, keyless[i].words);
	for (i = 0; i < sizeof keyed / sizeof keyed[0]; i++)
		azs_ready_absent(ready, "infra/custom.bicep", keyed[i],
		    "lets somebody in with a key");
}

void
azs_ready_secrets(struct azs_ready *ready)
{
	azs_ready_value(ready, "keyVault.sku");
	azs_ready_value(ready, "keyVault.purgeProtection");
	azs_ready_value(ready, "keyVault.retentionDays");
	azs_ready_rule(ready, "AZS0119",
	    "azstamp env set ENV keyVault.sku=premium "
	    "keyVault.purgeProtection=true keyVault.retentionDays=90");
	azs_ready_module(
	    ready, "security/key-vault", "enableRbacAuthorization: true");
}

/* Tiers without a private endpoint beside a private network. */
static void
open_tiers(struct azs_ready *ready)
{
	struct azs_buf fix = AZS_BUF_INIT;

	azs_buf_adds(&fix, "azstamp env set ENV");
	if (azs_ready_has(ready, "registry"))
		azs_buf_adds(&fix, " registry.sku=Premium");
	if (azs_ready_has(ready, "serviceBus"))
		azs_buf_adds(&fix, " serviceBus.sku=Premium");
	azs_ready_rule(ready, "AZS0152", fix.data);
	azs_buf_release(&fix);
}

void
azs_ready_private_endpoints(struct azs_ready *ready)
{
	const struct azs_node *open =
	    azs_ready_get(ready, "network.allowedAddresses");

	azs_ready_value(ready, "network.private");
	azs_ready_rule(
	    ready, "AZS0176", "azstamp env set ENV network.private=true");
	if (!azs_ready_true(ready, "network.private"))
		return;
	open_tiers(ready);
	if (open != NULL && open->count > 0) {
		azs_ready_value(ready, "network.allowedAddresses");
		azs_ready_should(ready,
		    "azstamp env unset ENV network.allowedAddresses",
		    "network.allowedAddresses lets %zu address%s in from the "
		    "Internet",
		    open->count, open->count == 1 ? "" : "es");
	}
	azs_ready_absent(ready, "infra/main.bicep", "publicAccess: true",
	    "opens a resource to the Internet");
	azs_ready_module(ready, "network/private-endpoint",
	    "resource endpoint 'Microsoft.Network/privateEndpoints@");
	azs_ready_module(ready, "network/private-dns-zones",
	    "resource zones 'Microsoft.Network/privateDnsZones@");
}

void
azs_ready_security_groups(struct azs_ready *ready)
{
	azs_ready_value(ready, "network.private");
	azs_ready_rule(
	    ready, "AZS0176", "azstamp env set ENV network.private=true");
	if (azs_ready_true(ready, "network.private"))
		azs_ready_module(ready, "network/virtual-network",
		    "networkSecurityGroup: {");
}

/* Roles that may do everything or hand out rights, by name and by id: Owner,
   Contributor, User Access Administrator, Role Based Access Control
   Administrator (Microsoft Learn, Azure built-in roles, 2026-11-21). */
static const char *const wide[] = { "role: 'Owner'", "role: 'Contributor'",
	", 'Owner')", ", 'Contributor')",
	"8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
	"b24988ac-6180-42a0-ab88-20f7382dd24c",
	"18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
	"f58310d9-a9f6-439a-9e8d-f62e7b41a168" };

void
azs_ready_least_privilege(struct azs_ready *ready)
{
	static const char *const files[] = { "infra/main.bicep",
		"infra/stamp.bicep", "infra/custom.bicep" };
	size_t i, j;

	azs_ready_infra(ready, "role: '");
	azs_ready_file(ready, "infra/modules/shared/roles.bicep",
	    "principalType: 'ServicePrincipal'");
	for (i = 0; i < sizeof files / sizeof files[0]; i++)
		for (j = 0; j < sizeof wide / sizeof wide[0]; j++)
			azs_ready_absent(ready, files[i], wide[j],
			    "grants a role that may do everything, or hand "
			    "out rights");
}

#define IMPORT \
	"python3 scripts/import_certificate.py --env ENV www.example.com FILE"

void
azs_ready_served(struct azs_ready *ready)
{
	static const char fix[] =
	    "azstamp env set ENV edge.domain=www.example.com && " IMPORT;

	if (!azs_ready_has(ready, "certificate"))
		return;
	azs_ready_value(ready, "edge.domain");
	azs_ready_value(ready, "edge.certificateUri");
	azs_ready_rule(ready, "AZS0155", fix);
	azs_ready_rule(ready, "AZS0156", fix);
	if (azs_ready_get(ready, "edge.domain") != NULL &&
	    azs_ready_get(ready, "edge.certificateUri") == NULL)
		azs_ready_should(ready,
		    IMPORT " && azstamp env set ENV "
			   "edge.certificateUri=URI",
		    "edge.certificateUri is not set: nothing is served before "
		    "azd knows the certificate (AZURE_CERTIFICATE_URI), and no "
		    "file here says whether it does");
}

#define BLOCKS "'Detection' = 'Prevention'"

void
azs_ready_firewall(struct azs_ready *ready)
{
	if (!azs_ready_has(ready, "public")) {
		azs_ready_not_applicable(ready,
		    "no service has users: events and messages start them");
		return;
	}
	if (azs_ready_regional(ready)) {
		azs_ready_node(ready, "routing",
		    azs_node_get(ready->world->model->application, "routing"));
		azs_ready_value(ready, "network.private");
	} else {
		azs_ready_value(ready, "edge.kind");
	}
	azs_ready_rule(ready, "AZS0177",
	    azs_ready_regional(ready)
		? "azstamp env set ENV network.private=true"
		: "azstamp env set ENV edge.kind=front-door");
	azs_ready_rule(ready, "AZS0158", NULL);
	if (azs_ready_has(ready, "frontDoor"))
		azs_ready_module(ready, "edge/front-door", BLOCKS);
	if (azs_ready_has(ready, "gateway"))
		azs_ready_module(ready, "edge/application-gateway", BLOCKS);
	azs_ready_absent(ready, "infra/main.bicep", "firewallMode: 'Detection'",
	    "has the firewall only write down what it finds");
}
