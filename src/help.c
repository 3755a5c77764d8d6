/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "manifest.h"

static void
add_options(const struct azs_option *options, size_t count, struct azs_buf *out)
{
	size_t i, start;

	for (i = 0; i < count; i++) {
		azs_buf_adds(out, "  ");
		start = out->len;
		if (options[i].letter != 0)
			azs_buf_addf(out, "-%c, ", options[i].letter);
		else
			azs_buf_adds(out, "    ");
		azs_buf_addf(out, "--%s", options[i].name);
		if (options[i].value != NULL)
			azs_buf_addf(out, " %s", options[i].value);
		azs_buf_addf(out, "%*s  %s\n",
		    out->len - start < 26 ? (int)(26 - (out->len - start)) : 0,
		    "", options[i].summary);
	}
}

static void
add_overview(const char *group, struct azs_buf *out)
{
	size_t i;

	azs_buf_addf(out,
	    "azstamp: one profile model, a whole Azure repository\n\n"
	    "Usage: azstamp %s%sCOMMAND [OPTION ...] [OPERAND ...]\n\n"
	    "Commands:\n",
	    group == NULL ? "" : group, group == NULL ? "" : " ");
	for (i = 0; i < azs_command_count; i++)
		if (group == NULL ||
		    azs_command_in_group(azs_commands[i], group))
			azs_buf_addf(out, "  %-20s%s\n", azs_commands[i]->name,
			    azs_commands[i]->summary);
	azs_buf_adds(out, "\nOptions of every command:\n");
	add_options(azs_global_options, azs_global_option_count, out);
	azs_buf_adds(out,
	    "\n`azstamp help COMMAND` says more. Exit status: 0 done, 1 "
	    "failed,\n2 wrong usage, 3 findings in the model, 4 conflicts.\n");
}

/* Templates decide which patterns there are. */
static void
add_patterns(const struct azs_command *command, struct azs_buf *out)
{
	char *patterns;
	size_t i;

	for (i = 0; i < command->option_count; i++) {
		if (strcmp(command->options[i].name, "pattern") != 0)
			continue;
		patterns = azs_manifest_patterns();
		azs_buf_addf(out, "\nPatterns: %s.\n", patterns);
		free(patterns);
	}
}

void
azs_command_help(
    const struct azs_command *command, const char *group, struct azs_buf *out)
{
	if (command == NULL) {
		add_overview(group, out);
		return;
	}
	azs_buf_addf(out, "azstamp %s: %s\n\nUsage: azstamp %s%s%s%s\n",
	    command->name, command->summary, command->name,
	    command->option_count == 0 ? "" : " [OPTION ...]",
	    *command->operands == '\0' ? "" : " ", command->operands);
	if (command->option_count > 0) {
		azs_buf_adds(out, "\nOptions:\n");
		add_options(command->options, command->option_count, out);
	}
	azs_buf_adds(out, "\nOptions of every command:\n");
	add_options(azs_global_options, azs_global_option_count, out);
	add_patterns(command, out);
	if (command->details != NULL)
		azs_buf_addf(out, "\n%s", command->details);
}

int
azs_print(const struct azs_buf *buf, struct azs_error *err)
{
	if (fwrite(buf->data, 1, buf->len, stdout) != buf->len ||
	    fflush(stdout) != 0)
		return azs_fail(err, AZS_EFAILED, "cannot write the output");
	return 0;
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	const struct azs_command *command = NULL;
	struct azs_buf name = AZS_BUF_INIT, out = AZS_BUF_INIT;
	const char *group = NULL;
	size_t i;
	int ret = -1;

	for (i = 0; i < args->operand_count; i++)
		azs_buf_addf(
		    &name, "%s%s", i == 0 ? "" : " ", args->operands[i]);
	if (args->operand_count > 0)
		command = azs_command_find(name.data);
	if (args->operand_count > 0 && command == NULL &&
	    azs_command_is_group(name.data)) {
		group = name.data;
	} else if (args->operand_count > 0 && command == NULL) {
		azs_fail(err, AZS_EUSAGE,
		    "unknown command \"%.60s\"; `azstamp help` lists them",
		    name.data);
		goto done;
	}
	azs_command_help(command, group, &out);
	ret = azs_print(&out, err);
done:
	azs_buf_release(&name);
	azs_buf_release(&out);
	return ret;
}

const struct azs_command azs_cmd_help = { "help", "[COMMAND]", 0, 2,
	"print help, for a command if one is named", NULL, 0, NULL, run };
