/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TESTS_GOLDEN_H
#define AZS_TESTS_GOLDEN_H

#include "finding.h"
#include "model.h"

/* Models and expected texts that stand as files in the source tree. */

/* Load the model in a folder of the source tree ("tests/rules/AZS0101/bad"),
   ask the rules unless it has errors, and sort the findings. Both are the
   caller's. */
struct azs_model *azs_golden_model(
    const char *folder, struct azs_findings *findings);

/* Build one from texts: azstamp.yaml, profiles/dev.yaml and, unless NULL,
   profiles/prod.yaml. Errors in their structure end the program; what the
   rules say does not matter. */
struct azs_model *azs_golden_build(
    const char *application, const char *dev, const char *prod);

/* An application of one container app, for models where it does not matter. */
extern const char azs_golden_application[];

/* Is text what the file says? Shows both when not. With the environment
   variable AZSTAMP_UPDATE_GOLDEN=1 the file is rewritten instead. */
int azs_golden_equal(const char *path, const char *text);

/* Does text hold part? Shows both when not. */
int azs_golden_holds(const char *text, const char *part);

#endif
