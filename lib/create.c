/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making and closing handles, and the list of those that are open. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "drives.h"
#include "ending.h"
#include "handle.h"
#include "launch.h"
#include "proto.h"

/* A cancelled transfer ends at once; other calls may go on for ever. */
#define SECONDS_AT_EXIT 5

/* Every open handle, newest first. */
static guestfs_h *handles;
static pthread_mutex_t handles_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t process_once = PTHREAD_ONCE_INIT;

/* ---- The list ---- */

static void
list_add (guestfs_h *g)
{
  pthread_mutex_lock (&handles_lock);
  g->next = handles;
  handles = g;
  pthread_mutex_unlock (&handles_lock);
}

/* False when g is not, or no longer, an open handle: g is not looked at. */
static bool
list_remove (const guestfs_h *g)
{
  bool found = false;

  pthread_mutex_lock (&handles_lock);
  for (guestfs_h **p = &handles; *p; p = &(*p)->next)
    if (*p == g) {
      *p = g->next;
      found = true;
      break;
    }
  pthread_mutex_unlock (&handles_lock);
  return found;
}

static guestfs_h *
next_to_close_at_exit (void)
{
  guestfs_h *g;
  pid_t self = getpid ();

  pthread_mutex_lock (&handles_lock);
  for (g = handles; g; g = g->next)
    if (g->close_on_exit && g->owner == self)
      break;
  pthread_mutex_unlock (&handles_lock);
  return g;
}

static void end_handle (guestfs_h *g);
static void close_handle (guestfs_h *g);

/* The program ends while another thread is in a call.  That is stopped, and
 * the lock then kept, so that none begins. */
static void
close_under_other_thread (guestfs_h *g)
{
  struct timespec deadline;

  guestfs_int_user_cancel (g);
  clock_gettime (CLOCK_REALTIME, &deadline);
  deadline.tv_sec += SECONDS_AT_EXIT;
  if (pthread_mutex_timedlock (&g->lock, &deadline) == 0) {
    guestfs_int_end_local_mount (g);
    end_handle (g);
  }
  /* Else QEMU's guard, which sees us die, does what is most important. */
}

/* A call of this thread that runs will never go on. */
static void
close_at_exit (void)
{
  guestfs_h *g;

  while ((g = next_to_close_at_exit ()) != NULL) {
    if (!list_remove (g))
      continue;
    if (pthread_mutex_trylock (&g->lock) != 0) {
      close_under_other_thread (g);
      continue;
    }
    pthread_mutex_unlock (&g->lock);
    close_handle (g);
  }
}

static void
lock_handles (void)
{
  pthread_mutex_lock (&handles_lock);
}

static void
unlock_handles (void)
{
  pthread_mutex_unlock (&handles_lock);
}

static void
make_process_ready (void)
{
  atexit (close_at_exit);
  /* A child that is forked while another thread holds the lock could never
   * take it. */
  pthread_atfork (lock_handles, unlock_handles, unlock_handles);
}

/* ---- Create ---- */

static int
init_lock (guestfs_h *g)
{
  pthread_mutexattr_t attr;

  errno = pthread_mutexattr_init (&attr);
  if (errno != 0)
    return -1;
  pthread_mutexattr_settype (&attr, PTHREAD_MUTEX_RECURSIVE);
  errno = pthread_mutex_init (&g->lock, &attr);
  pthread_mutexattr_destroy (&attr);
  return errno == 0 ? 0 : -1;
}

