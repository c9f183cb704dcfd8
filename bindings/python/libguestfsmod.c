/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The C half of the Python package guestfs.
 *
 * There is a function for each row of the table of calls.  All of them are
 * call_action: Python passes the row as what the function is bound to. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <errno.h>

#include "calls.h"

#define HANDLE "guestfs_h"
#define ROW NULL                /* quicker: no name to compare */

static PyObject *error_class;         /* guestfs.Error */
static PyObject *closed_class;        /* guestfs.ClosedHandle */

/* ---- Errors ---- */

/* Names of files are bytes: those that are not UTF-8 come back as they went
 * in, as everywhere in Python. */
static PyObject *
text_to_python (const char *text)
{
  return PyUnicode_DecodeUTF8 (text, (Py_ssize_t) strlen (text),
                               "surrogateescape");
}

/* Text and number first: what comes then may run code, which may close the
 * handle. */
static PyObject *
raise_last_error (guestfs_h *g)
{
  const char *message = guestfs_last_error (g);
  PyObject *number = PyLong_FromLong (guestfs_last_errno (g));
  PyObject *text = text_to_python (message ? message : "unknown error");
  PyObject *error = text
    ? PyObject_CallFunctionObjArgs (error_class, text, NULL) : NULL;

  if (number && error && PyObject_SetAttrString (error, "errno", number) == 0)
    PyErr_SetObject (error_class, error);
  Py_XDECREF (number);
  Py_XDECREF (error);
  Py_XDECREF (text);
  return NULL;
}

static PyObject *
raise_closed (const char *name)
{
  return PyErr_Format (closed_class, "GuestFS: method %s called on a closed "
                       "handle", name);
}

static void
leave (struct call_handle *h)
{
  if (call_handle_try_leave (h))
    return;
  Py_BEGIN_ALLOW_THREADS
  call_handle_leave (h);
  Py_END_ALLOW_THREADS
}

/* ---- From Python ---- */

/* Where an argument goes, and who it is for messages. */
struct target {
  struct call_values *values;
  union call_value *v;
  const char *call;
  const char *arg;
};

static int
wrong_type (const struct target *t, const char *wanted, PyObject *o)
{
  PyErr_Format (PyExc_TypeError, "%s: %s must be %s, not %s", t->call, t->arg,
                wanted, Py_TYPE (o)->tp_name);
  return -1;
}

static int
int_from_python (const struct target *t, PyObject *o)
{
  int overflow;
  PyObject *number = PyNumber_Index (o);
  const long i = number ? PyLong_AsLongAndOverflow (number, &overflow) : -1;

  if (!number) {
    PyErr_Clear ();
    return wrong_type (t, "an int", o);
  }
  Py_DECREF (number);
  if (overflow || i < INT_MIN || i > INT_MAX) {
    PyErr_Format (PyExc_OverflowError, "%s: %s does not fit into 32 bits",
                  t->call, t->arg);
    return -1;
  }
  t->v->i = (int) i;
  return 0;
}

static int
int64_from_python (const struct target *t, PyObject *o)
{
  int overflow;
  PyObject *number = PyNumber_Index (o);
  const long long i =
    number ? PyLong_AsLongLongAndOverflow (number, &overflow) : -1;

  if (!number) {
    PyErr_Clear ();
    return wrong_type (t, "an int", o);
  }
  Py_DECREF (number);
  if (overflow) {
    PyErr_Format (PyExc_OverflowError, "%s: %s does not fit into 64 bits",
                  t->call, t->arg);
    return -1;
  }
  t->v->i64 = i;
  return 0;
}

/* The bytes of a str, a path or bytes: a new reference, or NULL. */
static PyObject *
encode (const struct target *t, PyObject *o)
{
  PyObject *plain = PyOS_FSPath (o);
  PyObject *bytes;

  if (!plain) {
    if (PyErr_ExceptionMatches (PyExc_TypeError)) {
      PyErr_Clear ();
      wrong_type (t, "str, bytes or os.PathLike", o);
    }
    return NULL;
  }
  if (PyBytes_Check (plain))
    return plain;
  bytes = PyUnicode_AsEncodedString (plain, "utf-8", "surrogateescape");
  Py_DECREF (plain);
  return bytes;
}

