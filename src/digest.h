/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_DIGEST_H
#define AZS_DIGEST_H

#include <stddef.h>

/* 64 hexadecimal digits and a NUL. */
#define AZS_SHA256_SIZE 65

/* The SHA-256 of bytes in lower-case hexadecimal. */
void azs_sha256(const void *bytes, size_t len, char out[AZS_SHA256_SIZE]);

#endif
