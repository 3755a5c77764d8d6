/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_READINESS_H
#define AZS_READINESS_H

#include <stddef.h>

#include "finding.h"
#include "lock.h"
#include "manifest.h"
#include "model.h"
#include "node.h"
#include "plan.h"

/*
 * How ready an environment is for production: the checklist and the service
 * levels, each item with the values of the model and the places in generated
 * files that prove it. One table; what an item looks at is in
 * readiness_items_*.c.
 */

enum azs_ready_status {
	AZS_READY_PASS,
	AZS_READY_WARN,
	AZS_READY_FAIL,
	AZS_READY_MANUAL,     /* for people: never counted as passed */
	AZS_READY_SUPPRESSED, /* the profile says why it does not matter */
	AZS_READY_NA,	      /* nothing here that it could be about */
	AZS_READY_COUNT
};

struct azs_ready; /* an item being looked at, see readiness_look.h */

struct azs_ready_item {
	const char *id; /* "private-endpoints", never reused */
	const char *pillar;
	const char *title;
	/* What it is when something is missing, by level: AZS_ERROR fails,
	   AZS_WARNING warns, AZS_OFF is not asked. */
	enum azs_severity asks[3];
	void (*look)(struct azs_ready *ready);
	const char *sources; /* rows of requirements, checklists, WAF ids */
};

extern const struct azs_ready_item azs_ready_items[];
extern const size_t azs_ready_item_count;

/* The item of that id, or NULL. */
const struct azs_ready_item *azs_ready_find(const char *id);

struct azs_ready_files; /* private to readiness_files.c */

/* What is looked at; all borrowed. */
struct azs_ready_world {
	const struct azs_model *model;
	const struct azs_manifest *manifest;
	const struct azs_plan *plan; /* AZS_PLAN_KEPT or more */
	const char *today;	     /* YYYY-MM-DD: are suppressions over? */
	struct azs_ready_files *files;
};

/*
 * Look at an environment: a map of name, level, score (percent of what
 * counts), the number of items of each status, and items, a list of maps:
 *
 *   id pillar title status sources
 *   why: what a person has to do, or why it does not apply; else null
 *   gaps: what is missing, each with status (warn, fail, suppressed), text,
 *     fix (a command or null), rule, source (a place), reason and until
 *   values: path, value, source, generated (a place)
 *   files: path, line and text (null for the whole file), state
 *
 * The caller frees. AZS_EFAILED when a file cannot be read.
 */
int azs_readiness_build(const struct azs_ready_world *world,
    const struct azs_environment *environment, struct azs_node **out,
    struct azs_error *err);

/* "pass", "warn", "fail", "manual", "suppressed", "n/a" */
const char *azs_ready_name(enum azs_ready_status status);

/* The files of a repository below root, as plan, lock and disk say; all three
   must outlive it. The caller frees. */
struct azs_ready_files *azs_ready_files_new(
    const char *root, const struct azs_plan *plan, const struct azs_lock *lock);
void azs_ready_files_free(struct azs_ready_files *files); /* accepts NULL */

#endif
