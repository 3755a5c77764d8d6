/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_PLAN_H
#define AZS_PLAN_H

#include <stddef.h>

#include "asset.h"
#include "buf.h"
#include "error.h"
#include "manifest.h"
#include "model.h"

/*
 * The plan: every generated file of a repository, in memory, sorted by path.
 * It is pure: the same model and templates give the same bytes; no clock,
 * host name, locale, network or git is in it.
 */

struct azs_plan_file {
	char *id; /* stable over versions: "main-bicep",
		     "environment-values/prod" */
	char *path;
	struct azs_buf bytes;
	enum azs_policy policy;
	int executable;
	const struct azs_environment *environment; /* a file of this one alone,
						      or NULL */
};

struct azs_plan {
	struct azs_plan_file *files;
	size_t count;
};

/*
 * Make the plan of a model that is free of errors. AZS_EFAILED, with the
 * place in the template or manifest, when the templates are wrong. The caller
 * frees with azs_plan_free(); it must not outlive the model.
 */
int azs_plan_build(const struct azs_model *model, struct azs_assets *assets,
    struct azs_plan **out, struct azs_error *err);
/* Whose bytes a plan has; the other files are there without theirs. A large
   application's starter code alone takes more memory than all the rest. */
enum azs_plan_part {
	AZS_PLAN_ALL,
	AZS_PLAN_KEPT, /* not of files written once */
	AZS_PLAN_OWNED /* of owned files; no others are made */
};

/* azs_plan_build() when the pattern's manifest has been read already. */
int azs_plan_make(const struct azs_model *model,
    const struct azs_manifest *manifest, struct azs_assets *assets,
    enum azs_plan_part part, struct azs_plan **out, struct azs_error *err);
void azs_plan_free(struct azs_plan *plan); /* accepts NULL */

/* The file of that path or NULL. */
const struct azs_plan_file *azs_plan_find(
    const struct azs_plan *plan, const char *path);

/* What an ARM parameters file says of itself. */
#define AZS_PARAMETERS_SCHEMA                                     \
	"https://schema.management.azure.com/schemas/2019-04-01/" \
	"deploymentParameters.json#"

/* The bytes of infra/main.parameters.json, into which azd puts variables: with
   `${VAR}` unset the parameter is not given (azd-facts of 2026-08-21, section
   2). */
int azs_plan_parameters(const struct azs_manifest *manifest,
    const struct azs_node *context, struct azs_buf *out, struct azs_error *err);

/* Does an entry with this condition apply? Looked up in item (may be NULL),
   then in the context's features: 1, 0, or -1 for an unknown flag. */
int azs_plan_when(const char *when, const struct azs_mark *mark,
    const struct azs_node *context, const struct azs_node *item,
    struct azs_error *err);

/* The list that forEach names. */
int azs_plan_list(const char *for_each, const struct azs_mark *mark,
    const struct azs_node *context, const struct azs_node **out,
    struct azs_error *err);

/* Render a short text such as a target path, unescaped. The names of item lie
   over those of context; each may be NULL. */
int azs_plan_expand(const char *text, const struct azs_mark *mark,
    const struct azs_node *context, const struct azs_node *item,
    struct azs_buf *out, struct azs_error *err);

#endif
