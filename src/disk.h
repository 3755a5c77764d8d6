/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_DISK_H
#define AZS_DISK_H

#include <stddef.h>
#include <sys/types.h>

/*
 * The system calls that change the disk, for output.c and
 * journal.c. All work relative to
 * an open directory and follow no symbolic link. Unlike the rest of the
 * program they return -1 with errno set: only the caller knows the sentence.
 */

/*
 * NULL but in tests. Asked before each call that changes the disk; a result
 * other than 0 is the errno with which that call then fails.
 */
extern int (*azs_disk_fault)(void);

/* Random letters and digits that end a temporary name. */
#define AZS_DISK_RANDOM 6

/* The names in a directory without "." and "..", sorted by bytes. *names and
   what it holds are the caller's (azs_disk_list_free). */
int azs_disk_list(int dir, char ***names, size_t *count);
void azs_disk_list_free(char **names, size_t count);

/* Open a directory; -1 with ELOOP or ENOTDIR when name is a link. */
int azs_disk_open(int dir, const char *name);
int azs_disk_mkdir(int dir, const char *name, mode_t mode);
int azs_disk_unlink(int dir, const char *name, int flags);
/* Make a file that must not exist yet, and flush it when sync is set. A file
   that could not be written whole is removed. */
int azs_disk_create(int dir, const char *name, const char *bytes, size_t len,
    mode_t mode, int sync);
/* Rename; -1 with EEXIST when the new name is taken. */
int azs_disk_move(int from, const char *old, int to, const char *name);
/* Have all that was written to the file system of fd on the disk: one flush
   of many files. */
int azs_disk_sync(int fd);
/* Rename over whatever file has the new name. */
int azs_disk_replace(int from, const char *old, int to, const char *name);
/* Go down path from dir, making the directories that are missing, and call
   leaf at its end. Directories made for nothing go again. */
typedef int azs_disk_leaf(int dir, const char *name, void *arg);
int azs_disk_walk(int dir, const char *path, azs_disk_leaf *leaf, void *arg);
/* Remove the file at path below dir, then every directory this emptied (also
   when there was no file: -1 with ENOENT then). */
int azs_disk_prune(int dir, const char *path);
/* Remove a directory with all it holds; errors end it. */
int azs_disk_remove(int dir, const char *name);

/* Append AZS_DISK_RANDOM random characters and a NUL to prefix in name, which
   must have the room. */
void azs_disk_random_name(const char *prefix, char *name);
/* Make, open and lock a private directory with such a name; the lock lives
   as long as the descriptor that is returned. */
int azs_disk_stage(int dir, const char *prefix, char *name);
/* Remove what an earlier run, killed, left under such a name: directories or
   files that are ours and that no live process has locked. */
void azs_disk_sweep(int dir, const char *prefix);

#endif
