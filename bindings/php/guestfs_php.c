/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The PHP extension guestfs_php, for PHP 8.1 and later.
 *
 * There is a function for each row of the table of calls.  All of them are
 * call_action, which finds its row by its name; what PHP must know of their
 * arguments is made from the table when the extension is loaded.  A handle is
 * of one thread, so that calls may borrow it. */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <php.h>
#include <ext/standard/info.h>

#include "calls.h"

#ifndef GUESTFS_PHP_VERSION
#include "config.h"             /* of phpize */
#endif

#if SIZEOF_ZEND_LONG < 8
#error "PHP must have integers of 64 bits"
#endif

#define HANDLE "guestfs_h"
#define PREFIX "guestfs_"

static int handle_type;               /* of resources */
static HashTable rows;                /* from the name of a function */

/* ---- From PHP ---- */

/* Where an argument goes, and its number for messages. */
struct target {
  struct call_values *values;
  union call_value *v;
  uint32_t number;
};

/* A message and false, not an exception: programs expect that. */
static bool
no_nul (const struct target *t, const zend_string *text)
{
  if (strlen (ZSTR_VAL (text)) == ZSTR_LEN (text))
    return true;
  php_error_docref (NULL, E_WARNING, "Argument #%u must not contain NUL bytes",
                    t->number);
  return false;
}

static bool
text_from_php (const struct target *t, zval *o)
{
  zend_string *text;

  if (zend_parse_parameter (0, t->number, o, "S", &text) == FAILURE
      || !no_nul (t, text))
    return false;
  t->v->text = ZSTR_VAL (text);
  return true;
}

static bool
bytes_from_php (const struct target *t, zval *o)
{
  zend_string *bytes;

  if (zend_parse_parameter (0, t->number, o, "S", &bytes) == FAILURE)
    return false;
  t->v->bytes.data = ZSTR_VAL (bytes);
  t->v->bytes.size = ZSTR_LEN (bytes);
  return true;
}

/* A copy: the string of a number belongs to nobody. */
static char *
element_from_php (const struct target *t, zval *o)
{
  zend_string *text;
  char *copy = NULL;

  ZVAL_DEREF (o);
  if (Z_TYPE_P (o) == IS_ARRAY || Z_TYPE_P (o) == IS_NULL) {
    zend_argument_type_error (t->number, "must be an array of strings");
    return NULL;
  }
  text = zval_try_get_string (o);
  if (!text)
    return NULL;
  if (no_nul (t, text))
    copy = call_copy_text (t->values, ZSTR_VAL (text), ZSTR_LEN (text));
  zend_string_release (text);
  return copy;
}

static bool
texts_from_php (const struct target *t, zval *o)
{
  HashTable *list;
  char **texts;
  size_t n = 0;
  zval *element;

  if (zend_parse_parameter (0, t->number, o, "h", &list) == FAILURE)
    return false;
  texts = call_alloc (t->values,
                      (zend_hash_num_elements (list) + 1) * sizeof *texts);
  if (!texts)
    return false;
  ZEND_HASH_FOREACH_VAL (list, element) {
    if (!(texts[n++] = element_from_php (t, element)))
      return false;
  } ZEND_HASH_FOREACH_END ();
  texts[n] = NULL;
  t->v->texts = texts;
  return true;
}

static bool
bool_from_php (const struct target *t, zval *o)
{
  bool b;

  if (zend_parse_parameter (0, t->number, o, "b", &b) == FAILURE)
    return false;
  t->v->i = b;
  return true;
}

static bool
int64_from_php (const struct target *t, zval *o)
{
  zend_long number;

  if (zend_parse_parameter (0, t->number, o, "l", &number) == FAILURE)
    return false;
  t->v->i64 = number;
  return true;
}

static bool
int_from_php (const struct target *t, zval *o)
{
  zend_long number;

  if (zend_parse_parameter (0, t->number, o, "l", &number) == FAILURE)
    return false;
  if (number < INT_MIN || number > INT_MAX) {
    zend_argument_value_error (t->number, "must fit into 32 bits");
    return false;
  }
  t->v->i = (int) number;
  return true;
}

