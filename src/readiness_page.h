/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_READINESS_PAGE_H
#define AZS_READINESS_PAGE_H

#include "buf.h"
#include "readiness.h"

/* What `explain` says about an item of readiness; as a map, the caller's. */
void azs_ready_page_text(
    const struct azs_ready_item *item, struct azs_buf *out);
struct azs_node *azs_ready_page_node(const struct azs_ready_item *item);

#endif
