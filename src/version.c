/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "version.h"

#include <config.h>

const char azs_version[] = PACKAGE_VERSION;
