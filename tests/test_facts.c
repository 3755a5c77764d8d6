/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "facts.h"

#include <string.h>

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

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "days_are_those_of_the_calendar",
		    days_are_those_of_the_calendar },
		{ "regions_are_found_by_name", regions_are_found_by_name },
		{ "static_sites_are_near", static_sites_are_near },
		{ "models_are_found_by_version", models_are_found_by_version },
		{ "newest_is_never_a_retired_one",
		    newest_is_never_a_retired_one },
		{ "sources_have_a_date", sources_have_a_date },
		{ "a_second_region_has_zones_where_the_geography_has",
		    a_second_region_has_zones_where_the_geography_has },
	};

	return azs_test_main("facts", tests, AZS_TEST_COUNT(tests));
}
