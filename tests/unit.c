/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>

int
azs_test_main(const char *suite, const struct azs_test *tests, size_t count)
{
	CU_pSuite cu;
	unsigned int failed;
	size_t i;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 1;
	cu = CU_add_suite(suite, NULL, NULL);
	for (i = 0; cu != NULL && i < count; i++)
		if (CU_add_test(cu, tests[i].name, tests[i].run) == NULL)
			cu = NULL;
	if (cu == NULL) {
		(void)fprintf(stderr, "%s: %s\n", suite, CU_get_error_msg());
		CU_cleanup_registry();
		return 1;
	}
	CU_basic_set_mode(CU_BRM_NORMAL);
	CU_basic_run_tests();
	failed = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failed == 0 ? 0 : 1;
}

const char *
azs_test_path(const char *relative)
{
	static char path[4096];
	const char *srcdir = getenv("srcdir");

	(void)snprintf(path, sizeof path, "%s/%s",
	    srcdir == NULL ? "." : srcdir, relative);
	return path;
}
