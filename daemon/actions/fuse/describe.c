/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: attributes as the library gets them. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "daemon.h"
#include "fusecalls.h"
#include "fusefiles.h"
#include "nodes.h"

int
fuse_stat (int dir, const char *name, struct statx *st)
{
  return statx (dir, name,
                AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH,
                STATX_BASIC_STATS | STATX_BTIME, st);
}

uint32_t
fuse_guard_of (const struct statx *st, const struct fs_kind *kind)
{
  const uint64_t a = st->stx_attributes;

  return (a & STATX_ATTR_IMMUTABLE ? FUSECALL_IMMUTABLE : 0)
    | (a & STATX_ATTR_APPEND ? FUSECALL_APPEND_ONLY : 0)
    | (kind->readonly ? FUSECALL_READ_ONLY : 0);
}

/* Of what listing them has returned.  A driver that is a program (NTFS) has
 * some that it does not list. */
static uint32_t
xattr_flags (ssize_t n, bool lists_all)
{
  if (n == -1 && errno == EOPNOTSUPP)
    return FUSECALL_XATTRS_UNSUPPORTED;
  if (!lists_all)
    return FUSECALL_HIDES_XATTRS;
  return n == 0 ? FUSECALL_NO_XATTRS : 0;
}

/* Going into the directory takes a tenth of what /proc/self/fd takes. */
uint32_t
fuse_xattr_flags_of (const char *name, const struct fs_kind *kind)
{
  return xattr_flags (llistxattr (name, NULL, 0), !kind->fuse);
}

static void
fill_birth (struct guestfs_fuse_attr *a, const struct statx *st)
{
  if (!(st->stx_mask & STATX_BTIME))
    return;
  a->fa_btime_sec = st->stx_btime.tv_sec;
  a->fa_btime_nsec = st->stx_btime.tv_nsec;
  a->fa_flags |= FUSECALL_BIRTH;
}

/* The attributes of fd, which is called path in an error. */
struct guestfs_fuse_attr *
fuse_attr_of_fd (int fd, const char *path)
{
  struct guestfs_fuse_attr *ret = calloc (1, sizeof *ret);
  struct fs_kind kind;
  struct statx st;

  if (!ret || fuse_stat (fd, "", &st) == -1) {
    reply_with_perror ("/%s", path);
    free (ret);
    return NULL;
  }
  kind = fuse_fs_kind (fd, fuse_dev_of (&st));
  FUSE_FILL_ATTR (ret, fa, &st);
  ret->fa_flags = fuse_guard_of (&st, &kind)
    | (kind.held ? FUSECALL_FOLDS : 0);
  fill_birth (ret, &st);
  return ret;
}

struct guestfs_fuse_attr *
fuse_attr_of_held (int fd_to_hold, const char *name, int64_t newnode)
{
  CLEANUP_CLOSE int fd = fd_to_hold;
  struct guestfs_fuse_attr *ret;

  if (fd == -1) {
    reply_with_perror ("%s", name);
    return NULL;
  }
  ret = fuse_attr_of_fd (fd, name);
  if (!ret)
    return NULL;
  if (node_hold (newnode, steal_fd (&fd)) == -1) {
    reply_with_perror ("%s", name);
    free (ret);
    return NULL;
  }
  ret->fa_flags |= FUSECALL_HELD;
  return ret;
}

struct guestfs_fuse_attr *
fuse_attr_of_name (int dir, const char *name, int64_t newnode)
{
  struct guestfs_fuse_attr *ret;
  struct fs_kind kind;
  struct statx st;

  if (fuse_stat (dir, name, &st) == -1) {
    reply_with_perror ("%s", name);
    return NULL;
  }
  kind = fuse_fs_kind_of_name (dir, name, fuse_dev_of (&st));
  if (kind.held)
    return fuse_attr_of_held (openat (dir, name,
                                      O_PATH | O_NOFOLLOW | O_CLOEXEC),
                              name, newnode);
  ret = calloc (1, sizeof *ret);
  if (!ret) {
    reply_with_perror ("%s", name);
    return NULL;
  }
  FUSE_FILL_ATTR (ret, fa, &st);
  ret->fa_flags = fuse_guard_of (&st, &kind);
  if (fchdir (dir) == 0)
    ret->fa_flags |= FUSECALL_XATTRS_KNOWN
      | fuse_xattr_flags_of (name, &kind);
  fuse_leave_directory ();
  return ret;
}
