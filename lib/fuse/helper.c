/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Unmounting while requests are answered: the kernel first writes what it
 * still holds, which are requests. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "localmount.h"

void
guestfs_int_local_wake (struct local_mount *lm)
{
  const uint64_t one = 1;

  while (write (lm->wake_fd, &one, sizeof one) == -1 && errno == EINTR)
    ;
}

/* Somebody has files open there.  They lose them, but nothing of what they
 * have written. */
static void
flush (const char *mountpoint)
{
  CLEANUP_CLOSE int fd = open (mountpoint, O_RDONLY | O_CLOEXEC);

  if (fd >= 0)
    syncfs (fd);
}

static void
unmount_even_if_used (guestfs_h *g, const char *mountpoint)
{
  CLEANUP_FREE char *why = NULL, *why_lazy = NULL;

  if (guestfs_int_local_unmount (g, mountpoint, false, &why) == 0)
    return;
  flush (mountpoint);
  guestfs_int_local_unmount (g, mountpoint, true, &why_lazy);
}

/* The mount exists until this thread was joined. */
static void *
end_mount (void *opaque)
{
  struct local_mount *lm = opaque;
  guestfs_h *g = lm->g;

  guestfs_push_error_handler (g, NULL, NULL);
  unmount_even_if_used (g, lm->mountpoint);
  guestfs_pop_error_handler (g);
  pthread_mutex_lock (&g->lock);
  lm->detached = true;
  guestfs_int_local_wake (lm);
  pthread_mutex_unlock (&g->lock);
  return NULL;
}

void
guestfs_int_local_start_to_end (struct local_mount *lm)
{
  sigset_t all, old;

  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &old);
  lm->has_helper = pthread_create (&lm->helper, NULL, end_mount, lm) == 0;
  pthread_sigmask (SIG_SETMASK, &old, NULL);
  if (!lm->has_helper)
    lm->detached = true;        /* local_free unmounts it */
}

/* Called with the lock, which the thread needs. */
void
guestfs_int_local_join_helper (struct local_mount *lm)
{
  if (!lm->has_helper)
    return;
  pthread_mutex_unlock (&lm->g->lock);
  pthread_join (lm->helper, NULL);
  pthread_mutex_lock (&lm->g->lock);
  lm->has_helper = false;
}
