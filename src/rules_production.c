/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "facts.h"
#include "rules.h"

void
azs_rule_search_off(const struct azs_rule_check *check)
{
	const struct azs_node *enabled =
	    azs_rule_value(check, "search.enabled");

	if (!azs_node_true(enabled) && azs_model_uses(check->model, "search"))
		azs_rule_report(check, enabled, NULL,
		    "search is off, but a service uses it");
}

void
azs_rule_free_tiers(const struct azs_rule_check *check)
{
	static const struct {
		const char *path, *tier, *resource;
	} tiers[] = { { "vision.sku", "F0", "vision" },
		{ "documentIntelligence.sku", "F0", "documentIntelligence" } };
	size_t i;

	for (i = 0; i < sizeof tiers / sizeof tiers[0]; i++)
		if (strcmp(azs_rule_text(check, tiers[i].path),
			tiers[i].tier) == 0 &&
		    azs_model_uses(check->model, tiers[i].resource))
			azs_rule_report(check,
			    azs_rule_value(check, tiers[i].path), NULL,
			    "%s %s is a free tier", tiers[i].path,
			    tiers[i].tier);
}

void
azs_rule_vault_floor(const struct azs_rule_check *check)
{
	if (!azs_node_true(azs_rule_value(check, "keyVault.purgeProtection")))
		azs_rule_report(check,
		    azs_rule_value(check, "keyVault.purgeProtection"), NULL,
		    "keyVault.purgeProtection is off");
	if (strcmp(azs_rule_text(check, "keyVault.sku"), "premium") != 0)
		azs_rule_report(check, azs_rule_value(check, "keyVault.sku"),
		    NULL, "keyVault.sku is %s, not premium",
		    azs_rule_text(check, "keyVault.sku"));
	if (azs_rule_number(check, "keyVault.retentionDays") < 90)
		azs_rule_report(check,
		    azs_rule_value(check, "keyVault.retentionDays"), NULL,
		    "keyVault.retentionDays is %lld, not 90",
		    (long long)azs_rule_number(
			check, "keyVault.retentionDays"));
}

void
azs_rule_budget(const struct azs_rule_check *check)
{
	if (!azs_node_true(azs_rule_value(check, "budget.enabled")))
		azs_rule_report(check, azs_rule_value(check, "budget.enabled"),
		    NULL, "there is no budget");
}

void
azs_rule_log_cap(const struct azs_rule_check *check)
{
	if (azs_rule_number(check, "monitoring.dailyQuotaGb") != -1)
		azs_rule_report(check,
		    azs_rule_value(check, "monitoring.dailyQuotaGb"), NULL,
		    "monitoring.dailyQuotaGb caps the logs at %lld GB",
		    (long long)azs_rule_number(
			check, "monitoring.dailyQuotaGb"));
}

void
azs_rule_private_floor(const struct azs_rule_check *check)
{
	if (!azs_rule_true(check, "network.private"))
		azs_rule_report_at(check, "network.private", NULL,
		    "network.private is off: everything that holds data or "
		    "models answers the Internet");
}

void
azs_rule_firewall_floor(const struct azs_rule_check *check)
{
	if (!azs_rule_has(check, "public") || azs_rule_has(check, "edge") ||
	    azs_rule_has(check, "regionalGateway"))
		return;
	if (azs_rule_regional(check))
		azs_rule_report_at(check, "network.private", NULL,
		    "no firewall stands before the services: the gateway of "
		    "each region comes with network.private");
	else
		azs_rule_report_at(check, "edge.kind", NULL,
		    "edge.kind is none: no firewall stands before the "
		    "services");
}

void
azs_rule_zone_floor(const struct azs_rule_check *check)
{
	const struct azs_region *region = azs_rule_region(check);

	if (!azs_rule_true(check, "redundancy.zones") && region != NULL &&
	    region->zones > 0)
		azs_rule_report_at(check, "redundancy.zones", NULL,
		    "redundancy.zones is off, though %s has %d zones",
		    region->name, region->zones);
}

