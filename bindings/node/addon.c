/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The addon for Node.js: handles, and calls that wait in the pool of threads.
 *
 * The calls of a handle are made one after the other.  Only the first is in
 * the pool: those behind it take no thread. */

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "addon.h"

struct handle {
  struct call_handle *h;
  struct events *events;
  struct work *first, **last;   /* of which the first is in the pool */
};

/* What a call has given. */
struct outcome {
  bool closed;                  /* the handle was, before */
  bool failed;
  int error_number;
  char *message;
  union call_result result;
};

/* A call that waits, or is being made. */
struct work {
  struct work *next;
  struct handle *handle;
  const struct call *call;      /* NULL: close */
  struct call_values values;
  struct outcome outcome;
  uint32_t id;
  atomic_bool cancelled;
  napi_ref self;                /* the object whose handle it is */
  napi_deferred deferred;
  napi_async_work async;
};

/* ---- Errors ---- */

/* The function of index.js that makes an exception: (message, errno), or
 * nothing for that of a closed handle. */
static napi_value
new_error (napi_env env, const char *message, int number)
{
  napi_ref make_error;
  napi_value function, undefined, argv[2], error;

  TRY (napi_get_instance_data (env, (void **) &make_error));
  TRY (napi_get_reference_value (env, make_error, &function));
  TRY (napi_get_undefined (env, &undefined));
  argv[0] = message ? text_to_js (env, message, strlen (message)) : undefined;
  TRY (napi_create_int32 (env, number, &argv[1]));
  TRY (napi_call_function (env, undefined, function, 2, argv, &error));
  return error;
}

static napi_value
throw_error (napi_env env, const char *message, int number)
{
  napi_value error = new_error (env, message, number);

  if (error)
    napi_throw (env, error);
  return NULL;
}

/* ---- Making calls ---- */

/* The next call may free what belongs to the handle, before it is converted. */
static void
keep_constant (const struct call *c, struct call_values *values,
               struct outcome *o)
{
  const char *text = o->result.constant;

  if ((c->result != RESULT_CONSTANT && c->result != RESULT_CONSTANT_OR_NULL)
      || !text)
    return;
  o->result.constant = call_copy_text (values, text, strlen (text));
  if (!o->result.constant) {
    o->failed = true;
    o->error_number = ENOMEM;
  }
}

/* In any thread: the last error belongs to it. */
static void
make_call (struct call_handle *h, const struct call *c,
           struct call_values *values, struct outcome *o)
{
  guestfs_h *g = call_handle_enter (h);
  const char *message;

  o->closed = g == NULL;
  if (!g)
    return;
  o->failed = c->run (g, values, &o->result) == -1;
  if (o->failed) {
    message = guestfs_last_error (g);
    o->message = strdup (message ? message : "unknown error");
    o->error_number = guestfs_last_errno (g);
  } else
    keep_constant (c, values, o);
  call_handle_leave (h);
}

/* The result, or NULL and in *ret_error what is thrown. */
static napi_value
take_outcome (napi_env env, const struct call *c, struct outcome *o,
              napi_value *ret_error)
{
  napi_value value = NULL;

  if (o->closed)
    *ret_error = new_error (env, NULL, 0);
  else if (o->failed)
    *ret_error = new_error (env, o->message ? o->message : "memory is out",
                            o->error_number);
  else if (!c)
    napi_get_undefined (env, &value);
  else {
    value = result_to_js (env, c, &o->result);
    if (!value)
      napi_get_and_clear_last_exception (env, ret_error);
    call_result_done (c, &o->result);
  }
  free (o->message);
  return value;
}

/* ---- Work in the pool ---- */

static void
work_execute (napi_env env, void *data)
{
  struct work *w = data;

  (void) env;
  if (!w->call)
    w->outcome.closed = !call_handle_close (w->handle->h);
  else if (atomic_load (&w->cancelled)) {
    w->outcome.failed = true;
    w->outcome.error_number = EINTR;
    w->outcome.message = strdup ("cancelled by the user");
  } else
    make_call (w->handle->h, w->call, &w->values, &w->outcome);
}

static void
work_free (napi_env env, struct work *w)
{
  if (w->async)
    napi_delete_async_work (env, w->async);
  if (w->self)
    napi_delete_reference (env, w->self);
  call_values_done (&w->values);
  free (w);
}

