/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "field.h"

#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "unit.h"

#define PROFILE AZS_FIELD_PROFILE

/* What the field at path has against a value; "" for nothing. */
static const char *
objection(const char *path, const char *yaml)
{
	static struct azs_buf why = AZS_BUF_INIT;
	struct azs_node *node = NULL;
	struct azs_error err;
	int ok;

	azs_buf_release(&why);
	if (azs_document_parse("t", yaml, strlen(yaml), &node, &err) == -1)
		return err.msg[0] != '\0' ? "(not YAML)" : "";
	ok = azs_field_accepts(azs_field_find(PROFILE, path), node, &why);
	azs_node_free(node);
	CU_ASSERT_EQUAL(ok, why.len == 0);
	return why.data;
}

static void
fields_are_sound(void)
{
	struct azs_buf why = AZS_BUF_INIT;
	struct azs_node *fallback;
	size_t i, len;

	for (i = 0; i < azs_field_count; i++) {
		const struct azs_field *field = &azs_fields[i];

		CU_ASSERT_PTR_EQUAL(
		    azs_field_find(field->file, field->path), field);
		CU_ASSERT_FALSE(azs_field_is_group(field->file, field->path));
		CU_ASSERT(field->min <= field->max);
		CU_ASSERT(
		    (field->type == AZS_TYPE_ENUM) <= (field->allowed != NULL));
		len = strlen(field->summary);
		CU_ASSERT(len > 0 && field->summary[len - 1] == '.');
		fallback = azs_field_default(field);
		CU_ASSERT((fallback == NULL) == (field->fallback == NULL));
		if (fallback != NULL)
			CU_ASSERT(azs_field_accepts(field, fallback, &why));
		azs_node_free(fallback);
	}
	CU_ASSERT_STRING_EQUAL(why.data, "");
	azs_buf_release(&why);
}

static void
fields_are_found_by_path(void)
{
	CU_ASSERT_PTR_NOT_NULL(azs_field_find(PROFILE, "openai.capacity"));
	CU_ASSERT_PTR_NOT_NULL(
	    azs_field_find(PROFILE, "services.chat-service.containers.cpu"));
	CU_ASSERT_PTR_NULL(azs_field_find(AZS_FIELD_APPLICATION, "level"));
	CU_ASSERT_PTR_NULL(azs_field_find(PROFILE, ""));
	CU_ASSERT_PTR_NULL(azs_field_find(PROFILE, "openai"));
	CU_ASSERT_PTR_NULL(azs_field_find(PROFILE, "openai."));
	CU_ASSERT_PTR_NULL(azs_field_find(PROFILE, ".capacity"));
	CU_ASSERT_PTR_NULL(azs_field_find(PROFILE, "openai.capacity."));
	CU_ASSERT_PTR_NULL(azs_field_find(PROFILE, "openai.capacity.x"));
	CU_ASSERT_PTR_NULL(azs_field_find(PROFILE, "openai.capacit"));
	CU_ASSERT_PTR_NULL(azs_field_find(PROFILE, "services..containers.cpu"));
}

static void
groups_and_maps_are_told_apart(void)
{
	CU_ASSERT(azs_field_is_group(PROFILE, ""));
	CU_ASSERT(azs_field_is_group(PROFILE, "openai"));
	CU_ASSERT(azs_field_is_group(PROFILE, "services.x.containers"));
	CU_ASSERT_FALSE(azs_field_is_group(PROFILE, "openai.sku"));
	CU_ASSERT_FALSE(azs_field_is_group(PROFILE, "opena"));
	CU_ASSERT(azs_field_is_map(PROFILE, "services"));
	CU_ASSERT(azs_field_is_map(PROFILE, "openai.deployments"));
	CU_ASSERT_FALSE(azs_field_is_map(PROFILE, ""));
	CU_ASSERT_FALSE(azs_field_is_map(PROFILE, "openai"));
	CU_ASSERT_FALSE(azs_field_is_map(PROFILE, "services.x"));
	CU_ASSERT_FALSE(azs_field_is_map(PROFILE, "tags"));
}

static void
check_nearest(const char *path, const char *expected)
{
	char *nearest = azs_field_nearest(PROFILE, path);

	CU_ASSERT_STRING_EQUAL(nearest == NULL ? "none" : nearest,
	    expected == NULL ? "none" : expected);
	free(nearest);
}

