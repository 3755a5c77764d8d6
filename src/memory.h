/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_MEMORY_H
#define AZS_MEMORY_H

#include <stddef.h>

/*
 * Allocation that never returns NULL: a run is short, so without memory the
 * program says so on stderr and exits 1. The caller frees with free().
 */
void *azs_xmalloc(size_t size);
void *azs_xcalloc(size_t count, size_t size);
/* count * size bytes; an overflow counts as out of memory. */
void *azs_xreallocarray(void *old, size_t count, size_t size);
char *azs_xstrdup(const char *text);
char *azs_xstrndup(const char *text, size_t len);
char *azs_xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Print the out-of-memory message and exit 1. */
void azs_out_of_memory(void) __attribute__((noreturn));

#endif
