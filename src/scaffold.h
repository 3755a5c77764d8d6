/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_SCAFFOLD_H
#define AZS_SCAFFOLD_H

#include <stddef.h>

#include "asset.h"
#include "error.h"
#include "model.h"

/* What `init` is asked for. All borrowed. */
struct azs_scaffold_request {
	const char *name; /* of the application */
	const char *pattern;
	const char *locations;	  /* joined by commas; NULL: as the pattern
				     needs them */
	const char *environments; /* joined by commas */
	const char *ci;		  /* where pipelines run; NULL: by default */
	const char *const *sets;  /* "path=value", "prod:path=value"; what
				     azstamp.yaml holds has no environment */
	size_t set_count;
};

/* The user's files of a new repository: azstamp.yaml, profiles/<env>.yaml. */
struct azs_scaffold {
	struct azs_model_source *sources; /* names and texts are owned */
	size_t count;
};

/*
 * Write the model's files in memory. AZS_EUSAGE for a bad name, value, path or
 * pattern, naming the option. Release with azs_scaffold_release(), after a
 * failure too.
 */
int azs_scaffold_build(const struct azs_scaffold_request *request,
    struct azs_assets *assets, struct azs_scaffold *out, struct azs_error *err);
void azs_scaffold_release(struct azs_scaffold *scaffold);

/*
 * What a new profile for an environment of that name says: the built-in one it
 * extends, and the sizes that users look for first, for what the services of
 * the model use. regional: see manifest.h. The caller frees. The other appends
 * it as the text of profiles/<environment>.yaml.
 */
struct azs_node *azs_scaffold_profile(
    const char *environment, const struct azs_model *model, int regional);
void azs_scaffold_profile_write(
    const char *environment, const struct azs_node *tree, struct azs_buf *out);

/* What `init` takes without --env, and the regions without --location. */
#define AZS_SCAFFOLD_ENVIRONMENTS "dev,staging,prod"
const char *azs_scaffold_locations(int regional);

/* Is that a --set of a field of azstamp.yaml, such as "routing=front-door"? */
int azs_scaffold_set_is_application(const char *set);

/* Fields of azstamp.yaml that --set takes, with their values or defaults, go to
   context for application.yaml.mustache. template is its text: what it does not
   read cannot be set. */
int azs_scaffold_settings(const struct azs_scaffold_request *request,
    const char *template, struct azs_node *context, struct azs_error *err);

/* Apply one --set to the profiles it concerns: trees[i] is that of
   environments[i]. */
int azs_scaffold_set(const char *set, const char *const *environments,
    struct azs_node **trees, size_t count, struct azs_error *err);

/* Set the value at a path, whose maps are made if need be; what is no map is
   replaced. Takes value. */
void azs_scaffold_set_at(
    struct azs_node *map, const char *path, struct azs_node *value);

#endif
