/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replaying the logs of a registry hive, in memory.
 *
 * Windows writes what it changes to a log first.  When it was not shut down, or
 * a snapshot was taken while it ran, the hive itself may be minutes old: its
 * header has two sequence numbers, which then differ.  A log begins with a copy
 * of the header.  Behind it there is
 *
 *   since Windows 8.1   entries, numbered, each with the pages that were
 *                       changed.  .LOG1 and .LOG2 take turns.
 *   before              "DIRT", a bit for each sector of the hive, and those
 *                       sectors whose bit is set
 *
 * The format is described in "Windows registry file format specification" by
 * Maxim Suhanov. */

#include "config.h"

#include <stdlib.h>

#include "hivelog.h"

/* Offsets in the header. */
#define SEQUENCE 4              /* when writing began … */
#define SEQUENCE_DONE 8         /* … and when it had ended */
#define TIME 12
#define SIZE 40
#define CHECKSUM 508

static bool
is_size (uint32_t size)
{
  return size % HIVE_BLOCK == 0 && size <= HIVE_MAX;
}

/* ---- Headers ---- */

static bool
has_checksum (struct bytes header)
{
  uint32_t sum = 0;

  for (size_t at = 0; at < CHECKSUM; at += 4)
    sum ^= bytes_le32 (header, at);
  if (sum == UINT32_MAX)
    sum = UINT32_MAX - 1;
  else if (sum == 0)
    sum = 1;
  return bytes_le32 (header, CHECKSUM) == sum;
}

static bool
is_header (struct bytes header)
{
  return header.len >= HIVE_SECTOR && bytes_begin (header, 0, "regf")
    && has_checksum (header) && is_size (bytes_le32 (header, SIZE));
}

bool
hive_is_clean (struct bytes header)
{
  return is_header (header)
    && bytes_le32 (header, SEQUENCE) == bytes_le32 (header, SEQUENCE_DONE);
}

/* ---- The changed sectors ---- */

void
hivelog_done (struct hivelog *l)
{
  free (l->sectors);
}

static int
set_size (struct hivelog *l, uint32_t size)
{
  const size_t n = size / HIVE_SECTOR;
  const uint8_t **p;

  l->size = size;
  if (n <= l->nr_sectors)
    return 0;
  p = realloc (l->sectors, n * sizeof *p);
  if (p == NULL)
    return -1;
  memset (p + l->nr_sectors, 0, (n - l->nr_sectors) * sizeof *p);
  l->sectors = p;
  l->nr_sectors = n;
  return 0;
}

/* data: whole sectors, which fit. */
static void
set_sectors (struct hivelog *l, size_t offset, struct bytes data)
{
  for (size_t at = 0; at < data.len; at += HIVE_SECTOR)
    l->sectors[(offset + at) / HIVE_SECTOR] = data.ptr + at;
}

/* ---- Logs with entries ---- */

/* Offsets in an entry. */
#define ENTRY_LENGTH 4
#define ENTRY_SEQUENCE 12
#define ENTRY_SIZE 16           /* of the hive */
#define ENTRY_PAGES 20          /* how many there are */
#define ENTRY_HASH 24           /* of what begins at ENTRY_PLACES */
#define ENTRY_HEADER_HASH 32    /* of what is before it */
#define ENTRY_PLACES 40         /* of each page, offset and length in the hive;
                                 * then the pages */

/* The first half of the hash is the low one.  (Marvin32) */
uint64_t
hivelog_hash (struct bytes b, uint64_t seed)
{
#define ROTATE(v, n) ((v) << (n) | (v) >> (32 - (n)))
  uint32_t low = seed, high = seed >> 32;
  /* Whole words; the last with an end mark; a zero. */
  const size_t words = b.len / 4 + 2;

  for (size_t i = 0; i < words; ++i) {
    uint32_t word = 0;

    if (i < words - 2)
      word = bytes_le32 (b, i * 4);
    else if (i == words - 2) {
      word = UINT32_C (0x80) << 8 * (b.len % 4);
      for (size_t j = 0; j < b.len % 4; ++j)
        word |= (uint32_t) b.ptr[i * 4 + j] << 8 * j;
    }
    low += word;
    high ^= low;
    low = ROTATE (low, 20) + high;
    high = ROTATE (high, 9) ^ low;
    low = ROTATE (low, 27) + high;
    high = ROTATE (high, 19);
  }
  return low | (uint64_t) high << 32;
}

