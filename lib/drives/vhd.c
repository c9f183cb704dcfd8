/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* VHD images that hold only what differs from another image.
 *
 * qemu-img does not tell them from others, so this looks at two fixed places
 * of at most 1 KiB: the footer, of which dynamic and differencing images have
 * a copy in front, and the header it points to, for the parent's name.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drives.h"

#define FOOTER_SIZE 512
#define FOOTER_HEADER_AT 16     /* where the header is, 8 bytes */
#define FOOTER_TYPE 60          /* 4 bytes */
#define TYPE_DIFFERENCING 4

#define PARENT_NAME 64          /* in the header: UTF-16, big-endian */
#define PARENT_NAME_SIZE 512

static uint64_t
get_be (const unsigned char *p, size_t bytes)
{
  uint64_t v = 0;

  while (bytes-- > 0)
    v = v << 8 | *p++;
  return v;
}

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
guestfs_int_check_vhd (guestfs_h *g, const char *path)
{
  CLEANUP_CLOSE int fd = open (path, O_RDONLY | O_CLOEXEC);
  CLEANUP_STRBUF struct strbuf parent = STRBUF_INIT;
  unsigned char footer[FOOTER_SIZE];

  if (fd == -1 || pread (fd, footer, sizeof footer, 0) == -1) {
    perrorf (g, "%s", path);
    return -1;
  }
  if (memcmp (footer, "conectix", 8) != 0 ||
      get_be (footer + FOOTER_TYPE, 4) != TYPE_DIFFERENCING)
    return 0;
  read_parent (fd, get_be (footer + FOOTER_HEADER_AT, 8), &parent);
  guestfs_int_error_errno (g, ENOTSUP, "%s: is a differencing VHD, which holds "
                           "only the changes to its parent %s: merge it into "
                           "its parent first", path,
                           parent.len ? parent.ptr : "(name unreadable)");
  return -1;
}
