/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of a registry hive, its logs, and its cells.
 *
 * All that is read is in one of a few pages, and how much is read is limited:
 * a hive whose cells form a loop ends there. */

#include "config.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "hive.h"
#include "hivecell.h"
#include "hivelog.h"

#define ROOT 36                 /* offset in the header */

#define PAGES 32                /* that are kept, by the end of their number */
/* What reading may cost, 100 times what a big Windows needs: a piece of a page,
 * and a page that is not one of those that are kept. */
#define COST_MAX 4000000
#define PIECE_COST 1
#define PAGE_COST 40

struct page {
  bool filled;
  uint32_t number;
  uint8_t data[HIVE_BLOCK];
};

struct hive {
  const struct tree *t;         /* borrowed */
  char *path;
  int fd;
  uint8_t header[HIVE_SECTOR];
  char *logs[3];                /* what log refers to */
  struct hivelog log;
  struct page pages[PAGES];
  size_t cost;                  /* of what was read */
  bool warned;
};

/* ---- Pieces ---- */

void
hive_warning (const struct hive *h, const char *fs, ...)
{
  CLEANUP_FREE char *text = NULL;
  va_list args;
  int r;

  va_start (args, fs);
  r = vasprintf (&text, fs, args);
  va_end (args);
  if (r == -1)
    text = NULL;
  else
    tree_warning (h->t, "%s: %s", h->path, text);
}

/* One warning is enough: what follows is damaged by the same. */
int
hive_damaged (struct hive *h, uint32_t at)
{
  if (!h->warned)
    hive_warning (h, "the hive is damaged at byte %#" PRIx64 ", and what is "
                  "there is not known: repair it in Windows",
                  (uint64_t) HIVE_BLOCK + at);
  h->warned = true;
  return -1;
}

/* What the file has there, and over it what the logs have. */
static void
fill_page (struct hive *h, struct page *p, uint32_t number)
{
  const size_t sector = (size_t) number * (HIVE_BLOCK / HIVE_SECTOR);
  const off_t at = (off_t) (number + 1) * HIVE_BLOCK;

  memset (p->data, 0, sizeof p->data);
  if (pread (h->fd, p->data, sizeof p->data, at) == -1)
    hive_damaged (h, number * HIVE_BLOCK);
  for (size_t i = 0; i < HIVE_BLOCK / HIVE_SECTOR; ++i)
    if (sector + i < h->log.nr_sectors && h->log.sectors[sector + i])
      memcpy (p->data + i * HIVE_SECTOR, h->log.sectors[sector + i],
              HIVE_SECTOR);
  p->number = number;
  p->filled = true;
  h->cost += PAGE_COST;
}

static const struct page *
get_page (struct hive *h, uint32_t number)
{
  struct page *p = &h->pages[number % PAGES];

  if (!p->filled || p->number != number)
    fill_page (h, p, number);
  return p;
}

/* From there on; 0, or -1 when that is outside of the hive. */
static int
read_piece (struct hive *h, uint32_t at, void *buf, size_t n)
{
  uint8_t *to = buf;

  h->cost += PIECE_COST;
  if (n > h->log.size || at > h->log.size - n || h->cost > COST_MAX)
    return hive_damaged (h, at);
  while (n > 0) {
    const size_t from = at % HIVE_BLOCK;
    const size_t here = n < HIVE_BLOCK - from ? n : HIVE_BLOCK - from;

    memcpy (to, get_page (h, at / HIVE_BLOCK)->data + from, here);
    to += here;
    at += here;
    n -= here;
  }
  return 0;
}

/* ---- Cells ---- */

/* The cell with this offset, which must have room for so much. */
int
hive_find_cell (struct hive *h, uint32_t offset, size_t least, struct cell *ret)
{
  uint32_t length;

  if (read_piece (h, offset, &length, sizeof length) == -1)
    return -1;
  length = -le32toh (length);   /* a free cell: far too long */
  if (length > h->log.size || length < sizeof length + least)
    return hive_damaged (h, offset);
  ret->at = offset + sizeof length;
  ret->len = length - sizeof length;
  return 0;
}

int
hive_read_cell (struct hive *h, const struct cell *c, uint32_t at, void *buf,
           size_t n)
{
  if (n > c->len || at > c->len - n)
    return hive_damaged (h, c->at);
  return read_piece (h, c->at + at, buf, n);
}

