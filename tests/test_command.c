/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "command.h"

#include <string.h>

#include "unit.h"

/* Parse up to six words; the error's text or "". */
static struct azs_args args;

static const char *
parse(const char *a, const char *b, const char *c, const char *d)
{
	static struct azs_error err;
	const char *words[] = { "azstamp", a, b, c, d, NULL };
	int argc = 1;

	while (words[argc] != NULL)
		argc++;
	azs_args_release(&args);
	if (azs_args_parse(argc, (char **)words, &args, &err) == 0)
		err.msg[0] = '\0';
	else
		CU_ASSERT_EQUAL(err.code, AZS_EUSAGE);
	return err.msg;
}

static void
commands_are_found_among_options(void)
{
	CU_ASSERT_STRING_EQUAL(parse("init", "shop", NULL, NULL), "");
	CU_ASSERT_STRING_EQUAL(args.command->name, "init");
	CU_ASSERT_STRING_EQUAL(args.operands[0], "shop");
	CU_ASSERT_STRING_EQUAL(parse("-q", "env", "show", "dev"), "");
	CU_ASSERT_STRING_EQUAL(args.command->name, "env show");
	CU_ASSERT(args.quiet);
	CU_ASSERT_STRING_EQUAL(parse("-o", "json", "check", NULL), "");
	CU_ASSERT(args.json);
	CU_ASSERT_STRING_EQUAL(parse("--output=text", "check", NULL, NULL), "");
	CU_ASSERT_FALSE(args.json);
	CU_ASSERT_STRING_EQUAL(parse("check", "-ojson", NULL, NULL), "");
	CU_ASSERT(args.json);
	CU_ASSERT_STRING_EQUAL(parse("--version", NULL, NULL, NULL), "");
	CU_ASSERT_STRING_EQUAL(args.command->name, "version");
	CU_ASSERT_STRING_EQUAL(parse("--", "check", NULL, NULL), "");
	CU_ASSERT_STRING_EQUAL(args.command->name, "check");
}

static void
two_hyphens_end_options(void)
{
	CU_ASSERT_STRING_EQUAL(parse("init", "--", "-odd", NULL), "");
	CU_ASSERT_EQUAL_FATAL(args.operand_count, 1);
	CU_ASSERT_STRING_EQUAL(args.operands[0], "-odd");
	CU_ASSERT_STRING_EQUAL(parse("init", "-", NULL, NULL), "");
	CU_ASSERT_STRING_EQUAL(args.operands[0], "-");
}

static void
options_repeat_and_the_last_counts(void)
{
	CU_ASSERT_STRING_EQUAL(parse("init", "--set=a=b", "--set", "c=d"), "");
	CU_ASSERT_EQUAL(args.count, 2);
	CU_ASSERT_STRING_EQUAL(args.values[0], "a=b");
	CU_ASSERT_STRING_EQUAL(azs_args_get(&args, "set"), "c=d");
	CU_ASSERT_PTR_NULL(azs_args_get(&args, "name"));
}

