/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_FINDING_H
#define AZS_FINDING_H

#include <stddef.h>

#include "buf.h"
#include "node.h"

/*
 * What `check` and every command that reads the model has to say about it.
 * All findings of a run are collected and shown together, sorted.
 */

enum azs_severity { AZS_OFF, AZS_WARNING, AZS_ERROR };

struct azs_finding {
	char *file;
	size_t line, column; /* from 1; 0 when the whole file is meant */
	enum azs_severity severity;
	const char *rule; /* "AZS0104", static */
	char *message;
	char *hint; /* what to do, or NULL */
	/* The environments it concerns when they are not the one whose file
	   it stands in: the first few names, NULL for none, and how many. */
	char *environments;
	size_t environment_count;
};

struct azs_findings {
	struct azs_finding *items;
	size_t count;
};

void azs_findings_init(struct azs_findings *findings);
void azs_findings_release(struct azs_findings *findings);

/* Add one; mark may come from no file (line 0), then file names it. hint may
   be NULL. AZS_OFF adds nothing. Control characters in the message, which may
   quote the user's text, become question marks. */
void azs_findings_add(struct azs_findings *findings,
    const struct azs_mark *mark, enum azs_severity severity, const char *rule,
    const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

/* The finding added last concerns that environment, not (or not only) the one
   in whose file it stands. */
void azs_findings_concern(
    struct azs_findings *findings, const char *environment);

/* Add the error of document.c or json.c, whose message begins with
   "file:line:column: ". */
void azs_findings_add_error(struct azs_findings *findings, const char *rule,
    const char *file, const char *message);

/* By file, line, column, rule, message. Equal ones are merged: the more severe
   one stays, and the environments it concerns are joined. */
void azs_findings_sort(struct azs_findings *findings);

size_t azs_findings_count(
    const struct azs_findings *findings, enum azs_severity severity);

/* Append parts of one: the message with whom it concerns; the line
   "file:line:column: error[RULE]: message"; the line with the hint, if any. */
void azs_finding_message(
    const struct azs_finding *finding, struct azs_buf *out);
void azs_finding_text(
    const struct azs_finding *finding, int color, struct azs_buf *out);
void azs_finding_hint(const struct azs_finding *finding, struct azs_buf *out);

/* Append as text, "file:line:column: error[RULE]: message" and an indented
   hint; or as JSON. */
void azs_findings_text(
    const struct azs_findings *findings, int color, struct azs_buf *out);
struct azs_node *azs_findings_node(const struct azs_findings *findings);

#endif
