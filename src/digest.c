/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "digest.h"

#include <nettle/sha2.h>
#include <stdint.h>

void
azs_sha256(const void *bytes, size_t len, char out[AZS_SHA256_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;
	size_t i;

	sha256_init(&context);
	sha256_update(&context, len, bytes);
	sha256_digest(&context, sizeof digest, digest);
	for (i = 0; i < sizeof digest; i++) {
		out[2 * i] = digits[digest[i] >> 4];
		out[2 * i + 1] = digits[digest[i] & 15];
	}
	out[2 * i] = '\0';
}
