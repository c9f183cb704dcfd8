/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the areas that deal with Btrfs share. */

#ifndef GUESTFSD_BTRFS_H
#define GUESTFSD_BTRFS_H

#include <linux/btrfs.h>
#include <pthread.h>

#include "call.h"
#include "device.h"
#include "root.h"

/* ---- Devices (btrfs/filesystem.c) ---- */

/* Tells the kernel of every device with a Btrfs on it, which it must know
 * before it can mount one of several devices.  No error is set; a device that
 * it does not want is not one. */
extern void btrfs_scan (void);
/* The devices of the file system that is on this one, sorted by their numbers
 * in it, and how many there should be.  NULL with the error set. */
extern char **btrfs_members (const char *device, uint64_t *ret_wanted);

/* ---- File systems (btrfs/filesystem.c); each of these sets the error ---- */

/* A guest path on a Btrfs. */
extern int btrfs_open (const char *path);
/* The directory of the last component, on a Btrfs, and that component. */
extern int btrfs_open_parent (const char *path, char **ret_name);
extern int btrfs_info (int fd, const char *what,
                       struct btrfs_ioctl_fs_info_args *ret);
/* Calls fn for the items of an object and a type in a tree until it returns
 * -1.  Sets no error. */
extern int btrfs_each_item (int fd, uint64_t tree, uint64_t objectid,
                            uint32_t type,
                            int (*fn) (void *opaque, uint64_t offset,
                                       const void *item),
                            void *opaque, size_t item_size);
/* The numbers of its devices, ascending; malloc'd. */
extern uint64_t *btrfs_device_ids (int fd, const char *what, size_t *ret_n);
/* What is known of one of them; 1, or 0 when there is none of this number. */
extern int btrfs_device (int fd, const char *what, uint64_t devid,
                         struct btrfs_ioctl_dev_info_args *ret);

/* A file system was just mounted on dir, or made writable: if it has a balance
 * that the kernel takes up by itself, waits for it to be running. */
extern void btrfs_await_balance (const char *dir);
/* What is mounted at a guest path is about to be unmounted: a balance that is
 * running is paused, and goes on when it is mounted again. */
extern void btrfs_pause_balance (const char *path);

/* A path, or a device that is mounted outside the sysroot meanwhile. */
struct btrfs_place {
  int fd;                       /* the path; the subvolume; its top */
  char *dir;                    /* the mount point, or NULL */
};
#define BTRFS_PLACE_INIT { -1, NULL }
extern int btrfs_place (struct btrfs_place *p, const mountable_t *m,
                        bool writable);
/* The same for a device and a path in its file system, "." for all of it; no
 * error is set. */
extern int btrfs_mount_for_now (struct btrfs_place *p, const char *device,
                                const char *volume, bool writable);
extern void btrfs_place_done (struct btrfs_place *p);
#define CLEANUP_BTRFS_PLACE __attribute__ ((cleanup (btrfs_place_done)))

/* An ioctl that may take long.  When the call is cancelled, stop is called
 * until the ioctl returns.  Its result, with errno; no error is set, except
 * for the cancelling (EINTR). */
extern int btrfs_long_ioctl (int fd, unsigned long request, void *arg,
                             int (*stop) (int fd), const char *what);

/* Waits a little for the end of a thread; true when it has ended. */
extern bool btrfs_join_soon (pthread_t thread);

/* ---- Quota groups (btrfs/qgroup.c) ---- */

/* "LEVEL/NUMBER"; sets the error. */
extern int qgroup_parse (const char *text, uint64_t *ret);
extern char *qgroup_format (uint64_t id);
/* Calls fn for the items of a type in the quota tree until it returns -1.
 * Sets no error: errno is ENOTCONN when there are no quotas. */
extern int qgroup_each_item (int fd, uint32_t type,
                             int (*fn) (void *opaque, uint64_t qgroup,
                                        const void *item),
                             void *opaque, size_t item_size);
/* Sets the error from errno, and names the remedy; -1. */
extern int qgroup_error (const char *what);

/* ---- Scrubs in the background (btrfs/scrub.c) ---- */

/* They end before what they are working on is unmounted. */
extern int scrub_start (const char *path, bool resume);
extern int scrub_cancel (const char *path);
/* What the last or the running one has done, on all devices together; zeroes
 * when there was none. */
extern int scrub_status (const char *path, struct btrfs_scrub_progress *ret);
/* One that is waited for. */
extern int scrub_run (const char *path, bool readonly,
                      struct btrfs_scrub_progress *ret);
/* target, a directory of the appliance, is about to be unmounted; path names it
 * in errors. */
extern int scrub_release_mount (const char *target, const char *path);

#endif /* GUESTFSD_BTRFS_H */
