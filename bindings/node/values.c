/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values of JavaScript to those of the table of calls, and back. */

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "addon.h"
#include "utf16.h"

/* ---- From JavaScript ---- */

/* Where an argument goes, and who it is for messages. */
struct target {
  napi_env env;
  struct call_values *values;
  union call_value *v;
  const char *call;
  const char *arg;
};

static bool
throw_type (const struct target *t, const char *what)
{
  char message[256];

  snprintf (message, sizeof message, "%s: %s %s", t->call, t->arg, what);
  napi_throw_type_error (t->env, "ERR_INVALID_ARG_TYPE", message);
  return false;
}

static bool
throw_range (const struct target *t, const char *what)
{
  char message[256];

  snprintf (message, sizeof message, "%s: %s %s", t->call, t->arg, what);
  napi_throw_range_error (t->env, "ERR_OUT_OF_RANGE", message);
  return false;
}

static bool
throw_memory (const struct target *t)
{
  napi_throw_error (t->env, NULL, "memory is out");
  return false;
}

static bool
bool_from_js (const struct target *t, napi_value value)
{
  bool b;

  if (napi_get_value_bool (t->env, value, &b) != napi_ok)
    return throw_type (t, "must be a boolean");
  t->v->i = b;
  return true;
}

static bool
int_from_js (const struct target *t, napi_value value)
{
  double d;

  if (napi_get_value_double (t->env, value, &d) != napi_ok)
    return throw_type (t, "must be a number");
  if (d != trunc (d))
    return throw_range (t, "must be an integer");
  if (!(d >= INT_MIN && d <= INT_MAX))
    return throw_range (t, "does not fit into 32 bits");
  t->v->i = (int) d;
  return true;
}

#define MAX_SAFE_INTEGER 9007199254740991

static bool
int64_from_js (const struct target *t, napi_value value)
{
  bool lossless;
  double d;

  if (napi_get_value_bigint_int64 (t->env, value, &t->v->i64, &lossless)
      == napi_ok)
    return lossless || throw_range (t, "does not fit into 64 bits");
  if (napi_get_value_double (t->env, value, &d) != napi_ok)
    return throw_type (t, "must be a number or a BigInt");
  if (d != trunc (d))
    return throw_range (t, "must be an integer");
  if (!(fabs (d) <= MAX_SAFE_INTEGER))
    return throw_range (t, "is not exact as a number: give a BigInt");
  t->v->i64 = (int64_t) d;
  return true;
}

/* What an object with bytes has: a Buffer or another typed array, a DataView
 * or an ArrayBuffer.  False: it is none. */
static bool
get_bytes (napi_env env, napi_value value, void **data, size_t *size)
{
  static const unsigned char sizes[] = {
    [napi_int16_array] = 2, [napi_uint16_array] = 2, [napi_int32_array] = 4,
    [napi_uint32_array] = 4, [napi_float32_array] = 4,
    [napi_float64_array] = 8, [napi_bigint64_array] = 8,
    [napi_biguint64_array] = 8,
  };
  napi_typedarray_type type;
  bool is;

  if (napi_is_typedarray (env, value, &is) == napi_ok && is) {
    if (napi_get_typedarray_info (env, value, &type, size, data, NULL, NULL)
        != napi_ok)
      return false;
    if ((size_t) type < sizeof sizes && sizes[type])
      *size *= sizes[type];
    return true;
  }
  if (napi_is_dataview (env, value, &is) == napi_ok && is)
    return napi_get_dataview_info (env, value, size, data, NULL, NULL)
      == napi_ok;
  return napi_is_arraybuffer (env, value, &is) == napi_ok && is
    && napi_get_arraybuffer_info (env, value, data, size) == napi_ok;
}

