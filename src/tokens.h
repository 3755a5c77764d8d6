/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TOKENS_H
#define AZS_TOKENS_H

#include <stddef.h>

#include "error.h"

/* The parsed form of a Mustache template; private to mustache.c. */

#define AZS_TOKENS_MAX_DEPTH 64

enum azs_token_kind {
	AZS_TOKEN_TEXT,
	AZS_TOKEN_VALUE,    /* {{name}} */
	AZS_TOKEN_RAW,	    /* {{{name}}} and {{&name}} */
	AZS_TOKEN_SECTION,  /* {{#name}} */
	AZS_TOKEN_INVERTED, /* {{^name}} */
	AZS_TOKEN_CLOSE,    /* {{/name}} */
	AZS_TOKEN_PARTIAL   /* {{>name}} */
};

struct azs_token {
	enum azs_token_kind kind;
	int starts_line; /* nothing stands before it on its line, and the line
			    is one that reaches the output */
	int standalone;	 /* alone on its line, which does not reach it */
	size_t at;	 /* offset of its first byte */
	size_t len;	 /* TEXT: bytes; PARTIAL: blanks in front of a
			    standalone tag, which indent the partial */
	size_t match;	 /* SECTION, INVERTED: position of the CLOSE; CLOSE:
			    that of the opening token */
	char *name;
	char *head;		    /* name up to its first dot */
	const char *tail;	    /* what follows that dot, or NULL */
	struct azs_tokens *partial; /* PARTIAL: set when first rendered */
};

struct azs_tokens {
	const char *name, *text; /* borrowed */
	size_t len;
	struct azs_token *tokens;
	size_t count;
};

/*
 * Parse a template. name and text are borrowed. Sections nest at most
 * AZS_TOKENS_MAX_DEPTH deep. *out is the caller's (azs_tokens_free). Errors
 * are AZS_EFAILED with a place.
 */
int azs_tokens_parse(const char *name, const char *text, size_t len,
    struct azs_tokens **out, struct azs_error *err);
void azs_tokens_free(struct azs_tokens *tokens);

/* Put "name:line:column: error: " in front of err's message; returns -1. */
int azs_tokens_fail_at(
    const struct azs_tokens *tokens, size_t offset, struct azs_error *err);

#endif
