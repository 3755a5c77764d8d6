/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_WORKSPACE_H
#define AZS_WORKSPACE_H

#include "asset.h"
#include "command.h"
#include "error.h"
#include "finding.h"
#include "journal.h"
#include "manifest.h"
#include "migration.h"
#include "model.h"

/* An existing repository as a command sees it. */
struct azs_workspace {
	char *root; /* the folder that holds azstamp.yaml */
	struct azs_model *model;
	struct azs_findings findings;  /* sorted */
	struct azs_assets *assets;     /* NULL when the model has errors */
	struct azs_manifest *manifest; /* the pattern's, as are the assets */
	int color;		       /* of messages */
	struct azs_migrations *migrations;
	/* Files of the model that migrations edit; the model has been loaded
	   from these texts, which are not on disk yet. */
	struct azs_migrated *migrated;
	size_t migrated_count;
	long since;	 /* the template set they are made from */
	char *templates; /* the version of the set, or NULL */
};

/*
 * Find the repository at or above the working folder, load its model, ask
 * every rule and open its templates. Findings alone are no failure. Release
 * with azs_workspace_release(), after a failure too.
 */
int azs_workspace_open(const struct azs_args *args,
    struct azs_workspace *workspace, struct azs_error *err);
/*
 * The same for a command that changes the repository: others that do are kept
 * out until the process ends, and a run that was cut short is taken back
 * first, which is said on stderr.
 */
int azs_workspace_open_to_write(const struct azs_args *args,
    struct azs_workspace *workspace, struct azs_error *err);
void azs_workspace_release(struct azs_workspace *workspace);

/*
 * For commands that can do with a model which is only not strict enough: open
 * the templates where errors have kept them closed, if development would be
 * forgiven all of them; else as azs_workspace_require_valid().
 */
int azs_workspace_reopen(const struct azs_args *args,
    struct azs_workspace *workspace, struct azs_error *err);

/* The environment of that name; NULL when there is none, and then err
   (AZS_EUSAGE) lists those there are. */
const struct azs_environment *azs_workspace_environment(
    const struct azs_workspace *workspace, const char *name,
    struct azs_error *err);

/*
 * For commands that need a valid model: with errors among the findings, show
 * them on stderr and fail with AZS_EFINDINGS.
 */
int azs_workspace_require_valid(
    const struct azs_workspace *workspace, struct azs_error *err);

/*
 * The lock, brought to the ids of this template set. AZS_EFAILED also when it
 * is of a newer one. *templates, the caller's: the version of the set.
 */
int azs_workspace_lock(const struct azs_workspace *workspace,
    struct azs_lock **lock, char **templates, struct azs_error *err);

/* AZS_EFAILED when the lock, if there is one, is of a newer template set. */
int azs_workspace_check_version(
    const struct azs_workspace *workspace, struct azs_error *err);

/* For open and release: workspace_lock.c. */
int azs_workspace_prepare(const struct azs_args *args,
    struct azs_workspace *workspace, struct azs_error *err);
azs_model_filter azs_workspace_migrate;
void azs_workspace_forget(struct azs_workspace *workspace);

/* azs_workspace_open_to_write() without the model. */
int azs_workspace_enter(
    const struct azs_args *args, const char *root, struct azs_error *err);

/* Say on stderr what a roll-back did (what: the sentence for it, NULL: only
   what it kept), and put git's index back. */
void azs_workspace_report(const struct azs_args *args, const char *root,
    const char *what, const struct azs_journal_result *result);

#endif