/* What is left of a log; its next entry is at the beginning. */
struct entries {
  struct bytes rest;
};

/* The entry at the beginning; none when it is no entry. */
static struct bytes
first_entry (struct bytes rest)
{
  const uint32_t length = bytes_le32 (rest, ENTRY_LENGTH);
  const struct bytes header = bytes_part (rest, 0, ENTRY_HEADER_HASH);

  if (bytes_begin (rest, 0, "HvLE") && length >= HIVE_SECTOR
      && length % HIVE_SECTOR == 0 && bytes_have (rest, 0, length)
      && bytes_le64 (rest, ENTRY_HEADER_HASH)
         == hivelog_hash (header, HIVELOG_SEED))
    return bytes_part (rest, 0, length);
  return BYTES_NONE;
}

static void
skip_entry (struct entries *e)
{
  const struct bytes entry = first_entry (e->rest);

  e->rest = entry.len ? bytes_part (e->rest, entry.len, SIZE_MAX) : BYTES_NONE;
}

/* Entries that are older than that are what an earlier turn left. */
static void
skip_older_entries (struct entries *e, uint32_t sequence)
{
  struct bytes entry;

  while ((entry = first_entry (e->rest)).len
         && bytes_le32 (entry, ENTRY_SEQUENCE) < sequence)
    skip_entry (e);
}

/* Of all logs the one whose next entry is the oldest that is new; NULL. */
static struct entries *
next_log (struct entries *logs, size_t n, uint32_t sequence)
{
  struct entries *next = NULL;

  for (size_t i = 0; i < n; ++i) {
    skip_older_entries (&logs[i], sequence);
    if (first_entry (logs[i].rest).len
        && (next == NULL || bytes_le32 (logs[i].rest, ENTRY_SEQUENCE)
            < bytes_le32 (next->rest, ENTRY_SEQUENCE)))
      next = &logs[i];
  }
  return next;
}

/* Of the entry's page at that place; none when it does not fit. */
static struct bytes
page_at (struct bytes entry, size_t place, size_t data)
{
  const uint32_t offset = bytes_le32 (entry, place);
  const uint32_t length = bytes_le32 (entry, place + 4);

  if (length == 0 || offset % HIVE_SECTOR != 0 || length % HIVE_SECTOR != 0
      || (uint64_t) offset + length > bytes_le32 (entry, ENTRY_SIZE)
      || !bytes_have (entry, data, length))
    return BYTES_NONE;
  return bytes_part (entry, data, length);
}

/* Its pages, put into l unless that is NULL.  False when one does not fit. */
static bool
put_pages (struct bytes entry, struct hivelog *l)
{
  const size_t n = bytes_le32 (entry, ENTRY_PAGES);
  size_t data = ENTRY_PLACES + n * 8;

  for (size_t place = ENTRY_PLACES; place < ENTRY_PLACES + n * 8; place += 8) {
    const struct bytes page = page_at (entry, place, data);

    if (page.len == 0)
      return false;
    if (l)
      set_sectors (l, bytes_le32 (entry, place), page);
    data += page.len;
  }
  return true;
}

static bool
is_intact (struct bytes entry)
{
  const struct bytes hashed = bytes_part (entry, ENTRY_PLACES, SIZE_MAX);

  return is_size (bytes_le32 (entry, ENTRY_SIZE)) && put_pages (entry, NULL)
    && bytes_le64 (entry, ENTRY_HASH) == hivelog_hash (hashed, HIVELOG_SEED);
}

/* How many entries there were; -1 when memory is out.  The first may have a
 * higher number than the hive: Windows puts the pages of a log into the hive,
 * and takes the log for new entries, without writing the hive's header. */
static ssize_t
replay_entries (struct entries *logs, size_t n, struct hivelog *l)
{
  uint32_t sequence = bytes_le32 (l->header, SEQUENCE_DONE);
  ssize_t replayed = 0;
  struct entries *log;

  for (; (log = next_log (logs, n, sequence)) != NULL; replayed++) {
    const struct bytes entry = first_entry (log->rest);

    if ((replayed && bytes_le32 (entry, ENTRY_SEQUENCE) != sequence)
        || !is_intact (entry))
      break;
    if (set_size (l, bytes_le32 (entry, ENTRY_SIZE)) == -1)
      return -1;
    put_pages (entry, l);
    sequence = bytes_le32 (entry, ENTRY_SEQUENCE) + 1;
    skip_entry (log);
  }
  return replayed;
}

