/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The C half of the OCaml module: guestfs.ml.in is what is above it.
 *
 * OCaml moves its values, and other threads run while a call waits: what a
 * call is given is copied, and what it returns is converted when the thread
 * has OCaml's runtime again. */

#define CAML_NAME_SPACE

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <caml/alloc.h>
#include <caml/callback.h>
#include <caml/custom.h>
#include <caml/fail.h>
#include <caml/memory.h>
#include <caml/mlvalues.h>
#include <caml/printexc.h>
#include <caml/signals.h>
#include <caml/version.h>

#include "calls.h"

/* What guestfs.ml.in calls. */
extern value guestfs_ocaml_find (value name);
extern value guestfs_ocaml_call (value gv, value row, value args);
extern value guestfs_ocaml_create (value flags);
extern value guestfs_ocaml_close (value gv);
extern value guestfs_ocaml_last_errno (value gv);
extern value guestfs_ocaml_errno (value i);
extern value guestfs_ocaml_add_event (value gv, value f, value mask);
extern value guestfs_ocaml_delete_event (value gv, value eh);
extern value guestfs_ocaml_event_to_string (value mask);
extern value guestfs_ocaml_forget_callbacks (value unit);

/* ---- The runtime ---- */

/* True while this thread is in a call and has let the others run. */
static _Thread_local bool released;

/* Signals wait until the call is over: their handlers may raise exceptions,
 * which would leave the call half-way. */
static void
release_runtime (void)
{
  caml_enter_blocking_section_no_pending ();
  released = true;
}

static void
take_runtime (void)
{
  released = false;
  caml_leave_blocking_section ();
}

/* ---- Handles ---- */

#define Handle_val(v) (*(struct call_handle **) Data_custom_val (v))

/* Closed before, by the finalizer in OCaml. */
static void
finalize_handle (value gv)
{
  call_handle_free (Handle_val (gv));
}

static struct custom_operations handle_operations = {
  "org.libguestfs.handle",
  finalize_handle,
  custom_compare_default,
  custom_hash_default,
  custom_serialize_default,
  custom_deserialize_default,
  custom_compare_ext_default,
  custom_fixed_length_default,
};

value
guestfs_ocaml_create (value flags)
{
  value gv = caml_alloc_custom (&handle_operations,
                                sizeof (struct call_handle *), 0, 1);
  struct call_handle *h = call_handle_create ((unsigned) Int_val (flags));

  Handle_val (gv) = h;
  if (!h)
    caml_failwith (strerror (errno));
  return gv;
}

value
guestfs_ocaml_close (value gv)
{
  CAMLparam1 (gv);
  struct call_handle *h = Handle_val (gv);

  release_runtime ();
  call_handle_close (h);
  take_runtime ();
  CAMLreturn (Val_unit);
}

static void
raise_closed (const char *function)
{
  caml_raise_with_string (*caml_named_value ("guestfs_handle_closed"),
                          function);
}

/* The handle, kept open until call_handle_leave. */
static guestfs_h *
enter (struct call_handle *h, const char *function)
{
  guestfs_h *g = call_handle_enter (h);

  if (!g)
    raise_closed (function);
  return g;
}

value
guestfs_ocaml_last_errno (value gv)
{
  struct call_handle *h = Handle_val (gv);
  const int r = guestfs_last_errno (enter (h, "last_errno"));

  call_handle_leave (h);
  return Val_int (r);
}

value
guestfs_ocaml_errno (value i)
{
  static const int errnos[] = {
    EINVAL, ENOTSUP, EPERM, ESRCH, ENOENT, EROFS, ENOSPC, EEXIST, EACCES,
    EBUSY, EINTR, EISDIR, ENOTDIR, ENOTEMPTY
  };

  return Val_int (errnos[Int_val (i)]);
}

/* ---- From OCaml ----
 *
 * Each of these returns NULL, or what is wrong with the value. */

#define NO_MEMORY "does not fit into memory"

static const char *
int_from_ocaml (union call_value *v, value o)
{
  const intnat i = Long_val (o);

  if (i < INT_MIN || i > INT_MAX)
    return "does not fit into 32 bits";
  v->i = (int) i;
  return NULL;
}

static const char *
copy_text (struct call_values *values, value o, char **ret_text)
{
  if (!caml_string_is_c_safe (o))
    return "contains a NUL byte";
  *ret_text = call_copy_text (values, String_val (o), caml_string_length (o));
  return *ret_text ? NULL : NO_MEMORY;
}

static const char *
text_from_ocaml (struct call_values *values, union call_value *v, value o)
{
  char *text = NULL;
  const char *problem = copy_text (values, o, &text);

  v->text = text;
  return problem;
}

