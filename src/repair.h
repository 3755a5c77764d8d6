/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_REPAIR_H
#define AZS_REPAIR_H

#include "error.h"
#include "lock.h"
#include "plan.h"

/*
 * The lock as the base files and the plan say: git keeps lock and base files
 * whole on one side when branches are merged that both ran `update`, so they
 * may not fit each other. Only reads; an update writes what comes of it.
 */
struct azs_repair {
	struct azs_lock *lock;
	char **strays; /* base files of what is neither planned nor locked */
	size_t stray_count;
};

/* templates: the version for a lock that cannot be read at all. The caller
   releases, after a failure too. */
int azs_repair_lock(const char *root, const struct azs_plan *plan,
    const char *templates, struct azs_repair *repair, struct azs_error *err);
void azs_repair_release(struct azs_repair *repair);

#endif
