/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "repo_git2.h"

#include <config.h>
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

struct azs_git2 azs_git2;

#ifdef AZS_LIBGIT2

static const struct {
	const char *name;
	size_t offset;
} calls[] = {
#define CALL(name) { "git_" #name, offsetof(struct azs_git2, name) },
	AZS_GIT2_CALLS(CALL)
#undef CALL
};

int
azs_git2_load(struct azs_error *err)
{
	void *library, *call;
	size_t i;

	/* It stays until the end, as if it had been linked. */
	library = dlopen(AZS_LIBGIT2, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		return azs_fail(err, AZS_EFAILED,
		    "libgit2 cannot be loaded: %s", dlerror());
	for (i = 0; i < sizeof calls / sizeof calls[0]; i++) {
		call = dlsym(library, calls[i].name);
		if (call == NULL)
			return azs_fail(err, AZS_EFAILED,
			    "libgit2 cannot be used: %s", dlerror());
		/* C has no conversion to a pointer to a function. */
		memcpy((char *)&azs_git2 + calls[i].offset, &call, sizeof call);
	}
	return 0;
}

#else /* there is no shared library: it is linked */

int
azs_git2_load(struct azs_error *err)
{
	(void)err;
#define CALL(name) azs_git2.name = git_##name;
	AZS_GIT2_CALLS(CALL)
#undef CALL
	return 0;
}

#endif
