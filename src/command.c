/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "field.h"
#include "memory.h"

const struct azs_command *const azs_commands[] = {
	&azs_cmd_init,
	&azs_cmd_add,
	&azs_cmd_env_list,
	&azs_cmd_env_show,
	&azs_cmd_env_diff,
	&azs_cmd_env_new,
	&azs_cmd_env_set,
	&azs_cmd_env_unset,
	&azs_cmd_env_render,
	&azs_cmd_env_export,
	&azs_cmd_update,
	&azs_cmd_update_undo,
	&azs_cmd_status,
	&azs_cmd_adopt,
	&azs_cmd_check,
	&azs_cmd_readiness,
	&azs_cmd_explain,
	&azs_cmd_schema,
	&azs_cmd_version,
	&azs_cmd_help,
};

const size_t azs_command_count = sizeof azs_commands / sizeof azs_commands[0];

const struct azs_option azs_global_options[] = {
	{ "directory", 'C', "DIR", "work in DIR" },
	{ "output", 'o', "FORMAT", "print data as text or json" },
	{ "quiet", 'q', NULL, "print nothing but data and errors" },
	{ "verbose", 'v', NULL, "name every file that is written" },
	{ "no-color", 0, NULL, "no colors, as with NO_COLOR set" },
	{ "help", 'h', NULL, "print this page" },
};

const size_t azs_global_option_count =
    sizeof azs_global_options / sizeof azs_global_options[0];

const struct azs_command *
azs_command_find(const char *name)
{
	size_t i;

	for (i = 0; i < azs_command_count; i++)
		if (strcmp(azs_commands[i]->name, name) == 0)
			return azs_commands[i];
	/* The other name of update. */
	return strcmp(name, "regenerate") == 0 ? &azs_cmd_update : NULL;
}

int
azs_command_in_group(const struct azs_command *command, const char *word)
{
	size_t len = strlen(word);

	return strncmp(command->name, word, len) == 0 &&
	    command->name[len] == ' ';
}

int
azs_command_is_group(const char *word)
{
	size_t i;

	for (i = 0; i < azs_command_count; i++)
		if (azs_command_in_group(azs_commands[i], word))
			return 1;
	return 0;
}

/* "azstamp env" without one of its commands. */
static int
group_alone(const char *group, struct azs_error *err)
{
	struct azs_buf names = AZS_BUF_INIT;
	size_t i;

	for (i = 0; i < azs_command_count; i++)
		if (azs_command_in_group(azs_commands[i], group))
			azs_buf_addf(&names, "%s%s", names.len == 0 ? "" : ", ",
			    azs_commands[i]->name + strlen(group) + 1);
	azs_fail(err, AZS_EUSAGE, "azstamp %s needs one of its commands: %s",
	    group, names.data);
	azs_buf_release(&names);
	return -1;
}

static int
unknown_command(const char *name, struct azs_error *err)
{
	char **names = azs_xcalloc(azs_command_count, sizeof *names);
	const char *nearest;
	size_t i;

	/* A word by itself is held against the first words alone. */
	for (i = 0; i < azs_command_count; i++)
		names[i] = azs_xstrndup(azs_commands[i]->name,
		    strcspn(azs_commands[i]->name,
			strchr(name, ' ') == NULL ? " " : ""));
	nearest =
	    azs_nearest(name, (const char *const *)names, azs_command_count);
	azs_fail(err, AZS_EUSAGE, "unknown command \"%.60s\"%s%s%s", name,
	    nearest == NULL ? "" : " (did you mean ",
	    nearest == NULL ? "" : nearest, nearest == NULL ? "" : "?)");
	for (i = 0; i < azs_command_count; i++)
		free(names[i]);
	free(names);
	return -1;
}

static const struct azs_option *
find_option(const struct azs_command *command, const char *name, size_t len,
    char letter)
{
	const struct azs_option *lists[2] = { azs_global_options,
		command == NULL ? NULL : command->options };
	size_t counts[2] = { azs_global_option_count,
		command == NULL ? 0 : command->option_count };
	size_t i, j;

	for (i = 0; i < 2; i++)
		for (j = 0; j < counts[i]; j++) {
			const struct azs_option *option = &lists[i][j];

			if (name == NULL ? option->letter == letter
					 : strlen(option->name) == len &&
				    strncmp(option->name, name, len) == 0)
				return option;
		}
	return NULL;
}

