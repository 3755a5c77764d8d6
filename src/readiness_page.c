/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "readiness_page.h"

static const enum azs_level levels[] = { AZS_DEVELOPMENT, AZS_STAGING,
	AZS_PRODUCTION };

/* What it is at a level when something is missing. */
static const char *
missing(const struct azs_ready_item *item, enum azs_level level)
{
	switch (item->asks[level]) {
	case AZS_ERROR:
		return azs_ready_name(AZS_READY_FAIL);
	case AZS_WARNING:
		return azs_ready_name(AZS_READY_WARN);
	case AZS_OFF:
		break;
	}
	return azs_ready_name(AZS_READY_NA);
}

void
azs_ready_page_text(const struct azs_ready_item *item, struct azs_buf *out)
{
	size_t i;

	azs_buf_addf(out,
	    "%s\n  %s.\n\n  Where something is missing: ", item->id,
	    item->title);
	for (i = 0; i < 3; i++)
		azs_buf_addf(out, "%s%s in %s", i == 0 ? "" : ", ",
		    missing(item, levels[i]), azs_level_name(levels[i]));
	azs_buf_addf(out,
	    ".\n  To mend it: `azstamp readiness` names what is missing.\n"
	    "  Suppressed by: suppress.%s in a profile.\n  Sources: %s\n",
	    item->id, item->sources);
}

struct azs_node *
azs_ready_page_node(const struct azs_ready_item *item)
{
	struct azs_node *out = azs_node_map(), *map;
	size_t i;

	azs_node_set(out, "item", azs_node_string(item->id));
	azs_node_set(out, "pillar", azs_node_string(item->pillar));
	azs_node_set(out, "title", azs_node_string(item->title));
	map = azs_node_set(out, "missing", azs_node_map());
	for (i = 0; i < 3; i++)
		azs_node_set(map, azs_level_name(levels[i]),
		    azs_node_string(missing(item, levels[i])));
	azs_node_set(out, "sources", azs_node_string(item->sources));
	return out;
}
