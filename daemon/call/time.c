/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Deadlines, and waiting until one. */

#include "config.h"

#include <poll.h>
#include <time.h>

#include "call.h"

int64_t
monotonic_ms (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return ts.tv_sec * INT64_C (1000) + ts.tv_nsec / 1000000;
}

void
sleep_ms (int ms)
{
  const struct timespec ts = {
    .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L
  };

  nanosleep (&ts, NULL);
}

bool
wait_readable (int fd, int64_t deadline_ms)
{
  struct pollfd p = { .fd = fd, .events = POLLIN };
  int64_t left;

  while ((left = deadline_ms - monotonic_ms ()) > 0)
    if (poll (&p, 1, left < INT32_MAX ? left : INT32_MAX) > 0)
      return true;              /* a signal only makes it look again */
  return false;
}
