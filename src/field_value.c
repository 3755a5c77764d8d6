/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field.h"
#include "text.h"

long
azs_hundredths(const char *text)
{
	size_t whole = strspn(text, "0123456789"), part = 0, i;
	long value = 0;

	/* As JSON has it, because the text goes into JSON as it is. */
	if (whole == 0 || whole > 9 || (whole > 1 && text[0] == '0'))
		return -1;
	if (text[whole] == '.') {
		part = strspn(text + whole + 1, "0123456789");
		if (part == 0 || text[whole + 1 + part] != '\0')
			return -1;
	} else if (text[whole] != '\0') {
		return -1;
	}
	for (i = 0; i < whole; i++)
		value = value * 10 + (text[i] - '0');
	for (i = 0; i < 2; i++)
		value = value * 10 + (i < part ? text[whole + 1 + i] - '0' : 0);
	for (i = 2; i < part; i++)
		if (text[whole + 1 + i] != '0')
			return -1;
	return value;
}

void
azs_field_show(struct azs_buf *out, const struct azs_node *value)
{
	switch (value->kind) {
	case AZS_STRING:
		azs_buf_addf(out, "\"%.60s\"", value->text);
		break;
	case AZS_REAL:
		azs_buf_addf(out, "%.60s", value->text);
		break;
	case AZS_INT:
		azs_buf_addf(out, "%lld", (long long)value->number);
		break;
	case AZS_BOOL:
		azs_buf_adds(out, value->number != 0 ? "true" : "false");
		break;
	case AZS_NULL:
		azs_buf_adds(out, "null");
		break;
	default:
		azs_buf_addf(out, "%s", azs_kind_name(value->kind));
	}
}

static int
refuse(struct azs_buf *why, const struct azs_node *value, const char *expected)
{
	azs_buf_addf(why, "must be %s, not ", expected);
	azs_field_show(why, value);
	return 0;
}

/* "must be one of a, b; it is \"c\" (did you mean b?)" */
static int
refuse_word(struct azs_buf *why, const struct azs_node *value,
    const char *const *words, size_t count)
{
	const char *nearest = value->kind == AZS_STRING
	    ? azs_nearest(value->text, words, count)
	    : NULL;
	size_t i;

	azs_buf_adds(why, count == 1 ? "must be " : "must be one of ");
	for (i = 0; i < count; i++)
		azs_buf_addf(why, "%s%s", i == 0 ? "" : ", ", words[i]);
	azs_buf_adds(why, "; it is ");
	azs_field_show(why, value);
	if (nearest != NULL)
		azs_buf_addf(why, " (did you mean %s?)", nearest);
	return 0;
}

/* One of the words of an enumeration, which are numbers for an integer. */
static int
accepts_enum(const struct azs_field *field, const struct azs_node *value,
    struct azs_buf *why)
{
	enum azs_kind kind = field->type == AZS_TYPE_INT ? AZS_INT : AZS_STRING;
	const char *const *words;
	size_t count, i;
	int ok = 0;

	words = azs_text_split(field->allowed, '|', &count);
	for (i = 0; i < count && value->kind == kind && !ok; i++)
		ok = kind == AZS_INT
		    ? strtol(words[i], NULL, 10) == value->number
		    : strcmp(words[i], value->text) == 0;
	if (!ok)
		(void)refuse_word(why, value, words, count);
	azs_text_split_free(words);
	return ok;
}

static int
accepts_number(const struct azs_field *field, const struct azs_node *value,
    struct azs_buf *why)
{
	char expected[96];
	long hundredths;

	if (field->allowed != NULL)
		return accepts_enum(field, value, why);
	if (field->type == AZS_TYPE_INT) {
		if (value->kind == AZS_INT && value->number >= field->min &&
		    value->number <= field->max)
			return 1;
		(void)snprintf(expected, sizeof expected,
		    "an integer from %ld to %ld", field->min, field->max);
		return refuse(why, value, expected);
	}
	if (value->kind == AZS_INT && value->number >= 0 &&
	    value->number <= 1000000)
		hundredths = (long)value->number * 100;
	else
		hundredths =
		    value->kind == AZS_REAL ? azs_hundredths(value->text) : -1;
	if (hundredths >= field->min && hundredths <= field->max)
		return 1;
	(void)snprintf(expected, sizeof expected,
	    "a decimal from %ld.%02ld to %ld.%02ld", field->min / 100,
	    field->min % 100, field->max / 100, field->max % 100);
	return refuse(why, value, expected);
}

