/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "excerpt.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "document.h"
#include "error.h"
#include "file.h"
#include "memory.h"
#include "utf8.h"

void
azs_excerpt_init(struct azs_excerpt *excerpt, const char *root)
{
	excerpt->root = root;
	excerpt->file = NULL;
	azs_buf_init(&excerpt->text);
}

void
azs_excerpt_release(struct azs_excerpt *excerpt)
{
	free(excerpt->file);
	azs_buf_release(&excerpt->text);
	excerpt->file = NULL;
}

/* Hold the text of that file; nothing when it cannot be read. */
static void
load(struct azs_excerpt *excerpt, const char *file)
{
	struct azs_error err;
	char *path;

	if (excerpt->file != NULL && strcmp(excerpt->file, file) == 0)
		return;
	free(excerpt->file);
	excerpt->file = azs_xstrdup(file);
	azs_buf_clear(&excerpt->text);
	path = azs_xasprintf("%s/%s", excerpt->root, file);
	(void)azs_file_read(path, AZS_DOCUMENT_MAX_BYTES, &excerpt->text, &err);
	free(path);
}

int
azs_excerpt_line(struct azs_excerpt *excerpt, const struct azs_finding *finding,
    const char **line, size_t *len)
{
	const char *p, *end;
	size_t n;

	*len = 0;
	if (finding->line == 0)
		return 0;
	load(excerpt, finding->file);
	p = excerpt->text.data;
	end = p + excerpt->text.len;
	if (excerpt->text.len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	/* Lines end as source.h has it. */
	for (n = 1; n < finding->line && p < end; p++)
		n += *p == '\n' || (*p == '\r' && p[1] != '\n');
	if (n < finding->line || p == end)
		return 0;
	*line = p;
	while (p + *len < end && p[*len] != '\n' && p[*len] != '\r')
		++*len;
	return 1;
}

/* The length of the character at p, of which left bytes are there. */
static size_t
step(const char *p, size_t left)
{
	uint32_t point;
	size_t n = azs_utf8_decode(p, left, &point);

	return n == 0 ? 1 : n;
}

size_t
azs_excerpt_end_column(
    const struct azs_finding *finding, const char *line, size_t len)
{
	size_t i = 0, column = 1;
	char open;

	while (column < finding->column && i < len) {
		i += step(line + i, len - i);
		column++;
	}
	if (i >= len)
		return finding->column + 1;
	open = line[i];
	for (;;) {
		i += step(line + i, len - i);
		column++;
		if (i >= len)
			return column;
		if (open == '"' || open == '\'' || open == '[' || open == '{') {
			if (line[i] ==
			    (open == '['	  ? ']'
				    : open == '{' ? '}'
						  : open))
				return column + 1;
		} else if (strchr(" \t,]}:#", line[i]) != NULL) {
			return column;
		}
	}
}

char *
azs_excerpt_prefix(const char *root)
{
	size_t len = strlen(root);
	char *path;
	int found;

	for (;;) {
		path = azs_xasprintf("%.*s/.git", (int)len, root);
		found = access(path, F_OK) == 0;
		free(path);
		if (found)
			break;
		while (len > 0 && root[len - 1] != '/')
			len--;
		if (len == 0)
			return azs_xstrdup("");
		len--;
	}
	return root[len] == '\0' ? azs_xstrdup("")
				 : azs_xasprintf("%s/", root + len + 1);
}
