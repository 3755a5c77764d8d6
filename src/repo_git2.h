/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_REPO_GIT2_H
#define AZS_REPO_GIT2_H

#include <git2.h>
#include <git2/sys/repository.h>

#include "error.h"

/*
 * libgit2, loaded when git is first needed: with the libraries that it needs
 * it takes 2 ms to start, as long as most commands. Private to repo*.c.
 */

/* clang-format off */
#define AZS_GIT2_CALLS(X) \
	X(blob_create_from_buffer) \
	X(blob_free) \
	X(blob_lookup) \
	X(blob_rawcontent) \
	X(blob_rawsize) \
	X(branch_name_is_valid) \
	X(buf_dispose) \
	X(commit_create) \
	X(config_add_file_ondisk) \
	X(config_find_system) \
	X(config_free) \
	X(config_get_bool) \
	X(config_get_int32) \
	X(config_get_string) \
	X(config_iterator_free) \
	X(config_iterator_new) \
	X(config_new) \
	X(config_next) \
	X(config_open_ondisk) \
	X(config_parse_bool) \
	X(config_snapshot) \
	X(diff_options_init) \
	X(error_last) \
	X(ignore_path_is_ignored) \
	X(index_add) \
	X(index_clear) \
	X(index_conflict_add) \
	X(index_conflict_remove) \
	X(index_entrycount) \
	X(index_free) \
	X(index_get_bypath) \
	X(index_write) \
	X(index_write_tree) \
	X(libgit2_init) \
	X(libgit2_opts) \
	X(libgit2_shutdown) \
	X(merge_file) \
	X(merge_file_options_init) \
	X(merge_file_result_free) \
	X(odb_add_backend) \
	X(odb_backend_loose) \
	X(odb_free) \
	X(odb_new) \
	X(oid_equal) \
	X(oid_tostr) \
	X(patch_free) \
	X(patch_from_buffers) \
	X(patch_to_buf) \
	X(reference_create) \
	X(reference_free) \
	X(reference_list) \
	X(reference_name_to_id) \
	X(reference_symbolic_create) \
	X(repository_discover) \
	X(repository_free) \
	X(repository_head_unborn) \
	X(repository_index) \
	X(repository_init_ext) \
	X(repository_init_options_init) \
	X(repository_is_bare) \
	X(repository_item_path) \
	X(repository_open) \
	X(repository_open_ext) \
	X(repository_path) \
	X(repository_set_ident) \
	X(repository_set_odb) \
	X(repository_workdir) \
	X(revparse_single) \
	X(signature_free) \
	X(signature_new) \
	X(strarray_dispose) \
	X(tree_entry_bypath) \
	X(tree_entry_filemode) \
	X(tree_entry_free) \
	X(tree_entry_id) \
	X(tree_free) \
	X(tree_lookup)
/* clang-format on */

/* azs_git2.index_add() is git_index_add(), behind azs_git2_load(). */
struct azs_git2 {
#define AZS_GIT2_CALL(name) __typeof__(git_##name) *name;
	AZS_GIT2_CALLS(AZS_GIT2_CALL)
#undef AZS_GIT2_CALL
};

extern struct azs_git2 azs_git2;

/* AZS_EFAILED when the library is not there, or is another than the one that
   azstamp was built with. */
int azs_git2_load(struct azs_error *err);

#endif