static const char *
texts_from_ocaml (struct call_values *values, union call_value *v, value o)
{
  const size_t n = Wosize_val (o);
  char **texts = call_alloc (values, (n + 1) * sizeof *texts);
  const char *problem = texts ? NULL : NO_MEMORY;

  for (size_t i = 0; !problem && i < n; ++i)
    problem = copy_text (values, Field (o, i), &texts[i]);
  if (problem)
    return problem;
  texts[n] = NULL;
  v->texts = texts;
  return NULL;
}

static const char *
bytes_from_ocaml (struct call_values *values, union call_value *v, value o)
{
  v->bytes.size = caml_string_length (o);
  v->bytes.data = call_copy_text (values, String_val (o), v->bytes.size);
  return v->bytes.data ? NULL : NO_MEMORY;
}

static const char *
value_from_ocaml (struct call_values *values, union call_value *v,
                  enum call_arg_type type, value o)
{
  switch (type) {
  case ARG_BOOL:
    v->i = Bool_val (o);
    return NULL;
  case ARG_INT:
    return int_from_ocaml (v, o);
  case ARG_INT64:
    v->i64 = Int64_val (o);
    return NULL;
  case ARG_TEXT:
    return text_from_ocaml (values, v, o);
  case ARG_TEXT_OR_NULL:
    v->text = NULL;
    return Is_long (o) ? NULL : text_from_ocaml (values, v, Field (o, 0));
  case ARG_TEXTS:
    return texts_from_ocaml (values, v, o);
  case ARG_BYTES:
    return bytes_from_ocaml (values, v, o);
  case ARG_POINTER:
    v->pointer = (void *) (intptr_t) Int64_val (o);
    return NULL;
  }
  return "has a type that is not known";
}

/* args: the arguments, then the optional ones, each None or Some.  Nothing is
 * allocated in OCaml meanwhile.  On failure *ret_arg is whose problem it is. */
static const char *
values_from_ocaml (const struct call *c, value args,
                   struct call_values *values, const char **ret_arg)
{
  const char *problem;

  for (size_t i = 0; i < c->nr_args; ++i) {
    *ret_arg = c->args[i].name;
    problem = value_from_ocaml (values, &values->args[i], c->args[i].type,
                                Field (args, i));
    if (problem)
      return problem;
  }
  for (size_t i = 0; i < c->nr_optargs; ++i) {
    const value o = Field (args, c->nr_args + i);

    if (Is_long (o))
      continue;
    *ret_arg = c->optargs[i].name;
    problem = value_from_ocaml (values, &values->optargs[i],
                                c->optargs[i].type, Field (o, 0));
    if (problem)
      return problem;
    values->mask |= UINT64_C (1) << i;
  }
  return NULL;
}

/* ---- To OCaml ---- */

static value
text_to_ocaml (const char *text, size_t size)
{
  return caml_alloc_initialized_string (size, text ? text : "");
}

static value
some (value v)
{
  CAMLparam1 (v);
  CAMLlocal1 (r);

  r = caml_alloc (1, 0);
  Store_field (r, 0, v);
  CAMLreturn (r);
}

static value
text_or_null_to_ocaml (const char *text)
{
  return text ? some (caml_copy_string (text)) : Val_int (0);
}

static value
texts_to_ocaml (char *const *texts)
{
  CAMLparam0 ();
  CAMLlocal1 (array);
  size_t n = 0;

  while (texts[n])
    ++n;
  array = caml_alloc (n, 0);
  for (size_t i = 0; i < n; ++i)
    Store_field (array, i, caml_copy_string (texts[i]));
  CAMLreturn (array);
}

/* From the last to the first, as lists are made. */
static value
pairs_to_ocaml (char *const *texts)
{
  CAMLparam0 ();
  CAMLlocal3 (list, pair, rest);
  size_t n = 0;

  while (texts[n])
    n += 2;
  list = Val_emptylist;
  for (; n > 0; n -= 2) {
    pair = caml_alloc (2, 0);
    Store_field (pair, 0, caml_copy_string (texts[n-2]));
    Store_field (pair, 1, caml_copy_string (texts[n-1]));
    rest = list;
    list = caml_alloc (2, Tag_cons);
    Store_field (list, 0, pair);
    Store_field (list, 1, rest);
  }
  CAMLreturn (list);
}

static value
field_to_ocaml (const void *s, const struct call_field *f)
{
  const struct call_field_value v = call_get_field (s, f);

  switch (f->type) {
  case FIELD_CHAR:
    return Val_int ((unsigned char) v.data[0]);
  case FIELD_TEXT:
  case FIELD_UUID:
  case FIELD_BYTES:
    return text_to_ocaml (v.data, v.size);
  case FIELD_UINT32:
    return caml_copy_int32 ((int32_t) v.u64);
  case FIELD_INT32:
    return caml_copy_int32 ((int32_t) v.i64);
  case FIELD_UINT64:
    return caml_copy_int64 ((int64_t) v.u64);
  case FIELD_INT64:
    return caml_copy_int64 (v.i64);
  case FIELD_PERCENT:
    return v.percent < 0 ? Val_int (0) : some (caml_copy_double (v.percent));
  }
  return Val_unit;
}