static void
settle (napi_env env, struct work *w)
{
  napi_value error = NULL;
  napi_value value = take_outcome (env, w->call, &w->outcome, &error);

  if (value)
    napi_resolve_deferred (env, w->deferred, value);
  else
    napi_reject_deferred (env, w->deferred, error);
}

/* napi_cancelled: the environment ends, nobody waits for anything. */
static void
work_complete (napi_env env, napi_status status, void *data)
{
  struct work *w = data;
  struct handle *handle = w->handle;

  handle->first = w->next;
  if (!handle->first)
    handle->last = &handle->first;
  if (status != napi_cancelled) {
    if (handle->first)
      napi_queue_async_work (env, handle->first->async);
    events_deliver (env, handle->events);
    settle (env, w);
  }
  work_free (env, w);
}

static void
work_queue (napi_env env, struct work *w)
{
  struct handle *handle = w->handle;

  if (!handle->first)
    napi_queue_async_work (env, w->async);
  *handle->last = w;
  handle->last = &w->next;
}

/* ---- Functions: handles ---- */

/* What is behind an external value.  The arguments are always right: only
 * index.js calls these functions. */
static void *
get_external (napi_env env, napi_value value)
{
  void *data;

  TRY (napi_get_value_external (env, value, &data));
  return data;
}

/* While calls wait, they hold the object, and this is not called. */
static void
handle_finalize (napi_env env, void *data, void *hint)
{
  struct handle *handle = data;

  (void) hint;
  call_handle_free (handle->h);
  events_free (env, handle->events);
  free (handle);
}

static void
handle_abandon (struct handle *handle)
{
  if (handle)
    call_handle_free (handle->h);
  free (handle);
}

/* create (flags, dispatch) */
static napi_value
js_create (napi_env env, napi_callback_info info)
{
  struct handle *handle = calloc (1, sizeof *handle);
  napi_value argv[2], value;
  size_t argc = 2;
  uint32_t flags;

  if (!handle
      || napi_get_cb_info (env, info, &argc, argv, NULL, NULL) != napi_ok
      || napi_get_value_uint32 (env, argv[0], &flags) != napi_ok
      || !(handle->h = call_handle_create (flags))
      || !(handle->events = events_create (env, argv[1]))) {
    const int number = errno;

    handle_abandon (handle);
    return throw_error (env, "create: no handle could be made", number);
  }
  handle->last = &handle->first;
  if (napi_create_external (env, handle, handle_finalize, NULL, &value)
      == napi_ok)
    return value;
  handle_finalize (env, handle, NULL);
  return NULL;
}

/* closeSync (handle) */
static napi_value
js_close_sync (napi_env env, napi_callback_info info)
{
  struct handle *handle;
  napi_value arg;
  size_t argc = 1;

  TRY (napi_get_cb_info (env, info, &argc, &arg, NULL, NULL));
  handle = get_external (env, arg);
  if (!call_handle_close (handle->h))
    return throw_error (env, NULL, 0);
  events_deliver (env, handle->events);
  return NULL;
}

/* ---- Functions: calls ---- */

/* callSync (handle, call, args, optargs) */
static napi_value
js_call_sync (napi_env env, napi_callback_info info)
{
  struct call_values values = { 0 };
  struct outcome outcome = { 0 };
  const struct call *c;
  struct handle *handle;
  napi_value argv[4], value = NULL, error = NULL;
  size_t argc = 4;

  TRY (napi_get_cb_info (env, info, &argc, argv, NULL, NULL));
  handle = get_external (env, argv[0]);
  c = get_external (env, argv[1]);
  if (values_from_js (env, c, argv[2], argv[3], &values)) {
    make_call (handle->h, c, &values, &outcome);
    events_deliver (env, handle->events);
    value = take_outcome (env, c, &outcome, &error);
    if (error)
      napi_throw (env, error);
  }
  call_values_done (&values);
  return value;
}

/* The promise; NULL: an exception was thrown. */
static napi_value
start (napi_env env, struct work *w, napi_value self)
{
  napi_value name, promise;

  TRY (napi_create_string_utf8 (env, w->call ? w->call->name : "close",
                                NAPI_AUTO_LENGTH, &name));
  TRY (napi_create_async_work (env, self, name, work_execute, work_complete,
                               w, &w->async));
  TRY (napi_create_reference (env, self, 1, &w->self));
  TRY (napi_create_promise (env, &w->deferred, &promise));
  work_queue (env, w);
  return promise;
}

