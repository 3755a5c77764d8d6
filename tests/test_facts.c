/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "facts.h"

#include <string.h>

#include "field.h"
#include "text.h"
#include "unit.h"

static void
days_are_those_of_the_calendar(void)
{
	CU_ASSERT_EQUAL(azs_days_between("2026-11-21", "2026-11-21"), 0);
	CU_ASSERT_EQUAL(azs_days_between("2026-11-21", "2026-12-15"), 24);
	CU_ASSERT_EQUAL(azs_days_between("2028-02-28", "2028-03-01"), 2);
	CU_ASSERT_EQUAL(azs_days_between("2026-02-28", "2026-03-01"), 1);
	CU_ASSERT_EQUAL(azs_days_between("2026-12-31", "2027-01-01"), 1);
	CU_ASSERT_EQUAL(azs_days_between("2027-01-01", "2026-12-31"), -1);
	CU_ASSERT_EQUAL(azs_days_between("2000-01-01", "2100-01-01"), 36525);
}

static void
regions_are_found_by_name(void)
{
	CU_ASSERT_STRING_EQUAL(azs_region_find("eastus2")->pair, "centralus");
	CU_ASSERT_PTR_NULL(azs_region_find("eastus9"));
	CU_ASSERT_PTR_NULL(azs_region_find(""));
	CU_ASSERT_STRING_EQUAL(azs_region_nearest("estus2"), "eastus2");
	CU_ASSERT_PTR_NULL(azs_region_nearest("atlantis"));
}

static const char *
site(const char *region)
{
	return azs_region_static_site(azs_region_find(region));
}

static void
static_sites_are_near(void)
{
	CU_ASSERT_STRING_EQUAL(site("eastus2"), "eastus2");
	CU_ASSERT_STRING_EQUAL(site("centralus"), "centralus");
	CU_ASSERT_STRING_EQUAL(site("westus3"), "westus2");
	CU_ASSERT_STRING_EQUAL(site("swedencentral"), "westeurope");
	CU_ASSERT_STRING_EQUAL(site("japaneast"), "eastasia");
	CU_ASSERT_STRING_EQUAL(site("mexicocentral"), "centralus");
	CU_ASSERT_STRING_EQUAL(site("canadacentral"), "eastus2");
	CU_ASSERT_STRING_EQUAL(site("southafricanorth"), "westeurope");
}

/* What Front Door refuses as a place of a private link fails on deployment. */
static void
private_links_begin_where_there_are_some(void)
{
	static const char *const all[] = { "westus", "israelcentral",
		"switzerlandnorth", "chilecentral", "newzealandnorth" };
	size_t i;

	CU_ASSERT_STRING_EQUAL(
	    azs_region_link(azs_region_find("eastus2")), "eastus2");
	CU_ASSERT_STRING_EQUAL(
	    azs_region_link(azs_region_find("switzerlandnorth")),
	    "germanywestcentral");
	for (i = 0; i < sizeof all / sizeof all[0]; i++) {
		const char *link = azs_region_link(azs_region_find(all[i]));

		CU_ASSERT_PTR_NULL(azs_region_find(link)->link);
		CU_ASSERT_NOT_EQUAL(azs_region_find(link)->zones, 0);
	}
}

static void
models_are_found_by_version(void)
{
	CU_ASSERT_EQUAL(
	    azs_model_find("gpt-5.5", "2026-04-24")->lifecycle, AZS_MODEL_GA);
	CU_ASSERT_PTR_NULL(azs_model_find("gpt-5.5", "2020-01-01"));
	CU_ASSERT_EQUAL(
	    azs_model_find("gpt-4", "anything")->lifecycle, AZS_MODEL_RETIRED);
	CU_ASSERT_PTR_NULL(azs_model_find("", ""));
}

static void
newest_is_never_a_retired_one(void)
{
	CU_ASSERT_STRING_EQUAL(azs_model_newest("gpt-4o"), "2024-08-06");
	CU_ASSERT_STRING_EQUAL(azs_model_newest("gpt-5.5"), "2026-04-24");
	CU_ASSERT_PTR_NULL(azs_model_newest("o3"));
	CU_ASSERT_PTR_NULL(azs_model_newest("gpt-4"));
	CU_ASSERT_PTR_NULL(azs_model_newest("nonsense"));
}

static void
sources_have_a_date(void)
{
	size_t i;

	CU_ASSERT_EQUAL(strlen(azs_facts_date), 10);
	for (i = 0; i < azs_fact_source_count; i++) {
		/* A year, a month of it or a day, not after that of all. */
		CU_ASSERT_EQUAL(strlen(azs_fact_sources[i].date) % 3, 1);
		CU_ASSERT(
		    strcmp(azs_fact_sources[i].date, azs_facts_date) <= 0);
	}
}

static const char *
partner(const char *region)
{
	return azs_region_partner(azs_region_find(region));
}