static bool
value_from_php (const struct target *t, enum call_arg_type type, zval *o)
{
  switch (type) {
  case ARG_BOOL:
    return bool_from_php (t, o);
  case ARG_INT:
    return int_from_php (t, o);
  case ARG_INT64:
    return int64_from_php (t, o);
  case ARG_TEXT:
    return text_from_php (t, o);
  case ARG_TEXT_OR_NULL:
    return Z_TYPE_P (o) == IS_NULL || text_from_php (t, o);
  case ARG_TEXTS:
    return texts_from_php (t, o);
  case ARG_BYTES:
    return bytes_from_php (t, o);
  case ARG_POINTER:
    zend_argument_type_error (t->number, "cannot be given in PHP");
    return false;
  }
  return false;
}

/* null; for a bool also -1, by which old programs leave it out. */
static bool
is_unset (enum call_arg_type type, const zval *o)
{
  return Z_TYPE_P (o) == IS_NULL
    || (type == ARG_BOOL && Z_TYPE_P (o) == IS_LONG && Z_LVAL_P (o) == -1);
}

/* `number` counts the handle, too. */
static bool
argument_from_php (const struct call *c, uint32_t number, zval *o,
                   struct call_values *values)
{
  struct target t = { .values = values, .number = number };
  const size_t i = number - 2;

  if (i < c->nr_args) {
    t.v = &values->args[i];
    return value_from_php (&t, c->args[i].type, o);
  }
  const size_t bit = i - c->nr_args;

  if (is_unset (c->optargs[bit].type, o))
    return true;
  t.v = &values->optargs[bit];
  values->mask |= UINT64_C (1) << bit;
  return value_from_php (&t, c->optargs[bit].type, o);
}

static bool
values_from_php (const struct call *c, zend_execute_data *execute_data,
                 struct call_values *values)
{
  for (uint32_t i = 2; i <= ZEND_NUM_ARGS (); ++i)
    if (!argument_from_php (c, i, ZEND_CALL_ARG (execute_data, i), values))
      return false;
  return true;
}

/* ---- To PHP ---- */

static void
texts_to_php (zval *o, char *const *texts)
{
  array_init (o);
  for (size_t i = 0; texts[i]; ++i)
    add_next_index_string (o, texts[i]);
}

static void
pairs_to_php (zval *o, char *const *texts)
{
  array_init (o);
  for (size_t i = 0; texts[i]; i += 2)
    add_assoc_string (o, texts[i], texts[i+1]);
}

/* What does not fit into 63 bits is negative. */
static void
field_to_php (zval *o, const void *s, const struct call_field *f)
{
  const struct call_field_value v = call_get_field (s, f);

  switch (f->type) {
  case FIELD_CHAR:
  case FIELD_TEXT:
  case FIELD_BYTES:
  case FIELD_UUID:
    add_assoc_stringl (o, f->name, v.data ? v.data : "", v.size);
    break;
  case FIELD_UINT32:
  case FIELD_UINT64:
    add_assoc_long (o, f->name, (zend_long) v.u64);
    break;
  case FIELD_INT32:
  case FIELD_INT64:
    add_assoc_long (o, f->name, v.i64);
    break;
  case FIELD_PERCENT:
    add_assoc_double (o, f->name, v.percent);
    break;
  }
}

static void
struct_to_php (zval *o, const struct call_struct *structure, const void *s)
{
  array_init_size (o, (uint32_t) structure->nr_fields);
  for (size_t i = 0; i < structure->nr_fields; ++i)
    field_to_php (o, s, &structure->fields[i]);
}

static void
structs_to_php (zval *o, const struct call_struct *structure,
                const void *list)
{
  const size_t n = call_structs_len (list);

  array_init_size (o, (uint32_t) n);
  for (size_t i = 0; i < n; ++i) {
    zval element;

    struct_to_php (&element, structure, call_structs_get (structure, list, i));
    add_next_index_zval (o, &element);
  }
}