static int
unknown_option(
    const struct azs_command *command, const char *word, struct azs_error *err)
{
	const char *names[64], *nearest;
	size_t i, n = 0, len = strcspn(word, "=");
	char *stem;

	for (i = 0; i < azs_global_option_count; i++)
		names[n++] = azs_global_options[i].name;
	for (i = 0; command != NULL && i < command->option_count; i++)
		names[n++] = command->options[i].name;
	stem = azs_xstrndup(word, len);
	nearest = strncmp(stem, "--", 2) == 0 ? azs_nearest(stem + 2, names, n)
					      : NULL;
	azs_fail(err, AZS_EUSAGE, "unknown option %.60s%s%s%s%s", stem,
	    command == NULL ? "" : " of azstamp ",
	    command == NULL ? "" : command->name,
	    nearest == NULL ? "" : " (did you mean --",
	    nearest == NULL ? "" : nearest);
	if (nearest != NULL)
		(void)strncat(
		    err->msg, "?)", sizeof err->msg - strlen(err->msg) - 1);
	free(stem);
	return -1;
}

static void
add_option(struct azs_args *args, const char *name, const char *value)
{
	args->names[args->count] = name;
	args->values[args->count] = value;
	args->count++;
}

/* Options at argv[*i]; moves *i over a value of its own. */
static int
parse_option(const struct azs_command *command, int argc, char **argv, int *i,
    struct azs_args *args, struct azs_error *err)
{
	const char *word = argv[*i], *equals = strchr(word, '=');
	const struct azs_option *option;
	const char *attached = NULL;

	if (word[1] == '-') {
		option = find_option(command, word + 2,
		    equals == NULL ? strlen(word + 2)
				   : (size_t)(equals - word - 2),
		    0);
		if (equals != NULL)
			attached = equals + 1;
	} else {
		option = find_option(command, NULL, 0, word[1]);
		if (word[2] != '\0')
			attached = word + 2;
	}
	if (option == NULL || (word[1] != '-' && option->letter == 0))
		return unknown_option(command, word, err);
	if (option->value == NULL && attached != NULL)
		return azs_fail(err, AZS_EUSAGE,
		    "option --%s takes no value (each option is written by "
		    "itself)",
		    option->name);
	if (option->value != NULL && attached == NULL) {
		if (*i + 1 >= argc)
			return azs_fail(err, AZS_EUSAGE,
			    "option --%s needs a value: %s", option->name,
			    option->value);
		attached = argv[++*i];
	}
	add_option(args, option->name, attached == NULL ? "" : attached);
	return 0;
}

/* The command's words are the first one or two operands. Options that stand
   before them can only be global ones, and only those with a value matter. */
static int
find_command(int argc, char **argv, int *first, int *words,
    const struct azs_command **out, const char **group, struct azs_error *err)
{
	const struct azs_option *option;
	char *name;
	int i;

	for (i = 1; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'; i++) {
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		if (strcmp(argv[i], "--version") == 0) {
			*first = i;
			*words = 1;
			*out = &azs_cmd_version;
			return 0;
		}
		option = argv[i][1] == '-'
		    ? find_option(
			  NULL, argv[i] + 2, strcspn(argv[i] + 2, "="), 0)
		    : find_option(NULL, NULL, 0, argv[i][1]);
		if (option == NULL)
			return unknown_option(NULL, argv[i], err);
		if (option->value != NULL &&
		    (argv[i][1] == '-' ? strchr(argv[i], '=') == NULL
				       : argv[i][2] == '\0'))
			i++;
	}
	*first = i;
	*words = 0;
	*out = NULL;
	if (i >= argc)
		return 0;
	*words = 1;
	*out = azs_command_find(argv[i]);
	if (!azs_command_is_group(argv[i]))
		return *out == NULL ? unknown_command(argv[i], err) : 0;
	if (*out != NULL) {
		/* "update" is a command, and so is "update undo". */
		name = azs_xasprintf(
		    "%s %s", argv[i], i + 1 < argc ? argv[i + 1] : "");
		if (azs_command_find(name) != NULL) {
			*out = azs_command_find(name);
			*words = 2;
		}
		free(name);
		return 0;
	}
	if (i + 1 >= argc || argv[i + 1][0] == '-') {
		*group = argv[i];
		return 0;
	}
	*words = 2;
	name = azs_xasprintf("%s %s", argv[i], argv[i + 1]);
	*out = azs_command_find(name);
	if (*out == NULL)
		(void)unknown_command(name, err);
	free(name);
	return *out == NULL ? -1 : 0;
}

