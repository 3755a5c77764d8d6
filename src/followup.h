/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_FOLLOWUP_H
#define AZS_FOLLOWUP_H

#include "command.h"
#include "error.h"
#include "workspace.h"

/*
 * What a command that has edited the model says at its end: text, or the
 * object report with -o json, and what `update` would do with the model as it
 * is now. workspace was opened after the edit; with errors in the model they
 * are shown instead, and AZS_EFINDINGS is returned.
 */
int azs_followup(const struct azs_args *args,
    const struct azs_workspace *workspace, struct azs_buf *text,
    struct azs_node *report, struct azs_error *err);

/* azs_followup() with the model as it is on disk now; releases text and
   report. */
int azs_followup_now(const struct azs_args *args, struct azs_buf *text,
    struct azs_node *report, struct azs_error *err);

/* azs_workspace_open_to_write() for a command that edits the model. AZS_EFAILED
   when `update` has to bring the model to this azstamp first, or when it is of
   a newer one. */
int azs_followup_open(const struct azs_args *args,
    struct azs_workspace *workspace, struct azs_error *err);

/* Put an edited file of the model back in its place below root. */
int azs_followup_write(const char *root, const char *file,
    const struct azs_buf *bytes, struct azs_error *err);

#endif
