/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "file.h"

#include <string.h>
#include <sys/stat.h>

#include "scratch.h"
#include "unit.h"

static void
file_read_takes_regular_files_up_to_the_limit_only(void)
{
	struct azs_buf buf = AZS_BUF_INIT;
	static char big[20001];
	struct azs_error err;

	(void)azs_scratch_begin();
	azs_scratch_file("f", "12345");
	azs_buf_adds(&buf, "0");
	CU_ASSERT_EQUAL(azs_file_read(azs_scratch("f"), 5, &buf, &err), 0);
	CU_ASSERT_STRING_EQUAL(buf.data, "012345");
	CU_ASSERT_EQUAL(azs_file_read(azs_scratch("f"), 4, &buf, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "4 bytes"));
	(void)memset(big, 'x', sizeof big - 1);
	azs_scratch_file("big", big);
	CU_ASSERT_EQUAL(
	    azs_file_read(azs_scratch("big"), 18000, &buf, &err), -1);
	CU_ASSERT_STRING_EQUAL(buf.data, "012345");
	CU_ASSERT_EQUAL(mkfifo(azs_scratch("fifo"), 0600), 0);
	CU_ASSERT_EQUAL(azs_file_read(azs_scratch("fifo"), 9, &buf, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "regular"));
	CU_ASSERT_EQUAL(azs_file_read("/dev/zero", 9, &buf, &err), -1);
	CU_ASSERT_EQUAL(azs_file_read(azs_scratch("."), 9, &buf, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "directory"));
	CU_ASSERT_EQUAL(azs_file_read(azs_scratch("no"), 9, &buf, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "No such file"));
	CU_ASSERT_STRING_EQUAL(buf.data, "012345");
	/* A file of /proc says that it is empty, and is not. */
	CU_ASSERT_EQUAL(azs_file_read("/proc/self/stat", 9, &buf, &err), -1);
	azs_buf_release(&buf);
	azs_scratch_end();
}

static const struct azs_test tests[] = {
	{ "file_read_takes_regular_files_up_to_the_limit_only",
	    file_read_takes_regular_files_up_to_the_limit_only },
};

int
main(void)
{
	return azs_test_main("file", tests, AZS_TEST_COUNT(tests));
}
