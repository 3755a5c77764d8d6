/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_REPORT_H
#define AZS_REPORT_H

#include "buf.h"
#include "finding.h"
#include "node.h"

/*
 * Findings as `check` shows them. root is the folder that holds azstamp.yaml;
 * the files are read again for their lines, and what cannot be read is shown
 * without. GitHub's two formats name files from the root of the git repository
 * that root lies in.
 */

/* Append each finding with its line of the file and a caret below the place. */
void azs_report_text(const struct azs_findings *findings, const char *root,
    int color, struct azs_buf *out);

/* Append a workflow command of GitHub Actions for each finding. */
void azs_report_github(
    const struct azs_findings *findings, const char *root, struct azs_buf *out);

/* A SARIF 2.1.0 log that GitHub code scanning takes. application is the name
   of the application, NULL when it is not known. The caller frees. */
struct azs_node *azs_report_sarif(const struct azs_findings *findings,
    const char *root, const char *application);

#endif
