/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "model.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "asset.h"
#include "document.h"
#include "field.h"
#include "golden.h"
#include "memory.h"
#include "scratch.h"
#include "unit.h"
#include "validate.h"

static void
check_case(const char *name)
{
	char *folder = azs_xasprintf("tests/model/%s", name);
	char *expected = azs_xasprintf("%s/expected.txt", folder);
	struct azs_findings findings;
	struct azs_model *model = azs_golden_model(folder, &findings);
	struct azs_buf text = AZS_BUF_INIT;

	azs_findings_text(&findings, 0, &text);
	CU_ASSERT(azs_golden_equal(expected, text.data));
	azs_buf_release(&text);
	azs_findings_release(&findings);
	azs_model_free(model);
	free(expected);
	free(folder);
}

/* Every folder of tests/model is a case. */
static void
model_finds_what_each_case_expects(void)
{
	DIR *dir = opendir(azs_test_path("tests/model"));
	struct dirent *entry;
	int count = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.') {
			check_case(entry->d_name);
			count++;
		}
	closedir(dir);
	CU_ASSERT(count >= 15);
}

static const struct azs_node *
at(const struct azs_model *model, const char *environment, const char *path)
{
	return azs_node_at(
	    azs_model_environment(model, environment)->resolved, path);
}

static void
model_keeps_the_place_a_value_comes_from(void)
{
	struct azs_model *model = azs_golden_build(azs_golden_application,
	    "extends: azstamp/dev\nopenai:\n  capacity: 7\n",
	    "extends: dev\nsearch: {replicas: 2}\n");
	const struct azs_node *node = at(model, "prod", "openai.capacity");

	CU_ASSERT_STRING_EQUAL(node->mark.file, "profiles/dev.yaml");
	CU_ASSERT_EQUAL(node->mark.line, 3);
	CU_ASSERT_EQUAL(node->mark.column, 13);
	node = at(model, "prod", "search.replicas");
	CU_ASSERT_STRING_EQUAL(node->mark.file, "profiles/prod.yaml");
	CU_ASSERT_EQUAL(node->mark.column, 20);
	node = at(model, "prod", "registry.sku");
	CU_ASSERT_STRING_EQUAL(node->mark.file, "azstamp/dev");
	CU_ASSERT_STRING_EQUAL(node->text, "Basic");
	node = at(model, "prod", "budget.enabled");
	CU_ASSERT_EQUAL(node->mark.line, 0);
	CU_ASSERT(azs_node_true(node));
	CU_ASSERT_PTR_NULL(at(model, "prod", "extends"));
	azs_model_free(model);
}

static void
model_gives_every_field_its_default(void)
{
	struct azs_model *model =
	    azs_golden_build(azs_golden_application, "level: staging\n", NULL);
	struct azs_node *fallback;
	size_t i;

	for (i = 0; i < azs_field_count; i++) {
		const struct azs_field *field = &azs_fields[i];

		if (field->file != AZS_FIELD_PROFILE ||
		    strchr(field->path, '*') != NULL ||
		    strcmp(field->path, "level") == 0)
			continue;
		fallback = azs_field_default(field);
		CU_ASSERT(
		    azs_node_equal(fallback, at(model, "dev", field->path)));
		azs_node_free(fallback);
	}
	azs_model_free(model);
}

static void
model_takes_null_back_to_the_default(void)
{
	struct azs_model *model = azs_golden_build(azs_golden_application,
	    "extends: azstamp/dev\nopenai:\n  capacity: 7\n"
	    "  deployments:\n    chat: null\ntags: {a: x, b: y}\n",
	    "extends: dev\nlevel: staging\nopenai: {capacity: null}\n"
	    "keyVault: null\ntags: {a: null}\n");

	CU_ASSERT_EQUAL(at(model, "prod", "openai.capacity")->number, 10);
	CU_ASSERT_EQUAL(
	    at(model, "prod", "keyVault.retentionDays")->number, 90);
	CU_ASSERT_PTR_NULL(at(model, "dev", "openai.deployments.chat"));
	CU_ASSERT_PTR_NOT_NULL(
	    at(model, "dev", "openai.deployments.embedding"));
	CU_ASSERT_PTR_NULL(at(model, "prod", "tags.a"));
	CU_ASSERT_STRING_EQUAL(at(model, "prod", "tags.b")->text, "y");
	CU_ASSERT_STRING_EQUAL(at(model, "dev", "tags.a")->text, "x");
	azs_model_free(model);
}

