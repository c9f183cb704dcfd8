/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: finding a file, and its attributes. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon.h"
#include "fusecalls.h"
#include "fusefiles.h"

struct guestfs_fuse_attr *
do_internal_fuse_lookup (int64_t node, const char *path, const char *name,
                         int64_t newnode)
{
  int dir;

  if (!fuse_is_name (name) || (dir = fuse_open_file (node, path)) == -1)
    return NULL;
  return fuse_attr_of_name (dir, name, newnode);
}

struct guestfs_fuse_attr *
do_internal_fuse_getattr (int64_t node, const char *path)
{
  const int fd = fuse_open_file (node, path);

  return fd == -1 ? NULL : fuse_attr_of_fd (fd, path);
}

static int
set_owner (int fd, int valid, int64_t uid, int64_t gid)
{
  if (!(valid & (FUSECALL_UID | FUSECALL_GID)))
    return 0;
  return fchownat (fd, "", valid & FUSECALL_UID ? (uid_t) uid : (uid_t) -1,
                   valid & FUSECALL_GID ? (gid_t) gid : (gid_t) -1,
                   AT_EMPTY_PATH);
}

static int
set_mode (const struct fuse_setting *s, int valid, int mode)
{
  if (!(valid & FUSECALL_MODE))
    return 0;
  return s->readable ? fchmod (s->fd, mode & 07777)
    : chmod (s->name.s, mode & 07777);
}

static int
set_times (const struct fuse_setting *s, int valid,
           const struct timespec times[2])
{
  if (!(valid & FUSECALL_TIMES))
    return 0;
  return s->readable ? futimens (s->fd, times)
    : utimensat (AT_FDCWD, s->name.s, times, 0);
}

struct guestfs_fuse_attr *
do_internal_fuse_setattr (int64_t node, const char *path, int valid, int mode,
                          int64_t uid, int64_t gid, int64_t size,
                          int64_t atime_sec, int64_t atime_nsec,
                          int64_t mtime_sec, int64_t mtime_nsec)
{
  const struct timespec times[2] = {
    fuse_time_to_set (atime_sec, atime_nsec),
    fuse_time_to_set (mtime_sec, mtime_nsec)
  };
  struct fuse_setting s;

  if (!fuse_open_setting (node, path, &s))
    return NULL;
  /* Changing the owner takes bits of the mode away. */
  if (set_owner (s.fd, valid, uid, gid) == -1
      || set_mode (&s, valid, mode) == -1
      || (valid & FUSECALL_SIZE && truncate (s.name.s, size) == -1)
      || set_times (&s, valid, times) == -1) {
    fuse_failed (path);
    return NULL;
  }
  return fuse_attr_of_fd (s.fd, path);
}

char *
do_internal_fuse_readlink (int64_t node, const char *path, size_t *ret_size)
{
  const int fd = fuse_open_file (node, path);
  char *target;

  if (fd == -1)
    return NULL;
  target = read_link (fd, "");
  if (!target)
    fuse_failed (path);
  else
    *ret_size = strlen (target);
  return target;
}
