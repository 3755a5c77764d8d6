/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "field.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "text.h"

#define APP AZS_FIELD_APPLICATION
#define PRO AZS_FIELD_PROFILE
#define STRING AZS_TYPE_STRING
#define ENUM AZS_TYPE_ENUM
#define BOOL AZS_TYPE_BOOL
#define INT AZS_TYPE_INT
#define DECIMAL AZS_TYPE_DECIMAL
#define STRINGS AZS_TYPE_STRINGS
#define MAP AZS_TYPE_STRING_MAP
#define FILES AZS_EFFECT_FILES
#define VALUES AZS_EFFECT_VALUES

#define TYPES "Azure/bicep-types-az, 2026-08-20"
#define TF "hashicorp/terraform-provider-azurerm, 2026-08-21"
#define ACA "Microsoft Learn, Container Apps, 2025-11"
#define AZD "Azure/azure-dev azure.yaml schema v1.0, 2026-08-21"
#define SKILLS "microsoft/azure-skills, 2026-08-21"
#define DEPLOYMENT_SKUS                                                \
	"Standard|GlobalStandard|DataZoneStandard|ProvisionedManaged|" \
	"GlobalProvisionedManaged|DataZoneProvisionedManaged"
#define UPGRADES                                                    \
	"OnceNewDefaultVersionAvailable|OnceCurrentVersionExpired|" \
	"NoAutoUpgrade"
#define SITE_REGIONS "westus2|centralus|eastus2|westeurope|eastasia"

