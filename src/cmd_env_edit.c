/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "assign.h"
#include "command.h"
#include "document.h"
#include "edit.h"
#include "file.h"
#include "followup.h"
#include "memory.h"
#include "table.h"
#include "workspace.h"

/* One run of env set or env unset. */
struct session {
	const struct azs_args *args;
	struct azs_workspace before, after;
	const struct azs_environment *environment; /* of before */
	struct azs_buf text;			   /* of its file */
};

static int
session_open(struct session *session, struct azs_error *err)
{
	const struct azs_workspace *before = &session->before;
	char *path;
	int ret;

	if (azs_followup_open(session->args, &session->before, err) == -1)
		return -1;
	session->environment =
	    azs_workspace_environment(before, session->args->operands[0], err);
	if (session->environment == NULL)
		return -1;
	path = azs_xasprintf("%s/%s", before->root, session->environment->file);
	ret = azs_file_read(path, AZS_DOCUMENT_MAX_BYTES, &session->text, err);
	free(path);
	return ret;
}

static int
set_one(struct session *session, const char *word, struct azs_error *err)
{
	const char *equals = strchr(word, '=');
	const struct azs_field *field;
	struct azs_field member;
	struct azs_node *value = NULL;
	char *path;
	int ret = -1;

	if (equals == NULL || equals == word)
		return azs_fail(
		    err, AZS_EUSAGE, "%.100s: path=value is expected", word);
	path = azs_xstrndup(word, (size_t)(equals - word));
	if (azs_assign_field(path, &member, &field, err) == -1 ||
	    azs_assign_value(field, path, equals + 1, &value, err) == -1) {
		(void)azs_fail_at(err, "%.100s", word);
		goto done;
	}
	ret = azs_edit_set(
	    session->environment->file, &session->text, path, value, err);
done:
	azs_node_free(value);
	free(path);
	return ret;
}

static int
unset_one(struct session *session, const char *path, struct azs_error *err)
{
	const char *file = session->environment->file;
	const struct azs_node *value;

	if (azs_edit_unset(file, &session->text, path, err) == 0)
		return 0;
	value = azs_node_at(session->environment->resolved, path);
	if (err->code != AZS_EUSAGE || value == NULL || value->kind == AZS_MAP)
		return -1;
	if (value->mark.line == 0)
		return azs_fail(err, AZS_EUSAGE,
		    "%.100s is not set in %s; its value is the default", path,
		    file);
	return azs_fail(err, AZS_EUSAGE,
	    "%.100s is not set in %s; its value comes from %s:%zu", path, file,
	    value->mark.file, value->mark.line);
}

/* The value at path; what an environment extends is resolved away. */
static const struct azs_node *
value_at(const struct azs_environment *environment, const char *path)
{
	if (environment == NULL)
		return NULL;
	if (strcmp(path, "extends") == 0)
		return azs_node_get(environment->own, path);
	return azs_node_at(environment->resolved, path);
}

static void
add_value(const struct azs_node *value, struct azs_buf *out)
{
	if (value == NULL)
		azs_buf_addc(out, '-');
	else
		azs_table_value(value, out);
}

/* What became of the value that an operand names. */
static void
describe(const struct session *session, const char *word, struct azs_buf *out,
    struct azs_node *list)
{
	char *path = azs_xstrndup(word, strcspn(word, "="));
	const struct azs_node *old, *new;
	struct azs_node *item = azs_node_append(list, azs_node_map());

	old = value_at(session->environment, path);
	new = value_at(azs_model_environment(
			   session->after.model, session->environment->name),
	    path);
	azs_node_set(item, "path", azs_node_string(path));
	azs_node_set(
	    item, "before", old == NULL ? azs_node_null() : azs_node_copy(old));
	azs_node_set(
	    item, "after", new == NULL ? azs_node_null() : azs_node_copy(new));
	azs_buf_addf(out, "%s: %s", session->environment->file, path);
	/* A group would be a long line. */
	if ((old == NULL || old->kind != AZS_MAP) &&
	    (new == NULL || new->kind != AZS_MAP)) {
		azs_buf_adds(out, ": ");
		add_value(old, out);
		azs_buf_adds(out, " -> ");
		add_value(new, out);
	}
	azs_buf_addc(out, '\n');
	free(path);
}

/* Write the file and say what has changed. */
static int
session_end(struct session *session, struct azs_error *err)
{
	const struct azs_args *args = session->args;
	struct azs_node *report = azs_node_map(), *list;
	struct azs_buf out = AZS_BUF_INIT;
	size_t i;
	int ret = -1;

	if (azs_followup_write(session->before.root, session->environment->file,
		&session->text, err) == -1 ||
	    azs_workspace_open(args, &session->after, err) == -1)
		goto done;
	azs_node_set(
	    report, "file", azs_node_string(session->environment->file));
	list = azs_node_set(report, "values", azs_node_list());
	for (i = 1; i < args->operand_count; i++)
		describe(session, args->operands[i], &out, list);
	ret = azs_followup(args, &session->after, &out, report, err);
done:
	azs_buf_release(&out);
	azs_node_free(report);
	return ret;
}

static int
edit(const struct azs_args *args,
    int (*one)(struct session *, const char *, struct azs_error *),
    struct azs_error *err)
{
	struct session session = { .args = args, .text = AZS_BUF_INIT };
	size_t i;
	int ret = -1;

	if (session_open(&session, err) == -1)
		goto done;
	for (i = 1; i < args->operand_count; i++)
		if (one(&session, args->operands[i], err) == -1)
			goto done;
	ret = session_end(&session, err);
done:
	azs_buf_release(&session.text);
	azs_workspace_release(&session.after);
	azs_workspace_release(&session.before);
	return ret;
}

static int
run_set(const struct azs_args *args, struct azs_error *err)
{
	const char **words = args->operands;

	/* As azd env set takes it. */
	if (args->operand_count == 3 && strchr(words[1], '=') == NULL &&
	    strchr(words[2], '=') == NULL)
		return azs_fail(err, AZS_EUSAGE,
		    "a path and its value are one word: %.100s=%.100s",
		    words[1], words[2]);
	return edit(args, set_one, err);
}

static int
run_unset(const struct azs_args *args, struct azs_error *err)
{
	return edit(args, unset_one, err);
}

static const struct azs_option options[] = {
	{ "template-dir", 0, "DIR", "templates that lie over azstamp's" },
};

const struct azs_command azs_cmd_env_set = { "env set", "ENV PATH=VALUE ...", 2,
	1000, "set fields in profiles/<env>.yaml", options, 1,
	"Comments, order and layout of everything else stay as they are.\n"
	"VALUE is YAML: true, 5, [a, b]; text needs no quotes, and null goes\n"
	"back to the default.\n"
	"`azstamp explain PATH` says what a field takes.\n\n"
	"Example:\n"
	"  azstamp env set prod containers.cpu=1.0 containers.memory=2.0Gi\n",
	run_set };

const struct azs_command azs_cmd_env_unset = { "env unset", "ENV PATH ...", 2,
	1000, "take fields out of profiles/<env>.yaml", options, 1,
	"The value comes from the profile it extends again. PATH may be a\n"
	"group, such as openai.\n",
	run_unset };
