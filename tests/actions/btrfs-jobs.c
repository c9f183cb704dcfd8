/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Btrfs: long jobs that are cancelled, or what they work on goes away (nothing
 * hangs, stays busy or is lost, and no other job ends); file systems of
 * several devices.
 *
 * tier: slow */

#include <config.h>

/* btrfs_fsck is the only check from outside. */
#define GUESTFS_NO_WARN_DEPRECATED 1

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cleanups.h"
#include "testing.h"

/* MiB. */
static const int disks[] = { 1000, 1000, 1000, 0 };

/* Bytes, and at 1 MiB a second far more than SOON seconds of work. */
#define SIZE (INT64_C (50) << 20)
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

/* ---- Cancelled ---- */

/* On two devices, and mounted. */
static void
prepare (guestfs_h *g)
{
  char *devices[] = { (char *) "/dev/sdb", NULL };

  make_file_system (g, "/dev/sda", "/a", "/a/file");
  CHECK (guestfs_btrfs_device_add (g, devices, "/a") == 0);
}

/* The file system is whole, and free when it is unmounted. */
static void
check_whole (guestfs_h *g)
{
  CLEANUP_FREE_STRING_LIST char **found =
    guestfs_btrfs_filesystem_show (g, "/dev/sda");

  CHECK (found && found[0] && strcmp (found[0], "/dev/sda") == 0);
  CHECK (found && found[0] && found[1] && strcmp (found[1], "/dev/sdb") == 0
         && found[2] == NULL);
  CHECK (guestfs_filesize (g, "/a/file") == SIZE);
  CHECK (guestfs_umount (g, "/a") == 0);
  CHECK (guestfs_btrfs_fsck (g, "/dev/sda", -1) == 0);
  CHECK (guestfs_rmmountpoint (g, "/a") == 0);
}

static int
balance (guestfs_h *g)
{
  return guestfs_btrfs_filesystem_balance (g, "/a");
}

static int
remove_device (guestfs_h *g)
{
  char *devices[] = { (char *) "/dev/sda", NULL };

  return guestfs_btrfs_device_delete (g, devices, "/a");
}

static int
replace (guestfs_h *g)
{
  return guestfs_btrfs_replace (g, "/dev/sda", "/dev/sdc", "/a");
}

static int
scrub (guestfs_h *g)
{
  return guestfs_btrfs_scrub_full (g, "/a", -1);
}

static atomic_bool ended;

/* Where there is KVM the job does not take long. */
static void *
cancel_soon (void *g)
{
  while (!ended) {
    sleep_ms (20);
    guestfs_user_cancel (g);
  }
  return NULL;
}

static void
cancelled (guestfs_h *g, const char *name, int (*job) (guestfs_h *g))
{
  pthread_t thread;
  int64_t began;

  running_test = name;
  prepare (g);
  slow_down (g);
  ended = false;
  if (pthread_create (&thread, NULL, cancel_soon, g) != 0)
    abort ();
  began = now ();
  FAILS (g, job (g), name, EINTR, "cancelled");
  ended = true;
  CHECK (now () - began < SOON);
  pthread_join (thread, NULL);
  check_whole (g);
}

/* ---- What a scrub in the background works on goes away ---- */

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

/* ---- Several devices that the kernel has not been told of ---- */

static guestfs_h *
launch_with (const char *a, const char *b)
{
  guestfs_h *g = new_handle ();

  if (guestfs_add_drive_opts (g, a, GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                              -1) == -1
      || (b && guestfs_add_drive_opts (g, b, GUESTFS_ADD_DRIVE_OPTS_FORMAT,
                                       "raw", -1) == -1)
      || guestfs_launch (g) == -1)
    abort ();
  return g;
}

static void
check_found (guestfs_h *g)
{
  CLEANUP_FREE_STRING_LIST char **fs = guestfs_list_filesystems (g);
  bool found = false;

  for (size_t i = 0; fs && fs[i]; i += 2)
    found |= strcmp (fs[i], "btrfsvol:/dev/sda/sub") == 0;
  CHECK (found);
  CHECK (guestfs_vfs_minimum_size (g, "/dev/sda") > 0);
}

static void
found_again (void)
{
  char *devices[] = { (char *) "/dev/sda", (char *) "/dev/sdb", NULL };
  CLEANUP_FREE char *a = host_file ("a", INT64_C (500) << 20, true);
  CLEANUP_FREE char *b = host_file ("b", INT64_C (500) << 20, true);
  guestfs_h *g = launch_with (a, b);

  running_test = "several devices";
  CHECK (guestfs_mkfs_btrfs (g, devices, -1) == 0);
  CHECK (guestfs_mount (g, "/dev/sda", "/") == 0);
  CHECK (guestfs_btrfs_subvolume_create (g, "/sub") == 0);
  guestfs_close (g);
  g = launch_with (a, b);
  check_found (g);
  guestfs_close (g);
  g = launch_with (a, b);
  CHECK (guestfs_mount (g, "btrfsvol:/dev/sdb/sub", "/") == 0);
  guestfs_close (g);
  g = launch_with (a, NULL);
  FAILS (g, guestfs_mount (g, "/dev/sda", "/"), "mount", ENODEV,
         "1 of the 2 devices");
  guestfs_close (g);
}

int
main (void)
{
  guestfs_h *g;

  test_begin (600);
  found_again ();
  g = new_handle ();
  start (g, disks);
  cancelled (g, "btrfs_filesystem_balance", balance);
  cancelled (g, "btrfs_device_delete", remove_device);
  cancelled (g, "btrfs_replace", replace);
  cancelled (g, "btrfs_scrub_full", scrub);
  unmounted (g, 0);
  unmounted (g, 1);
  mounted_again (g);
  guestfs_close (g);
  closed (1);
  closed (0);
  return test_end ();
}
