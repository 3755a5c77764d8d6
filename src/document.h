/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_DOCUMENT_H
#define AZS_DOCUMENT_H

#include <stddef.h>

#include "error.h"
#include "node.h"

/*
 * YAML text to a tree with places. The subset of design.md "Profile model":
 * one document, no anchors, aliases, tags, directives or merge keys; plain
 * scalars by the core schema of YAML 1.2 (scalar.h); a key is its text (1 is
 * "1"), but null, a list, a map or a block of text is no key, and each key
 * has its ':' on its line ({a} and '? a' are refused). Duplicate keys, more
 * than 1 MiB, deeper than 64, a NUL in a string, and text that is not as
 * source.h demands (UTF-8, characters, line breaks) are errors with a place.
 *
 * A value ends just behind its last character: a block collection with its
 * last child, a block of text where its last line that is not empty ends, a
 * missing value where it starts.
 */
#define AZS_DOCUMENT_MAX_BYTES ((size_t)1024 * 1024)
#define AZS_DOCUMENT_MAX_DEPTH 64

/*
 * Parse the text of a file. file names it in marks and messages (borrowed,
 * must outlive the tree). *out is the caller's (azs_node_free). An empty
 * document gives an AZS_NULL node. Errors are AZS_EFINDINGS and read
 * "file:line:column: error: what is wrong (what would be right)".
 */
int azs_document_parse(const char *file, const char *text, size_t len,
    struct azs_node **out, struct azs_error *err);

/* Read the file at path and parse it; also fails when it cannot be read
   (AZS_EFAILED). name stands for it in marks and messages. */
int azs_document_load(const char *path, const char *name, struct azs_node **out,
    struct azs_error *err);

#endif
