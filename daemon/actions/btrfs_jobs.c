/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What takes long on Btrfs: balancing, scrubbing, replacing a device. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <linux/fs.h>

#include "btrfs.h"
#include "daemon.h"

/* ---- Balancing ----
 * A balance runs inside the ioctl that starts or resumes it, and on its own
 * after a file system was mounted that had one when its machine stopped. */

static int
stop_balance (int fd)
{
  return ioctl (fd, BTRFS_IOC_BALANCE_CTL, BTRFS_BALANCE_CTL_CANCEL);
}

static int
balance_error (const char *path)
{
  switch (errno) {
  case ENOTCONN:
    reply_with_error_errno (ENOTCONN, "%s: no balance is running or paused",
                            path);
    break;
  case EINPROGRESS:
    reply_with_error_errno (EINPROGRESS, "%s: a balance, or another change of "
                            "the devices, is going on or paused", path);
    break;
  case ECANCELED:
    reply_with_error_errno (ECANCELED, "%s: the balance was paused or "
                            "cancelled", path);
    break;
  default:
    reply_with_perror ("%s", path);
    break;
  }
  return -1;
}

static int
balance (const char *path, struct btrfs_ioctl_balance_args *args)
{
  CLEANUP_CLOSE int fd = btrfs_open (path);

  if (fd == -1)
    return -1;
  if (btrfs_long_ioctl (fd, BTRFS_IOC_BALANCE_V2, args, stop_balance,
                        path) == 0)
    return 0;
  return reply_has_error () ? -1 : balance_error (path);
}

int
do_btrfs_filesystem_balance (const char *fs)
{
  struct btrfs_ioctl_balance_args args = { .flags = BTRFS_BALANCE_TYPE_MASK };

  return balance (fs, &args);
}

int
do_btrfs_balance_resume (const char *path)
{
  struct btrfs_ioctl_balance_args args = { .flags = BTRFS_BALANCE_RESUME };

  return balance (path, &args);
}

static int
control_balance (const char *path, int command)
{
  CLEANUP_CLOSE int fd = btrfs_open (path);

  if (fd == -1)
    return -1;
  if (ioctl (fd, BTRFS_IOC_BALANCE_CTL, command) == 0)
    return 0;
  return balance_error (path);
}

int
do_btrfs_balance_pause (const char *path)
{
  return control_balance (path, BTRFS_BALANCE_CTL_PAUSE);
}

int
do_btrfs_balance_cancel (const char *path)
{
  return control_balance (path, BTRFS_BALANCE_CTL_CANCEL);
}

/* Per cent of the chunks that are yet to be looked at. */
static uint64_t
per_cent_left (const struct btrfs_balance_progress *stat)
{
  if (stat->expected == 0 || stat->completed >= stat->expected)
    return 0;
  return (stat->expected - stat->completed) * 100 / stat->expected;
}

struct guestfs_btrfsbalance *
do_btrfs_balance_status (const char *path)
{
  CLEANUP_CLOSE int fd = btrfs_open (path);
  struct btrfs_ioctl_balance_args args;
  struct guestfs_btrfsbalance *ret;
  const char *status = "none";

  memset (&args, 0, sizeof args);
  if (fd == -1)
    return NULL;
  if (ioctl (fd, BTRFS_IOC_BALANCE_PROGRESS, &args) == 0)
    status = args.state & BTRFS_BALANCE_STATE_RUNNING ? "running" : "paused";
  else if (errno != ENOTCONN) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  ret = calloc (1, sizeof *ret);
  if (ret == NULL || (ret->btrfsbalance_status = strdup (status)) == NULL) {
    reply_with_perror ("calloc");
    free (ret);
    return NULL;
  }
  ret->btrfsbalance_total = args.stat.expected;
  ret->btrfsbalance_balanced = args.stat.completed;
  ret->btrfsbalance_considered = args.stat.considered;
  ret->btrfsbalance_left = per_cent_left (&args.stat);
  return ret;
}

/* ---- Scrubbing ---- */

int
do_btrfs_scrub_start (const char *path)
{
  return scrub_start (path, false);
}

int
do_btrfs_scrub_resume (const char *path)
{
  return scrub_start (path, true);
}

int
do_btrfs_scrub_cancel (const char *path)
{
  return scrub_cancel (path);
}

struct guestfs_btrfsscrub *
do_btrfs_scrub_status (const char *path)
{
  struct btrfs_scrub_progress p;
  struct guestfs_btrfsscrub *ret;

  if (scrub_status (path, &p) == -1)
    return NULL;
  ret = calloc (1, sizeof *ret);
  if (ret == NULL) {
    reply_with_perror ("calloc");
    return NULL;
  }
  ret->btrfsscrub_data_extents_scrubbed = p.data_extents_scrubbed;
  ret->btrfsscrub_tree_extents_scrubbed = p.tree_extents_scrubbed;
  ret->btrfsscrub_data_bytes_scrubbed = p.data_bytes_scrubbed;
  ret->btrfsscrub_tree_bytes_scrubbed = p.tree_bytes_scrubbed;
  ret->btrfsscrub_read_errors = p.read_errors;
  ret->btrfsscrub_csum_errors = p.csum_errors;
  ret->btrfsscrub_verify_errors = p.verify_errors;
  ret->btrfsscrub_no_csum = p.no_csum;
  ret->btrfsscrub_csum_discards = p.csum_discards;
  ret->btrfsscrub_super_errors = p.super_errors;
  ret->btrfsscrub_malloc_errors = p.malloc_errors;
  ret->btrfsscrub_uncorrectable_errors = p.uncorrectable_errors;
  ret->btrfsscrub_unverified_errors = p.unverified_errors;
  ret->btrfsscrub_corrected_errors = p.corrected_errors;
  ret->btrfsscrub_last_physical = p.last_physical;
  return ret;
}

