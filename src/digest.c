/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "digest.h"

#include <sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

void
azs_sha256(const void *bytes, size_t len, char out[AZS_SHA256_SIZE])
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA2_CTX context;
	size_t i;

	SHA256Init(&context);
	SHA256Update(&context, bytes, len);
	SHA256Final(digest, &context);
	for (i = 0; i < sizeof digest; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", (unsigned)digest[i]);
}
