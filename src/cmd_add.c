/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "document.h"
#include "edit.h"
#include "feature.h"
#include "field.h"
#include "file.h"
#include "followup.h"
#include "memory.h"
#include "text.h"
#include "workspace.h"

/* An option's value as the field of services takes it. */
static int
take(const char *option, const char *key, struct azs_node *value,
    struct azs_node *service, struct azs_error *err)
{
	char *path = azs_xasprintf("services.*.%s", key);
	struct azs_buf why = AZS_BUF_INIT;
	int ret = 0;

	azs_node_set(service, key, value);
	if (!azs_field_accepts(
		azs_field_find(AZS_FIELD_APPLICATION, path), value, &why))
		ret = azs_fail(err, AZS_EUSAGE, "--%s %s", option, why.data);
	azs_buf_release(&why);
	free(path);
	return ret;
}

/* Every word is a service or a resource. */
static int
check_uses(const struct azs_node *services, const struct azs_node *uses,
    struct azs_error *err)
{
	const char **words =
	    azs_xcalloc(services->count + azs_resource_count, sizeof *words);
	const char *nearest;
	size_t i, j, n = 0;
	int ret = 0;

	for (i = 0; i < services->count; i++)
		words[n++] = services->items[i]->key;
	for (i = 0; i < azs_resource_count; i++)
		words[n++] = azs_resources[i];
	for (i = 0; i < uses->count && ret == 0; i++) {
		for (j = 0; j < n; j++)
			if (strcmp(words[j], uses->items[i]->text) == 0)
				break;
		if (j < n)
			continue;
		nearest = azs_nearest(uses->items[i]->text, words, n);
		ret = azs_fail(err, AZS_EUSAGE,
		    "--uses: %.60s is neither a service nor a resource%s%s%s",
		    uses->items[i]->text,
		    nearest == NULL ? "" : " (did you mean ",
		    nearest == NULL ? "" : nearest,
		    nearest == NULL ? "" : "?)");
	}
	free(words);
	return ret;
}

static struct azs_node *
split(const char *text)
{
	struct azs_node *list = azs_node_list();
	const char *const *words;
	size_t i, count;

	words = azs_text_split(text, ',', &count);
	for (i = 0; i < count; i++)
		azs_node_append(list, azs_node_string(words[i]));
	azs_text_split_free(words);
	return list;
}

/* --host, else what the pattern names first. */
static const char *
host_of(const struct azs_args *args, const struct azs_manifest *manifest)
{
	const char *host = azs_args_get(args, "host");

	if (host != NULL || manifest->hosts == NULL ||
	    manifest->hosts->count == 0)
		return host != NULL ? host : "containerapp";
	return manifest->hosts->items[0]->text;
}

/* The service that the options describe. */
static int
describe(const struct azs_args *args, const struct azs_workspace *workspace,
    const struct azs_node *services, struct azs_node *service,
    struct azs_error *err)
{
	const char *name = args->operands[0];
	const char *project = azs_args_get(args, "project");
	const char *ingress = azs_args_get(args, "ingress");
	const char *uses = azs_args_get(args, "uses");
	char *folder = azs_xasprintf("services/%s", name);
	int ret = -1;

	if (!azs_role_name_ok(name, 32)) {
		azs_fail(err, AZS_EUSAGE,
		    "\"%.60s\" cannot name a service: at most "
		    "32 " AZS_ROLE_NAME_RULE,
		    name);
		goto done;
	}
	if (azs_node_get(services, name) != NULL) {
		azs_fail(err, AZS_EFAILED, "%s: there is a service %s already",
		    AZS_APPLICATION_FILE, name);
		goto done;
	}
	if (take("host", "host",
		azs_node_string(host_of(args, workspace->manifest)), service,
		err) == -1 ||
	    take("project", "project",
		azs_node_string(project == NULL ? folder : project), service,
		err) == -1 ||
	    (ingress != NULL &&
		take("ingress", "ingress", azs_node_string(ingress), service,
		    err) == -1))
		goto done;
	if (uses != NULL &&
	    (take("uses", "uses", split(uses), service, err) == -1 ||
		check_uses(services, azs_node_get(service, "uses"), err) == -1))
		goto done;
	ret = 0;
done:
	free(folder);
	return ret;
}

/* Put the service into azstamp.yaml. */
static int
write_service(const struct azs_workspace *workspace, const char *name,
    const struct azs_node *service, struct azs_error *err)
{
	char *file = azs_xasprintf("%s/" AZS_APPLICATION_FILE, workspace->root);
	char *path = azs_xasprintf("services.%s", name);
	struct azs_buf text = AZS_BUF_INIT;
	int ret = -1;

	if (azs_file_read(file, AZS_DOCUMENT_MAX_BYTES, &text, err) == -1 ||
	    azs_edit_set(AZS_APPLICATION_FILE, &text, path, service, err) ==
		-1 ||
	    azs_followup_write(
		workspace->root, AZS_APPLICATION_FILE, &text, err) == -1)
		goto done;
	ret = 0;
done:
	azs_buf_release(&text);
	free(path);
	free(file);
	return ret;
}

static int
say(const struct azs_args *args, const struct azs_node *service,
    struct azs_error *err)
{
	const char *name = args->operands[0];
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *report = azs_node_map();

	azs_buf_addf(&out, "%s: services.%s: new, %s in %s\n",
	    AZS_APPLICATION_FILE, name, azs_node_get(service, "host")->text,
	    azs_node_get(service, "project")->text);
	azs_node_set(report, "file", azs_node_string(AZS_APPLICATION_FILE));
	azs_node_set(report, "name", azs_node_string(name));
	azs_node_set(report, "service", azs_node_copy(service));
	return azs_followup_now(args, &out, report, err);
}

static int
run(const struct azs_args *args, struct azs_error *err)
{
	struct azs_workspace workspace;
	struct azs_node *service = azs_node_map();
	const struct azs_node *services;
	int ret = -1;

	if (azs_followup_open(args, &workspace, err) == -1 ||
	    azs_workspace_require_valid(&workspace, err) == -1)
		goto done;
	services = azs_node_get(workspace.model->application, "services");
	if (describe(args, &workspace, services, service, err) == -1 ||
	    write_service(&workspace, args->operands[0], service, err) == -1)
		goto done;
	ret = say(args, service, err);
done:
	azs_node_free(service);
	azs_workspace_release(&workspace);
	return ret;
}

static const struct azs_option options[] = {
	{ "host", 0, "HOST", "what runs it (the pattern's first)" },
	{ "project", 0, "PATH", "folder of its source (services/NAME)" },
	{ "ingress", 0, "WHO", "external or internal, of a container app" },
	{ "uses", 0, "WORD,...", "services and resources it calls" },
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_add = { "add service", "NAME", 1, 1,
	"add a service to azstamp.yaml", options,
	sizeof options / sizeof options[0],
	"Comments, order and layout of everything else stay as they are.\n"
	"HOST is containerapp, function, appservice or staticwebapp; the\n"
	"pattern says which there are, and the first of them is the default.\n"
	"A service that is to call it needs its name in its own uses.\n\n"
	"Example:\n"
	"  azstamp add service search-service --uses openai,search\n",
	run };
