/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The socket that tells when guestmount has closed the disks. */

#include <config.h>

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "cleanups.h"
#include "waiters.h"

/* 10 seconds. */
#define BIND_TRIES 500

/* An abstract name: its first byte is NUL, and its length counts. */
static socklen_t
address_of (const struct mount_entry *m, struct sockaddr_un *ret)
{
  *ret = (struct sockaddr_un) { .sun_family = AF_UNIX };
  const int n = snprintf (ret->sun_path + 1, sizeof ret->sun_path - 1,
                          "guestmount/%u:%u", m->major, m->minor);
  return offsetof (struct sockaddr_un, sun_path) + 1 + n;
}

/* The kernel gives the number of a mount to the next one while the guestmount
 * that served it is still closing its disks, and has the name. */
static int
bind_when_free (int sock, const struct sockaddr_un *sa, socklen_t len)
{
  const struct timespec pause = { .tv_nsec = 20 * 1000 * 1000 };

  for (int tries = 0; bind (sock, (const struct sockaddr *) sa, len) == -1;
       ++tries) {
    if (errno != EADDRINUSE || tries == BIND_TRIES)
      return -1;
    nanosleep (&pause, NULL);
  }
  return 0;
}

int
waiters_listen (const char *mountpoint)
{
  CLEANUP_MOUNT_TABLE struct mount_table table = { .ptr = NULL };
  CLEANUP_CLOSE int sock = -1;
  const struct mount_entry *m;
  struct sockaddr_un sa;

  if (mount_table_read (&table) == -1)
    return -1;
  if (!(m = mount_table_find (&table, mountpoint))) {
    errno = ENOENT;
    return -1;
  }
  const socklen_t len = address_of (m, &sa);
  sock = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (sock == -1 || bind_when_free (sock, &sa, len) == -1 ||
      listen (sock, SOMAXCONN) == -1)
    return -1;
  return steal_fd (&sock);
}

void
waiters_tell (int sock)
{
  for (;;) {
    CLEANUP_CLOSE int fd = accept4 (sock, NULL, NULL, SOCK_CLOEXEC);

    if (fd == -1)
      return;
    send (fd, "", 1, MSG_NOSIGNAL);
  }
}

int
waiters_join (const struct mount_entry *m)
{
  CLEANUP_CLOSE int sock = -1;
  struct sockaddr_un sa;
  const socklen_t len = address_of (m, &sa);

  sock = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (sock == -1 || connect (sock, (struct sockaddr *) &sa, len) == -1)
    return -1;
  return steal_fd (&sock);
}

bool
waiters_wait (int sock)
{
  char byte;
  ssize_t r;

  while ((r = recv (sock, &byte, 1, 0)) == -1 && errno == EINTR)
    ;
  return r == 1;
}
