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

static bool
unmount_even_if_used (guestfs_h *g, const char *mountpoint)
{
  CLEANUP_FREE char *why = NULL, *why_lazy = NULL;

  if (guestfs_int_local_unmount (g, mountpoint, false, &why) == 0)
    return true;
  flush (mountpoint);
  return guestfs_int_local_unmount (g, mountpoint, true, &why_lazy) == 0;
}

static void
end_mount (struct local_mount *lm, void *arg)
{
  guestfs_h *g = lm->g;
  const bool unmounted = unmount_even_if_used (g, lm->mountpoint);

  (void) arg;
  pthread_mutex_lock (&g->lock);
  lm->unmounted |= unmounted;
  lm->detached = true;
  guestfs_int_local_wake (lm);
  pthread_mutex_unlock (&g->lock);
}

/* ---- The thread ---- */

struct local_task {
  void (*run) (struct local_mount *lm, void *arg);
  void *arg;
  struct local_task *next;
};

/* With the lock.  NULL: it is to end. */
static struct local_task *
next_task (struct local_mount *lm)
{
  struct local_task *task;

  while (!lm->tasks && !lm->helper_must_end)
    pthread_cond_wait (&lm->helper_work, &lm->g->lock);
  task = lm->tasks;
  if (task)
    lm->tasks = task->next;
  return task;
}

/* The mount exists until this thread was joined. */
static void *
helper_thread (void *opaque)
{
  struct local_mount *lm = opaque;
  guestfs_h *g = lm->g;
  struct local_task *task;

  guestfs_push_error_handler (g, NULL, NULL);
  pthread_mutex_lock (&g->lock);
  guestfs_int_push_action (g, "mount_local_run");       /* part of it */
  while ((task = next_task (lm)) != NULL) {
    pthread_mutex_unlock (&g->lock);
    task->run (lm, task->arg);
    free (task);
    pthread_mutex_lock (&g->lock);
  }
  guestfs_int_pop_action (g);
  pthread_mutex_unlock (&g->lock);
  guestfs_pop_error_handler (g);
  return NULL;
}

static bool
start_helper (struct local_mount *lm)
{
  sigset_t all, old;

  if (lm->has_helper)
    return true;
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &old);
  pthread_cond_init (&lm->helper_work, NULL);
  lm->helper_must_end = false;
  lm->has_helper = pthread_create (&lm->helper, NULL, helper_thread, lm) == 0;
  if (!lm->has_helper)
    pthread_cond_destroy (&lm->helper_work);
  pthread_sigmask (SIG_SETMASK, &old, NULL);
  return lm->has_helper;
}

int
guestfs_int_local_defer (struct local_mount *lm,
                         void (*run) (struct local_mount *, void *), void *arg)
{
  struct local_task **last = &lm->tasks;
  struct local_task *task;

  if (!start_helper (lm))
    return -1;
  task = safe_malloc (lm->g, sizeof *task);
  *task = (struct local_task) { .run = run, .arg = arg };
  while (*last)
    last = &(*last)->next;
  *last = task;
  pthread_cond_signal (&lm->helper_work);
  return 0;
}

void
guestfs_int_local_start_to_end (struct local_mount *lm)
{
  if (lm->ending)
    return;
  lm->ending = true;
  if (guestfs_int_local_defer (lm, end_mount, NULL) == -1)
    lm->detached = true;        /* local_free unmounts it */
}

void
guestfs_int_local_join_helper (struct local_mount *lm)
{
  if (!lm->has_helper)
    return;
  lm->helper_must_end = true;
  pthread_cond_signal (&lm->helper_work);
  pthread_mutex_unlock (&lm->g->lock);
  pthread_join (lm->helper, NULL);
  pthread_mutex_lock (&lm->g->lock);
  pthread_cond_destroy (&lm->helper_work);
  lm->has_helper = false;
}