static value
struct_to_ocaml (const struct call_struct *structure, const void *s)
{
  CAMLparam0 ();
  CAMLlocal1 (record);

  record = caml_alloc (structure->nr_fields, 0);
  for (size_t i = 0; i < structure->nr_fields; ++i)
    Store_field (record, i, field_to_ocaml (s, &structure->fields[i]));
  CAMLreturn (record);
}

static value
structs_to_ocaml (const struct call_struct *structure, const void *list)
{
  CAMLparam0 ();
  CAMLlocal1 (array);
  const size_t n = call_structs_len (list);

  array = caml_alloc (n, 0);
  for (size_t i = 0; i < n; ++i)
    Store_field (array, i,
                 struct_to_ocaml (structure,
                                  call_structs_get (structure, list, i)));
  CAMLreturn (array);
}

static value
result_to_ocaml (const struct call *c, const union call_result *r)
{
  switch (c->result) {
  case RESULT_NOTHING:
    return Val_unit;
  case RESULT_BOOL:
    return Val_bool (r->i);
  case RESULT_INT:
    return Val_int (r->i);
  case RESULT_INT64:
    return caml_copy_int64 (r->i64);
  case RESULT_CONSTANT:
  case RESULT_TEXT:
    return caml_copy_string (r->text);
  case RESULT_CONSTANT_OR_NULL:
    return text_or_null_to_ocaml (r->text);
  case RESULT_TEXTS:
    return texts_to_ocaml (r->texts);
  case RESULT_PAIRS:
    return pairs_to_ocaml (r->texts);
  case RESULT_BYTES:
    return text_to_ocaml (r->bytes.data, r->bytes.size);
  case RESULT_STRUCT:
    return struct_to_ocaml (c->structure, r->structure);
  case RESULT_STRUCTS:
    return structs_to_ocaml (c->structure, r->structures);
  }
  return Val_unit;
}

/* ---- Calls ---- */

/* What a call has given.  Nothing in it belongs to the handle, which another
 * thread may close at any moment. */
struct outcome {
  union call_result result;
  char *error;
};

static bool
is_constant (const struct call *c)
{
  return c->result == RESULT_CONSTANT || c->result == RESULT_CONSTANT_OR_NULL;
}

static char *
copy_constant (const char *text)
{
  return text ? strdup (text) : NULL;
}

static void
run_and_leave (const struct call *c, struct call_handle *h, guestfs_h *g,
               const struct call_values *values, struct outcome *o)
{
  const char *message;

  if (c->run (g, values, &o->result) == -1) {
    message = guestfs_last_error (g);
    o->error = strdup (message ? message : c->name);
  } else if (is_constant (c))
    o->result.text = copy_constant (o->result.constant);
  call_handle_leave (h);
}

/* Whether others must be able to run.  A domain of OCaml 5 may be in a call
 * on this handle at any moment. */
static bool
must_release (const struct call *c, struct call_handle *h)
{
  return OCAML_VERSION >= 50000 || call_handle_may_wait (h, c);
}

static void
run (const struct call *c, struct call_handle *h, guestfs_h *g,
     const struct call_values *values, struct outcome *o)
{
  if (!must_release (c, h)) {
    run_and_leave (c, h, g, values, o);
    return;
  }
  release_runtime ();
  run_and_leave (c, h, g, values, o);
  take_runtime ();
}

static void
raise_error (char *error)
{
  CAMLparam0 ();
  CAMLlocal1 (message);

  message = caml_copy_string (error);
  free (error);
  caml_raise_with_arg (*caml_named_value ("guestfs_error"), message);
  CAMLnoreturn;
}

static void
raise_invalid (const struct call *c, const char *arg, const char *problem)
{
  caml_invalid_argument_value (caml_alloc_sprintf ("%s: %s %s", c->name, arg,
                                                   problem));
}

static void
outcome_done (const struct call *c, struct outcome *o)
{
  if (is_constant (c))
    free (o->result.text);
  else
    call_result_done (c, &o->result);
}

