/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the daemon makes worlds of programs of: a mount that cannot be made
 * keeps its reason, and no link is too long to be followed. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "root.h"
#include "world.h"

#include "check.h"

/* EPERM where that is not allowed, ENOSYS with an old kernel; EBADF would be
 * the reason of what was tried next. */
static void
test_file_system_unknown (void)
{
  static const char *const options[] = { "source", "x", NULL };

  errno = 0;
  CHECK (world_new_mount ("no such file system", options) == -1);
  CHECK (errno == ENODEV || errno == EPERM || errno == ENOSYS);
}

static void
test_long_link (void)
{
  char dir[] = "/tmp/test-world.XXXXXX", target[4000];
  CLEANUP_CLOSE int fd = -1;

  if (!mkdtemp (dir) || (fd = open (dir, O_PATH | O_CLOEXEC)) == -1)
    abort ();
  memset (target, 'x', sizeof target);
  for (size_t n = 200; n < sizeof target; n += 37) {
    target[n] = '\0';
    CHECK (symlinkat (target, fd, "link") == 0);
    CLEANUP_FREE char *got = read_link (fd, "link");
    CHECK (got && strcmp (got, target) == 0);
    CHECK (unlinkat (fd, "link", 0) == 0);
    target[n] = 'x';
  }
  CHECK (rmdir (dir) == 0);
}

int
main (void)
{
  test_file_system_unknown ();
  test_long_link ();
  return failed_checks ? EXIT_FAILURE : EXIT_SUCCESS;
}
