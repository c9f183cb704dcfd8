/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Quota groups of Btrfs: their numbers, and what the quota tree holds. */

#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/btrfs_tree.h>

#include "btrfs.h"

int
qgroup_error (const char *what)
{
  if (errno == ENOTCONN)
    reply_with_error_errno (ENOTCONN, "%s: quotas are not enabled: enable "
                            "them first (btrfs_quota_enable)", what);
  else
    reply_with_perror ("%s", what);
  return -1;
}

/* ---- Numbers of quota groups: "LEVEL/NUMBER" ---- */

#define QGROUP_LEVEL_SHIFT 48

static bool
parse_number (const char **s, uint64_t limit, uint64_t *ret)
{
  char *end;

  if (**s < '0' || **s > '9')
    return false;
  errno = 0;
  *ret = strtoull (*s, &end, 10);
  *s = end;
  return errno == 0 && *ret < limit;
}

int
qgroup_parse (const char *text, uint64_t *ret)
{
  const char *s = text;
  uint64_t level, number;

  if (parse_number (&s, UINT64_C (1) << 16, &level) && *s++ == '/'
      && parse_number (&s, UINT64_C (1) << QGROUP_LEVEL_SHIFT, &number)
      && *s == '\0') {
    *ret = level << QGROUP_LEVEL_SHIFT | number;
    return 0;
  }
  reply_with_error_errno (EINVAL, "%s: not a quota group: give LEVEL/NUMBER, "
                          "such as 0/256 or 1/100", text);
  return -1;
}

char *
qgroup_format (uint64_t id)
{
  char *s;

  if (asprintf (&s, "%" PRIu64 "/%" PRIu64, id >> QGROUP_LEVEL_SHIFT,
                id & ((UINT64_C (1) << QGROUP_LEVEL_SHIFT) - 1)) == -1)
    return NULL;
  return s;
}

/* ---- Items of the quota tree ---- */

int
qgroup_each_item (int fd, uint32_t type,
                  int (*fn) (void *opaque, uint64_t qgroup, const void *item),
                  void *opaque, size_t item_size)
{
  int r = btrfs_each_item (fd, BTRFS_QUOTA_TREE_OBJECTID, 0, type, fn, opaque,
                           item_size);

  if (r == -1 && errno == ENOENT)
    errno = ENOTCONN;
  return r;
}