/* The bytes of a string, with a NUL behind them. */
static char *
encode_string (const struct target *t, napi_value value, size_t *size)
{
  size_t n;
  char16_t *units = NULL;
  char *text = NULL;

  if (napi_get_value_string_utf16 (t->env, value, NULL, 0, &n) != napi_ok)
    return NULL;
  units = malloc ((n + 1) * sizeof *units);
  if (units)
    text = call_alloc (t->values, 3 * n + 1);
  if (!text)
    throw_memory (t);
  else {
    napi_get_value_string_utf16 (t->env, value, units, n + 1, &n);
    if (!call_utf16_encode (units, n, text, size)) {
      throw_type (t, "has a lone surrogate: it is no text");
      text = NULL;
    } else
      text[*size] = '\0';
  }
  free (units);
  return text;
}

/* A copy: JavaScript may change its bytes meanwhile. */
static char *
copy_bytes (const struct target *t, napi_value value, size_t *size,
            const char *wanted)
{
  napi_valuetype type;
  void *data;
  char *copy;

  if (napi_typeof (t->env, value, &type) == napi_ok && type == napi_string)
    return encode_string (t, value, size);
  if (!get_bytes (t->env, value, &data, size)) {
    throw_type (t, wanted);
    return NULL;
  }
  copy = call_alloc (t->values, *size + 1);
  if (!copy) {
    throw_memory (t);
    return NULL;
  }
  if (*size > 0)
    memcpy (copy, data, *size);
  copy[*size] = '\0';
  return copy;
}

static char *
copy_text (const struct target *t, napi_value value, const char *wanted)
{
  size_t size;
  char *text = copy_bytes (t, value, &size, wanted);

  if (text && strlen (text) != size) {
    throw_type (t, "contains a NUL byte");
    return NULL;
  }
  return text;
}

static bool
text_from_js (const struct target *t, napi_value value)
{
  t->v->text = copy_text (t, value, "must be a string or a Buffer");
  return t->v->text;
}

static bool
text_or_null_from_js (const struct target *t, napi_value value)
{
  napi_valuetype type;

  t->v->text = NULL;
  return (napi_typeof (t->env, value, &type) == napi_ok && type == napi_null)
    || text_from_js (t, value);
}

static bool
texts_from_js (const struct target *t, napi_value value)
{
  static const char wanted[] = "must be an array of strings";
  napi_value element;
  char **texts;
  uint32_t n;

  if (napi_get_array_length (t->env, value, &n) != napi_ok)
    return throw_type (t, wanted);
  texts = call_alloc (t->values, ((size_t) n + 1) * sizeof *texts);
  if (!texts)
    return throw_memory (t);
  for (uint32_t i = 0; i < n; ++i)
    if (napi_get_element (t->env, value, i, &element) != napi_ok
        || !(texts[i] = copy_text (t, element, wanted)))
      return false;
  texts[n] = NULL;
  t->v->texts = texts;
  return true;
}

static bool
bytes_from_js (const struct target *t, napi_value value)
{
  t->v->bytes.data = copy_bytes (t, value, &t->v->bytes.size,
                                 "must be a Buffer or a string");
  return t->v->bytes.data;
}

static bool
value_from_js (const struct target *t, enum call_arg_type type,
               napi_value value)
{
  switch (type) {
  case ARG_BOOL:
    return bool_from_js (t, value);
  case ARG_INT:
    return int_from_js (t, value);
  case ARG_INT64:
    return int64_from_js (t, value);
  case ARG_TEXT:
    return text_from_js (t, value);
  case ARG_TEXT_OR_NULL:
    return text_or_null_from_js (t, value);
  case ARG_TEXTS:
    return texts_from_js (t, value);
  case ARG_BYTES:
    return bytes_from_js (t, value);
  case ARG_POINTER:
    return throw_type (t, "is a pointer: JavaScript has none");
  }
  return false;
}

/* The arguments of one kind; undefined is not given, if mask is there. */
static bool
list_from_js (struct target *t, const struct call_arg *args, size_t nr_args,
              napi_value array, union call_value *v, uint64_t *mask)
{
  napi_valuetype type;
  napi_value value;

  for (size_t i = 0; i < nr_args; ++i) {
    t->v = &v[i];
    t->arg = args[i].name;
    if (napi_get_element (t->env, array, (uint32_t) i, &value) != napi_ok
        || napi_typeof (t->env, value, &type) != napi_ok)
      return false;
    if (mask && type == napi_undefined)
      continue;
    if (!value_from_js (t, args[i].type, value))
      return false;
    if (mask)
      *mask |= UINT64_C (1) << i;
  }
  return true;
}

