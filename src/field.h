/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_FIELD_H
#define AZS_FIELD_H

#include <stddef.h>

#include "buf.h"
#include "node.h"

/*
 * The field table: every field of azstamp.yaml and of profiles/<env>.yaml,
 * one row each, the single source for validation, defaults, schema, `--set`
 * and the manual.
 */

enum azs_field_file { AZS_FIELD_APPLICATION, AZS_FIELD_PROFILE };

enum azs_type {
	AZS_TYPE_STRING,
	AZS_TYPE_ENUM,
	AZS_TYPE_BOOL,
	AZS_TYPE_INT,
	AZS_TYPE_DECIMAL,
	AZS_TYPE_STRINGS,   /* a list of strings, replaced whole */
	AZS_TYPE_STRING_MAP /* a map of strings, merged by key */
};

enum azs_effect {
	AZS_EFFECT_FILES, /* decides which files there are or their text */
	AZS_EFFECT_VALUES /* only infra/environments/<env>.json follows */
};

struct azs_field {
	enum azs_field_file file;
	const char *path; /* keys joined by dots; "*" stands for a role name */
	enum azs_type type;
	enum azs_effect effect;
	const char *unit;     /* or NULL */
	const char *allowed;  /* AZS_TYPE_ENUM: the values, joined by '|', as
				 of an AZS_TYPE_INT that takes just a few;
				 strings: a form's name (see text.c) or
				 NULL */
	long min, max;	      /* numbers; decimals in hundredths */
	const char *fallback; /* the neutral default as YAML text, or NULL */
	const char *summary;  /* one sentence with its full stop */
	const char *source;   /* where the range or enumeration comes from:
				 "name of the source, date", or NULL */
};

extern const struct azs_field azs_fields[];
extern const size_t azs_field_count;

/*
 * The row of a path such as "services.chat-service.containers.cpu" (any role
 * name matches "*"), or NULL.
 */
const struct azs_field *azs_field_find(
    enum azs_field_file file, const char *path);

/* Nonzero when path (keys joined by dots, "" for the root) has rows below. */
int azs_field_is_group(enum azs_field_file file, const char *path);

/* Nonzero when the children of the group path are role names ("*"). */
int azs_field_is_map(enum azs_field_file file, const char *path);

/* Can name be the key of an entry of the map at path: a role name or, of what
   is suppressed, a rule's id or an item's? And what is expected there, for
   messages. */
int azs_field_entry_ok(const char *path, const char *name);
const char *azs_field_entry_rule(const char *path);

/*
 * The known path nearest in spelling to one that does not exist, or NULL when
 * none is near. The caller frees.
 */
char *azs_field_nearest(enum azs_field_file file, const char *path);

/*
 * Is value one that the field takes? Returns 1 or 0; on 0 the reason is
 * appended to why: "must be an integer from 1 to 10, not \"x\"".
 */
int azs_field_accepts(const struct azs_field *field,
    const struct azs_node *value, struct azs_buf *why);

/* The same; on 0 *culprit is the value, or the item in it that is wrong. */
int azs_field_check(const struct azs_field *field, const struct azs_node *value,
    struct azs_buf *why, const struct azs_node **culprit);

/* Append how a value was written, for messages: "x", 5, a list. */
void azs_field_show(struct azs_buf *out, const struct azs_node *value);

/* The neutral default as a new tree, or NULL when the field has none. */
struct azs_node *azs_field_default(const struct azs_field *field);

/* The words that a field takes, as a new list: texts, or the numbers of an
   integer. */
struct azs_node *azs_field_words(const struct azs_field *field);

/* The word nearest to word among count words, or NULL when none is near. */
const char *azs_nearest(
    const char *word, const char *const *words, size_t count);

/* Is this a good role name (service, deployment, environment), at most max
   long? AZS_ROLE_NAME_RULE says the rule to users. */
#define AZS_ROLE_NAME_RULE                                                    \
	"lower-case letters, digits and single hyphens, a letter first, and " \
	"no word of YAML's such as no or true"
int azs_role_name_ok(const char *name, size_t max);

/* The value of decimal text in hundredths, or -1: "0.5" is 50. Takes only
   what JSON would: no sign, no exponent, "0.5" and not ".5" or "00.5". */
long azs_hundredths(const char *text);

#endif
