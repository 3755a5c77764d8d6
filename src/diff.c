/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "repo.h"

#define BOLD "\033[1m"
#define CYAN "\033[36m"
#define RED "\033[31m"
#define GREEN "\033[32m"
#define RESET "\033[0m"

static const char *
mode(int executable)
{
	return executable ? "100755" : "100644";
}

static void
add_modes(const struct azs_diff *diff, struct azs_buf *out)
{
	if (diff->old == NULL)
		azs_buf_addf(
		    out, "new file mode %s\n", mode(diff->new_executable));
	else if (diff->new == NULL)
		azs_buf_addf(
		    out, "deleted file mode %s\n", mode(diff->old_executable));
	else if (diff->old_executable != diff->new_executable)
		azs_buf_addf(out, "old mode %s\nnew mode %s\n",
		    mode(diff->old_executable), mode(diff->new_executable));
	if (strcmp(diff->old_path, diff->new_path) != 0)
		azs_buf_addf(out, "rename from %s\nrename to %s\n",
		    diff->old_path, diff->new_path);
}

/* Append text line by line, each in the color of its first character. */
static void
add_colored(const char *text, struct azs_buf *out)
{
	const char *color;
	size_t len;
	int hunks = 0;

	for (; *text != '\0'; text += len) {
		len = strcspn(text, "\n");
		hunks |= strncmp(text, "@@", 2) == 0;
		color = !hunks	   ? BOLD
		    : *text == '@' ? CYAN
		    : *text == '-' ? RED
		    : *text == '+' ? GREEN
				   : "";
		azs_buf_adds(out, color);
		azs_buf_add(out, text, len);
		azs_buf_adds(out, *color == '\0' ? "" : RESET);
		if (text[len] == '\n') {
			azs_buf_addc(out, '\n');
			len++;
		}
	}
}

int
azs_diff_add(const struct azs_diff *diff, int color, struct azs_buf *out,
    struct azs_error *err)
{
	static const struct azs_buf nothing = AZS_BUF_INIT;
	const struct azs_buf *old = diff->old == NULL ? &nothing : diff->old;
	const struct azs_buf *new = diff->new == NULL ? &nothing : diff->new;
	struct azs_buf text = AZS_BUF_INIT;
	char *hunks = NULL;
	size_t len;

	if (azs_repo_hunks(
		old->data, old->len, new->data, new->len, &hunks, err) == -1)
		return -1;
	add_modes(diff, &text);
	len = text.len;
	if (*hunks != '\0') {
		azs_buf_addf(&text, "--- %s%s\n", diff->old == NULL ? "" : "a/",
		    diff->old == NULL ? "/dev/null" : diff->old_path);
		azs_buf_addf(&text, "+++ %s%s\n", diff->new == NULL ? "" : "b/",
		    diff->new == NULL ? "/dev/null" : diff->new_path);
		azs_buf_adds(&text, hunks);
	} else if (old->len != new->len ||
	    memcmp(old->data, new->data, old->len) != 0) {
		azs_buf_addf(&text, "Binary files a/%s and b/%s differ\n",
		    diff->old_path, diff->new_path);
	}
	if (len > 0 || text.len > 0) {
		char *all = azs_xasprintf("diff --git a/%s b/%s\n%s",
		    diff->old_path, diff->new_path, text.data);

		if (color)
			add_colored(all, out);
		else
			azs_buf_adds(out, all);
		free(all);
	}
	azs_buf_release(&text);
	free(hunks);
	return 0;
}
