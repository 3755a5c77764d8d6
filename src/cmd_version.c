/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "command.h"
#include "facts.h"
#include "json.h"
#include "node.h"
#include "version.h"

static void
add_json(struct azs_buf *out)
{
	struct azs_node *root = azs_node_map(), *list, *item;
	size_t i;

	azs_node_set(root, "version", azs_node_string(azs_version));
	azs_node_set(root, "factsDate", azs_node_string(azs_facts_date));
	list = azs_node_set(root, "facts", azs_node_list());
	for (i = 0; i < azs_fact_source_count; i++) {
		item = azs_node_append(list, azs_node_map());
		azs_node_set(
		    item, "what", azs_node_string(azs_fact_sources[i].what));
		azs_node_set(item, "source",
		    azs_node_string(azs_fact_sources[i].source));
		azs_node_set(
		    item, "date", azs_node_string(azs_fact_sources[i].date));
	}
	azs_json_write(root, out);
	azs_node_free(root);
}

static void
add_facts(struct azs_buf *out)
{
	const struct azs_fact_source *fact;
	size_t i, len, widest = 0;

	for (i = 0; i < azs_fact_source_count; i++) {
		len = strlen(azs_fact_sources[i].what);
		if (len > widest)
			widest = len;
	}
	for (i = 0; i < azs_fact_source_count; i++) {
		fact = &azs_fact_sources[i];
		azs_buf_addf(out, "%-*s  %-10s  %s\n", (int)widest, fact->what,
		    fact->date, fact->source);
	}
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	struct azs_buf out = AZS_BUF_INIT;
	int ret;

	if (args->json) {
		add_json(&out);
	} else {
		azs_buf_addf(&out, "azstamp %s\n", azs_version);
		if (azs_args_get(args, "facts"))
			add_facts(&out);
	}
	ret = azs_print(&out, err);
	azs_buf_release(&out);
	return ret;
}

static const struct azs_option options[] = {
	{ "facts", 0, NULL, "with the dates of the facts about Azure" },
};

const struct azs_command azs_cmd_version = { "version", "", 0, 0,
	"print the version", options, 1, NULL, run };
