/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* XDR in memory: the writer and the bounded reader. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <endian.h>

#include "cleanups.h"
#include "strvec.h"
#include "wire.h"

static const char zeroes[4];

static size_t
padding (size_t n)
{
  return -n & 3;
}

/* ---- Writer ---- */

void
wire_writer_init (struct wire_writer *w)
{
  *w = (struct wire_writer) { .data = NULL };
}

void
wire_writer_done (struct wire_writer *w)
{
  cleanup_free (&w->data);
  wire_writer_init (w);
}

static bool
writer_reserve (struct wire_writer *w, size_t n)
{
  size_t cap;
  char *p;

  if (w->failed)
    return false;
  if (n <= w->cap - w->len)
    return true;
  cap = w->cap ? w->cap : 256;
  while (cap - w->len < n && cap <= SIZE_MAX / 4)
    cap *= 2;
  p = cap - w->len < n ? NULL : realloc (w->data, cap);
  if (!p) {
    w->failed = true;
    return false;
  }
  w->data = p;
  w->cap = cap;
  return true;
}

static void
put_bytes (struct wire_writer *w, const void *p, size_t n)
{
  if (n == 0 || !writer_reserve (w, n))
    return;
  memcpy (w->data + w->len, p, n);
  w->len += n;
}

void
wire_put_u32 (struct wire_writer *w, uint32_t v)
{
  uint32_t be = htobe32 (v);

  put_bytes (w, &be, sizeof be);
}

void
wire_put_i32 (struct wire_writer *w, int32_t v)
{
  wire_put_u32 (w, v);
}

void
wire_put_u64 (struct wire_writer *w, uint64_t v)
{
  uint64_t be = htobe64 (v);

  put_bytes (w, &be, sizeof be);
}

void
wire_put_i64 (struct wire_writer *w, int64_t v)
{
  wire_put_u64 (w, v);
}

void
wire_put_bool (struct wire_writer *w, int v)
{
  wire_put_u32 (w, v ? 1 : 0);
}

void
wire_put_float (struct wire_writer *w, float v)
{
  uint32_t bits;

  _Static_assert (sizeof bits == sizeof v, "IEEE single precision");
  memcpy (&bits, &v, sizeof bits);
  wire_put_u32 (w, bits);
}

void
wire_put_fixed (struct wire_writer *w, const void *p, size_t n)
{
  put_bytes (w, p, n);
  put_bytes (w, zeroes, padding (n));
}

void
wire_put_opaque (struct wire_writer *w, const void *p, size_t n)
{
  if (n > UINT32_MAX) {         /* has no representation */
    w->failed = true;
    return;
  }
  wire_put_u32 (w, n);
  wire_put_fixed (w, p, n);
}

void
wire_put_string (struct wire_writer *w, const char *s)
{
  wire_put_opaque (w, s, strlen (s));
}

void
wire_put_opt_string (struct wire_writer *w, const char *s)
{
  wire_put_bool (w, s != NULL);
  if (s)
    wire_put_string (w, s);
}

void
wire_put_string_list (struct wire_writer *w, char *const *list)
{
  size_t n = string_list_length (list);

  if (n > UINT32_MAX) {
    w->failed = true;
    return;
  }
  wire_put_u32 (w, n);
  for (size_t i = 0; i < n; i++)
    wire_put_string (w, list[i]);
}

/* ---- Reader ---- */

void
wire_reader_init (struct wire_reader *r, const void *p, size_t n)
{
  *r = (struct wire_reader) {
    .p = p, .end = (const char *) p + n, .budget = WIRE_BUDGET,
  };
}

size_t
wire_remaining (const struct wire_reader *r)
{
  return r->failed ? 0 : (size_t) (r->end - r->p);
}

bool
wire_reader_finished (const struct wire_reader *r)
{
  return !r->failed && r->p == r->end;
}

/* n bytes inside the message. */
static const char *
borrow (struct wire_reader *r, size_t n)
{
  const char *p = r->p;

  if (r->failed || n > wire_remaining (r)) {
    r->failed = true;
    return NULL;
  }
  r->p += n;
  return p;
}

/* Of 64-bit C libraries: what malloc takes for itself, and at least. */
#define MALLOC_OVERHEAD 16
#define MALLOC_MIN 32

