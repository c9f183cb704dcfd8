/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A header of RPM, as it lies in a database: two numbers, an index of tags and
 * their data, all of it big-endian.  Digests and signatures are not checked. */

#include "config.h"

#include <endian.h>
#include <inttypes.h>
#include <string.h>

#include "rpm.h"

#define FIRST_READ 4096
#define PREAMBLE 8
#define ENTRY 16                /* tag, type, offset, count */
/* What rpm takes. */
#define ENTRIES_MAX 65535
#define STRING_MAX (1024 * 1024)
/* The data of low tags come first, and those of the lists of files later. */
#define OFFSET_MAX (16 * 1024 * 1024)

enum { TYPE_INT32 = 4, TYPE_STRING = 6, TYPE_STRING_ARRAY = 8,
       TYPE_I18NSTRING = 9 };

enum { F_NAME, F_VERSION, F_RELEASE, F_EPOCH, F_SUMMARY, F_DESCRIPTION, F_URL,
       F_ARCH, NR_WANTED };
static const uint16_t tags[NR_WANTED] = {
  1000, 1001, 1002, 1003, 1004, 1005, 1020, 1022,
};

struct header {
  struct rpm_record *record;
  struct strbuf *buf;           /* the beginning of the record */
  size_t data;                  /* where the data begins */
  uint32_t nr_entries;
  size_t at[NR_WANTED];         /* where in the record it is; 0: not there */
};

static uint32_t
get_u32 (const struct header *h, size_t at)
{
  uint32_t n;

  memcpy (&n, h->buf->ptr + at, sizeof n);
  return be32toh (n);
}

/* ---- Reading as much as needed ---- */

static bool
read_up_to (struct header *h, size_t end)
{
  static const char zeroes[4096];
  const size_t have = h->buf->len;

  if (end > h->record->size)
    return false;
  while (h->buf->len < end) {
    const size_t n = end - h->buf->len;

    if (strbuf_add (h->buf, zeroes, n < sizeof zeroes ? n : sizeof zeroes)
        == -1)
      return false;
  }
  return end <= have
    || h->record->read (h->record, h->buf->ptr + have, end - have, have);
}

/* Twice as much as there is. */
static bool
read_more (struct header *h)
{
  const size_t size = h->record->size, twice = h->buf->len * 2;

  return h->buf->len < size && read_up_to (h, twice < size ? twice : size);
}

/* ---- The index ---- */

static bool
read_index (struct header *h)
{
  const size_t size = h->record->size;

  h->buf->len = 0;
  if (!read_up_to (h, size < FIRST_READ ? size : FIRST_READ)
      || size < PREAMBLE)
    return false;
  h->nr_entries = get_u32 (h, 0);
  if (h->nr_entries > ENTRIES_MAX)
    return false;
  h->data = PREAMBLE + (size_t) h->nr_entries * ENTRY;
  return read_up_to (h, h->data > h->buf->len ? h->data : h->buf->len);
}

static bool
fits (int which, uint32_t type)
{
  return which == F_EPOCH ? type == TYPE_INT32
    : type == TYPE_STRING || type == TYPE_STRING_ARRAY
      || type == TYPE_I18NSTRING;
}

static void
look_at_entry (struct header *h, size_t entry)
{
  const uint32_t tag = get_u32 (h, entry);
  uint32_t offset;

  if (tag < tags[0] || tag > tags[NR_WANTED - 1])
    return;
  offset = get_u32 (h, entry + 8);
  for (int i = 0; i < NR_WANTED && offset < OFFSET_MAX; ++i)
    if (tag == tags[i] && fits (i, get_u32 (h, entry + 4)) && h->at[i] == 0)
      h->at[i] = h->data + offset;
}

static void
look_at_index (struct header *h)
{
  for (uint32_t i = 0; i < h->nr_entries; ++i)
    look_at_entry (h, PREAMBLE + (size_t) i * ENTRY);
}

/* ---- Values ---- */

/* Is there a whole string at this place? */
static bool
read_string (struct header *h, size_t at)
{
  size_t searched = at;

  for (;;) {
    const size_t have = h->buf->len;

    if (have > searched && memchr (h->buf->ptr + searched, '\0',
                                   have - searched))
      return true;
    if (have > searched)
      searched = have;
    if (searched - at > STRING_MAX || !read_more (h))
      return false;
  }
}

/* What is damaged is as if it were not there.  Reading may move the buffer:
 * all is read before anything is taken. */
static bool
read_values (struct header *h)
{
  bool good = true;

  for (int i = 0; i < NR_WANTED; ++i)
    if (h->at[i] && !(i == F_EPOCH ? read_up_to (h, h->at[i] + 4)
                      : read_string (h, h->at[i]))) {
      h->at[i] = 0;
      good = false;
    }
  return good;
}

/* This is what rpm says of a tag that a package does not have. */
static const char *
text (const struct header *h, int which)
{
  return h->at[which] ? h->buf->ptr + h->at[which] : "(none)";
}

static int
add_package (struct rpm_reader *r, const struct header *h, uintmax_t id)
{
  const uint32_t epoch = h->at[F_EPOCH] ? get_u32 (h, h->at[F_EPOCH]) : 0;
  const struct app a = {
    .name = text (h, F_NAME), .version = text (h, F_VERSION),
    .release = text (h, F_RELEASE), .arch = text (h, F_ARCH),
    .url = text (h, F_URL), .summary = text (h, F_SUMMARY),
    .description = text (h, F_DESCRIPTION),
    .epoch = epoch <= INT32_MAX ? (int32_t) epoch : 0, .number = id,
  };

  return apps_add (r->apps, &a);
}

int
rpm_add (struct rpm_reader *r, struct rpm_record *record, uintmax_t id)
{
  struct header h = { .record = record, .buf = &r->header };

  if (!read_index (&h)) {
    tree_warning (r->t, "%s: the header of package %" PRIuMAX " is damaged, "
                  "and the package was left out", r->path, id);
    return 0;
  }
  look_at_index (&h);
  if (!read_values (&h) || h.at[F_NAME] == 0)
    tree_warning (r->t, "%s: the header of package %" PRIuMAX " is damaged: "
                  "%s", r->path, id, h.at[F_NAME] ? "something is missing"
                  : "it has no name, and was left out");
  return h.at[F_NAME] ? add_package (r, &h, id) : 0;
}
