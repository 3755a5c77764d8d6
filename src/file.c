/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Append what fd yields; 1 when that is more than max bytes. */
static int
read_all(int fd, size_t max, struct azs_buf *buf)
{
	char chunk[16384];
	size_t total = 0;
	ssize_t got;

	while ((got = read(fd, chunk, sizeof chunk)) != 0) {
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return -1;
		if ((size_t)got > max - total)
			return 1;
		total += (size_t)got;
		azs_buf_add(buf, chunk, (size_t)got);
	}
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
		ret = read_all(fd, max, buf);
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
