/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_FEATURE_H
#define AZS_FEATURE_H

#include <stddef.h>

#include "model.h"

/*
 * Features: what a repository may hold, by what the services use, where they
 * run and what the profiles switch on. One table decides it for templates
 * (context.c) and values (values.c) alike.
 */

enum azs_need {
	AZS_NEED_NOTHING,
	AZS_NEED_USE,	       /* a service uses the resource */
	AZS_NEED_HOST,	       /* a service runs there */
	AZS_NEED_PUBLIC,       /* a service answers the Internet */
	AZS_NEED_BACKEND,      /* a static web app has a backend */
	AZS_NEED_EXTERNAL,     /* a container app answers the Internet */
	AZS_NEED_CALLS,	       /* a container app calls another */
	AZS_NEED_REGIONAL,     /* each container app runs in every region */
	AZS_NEED_ROUTING,      /* requests find their region that way */
	AZS_NEED_ORCHESTRATOR, /* that is what answers */
	AZS_NEED_CI,	       /* pipelines run there */
	AZS_NEED_ALL,	       /* all of the other features are on */
	AZS_NEED_ANY	       /* one of the other features is on */
};

struct azs_feature {
	const char *name; /* as templates know it: features.<name> */
	enum azs_need need;
	const char *of;	   /* what is needed; features joined by '|' */
	const char *path;  /* the field that switches it, or NULL */
	const char *value; /* what the field must say, NULL for true, "false"
			      for false */
	const char *on;	   /* Bicep for "is on here", or NULL */
	int one_region;	   /* not where there may be several */
};

extern const struct azs_feature azs_features[];
extern const size_t azs_feature_count;

/* The words that stand for resources in `uses`. */
extern const char *const azs_resources[];
extern const size_t azs_resource_count;
int azs_is_resource(const char *word);

/* Is the feature on in the environment? NULL: in one where everything is
   switched on. regional: the pattern's manifest says so, see manifest.h. An
   unknown name is off. */
int azs_feature_in(const struct azs_model *model,
    const struct azs_environment *environment, int regional, const char *name);

/* In how many environments is it on? */
size_t azs_feature_environments(
    const struct azs_model *model, int regional, const char *name);

/* Nonzero when the switch of a group ("search", "budget") is on, whether
   anything uses it or not. */
int azs_feature_on(
    const struct azs_environment *environment, const char *group);

/* The backend that a static web app links: the first container app it uses, or
   NULL. */
const struct azs_node *azs_service_backend(
    const struct azs_node *services, const struct azs_node *site);

/* Does the service answer the Internet? */
int azs_service_public(const struct azs_node *service);

#endif
