/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "node.h"
#include "unit.h"

/* A map of count members "k0": 0, "k1": 1, ... */
static struct azs_node *
numbered(size_t count)
{
	struct azs_node *map = azs_node_map();
	char key[32];
	size_t i;

	for (i = 0; i < count; i++) {
		(void)snprintf(key, sizeof key, "k%zu", i);
		azs_node_set(map, key, azs_node_int((int64_t)i));
	}
	return map;
}

/* Does map hold exactly the numbered keys from first on, in order? */
static int
holds_from(const struct azs_node *map, size_t first, size_t count)
{
	const struct azs_node *item;
	char key[32];
	size_t i;

	if (map->count != count)
		return 0;
	for (i = 0; i < count; i++) {
		(void)snprintf(key, sizeof key, "k%zu", first + i);
		item = azs_node_get(map, key);
		if (item == NULL || item != map->items[i] ||
		    strcmp(item->key, key) != 0 ||
		    item->number != (int64_t)(first + i))
			return 0;
	}
	return 1;
}

static void
node_constructors_give_the_kind_and_value(void)
{
	struct azs_node *nodes[] = { azs_node_null(), azs_node_bool(7),
		azs_node_int(INT64_MIN), azs_node_real("2.50"),
		azs_node_string("x"), azs_node_list(), azs_node_map() };
	static const char *const names[] = { "null", "a boolean", "an integer",
		"a decimal", "a string", "a list", "a map" };
	size_t i;

	for (i = 0; i < sizeof nodes / sizeof nodes[0]; i++) {
		CU_ASSERT_EQUAL(nodes[i]->kind, (enum azs_kind)i);
		CU_ASSERT_STRING_EQUAL(azs_kind_name(nodes[i]->kind), names[i]);
		CU_ASSERT_EQUAL(nodes[i]->mark.line, 0);
		CU_ASSERT_PTR_NULL(nodes[i]->key);
		CU_ASSERT_EQUAL(nodes[i]->count, 0);
	}
	CU_ASSERT_EQUAL(nodes[1]->number, 1);
	CU_ASSERT_EQUAL(nodes[2]->number, INT64_MIN);
	CU_ASSERT_STRING_EQUAL(nodes[3]->text, "2.50");
	CU_ASSERT_STRING_EQUAL(nodes[4]->text, "x");
	for (i = 0; i < sizeof nodes / sizeof nodes[0]; i++)
		azs_node_free(nodes[i]);
	azs_node_free(NULL);
}

static void
node_map_keeps_the_order_at_every_size(void)
{
	struct azs_node *map;
	size_t count;

	/* Across the start of the index and its growth. */
	for (count = 0; count < 300; count++) {
		map = numbered(count);
		CU_ASSERT(holds_from(map, 0, count));
		CU_ASSERT_PTR_NULL(azs_node_get(map, "k"));
		CU_ASSERT_PTR_NULL(azs_node_get(map, "k300"));
		azs_node_free(map);
	}
}

static void
node_set_replaces_in_place(void)
{
	static const size_t sizes[] = { 3, 200 };
	struct azs_node *map, *value;
	size_t i;

	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		map = numbered(sizes[i]);
		value = azs_node_string("new");
		CU_ASSERT_PTR_EQUAL(azs_node_set(map, "k1", value), value);
		CU_ASSERT_EQUAL(map->count, sizes[i]);
		CU_ASSERT_PTR_EQUAL(map->items[1], value);
		CU_ASSERT_STRING_EQUAL(value->key, "k1");
		CU_ASSERT_PTR_EQUAL(azs_node_get(map, "k1"), value);
		CU_ASSERT_EQUAL(azs_node_get(map, "k2")->number, 2);
		azs_node_free(map);
	}
}

static void
node_set_keeps_the_place_of_the_key_unless_given_one(void)
{
	struct azs_node *map = numbered(2);
	struct azs_node *value = azs_node_null();

	map->items[0]->key_mark.line = 4;
	CU_ASSERT_EQUAL(
	    azs_node_set(map, "k0", azs_node_null())->key_mark.line, 4);
	value->key_mark.line = 9;
	CU_ASSERT_EQUAL(azs_node_set(map, "k0", value)->key_mark.line, 9);
	azs_node_free(map);
}

