/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The few fixed places of image headers that are read on the host, at most
 * 1 KiB each, because qemu-img does not tell what is there. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drives.h"

static uint64_t
get_be (const unsigned char *p, size_t bytes)
{
  uint64_t v = 0;

  while (bytes-- > 0)
    v = v << 8 | *p++;
  return v;
}

/* ---- VHD ----
 * Dynamic and differencing images have a copy of the footer in front; it says
 * where a header with the name of the parent is. */

#define FOOTER_SIZE 512
#define FOOTER_HEADER_AT 16     /* where the header is, 8 bytes */
#define FOOTER_TYPE 60          /* 4 bytes */
#define TYPE_DIFFERENCING 4

#define PARENT_NAME 64          /* in the header: UTF-16, big-endian */
#define PARENT_NAME_SIZE 512

/* Anything that cannot be shown is a question mark. */
static void
add_utf8 (struct strbuf *b, unsigned c)
{
  if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0) ||
      (c >= 0xd800 && c < 0xe000))
    c = '?';
  if (c < 0x80)
    strbuf_addc (b, c);
  else if (c < 0x800)
    strbuf_addf (b, "%c%c", 0xc0 | c >> 6, 0x80 | (c & 0x3f));
  else
    strbuf_addf (b, "%c%c%c", 0xe0 | c >> 12, 0x80 | (c >> 6 & 0x3f),
                 0x80 | (c & 0x3f));
}

static void
read_parent (int fd, uint64_t header, struct strbuf *ret)
{
  unsigned char name[PARENT_NAME_SIZE];

  if (header > INT64_MAX - PARENT_NAME ||
      pread (fd, name, sizeof name, header + PARENT_NAME) != sizeof name)
    return;
  for (size_t i = 0; i < sizeof name; i += 2) {
    const unsigned c = get_be (name + i, 2);
    if (c == 0)
      break;
    add_utf8 (ret, c);
  }
}

int
guestfs_int_check_vhd (guestfs_h *g, const struct drive_source *src)
{
  const char *path = src->path;
  const uint64_t start = src->extras.slice_offset;
  CLEANUP_CLOSE int fd = open (path, O_RDONLY | O_CLOEXEC);
  CLEANUP_STRBUF struct strbuf parent = STRBUF_INIT;
  unsigned char footer[FOOTER_SIZE];

  if (fd == -1 || pread (fd, footer, sizeof footer, start) == -1) {
    perrorf (g, "%s", path);
    return -1;
  }
  if (memcmp (footer, "conectix", 8) != 0 ||
      get_be (footer + FOOTER_TYPE, 4) != TYPE_DIFFERENCING)
    return 0;
  read_parent (fd, start + get_be (footer + FOOTER_HEADER_AT, 8), &parent);
  guestfs_int_error_errno (g, ENOTSUP, "%s: is a differencing VHD, which holds "
                           "only the changes to its parent %s: merge it into "
                           "its parent first", path,
                           parent.len ? parent.ptr : "(name unreadable)");
  return -1;
}

/* ---- qcow2 ----
 * The name of a backing file is bytes; qemu-img can only tell it as UTF-8 and
 * replaces the others. */

#define HEADER_SIZE 20
#define HEADER_NAME_AT 8        /* where the name is, 8 bytes */
#define HEADER_NAME_LEN 16      /* 4 bytes */
#define NAME_LEN_MAX 1023

char *
guestfs_int_qcow2_backing_name (guestfs_h *g,
                                const struct drive_source *src)
{
  const uint64_t start = src->extras.slice_offset;
  CLEANUP_CLOSE int fd = open (src->path, O_RDONLY | O_CLOEXEC);
  unsigned char header[HEADER_SIZE];
  char name[NAME_LEN_MAX];

  if (fd == -1 || pread (fd, header, sizeof header, start) != sizeof header ||
      memcmp (header, "QFI\xfb", 4) != 0)
    return NULL;
  const uint64_t at = get_be (header + HEADER_NAME_AT, 8);
  const uint64_t len = get_be (header + HEADER_NAME_LEN, 4);

  if (at > INT64_MAX - start || len > sizeof name ||
      pread (fd, name, len, start + at) != (ssize_t) len)
    return NULL;
  return safe_strndup (g, name, len);
}