/* A copy of the text, which lives as long as the values. */
static char *
copy_text (const struct target *t, PyObject *o)
{
  PyObject *bytes = encode (t, o);
  char *data, *copy;
  Py_ssize_t size;

  if (!bytes)
    return NULL;
  PyBytes_AsStringAndSize (bytes, &data, &size);
  copy = call_copy_text (t->values, data, (size_t) size);
  if (!copy)
    PyErr_NoMemory ();
  else if (strlen (copy) != (size_t) size) {
    PyErr_Format (PyExc_ValueError, "%s: %s contains a NUL byte", t->call,
                  t->arg);
    copy = NULL;
  }
  Py_DECREF (bytes);
  return copy;
}

static int
text_from_python (const struct target *t, PyObject *o)
{
  t->v->text = copy_text (t, o);
  return t->v->text ? 0 : -1;
}

static int
texts_from_python (const struct target *t, PyObject *o)
{
  PyObject *list = PyUnicode_Check (o) || PyBytes_Check (o)
    ? NULL : PySequence_List (o);
  Py_ssize_t n;
  char **texts;

  if (!list) {
    PyErr_Clear ();
    return wrong_type (t, "a list of str", o);
  }
  n = PyList_GET_SIZE (list);
  texts = call_alloc (t->values, ((size_t) n + 1) * sizeof *texts);
  if (!texts)
    PyErr_NoMemory ();
  for (Py_ssize_t i = 0; texts && i < n; ++i)
    if (!(texts[i] = copy_text (t, PyList_GET_ITEM (list, i))))
      texts = NULL;
  Py_DECREF (list);
  if (!texts)
    return -1;
  texts[n] = NULL;
  t->v->texts = texts;
  return 0;
}

/* Bytes are copied: another thread may change a bytearray meanwhile. */
static int
bytes_from_python (const struct target *t, PyObject *o)
{
  PyObject *bytes = NULL;
  Py_buffer buffer;
  char *copy = NULL;

  if (PyUnicode_Check (o) && !(o = bytes = encode (t, o)))
    return -1;
  if (PyObject_GetBuffer (o, &buffer, PyBUF_SIMPLE) == -1) {
    PyErr_Clear ();
    return wrong_type (t, "bytes or str", o);
  }
  copy = call_copy_text (t->values, buffer.buf, (size_t) buffer.len);
  t->v->bytes.data = copy;
  t->v->bytes.size = (size_t) buffer.len;
  PyBuffer_Release (&buffer);
  Py_XDECREF (bytes);
  if (!copy)
    PyErr_NoMemory ();
  return copy ? 0 : -1;
}

static int
pointer_from_python (const struct target *t, PyObject *o)
{
  t->v->pointer = PyLong_AsVoidPtr (o);
  return PyErr_Occurred () ? -1 : 0;
}

static int
value_from_python (const struct target *t, enum call_arg_type type,
                   PyObject *o)
{
  switch (type) {
  case ARG_BOOL:
  case ARG_INT:
    return int_from_python (t, o);
  case ARG_INT64:
    return int64_from_python (t, o);
  case ARG_TEXT:
    return text_from_python (t, o);
  case ARG_TEXT_OR_NULL:
    t->v->text = NULL;
    return o == Py_None ? 0 : text_from_python (t, o);
  case ARG_TEXTS:
    return texts_from_python (t, o);
  case ARG_BYTES:
    return bytes_from_python (t, o);
  case ARG_POINTER:
    return pointer_from_python (t, o);
  }
  return -1;
}

/* args: the handle, the arguments, the optional ones or None. */
static int
values_from_python (const struct call *c, PyObject *const *args, Py_ssize_t n,
                    struct call_values *values)
{
  const size_t wanted = 1 + c->nr_args + c->nr_optargs;
  PyObject *const *optargs = args + 1 + c->nr_args;
  struct target t = { .values = values, .call = c->name };

