/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_UPDATE_REPORT_H
#define AZS_UPDATE_REPORT_H

#include "command.h"
#include "migration.h"
#include "update.h"

/* What an update did, or with dry_run would do. All borrowed. */
struct azs_update_report {
	const struct azs_update *update;
	const struct azs_migrated *migrated; /* files of the model */
	size_t migrated_count;
	int dry_run;
};

/* Nonzero when something was, or would be, written. */
int azs_update_report_writes(const struct azs_update_report *report);

/* Print it: a table and what to do next, JSON, or with --diff a patch. Fails
   with the code that the exit status tells: AZS_ECONFLICTS when conflicts are
   left, AZS_EFINDINGS when a dry run would write. */
int azs_update_report_print(const struct azs_args *args,
    const struct azs_update_report *report, struct azs_error *err);

#endif
