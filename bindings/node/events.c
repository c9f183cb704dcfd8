/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events come in any thread and are delivered in that of JavaScript: before
 * the call that has caused them is over for JavaScript, or when its loop gets
 * to it. */

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "addon.h"

struct event {
  struct event *next;
  uint64_t mask;
  int event_handle;
  size_t text_size, nr_numbers;
  char *text;
  uint64_t numbers[];
};

struct events {
  unsigned references;          /* of the handle and of `wake` */
  napi_ref dispatch;            /* (event, event_handle, text, array) */
  pthread_mutex_t lock;         /* of all below */
  napi_threadsafe_function wake;        /* NULL: the loop is gone */
  struct event *first, **last;
};

static void
unreference (struct events *e)
{
  if (--e->references > 0)
    return;
  pthread_mutex_destroy (&e->lock);
  free (e);
}

/* ---- Waking the loop ---- */

static void
wake_finalized (napi_env env, void *data, void *hint)
{
  struct events *e = data;

  (void) env;
  (void) hint;
  pthread_mutex_lock (&e->lock);
  e->wake = NULL;
  pthread_mutex_unlock (&e->lock);
  unreference (e);
}

static void
woken (napi_env env, napi_value function, void *data, void *unused)
{
  (void) function;
  (void) unused;
  if (env)
    events_deliver (env, data);
}

/* A loop that has nothing else to do does not wait for events. */
static bool
wake_create (napi_env env, struct events *e)
{
  napi_value name;

  if (napi_create_string_utf8 (env, "guestfs", NAPI_AUTO_LENGTH, &name)
      != napi_ok
      || napi_create_threadsafe_function (env, NULL, NULL, name, 0, 1, e,
                                          wake_finalized, e, woken, &e->wake)
         != napi_ok)
    return false;
  e->references++;
  napi_unref_threadsafe_function (env, e->wake);
  return true;
}

struct events *
events_create (napi_env env, napi_value dispatch)
{
  struct events *e = calloc (1, sizeof *e);

  if (!e)
    return NULL;
  e->references = 1;
  e->last = &e->first;
  pthread_mutex_init (&e->lock, NULL);
  if (napi_create_reference (env, dispatch, 1, &e->dispatch) != napi_ok
      || !wake_create (env, e)) {
    unreference (e);
    return NULL;
  }
  return e;
}

/* ---- The queue ---- */

static struct event *
take_all (struct events *e)
{
  struct event *all;

  pthread_mutex_lock (&e->lock);
  all = e->first;
  e->first = NULL;
  e->last = &e->first;
  pthread_mutex_unlock (&e->lock);
  return all;
}

static void
free_event (struct event *event)
{
  free (event->text);
  free (event);
}

void
events_free (napi_env env, struct events *e)
{
  struct event *next;

  for (struct event *event = take_all (e); event; event = next) {
    next = event->next;
    free_event (event);
  }
  napi_delete_reference (env, e->dispatch);
  if (e->wake)
    napi_release_threadsafe_function (e->wake, napi_tsfn_abort);
  unreference (e);
}

static struct event *
copy_event (uint64_t mask, int eh, const char *buf, size_t buf_len,
            const uint64_t *array, size_t array_len)
{
  struct event *event = malloc (sizeof *event + array_len * sizeof *array);

  if (!event)
    return NULL;
  *event = (struct event) {
    .mask = mask, .event_handle = eh, .text_size = buf_len,
    .nr_numbers = array_len, .text = malloc (buf_len + 1),
  };
  if (!event->text) {
    free (event);
    return NULL;
  }
  if (buf_len > 0)
    memcpy (event->text, buf, buf_len);
  if (array_len > 0)
    memcpy (event->numbers, array, array_len * sizeof *array);
  return event;
}

void
events_put (guestfs_h *g, void *data, uint64_t mask, int eh, int flags,
            const char *buf, size_t buf_len, const uint64_t *array,
            size_t array_len)
{
  struct events *e = data;
  struct event *event = copy_event (mask, eh, buf, buf_len, array, array_len);

  (void) g;
  (void) flags;
  if (!event)
    return;
  pthread_mutex_lock (&e->lock);
  *e->last = event;
  e->last = &event->next;
  if (e->wake)
    napi_call_threadsafe_function (e->wake, NULL, napi_tsfn_nonblocking);
  pthread_mutex_unlock (&e->lock);
}

/* ---- Delivering ---- */

/* The dispatcher catches what callbacks throw. */
static napi_value
deliver (napi_env env, napi_value dispatch, const struct event *event)
{
  napi_value undefined, argv[4], result;

  TRY (napi_get_undefined (env, &undefined));
  TRY (napi_create_uint32 (env, (uint32_t) event->mask, &argv[0]));
  TRY (napi_create_int32 (env, event->event_handle, &argv[1]));
  argv[2] = text_to_js (env, event->text, event->text_size);
  argv[3] = numbers_to_js (env, event->numbers, event->nr_numbers);
  if (!argv[2] || !argv[3])
    return NULL;
  TRY (napi_call_function (env, undefined, dispatch, 4, argv, &result));
  return result;
}

void
events_deliver (napi_env env, struct events *e)
{
  struct event *next;
  napi_handle_scope scope;
  napi_value dispatch;

  for (struct event *event = take_all (e); event; event = next) {
    next = event->next;
    if (napi_open_handle_scope (env, &scope) == napi_ok) {
      if (napi_get_reference_value (env, e->dispatch, &dispatch) == napi_ok)
        deliver (env, dispatch, event);
      napi_close_handle_scope (env, scope);
    }
    free_event (event);
  }
}
