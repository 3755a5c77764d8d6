/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_READINESS_ITEMS_H
#define AZS_READINESS_ITEMS_H

#include "readiness_look.h"

/* What each item of the table in readiness.c looks at, a file for a pillar. */

/* What is public is served once there is a domain and its certificate, where
   the entry needs them; that they are missing is a gap. */
void azs_ready_served(struct azs_ready *ready);

void azs_ready_managed_identities(struct azs_ready *ready);
void azs_ready_secrets(struct azs_ready *ready);
void azs_ready_private_endpoints(struct azs_ready *ready);
void azs_ready_security_groups(struct azs_ready *ready);
void azs_ready_least_privilege(struct azs_ready *ready);
void azs_ready_firewall(struct azs_ready *ready);

void azs_ready_autoscaling(struct azs_ready *ready);
void azs_ready_caching(struct azs_ready *ready);
void azs_ready_load_balancing(struct azs_ready *ready);
void azs_ready_static_content(struct azs_ready *ready);
void azs_ready_connections(struct azs_ready *ready);
void azs_ready_tokens(struct azs_ready *ready);

void azs_ready_telemetry(struct azs_ready *ready);
void azs_ready_metrics(struct azs_ready *ready);
void azs_ready_alerts(struct azs_ready *ready);
void azs_ready_dashboard(struct azs_ready *ready);
void azs_ready_health_checks(struct azs_ready *ready);
void azs_ready_log_retention(struct azs_ready *ready);

void azs_ready_regions(struct azs_ready *ready);
void azs_ready_backup(struct azs_ready *ready);
void azs_ready_breakers(struct azs_ready *ready);
void azs_ready_retries(struct azs_ready *ready);
void azs_ready_degradation(struct azs_ready *ready);
void azs_ready_health_endpoints(struct azs_ready *ready);

void azs_ready_budget(struct azs_ready *ready);
void azs_ready_sizes(struct azs_ready *ready);
void azs_ready_dev_test(struct azs_ready *ready);
void azs_ready_reservations(struct azs_ready *ready);
void azs_ready_cost_dashboard(struct azs_ready *ready);
void azs_ready_cost_reviews(struct azs_ready *ready);

void azs_ready_residency(struct azs_ready *ready);
void azs_ready_audit(struct azs_ready *ready);
void azs_ready_policies(struct azs_ready *ready);
void azs_ready_baselines(struct azs_ready *ready);
void azs_ready_assessments(struct azs_ready *ready);
void azs_ready_incidents(struct azs_ready *ready);

void azs_ready_response_time(struct azs_ready *ready);
void azs_ready_availability(struct azs_ready *ready);
void azs_ready_error_rate(struct azs_ready *ready);
void azs_ready_token_spend(struct azs_ready *ready);
void azs_ready_users(struct azs_ready *ready);
void azs_ready_recovery_time(struct azs_ready *ready);

#endif
