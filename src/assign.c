/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "assign.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "document.h"
#include "memory.h"
#include "text.h"

static int
unknown_path(const char *path, struct azs_error *err)
{
	char *nearest;

	if (azs_field_is_group(AZS_FIELD_PROFILE, path))
		return azs_fail(err, AZS_EUSAGE,
		    "%s holds several fields: name one of them", path);
	if (azs_field_find(AZS_FIELD_APPLICATION, path) != NULL)
		return azs_fail(err, AZS_EUSAGE,
		    "%s stands in azstamp.yaml, which is the same for all "
		    "environments",
		    path);
	nearest = azs_field_nearest(AZS_FIELD_PROFILE, path);
	azs_fail(err, AZS_EUSAGE, "%.100s is no field%s%s%s", path,
	    nearest == NULL ? "" : " (did you mean ",
	    nearest == NULL ? "" : nearest, nearest == NULL ? "" : "?)");
	free(nearest);
	return -1;
}

/* Role names inside a path are keys of the profile later: check them now. */
static int
check_roles(const char *path, struct azs_error *err)
{
	const char *const *words;
	struct azs_buf head = AZS_BUF_INIT;
	size_t i, count;
	int ret = 0;

	words = azs_text_split(path, '.', &count);
	for (i = 0; i < count && ret == 0; i++) {
		if (azs_field_is_map(AZS_FIELD_PROFILE, head.data) &&
		    !azs_field_entry_ok(head.data, words[i]))
			ret = azs_fail(err, AZS_EUSAGE,
			    "\"%.60s\" is no name for an entry of "
			    "%s: %s",
			    words[i], head.data,
			    azs_field_entry_rule(head.data));
		azs_buf_addf(&head, "%s%s", i == 0 ? "" : ".", words[i]);
	}
	azs_text_split_free(words);
	azs_buf_release(&head);
	return ret;
}

/* The row for a path; for one entry of a map of strings ("tags.owner") a row
   made up in member. */
static const struct azs_field *
find_field(const char *path, struct azs_field *member)
{
	const struct azs_field *field = azs_field_find(AZS_FIELD_PROFILE, path);
	const char *dot = strrchr(path, '.');
	char *parent;

	if (field != NULL || dot == NULL || dot[1] == '\0')
		return field;
	parent = azs_xstrndup(path, (size_t)(dot - path));
	field = azs_field_find(AZS_FIELD_PROFILE, parent);
	free(parent);
	if (field == NULL || field->type != AZS_TYPE_STRING_MAP)
		return NULL;
	*member = *field;
	member->type = AZS_TYPE_STRING;
	return member;
}

int
azs_assign_field(const char *path, struct azs_field *member,
    const struct azs_field **out, struct azs_error *err)
{
	*out = find_field(path, member);
	if (*out == NULL)
		return unknown_path(path, err);
	return check_roles(path, err);
}

/* Where a field takes text, quotes are not needed on a command line: neither
   "1.0", "no" nor "a: b # c" are meant to be anything else. */
static int
is_bare_text(const struct azs_field *field, const char *text)
{
	return (field->type == AZS_TYPE_STRING ||
		   field->type == AZS_TYPE_ENUM) &&
	    *text != '"' && *text != '\'' && strcmp(text, "null") != 0 &&
	    strcmp(text, "~") != 0;
}

int
azs_assign_value(const struct azs_field *field, const char *path,
    const char *text, struct azs_node **out, struct azs_error *err)
{
	struct azs_buf why = AZS_BUF_INIT;
	struct azs_node *node = NULL;
	int ret = -1;

	if (*text == '\0') {
		azs_fail(err, AZS_EUSAGE,
		    "there is no value (null stands for the field's default)");
		goto done;
	}
	if (is_bare_text(field, text)) {
		node = azs_node_string(text);
	} else if (azs_document_parse(
		       "value", text, strlen(text), &node, err) == -1) {
		err->code = AZS_EUSAGE;
		goto done;
	}
	if (node->kind != AZS_NULL && !azs_field_accepts(field, node, &why)) {
		azs_fail(err, AZS_EUSAGE, "%s %s", path, why.data);
		goto done;
	}
	*out = node;
	node = NULL;
	ret = 0;
done:
	azs_node_free(node);
	azs_buf_release(&why);
	return ret;
}
