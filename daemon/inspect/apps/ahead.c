/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of which parts are read, mostly from the front to the back.
 *
 * Emulated, each request to the disk and each page of the kernel's cache cost
 * much: a piece of a megabyte that goes around that cache is read in the time
 * of a few pages.  So pieces are read where reading goes on, and what is wanted
 * is copied from them.  Where it jumps, only what is wanted is read, through
 * the cache: pages of a database that has seen many updates are anywhere. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "readers.h"
#include "strvec.h"

/* The second piece in a row is twice the first, and so on. */
#define FIRST_PIECE (64 * 1024)
#define LARGEST_PIECE (1024 * 1024)
/* Of what is read around the cache: places in the file and in memory. */
#define ALIGN 4096

static bool
has (const struct ahead *a, off_t offset)
{
  return offset >= a->start && offset - a->start < (off_t) a->len;
}

/* Not far behind what ended there. */
static bool
goes_on (off_t end, off_t offset)
{
  return offset >= end && offset - end < LARGEST_PIECE;
}

static ssize_t
read_at (int fd, void *buf, size_t n, off_t offset)
{
  ssize_t r;

  do
    r = pread (fd, buf, n, offset);
  while (r == -1 && errno == EINTR);
  return r;
}

/* Around the cache, where the file system can do that. */
static ssize_t
read_directly (int fd, void *buf, size_t n, off_t offset)
{
  ssize_t r = set_direct (fd, true) == 0 ? read_at (fd, buf, n, offset) : -1;

  set_direct (fd, false);
  return r == -1 ? read_at (fd, buf, n, offset) : r;
}

/* 1; 0 where reading does not go on; -1 on errors. */
static int
read_piece (struct ahead *a, int fd, off_t offset)
{
  const bool next = a->len > 0 && goes_on (a->start + (off_t) a->len, offset);
  ssize_t r;

  if (!next && !goes_on (a->last, offset))
    return 0;
  if (a->piece == NULL
      && (a->piece = aligned_alloc (ALIGN, LARGEST_PIECE)) == NULL)
    return 0;
  a->size = !next ? FIRST_PIECE
    : a->size < LARGEST_PIECE ? a->size * 2 : LARGEST_PIECE;
  a->start = offset & -ALIGN;
  a->len = 0;
  r = read_directly (fd, a->piece, a->size, a->start);
  if (r == -1)
    return -1;
  a->len = r;
  return 1;
}

ssize_t
read_ahead (struct ahead *a, int fd, void *buf, size_t n, off_t offset)
{
  size_t done = 0;

  while (done < n) {
    const off_t at = offset + done;
    const int r = has (a, at) ? 1 : read_piece (a, fd, at);

    if (r == -1)
      return -1;
    if (r == 0) {
      const ssize_t rest = read_at (fd, (char *) buf + done, n - done, at);

      if (rest == -1)
        return -1;
      done += rest;
      break;
    }
    if (!has (a, at))           /* the end of the file */
      break;
    const size_t there = a->start + a->len - at;
    const size_t taken = there < n - done ? there : n - done;

    memcpy ((char *) buf + done, a->piece + (at - a->start), taken);
    done += taken;
  }
  a->last = offset + done;
  return done;
}

void
ahead_done (struct ahead *a)
{
  free (a->piece);
  a->piece = NULL;
  a->len = 0;
}
