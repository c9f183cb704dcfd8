/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A handle that several threads use, and the callbacks of its events. */

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "calls.h"

struct event {
  struct event *next;
  int event_handle;
  void *data;
  void (*release) (void *data);
};

struct call_handle {
  pthread_mutex_t lock;         /* of all below; never held in a call */
  guestfs_h *g;                 /* NULL: closed */
  size_t users;
  bool closing;
  struct event *events;
};

/* Errors are the language's exceptions, and not printed.  Each thread has an
 * error handler of its own. */
static void
silence_errors (guestfs_h *g)
{
  guestfs_set_error_handler (g, NULL, NULL);
}

struct call_handle *
call_handle_create (unsigned flags)
{
  struct call_handle *h = calloc (1, sizeof *h);

  if (!h)
    return NULL;
  pthread_mutex_init (&h->lock, NULL);
  h->g = guestfs_create_flags (flags);
  if (!h->g) {
    const int saved = errno;

    pthread_mutex_destroy (&h->lock);
    free (h);
    errno = saved;
    return NULL;
  }
  silence_errors (h->g);
  return h;
}

guestfs_h *
call_handle_enter (struct call_handle *h)
{
  guestfs_h *g;

  pthread_mutex_lock (&h->lock);
  g = h->closing ? NULL : h->g;
  h->users += g != NULL;
  pthread_mutex_unlock (&h->lock);
  if (g)
    silence_errors (g);
  return g;
}

bool
call_handle_may_wait (struct call_handle *h, const struct call *c)
{
  bool shared;

  if (c->blocking)
    return true;
  pthread_mutex_lock (&h->lock);
  shared = h->users > 1;
  pthread_mutex_unlock (&h->lock);
  return shared;
}

static void
release_events (struct event *events)
{
  struct event *next;

  for (; events; events = next) {
    next = events->next;
    events->release (events->data);
    free (events);
  }
}

/* Closing sends the event "close", so callbacks live until it is done. */
static void
close_now (struct call_handle *h)
{
  guestfs_h *g;
  struct event *events;

  pthread_mutex_lock (&h->lock);
  g = h->g;
  h->g = NULL;
  events = h->events;
  h->events = NULL;
  pthread_mutex_unlock (&h->lock);
  guestfs_close (g);
  release_events (events);
}

void
call_handle_leave (struct call_handle *h)
{
  bool last;

  pthread_mutex_lock (&h->lock);
  last = --h->users == 0 && h->closing;
  pthread_mutex_unlock (&h->lock);
  if (last)
    close_now (h);
}

bool
call_handle_close (struct call_handle *h)
{
  bool was_open, unused;

  pthread_mutex_lock (&h->lock);
  was_open = h->g && !h->closing;
  h->closing = true;
  unused = h->users == 0;
  pthread_mutex_unlock (&h->lock);
  if (was_open && unused)
    close_now (h);
  return was_open;
}

void
call_handle_free (struct call_handle *h)
{
  if (!h)
    return;
  call_handle_close (h);
  pthread_mutex_destroy (&h->lock);
  free (h);
}

/* ---- Events ---- */

int
call_handle_add_event (struct call_handle *h, guestfs_event_callback callback,
                       uint64_t mask, void *data, void (*release) (void *))
{
  struct event *e = malloc (sizeof *e);
  guestfs_h *g = call_handle_enter (h);

  if (!e || !g) {
    errno = e ? EBADF : ENOMEM;
    free (e);
    if (g)
      call_handle_leave (h);
    return -1;
  }
  e->data = data;
  e->release = release;
  e->event_handle = guestfs_set_event_callback (g, callback, mask, 0, data);
  if (e->event_handle == -1) {
    free (e);
    call_handle_leave (h);
    return -1;
  }
  pthread_mutex_lock (&h->lock);
  e->next = h->events;
  h->events = e;
  pthread_mutex_unlock (&h->lock);
  const int event_handle = e->event_handle;
  call_handle_leave (h);
  return event_handle;
}

static struct event *
take_event (struct call_handle *h, int event_handle)
{
  struct event **p, *e;

  pthread_mutex_lock (&h->lock);
  for (p = &h->events; *p && (*p)->event_handle != event_handle;)
    p = &(*p)->next;
  e = *p;
  if (e) {
    *p = e->next;
    e->next = NULL;
  }
  pthread_mutex_unlock (&h->lock);
  return e;
}

void
call_handle_delete_event (struct call_handle *h, int event_handle)
{
  guestfs_h *g = call_handle_enter (h);
  struct event *e;

  if (!g)
    return;
  guestfs_delete_event_callback (g, event_handle);
  e = take_event (h, event_handle);
  if (e)
    release_events (e);
  call_handle_leave (h);
}