static int
check_operands(const struct azs_args *args, struct azs_error *err)
{
	const struct azs_command *command = args->command;

	if (args->operand_count > command->max)
		return azs_fail(err, AZS_EUSAGE,
		    "unexpected operand \"%.60s\" (azstamp %s%s%s)",
		    args->operands[command->max], command->name,
		    *command->operands == '\0' ? "" : " ", command->operands);
	if (args->operand_count < command->min)
		return azs_fail(err, AZS_EUSAGE,
		    "an operand is missing: azstamp %s %s", command->name,
		    command->operands);
	return 0;
}

static int
apply_globals(struct azs_args *args, struct azs_error *err)
{
	const char *output = azs_args_get(args, "output"), *no_color;
	int color;
	size_t i;

	if (output != NULL && strcmp(output, "json") != 0 &&
	    strcmp(output, "text") != 0)
		return azs_fail(err, AZS_EUSAGE,
		    "--output takes text or json, not \"%.60s\"", output);
	args->json = output != NULL && strcmp(output, "json") == 0;
	args->quiet = azs_args_get(args, "quiet") != NULL;
	args->verbose = azs_args_get(args, "verbose") != NULL;
	no_color = getenv("NO_COLOR");
	color = (no_color == NULL || *no_color == '\0') &&
	    azs_args_get(args, "no-color") == NULL;
	args->color = color && isatty(STDOUT_FILENO);
	args->message_color = color && isatty(STDERR_FILENO);
	for (i = 0; i < args->count; i++)
		if (strcmp(args->names[i], "directory") == 0 &&
		    chdir(args->values[i]) == -1)
			return azs_fail(err, AZS_EFAILED, "-C %s: %s",
			    args->values[i], strerror(errno));
	return 0;
}

int
azs_args_parse(
    int argc, char **argv, struct azs_args *args, struct azs_error *err)
{
	int i, first = 0, words = 0, only_operands = 0;
	size_t room = (size_t)argc + 1;

	memset(args, 0, sizeof *args);
	args->names = azs_xcalloc(room, sizeof *args->names);
	args->values = azs_xcalloc(room, sizeof *args->values);
	args->operands = azs_xcalloc(room, sizeof *args->operands);
	if (find_command(argc, argv, &first, &words, &args->command,
		&args->group, err) == -1)
		return -1;
	for (i = 1; i < argc; i++) {
		if (i >= first && i < first + words)
			continue;
		if (only_operands || argv[i][0] != '-' || argv[i][1] == '\0') {
			args->operands[args->operand_count++] = argv[i];
		} else if (strcmp(argv[i], "--") == 0) {
			only_operands = 1;
		} else if (parse_option(args->command, argc, argv, &i, args,
			       err) == -1) {
			return -1;
		}
	}
	if (apply_globals(args, err) == -1)
		return -1;
	if (azs_args_get(args, "help") != NULL)
		return 0;
	if (args->group != NULL)
		return group_alone(args->group, err);
	return args->command == NULL ? 0 : check_operands(args, err);
}

void
azs_args_release(struct azs_args *args)
{
	free(args->names);
	free(args->values);
	free(args->operands);
	memset(args, 0, sizeof *args);
}

const char *
azs_args_get(const struct azs_args *args, const char *name)
{
	size_t i;

	for (i = args->count; i > 0; i--)
		if (strcmp(args->names[i - 1], name) == 0)
			return args->values[i - 1];
	return NULL;
}

int
azs_args_format(const struct azs_args *args, const char *const *words,
    size_t count, size_t *out, struct azs_error *err)
{
	const char *given = azs_args_get(args, "format");
	struct azs_buf list = AZS_BUF_INIT;
	size_t i;

	if (given == NULL)
		given = args->json ? "json" : words[0];
	for (i = 0; i < count; i++) {
		if (strcmp(words[i], given) == 0)
			break;
		azs_buf_addf(&list, "%s%s",
		    i == 0		? ""
			: i + 1 < count ? ", "
					: " or ",
		    words[i]);
	}
	*out = i;
	if (i == count)
		azs_fail(err, AZS_EUSAGE, "--format takes %s, not \"%.60s\"",
		    list.data, given);
	azs_buf_release(&list);
	return i == count ? -1 : 0;
}
