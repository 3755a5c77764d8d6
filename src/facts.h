/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_FACTS_H
#define AZS_FACTS_H

#include <stddef.h>

/*
 * What azstamp knows about Azure: small tables, each with the source it was
 * taken from and the date of that source.
 */

struct azs_fact_source {
	const char *what, *source, *date;
};

extern const struct azs_fact_source azs_fact_sources[];
extern const size_t azs_fact_source_count;

/* The day to which model retirements are compared: no clock is read, so the
   same input gives the same answer. YYYY-MM-DD. */
extern const char azs_facts_date[];

struct azs_region {
	const char *name, *display;
	int zones;	  /* number of availability zones, 0 for none */
	const char *pair; /* paired region or NULL */
	const char *geography;
	const char *link; /* the nearest region with private links of Front
			     Door, NULL for itself */
};

/* The region or NULL. */
const struct azs_region *azs_region_find(const char *name);

/* The region nearest in spelling, or NULL. */
const char *azs_region_nearest(const char *name);

/* The region for the metadata of a static web app that is nearest. Its
   content is global; only five regions take the metadata. */
const char *azs_region_static_site(const struct azs_region *region);

/* The region in which a private link of Front Door to this one begins. */
const char *azs_region_link(const struct azs_region *region);

/* The region to take beside this one for an application in two: the pair if it
   has zones, else one with zones in the same geography, else the pair or, where
   there is none, one in the US. */
const char *azs_region_partner(const struct azs_region *region);

enum azs_lifecycle {
	AZS_MODEL_GA,
	AZS_MODEL_LEGACY, /* only subscriptions that deployed it before */
	AZS_MODEL_RETIRED /* calls fail */
};

struct azs_model_fact {
	const char *name, *version; /* version "*" for all */
	enum azs_lifecycle lifecycle;
	const char *retirement; /* YYYY-MM-DD or NULL */
};

/* The row of a model and version, or NULL when it is not known. */
const struct azs_model_fact *azs_model_find(
    const char *name, const char *version);

/* The version of a model that retires last; NULL when none is known that can
   still be deployed. */
const char *azs_model_newest(const char *name);

/* Numbers of Container Apps: CPU goes in steps of hundredths of a vCPU up to a
   most, memory is a multiple of it. Microsoft Learn, Container Apps, 2025-11.
   Addresses for replicas in a /24, and how many share one; a rollout takes
   twice as many. Microsoft Learn, Container Apps networking, 2025-05. */
#define AZS_CPU_STEP 25
#define AZS_CPU_MOST 400
#define AZS_GI_PER_CPU 2
#define AZS_SUBNET_ADDRESSES 239
#define AZS_REPLICAS_PER_ADDRESS 10

/* What one deployment may hold. Microsoft Learn, ARM template best practices,
   2026-11-21. */
#define AZS_MOST_RESOURCES 800
#define AZS_MOST_OUTPUTS 64

/* Tiers of App Service. */
struct azs_plan_tier {
	char letter;  /* the SKUs begin with it */
	int machines; /* most of them */
	int slots, scales, zones;
};

/* The tier of a SKU such as "P1v3", or NULL. */
const struct azs_plan_tier *azs_plan_tier_find(const char *sku);

struct azs_search_tier {
	const char *sku;
	int replicas, partitions, units; /* most; units: their product */
};

const struct azs_search_tier *azs_search_tier_find(const char *sku);

struct azs_deployment_type {
	const char *name;
	int floor, step;	 /* of PTU; 0 for what is paid by the token */
	const char *geographies; /* joined by '|'; NULL for all */
};

/* The row of a type such as "GlobalStandard", or NULL. */
const struct azs_deployment_type *azs_deployment_type_find(const char *name);

/* Is there the type in the region, as far as its geography says? */
int azs_deployment_type_in(
    const struct azs_deployment_type *type, const struct azs_region *region);

/* Is it a size of Event Hubs Premium? */
int azs_processing_units_ok(long units);

/* Has the tier of a field such as "registry.sku" no private endpoint? */
int azs_tier_is_public(const char *field, const char *tier);

/* Does Container Apps keep first.second.0.0/16 for itself? */
int azs_range_is_container_apps(unsigned first, unsigned second);

/* Days from one YYYY-MM-DD to another (negative when it lies before). */
long azs_days_between(const char *from, const char *to);

#endif
