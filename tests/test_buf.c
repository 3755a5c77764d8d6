/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "error.h"
#include "memory.h"
#include "unit.h"

static void
buf_starts_as_an_empty_string(void)
{
	struct azs_buf buf = AZS_BUF_INIT, other;

	CU_ASSERT_STRING_EQUAL(buf.data, "");
	CU_ASSERT_EQUAL(buf.len, 0);
	azs_buf_init(&other);
	CU_ASSERT_STRING_EQUAL(other.data, "");
	/* None of these may write to the shared empty string. */
	azs_buf_add(&buf, NULL, 0);
	azs_buf_clear(&buf);
	azs_buf_cut(&buf, 0);
	azs_buf_release(&buf);
	azs_buf_release(&buf);
	CU_ASSERT_STRING_EQUAL(azs_buf_empty, "");
}

static void
buf_ends_with_a_nul_at_every_length(void)
{
	struct azs_buf buf = AZS_BUF_INIT;
	size_t i, ok = 0;

	for (i = 0; i < 1000; i++) {
		azs_buf_addc(&buf, (char)('a' + i % 26));
		ok += buf.len == i + 1 && buf.data[i + 1] == '\0' &&
		    buf.cap > buf.len;
	}
	CU_ASSERT_EQUAL(ok, 1000);
	for (i = 0; i < 1000; i++)
		ok -= buf.data[i] == (char)('a' + i % 26);
	CU_ASSERT_EQUAL(ok, 0);
	azs_buf_release(&buf);
}

static void
buf_adds_pieces_in_order(void)
{
	struct azs_buf buf = AZS_BUF_INIT;

	azs_buf_adds(&buf, "a");
	azs_buf_add(&buf, "bcd", 2);
	azs_buf_addc(&buf, '-');
	azs_buf_addf(&buf, "%s=%d", "x", 42);
	azs_buf_adds(&buf, "");
	CU_ASSERT_STRING_EQUAL(buf.data, "abc-x=42");
	CU_ASSERT_EQUAL(buf.len, 8);
	azs_buf_release(&buf);
	CU_ASSERT_STRING_EQUAL(buf.data, "");
	CU_ASSERT_EQUAL(buf.cap, 0);
}

static void
buf_holds_nul_bytes(void)
{
	struct azs_buf buf = AZS_BUF_INIT;

	azs_buf_add(&buf, "a\0b", 3);
	azs_buf_addc(&buf, '\0');
	CU_ASSERT_EQUAL(buf.len, 4);
	CU_ASSERT_EQUAL(memcmp(buf.data, "a\0b\0\0", 5), 0);
	azs_buf_release(&buf);
}

static void
buf_addf_writes_any_length(void)
{
	struct azs_buf buf = AZS_BUF_INIT;
	int width;

	/* Around the sizes at which the room grows. */
	for (width = 0; width < 600; width++) {
		azs_buf_clear(&buf);
		azs_buf_addf(&buf, "%s%*s|", "<", width, "");
		CU_ASSERT_EQUAL(buf.len, (size_t)width + 2);
		CU_ASSERT_EQUAL(buf.data[width + 1], '|');
		CU_ASSERT_EQUAL(buf.data[width + 2], '\0');
		if (width % 100 == 0)
			azs_buf_release(&buf);
	}
	azs_buf_addf(&buf, "%s", "");
	azs_buf_release(&buf);
}

static void
buf_cut_and_clear_keep_the_memory(void)
{
	struct azs_buf buf = AZS_BUF_INIT;
	char *data;

	azs_buf_adds(&buf, "abcdef");
	data = buf.data;
	azs_buf_cut(&buf, 3);
	CU_ASSERT_STRING_EQUAL(buf.data, "abc");
	CU_ASSERT_EQUAL(buf.len, 3);
	azs_buf_cut(&buf, 3);
	azs_buf_clear(&buf);
	CU_ASSERT_STRING_EQUAL(buf.data, "");
	CU_ASSERT_EQUAL(buf.len, 0);
	azs_buf_adds(&buf, "xyz");
	CU_ASSERT_PTR_EQUAL(buf.data, data);
	CU_ASSERT_STRING_EQUAL(buf.data, "xyz");
	azs_buf_release(&buf);
}

