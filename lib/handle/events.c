/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events: who wants to hear of what, and telling them.
 *
 * A callback runs with the handle's lock held, in the thread that caused the
 * event.  It may add and delete callbacks, so the loops below go by index and
 * look at the table afresh each time round.
 */

#include <config.h>

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handle.h"

/* Numbers are never used again: what deletes one twice deletes no other.  A
 * deleted one has an empty mask until no callback runs, and is then removed. */
struct event {
  int number;
  uint64_t mask;
  guestfs_event_callback cb;
  void *opaque;
  void (*old_cb) (void);        /* of the deprecated interface, cast back */
};

/* ---- Adding and deleting ---- */

static int
add_event (guestfs_h *g, const struct event *ev)
{
  if (g->next_event == INT_MAX) {
    guestfs_int_error_errno (g, ENOSPC, "set_event_callback: "
                             "too many callbacks on this handle");
    return -1;
  }
  g->events = safe_realloc (g, g->events,
                            (g->nr_events + 1) * sizeof *g->events);
  g->events[g->nr_events] = *ev;
  g->events[g->nr_events].number = g->next_event;
  g->nr_events++;
  return g->next_event++;
}

static void
remove_deleted_events (guestfs_h *g)
{
  size_t kept = 0;

  for (size_t i = 0; i < g->nr_events; i++)
    if (g->events[i].mask != 0)
      g->events[kept++] = g->events[i];
  g->nr_events = kept;
}

int
guestfs_set_event_callback (guestfs_h *g, guestfs_event_callback cb,
                            uint64_t event_bitmask, int flags, void *opaque)
{
  const struct event ev = {
    .mask = event_bitmask, .cb = cb, .opaque = opaque,
  };
  int r = -1;

  pthread_mutex_lock (&g->lock);
  if (flags != 0)
    guestfs_int_error_errno (g, EINVAL, "set_event_callback: "
                             "flags is %d: it must be 0", flags);
  else if (event_bitmask & ~(uint64_t) GUESTFS_EVENT_ALL)
    guestfs_int_error_errno (g, EINVAL, "set_event_callback: event bitmask "
                             "0x%llx: has bits that are no event",
                             (unsigned long long) event_bitmask);
  else
    r = add_event (g, &ev);
  pthread_mutex_unlock (&g->lock);
  return r;
}

void
guestfs_delete_event_callback (guestfs_h *g, int event_handle)
{
  pthread_mutex_lock (&g->lock);
  for (size_t i = 0; i < g->nr_events; i++)
    if (g->events[i].number == event_handle)
      g->events[i].mask = 0;
  if (g->dispatching == 0)
    remove_deleted_events (g);
  pthread_mutex_unlock (&g->lock);
}

void
guestfs_int_free_events (guestfs_h *g)
{
  free (g->events);
  g->events = NULL;
  g->nr_events = 0;
}

/* ---- Default output ---- */

/* Messages nobody has asked for. */
static void
print_by_default (guestfs_h *g, uint64_t event, const char *buf, size_t len)
{
  switch (event) {
  case GUESTFS_EVENT_APPLIANCE:
    if (g->verbose)
      guestfs_int_print_message ("", buf, len);
    break;
  case GUESTFS_EVENT_LIBRARY:
    if (g->verbose)
      guestfs_int_print_message ("libguestfs: ", buf, len);
    break;
  case GUESTFS_EVENT_TRACE:
    guestfs_int_print_message ("libguestfs: trace: ", buf, len);
    break;
  case GUESTFS_EVENT_WARNING:
    guestfs_int_print_message ("libguestfs: warning: ", buf, len);
    break;
  }
}

/* ---- Calling ---- */

bool
guestfs_int_has_callback (guestfs_h *g, uint64_t event)
{
  bool found = false;

  pthread_mutex_lock (&g->lock);
  for (size_t i = 0; i < g->nr_events; i++)
    found |= (g->events[i].mask & event) != 0;
  pthread_mutex_unlock (&g->lock);
  return found;
}

/* Returns the number of callbacks that were called.  One that is added
 * meanwhile is for the next event. */
static size_t
call_callbacks (guestfs_h *g, uint64_t event, const char *buf, size_t len,
                const uint64_t *array, size_t n)
{
  const size_t nr_events = g->nr_events;
  size_t called = 0;

  g->dispatching++;
  for (size_t i = 0; i < nr_events; i++) {
    struct event ev = g->events[i];

    if (!(ev.mask & event))
      continue;
    ev.cb (g, ev.old_cb ? (void *) &g->events[i] : ev.opaque, event,
           ev.number, 0, buf, len, array, n);
    called++;
  }
  if (--g->dispatching == 0)
    remove_deleted_events (g);
  return called;
}

void
guestfs_int_call_callbacks_void (guestfs_h *g, uint64_t event)
{
  pthread_mutex_lock (&g->lock);
  call_callbacks (g, event, NULL, 0, NULL, 0);
  pthread_mutex_unlock (&g->lock);
}

