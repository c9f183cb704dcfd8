/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Partition tables, as the areas that deal with them share them. */

#ifndef GUESTFSD_PARTTABLE_H
#define GUESTFSD_PARTTABLE_H

#include <libfdisk/libfdisk.h>

#include "call.h"

/* ---- A disk with an MBR or a GPT: libfdisk (device/parttable.c) ---- */

struct parttable {
  const char *device;           /* borrowed */
  struct fdisk_context *cxt;
  struct fdisk_table *before;   /* as the kernel knows it */
  char *message;                /* the last complaint of libfdisk */
  bool gpt;
};
#define PARTTABLE_INIT(device) { (device), NULL, NULL, NULL, false }
extern void parttable_done (struct parttable *d);
#define CLEANUP_PARTTABLE __attribute__ ((cleanup (parttable_done)))
extern void parttable_partition_done (struct fdisk_partition **pa);
#define CLEANUP_PARTITION \
  __attribute__ ((cleanup (parttable_partition_done)))

/* What kind of table there is, by libblkid's name; NULL in *ret_type when it
 * finds none.  -1 with the error set. */
extern int parttable_probe (const char *device, char **ret_type);
/* Is this, by libblkid's name and possibly NULL, an MBR or a GPT? */
extern bool parttable_is_known (const char *type);
/* 1 when libfdisk is to work on this disk, 0 when parted, -1 on error. */
extern int parttable_is_ours (const char *device);

/* Each of these returns 0, or -1 with the error set. */

/* Opens a disk whose table, if there is one, does not matter. */
extern int parttable_assign (struct parttable *d, bool writable);
/* Opens the table that is on the disk; an error if it is another kind. */
extern int parttable_open (struct parttable *d, bool writable);
/* The same, and the partition with this number, counted from 1. */
extern int parttable_open_partition (struct parttable *d, bool writable,
                                     int partnum,
                                     struct fdisk_partition **ret_pa);
extern int parttable_need_gpt (const struct parttable *d);
extern int parttable_need_mbr (const struct parttable *d);
/* Writes the table.  The kernel reads all of it, or else is told only what is
 * different, so that other partitions of the disk may be in use. */
extern int parttable_commit (struct parttable *d);

/* Sets the error; rc is what libfdisk returned, a negative errno.  -1. */
extern int parttable_error (const struct parttable *d, int rc,
                            const char *what);

/* ---- Other kinds of tables: parted (device/parted.c) ---- */

/* The kind, by parted's name; NULL with the error set. */
extern char *parted_parttype (const char *device);
/* Runs it with these words, NULL-terminated, and waits for the nodes. */
extern int parted_run (const char *device, const char *const *words);
/* Sectors; type is "primary", "logical" or "extended". */
extern int parted_add (const char *device, const char *type,
                       int64_t start, int64_t end);
extern int parted_del (const char *device, int partnum);
/* Fills ret; the caller frees its elements also on failure. */
extern int parted_list (const char *device,
                        struct guestfs_partition_list *ret);

#endif /* GUESTFSD_PARTTABLE_H */