static void
a_second_region_has_zones_where_the_geography_has(void)
{
	CU_ASSERT_STRING_EQUAL(partner("eastus2"), "centralus");
	CU_ASSERT_STRING_EQUAL(partner("eastus"), "westus2");
	CU_ASSERT_STRING_EQUAL(partner("westus2"), "eastus2");
	CU_ASSERT_STRING_EQUAL(partner("swedencentral"), "germanywestcentral");
	CU_ASSERT_STRING_EQUAL(partner("germanywestcentral"), "swedencentral");
	CU_ASSERT_STRING_EQUAL(partner("canadacentral"), "canadaeast");
	CU_ASSERT_STRING_EQUAL(partner("uksouth"), "ukwest");
	CU_ASSERT_STRING_EQUAL(partner("australiaeast"), "japaneast");
	CU_ASSERT_STRING_EQUAL(partner("mexicocentral"), "eastus2");
}

/* Call one for each word that a field takes. */
static void
each_word(const char *path, void (*one)(const char *))
{
	const struct azs_field *field = azs_field_find(AZS_FIELD_PROFILE, path);
	const char *const *words;
	size_t i, count;

	CU_ASSERT_PTR_NOT_NULL_FATAL(field);
	words = azs_text_split(field->allowed, '|', &count);
	CU_ASSERT(count > 1);
	for (i = 0; i < count; i++)
		one(words[i]);
	azs_text_split_free(words);
}

static void
has_plan_tier(const char *sku)
{
	CU_ASSERT_PTR_NOT_NULL(azs_plan_tier_find(sku));
}

static void
has_deployment_type(const char *sku)
{
	CU_ASSERT_PTR_NOT_NULL(azs_deployment_type_find(sku));
}

static void
every_size_of_a_field_has_a_row(void)
{
	each_word("appService.sku", has_plan_tier);
	each_word("openai.deployments.x.sku", has_deployment_type);
	CU_ASSERT_PTR_NULL(azs_plan_tier_find("F1"));
	CU_ASSERT_PTR_NULL(azs_deployment_type_find("GlobalBatch"));
	CU_ASSERT_EQUAL(azs_plan_tier_find("S3")->machines, 10);
	CU_ASSERT_EQUAL(azs_search_tier_find("basic")->replicas, 3);
	CU_ASSERT_EQUAL(azs_search_tier_find("standard2")->units, 36);
}

static int
is_in(const char *type, const char *region)
{
	return azs_deployment_type_in(
	    azs_deployment_type_find(type), azs_region_find(region));
}

static void
data_zones_end_at_their_geographies(void)
{
	CU_ASSERT(is_in("DataZoneStandard", "eastus2"));
	CU_ASSERT(is_in("DataZoneStandard", "swedencentral"));
	CU_ASSERT(is_in("DataZoneStandard", "japaneast"));
	CU_ASSERT_FALSE(is_in("DataZoneStandard", "uksouth"));
	CU_ASSERT_FALSE(is_in("DataZoneProvisionedManaged", "japaneast"));
	CU_ASSERT(is_in("GlobalStandard", "brazilsouth"));
}

static void
tiers_and_ranges_are_known(void)
{
	static const char *const fields[] = { "registry.sku", "serviceBus.sku",
		"vision.sku" };
	size_t i;

	for (i = 0; i < 3; i++)
		CU_ASSERT_FALSE(azs_tier_is_public(fields[i], "Premium"));
	CU_ASSERT(azs_tier_is_public("registry.sku", "Standard"));
	CU_ASSERT(azs_tier_is_public("vision.sku", "F0"));
	CU_ASSERT_FALSE(azs_tier_is_public("search.sku", "basic"));
	CU_ASSERT(azs_processing_units_ok(1) && azs_processing_units_ok(16));
	CU_ASSERT_FALSE(
	    azs_processing_units_ok(3) || azs_processing_units_ok(14));
	CU_ASSERT(azs_range_is_container_apps(172, 31));
	CU_ASSERT_FALSE(azs_range_is_container_apps(10, 31));
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "days_are_those_of_the_calendar",
		    days_are_those_of_the_calendar },
		{ "regions_are_found_by_name", regions_are_found_by_name },
		{ "static_sites_are_near", static_sites_are_near },
		{ "private_links_begin_where_there_are_some",
		    private_links_begin_where_there_are_some },
		{ "models_are_found_by_version", models_are_found_by_version },
		{ "newest_is_never_a_retired_one",
		    newest_is_never_a_retired_one },
		{ "sources_have_a_date", sources_have_a_date },
		{ "a_second_region_has_zones_where_the_geography_has",
		    a_second_region_has_zones_where_the_geography_has },
		{ "every_size_of_a_field_has_a_row",
		    every_size_of_a_field_has_a_row },
		{ "data_zones_end_at_their_geographies",
		    data_zones_end_at_their_geographies },
		{ "tiers_and_ranges_are_known", tiers_and_ranges_are_known },
	};

	return azs_test_main("facts", tests, AZS_TEST_COUNT(tests));
}
