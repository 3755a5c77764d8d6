/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_READINESS_LOOK_H
#define AZS_READINESS_LOOK_H

#include "buf.h"
#include "readiness.h"

/*
 * What the predicates of readiness_items_*.c say about an item: what they look
 * at becomes evidence, what they miss a gap. In what the user may do, the word
 * ENV stands for the name of the environment, SUPPRESS for the command that
 * says why the item does not matter.
 */
struct azs_ready {
	const struct azs_ready_world *world;
	const struct azs_environment *environment;
	const struct azs_ready_item *item;
	struct azs_node *gaps, *values, *files; /* lists of maps */
	struct azs_buf why;
	int manual, na;
	struct azs_error *err; /* filled when failed */
	int failed;
};

/* Is the feature on in the environment? Does the pattern compose resource? */
int azs_ready_has(const struct azs_ready *ready, const char *feature);
int azs_ready_composes(const struct azs_ready *ready, const char *resource);
int azs_ready_regional(const struct azs_ready *ready);

/* A field of the environment, or NULL; no evidence. Its number, which must be
   there; its text or ""; is it true? */
const struct azs_node *azs_ready_get(
    const struct azs_ready *ready, const char *path);
long azs_ready_number(const struct azs_ready *ready, const char *path);
const char *azs_ready_text(const struct azs_ready *ready, const char *path);
int azs_ready_true(const struct azs_ready *ready, const char *path);

/*
 * A field as evidence, with the place it comes from and that in the values of
 * the environment; that those say something else is a gap. A field nobody gave
 * is none.
 */
void azs_ready_value(struct azs_ready *ready, const char *path);
/* The same of a size of a container app, which may be its own. */
void azs_ready_size(
    struct azs_ready *ready, const char *service, const char *field);
/* When all has been looked at: find the values in those of the environment. */
void azs_ready_settle(struct azs_ready *ready);
/* A node of azstamp.yaml, as path. */
void azs_ready_node(
    struct azs_ready *ready, const char *path, const struct azs_node *node);

/*
 * What a rule of rules.c finds in this environment, whatever its level, is a
 * gap; one that only ever warns does no more here. fix may be NULL for the
 * rule's own advice.
 */
void azs_ready_rule(struct azs_ready *ready, const char *rule, const char *fix);

/* Something is missing: as bad as the item says, or a warning at most. fix: a
   command, or what to do. */
void azs_ready_must(struct azs_ready *ready, const char *fix, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));
void azs_ready_should(struct azs_ready *ready, const char *fix, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/* The item is about nothing that is here; or people have to do it, how is
   said. */
void azs_ready_not_applicable(struct azs_ready *ready, const char *why);
void azs_ready_manual(struct azs_ready *ready, const char *how);

/*
 * A generated file as evidence, with the line that holds words (NULL for the
 * whole file). That it is not there, cannot prove anything or does not hold
 * them is a gap. 1 when it is proof, else 0.
 */
int azs_ready_file(
    struct azs_ready *ready, const char *path, const char *words);
/* The module infra/modules/<name>.bicep, and where main.bicep, or stamp.bicep
   of the regions, deploys it. */
int azs_ready_module(
    struct azs_ready *ready, const char *name, const char *words);
/* The file of main.bicep's folder that holds words: main.bicep, or stamp.bicep
   when it has them. */
int azs_ready_infra(struct azs_ready *ready, const char *words);
/* Each file of starter code whose path ends so; how many those are. */
size_t azs_ready_code(
    struct azs_ready *ready, const char *path, const char *words);
/* Words of a file that should not be there, and what they mean; a gap, and
   evidence, when they are. */
void azs_ready_absent(struct azs_ready *ready, const char *path,
    const char *words, const char *meaning);

#endif
