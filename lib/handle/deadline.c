/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Deadlines, and waiting until one of them. */

#include <config.h>

#include <errno.h>
#include <limits.h>

#include "deadline.h"

#define NS_PER_MS 1000000

struct timespec
guestfs_int_deadline_in (int64_t ms)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  ts.tv_sec += ms / 1000;
  ts.tv_nsec += ms % 1000 * NS_PER_MS;
  if (ts.tv_nsec >= 1000 * NS_PER_MS) {
    ts.tv_sec++;
    ts.tv_nsec -= 1000 * NS_PER_MS;
  }
  return ts;
}

int
guestfs_int_deadline_left (const struct timespec *deadline)
{
  struct timespec now;
  int64_t ms;

  if (!deadline)
    return -1;
  clock_gettime (CLOCK_MONOTONIC, &now);
  ms = ((int64_t) deadline->tv_sec - now.tv_sec) * 1000
    + (deadline->tv_nsec - now.tv_nsec + NS_PER_MS - 1) / NS_PER_MS;
  return ms < 0 ? 0 : ms > INT_MAX ? INT_MAX : (int) ms;
}

bool
guestfs_int_deadline_passed (const struct timespec *deadline)
{
  return guestfs_int_deadline_left (deadline) == 0;
}

int
guestfs_int_wait_until (struct pollfd *fds, nfds_t n,
                        const struct timespec *deadline)
{
  int r;

  do
    r = poll (fds, n, guestfs_int_deadline_left (deadline));
  while (r == -1 && errno == EINTR);
  return r;
}
