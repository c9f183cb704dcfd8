/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Erlang's terms from and to what the table of calls has. */

#define _GNU_SOURCE 1
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terms.h"

/* ---- Pieces ---- */

bool
term_get_atom (struct term *t, char name[MAXATOMLEN_UTF8])
{
  return ei_decode_atom_as (t->buf, &t->at, name, MAXATOMLEN_UTF8,
                            ERLANG_UTF8, NULL, NULL) == 0;
}

bool
term_get_bool (struct term *t, int *ret)
{
  return ei_decode_boolean (t->buf, &t->at, ret) == 0;
}

bool
term_enter_pair (struct term *t)
{
  int n;

  return ei_decode_tuple_header (t->buf, &t->at, &n) == 0 && n == 2;
}

static int
type_of (const struct term *t, int *ret_size)
{
  int type;

  if (ei_get_type (t->buf, &t->at, &type, ret_size) == -1)
    return -1;
  return type;
}

/* ---- Errors ---- */

/* Messages are lists of bytes or binaries, as all text is; before the style
 * matters, of bytes. */
void
term_put_error (ei_x_buff *x, const char *call, const char *message,
                int errnum)
{
  char *text = NULL;

  if (call && asprintf (&text, "%s: %s", call, message) == -1)
    text = NULL;
  ei_x_encode_tuple_header (x, 3);
  ei_x_encode_atom (x, "error");
  ei_x_encode_string (x, text ? text : message);
  ei_x_encode_long (x, errnum);
  free (text);
}

/* Where an argument goes, and who it is for messages. */
struct target {
  struct call_values *values;
  union call_value *v;
  const char *call;
  const char *arg;
  ei_x_buff *reply;
};

static int
refuse (const struct target *to, const char *what, int errnum)
{
  char message[160];

  snprintf (message, sizeof message, "%s %s", to->arg, what);
  term_put_error (to->reply, to->call, message, errnum);
  return -1;
}

/* ---- From Erlang ---- */

/* Lists within lists, at most so deep. */
#define MAX_DEPTH 1000

static bool copy_iodata (struct term *t, char **to, int depth);

static bool
copy_byte (struct term *t, char **to)
{
  long byte;

  if (ei_decode_long (t->buf, &t->at, &byte) == -1 || byte < 0 || byte > 255)
    return false;
  *(*to)++ = (char) byte;
  return true;
}

static bool
copy_element (struct term *t, char **to, int depth)
{
  int size;

  switch (type_of (t, &size)) {
  case ERL_SMALL_INTEGER_EXT:
  case ERL_INTEGER_EXT:
    return copy_byte (t, to);
  default:
    return copy_iodata (t, to, depth + 1);
  }
}

/* The tail of a list is [], or a binary. */
static bool
copy_list (struct term *t, char **to, int depth)
{
  int n;

  if (ei_decode_list_header (t->buf, &t->at, &n) == -1)
    return false;
  for (int i = 0; i < n; ++i)
    if (!copy_element (t, to, depth))
      return false;
  return n == 0 || copy_iodata (t, to, depth + 1);
}

static bool
copy_iodata (struct term *t, char **to, int depth)
{
  int size;
  long length;

  if (depth > MAX_DEPTH)
    return false;
  switch (type_of (t, &size)) {
  case ERL_BINARY_EXT:
    if (ei_decode_binary (t->buf, &t->at, *to, &length) == -1)
      return false;
    *to += length;
    return true;
  case ERL_STRING_EXT:          /* a list of bytes */
    if (ei_decode_string (t->buf, &t->at, *to) == -1)
      return false;
    *to += size;
    return true;
  case ERL_LIST_EXT:
  case ERL_NIL_EXT:
    return copy_list (t, to, depth);
  default:
    return false;
  }
}

/* The bytes of iodata, and a NUL.  A term is longer than what is in it. */
static char *
get_bytes (const struct target *to, struct term *t, size_t *ret_size)
{
  int end = t->at;
  char *copy, *p;

  if (ei_skip_term (t->buf, &end) == -1 ||
      !(copy = call_alloc (to->values, (size_t) (end - t->at) + 1))) {
    refuse (to, "does not fit into memory", ENOMEM);
    return NULL;
  }
  p = copy;
  if (!copy_iodata (t, &p, 0)) {
    refuse (to, "must be a binary or a list of bytes: for other characters, "
            "see unicode:characters_to_binary/1", EINVAL);
    return NULL;
  }
  *p = '\0';
  *ret_size = (size_t) (p - copy);
  return copy;
}

static char *
get_text (const struct target *to, struct term *t)
{
  size_t size;
  char *text = get_bytes (to, t, &size);

  if (text && strlen (text) != size) {
    refuse (to, "contains a NUL byte", EINVAL);
    return NULL;
  }
  return text;
}

/* Those of a binary stay where they are. */
static int
bytes_from_term (const struct target *to, struct term *t)
{
  int size;

  if (type_of (t, &size) == ERL_BINARY_EXT) {
    to->v->bytes.size = (size_t) size;
    ei_skip_term (t->buf, &t->at);
    to->v->bytes.data = t->buf + t->at - size;
    return 0;
  }
  to->v->bytes.data = get_bytes (to, t, &to->v->bytes.size);
  return to->v->bytes.data ? 0 : -1;
}