  if ((size_t) n != wanted) {
    PyErr_Format (PyExc_TypeError, "%s: takes %zu arguments, not %zd",
                  c->name, wanted, n);
    return -1;
  }
  for (size_t i = 0; i < c->nr_args; ++i) {
    t.v = &values->args[i];
    t.arg = c->args[i].name;
    if (value_from_python (&t, c->args[i].type, args[1 + i]) == -1)
      return -1;
  }
  for (size_t i = 0; i < c->nr_optargs; ++i) {
    if (optargs[i] == Py_None)
      continue;
    t.v = &values->optargs[i];
    t.arg = c->optargs[i].name;
    if (value_from_python (&t, c->optargs[i].type, optargs[i]) == -1)
      return -1;
    values->mask |= UINT64_C (1) << i;
  }
  return 0;
}

/* ---- To Python ---- */

static PyObject *
texts_to_python (char *const *texts)
{
  PyObject *list = PyList_New (0);

  for (size_t i = 0; list && texts[i]; ++i) {
    PyObject *o = text_to_python (texts[i]);

    if (!o || PyList_Append (list, o) == -1)
      Py_CLEAR (list);
    Py_XDECREF (o);
  }
  return list;
}

static PyObject *
pair_to_python (const char *key, const char *value)
{
  PyObject *k = text_to_python (key);
  PyObject *v = text_to_python (value);
  PyObject *pair = k && v ? PyTuple_Pack (2, k, v) : NULL;

  Py_XDECREF (k);
  Py_XDECREF (v);
  return pair;
}

static PyObject *
pairs_to_python (char *const *texts)
{
  PyObject *list = PyList_New (0);

  for (size_t i = 0; list && texts[i]; i += 2) {
    PyObject *o = pair_to_python (texts[i], texts[i+1]);

    if (!o || PyList_Append (list, o) == -1)
      Py_CLEAR (list);
    Py_XDECREF (o);
  }
  return list;
}

static PyObject *
field_to_python (const void *s, const struct call_field *f)
{
  const struct call_field_value v = call_get_field (s, f);

  switch (f->type) {
  case FIELD_CHAR:
  case FIELD_TEXT:
  case FIELD_UUID:
    return PyUnicode_DecodeUTF8 (v.data ? v.data : "", (Py_ssize_t) v.size,
                                 "surrogateescape");
  case FIELD_BYTES:
    return PyBytes_FromStringAndSize (v.data, (Py_ssize_t) v.size);
  case FIELD_UINT32:
  case FIELD_UINT64:
    return PyLong_FromUnsignedLongLong (v.u64);
  case FIELD_INT32:
  case FIELD_INT64:
    return PyLong_FromLongLong (v.i64);
  case FIELD_PERCENT:
    if (v.percent < 0)
      Py_RETURN_NONE;
    return PyFloat_FromDouble (v.percent);
  }
  Py_RETURN_NONE;
}

static PyObject *
struct_to_python (const struct call_struct *structure, const void *s)
{
  PyObject *dict = PyDict_New ();

  for (size_t i = 0; dict && i < structure->nr_fields; ++i) {
    const struct call_field *f = &structure->fields[i];
    PyObject *o = field_to_python (s, f);

    if (!o || PyDict_SetItemString (dict, f->name, o) == -1)
      Py_CLEAR (dict);
    Py_XDECREF (o);
  }
  return dict;
}

static PyObject *
structs_to_python (const struct call_struct *structure, const void *l)
{
  const size_t n = call_structs_len (l);
  PyObject *list = PyList_New ((Py_ssize_t) n);

  for (size_t i = 0; list && i < n; ++i) {
    PyObject *o =
      struct_to_python (structure, call_structs_get (structure, l, i));

    if (!o)
      Py_CLEAR (list);
    else
      PyList_SET_ITEM (list, (Py_ssize_t) i, o);
  }
  return list;
}

