/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "scalar.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const struct word {
	const char *text;
	enum azs_kind kind;
	int value;
} words[] = {
	{ "", AZS_NULL, 0 },
	{ "~", AZS_NULL, 0 },
	{ "null", AZS_NULL, 0 },
	{ "Null", AZS_NULL, 0 },
	{ "NULL", AZS_NULL, 0 },
	{ "true", AZS_BOOL, 1 },
	{ "True", AZS_BOOL, 1 },
	{ "TRUE", AZS_BOOL, 1 },
	{ "false", AZS_BOOL, 0 },
	{ "False", AZS_BOOL, 0 },
	{ "FALSE", AZS_BOOL, 0 },
};

/* Behind a sign; .nan takes none, but what else could -.nan mean? */
static const char *const not_finite[] = { ".inf", ".Inf", ".INF", ".nan",
	".NaN", ".NAN" };

static const char decimal[] = "0123456789";
static const char octal[] = "01234567";
static const char hexadecimal[] = "0123456789abcdefABCDEF";

static const char *
skip_sign(const char *text)
{
	return *text == '-' || *text == '+' ? text + 1 : text;
}

/* Is text nothing but digits, and at least one? */
static int
all_of(const char *text, const char *digits)
{
	size_t len = strspn(text, digits);

	return len > 0 && text[len] == '\0';
}

static unsigned
digit_value(char c)
{
	if (c >= 'a')
		return (unsigned)(c - 'a') + 10;
	if (c >= 'A')
		return (unsigned)(c - 'A') + 10;
	return (unsigned)(c - '0');
}

/* No strtoll: it would need errno and sees blanks and signs of its own. */
static struct azs_node *
integer(const char *digits, unsigned base, int negative, const char **why)
{
	uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0), value = 0;

	for (; *digits != '\0'; digits++) {
		unsigned digit = digit_value(*digits);

		if (value > (limit - digit) / base) {
			*why = "the integer does not fit 64 bits (put it in "
			       "quotes to make it a string)";
			return NULL;
		}
		value = value * base + digit;
	}
	if (!negative)
		return azs_node_int((int64_t)value);
	/* Not -(int64_t)value: the smallest integer has no positive twin. */
	return azs_node_int(value == 0 ? 0 : -(int64_t)(value - 1) - 1);
}

/* Is text a decimal: 1.5, .5, 1., 1e3, with or without a sign? */
static int
is_real(const char *text)
{
	size_t whole, fraction = 0;

	text = skip_sign(text);
	whole = strspn(text, decimal);
	text += whole;
	if (*text == '.') {
		text++;
		fraction = strspn(text, decimal);
		text += fraction;
	}
	if (whole + fraction == 0)
		return 0;
	if (*text == '\0')
		return 1;
	return (*text == 'e' || *text == 'E') &&
	    all_of(skip_sign(text + 1), decimal);
}

struct azs_node *
azs_scalar_resolve(const char *text, const char **why)
{
	const char *number = skip_sign(text);
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(text, words[i].text) == 0)
			return words[i].kind == AZS_NULL
			    ? azs_node_null()
			    : azs_node_bool(words[i].value);
	for (i = 0; i < sizeof not_finite / sizeof not_finite[0]; i++)
		if (strcmp(number, not_finite[i]) == 0) {
			*why = "infinity and not-a-number are no values here "
			       "(write a finite number, or quotes to make it a "
			       "string)";
			return NULL;
		}
	if (all_of(number, decimal))
		return integer(number, 10, *text == '-', why);
	if (strncmp(text, "0o", 2) == 0 && all_of(text + 2, octal))
		return integer(text + 2, 8, 0, why);
	if (strncmp(text, "0x", 2) == 0 && all_of(text + 2, hexadecimal))
		return integer(text + 2, 16, 0, why);
	return is_real(text) ? azs_node_real(text) : azs_node_string(text);
}
