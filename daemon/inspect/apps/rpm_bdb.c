/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Databases of RPM in Berkeley DB (until 2020): a hash table in pages of one
 * size, in the byte order of the machine that wrote it.  Each value, a
 * header, is too long for its page and lies in a chain of others. */

#include "config.h"

#include <byteswap.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rpm.h"

/* The first page. */
#define AT_MAGIC 12
#define AT_VERSION 16
#define AT_PAGE_SIZE 20
#define AT_ENCRYPTION 24
#define AT_LAST_PAGE 32
#define AT_MAX_BUCKET 72
#define AT_SPARES 96
#define NR_SPARES 32
#define META_SIZE (AT_SPARES + 4 * NR_SPARES)
#define HASH_MAGIC 0x061561

/* All others. */
#define AT_NEXT 16
#define AT_ENTRIES 20
#define AT_DATA_LENGTH 22       /* of a page of a chain */
#define AT_TYPE 25
#define PAGE_HEADER 26
enum { PAGE_UNUSED, PAGE_HASH_UNSORTED = 2, PAGE_CHAIN = 7, PAGE_HASH = 13 };

/* An item begins with its type.  One that is elsewhere goes on with padding,
 * the first page and the length. */
enum { ITEM_HERE = 1, ITEM_ELSEWHERE = 3 };
#define ELSEWHERE_SIZE 12

/* More packages than there are. */
#define RECORDS_MAX 1000000

/* A header that is elsewhere. */
struct record {
  uint32_t page, size, id;
};

struct bdb {
  struct rpm_reader *reader;
  int fd;
  bool swapped;                 /* written by the other kind of machine */
  uint32_t page_size, last_page, max_bucket;
  uint32_t spares[NR_SPARES];
  uint32_t pages_left;          /* to be read before they go in a circle */
  char *page;                   /* of the hash table */
  struct record *records;
  size_t nr_records, cap;
  struct ahead ahead;
};

static uint32_t
get_u32 (const struct bdb *b, const char *p)
{
  uint32_t n;

  memcpy (&n, p, sizeof n);
  return b->swapped ? bswap_32 (n) : n;
}

static uint16_t
get_u16 (const struct bdb *b, const char *p)
{
  uint16_t n;

  memcpy (&n, p, sizeof n);
  return b->swapped ? bswap_16 (n) : n;
}

static int
is_damaged (const struct bdb *b, const char *what)
{
  reply_with_error_errno (EINVAL, "%s: is damaged: %s", b->reader->path, what);
  return -1;
}

static bool
read_page (struct bdb *b, uint32_t page, char *buf, size_t n)
{
  return page <= b->last_page
    && read_ahead (&b->ahead, b->fd, buf, n, (off_t) page * b->page_size)
    == (ssize_t) n;
}

/* ---- The first page ---- */

/* What says more pages than there are would be looked at for ever. */
static int
check_size (struct bdb *b)
{
  struct stat st;

  if (fstat (b->fd, &st) == -1) {
    reply_with_perror ("%s", b->reader->path);
    return -1;
  }
  if (b->last_page >= st.st_size / b->page_size)
    return is_damaged (b, "it has lost its end");
  return b->max_bucket <= b->last_page ? 0
    : is_damaged (b, "its table has more parts than can be");
}

static int
check_meta (struct bdb *b, const char *meta)
{
  const uint32_t version = get_u32 (b, meta + AT_VERSION);

  if (version < 7 || version > 10)
    return is_damaged (b, "its version is not known");
  if (meta[AT_ENCRYPTION])
    return is_damaged (b, "it is encrypted");
  if (b->page_size < 512 || b->page_size > 65536
      || b->page_size & (b->page_size - 1))
    return is_damaged (b, "the size of its pages cannot be");
  return check_size (b);
}

