/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_MIGRATION_H
#define AZS_MIGRATION_H

#include "asset.h"
#include "error.h"
#include "lock.h"

/*
 * What an older repository needs on its way to a newer template set, beyond
 * new texts: the ordered steps of templates/migrations.yaml, each with the set
 * that brought it. A step that was taken already finds nothing to do.
 *
 *	- { set: 3, file: old-id, to: new-id }     the file has a new id
 *	- { set: 3, file: old-id, drop: true }     it is the user's from now on
 *	- { set: 3, key: openai.units, to: capacity }           a profile's key
 *	- { set: 3, key: search.sku, value: standard1, to: standard }
 *
 * A part of a key may be *, for each member. in: azstamp.yaml makes it a key
 * of the application. How to write one: HACKING.md.
 */
struct azs_migrations;

/* A file of the user's that a migration edits. */
struct azs_migrated {
	char *file; /* below the root */
	struct azs_buf text;
	char before[AZS_SHA256_SIZE];
};

/*
 * The steps of the templates; none when they have no migrations.yaml.
 * AZS_EFAILED, with the place, when that is wrong. *out is the caller's
 * (azs_migrations_free).
 */
int azs_migrations_load(struct azs_assets *assets, struct azs_migrations **out,
    struct azs_error *err);
void azs_migrations_free(struct azs_migrations *migrations);

/* Is there a step that edits YAML for repositories older than templates? */
int azs_migrations_edit_files(const struct azs_migrations *migrations);

/* Rename and drop ids in a lock of an older set. */
void azs_migrations_lock(
    const struct azs_migrations *migrations, struct azs_lock *lock);

/*
 * Edit the text of a file of the model, which comes from a repository of the
 * template set since. *edited is set when it is another text now. Fails with
 * the place when a step cannot be taken.
 */
int azs_migrations_edit(const struct azs_migrations *migrations, long since,
    const char *file, struct azs_buf *text, int *edited, struct azs_error *err);

#endif
