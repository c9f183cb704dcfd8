/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A handle that several threads use, and the callbacks of its events. */

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "calls.h"

struct event {
  struct event *next;
  int event_handle;
  void *data;
  void (*release) (void *data);
};

struct call_handle {
  atomic_size_t state;          /* CLOSING, and a USER for each call */
  guestfs_h *g;                 /* of users; NULL: closed */
  pthread_mutex_t lock;         /* of events, and of closing; not of calls */
  struct event *events;
};

#define CLOSING 1
#define USER 2

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
  if (atomic_fetch_add (&h->state, USER) & CLOSING) {
    call_handle_leave (h);
    return NULL;
  }
  silence_errors (h->g);
  return h->g;
}

guestfs_h *
call_handle_borrow (struct call_handle *h, const struct call *c)
{
  if (c->blocking || atomic_load (&h->state) != 0 || h->events)
    return NULL;
  silence_errors (h->g);
  return h->g;
}

bool
call_handle_may_wait (struct call_handle *h, const struct call *c)
{
  return c->blocking || atomic_load (&h->state) >= 2 * USER;
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

/* There is no user, and no new one will come: of those that find this out, the
 * first closes.  Closing sends the event "close", so callbacks live until it is
 * done. */
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
  if (atomic_fetch_sub (&h->state, USER) == USER + CLOSING)
    close_now (h);
}

bool
call_handle_try_leave (struct call_handle *h)
{
  size_t state = atomic_load (&h->state);

  while (state != USER + CLOSING)
    if (atomic_compare_exchange_weak (&h->state, &state, state - USER))
      return true;
  return false;
}

bool
call_handle_close (struct call_handle *h)
{
  const size_t was = atomic_fetch_or (&h->state, CLOSING);

  if (was == 0)
    close_now (h);
  return !(was & CLOSING);
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
