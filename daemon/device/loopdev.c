/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file of the guest as a block device. */

#include "config.h"

#include <fcntl.h>
#include <linux/loop.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "call.h"
#include "device.h"
#include "root.h"
#include "run.h"

/* On a file system that cannot be written to. */
static int
open_image (const char *file, bool *ret_read_only)
{
  int fd = guest_open (file, O_RDWR | O_CLOEXEC | O_NONBLOCK, 0);

  *ret_read_only = fd == -1 && errno == EROFS;
  if (*ret_read_only)
    fd = guest_open (file, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (fd == -1)
    reply_with_perror ("%s", file);
  return fd;
}

/* What the kernel calls a free number may be taken by another program before
 * we have it, but not every time. */
#define TRIES 100

/* The device of a number that nobody uses; it is free again when nothing uses
 * it any more.  -1, with errno or with the error set. */
static int
configure_free_loop (int control, const struct loop_config *config,
                     char **ret_device)
{
  const int n = ioctl (control, LOOP_CTL_GET_FREE);
  CLEANUP_FREE char *device = NULL;
  CLEANUP_CLOSE int fd = -1;

  if (n == -1)
    return -1;
  if (asprintf (&device, "/dev/loop%d", n) == -1) {
    device = NULL;
    return -1;
  }
  if (wait_for_device (device) == -1)
    return -1;
  fd = open (device, O_RDWR | O_CLOEXEC);
  if (fd == -1 || ioctl (fd, LOOP_CONFIGURE, config) == -1)
    return -1;
  *ret_device = steal (&device);
  return steal_fd (&fd);
}

static int
configure_loop (int control, const struct loop_config *config,
                char **ret_device)
{
  int fd = -1;

  for (int i = 0; i < TRIES && fd == -1; ++i) {
    fd = configure_free_loop (control, config, ret_device);
    if (fd == -1 && (errno != EBUSY || reply_has_error ()))
      return -1;
  }
  return fd;
}

int
loop_open (const char *file, char **ret_device)
{
  struct loop_config config = { .info.lo_flags = LO_FLAGS_AUTOCLEAR };
  CLEANUP_CLOSE int image = -1, control = -1;
  bool read_only;
  int fd;

  image = open_image (file, &read_only);
  if (image == -1 || (access ("/dev/loop-control", F_OK) == -1
                      && run (NULL, "modprobe", "loop", NULL) == -1))
    return -1;
  config.fd = image;
  config.info.lo_flags |= read_only ? LO_FLAGS_READ_ONLY : 0;
  control = open ("/dev/loop-control", O_RDWR | O_CLOEXEC);
  fd = control != -1 ? configure_loop (control, &config, ret_device) : -1;
  if (fd == -1 && !reply_has_error ())
    reply_with_perror ("%s: as a device", file);
  return fd;
}
