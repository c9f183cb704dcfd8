/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Quotas of Btrfs, and the groups by which it counts and limits. */

#include "config.h"

#include <endian.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#include <linux/btrfs_tree.h>

#include "btrfs.h"
#include "daemon.h"

/* ---- Quotas ---- */

int
do_btrfs_quota_enable (const mountable_t *fs, int enable)
{
  CLEANUP_BTRFS_PLACE struct btrfs_place p = BTRFS_PLACE_INIT;
  struct btrfs_ioctl_quota_ctl_args args = {
    .cmd = enable ? BTRFS_QUOTA_CTL_ENABLE : BTRFS_QUOTA_CTL_DISABLE
  };

  if (btrfs_place (&p, fs, true) == -1)
    return -1;
  if (ioctl (p.fd, BTRFS_IOC_QUOTA_CTL, &args) == 0)
    return 0;
  reply_with_perror ("%s", fs->device);
  return -1;
}

/* The kernel does it on its own; nothing is kept busy meanwhile. */
static int
start_rescan (int fd)
{
  struct btrfs_ioctl_quota_rescan_args args = { .flags = 0 };

  if (ioctl (fd, BTRFS_IOC_QUOTA_RESCAN, &args) == 0 || errno == EINPROGRESS)
    return 0;
  if (errno == EINVAL)
    errno = ENOTCONN;
  return -1;
}

static int
wait_for_rescan (int fd, const char *what)
{
  const struct timespec pause = { .tv_nsec = 10 * 1000 * 1000 };
  struct btrfs_ioctl_quota_rescan_args args;

  for (;;) {
    memset (&args, 0, sizeof args);
    if (ioctl (fd, BTRFS_IOC_QUOTA_RESCAN_STATUS, &args) == -1) {
      reply_with_perror ("%s", what);
      return -1;
    }
    if (args.flags == 0)
      return 0;
    if (call_is_cancelled ()) {
      reply_with_error_errno (EINTR, "%s: the call was cancelled; counting "
                              "goes on", what);
      return -1;
    }
    nanosleep (&pause, NULL);
  }
}

int
do_btrfs_quota_rescan (const mountable_t *fs)
{
  CLEANUP_BTRFS_PLACE struct btrfs_place p = BTRFS_PLACE_INIT;

  if (btrfs_place (&p, fs, true) == -1)
    return -1;
  if (start_rescan (p.fd) == -1)
    return qgroup_error (fs->device);
  return wait_for_rescan (p.fd, fs->device);
}

/* ---- Quota groups ---- */

static int
create_or_destroy (const char *qgroupid, const char *subvolume, bool create)
{
  struct btrfs_ioctl_qgroup_create_args args = { .create = create };
  CLEANUP_CLOSE int fd = -1;

  if (qgroup_parse (qgroupid, (uint64_t *) &args.qgroupid) == -1
      || (fd = btrfs_open (subvolume)) == -1)
    return -1;
  if (ioctl (fd, BTRFS_IOC_QGROUP_CREATE, &args) == 0)
    return 0;
  if (errno == ENOTCONN)
    return qgroup_error (subvolume);
  reply_with_perror ("%s: quota group %s", subvolume, qgroupid);
  return -1;
}

int
do_btrfs_qgroup_create (const char *qgroupid, const char *subvolume)
{
  return create_or_destroy (qgroupid, subvolume, true);
}

int
do_btrfs_qgroup_destroy (const char *qgroupid, const char *subvolume)
{
  return create_or_destroy (qgroupid, subvolume, false);
}

int
do_btrfs_qgroup_limit (const char *subvolume, int64_t size)
{
  struct btrfs_ioctl_qgroup_limit_args args = {
    .lim = { .flags = BTRFS_QGROUP_LIMIT_MAX_RFER, .max_rfer = size }
  };
  CLEANUP_CLOSE int fd = -1;

  if (size < -1) {
    reply_with_error_errno (EINVAL, "%s: %" PRIi64 ": give a size, or -1 for "
                            "no limit", subvolume, size);
    return -1;
  }
  fd = btrfs_open (subvolume);
  if (fd == -1)
    return -1;
  if (ioctl (fd, BTRFS_IOC_QGROUP_LIMIT, &args) == 0)
    return 0;
  return qgroup_error (subvolume);
}

static int
assign_or_remove (const char *src, const char *dst, const char *path,
                  bool assign)
{
  struct btrfs_ioctl_qgroup_assign_args args = { .assign = assign };
  CLEANUP_CLOSE int fd = -1;
  int r;

  if (qgroup_parse (src, (uint64_t *) &args.src) == -1
      || qgroup_parse (dst, (uint64_t *) &args.dst) == -1
      || (fd = btrfs_open (path)) == -1)
    return -1;
  r = ioctl (fd, BTRFS_IOC_QGROUP_ASSIGN, &args);
  if (r == 0)
    return 0;
  /* Greater than 0: the counts are not right any more. */
  if (r > 0)
    return start_rescan (fd) == 0 ? 0 : qgroup_error (path);
  if (errno == ENOTCONN)
    return qgroup_error (path);
  reply_with_perror ("%s: quota groups %s and %s", path, src, dst);
  return -1;
}

int
do_btrfs_qgroup_assign (const char *src, const char *dst, const char *path)
{
  return assign_or_remove (src, dst, path, true);
}

int
do_btrfs_qgroup_remove (const char *src, const char *dst, const char *path)
{
  return assign_or_remove (src, dst, path, false);
}

/* ---- Showing them ---- */

static int
add_qgroup (void *opaque, uint64_t id, const void *item)
{
  struct guestfs_btrfsqgroup_list *list = opaque;
  struct guestfs_btrfsqgroup *bigger;
  struct btrfs_qgroup_info_item info;
  char *text = qgroup_format (id);

  bigger = text ? reallocarray (list->val, list->len + 1, sizeof *bigger)
    : NULL;
  if (bigger == NULL) {
    free (text);
    return -1;
  }
  memcpy (&info, item, sizeof info);
  list->val = bigger;
  bigger[list->len].btrfsqgroup_id = text;
  bigger[list->len].btrfsqgroup_rfer = le64toh (info.rfer);
  bigger[list->len++].btrfsqgroup_excl = le64toh (info.excl);
  return 0;
}

/* The numbers are those of the last commit, so one is made. */
struct guestfs_btrfsqgroup_list *
do_btrfs_qgroup_show (const char *path)
{
  CLEANUP_CLOSE int fd = btrfs_open (path);
  struct guestfs_btrfsqgroup_list *ret;

  if (fd == -1)
    return NULL;
  ret = calloc (1, sizeof *ret);
  if (ret && (ioctl (fd, BTRFS_IOC_SYNC) == 0 || errno == EROFS)
      && qgroup_each_item (fd, BTRFS_QGROUP_INFO_KEY, add_qgroup, ret,
                          sizeof (struct btrfs_qgroup_info_item)) == 0)
    return ret;
  qgroup_error (path);
  for (uint32_t i = 0; ret && i < ret->len; ++i)
    free (ret->val[i].btrfsqgroup_id);
  if (ret)
    free (ret->val);
  free (ret);
  return NULL;
}
