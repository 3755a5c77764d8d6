/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <regex.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* Of forms whose pattern counts; no longer text is searched. */
#define LONGEST 256

/* A part of an IPv4 address. */
#define OCTET "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"

/*
 * Application names stay below 33 characters so that "rg-<name>-<azd
 * environment>" fits a resource group's 90 and a budget's 63 with room.
 * Patterns are written so that POSIX regcomp() and JSON Schema agree; they
 * count little, as regexec() takes ten times as long when they do.
 */
static const struct form {
	const char *name, *pattern, *expected;
	size_t max; /* bytes, and as all forms are ASCII: characters */
} forms[] = {
	{ "name", "^[a-z0-9]([a-z0-9-]*[a-z0-9])$",
	    "2 to 32 lower-case letters, digits and hyphens, a letter or digit "
	    "at both ends",
	    32 },
	{ "role", "^[a-z][a-z0-9-]*$",
	    "at most 32 lower-case letters, digits and hyphens, a letter "
	    "first",
	    32 },
	{ "role-or-resource", "^[a-z][A-Za-z0-9-]*$",
	    "a service's name or a resource such as openai", 32 },
	{ "extends", "^(azstamp/)?[a-z][a-z0-9-]*$",
	    "an environment's name or azstamp/dev, azstamp/staging, "
	    "azstamp/prod",
	    32 },
	{ "region", "^[a-z][a-z0-9][a-z0-9]+$",
	    "a region's short name such as eastus2", 40 },
	{ "branch", "^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9_])?$",
	    "a branch name of letters, digits and . _ / -", 100 },
	{ "path", "^[A-Za-z0-9_]([A-Za-z0-9._/-]*[A-Za-z0-9_-])?$",
	    "a path inside the repository of letters, digits and . _ - /",
	    200 },
	{ "model", "^[A-Za-z0-9][A-Za-z0-9._-]*$",
	    "a model's name such as gpt-5.4-mini", 64 },
	{ "version", "^[A-Za-z0-9][A-Za-z0-9._-]*$",
	    "a model's version such as 2026-03-17", 32 },
	{ "memory", "^[0-9][0-9]?(\\.[0-9][0-9]?)?Gi$", "a size such as 1.0Gi",
	    7 },
	{ "email", "^[^@ \t\r\n\"'<>]{1,64}@[A-Za-z0-9.-]{1,190}$",
	    "an e-mail address", LONGEST },
	{ "network",
	    "^(10\\." OCTET "|172\\.(1[6-9]|2[0-9]|3[01])|192\\.168)"
	    "\\.0\\.0/16$",
	    "a private /16 range such as 10.0.0.0/16", LONGEST },
	{ "address", "^" OCTET "(\\." OCTET "){3}(/([89]|[12][0-9]|3[0-2]))?$",
	    "an IPv4 address or range such as 203.0.113.7 or 203.0.113.0/24",
	    LONGEST },
	{ "host",
	    "^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}"
	    "[a-z0-9]$",
	    "a host name in lower case such as www.contoso.com", LONGEST },
	{ "secret",
	    "^https://[a-z][a-z0-9-]{1,22}[a-z0-9]\\.vault\\.(azure\\.net|"
	    "azure\\.cn|usgovcloudapi\\.net)/secrets/[A-Za-z0-9-]{1,127}$",
	    "the address of a Key Vault secret without its version, such as "
	    "https://kv-contoso.vault.azure.net/secrets/www",
	    LONGEST },
	{ "day", "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
	    "a day such as 2027-01-31", LONGEST },
	{ "tag", "^[A-Za-z0-9]([A-Za-z0-9 ._:-]*[A-Za-z0-9_])?$",
	    "a tag's name of at most 51 letters, digits, blanks and . _ : -",
	    51 },
};

#define FORMS (sizeof forms / sizeof forms[0])

static const struct form *
find(const char *name)
{
	size_t i;

	for (i = 0; i < FORMS; i++)
		if (strcmp(forms[i].name, name) == 0)
			return &forms[i];
	return NULL;
}

/* A form is compiled once: doing so takes longer than all its questions. */
static const regex_t *
compiled(const struct form *form)
{
	static regex_t regexes[FORMS];
	static int ready[FORMS];
	size_t i = (size_t)(form - forms);

	if (!ready[i] &&
	    regcomp(&regexes[i], form->pattern, REG_EXTENDED | REG_NOSUB) != 0)
		azs_out_of_memory();
	ready[i] = 1;
	return &regexes[i];
}

const char *const *
azs_text_split(const char *text, char separator, size_t *count)
{
	size_t len = strlen(text), n = 1, i;
	char **words, *copy;

	for (i = 0; i < len; i++)
		n += text[i] == separator;
	/* The words stand behind the pointers in the same block. */
	words = azs_xmalloc(n * sizeof *words + len + 1);
	copy = (char *)(words + n);
	memcpy(copy, text, len + 1);
	words[0] = copy;
	for (i = 0, n = 1; i < len; i++)
		if (copy[i] == separator) {
			copy[i] = '\0';
			words[n++] = copy + i + 1;
		}
	*count = n;
	return (const char *const *)words;
}

void
azs_text_split_free(const char *const *words)
{
	free((void *)(uintptr_t)words);
}

int
azs_text_matches(const char *form, const char *value, struct azs_buf *why)
{
	const struct form *f = form == NULL ? NULL : find(form);
	int ok;

	if (f == NULL) {
		for (ok = 1; *value != '\0' && ok; value++)
			ok = (unsigned char)*value >= ' ' && *value != 0x7f;
		if (!ok)
			azs_buf_adds(why, "must not hold control characters");
		return ok;
	}
	ok = strlen(value) <= f->max &&
	    regexec(compiled(f), value, 0, NULL, 0) == 0;
	if (!ok)
		azs_buf_addf(
		    why, "must be %s, not \"%.60s\"", f->expected, value);
	return ok;
}

const char *
azs_text_pattern(const char *form)
{
	const struct form *f = form == NULL ? NULL : find(form);

	return f == NULL ? NULL : f->pattern;
}

size_t
azs_text_max(const char *form)
{
	const struct form *f = form == NULL ? NULL : find(form);

	return f == NULL ? 0 : f->max;
}

const char *
azs_text_expected(const char *form)
{
	const struct form *f = form == NULL ? NULL : find(form);

	return f == NULL ? NULL : f->expected;
}
