/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "schema.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "asset.h"
#include "document.h"
#include "golden.h"
#include "unit.h"

/* A judge of just the keywords that schema.c writes. */

static int fits(const struct azs_node *schema, const struct azs_node *value);

static int
has_type(const struct azs_node *type, const struct azs_node *value)
{
	static const char *const names[] = { "null", "boolean", "integer",
		"number", "string", "array", "object" };
	size_t i;

	if (type == NULL)
		return 1;
	if (type->kind == AZS_STRING)
		return strcmp(type->text, names[value->kind]) == 0 ||
		    (value->kind == AZS_INT &&
			strcmp(type->text, "number") == 0);
	for (i = 0; i < type->count; i++)
		if (has_type(type->items[i], value))
			return 1;
	return 0;
}

static int
in_enum(const struct azs_node *list, const struct azs_node *value)
{
	size_t i;

	for (i = 0; list != NULL && i < list->count; i++)
		if (azs_node_equal(list->items[i], value))
			return 1;
	return list == NULL;
}

static int
matches(const char *pattern, const char *text)
{
	regex_t regex;
	int ok;

	/* Control characters: JavaScript's escapes are not POSIX's. */
	if (strchr(pattern, '\\') != NULL && strchr(pattern, 'u') != NULL)
		return 1;
	CU_ASSERT_EQUAL_FATAL(
	    regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
	ok = regexec(&regex, text, 0, NULL, 0) == 0;
	regfree(&regex);
	return ok;
}

static const struct azs_node *
member_schema(const struct azs_node *schema, const char *key)
{
	const struct azs_node *found =
	    azs_node_get(azs_node_get(schema, "properties"), key);
	const struct azs_node *patterns =
	    azs_node_get(schema, "patternProperties");
	size_t i;

	for (i = 0; found == NULL && patterns != NULL && i < patterns->count;
	     i++)
		if (matches(patterns->items[i]->key, key))
			found = patterns->items[i];
	return found != NULL ? found
			     : azs_node_get(schema, "additionalProperties");
}

static int
members_fit(const struct azs_node *schema, const struct azs_node *value)
{
	const struct azs_node *required = azs_node_get(schema, "required");
	const struct azs_node *member;
	size_t i;

	for (i = 0; required != NULL && i < required->count; i++)
		if (azs_node_get(value, required->items[i]->text) == NULL)
			return 0;
	for (i = 0; i < value->count; i++) {
		member = member_schema(schema, value->items[i]->key);
		if (member == NULL ||
		    (member->kind == AZS_BOOL && !member->number) ||
		    (member->kind == AZS_MAP && !fits(member, value->items[i])))
			return 0;
	}
	return 1;
}

static int
fits(const struct azs_node *schema, const struct azs_node *value)
{
	const struct azs_node *low = azs_node_get(schema, "minimum");
	const struct azs_node *pattern = azs_node_get(schema, "pattern");
	const struct azs_node *max = azs_node_get(schema, "maxLength");
	size_t i;

	if (!has_type(azs_node_get(schema, "type"), value) ||
	    !in_enum(azs_node_get(schema, "enum"), value))
		return 0;
	if (value->kind == AZS_STRING && pattern != NULL &&
	    !matches(pattern->text, value->text))
		return 0;
	if (value->kind == AZS_STRING && max != NULL &&
	    strlen(value->text) > (size_t)max->number)
		return 0;
	if (value->kind == AZS_INT && low != NULL && low->kind == AZS_INT &&
	    (value->number < low->number ||
		value->number > azs_node_get(schema, "maximum")->number))
		return 0;
	for (i = 0; value->kind == AZS_LIST && i < value->count; i++)
		if (!fits(azs_node_get(schema, "items"), value->items[i]))
			return 0;
	return value->kind != AZS_MAP || members_fit(schema, value);
}

static int
yaml_fits(enum azs_field_file file, const char *text, size_t len)
{
	struct azs_node *schema = azs_schema_build(file), *value = NULL;
	struct azs_error err;
	int ok;

	CU_ASSERT_EQUAL_FATAL(
	    azs_document_parse("t", text, len, &value, &err), 0);
	ok = fits(schema, value);
	azs_node_free(schema);
	azs_node_free(value);
	return ok;
}

static int
profile_fits(const char *text)
{
	return yaml_fits(AZS_FIELD_PROFILE, text, strlen(text));
}

static int
application_fits(const char *text)
{
	return yaml_fits(AZS_FIELD_APPLICATION, text, strlen(text));
}

static void
built_in_profiles_fit_the_schema(void)
{
	static const char *const names[] = { "profiles/dev.yaml",
		"profiles/staging.yaml", "profiles/prod.yaml" };
	const struct azs_asset *asset;
	size_t i;

	for (i = 0; i < 3; i++) {
		asset = azs_asset_find(names[i]);
		CU_ASSERT_PTR_NOT_NULL_FATAL(asset);
		CU_ASSERT(
		    yaml_fits(AZS_FIELD_PROFILE, asset->bytes, asset->len));
	}
}

static void
the_profile_schema_says_what_check_says(void)
{
	CU_ASSERT(profile_fits("{}"));
	CU_ASSERT(profile_fits("# empty\n"));
	CU_ASSERT(profile_fits("openai: {capacity: 5, sku: null}"));
	CU_ASSERT(profile_fits("openai: null"));
	CU_ASSERT(profile_fits("services: {api: {containers: {cpu: 2}}}"));
	CU_ASSERT(profile_fits("tags: {Any Key: x, other: null}"));
	CU_ASSERT_FALSE(profile_fits("openai: {capacity: 0}"));
	CU_ASSERT_FALSE(profile_fits("openai: {capacity: \"5\"}"));
	CU_ASSERT_FALSE(profile_fits("openai: {capcity: 5}"));
	CU_ASSERT_FALSE(profile_fits("search: {sku: free}"));
	CU_ASSERT_FALSE(profile_fits("services: {A: {}}"));
	CU_ASSERT_FALSE(profile_fits("services: {a--b: {}}"));
	CU_ASSERT_FALSE(profile_fits("locations: [East US]"));
	CU_ASSERT_FALSE(profile_fits("tags: {a: 5}"));
	CU_ASSERT_FALSE(profile_fits("[]"));
}

static void
the_application_schema_says_what_check_says(void)
{
	CU_ASSERT(application_fits(azs_golden_application));
	CU_ASSERT_FALSE(application_fits("name: shop"));
	CU_ASSERT_FALSE(application_fits("null"));
	CU_ASSERT_FALSE(application_fits(
	    "{name: null, pattern: x, locations: [eastus2], services: {}}"));
	CU_ASSERT_FALSE(application_fits(
	    "{name: shop, pattern: x, locations: [eastus2], services: "
	    "{api: null}}"));
	CU_ASSERT_FALSE(application_fits(
	    "{name: shop, pattern: x, locations: [eastus2], services: "
	    "{api: {host: null, project: x}}}"));
}

/* Every field stands in the schema, with what the table says. */
static void
every_field_has_a_schema(void)
{
	struct azs_node *schema[2] = { azs_schema_build(AZS_FIELD_APPLICATION),
		azs_schema_build(AZS_FIELD_PROFILE) };
	const struct azs_node *at, *fallback;
	struct azs_node *expected;
	const char *dot, *path;
	char *key;
	size_t i;

	for (i = 0; i < azs_field_count; i++) {
		at = schema[azs_fields[i].file];
		for (path = azs_fields[i].path; path != NULL && at != NULL;
		     path = *dot == '\0' ? NULL : dot + 1) {
			dot = path + strcspn(path, ".");
			key = strndup(path, (size_t)(dot - path));
			at = member_schema(at,
			    strcmp(key, "*") != 0 ? key
				: strncmp(azs_fields[i].path, "suppress.", 9) ==
				    0
				? "AZS0104"
				: "a");
			free(key);
		}
		CU_ASSERT_PTR_NOT_NULL_FATAL(at);
		CU_ASSERT_PTR_NOT_NULL(azs_node_get(at, "description"));
		CU_ASSERT_PTR_NOT_NULL(azs_node_get(at, "type"));
		fallback = azs_node_get(at, "default");
		expected = azs_field_default(&azs_fields[i]);
		CU_ASSERT(azs_node_equal(fallback, expected));
		azs_node_free(expected);
		CU_ASSERT(fallback == NULL || fits(at, fallback));
	}
	azs_node_free(schema[0]);
	azs_node_free(schema[1]);
}

static void
schemas_name_their_dialect_and_close_every_object(void)
{
	struct azs_node *schema = azs_schema_build(AZS_FIELD_PROFILE);

	CU_ASSERT_STRING_EQUAL(azs_node_get(schema, "$schema")->text,
	    "https://json-schema.org/draft/2020-12/schema");
	CU_ASSERT_EQUAL(
	    azs_node_get(schema, "additionalProperties")->number, 0);
	CU_ASSERT_EQUAL(
	    azs_node_at(schema, "properties.openai.additionalProperties")
		->number,
	    0);
	azs_node_free(schema);
}

static void
integers_of_few_values_are_an_enumeration(void)
{
	CU_ASSERT(profile_fits("cosmos: {backupDays: 30}"));
	CU_ASSERT(profile_fits("cosmos: {backupDays: null}"));
	CU_ASSERT_FALSE(profile_fits("cosmos: {backupDays: 14}"));
	CU_ASSERT_FALSE(profile_fits("cosmos: {backupDays: \"30\"}"));
	CU_ASSERT_FALSE(profile_fits("network: {addressPrefix: 10.0.0.0/8}"));
	CU_ASSERT_FALSE(profile_fits("edge: {kind: waf}"));
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "built_in_profiles_fit_the_schema",
		    built_in_profiles_fit_the_schema },
		{ "the_profile_schema_says_what_check_says",
		    the_profile_schema_says_what_check_says },
		{ "the_application_schema_says_what_check_says",
		    the_application_schema_says_what_check_says },
		{ "every_field_has_a_schema", every_field_has_a_schema },
		{ "schemas_name_their_dialect_and_close_every_object",
		    schemas_name_their_dialect_and_close_every_object },
		{ "integers_of_few_values_are_an_enumeration",
		    integers_of_few_values_are_an_enumeration },
	};

	return azs_test_main("schema", tests, AZS_TEST_COUNT(tests));
}