static bool
charge (struct wire_reader *r, size_t bytes)
{
  size_t cost;

  if (r->failed)
    return false;
  if (__builtin_add_overflow (bytes, MALLOC_OVERHEAD, &cost))
    cost = SIZE_MAX;
  if (cost < MALLOC_MIN)
    cost = MALLOC_MIN;
  if (cost > r->budget) {
    r->failed = r->too_large = true;
    return false;
  }
  r->budget -= cost;
  return true;
}

void *
wire_alloc (struct wire_reader *r, size_t n, size_t size)
{
  size_t bytes;
  void *p;

  if (__builtin_mul_overflow (n, size, &bytes))
    bytes = SIZE_MAX;
  if (!charge (r, bytes))
    return NULL;
  p = calloc (n, size);
  if (!p)
    r->failed = true;
  return p;
}

uint32_t
wire_get_u32 (struct wire_reader *r)
{
  uint32_t be;
  const char *p = borrow (r, sizeof be);

  if (!p)
    return 0;
  memcpy (&be, p, sizeof be);
  return be32toh (be);
}

int32_t
wire_get_i32 (struct wire_reader *r)
{
  return (int32_t) wire_get_u32 (r);
}

uint64_t
wire_get_u64 (struct wire_reader *r)
{
  uint64_t be;
  const char *p = borrow (r, sizeof be);

  if (!p)
    return 0;
  memcpy (&be, p, sizeof be);
  return be64toh (be);
}

int64_t
wire_get_i64 (struct wire_reader *r)
{
  return (int64_t) wire_get_u64 (r);
}

bool
wire_get_bool (struct wire_reader *r)
{
  uint32_t v = wire_get_u32 (r);

  if (v > 1) {
    r->failed = true;
    return false;
  }
  return v;
}

float
wire_get_float (struct wire_reader *r)
{
  uint32_t bits = wire_get_u32 (r);
  float v;

  memcpy (&v, &bits, sizeof v);
  return v;
}

/* n bytes and their padding, which RFC 4506 wants to be zero. */
static const char *
borrow_padded (struct wire_reader *r, size_t n)
{
  const char *p = borrow (r, n);
  const char *pad = borrow (r, padding (n));

  if (!p || !pad)
    return NULL;
  if (memcmp (pad, zeroes, padding (n)) != 0) {
    r->failed = true;
    return NULL;
  }
  return p;
}

void
wire_get_fixed (struct wire_reader *r, void *dest, size_t n)
{
  const char *p = borrow_padded (r, n);

  if (!p)
    memset (dest, 0, n);
  else
    memcpy (dest, p, n);
}

char *
wire_get_opaque (struct wire_reader *r, size_t *ret_n)
{
  size_t n = wire_get_u32 (r);
  const char *p = borrow_padded (r, n);
  char *copy;

  if (!p || !charge (r, n + 1))
    return NULL;
  copy = malloc (n + 1);        /* not calloc: it may be long */
  if (!copy) {
    r->failed = true;
    return NULL;
  }
  memcpy (copy, p, n);
  copy[n] = '\0';
  *ret_n = n;
  return copy;
}

char *
wire_get_string (struct wire_reader *r)
{
  size_t n;
  char *s = wire_get_opaque (r, &n);

  if (s && memchr (s, '\0', n)) {
    free (s);
    r->failed = true;
    return NULL;
  }
  return s;
}

char *
wire_get_opt_string (struct wire_reader *r)
{
  return wire_get_bool (r) ? wire_get_string (r) : NULL;
}

uint32_t
wire_get_count (struct wire_reader *r, size_t min_size)
{
  uint32_t n = wire_get_u32 (r);

  if (min_size == 0)
    min_size = 1;               /* an element without bytes does not exist */
  if (n > wire_remaining (r) / min_size) {
    r->failed = true;
    return 0;
  }
  return n;
}

char **
wire_get_string_list (struct wire_reader *r)
{
  uint32_t n = wire_get_count (r, 4);
  char **list;

  if (r->failed)
    return NULL;
  list = wire_alloc (r, (size_t) n + 1, sizeof *list);
  if (!list)
    return NULL;
  for (uint32_t i = 0; i < n; i++) {
    list[i] = wire_get_string (r);
    if (!list[i]) {
      string_list_free (list);
      return NULL;
    }
  }
  return list;
}