static PyObject *
result_to_python (const struct call *c, const union call_result *r)
{
  switch (c->result) {
  case RESULT_NOTHING:
    Py_RETURN_NONE;
  case RESULT_BOOL:
  case RESULT_INT:
    return PyLong_FromLong (r->i);
  case RESULT_INT64:
    return PyLong_FromLongLong (r->i64);
  case RESULT_CONSTANT_OR_NULL:
    if (!r->constant)
      Py_RETURN_NONE;
    /* fall through */
  case RESULT_CONSTANT:
    return text_to_python (r->constant);
  case RESULT_TEXT:
    return text_to_python (r->text);
  case RESULT_TEXTS:
    return texts_to_python (r->texts);
  case RESULT_PAIRS:
    return pairs_to_python (r->texts);
  case RESULT_BYTES:
    return PyBytes_FromStringAndSize (r->bytes.data,
                                      (Py_ssize_t) r->bytes.size);
  case RESULT_STRUCT:
    return struct_to_python (c->structure, r->structure);
  case RESULT_STRUCTS:
    return structs_to_python (c->structure, r->structures);
  }
  Py_RETURN_NONE;
}

/* ---- Calls ---- */

static struct call_handle *
handle_from_python (PyObject *const *args, Py_ssize_t n)
{
  if (n < 1) {
    PyErr_SetString (PyExc_TypeError, "the handle is missing");
    return NULL;
  }
  return PyCapsule_GetPointer (args[0], HANDLE);
}

static PyObject *
take_result (const struct call *c, guestfs_h *g, int failed,
             union call_result *r)
{
  PyObject *o;

  if (failed)
    return raise_last_error (g);
  o = result_to_python (c, r);
  call_result_done (c, r);
  return o;
}

static int
run (const struct call *c, struct call_handle *h, guestfs_h *g,
     const struct call_values *values, union call_result *r)
{
  int failed;

  if (!call_handle_may_wait (h, c))
    return c->run (g, values, r);
  Py_BEGIN_ALLOW_THREADS
  failed = c->run (g, values, r);
  Py_END_ALLOW_THREADS
  return failed;
}

static PyObject *
call_row (const struct call *c, struct call_handle *h,
          const struct call_values *values)
{
  guestfs_h *g = call_handle_borrow (h, c);
  union call_result r;
  PyObject *o;

  if (g)
    return take_result (c, g, c->run (g, values, &r), &r);
  g = call_handle_enter (h);
  if (!g)
    return raise_closed (c->name);
  o = take_result (c, g, run (c, h, g, values, &r), &r);
  leave (h);
  return o;
}

static PyObject *
call_action (PyObject *row, PyObject *const *args, Py_ssize_t n)
{
  const struct call *c = PyCapsule_GetPointer (row, ROW);
  struct call_handle *h = c ? handle_from_python (args, n) : NULL;
  struct call_values values;
  PyObject *o = NULL;

  if (!h)
    return NULL;
  call_values_init (&values, c);
  if (values_from_python (c, args, n, &values) == 0)
    o = call_row (c, h, &values);
  call_values_done (&values);
  return o;
}

/* ---- The handle ---- */

/* When the last reference goes, nobody can be in a call. */
static void
free_handle (PyObject *capsule)
{
  struct call_handle *h = PyCapsule_GetPointer (capsule, HANDLE);

  Py_BEGIN_ALLOW_THREADS
  call_handle_free (h);
  Py_END_ALLOW_THREADS
}

static PyObject *
create (PyObject *self, PyObject *args)
{
  struct call_handle *h;
  unsigned flags;

  (void) self;
  if (!PyArg_ParseTuple (args, "I:create", &flags))
    return NULL;
  h = call_handle_create (flags);
  return h ? PyCapsule_New (h, HANDLE, free_handle)
    : PyErr_SetFromErrno (PyExc_RuntimeError);
}

/* Leaving closes it. */
static PyObject *
close_handle (PyObject *self, PyObject *const *args, Py_ssize_t n)
{
  struct call_handle *h = handle_from_python (args, n);

  (void) self;
  if (!h)
    return NULL;
  if (!call_handle_enter (h))
    return raise_closed ("close");
  call_handle_close (h);
  leave (h);
  Py_RETURN_NONE;
}

