/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures one thing once and prints seconds (or KiB).  Uses only the public
 * API, so that the same program runs on whichever libguestfs.so.0 the loader
 * finds: ours, or the installed peer's. */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "guestfs.h"

#define MIB (1024 * 1024)

static double
now (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return (double) ts.tv_sec + (double) ts.tv_nsec / 1e9;
}

/* The library has printed why. */
static void
check (int r)
{
  if (r == -1)
    exit (EXIT_FAILURE);
}

static guestfs_h *
create (int drives, const char *cachemode)
{
  guestfs_h *g = guestfs_create ();

  if (g == NULL)
    exit (EXIT_FAILURE);
  for (int i = 0; i < drives; i++) {
    char name[64];
    snprintf (name, sizeof name, "bench-%d.img", i);
    check (guestfs_disk_create (g, name, "raw", INT64_C (2048) * MIB, -1));
    check (guestfs_add_drive_opts (g, name,
                                   GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                                   GUESTFS_ADD_DRIVE_OPTS_CACHEMODE, cachemode,
                                   -1));
  }
  return g;
}

static guestfs_h *
launch_with_filesystem (void)
{
  guestfs_h *g = create (1, "unsafe");

  check (guestfs_launch (g));
  check (guestfs_part_disk (g, "/dev/sda", "mbr"));
  check (guestfs_mkfs (g, "ext4", "/dev/sda1"));
  check (guestfs_mount (g, "/dev/sda1", "/"));
  return g;
}

static double
bench_launch (int drives)
{
  guestfs_h *g = create (drives, "writeback");
  double t = now ();

  check (guestfs_launch (g));
  t = now () - t;
  guestfs_close (g);
  return t;
}

static double
bench_calls (int with_path)
{
  enum { N = 500 };
  guestfs_h *g = launch_with_filesystem ();
  double t = now ();

  for (int i = 0; i < N; i++) {
    if (!with_path)
      check (guestfs_ping_daemon (g));
    else {
      struct guestfs_statns *st = guestfs_statns (g, "/lost+found");
      check (st ? 0 : -1);
      guestfs_free_statns (st);
    }
  }
  t = (now () - t) / N;
  guestfs_close (g);
  return t;
}

static void
make_local_file (const char *name, int mib)
{
  FILE *fp = fopen (name, "w");
  char *buf = malloc (MIB);

  if (fp == NULL || buf == NULL) {
    perror (name);
    exit (EXIT_FAILURE);
  }
  for (int i = 0; i < mib; i++) {
    memset (buf, i + 1, MIB);
    if (fwrite (buf, MIB, 1, fp) != 1)
      exit (EXIT_FAILURE);
  }
  free (buf);
  fclose (fp);
}

static double
bench_transfer (int download)
{
  guestfs_h *g = launch_with_filesystem ();
  double t;

  make_local_file ("bench-local", 256);
  t = now ();
  check (guestfs_upload (g, "bench-local", "/file"));
  check (guestfs_sync (g));
  if (download) {
    t = now ();
    check (guestfs_download (g, "/file", "bench-back"));
  }
  t = now () - t;
  guestfs_close (g);
  return t;
}

static double
bench_tar (int out)
{
  guestfs_h *g = launch_with_filesystem ();
  double t = now ();

  check (guestfs_tar_in (g, "bench-files.tar", "/"));
  check (guestfs_sync (g));
  if (out) {
    t = now ();
    check (guestfs_tar_out (g, "/", "bench-back.tar"));
  }
  t = now () - t;
  guestfs_close (g);
  return t;
}

static double
bench_list_filesystems (void)
{
  guestfs_h *g = create (1, "unsafe");
  char *devices[] = { (char *) "/dev/sda5", NULL };
  char **list;
  double t;

  check (guestfs_launch (g));
  check (guestfs_part_init (g, "/dev/sda", "gpt"));
  for (int i = 0; i < 5; i++)
    check (guestfs_part_add (g, "/dev/sda", "p", 2048 + i * 409600,
                             2048 + (i + 1) * 409600 - 1));
  for (int i = 1; i <= 4; i++) {
    char dev[16];
    snprintf (dev, sizeof dev, "/dev/sda%d", i);
    check (guestfs_mkfs (g, "ext2", dev));
  }
  check (guestfs_pvcreate (g, "/dev/sda5"));
  check (guestfs_vgcreate (g, "VG", devices));
  check (guestfs_lvcreate (g, "LV", "VG", 64));
  check (guestfs_mkfs (g, "ext2", "/dev/VG/LV"));
  t = now ();
  list = guestfs_list_filesystems (g);
  t = now () - t;
  check (list ? 0 : -1);
  for (size_t i = 0; list[i] != NULL; i++)
    free (list[i]);
  free (list);
  guestfs_close (g);
  return t;
}

static double
bench_mkfs (void)
{
  guestfs_h *g = create (1, "unsafe");
  double t;

  check (guestfs_launch (g));
  check (guestfs_part_disk (g, "/dev/sda", "mbr"));
  t = now ();
  check (guestfs_mkfs (g, "ext4", "/dev/sda1"));
  t = now () - t;
  guestfs_close (g);
  return t;
}

/* Peak resident memory of QEMU in KiB after an upload. */
static double
bench_memory (void)
{
  guestfs_h *g = launch_with_filesystem ();
  char path[64], line[256];
  double kib = -1;
  FILE *fp;

  make_local_file ("bench-local", 256);
  check (guestfs_upload (g, "bench-local", "/file"));
  snprintf (path, sizeof path, "/proc/%d/status", guestfs_get_pid (g));
  fp = fopen (path, "r");
  while (fp && fgets (line, sizeof line, fp))
    sscanf (line, "VmHWM: %lf", &kib);
  if (fp)
    fclose (fp);
  guestfs_close (g);
  return kib;
}

int
main (int argc, char *argv[])
{
  const char *what = argc > 1 ? argv[1] : "";
  double v;

  if (strncmp (what, "launch-", 7) == 0)
    v = bench_launch (atoi (what + 7));
  else if (strcmp (what, "ping") == 0) v = bench_calls (0);
  else if (strcmp (what, "stat") == 0) v = bench_calls (1);
  else if (strcmp (what, "upload") == 0) v = bench_transfer (0);
  else if (strcmp (what, "download") == 0) v = bench_transfer (1);
  else if (strcmp (what, "tar-in") == 0) v = bench_tar (0);
  else if (strcmp (what, "tar-out") == 0) v = bench_tar (1);
  else if (strcmp (what, "list-filesystems") == 0)
    v = bench_list_filesystems ();
  else if (strcmp (what, "mkfs") == 0) v = bench_mkfs ();
  else if (strcmp (what, "qemu-memory") == 0) v = bench_memory ();
  else {
    fprintf (stderr, "usage: measure launch-N|ping|stat|upload|download|"
             "tar-in|tar-out|list-filesystems|mkfs|qemu-memory\n");
    return 2;
  }
  printf ("%.6f\n", v);
  return EXIT_SUCCESS;
}
