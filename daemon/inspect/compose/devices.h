/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The block devices of the appliance as inspection sees them: by which names
 * and numbers a guest may know them, and on which disks they are.
 */

#ifndef GUESTFSD_DEVICES_H
#define GUESTFSD_DEVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum device_kind {
  DEVICE_DISK, DEVICE_PARTITION, DEVICE_MD, DEVICE_LV, DEVICE_MAPPER,
};

/* Strings are malloc'd; NULL: there is none. */
struct device {
  enum device_kind kind;
  char *name;                   /* as actions call it: "/dev/VG/LV" */
  char *alias;                  /* of device mapper: "VG-LV"; of an array, the
                                 * name in its superblock: "host:0" */
  /* LV: that of the group and its own, 64 characters; mapper: of the LUKS
   * volume that it opens, or, of a dynamic disk, its own; array: its own;
   * partition: as libblkid writes it, of a GPT its GUID, of an MBR
   * "1b8e6f2c-01". */
  char *uuid;
  char *below;                  /* mapper: what it was made of, if one thing */
  char **disks;                 /* the disks that it is on; of a disk itself */
  int number;                   /* partition: its number */
  uint64_t start;               /* partition: its first byte on the disk */
};

/* Disks first, in the order of the drives. */
struct devices {
  struct device *ptr;
  size_t len;
};
#define DEVICES_INIT { NULL, 0 }
extern void devices_done (struct devices *d);
#define CLEANUP_DEVICES __attribute__ ((cleanup (devices_done)))

/* ---- Gathering (devices.c) ---- */
struct candidate;
/* All there are; the UUIDs of partitions are those of the candidates.  0, or
 * -1 with the error set. */
extern int devices_find (const struct candidate *candidates, size_t n,
                         struct devices *ret);

/* ---- Looking up (names.c); each NULL when there is none ---- */
extern const struct device *device_by_name (const struct devices *d,
                                            const char *name);
extern const struct device *device_by_alias (const struct devices *d,
                                             enum device_kind kind,
                                             const char *alias);
extern const struct device *device_by_uuid (const struct devices *d,
                                            enum device_kind kind,
                                            const char *uuid);
/* The disk with this index, from 0, in the order of the drives. */
extern const struct device *nth_disk (const struct devices *d, size_t n);
/* The partition of a disk with this number. */
extern const struct device *partition_of (const struct devices *d,
                                          const struct device *disk,
                                          int number);
/* Are they on a disk in common? */
extern bool share_a_disk (const struct device *a, const struct device *b);
/* Do these name the same UUID, in any case, with or without dashes? */
extern bool same_uuid (const char *a, const char *b);

#endif /* GUESTFSD_DEVICES_H */