static void
result_to_php (zval *o, const struct call *c, const union call_result *r)
{
  switch (c->result) {
  case RESULT_NOTHING:
    ZVAL_TRUE (o);
    break;
  case RESULT_BOOL:
    ZVAL_BOOL (o, r->i);
    break;
  case RESULT_INT:
    ZVAL_LONG (o, r->i);
    break;
  case RESULT_INT64:
    ZVAL_LONG (o, r->i64);
    break;
  case RESULT_CONSTANT:
  case RESULT_CONSTANT_OR_NULL:
    if (r->constant)
      ZVAL_STRING (o, r->constant);
    break;
  case RESULT_TEXT:
    ZVAL_STRING (o, r->text);
    break;
  case RESULT_TEXTS:
    texts_to_php (o, r->texts);
    break;
  case RESULT_PAIRS:
    pairs_to_php (o, r->texts);
    break;
  case RESULT_BYTES:
    ZVAL_STRINGL (o, r->bytes.data, r->bytes.size);
    break;
  case RESULT_STRUCT:
    struct_to_php (o, c->structure, r->structure);
    break;
  case RESULT_STRUCTS:
    structs_to_php (o, c->structure, r->structures);
    break;
  }
}

/* PHP jumps away when a result is greater than its memory_limit. */
static void
take_result (zval *o, const struct call *c, union call_result *r)
{
  if (!call_result_has_memory (c)) {
    result_to_php (o, c, r);
    return;
  }
  zend_try {
    result_to_php (o, c, r);
  } zend_catch {
    call_result_done (c, r);
    zend_bailout ();
  } zend_end_try ();
  call_result_done (c, r);
}

/* ---- Calls ---- */

/* NULL, and an exception, if it is not one or is closed. */
static struct call_handle *
handle_from_php (zval *o)
{
  return zend_fetch_resource_ex (o, HANDLE, handle_type);
}

static bool
has_arguments (const struct call *c, uint32_t n)
{
  const uint32_t least = (uint32_t) (1 + c->nr_args);
  const uint32_t most = (uint32_t) (least + c->nr_optargs);

  if (n >= least && n <= most)
    return true;
  zend_wrong_parameters_count_error (least, most);
  return false;
}

static bool
run (struct call_handle *h, const struct call *c,
     const struct call_values *values, union call_result *r)
{
  guestfs_h *borrowed = call_handle_borrow (h, c);
  guestfs_h *g = borrowed ? borrowed : call_handle_enter (h);
  const bool done = g && c->run (g, values, r) == 0;

  if (g && !borrowed)
    call_handle_leave (h);
  return done;
}

static ZEND_FUNCTION (call_action)
{
  const struct call *c =
    zend_hash_find_ptr (&rows, EX (func)->common.function_name);
  struct call_values values;
  union call_result r;
  struct call_handle *h;
  bool done;

  if (!has_arguments (c, ZEND_NUM_ARGS ()))
    return;
  h = handle_from_php (ZEND_CALL_ARG (execute_data, 1));
  if (!h)
    return;
  call_values_init (&values, c);
  done = values_from_php (c, execute_data, &values) && run (h, c, &values, &r);
  call_values_done (&values);
  if (done)
    take_result (return_value, c, &r);
  else
    RETVAL_FALSE;
}

/* ---- The handle ---- */

static void
free_handle (zend_resource *resource)
{
  call_handle_free (resource->ptr);
}

static ZEND_FUNCTION (guestfs_create)
{
  bool environment = true, close_on_exit = true;
  struct call_handle *h;

  if (zend_parse_parameters (ZEND_NUM_ARGS (), "|bb", &environment,
                             &close_on_exit) == FAILURE)
    return;
  h = call_handle_create ((environment ? 0 : GUESTFS_CREATE_NO_ENVIRONMENT)
                          | (close_on_exit ? 0
                             : GUESTFS_CREATE_NO_CLOSE_ON_EXIT));
  if (!h) {
    php_error_docref (NULL, E_WARNING, "no handle: %s", strerror (errno));
    RETURN_FALSE;
  }
  RETURN_RES (zend_register_resource (h, handle_type));
}

