/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK 4096

/* Append what fd yields, probably size bytes; 1 when that is more than max. */
static int
read_all(int fd, size_t size, size_t max, struct azs_buf *buf)
{
	/* One more than expected, so that the first read shows the end. */
	size_t chunk = size < CHUNK ? CHUNK : size + 1, total = 0;
	ssize_t got;

	if (size > max)
		return 1;
	do {
		azs_buf_reserve(buf, chunk);
		got = read(fd, buf->data + buf->len, chunk);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return -1;
		buf->len += (size_t)got;
		buf->data[buf->len] = '\0';
		total += (size_t)got;
		if (total > max)
			return 1;
	} while (
	    got == -1 || (size_t)got == chunk || (got > 0 && total < size));
	return 0;
}

int
azs_file_read(
    const char *path, size_t max, struct azs_buf *buf, struct azs_error *err)
{
	size_t before = buf->len;
	struct stat st;
	int fd, ret;

	/* A FIFO without a writer must not hold us up. */
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd == -1 || fstat(fd, &st) == -1)
		ret = -1;
	else if (!S_ISREG(st.st_mode))
		ret = 2;
	else
		ret = read_all(fd, (size_t)st.st_size, max, buf);
	if (ret == -1)
		(void)azs_fail(
		    err, AZS_EFAILED, "%s: %s", path, strerror(errno));
	else if (ret == 1)
		(void)azs_fail(err, AZS_EFAILED,
		    "%s: more than the %zu bytes that are allowed", path, max);
	else if (ret == 2)
		(void)azs_fail(err, AZS_EFAILED, "%s: %s", path,
		    S_ISDIR(st.st_mode) ? "it is a directory, not a file"
					: "it is not a regular file");
	if (fd != -1)
		(void)close(fd);
	if (ret != 0)
		azs_buf_cut(buf, before);
	return ret == 0 ? 0 : -1;
}