/* An item of a list or map of strings. */
static int
accepts_item(const struct azs_field *field, const struct azs_node *item,
    struct azs_buf *why)
{
	if (item->kind == AZS_STRING)
		return azs_text_matches(field->allowed, item->text, why);
	azs_buf_adds(why, "must hold strings only, not ");
	azs_field_show(why, item);
	if (item->kind == AZS_BOOL || item->kind == AZS_INT ||
	    item->kind == AZS_REAL)
		azs_buf_adds(why, " (put it in quotes)");
	return 0;
}

static int
accepts_strings(const struct azs_field *field, const struct azs_node *value,
    struct azs_buf *why, const struct azs_node **culprit)
{
	enum azs_kind kind =
	    field->type == AZS_TYPE_STRINGS ? AZS_LIST : AZS_MAP;
	struct azs_node *seen;
	size_t i;
	int ok = 1;

	if (value->kind != kind)
		return refuse(why, value,
		    kind == AZS_LIST ? "a list of strings"
				     : "a map of strings");
	seen = azs_node_map();
	for (i = 0; i < value->count && ok; i++) {
		const struct azs_node *item = value->items[i];

		/* null takes back what an ancestor put into a map. */
		if (kind == AZS_MAP && item->kind == AZS_NULL)
			continue;
		ok = accepts_item(field, item, why);
		if (!ok)
			*culprit = item;
		if (!ok || kind == AZS_MAP)
			continue;
		if (azs_node_get(seen, item->text) != NULL) {
			azs_buf_addf(why, "names \"%.60s\" twice", item->text);
			*culprit = item;
			ok = 0;
		}
		azs_node_set(seen, item->text, azs_node_null());
	}
	azs_node_free(seen);
	return ok;
}

int
azs_field_accepts(const struct azs_field *field, const struct azs_node *value,
    struct azs_buf *why)
{
	const struct azs_node *culprit;

	return azs_field_check(field, value, why, &culprit);
}

int
azs_field_check(const struct azs_field *field, const struct azs_node *value,
    struct azs_buf *why, const struct azs_node **culprit)
{
	*culprit = value;
	switch (field->type) {
	case AZS_TYPE_ENUM:
		return accepts_enum(field, value, why);
	case AZS_TYPE_BOOL:
		return value->kind == AZS_BOOL ||
		    refuse(why, value, "true or false");
	case AZS_TYPE_INT:
	case AZS_TYPE_DECIMAL:
		return accepts_number(field, value, why);
	case AZS_TYPE_STRINGS:
	case AZS_TYPE_STRING_MAP:
		return accepts_strings(field, value, why, culprit);
	case AZS_TYPE_STRING:
		break;
	}
	if (value->kind != AZS_STRING) {
		(void)refuse(why, value, "a string");
		if (value->kind == AZS_INT || value->kind == AZS_REAL ||
		    value->kind == AZS_BOOL)
			azs_buf_adds(why, " (put it in quotes)");
		return 0;
	}
	return azs_text_matches(field->allowed, value->text, why);
}

struct azs_node *
azs_field_default(const struct azs_field *field)
{
	const char *text = field->fallback;

	if (text == NULL)
		return NULL;
	switch (field->type) {
	case AZS_TYPE_BOOL:
		return azs_node_bool(strcmp(text, "true") == 0);
	case AZS_TYPE_INT:
		return azs_node_int(strtol(text, NULL, 10));
	case AZS_TYPE_DECIMAL:
		return azs_node_real(text);
	default:
		return azs_node_string(text);
	}
}

struct azs_node *
azs_field_words(const struct azs_field *field)
{
	struct azs_node *list = azs_node_list();
	const char *const *words;
	size_t i, count;

	words = azs_text_split(field->allowed, '|', &count);
	for (i = 0; i < count; i++)
		azs_node_append(list,
		    field->type == AZS_TYPE_INT
			? azs_node_int(strtol(words[i], NULL, 10))
			: azs_node_string(words[i]));
	azs_text_split_free(words);
	return list;
}
