/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_WIZARD_H
#define AZS_WIZARD_H

#include "asset.h"
#include "error.h"
#include "scaffold.h"

/*
 * The questions of `init` on a terminal: pattern, name, regions, environments.
 * Each shows its choices and its default; an answer is checked at Enter and
 * asked for again until it is right. Nothing is written to the disk.
 */
struct azs_wizard {
	char *pattern, *name, *locations, *environments; /* answers */
};

/* May somebody be asked: are standard input and standard error terminals? */
int azs_wizard_possible(void);

/*
 * Ask for what is NULL in request and put the answer there. name is the
 * default for the application's name, offered only if it is one. AZS_EFAILED
 * when the input ends. Release with azs_wizard_release(), after a failure too;
 * request borrows until then.
 */
int azs_wizard_ask(struct azs_wizard *wizard, struct azs_assets *assets,
    const char *name, struct azs_scaffold_request *request,
    struct azs_error *err);
void azs_wizard_release(struct azs_wizard *wizard);

#endif
