/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_FILE_H
#define AZS_FILE_H

#include <stddef.h>

#include "buf.h"
#include "error.h"

/* Append a whole regular file (at most max bytes) to buf. AZS_EFAILED
   otherwise, and buf is as it was; nothing else, say a FIFO, is waited for. */
int azs_file_read(
    const char *path, size_t max, struct azs_buf *buf, struct azs_error *err);

#endif
