/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_COMMAND_H
#define AZS_COMMAND_H

#include <stddef.h>

#include "buf.h"
#include "error.h"

/*
 * One table of commands feeds dispatch, help and the test of the manual.
 * Each cmd_<verb>.c holds its options, its help and its run function.
 */

struct azs_option {
	const char *name;  /* "dry-run" for --dry-run */
	char letter;	   /* 'C' for -C, or 0 */
	const char *value; /* what the value is called, NULL for a flag */
	const char *summary;
};

/* A command line taken apart. */
struct azs_args {
	const struct azs_command *command;
	const char *group;   /* "env" without one of its commands, or NULL */
	const char **names;  /* options as given, by long name ... */
	const char **values; /* ... with their values ("" for a flag) */
	size_t count;
	const char **operands;
	size_t operand_count;
	int json;	   /* -o json */
	int quiet;	   /* -q */
	int verbose;	   /* -v */
	int color;	   /* stdout is a terminal and nothing forbids it */
	int message_color; /* the same of stderr */
};

struct azs_command {
	const char *name;     /* one or two words: "env show" */
	const char *operands; /* "[DIR]", "" */
	size_t min, max;      /* number of operands */
	const char *summary;  /* one line, no full stop */
	const struct azs_option *options;
	size_t option_count;
	const char *details; /* more for `help`, or NULL */
	/*
	 * 0, or -1 with err filled; an empty message means that everything
	 * has been said already. Data goes to stdout, messages to stderr.
	 */
	int (*run)(const struct azs_args *args, struct azs_error *err);
};

extern const struct azs_command *const azs_commands[];
extern const size_t azs_command_count;
extern const struct azs_option azs_global_options[];
extern const size_t azs_global_option_count;

extern const struct azs_command azs_cmd_add;
extern const struct azs_command azs_cmd_adopt;
extern const struct azs_command azs_cmd_check;
extern const struct azs_command azs_cmd_env_diff;
extern const struct azs_command azs_cmd_env_export;
extern const struct azs_command azs_cmd_env_list;
extern const struct azs_command azs_cmd_env_new;
extern const struct azs_command azs_cmd_env_render;
extern const struct azs_command azs_cmd_env_set;
extern const struct azs_command azs_cmd_env_show;
extern const struct azs_command azs_cmd_env_unset;
extern const struct azs_command azs_cmd_explain;
extern const struct azs_command azs_cmd_help;
extern const struct azs_command azs_cmd_init;
extern const struct azs_command azs_cmd_readiness;
extern const struct azs_command azs_cmd_schema;
extern const struct azs_command azs_cmd_status;
extern const struct azs_command azs_cmd_update;
extern const struct azs_command azs_cmd_update_undo;
extern const struct azs_command azs_cmd_version;

/*
 * Take argv apart (argv[0] is not looked at) and change to the directory of
 * -C. AZS_EUSAGE for what is wrong, with the nearest command or option.
 * Release with azs_args_release(), after a failure too.
 */
int azs_args_parse(
    int argc, char **argv, struct azs_args *args, struct azs_error *err);
void azs_args_release(struct azs_args *args);

/* The last value of an option, or NULL when it was not given. */
const char *azs_args_get(const struct azs_args *args, const char *name);

/*
 * Which of count words --format names; without that option json with -o json,
 * else the first one. AZS_EUSAGE for another word.
 */
int azs_args_format(const struct azs_args *args, const char *const *words,
    size_t count, size_t *out, struct azs_error *err);

/* The command of that name, or NULL. */
const struct azs_command *azs_command_find(const char *name);

/* Is word the first word of commands of two, and of this one? */
int azs_command_is_group(const char *word);
int azs_command_in_group(const struct azs_command *command, const char *word);

/* Append the page of a command, or for NULL the list of a group's commands,
   or of all when that is NULL too. */
void azs_command_help(
    const struct azs_command *command, const char *group, struct azs_buf *out);

/* Write all of buf to stdout; AZS_EFAILED when that fails (a full disk). */
int azs_print(const struct azs_buf *buf, struct azs_error *err);

#endif