static int
read_meta (struct bdb *b)
{
  char meta[META_SIZE];

  if (pread (b->fd, meta, sizeof meta, 0) != sizeof meta)
    return is_damaged (b, "it ends within its first page");
  b->swapped = get_u32 (b, meta + AT_MAGIC) != HASH_MAGIC;
  if (get_u32 (b, meta + AT_MAGIC) != HASH_MAGIC)
    return is_damaged (b, "its first bytes are those of another file");
  b->page_size = get_u32 (b, meta + AT_PAGE_SIZE);
  b->last_page = get_u32 (b, meta + AT_LAST_PAGE);
  b->max_bucket = get_u32 (b, meta + AT_MAX_BUCKET);
  for (size_t i = 0; i < NR_SPARES; ++i)
    b->spares[i] = get_u32 (b, meta + AT_SPARES + 4 * i);
  return check_meta (b, meta);
}

/* ---- Headers that are elsewhere ---- */

/* Where reading is in a chain of pages; always forward. */
struct chain {
  struct bdb *b;
  uint32_t page;                /* what of it was not read yet … */
  size_t start, len;
  uint32_t next;                /* … and what follows it */
  uint32_t pages_left;
};

static bool
next_page (struct chain *c)
{
  char header[PAGE_HEADER];

  if (c->next == 0 || c->pages_left-- == 0
      || !read_page (c->b, c->next, header, sizeof header)
      || header[AT_TYPE] != PAGE_CHAIN)
    return false;
  c->page = c->next;
  c->next = get_u32 (c->b, header + AT_NEXT);
  c->start = PAGE_HEADER;
  c->len = get_u16 (c->b, header + AT_DATA_LENGTH);
  return c->len > 0 && c->len <= c->b->page_size - PAGE_HEADER;
}

static bool
read_chain (struct rpm_record *record, char *buf, size_t n, size_t offset)
{
  struct chain *c = record->opaque;

  (void) offset;
  while (n > 0) {
    size_t piece;

    if (c->len == 0 && !next_page (c))
      return false;
    piece = n < c->len ? n : c->len;
    if (read_ahead (&c->b->ahead, c->b->fd, buf, piece,
                    (off_t) c->page * c->b->page_size + c->start)
        != (ssize_t) piece)
      return false;
    buf += piece;
    n -= piece;
    c->start += piece;
    c->len -= piece;
  }
  return true;
}

static int
add_record (struct bdb *b, const struct record *r)
{
  struct chain chain = {
    .b = b, .next = r->page, .pages_left = b->last_page,
  };
  struct rpm_record record = {
    .size = r->size, .read = read_chain, .opaque = &chain,
  };

  return rpm_add (b->reader, &record, r->id);
}

static int
compare_records (const void *one, const void *other)
{
  const struct record *a = one, *b = other;

  return (a->page > b->page) - (a->page < b->page);
}

static int
add_records (struct bdb *b)
{
  if (b->nr_records > 1)
    qsort (b->records, b->nr_records, sizeof *b->records, compare_records);
  for (size_t i = 0; i < b->nr_records; ++i)
    if (add_record (b, &b->records[i]) == -1)
      return -1;
  return 0;
}

/* ---- Pages of the hash table: items are keys and values in turn ---- */

/* Remembers it: they are read in the order in which they lie on the disk. */
static int
remember_elsewhere (struct bdb *b, const char *item, uint32_t id)
{
  if (b->nr_records == RECORDS_MAX)
    return is_damaged (b, "it has more packages than can be");
  if (b->nr_records == b->cap) {
    const size_t cap = b->cap ? b->cap * 2 : 1024;
    struct record *records = reallocarray (b->records, cap, sizeof *records);

    if (records == NULL) {
      reply_with_perror ("%s", b->reader->path);
      return -1;
    }
    b->records = records;
    b->cap = cap;
  }
  b->records[b->nr_records++] = (struct record) {
    get_u32 (b, item + 4), get_u32 (b, item + 8), id,
  };
  return 0;
}

static bool
read_here (struct rpm_record *record, char *buf, size_t n, size_t offset)
{
  memcpy (buf, (const char *) record->opaque + offset, n);
  return true;
}

