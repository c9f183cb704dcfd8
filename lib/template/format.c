/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The header of a template, and the sums by which damage is found. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "template.h"
#include "wire.h"

/* libguestfs-make-template reads the key, too. */
#define MAGIC UINT64_C (0x4746535353415645)
#define FORMAT_VERSION 1

/* ---- Sums ----
 * Against decay and interrupted writes, not against an enemy: the store is
 * the user's own.  Each step is reversible, so no single change of a word
 * goes unseen; four lanes keep the processor busy. */

#define PRIME UINT64_C (0x9e3779b97f4a7c15)

static inline uint64_t
mix (uint64_t sum, uint64_t word)
{
  sum = (sum ^ word) * PRIME;
  return sum ^ sum >> 29;
}

struct lanes { uint64_t a, b, c, d, any; };

static inline void
add_words (struct lanes *l, const void *p)
{
  uint64_t w[4];

  memcpy (w, p, sizeof w);
  l->any |= w[0] | w[1] | w[2] | w[3];
  l->a = mix (l->a, w[0]);
  l->b = mix (l->b, w[1]);
  l->c = mix (l->c, w[2]);
  l->d = mix (l->d, w[3]);
}

/* The whole memory is summed at each launch.  In a loop over the lanes the
 * compiler would multiply with vectors, which takes twice as long. */
uint64_t
guestfs_int_template_sum (uint64_t offset, const void *p, size_t n)
{
  struct lanes l = { offset, ~offset, n, ~(uint64_t) n, 0 };
  uint64_t last[4] = { 0 };
  const char *s = p;

  for (; n >= sizeof last; s += sizeof last, n -= sizeof last)
    add_words (&l, s);
  if (n > 0) {
    memcpy (last, s, n);
    add_words (&l, last);
  }
  return l.any ? mix (mix (mix (l.a, l.b), l.c), l.d) : 0;
}

/* ---- Holes ---- */

/* A file system may know nothing of holes, or tell nonsense of them: what is
 * returned always leads forward. */
int
guestfs_int_template_next_data (int fd, off_t at, off_t *ret_data,
                                off_t *ret_hole)
{
  *ret_data = lseek (fd, at, SEEK_DATA);
  if (*ret_data == -1)
    return errno == ENXIO ? 0 : -1;
  *ret_hole = lseek (fd, *ret_data, SEEK_HOLE);
  if (*ret_hole > *ret_data && *ret_data >= at)
    return 1;
  if (*ret_hole != -1)
    errno = EIO;
  return -1;
}

/* ---- Header ---- */

static void
put_header (struct wire_writer *w, const struct template_header *h)
{
  wire_writer_init (w);
  wire_put_u64 (w, MAGIC);
  wire_put_u32 (w, FORMAT_VERSION);
  wire_put_u64 (w, h->ram_size);
  wire_put_u64 (w, h->ram_sum);
  wire_put_u64 (w, h->state_size);
  wire_put_u64 (w, h->state_sum);
  wire_put_string (w, h->key);
  wire_put_u64 (w, guestfs_int_template_sum (0, w->data, w->len));
}

int
guestfs_int_template_write_header (int fd, const struct template_header *h)
{
  struct wire_writer w;
  ssize_t r = -1;

  put_header (&w, h);
  if (w.failed || w.len > TEMPLATE_HEADER_SIZE)
    errno = w.failed ? ENOMEM : E2BIG;
  else
    r = pwrite (fd, w.data, w.len, 0);
  if (r >= 0 && (size_t) r != w.len) {
    errno = ENOSPC;
    r = -1;
  }
  wire_writer_done (&w);
  return r == -1 ? -1 : 0;
}

static const char *
get_header (struct wire_reader *r, const char *start,
            struct template_header *ret)
{
  if (wire_get_u64 (r) != MAGIC)
    return "it does not begin as a template does";
  ret->other_version = wire_get_u32 (r) != FORMAT_VERSION && !r->failed;
  if (ret->other_version)
    return "its format is of another version";
  ret->ram_size = wire_get_u64 (r);
  ret->ram_sum = wire_get_u64 (r);
  ret->state_size = wire_get_u64 (r);
  ret->state_sum = wire_get_u64 (r);
  ret->key = wire_get_string (r);
  const size_t n = r->p - start;
  const uint64_t sum = wire_get_u64 (r);
  if (r->failed || sum != guestfs_int_template_sum (0, start, n))
    return "its header is damaged";
  return NULL;
}

const char *
guestfs_int_template_read_header (int fd, struct template_header *ret)
{
  CLEANUP_FREE char *buf = malloc (TEMPLATE_HEADER_SIZE);
  const ssize_t n = buf ? pread (fd, buf, TEMPLATE_HEADER_SIZE, 0) : -1;
  struct wire_reader r;

  *ret = (struct template_header) { .key = NULL };
  if (n == -1)
    return "its header cannot be read";
  wire_reader_init (&r, buf, n);
  return get_header (&r, buf, ret);
}

void
guestfs_int_template_header_done (struct template_header *h)
{
  free (h->key);
  h->key = NULL;
}
