/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "merge.h"

#include <stdlib.h>
#include <string.h>

#include "repo.h"

/* Nonzero when most lines end in CRLF. */
static int
is_crlf(const struct azs_buf *text)
{
	size_t i, crlf = 0, lf = 0;

	for (i = 0; i < text->len; i++)
		if (text->data[i] == '\n') {
			if (i > 0 && text->data[i - 1] == '\r')
				crlf++;
			else
				lf++;
		}
	return crlf > lf;
}

static void
add_as_lf(const struct azs_buf *text, struct azs_buf *out)
{
	size_t i;

	for (i = 0; i < text->len; i++)
		if (text->data[i] != '\r' || i + 1 == text->len ||
		    text->data[i + 1] != '\n')
			azs_buf_addc(out, text->data[i]);
}

static void
add_as_crlf(const char *text, size_t len, struct azs_buf *out)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] == '\n')
			azs_buf_addc(out, '\r');
		azs_buf_addc(out, text[i]);
	}
}

int
azs_merge_text(const struct azs_buf *base, const struct azs_buf *ours,
    const struct azs_buf *theirs, struct azs_buf *out, int *conflicts,
    struct azs_error *err)
{
	struct azs_buf b = AZS_BUF_INIT, o = AZS_BUF_INIT, t = AZS_BUF_INIT;
	char *merged = NULL;
	size_t len = 0;
	int ret;

	add_as_lf(base, &b);
	add_as_lf(ours, &o);
	add_as_lf(theirs, &t);
	ret = azs_repo_merge_file(b.data, b.len, o.data, o.len, t.data, t.len,
	    AZS_MERGE_OURS, AZS_MERGE_BASE, AZS_MERGE_THEIRS, &merged, &len,
	    conflicts, err);
	if (ret == 0) {
		if (is_crlf(ours))
			add_as_crlf(merged, len, out);
		else
			azs_buf_add(out, merged, len);
	}
	free(merged);
	azs_buf_release(&b);
	azs_buf_release(&o);
	azs_buf_release(&t);
	return ret;
}

int
azs_merge_has_conflict(const struct azs_buf *text)
{
	static const char marker[] = ">>>>>>> " AZS_MERGE_THEIRS;
	const char *at = text->data;

	while ((at = memmem(at, text->len - (size_t)(at - text->data), marker,
		    strlen(marker))) != NULL) {
		if (at == text->data || at[-1] == '\n')
			return 1;
		at++;
	}
	return 0;
}
