/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Databases of RPM in its own format (openSUSE): pages of slots, which say
 * where the headers are.  Everything is little-endian. */

#include "config.h"

#include <endian.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rpm.h"

#define MAGIC "RpmP"
#define SLOT_MAGIC "Slot"
#define RECORD_MAGIC "BlbS"

#define PAGE 4096
#define HEADER 32               /* magic, version, generation, slot pages … */
#define SLOT 16                 /* magic, package, block, number of blocks */
#define RECORD 16               /* magic, package, generation, length */
#define BLOCK 16
/* A quarter of a million packages. */
#define SLOT_PAGES_MAX 1024

struct slot {
  uint32_t package, block;
};

struct ndb {
  struct rpm_reader *reader;
  int fd;
  struct ahead ahead;
  struct slot *slots;           /* those in use */
  size_t nr_slots;
};

static uint32_t
get_u32 (const char *p)
{
  uint32_t n;

  memcpy (&n, p, sizeof n);
  return le32toh (n);
}

static bool
read_at (int fd, char *buf, size_t n, off_t offset)
{
  return pread (fd, buf, n, offset) == (ssize_t) n;
}

static int
is_damaged (const struct ndb *n, const char *what)
{
  reply_with_error_errno (EINVAL, "%s: is damaged: %s", n->reader->path, what);
  return -1;
}

/* ---- Slots ---- */

/* The number of pages that have any. */
static int
read_nr_pages (const struct ndb *n, size_t *ret)
{
  char header[HEADER];

  if (!read_at (n->fd, header, sizeof header, 0)
      || memcmp (header, MAGIC, 4) != 0)
    return is_damaged (n, "its first bytes are those of another file");
  if (get_u32 (header + 4) != 0)
    return is_damaged (n, "its version is not known");
  *ret = get_u32 (header + 12);
  return *ret <= SLOT_PAGES_MAX ? 0
    : is_damaged (n, "it has more pages of slots than can be");
}

/* In the order in which they lie on the disk. */
static int
compare_slots (const void *one, const void *other)
{
  const struct slot *a = one, *b = other;

  return (a->block > b->block) - (a->block < b->block);
}

static int
take_slots (struct ndb *n, const char *pages, size_t size)
{
  n->slots = malloc (size / SLOT * sizeof *n->slots);
  if (n->slots == NULL) {
    reply_with_perror ("%s", n->reader->path);
    return -1;
  }
  for (size_t at = HEADER; at < size; at += SLOT) {
    const struct slot s = {
      get_u32 (pages + at + 4), get_u32 (pages + at + 8),
    };

    if (memcmp (pages + at, SLOT_MAGIC, 4) != 0)
      return is_damaged (n, "a slot has lost its mark");
    if (s.package)
      n->slots[n->nr_slots++] = s;
  }
  qsort (n->slots, n->nr_slots, sizeof *n->slots, compare_slots);
  return 0;
}

/* A database that was only just made has none. */
static int
read_slots (struct ndb *n)
{
  CLEANUP_FREE char *pages = NULL;
  size_t nr_pages;

  if (read_nr_pages (n, &nr_pages) == -1)
    return -1;
  if (nr_pages == 0)
    return 0;
  pages = malloc (nr_pages * PAGE);
  if (pages == NULL) {
    reply_with_perror ("%s", n->reader->path);
    return -1;
  }
  if (!read_at (n->fd, pages, nr_pages * PAGE, 0))
    return is_damaged (n, "it ends within its slots");
  return take_slots (n, pages, nr_pages * PAGE);
}

/* ---- Packages ---- */

struct place {
  struct ndb *ndb;
  off_t start;
};

static bool
read_record (struct rpm_record *record, char *buf, size_t n, size_t offset)
{
  const struct place *p = record->opaque;

  return read_ahead (&p->ndb->ahead, p->ndb->fd, buf, n, p->start + offset)
    == (ssize_t) n;
}

static int
add_slot (struct ndb *n, const struct slot *s)
{
  struct place place = { n, (off_t) s->block * BLOCK };
  struct rpm_record record = { .read = read_record, .opaque = &place };
  char start[RECORD];

  if (!read_record (&record, start, sizeof start, 0)
      || memcmp (start, RECORD_MAGIC, 4) != 0
      || get_u32 (start + 4) != s->package) {
    tree_warning (n->reader->t, "%s: package %" PRIu32 " is not where it "
                  "should be, and was left out", n->reader->path, s->package);
    return 0;
  }
  record.size = get_u32 (start + 12);
  place.start += RECORD;
  return rpm_add (n->reader, &record, s->package);
}

int
rpm_read_ndb (struct rpm_reader *r)
{
  CLEANUP_CLOSE int fd = tree_open (r->t, r->path);
  struct ndb n = { .reader = r, .fd = fd };
  int ret;

  if (fd == -1) {
    reply_with_perror ("%s", r->path);
    return -1;
  }
  ret = read_slots (&n);
  for (size_t i = 0; ret == 0 && i < n.nr_slots; ++i)
    ret = add_slot (&n, &n.slots[i]);
  free (n.slots);
  ahead_done (&n.ahead);
  return ret;
}