/* A short one is no header: the number that the next package will have. */
static int
add_here (const struct bdb *b, char *item, size_t size, uintmax_t id)
{
  struct rpm_record record = {
    .size = size - 1, .read = read_here, .opaque = item + 1,
  };

  return record.size < 32 ? 0 : rpm_add (b->reader, &record, id);
}

/* Items are put in from the end of the page; 0 when it cannot be so. */
static size_t
item_at (const struct bdb *b, size_t i, size_t *ret_size)
{
  const char *offset = b->page + PAGE_HEADER + 2 * i;
  const size_t at = get_u16 (b, offset);
  const size_t end = i > 0 ? get_u16 (b, offset - 2) : b->page_size;

  *ret_size = end - at;
  return at < end && end <= b->page_size ? at : 0;
}

/* The key of a header is its number. */
static int
add_item (struct bdb *b, size_t i)
{
  size_t key_size, size;
  const size_t key = item_at (b, i - 1, &key_size);
  const size_t at = item_at (b, i, &size);
  const uint32_t id = key && key_size >= 5 ? get_u32 (b, b->page + key + 1) : 0;

  if (at == 0 || key == 0)
    return is_damaged (b, "an item lies outside of its page");
  if (b->page[at] == ITEM_ELSEWHERE && size >= ELSEWHERE_SIZE)
    return remember_elsewhere (b, b->page + at, id);
  return b->page[at] == ITEM_HERE ? add_here (b, b->page + at, size, id) : 0;
}

static int
add_items (struct bdb *b)
{
  const size_t nr = get_u16 (b, b->page + AT_ENTRIES);

  if (PAGE_HEADER + 2 * nr > b->page_size)
    return is_damaged (b, "a page has more items than can be");
  for (size_t i = 1; i < nr; i += 2)
    if (add_item (b, i) == -1)
      return -1;
  return 0;
}

/* ---- Buckets ---- */

/* Buckets are made in doublings, and each doubling lies together. */
static uint32_t
page_of_bucket (const struct bdb *b, uint32_t bucket)
{
  unsigned log = 0;

  while (log < NR_SPARES - 1 && (UINT32_C (1) << log) < bucket + 1)
    ++log;
  return bucket + b->spares[log];
}

static int
add_bucket (struct bdb *b, uint32_t bucket)
{
  uint32_t page = page_of_bucket (b, bucket);

  while (page != 0) {
    if (b->pages_left-- == 0)
      return is_damaged (b, "its pages go in a circle");
    if (!read_page (b, page, b->page, b->page_size))
      return is_damaged (b, "a page of the table is missing");
    if (b->page[AT_TYPE] == PAGE_UNUSED)
      return 0;
    if (b->page[AT_TYPE] != PAGE_HASH
        && b->page[AT_TYPE] != PAGE_HASH_UNSORTED)
      return is_damaged (b, "a page of the table is something else");
    if (add_items (b) == -1)
      return -1;
    page = get_u32 (b, b->page + AT_NEXT);
  }
  return 0;
}

static int
add_buckets (struct bdb *b)
{
  b->pages_left = b->last_page;
  b->page = malloc (b->page_size);
  if (b->page == NULL) {
    reply_with_perror ("%s", b->reader->path);
    return -1;
  }
  for (uint32_t i = 0; i <= b->max_bucket; ++i)
    if (add_bucket (b, i) == -1)
      return -1;
  return add_records (b);
}

int
rpm_read_bdb (struct rpm_reader *r)
{
  CLEANUP_CLOSE int fd = tree_open (r->t, r->path);
  struct bdb b = { .reader = r, .fd = fd };
  int ret;

  if (fd == -1) {
    reply_with_perror ("%s", r->path);
    return -1;
  }
  ret = read_meta (&b) == -1 ? -1 : add_buckets (&b);
  free (b.page);
  free (b.records);
  ahead_done (&b.ahead);
  return ret;
}
