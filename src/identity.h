/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_IDENTITY_H
#define AZS_IDENTITY_H

#include <stdint.h>

#include "error.h"

/* Who made a commit, and when: git's rules without git's guesses (a name
   from the password file, an address from the host name). */
struct azs_identity {
	char *name; /* not empty; as git cleans it */
	char *email;
	int64_t seconds;
	int zone; /* minutes east of UTC */
};

/* The value of a configuration key ("user.name"), borrowed, or NULL. */
typedef const char *azs_identity_config(void *arg, const char *key);

/*
 * The author (role "author") or the committer ("committer") as git has it:
 * GIT_<ROLE>_NAME, <role>.name, user.name; GIT_<ROLE>_EMAIL, <role>.email,
 * user.email, EMAIL (not under user.useConfigOnly); GIT_<ROLE>_DATE or now.
 * Returns 1 when known, 0 when a name or an address is missing or empty, and
 * -1 when the date cannot be read. Release with azs_identity_release() always.
 */
int azs_identity_find(const char *role, azs_identity_config *config, void *arg,
    struct azs_identity *out, struct azs_error *err);
void azs_identity_release(struct azs_identity *identity);

#endif
