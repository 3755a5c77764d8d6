/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_MANIFEST_H
#define AZS_MANIFEST_H

#include <stddef.h>

#include "asset.h"
#include "error.h"
#include "node.h"

/*
 * A pattern is data: templates/<pattern>/manifest.yaml lists the files it
 * makes and the rows of infra/main.parameters.json. The keys of an entry are
 * described in HACKING.md.
 */

enum azs_policy {
	AZS_POLICY_MANAGED, /* merged on update */
	AZS_POLICY_OWNED,   /* rewritten */
	AZS_POLICY_ONCE	    /* written when its id first appears */
};

/* Texts are borrowed from the manifest; NULL when the key is not given. */
struct azs_manifest_entry {
	const char *id;
	const char *source;   /* a template or ... */
	const char *generate; /* ... what C writes, never both */
	const char *target;
	const char *when;
	const char *for_each;
	struct azs_node *flags; /* a map of flags that are true for the file's
				   template */
	enum azs_policy policy;
	int executable;
	struct azs_mark mark; /* of the id */
};

/* A parameter of main.bicep: a value, or with key one member of a map. What it
   overrides is a path in infra/environments/<env>.json, see HACKING.md. */
struct azs_manifest_parameter {
	const char *name, *value, *when, *for_each, *key, *overrides;
	struct azs_mark mark;
};

struct azs_manifest {
	const char *summary; /* a line about the pattern, borrowed, or NULL */
	int regional;	     /* each container app runs in every region */
	/* The hosts and resources that the pattern composes: lists of words,
	   borrowed, NULL for all there are. */
	const struct azs_node *hosts, *resources;
	struct azs_manifest_entry *entries;
	size_t count;
	struct azs_manifest_parameter *parameters;
	size_t parameter_count;
	struct azs_node **trees; /* what the texts are borrowed from */
	char **names;
	size_t tree_count;
};

/*
 * Read the manifest of a pattern with everything it includes, included
 * entries first. AZS_EUSAGE when there is no such pattern (the message lists
 * those there are), AZS_EFAILED with file:line:column for a manifest that is
 * wrong. The caller frees with azs_manifest_free().
 */
int azs_manifest_load(struct azs_assets *assets, const char *pattern,
    struct azs_manifest **out, struct azs_error *err);
void azs_manifest_free(struct azs_manifest *manifest); /* accepts NULL */

/* "managed", "owned", "once" */
const char *azs_policy_name(enum azs_policy policy);

/* The patterns that are built in, joined by ", ". The caller frees. */
char *azs_manifest_patterns(void);

#endif
