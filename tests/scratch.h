/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TESTS_SCRATCH_H
#define AZS_TESTS_SCRATCH_H

/* A folder for one test, and what stands in it. */

/* Make a new one and return its path; removed by azs_scratch_end(). */
const char *azs_scratch_begin(void);
void azs_scratch_end(void);

/* The path of a name in it; the last eight answers stay valid. */
const char *azs_scratch(const char *name);
/* Write a file (parents made), or make a directory. */
void azs_scratch_file(const char *name, const char *text);
void azs_scratch_dir(const char *name);
/* Everything below a name, sorted: "dir/ 755\nfile 644 text\n"; what .git
   holds is left out. The caller frees. */
char *azs_scratch_tree(const char *name);
/* Is that the tree? Shows it if not. */
int azs_scratch_is(const char *name, const char *expected);

#endif
