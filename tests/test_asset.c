/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "asset.h"
#include "memory.h"
#include "unit.h"

/* A template that every version has. */
#define EMBEDDED "common/manifest.yaml"

static char root[] = "/tmp/azstamp-asset-XXXXXX";
static char *overlay;

static char *
in_overlay(const char *name)
{
	return azs_xasprintf("%s/%s", overlay, name);
}

static void
write_file(const char *path, const char *text, size_t times)
{
	FILE *out = fopen(path, "wb");

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	while (times-- > 0)
		(void)fputs(text, out);
	(void)fclose(out);
}

/* Read a path through a new object over the directory. */
static int
read_path(const char *dir, const char *path, char **text, struct azs_error *err)
{
	struct azs_assets *assets = NULL;
	const char *bytes = NULL;
	size_t len = 0;
	int ret;

	*text = NULL;
	CU_ASSERT_EQUAL_FATAL(azs_assets_open(dir, &assets, err), 0);
	ret = azs_assets_read(assets, path, &bytes, &len, err);
	if (ret == 1) {
		CU_ASSERT_EQUAL(bytes[len], '\0');
		*text = azs_xstrndup(bytes, len);
	}
	azs_assets_close(assets);
	return ret;
}

static void
expect_text(const char *path, const char *wanted)
{
	struct azs_error err;
	char *text;

	CU_ASSERT_EQUAL(read_path(overlay, path, &text, &err), 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_STRING_EQUAL(text, wanted);
	free(text);
}

static void
expect_error(const char *path, const char *wanted)
{
	struct azs_error err = { AZS_OK, "" };
	char *text;

	CU_ASSERT_EQUAL(read_path(overlay, path, &text, &err), -1);
	CU_ASSERT_EQUAL(err.code, AZS_EFAILED);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, wanted));
	free(text);
}

static void
assets_are_sorted_and_each_is_found(void)
{
	size_t i;

	CU_ASSERT_NOT_EQUAL_FATAL(azs_asset_count, 0);
	for (i = 0; i < azs_asset_count; i++) {
		CU_ASSERT_PTR_EQUAL(
		    azs_asset_find(azs_assets[i].path), &azs_assets[i]);
		CU_ASSERT_EQUAL(azs_assets[i].bytes[azs_assets[i].len], '\0');
		if (i > 0)
			CU_ASSERT(strcmp(azs_assets[i - 1].path,
				      azs_assets[i].path) < 0);
	}
}

static void
asset_that_is_not_there_is_null(void)
{
	CU_ASSERT_PTR_NULL(azs_asset_find(""));
	CU_ASSERT_PTR_NULL(azs_asset_find("templates"));
	CU_ASSERT_PTR_NULL(azs_asset_find("templates/zzz"));
}

static void
asset_bytes_are_those_of_the_source_file(void)
{
	const struct azs_asset *asset = azs_asset_find("templates/" EMBEDDED);
	FILE *in = fopen(azs_test_path("templates/" EMBEDDED), "rb");
	char *text;
	size_t len;

	CU_ASSERT_PTR_NOT_NULL_FATAL(asset);
	CU_ASSERT_PTR_NOT_NULL_FATAL(in);
	text = azs_xmalloc(asset->len + 1);
	len = fread(text, 1, asset->len + 1, in);
	(void)fclose(in);
	CU_ASSERT_EQUAL(len, asset->len);
	CU_ASSERT_EQUAL(memcmp(text, asset->bytes, asset->len), 0);
	free(text);
}

static void
without_directory_the_embedded_file_is_read(void)
{
	struct azs_error err;
	char *text;

	CU_ASSERT_EQUAL(read_path(NULL, EMBEDDED, &text, &err), 1);
	free(text);
	CU_ASSERT_EQUAL(read_path(NULL, "no/such", &text, &err), 0);
}

static void
directory_lies_over_the_embedded_files(void)
{
	struct azs_error err;
	char *dir = in_overlay("common"), *file = in_overlay(EMBEDDED), *text;

	CU_ASSERT_EQUAL(read_path(overlay, EMBEDDED, &text, &err), 1);
	CU_ASSERT_STRING_NOT_EQUAL(text, "mine\n");
	free(text);
	CU_ASSERT_EQUAL(mkdir(dir, 0777), 0);
	write_file(file, "mine\n", 1);
	expect_text(EMBEDDED, "mine\n");
	CU_ASSERT_EQUAL(read_path(overlay, "no/such", &text, &err), 0);
	CU_ASSERT_EQUAL(
	    read_path(overlay, EMBEDDED "/below-a-file", &text, &err), 0);
	free(dir);
	free(file);
}

