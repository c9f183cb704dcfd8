/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bar below a command that takes longer than two seconds. */

#include <config.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"

#define PATIENCE 2.0            /* seconds */

static struct {
  int depth;                    /* commands that run commands */
  double started;
  bool drawn;
  bool bytes;                   /* what the innermost command counts */
  unsigned spin;
} bar;

double
cli_now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

/* The terminal may have been made wider or narrower meanwhile. */
static int
columns (void)
{
  struct winsize ws;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 0)
    return ws.ws_col;
  return 80;
}

/* "01:30", or dashes while nobody can know. */
static char *
remaining (double fraction)
{
  double elapsed = cli_now () - bar.started;
  double left = fraction > 0 ? elapsed / fraction - elapsed : -1;
  unsigned s = left;

  if (left < 0 || left > 359999)
    return xasprintf ("--:--");
  if (s >= 3600)
    return xasprintf ("%u:%02u:%02u", s / 3600, s / 60 % 60, s % 60);
  return xasprintf ("%02u:%02u", s / 60, s % 60);
}

/* " 12.5 MiB/s", or nothing where what is counted is not bytes. */
static char *
speed (uint64_t position)
{
  static const char units[] = "KMGT";
  double elapsed = cli_now () - bar.started;
  double v = elapsed > 0 ? position / elapsed / 1024 : 0;
  size_t u = 0;

  if (!bar.bytes || position == 0)
    return xasprintf ("%s", "");
  for (; v >= 1024 && units[u + 1]; v /= 1024)
    u++;
  return xasprintf (" %.1f %ciB/s", v, units[u]);
}

/* In a terminal that has no room for a bar, numbers alone. */
static void
draw (uint64_t position, double fraction)
{
  CLEANUP_FREE char *left = remaining (fraction), *fast = speed (position);
  const int others = 12 + (int) (strlen (left) + strlen (fast));
  const int width = columns () - others;
  const int filled = fraction * width;

  fprintf (stderr, "\r%c %3d%%", "/-\\|"[bar.spin++ % 4],
           (int) (fraction * 100));
  if (width >= 5) {
    fputs (" [", stderr);
    for (int i = 0; i < width; ++i)
      fputc (i < filled ? '#' : '-', stderr);
    fputc (']', stderr);
  }
  if (width >= 0)
    fprintf (stderr, "%s %s", fast, left);
  if (isatty (STDERR_FILENO))
    fputs ("\033[K", stderr);
  fflush (stderr);
  bar.drawn = true;
}

static void
on_progress (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
             int flags, const char *buf, size_t buf_len,
             const uint64_t *array, size_t array_len)
{
  double fraction;

  (void) g, (void) opaque, (void) event, (void) event_handle;
  (void) flags, (void) buf, (void) buf_len;
  if (array_len < 4 || array[3] == 0 || bar.depth == 0)
    return;
  if (!bar.drawn && cli_now () - bar.started < PATIENCE)
    return;
  fraction = (double) array[2] / array[3];
  draw (array[2], fraction > 1 ? 1 : fraction);
}

void
progress_attach (guestfs_h *g)
{
  bool wanted = cli.progress == -1
    ? cli.interactive && isatty (STDERR_FILENO) : cli.progress;

  if (wanted && !cli.report)
    guestfs_set_event_callback (g, on_progress, GUESTFS_EVENT_PROGRESS, 0,
                                NULL);
}

void
progress_begin (void)
{
  if (bar.depth++ > 0)
    return;
  bar.started = cli_now ();
  bar.drawn = bar.bytes = false;
}

void
progress_counts_bytes (bool bytes)
{
  bar.bytes = bytes;
}

void
progress_end (void)
{
  if (--bar.depth > 0 || !bar.drawn)
    return;
  fputs (isatty (STDERR_FILENO) ? "\r\033[K" : "\n", stderr);
}