bool
values_from_js (napi_env env, const struct call *c, napi_value args,
                napi_value optargs, struct call_values *values)
{
  struct target t = { .env = env, .values = values, .call = c->name };

  return list_from_js (&t, c->args, c->nr_args, args, values->args, NULL)
    && list_from_js (&t, c->optargs, c->nr_optargs, optargs,
                     values->optargs, &values->mask);
}

/* ---- To JavaScript ---- */

napi_value
text_to_js (napi_env env, const char *text, size_t size)
{
  char16_t *units = malloc ((size + 1) * sizeof *units);
  napi_value value;
  napi_status status;

  if (!units) {
    napi_throw_error (env, NULL, "memory is out");
    return NULL;
  }
  status = napi_create_string_utf16 (env, units,
                                     call_utf16_decode (text, size, units),
                                     &value);
  free (units);
  if (status == napi_ok)
    return value;
  napi_throw_range_error (env, "ERR_STRING_TOO_LONG",
                          "text is too long for a string");
  return NULL;
}

/* A number if that is exact, otherwise a BigInt. */
static napi_value
int64_to_js (napi_env env, int64_t i)
{
  napi_value value;

  if (i >= -MAX_SAFE_INTEGER && i <= MAX_SAFE_INTEGER)
    TRY (napi_create_int64 (env, i, &value));
  else
    TRY (napi_create_bigint_int64 (env, i, &value));
  return value;
}

static napi_value
uint64_to_js (napi_env env, uint64_t u)
{
  napi_value value;

  if (u <= MAX_SAFE_INTEGER)
    return int64_to_js (env, (int64_t) u);
  TRY (napi_create_bigint_uint64 (env, u, &value));
  return value;
}

napi_value
numbers_to_js (napi_env env, const uint64_t *n, size_t size)
{
  napi_value array;

  TRY (napi_create_array_with_length (env, size, &array));
  for (size_t i = 0; i < size; ++i)
    TRY (napi_set_element (env, array, (uint32_t) i,
                           uint64_to_js (env, n[i])));
  return array;
}

static void
free_bytes (napi_env env, void *data, void *hint)
{
  (void) env;
  (void) hint;
  free (data);
}

/* The Buffer has the bytes themselves, where that is allowed. */
napi_value
bytes_to_js (napi_env env, char *data, size_t size)
{
  napi_value value;
  napi_status status;

  if (size > 0 && napi_create_external_buffer (env, size, data, free_bytes,
                                               NULL, &value) == napi_ok)
    return value;
  status = napi_create_buffer_copy (env, size, data, NULL, &value);
  free (data);
  TRY (status);
  return value;
}

static napi_value
texts_to_js (napi_env env, char *const *texts)
{
  napi_value array, value;

  TRY (napi_create_array (env, &array));
  for (uint32_t i = 0; texts[i]; ++i) {
    value = text_to_js (env, texts[i], strlen (texts[i]));
    if (!value)
      return NULL;
    TRY (napi_set_element (env, array, i, value));
  }
  return array;
}

static napi_value
percent_to_js (napi_env env, double percent)
{
  napi_value value;

  if (percent < 0)
    TRY (napi_get_null (env, &value));
  else
    TRY (napi_create_double (env, percent, &value));
  return value;
}

static napi_value
field_to_js (napi_env env, const void *s, const struct call_field *f)
{
  const struct call_field_value v = call_get_field (s, f);
  napi_value value;

  switch (f->type) {
  case FIELD_CHAR:
  case FIELD_TEXT:
  case FIELD_UUID:
    return text_to_js (env, v.data, v.size);
  case FIELD_BYTES:
    TRY (napi_create_buffer_copy (env, v.size, v.data, NULL, &value));
    return value;
  case FIELD_UINT32:
  case FIELD_UINT64:
    return uint64_to_js (env, v.u64);
  case FIELD_INT32:
  case FIELD_INT64:
    return int64_to_js (env, v.i64);
  case FIELD_PERCENT:
    return percent_to_js (env, v.percent);
  }
  return NULL;
}

