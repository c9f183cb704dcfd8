/* SPDX-License-Identifier: GPL-2.0-or-later */
/* call IMAGE: what a call costs in C, for bench/bindings.
 *
 * The programs of the languages, bindings/<language>/tests/bench.*, do just
 * this and print the same lines: what was done, and how many seconds it
 * took. */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <guestfs.h>

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void
check (int ok)
{
  if (!ok)
    exit (EXIT_FAILURE);
}

int
main (int argc, char **argv)
{
  guestfs_h *g = guestfs_create ();
  struct guestfs_dirent_list *entries;
  size_t size;
  char *content;
  double began;

  check (argc == 2 && g && guestfs_add_drive_ro (g, argv[1]) == 0
         && guestfs_launch (g) == 0
         && guestfs_mount_ro (g, "/dev/sda", "/") == 0);

  began = now ();
  for (int i = 0; i < 100000; ++i)
    check (guestfs_get_memsize (g) > 0);
  printf ("call %.9f\n", (now () - began) / 100000);

  began = now ();
  for (int i = 0; i < 2000; ++i)
    check (guestfs_ping_daemon (g) == 0);
  printf ("ping %.9f\n", (now () - began) / 2000);

  began = now ();
  check ((entries = guestfs_readdir (g, "/many")) != NULL);
  printf ("readdir %.6f\n", now () - began);
  guestfs_free_dirent_list (entries);

  began = now ();
  check ((content = guestfs_read_file (g, "/large", &size)) != NULL);
  printf ("read_file %.6f\n", now () - began);
  free (content);

  guestfs_close (g);
  return 0;
}
