/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the appliance prints while the library reads its console: during
 * launch, and during calls. */

#include <config.h>

#include <unistd.h>

#include "rescue.h"

static bool shown;
static struct strbuf kept = STRBUF_INIT;
static int event = -1;

/* A terminal that has gone away is noticed where it is read. */
void
console_put (const char *buf, size_t n)
{
  fflush (stdout);
  full_write (STDOUT_FILENO, buf, n);
}

static void
printed (guestfs_h *g, void *opaque, uint64_t what, int handle, int flags,
         const char *buf, size_t n, const uint64_t *array, size_t array_len)
{
  (void) g, (void) opaque, (void) what, (void) handle, (void) flags;
  (void) array, (void) array_len;
  if (shown)
    console_put (buf, n);
  else
    must (strbuf_add (&kept, buf, n));
}

void
console_begin (guestfs_h *g)
{
  shown = cli.verbose;
  event = guestfs_set_event_callback (g, printed, GUESTFS_EVENT_APPLIANCE, 0,
                                      NULL);
}

void
console_show (void)
{
  console_put (kept.ptr ? kept.ptr : "", kept.len);
  strbuf_done (&kept);
  kept = (struct strbuf) STRBUF_INIT;
  shown = true;
}

void
console_end (guestfs_h *g)
{
  if (event != -1)
    guestfs_delete_event_callback (g, event);
  event = -1;
  strbuf_done (&kept);
}
