/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_CONTEXT_ITEM_H
#define AZS_CONTEXT_ITEM_H

#include "model.h"

/* What the two halves of the context share: members of its maps. */

void azs_item_text(struct azs_node *map, const char *key, const char *text);
void azs_item_flag(struct azs_node *map, const char *key, int value);

/* The forms of a name in code: name, symbol (chatService) and variable
   (CHAT_SERVICE); in Bicep, key, accessor and safeAccessor. */
void azs_item_names(struct azs_node *map, const char *name);

/* key, accessor and safeAccessor alone. */
void azs_item_keys(struct azs_node *map, const char *name);

/* Write first and last into the items of a list, and return it. */
struct azs_node *azs_item_ends(struct azs_node *list);

/* Add what is made of the services to the context (context_services.c).
   regional: as in context.h. */
void azs_context_services(
    struct azs_node *context, const struct azs_model *model, int regional);

#endif