/* ---- Logs with a bit for each sector ---- */

#define BITS (HIVE_SECTOR + 4)  /* where they begin */

static bool
is_set (struct bytes bits, size_t n)
{
  return bits.ptr[n / 8] >> n % 8 & 1;
}

static size_t
count_bits (struct bytes bits)
{
  size_t set = 0;

  for (size_t i = 0; i < bits.len; ++i)
    set += __builtin_popcount (bits.ptr[i]);
  return set;
}

/* Likewise 1, 0 or -1.  All sectors are needed. */
static ssize_t
replay_sectors (struct bytes log, struct hivelog *l)
{
  const uint32_t size = bytes_le32 (log, SIZE);
  const size_t n = size / HIVE_SECTOR;
  const struct bytes bits = bytes_part (log, BITS, n / 8);
  size_t data = (BITS + n / 8 + HIVE_SECTOR - 1) / HIVE_SECTOR * HIVE_SECTOR;

  if (bits.len != n / 8
      || !bytes_have (log, data, count_bits (bits) * HIVE_SECTOR))
    return 0;
  if (set_size (l, size) == -1)
    return -1;
  for (size_t i = 0; i < n; ++i)
    if (is_set (bits, i)) {
      l->sectors[i] = log.ptr + data;
      data += HIVE_SECTOR;
    }
  return 1;
}

/* ---- Both ---- */

/* A log of this hive: of its last state, if the hive's header can tell. */
static bool
fits_hive (struct bytes log, struct bytes header)
{
  return hive_is_clean (bytes_part (log, 0, HIVE_SECTOR))
    && (!is_header (header)
        || bytes_le64 (log, TIME) == bytes_le64 (header, TIME));
}

static ssize_t
replay_old_logs (struct bytes header, const struct bytes *logs, size_t n,
                 struct hivelog *l)
{
  for (size_t i = 0; i < n; ++i)
    if (bytes_begin (logs[i], HIVE_SECTOR, "DIRT")
        && fits_hive (logs[i], header)) {
      l->header = bytes_part (logs[i], 0, HIVE_SECTOR);
      return replay_sectors (logs[i], l);
    }
  return 0;
}

/* The header of the log that is to be replayed first. */
static struct bytes
oldest_header (const struct bytes *logs, size_t n)
{
  struct bytes oldest = BYTES_NONE;

  for (size_t i = 0; i < n; ++i) {
    const struct bytes header = bytes_part (logs[i], 0, HIVE_SECTOR);

    if (is_header (header) && bytes_begin (logs[i], HIVE_SECTOR, "HvLE")
        && (oldest.len == 0 || bytes_le32 (header, SEQUENCE_DONE)
            < bytes_le32 (oldest, SEQUENCE_DONE)))
      oldest = header;
  }
  return oldest;
}

static ssize_t
replay_new_logs (struct bytes header, const struct bytes *logs, size_t n,
                 struct hivelog *l)
{
  struct entries *entries = calloc (n + 1, sizeof *entries);
  ssize_t r;

  if (entries == NULL)
    return -1;
  for (size_t i = 0; i < n; ++i)
    entries[i].rest = bytes_part (logs[i], HIVE_SECTOR, SIZE_MAX);
  l->header = is_header (header) ? header : oldest_header (logs, n);
  r = l->header.len ? replay_entries (entries, n, l) : 0;
  free (entries);
  return r;
}

enum hivelog_state
hivelog_replay (struct bytes header, const struct bytes *logs, size_t n,
                struct hivelog *ret)
{
  ssize_t replayed = 0;

  *ret = (struct hivelog) {
    .header = header, .size = bytes_le32 (header, SIZE)
  };
  if (hive_is_clean (header))
    return HIVELOG_CLEAN;
  replayed = replay_old_logs (header, logs, n, ret);
  if (replayed == 0)
    replayed = replay_new_logs (header, logs, n, ret);
  if (replayed == 0)
    ret->header = header;
  return replayed == -1 ? HIVELOG_NO_MEMORY
    : replayed > 0 ? HIVELOG_REPLAYED
    : bytes_begin (header, 0, "regf") && is_size (ret->size) ? HIVELOG_MISSING
    : HIVELOG_NO_HIVE;
}
