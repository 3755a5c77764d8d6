/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_RULEBOOK_H
#define AZS_RULEBOOK_H

#include <stddef.h>

#include "buf.h"
#include "finding.h"

/*
 * A page for every rule, in the order of their ids: the semantic ones from the
 * table in rules.c, those of structure and of generated files from a table of
 * their own. For `explain` and SARIF.
 */
struct azs_rule_page {
	const char *id, *title;
	enum azs_severity severity[3]; /* development, staging, production */
	int application;	       /* no environment: severity[0] says it */
	const char *hint;	       /* how to mend it, or NULL */
	const char *source;	       /* name and date of the fact, or NULL */
};

/* The page at an index, from 0. Returns 0 behind the last one. */
int azs_rulebook_page(size_t index, struct azs_rule_page *page);

/* The index of a rule; that of the last page + 1 for none of that id. */
size_t azs_rulebook_index(const char *id);

/* The gravest severity it has at any level. */
enum azs_severity azs_rulebook_severity(const struct azs_rule_page *page);

/* Append what there is to say besides the title, a sentence a line. */
void azs_rulebook_text(const struct azs_rule_page *page, struct azs_buf *out);

#endif
