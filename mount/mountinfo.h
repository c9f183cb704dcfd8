/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is mounted on this host, as the kernel tells it: no mount is touched,
 * so that one that does not answer stops nobody. */

#ifndef GUESTMOUNT_MOUNTINFO_H
#define GUESTMOUNT_MOUNTINFO_H

#include <stdbool.h>
#include <stddef.h>

struct mount_entry {
  int id, parent;
  unsigned major, minor;        /* st_dev of what is in it */
  char *mountpoint, *type;
};
struct mount_table {
  struct mount_entry *ptr;
  size_t len;
};

/* -1 with errno set. */
extern int mount_table_read (struct mount_table *ret);
extern void mount_table_done (struct mount_table *t);
#define CLEANUP_MOUNT_TABLE __attribute__ ((cleanup (mount_table_done)))

/* What one sees at this path, which is absolute and has no links: the last
 * that was mounted there; NULL: nothing. */
extern const struct mount_entry *mount_table_find (const struct mount_table *t,
                                                   const char *path);
extern bool mount_is_fuse (const struct mount_entry *m);
/* Is this path the mountpoint, or below it? */
extern bool mount_contains (const struct mount_entry *m, const char *path);

#endif /* GUESTMOUNT_MOUNTINFO_H */
