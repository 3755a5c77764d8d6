/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "memory.h"
#include "readiness_items.h"

void
azs_ready_budget(struct azs_ready *ready)
{
	const struct azs_node *told =
	    azs_ready_get(ready, "budget.escalationEmails");

	azs_ready_value(ready, "budget.enabled");
	azs_ready_rule(
	    ready, "AZS0120", "azstamp env set ENV budget.enabled=true");
	if (!azs_ready_true(ready, "budget.enabled"))
		return;
	azs_ready_value(ready, "budget.amount");
	azs_ready_value(ready, "budget.contactEmails");
	azs_ready_value(ready, "budget.escalationEmails");
	if (ready->environment->level == AZS_PRODUCTION &&
	    (told == NULL || told->count == 0))
		azs_ready_should(ready,
		    "azstamp env set ENV "
		    "'budget.escalationEmails=[cto@example.com]'",
		    "budget.escalationEmails is empty: at 95 %% nobody hears "
		    "of it who did not at 80 %%");
	azs_ready_module(ready, "cost/budget", "threshold: 95");
}

/* The environment of production that this one is compared to. */
static const struct azs_environment *
production(const struct azs_ready *ready)
{
	const struct azs_model *model = ready->world->model;
	size_t i;

	for (i = model->count; i > 0; i--)
		if (model->environments[i - 1].level == AZS_PRODUCTION)
			return &model->environments[i - 1];
	return NULL;
}

static double
amount(const struct azs_node *node)
{
	double whole = 0, part = 0, scale = 1;
	const char *at;

	if (node->kind == AZS_INT)
		return (double)node->number;
	for (at = node->text; *at >= '0' && *at <= '9'; at++)
		whole = whole * 10 + (*at - '0');
	for (at += *at == '.'; *at >= '0' && *at <= '9'; at++) {
		scale /= 10;
		part += scale * (*at - '0');
	}
	return whole + part;
}

/* What is no production costs no more than it. */
static void
compare(struct azs_ready *ready, const struct azs_environment *other,
    const char *path)
{
	const struct azs_node *ours = azs_ready_get(ready, path);
	const struct azs_node *theirs = azs_node_at(other->resolved, path);
	char *fix;

	if (amount(ours) <= amount(theirs))
		return;
	fix = azs_xasprintf("azstamp env unset ENV %s", path);
	azs_ready_should(
	    ready, fix, "%s is more than in %s", path, other->name);
	free(fix);
}

void
azs_ready_sizes(struct azs_ready *ready)
{
	const struct azs_environment *other = production(ready);
	char *path;
	int compared =
	    other != NULL && ready->environment->level != AZS_PRODUCTION;

	if (azs_ready_has(ready, "models")) {
		azs_ready_value(ready, "openai.capacity");
		if (compared)
			compare(ready, other, "openai.capacity");
	}
	if (azs_ready_has(ready, "search")) {
		azs_ready_value(ready, "search.sku");
		azs_ready_value(ready, "search.replicas");
		if (compared)
			compare(ready, other, "search.replicas");
		if (ready->environment->level == AZS_PRODUCTION)
			azs_ready_rule(ready, "AZS0183",
			    "azstamp env set ENV search.replicas=3");
	}
	if (azs_ready_has(ready, "containerApp")) {
		azs_ready_node(ready, "containers.cpu",
		    azs_ready_get(ready, "containers.cpu"));
		azs_ready_node(ready, "containers.memory",
		    azs_ready_get(ready, "containers.memory"));
		if (compared)
			compare(ready, other, "containers.cpu");
	}
	if (azs_ready_has(ready, "appService")) {
		azs_ready_value(ready, "appService.sku");
		if (compared)
			compare(ready, other, "appService.instances");
	}
	if (azs_ready_has(ready, "functionApp"))
		azs_ready_value(ready, "functions.memoryMb");
	if (ready->environment->level == AZS_PRODUCTION)
		azs_ready_rule(ready, "AZS0118", NULL);
	path = azs_xasprintf("loadJsonContent('environments/%s.json')",
	    ready->environment->name);
	azs_ready_infra(ready, path);
	free(path);
}

void
azs_ready_dev_test(struct azs_ready *ready)
{
	if (ready->environment->level == AZS_PRODUCTION) {
		azs_ready_not_applicable(
		    ready, "the dev/test offer excludes production");
		return;
	}
	azs_ready_manual(ready,
	    "ask for a subscription with the dev/test offer; "
	    "scripts/set_up_github.py --subscription ENV=ID deploys there");
	azs_ready_file(
	    ready, "infra/modules/cost/cost-workbook.json", "dev/test offer");
}

void
azs_ready_reservations(struct azs_ready *ready)
{
	if (ready->environment->level != AZS_PRODUCTION) {
		azs_ready_not_applicable(
		    ready, "reservations are for what runs all the time");
		return;
	}
	azs_ready_manual(ready,
	    "after a month of use, compare the workbook on cost with the price "
	    "of reservations: provisioned throughput (openai.deployments."
	    "<name>.sku), Container Apps, Redis, App Service");
	azs_ready_file(ready, "infra/modules/cost/cost-workbook.json",
	    "reservations: provisioned throughput (PTU)");
}

void
azs_ready_cost_dashboard(struct azs_ready *ready)
{
	azs_ready_infra(ready, "'modules/cost/cost-workbook.json'");
	azs_ready_file(
	    ready, "infra/modules/cost/cost-workbook.json", "\"by-model\"");
	azs_ready_file(ready, "infra/modules/monitoring/workbook.bicep", NULL);
}

void
azs_ready_cost_reviews(struct azs_ready *ready)
{
	if (azs_ready_has(ready, "github")) {
		azs_ready_manual(
		    ready, "work off the issue that ops.yml opens every week");
		azs_ready_file(ready, ".github/workflows/ops.yml",
		    "gh issue create --title \"Cost review");
	} else {
		azs_ready_manual(
		    ready, "look at the workbook on cost every week");
	}
	azs_ready_file(ready, "infra/modules/cost/cost-workbook.json",
	    "Review it every month");
}