void
azs_rule_zoned_regions(const struct azs_rule_check *check)
{
	const struct azs_node *list =
	    azs_model_locations(check->model, check->environment);
	const struct azs_region *region;
	size_t i;

	for (i = 0; list != NULL && i < list->count; i++) {
		region = azs_region_find(list->items[i]->text);
		if ((i == 0 || azs_rule_regional(check)) && region != NULL &&
		    region->zones == 0)
			azs_rule_report(check, list->items[i], NULL,
			    "%s has no zones: when its one data center fails, "
			    "everything there does",
			    region->name);
	}
}

void
azs_rule_copy_floor(const struct azs_rule_check *check)
{
	const struct azs_region *region = azs_rule_region(check);

	if (azs_rule_has(check, "storage") &&
	    azs_rule_is(check, "storage.sku", "Standard_LRS") &&
	    region != NULL && region->zones > 0)
		azs_rule_report_at(check, "storage.sku", NULL,
		    "storage.sku Standard_LRS keeps all copies in one "
		    "building, though %s has zones",
		    region->name);
}

void
azs_rule_backup_floor(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "storage") && !azs_rule_has(check, "backup"))
		azs_rule_report_at(check, "backup.enabled", NULL,
		    "backup.enabled is off: what somebody overwrites is gone "
		    "after storage.retentionDays");
}

void
azs_rule_lock_floor(const struct azs_rule_check *check)
{
	if (!azs_rule_true(check, "governance.locks"))
		azs_rule_report_at(check, "governance.locks", NULL,
		    "governance.locks is off: one command deletes the "
		    "environment");
}

void
azs_rule_cache_floor(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "cache") &&
	    !azs_rule_true(check, "cache.highAvailability"))
		azs_rule_report_at(check, "cache.highAvailability", NULL,
		    "cache.highAvailability is off: the cache is gone while "
		    "its machine is patched");
}

void
azs_rule_search_floor(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "search") &&
	    azs_rule_number(check, "search.replicas") < 2)
		azs_rule_report_at(check, "search.replicas", NULL,
		    "search.replicas 1 comes without an SLA");
}

void
azs_rule_machine_floor(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "appService") &&
	    azs_rule_number(check, "appService.instances") < 2)
		azs_rule_report_at(check, "appService.instances", NULL,
		    "appService.instances 1: a lost machine is an outage");
}

void
azs_rule_endpoint_floor(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "mlEndpoint") &&
	    azs_rule_number(check, "mlEndpoint.instances") < 3)
		azs_rule_report_at(check, "mlEndpoint.instances", NULL,
		    "mlEndpoint.instances %lld: while one machine is renewed, "
		    "too few are left",
		    (long long)azs_rule_number(check, "mlEndpoint.instances"));
}

void
azs_rule_filter_floor(const struct azs_rule_check *check)
{
	if (azs_rule_has(check, "models") &&
	    azs_rule_is(check, "openai.contentFilter", "High"))
		azs_rule_report_at(check, "openai.contentFilter", NULL,
		    "openai.contentFilter High lets all but the worst "
		    "through");
}

void
azs_rule_policy_floor(const struct azs_rule_check *check)
{
	if (!azs_rule_true(check, "governance.policies"))
		azs_rule_report_at(check, "governance.policies", NULL,
		    "governance.policies is off: nothing holds data to the "
		    "regions");
}

/* A name that begins with prod is taken for production by everybody. */
void
azs_rule_level_name(const struct azs_rule_check *check)
{
	if (check->environment->level != AZS_PRODUCTION &&
	    strncmp(check->environment->name, "prod", 4) == 0)
		azs_rule_report_at(check, "level", NULL,
		    "%s is called like production, but its level is %s",
		    check->environment->name,
		    azs_level_name(check->environment->level));
}

void
azs_rule_sound_base(const struct azs_rule_check *check)
{
	const char *name = check->environment->extends;
	const struct azs_environment *base =
	    azs_model_environment(check->model, name);

	if (strcmp(name, "azstamp/dev") == 0 ||
	    (base != NULL && base->level == AZS_DEVELOPMENT))
		azs_rule_report(check,
		    azs_node_get(check->environment->own, "extends"), NULL,
		    "%s extends %s: what it does not say itself is as in "
		    "development",
		    check->environment->name, name);
}
