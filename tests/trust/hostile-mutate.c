/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Damages images: a few bits and numbers, in what is not zero, more often near
 * the beginning, where the superblock is. */

#include <config.h>

#include <endian.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hostile.h"

#define SECTOR 512
/* So many sectors with anything in them are "the beginning". */
#define HEAD 12
#define MOST_CHANGES 16

/* ---- Images ---- */

static bool
is_zero (const unsigned char *p, size_t n)
{
  return n == 0 || (p[0] == 0 && memcmp (p, p + 1, n - 1) == 0);
}

static void
add_sector (struct sectors *s, uint32_t number)
{
  if ((s->len & (s->len - 1)) == 0) {
    s->number = realloc (s->number, (s->len ? 2 * s->len : 1)
                         * sizeof *s->number);
    if (!s->number)
      die ("not enough memory");
  }
  s->number[s->len++] = number;
}

void
find_sectors (const char *image, struct sectors *ret)
{
  CLEANUP_CLOSE int fd = open (image, O_RDONLY | O_CLOEXEC);
  unsigned char sector[SECTOR];
  off_t at = 0;

  *ret = (struct sectors) { NULL, 0 };
  if (fd == -1)
    die ("%s: %m", image);
  while ((at = lseek (fd, at, SEEK_DATA)) != -1) {
    const off_t end = lseek (fd, at, SEEK_HOLE);

    for (; at < end; at += SECTOR)
      if (pread (fd, sector, SECTOR, at) == SECTOR
          && !is_zero (sector, SECTOR))
        add_sector (ret, at / SECTOR);
  }
  if (ret->len == 0)
    die ("%s: there is nothing in it", image);
}

static void
copy_range (int from, int to, off_t at, off_t end)
{
  static char buf[1 << 18];

  while (at < end) {
    const size_t left = end - at;
    const size_t want = left < sizeof buf ? left : sizeof buf;
    const ssize_t n = pread (from, buf, want, at);

    if (n <= 0 || pwrite (to, buf, n, at) != n)
      die ("copying an image: %m");
    at += n;
  }
}

void
copy_image (const char *from, const char *to)
{
  CLEANUP_CLOSE int in = open (from, O_RDONLY | O_CLOEXEC);
  CLEANUP_CLOSE int out = open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                                0600);
  struct stat st;
  off_t at = 0, end;

  if (in == -1 || out == -1 || fstat (in, &st) == -1
      || ftruncate (out, st.st_size) == -1)
    die ("%s: %m", to);
  while ((at = lseek (in, at, SEEK_DATA)) != -1) {
    end = lseek (in, at, SEEK_HOLE);
    copy_range (in, out, at, end);
    at = end;
  }
}

/* ---- Changes ---- */