static void
buf_detach_hands_the_text_over(void)
{
	struct azs_buf buf = AZS_BUF_INIT;
	char *text = azs_buf_detach(&buf);

	/* The caller's to write to, though nothing was ever added. */
	CU_ASSERT_PTR_NOT_EQUAL(text, azs_buf_empty);
	CU_ASSERT_STRING_EQUAL(text, "");
	free(text);
	azs_buf_adds(&buf, "abc");
	text = azs_buf_detach(&buf);
	CU_ASSERT_STRING_EQUAL(text, "abc");
	CU_ASSERT_STRING_EQUAL(buf.data, "");
	azs_buf_adds(&buf, "new");
	CU_ASSERT_STRING_EQUAL(text, "abc");
	free(text);
	azs_buf_release(&buf);
}

static void
error_fail_fills_and_returns_minus_one(void)
{
	struct azs_error err = { AZS_OK, "" };

	CU_ASSERT_EQUAL(azs_fail(&err, AZS_EUSAGE, "no %s: %d", "x", 3), -1);
	CU_ASSERT_EQUAL(err.code, AZS_EUSAGE);
	CU_ASSERT_STRING_EQUAL(err.msg, "no x: 3");
}

static void
error_fail_cuts_what_is_too_long(void)
{
	struct azs_error err = { AZS_OK, "" };

	CU_ASSERT_EQUAL(azs_fail(&err, AZS_EFAILED, "%5000s", "x"), -1);
	CU_ASSERT_EQUAL(strlen(err.msg), sizeof err.msg - 1);
}

static void
error_fail_at_puts_the_place_in_front(void)
{
	struct azs_error err = { AZS_OK, "" };

	azs_fail(&err, AZS_EFINDINGS, "wrong");
	CU_ASSERT_EQUAL(azs_fail_at(&err, "%s:%d", "a.yaml", 7), -1);
	CU_ASSERT_STRING_EQUAL(err.msg, "a.yaml:7: wrong");
	CU_ASSERT_EQUAL(err.code, AZS_EFINDINGS);
	azs_fail_at(&err, "outer");
	CU_ASSERT_STRING_EQUAL(err.msg, "outer: a.yaml:7: wrong");
}

static void
error_fail_at_keeps_within_bounds(void)
{
	struct azs_error err = { AZS_OK, "" };
	int width;

	for (width = 500; width < 520; width++) {
		azs_fail(&err, AZS_EFAILED, "%*s", 2047, "end");
		azs_fail_at(&err, "%*s", width, "place");
		CU_ASSERT_EQUAL(strlen(err.msg), sizeof err.msg - 1);
		azs_fail(&err, AZS_EFAILED, "end");
		azs_fail_at(&err, "%*s", width, "place");
		CU_ASSERT_STRING_EQUAL(err.msg + strlen(err.msg) - 5, ": end");
		CU_ASSERT(strlen(err.msg) <= 514);
	}
}

static void
error_codes_are_the_exit_statuses_of_the_manual(void)
{
	CU_ASSERT_EQUAL(azs_exit_status(AZS_OK), 0);
	CU_ASSERT_EQUAL(azs_exit_status(AZS_EFAILED), 1);
	CU_ASSERT_EQUAL(azs_exit_status(AZS_EUSAGE), 2);
	CU_ASSERT_EQUAL(azs_exit_status(AZS_EFINDINGS), 3);
}

static void
memory_gives_a_block_for_no_bytes(void)
{
	void *blocks[] = { azs_xmalloc(0), azs_xcalloc(0, 8), azs_xcalloc(8, 0),
		azs_xreallocarray(NULL, 0, 8),
		azs_xreallocarray(azs_xmalloc(4), 8, 0) };
	size_t i;

	for (i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
		CU_ASSERT_PTR_NOT_NULL(blocks[i]);
		free(blocks[i]);
	}
}

