/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_MERGE_H
#define AZS_MERGE_H

#include "buf.h"
#include "error.h"

/* The labels of our conflict markers; the last one ends a conflict. */
#define AZS_MERGE_OURS "yours"
#define AZS_MERGE_BASE "generated before"
#define AZS_MERGE_THEIRS "generated now"

/*
 * Merge a user's text with the text generated now, both made from base.
 * Compared as LF; the result has the user's line endings. *conflicts is 1 when
 * markers were written. AZS_EFAILED for binary text. out is appended to.
 */
int azs_merge_text(const struct azs_buf *base, const struct azs_buf *ours,
    const struct azs_buf *theirs, struct azs_buf *out, int *conflicts,
    struct azs_error *err);

/* Append a text whose conflicts are resolved for one side, line by line; a
   conflict that is not whole stays. */
enum { AZS_MERGE_TAKE_NONE, AZS_MERGE_TAKE_OURS, AZS_MERGE_TAKE_THEIRS };
void azs_merge_resolve(
    const struct azs_buf *text, int side, struct azs_buf *out);

/* Append a text with LF at the ends of its lines. */
void azs_merge_as_lf(const struct azs_buf *text, struct azs_buf *out);
/* Append a text that has LF with the line endings of model. */
void azs_merge_like(const struct azs_buf *text, const struct azs_buf *model,
    struct azs_buf *out);

/* Nonzero when text still holds a conflict that azs_merge_text() wrote, or git
   when it merged branches. */
int azs_merge_has_conflict(const struct azs_buf *text);

#endif