/* splitmix64: small, and the same everywhere. */
static uint64_t
next_random (uint64_t *state)
{
  uint64_t z = *state += UINT64_C (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static uint32_t
below (uint64_t *state, size_t n)
{
  return next_random (state) % n;
}

/* Numbers that programs tend not to expect. */
static uint32_t
odd_number (uint64_t *state, uint32_t old)
{
  static const uint32_t odd[] = {
    0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe, 0xffff, 0x10000,
  };
  const size_t n = sizeof odd / sizeof odd[0];
  const uint32_t which = below (state, n + 4);

  return which < n ? odd[which] : which == n ? old + 1 : which == n + 1
    ? old - 1 : which == n + 2 ? old * 2 : (uint32_t) next_random (state);
}

/* At a place that is not zero, if there is one near: that is where a field
 * is in use. */
static size_t
place (uint64_t *state, const unsigned char sector[SECTOR])
{
  const size_t at = below (state, SECTOR);

  for (size_t i = 0; i < SECTOR; i++)
    if (sector[(at + i) % SECTOR] != 0)
      return (at + i) % SECTOR;
  return at;
}

static void
change_sector (uint64_t *state, unsigned char sector[SECTOR])
{
  const size_t at = place (state, sector);
  uint32_t number;

  switch (below (state, 3)) {
  case 0:
    sector[at] ^= 1 << below (state, 8);
    break;
  case 1:
    sector[at] = next_random (state);
    break;
  default:
    memcpy (&number, sector + (at & ~3u), sizeof number);
    number = htole32 (odd_number (state, le32toh (number)));
    memcpy (sector + (at & ~3u), &number, sizeof number);
  }
}

void
damage_image (const char *image, const struct kind *kind,
              const struct sectors *sectors, uint64_t seed)
{
  CLEANUP_CLOSE int fd = open (image, O_RDWR | O_CLOEXEC);
  uint64_t state = seed;
  const uint32_t changes = 1 + below (&state, MOST_CHANGES);

  for (uint32_t i = 0; i < changes; i++) {
    const size_t n = below (&state, 3) == 0 && sectors->len > HEAD
      ? HEAD : sectors->len;
    const off_t at = (off_t) sectors->number[below (&state, n)] * SECTOR;
    unsigned char sector[SECTOR];

    if (fd == -1 || pread (fd, sector, SECTOR, at) != SECTOR)
      die ("%s: %m", image);
    change_sector (&state, sector);
    if (pwrite (fd, sector, SECTOR, at) != SECTOR)
      die ("%s: %m", image);
    if (kind->repair)
      kind->repair (fd, at);
  }
}

/* ---- Checksums ---- */

/* poly is reflected: 0x82f63b78 is CRC-32C, 0xedb88320 that of GPT. */
static uint32_t
crc (uint32_t poly, const unsigned char *p, size_t n)
{
  uint32_t c = UINT32_MAX;

  for (; n > 0; n--) {
    c ^= *p++;
    for (int bit = 0; bit < 8; bit++)
      c = c & 1 ? (c >> 1) ^ poly : c >> 1;
  }
  return ~c;
}

static void
put_crc (unsigned char *where, uint32_t value)
{
  value = htole32 (value);
  memcpy (where, &value, sizeof value);
}

/* Superblocks are 4 KiB, nodes 16 KiB that carry the UUID of the superblock;
 * both begin with the checksum of what is after byte 32. */
#define BTRFS_SUPER 65536
#define BTRFS_SUPER_SIZE 4096
#define BTRFS_NODE 16384
#define BTRFS_CSUM 32

void
repair_btrfs (int fd, int64_t offset)
{
  static unsigned char block[BTRFS_NODE], super[BTRFS_SUPER_SIZE];
  const bool in_super = offset / BTRFS_SUPER_SIZE
    == BTRFS_SUPER / BTRFS_SUPER_SIZE;
  const int64_t start = in_super ? BTRFS_SUPER : offset & ~(BTRFS_NODE - 1);
  const size_t size = in_super ? BTRFS_SUPER_SIZE : BTRFS_NODE;

  if (pread (fd, super, sizeof super, BTRFS_SUPER) != sizeof super
      || pread (fd, block, size, start) != (ssize_t) size)
    return;
  if (!in_super && memcmp (block + BTRFS_CSUM, super + BTRFS_CSUM, 16) != 0)
    return;                     /* not a node */
  put_crc (block, crc (0x82f63b78, block + BTRFS_CSUM, size - BTRFS_CSUM));
  if (pwrite (fd, block, size, start) != (ssize_t) size)
    die ("writing a checksum: %m");
}

/* The primary: header in sector 1, entries from sector 2. */
#define GPT_HEADER_SIZE 92
#define GPT_ENTRIES (128 * 128)

void
repair_gpt (int fd, int64_t offset)
{
  static unsigned char header[SECTOR], entries[GPT_ENTRIES];

  if (offset < SECTOR || offset >= 2 * SECTOR + GPT_ENTRIES
      || pread (fd, header, SECTOR, SECTOR) != SECTOR
      || pread (fd, entries, GPT_ENTRIES, 2 * SECTOR) != GPT_ENTRIES)
    return;
  put_crc (header + 88, crc (0xedb88320, entries, GPT_ENTRIES));
  put_crc (header + 16, 0);
  put_crc (header + 16, crc (0xedb88320, header, GPT_HEADER_SIZE));
  if (pwrite (fd, header, SECTOR, SECTOR) != SECTOR)
    die ("writing a checksum: %m");
}