static void
memory_copies_and_prints_strings(void)
{
	char *whole = azs_xstrdup("abc"), *part = azs_xstrndup("abcdef", 2);
	char *none = azs_xstrndup("abc", 0);
	char *printed = azs_xasprintf("%s-%05d", "x", 42);
	char *long_one = azs_xasprintf("%3000s", "x");

	CU_ASSERT_STRING_EQUAL(whole, "abc");
	CU_ASSERT_STRING_EQUAL(part, "ab");
	CU_ASSERT_STRING_EQUAL(none, "");
	CU_ASSERT_STRING_EQUAL(printed, "x-00042");
	CU_ASSERT_EQUAL(strlen(long_one), 3000);
	free(whole);
	free(part);
	free(none);
	free(printed);
	free(long_one);
}

static void
memory_grows_a_block_and_keeps_what_is_in_it(void)
{
	int *numbers = azs_xcalloc(4, sizeof *numbers);

	CU_ASSERT_EQUAL(numbers[3], 0);
	numbers[3] = 7;
	numbers = azs_xreallocarray(numbers, 4000, sizeof *numbers);
	CU_ASSERT_EQUAL(numbers[3], 7);
	free(numbers);
}

/* Run ask in a child: it must end with status 1 and one line on stderr. */
static void
runs_out(void (*ask)(void))
{
	char said[256] = "";
	size_t len = 0;
	int fds[2], status = 0;
	ssize_t n;
	pid_t pid;

	CU_ASSERT_EQUAL_FATAL(pipe(fds), 0);
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		if (dup2(fds[1], STDERR_FILENO) == -1)
			_exit(2);
		ask();
		_exit(3);
	}
	(void)close(fds[1]);
	while ((n = read(fds[0], said + len, sizeof said - 1 - len)) > 0)
		len += (size_t)n;
	(void)close(fds[0]);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT(WIFEXITED(status));
	CU_ASSERT_EQUAL(WEXITSTATUS(status), 1);
	CU_ASSERT_STRING_EQUAL(said, "azstamp: out of memory\n");
}

static void
ask_for_an_overflow(void)
{
	free(azs_xreallocarray(NULL, SIZE_MAX / 2, 3));
}

static void
ask_for_a_buf_beyond_size_max(void)
{
	struct azs_buf buf = AZS_BUF_INIT;

	azs_buf_add(&buf, "x", SIZE_MAX - 1);
}

static void
memory_ends_the_program_when_there_is_none(void)
{
	runs_out(azs_out_of_memory);
	runs_out(ask_for_an_overflow);
	runs_out(ask_for_a_buf_beyond_size_max);
}

static const struct azs_test tests[] = {
	{ "buf_starts_as_an_empty_string", buf_starts_as_an_empty_string },
	{ "buf_ends_with_a_nul_at_every_length",
	    buf_ends_with_a_nul_at_every_length },
	{ "buf_adds_pieces_in_order", buf_adds_pieces_in_order },
	{ "buf_holds_nul_bytes", buf_holds_nul_bytes },
	{ "buf_addf_writes_any_length", buf_addf_writes_any_length },
	{ "buf_cut_and_clear_keep_the_memory",
	    buf_cut_and_clear_keep_the_memory },
	{ "buf_detach_hands_the_text_over", buf_detach_hands_the_text_over },
	{ "error_fail_fills_and_returns_minus_one",
	    error_fail_fills_and_returns_minus_one },
	{ "error_fail_cuts_what_is_too_long",
	    error_fail_cuts_what_is_too_long },
	{ "error_fail_at_puts_the_place_in_front",
	    error_fail_at_puts_the_place_in_front },
	{ "error_fail_at_keeps_within_bounds",
	    error_fail_at_keeps_within_bounds },
	{ "error_codes_are_the_exit_statuses_of_the_manual",
	    error_codes_are_the_exit_statuses_of_the_manual },
	{ "memory_gives_a_block_for_no_bytes",
	    memory_gives_a_block_for_no_bytes },
	{ "memory_copies_and_prints_strings",
	    memory_copies_and_prints_strings },
	{ "memory_grows_a_block_and_keeps_what_is_in_it",
	    memory_grows_a_block_and_keeps_what_is_in_it },
	{ "memory_ends_the_program_when_there_is_none",
	    memory_ends_the_program_when_there_is_none },
};

int
main(void)
{
	return azs_test_main("buf", tests, AZS_TEST_COUNT(tests));
}
