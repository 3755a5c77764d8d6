/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_RULES_H
#define AZS_RULES_H

#include <stddef.h>

#include "facts.h"
#include "finding.h"
#include "manifest.h"
#include "model.h"

/*
 * Semantic rules: what the field table cannot tell because it needs two
 * values or a fact about Azure. One table; each rule has a bad and a good
 * model under tests/rules/.
 */

struct azs_rule_check; /* private to rules*.c */

struct azs_rule {
	const char *id;	   /* "AZS0104", never reused */
	const char *title; /* what holds when the rule is kept */
	/* development, staging, production; the application's rules take the
	   first */
	enum azs_severity severity[3];
	int application; /* asked once, not for each environment */
	void (*check)(const struct azs_rule_check *check);
	const char *hint;   /* how to mend it */
	const char *source; /* name and date of the fact, or NULL */
};

extern const struct azs_rule azs_rules[];
extern const size_t azs_rule_count;

/* Ask every rule; call only for a model without structural errors. manifest:
   the pattern's, or NULL when there is none; then nobody asks what the pattern
   knows, and it is taken for one of a single region. today: YYYY-MM-DD, to
   which the last days of suppressions are compared; NULL for before them
   all. */
void azs_rules_check(const struct azs_model *model,
    const struct azs_manifest *manifest, const char *today,
    struct azs_findings *findings);

/* The rule of that id, or NULL. Is it one that asks more of production than of
   development, where it is no error? */
const struct azs_rule *azs_rule_find(const char *id);
int azs_rule_is_floor(const char *id);

/* What rules_*.c share. */
struct azs_rule_check {
	const struct azs_model *model;
	const struct azs_manifest *manifest;	   /* or NULL */
	const struct azs_environment *environment; /* NULL: application rule */
	const struct azs_rule *rule;
	const char *today;	     /* or NULL */
	struct azs_node *suppressed; /* private to rules_suppress.c */
	struct azs_findings *findings;
};

/*
 * Add a finding at the place of a value; a value that the user wrote is
 * preferred to the other (either may be NULL or come from no file). A value
 * inherited from elsewhere names the environment.
 */
void azs_rule_report(const struct azs_rule_check *check,
    const struct azs_node *value, const struct azs_node *other, const char *fmt,
    ...) __attribute__((format(printf, 4, 5)));

/* azs_rule_report() at fields of the environment, by their paths; other may be
   NULL. */
