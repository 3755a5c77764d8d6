/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_MUSTACHE_H
#define AZS_MUSTACHE_H

#include <stddef.h>

#include "buf.h"
#include "error.h"
#include "escape.h"
#include "node.h"

/*
 * Mustache, the core of the official specification. False are null, false,
 * "" and the empty list. A section on a boolean leaves "." as it is. A
 * standalone partial's blanks indent its lines, empty ones excepted.
 */

#define AZS_MUSTACHE_MAX_PARTIALS 64 /* inside one another */

struct azs_mustache {
	enum azs_escape escape;
	/*
	 * 1: a missing variable, section or partial is an error, and so is
	 * {{x}} where x is null, a list or a map, or where there is no escape
	 * and x holds more than letters, digits and _ . / -. {{{x}}} is never
	 * escaped nor looked at.
	 * 0: missing is empty, as the official specification has it.
	 */
	int strict;
	/*
	 * The text of a partial (borrowed until rendering ends) or NULL when
	 * there is none. May itself be NULL.
	 */
	const char *(*partial)(void *arg, const char *name, size_t *len);
	void *partial_arg;
	/* Maps around the context, the outermost first, or NULL: a name that
	   the context does not hold is looked up in them. */
	const struct azs_node *around[2];
};

/*
 * Render text (name stands for it in messages) with a context and append to
 * out, which stays as it was on an error. Errors are AZS_EFAILED and read
 * "name:line:column: error: ...", where name may be that of a partial.
 */
int azs_mustache_render(const struct azs_mustache *mustache, const char *name,
    const char *text, size_t len, const struct azs_node *context,
    struct azs_buf *out, struct azs_error *err);

#endif
