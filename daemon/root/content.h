/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the areas that deal with the contents of files share. */

#ifndef GUESTFSD_CONTENT_H
#define GUESTFSD_CONTENT_H

#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

#include "call.h"

/* ---- Opening; each of these sets the error ---- */

/* guest_open that never waits for the other end of a FIFO and never makes a
 * terminal ours. */
extern int content_open (const char *path, int flags, mode_t mode);
/* O_PATH: for content_fd_path, whatever it is. */
extern int content_open_path (const char *path);
/* content_open for a device or a path.  A device is never created. */
extern int content_open_dev_or_path (const char *path, int flags, mode_t mode);
/* For reading, and not a directory. */
extern int content_open_file (const char *path);
extern FILE *content_fopen (const char *path);
/* A directory. */
extern int content_open_dir (const char *path);
/* The directory that holds the last component, and that component. */
extern int content_open_parent (const char *path, char **ret_name);
/* The real path, below the sysroot, of what exists. */
extern char *content_real_path (const char *path);
/* "/proc/self/fd/N": a path for calls that want one, of an O_PATH too. */
extern char *content_fd_path (int fd);
/* The same for a path, opened with O_PATH, because a device or FIFO must not
 * notice.  With O_NOFOLLOW it is that of a symbolic link itself, and calls that
 * follow links use it. */
extern char *content_open_fd_path (const char *path, int flags, int *ret_fd);

/* ---- Reading ---- */

#define CONTENT_BUFFER_SIZE (256 * 1024)

/* Calls cb for each piece from the current position to the end. */
extern int content_read_all (int fd, const char *what,
                             stream_cb cb, void *opaque);
/* The same, telling how far it is. */
extern int content_read_all_progress (int fd, const char *what,
                                      stream_cb cb, void *opaque);
/* A line with its terminating newline taken away.  1, 0 at the end, -1 with
 * the error set. */
extern int content_getline (FILE *fp, const char *what,
                            char **line, size_t *cap, size_t *ret_len);
/* The number of bytes in a file or on a block device; -1, error set. */
extern int64_t content_size (int fd, const char *what);

/* ---- Walking a tree ---- */

struct walk_entry {
  int dirfd;                    /* the directory it is in … */
  const char *name;             /* … and its name there */
  const char *path;             /* relative to where the walk began */
  struct stat st;               /* of itself, not of what a link points to */
  bool after;                   /* a directory, after what is in it */
};
typedef int (*walk_cb) (void *opaque, const struct walk_entry *entry);

enum {
  WALK_STAT = 1,                /* fill all of st; otherwise only the type */
  WALK_SORTED = 2,              /* names in each directory by byte value */
};
/* Everything below the directory fd (borrowed), which is called what in
 * errors.  Symbolic links are not followed.  0, or -1 with the error set. */
extern int content_walk (int fd, const char *what, unsigned flags,
                         walk_cb cb, void *opaque);
/* Removes a name and, if it is a directory, all that is in it. */
extern int content_remove_tree (int dirfd, const char *name, const char *what);

/* ---- Extended attributes ---- */

/* Gives the second path what the first has, as far as its file system can
 * keep it.  Links are not followed.  0, or -1 with errno set. */
extern int content_copy_xattrs (const char *from, const char *to);
/* The same for descriptors, of O_PATH too. */
extern int content_copy_xattrs_of_fds (int from_fd, int to_fd);

#endif /* GUESTFSD_CONTENT_H */
