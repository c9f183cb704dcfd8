/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The applications that were found, kept as they are sent. */

#include "config.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "apps.h"

/* Sixty thousand packages, which is all of Debian, have half of that. */
#define FOUND_MAX (256 * 1024 * 1024)
/* Only what is used of it takes memory; moving what is there takes time. */
#define FIRST_CAP (4 * 1024 * 1024)

void
apps_done (struct apps *apps)
{
  wire_writer_done (&apps->data);
  free (apps->places);
}

static bool
make_room (struct apps *apps)
{
  const size_t cap = apps->cap ? apps->cap * 2 : 256;
  struct app_place *places;

  if (apps->len < apps->cap)
    return true;
  places = reallocarray (apps->places, cap, sizeof *places);
  if (places == NULL)
    return false;
  apps->places = places;
  apps->cap = cap;
  return true;
}

static size_t
padded (size_t n)
{
  return (n + 3) & ~(size_t) 3;
}

static struct app_texts
collect (const struct app *a)
{
  struct app_texts t = {
    .text = {
      [TEXT_NAME].ptr = a->name,
      [TEXT_DISPLAY_NAME].ptr = a->display_name,
      [TEXT_VERSION].ptr = a->version,
      [TEXT_RELEASE].ptr = a->release,
      [TEXT_ARCH].ptr = a->arch,
      [TEXT_INSTALL_PATH].ptr = a->install_path,
      [TEXT_PUBLISHER].ptr = a->publisher,
      [TEXT_URL].ptr = a->url,
      [TEXT_SOURCE_PACKAGE].ptr = a->source_package,
      [TEXT_SUMMARY].ptr = a->summary,
      [TEXT_DESCRIPTION].ptr = a->description,
      [TEXT_CLASS].ptr = a->class,
    },
    .epoch = a->epoch, .number = a->number,
  };

  for (size_t i = 0; i < NR_TEXTS; ++i)
    t.text[i].len = t.text[i].ptr ? strlen (t.text[i].ptr) : 0;
  return t;
}

/* In the encoding. */
static size_t
size_of (const struct app_texts *t)
{
  size_t size = 4 + 4 * NR_TEXTS;

  for (size_t i = 0; i < NR_TEXTS; ++i)
    size += padded (t->text[i].len);
  return size;
}

static char *
put_number (char *p, uint32_t n)
{
  n = htobe32 (n);
  memcpy (p, &n, sizeof n);
  return p + sizeof n;
}

/* Most are short: a call that copies one takes longer.  The last eight bytes
 * may be copied twice. */
static void
copy_text (char *p, const char *text, size_t len)
{
  size_t i = 0;

  for (; i + 8 <= len; i += 8)
    memcpy (p + i, text + i, 8);
  if (i == len)
    return;
  if (len >= 8)
    memcpy (p + len - 8, text + len - 8, 8);
  else
    for (; i < len; ++i)
      p[i] = text[i];
}

static char *
put_text (char *p, const struct app_text *t)
{
  char *end = p + 4 + padded (t->len);

  p = put_number (p, t->len);
  if (t->len) {
    memset (end - 4, 0, 4);
    copy_text (p, t->ptr, t->len);
  }
  return end;
}

/* This is done so often that the codec, which asks for room for each string,
 * would take half of the time. */
static void
put_texts (char *p, const struct app_texts *t)
{
  for (size_t i = 0; i < NR_TEXTS; ++i) {
    if (i == TEXT_VERSION)
      p = put_number (p, t->epoch);
    p = put_text (p, &t->text[i]);
  }
}

static bool
make_data_room (struct apps *apps, size_t n)
{
  struct wire_writer *w = &apps->data;
  size_t cap = w->cap ? w->cap : FIRST_CAP;
  char *data;

  while (cap < w->len + n)
    cap *= 2;
  if (cap == w->cap)
    return true;
  data = realloc (w->data, cap);
  if (data == NULL)
    return false;
  w->data = data;
  w->cap = cap;
  return true;
}

/* The beginning of a name as two numbers: most pairs need no more. */
static void
set_key (struct app_place *p, const char *name)
{
  char begin[sizeof p->key] = "";

  if (p->name_len)
    memcpy (begin, name, p->name_len < sizeof begin ? p->name_len
            : sizeof begin);
  memcpy (p->key, begin, sizeof begin);
  p->key[0] = be64toh (p->key[0]);
  p->key[1] = be64toh (p->key[1]);
}