/* call (self, handle, id, call, args, optargs), close (self, handle, id) */
static napi_value
js_call (napi_env env, napi_callback_info info)
{
  struct work *w = calloc (1, sizeof *w);
  napi_value argv[6], promise = NULL;
  size_t argc = 6;

  if (!w)
    return throw_error (env, "memory is out", ENOMEM);
  if (napi_get_cb_info (env, info, &argc, argv, NULL, NULL) == napi_ok
      && (w->handle = get_external (env, argv[1]))
      && napi_get_value_uint32 (env, argv[2], &w->id) == napi_ok) {
    w->call = argc > 3 ? get_external (env, argv[3]) : NULL;
    if (!w->call || values_from_js (env, w->call, argv[4], argv[5],
                                    &w->values))
      promise = start (env, w, argv[0]);
  }
  if (!promise)
    work_free (env, w);
  return promise;
}

static void
cancel_running (struct handle *handle)
{
  guestfs_h *g = call_handle_enter (handle->h);

  if (!g)
    return;
  guestfs_user_cancel (g);
  call_handle_leave (handle->h);
}

/* cancel (handle, id): whether the call was being made; one that waits then
 * fails at its turn. */
static napi_value
js_cancel (napi_env env, napi_callback_info info)
{
  struct handle *handle;
  napi_value argv[2], value;
  size_t argc = 2;
  uint32_t id;
  bool running;

  TRY (napi_get_cb_info (env, info, &argc, argv, NULL, NULL));
  handle = get_external (env, argv[0]);
  TRY (napi_get_value_uint32 (env, argv[1], &id));
  for (struct work *w = handle->first; w; w = w->next)
    if (w->id == id)
      atomic_store (&w->cancelled, true);
  running = handle->first && handle->first->id == id;
  if (running)
    cancel_running (handle);
  TRY (napi_get_boolean (env, running, &value));
  return value;
}

/* ---- Functions: events ---- */

static void
release_nothing (void *data)
{
  (void) data;
}

/* What add_event has left in the handle. */
static napi_value
throw_last_error (napi_env env, struct call_handle *h)
{
  guestfs_h *g = call_handle_enter (h);

  if (!g)
    return throw_error (env, NULL, 0);
  throw_error (env, guestfs_last_error (g), guestfs_last_errno (g));
  call_handle_leave (h);
  return NULL;
}

/* addEvent (handle, mask) */
static napi_value
js_add_event (napi_env env, napi_callback_info info)
{
  struct handle *handle;
  napi_value argv[2], value;
  size_t argc = 2;
  int64_t mask;
  int eh;

  TRY (napi_get_cb_info (env, info, &argc, argv, NULL, NULL));
  handle = get_external (env, argv[0]);
  TRY (napi_get_value_int64 (env, argv[1], &mask));
  eh = call_handle_add_event (handle->h, events_put, (uint64_t) mask,
                              handle->events, release_nothing);
  if (eh == -1)
    return throw_last_error (env, handle->h);
  TRY (napi_create_int32 (env, eh, &value));
  return value;
}

/* deleteEvent (handle, event_handle) */
static napi_value
js_delete_event (napi_env env, napi_callback_info info)
{
  struct handle *handle;
  napi_value argv[2];
  size_t argc = 2;
  int32_t eh;

  TRY (napi_get_cb_info (env, info, &argc, argv, NULL, NULL));
  handle = get_external (env, argv[0]);
  TRY (napi_get_value_int32 (env, argv[1], &eh));
  call_handle_delete_event (handle->h, eh);
  return NULL;
}

/* eventToString (mask) */
static napi_value
js_event_to_string (napi_env env, napi_callback_info info)
{
  napi_value value;
  size_t argc = 1;
  int64_t mask;
  char *names;

  TRY (napi_get_cb_info (env, info, &argc, &value, NULL, NULL));
  if (napi_get_value_int64 (env, value, &mask) != napi_ok) {
    napi_throw_type_error (env, "ERR_INVALID_ARG_TYPE",
                           "event_to_string: mask must be a number");
    return NULL;
  }
  names = guestfs_event_to_string ((uint64_t) mask);
  if (!names)
    return throw_error (env, "event_to_string: memory is out", ENOMEM);
  value = text_to_js (env, names, strlen (names));
  free (names);
  return value;
}

