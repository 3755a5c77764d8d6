/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_ERROR_H
#define AZS_ERROR_H

/*
 * The error contract. A function that can fail returns 0 or -1 and takes a
 * struct azs_error as its last parameter, filled exactly when it returns -1.
 * Nobody prints but main.c and the commands; each layer that knows a place
 * (a path, a file:line:column) puts it in front of the message. Running out
 * of memory is not an error in this sense: memory.c ends the program.
 */

enum azs_code {
	AZS_OK,	       /* exit 0 */
	AZS_EFAILED,   /* exit 1: a file, git or the system said no */
	AZS_EUSAGE,    /* exit 2: wrong option, operand, name or value */
	AZS_EFINDINGS, /* exit 3: the model is invalid or stale */
	AZS_ECONFLICTS /* exit 4: update left, or foresees, conflicts */
};

struct azs_error {
	enum azs_code code;
	char msg[2048]; /* without a final newline; may hold several lines */
};

/* Fill err and return -1 always. A message that is too long is cut. */
int azs_fail(struct azs_error *err, enum azs_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Put "prefix: " in front of the message of err and return -1 always. */
int azs_fail_at(struct azs_error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The process exit status of a code. */
int azs_exit_status(enum azs_code code);

#endif