int
apps_add_texts (struct apps *apps, const struct app_texts *t)
{
  const struct app_text *name = &t->text[TEXT_NAME];
  const size_t size = size_of (t);

  if (apps->data.len > FOUND_MAX) {
    reply_with_error_errno (E2BIG, "list of applications: %zu applications "
                            "have more than %d MiB of text: the database is "
                            "damaged or malicious", apps->len,
                            FOUND_MAX >> 20);
    return -1;
  }
  if (!make_room (apps) || !make_data_room (apps, size)) {
    reply_with_perror_errno (ENOMEM, "list of applications");
    return -1;
  }
  put_texts (apps->data.data + apps->data.len, t);
  apps->places[apps->len] = (struct app_place) {
    .start = apps->data.len, .len = size, .name_len = name->len,
    .number = t->number,
  };
  set_key (&apps->places[apps->len++], name->ptr);
  apps->data.len += size;
  return 0;
}

int
apps_add (struct apps *apps, const struct app *app)
{
  const struct app_texts t = collect (app);

  return apps_add_texts (apps, &t);
}

/* ---- Order ---- */

static int
compare_numbers (uintmax_t a, uintmax_t b)
{
  return (a > b) - (a < b);
}

static int
compare_names (const char *a, size_t na, const char *b, size_t nb)
{
  const int r = memcmp (a, b, na < nb ? na : nb);

  return r ? r : compare_numbers (na, nb);
}

/* Names only where their beginnings are the same. */
static int
compare_rest (const struct app_place *a, const struct app_place *b,
              const char *data)
{
  int r = compare_names (data + a->start + 4, a->name_len,      /* length */
                         data + b->start + 4, b->name_len);

  if (r == 0)
    r = compare_numbers (a->number, b->number);
  return r ? r : compare_numbers (a->start, b->start);
}

static inline bool
comes_before (const struct app_place *a, const struct app_place *b,
              const char *data)
{
  for (size_t i = 0; i < 2; ++i)
    if (a->key[i] != b->key[i])
      return a->key[i] < b->key[i];
  return compare_rest (a, b, data) <= 0;
}

/* Two neighbouring parts of from, which are in order, as one. */
static void
merge (const struct app_place *const *from, size_t len_a, size_t len_b,
       const struct app_place **to, const char *data)
{
  const struct app_place *const *a = from, *const *end_a = from + len_a;
  const struct app_place *const *b = end_a, *const *end_b = b + len_b;

  while (a < end_a && b < end_b)
    *to++ = comes_before (*a, *b, data) ? *a++ : *b++;
  while (a < end_a)
    *to++ = *a++;
  while (b < end_b)
    *to++ = *b++;
}

/* Merges parts of twice the length each time; n pointers and room for as many.
 * Returns which of the two has the result.  qsort calls a function for each
 * pair, which is slow when it is emulated. */
static const struct app_place **
merge_all (const struct app_place **from, const struct app_place **to,
           size_t n, const char *data)
{
  for (size_t part = 1; part < n; part *= 2) {
    const struct app_place **other = from;

    for (size_t i = 0; i < n; i += 2 * part) {
      const size_t len_a = n - i < part ? n - i : part;
      const size_t rest = n - i - len_a;

      merge (from + i, len_a, rest < part ? rest : part, to + i, data);
    }
    from = to;
    to = other;
  }
  return from;
}

static void
take_order (struct apps *apps, struct app_place *places,
            const struct app_place *const *order)
{
  for (size_t i = 0; i < apps->len; ++i)
    places[i] = *order[i];
  free (apps->places);
  apps->places = places;
  apps->cap = apps->len;
}

int
apps_sort (struct apps *apps)
{
  const size_t n = apps->len;
  CLEANUP_FREE const struct app_place **order =
    calloc (2 * n + 1, sizeof *order);
  struct app_place *places = calloc (n + 1, sizeof *places);

  if (order == NULL || places == NULL) {
    reply_with_perror_errno (ENOMEM, "list of applications");
    free (places);
    return -1;
  }
  for (size_t i = 0; i < n; ++i)
    order[i] = &apps->places[i];
  take_order (apps, places, merge_all (order, order + n, n, apps->data.data));
  return 0;
}
