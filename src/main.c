/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "command.h"
#include "repo.h"

static int
show_help(const struct azs_args *args, struct azs_error *err)
{
	struct azs_buf out = AZS_BUF_INIT;
	int ret;

	azs_command_help(args->command, args->group, &out);
	ret = azs_print(&out, err);
	azs_buf_release(&out);
	return ret;
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	if (azs_args_get(args, "help") != NULL)
		return show_help(args, err);
	if (args->command == NULL)
		return azs_fail(err, AZS_EUSAGE, "a command is missing");
	return args->command->run(args, err);
}

int
main(int argc, char **argv)
{
	struct azs_error err = { AZS_OK, "" };
	struct azs_args args;

	if (azs_args_parse(argc, argv, &args, &err) == 0 &&
	    run(&args, &err) == 0)
		err.code = AZS_OK;
	else if (err.msg[0] != '\0')
		(void)fprintf(stderr, "azstamp: %s\n", err.msg);
	if (err.code == AZS_EUSAGE)
		(void)fprintf(stderr, "Try `azstamp help%s%s`.\n",
		    args.command == NULL ? "" : " ",
		    args.command == NULL ? "" : args.command->name);
	azs_args_release(&args);
	azs_repo_shutdown();
	return azs_exit_status(err.code);
}
