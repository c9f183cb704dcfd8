/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages on standard error. */

#include <config.h>

#include <unistd.h>

#include "handle.h"

static int
add_visible (struct strbuf *b, unsigned char c)
{
  if (c == '\n' || c == '\t' || (c >= ' ' && c != 0x7f))
    return strbuf_addc (b, c);
  if (c == '\r')
    return 0;
  return strbuf_addf (b, "\\x%02x", c);
}

void
guestfs_int_print_message (const char *prefix, const char *buf, size_t len)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  if (strbuf_adds (&b, prefix) == -1)
    return;
  for (size_t i = 0; i < len; i++)
    if (add_visible (&b, buf[i]) == -1)
      return;
  if (b.len > 0 && b.ptr[b.len - 1] != '\n' && strbuf_addc (&b, '\n') == -1)
    return;
  /* Nothing can be done about, or said of, a stderr that does not work. */
  (void) full_write (STDERR_FILENO, b.ptr, b.len);
}