static void
model_fills_defaults_of_entries_the_user_adds(void)
{
	struct azs_model *model = azs_golden_build(azs_golden_application,
	    "extends: azstamp/dev\nopenai:\n  deployments:\n    big:\n"
	    "      model: gpt-5.5\n      version: \"2026-04-24\"\n",
	    NULL);

	CU_ASSERT_STRING_EQUAL(
	    at(model, "dev", "openai.deployments.big.sku")->text,
	    "GlobalStandard");
	CU_ASSERT_PTR_NULL(at(model, "dev", "openai.deployments.big.capacity"));
	CU_ASSERT_PTR_NOT_NULL(at(model, "dev", "openai.deployments.chat"));
	azs_model_free(model);
}

static void
model_orders_environments_by_promotion(void)
{
	struct azs_findings findings;
	struct azs_model *model =
	    azs_golden_model("tests/rules/AZS0103/bad", &findings);

	CU_ASSERT_EQUAL_FATAL(model->count, 3);
	CU_ASSERT_STRING_EQUAL(model->environments[0].name, "staging");
	CU_ASSERT_STRING_EQUAL(model->environments[1].name, "prod");
	CU_ASSERT_STRING_EQUAL(model->environments[2].name, "prod2");
	azs_findings_release(&findings);
	azs_model_free(model);
}

static void
model_prefers_the_environments_own_regions(void)
{
	struct azs_model *model =
	    azs_golden_build(azs_golden_application, "extends: azstamp/dev\n",
		"extends: dev\nlocations: [westeurope, northeurope]\n");

	CU_ASSERT_STRING_EQUAL(
	    azs_model_location(model, azs_model_environment(model, "dev")),
	    "eastus2");
	CU_ASSERT_STRING_EQUAL(
	    azs_model_location(model, azs_model_environment(model, "prod")),
	    "westeurope");
	CU_ASSERT_PTR_NULL(azs_model_environment(model, "qa"));
	azs_model_free(model);
}

/* What azstamp/prod and then the text says of a field in a region. */
static void
check_fit(const char *region, const char *text, const char *path,
    const char *expected)
{
	char *prod = azs_xasprintf(
	    "extends: azstamp/prod\nlocations: [%s]\n%s", region, text);
	struct azs_model *model = azs_golden_build(
	    azs_golden_application, "extends: azstamp/dev\n", prod);

	CU_ASSERT_STRING_EQUAL(
	    azs_node_text(
		azs_node_at(
		    azs_model_environment(model, "prod")->resolved, path),
		""),
	    expected);
	azs_model_free(model);
	free(prod);
}

static void
model_fits_built_in_redundancy_to_the_region(void)
{
	check_fit("eastus2", "", "storage.sku", "Standard_GZRS");
	/* Zones, but no pair, or one on another continent. */
	check_fit("italynorth", "", "storage.sku", "Standard_ZRS");
	check_fit("brazilsouth", "", "storage.sku", "Standard_ZRS");
	/* A pair, but no zones; neither. */
	check_fit("westus", "", "storage.sku", "Standard_GRS");
	check_fit("eastus2", "", "backup.redundancy", "ZoneRedundant");
	check_fit("westus", "", "backup.redundancy", "LocallyRedundant");
}

static void
model_is_right_about_its_built_in_profiles(void)
{
	struct azs_findings findings;
	struct azs_node *node = NULL;
	struct azs_error err;
	size_t i, seen = 0;

	azs_findings_init(&findings);
	for (i = 0; i < azs_asset_count; i++) {
		const struct azs_asset *asset = &azs_assets[i];

		if (strncmp(asset->path, "profiles/", 9) != 0)
			continue;
		CU_ASSERT_EQUAL_FATAL(
		    azs_document_parse(
			asset->path, asset->bytes, asset->len, &node, &err),
		    0);
		azs_validate_fields(AZS_FIELD_PROFILE, node, &findings);
		azs_validate_required(AZS_FIELD_PROFILE, node, &findings);
		azs_node_free(node);
		seen++;
	}
	CU_ASSERT_EQUAL(seen, 3);
	CU_ASSERT_EQUAL(findings.count, 0);
	azs_findings_release(&findings);
}

static void
model_leaves_the_users_redundancy_alone(void)
{
	check_fit("eastus2", "storage:\n  sku: Standard_ZRS\n", "storage.sku",
	    "Standard_ZRS");
	check_fit("eastus2", "storage:\n  sku: Standard_RAGZRS\n",
	    "storage.sku", "Standard_RAGZRS");
}

static void
model_prefers_a_services_own_size(void)
{
	struct azs_model *model = azs_golden_build(azs_golden_application,
	    "extends: azstamp/dev\nservices:\n  api:\n    containers:\n"
	    "      maxReplicas: 9\n",
	    NULL);
	const struct azs_environment *dev = azs_model_environment(model, "dev");

	CU_ASSERT_EQUAL(
	    azs_model_container(dev, "api", "maxReplicas")->number, 9);
	CU_ASSERT_EQUAL(
	    azs_model_container(dev, "other", "maxReplicas")->number, 3);
	azs_model_free(model);
}

