/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What bindings need beside the table of calls. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"

/* ---- Looking up ---- */

static int
compare_names (const void *name, const void *call)
{
  return strcmp (name, ((const struct call *) call)->name);
}

const struct call *
call_find (const char *name)
{
  return bsearch (name, calls, nr_calls, sizeof calls[0], compare_names);
}

int
call_find_optarg (const struct call *c, const char *name)
{
  for (size_t i = 0; i < c->nr_optargs; ++i)
    if (strcmp (c->optargs[i].name, name) == 0)
      return (int) i;
  return -1;
}

/* ---- Memory of arguments ---- */

struct call_memory {
  struct call_memory *next;
  max_align_t data[];
};

void
call_values_init (struct call_values *v, const struct call *c)
{
  v->memory = NULL;
  v->mask = 0;
  for (size_t i = 0; i < c->nr_args; ++i)
    memset (&v->args[i], 0, sizeof v->args[i]);
  for (size_t i = 0; i < c->nr_optargs; ++i)
    memset (&v->optargs[i], 0, sizeof v->optargs[i]);
}

void *
call_alloc (struct call_values *v, size_t size)
{
  struct call_memory *m;

  if (size > SIZE_MAX - sizeof *m || !(m = malloc (sizeof *m + size)))
    return NULL;
  m->next = v->memory;
  v->memory = m;
  return m->data;
}

char *
call_copy_text (struct call_values *v, const char *text, size_t size)
{
  char *copy = size < SIZE_MAX ? call_alloc (v, size + 1) : NULL;

  if (!copy)
    return NULL;
  memcpy (copy, text, size);
  copy[size] = '\0';
  return copy;
}

void
call_values_done (struct call_values *v)
{
  struct call_memory *next;

  for (struct call_memory *m = v->memory; m; m = next) {
    next = m->next;
    free (m);
  }
  v->memory = NULL;
}

/* ---- Results ---- */

static void
free_texts (char **texts)
{
  for (size_t i = 0; texts && texts[i]; ++i)
    free (texts[i]);
  free (texts);
}

void
call_result_done (const struct call *c, union call_result *r)
{
  switch (c->result) {
  case RESULT_NOTHING:
  case RESULT_BOOL:
  case RESULT_INT:
  case RESULT_INT64:
  case RESULT_CONSTANT:
  case RESULT_CONSTANT_OR_NULL:
    break;
  case RESULT_TEXT:
    free (r->text);
    break;
  case RESULT_TEXTS:
  case RESULT_PAIRS:
    free_texts (r->texts);
    break;
  case RESULT_BYTES:
    free (r->bytes.data);
    break;
  case RESULT_STRUCT:
    c->structure->free_one (r->structure);
    break;
  case RESULT_STRUCTS:
    c->structure->free_list (r->structures);
    break;
  }
}

/* All struct guestfs_<name>_list look like this. */
struct any_list {
  uint32_t len;
  char *val;
};

size_t
call_structs_len (const void *list)
{
  struct any_list l;

  memcpy (&l, list, sizeof l);
  return l.len;
}

const void *
call_structs_get (const struct call_struct *structure, const void *list,
                  size_t i)
{
  struct any_list l;

  memcpy (&l, list, sizeof l);
  return l.val + i * structure->size;
}

static void
get_text (struct call_field_value *v, const char *at)
{
  memcpy (&v->data, at, sizeof v->data);
  v->size = v->data ? strlen (v->data) : 0;
}

static void
get_bytes (struct call_field_value *v, const char *at, const char *size_at)
{
  uint32_t size;

  memcpy (&v->data, at, sizeof v->data);
  memcpy (&size, size_at, sizeof size);
  v->size = size;
}

struct call_field_value
call_get_field (const void *s, const struct call_field *f)
{
  const char *at = (const char *) s + f->offset;
  struct call_field_value v = { 0 };
  uint32_t u32;
  int32_t i32;
  float percent;

  switch (f->type) {
  case FIELD_CHAR:
    v.data = at;
    v.size = 1;
    break;
  case FIELD_TEXT:
    get_text (&v, at);
    break;
  case FIELD_BYTES:
    get_bytes (&v, at, (const char *) s + f->size_offset);
    break;
  case FIELD_UINT32:
    memcpy (&u32, at, sizeof u32);
    v.u64 = u32;
    break;
  case FIELD_INT32:
    memcpy (&i32, at, sizeof i32);
    v.i64 = i32;
    break;
  case FIELD_UINT64:
    memcpy (&v.u64, at, sizeof v.u64);
    break;
  case FIELD_INT64:
    memcpy (&v.i64, at, sizeof v.i64);
    break;
  case FIELD_UUID:
    v.data = at;
    v.size = strnlen (at, 32);
    break;
  case FIELD_PERCENT:
    memcpy (&percent, at, sizeof percent);
    v.percent = percent;
    break;
  }
  return v;
}