value
guestfs_ocaml_call (value gv, value row, value args)
{
  CAMLparam3 (gv, row, args);
  CAMLlocal1 (r);
  struct call_values values;
  struct outcome o = { 0 };
  const char *arg, *problem;

  if (Int_val (row) == -1)
    raise_error (strdup ("the library is older than the module Guestfs and "
                         "lacks this function"));
  const struct call *c = &calls[Int_val (row)];
  struct call_handle *h = Handle_val (gv);
  guestfs_h *g = enter (h, c->name);
  call_values_init (&values, c);
  problem = values_from_ocaml (c, args, &values, &arg);
  if (problem)
    call_handle_leave (h);
  else
    run (c, h, g, &values, &o);
  call_values_done (&values);
  if (problem)
    raise_invalid (c, arg, problem);
  if (o.error)
    raise_error (o.error);
  r = result_to_ocaml (c, &o.result);
  outcome_done (c, &o);
  CAMLreturn (r);
}

value
guestfs_ocaml_find (value name)
{
  const struct call *c = call_find (String_val (name));

  return Val_int (c ? (int) (c - calls) : -1);
}

/* ---- Events ---- */

/* True when the OCaml program has ended. */
static volatile bool forgotten;

value
guestfs_ocaml_forget_callbacks (value unit)
{
  (void) unit;
  forgotten = true;
  return Val_unit;
}

/* The number of the lowest bit. */
static int
bit_of (uint64_t event)
{
  return __builtin_ctzll (event);
}

static value
numbers_to_ocaml (const uint64_t *numbers, size_t n)
{
  CAMLparam0 ();
  CAMLlocal1 (array);

  array = caml_alloc (n, 0);
  for (size_t i = 0; i < n; ++i)
    Store_field (array, i, caml_copy_int64 ((int64_t) numbers[i]));
  CAMLreturn (array);
}

static void
print_exception (value exception)
{
  char *text = caml_format_exception (exception);

  fprintf (stderr, "guestfs: exception in an event callback: %s\n",
           text ? text : "not printable");
  free (text);
}

/* The closure is read at once: the callback may delete itself. */
static void
run_callback (const value *callback, uint64_t event, int eh, const char *buf,
              size_t buf_len, const uint64_t *array, size_t array_len)
{
  CAMLparam0 ();
  CAMLlocal2 (f, r);
  CAMLlocalN (args, 4);

  f = *callback;
  args[0] = Val_int (bit_of (event));
  args[1] = Val_int (eh);
  args[2] = text_to_ocaml (buf, buf_len);
  args[3] = numbers_to_ocaml (array, array_len);
  r = caml_callbackN_exn (f, 4, args);
  if (Is_exception_result (r)) {
    r = Extract_exception (r);
    print_exception (r);
  }
  CAMLreturn0;
}

static void
event_to_ocaml (guestfs_h *g, void *callback, uint64_t event, int eh,
                int flags, const char *buf, size_t buf_len,
                const uint64_t *array, size_t array_len)
{
  const bool was_released = released;

  (void) g;
  (void) flags;
  if (forgotten)
    return;
  if (was_released)
    take_runtime ();
  run_callback (callback, event, eh, buf, buf_len, array, array_len);
  if (was_released)
    release_runtime ();
}

static void
release_callback (void *callback)
{
  const bool was_released = released;

  if (forgotten)
    return;
  if (was_released)
    take_runtime ();
  caml_remove_generational_global_root (callback);
  free (callback);
  if (was_released)
    release_runtime ();
}

static int
add_event (struct call_handle *h, uint64_t mask, value *callback)
{
  int eh, saved;

  release_runtime ();
  eh = call_handle_add_event (h, event_to_ocaml, mask, callback,
                              release_callback);
  saved = errno;
  take_runtime ();
  errno = saved;
  return eh;
}

value
guestfs_ocaml_add_event (value gv, value f, value mask)
{
  CAMLparam3 (gv, f, mask);
  value *callback = malloc (sizeof *callback);
  int eh;

  if (!callback)
    caml_raise_out_of_memory ();
  *callback = f;
  caml_register_generational_global_root (callback);
  eh = add_event (Handle_val (gv), (uint64_t) Long_val (mask), callback);
  if (eh == -1) {
    const int saved = errno;

    release_callback (callback);
    if (saved == EBADF)
      raise_closed ("set_event_callback");
    raise_error (strdup (strerror (saved)));
  }
  CAMLreturn (Val_int (eh));
}

value
guestfs_ocaml_delete_event (value gv, value eh)
{
  CAMLparam1 (gv);
  struct call_handle *h = Handle_val (gv);

  release_runtime ();
  call_handle_delete_event (h, Int_val (eh));
  take_runtime ();
  CAMLreturn (Val_unit);
}

value
guestfs_ocaml_event_to_string (value mask)
{
  CAMLparam1 (mask);
  CAMLlocal1 (r);
  char *names = guestfs_event_to_string ((uint64_t) Long_val (mask));

  if (!names)
    caml_raise_out_of_memory ();
  r = caml_copy_string (names);
  free (names);
  CAMLreturn (r);
}
