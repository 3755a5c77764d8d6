/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "memory.h"
#include "merge.h"
#include "update.h"

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

/* git and libgit2 look this far for a NUL, which makes a text binary. */
#define BINARY_BYTES 8000

static const char no_file[] = "the path is taken by something that is no "
			      "regular file";

static int
is_binary(const struct azs_buf *text)
{
	return memchr(text->data, '\0',
		   text->len < BINARY_BYTES ? text->len : BINARY_BYTES) != NULL;
}

static int
same(const struct azs_buf *a, const struct azs_buf *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

static void
act(struct azs_change *change, enum azs_action action, const char *note)
{
	change->action = action;
	change->note = note;
}

/* The bytes to write: the text with the line endings of what is there. */
static void
set_bytes(struct azs_change *change, const struct azs_buf *text)
{
	azs_buf_clear(&change->bytes);
	azs_merge_like(text, &change->target.bytes, &change->bytes);
	change->write = 1;
}

static void
create(struct azs_change *change, int restored)
{
	act(change, AZS_ACTION_CREATED, restored ? "restored" : NULL);
	change->restored = restored;
	set_bytes(change, &change->file->bytes);
}

/* The user's file stays, and ours is put beside it. */
static void
put_aside(struct azs_change *change, const char *note)
{
	act(change, AZS_ACTION_KEPT, note);
	azs_buf_clear(&change->bytes);
	azs_buf_add(
	    &change->bytes, change->file->bytes.data, change->file->bytes.len);
	change->aside = 1;
}

static int
side_of(const struct azs_request *request, const char *path)
{
	if (azs_paths_match(&request->ours, path))
		return AZS_MERGE_TAKE_OURS;
	return azs_paths_match(&request->theirs, path) ? AZS_MERGE_TAKE_THEIRS
						       : AZS_MERGE_TAKE_NONE;
}

/* Both sides changed the text. ours: the user's, without markers. */
static int
merge(const struct azs_request *request, struct azs_change *change,
    const struct azs_buf *ours, const struct azs_buf *base,
    struct azs_error *err)
{
	int side = side_of(request, change->path), conflicts = 0;
	struct azs_buf merged = AZS_BUF_INIT;

	if (azs_merge_text(base, ours, &change->file->bytes, &merged,
		&conflicts, err) == -1) {
		azs_buf_release(&merged);
		return azs_fail_at(err, "%s", change->path);
	}
	azs_buf_clear(&change->bytes);
	if (conflicts && side != AZS_MERGE_TAKE_NONE) {
		azs_merge_resolve(&merged, side, &change->bytes);
		conflicts = 0;
	} else {
		azs_buf_add(&change->bytes, merged.data, merged.len);
	}
	azs_buf_release(&merged);
	change->write = !same(&change->bytes, &change->target.bytes);
	act(change,
	    conflicts		? AZS_ACTION_CONFLICT
		: change->write ? AZS_ACTION_MERGED
				: AZS_ACTION_NONE,
	    NULL);
	if (conflicts)
		azs_buf_add(&change->base, base->data, base->len);
	return 0;
}

static void
decide_once(const struct azs_request *request,
    const struct azs_lock_file *entry, struct azs_change *change)
{
	int restore = azs_paths_match(&request->restore, change->path);

	if (entry != NULL) {
		change->settled = entry->policy != AZS_POLICY_ONCE;
		if (restore && change->target.missing) {
			create(change, 1);
			change->settled = 1;
		}
	} else if (change->target.missing) {
		create(change, 0);
	} else if (change->target.foreign ||
	    !azs_target_same(&change->target.bytes, &change->file->bytes)) {
		act(change, AZS_ACTION_KEPT, "the path is taken by your file");
	}
}

static void
decide_owned(const struct azs_request *request,
    const struct azs_lock_file *entry, struct azs_change *change)
{
	struct azs_target *target = &change->target;
	int restore = azs_paths_match(&request->restore, change->path);

	if (target->foreign) {
		act(change, AZS_ACTION_KEPT, no_file);
		change->settled = 0;
		return;
	}
	if (!target->missing && change->from == NULL &&
	    azs_target_same(&target->bytes, &change->file->bytes))
		return;
	/* An adopted repository has values of its own. */
	if (entry != NULL && entry->released && !target->missing && !restore) {
		change->settled = 0;
		return;
	}
	change->restored =
	    restore && (target->missing || (entry != NULL && entry->released));
	set_bytes(change, &change->file->bytes);
	if (target->missing && entry == NULL)
		act(change, AZS_ACTION_CREATED, NULL);
	else if (target->missing ||
	    (entry != NULL && azs_target_is(target, entry->sha256)))
		act(change, AZS_ACTION_UPDATED, NULL);
	else
		act(change, AZS_ACTION_UPDATED,
		    "edited by hand; your text is in " AZS_JOURNAL_BEFORE);
}

/* The text at the path without markers; 0 when they must stay. */
static int
without_markers(const struct azs_request *request, struct azs_change *change,
    struct azs_buf *text)
{
	const struct azs_buf *bytes = &change->target.bytes;
	int side = side_of(request, change->path);

	if (!azs_merge_has_conflict(bytes)) {
		azs_buf_add(text, bytes->data, bytes->len);
		return 1;
	}
	if (side != AZS_MERGE_TAKE_NONE) {
		azs_merge_resolve(bytes, side, text);
		if (!azs_merge_has_conflict(text))
			return 1;
	}
	act(change, AZS_ACTION_CONFLICT, "its conflict markers still stand");
	change->still = 1;
	change->settled = 0;
	return 0;
}

/* A path that azstamp did not write, as far as the lock knows; or that it
   released to the user. */
static int
decide_new(const struct azs_request *request, struct azs_change *change,
    const struct azs_buf *base, struct azs_error *err)
{
	struct azs_target *target = &change->target;
	struct azs_buf text = AZS_BUF_INIT;
	int ret = 0;

	if (target->missing) {
		create(change, 0);
	} else if (target->foreign) {
		act(change, AZS_ACTION_KEPT, no_file);
		change->settled = 0;
	} else if (is_binary(&target->bytes)) {
		put_aside(change,
		    "your file is binary; the generated one is beside it");
	} else if (without_markers(request, change, &text)) {
		change->executable |= target->executable;
		if (!azs_target_same(&text, &change->file->bytes))
			ret = merge(request, change, &text, base, err);
	}
	azs_buf_release(&text);
	return ret;
}

/*
 * The bytes as generated last, which the lock vouches for. Without them, a
 * repair takes the file itself if it was not edited; *found is 0 otherwise.
 */
static int
read_base(const char *root, const struct azs_request *request,
    const struct azs_lock_file *entry, struct azs_change *change,
    struct azs_buf *base, int *found, struct azs_error *err)
{
	char *path = azs_lock_base_path(entry->path);
	struct azs_target target = AZS_TARGET_INIT;
	int ret = -1;

	*found = 1;
	if (azs_target_load(root, path, &target, err) == -1)
		goto done;
	if (!target.missing && change->file != NULL &&
	    same(&target.bytes, &change->file->bytes))
		memcpy(target.sha256, change->sha256, sizeof target.sha256);
	azs_target_hash(&target);
	if (strcmp(target.sha256, entry->sha256) == 0) {
		azs_buf_add(base, target.bytes.data, target.bytes.len);
	} else if (!target.missing && change->file != NULL &&
	    same(&target.bytes, &change->file->bytes)) {
		azs_buf_add(base, target.bytes.data, target.bytes.len);
		change->rebase = 1;
	} else if (!request->repair) {
		(void)azs_fail(err, AZS_EFAILED,
		    "%s is %s: run `azstamp update --repair`, or restore "
		    ".azstamp/ from git",
		    path,
		    target.missing ? "missing" : "not what the lock says");
		goto done;
	} else {
		change->rebase = 1;
		*found = azs_target_is(&change->target, entry->sha256);
		if (*found)
			azs_merge_as_lf(&change->target.bytes, base);
	}
	ret = 0;
done:
	azs_target_release(&target);
	free(path);
	return ret;
}

static void
decide_missing(const struct azs_request *request, struct azs_change *change,
    const struct azs_buf *base)
{
	if (azs_paths_match(&request->restore, change->path)) {
		change->executable = change->file->executable;
		create(change, 1);
	} else if (!same(base, &change->file->bytes)) {
		act(change, AZS_ACTION_DELETED,
		    "you deleted it; --restore brings it back");
	}
}

/* There is a text, and what it was made from. */
static int
decide_text(const struct azs_request *request, struct azs_change *change,
    const struct azs_buf *base, struct azs_error *err)
{
	const struct azs_buf *now = &change->file->bytes;
	struct azs_target *target = &change->target;
	struct azs_buf text = AZS_BUF_INIT;
	int ret = 0;

	if (!without_markers(request, change, &text))
		goto done;
	if (!azs_target_same(&text, now) && !same(base, now)) {
		if (!azs_target_same(&text, base)) {
			ret = merge(request, change, &text, base, err);
			goto done;
		}
		act(change, AZS_ACTION_UPDATED, NULL);
		set_bytes(change, now);
		goto done;
	}
	if (!same(&text, &target->bytes)) {
		act(change, AZS_ACTION_MERGED, NULL);
	} else if (target->executable != change->executable ||
	    change->from != NULL) {
		act(change, AZS_ACTION_UPDATED, NULL);
	} else {
		goto done;
	}
	azs_buf_add(&change->bytes, text.data, text.len);
	change->write = 1;
done:
	azs_buf_release(&text);
	return ret;
}

static int
decide_managed(const char *root, const struct azs_request *request,
    const struct azs_lock_file *entry, struct azs_change *change,
    struct azs_error *err)
{
	const struct azs_plan_file *file = change->file;
	struct azs_target *target = &change->target;
	struct azs_buf base = AZS_BUF_INIT;
	int found, ret = -1;

	if (read_base(root, request, entry, change, &base, &found, err) == -1)
		goto done;
	/* Our change of the mode wins only over no change of the user's. */
	if (!target->missing && file->executable == entry->executable)
		change->executable = target->executable;
	ret = 0;
	if (target->foreign) {
		act(change, AZS_ACTION_KEPT, no_file);
		change->settled = 0;
	} else if (target->missing) {
		decide_missing(request, change, &base);
	} else if (!found && !azs_target_same(&target->bytes, &file->bytes)) {
		put_aside(change,
		    "what it was made from is lost; the generated one is "
		    "beside it");
	} else if (is_binary(&target->bytes)) {
		if (!same(&base, &file->bytes))
			put_aside(change,
			    "your file is binary; the generated one is beside "
			    "it");
	} else {
		ret = decide_text(request, change, &base, err);
	}
done:
	azs_buf_release(&base);
	return ret;
}

/* It was handed over to the user: it comes back when it is asked for, when
   the user has deleted it, or when it is the generated one again. */
static int
decide_released(const char *root, const struct azs_request *request,
    const struct azs_lock_file *entry, struct azs_change *change,
    struct azs_error *err)
{
	struct azs_request tolerant = *request;
	struct azs_buf base = AZS_BUF_INIT;
	int found, ret = 0;

	change->rebase = 1;
	if (change->target.missing) {
		create(
		    change, azs_paths_match(&request->restore, change->path));
		return 0;
	}
	if (!azs_paths_match(&request->restore, change->path)) {
		change->settled = !change->target.foreign &&
		    azs_target_same(
			&change->target.bytes, &change->file->bytes);
		return 0;
	}
	change->restored = 1;
	tolerant.repair = 1;
	if (read_base(root, &tolerant, entry, change, &base, &found, err) == -1)
		return -1;
	change->rebase = 1;
	ret = decide_new(request, change, &base, err);
	if (ret == 0 && change->action == AZS_ACTION_NONE)
		act(change, AZS_ACTION_MERGED, "restored");
	azs_buf_release(&base);
	return ret;
}

int
azs_update_file(const char *root, const struct azs_request *request,
    const struct azs_lock_file *entry, struct azs_change *change,
    struct azs_error *err)
{
	static const struct azs_buf nothing = AZS_BUF_INIT;

	if (change->file->policy == AZS_POLICY_ONCE) {
		decide_once(request, entry, change);
		return 0;
	}
	if (change->file->policy == AZS_POLICY_OWNED) {
		decide_owned(request, entry, change);
		return 0;
	}
	if (entry != NULL && entry->released)
		return decide_released(root, request, entry, change, err);
	if (entry != NULL && entry->policy == AZS_POLICY_MANAGED)
		return decide_managed(root, request, entry, change, err);
	/* Values that were not edited may become a managed file. */
	if (entry != NULL && entry->policy == AZS_POLICY_OWNED &&
	    azs_target_is(&change->target, entry->sha256) &&
	    !azs_target_same(&change->target.bytes, &change->file->bytes)) {
		act(change, AZS_ACTION_UPDATED, NULL);
		set_bytes(change, &change->file->bytes);
		return 0;
	}
	return decide_new(request, change, &nothing, err);
}

void
azs_update_gone(const struct azs_lock_file *entry, struct azs_change *change)
{
	struct azs_target *target = &change->target;

	change->forget = 1;
	if (target->missing)
		return;
	if (entry->released) {
		change->forget = 0;
	} else if (entry->policy == AZS_POLICY_ONCE) {
		/* Since it was written it is the user's, edited or not. */
		act(change, AZS_ACTION_RELEASED,
		    "no longer generated; starter code is yours");
	} else if (azs_target_is(target, entry->sha256)) {
		act(change, AZS_ACTION_REMOVED, NULL);
		change->remove = 1;
	} else {
		act(change, AZS_ACTION_RELEASED,
		    "no longer generated, but edited: it is yours now");
		/* With its base it can come back some day. */
		change->forget = entry->policy != AZS_POLICY_MANAGED;
	}
}
