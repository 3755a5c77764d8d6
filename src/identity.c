/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "identity.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "date.h"
#include "memory.h"

/* GIT_AUTHOR_NAME for author and NAME; static storage. */
static const char *
variable(const char *role, const char *what)
{
	static char name[64];
	size_t i;

	(void)snprintf(name, sizeof name, "GIT_%s_%s", role, what);
	for (i = 0; name[i] != '\0'; i++)
		name[i] = (char)toupper((unsigned char)name[i]);
	return name;
}

/* What git strips from both ends of a name. */
static int
is_crud(char c)
{
	return (unsigned char)c <= 32 || strchr(".,:;<>\"\\'", c) != NULL;
}

/* text as git writes it into a commit, the caller's, or NULL if that leaves
   nothing. */
static char *
clean(const char *text)
{
	size_t len = strlen(text), i, n = 0;
	char *copy;

	while (len > 0 && is_crud(text[len - 1]))
		len--;
	while (len > 0 && is_crud(*text)) {
		text++;
		len--;
	}
	if (len == 0)
		return NULL;
	copy = azs_xmalloc(len + 1);
	for (i = 0; i < len; i++)
		if (strchr("\n<>", text[i]) == NULL)
			copy[n++] = text[i];
	copy[n] = '\0';
	return copy;
}

/* The first of role.what and user.what; an empty one counts, as in git. */
static const char *
configured(
    const char *role, const char *what, azs_identity_config *config, void *arg)
{
	const char *value;
	char key[64];

	(void)snprintf(key, sizeof key, "%s.%s", role, what);
	value = config(arg, key);
	if (value != NULL)
		return value;
	(void)snprintf(key, sizeof key, "user.%s", what);
	return config(arg, key);
}

static int
only_configured(azs_identity_config *config, void *arg)
{
	const char *value = config(arg, "user.useConfigOnly");

	/* "" stands for a key without a value, which is true. */
	return value != NULL &&
	    (value[0] == '\0' || strcasecmp(value, "true") == 0 ||
		strcasecmp(value, "yes") == 0 || strcasecmp(value, "on") == 0 ||
		atoi(value) != 0);
}

static int
find_date(const char *role, struct azs_identity *out, struct azs_error *err)
{
	const char *name = variable(role, "DATE"), *date = getenv(name);

	if (date == NULL || date[0] == '\0') {
		azs_date_now(&out->seconds, &out->zone);
		return 0;
	}
	if (azs_date_parse(date, &out->seconds, &out->zone) == -1)
		return azs_fail(err, AZS_EFAILED,
		    "%s: \"%.100s\" is no date (2026-11-21T10:00:00+01:00 "
		    "would be one)",
		    name, date);
	return 0;
}

int
azs_identity_find(const char *role, azs_identity_config *config, void *arg,
    struct azs_identity *out, struct azs_error *err)
{
	const char *name, *email;

	memset(out, 0, sizeof *out);
	if (find_date(role, out, err) == -1)
		return -1;
	name = getenv(variable(role, "NAME"));
	if (name == NULL)
		name = configured(role, "name", config, arg);
	email = getenv(variable(role, "EMAIL"));
	if (email == NULL)
		email = configured(role, "email", config, arg);
	if (email == NULL && !only_configured(config, arg))
		email = getenv("EMAIL");
	if (name == NULL || email == NULL)
		return 0;
	out->name = clean(name);
	out->email = clean(email);
	return out->name != NULL && out->email != NULL;
}

void
azs_identity_release(struct azs_identity *identity)
{
	free(identity->name);
	free(identity->email);
	memset(identity, 0, sizeof *identity);
}
