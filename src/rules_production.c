/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

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