/* Superblocks are not counted among the uncorrectable errors, and are
 * written anew with the next commit. */
int
do_btrfs_scrub_full (const char *path,
                     const struct btrfs_scrub_full_optargs *o)
{
  const bool readonly = o->has_readonly && o->readonly;
  struct btrfs_scrub_progress p;
  uint64_t found;

  if (scrub_run (path, readonly, &p) == -1)
    return -1;
  found = p.read_errors + p.csum_errors + p.verify_errors + p.super_errors;
  if (p.uncorrectable_errors == 0 && (!readonly || found == 0))
    return 0;
  reply_with_error_errno (EIO, "%s: %llu errors were found, %llu of them "
                          "cannot be corrected%s", path,
                          (unsigned long long) found,
                          (unsigned long long) p.uncorrectable_errors,
                          readonly ? ": scrub without readonly to correct the "
                          "others" : ": restore the files that the kernel's "
                          "messages name");
  return -1;
}

/* ---- Replacing ---- */

static int
stop_replace (int fd)
{
  struct btrfs_ioctl_dev_replace_args args = {
    .cmd = BTRFS_IOCTL_DEV_REPLACE_CMD_CANCEL
  };

  return ioctl (fd, BTRFS_IOC_DEV_REPLACE, &args);
}

/* The number that a device has in the file system; 0 when it is not in it,
 * -1 with the error set. */
static int64_t
number_of_device (int fd, const char *device, const char *mntpoint)
{
  struct btrfs_ioctl_dev_info_args dev;
  struct stat wanted, st;
  size_t n;
  CLEANUP_FREE uint64_t *ids = btrfs_device_ids (fd, mntpoint, &n);

  if (ids == NULL)
    return -1;
  if (stat (device, &wanted) == -1) {
    reply_with_perror ("%s", device);
    return -1;
  }
  for (size_t i = 0; i < n; ++i) {
    if (btrfs_device (fd, mntpoint, ids[i], &dev) == -1)
      return -1;
    if (stat ((const char *) dev.path, &st) == 0
        && st.st_rdev == wanted.st_rdev)
      return ids[i];
  }
  return 0;
}

/* Before anything is overwritten. */
static int
check_target (int fd, uint64_t devid, const char *targetdev,
              const char *mntpoint)
{
  struct btrfs_ioctl_dev_info_args dev;
  CLEANUP_CLOSE int target = open (targetdev, O_RDONLY | O_EXCL | O_CLOEXEC);
  uint64_t size;

  if (target == -1 || ioctl (target, BLKGETSIZE64, &size) == -1) {
    reply_with_perror ("%s", targetdev);
    return -1;
  }
  if (btrfs_device (fd, mntpoint, devid, &dev) != 1)
    return -1;
  if (size >= dev.total_bytes)
    return 0;
  reply_with_error_errno (EINVAL, "%s: has %llu bytes, fewer than the %llu of "
                          "what it is to replace: make the file system "
                          "smaller first (btrfs_filesystem_resize)",
                          targetdev, (unsigned long long) size,
                          (unsigned long long) dev.total_bytes);
  return -1;
}

static int
run_replace (int fd, uint64_t devid, const char *targetdev,
             const char *mntpoint)
{
  struct btrfs_ioctl_dev_replace_args args = {
    .cmd = BTRFS_IOCTL_DEV_REPLACE_CMD_START, .start.srcdevid = devid
  };
  char *name = (char *) args.start.tgtdev_name;
  int r;

  strncpy (name, targetdev, sizeof args.start.tgtdev_name - 1);
  r = btrfs_long_ioctl (fd, BTRFS_IOC_DEV_REPLACE, &args, stop_replace,
                        mntpoint);
  if (r == -1) {
    if (!reply_has_error ())
      reply_with_perror ("%s: replacing by %s", mntpoint, targetdev);
    return -1;
  }
  if (args.result == BTRFS_IOCTL_DEV_REPLACE_RESULT_NO_ERROR)
    return 0;
  reply_with_error_errno (EBUSY, "%s: %s", mntpoint, args.result
                          == BTRFS_IOCTL_DEV_REPLACE_RESULT_SCRUB_INPROGRESS
                          ? "a scrub is running: cancel it first"
                          : "another replacement is going on");
  return -1;
}

int
do_btrfs_replace (const char *srcdev, const char *targetdev,
                  const char *mntpoint)
{
  CLEANUP_CLOSE int fd = btrfs_open (mntpoint);
  int64_t devid = fd == -1 ? -1 : number_of_device (fd, srcdev, mntpoint);

  if (devid == -1)
    return -1;
  if (devid == 0) {
    reply_with_error_errno (EINVAL, "%s: not a device of the file system on "
                            "%s", srcdev, mntpoint);
    return -1;
  }
  if (check_target (fd, devid, targetdev, mntpoint) == -1
      || do_wipefs (targetdev) == -1)
    return -1;
  return run_replace (fd, devid, targetdev, mntpoint);
}
