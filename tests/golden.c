/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "file.h"
#include "memory.h"
#include "rules.h"
#include "unit.h"

const char azs_golden_application[] = "name: shop\n"
				      "pattern: microservice\n"
				      "locations: [eastus2]\n"
				      "services:\n"
				      "  api:\n"
				      "    host: containerapp\n"
				      "    project: services/api\n";

static void
ask(const struct azs_model *model, struct azs_findings *findings)
{
	struct azs_assets *assets = NULL;
	struct azs_manifest *manifest = NULL;
	struct azs_error err;

	if (azs_findings_count(findings, AZS_ERROR) == 0) {
		/* A pattern that does not exist has no manifest. */
		if (azs_assets_open(NULL, &assets, &err) == 0)
			(void)azs_manifest_load(assets,
			    azs_node_text(
				azs_node_get(model->application, "pattern"),
				""),
			    &manifest, &err);
		azs_rules_check(model, manifest, azs_facts_date, findings);
	}
	azs_findings_sort(findings);
	azs_manifest_free(manifest);
	azs_assets_close(assets);
}

struct azs_model *
azs_golden_model(const char *folder, struct azs_findings *findings)
{
	struct azs_model *model = NULL;
	struct azs_error err;

	azs_findings_init(findings);
	if (azs_model_load(azs_test_path(folder), NULL, NULL, findings, &model,
		&err) == -1) {
		(void)fprintf(stderr, "%s: %s\n", folder, err.msg);
		exit(1);
	}
	ask(model, findings);
	return model;
}

struct azs_model *
azs_golden_build(const char *application, const char *dev, const char *prod)
{
	const struct azs_model_source sources[] = {
		{ "azstamp.yaml", application, strlen(application) },
		{ "profiles/dev.yaml", dev, strlen(dev) },
		{ "profiles/prod.yaml", prod, prod == NULL ? 0 : strlen(prod) },
	};
	struct azs_findings findings;
	struct azs_model *model;
	struct azs_buf text = AZS_BUF_INIT;

	azs_findings_init(&findings);
	model = azs_model_build(sources, prod == NULL ? 2 : 3, &findings);
	/* With errors in the structure the rules are not asked. */
	ask(model, &findings);
	if (azs_findings_count(&findings, AZS_ERROR) > 0 &&
	    strncmp(findings.items[0].rule, "AZS00", 5) == 0) {
		azs_findings_text(&findings, 0, &text);
		(void)fputs(text.data, stderr);
		exit(1);
	}
	azs_findings_release(&findings);
	return model;
}

static int
rewrite(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (file == NULL || fputs(text, file) == EOF || fclose(file) == EOF) {
		perror(path);
		return 0;
	}
	return 1;
}

int
azs_golden_equal(const char *path, const char *text)
{
	const char *update = getenv("AZSTAMP_UPDATE_GOLDEN");
	struct azs_buf expected = AZS_BUF_INIT;
	struct azs_error err;
	int equal;

	if (update != NULL && strcmp(update, "1") == 0)
		return rewrite(azs_test_path(path), text);
	if (azs_file_read(azs_test_path(path), 1 << 20, &expected, &err) ==
	    -1) {
		(void)fprintf(stderr, "\n%s\n", err.msg);
		return 0;
	}
	equal = strcmp(expected.data, text) == 0;
	if (!equal)
		(void)fprintf(stderr, "\n%s: expected:\n%sbut it is:\n%s", path,
		    expected.data, text);
	azs_buf_release(&expected);
	return equal;
}

int
azs_golden_holds(const char *text, const char *part)
{
	if (strstr(text, part) != NULL)
		return 1;
	(void)fprintf(stderr, "\nexpected: %s\nin: %s\n", part, text);
	return 0;
}
