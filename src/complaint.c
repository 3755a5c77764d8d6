/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "complaint.h"

#include <string.h>

/* Where libyaml's complaint is shown. */
enum where {
	AT_PROBLEM,
	AT_CONTEXT, /* where the thing in question starts */
	AT_END,	    /* as AT_CONTEXT, but only for a problem at the end */
	AT_OPENED   /* at the problem; the place of the start is added */
};

/*
 * libyaml's complaints in our words; the first row that fits counts. context
 * and problem are parts of its texts, NULL fits all; chars: what may stand
 * at the problem, NULL is anything.
 */
static const struct row {
	const char *context, *problem, *chars;
	enum where where;
	const char *message;
} rows[] = {
	{ "directive", NULL, NULL, AT_CONTEXT,
	    "'%' cannot start a line here (put the text in quotes)" },
	{ "an anchor", NULL, NULL, AT_CONTEXT, AZS_NO_ANCHOR },
	{ "an alias", NULL, NULL, AT_CONTEXT, AZS_NO_ALIAS },
	{ "a tag", NULL, NULL, AT_CONTEXT, AZS_NO_TAG },
	{ NULL, "undefined tag handle", NULL, AT_PROBLEM, AZS_NO_TAG },
	{ NULL, "could not find expected ':'", NULL, AT_CONTEXT,
	    "no ':' behind this key (write 'key: value' on one line, the key "
	    "at most 1024 characters long)" },
	{ NULL, "unexpected end of stream", NULL, AT_CONTEXT,
	    "this quote is never closed (close it)" },
	{ NULL, "unexpected document indicator", NULL, AT_OPENED,
	    "'---' or '...' starts a line inside quotes (indent it, or close "
	    "the quote opened at" },
	{ NULL, "unknown escape character", NULL, AT_PROBLEM,
	    "unknown escape (write \\\\ for a backslash, or use single "
	    "quotes)" },
	{ NULL, "did not find expected hex", NULL, AT_PROBLEM,
	    "incomplete escape (\\x takes two hexadecimal digits, \\u four, "
	    "\\U eight)" },
	{ NULL, "invalid Unicode character escape", NULL, AT_PROBLEM,
	    "this escape names no character (write \\U with the code point, "
	    "at most 0010FFFF, instead of a surrogate pair)" },
	{ NULL, "found a tab character", NULL, AT_PROBLEM,
	    "a tab cannot indent (use spaces)" },
	{ NULL, "cannot start any token", "\t", AT_PROBLEM,
	    "a tab cannot indent (use spaces)" },
	{ NULL, "cannot start any token", "|>", AT_PROBLEM,
	    "a block of text cannot stand inside [] or {} (use quotes)" },
	{ NULL, "cannot start any token", NULL, AT_PROBLEM,
	    "a value cannot start with this character (put the value in "
	    "quotes)" },
	{ NULL, "mapping values are not allowed", NULL, AT_PROBLEM,
	    "': ' is not allowed here (indent each key like its siblings; put "
	    "a value that holds ': ' in quotes)" },
	{ NULL, "sequence entries are not allowed", NULL, AT_PROBLEM,
	    "a list item cannot start here (start it on a line of its own)" },
	{ NULL, "mapping keys are not allowed", NULL, AT_PROBLEM,
	    "'? ' cannot stand here (write 'key: value', or put the value in "
	    "quotes)" },
	{ NULL, "indentation indicator equal to 0", NULL, AT_PROBLEM,
	    "0 is no indentation (write 1 to 9 behind '|' or '>', or "
	    "nothing)" },
	{ "a block scalar", "expected comment or line break", NULL, AT_PROBLEM,
	    "text behind '|' or '>' (start it on the next line, indented)" },
	{ NULL, "found unexpected ':'", NULL, AT_PROBLEM,
	    "no blank behind ':' (write 'key: value')" },
	{ NULL, "expected ',' or ']'", NULL, AT_END,
	    "this '[' is never closed (end the list with ']')" },
	{ NULL, "expected ',' or '}'", NULL, AT_END,
	    "this '{' is never closed (end the map with '}')" },
	{ NULL, "expected ',' or ']'", NULL, AT_OPENED,
	    "no ',' or ']' (separate items with ','; the list opened at" },
	{ NULL, "expected ',' or '}'", NULL, AT_OPENED,
	    "no ',' or '}' (separate members with ','; the map opened at" },
	{ NULL, "expected '-' indicator", NULL, AT_OPENED,
	    "no item of the list above (start items with '- ' in the same "
	    "column; the list starts at" },
	{ NULL, "did not find expected key", ":", AT_PROBLEM,
	    "no key before ':' (write 'key: value')" },
	{ NULL, "did not find expected key", "-", AT_OPENED,
	    "a list item among the keys of a map (indent it below its own "
	    "key; the map starts at" },
	{ NULL, "did not find expected key", NULL, AT_OPENED,
	    "no key of the map above (start its keys in the same column, "
	    "double a quote inside '...'; the map starts at" },
	{ NULL, "expected node content", NULL, AT_END,
	    "the file ends inside [] or {} (close them)" },
	{ NULL, "expected node content", ":", AT_PROBLEM,
	    "no key before ':' (write 'key: value')" },
	{ NULL, "expected node content", NULL, AT_PROBLEM,
	    "no value here (write one, or put the text in quotes)" },
};

static int
row_fits(const struct row *row, const struct azs_complaint *complaint,
    const struct azs_source *source)
{
	char c = azs_source_at(source, complaint->problem_index);

	if (row->context != NULL &&
	    (complaint->context == NULL ||
		strstr(complaint->context, row->context) == NULL))
		return 0;
	if (row->problem != NULL &&
	    strstr(complaint->problem, row->problem) == NULL)
		return 0;
	if (row->chars != NULL && (c == '\0' || strchr(row->chars, c) == NULL))
		return 0;
	return row->where != AT_END ||
	    complaint->problem_index >= source->count;
}

int
azs_complaint_fail(const struct azs_complaint *complaint,
    const struct azs_source *source, struct azs_error *err)
{
	const struct row *row = rows;
	const struct row *end = rows + sizeof rows / sizeof rows[0];
	size_t index = complaint->problem_index;
	struct azs_mark opened;

	while (row < end && !row_fits(row, complaint, source))
		row++;
	if (row == end)
		return azs_source_fail(
		    source, index, err, "%s", complaint->problem);
	if (row->where == AT_CONTEXT || row->where == AT_END)
		index = complaint->context_index;
	if (row->where != AT_OPENED)
		return azs_source_fail(source, index, err, "%s", row->message);
	opened = azs_source_mark(source, complaint->context_index);
	return azs_source_fail(source, index, err, "%s %zu:%zu)", row->message,
	    opened.line, opened.column);
}