/* The handle that is the only argument; *ret_o is the resource. */
static struct call_handle *
only_handle (zend_execute_data *execute_data, zval **ret_o)
{
  if (zend_parse_parameters (ZEND_NUM_ARGS (), "r", ret_o) == FAILURE)
    return NULL;
  return handle_from_php (*ret_o);
}

static ZEND_FUNCTION (guestfs_close)
{
  zval *o;

  if (only_handle (execute_data, &o))
    zend_list_close (Z_RES_P (o));
}

static ZEND_FUNCTION (guestfs_last_error)
{
  zval *o;
  struct call_handle *h = only_handle (execute_data, &o);
  guestfs_h *g = h ? call_handle_enter (h) : NULL;
  const char *message = g ? guestfs_last_error (g) : NULL;

  if (g)
    call_handle_leave (h);
  if (message)
    RETVAL_STRING (message);
}

static ZEND_FUNCTION (guestfs_last_errno)
{
  zval *o;
  struct call_handle *h = only_handle (execute_data, &o);
  guestfs_h *g = h ? call_handle_enter (h) : NULL;

  if (!g)
    return;
  RETVAL_LONG (guestfs_last_errno (g));
  call_handle_leave (h);
}

/* ---- What PHP must know of the functions ---- */

static uint32_t
type_of_argument (enum call_arg_type type)
{
  switch (type) {
  case ARG_BOOL:
    return MAY_BE_BOOL;
  case ARG_INT:
  case ARG_INT64:
    return MAY_BE_LONG;
  case ARG_TEXT:
  case ARG_BYTES:
    return MAY_BE_STRING;
  case ARG_TEXT_OR_NULL:
    return MAY_BE_STRING | MAY_BE_NULL;
  case ARG_TEXTS:
    return MAY_BE_ARRAY;
  case ARG_POINTER:
    return MAY_BE_ANY;
  }
  return MAY_BE_ANY;
}

static uint32_t
type_of_result (enum call_result_type type)
{
  switch (type) {
  case RESULT_NOTHING:
  case RESULT_BOOL:
    return MAY_BE_BOOL;
  case RESULT_INT:
  case RESULT_INT64:
    return MAY_BE_LONG | MAY_BE_FALSE;
  case RESULT_CONSTANT:
  case RESULT_TEXT:
  case RESULT_BYTES:
    return MAY_BE_STRING | MAY_BE_FALSE;
  case RESULT_CONSTANT_OR_NULL:
    return MAY_BE_STRING | MAY_BE_NULL | MAY_BE_FALSE;
  case RESULT_TEXTS:
  case RESULT_PAIRS:
  case RESULT_STRUCT:
  case RESULT_STRUCTS:
    return MAY_BE_ARRAY | MAY_BE_FALSE;
  }
  return MAY_BE_ANY;
}

static zend_internal_arg_info
describe (const char *name, uint32_t type, const char *otherwise)
{
  return (zend_internal_arg_info) {
    name, ZEND_TYPE_INIT_MASK (type), otherwise
  };
}

/* The first says how many are required, and what is returned.  The handle has
 * no type: PHP has no word for resources.  NULL when memory is out. */
static zend_internal_arg_info *
describe_call (const struct call *c)
{
  zend_internal_arg_info *info =
    calloc (2 + c->nr_args + c->nr_optargs, sizeof *info), *p = info;

  if (!info)
    return NULL;
  *p++ = describe ((const char *) (uintptr_t) (1 + c->nr_args),
                   type_of_result (c->result), NULL);
  *p++ = describe ("g", 0, NULL);
  for (size_t i = 0; i < c->nr_args; ++i)
    *p++ = describe (c->args[i].name, type_of_argument (c->args[i].type),
                     NULL);
  for (size_t i = 0; i < c->nr_optargs; ++i)
    *p++ = describe (c->optargs[i].name,
                     type_of_argument (c->optargs[i].type) | MAY_BE_NULL,
                     "null");
  return info;
}