/* A chain of environments and a fan of them: both within a second. */
static void
model_takes_a_thousand_environments(void)
{
	struct azs_model_source *sources = azs_xcalloc(1001, sizeof *sources);
	char **texts = azs_xcalloc(2002, sizeof *texts);
	struct azs_findings findings;
	struct azs_model *model;
	clock_t start = clock();
	size_t i;

	azs_findings_init(&findings);
	sources[0].name = AZS_APPLICATION_FILE;
	sources[0].text = azs_golden_application;
	sources[0].len = strlen(azs_golden_application);
	for (i = 1; i <= 1000; i++) {
		texts[2 * i] = azs_xasprintf("profiles/e%zu.yaml", i);
		texts[2 * i + 1] = i == 1 || i > 300
		    ? azs_xstrdup("extends: azstamp/dev\nsearch: {sku: no}\n")
		    : azs_xasprintf("extends: e%zu\n", i - 1);
		sources[i].name = texts[2 * i];
		sources[i].text = texts[2 * i + 1];
		sources[i].len = strlen(texts[2 * i + 1]);
	}
	model = azs_model_build(sources, 1001, &findings);
	azs_findings_sort(&findings);
	CU_ASSERT_EQUAL(model->count, 1000);
	CU_ASSERT_EQUAL(findings.count, 701);
	/* Sanitizers and valgrind are slow; a quadratic step would be far
	   slower. */
	CU_ASSERT((clock() - start) / CLOCKS_PER_SEC < 60);
	azs_model_free(model);
	azs_findings_release(&findings);
	for (i = 0; i < 2002; i++)
		free(texts[i]);
	free(texts);
	free(sources);
}

static void
model_is_found_from_a_folder_below(void)
{
	struct azs_error err;
	char *root = NULL;
	const char *folder = azs_scratch_begin();

	azs_scratch_dir("a/b/c");
	CU_ASSERT_EQUAL(
	    azs_model_find_root(azs_scratch("a/b/c"), &root, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.msg, "azstamp init"));
	azs_scratch_file("azstamp.yaml", "name: x\n");
	CU_ASSERT_EQUAL_FATAL(
	    azs_model_find_root(azs_scratch("a/b/c"), &root, &err), 0);
	CU_ASSERT_STRING_EQUAL(root, folder);
	free(root);
	azs_scratch_end();
}

static void
model_names_a_file_it_cannot_read(void)
{
	struct azs_findings findings;
	struct azs_model *model = NULL;
	struct azs_error err;

	azs_findings_init(&findings);
	azs_scratch_begin();
	azs_scratch_file("profiles/dev.yaml/in-the-way", "");
	CU_ASSERT_EQUAL_FATAL(azs_model_load(azs_scratch("."), NULL, NULL,
				  &findings, &model, &err),
	    0);
	azs_findings_sort(&findings);
	CU_ASSERT_FATAL(findings.count >= 2);
	CU_ASSERT_STRING_EQUAL(findings.items[0].file, "azstamp.yaml");
	CU_ASSERT_STRING_EQUAL(findings.items[0].rule, AZS_RULE_SYNTAX);
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(findings.items[0].message, "cannot be read: No such file"));
	azs_model_free(model);
	azs_scratch_end();
	azs_findings_release(&findings);
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "model_finds_what_each_case_expects",
		    model_finds_what_each_case_expects },
		{ "model_keeps_the_place_a_value_comes_from",
		    model_keeps_the_place_a_value_comes_from },
		{ "model_gives_every_field_its_default",
		    model_gives_every_field_its_default },
		{ "model_takes_null_back_to_the_default",
		    model_takes_null_back_to_the_default },
		{ "model_fills_defaults_of_entries_the_user_adds",
		    model_fills_defaults_of_entries_the_user_adds },
		{ "model_orders_environments_by_promotion",
		    model_orders_environments_by_promotion },
		{ "model_prefers_the_environments_own_regions",
		    model_prefers_the_environments_own_regions },
		{ "model_fits_built_in_redundancy_to_the_region",
		    model_fits_built_in_redundancy_to_the_region },
		{ "model_is_right_about_its_built_in_profiles",
		    model_is_right_about_its_built_in_profiles },
		{ "model_leaves_the_users_redundancy_alone",
		    model_leaves_the_users_redundancy_alone },
		{ "model_prefers_a_services_own_size",
		    model_prefers_a_services_own_size },
		{ "model_takes_a_thousand_environments",
		    model_takes_a_thousand_environments },
		{ "model_is_found_from_a_folder_below",
		    model_is_found_from_a_folder_below },
		{ "model_names_a_file_it_cannot_read",
		    model_names_a_file_it_cannot_read },
	};

	return azs_test_main("model", tests, AZS_TEST_COUNT(tests));
}
