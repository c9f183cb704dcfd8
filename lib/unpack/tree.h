/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A tree of files that somebody hostile may describe. */

#ifndef GUESTFS_INT_TREE_H
#define GUESTFS_INT_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

struct tree_attributes {
  mode_t mode;                  /* permissions */
  uid_t uid;                    /* these two for root only */
  gid_t gid;
  int64_t mtime;                /* seconds */
};

struct tree_entry {
  enum { TREE_FILE, TREE_DIRECTORY, TREE_LINK, TREE_HARD_LINK, TREE_FIFO,
         TREE_DEVICE } type;
  const char *path;             /* below the top */
  const char *link;             /* what it points to; a path below the top for
                                 * TREE_HARD_LINK */
  struct tree_attributes attrs;
};

struct tree;

/* Everything is made below the directory fd, which is borrowed.  set_top: its
 * own mode and time are set, too.  NULL: no memory. */
extern struct tree *guestfs_int_tree_new (int fd, bool set_top);
/* These return 0, or -1 with errno and the error below.  A file that was made
 * takes data until it is closed; what is not written is a hole. */
extern int guestfs_int_tree_make (struct tree *t, const struct tree_entry *e);
extern int guestfs_int_tree_write (struct tree *t, const char *data, size_t n,
                                   int64_t offset);
extern int guestfs_int_tree_close_file (struct tree *t, int64_t size);
/* At the end: modes and times of directories. */
extern int guestfs_int_tree_finish (struct tree *t);
/* Sets the error, if there is none; returns -1. */
extern int guestfs_int_tree_fail (struct tree *t, int errnum,
                                  const char *what);
/* "path: reason"; borrowed, NULL if nothing has failed. */
extern const char *guestfs_int_tree_error (const struct tree *t);
/* How many devices were left out. */
extern size_t guestfs_int_tree_skipped (const struct tree *t);
extern void guestfs_int_tree_free (struct tree *t);

#endif /* GUESTFS_INT_TREE_H */
