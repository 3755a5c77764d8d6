/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_EXPORT_H
#define AZS_EXPORT_H

#include "buf.h"
#include "error.h"
#include "manifest.h"
#include "model.h"

/*
 * What main.bicep deploys for an environment, in the forms that other tools
 * take: the parameters whose rows in the manifest say which value of
 * infra/environments/<env>.json they win over, with that value. One that would
 * win over several different values is left out, as is one without a value.
 */
enum azs_export_format {
	AZS_EXPORT_DOTENV,     /* for `azd env set --file` */
	AZS_EXPORT_PARAMETERS, /* an ARM parameters file */
	AZS_EXPORT_BICEPPARAM, /* beside azstamp.yaml */
	AZS_EXPORT_JSON	       /* infra/environments/<env>.json itself */
};

/* Append it. The model must be free of errors. AZS_EFAILED for a value that
   azd cannot hand on. */
int azs_export(const struct azs_model *model,
    const struct azs_manifest *manifest,
    const struct azs_environment *environment, enum azs_export_format format,
    struct azs_buf *out, struct azs_error *err);

#endif
