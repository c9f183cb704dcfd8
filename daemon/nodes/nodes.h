/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a local mount.  The library gives them numbers, which are
 * never used again, and says with each call where a file is.  The number is
 * that of a descriptor, if there is one: because the file has been used just
 * now, or because it is held: it has lost its last name, or its file system
 * would give it another inode number when nobody uses it. */

#ifndef GUESTFSD_NODES_H
#define GUESTFSD_NODES_H

#include <stdbool.h>
#include <stdint.h>

struct node {
  int64_t id;
  const char *path;             /* below the guest's root; "" is the root */
};

/* Descriptors that are borrowed: they stay open for the next two calls of
 * this kind at least.  -1 with errno set.  Links are not followed. */
/* With O_PATH, or whatever is open already. */
extern int node_open_path (const struct node *n);
/* For reading, or for both; of regular files and directories. */
extern int node_open_io (const struct node *n, bool writing);

/* What fd refers to is held under that number; fd becomes ours. */
extern int node_hold (int64_t id, int fd);
extern void node_forget (int64_t id);

/* Closes what is open only to be quick, so that it can be unmounted. */
extern void nodes_release (void);
/* How often it was called: what is known of a file system was learnt with the
 * same number, or may be of another one. */
extern unsigned nodes_releases (void);
/* Closes all. */
extern void nodes_end (void);

#endif /* GUESTFSD_NODES_H */