/* ---- Events ---- */

static PyObject *
numbers_to_python (const uint64_t *numbers, size_t n)
{
  PyObject *list = PyList_New ((Py_ssize_t) n);

  for (size_t i = 0; list && i < n; ++i) {
    PyObject *o = PyLong_FromUnsignedLongLong (numbers[i]);

    if (!o)
      Py_CLEAR (list);
    else
      PyList_SET_ITEM (list, (Py_ssize_t) i, o);
  }
  return list;
}

/* An exception has nobody to go to: it is printed. */
static void
call_function (PyObject *function, uint64_t event, int eh, const char *buf,
               size_t buf_len, const uint64_t *array, size_t array_len)
{
  PyObject *numbers = numbers_to_python (array, array_len);
  PyObject *text = PyUnicode_DecodeUTF8 (buf ? buf : "", (Py_ssize_t) buf_len,
                                         "surrogateescape");
  PyObject *o = NULL;

  Py_INCREF (function);         /* it may delete itself */
  if (numbers && text)
    o = PyObject_CallFunction (function, "KiOO", (unsigned long long) event,
                               eh, text, numbers);
  if (!o)
    PyErr_WriteUnraisable (function);
  Py_XDECREF (o);
  Py_XDECREF (text);
  Py_XDECREF (numbers);
  Py_DECREF (function);
}

/* Handles that are closed at exit outlive the interpreter. */
static bool
python_is_there (void)
{
#if PY_VERSION_HEX >= 0x030d0000
  return Py_IsInitialized () && !Py_IsFinalizing ();
#else
  return Py_IsInitialized () && !_Py_IsFinalizing ();
#endif
}

static void
event_to_python (guestfs_h *g, void *callback, uint64_t event, int eh,
                 int flags, const char *buf, size_t buf_len,
                 const uint64_t *array, size_t array_len)
{
  PyGILState_STATE state;

  (void) g;
  (void) flags;
  if (!python_is_there ())
    return;
  state = PyGILState_Ensure ();
  call_function (callback, event, eh, buf, buf_len, array, array_len);
  PyGILState_Release (state);
}

static void
release_callback (void *callback)
{
  PyGILState_STATE state;

  if (!python_is_there ())
    return;
  state = PyGILState_Ensure ();
  Py_DECREF ((PyObject *) callback);
  PyGILState_Release (state);
}

static PyObject *
set_event_callback (PyObject *self, PyObject *args)
{
  struct call_handle *h;
  PyObject *capsule, *callback, *o;
  unsigned long long mask;
  guestfs_h *g;
  int eh;

  (void) self;
  if (!PyArg_ParseTuple (args, "OOK:set_event_callback", &capsule, &callback,
                         &mask))
    return NULL;
  h = PyCapsule_GetPointer (capsule, HANDLE);
  if (!h)
    return NULL;
  if (!PyCallable_Check (callback))
    return PyErr_Format (PyExc_TypeError, "set_event_callback: callback must "
                         "be callable, not %s", Py_TYPE (callback)->tp_name);
  g = call_handle_enter (h);
  if (!g)
    return raise_closed ("set_event_callback");
  Py_INCREF (callback);
  Py_BEGIN_ALLOW_THREADS
  eh = call_handle_add_event (h, event_to_python, mask, callback,
                              release_callback);
  Py_END_ALLOW_THREADS
  if (eh == -1)
    o = errno == EBADF ? raise_closed ("set_event_callback")
      : raise_last_error (g);
  else
    o = PyLong_FromLong (eh);
  if (eh == -1)
    Py_DECREF (callback);
  leave (h);
  return o;
}

