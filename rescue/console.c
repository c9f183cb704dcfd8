/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the appliance prints while the library reads its console: during
 * launch, and during calls. */

#include <config.h>

#include <string.h>
#include <unistd.h>

#include "rescue.h"

static bool shown;
static struct strbuf kept = STRBUF_INIT;
static int event = -1;

/* What has been shown since the last line ended: the prompt of the shell, and
 * what is typed behind it.  A longer line is no prompt. */
static char line[512];
static size_t nr_line;

/* What clears the screen, or puts the cursor elsewhere, is not part of it:
 * ESC [ … H, f, 2J or 3J. */
static void
begin_line_behind_clear (void)
{
  static const char esc[] = "\033[";
  const char *end = line + nr_line, *p = line, *begin = line;

  while ((p = memmem (p, end - p, esc, strlen (esc)))) {
    const char *arg = p += strlen (esc);

    while (p < end && *p < '@')
      p++;
    if (p < end && (*p == 'H' || *p == 'f' || (*p == 'J' && p > arg)))
      begin = p + 1;
  }
  nr_line = end - begin;
  memmove (line, begin, nr_line);
}

static void
remember_line (const char *buf, size_t n)
{
  const char *newline = memrchr (buf, '\n', n);

  if (newline) {
    n -= newline + 1 - buf;
    buf = newline + 1;
    nr_line = 0;
  }
  if (n > sizeof line - nr_line)
    n = nr_line = 0;
  memcpy (line + nr_line, buf, n);
  nr_line += n;
  begin_line_behind_clear ();
}

/* A terminal that has gone away is noticed where it is read. */
void
console_put (const char *buf, size_t n)
{
  fflush (stdout);
  full_write (STDOUT_FILENO, buf, n);
  remember_line (buf, n);
}

void
console_show_line (void)
{
  fflush (stdout);
  full_write (STDOUT_FILENO, line, nr_line);
}

void
console_end_line (void)
{
  if (nr_line > 0)
    console_put ("\n", 1);
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
