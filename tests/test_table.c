/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "unit.h"

static void
columns_are_as_wide_as_they_need_to_be(void)
{
	struct azs_table table;
	struct azs_buf out = AZS_BUF_INIT;

	azs_table_init(&table, 3);
	azs_table_add(&table, "A");
	azs_table_add(&table, "LONG");
	azs_table_add(&table, "LAST");
	azs_table_add(&table,
	    "gr\xc3\xb6\xc3\x9f"
	    "er");
	azs_table_add(&table, "");
	azs_table_add(&table, "");
	azs_table_print(&table, &out);
	CU_ASSERT_STRING_EQUAL(out.data,
	    "A       LONG  LAST\ngr\xc3\xb6\xc3\x9f"
	    "er\n");
	azs_table_release(&table);
	azs_buf_release(&out);
}

static void
an_empty_table_prints_nothing(void)
{
	struct azs_table table;
	struct azs_buf out = AZS_BUF_INIT;

	azs_table_init(&table, 2);
	azs_table_print(&table, &out);
	CU_ASSERT_EQUAL(out.len, 0);
	azs_table_release(&table);
	azs_buf_release(&out);
}

static void
values_are_shown_as_a_reader_wants_them(void)
{
	struct azs_node *map = azs_node_map(), *list;
	struct azs_table table;
	struct azs_buf out = AZS_BUF_INIT;

	azs_node_set(map, "a", azs_node_int(-5));
	azs_node_set(map, "b", azs_node_real("0.50"));
	azs_node_set(map, "c", azs_node_bool(0));
	list = azs_node_set(map, "d", azs_node_list());
	azs_node_append(list, azs_node_string("x y"));
	azs_node_append(list, azs_node_null());
	azs_table_init(&table, 2);
	azs_table_add_value(&table, map);
	azs_table_add_value(&table, NULL);
	azs_table_print(&table, &out);
	CU_ASSERT_STRING_EQUAL(
	    out.data, "{a: -5, b: 0.50, c: false, d: [x y, null]}  -\n");
	azs_node_free(map);
	azs_table_release(&table);
	azs_buf_release(&out);
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "columns_are_as_wide_as_they_need_to_be",
		    columns_are_as_wide_as_they_need_to_be },
		{ "an_empty_table_prints_nothing",
		    an_empty_table_prints_nothing },
		{ "values_are_shown_as_a_reader_wants_them",
		    values_are_shown_as_a_reader_wants_them },
	};

	return azs_test_main("table", tests, AZS_TEST_COUNT(tests));
}
