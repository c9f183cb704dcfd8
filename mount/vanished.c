/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mount was unmounted here, but another mount namespace, such as that of a
 * container, has a copy of it: the kernel does not tell, and the disks would
 * stay open for as long as the copy exists. */

#include <config.h>

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include "guestmount.h"
#include "mountinfo.h"

/* Without a copy it has ended by then. */
#define PATIENCE 2              /* seconds */

static struct {
  const char *mountpoint;
  unsigned major, minor;
} watched;

static bool
look_up (unsigned *ret_major, unsigned *ret_minor)
{
  CLEANUP_MOUNT_TABLE struct mount_table table = { .ptr = NULL };
  const struct mount_entry *m;

  if (mount_table_read (&table) == -1 ||
      !(m = mount_table_find (&table, watched.mountpoint)))
    return false;
  *ret_major = m->major;
  *ret_minor = m->minor;
  return true;
}

static bool
is_still_mounted (void)
{
  CLEANUP_MOUNT_TABLE struct mount_table table = { .ptr = NULL };

  if (mount_table_read (&table) == -1)
    return true;
  for (size_t i = 0; i < table.len; ++i)
    if (table.ptr[i].major == watched.major &&
        table.ptr[i].minor == watched.minor)
      return true;
  return false;
}

/* What was written may be in the memory of the kernel only: no name leads to
 * the file system any more, so that all are synced. */
static void *
wait_until_vanished (void *arg)
{
  CLEANUP_CLOSE int fd = open ("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
  struct pollfd pfd = { .fd = fd, .events = POLLPRI };

  (void) arg;
  if (fd == -1)
    return NULL;
  while (is_still_mounted ())
    poll (&pfd, 1, -1);
  sleep (PATIENCE);
  if (signals_mount_is_served ()) {
    sync ();
    signals_end_mount ();
  }
  return NULL;
}

void
vanished_start (const char *mountpoint)
{
  pthread_t thread;

  watched.mountpoint = mountpoint;
  if (look_up (&watched.major, &watched.minor) &&
      pthread_create (&thread, NULL, wait_until_vanished, NULL) == 0)
    pthread_detach (thread);
}
