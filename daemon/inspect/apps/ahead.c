/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading ahead in files of which only parts are read. */

#include "config.h"

#include <fcntl.h>

#include "readers.h"

#define WINDOW (4 * 1024 * 1024)

/* What goes back, or jumps, begins anew. */
void
read_ahead (struct ahead *a, int fd, off_t offset)
{
  if (offset < a->end - 2 * WINDOW || offset > a->end + WINDOW)
    a->end = offset;
  else if (offset >= a->end - WINDOW / 2) {
    posix_fadvise (fd, a->end, WINDOW, POSIX_FADV_WILLNEED);
    a->end += WINDOW;
  }
}
