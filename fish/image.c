/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disk images that guestfish makes, and the names of their devices. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fish.h"

char *
fish_drive_name (int n)
{
  if (n < 26)
    return xasprintf ("/dev/sd%c", 'a' + n);
  if (n < 26 * 27)
    return xasprintf ("/dev/sd%c%c", 'a' + n / 26 - 1, 'a' + n % 26);
  n -= 26 * 27;
  return xasprintf ("/dev/sd%c%c%c", 'a' + n / 676, 'a' + n / 26 % 26,
                    'a' + n % 26);
}

/* An empty file of this size; the old content goes. */
int
fish_create_image (const char *path, int64_t size, bool sparse)
{
  CLEANUP_CLOSE int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                               0666);
  int err = 0;

  if (fd == -1 || (sparse && ftruncate (fd, size) == -1))
    err = errno;
  else if (!sparse)
    err = posix_fallocate (fd, 0, size);
  if (err == 0)
    return 0;
  cli_error ("%s: cannot create a disk image of %lld bytes: %s", path,
             (long long) size, strerror (err));
  if (fd >= 0)
    unlink (path);
  return -1;
}
