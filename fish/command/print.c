/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a command returned: text on standard output, or JSON. */

#include <config.h>

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* Where the value goes in JSON, after its name; NULL: print text. */
static struct json *
json_value (void)
{
  struct json *j = report_members ();

  if (j)
    jw_name (j, "value");
  return j;
}

/* ---- Values ---- */

int
fish_print_ok (int r)
{
  return r;
}

static int
print_number (const char *prefix, const char *format, int64_t r)
{
  struct json *j;

  if (r == -1)
    return -1;
  if ((j = json_value ()))
    jw_signed (j, r);
  else {
    fputs (r ? prefix : "", stdout);
    printf (format, r);
  }
  return 0;
}

int
fish_print_int (int64_t r)
{
  return print_number ("", "%" PRIi64 "\n", r);
}

int
fish_print_octal (int64_t r)
{
  return print_number ("0", "%" PRIo64 "\n", r);
}

int
fish_print_hex (int64_t r)
{
  return print_number ("0x", "%" PRIx64 "\n", r);
}

int
fish_print_bool (int r)
{
  struct json *j;

  if (r == -1)
    return -1;
  if ((j = json_value ()))
    jw_bool (j, r);
  else
    puts (r ? "true" : "false");
  return 0;
}

int
fish_print_const_string (const char *r)
{
  struct json *j;

  if (!r)
    return -1;
  if ((j = report_members ()))
    jw_member_bytes (j, "value", r, strlen (r));
  else
    puts (r);
  return 0;
}

int
fish_print_const_opt_string (const char *r)
{
  struct json *j = r ? NULL : json_value ();

  if (!j)
    return fish_print_const_string (r ? r : "(null)");
  jw_null (j);
  return 0;
}

int
fish_print_string (char *r)
{
  CLEANUP_FREE char *owned = r;

  return fish_print_const_string (owned);
}

int
fish_print_buffer (char *r, size_t size)
{
  CLEANUP_FREE char *owned = r;
  struct json *j;

  if (!owned)
    return -1;
  if ((j = report_members ()))
    jw_member_bytes (j, "value", owned, size);
  else
    fwrite (owned, 1, size, stdout);
  return 0;
}

static void
put_list (struct json *j, char *const *list)
{
  jw_begin_array (j);
  for (size_t i = 0; list[i]; ++i)
    jw_bytes (j, list[i], strlen (list[i]));
  jw_end_array (j);
}

int
fish_print_list (char **r)
{
  CLEANUP_FREE_STRING_LIST char **owned = r;
  struct json *j;

  if (!owned)
    return -1;
  if ((j = json_value ()))
    put_list (j, owned);
  else
    for (size_t i = 0; owned[i]; ++i)
      puts (owned[i]);
  return 0;
}

/* Names of members are text: when one of them is not, all are in base64. */
static void
put_pairs (struct json *j, char *const *pairs, bool text)
{
  jw_begin_object (j);
  for (size_t i = 0; pairs[i]; i += 2) {
    if (text)
      jw_name (j, pairs[i]);
    else
      jw_base64_name (j, pairs[i], strlen (pairs[i]));
    jw_bytes (j, pairs[i + 1], strlen (pairs[i + 1]));
  }
  jw_end_object (j);
}

static void
put_hashtable (struct json *j, char *const *pairs)
{
  bool text = true;

  for (size_t i = 0; pairs[i]; i += 2)
    text &= jw_is_utf8 (pairs[i], strlen (pairs[i]));
  put_pairs (j, pairs, text);
  if (!text) {
    jw_name (j, "keys");
    jw_string (j, "base64");
  }
}

int
fish_print_hashtable (char **r)
{
  CLEANUP_FREE_STRING_LIST char **owned = r;
  struct json *j;

  if (!owned)
    return -1;
  if ((j = json_value ()))
    put_hashtable (j, owned);
  else
    for (size_t i = 0; owned[i]; i += 2)
      printf ("%s: %s\n", owned[i], owned[i + 1]);
  return 0;
}

/* ---- Fields of structs ---- */

/* A field as the struct has it. */
struct field_value {
  const char *s;                /* CHAR, STRING, BUFFER, UUID */
  size_t size;
  int64_t i;                    /* INT32, INT64 */
  uint64_t u;                   /* UINT32, UINT64 */
  float percent;
};