static void
node_set_renames_a_value_that_had_another_key(void)
{
	struct azs_node *map = numbered(1);
	struct azs_node *value = azs_node_null();

	value->key = azs_xstrdup("old");
	azs_node_set(map, "k5", value);
	CU_ASSERT_STRING_EQUAL(value->key, "k5");
	CU_ASSERT_PTR_EQUAL(azs_node_get(map, "k5"), value);
	azs_node_free(map);
}

static void
node_unset_closes_the_gap(void)
{
	static const size_t sizes[] = { 1, 2, 15, 16, 17, 100 };
	struct azs_node *map;
	char key[32];
	size_t i, left;

	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		map = numbered(sizes[i]);
		azs_node_unset(map, "none");
		CU_ASSERT(holds_from(map, 0, sizes[i]));
		/* Always the first: all the others move. */
		for (left = sizes[i]; left > 0; left--) {
			(void)snprintf(
			    key, sizeof key, "k%zu", sizes[i] - left);
			azs_node_unset(map, key);
			CU_ASSERT_PTR_NULL(azs_node_get(map, key));
			CU_ASSERT(
			    holds_from(map, sizes[i] - left + 1, left - 1));
		}
		azs_node_free(map);
	}
}

static void
node_set_after_unset_has_room(void)
{
	struct azs_node *map = azs_node_map();
	char key[32];
	size_t i;

	/* One back for each two forward, over several doublings. */
	for (i = 0; i < 200; i++) {
		(void)snprintf(key, sizeof key, "k%zu", i);
		azs_node_set(map, key, azs_node_int((int64_t)i));
		if (i % 2 == 1) {
			(void)snprintf(key, sizeof key, "k%zu", i / 2);
			azs_node_unset(map, key);
		}
	}
	CU_ASSERT(holds_from(map, 100, 100));
	azs_node_free(map);
}

static void
node_rename_keeps_the_place_and_is_found(void)
{
	struct azs_node *map = azs_node_map();
	char key[16];
	int i;

	for (i = 0; i < 40; i++) {
		(void)snprintf(key, sizeof key, "k%d", i);
		azs_node_set(map, key, azs_node_int(i));
	}
	azs_node_rename(map, "k7", "seven");
	azs_node_rename(map, "none", "k8");
	CU_ASSERT_EQUAL(map->count, 40);
	CU_ASSERT_STRING_EQUAL(map->items[7]->key, "seven");
	CU_ASSERT_PTR_EQUAL(azs_node_get(map, "seven"), map->items[7]);
	CU_ASSERT_PTR_NULL(azs_node_get(map, "k7"));
	CU_ASSERT_PTR_EQUAL(azs_node_get(map, "k8"), map->items[8]);
	azs_node_free(map);
}

static void
node_unset_leaves_alone_what_is_no_map(void)
{
	struct azs_node *list = azs_node_list();

	azs_node_append(list, azs_node_int(1));
	azs_node_unset(list, "k0");
	azs_node_unset(NULL, "k0");
	CU_ASSERT_EQUAL(list->count, 1);
	azs_node_free(list);
}

static void
node_append_keeps_order_and_returns_the_item(void)
{
	struct azs_node *list = azs_node_list(), *item;
	size_t i, ok = 0;

	for (i = 0; i < 1000; i++) {
		item = azs_node_int((int64_t)i);
		ok += azs_node_append(list, item) == item;
	}
	CU_ASSERT_EQUAL(ok, 1000);
	CU_ASSERT_EQUAL(list->count, 1000);
	for (i = 0; i < 1000; i++)
		ok -= list->items[i]->number == (int64_t)i;
	CU_ASSERT_EQUAL(ok, 0);
	azs_node_free(list);
}

static void
node_get_of_no_map_is_nothing(void)
{
	struct azs_node *list = azs_node_list(), *text = azs_node_string("x");

	CU_ASSERT_PTR_NULL(azs_node_get(NULL, "a"));
	CU_ASSERT_PTR_NULL(azs_node_get(list, "a"));
	CU_ASSERT_PTR_NULL(azs_node_get(text, "a"));
	azs_node_free(list);
	azs_node_free(text);
}