static napi_value
struct_to_js (napi_env env, const struct call_struct *structure,
              const void *s)
{
  napi_value object, value;

  TRY (napi_create_object (env, &object));
  for (size_t i = 0; i < structure->nr_fields; ++i) {
    value = field_to_js (env, s, &structure->fields[i]);
    if (!value)
      return NULL;
    TRY (napi_set_named_property (env, object, structure->fields[i].name,
                                  value));
  }
  return object;
}

/* Long lists do not keep a handle for each value until they are complete. */
static napi_value
structs_to_js (napi_env env, const struct call_struct *structure,
               const void *list)
{
  const size_t n = call_structs_len (list);
  napi_handle_scope scope;
  napi_value array, value;
  napi_status status = napi_ok;

  TRY (napi_create_array_with_length (env, n, &array));
  for (size_t i = 0; i < n && status == napi_ok; ++i) {
    TRY (napi_open_handle_scope (env, &scope));
    value = struct_to_js (env, structure,
                          call_structs_get (structure, list, i));
    status = value ? napi_set_element (env, array, (uint32_t) i, value)
      : napi_pending_exception;
    napi_close_handle_scope (env, scope);
  }
  return status == napi_ok ? array : NULL;
}

static napi_value
take_bytes (napi_env env, union call_result *r)
{
  char *data = r->bytes.data;

  r->bytes.data = NULL;
  return bytes_to_js (env, data, r->bytes.size);
}

napi_value
result_to_js (napi_env env, const struct call *c, union call_result *r)
{
  napi_value value = NULL;

  switch (c->result) {
  case RESULT_NOTHING:
    TRY (napi_get_undefined (env, &value));
    break;
  case RESULT_BOOL:
    TRY (napi_get_boolean (env, r->i != 0, &value));
    break;
  case RESULT_INT:
    TRY (napi_create_int32 (env, r->i, &value));
    break;
  case RESULT_INT64:
    return int64_to_js (env, r->i64);
  case RESULT_CONSTANT_OR_NULL:
    if (!r->constant) {
      TRY (napi_get_null (env, &value));
      break;
    }
    /* fall through */
  case RESULT_CONSTANT:
    return text_to_js (env, r->constant, strlen (r->constant));
  case RESULT_TEXT:
    return text_to_js (env, r->text, strlen (r->text));
  case RESULT_TEXTS:
  case RESULT_PAIRS:            /* index.js makes a Map of them */
    return texts_to_js (env, r->texts);
  case RESULT_BYTES:
    return take_bytes (env, r);
  case RESULT_STRUCT:
    return struct_to_js (env, c->structure, r->structure);
  case RESULT_STRUCTS:
    return structs_to_js (env, c->structure, r->structures);
  }
  return value;
}

/* ---- Functions ---- */

napi_value
js_bytes_of (napi_env env, napi_callback_info info)
{
  struct call_values values = { 0 };
  struct target t = {
    .env = env, .values = &values, .call = "bytesOf", .arg = "text",
  };
  napi_value value = NULL;
  size_t argc = 1, size;
  char *bytes;

  TRY (napi_get_cb_info (env, info, &argc, &value, NULL, NULL));
  bytes = copy_bytes (&t, value, &size, "must be a string");
  if (!bytes || napi_create_buffer_copy (env, size, bytes, NULL, &value)
                != napi_ok)
    value = NULL;
  call_values_done (&values);
  return value;
}

napi_value
js_text_of (napi_env env, napi_callback_info info)
{
  napi_value value = NULL;
  size_t argc = 1, size;
  void *data;

  TRY (napi_get_cb_info (env, info, &argc, &value, NULL, NULL));
  if (get_bytes (env, value, &data, &size))
    return text_to_js (env, data, size);
  napi_throw_type_error (env, "ERR_INVALID_ARG_TYPE",
                         "textOf: bytes must be a Buffer");
  return NULL;
}