void
guestfs_int_call_callbacks_message (guestfs_h *g, uint64_t event,
                                    const char *buf, size_t len)
{
  int saved = errno;

  pthread_mutex_lock (&g->lock);
  if (call_callbacks (g, event, buf, len, NULL, 0) == 0)
    print_by_default (g, event, buf, len);
  pthread_mutex_unlock (&g->lock);
  errno = saved;
}

void
guestfs_int_call_callbacks_array (guestfs_h *g, uint64_t event,
                                  const uint64_t *array, size_t n)
{
  pthread_mutex_lock (&g->lock);
  call_callbacks (g, event, NULL, 0, array, n);
  pthread_mutex_unlock (&g->lock);
}

static void __attribute__ ((format (printf, 3, 0)))
send_message (guestfs_h *g, uint64_t event, const char *fs, va_list args)
{
  CLEANUP_FREE char *msg = NULL;
  int len = vasprintf (&msg, fs, args);

  if (len == -1) {
    msg = NULL;
    g->abort_cb ();
  }
  guestfs_int_call_callbacks_message (g, event, msg, len);
}

void
guestfs_int_debug (guestfs_h *g, const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  send_message (g, GUESTFS_EVENT_LIBRARY, fs, args);
  va_end (args);
}

void
guestfs_int_warning (guestfs_h *g, const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  send_message (g, GUESTFS_EVENT_WARNING, fs, args);
  va_end (args);
}

/* ---- The deprecated interface: one callback for each event ----
 * A new one takes the place of the old; NULL removes it. */

static void
set_old_callback (guestfs_h *g, guestfs_event_callback shim, uint64_t mask,
                  void (*old_cb) (void), void *opaque)
{
  struct event ev = {
    .mask = mask, .cb = shim, .opaque = opaque, .old_cb = old_cb,
  };
  size_t i;

  pthread_mutex_lock (&g->lock);
  for (i = 0; i < g->nr_events; i++)
    if (g->events[i].cb == shim && g->events[i].mask != 0)
      break;
  if (i < g->nr_events) {
    ev.number = g->events[i].number;
    if (!old_cb)
      ev.mask = 0;
    g->events[i] = ev;
  }
  else if (old_cb)
    add_event (g, &ev);
  pthread_mutex_unlock (&g->lock);
}

/* A shim's opaque is its entry of the table, copied here because the
 * callback may make the table move. */
#define SHIM(name, type, ...)                                           \
  static void                                                           \
  name (guestfs_h *g, void *data, uint64_t event, int event_handle,     \
        int flags, const char *buf, size_t buf_len,                     \
        const uint64_t *array, size_t array_len)                        \
  {                                                                     \
    struct event ev = *(const struct event *) data;                     \
    void *opaque = ev.opaque;                                           \
                                                                        \
    (void) event; (void) event_handle; (void) flags;                    \
    (void) buf; (void) buf_len; (void) array; (void) array_len;         \
    ((type) ev.old_cb) (__VA_ARGS__);                                   \
  }

SHIM (log_message_shim, guestfs_log_message_cb,
      g, opaque, (char *) buf, (int) buf_len)
SHIM (subprocess_quit_shim, guestfs_subprocess_quit_cb, g, opaque)
SHIM (launch_done_shim, guestfs_launch_done_cb, g, opaque)
SHIM (close_shim, guestfs_close_cb, g, opaque)
SHIM (progress_shim, guestfs_progress_cb, g, opaque,
      (int) array[0], (int) array[1], array[2], array[3])

void
guestfs_set_log_message_callback (guestfs_h *g, guestfs_log_message_cb cb,
                                  void *opaque)
{
  set_old_callback (g, log_message_shim, GUESTFS_EVENT_APPLIANCE,
                    (void (*) (void)) cb, opaque);
}

void
guestfs_set_subprocess_quit_callback (guestfs_h *g,
                                      guestfs_subprocess_quit_cb cb,
                                      void *opaque)
{
  set_old_callback (g, subprocess_quit_shim, GUESTFS_EVENT_SUBPROCESS_QUIT,
                    (void (*) (void)) cb, opaque);
}

void
guestfs_set_launch_done_callback (guestfs_h *g, guestfs_launch_done_cb cb,
                                  void *opaque)
{
  set_old_callback (g, launch_done_shim, GUESTFS_EVENT_LAUNCH_DONE,
                    (void (*) (void)) cb, opaque);
}

void
guestfs_set_close_callback (guestfs_h *g, guestfs_close_cb cb, void *opaque)
{
  set_old_callback (g, close_shim, GUESTFS_EVENT_CLOSE,
                    (void (*) (void)) cb, opaque);
}

void
guestfs_set_progress_callback (guestfs_h *g, guestfs_progress_cb cb,
                               void *opaque)
{
  set_old_callback (g, progress_shim, GUESTFS_EVENT_PROGRESS,
                    (void (*) (void)) cb, opaque);
}
