/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: the flags of chattr and lsattr. */

#include "config.h"

#include <errno.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "daemon.h"
#include "fusecalls.h"
#include "fusefiles.h"

union argument {
  int flags;
  struct fsxattr attr;
};

/* How much each of them takes and returns. */
struct command {
  unsigned long number;
  size_t in, out;
};

static const struct command *
find_command (int64_t number)
{
  static const struct command commands[] = {
    { FS_IOC_GETFLAGS, 0, sizeof (int) },
    { FS_IOC_SETFLAGS, sizeof (int), 0 },
    { FS_IOC_FSGETXATTR, 0, sizeof (struct fsxattr) },
    { FS_IOC_FSSETXATTR, sizeof (struct fsxattr), 0 },
    { FS_IOC_GETVERSION, 0, sizeof (int) },
  };

  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
    if (commands[i].number == (uint64_t) number)
      return &commands[i];
  return NULL;
}

char *
do_internal_fuse_ioctl (int64_t node, const char *path, int64_t number,
                        const char *argument, size_t argument_size,
                        size_t *ret_size)
{
  const struct command *c = find_command (number);
  CLEANUP_FREE union argument *buf = calloc (1, sizeof *buf);
  int fd;

  if (!buf || !c || argument_size < c->in) {
    reply_with_error_errno (ENOTTY, "/%s: ioctl %#llx with %zu bytes", path,
                            (unsigned long long) number, argument_size);
    return NULL;
  }
  fd = fuse_open_content (node, path, false);
  if (fd == -1)
    return NULL;
  memcpy (buf, argument, c->in);
  if (ioctl (fd, c->number, buf) == -1) {
    fuse_failed (path);
    return NULL;
  }
  *ret_size = c->out;
  return (char *) steal (&buf);
}
