/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "file.h"
#include "memory.h"
#include "workspace.h"

/* The templates, before there is a model that says where they are: NULL when
   they cannot be found out. */
static struct azs_assets *
open_early(const struct azs_args *args, const char *root)
{
	const char *option = azs_args_get(args, "template-dir"), *own = NULL;
	char *path = azs_xasprintf("%s/" AZS_APPLICATION_FILE, root);
	struct azs_buf text = AZS_BUF_INIT;
	struct azs_assets *assets = NULL;
	struct azs_node *node = NULL;
	struct azs_error ignored;
	char *dir = NULL;

	/* Hardly a repository has templates of its own. */
	if (option == NULL &&
	    azs_file_read(path, AZS_DOCUMENT_MAX_BYTES, &text, &ignored) == 0 &&
	    strstr(text.data, "templateDir") != NULL &&
	    azs_document_parse(AZS_APPLICATION_FILE, text.data, text.len, &node,
		&ignored) == 0)
		own = azs_node_text(azs_node_get(node, "templateDir"), NULL);
	if (own != NULL)
		dir = azs_xasprintf("%s/%s", root, own);
	if (azs_assets_open(option != NULL ? option : dir, &assets, &ignored) ==
	    -1)
		assets = NULL;
	free(dir);
	azs_node_free(node);
	azs_buf_release(&text);
	free(path);
	return assets;
}

int
azs_workspace_prepare(const struct azs_args *args,
    struct azs_workspace *workspace, struct azs_error *err)
{
	struct azs_assets *assets = open_early(args, workspace->root);
	struct azs_lock *lock = NULL;
	struct azs_error ignored;
	int ret = -1;

	if (assets == NULL)
		return 0;
	workspace->since = -1;
	if (azs_template_set_version(assets, &workspace->templates, err) ==
		-1 ||
	    azs_migrations_load(assets, &workspace->migrations, err) == -1)
		goto done;
	if (azs_migrations_edit_files(workspace->migrations) &&
	    azs_lock_load(workspace->root, &lock, &ignored) == 0 &&
	    strtol(lock->templates, NULL, 10) <
		strtol(workspace->templates, NULL, 10))
		workspace->since = strtol(lock->templates, NULL, 10);
	ret = 0;
done:
	azs_lock_free(lock);
	azs_assets_close(assets);
	return ret;
}

int
azs_workspace_migrate(
    const char *name, struct azs_buf *text, void *arg, struct azs_error *err)
{
	struct azs_workspace *workspace = arg;
	struct azs_migrated *migrated;
	char before[AZS_SHA256_SIZE];
	int edited;

	if (workspace->migrations == NULL || workspace->since < 0)
		return 0;
	azs_sha256(text->data, text->len, before);
	if (azs_migrations_edit(workspace->migrations, workspace->since, name,
		text, &edited, err) == -1)
		return -1;
	if (!edited)
		return 0;
	workspace->migrated = azs_xreallocarray(workspace->migrated,
	    workspace->migrated_count + 1, sizeof *workspace->migrated);
	migrated = &workspace->migrated[workspace->migrated_count++];
	migrated->file = azs_xstrdup(name);
	azs_buf_init(&migrated->text);
	azs_buf_add(&migrated->text, text->data, text->len);
	memcpy(migrated->before, before, sizeof before);
	return 0;
}

void
azs_workspace_forget(struct azs_workspace *workspace)
{
	size_t i;

	for (i = 0; i < workspace->migrated_count; i++) {
		free(workspace->migrated[i].file);
		azs_buf_release(&workspace->migrated[i].text);
	}
	free(workspace->migrated);
	azs_migrations_free(workspace->migrations);
	free(workspace->templates);
}

int
azs_workspace_check_version(
    const struct azs_workspace *workspace, struct azs_error *err)
{
	struct azs_lock *lock = NULL;
	struct azs_error ignored;
	int ret = 0;

	if (workspace->templates != NULL &&
	    azs_lock_load(workspace->root, &lock, &ignored) == 0)
		ret = azs_lock_check_version(lock, workspace->templates, err);
	azs_lock_free(lock);
	return ret;
}

int
azs_workspace_lock(const struct azs_workspace *workspace,
    struct azs_lock **lock, char **templates, struct azs_error *err)
{
	*lock = NULL;
	*templates = NULL;
	if (azs_template_set_version(workspace->assets, templates, err) == -1 ||
	    azs_lock_load(workspace->root, lock, err) == -1 ||
	    azs_lock_check_version(*lock, *templates, err) == -1)
		return -1;
	if (workspace->migrations != NULL)
		azs_migrations_lock(workspace->migrations, *lock);
	return 0;
}
