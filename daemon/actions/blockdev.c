/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Properties of block devices and of how the kernel treats them. */

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "daemon.h"

/* Every action here is one ioctl on the device; arg is what it takes. */
static int
device_ioctl (const char *device, unsigned long request, const char *what,
              void *arg)
{
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_CLOEXEC);

  if (fd == -1) {
    reply_with_perror ("%s", device);
    return -1;
  }
  if (ioctl (fd, request, arg) == -1) {
    reply_with_perror ("%s: %s", device, what);
    return -1;
  }
  return 0;
}

int
do_blockdev_flushbufs (const char *device)
{
  return device_ioctl (device, BLKFLSBUF, "flushing the cache", NULL);
}

int
do_blockdev_getbsz (const char *device)
{
  int size;

  if (device_ioctl (device, BLKBSZGET, "reading the block size", &size) == -1)
    return -1;
  return size;
}

int
do_blockdev_getro (const char *device)
{
  int ro;

  if (device_ioctl (device, BLKROGET, "reading the read-only flag", &ro) == -1)
    return -1;
  return ro != 0;
}

int64_t
do_blockdev_getsize64 (const char *device)
{
  uint64_t size;

  if (device_ioctl (device, BLKGETSIZE64, "reading the size", &size) == -1)
    return -1;
  return (int64_t) size;
}

int64_t
do_blockdev_getsz (const char *device)
{
  int64_t size = do_blockdev_getsize64 (device);

  return size == -1 ? -1 : size / 512;
}

int
do_blockdev_getss (const char *device)
{
  int size;

  if (device_ioctl (device, BLKSSZGET, "reading the sector size", &size) == -1)
    return -1;
  return size;
}

int
do_blockdev_rereadpt (const char *device)
{
  return reread_partitions (device);
}

/* Nothing to do: see the documentation of the action. */
int
do_blockdev_setbsz (const char *device __attribute__ ((unused)),
                    int blocksize __attribute__ ((unused)))
{
  return 0;
}

int
do_blockdev_setra (const char *device, int sectors)
{
  if (sectors < 0) {
    reply_with_error_errno (EINVAL, "%s: read-ahead of %d sectors: must "
                            "be at least 0", device, sectors);
    return -1;
  }
  /* The kernel takes the number itself for the pointer. */
  return device_ioctl (device, BLKRASET, "setting the read-ahead",
                       (void *) (uintptr_t) sectors);
}

static int
set_read_only (const char *device, int ro)
{
  return device_ioctl (device, BLKROSET, "setting the read-only flag", &ro);
}

int
do_blockdev_setro (const char *device)
{
  return set_read_only (device, 1);
}

int
do_blockdev_setrw (const char *device)
{
  return set_read_only (device, 0);
}
