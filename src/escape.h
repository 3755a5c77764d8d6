/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_ESCAPE_H
#define AZS_ESCAPE_H

#include <stddef.h>

#include "buf.h"
#include "error.h"

/*
 * Free text inside another language. Each escape serves one quoted form; the
 * template writes the quotes.
 */
enum azs_escape {
	AZS_ESCAPE_NONE,  /* no quoted form: [A-Za-z0-9_./-]* or fail */
	AZS_ESCAPE_HTML,  /* the official specification's, and ' */
	AZS_ESCAPE_BICEP, /* inside '...' */
	AZS_ESCAPE_SHELL, /* inside '...' */
	AZS_ESCAPE_JSON,  /* inside "...", also right for YAML's "..." */
	/* A run of words in a paragraph, a heading or a table cell. Letters,
	   digits and hyphens between them stay as they are, so that names
	   also stand right in a code span. Line ends become spaces. GitHub
	   links an e-mail address whatever its escape: to itself. */
	AZS_ESCAPE_MARKDOWN
};

/*
 * The escape for a target path, chosen by its file name: .bicep .bicepparam;
 * .sh and files without an extension in a folder named scripts; .json .yaml
 * .yml; .md; .html. All others have none.
 */
enum azs_escape azs_escape_for(const char *path);

/*
 * Append text to out, escaped; what out ends with is looked at, for a value
 * must not join with it. Fails (AZS_EFAILED) on a character that the target's
 * quoted form cannot hold and on bytes that are not UTF-8.
 */
int azs_escape_text(enum azs_escape escape, const char *text,
    struct azs_buf *out, struct azs_error *err);

#endif
