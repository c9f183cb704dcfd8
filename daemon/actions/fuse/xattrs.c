/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: extended attributes. */

#include "config.h"

#include <linux/limits.h>
#include <stdlib.h>
#include <sys/xattr.h>

#include "daemon.h"
#include "fusecalls.h"
#include "fusefiles.h"

char *
do_internal_fuse_getxattr (int64_t node, const char *path, const char *name,
                           size_t *ret_size)
{
  CLEANUP_FREE char *value = malloc (XATTR_SIZE_MAX);
  struct fuse_setting s;
  ssize_t n;

  if (!fuse_open_setting (node, path, &s))
    return NULL;
  n = !value ? -1
    : s.readable ? fgetxattr (s.fd, name, value, XATTR_SIZE_MAX)
    : getxattr (s.name.s, name, value, XATTR_SIZE_MAX);
  if (n == -1) {
    fuse_failed (path);
    return NULL;
  }
  *ret_size = n;
  return steal (&value);
}

char *
do_internal_fuse_listxattr (int64_t node, const char *path, size_t *ret_size)
{
  CLEANUP_FREE char *names = malloc (XATTR_LIST_MAX);
  struct fuse_setting s;
  ssize_t n;

  if (!fuse_open_setting (node, path, &s))
    return NULL;
  n = !names ? -1
    : s.readable ? flistxattr (s.fd, names, XATTR_LIST_MAX)
    : listxattr (s.name.s, names, XATTR_LIST_MAX);
  if (n == -1) {
    fuse_failed (path);
    return NULL;
  }
  *ret_size = n;
  return steal (&names);
}

int
do_internal_fuse_setxattr (int64_t node, const char *path, const char *name,
                           const char *xattr, size_t xattr_size, int flags)
{
  struct fuse_setting s;
  int r;

  if (!fuse_open_setting (node, path, &s))
    return -1;
  r = s.readable ? fsetxattr (s.fd, name, xattr, xattr_size, flags)
    : setxattr (s.name.s, name, xattr, xattr_size, flags);
  return r == -1 ? fuse_failed (path) : 0;
}

int
do_internal_fuse_removexattr (int64_t node, const char *path,
                              const char *name)
{
  struct fuse_setting s;
  int r;

  if (!fuse_open_setting (node, path, &s))
    return -1;
  r = s.readable ? fremovexattr (s.fd, name)
    : removexattr (s.name.s, name);
  return r == -1 ? fuse_failed (path) : 0;
}
