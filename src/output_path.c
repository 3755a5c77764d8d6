/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "output.h"

#define MAX_BYTES 4096
#define MAX_PARTS 64
#define MAX_PART_BYTES 255

/* Is the code point at text (three bytes of UTF-8) one that HFS+ ignores in
   a name? git's list: U+200C-200F, U+202A-202E, U+206A-206F, U+FEFF. */
static int
is_ignorable(const char *text, size_t len)
{
	const unsigned char *c = (const unsigned char *)text;

	if (len < 3)
		return 0;
	if (c[0] == 0xef)
		return c[1] == 0xbb && c[2] == 0xbf;
	if (c[0] != 0xe2)
		return 0;
	return (c[1] == 0x80 && c[2] >= 0x8c && c[2] <= 0x8f) ||
	    (c[1] == 0x80 && c[2] >= 0xaa && c[2] <= 0xae) ||
	    (c[1] == 0x81 && c[2] >= 0xaa && c[2] <= 0xaf);
}

/* Is part .git on any file system: in capitals, with characters HFS+ drops,
   or by its short name on NTFS? */
static int
is_dot_git(const char *part, size_t len)
{
	char plain[8];
	size_t i = 0, n = 0;

	while (i < len) {
		if (is_ignorable(part + i, len - i)) {
			i += 3;
			continue;
		}
		if (n == sizeof plain - 1)
			return 0;
		plain[n++] = part[i++];
	}
	plain[n] = '\0';
	return strcasecmp(plain, ".git") == 0 ||
	    strcasecmp(plain, "git~1") == 0;
}

/* Is part, up to its first dot, a device of Windows? */
static int
is_device(const char *part, size_t len)
{
	static const char *const names[] = { "con", "prn", "aux", "nul" };
	const char *dot = memchr(part, '.', len);
	size_t i;

	if (dot != NULL)
		len = (size_t)(dot - part);
	if (len == 4 && part[3] >= '1' && part[3] <= '9')
		return strncasecmp(part, "com", 3) == 0 ||
		    strncasecmp(part, "lpt", 3) == 0;
	for (i = 0; len == 3 && i < sizeof names / sizeof names[0]; i++)
		if (strncasecmp(part, names[i], 3) == 0)
			return 1;
	return 0;
}

/* What is wrong with one part of a path, or NULL. */
static const char *
part_problem(const char *part, size_t len)
{
	size_t i;

	if (len == 0)
		return "a part of it is empty";
	if (len > MAX_PART_BYTES)
		return "a part of it is longer than 255 bytes";
	if ((len == 1 && part[0] == '.') ||
	    (len == 2 && part[0] == '.' && part[1] == '.'))
		return "\".\" and \"..\" are not allowed";
	for (i = 0; i < len; i++) {
		if ((unsigned char)part[i] < 0x20 || part[i] == 0x7f)
			return "it holds a control character";
		if (strchr("\\:<>\"|?*", part[i]) != NULL)
			return "it holds one of \\ : < > \" | ? *";
	}
	/* A space or dot at the end goes first: Windows drops those, and so
	   ".git ." is .git there. */
	if (part[len - 1] == '.' || part[len - 1] == ' ')
		return "a part of it ends in a dot or a space";
	if (is_dot_git(part, len))
		return ".git belongs to git";
	if (is_device(part, len))
		return "a part of it is the name of a device on Windows";
	return NULL;
}

/* path as it may stand in a message: short and without control characters. */
static void
show(const char *path, char *shown, size_t size)
{
	size_t i;

	(void)snprintf(shown, size, "%s", path);
	for (i = 0; shown[i] != '\0'; i++)
		if ((unsigned char)shown[i] < 0x20 || shown[i] == 0x7f)
			shown[i] = '?';
}

int
azs_output_check_path(const char *path, struct azs_error *err)
{
	const char *problem = NULL, *part = path;
	size_t len, parts = 0;
	char shown[256];

	if (path[0] == '\0')
		problem = "it is empty";
	else if (path[0] == '/')
		problem = "it does not begin at the root of the repository";
	else if (strlen(path) > MAX_BYTES)
		problem = "it is longer than 4096 bytes";
	while (problem == NULL) {
		len = strcspn(part, "/");
		problem = part_problem(part, len);
		if (problem == NULL && ++parts > MAX_PARTS)
			problem = "it has more than 64 parts";
		if (part[len] == '\0')
			break;
		part += len + 1;
	}
	if (problem == NULL)
		return 0;
	show(path, shown, sizeof shown);
	return azs_fail(err, AZS_EFAILED, "path \"%s\" cannot be written: %s",
	    shown, problem);
}
