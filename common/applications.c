/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Applications that the daemon streams: decoded as they arrive, while it looks
 * for more, and put into order here, where that is not emulated. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "applications.h"
#include "cleanups.h"

#define LENGTH_SIZE sizeof (uint32_t)

void
applications_done (struct applications *a)
{
  for (size_t i = 0; i < a->len; ++i)
    guestfs_int_clear_application2 (&a->val[i].app);
  free (a->val);
  strvec_done (&a->warnings);
  strbuf_done (&a->rest);
}

/* ---- Arriving ---- */

/* One that could not be decoded to its end is cleared like the others. */
static int
take_application (struct applications *a, struct wire_reader *r)
{
  struct numbered_application *val =
    array_room (a->val, a->len, &a->cap, sizeof *val);

  if (val == NULL)
    return -1;
  a->val = val;
  val += a->len;
  *val = (struct numbered_application) { .place = a->len };
  val->number = wire_get_u64 (r);
  wire_get_application2 (r, &val->app);
  a->len++;
  return 0;
}

static int
take_record (struct applications *a, const char *record, size_t len)
{
  struct wire_reader r;
  uint32_t kind;
  int ret = 0;

  errno = EPROTO;
  wire_reader_init (&r, record, len);
  kind = wire_get_u32 (&r);
  if (kind == RECORD_APPLICATION)
    ret = take_application (a, &r);
  else if (kind == RECORD_WARNING)
    ret = strvec_add_owned (&a->warnings, wire_get_string (&r));
  if (ret == 0 && !wire_reader_finished (&r)) {
    errno = EPROTO;
    ret = -1;
  }
  return ret;
}

/* Of the record behind so many bytes, with its length; 0: not all is there. */
static size_t
record_size (const struct strbuf *b, size_t done)
{
  const size_t have = b->len - done;
  struct wire_reader r;
  uint32_t len;

  if (have < LENGTH_SIZE)
    return 0;
  wire_reader_init (&r, b->ptr + done, LENGTH_SIZE);
  len = wire_get_u32 (&r);
  return len <= have - LENGTH_SIZE ? LENGTH_SIZE + len : 0;
}

int
applications_take (struct applications *a, const char *data, size_t n)
{
  struct strbuf *b = &a->rest;
  size_t done = 0, size;

  if (strbuf_add (b, data, n) == -1)
    return -1;
  while ((size = record_size (b, done)) > 0) {
    if (take_record (a, b->ptr + done + LENGTH_SIZE, size - LENGTH_SIZE) == -1)
      return -1;
    done += size;
  }
  b->len -= done;
  memmove (b->ptr, b->ptr + done, b->len);
  return 0;
}

/* ---- All of them ---- */

static int
compare_numbers (uint64_t a, uint64_t b)
{
  return (a > b) - (a < b);
}

static int
compare (const void *av, const void *bv)
{
  const struct numbered_application *a = av, *b = bv;
  int r = strcmp (a->app.app2_name, b->app.app2_name);

  if (r == 0)
    r = compare_numbers (a->number, b->number);
  return r ? r : compare_numbers (a->place, b->place);
}

int
applications_list (struct applications *a,
                   struct guestfs_application2_list *ret)
{
  if (a->rest.len > 0 || a->len > UINT32_MAX) {
    errno = EPROTO;
    return -1;
  }
  ret->len = 0;
  ret->val = calloc (a->len + 1, sizeof *ret->val);
  if (ret->val == NULL)
    return -1;
  if (a->len > 0)
    qsort (a->val, a->len, sizeof *a->val, compare);
  for (size_t i = 0; i < a->len; ++i)
    ret->val[ret->len++] = a->val[i].app;
  a->len = 0;
  return 0;
}
