/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "validate.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "model.h"

static void
unknown_key(enum azs_field_file file, const char *path,
    const struct azs_node *node, struct azs_findings *findings)
{
	int dots = strchr(node->key, '.') != NULL;
	char *nearest = dots ? NULL : azs_field_nearest(file, path);

	azs_findings_add(findings, &node->key_mark, AZS_ERROR,
	    AZS_RULE_UNKNOWN_KEY,
	    dots ? "a key has no dots: write one field below the other" : NULL,
	    "%.120s is no field%s%s%s", *path == '\0' ? "\"\"" : path,
	    nearest == NULL ? "" : " (did you mean ",
	    nearest == NULL ? "" : nearest, nearest == NULL ? "" : "?)");
	free(nearest);
}

/* One finding for a value, or one for each item of a list or map of strings
   that is wrong by itself. */
static void
check_value(const struct azs_field *field, const char *path,
    const struct azs_node *value, struct azs_findings *findings)
{
	const struct azs_node *culprit;
	struct azs_buf why = AZS_BUF_INIT;
	struct azs_node one = *value;
	size_t i, count, before = findings->count;

	if (azs_field_check(field, value, &why, &culprit))
		goto done;
	/* What is no list at all is one mistake. */
	count = culprit == value ? 0 : value->count;
	one.count = 1;
	for (i = 0; i < count; i++) {
		struct azs_buf reason = AZS_BUF_INIT;

		one.items = &value->items[i];
		if (!azs_field_check(field, &one, &reason, &culprit))
			azs_findings_add(findings, &culprit->mark, AZS_ERROR,
			    AZS_RULE_VALUE, NULL, "%s %s", path, reason.data);
		azs_buf_release(&reason);
	}
	/* Each is right by itself: one stands there twice. */
	if (findings->count == before) {
		azs_buf_clear(&why);
		(void)azs_field_check(field, value, &why, &culprit);
		azs_findings_add(findings, &culprit->mark, AZS_ERROR,
		    AZS_RULE_VALUE, NULL, "%s %s", path, why.data);
	}
done:
	azs_buf_release(&why);
}

static void
walk(enum azs_field_file file, const struct azs_node *map, const char *path,
    struct azs_findings *findings)
{
	int roles = azs_field_is_map(file, path);
	size_t i;

	for (i = 0; i < map->count; i++) {
		const struct azs_node *item = map->items[i];
		char *below = azs_xasprintf(
		    "%s%s%s", path, *path == '\0' ? "" : ".", item->key);
		const struct azs_field *field;
		struct azs_buf why = AZS_BUF_INIT;

		if (roles && !azs_field_entry_ok(path, item->key)) {
			azs_findings_add(findings, &item->key_mark, AZS_ERROR,
			    AZS_RULE_ROLE_NAME, NULL,
			    "\"%.60s\" is no name for an entry of %s: %s",
			    item->key, path, azs_field_entry_rule(path));
		} else if (*item->key == '\0' ||
		    strchr(item->key, '.') != NULL) {
			/* These would pass for another field's path. */
			unknown_key(file, below, item, findings);
		} else if ((field = azs_field_find(file, below)) != NULL) {
			if (item->kind != AZS_NULL)
				check_value(field, below, item, findings);
		} else if (!azs_field_is_group(file, below)) {
			unknown_key(file, below, item, findings);
		} else if (item->kind == AZS_MAP) {
			walk(file, item, below, findings);
		} else if (item->kind != AZS_NULL) {
			azs_field_show(&why, item);
			azs_findings_add(findings, &item->mark, AZS_ERROR,
			    AZS_RULE_VALUE, NULL, "%s must be a map, not %s",
			    below, why.data);
		}
		azs_buf_release(&why);
		free(below);
	}
}

void
azs_validate_fields(enum azs_field_file file, const struct azs_node *node,
    struct azs_findings *findings)
{
	struct azs_buf why = AZS_BUF_INIT;

	if (node->kind != AZS_MAP) {
		azs_field_show(&why, node);
		azs_findings_add(findings, &node->mark, AZS_ERROR,
		    AZS_RULE_VALUE, NULL,
		    "the file must hold a map of fields, not %s", why.data);
		azs_buf_release(&why);
		return;
	}
	walk(file, node, "", findings);
}

static int
present(const struct azs_node *node)
{
	return node != NULL && node->kind != AZS_NULL &&
	    !((node->kind == AZS_LIST || node->kind == AZS_MAP) &&
		node->count == 0);
}

static void
need(const struct azs_node *map, const struct azs_mark *mark, const char *key,
    const char *path, const char *hint, struct azs_findings *findings)
{
	if (!present(azs_node_get(map, key)))
		azs_findings_add(findings, mark, AZS_ERROR, AZS_RULE_REQUIRED,
		    hint, "%s%s%s is missing", path, *path == '\0' ? "" : ".",
		    key);
}

/* Each entry of the map at path has all count keys. */
static void
need_each(const struct azs_node *root, const char *path,
    const char *const *keys, size_t count, struct azs_findings *findings)
{
	const struct azs_node *map = azs_node_at(root, path);
	size_t i, j;

	/* What is no map is a finding already. */
	for (i = 0; map != NULL && map->kind == AZS_MAP && i < map->count;
	     i++) {
		const struct azs_node *item = map->items[i];
		char *below;

		if (item->kind != AZS_MAP && item->kind != AZS_NULL)
			continue;
		below = azs_xasprintf("%s.%s", path, item->key);
		for (j = 0; j < count; j++)
			need(item,
			    item->key_mark.line == 0 ? &root->mark
						     : &item->key_mark,
			    keys[j], below, NULL, findings);
		free(below);
	}
}

void
azs_validate_required(enum azs_field_file file, const struct azs_node *node,
    struct azs_findings *findings)
{
	static const char *const service[] = { "host", "project" };
	static const char *const deployment[] = { "model", "version" };
	static const char *const suppression[] = { "reason", "until" };

	if (node->kind == AZS_MAP)
		need_each(node, "suppress", suppression, 2, findings);
	if (file == AZS_FIELD_PROFILE) {
		need_each(node, "openai.deployments", deployment, 2, findings);
		return;
	}
	if (node->kind != AZS_MAP)
		return;
	need(node, &node->mark, "name", "", NULL, findings);
	need(node, &node->mark, "pattern", "", NULL, findings);
	need(node, &node->mark, "locations", "",
	    "name at least one region: locations: [eastus2]", findings);
	need(node, &node->mark, "services", "",
	    "name at least one service with its host and project", findings);
	need_each(node, "services", service, 2, findings);
}
