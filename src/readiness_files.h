/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_READINESS_FILES_H
#define AZS_READINESS_FILES_H

#include "buf.h"
#include "readiness.h"

/* How a generated file stands, as far as it can prove something. */
enum azs_ready_state {
	AZS_READY_FILE_PRISTINE,
	AZS_READY_FILE_YOURS, /* starter code, written once */
	AZS_READY_FILE_EDITED,
	AZS_READY_FILE_STALE,	 /* the plan is ahead */
	AZS_READY_FILE_NEW,	 /* planned, not written yet */
	AZS_READY_FILE_DELETED,	 /* by the user, and azstamp leaves it so */
	AZS_READY_FILE_RELEASED, /* azstamp does not look after it any more */
	AZS_READY_FILE_CONFLICT, /* holds conflict markers */
	AZS_READY_FILE_FOREIGN,	 /* no regular file */
	AZS_READY_FILE_UNKNOWN	 /* not in the plan */
};

struct azs_ready_file {
	const struct azs_plan_file *planned;
	enum azs_ready_state state;
	struct azs_buf bytes;	       /* on disk */
	struct azs_node *json;	       /* of a .json file, else NULL ... */
	struct azs_node *planned_json; /* ... and as it is planned */
};

/* The file of that path, read when it is asked for first; NULL and err when it
   cannot be read. Of one that is not in the plan only the state is told. */
const struct azs_ready_file *azs_ready_files_get(
    struct azs_ready_files *files, const char *path, struct azs_error *err);

/* "pristine", "yours", "edited", ... */
const char *azs_ready_state_name(enum azs_ready_state state);

/* Can a file in that state prove something? */
int azs_ready_state_proves(enum azs_ready_state state);

/* The line of text that holds words outside of a comment that fills the line,
   or NULL; its number, from 1. */
const char *azs_ready_line(
    const char *path, const char *text, const char *words);
size_t azs_ready_line_number(const char *text, const char *line);
/* Append that line without its indent, the first hundred characters of it, for
   people to read: anything else than text becomes a question mark. */
void azs_ready_line_text(const char *line, struct azs_buf *out);

#endif
