/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "document.h"
#include "json.h"
#include "memory.h"
#include "unit.h"
#include "walk.h"

/*
 * tests/corpus/yaml: bad/x.yaml is refused with the message in x.expected,
 * good/x.yaml is the tree in x.expected.json. A file needs no line here.
 */

static void
read_file(const char *path, struct azs_buf *out)
{
	char chunk[4096];
	size_t len;
	FILE *fp = fopen(path, "rb");

	CU_ASSERT_PTR_NOT_NULL_FATAL(fp);
	while ((len = fread(chunk, 1, sizeof chunk, fp)) > 0)
		azs_buf_add(out, chunk, len);
	(void)fclose(fp);
}

/* Say which file of the corpus it is about, and what came instead. */
static void
expect(const char *name, const struct azs_buf *got, const char *path)
{
	struct azs_buf expected = AZS_BUF_INIT;

	read_file(path, &expected);
	CU_ASSERT_EQUAL(got->len, expected.len);
	CU_ASSERT_STRING_EQUAL(got->data, expected.data);
	if (strcmp(got->data, expected.data) != 0)
		(void)printf("%s: %s", name, got->data);
	azs_buf_release(&expected);
}

static void
check_bad(const char *path, const char *name, const char *companion)
{
	struct azs_node *node = NULL;
	struct azs_error err = { AZS_OK, "" };
	struct azs_buf got = AZS_BUF_INIT;

	CU_ASSERT_EQUAL(azs_document_load(path, name, &node, &err), -1);
	CU_ASSERT_EQUAL(err.code, AZS_EFINDINGS);
	CU_ASSERT_PTR_NULL(node);
	azs_buf_addf(&got, "%s\n", err.msg);
	expect(name, &got, companion);
	azs_buf_release(&got);
	azs_node_free(node);
}

/* Every beginning of a good file is refused with a place, or is good. */
static void
check_prefixes(const struct azs_buf *text)
{
	size_t len;

	for (len = 0; len < text->len && text->len < 1024; len++) {
		/* Its own block, so that a sanitizer sees a step too far. */
		char *part = azs_xmalloc(len);
		struct azs_node *node = NULL;
		struct azs_error err = { AZS_OK, "" };

		memcpy(part, text->data, len);
		if (azs_document_parse("x", part, len, &node, &err) == 0) {
			CU_ASSERT_PTR_NULL(azs_walk(node, part, len, 0));
		} else {
			CU_ASSERT_EQUAL(err.code, AZS_EFINDINGS);
		}
		azs_node_free(node);
		free(part);
	}
}

static void
check_good(const char *path, const char *name, const char *companion)
{
	struct azs_node *node = NULL;
	struct azs_error err = { AZS_OK, "" };
	struct azs_buf got = AZS_BUF_INIT, text = AZS_BUF_INIT;
	const char *why;

	read_file(path, &text);
	CU_ASSERT_EQUAL(azs_document_load(path, name, &node, &err), 0);
	CU_ASSERT_STRING_EQUAL(err.msg, "");
	CU_ASSERT_PTR_NOT_NULL_FATAL(node);
	why = azs_walk(node, text.data, text.len, 0);
	CU_ASSERT_PTR_NULL(why);
	if (why != NULL)
		(void)printf("%s: %s\n", name, why);
	azs_json_write(node, &got);
	expect(name, &got, companion);
	check_prefixes(&text);
	azs_buf_release(&text);
	azs_buf_release(&got);
	azs_node_free(node);
}

/* Run check on every x.yaml of a folder; returns how many there were. */
static size_t
each_file(const char *folder, const char *companion,
    void (*check)(const char *, const char *, const char *))
{
	char root[1024], path[2048], beside[2048];
	struct dirent *entry;
	size_t len, count = 0;
	DIR *dir;

	(void)snprintf(root, sizeof root, "%s", azs_test_path(folder));
	dir = opendir(root);
	CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
	while ((entry = readdir(dir)) != NULL) {
		len = strlen(entry->d_name);
		if (len < 5 || strcmp(entry->d_name + len - 5, ".yaml") != 0)
			continue;
		(void)snprintf(path, sizeof path, "%s/%s", root, entry->d_name);
		(void)snprintf(beside, sizeof beside, "%s/%.*s%s", root,
		    (int)(len - 5), entry->d_name, companion);
		check(path, entry->d_name, beside);
		count++;
	}
	(void)closedir(dir);
	return count;
}

static void
corpus_of_bad_files_is_refused_with_places(void)
{
	CU_ASSERT(
	    each_file("tests/corpus/yaml/bad", ".expected", check_bad) >= 142);
}

static void
corpus_of_good_files_is_read_as_expected(void)
{
	CU_ASSERT(each_file("tests/corpus/yaml/good", ".expected.json",
		      check_good) >= 34);
}

static const struct azs_test tests[] = {
	{ "corpus_of_bad_files_is_refused_with_places",
	    corpus_of_bad_files_is_refused_with_places },
	{ "corpus_of_good_files_is_read_as_expected",
	    corpus_of_good_files_is_read_as_expected },
};

int
main(void)
{
	return azs_test_main("corpus", tests, AZS_TEST_COUNT(tests));
}