static int
texts_from_term (const struct target *to, struct term *t)
{
  char **texts = NULL;
  int n, size;

  switch (type_of (t, &size)) {
  case ERL_LIST_EXT:
  case ERL_NIL_EXT:
    break;
  default:                      /* ERL_STRING_EXT: a list of bytes */
    return refuse (to, "must be a list of binaries or strings", EINVAL);
  }
  if (ei_decode_list_header (t->buf, &t->at, &n) == -1 ||
      !(texts = call_alloc (to->values, ((size_t) n + 1) * sizeof *texts)))
    return refuse (to, "does not fit into memory", ENOMEM);
  for (int i = 0; i < n; ++i)
    if (!(texts[i] = get_text (to, t)))
      return -1;
  texts[n] = NULL;
  to->v->texts = texts;
  if (n > 0 && ei_decode_list_header (t->buf, &t->at, &size) == -1)
    return refuse (to, "must be a proper list", EINVAL);
  return 0;
}

static int
integer_from_term (const struct target *to, struct term *t, long long *ret)
{
  int size;
  const int type = type_of (t, &size);

  if (ei_decode_longlong (t->buf, &t->at, ret) == 0)
    return 0;
  return type == ERL_SMALL_BIG_EXT || type == ERL_LARGE_BIG_EXT
    ? refuse (to, "does not fit into 64 bits", ERANGE)
    : refuse (to, "must be an integer", EINVAL);
}

static int
int_from_term (const struct target *to, struct term *t)
{
  long long i;

  if (integer_from_term (to, t, &i) == -1)
    return -1;
  if (i < INT_MIN || i > INT_MAX)
    return refuse (to, "does not fit into 32 bits", ERANGE);
  to->v->i = (int) i;
  return 0;
}

static int
int64_from_term (const struct target *to, struct term *t)
{
  long long i;

  if (integer_from_term (to, t, &i) == -1)
    return -1;
  to->v->i64 = i;
  return 0;
}

static int
text_or_null_from_term (const struct target *to, struct term *t)
{
  char name[MAXATOMLEN_UTF8];
  struct term atom = *t;

  if (term_get_atom (&atom, name) && strcmp (name, "undefined") == 0) {
    to->v->text = NULL;
    *t = atom;
    return 0;
  }
  to->v->text = get_text (to, t);
  return to->v->text ? 0 : -1;
}

static int
value_from_term (const struct target *to, enum call_arg_type type,
                 struct term *t)
{
  switch (type) {
  case ARG_BOOL:
    return term_get_bool (t, &to->v->i) ? 0
      : refuse (to, "must be true or false", EINVAL);
  case ARG_INT:
    return int_from_term (to, t);
  case ARG_INT64:
    return int64_from_term (to, t);
  case ARG_TEXT:
    to->v->text = get_text (to, t);
    return to->v->text ? 0 : -1;
  case ARG_TEXT_OR_NULL:
    return text_or_null_from_term (to, t);
  case ARG_TEXTS:
    return texts_from_term (to, t);
  case ARG_BYTES:
    return bytes_from_term (to, t);
  case ARG_POINTER:
    return refuse (to, "is a pointer of C: Erlang has none", ENOTSUP);
  }
  return -1;
}

/* {Value, …} */
static int
args_from_term (const struct call *c, struct term t, struct target to)
{
  int n;

  if (ei_decode_tuple_header (t.buf, &t.at, &n) == -1 ||
      (size_t) n != c->nr_args) {
    to.arg = "it";
    return refuse (&to, "was called with a wrong number of arguments",
                   EINVAL);
  }
  for (size_t i = 0; i < c->nr_args; ++i) {
    to.v = &to.values->args[i];
    to.arg = c->args[i].name;
    if (value_from_term (&to, c->args[i].type, &t) == -1)
      return -1;
  }
  return 0;
}

static int
unknown_optarg (const struct target *to, const char *name)
{
  ei_x_encode_tuple_header (to->reply, 2);
  ei_x_encode_atom (to->reply, "unknownarg");
  ei_x_encode_atom_as (to->reply, name, ERLANG_UTF8, ERLANG_UTF8);
  return -1;
}

/* {Name, Value}; the last one of a name counts. */
static int
optarg_from_term (const struct call *c, struct term *t, struct target to)
{
  char name[MAXATOMLEN_UTF8];
  int i;

  if (!term_enter_pair (t) || !term_get_atom (t, name)) {
    to.arg = "an optional argument";
    return refuse (&to, "must be {Name, Value}", EINVAL);
  }
  i = call_find_optarg (c, name);
  if (i == -1)
    return unknown_optarg (&to, name);
  to.v = &to.values->optargs[i];
  to.arg = c->optargs[i].name;
  to.values->mask |= UINT64_C (1) << i;
  return value_from_term (&to, c->optargs[i].type, t);
}

