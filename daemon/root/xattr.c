/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copying extended attributes from one file of the guest to another. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

#include "content.h"

struct xattr_calls {
  ssize_t (*list) (const char *, char *, size_t);
  ssize_t (*get) (const char *, const char *, void *, size_t);
  int (*set) (const char *, const char *, const void *, size_t, int);
};

static int
copy_xattr (const struct xattr_calls *x, const char *from, const char *to,
            const char *name)
{
  CLEANUP_FREE char *value = NULL;
  ssize_t n = x->get (from, name, NULL, 0);

  if (n == -1)
    return -1;
  value = malloc (n + 1);
  if (value == NULL)
    return -1;
  n = x->get (from, name, value, n);
  return n == -1 ? -1 : x->set (to, name, value, n, 0);
}

/* Between file systems of different kinds not all can be kept. */
static int
copy_xattrs (const struct xattr_calls *x, const char *from, const char *to)
{
  CLEANUP_FREE char *names = NULL;
  ssize_t n = x->list (from, NULL, 0);
  const char *p;

  if (n <= 0)
    return n == 0 || errno == EOPNOTSUPP ? 0 : -1;
  names = malloc (n);
  if (names == NULL || (n = x->list (from, names, n)) == -1)
    return -1;
  for (p = names; p < names + n; p += strlen (p) + 1) {
    if (copy_xattr (x, from, to, p) == -1 && errno != EOPNOTSUPP &&
        errno != ENODATA)
      return -1;
  }
  return 0;
}

int
content_copy_xattrs (const char *from, const char *to)
{
  static const struct xattr_calls of_links = {
    llistxattr, lgetxattr, lsetxattr
  };

  return copy_xattrs (&of_links, from, to);
}

int
content_copy_xattrs_of_fds (int from_fd, int to_fd)
{
  static const struct xattr_calls through_links = {
    listxattr, getxattr, setxattr
  };
  CLEANUP_FREE char *from = content_fd_path (from_fd);
  CLEANUP_FREE char *to = from ? content_fd_path (to_fd) : NULL;

  return to ? copy_xattrs (&through_links, from, to) : -1;
}