static void
bytes_stay_until_the_object_is_closed(void)
{
	struct azs_assets *assets = NULL;
	const char *first = NULL, *again = NULL, *other;
	struct azs_error err;
	char *file = in_overlay("stays");
	size_t len;
	int i;

	write_file(file, "first", 1);
	CU_ASSERT_EQUAL_FATAL(azs_assets_open(overlay, &assets, &err), 0);
	CU_ASSERT_EQUAL(
	    azs_assets_read(assets, "stays", &first, &len, &err), 1);
	write_file(file, "second", 1);
	for (i = 0; i < 20; i++) {
		char *more = azs_xasprintf("%s/more%d", overlay, i);

		write_file(more, "more", 1);
		CU_ASSERT_EQUAL(azs_assets_read(assets, strrchr(more, '/') + 1,
				    &other, &len, &err),
		    1);
		free(more);
	}
	CU_ASSERT_EQUAL(
	    azs_assets_read(assets, "stays", &again, &len, &err), 1);
	CU_ASSERT_PTR_EQUAL(first, again);
	CU_ASSERT_STRING_EQUAL(again, "first");
	azs_assets_close(assets);
	free(file);
}

static void
link_inside_the_directory_is_followed(void)
{
	char *file = in_overlay("real"), *link = in_overlay("inner-link");

	write_file(file, "real", 1);
	CU_ASSERT_EQUAL(symlink("real", link), 0);
	expect_text("inner-link", "real");
	free(file);
	free(link);
}

static void
link_out_of_the_directory_is_refused(void)
{
	char *outside = azs_xasprintf("%s/overlay-outside", root);
	char *file = azs_xasprintf("%s/secret", outside);
	char *link = in_overlay("outer-link"), *dir = in_overlay("outer-dir");
	char *dangling = in_overlay("dangling");

	/* Its name begins with that of the overlay: no prefix trick. */
	CU_ASSERT_EQUAL(mkdir(outside, 0777), 0);
	write_file(file, "secret", 1);
	CU_ASSERT_EQUAL(symlink("../overlay-outside/secret", link), 0);
	CU_ASSERT_EQUAL(symlink(outside, dir), 0);
	CU_ASSERT_EQUAL(symlink("nothing", dangling), 0);
	expect_error("outer-link", "leads out");
	expect_error("outer-dir/secret", "leads out");
	expect_error("dangling", "/dangling: No such file");
	free(outside);
	free(file);
	free(link);
	free(dir);
	free(dangling);
}

static void
only_small_regular_files_are_read(void)
{
	struct azs_error err;
	char *dir = in_overlay("folder"), *pipe = in_overlay("pipe");
	char *large = in_overlay("large"), *text;

	CU_ASSERT_EQUAL(mkdir(dir, 0777), 0);
	CU_ASSERT_EQUAL(mkfifo(pipe, 0666), 0);
	write_file(large, "0123456789abcdef", AZS_ASSET_MAX_BYTES / 16);
	expect_error("folder", "not a regular file");
	expect_error("pipe", "not a regular file");
	CU_ASSERT_EQUAL(read_path(overlay, "large", &text, &err), 1);
	free(text);
	write_file(large, "0123456789abcdef", AZS_ASSET_MAX_BYTES / 16 + 1);
	expect_error("large", "large");
	free(dir);
	free(pipe);
	free(large);
}

static void
paths_that_lead_elsewhere_are_refused(void)
{
	expect_error("/etc/passwd", "/etc/passwd");
	expect_error("../overlay-outside/secret", "..");
	expect_error("common/../../profiles/dev.yaml", "..");
	expect_error("", "");
}

static void
directory_must_be_one(void)
{
	struct azs_assets *assets = NULL;
	struct azs_error err;
	char *file = in_overlay("file"), *absent = in_overlay("absent");

	write_file(file, "", 1);
	CU_ASSERT_EQUAL(azs_assets_open(absent, &assets, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "absent: No such file"));
	CU_ASSERT_EQUAL(azs_assets_open(file, &assets, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "file: not a directory"));
	CU_ASSERT_PTR_NULL(assets);
	azs_assets_close(NULL);
	free(file);
	free(absent);
}

static const struct azs_test tests[] = {
	{ "assets_are_sorted_and_each_is_found",
	    assets_are_sorted_and_each_is_found },
	{ "asset_that_is_not_there_is_null", asset_that_is_not_there_is_null },
	{ "asset_bytes_are_those_of_the_source_file",
	    asset_bytes_are_those_of_the_source_file },
	{ "without_directory_the_embedded_file_is_read",
	    without_directory_the_embedded_file_is_read },
	{ "directory_lies_over_the_embedded_files",
	    directory_lies_over_the_embedded_files },
	{ "bytes_stay_until_the_object_is_closed",
	    bytes_stay_until_the_object_is_closed },
	{ "link_inside_the_directory_is_followed",
	    link_inside_the_directory_is_followed },
	{ "link_out_of_the_directory_is_refused",
	    link_out_of_the_directory_is_refused },
	{ "only_small_regular_files_are_read",
	    only_small_regular_files_are_read },
	{ "paths_that_lead_elsewhere_are_refused",
	    paths_that_lead_elsewhere_are_refused },
	{ "directory_must_be_one", directory_must_be_one },
};

int
main(void)
{
	char *remove;
	int ret;

	if (mkdtemp(root) == NULL)
		return 1;
	overlay = azs_xasprintf("%s/overlay", root);
	if (mkdir(overlay, 0777) == -1)
		return 1;
	ret = azs_test_main("asset", tests, AZS_TEST_COUNT(tests));
	remove = azs_xasprintf("rm -r '%s'", root);
	if (system(remove) != 0)
		ret = 1;
	free(remove);
	free(overlay);
	return ret;
}
