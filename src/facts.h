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
};

/* The region or NULL. */
const struct azs_region *azs_region_find(const char *name);

/* The region nearest in spelling, or NULL. */
const char *azs_region_nearest(const char *name);

/* The region for the metadata of a static web app that is nearest. Its
   content is global; only five regions take the metadata. */
const char *azs_region_static_site(const struct azs_region *region);

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

/* Days from one YYYY-MM-DD to another (negative when it lies before). */
long azs_days_between(const char *from, const char *to);

#endif
