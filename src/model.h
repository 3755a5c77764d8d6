/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_MODEL_H
#define AZS_MODEL_H

#include <stddef.h>

#include "error.h"
#include "finding.h"
#include "node.h"

/*
 * The model: the application (azstamp.yaml) and its environments
 * (profiles/<env>.yaml) with everything they inherit. The nodes keep their
 * marks, so the place a value comes from is node->mark: "profiles/prod.yaml",
 * the built-in "azstamp/prod", or no line for a field's neutral default.
 */

#define AZS_APPLICATION_FILE "azstamp.yaml"
#define AZS_PROFILES_DIR "profiles"

/* Structural rules; the semantic ones are the table in rules.c. */
#define AZS_RULE_SYNTAX "AZS0001"
#define AZS_RULE_UNKNOWN_KEY "AZS0002"
#define AZS_RULE_VALUE "AZS0003"
#define AZS_RULE_REQUIRED "AZS0004"
#define AZS_RULE_ROLE_NAME "AZS0005"
#define AZS_RULE_EXTENDS "AZS0006"
#define AZS_RULE_STRAY_FILE "AZS0007"

enum azs_level { AZS_DEVELOPMENT, AZS_STAGING, AZS_PRODUCTION };

struct azs_environment {
	char *name;
	char *file;	     /* "profiles/prod.yaml" */
	const char *extends; /* borrowed from own; "" for none */
	enum azs_level level;
	struct azs_node *own;	   /* the file as written */
	struct azs_node *resolved; /* every field, defaults filled in */
};

struct azs_model {
	struct azs_node *application; /* azstamp.yaml, nulls taken out */
	/* In the order of promotion: by level, then by name. */
	struct azs_environment *environments;
	size_t count;
	char **files; /* names that marks point to */
	size_t file_count;
};

/* A file of the model in memory. All borrowed until azs_model_build ends. */
struct azs_model_source {
	const char *name; /* "azstamp.yaml", "profiles/prod.yaml" */
	const char *text;
	size_t len;
};

/*
 * Parse, validate and resolve. What is wrong with the files is added to
 * findings and is no failure; with errors among them the model is incomplete
 * and only good for showing findings. The caller releases with
 * azs_model_free().
 */
struct azs_model *azs_model_build(const struct azs_model_source *sources,
    size_t count, struct azs_findings *findings);

/* May edit the text of a file of the model before it is parsed. */
typedef int azs_model_filter(
    const char *name, struct azs_buf *text, void *arg, struct azs_error *err);

/* azs_model_build() of the files below root, through filter unless that is
   NULL. A file that cannot be read is a finding; AZS_EFAILED when profiles/
   cannot be listed or the filter fails. */
int azs_model_load(const char *root, azs_model_filter *filter, void *arg,
    struct azs_findings *findings, struct azs_model **out,
    struct azs_error *err);

void azs_model_free(struct azs_model *model); /* accepts NULL */

/*
 * Weaken what built-in profiles say about redundancy where the region of the
 * environment has no zones or no pair in its geography: Standard_GZRS becomes
 * Standard_ZRS or less. What the user wrote stays. Part of azs_model_build().
 */
void azs_model_fit(
    const struct azs_model *model, struct azs_environment *environment);

/* The environment or NULL. */
const struct azs_environment *azs_model_environment(
    const struct azs_model *model, const char *name);

/* The regions of the environment: its own or the application's; NULL when the
   model names none. */
const struct azs_node *azs_model_locations(
    const struct azs_model *model, const struct azs_environment *environment);

/* What an application in several regions calls the one at index, from 0:
   "primary", "secondary", ...; NULL after the fifth, the last there can be. */
const char *azs_slot_name(size_t index);

/* The first region of the environment: its own or the application's; "" when
   the model names none. */
const char *azs_model_location(
    const struct azs_model *model, const struct azs_environment *environment);

/* The size field ("cpu") of a service in an environment: the service's own or
   that of all containers. Never NULL in a model without errors. */
const struct azs_node *azs_model_container(
    const struct azs_environment *environment, const char *service,
    const char *field);

/* Nonzero when the list `uses` of the service holds word. */
int azs_service_uses(const struct azs_node *service, const char *word);

/* Nonzero when the service runs in host ("containerapp"). */
int azs_service_is(const struct azs_node *service, const char *host);

/* Nonzero when at least one service uses word. */
int azs_model_uses(const struct azs_model *model, const char *word);

/* "development", "staging", "production" */
const char *azs_level_name(enum azs_level level);

/*
 * The directory at or above start that holds azstamp.yaml, as azd looks for
 * azure.yaml. The caller frees. AZS_EFAILED when there is none.
 */
int azs_model_find_root(const char *start, char **root, struct azs_error *err);

#endif
