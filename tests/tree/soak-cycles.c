/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Launch, work, close, N times in one process, and what that leaves behind:
 * open descriptors, memory, children.  Prints the figures as it goes; fails
 * when one of them has grown. */

#include <config.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "guestfs.h"

/* The first cycles fill caches of libc, which stay. */
#define WARM_UP 20
/* Allowed growth of resident memory from then on, in KiB. */
#define SLACK_KIB 1024

static void
check (int r)
{
  if (r == -1)
    exit (EXIT_FAILURE);        /* the library has printed why */
}

static int
entries (const char *path)
{
  DIR *dir = opendir (path);
  int n = 0;

  if (dir == NULL)
    return -1;
  while (readdir (dir))
    n++;
  closedir (dir);
  return n;
}

static long
resident_kib (void)
{
  FILE *fp = fopen ("/proc/self/status", "r");
  char line[256];
  long kib = -1;

  while (fp && fgets (line, sizeof line, fp))
    sscanf (line, "VmRSS: %ld", &kib);
  if (fp)
    fclose (fp);
  return kib;
}

/* Children of ours, zombies included: no process but this has them. */
static long
children (void)
{
  FILE *fp = fopen ("/proc/thread-self/children", "r");
  long pid, n = 0;

  while (fp && fscanf (fp, "%ld", &pid) == 1)
    n++;
  if (fp)
    fclose (fp);
  return n;
}

static double
now (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return (double) ts.tv_sec + (double) ts.tv_nsec / 1e9;
}

/* Returns the seconds of the launch. */
static double
cycle (int i)
{
  guestfs_h *g = guestfs_create ();
  char text[32];
  char *back;
  double t;

  if (g == NULL)
    exit (EXIT_FAILURE);
  check (guestfs_add_drive_scratch (g, 32 * 1024 * 1024, -1));
  check (guestfs_add_drive_opts (g, "soak.img",
                                 GUESTFS_ADD_DRIVE_OPTS_READONLY, i % 2,
                                 GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw", -1));
  t = now ();
  check (guestfs_launch (g));
  t = now () - t;
  check (guestfs_mkfs (g, "ext2", "/dev/sda"));
  check (guestfs_mount (g, "/dev/sda", "/"));
  snprintf (text, sizeof text, "cycle %d", i);
  check (guestfs_write (g, "/f", text, strlen (text)));
  check (guestfs_upload (g, "soak.img", "/up"));
  check (guestfs_download (g, "/up", "soak.back"));
  back = guestfs_cat (g, "/f");
  if (back == NULL || strcmp (back, text) != 0)
    exit (EXIT_FAILURE);
  free (back);
  if (i % 3 == 0)
    check (guestfs_shutdown (g));
  guestfs_close (g);
  return t;
}

int
main (int argc, char *argv[])
{
  const int n = argc > 1 ? atoi (argv[1]) : 500;
  int fds = 0, bad = 0;
  double slowest = 0, sum = 0;
  long kib = 0;

  printf ("%6s %6s %10s %9s\n", "cycle", "fds", "RSS KiB", "children");
  for (int i = 1; i <= n; i++) {
    const double t = cycle (i);

    sum += t;
    slowest = t > slowest ? t : slowest;
    if (i == WARM_UP || i == 1 || i % 50 == 0 || i == n)
      printf ("%6d %6d %10ld %9ld\n", i, entries ("/proc/self/fd"),
              resident_kib (), children ());
    fflush (stdout);
    if (i == WARM_UP || n < WARM_UP) {
      fds = entries ("/proc/self/fd");
      kib = resident_kib ();
    }
  }
  printf ("launches: mean %.3f s, slowest %.3f s\n", sum / n, slowest);
  bad = entries ("/proc/self/fd") != fds || children () != 0
    || resident_kib () > kib + SLACK_KIB;
  if (bad)
    printf ("something has grown\n");
  return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
