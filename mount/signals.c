/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SIGTERM, SIGINT and SIGHUP: what was written reaches the disk, and no mount
 * is left that does not answer.
 *
 * A thread waits for the first, because ending a program is more than a handler
 * of signals may do.  The next one ends the process at once.
 */

#include <config.h>

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "guestmount.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static enum { STARTING, MOUNTED, ENDING, EXITING } state;
static guestfs_h *mounted;      /* while state is MOUNTED */
static bool cancelled;

static void
fill_signals (sigset_t *set)
{
  sigemptyset (set);
  sigaddset (set, SIGTERM);
  sigaddset (set, SIGINT);
  sigaddset (set, SIGHUP);
}

bool
signals_mount_is_served (void)
{
  pthread_mutex_lock (&lock);
  const bool r = state == MOUNTED;
  pthread_mutex_unlock (&lock);
  return r;
}

/* mount_local_run may not have begun, and would then forget that it was
 * cancelled. */
void
signals_end_mount (void)
{
  pthread_mutex_lock (&lock);
  while (state == MOUNTED) {
    cancelled = true;
    guestfs_user_cancel (mounted);
    pthread_mutex_unlock (&lock);
    sleep (1);
    pthread_mutex_lock (&lock);
  }
  pthread_mutex_unlock (&lock);
}

/* Before the mount: the handle is closed as the program ends, which stops a
 * launch.  After it: the program is about to end. */
static void
end_in_order (void)
{
  pthread_mutex_lock (&lock);
  const bool starting = state == STARTING;
  if (starting) {
    state = EXITING;
    cancelled = true;
  }
  pthread_mutex_unlock (&lock);

  if (starting)
    exit (EXIT_FAILURE);
  signals_end_mount ();
}

/* What goes to a whole process group comes from the parent, too, and timeout(1)
 * sends it twice: that is one signal. */
static void
wait_for_doubles (const sigset_t *set)
{
  const struct timespec moment = { .tv_nsec = 100 * 1000 * 1000 };

  while (sigtimedwait (set, NULL, &moment) > 0)
    ;
}

static void *
wait_for_signal (void *arg)
{
  sigset_t set;
  int sig;

  (void) arg;
  fill_signals (&set);
  while (sigwait (&set, &sig) != 0)
    ;
  wait_for_doubles (&set);
  pthread_sigmask (SIG_UNBLOCK, &set, NULL);
  end_in_order ();
  while (pause () == -1)        /* for the next one */
    ;
  return NULL;
}

void
signals_start (void)
{
  pthread_t thread;
  sigset_t set;

  fill_signals (&set);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  if (pthread_create (&thread, NULL, wait_for_signal, NULL) == 0)
    pthread_detach (thread);
  else
    pthread_sigmask (SIG_UNBLOCK, &set, NULL);
}

void
signals_set_mount (guestfs_h *g)
{
  pthread_mutex_lock (&lock);
  while (state == EXITING) {    /* the handle is being closed */
    pthread_mutex_unlock (&lock);
    pause ();
    pthread_mutex_lock (&lock);
  }
  state = g ? MOUNTED : ENDING;
  mounted = g;
  pthread_mutex_unlock (&lock);
}

bool
signals_have_cancelled (void)
{
  pthread_mutex_lock (&lock);
  const bool r = cancelled;
  pthread_mutex_unlock (&lock);
  return r;
}
