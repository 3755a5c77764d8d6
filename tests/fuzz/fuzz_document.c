/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "walk.h"

/*
 * A libFuzzer target: any text is refused with a place or gives a tree whose
 * marks are right, the same one each time. The corpus of tests/corpus/yaml
 * may be named as a second folder.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(int holds, const char *what)
{
	if (holds)
		return;
	(void)fprintf(stderr, "fuzz_document: %s\n", what);
	abort();
}

static void
check_message(const struct azs_error *err)
{
	size_t line, column;
	int at = 0;

	demand(err->code == AZS_EFINDINGS, "another code");
	(void)sscanf(
	    err->msg, "fuzz.yaml:%zu:%zu: error: %n", &line, &column, &at);
	demand(at > 0 && err->msg[at] != '\0', "a message without a place");
	demand(line > 0 && column > 0, "a place before the text");
	demand(strchr(err->msg, '(') != NULL, "nothing said to be right");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data, *why;
	struct azs_node *node = NULL, *again = NULL;
	struct azs_error err = { AZS_OK, "" };

	if (azs_document_parse("fuzz.yaml", text, size, &node, &err) == -1) {
		demand(node == NULL, "an error and a tree");
		check_message(&err);
		return 0;
	}
	demand(err.code == AZS_OK && err.msg[0] == '\0', "a tree and an error");
	why = azs_walk(node, text, size, 0);
	demand(why == NULL, why == NULL ? "" : why);
	demand(azs_document_parse("fuzz.yaml", text, size, &again, &err) == 0 &&
		azs_node_equal(node, again),
	    "another tree the second time");
	azs_node_free(node);
	azs_node_free(again);
	return 0;
}