#define GET(type) (*(const type *) at)

static struct field_value
get_field (const struct fish_field *f, const void *v)
{
  const char *at = (const char *) v + f->offset;
  struct field_value r = { .s = at };

  switch (f->form) {
  case FISH_FIELD_CHAR: r.size = *at != '\0'; break;
  case FISH_FIELD_UUID: r.size = strnlen (at, 32); break;
  case FISH_FIELD_STRING:
    r.s = GET (char *) ? GET (char *) : "";
    r.size = strlen (r.s);
    break;
  case FISH_FIELD_BUFFER:
    r.s = GET (char *);
    r.size = *(const uint32_t *) ((const char *) v + f->length);
    break;
  case FISH_FIELD_UINT32: r.u = GET (uint32_t); break;
  case FISH_FIELD_UINT64: r.u = GET (uint64_t); break;
  case FISH_FIELD_INT32: r.i = GET (int32_t); break;
  case FISH_FIELD_INT64: r.i = GET (int64_t); break;
  case FISH_FIELD_PERCENT: r.percent = GET (float); break;
  }
  return r;
}

static void
print_bytes (const char *s, size_t size)
{
  for (size_t i = 0; i < size; ++i) {
    const unsigned char c = s[i];

    printf (isprint (c) ? "%c" : "\\x%02x", c);
  }
}

static void
print_field (const char *indent, const struct fish_field *f, const void *v)
{
  const struct field_value r = get_field (f, v);

  printf ("%s%s:", indent, f->name);
  if (f->form != FISH_FIELD_PERCENT || r.percent >= 0)
    putchar (' ');
  switch (f->form) {
  case FISH_FIELD_CHAR: putchar (*r.s); break;
  case FISH_FIELD_STRING:
  case FISH_FIELD_UUID: fwrite (r.s, 1, r.size, stdout); break;
  case FISH_FIELD_BUFFER: print_bytes (r.s, r.size); break;
  case FISH_FIELD_UINT32:
  case FISH_FIELD_UINT64: printf ("%" PRIu64, r.u); break;
  case FISH_FIELD_INT32:
  case FISH_FIELD_INT64: printf ("%" PRIi64, r.i); break;
  case FISH_FIELD_PERCENT:
    if (r.percent >= 0)
      printf ("%g %%", (double) r.percent);
    break;
  }
  putchar ('\n');
}

static void
put_field (struct json *j, const struct fish_field *f, const void *v)
{
  const struct field_value r = get_field (f, v);

  jw_name (j, f->name);
  switch (f->form) {
  case FISH_FIELD_CHAR:
  case FISH_FIELD_STRING:
  case FISH_FIELD_BUFFER:
  case FISH_FIELD_UUID: jw_bytes (j, r.s, r.size); break;
  case FISH_FIELD_UINT32:
  case FISH_FIELD_UINT64: jw_unsigned (j, r.u); break;
  case FISH_FIELD_INT32:
  case FISH_FIELD_INT64: jw_signed (j, r.i); break;
  case FISH_FIELD_PERCENT:
    if (r.percent >= 0)
      jw_real (j, (double) r.percent);
    else
      jw_null (j);
    break;
  }
}

/* ---- Structs ---- */

static void
print_fields (const char *indent, const struct fish_struct *s, const void *v)
{
  for (size_t i = 0; i < s->nr_fields; ++i)
    print_field (indent, &s->fields[i], v);
}

static void
put_struct (struct json *j, const struct fish_struct *s, const void *v)
{
  jw_begin_object (j);
  for (size_t i = 0; i < s->nr_fields; ++i)
    put_field (j, &s->fields[i], v);
  jw_end_object (j);
}

void
fish_print_struct (const struct fish_struct *s, const void *v)
{
  struct json *j = json_value ();

  if (j)
    put_struct (j, s, v);
  else
    print_fields ("", s, v);
}

void
fish_print_structs (const struct fish_struct *s, const void *v, size_t n)
{
  struct json *j = json_value ();

  if (j)
    jw_begin_array (j);
  for (size_t i = 0; i < n; ++i) {
    const void *element = (const char *) v + i * s->size;

    if (j) {
      put_struct (j, s, element);
      continue;
    }
    printf ("[%zu] = {\n", i);
    print_fields ("  ", s, element);
    puts ("}");
  }
  if (j)
    jw_end_array (j);
}