int
hive_read_le32 (struct hive *h, const struct cell *c, uint32_t at,
                uint32_t *ret)
{
  const int r = hive_read_cell (h, c, at, ret, sizeof *ret);

  *ret = le32toh (*ret);
  return r;
}

/* Finds a cell, and reads so much of it into buf: what begins with this. */
int
hive_read_record (struct hive *h, uint32_t offset, const char *signature,
             struct cell *ret_cell, void *buf, size_t n)
{
  const struct bytes record = { buf, n };

  if (hive_find_cell (h, offset, n, ret_cell) == -1
      || hive_read_cell (h, ret_cell, 0, buf, n) == -1)
    return -1;
  return bytes_begin (record, 0, signature) ? 0 : hive_damaged (h, offset);
}

hive_key
hive_root (struct hive *h)
{
  return bytes_le32 (h->log.header, ROOT);
}

/* ---- Open and close ---- */

static const char *const log_suffixes[] = { ".LOG1", ".LOG2", ".LOG" };
#define LOGS (sizeof log_suffixes / sizeof log_suffixes[0])
#define LOG_MAX (64 * 1024 * 1024) /* there may be three at once */

/* The logs are beside it, and named after it. */
static void
read_logs (struct hive *h, struct bytes *ret)
{
  for (size_t i = 0; i < LOGS; ++i) {
    CLEANUP_FREE char *name = NULL, *path = NULL;
    size_t len = 0;

    if (asprintf (&name, "%s%s", h->path, log_suffixes[i]) == -1)
      name = NULL;
    path = name ? tree_find (h->t, name) : NULL;
    h->logs[i] = path ? tree_read (h->t, path, LOG_MAX, &len) : NULL;
    ret[i] = (struct bytes) { (uint8_t *) h->logs[i], h->logs[i] ? len : 0 };
  }
}

/* 0, or -1 when it is no hive. */
static int
replay_logs (struct hive *h)
{
  const struct bytes header = { h->header, sizeof h->header };
  struct bytes logs[LOGS] = { BYTES_NONE };

  if (!hive_is_clean (header))
    read_logs (h, logs);
  switch (hivelog_replay (header, logs, LOGS, &h->log)) {
  case HIVELOG_CLEAN:
  case HIVELOG_REPLAYED:
    return 0;
  case HIVELOG_MISSING:
    hive_warning (h, "Windows was not shut down, and the logs of "
                  "this hive do not tell what it had changed last: what is "
                  "known may be old: start Windows and shut it down");
    return 0;
  case HIVELOG_NO_HIVE:
    hive_warning (h, "it is not a registry hive, or its beginning "
                  "is damaged: what it should tell is not known: repair it in "
                  "Windows");
    return -1;
  case HIVELOG_NO_MEMORY:
    break;
  }
  hive_warning (h, "its logs do not fit into the memory: give the "
                "appliance more with set_memsize");
  return -1;
}

static int
open_file (struct hive *h)
{
  struct stat st;

  h->fd = tree_open (h->t, h->path);
  if (h->fd == -1 || fstat (h->fd, &st) == -1) {
    if (errno != ENOENT && errno != ENOTDIR)
      hive_warning (h, "%s", strerror (errno));
    return -1;
  }
  if (S_ISREG (st.st_mode)
      && pread (h->fd, h->header, sizeof h->header, 0) != -1)
    return replay_logs (h);
  hive_warning (h, "it cannot be read as a file: %m");
  return -1;
}

struct hive *
hive_open (const struct tree *t, const char *path)
{
  struct hive *h = calloc (1, sizeof *h);

  if (h == NULL)
    return NULL;
  h->t = t;
  h->fd = -1;
  h->path = strdup (path);
  if (h->path && open_file (h) == 0)
    return h;
  hive_close (h);
  return NULL;
}

void
hive_close (struct hive *h)
{
  if (h == NULL)
    return;
  if (h->fd >= 0)
    close (h->fd);
  for (size_t i = 0; i < LOGS; ++i)
    free (h->logs[i]);
  hivelog_done (&h->log);
  free (h->path);
  free (h);
}

void
cleanup_hive (struct hive **h)
{
  hive_close (*h);
}
