/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_COMPLAINT_H
#define AZS_COMPLAINT_H

#include "error.h"
#include "source.h"

/* What document.c and libyaml may find first: the same words for both. */
#define AZS_NO_ANCHOR                                                          \
	"anchors are not allowed (write the value out; profiles share values " \
	"with 'extends')"
#define AZS_NO_ALIAS                                                         \
	"aliases are not allowed (write the value out, or put it in quotes " \
	"if it starts with '*'; profiles share values with 'extends')"
#define AZS_NO_TAG                                                           \
	"tags are not allowed (delete it, or put the value in quotes if it " \
	"starts with '!')"
#define AZS_NO_DIRECTIVE \
	"directives such as %YAML are not allowed (delete the line)"

/* What libyaml says about a text it cannot parse. */
struct azs_complaint {
	const char *context; /* "while scanning ...", or NULL */
	const char *problem;
	size_t context_index; /* of the character where that starts */
	size_t problem_index;
};

/* Fill err with the complaint in our words: what is wrong at which place, and
   what would be right. Returns -1 always. */
int azs_complaint_fail(const struct azs_complaint *complaint,
    const struct azs_source *source, struct azs_error *err);

#endif