static int
optargs_from_term (const struct call *c, struct term t, struct target to)
{
  int n;

  if (ei_decode_list_header (t.buf, &t.at, &n) == -1) {
    to.arg = "the list of optional arguments";
    return refuse (&to, "must be [{Name, Value}]", EINVAL);
  }
  for (int i = 0; i < n; ++i)
    if (optarg_from_term (c, &t, to) == -1)
      return -1;
  return 0;
}

int
terms_to_values (const struct call *c, struct term args, struct term optargs,
                 struct call_values *values, ei_x_buff *reply)
{
  const struct target to = {
    .values = values, .call = c->name, .reply = reply
  };

  if (args_from_term (c, args, to) == -1)
    return -1;
  return optargs_from_term (c, optargs, to);
}

/* ---- To Erlang ---- */

/* ei makes a list of what does not fit into its form for strings. */
void
term_put_text (ei_x_buff *x, struct term_style style, const char *text,
               size_t size)
{
  if (style.binaries)
    ei_x_encode_binary (x, text, (int) size);
  else
    ei_x_encode_string_len (x, text, (int) size);
}

static void
put_string (ei_x_buff *x, struct term_style style, const char *text)
{
  term_put_text (x, style, text, strlen (text));
}

static void
put_texts (ei_x_buff *x, struct term_style style, char *const *texts)
{
  for (size_t i = 0; texts[i]; ++i) {
    ei_x_encode_list_header (x, 1);
    put_string (x, style, texts[i]);
  }
  ei_x_encode_empty_list (x);
}

static void
put_pairs (ei_x_buff *x, struct term_style style, char *const *texts)
{
  for (size_t i = 0; texts[i]; i += 2) {
    ei_x_encode_list_header (x, 1);
    ei_x_encode_tuple_header (x, 2);
    put_string (x, style, texts[i]);
    put_string (x, style, texts[i+1]);
  }
  ei_x_encode_empty_list (x);
}

static void
put_field (ei_x_buff *x, struct term_style style, const void *s,
           const struct call_field *f)
{
  const struct call_field_value v = call_get_field (s, f);

  switch (f->type) {
  case FIELD_CHAR:
    ei_x_encode_ulong (x, (unsigned char) v.data[0]);
    break;
  case FIELD_TEXT:
  case FIELD_UUID:
    term_put_text (x, style, v.data ? v.data : "", v.size);
    break;
  case FIELD_BYTES:
    ei_x_encode_binary (x, v.data ? v.data : "", (int) v.size);
    break;
  case FIELD_UINT32:
  case FIELD_UINT64:
    ei_x_encode_ulonglong (x, v.u64);
    break;
  case FIELD_INT32:
  case FIELD_INT64:
    ei_x_encode_longlong (x, v.i64);
    break;
  case FIELD_PERCENT:
    if (v.percent < 0)
      ei_x_encode_atom (x, "undefined");
    else
      ei_x_encode_double (x, v.percent);
    break;
  }
}

static void
put_struct (ei_x_buff *x, struct term_style style,
            const struct call_struct *structure, const void *s)
{
  const int n = (int) structure->nr_fields;

  if (style.maps)
    ei_x_encode_map_header (x, n);
  else
    ei_x_encode_list_header (x, n);
  for (int i = 0; i < n; ++i) {
    if (style.maps)
      ei_x_encode_atom (x, structure->fields[i].name);
    put_field (x, style, s, &structure->fields[i]);
  }
  if (!style.maps)
    ei_x_encode_empty_list (x);
}

static void
put_structs (ei_x_buff *x, struct term_style style,
             const struct call_struct *structure, const void *list)
{
  const size_t n = call_structs_len (list);

  for (size_t i = 0; i < n; ++i) {
    ei_x_encode_list_header (x, 1);
    put_struct (x, style, structure, call_structs_get (structure, list, i));
  }
  ei_x_encode_empty_list (x);
}

void
term_put_result (const struct call *c, const union call_result *r,
                 struct term_style style, ei_x_buff *x)
{
  switch (c->result) {
  case RESULT_NOTHING:
    ei_x_encode_atom (x, "ok");
    break;
  case RESULT_BOOL:
    ei_x_encode_boolean (x, r->i);
    break;
  case RESULT_INT:
    ei_x_encode_long (x, r->i);
    break;
  case RESULT_INT64:
    ei_x_encode_longlong (x, r->i64);
    break;
  case RESULT_CONSTANT_OR_NULL:
    if (!r->constant) {
      ei_x_encode_atom (x, "undefined");
      break;
    }
    /* fall through */
  case RESULT_CONSTANT:
    put_string (x, style, r->constant);
    break;
  case RESULT_TEXT:
    put_string (x, style, r->text);
    break;
  case RESULT_TEXTS:
    put_texts (x, style, r->texts);
    break;
  case RESULT_PAIRS:
    put_pairs (x, style, r->texts);
    break;
  case RESULT_BYTES:
    break;                      /* put_result sends them */
  case RESULT_STRUCT:
    put_struct (x, style, c->structure, r->structure);
    break;
  case RESULT_STRUCTS:
    put_structs (x, style, c->structure, r->structures);
    break;
  }
}
