/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "command.h"
#include "json.h"
#include "schema.h"

static int
run(const struct azs_args *args, struct azs_error *err)
{
	const char *word =
	    args->operand_count > 0 ? args->operands[0] : "profile";
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_node *schema;
	int ret;

	if (strcmp(word, "profile") != 0 && strcmp(word, "application") != 0)
		return azs_fail(err, AZS_EUSAGE,
		    "there is no schema %.60s (there are: application, "
		    "profile)",
		    word);
	schema = azs_schema_build(strcmp(word, "profile") == 0
		? AZS_FIELD_PROFILE
		: AZS_FIELD_APPLICATION);
	azs_json_write(schema, &out);
	azs_node_free(schema);
	ret = azs_print(&out, err);
	azs_buf_release(&out);
	return ret;
}

const struct azs_command azs_cmd_schema = { "schema", "[application|profile]",
	0, 1, "print the JSON Schema of azstamp.yaml or of a profile", NULL, 0,
	"For editors; `init` and `update` write both to .azstamp/schema/, and\n"
	"the first line of each file names its own. Without an operand that "
	"of\n"
	"profiles.\n",
	run };