/* NULL with errno set. */
static guestfs_h *
new_handle (unsigned flags)
{
  static atomic_uint_fast64_t last_number;
  guestfs_h *g;

  if (guestfs_int_init_errors () == -1)
    return NULL;
  g = calloc (1, sizeof *g);
  if (!g)
    return NULL;
  g->number = atomic_fetch_add (&last_number, 1) + 1;
  g->abort_cb = abort;
  g->state = CONFIG;
  g->owner = getpid ();
  g->close_on_exit = !(flags & GUESTFS_CREATE_NO_CLOSE_ON_EXIT);
  g->next_serial = 1;
  pthread_cond_init (&g->local_changed, NULL);
  g->set_backend = guestfs_int_set_backend;
  g->lost_appliance = guestfs_int_lost_appliance;
  g->launch_again = guestfs_int_launch_again;
  g->cancel_fd = fd_above_stdio (eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (g->cancel_fd == -1 || init_lock (g) == -1) {
    cleanup_close (&g->cancel_fd);
    cleanup_free (&g);
    return NULL;
  }
  guestfs_int_init_settings (g);
  return g;
}

static void
free_handle (guestfs_h *g)
{
  guestfs_int_free_events (g);
  guestfs_int_free_private_data (g);
  guestfs_int_free_drives (g);
  guestfs_int_free_settings (g);
  guestfs_int_free_errors (g);
  cleanup_close (&g->cancel_fd);
  pthread_cond_destroy (&g->local_changed);
  pthread_mutex_destroy (&g->lock);
  free (g);
}

guestfs_h *
guestfs_create_flags (unsigned flags, ...)
{
  extern char **environ;
  guestfs_h *g = new_handle (flags);

  if (!g)
    return NULL;
  if (!(flags & GUESTFS_CREATE_NO_ENVIRONMENT)
      && guestfs_int_parse_environment (g, environ) == -1) {
    const int errnum = guestfs_last_errno (g);

    free_handle (g);
    errno = errnum;
    return NULL;
  }
  pthread_once (&process_once, make_process_ready);
  list_add (g);
  debug (g, "create: flags = %u, handle = %p, program = %s",
         flags, (void *) g, g->program);
  return g;
}

guestfs_h *
guestfs_create (void)
{
  return guestfs_create_flags (0);
}

/* ---- Close ---- */

static void
refuse_close (const char *why)
{
  CLEANUP_FREE char *msg = NULL;
  const int n = asprintf (&msg, "close: %s", why);

  if (n == -1)
    msg = NULL;
  else
    guestfs_int_print_message ("libguestfs: error: ", msg, n);
}

/* The machine ends before the CLOSE event, which is the last event there is:
 * bindings free what their callbacks need when they get it. */
static void
end_handle (guestfs_h *g)
{
  if (g->trace) {
    struct trace_buffer t;

    guestfs_int_trace_open (g, &t, "close");
    guestfs_int_trace_send (&t);
  }
  debug (g, "closing handle %p (state %d)", (void *) g, (int) g->state);
  if (g->state != CONFIG)
    guestfs_int_end_appliance (g, false);
  guestfs_int_remove_tmpdir (g);
  guestfs_int_call_callbacks_void (g, GUESTFS_EVENT_CLOSE);
  g->state = NO_HANDLE;
  g->verbose = g->trace = false;
}

static void
close_handle (guestfs_h *g)
{
  /* Locked once, because this may wait for another thread. */
  pthread_mutex_lock (&g->lock);
  guestfs_int_end_local_mount (g);
  pthread_mutex_unlock (&g->lock);
  end_handle (g);
  free_handle (g);
}

/* The call that another thread is in still needs the handle.  The lock of a
 * forked child may belong to a thread that is not there. */
static void
wait_for_other_threads (guestfs_h *g)
{
  if (g->owner != getpid ()) {
    init_lock (g);
    return;
  }
  pthread_mutex_lock (&g->lock);
  pthread_mutex_unlock (&g->lock);
}

void
guestfs_close (guestfs_h *g)
{
  if (!g)
    return;
  if (!list_remove (g)) {
    refuse_close ("not an open handle: it was closed before");
    return;
  }
  /* The call whose callback this is goes on with the handle. */
  if (guestfs_int_in_action (g)) {
    list_add (g);
    refuse_close ("called from a callback while a call of this handle runs: "
                  "close it when that has returned");
    return;
  }
  wait_for_other_threads (g);
  close_handle (g);
}