/* clang-format off */
const struct azs_field azs_fields[] = {
{ APP, "name",                               STRING,  FILES,  NULL, "name", 0, 0, NULL, "Name of the application: azd's project name and part of the resource group's name.", AZD },
{ APP, "pattern",                            STRING,  FILES,  NULL, "role", 0, 0, NULL, "The architecture to generate.", NULL },
{ APP, "locations",                          STRINGS, FILES,  NULL, "region", 0, 0, NULL, "Azure regions, the first is the primary one; a profile may name others.", NULL },
{ APP, "branch",                             STRING,  FILES,  NULL, "branch", 0, 0, "main", "The branch that is deployed.", NULL },
{ APP, "defaultProfile",                     STRING,  FILES,  NULL, "role", 0, 0, NULL, "The profile for azd environments whose name is no profile's. Without it such a deployment stops.", NULL },
{ APP, "templateDir",                        STRING,  FILES,  NULL, "path", 0, 0, NULL, "Folder inside the repository whose files replace or add to azstamp's templates.", NULL },
{ APP, "services.*.host",                    ENUM,    FILES,  NULL, "containerapp|staticwebapp", 0, 0, NULL, "The Azure service that runs it, in azd's words.", AZD },
{ APP, "services.*.project",                 STRING,  FILES,  NULL, "path", 0, 0, NULL, "Folder of its source, from the repository's root.", AZD },
{ APP, "services.*.ingress",                 ENUM,    FILES,  NULL, "external|internal", 0, 0, "internal", "Whether a container app answers outside its environment.", TYPES },
{ APP, "services.*.uses",                    STRINGS, FILES,  NULL, "role-or-resource", 0, 0, NULL, "What it calls: services by name, and openai, search, vision, documentIntelligence, keyVault. It gets access to nothing else.", NULL },

{ PRO, "extends",                            STRING,  FILES,  NULL, "extends", 0, 0, NULL, "The profile this one starts from: another environment's name, or azstamp/dev, azstamp/staging, azstamp/prod.", NULL },
{ PRO, "level",                              ENUM,    FILES,  NULL, "development|staging|production", 0, 0, "production", "How strict the rules are, and the place in the order of promotion.", NULL },
{ PRO, "locations",                          STRINGS, VALUES, NULL, "region", 0, 0, NULL, "Azure regions of this environment, if other than the application's.", NULL },
{ PRO, "tags",                               MAP,     VALUES, NULL, NULL, 0, 0, NULL, "Tags on every resource, besides the ones azd needs.", NULL },
{ PRO, "openai.sku",                         ENUM,    VALUES, NULL, "S0", 0, 0, "S0", "Pricing tier of the Azure OpenAI account.", TYPES },
{ PRO, "openai.capacity",                    INT,     VALUES, "1,000 tokens per minute (provisioned: PTU)", NULL, 1, 100000, "10", "Capacity of each model deployment that names none of its own.", TF },
{ PRO, "openai.deployments.*.model",         STRING,  VALUES, NULL, "model", 0, 0, NULL, "Name of the model.", "Microsoft Learn, model retirement schedule, 2026-09-02" },
{ PRO, "openai.deployments.*.version",       STRING,  VALUES, NULL, "version", 0, 0, NULL, "Version of the model.", "Microsoft Learn, model retirement schedule, 2026-09-02" },
{ PRO, "openai.deployments.*.sku",           ENUM,    VALUES, NULL, DEPLOYMENT_SKUS, 0, 0, "GlobalStandard", "Deployment type: where requests are processed and how they are billed.", TF },
{ PRO, "openai.deployments.*.capacity",      INT,     VALUES, "1,000 tokens per minute (provisioned: PTU)", NULL, 1, 100000, NULL, "Capacity of this deployment, if other than openai.capacity.", TF },
{ PRO, "openai.deployments.*.versionUpgrade", ENUM,   VALUES, NULL, UPGRADES, 0, 0, "OnceCurrentVersionExpired", "When Azure moves the deployment to a newer version by itself.", TYPES },
{ PRO, "vision.sku",                         ENUM,    VALUES, NULL, "F0|S1", 0, 0, "S1", "Pricing tier of Computer Vision; F0 exists once per subscription and region.", TF },
{ PRO, "documentIntelligence.sku",           ENUM,    VALUES, NULL, "F0|S0", 0, 0, "S0", "Pricing tier of Document Intelligence; F0 exists once per subscription and region.", TF },
{ PRO, "search.enabled",                     BOOL,    FILES,  NULL, NULL, 0, 0, "true", "Whether there is an AI Search service.", NULL },
{ PRO, "search.sku",                         ENUM,    VALUES, NULL, "basic|standard|standard2|standard3|storage_optimized_l1|storage_optimized_l2", 0, 0, "basic", "Pricing tier of AI Search; free has no managed identity.", TYPES },
{ PRO, "search.replicas",                    INT,     VALUES, "replicas", NULL, 1, 12, "1", "Copies of AI Search: 2 for an SLA on queries, 3 also on writes.", TF },
{ PRO, "search.partitions",                  INT,     VALUES, "partitions", NULL, 1, 12, "1", "Storage units of AI Search: 1, 2, 3, 4, 6 or 12.", TF },
{ PRO, "search.semantic",                    ENUM,    VALUES, NULL, "disabled|free|standard", 0, 0, "free", "Plan of the semantic ranker.", TYPES },
{ PRO, "containers.cpu",                     DECIMAL, VALUES, "vCPU", NULL, 25, 400, "0.5", "CPU of each container app replica.", ACA },
{ PRO, "containers.memory",                  STRING,  VALUES, "Gi", "memory", 0, 0, "1.0Gi", "Memory of each container app replica: twice the CPU.", ACA },
{ PRO, "containers.minReplicas",             INT,     VALUES, "replicas", NULL, 0, 300, "1", "Fewest replicas; 0 lets an idle app stop.", TF },
{ PRO, "containers.maxReplicas",             INT,     VALUES, "replicas", NULL, 1, 300, "10", "Most replicas.", TF },
{ PRO, "containers.concurrentRequests",      INT,     VALUES, "requests", NULL, 1, 10000, "20", "Concurrent requests per replica that add a replica.", TYPES },
{ PRO, "containers.cpuUtilization",          INT,     VALUES, "%", NULL, 1, 100, "70", "CPU utilization that adds a replica.", ACA },
{ PRO, "services.*.containers.cpu",          DECIMAL, VALUES, "vCPU", NULL, 25, 400, NULL, "CPU of this service, if other than containers.cpu.", ACA },
{ PRO, "services.*.containers.memory",       STRING,  VALUES, "Gi", "memory", 0, 0, NULL, "Memory of this service, if other than containers.memory.", ACA },
{ PRO, "services.*.containers.minReplicas",  INT,     VALUES, "replicas", NULL, 0, 300, NULL, "Fewest replicas of this service.", TF },
{ PRO, "services.*.containers.maxReplicas",  INT,     VALUES, "replicas", NULL, 1, 300, NULL, "Most replicas of this service.", TF },
{ PRO, "services.*.containers.concurrentRequests", INT, VALUES, "requests", NULL, 1, 10000, NULL, "Concurrent requests that add a replica of this service.", TYPES },
{ PRO, "services.*.containers.cpuUtilization", INT,   VALUES, "%", NULL, 1, 100, NULL, "CPU utilization that adds a replica of this service.", ACA },
{ PRO, "registry.sku",                       ENUM,    VALUES, NULL, "Basic|Standard|Premium", 0, 0, "Basic", "Pricing tier of the container registry.", TYPES },
{ PRO, "staticWebApp.location",              ENUM,    VALUES, NULL, SITE_REGIONS, 0, 0, NULL, "Region of the static web app's metadata; the nearest of the five that exist if not given.", SKILLS },
{ PRO, "keyVault.sku",                       ENUM,    VALUES, NULL, "standard|premium", 0, 0, "standard", "Pricing tier of Key Vault; premium keeps keys in hardware.", TYPES },
{ PRO, "keyVault.retentionDays",             INT,     VALUES, "days", NULL, 7, 90, "90", "Days a deleted vault or secret can be recovered; cannot be changed later.", TYPES },
{ PRO, "keyVault.purgeProtection",           BOOL,    VALUES, NULL, NULL, 0, 0, "true", "Whether nobody can purge deleted secrets early; cannot be turned off later.", TYPES },
{ PRO, "monitoring.retentionDays",           INT,     VALUES, "days", NULL, 30, 730, "30", "Days that logs are kept.", TF },
{ PRO, "monitoring.dailyQuotaGb",            INT,     VALUES, "GB per day", NULL, -1, 10000, "-1", "Cap on ingested logs; -1 for none.", TYPES },
{ PRO, "monitoring.samplingPercentage",      INT,     VALUES, "%", NULL, 1, 100, "100", "Share of requests that Application Insights keeps.", TYPES },
{ PRO, "budget.enabled",                     BOOL,    FILES,  NULL, NULL, 0, 0, "true", "Whether there is a monthly budget; some offers refuse them.", NULL },
{ PRO, "budget.amount",                      INT,     VALUES, "per month, in the billing currency", NULL, 1, 1000000000, "200", "Monthly budget of the environment's resource group.", TYPES },
{ PRO, "budget.contactEmails",               STRINGS, VALUES, NULL, "email", 0, 0, NULL, "Who is told at 80 % and 95 %, besides the subscription's owners and contributors.", TF },
};
/* clang-format on */

