/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The applications that were found, kept as they are sent. */

#include "config.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "apps.h"

/* Sixty thousand packages, which is all of Debian, have half of that. */
#define FOUND_MAX (256 * 1024 * 1024)

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

/* The strings of an application2, in its order; the number comes after the
 * second.  This is done so often that the codec, which asks for room for each
 * of them, would take half of the time. */
#define NR_STRINGS 16
#define BEFORE_NUMBER 2

struct texts {
  const char *ptr[NR_STRINGS];
  size_t len[NR_STRINGS];
  size_t size;                  /* in the encoding */
};

static size_t
padded (size_t n)
{
  return (n + 3) & ~(size_t) 3;
}

static void
collect (struct texts *t, const struct app *a)
{
  const char *const all[NR_STRINGS] = {
    a->name, a->display_name, a->version, a->release, a->arch,
    a->install_path, NULL, a->publisher, a->url, a->source_package,
    a->summary, a->description, a->class, NULL, NULL, NULL,
  };

  t->size = 4;
  for (size_t i = 0; i < NR_STRINGS; ++i) {
    t->ptr[i] = all[i];
    t->len[i] = all[i] ? strlen (all[i]) : 0;
    t->size += 4 + padded (t->len[i]);
  }
}

static char *
put_number (char *p, uint32_t n)
{
  n = htobe32 (n);
  memcpy (p, &n, sizeof n);
  return p + sizeof n;
}

/* The room is zeroed, and so is the padding. */
static void
put_texts (char *p, const struct texts *t, int32_t epoch)
{
  for (size_t i = 0; i < NR_STRINGS; ++i) {
    if (i == BEFORE_NUMBER)
      p = put_number (p, epoch);
    if (t->len[i]) {
      memcpy (put_number (p, t->len[i]), t->ptr[i], t->len[i]);
      p += padded (t->len[i]);
    }
    p += 4;
  }
}

static bool
make_data_room (struct apps *apps, size_t n)
{
  struct wire_writer *w = &apps->data;
  size_t cap = w->cap ? w->cap : 64 * 1024;
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
apps_add (struct apps *apps, const struct app *app)
{
  struct texts t;

  if (apps->data.len > FOUND_MAX) {
    reply_with_error_errno (E2BIG, "list of applications: %zu applications "
                            "have more than %d MiB of text: the database is "
                            "damaged or malicious", apps->len,
                            FOUND_MAX >> 20);
    return -1;
  }
  collect (&t, app);
  if (!make_room (apps) || !make_data_room (apps, t.size)) {
    reply_with_perror_errno (ENOMEM, "list of applications");
    return -1;
  }
  memset (apps->data.data + apps->data.len, 0, t.size);
  put_texts (apps->data.data + apps->data.len, &t, app->epoch);
  apps->places[apps->len] = (struct app_place) {
    .start = apps->data.len, .len = t.size, .name_len = t.len[0],
    .number = app->number,
  };
  set_key (&apps->places[apps->len++], t.ptr[0]);
  apps->data.len += t.size;
  return 0;
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

static int
compare_places (const void *one, const void *other, void *data)
{
  const struct app_place *a = one, *b = other;
  int r = compare_numbers (a->key[0], b->key[0]);

  if (r == 0)
    r = compare_numbers (a->key[1], b->key[1]);
  if (r == 0)                   /* after its length */
    r = compare_names ((char *) data + a->start + 4, a->name_len,
                       (char *) data + b->start + 4, b->name_len);
  if (r == 0)
    r = compare_numbers (a->number, b->number);
  return r ? r : compare_numbers (a->start, b->start);
}

void
apps_sort (struct apps *apps)
{
  if (apps->len > 1)
    qsort_r (apps->places, apps->len, sizeof *apps->places, compare_places,
             apps->data.data);
}
