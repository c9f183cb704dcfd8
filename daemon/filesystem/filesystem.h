/* SPDX-License-Identifier: GPL-2.0-or-later */
/* File systems: which there are, and mounting one. */

#ifndef GUESTFSD_FILESYSTEM_H
#define GUESTFSD_FILESYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Which there are (filesystem/list.c) ---- */

/* Strings are malloc'd; NULL: there is none. */
struct filesystem {
  char *mountable;              /* "/dev/sda1", "btrfsvol:/dev/sda1/home" */
  char *device;
  char *volume;                 /* of Btrfs, "home"; NULL: the default one */
  char *default_volume;         /* the path of that, NULL: the top */
  uint64_t volume_id;           /* of Btrfs; 5 is the top */
  char *volume_uuid, *parent_uuid; /* and what it is a snapshot of; hex */
  bool volume_readonly;
  char *type;                   /* "ext4", "swap", "crypto_LUKS", "unknown" */
  char *uuid, *label;
  char *partuuid, *partlabel;   /* of the partition, if it is one */
};

struct filesystems {
  struct filesystem *ptr;
  size_t len;
};
#define FILESYSTEMS_INIT { NULL, 0 }
/* done.c */
extern void filesystem_done (struct filesystem *fs);
extern void filesystems_done (struct filesystems *list);
#define CLEANUP_FILESYSTEMS __attribute__ ((cleanup (filesystems_done)))

/* What list_filesystems lists, in its order.  0, or -1 with the error set. */
extern int filesystems_find (struct filesystems *ret);
/* Keeps what was found for the next call: guestfish -i lists and then inspects,
 * and to look at each device again takes a third of that. */
extern void filesystems_keep (struct filesystems *list);

/* Devices that nobody may look into unless a call names them, each with the
 * reason: a list that is taken, or NULL.  It holds until the next SETUP. */
extern void filesystem_leave_out (char **devices);
/* The reason, or NULL. */
extern const char *filesystem_left_out (const char *device);

/* ---- Mounting one (filesystem/mount.c) ---- */

/* Mounts it at a directory of the guest, a descriptor (taken); what names the
 * device in errors, mountpoint the directory.  options: comma-separated, may
 * be ""; vfstype "": find out.  0, or -1 with the error set. */
extern int filesystem_mount_at (int place, const char *what,
                                const char *options, const char *vfstype,
                                const char *device, const char *mountpoint);
/* Mounts it read-only nowhere: a descriptor of its root.  It is unmounted when
 * the descriptor and those below it are closed.  -1 with the error set. */
extern int filesystem_mount_detached (const char *device, const char *fstype,
                                      const char *options);

#endif /* GUESTFSD_FILESYSTEM_H */
