/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_EDIT_H
#define AZS_EDIT_H

#include "buf.h"
#include "error.h"
#include "node.h"

/*
 * Edits of a YAML file in place, for `env set`, `add` and migrations. Each
 * edit replaces one stretch of bytes; comments, order, quotes, line ends and
 * the byte order mark of everything else stay as they are. An edit holds only
 * if the new text parses to the old tree plus exactly that change; else it is
 * refused, with the place, and text is as it was.
 *
 * file names the text in messages. path is keys joined by dots; none of its
 * keys holds one. Text that document.c refuses fails with AZS_EFINDINGS, an
 * edit that cannot be made with AZS_EFAILED.
 */

/*
 * Set the value at path. What is there is replaced; what is not goes behind
 * the last member of the innermost map that is there, whose style (a line
 * each, or braces) it takes. A null on the way is no map: refused.
 */
int azs_edit_set(const char *file, struct azs_buf *text, const char *path,
    const struct azs_node *value, struct azs_error *err);

/* Take out what is at path, with the comment behind it on its line. A map
   that becomes empty goes with its key. AZS_EUSAGE when nothing is there. */
int azs_edit_unset(const char *file, struct azs_buf *text, const char *path,
    struct azs_error *err);

/* Give what is at path the name key in its map, which must not have one of
   that name yet. AZS_EUSAGE when nothing is there. */
int azs_edit_rename(const char *file, struct azs_buf *text, const char *path,
    const char *key, struct azs_error *err);

#endif