static void
node_at_follows_dots(void)
{
	struct azs_node *map = azs_node_map(), *inner, *leaf;

	inner = azs_node_set(map, "a", azs_node_map());
	inner = azs_node_set(inner, "b-c", azs_node_map());
	leaf = azs_node_set(inner, "d", azs_node_int(1));
	azs_node_set(inner, "", azs_node_int(2));
	CU_ASSERT_PTR_EQUAL(azs_node_at(map, "a.b-c.d"), leaf);
	CU_ASSERT_PTR_EQUAL(azs_node_at(map, "a.b-c"), inner);
	CU_ASSERT_PTR_NULL(azs_node_at(map, "a.x.d"));
	CU_ASSERT_PTR_NULL(azs_node_at(map, "a.b-c.d.e"));
	CU_ASSERT_PTR_NULL(azs_node_at(map, "b-c.d"));
	CU_ASSERT_PTR_NULL(azs_node_at(map, ""));
	CU_ASSERT_EQUAL(azs_node_at(map, "a.b-c.")->number, 2);
	CU_ASSERT_PTR_NULL(azs_node_at(NULL, "a.b"));
	azs_node_free(map);
}

static void
node_text_and_true_ask_for_their_kind(void)
{
	struct azs_node *text = azs_node_string("x");
	struct azs_node *real = azs_node_real("1.5");
	struct azs_node *yes = azs_node_bool(1), *no = azs_node_bool(0);
	struct azs_node *one = azs_node_int(1);

	CU_ASSERT_STRING_EQUAL(azs_node_text(text, "-"), "x");
	CU_ASSERT_STRING_EQUAL(azs_node_text(real, "-"), "-");
	CU_ASSERT_STRING_EQUAL(azs_node_text(NULL, "-"), "-");
	CU_ASSERT_PTR_NULL(azs_node_text(one, NULL));
	CU_ASSERT(azs_node_true(yes));
	CU_ASSERT(!azs_node_true(no));
	CU_ASSERT(!azs_node_true(one));
	CU_ASSERT(!azs_node_true(NULL));
	azs_node_free(text);
	azs_node_free(real);
	azs_node_free(yes);
	azs_node_free(no);
	azs_node_free(one);
}

/* Every kind, nested, with marks. */
static struct azs_node *
sample(void)
{
	struct azs_node *map = numbered(40), *list;

	list = azs_node_set(map, "list", azs_node_list());
	azs_node_append(list, azs_node_null());
	azs_node_append(list, azs_node_bool(1));
	azs_node_append(list, azs_node_real("0.50"));
	azs_node_append(list, azs_node_string("text"));
	azs_node_append(list, azs_node_map());
	list->mark = (struct azs_mark) { "f.yaml", 2, 3, 4 };
	list->end = (struct azs_mark) { "f.yaml", 5, 6, 7 };
	list->key_mark = (struct azs_mark) { "f.yaml", 8, 9, 10 };
	return map;
}

static void
node_copy_is_deep_and_keeps_marks(void)
{
	struct azs_node *map = sample(), *copy = azs_node_copy(map), *list;

	CU_ASSERT(azs_node_equal(map, copy));
	list = azs_node_get(copy, "list");
	CU_ASSERT_PTR_NOT_EQUAL(list, azs_node_get(map, "list"));
	CU_ASSERT_STRING_EQUAL(list->mark.file, "f.yaml");
	CU_ASSERT_EQUAL(list->mark.line, 2);
	CU_ASSERT_EQUAL(list->end.offset, 7);
	CU_ASSERT_EQUAL(list->key_mark.column, 9);
	azs_node_free(map);
	/* What the copy holds must not have gone with the original. */
	CU_ASSERT_STRING_EQUAL(list->items[3]->text, "text");
	CU_ASSERT_EQUAL(azs_node_get(copy, "k39")->number, 39);
	azs_node_free(copy);
}

