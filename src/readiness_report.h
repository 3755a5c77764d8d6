/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_READINESS_REPORT_H
#define AZS_READINESS_REPORT_H

#include "buf.h"
#include "error.h"
#include "node.h"

/*
 * The report on readiness: what azs_readiness_build() makes of an environment,
 * or a map of application, pattern and environments, a list of such. quiet:
 * without the evidence.
 */
void azs_ready_text_report(const struct azs_node *environment, int color,
    int quiet, struct azs_buf *out);
/* For an issue on GitHub; one page that needs nothing else. AZS_EFAILED for a
   text that the format cannot hold. */
int azs_ready_markdown_report(const struct azs_node *report, int quiet,
    struct azs_buf *out, struct azs_error *err);
int azs_ready_html_report(const struct azs_node *report, int quiet,
    struct azs_buf *out, struct azs_error *err);

/* What the formats share: the text of a member or "", a number; a value with
   where it comes from and goes to; a file with its line and how it stands. */
const char *azs_ready_word(const struct azs_node *map, const char *key);
long azs_ready_count(const struct azs_node *map, const char *key);
void azs_ready_value_text(const struct azs_node *value, struct azs_buf *out);
void azs_ready_file_text(const struct azs_node *file, struct azs_buf *out);
/* "29 of 34 pass, 3 warn, 2 fail; 6 manual, 1 suppressed, 1 n/a" */
void azs_ready_summary(const struct azs_node *environment, struct azs_buf *out);
/* What helps against a gap; "" when that against the next says the same, or
   nobody asks. */
const char *azs_ready_fix(const struct azs_node *gaps, size_t index);

#endif
