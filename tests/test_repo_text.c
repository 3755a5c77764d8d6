/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "repo.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "gitbox.h"
#include "scratch.h"
#include "unit.h"

/* Texts with few different lines, so that they overlap and conflict. */
static void
make_text(struct azs_buf *out)
{
	int lines = rand() % 20, i;

	for (i = 0; i < lines; i++)
		azs_buf_addf(out, "line %d\n", rand() % 12);
	if (rand() % 3 == 0)
		azs_buf_adds(out, "no end of line");
}

/* base with some lines changed, dropped or added. */
static void
make_edit(const struct azs_buf *base, struct azs_buf *out)
{
	const char *p = base->data, *end;
	int change;

	while (*p != '\0') {
		end = strchrnul(p, '\n');
		end += *end == '\n';
		change = rand() % 12;
		if (change == 0)
			azs_buf_addf(out, "edit %d\n", rand() % 4);
		if (change == 1)
			azs_buf_addf(out, "new %d\n", rand() % 4);
		if (change != 0 && change != 2)
			azs_buf_add(out, p, (size_t)(end - p));
		p = end;
	}
	if (rand() % 8 == 0)
		azs_buf_adds(out, "tail\n");
}

static void
merges_equal_those_of_git(void)
{
	struct azs_buf texts[3];
	int i, k, conflicts, with = 0;
	char *merged = NULL;
	size_t len;

	azs_gitbox_begin();
	srand(20261121);
	for (i = 0; i < 300; i++) {
		for (k = 0; k < 3; k++)
			azs_buf_init(&texts[k]);
		make_text(&texts[0]);
		make_edit(&texts[0], &texts[1]);
		make_edit(&texts[0], &texts[2]);
		azs_scratch_file("base", texts[0].data);
		azs_scratch_file("ours", texts[1].data);
		azs_scratch_file("theirs", texts[2].data);
		CU_ASSERT_EQUAL_FATAL(
		    azs_repo_merge_file(texts[0].data, texts[0].len,
			texts[1].data, texts[1].len, texts[2].data,
			texts[2].len, "yours", "base", "azstamp 2", &merged,
			&len, &conflicts, &azs_gitbox_error),
		    0);
		AZS_ASSERT_GIT(".",
		    "merge-file -p --diff3 -L yours -L base -L 'azstamp 2' "
		    "ours base theirs",
		    merged);
		CU_ASSERT_EQUAL(len, strlen(merged));
		CU_ASSERT_EQUAL(conflicts, strstr(merged, "<<<<<<<") != NULL);
		with += conflicts;
		free(merged);
		for (k = 0; k < 3; k++)
			azs_buf_release(&texts[k]);
	}
	CU_ASSERT(with > 50 && with < 250);
	azs_gitbox_end();
}

static void
merge_takes_empty_texts_and_refuses_binary_ones(void)
{
	char *merged = NULL;
	int conflicts = 1;
	size_t len = 1;

	azs_gitbox_begin();
	CU_ASSERT_EQUAL(azs_repo_merge_file("", 0, "", 0, "", 0, "a", "b", "c",
			    &merged, &len, &conflicts, &azs_gitbox_error),
	    0);
	CU_ASSERT_STRING_EQUAL(merged, "");
	CU_ASSERT_EQUAL(len, 0);
	CU_ASSERT_EQUAL(conflicts, 0);
	free(merged);
	CU_ASSERT(azs_gitbox_fails(
	    azs_repo_merge_file("a\n", 2, "a\0b\n", 4, "c\n", 2, "a", "b", "c",
		&merged, &len, &conflicts, &azs_gitbox_error),
	    "binary"));
	azs_gitbox_end();
}

static const struct azs_test tests[] = {
	{ "merges_equal_those_of_git", merges_equal_those_of_git },
	{ "merge_takes_empty_texts_and_refuses_binary_ones",
	    merge_takes_empty_texts_and_refuses_binary_ones },
};

int
main(void)
{
	int status = azs_test_main("repo_text", tests, AZS_TEST_COUNT(tests));

	azs_repo_shutdown();
	return status;
}
