/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TEXT_H
#define AZS_TEXT_H

#include <stddef.h>

#include "buf.h"

/*
 * Small questions about words: splitting, and the named forms that strings of
 * the model must have.
 */

/* The words of text between separators. One allocation, freed with
   azs_text_split_free(). */
const char *const *azs_text_split(
    const char *text, char separator, size_t *count);
void azs_text_split_free(const char *const *words);

/*
 * Does value have the named form (the forms are the table in text.c; NULL
 * takes anything but control characters)? Returns 1 or 0; on 0 the reason is
 * appended to why.
 */
int azs_text_matches(const char *form, const char *value, struct azs_buf *why);

/* What a form demands, for messages: "a size such as 1.0Gi"; or NULL. */
const char *azs_text_expected(const char *form);

/* The extended regular expression of a form, for a JSON Schema, or NULL; and
   how many characters its texts have at most, or 0. */
const char *azs_text_pattern(const char *form);
size_t azs_text_max(const char *form);

#endif
