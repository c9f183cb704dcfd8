/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scrub of Btrfs in the background, and what it works on goes away: nothing
 * hangs, nothing stays busy, and no other scrub ends. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "robust.h"

/* MiB. */
static const int disks[] = { 1000, 1000, 0 };

/* Bytes, and at 1 MiB a second far more than SOON seconds of work. */
#define SIZE (INT64_C (100) << 20)
#define SOON 25

static int64_t
now (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return ts.tv_sec;
}

static void
make_file_system (guestfs_h *g, const char *device, const char *mountpoint,
                  const char *file)
{
  char *devices[] = { (char *) device, NULL };

  if (guestfs_mkfs_btrfs (g, devices, -1) == -1
      || guestfs_mkmountpoint (g, mountpoint) == -1
      || guestfs_mount (g, device, mountpoint) == -1
      || guestfs_fallocate64 (g, file, 0) == -1
      || guestfs_copy_device_to_file (g, "/dev/sda", file,
                                      GUESTFS_COPY_DEVICE_TO_FILE_SRCOFFSET,
                                      INT64_C (500) << 20,
                                      GUESTFS_COPY_DEVICE_TO_FILE_SIZE, SIZE,
                                      -1) == -1
      || guestfs_sync (g) == -1)
    abort ();
}

static void
slow_down (guestfs_h *g)
{
  free (appliance_sh (g, "for f in /sys/fs/btrfs/*/devinfo/*/scrub_speed_max;"
                      " do echo 1m > $f; done"));
}

static void
start_both (guestfs_h *g)
{
  make_file_system (g, "/dev/sda", "/a", "/a/file");
  make_file_system (g, "/dev/sdb", "/b", "/b/file");
  slow_down (g);
  CHECK (guestfs_btrfs_scrub_start (g, "/a") == 0);
  CHECK (guestfs_btrfs_scrub_start (g, "/b") == 0);
}

/* One scrub ends, at once; the other goes on. */
static void
unmounted (guestfs_h *g, int lazy)
{
  int64_t began;

  running_test = lazy ? "lazy unmount" : "unmount";
  start_both (g);
  began = now ();
  CHECK (guestfs_umount_opts (g, "/b", GUESTFS_UMOUNT_OPTS_LAZYUNMOUNT, lazy,
                              -1) == 0);
  CHECK (guestfs_wipefs (g, "/dev/sdb") == 0);
  FAILS (g, guestfs_btrfs_scrub_start (g, "/a"), "btrfs_scrub_start",
         EINPROGRESS, "/a");
  CHECK (guestfs_umount_all (g) == 0);
  CHECK (guestfs_wipefs (g, "/dev/sda") == 0);
  CHECK (now () - began < SOON);
  CHECK (guestfs_rmmountpoint (g, "/a") == 0);
  CHECK (guestfs_rmmountpoint (g, "/b") == 0);
}

/* The numbers of what was mounted before may be used again. */
static void
mounted_again (guestfs_h *g)
{
  running_test = "mount again";
  start_both (g);
  CHECK (guestfs_umount_all (g) == 0);
  CHECK (guestfs_mount (g, "/dev/sdb", "/a") == 0);
  CHECK (guestfs_mount (g, "/dev/sda", "/b") == 0);
  slow_down (g);
  CHECK (guestfs_btrfs_scrub_resume (g, "/a") == 0);
  FAILS (g, guestfs_btrfs_scrub_cancel (g, "/b"), "btrfs_scrub_cancel",
         ENOTCONN, "/b");
  CHECK (guestfs_btrfs_scrub_cancel (g, "/a") == 0);
  CHECK (guestfs_umount_all (g) == 0);
}

static void
closed (int autosync)
{
  guestfs_h *g = new_handle ();
  int64_t began;

  running_test = autosync ? "close" : "close without autosync";
  CHECK (guestfs_set_autosync (g, autosync) == 0);
  start (g, disks);
  start_both (g);
  began = now ();
  CHECK (guestfs_shutdown (g) == 0);
  CHECK (now () - began < SOON);
  guestfs_close (g);
}

int
main (void)
{
  guestfs_h *g;

  robust_begin (600);
  g = new_handle ();
  start (g, disks);
  unmounted (g, 0);
  unmounted (g, 1);
  mounted_again (g);
  guestfs_close (g);
  closed (1);
  closed (0);
  return robust_end ();
}
