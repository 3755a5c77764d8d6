/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_EXCERPT_H
#define AZS_EXCERPT_H

#include <stddef.h>

#include "buf.h"
#include "finding.h"

/*
 * The lines of files that findings point to. Findings come sorted by file, so
 * one file at a time is held. Private to report.c and sarif.c.
 */
struct azs_excerpt {
	const char *root; /* borrowed */
	char *file;	  /* below root, whose text is held; or NULL */
	struct azs_buf text;
};

void azs_excerpt_init(struct azs_excerpt *excerpt, const char *root);
void azs_excerpt_release(struct azs_excerpt *excerpt);

/* The line a finding points to, without its break; 0 and *len 0 when there is
   none. *line is borrowed until the next call. */
int azs_excerpt_line(struct azs_excerpt *excerpt,
    const struct azs_finding *finding, const char **line, size_t *len);

/* The column behind the word, text in quotes or list that begins at the
   finding's column: at least one further. */
size_t azs_excerpt_end_column(
    const struct azs_finding *finding, const char *line, size_t len);

/* The path of root in the git repository it lies in, with a final slash, or
   "" when it is the root itself or there is none. The caller frees. */
char *azs_excerpt_prefix(const char *root);

#endif