static void
node_copy_leaves_the_key_behind(void)
{
	struct azs_node *map = sample();
	struct azs_node *copy = azs_node_copy(azs_node_get(map, "list"));

	CU_ASSERT_PTR_NULL(copy->key);
	azs_node_free(copy);
	azs_node_free(map);
}

static void
node_equal_sees_every_difference(void)
{
	struct azs_node *map = sample(), *other;
	size_t i;

	for (i = 0; i < 8; i++) {
		struct azs_node *list;

		other = azs_node_copy(map);
		list = azs_node_get(other, "list");
		if (i == 0)
			azs_node_set(other, "k3", azs_node_int(4));
		else if (i == 1)
			azs_node_unset(other, "k39");
		else if (i == 2)
			azs_node_set(other, "more", azs_node_null());
		else if (i == 3)
			list->items[3]->text[0] = 'T';
		else if (i == 4)
			list->items[1]->number = 0;
		else if (i == 5)
			list->items[0]->kind = AZS_BOOL;
		else if (i == 6)
			other->items[0]->key[0] = 'K';
		else
			azs_node_append(list, azs_node_null());
		CU_ASSERT(!azs_node_equal(map, other));
		CU_ASSERT(!azs_node_equal(other, map));
		azs_node_free(other);
	}
	azs_node_free(map);
}

static void
node_equal_compares_order_but_no_marks(void)
{
	struct azs_node *ab = azs_node_map(), *ba = azs_node_map();

	azs_node_set(ab, "a", azs_node_null());
	azs_node_set(ab, "b", azs_node_null());
	azs_node_set(ba, "b", azs_node_null());
	azs_node_set(ba, "a", azs_node_null());
	CU_ASSERT(!azs_node_equal(ab, ba));
	azs_node_unset(ab, "a");
	azs_node_unset(ba, "a");
	ab->mark.line = 3;
	ab->items[0]->key_mark.line = 3;
	CU_ASSERT(azs_node_equal(ab, ba));
	CU_ASSERT(!azs_node_equal(ab, NULL));
	CU_ASSERT(!azs_node_equal(NULL, ab));
	CU_ASSERT(azs_node_equal(NULL, NULL));
	azs_node_free(ab);
	azs_node_free(ba);
}

static const struct azs_test tests[] = {
	{ "node_constructors_give_the_kind_and_value",
	    node_constructors_give_the_kind_and_value },
	{ "node_map_keeps_the_order_at_every_size",
	    node_map_keeps_the_order_at_every_size },
	{ "node_set_replaces_in_place", node_set_replaces_in_place },
	{ "node_set_keeps_the_place_of_the_key_unless_given_one",
	    node_set_keeps_the_place_of_the_key_unless_given_one },
	{ "node_set_renames_a_value_that_had_another_key",
	    node_set_renames_a_value_that_had_another_key },
	{ "node_unset_closes_the_gap", node_unset_closes_the_gap },
	{ "node_set_after_unset_has_room", node_set_after_unset_has_room },
	{ "node_rename_keeps_the_place_and_is_found",
	    node_rename_keeps_the_place_and_is_found },
	{ "node_unset_leaves_alone_what_is_no_map",
	    node_unset_leaves_alone_what_is_no_map },
	{ "node_append_keeps_order_and_returns_the_item",
	    node_append_keeps_order_and_returns_the_item },
	{ "node_get_of_no_map_is_nothing", node_get_of_no_map_is_nothing },
	{ "node_at_follows_dots", node_at_follows_dots },
	{ "node_text_and_true_ask_for_their_kind",
	    node_text_and_true_ask_for_their_kind },
	{ "node_copy_is_deep_and_keeps_marks",
	    node_copy_is_deep_and_keeps_marks },
	{ "node_copy_leaves_the_key_behind", node_copy_leaves_the_key_behind },
	{ "node_equal_sees_every_difference",
	    node_equal_sees_every_difference },
	{ "node_equal_compares_order_but_no_marks",
	    node_equal_compares_order_but_no_marks },
};

int
main(void)
{
	return azs_test_main("node", tests, AZS_TEST_COUNT(tests));
}