static bool
make_function (zend_function_entry *f, const struct call *c)
{
  const size_t size = strlen (PREFIX) + strlen (c->name) + 1;
  char *name = malloc (size);

  if (!name)
    return false;
  snprintf (name, size, PREFIX "%s", c->name);
  f->fname = name;
  f->handler = ZEND_FN (call_action);
  f->arg_info = describe_call (c);
  f->num_args = (uint32_t) (1 + c->nr_args + c->nr_optargs);
  return f->arg_info != NULL;
}

ZEND_BEGIN_ARG_INFO_EX (arginfo_create, 0, 0, 0)
  ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE (0, environment, _IS_BOOL, 0, "true")
  ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE (0, close_on_exit, _IS_BOOL, 0, "true")
ZEND_END_ARG_INFO ()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX (arginfo_close, 0, 1, IS_VOID, 0)
  ZEND_ARG_INFO (0, g)
ZEND_END_ARG_INFO ()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX (arginfo_error, 0, 1, IS_STRING, 1)
  ZEND_ARG_INFO (0, g)
ZEND_END_ARG_INFO ()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX (arginfo_errno, 0, 1, IS_LONG, 0)
  ZEND_ARG_INFO (0, g)
ZEND_END_ARG_INFO ()

static const zend_function_entry own_functions[] = {
  ZEND_FE (guestfs_create, arginfo_create)
  ZEND_FE (guestfs_close, arginfo_close)
  ZEND_FE (guestfs_last_error, arginfo_error)
  ZEND_FE (guestfs_last_errno, arginfo_errno)
};
#define NR_OWN_FUNCTIONS (sizeof own_functions / sizeof own_functions[0])

/* They live as long as the process.  NULL when memory is out. */
static zend_function_entry *
make_functions (void)
{
  zend_function_entry *functions =
    calloc (NR_OWN_FUNCTIONS + nr_calls + 1, sizeof *functions);

  if (!functions)
    return NULL;
  memcpy (functions, own_functions, sizeof own_functions);
  for (size_t i = 0; i < nr_calls; ++i)
    if (!make_function (&functions[NR_OWN_FUNCTIONS + i], &calls[i]))
      return NULL;
  return functions;
}

/* ---- The extension ---- */

/* For a name in PHP's memory, whose hash is known: comparing it with those of
 * the table takes longer than a call. */
static void
index_rows (void)
{
  zend_hash_init (&rows, (uint32_t) nr_calls, NULL, NULL, 1);
  for (size_t i = 0; i < nr_calls; ++i) {
    char name[128];
    const int n = snprintf (name, sizeof name, PREFIX "%s", calls[i].name);

    zend_hash_str_add_ptr (&rows, name, (size_t) n, (void *) &calls[i]);
  }
}

static PHP_MINIT_FUNCTION (guestfs_php)
{
  index_rows ();
  handle_type = zend_register_list_destructors_ex (free_handle, NULL, HANDLE,
                                                   module_number);
  return SUCCESS;
}

static PHP_MSHUTDOWN_FUNCTION (guestfs_php)
{
  zend_hash_destroy (&rows);
  return SUCCESS;
}

static PHP_MINFO_FUNCTION (guestfs_php)
{
  php_info_print_table_start ();
  php_info_print_table_row (2, "guestfs_php", "enabled");
  php_info_print_table_row (2, "libguestfs", GUESTFS_PHP_VERSION);
  php_info_print_table_end ();
}

static zend_module_entry module_entry = {
  STANDARD_MODULE_HEADER,
  "guestfs_php",
  NULL,                         /* the functions: see get_module */
  PHP_MINIT (guestfs_php),
  PHP_MSHUTDOWN (guestfs_php),
  NULL,
  NULL,
  PHP_MINFO (guestfs_php),
  GUESTFS_PHP_VERSION,
  STANDARD_MODULE_PROPERTIES
};

ZEND_DLEXPORT zend_module_entry *get_module (void);

ZEND_DLEXPORT zend_module_entry *
get_module (void)
{
  if (!module_entry.functions)
    module_entry.functions = make_functions ();
  return module_entry.functions ? &module_entry : NULL;
}