static void
nearest_mends_every_part_of_a_path(void)
{
	char longest[4096];

	check_nearest("openai.capacty", "openai.capacity");
	check_nearest("opnai.capacity", "openai.capacity");
	check_nearest("opnai.capacty", "openai.capacity");
	check_nearest("conteiners.memry", "containers.memory");
	check_nearest(
	    "servces.api.containers.cpuu", "services.api.containers.cpu");
	check_nearest("tags.owner", "tags");
	check_nearest("x", NULL);
	check_nearest("", NULL);
	check_nearest("x.y.z", NULL);
	check_nearest("...", NULL);
	memset(longest, 'a', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	check_nearest(longest, NULL);
}

static void
numbers_are_held_to_their_range(void)
{
	CU_ASSERT_STRING_EQUAL(objection("openai.capacity", "1"), "");
	CU_ASSERT_STRING_EQUAL(objection("openai.capacity", "0"),
	    "must be an integer from 1 to 100000, not 0");
	CU_ASSERT_STRING_EQUAL(objection("openai.capacity", "1.0"),
	    "must be an integer from 1 to 100000, not 1.0");
	CU_ASSERT_STRING_EQUAL(objection("openai.capacity", "[1]"),
	    "must be an integer from 1 to 100000, not a list");
	CU_ASSERT_STRING_EQUAL(objection("containers.cpu", "4"), "");
	CU_ASSERT_STRING_EQUAL(objection("containers.cpu", "0.250"), "");
	CU_ASSERT_STRING_EQUAL(objection("containers.cpu", "0.251"),
	    "must be a decimal from 0.25 to 4.00, not 0.251");
	CU_ASSERT_STRING_EQUAL(
	    objection("containers.cpu", "9223372036854775807"),
	    "must be a decimal from 0.25 to 4.00, not 9223372036854775807");
	CU_ASSERT_STRING_NOT_EQUAL(objection("containers.cpu", "1e0"), "");
	CU_ASSERT_STRING_NOT_EQUAL(objection("containers.cpu", "-1"), "");
}

static void
texts_are_held_to_their_form(void)
{
	CU_ASSERT_STRING_EQUAL(objection("containers.memory", "1.0Gi"), "");
	CU_ASSERT_STRING_EQUAL(objection("containers.memory", "1"),
	    "must be a string, not 1 (put it in quotes)");
	CU_ASSERT_STRING_EQUAL(objection("search.sku", "Standard"),
	    "must be one of basic, standard, standard2, standard3, "
	    "storage_optimized_l1, storage_optimized_l2; it is \"Standard\" "
	    "(did you mean standard?)");
	CU_ASSERT_STRING_EQUAL(
	    objection("openai.sku", "5"), "must be S0; it is 5");
	CU_ASSERT_STRING_EQUAL(objection("search.enabled", "no"),
	    "must be true or false, not \"no\"");
}

static void
collections_hold_strings_each_once(void)
{
	CU_ASSERT_STRING_EQUAL(objection("locations", "[]"), "");
	CU_ASSERT_STRING_EQUAL(
	    objection("locations", "[a1b, a1b]"), "names \"a1b\" twice");
	CU_ASSERT_STRING_EQUAL(objection("locations", "[a1b, null]"),
	    "must hold strings only, not null");
	CU_ASSERT_STRING_EQUAL(objection("locations", "eastus"),
	    "must be a list of strings, not \"eastus\"");
	CU_ASSERT_STRING_EQUAL(objection("tags", "{a: x, b: x}"), "");
	CU_ASSERT_STRING_EQUAL(objection("tags", "{a: null}"), "");
	CU_ASSERT_STRING_EQUAL(objection("tags", "{a: true}"),
	    "must hold strings only, not true (put it in quotes)");
	CU_ASSERT_STRING_EQUAL(objection("tags", "{a: \"x\\ty\"}"),
	    "must not hold control characters");
}

/* 100,000 regions: once, telling them apart was quadratic. */
static void
long_lists_take_linear_time(void)
{
	struct azs_node *list = azs_node_list();
	struct azs_buf why = AZS_BUF_INIT, name = AZS_BUF_INIT;
	int i;

	for (i = 0; i < 100000; i++) {
		azs_buf_clear(&name);
		azs_buf_addf(&name, "region%d", i);
		azs_node_append(list, azs_node_string(name.data));
	}
	CU_ASSERT(azs_field_accepts(
	    azs_field_find(PROFILE, "locations"), list, &why));
	azs_node_free(list);
	azs_buf_release(&why);
	azs_buf_release(&name);
}

static void
hundredths_take_what_json_takes(void)
{
	static const struct {
		const char *text;
		long value;
	} cases[] = { { "0.5", 50 }, { "2", 200 }, { "2.0", 200 },
		{ "0.25", 25 }, { "0.250", 25 }, { "10.05", 1005 }, { "0", 0 },
		{ "", -1 }, { ".5", -1 }, { "1.", -1 }, { "00.5", -1 },
		{ "01", -1 }, { "+1", -1 }, { "-1", -1 }, { "1e1", -1 },
		{ "0.251", -1 }, { "1.5 ", -1 }, { "1.5.1", -1 },
		{ "1234567890", -1 } };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		CU_ASSERT_EQUAL(azs_hundredths(cases[i].text), cases[i].value);
}

static void
role_names_are_words_with_single_hyphens(void)
{
	CU_ASSERT(azs_role_name_ok("a", 32));
	CU_ASSERT(azs_role_name_ok("chat-service-2", 32));
	CU_ASSERT(azs_role_name_ok("aaaa", 4));
	CU_ASSERT_FALSE(azs_role_name_ok("aaaaa", 4));
	CU_ASSERT_FALSE(azs_role_name_ok("", 32));
	CU_ASSERT_FALSE(azs_role_name_ok("2a", 32));
	CU_ASSERT_FALSE(azs_role_name_ok("a-", 32));
	CU_ASSERT_FALSE(azs_role_name_ok("a--b", 32));
	CU_ASSERT_FALSE(azs_role_name_ok("A", 32));
	CU_ASSERT_FALSE(azs_role_name_ok("*", 32));
	CU_ASSERT_FALSE(azs_role_name_ok("a\xc3\xa4", 32));
}

static void
an_integer_may_take_just_a_few_values(void)
{
	CU_ASSERT_STRING_EQUAL(objection("cosmos.backupDays", "30"), "");
	CU_ASSERT_STRING_EQUAL(objection("cosmos.backupDays", "14"),
	    "must be one of 7, 30; it is 14");
	CU_ASSERT_STRING_EQUAL(objection("serviceBus.capacity", "3"),
	    "must be one of 1, 2, 4, 8, 16; it is 3");
	CU_ASSERT_STRING_EQUAL(objection("functions.memoryMb", "\"512\""),
	    "must be one of 512, 2048, 4096; it is \"512\" (did you mean "
	    "512?)");
}

/* The Bicep modules take no other values. */
static void
skus_are_those_of_the_modules(void)
{
	CU_ASSERT_STRING_EQUAL(objection("cache.sku", "Balanced_B0"), "");
	CU_ASSERT_STRING_NOT_EQUAL(objection("cache.sku", "Premium"), "");
	CU_ASSERT_STRING_EQUAL(objection("appService.sku", "P1mv4"), "");
	CU_ASSERT_STRING_NOT_EQUAL(objection("appService.sku", "P1v2"), "");
	CU_ASSERT_STRING_EQUAL(objection("storage.sku", "Standard_RAGZRS"), "");
	CU_ASSERT_STRING_NOT_EQUAL(objection("storage.sku", "Premium_LRS"), "");
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "fields_are_sound", fields_are_sound },
		{ "fields_are_found_by_path", fields_are_found_by_path },
		{ "groups_and_maps_are_told_apart",
		    groups_and_maps_are_told_apart },
		{ "nearest_mends_every_part_of_a_path",
		    nearest_mends_every_part_of_a_path },
		{ "numbers_are_held_to_their_range",
		    numbers_are_held_to_their_range },
		{ "texts_are_held_to_their_form",
		    texts_are_held_to_their_form },
		{ "collections_hold_strings_each_once",
		    collections_hold_strings_each_once },
		{ "long_lists_take_linear_time", long_lists_take_linear_time },
		{ "hundredths_take_what_json_takes",
		    hundredths_take_what_json_takes },
		{ "role_names_are_words_with_single_hyphens",
		    role_names_are_words_with_single_hyphens },
		{ "an_integer_may_take_just_a_few_values",
		    an_integer_may_take_just_a_few_values },
		{ "skus_are_those_of_the_modules",
		    skus_are_those_of_the_modules },
	};

	return azs_test_main("field", tests, AZS_TEST_COUNT(tests));
}
