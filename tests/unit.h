/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TESTS_UNIT_H
#define AZS_TESTS_UNIT_H

#include <CUnit/CUnit.h>
#include <stddef.h>

/* One claim about a module; the name reads as a sentence with underscores. */
struct azs_test {
	const char *name;
	void (*run)(void);
};

/* Run them as one CUnit suite, print CUnit's summary, return main's status. */
int azs_test_main(
    const char *suite, const struct azs_test *tests, size_t count);

/* A folder of the source tree ("tests/corpus"): under the environment's
   srcdir, which make sets, else the working folder. Static storage, valid
   until the next call. */
const char *azs_test_path(const char *relative);

#define AZS_TEST_COUNT(tests) (sizeof(tests) / sizeof((tests)[0]))

#endif
