/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The description of a volume group that LVM keeps on its physical volumes, if
 * the group is a plain one: of volumes that are parts of disks, one behind the
 * other.  Pure functions, for tests on the host. */

#ifndef GUESTFSD_LVMTEXT_H
#define GUESTFSD_LVMTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LVM_UUID_SIZE 33        /* without dashes, and NUL */

struct lvm_disk {
  char *name;                   /* within the description, "pv0" */
  char uuid[LVM_UUID_SIZE];
  uint64_t start, extents;      /* sector of the first extent; how many */
  uint64_t size;                /* sectors of the device */
};

/* In sectors. */
struct lvm_piece {
  size_t disk;                  /* which of the group's */
  uint64_t length, from;
};

struct lvm_volume {
  char *name;
  char uuid[LVM_UUID_SIZE];
  struct lvm_piece *pieces;
  size_t nr_pieces;
};

/* Strings are borrowed from the text. */
struct lvm_group {
  char *name;
  char uuid[LVM_UUID_SIZE];
  uint64_t extent;              /* sectors */
  struct lvm_disk *disks;
  size_t nr_disks;
  struct lvm_volume *volumes;
  size_t nr_volumes;
};
#define LVM_GROUP_INIT { .name = NULL }

/* Reads a NUL-terminated text, which it changes.  False: it is not plain, or
 * damaged, or too long; lvm must see to it. */
extern bool lvm_group_read (char *text, struct lvm_group *ret);
extern void lvm_group_done (struct lvm_group *group);
#define CLEANUP_LVM_GROUP __attribute__ ((cleanup (lvm_group_done)))

#endif /* GUESTFSD_LVMTEXT_H */