const size_t azs_field_count = sizeof azs_fields / sizeof azs_fields[0];

/* How far pattern ("a.*.b") agrees with path: 2 equal, 1 path is a proper
   prefix at a dot, 0 not. */
static int
match(const char *pattern, const char *path)
{
	if (*path == '\0')
		return 1;
	for (;;) {
		size_t n = strcspn(pattern, "."), m = strcspn(path, ".");

		if (!(n == 1 && *pattern == '*' && m > 0) &&
		    (n != m || strncmp(pattern, path, n) != 0))
			return 0;
		pattern += n;
		path += m;
		if (*path == '\0')
			return *pattern == '\0' ? 2 : 1;
		if (*pattern == '\0')
			return 0;
		pattern++;
		path++;
	}
}

const struct azs_field *
azs_field_find(enum azs_field_file file, const char *path)
{
	size_t i;

	for (i = 0; i < azs_field_count; i++)
		if (azs_fields[i].file == file &&
		    match(azs_fields[i].path, path) == 2)
			return &azs_fields[i];
	return NULL;
}

int
azs_field_is_group(enum azs_field_file file, const char *path)
{
	size_t i;

	for (i = 0; i < azs_field_count; i++)
		if (azs_fields[i].file == file &&
		    match(azs_fields[i].path, path) == 1)
			return 1;
	return 0;
}

int
azs_field_is_map(enum azs_field_file file, const char *path)
{
	char *below = azs_xasprintf("%s.-", path);
	int is_map = 0;
	size_t i;

	/* "-" is no key of the table, so only "*" can match it. */
	for (i = 0; i < azs_field_count && !is_map; i++)
		is_map = *path != '\0' && azs_fields[i].file == file &&
		    match(azs_fields[i].path, below) != 0;
	free(below);
	return is_map;
}

/* Edit distance of two short words; from 64 bytes on they are far from all. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[64], n = strlen(a), m = strlen(b), i, j;

	if (n >= 64 || m >= 64)
		return SIZE_MAX;
	for (j = 0; j <= m; j++)
		row[j] = j;
	for (i = 1; i <= n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (j = 1; j <= m; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[m];
}

const char *
azs_nearest(const char *word, const char *const *words, size_t count)
{
	const char *best = NULL;
	size_t i, d, nearest = strlen(word) / 3 + 2;

	for (i = 0; i < count; i++) {
		d = distance(word, words[i]);
		if (d < nearest && d < strlen(word)) {
			nearest = d;
			best = words[i];
		}
	}
	return best;
}

/* The nearest path when the parent itself is misspelt. */
static char *
nearest_below(enum azs_field_file file, const char *parent, const char *key)
{
	char *mended = azs_field_nearest(file, parent), *path, *nearest;

	if (mended == NULL)
		return NULL;
	if (strcmp(mended, parent) == 0)
		return mended;
	path = azs_xasprintf("%s.%s", mended, key);
	free(mended);
	if (azs_field_find(file, path) != NULL ||
	    azs_field_is_group(file, path))
		return path;
	nearest = azs_field_nearest(file, path);
	free(path);
	return nearest;
}