void azs_rule_report_at(const struct azs_rule_check *check, const char *path,
    const char *other, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Fields of the environment: the node or NULL; its text or ""; its number,
   which must be there; is it a true BOOL; is its text word? */
const struct azs_node *azs_rule_value(
    const struct azs_rule_check *check, const char *path);
const char *azs_rule_text(const struct azs_rule_check *check, const char *path);
int64_t azs_rule_number(const struct azs_rule_check *check, const char *path);
int azs_rule_true(const struct azs_rule_check *check, const char *path);
int azs_rule_is(
    const struct azs_rule_check *check, const char *path, const char *word);

/* Is the rule suppressed in the environment, or everywhere? Asked for what it
   has found. */
int azs_rule_is_suppressed(const struct azs_rule_check *check);

/* Written by the user, in a file of the repository. */
int azs_rule_is_users(const struct azs_node *node);

/* The services of the application. */
const struct azs_node *azs_rule_services(const struct azs_rule_check *check);

/* The first region of the environment, or NULL when it is none. */
const struct azs_region *azs_rule_region(const struct azs_rule_check *check);

/* Is the feature on in the environment; without one, in an environment where
   everything is switched on? */
int azs_rule_has(const struct azs_rule_check *check, const char *feature);

/* Do the services run in every region of an environment? */
int azs_rule_regional(const struct azs_rule_check *check);

/* Report each item of a list (or NULL) that is no region. */
void azs_rule_unknown_regions(
    const struct azs_rule_check *check, const struct azs_node *list);

void azs_rule_regions(const struct azs_rule_check *check);
void azs_rule_uses(const struct azs_rule_check *check);
void azs_rule_calls_in_a_circle(const struct azs_rule_check *check);
void azs_rule_site_backend(const struct azs_rule_check *check);
void azs_rule_linked_backend(const struct azs_rule_check *check);
void azs_rule_names(const struct azs_rule_check *check);
void azs_rule_default_profile(const struct azs_rule_check *check);
void azs_rule_paths(const struct azs_rule_check *check);
void azs_rule_runs_code(const struct azs_rule_check *check);
void azs_rule_open_to_everybody(const struct azs_rule_check *check);

void azs_rule_environment_regions(const struct azs_rule_check *check);
void azs_rule_replica_bounds(const struct azs_rule_check *check);
void azs_rule_replica_floor(const struct azs_rule_check *check);
void azs_rule_cpu_memory(const struct azs_rule_check *check);
void azs_rule_service_names(const struct azs_rule_check *check);
void azs_rule_model_known(const struct azs_rule_check *check);
void azs_rule_model_retired(const struct azs_rule_check *check);
void azs_rule_model_retires_soon(const struct azs_rule_check *check);
void azs_rule_model_legacy(const struct azs_rule_check *check);
void azs_rule_provisioned_capacity(const struct azs_rule_check *check);
void azs_rule_chat_deployment(const struct azs_rule_check *check);
void azs_rule_search_size(const struct azs_rule_check *check);
void azs_rule_search_off(const struct azs_rule_check *check);
void azs_rule_free_tiers(const struct azs_rule_check *check);
void azs_rule_vault_floor(const struct azs_rule_check *check);
void azs_rule_budget(const struct azs_rule_check *check);
void azs_rule_log_cap(const struct azs_rule_check *check);
void azs_rule_tags(const struct azs_rule_check *check);
void azs_rule_hosts(const struct azs_rule_check *check);
void azs_rule_resources(const struct azs_rule_check *check);
void azs_rule_choices(const struct azs_rule_check *check);
void azs_rule_triggers(const struct azs_rule_check *check);
void azs_rule_one_worker(const struct azs_rule_check *check);
void azs_rule_agents(const struct azs_rule_check *check);
void azs_rule_ingress(const struct azs_rule_check *check);
void azs_rule_regional_names(const struct azs_rule_check *check);
void azs_rule_function_names(const struct azs_rule_check *check);
void azs_rule_region_list(const struct azs_rule_check *check);
void azs_rule_spare_regions(const struct azs_rule_check *check);
void azs_rule_second_region(const struct azs_rule_check *check);
void azs_rule_cosmos_regions(const struct azs_rule_check *check);
void azs_rule_cosmos_steps(const struct azs_rule_check *check);
void azs_rule_registry_regions(const struct azs_rule_check *check);
void azs_rule_zones(const struct azs_rule_check *check);
void azs_rule_copies(const struct azs_rule_check *check);
void azs_rule_copies_abroad(const struct azs_rule_check *check);
void azs_rule_data_zone(const struct azs_rule_check *check);
void azs_rule_addresses(const struct azs_rule_check *check);
void azs_rule_allowed_addresses(const struct azs_rule_check *check);
void azs_rule_public_addresses(const struct azs_rule_check *check);
void azs_rule_private_tiers(const struct azs_rule_check *check);
void azs_rule_open_tiers(const struct azs_rule_check *check);
void azs_rule_closed_registry(const struct azs_rule_check *check);
void azs_rule_gateway_network(const struct azs_rule_check *check);
void azs_rule_routing_domain(const struct azs_rule_check *check);
void azs_rule_gateway_domain(const struct azs_rule_check *check);
void azs_rule_edge_unread(const struct azs_rule_check *check);
void azs_rule_beside_edge(const struct azs_rule_check *check);
void azs_rule_plan_slot(const struct azs_rule_check *check);
void azs_rule_plan_scale(const struct azs_rule_check *check);
void azs_rule_plan_zones(const struct azs_rule_check *check);
void azs_rule_plan_bounds(const struct azs_rule_check *check);
void azs_rule_endpoint_bounds(const struct azs_rule_check *check);
void azs_rule_event_hubs_capacity(const struct azs_rule_check *check);
void azs_rule_event_hubs_growth(const struct azs_rule_check *check);
void azs_rule_event_hubs_retention(const struct azs_rule_check *check);
void azs_rule_gateway_bounds(const struct azs_rule_check *check);
void azs_rule_gateway_floor(const struct azs_rule_check *check);
void azs_rule_capture(const struct azs_rule_check *check);
void azs_rule_service_bus_capacity(const struct azs_rule_check *check);
void azs_rule_publisher(const struct azs_rule_check *check);
void azs_rule_audit_days(const struct azs_rule_check *check);
void azs_rule_defender(const struct azs_rule_check *check);
void azs_rule_subnet_size(const struct azs_rule_check *check);
void azs_rule_free_twice(const struct azs_rule_check *check);
void azs_rule_groups_read(const struct azs_rule_check *check);
void azs_rule_own_tags(const struct azs_rule_check *check);
void azs_rule_tag_list(const struct azs_rule_check *check);
void azs_rule_required_tags(const struct azs_rule_check *check);
void azs_rule_private_floor(const struct azs_rule_check *check);
void azs_rule_firewall_floor(const struct azs_rule_check *check);
void azs_rule_zone_floor(const struct azs_rule_check *check);
void azs_rule_copy_floor(const struct azs_rule_check *check);
void azs_rule_backup_floor(const struct azs_rule_check *check);
void azs_rule_lock_floor(const struct azs_rule_check *check);
void azs_rule_cache_floor(const struct azs_rule_check *check);
void azs_rule_search_floor(const struct azs_rule_check *check);
void azs_rule_machine_floor(const struct azs_rule_check *check);
void azs_rule_endpoint_floor(const struct azs_rule_check *check);
void azs_rule_filter_floor(const struct azs_rule_check *check);
void azs_rule_policy_floor(const struct azs_rule_check *check);
void azs_rule_level_name(const struct azs_rule_check *check);
void azs_rule_sound_base(const struct azs_rule_check *check);
void azs_rule_outputs(const struct azs_rule_check *check);
void azs_rule_deployment_size(const struct azs_rule_check *check);
void azs_rule_gateway_units(const struct azs_rule_check *check);
void azs_rule_zoned_regions(const struct azs_rule_check *check);
void azs_rule_suppressions(const struct azs_rule_check *check);
void azs_rule_suppressions_over(const struct azs_rule_check *check);
void azs_rule_suppressions_needed(const struct azs_rule_check *check);

#endif
