/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Block devices. */

#ifndef GUESTFSD_DEVICE_H
#define GUESTFSD_DEVICE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "strvec.h"

/* ---- Devices (device/device.c) ---- */
/* True for the appliance's own disk, which no action may see. */
extern bool is_appliance_disk (const char *device);
/* "/dev/vda1", "/dev/hda1" -> "/dev/sda1" when only that exists; others are
 * returned as they are.  Malloc'd. */
extern char *device_name_translate (const char *device);
/* A file of the guest as a block device, whose name is malloc'd.  It is free
 * again when neither the descriptor nor a mount uses it.  -1, error set. */
extern int loop_open (const char *file, char **ret_device);
/* Wait until the kernel has made (or removed) the nodes of what was changed:
 * at most a few seconds, then an error is set and -1 returned. */
extern int wait_for_device (const char *device);
extern int wait_for_no_device (const char *device);
/* Opens it for reading, or returns -1, and has the kernel begin to read so many
 * bytes at its start and its end.  When nobody has it open any more the kernel
 * forgets them. */
extern int device_open_ahead (const char *device, size_t head, size_t tail);
/* What libblkid reads to find out what is on a device, in forty pieces. */
#define PROBED_AHEAD (512 * 1024)
/* Whole disks in drive order, "/dev/sda" …; NULL with error set on failure */
extern char **device_list_disks (void);
extern char **device_list_partitions (void);
/* "/dev/sda3" and "/dev/sda" -> "3"; NULL: not a partition of this disk.
 * Borrowed from partition. */
extern const char *partition_number (const char *partition, const char *disk);
/* The path below /sys of a partition, malloc'd; NULL, error set, when it is
 * none. */
extern char *partition_sysfs (const char *partition);
/* The disk that it is on, likewise. */
extern char *partition_disk (const char *partition);
/* Links by the labels of add_drive, which udev would make. */
#define LABELS_DIR "/dev/disk/guestfs"
extern void device_remove_labels (void);

/* ---- Device mapper (device/dm.c) ---- */
/* Loads its module, which nothing does before somebody asks for it. */
extern int dm_prepare (void);
/* Its UUID of a device, "LVM-…"; NULL if it has none. */
extern char *dm_uuid (dev_t rdev);
/* "/dev/VG/LV" when this is the number of a logical volume, else NULL; no
 * error is set.  Malloc'd. */
extern char *logical_volume_name (dev_t rdev);
/* Active logical volumes, "/dev/VG/LV" …, sorted; NULL with error set. */
extern char **list_logical_volumes (void);
/* All other devices of device mapper, "/dev/mapper/NAME" …, sorted. */
extern char **device_list_dm (void);
/* What a device of device mapper consists of. */
struct dm_table {
  struct strbuf targets;        /* as the kernel takes them */
  uint32_t nr_targets;
  uint64_t sectors;
};
#define DM_TABLE_INIT { STRBUF_INIT, 0, 0 }
/* Behind what is there already: so many sectors of dev.  -1 with errno. */
extern int dm_table_add_linear (struct dm_table *t, uint64_t sectors,
                                dev_t dev, uint64_t from);
extern void dm_table_done (struct dm_table *t);
#define CLEANUP_DM_TABLE __attribute__ ((cleanup (dm_table_done)))
/* Makes the device and /dev/mapper/NAME.  -1 with errno: there is none. */
extern int dm_create (const char *name, const char *uuid,
                      const struct dm_table *t);
/* Removes what is left of an encrypted device that was not opened to the end;
 * sets no error. */
extern void dm_remove_crypt (const char *name);
/* Removes all logical volumes.  False: some are in use or not plain, and left
 * to lvm; sets no error. */
extern bool dm_remove_volumes (void);
/* Removes every device that is not in use, whatever is stored on it stays. */
extern void dm_remove_unused (void);

/* ---- MD (device/md.c) ---- */
/* Arrays that run, "/dev/md127" …, sorted; NULL with error set. */
extern char **device_list_md (void);
/* Likewise those that lack members and do not run. */
extern char **md_list_incomplete (void);
/* device: a node that md_list_incomplete gave, stopped by now. */
extern void md_wait_until_gone (const char *device);
extern int md_stop (const char *device);
/* Stops it without a program if it is not in use; sets no error. */
extern bool md_stop_unused (const char *device);
/* Nodes and links of arrays that are not there any more. */
extern void md_remove_dead_names (void);

/* ---- What is composed of several devices (device/assemble.c) ---- */
/* Assembles arrays and activates volume groups, in layers of any order.  What
 * cannot be activated is left; -1, error set, when the call is cancelled.
 * dynamic, if not NULL, is called when there are dynamic disks of Windows. */
extern int assemble_devices (int (*dynamic) (void));
/* Activates all volume groups without lvm.  1: done; 0: they are not all plain,
 * or some are active, and lvm must see to it; -1: error set. */
extern int activate_plain_groups (void);
/* Stops using all areas for swapping; no error. */
extern void stop_swapping (void);
/* Stops all arrays that nothing uses, and what is above them; no error. */
extern void stop_arrays (void);

/* ---- Drives (device/scsi.c) ---- */
/* Scans what is new, deletes what is gone; waits for the disks. */
extern int scsi_set_targets (const uint32_t *targets, size_t n);
/* From now on it is given one request at a time, of so many KiB at most. */
extern int scsi_take_one_request (uint32_t target, uint32_t kib);
/* "/dev/sda"; NULL when there is none. */
extern char *scsi_disk_of_target (uint32_t target);

/* ---- Partitions (device/partitions.c) ---- */
/* Gives the kernel the partitions that it does not find by itself: those of the
 * backup where the primary GPT is damaged, and those of a BSD label without
 * types.  Other disks are left alone. */
extern void adopt_partitions (const char *disk);
/* The second of these; start is what the disk begins with, two sectors
 * (device/bsdlabel.c). */
extern void adopt_bsd_label (int fd, const char *disk,
                             const unsigned char *start);
/* Re-read the partition table and wait for the nodes to match it. */
extern int reread_partitions (const char *device);

/* ---- The kernel's own words (device/kmsg.c) ---- */
/* A descriptor that will see what the kernel says from now on, or -1. */
extern int kmsg_begin (void);
/* Its first complaint since then of this device, else of the driver of this
 * type (which may be NULL), malloc'd; NULL: none. */
extern char *kmsg_complaint (int fd, const char *device, const char *fstype);

/* ---- Mountables (device/mountable.c) ---- */
#define BTRFSVOL "btrfsvol:"    /* how the name of a subvolume begins */
enum mountable_type { MOUNTABLE_DEVICE, MOUNTABLE_BTRFSVOL, MOUNTABLE_PATH };
typedef struct {
  enum mountable_type type;
  char *device;                 /* or the path, for MOUNTABLE_PATH */
  char *volume;                 /* btrfs subvolume, else NULL */
} mountable_t;
/* "btrfsvol:/dev/sda1/sub" or the device itself; malloc'd. */
extern char *mountable_to_string (const mountable_t *m);
/* Frees device and volume, not m; both may be NULL. */
extern void mountable_done (mountable_t *m);
#define CLEANUP_MOUNTABLE __attribute__ ((cleanup (mountable_done)))

#endif /* GUESTFSD_DEVICE_H */