static PyObject *
delete_event_callback (PyObject *self, PyObject *args)
{
  PyObject *capsule;
  struct call_handle *h;
  int eh;

  (void) self;
  if (!PyArg_ParseTuple (args, "Oi:delete_event_callback", &capsule, &eh))
    return NULL;
  h = PyCapsule_GetPointer (capsule, HANDLE);
  if (!h)
    return NULL;
  Py_BEGIN_ALLOW_THREADS
  call_handle_delete_event (h, eh);
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

static PyObject *
event_to_string (PyObject *self, PyObject *args)
{
  unsigned long long mask;
  char *names;
  PyObject *o;

  (void) self;
  if (!PyArg_ParseTuple (args, "K:event_to_string", &mask))
    return NULL;
  names = guestfs_event_to_string (mask);
  if (!names)
    return PyErr_NoMemory ();
  o = text_to_python (names);
  free (names);
  return o;
}

/* ---- The module ---- */

/* How Python calls what takes an array of arguments. */
#define FAST(f) (PyCFunction) (void (*) (void)) f, METH_FASTCALL

static PyMethodDef functions[] = {
  { "create", create, METH_VARARGS, NULL },
  { "close", FAST (close_handle), NULL },
  { "set_event_callback", set_event_callback, METH_VARARGS, NULL },
  { "delete_event_callback", delete_event_callback, METH_VARARGS, NULL },
  { "event_to_string", event_to_string, METH_VARARGS, NULL },
  { NULL, NULL, 0, NULL }
};

static struct PyModuleDef definition = {
  PyModuleDef_HEAD_INIT, "libguestfsmod", "The C half of module guestfs.", -1,
  functions, NULL, NULL, NULL, NULL
};

static int
add_object (PyObject *module, const char *name, PyObject *o)
{
  if (o && PyModule_AddObject (module, name, o) == 0)
    return 0;
  Py_XDECREF (o);
  return -1;
}

/* Definitions of functions live as long as the process. */
static int
add_call (PyObject *module, const struct call *c, PyMethodDef *def)
{
  PyObject *row = PyCapsule_New ((void *) c, ROW, NULL);
  PyObject *function;

  *def = (PyMethodDef) { c->name, FAST (call_action), NULL };
  function = row ? PyCFunction_New (def, row) : NULL;
  Py_XDECREF (row);
  return add_object (module, c->name, function);
}

static int
add_calls (PyObject *module)
{
  PyMethodDef *defs = PyMem_Calloc (nr_calls, sizeof *defs);

  if (!defs) {
    PyErr_NoMemory ();
    return -1;
  }
  for (size_t i = 0; i < nr_calls; ++i)
    if (add_call (module, &calls[i], &defs[i]) == -1)
      return -1;
  return 0;
}

static int
add_classes (PyObject *module)
{
  PyObject *attributes = Py_BuildValue ("{s:i}", "errno", 0);

  if (!attributes)
    return -1;
  error_class = PyErr_NewExceptionWithDoc ("guestfs.Error",
    "A call failed: errno says how, as in the module of that name, or is 0.",
    PyExc_RuntimeError, attributes);
  Py_DECREF (attributes);
  closed_class = PyErr_NewExceptionWithDoc ("guestfs.ClosedHandle",
    "A method was called on a handle after its close().",
    PyExc_ValueError, NULL);
  Py_XINCREF (error_class);
  Py_XINCREF (closed_class);
  return add_object (module, "Error", error_class) == -1
    || add_object (module, "ClosedHandle", closed_class) == -1 ? -1 : 0;
}

static int
add_flags (PyObject *module)
{
  return PyModule_AddIntMacro (module, GUESTFS_CREATE_NO_ENVIRONMENT) == -1
    || PyModule_AddIntMacro (module, GUESTFS_CREATE_NO_CLOSE_ON_EXIT) == -1
    ? -1 : 0;
}

PyMODINIT_FUNC PyInit_libguestfsmod (void);

PyMODINIT_FUNC
PyInit_libguestfsmod (void)
{
  PyObject *module = PyModule_Create (&definition);

  if (module && (add_classes (module) == -1 || add_flags (module) == -1
                 || add_calls (module) == -1))
    Py_CLEAR (module);
  return module;
}