char *
azs_field_nearest(enum azs_field_file file, const char *path)
{
	const char *dot = strrchr(path, '.');
	size_t head = dot == NULL ? 0 : (size_t)(dot - path) + 1, i, n = 0;
	char *parent = azs_xstrndup(path, head == 0 ? 0 : head - 1);
	char **words = azs_xcalloc(azs_field_count, sizeof *words);
	const char *best;
	char *nearest = NULL;

	for (i = 0; i < azs_field_count; i++) {
		const char *rest = azs_fields[i].path;
		const char *skip;

		if (azs_fields[i].file != file || match(rest, parent) != 1)
			continue;
		for (skip = parent; *skip != '\0'; skip++)
			if (*skip == '.')
				rest = strchr(rest, '.') + 1;
		if (*parent != '\0')
			rest = strchr(rest, '.') + 1;
		words[n++] = azs_xstrndup(rest, strcspn(rest, "."));
	}
	best = azs_nearest(path + head, (const char *const *)words, n);
	if (best != NULL)
		nearest = azs_xasprintf("%.*s%s", (int)head, path, best);
	else if (n == 0 && head > 0)
		nearest = nearest_below(file, parent, path + head);
	for (i = 0; i < n; i++)
		free(words[i]);
	free(words);
	free(parent);
	return nearest;
}

long
azs_hundredths(const char *text)
{
	size_t whole = strspn(text, "0123456789"), part = 0, i;
	long value = 0;

	/* As JSON has it, because the text goes into JSON as it is. */
	if (whole == 0 || whole > 9 || (whole > 1 && text[0] == '0'))
		return -1;
	if (text[whole] == '.') {
		part = strspn(text + whole + 1, "0123456789");
		if (part == 0 || text[whole + 1 + part] != '\0')
			return -1;
	} else if (text[whole] != '\0') {
		return -1;
	}
	for (i = 0; i < whole; i++)
		value = value * 10 + (text[i] - '0');
	for (i = 0; i < 2; i++)
		value = value * 10 + (i < part ? text[whole + 1 + i] - '0' : 0);
	for (i = 2; i < part; i++)
		if (text[whole + 1 + i] != '0')
			return -1;
	return value;
}

int
azs_role_name_ok(const char *name, size_t max)
{
	/* Unquoted keys and values of the YAML files that azd and GitHub read,
	   by YAML 1.1 in places. */
	static const char *const words[] = { "false", "no", "null", "off", "on",
		"true", "yes" };
	size_t len = strlen(name), i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i], name) == 0)
			return 0;
	return len >= 1 && len <= max && name[0] >= 'a' && name[0] <= 'z' &&
	    name[len - 1] != '-' && strstr(name, "--") == NULL &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

void
azs_field_show(struct azs_buf *out, const struct azs_node *value)
{
	switch (value->kind) {
	case AZS_STRING:
		azs_buf_addf(out, "\"%.60s\"", value->text);
		break;
	case AZS_REAL:
		azs_buf_addf(out, "%.60s", value->text);
		break;
	case AZS_INT:
		azs_buf_addf(out, "%lld", (long long)value->number);
		break;
	case AZS_BOOL:
		azs_buf_adds(out, value->number != 0 ? "true" : "false");
		break;
	case AZS_NULL:
		azs_buf_adds(out, "null");
		break;
	default:
		azs_buf_addf(out, "%s", azs_kind_name(value->kind));
	}
}

static int
refuse(struct azs_buf *why, const struct azs_node *value, const char *expected)
{
	azs_buf_addf(why, "must be %s, not ", expected);
	azs_field_show(why, value);
	return 0;
}

static int
accepts_enum(const struct azs_field *field, const struct azs_node *value,
    struct azs_buf *why)
{
	const char *const *words;
	const char *nearest;
	size_t count, i;

	words = azs_text_split(field->allowed, '|', &count);
	for (i = 0; i < count && value->kind == AZS_STRING; i++)
		if (strcmp(words[i], value->text) == 0)
			break;
	if (value->kind == AZS_STRING && i < count) {
		azs_text_split_free(words);
		return 1;
	}
	azs_buf_adds(why, count == 1 ? "must be " : "must be one of ");
	for (i = 0; i < count; i++)
		azs_buf_addf(why, "%s%s", i == 0 ? "" : ", ", words[i]);
	azs_buf_adds(why, "; it is ");
	azs_field_show(why, value);
	nearest = value->kind == AZS_STRING
	    ? azs_nearest(value->text, words, count)
	    : NULL;
	if (nearest != NULL)
		azs_buf_addf(why, " (did you mean %s?)", nearest);
	azs_text_split_free(words);
	return 0;
}