static void
mistakes_are_named_with_the_nearest_word(void)
{
	CU_ASSERT_STRING_EQUAL(parse("chek", NULL, NULL, NULL),
	    "unknown command \"chek\" (did you mean check?)");
	CU_ASSERT_STRING_EQUAL(parse("evn", "list", NULL, NULL),
	    "unknown command \"evn\" (did you mean env?)");
	CU_ASSERT_STRING_EQUAL(parse("env", "lst", NULL, NULL),
	    "unknown command \"env lst\" (did you mean env list?)");
	CU_ASSERT_STRING_EQUAL(
	    parse("zzzzzz", NULL, NULL, NULL), "unknown command \"zzzzzz\"");
	CU_ASSERT_STRING_EQUAL(
	    parse("", NULL, NULL, NULL), "unknown command \"\"");
	CU_ASSERT_STRING_EQUAL(parse("init", "--nmae=x", NULL, NULL),
	    "unknown option --nmae of azstamp init (did you mean --name?)");
	CU_ASSERT_STRING_EQUAL(parse("init", "-x", NULL, NULL),
	    "unknown option -x of azstamp init");
	CU_ASSERT_STRING_EQUAL(parse("init", "--=x", NULL, NULL),
	    "unknown option -- of azstamp init");
	CU_ASSERT_STRING_EQUAL(parse("init", "--name", NULL, NULL),
	    "option --name needs a value: NAME");
	CU_ASSERT_STRING_EQUAL(parse("-C", NULL, NULL, NULL),
	    "option --directory needs a value: DIR");
	CU_ASSERT_PTR_NOT_NULL(strstr(parse("check", "-qv", NULL, NULL),
	    "option --quiet takes no value"));
	CU_ASSERT_PTR_NOT_NULL(strstr(parse("check", "--quiet=1", NULL, NULL),
	    "option --quiet takes no value"));
	CU_ASSERT_STRING_EQUAL(parse("check", "-o", "xml", NULL),
	    "--output takes text or json, not \"xml\"");
	CU_ASSERT_PTR_NOT_NULL(strstr(parse("init", "a", "b", NULL),
	    "unexpected operand \"b\" (azstamp init "));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(parse("env", "show", NULL, NULL), "an operand is missing"));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(parse("env", NULL, NULL, NULL), "env needs one of"));
}

static void
help_needs_no_operands(void)
{
	CU_ASSERT_STRING_EQUAL(parse("env", "show", "--help", NULL), "");
	CU_ASSERT_PTR_NOT_NULL(azs_args_get(&args, "help"));
	CU_ASSERT_STRING_EQUAL(parse("env", "--help", NULL, NULL), "");
	CU_ASSERT_PTR_NULL(args.command);
	CU_ASSERT_STRING_EQUAL(parse("--help", NULL, NULL, NULL), "");
	CU_ASSERT_STRING_EQUAL(parse(NULL, NULL, NULL, NULL), "");
	CU_ASSERT_PTR_NULL(args.command);
}

/* What a page must show of a list of options. */
static void
check_page(
    const struct azs_buf *page, const struct azs_option *options, size_t count)
{
	struct azs_buf name = AZS_BUF_INIT;
	size_t i;

	for (i = 0; i < count; i++) {
		azs_buf_clear(&name);
		azs_buf_addf(&name, "--%s", options[i].name);
		CU_ASSERT_PTR_NOT_NULL(strstr(page->data, name.data));
		CU_ASSERT_PTR_NOT_NULL(strstr(page->data, options[i].summary));
	}
	azs_buf_release(&name);
}

static void
every_command_has_a_page_with_its_options(void)
{
	struct azs_buf all = AZS_BUF_INIT, page = AZS_BUF_INIT;
	size_t i;

	azs_command_help(NULL, NULL, &all);
	check_page(&all, azs_global_options, azs_global_option_count);
	for (i = 0; i < azs_command_count; i++) {
		const struct azs_command *command = azs_commands[i];

		CU_ASSERT_PTR_EQUAL(azs_command_find(command->name), command);
		CU_ASSERT(command->min <= command->max);
		CU_ASSERT_PTR_NOT_NULL(command->run);
		CU_ASSERT_PTR_NOT_NULL(strstr(all.data, command->summary));
		azs_buf_clear(&page);
		azs_command_help(command, NULL, &page);
		CU_ASSERT_PTR_NOT_NULL(strstr(page.data, command->summary));
		check_page(&page, command->options, command->option_count);
	}
	azs_buf_release(&all);
	azs_buf_release(&page);
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "commands_are_found_among_options",
		    commands_are_found_among_options },
		{ "two_hyphens_end_options", two_hyphens_end_options },
		{ "options_repeat_and_the_last_counts",
		    options_repeat_and_the_last_counts },
		{ "mistakes_are_named_with_the_nearest_word",
		    mistakes_are_named_with_the_nearest_word },
		{ "help_needs_no_operands", help_needs_no_operands },
		{ "every_command_has_a_page_with_its_options",
		    every_command_has_a_page_with_its_options },
	};
	int status = azs_test_main("command", tests, AZS_TEST_COUNT(tests));

	azs_args_release(&args);
	return status;
}
