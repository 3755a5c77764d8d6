/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "rulebook.h"

#include <string.h>

#include "model.h"
#include "rules.h"

#define UPDATE "run `azstamp update`"

#define ALWAYS                                  \
	{                                       \
		AZS_ERROR, AZS_ERROR, AZS_ERROR \
	}
#define ADVICE                                        \
	{                                             \
		AZS_WARNING, AZS_WARNING, AZS_WARNING \
	}

/* clang-format off */
/* Before the semantic rules: what the files of the model are made of. */
static const struct azs_rule_page structure[] = {
{ AZS_RULE_SYNTAX, "A file is YAML of the subset", ALWAYS, 1, "azstamp-profile(5), \"Files\", says what is left out", NULL },
{ AZS_RULE_UNKNOWN_KEY, "Every key is a field", ALWAYS, 1, "`azstamp explain` lists the fields", NULL },
{ AZS_RULE_VALUE, "Every value is one its field takes", ALWAYS, 1, "`azstamp explain PATH` says what a field takes", NULL },
{ AZS_RULE_REQUIRED, "Required fields are there", ALWAYS, 1, NULL, NULL },
{ AZS_RULE_ROLE_NAME, "Names of roles and environments are well formed", ALWAYS, 1, "lower-case letters, digits and single hyphens, a letter first, at most 32", NULL },
{ AZS_RULE_EXTENDS, "What a profile extends exists, and not in a circle", ALWAYS, 1, "let it extend an environment, or azstamp/dev, azstamp/staging or azstamp/prod", NULL },
{ AZS_RULE_STRAY_FILE, "Every file in profiles/ is a profile", ADVICE, 1, "call it <environment>.yaml, or move it elsewhere", NULL },
};

/* From AZS0201 on: what model, plan, lock and disk say against each other. */
static const struct azs_rule_page generated[] = {
{ "AZS0201", "Files written from the model say what it says", ALWAYS, 1, UPDATE, NULL },
{ "AZS0202", "Generated files are as new as the model", ALWAYS, 1, UPDATE, NULL },
{ "AZS0203", "Files written from the model are not edited by hand", ALWAYS, 1, UPDATE " and make the change in the profile instead", NULL },
{ "AZS0204", "The lock is there and can be read", ALWAYS, 1, "restore .azstamp/ from git", NULL },
{ "AZS0205", "Generated files hold no conflict markers", ALWAYS, 1, "resolve them, then " UPDATE, NULL },
{ "AZS0206", "The folders of the services exist", ALWAYS, 1, "put the source there, or mend the service's project", NULL },
{ "AZS0207", "Generated files are there", ADVICE, 1, "a file that is deleted stays away", NULL },
{ "AZS0208", "Generated files are regular files", ALWAYS, 1, NULL, NULL },
{ "AZS0209", "No update was cut short", ALWAYS, 1, UPDATE ": it goes back first", NULL },
{ "AZS0210", "The base files are there, as the lock says", ALWAYS, 1, "restore .azstamp/ from git, or run `azstamp update --repair`", NULL },
};
/* clang-format on */

#define STRUCTURE (sizeof structure / sizeof structure[0])
#define GENERATED (sizeof generated / sizeof generated[0])

/* How many of the semantic rules have their ids before those of generated
   files: AZS02. */
static size_t
before_generated(void)
{
	size_t i = 0;

	while (i < azs_rule_count && strcmp(azs_rules[i].id, "AZS02") < 0)
		i++;
	return i;
}

int
azs_rulebook_page(size_t index, struct azs_rule_page *page)
{
	const struct azs_rule *rule;
	size_t before = before_generated();

	if (index < STRUCTURE) {
		*page = structure[index];
		return 1;
	}
	index -= STRUCTURE;
	if (index >= before && index < before + GENERATED) {
		*page = generated[index - before];
		return 1;
	}
	if (index >= before)
		index -= GENERATED;
	if (index < azs_rule_count) {
		rule = &azs_rules[index];
		page->id = rule->id;
		page->title = rule->title;
		memcpy(page->severity, rule->severity, sizeof page->severity);
		page->application = rule->application;
		page->hint = rule->hint;
		page->source = rule->source;
		return 1;
	}
	return 0;
}

size_t
azs_rulebook_index(const char *id)
{
	struct azs_rule_page page;
	size_t i;

	for (i = 0; azs_rulebook_page(i, &page); i++)
		if (strcmp(page.id, id) == 0)
			break;
	return i;
}

enum azs_severity
azs_rulebook_severity(const struct azs_rule_page *page)
{
	enum azs_severity most = page->severity[0];
	size_t i;

	for (i = 1; i < 3; i++)
		if (page->severity[i] > most)
			most = page->severity[i];
	return most;
}

void
azs_rulebook_text(const struct azs_rule_page *page, struct azs_buf *out)
{
	static const char *const words[] = { "nobody asks", "a warning",
		"an error" };
	const enum azs_severity *s = page->severity;

	if (page->application || (s[0] == s[1] && s[1] == s[2]))
		azs_buf_addf(out, "Breaking it is %s.\n", words[s[0]]);
	else
		azs_buf_addf(out,
		    "Breaking it: %s in development, %s in staging, %s in "
		    "production.\n",
		    words[s[0]], words[s[1]], words[s[2]]);
	if (page->hint != NULL)
		azs_buf_addf(out, "To mend it: %s.\n", page->hint);
	if (page->source != NULL)
		azs_buf_addf(out, "Source: %s.\n", page->source);
}