/* ---- The addon ---- */

static napi_value
names_to_js (napi_env env, const struct call_arg *args, size_t n)
{
  napi_value array, name;

  TRY (napi_create_array_with_length (env, n, &array));
  for (size_t i = 0; i < n; ++i) {
    TRY (napi_create_string_utf8 (env, args[i].name, NAPI_AUTO_LENGTH,
                                  &name));
    TRY (napi_set_element (env, array, (uint32_t) i, name));
  }
  return array;
}

/* { name, row, nrArgs, optargs, isMap, instead } */
static napi_value
call_to_js (napi_env env, const struct call *c)
{
  napi_value object, value;

  TRY (napi_create_object (env, &object));
  TRY (napi_create_string_utf8 (env, c->name, NAPI_AUTO_LENGTH, &value));
  TRY (napi_set_named_property (env, object, "name", value));
  TRY (napi_create_external (env, (void *) c, NULL, NULL, &value));
  TRY (napi_set_named_property (env, object, "row", value));
  TRY (napi_create_uint32 (env, (uint32_t) c->nr_args, &value));
  TRY (napi_set_named_property (env, object, "nrArgs", value));
  TRY (napi_set_named_property (env, object, "optargs",
                                names_to_js (env, c->optargs,
                                             c->nr_optargs)));
  TRY (napi_get_boolean (env, c->result == RESULT_PAIRS, &value));
  TRY (napi_set_named_property (env, object, "isMap", value));
  if (!c->instead)
    return object;
  TRY (napi_create_string_utf8 (env, c->instead, NAPI_AUTO_LENGTH, &value));
  TRY (napi_set_named_property (env, object, "instead", value));
  return object;
}

/* calls () */
static napi_value
js_calls (napi_env env, napi_callback_info info)
{
  napi_value array, value;

  (void) info;
  TRY (napi_create_array_with_length (env, nr_calls, &array));
  for (size_t i = 0; i < nr_calls; ++i) {
    value = call_to_js (env, &calls[i]);
    if (!value)
      return NULL;
    TRY (napi_set_element (env, array, (uint32_t) i, value));
  }
  return array;
}

static void
delete_reference (napi_env env, void *data, void *hint)
{
  (void) hint;
  napi_delete_reference (env, data);
}

/* setErrors (make_error) */
static napi_value
js_set_errors (napi_env env, napi_callback_info info)
{
  napi_value function;
  napi_ref make_error;
  size_t argc = 1;

  TRY (napi_get_cb_info (env, info, &argc, &function, NULL, NULL));
  TRY (napi_create_reference (env, function, 1, &make_error));
  TRY (napi_set_instance_data (env, make_error, delete_reference, NULL));
  return NULL;
}

#define FUNCTION(name, f) { name, NULL, f, NULL, NULL, NULL, napi_default, \
                            NULL }

/* Headers that have it lack this prototype. */
#ifdef NODE_API_MODULE_GET_API_VERSION
NAPI_MODULE_EXPORT int32_t NODE_API_MODULE_GET_API_VERSION (void);
#endif

NAPI_MODULE_INIT ()
{
  static const napi_property_descriptor functions[] = {
    FUNCTION ("addEvent", js_add_event),
    FUNCTION ("bytesOf", js_bytes_of),
    FUNCTION ("call", js_call),
    FUNCTION ("callSync", js_call_sync),
    FUNCTION ("calls", js_calls),
    FUNCTION ("cancel", js_cancel),
    FUNCTION ("close", js_call),
    FUNCTION ("closeSync", js_close_sync),
    FUNCTION ("create", js_create),
    FUNCTION ("deleteEvent", js_delete_event),
    FUNCTION ("eventToString", js_event_to_string),
    FUNCTION ("setErrors", js_set_errors),
    FUNCTION ("textOf", js_text_of),
  };

  TRY (napi_define_properties (env, exports,
                               sizeof functions / sizeof functions[0],
                               functions));
  return exports;
}
