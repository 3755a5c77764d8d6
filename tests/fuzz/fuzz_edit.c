/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "edit.h"
#include "memory.h"

/*
 * A libFuzzer target: in any text that parses, each map takes a new member or
 * refuses it; one that was taken can be taken out, and then every byte is as
 * it was. Taking out, replacing and renaming what is there leave text that
 * parses, or nothing changed.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NEW "azs-new"

static void
demand(int holds, const char *what)
{
	if (holds)
		return;
	(void)fprintf(stderr, "fuzz_edit: %s\n", what);
	abort();
}

static void
fill(struct azs_buf *text, const uint8_t *data, size_t size)
{
	azs_buf_clear(text);
	azs_buf_add(text, data, size);
}

static int
is_as_before(const struct azs_buf *text, const uint8_t *data, size_t size)
{
	return text->len == size &&
	    (size == 0 || memcmp(text->data, data, size) == 0);
}

static void
parses(const struct azs_buf *text)
{
	struct azs_node *node = NULL;
	struct azs_error err;

	demand(azs_document_parse(
		   "fuzz.yaml", text->data, text->len, &node, &err) == 0,
	    "the edited text does not parse");
	azs_node_free(node);
}

/* Add a member below path, and take it out again. */
static void
add(const uint8_t *data, size_t size, const char *path, int is_empty)
{
	char *member =
	    azs_xasprintf("%s%s" NEW ".b", path, *path == '\0' ? "" : ".");
	struct azs_node *value = azs_node_string("a: b");
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_error err;

	fill(&text, data, size);
	if (azs_edit_set("fuzz.yaml", &text, member, value, &err) == -1) {
		demand(is_as_before(&text, data, size),
		    "a refused edit has changed the text");
	} else {
		parses(&text);
		demand(azs_edit_unset("fuzz.yaml", &text, member, &err) == 0,
		    "what was added cannot be taken out");
		/* Braces with nothing between go, or are written anew. */
		demand(is_empty || is_as_before(&text, data, size),
		    "taking out has left something behind");
	}
	azs_buf_release(&text);
	azs_node_free(value);
	free(member);
}

/* Replace, rename and take out what is at path. */
static void
change(const uint8_t *data, size_t size, const char *path)
{
	struct azs_node *value = azs_node_int(5);
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_error err;
	int way, ret = 0;

	for (way = 0; way < 3; way++) {
		fill(&text, data, size);
		if (way == 0)
			ret =
			    azs_edit_set("fuzz.yaml", &text, path, value, &err);
		else if (way == 1)
			ret = azs_edit_rename(
			    "fuzz.yaml", &text, path, NEW, &err);
		else
			ret = azs_edit_unset("fuzz.yaml", &text, path, &err);
		if (ret == 0)
			parses(&text);
		else
			demand(is_as_before(&text, data, size),
			    "a refused edit has changed the text");
	}
	azs_buf_release(&text);
	azs_node_free(value);
}

/* Every member, as far as keys have no dots; not too many. */
static void
walk(const uint8_t *data, size_t size, const struct azs_node *map,
    const char *path, int *left)
{
	size_t i;

	for (i = 0; i<map->count && * left> 0; i++) {
		const struct azs_node *item = map->items[i];
		char *at;

		if (*item->key == '\0' || strchr(item->key, '.') != NULL)
			continue;
		--*left;
		at = azs_xasprintf(
		    "%s%s%s", path, *path == '\0' ? "" : ".", item->key);
		change(data, size, at);
		if (item->kind == AZS_MAP) {
			add(data, size, at, item->count == 0);
			walk(data, size, item, at, left);
		}
		free(at);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct azs_node *node = NULL;
	struct azs_error err;
	int left = 20;

	if (size > 4096 ||
	    azs_document_parse(
		"fuzz.yaml", (const char *)data, size, &node, &err) == -1)
		return 0;
	if (node->kind == AZS_MAP || node->kind == AZS_NULL)
		add(data, size, "", node->kind == AZS_MAP && node->count == 0);
	if (node->kind == AZS_MAP)
		walk(data, size, node, "", &left);
	azs_node_free(node);
	return 0;
}
