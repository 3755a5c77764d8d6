/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */

/*
 * Build tool: embed OUTPUT SRCDIR FOLDER... writes the files below the
 * folders of SRCDIR as the C tables that asset.h declares. It is run on every
 * make and leaves OUTPUT alone when nothing changed, so that a new template
 * needs no makefile line and an old one costs no compilation.
 */
#include <dirent.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "memory.h"

struct file {
	char *path; /* relative to SRCDIR */
	struct azs_buf bytes;
};

struct tree {
	const char *srcdir;
	struct file *files;
	size_t count;
};

/* What editors and desktops leave behind. */
static int
is_leftover(const char *name)
{
	size_t len = strlen(name);

	return name[len - 1] == '~' || strncmp(name, ".#", 2) == 0 ||
	    (name[0] == '#' && name[len - 1] == '#') ||
	    (name[0] == '.' && len > 4 &&
		(strcmp(name + len - 4, ".swp") == 0 ||
		    strcmp(name + len - 4, ".swo") == 0)) ||
	    strcmp(name, ".DS_Store") == 0;
}

static void
check_name(const char *folder, const char *name)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789._-";

	if (name[strspn(name, allowed)] != '\0')
		errx(1, "%s/%s: a name may hold only A-Z a-z 0-9 . _ -", folder,
		    name);
	/* git would obey them in our own tree. */
	if (strcmp(name, ".gitignore") == 0 ||
	    strcmp(name, ".gitattributes") == 0)
		errx(1,
		    "%s/%s: call it %s and let the manifest name the target",
		    folder, name, name + 1);
}

/* Append the bytes of the file at path to buf. */
static void
read_file(const char *path, struct azs_buf *buf)
{
	char chunk[65536];
	FILE *in = fopen(path, "rb");
	size_t got;

	if (in == NULL)
		err(1, "%s", path);
	while ((got = fread(chunk, 1, sizeof chunk, in)) > 0)
		azs_buf_add(buf, chunk, got);
	if (ferror(in))
		err(1, "%s", path);
	(void)fclose(in);
}

static void
add_file(struct tree *tree, const char *path, const char *full)
{
	struct file *file;

	tree->files = azs_xreallocarray(
	    tree->files, tree->count + 1, sizeof *tree->files);
	file = &tree->files[tree->count++];
	file->path = azs_xstrdup(path);
	azs_buf_init(&file->bytes);
	read_file(full, &file->bytes);
}

/* Add the file, or the files below the folder, at path below srcdir. */
static void
walk(struct tree *tree, const char *path)
{
	char *full = azs_xasprintf("%s/%s", tree->srcdir, path), *child;
	struct dirent *entry;
	struct stat st;
	DIR *dir;

	if (lstat(full, &st) == -1)
		err(1, "%s", full);
	if (S_ISREG(st.st_mode)) {
		add_file(tree, path, full);
	} else if (S_ISDIR(st.st_mode)) {
		if ((dir = opendir(full)) == NULL)
			err(1, "%s", full);
		while ((entry = readdir(dir)) != NULL) {
			if (strcmp(entry->d_name, ".") == 0 ||
			    strcmp(entry->d_name, "..") == 0 ||
			    is_leftover(entry->d_name))
				continue;
			check_name(path, entry->d_name);
			child = azs_xasprintf("%s/%s", path, entry->d_name);
			walk(tree, child);
			free(child);
		}
		(void)closedir(dir);
	} else {
		errx(1, "%s: neither a file nor a folder", full);
	}
	free(full);
}

static int
compare_files(const void *a, const void *b)
{
	return strcmp(
	    ((const struct file *)a)->path, ((const struct file *)b)->path);
}

/* Bytes as numbers: -Wpedantic refuses string literals above 4095. */
static void
write_bytes(const struct file *file, size_t number, struct azs_buf *out)
{
	size_t i;

	azs_buf_addf(
	    out, "static const unsigned char asset_%zu[] = {\n", number);
	for (i = 0; i < file->bytes.len; i++)
		azs_buf_addf(out, "%u,%s", (unsigned char)file->bytes.data[i],
		    i % 64 == 63 ? "\n" : "");
	azs_buf_adds(out, "0};\n");
}

static void
write_tables(const struct tree *tree, struct azs_buf *out)
{
	size_t i;

	azs_buf_adds(out,
	    "/* Written by embed from the template files. */\n"
	    "#include \"asset.h\"\n");
	for (i = 0; i < tree->count; i++)
		write_bytes(&tree->files[i], i, out);
	azs_buf_adds(out, "const struct azs_asset azs_assets[] = {\n");
	for (i = 0; i < tree->count; i++)
		azs_buf_addf(out,
		    "\t{ \"%s\", (const char *)asset_%zu, %zu },\n",
		    tree->files[i].path, i, tree->files[i].bytes.len);
	azs_buf_adds(out, "\t{ NULL, NULL, 0 }\n};\n");
	azs_buf_addf(out, "const size_t azs_asset_count = %zu;\n", tree->count);
}

/* Replace the file at path by text unless it holds just that. */
static void
update_output(const char *path, const struct azs_buf *text)
{
	struct azs_buf old = AZS_BUF_INIT;
	char *temp = azs_xasprintf("%s.tmp", path);
	struct stat st;
	int same = 0;
	FILE *out;

	if (stat(path, &st) == 0) {
		read_file(path, &old);
		same = old.len == text->len &&
		    memcmp(old.data, text->data, old.len) == 0;
	}
	if (!same) {
		if ((out = fopen(temp, "wb")) == NULL)
			err(1, "%s", temp);
		if (fwrite(text->data, 1, text->len, out) != text->len ||
		    fclose(out) != 0 || rename(temp, path) == -1)
			err(1, "%s", temp);
	}
	azs_buf_release(&old);
	free(temp);
}

int
main(int argc, char **argv)
{
	struct tree tree = { NULL, NULL, 0 };
	struct azs_buf out = AZS_BUF_INIT;
	size_t i;
	int arg;

	if (argc < 4)
		errx(2, "usage: embed OUTPUT SRCDIR FOLDER...");
	tree.srcdir = argv[2];
	for (arg = 3; arg < argc; arg++)
		walk(&tree, argv[arg]);
	if (tree.count == 0)
		errx(1, "%s: no file to embed", tree.srcdir);
	qsort(tree.files, tree.count, sizeof *tree.files, compare_files);
	write_tables(&tree, &out);
	update_output(argv[1], &out);
	azs_buf_release(&out);
	for (i = 0; i < tree.count; i++) {
		free(tree.files[i].path);
		azs_buf_release(&tree.files[i].bytes);
	}
	free(tree.files);
	return 0;
}
