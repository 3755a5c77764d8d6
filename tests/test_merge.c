/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "buf.h"
#include "merge.h"
#include "repo.h"
#include "unit.h"

/* Merge three texts; the result is in out. Returns the number of conflicts,
   or -1 after a failure. */
static int
merge(
    const char *base, const char *ours, const char *theirs, struct azs_buf *out)
{
	struct azs_buf b = AZS_BUF_INIT, o = AZS_BUF_INIT, t = AZS_BUF_INIT;
	struct azs_error err;
	int conflicts = 0, ret;

	azs_buf_adds(&b, base);
	azs_buf_adds(&o, ours);
	azs_buf_adds(&t, theirs);
	azs_buf_clear(out);
	ret = azs_merge_text(&b, &o, &t, out, &conflicts, &err);
	azs_buf_release(&b);
	azs_buf_release(&o);
	azs_buf_release(&t);
	return ret == -1 ? -1 : conflicts;
}

static void
merge_takes_both_sides(void)
{
	struct azs_buf out = AZS_BUF_INIT;

	CU_ASSERT_EQUAL(merge("a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n",
			    "a\nb\nc\nd\nE\n", &out),
	    0);
	CU_ASSERT_STRING_EQUAL(out.data, "A\nb\nc\nd\nE\n");
	azs_buf_release(&out);
}

static void
merge_keeps_the_users_line_endings(void)
{
	struct azs_buf out = AZS_BUF_INIT;

	CU_ASSERT_EQUAL(merge("a\nb\nc\nd\ne\n", "A\r\nb\r\nc\r\nd\r\ne\r\n",
			    "a\nb\nc\nd\nE\n", &out),
	    0);
	CU_ASSERT_STRING_EQUAL(out.data, "A\r\nb\r\nc\r\nd\r\nE\r\n");
	azs_buf_release(&out);
}

static void
merge_keeps_a_missing_final_newline(void)
{
	struct azs_buf out = AZS_BUF_INIT;

	CU_ASSERT_EQUAL(
	    merge("a\nb\nc\nd\n", "a\nb\nc\nD", "A\nb\nc\nd\n", &out), 0);
	CU_ASSERT_STRING_EQUAL(out.data, "A\nb\nc\nD");
	azs_buf_release(&out);
}

static void
merge_marks_a_conflict(void)
{
	struct azs_buf out = AZS_BUF_INIT;

	CU_ASSERT_EQUAL(merge("a\n", "b\n", "c\n", &out), 1);
	CU_ASSERT_STRING_EQUAL(out.data,
	    "<<<<<<< yours\nb\n||||||| generated before\na\n=======\nc\n"
	    ">>>>>>> generated now\n");
	CU_ASSERT_TRUE(azs_merge_has_conflict(&out));
	azs_buf_release(&out);
}

static void
merge_of_the_result_changes_nothing(void)
{
	struct azs_buf out = AZS_BUF_INIT, again = AZS_BUF_INIT;
	const char *base = "a\nb\nc\nd\ne\n", *now = "a\nb\nc\nd\nE\nf\n";

	CU_ASSERT_EQUAL(merge(base, "A\nb\nc\nd\ne\n", now, &out), 0);
	CU_ASSERT_EQUAL(merge(base, out.data, now, &again), 0);
	CU_ASSERT_STRING_EQUAL(again.data, out.data);
	azs_buf_release(&out);
	azs_buf_release(&again);
}

static void
merge_refuses_binary_text(void)
{
	struct azs_buf base = AZS_BUF_INIT, ours = AZS_BUF_INIT;
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_error err;
	int conflicts;

	azs_buf_adds(&base, "a\n");
	azs_buf_add(&ours, "a\0b\n", 4);
	CU_ASSERT_EQUAL(
	    azs_merge_text(&base, &ours, &base, &out, &conflicts, &err), -1);
	CU_ASSERT_EQUAL(err.code, AZS_EFAILED);
	azs_buf_release(&base);
	azs_buf_release(&ours);
	azs_buf_release(&out);
}

static void
merge_finds_our_markers_at_the_start_of_a_line_only(void)
{
	struct azs_buf text = AZS_BUF_INIT;

	azs_buf_adds(&text, "// >>>>>>> generated now\n>>>>>>> main\n");
	CU_ASSERT_FALSE(azs_merge_has_conflict(&text));
	azs_buf_adds(&text, ">>>>>>> generated now\r\n");
	CU_ASSERT_TRUE(azs_merge_has_conflict(&text));
	azs_buf_release(&text);
}

static const struct azs_test tests[] = {
	{ "takes_both_sides", merge_takes_both_sides },
	{ "keeps_the_users_line_endings", merge_keeps_the_users_line_endings },
	{ "keeps_a_missing_final_newline",
	    merge_keeps_a_missing_final_newline },
	{ "marks_a_conflict", merge_marks_a_conflict },
	{ "of_the_result_changes_nothing",
	    merge_of_the_result_changes_nothing },
	{ "refuses_binary_text", merge_refuses_binary_text },
	{ "finds_our_markers_at_the_start_of_a_line_only",
	    merge_finds_our_markers_at_the_start_of_a_line_only },
};

int
main(void)
{
	int status = azs_test_main("merge", tests, AZS_TEST_COUNT(tests));

	azs_repo_shutdown();
	return status;
}
