/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading an initrd: cpio archives one after the other, each of which may be
 * compressed; the first is often microcode and is not. */

#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "content.h"
#include "initrd.h"

static int
initrd_failed (struct initrd *i, const char *why)
{
  reply_with_error ("%s: not an initrd, or a damaged one: %s", i->path, why);
  return -1;
}

/* Begins to decompress at a place in the file. */
static int
initrd_start (struct initrd *i, int64_t start)
{
  struct archive_entry *e;

  if (i->a != NULL)
    archive_read_free (i->a);
  i->a = archive_read_new ();
  if (i->a == NULL || lseek (i->fd, start, SEEK_SET) == -1) {
    reply_with_perror ("%s", i->path);
    return -1;
  }
  archive_read_support_filter_all (i->a);
  archive_read_support_format_raw (i->a);
  i->start = start;
  i->offset = 0;
  if (archive_read_open_fd (i->a, i->fd, CONTENT_BUFFER_SIZE) != ARCHIVE_OK ||
      archive_read_next_header (i->a, &e) != ARCHIVE_OK)
    return initrd_failed (i, archive_error_string (i->a));
  return 0;
}

/* n bytes, fewer at the end; -1 with the error set. */
static ptrdiff_t
initrd_read (struct initrd *i, void *buf, size_t n)
{
  size_t done;
  la_ssize_t r;

  for (done = 0; done < n; done += r) {
    r = archive_read_data (i->a, (char *) buf + done, n - done);
    if (r < 0)
      return initrd_failed (i, archive_error_string (i->a));
    if (r == 0)
      break;
  }
  i->offset += done;
  return done;
}

int
initrd_read_exactly (struct initrd *i, void *buf, size_t n)
{
  const ptrdiff_t r = initrd_read (i, buf, n);

  if (r == -1)
    return -1;
  return (size_t) r == n ? 0 : initrd_failed (i, "it ends too early");
}

static int
initrd_skip (struct initrd *i, uint64_t n)
{
  char buf[4096];
  size_t piece;

  for (; n > 0; n -= piece) {
    piece = n < sizeof buf ? n : sizeof buf;
    if (initrd_read_exactly (i, buf, piece) == -1)
      return -1;
  }
  return 0;
}

#define NEWC_HEADER 110         /* "070701", 13 fields of 8 digits */
enum { NEWC_MODE = 1, NEWC_SIZE = 6, NEWC_NAME = 11 };

static int
newc_field (const char *header, unsigned nr, uint32_t *ret)
{
  char digits[9];
  char *end;

  memcpy (digits, header + 6 + nr * 8, 8);
  digits[8] = '\0';
  *ret = strtoul (digits, &end, 16);
  return end == digits + 8 ? 0 : -1;
}

/* Everything is padded to four bytes, counted from the header. */
static unsigned
padding (uint64_t n)
{
  return -n & 3;
}

static int
read_name (struct initrd *i, struct initrd_member *m, uint32_t len)
{
  if (len == 0 || len > 65536)
    return initrd_failed (i, "the length of a name is not plausible");
  free (m->name);
  m->name = malloc (len + 1);
  if (m->name == NULL) {
    reply_with_perror ("malloc");
    return -1;
  }
  m->name[len] = '\0';
  if (initrd_read_exactly (i, m->name, len) == -1)
    return -1;
  return initrd_skip (i, padding (NEWC_HEADER + len));
}

/* Skips zeroes between archives.  0 at the end of the file. */
static int
next_magic (struct initrd *i, char magic[6])
{
  ptrdiff_t r;

  do
    r = initrd_read (i, magic, 1);
  while (r == 1 && magic[0] == '\0');
  if (r != 1)
    return r;
  r = initrd_read (i, magic + 1, 5);
  if (r == -1)
    return -1;
  return r == 5 ? 1 : initrd_failed (i, "it ends too early");
}

static bool
is_newc (const char *magic)
{
  return memcmp (magic, "070701", 6) == 0 || memcmp (magic, "070702", 6) == 0;
}

/* To the header of the next member: 1, 0 at the end, -1 error set. */
static int
next_header (struct initrd *i, char header[NEWC_HEADER])
{
  int r = next_magic (i, header);

  if (r == 1 && !is_newc (header)) {
    /* Another archive, compressed in another way, unless this is one. */
    if (archive_filter_code (i->a, 0) != ARCHIVE_FILTER_NONE ||
        i->offset == 6)
      return initrd_failed (i, "not a cpio archive of type newc");
    if (initrd_start (i, i->start + i->offset - 6) == -1)
      return -1;
    r = next_magic (i, header);
    if (r == 1 && !is_newc (header))
      return initrd_failed (i, "not a cpio archive of type newc");
  }
  if (r == 1 && initrd_read_exactly (i, header + 6, NEWC_HEADER - 6) == -1)
    return -1;
  return r;
}

int
initrd_next (struct initrd *i, struct initrd_member *m)
{
  char header[NEWC_HEADER];
  uint32_t len;
  int r;

  do {
    r = next_header (i, header);
    if (r != 1)
      return r;
    if (newc_field (header, NEWC_MODE, &m->mode) == -1 ||
        newc_field (header, NEWC_SIZE, &m->size) == -1 ||
        newc_field (header, NEWC_NAME, &len) == -1)
      return initrd_failed (i, "a header is not hexadecimal");
    if (read_name (i, m, len) == -1)
      return -1;
  } while (strcmp (m->name, "TRAILER!!!") == 0);
  return 1;
}

int
initrd_skip_contents (struct initrd *i, const struct initrd_member *m)
{
  return initrd_skip (i, (uint64_t) m->size + padding (m->size));
}

int
initrd_open (struct initrd *i, const char *path)
{
  i->path = path;
  i->fd = content_open_file (path);
  return i->fd == -1 ? -1 : initrd_start (i, 0);
}

void
initrd_close (struct initrd *i)
{
  if (i->a != NULL)
    archive_read_free (i->a);
  if (i->fd >= 0)
    close (i->fd);
}
