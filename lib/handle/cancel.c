/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guestfs_user_cancel: from any thread, or a signal handler. */

#include <config.h>

#include <errno.h>
#include <unistd.h>

#include "handle.h"

/* Takes no lock and allocates nothing.  The flag comes first: whoever is
 * woken by the descriptor must see it. */
void
guestfs_int_user_cancel (guestfs_h *g)
{
  static const uint64_t one = 1;
  int saved = errno;

  atomic_store (&g->user_cancel, true);
  /* Fails only when the counter is full: then it wakes the reader anyway. */
  while (write (g->cancel_fd, &one, sizeof one) == -1 && errno == EINTR)
    ;
  errno = saved;
}

/* The descriptor is drained before the flag is read: a wake-up is never lost
 * whose flag has not been seen. */
bool
guestfs_int_take_cancel (guestfs_h *g)
{
  uint64_t count;

  while (read (g->cancel_fd, &count, sizeof count) == -1 && errno == EINTR)
    ;
  return atomic_exchange (&g->user_cancel, false);
}

bool
guestfs_int_launch_is_cancelled (guestfs_h *g)
{
  return g->state == LAUNCHING && atomic_load (&g->user_cancel);
}