static int
accepts_number(const struct azs_field *field, const struct azs_node *value,
    struct azs_buf *why)
{
	char expected[96];
	long hundredths;

	if (field->type == AZS_TYPE_INT) {
		if (value->kind == AZS_INT && value->number >= field->min &&
		    value->number <= field->max)
			return 1;
		(void)snprintf(expected, sizeof expected,
		    "an integer from %ld to %ld", field->min, field->max);
		return refuse(why, value, expected);
	}
	if (value->kind == AZS_INT && value->number >= 0 &&
	    value->number <= 1000000)
		hundredths = (long)value->number * 100;
	else
		hundredths =
		    value->kind == AZS_REAL ? azs_hundredths(value->text) : -1;
	if (hundredths >= field->min && hundredths <= field->max)
		return 1;
	(void)snprintf(expected, sizeof expected,
	    "a decimal from %ld.%02ld to %ld.%02ld", field->min / 100,
	    field->min % 100, field->max / 100, field->max % 100);
	return refuse(why, value, expected);
}

/* An item of a list or map of strings. */
static int
accepts_item(const struct azs_field *field, const struct azs_node *item,
    struct azs_buf *why)
{
	if (item->kind == AZS_STRING)
		return azs_text_matches(field->allowed, item->text, why);
	azs_buf_adds(why, "must hold strings only, not ");
	azs_field_show(why, item);
	if (item->kind == AZS_BOOL || item->kind == AZS_INT ||
	    item->kind == AZS_REAL)
		azs_buf_adds(why, " (put it in quotes)");
	return 0;
}

static int
accepts_strings(const struct azs_field *field, const struct azs_node *value,
    struct azs_buf *why)
{
	enum azs_kind kind =
	    field->type == AZS_TYPE_STRINGS ? AZS_LIST : AZS_MAP;
	struct azs_node *seen;
	size_t i;
	int ok = 1;

	if (value->kind != kind)
		return refuse(why, value,
		    kind == AZS_LIST ? "a list of strings"
				     : "a map of strings");
	seen = azs_node_map();
	for (i = 0; i < value->count && ok; i++) {
		const struct azs_node *item = value->items[i];

		/* null takes back what an ancestor put into a map. */
		if (kind == AZS_MAP && item->kind == AZS_NULL)
			continue;
		ok = accepts_item(field, item, why);
		if (!ok || kind == AZS_MAP)
			continue;
		if (azs_node_get(seen, item->text) != NULL) {
			azs_buf_addf(why, "names \"%.60s\" twice", item->text);
			ok = 0;
		}
		azs_node_set(seen, item->text, azs_node_null());
	}
	azs_node_free(seen);
	return ok;
}

int
azs_field_accepts(const struct azs_field *field, const struct azs_node *value,
    struct azs_buf *why)
{
	switch (field->type) {
	case AZS_TYPE_ENUM:
		return accepts_enum(field, value, why);
	case AZS_TYPE_BOOL:
		return value->kind == AZS_BOOL ||
		    refuse(why, value, "true or false");
	case AZS_TYPE_INT:
	case AZS_TYPE_DECIMAL:
		return accepts_number(field, value, why);
	case AZS_TYPE_STRINGS:
	case AZS_TYPE_STRING_MAP:
		return accepts_strings(field, value, why);
	case AZS_TYPE_STRING:
		break;
	}
	if (value->kind != AZS_STRING) {
		(void)refuse(why, value, "a string");
		if (value->kind == AZS_INT || value->kind == AZS_REAL ||
		    value->kind == AZS_BOOL)
			azs_buf_adds(why, " (put it in quotes)");
		return 0;
	}
	return azs_text_matches(field->allowed, value->text, why);
}

struct azs_node *
azs_field_default(const struct azs_field *field)
{
	const char *text = field->fallback;

	if (text == NULL)
		return NULL;
	switch (field->type) {
	case AZS_TYPE_BOOL:
		return azs_node_bool(strcmp(text, "true") == 0);
	case AZS_TYPE_INT:
		return azs_node_int(strtol(text, NULL, 10));
	case AZS_TYPE_DECIMAL:
		return azs_node_real(text);
	default:
		return azs_node_string(text);
	}
}
