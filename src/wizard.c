/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "wizard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "facts.h"
#include "field.h"
#include "manifest.h"
#include "memory.h"
#include "text.h"

/* One question. check returns 1, or 0 with the reason appended; arg is its
   own. */
struct question {
	const char *label;
	const char *fallback; /* NULL: there is none */
	int (*check)(const char *answer, void *arg, struct azs_buf *why);
	void *arg;
};

int
azs_wizard_possible(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

void
azs_wizard_release(struct azs_wizard *wizard)
{
	free(wizard->pattern);
	free(wizard->name);
	free(wizard->locations);
	free(wizard->environments);
	memset(wizard, 0, sizeof *wizard);
}

/* A line without blanks at its ends and around commas, which the caller frees;
   NULL at the end of the input. */
static char *
read_line(void)
{
	struct azs_buf answer = AZS_BUF_INIT;
	char *line = NULL, *p;
	size_t room = 0, blanks = 0;

	if (getline(&line, &room, stdin) == -1) {
		free(line);
		return NULL;
	}
	for (p = line; *p != '\0'; p++) {
		if (strchr(" \t\r\n", *p) != NULL) {
			blanks++;
			continue;
		}
		if (blanks > 0 && answer.len > 0 && *p != ',' &&
		    answer.data[answer.len - 1] != ',')
			azs_buf_addc(&answer, ' ');
		blanks = 0;
		azs_buf_addc(&answer, *p);
	}
	free(line);
	return azs_buf_detach(&answer);
}

/* Ask until the answer is right. */
static int
ask(const struct question *question, char **out, struct azs_error *err)
{
	struct azs_buf why = AZS_BUF_INIT;
	char *answer;
	int good;

	for (;;) {
		(void)fprintf(stderr, "%s", question->label);
		if (question->fallback != NULL)
			(void)fprintf(stderr, " [%s]", question->fallback);
		(void)fprintf(stderr, ": ");
		answer = read_line();
		if (answer == NULL) {
			(void)fprintf(stderr, "\n");
			return azs_fail(err, AZS_EFAILED,
			    "the input ended; nothing was written");
		}
		if (*answer == '\0' && question->fallback != NULL) {
			free(answer);
			answer = azs_xstrdup(question->fallback);
		}
		azs_buf_clear(&why);
		good = question->check(answer, question->arg, &why);
		if (good)
			break;
		(void)fprintf(stderr, "  %s\n", why.data);
		free(answer);
	}
	azs_buf_release(&why);
	*out = answer;
	return 0;
}

static int
field_takes(const char *path, const char *text, struct azs_buf *why)
{
	const struct azs_field *field =
	    azs_field_find(AZS_FIELD_APPLICATION, path);
	struct azs_node *node = azs_node_string(text);
	int good = azs_field_accepts(field, node, why);

	azs_node_free(node);
	return good;
}

static int
check_name(const char *answer, void *arg, struct azs_buf *why)
{
	(void)arg;
	return field_takes("name", answer, why);
}

static int
is_region(const char *word, struct azs_buf *why)
{
	if (azs_region_find(word) != NULL)
		return 1;
	azs_buf_addf(why,
	    "there is no region \"%.60s\"; regions have short names such as "
	    "eastus2 or swedencentral",
	    word);
	return 0;
}

static int
is_environment(const char *word, struct azs_buf *why)
{
	if (azs_role_name_ok(word, 32))
		return 1;
	azs_buf_addf(why,
	    "\"%.60s\" cannot name an environment: at most "
	    "32 " AZS_ROLE_NAME_RULE,
	    word);
	return 0;
}

/* Words between commas, each of them good and none there twice. */
static int
check_list(const char *answer, int (*is_good)(const char *, struct azs_buf *),
    struct azs_buf *why)
{
	const char *const *words;
	size_t i, j, count;
	int good = 1;

	words = azs_text_split(answer, ',', &count);
	for (i = 0; i < count && good; i++) {
		good = is_good(words[i], why);
		for (j = 0; j < i && good; j++)
			if (strcmp(words[i], words[j]) == 0) {
				good = 0;
				azs_buf_addf(
				    why, "%s stands there twice", words[i]);
			}
	}
	azs_text_split_free(words);
	return good;
}

static int
check_locations(const char *answer, void *arg, struct azs_buf *why)
{
	(void)arg;
	return check_list(answer, is_region, why);
}

static int
check_environments(const char *answer, void *arg, struct azs_buf *why)
{
	(void)arg;
	return check_list(answer, is_environment, why);
}

/* The patterns to choose from. */
struct patterns {
	struct azs_assets *assets;
	const char *const *names;
	size_t count;
};

/* A pattern by its number in the list; else the answer itself. */
static const char *
by_number(const struct patterns *patterns, const char *answer)
{
	size_t number = (size_t)(answer[0] - '0');

	if (answer[0] >= '1' && answer[0] <= '9' && answer[1] == '\0' &&
	    number <= patterns->count)
		return patterns->names[number - 1];
	return answer;
}

static int
check_pattern(const char *answer, void *arg, struct azs_buf *why)
{
	const struct patterns *patterns = arg;
	struct azs_manifest *manifest = NULL;
	struct azs_error err;
	const char *name = by_number(patterns, answer), *nearest;

	if (field_takes("pattern", name, why) &&
	    azs_manifest_load(patterns->assets, name, &manifest, &err) == -1) {
		azs_buf_adds(why, err.msg);
		nearest = azs_nearest(name, patterns->names, patterns->count);
		if (nearest != NULL)
			azs_buf_addf(why, " (did you mean %s?)", nearest);
	}
	azs_manifest_free(manifest);
	return manifest != NULL;
}

/* Show the patterns and ask for one. */
static int
ask_pattern(struct azs_assets *assets, char **out, struct azs_error *err)
{
	char *joined = azs_manifest_patterns(), *answer = NULL, *p, *to;
	struct patterns patterns = { assets, NULL, 0 };
	struct question question = { "Pattern", "microservice", check_pattern,
		&patterns };
	struct azs_manifest *manifest;
	size_t i;
	int ret;

	/* "a, b": the blanks go. */
	for (p = to = joined; *p != '\0'; p++)
		if (*p != ' ')
			*to++ = *p;
	*to = '\0';
	patterns.names = azs_text_split(joined, ',', &patterns.count);
	for (i = 0; i < patterns.count; i++) {
		if (azs_manifest_load(
			assets, patterns.names[i], &manifest, err) == -1)
			continue;
		(void)fprintf(stderr, "  %zu  %-14s  %s\n", i + 1,
		    patterns.names[i],
		    manifest->summary == NULL ? "" : manifest->summary);
		azs_manifest_free(manifest);
	}
	ret = ask(&question, &answer, err);
	if (ret == 0)
		*out = azs_xstrdup(by_number(&patterns, answer));
	free(answer);
	azs_text_split_free(patterns.names);
	free(joined);
	return ret;
}

/* The default of a question about regions. */
static int
default_locations(struct azs_assets *assets, const char *pattern,
    const char **out, struct azs_error *err)
{
	struct azs_manifest *manifest = NULL;

	if (azs_manifest_load(assets, pattern, &manifest, err) == -1)
		return -1;
	*out = azs_scaffold_locations(manifest->regional);
	azs_manifest_free(manifest);
	return 0;
}

int
azs_wizard_ask(struct azs_wizard *wizard, struct azs_assets *assets,
    const char *name, struct azs_scaffold_request *request,
    struct azs_error *err)
{
	struct question naming = { "Name of the application", NULL, check_name,
		NULL };
	struct question regions = { "Azure regions", NULL, check_locations,
		NULL };
	struct question environments = { "Environments",
		AZS_SCAFFOLD_ENVIRONMENTS, check_environments, NULL };
	struct azs_buf unused = AZS_BUF_INIT;

	if (name != NULL && check_name(name, NULL, &unused))
		naming.fallback = name;
	azs_buf_release(&unused);
	if (request->pattern == NULL &&
	    ask_pattern(assets, &wizard->pattern, err) == -1)
		return -1;
	if (request->pattern == NULL)
		request->pattern = wizard->pattern;
	if (request->name == NULL && ask(&naming, &wizard->name, err) == -1)
		return -1;
	if (request->name == NULL)
		request->name = wizard->name;
	if (request->locations == NULL) {
		if (default_locations(assets, request->pattern,
			&regions.fallback, err) == -1 ||
		    ask(&regions, &wizard->locations, err) == -1)
			return -1;
		request->locations = wizard->locations;
	}
	if (request->environments == NULL) {
		if (ask(&environments, &wizard->environments, err) == -1)
			return -1;
		request->environments = wizard->environments;
	}
	return 0;
}
