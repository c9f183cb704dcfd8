/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures one thing once and prints seconds (or KiB).  Uses only the public
 * API, so that the same program runs on whichever libguestfs.so.0 the loader
 * finds: ours, or the installed peer's. */

#include <config.h>

#include <signal.h>
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

static guestfs_h *
launch_with_files (void)
{
  guestfs_h *g = launch_with_filesystem ();

  check (guestfs_tar_in (g, "bench-files.tar", "/"));
  check (guestfs_sync (g));
  return g;
}

static double
bench_tar_in (void)
{
  guestfs_h *g = launch_with_filesystem ();
  double t = now ();

  check (guestfs_tar_in (g, "bench-files.tar", "/"));
  check (guestfs_sync (g));
  t = now () - t;
  guestfs_close (g);
  return t;
}

static double
bench_tar_out (void)
{
  guestfs_h *g = launch_with_files ();
  double t = now ();

  check (guestfs_tar_out (g, "/", "bench-back.tar"));
  t = now () - t;
  guestfs_close (g);
  return t;
}

/* The same files as tar-in, as a directory. */
static double
bench_copy (int out)
{
  guestfs_h *g = out ? launch_with_files () : launch_with_filesystem ();
  double t = now ();

  if (out)
    check (guestfs_copy_out (g, "/bench-tree", "bench-back"));
  else {
    check (guestfs_copy_in (g, "bench-tree", "/"));
    check (guestfs_sync (g));
  }
  t = now () - t;
  guestfs_close (g);
  return t;
}

static void
free_list (char **list)
{
  check (list ? 0 : -1);
  for (size_t i = 0; list[i] != NULL; i++)
    free (list[i]);
  free (list);
}

/* Every name, then every name of a directory with all that stat says. */
static double
bench_listing (void)
{
  guestfs_h *g = launch_with_files ();
  double t = now ();

  for (int i = 0; i < 5; i++) {
    struct guestfs_statns_list *st;
    char **names;

    free_list (guestfs_find (g, "/"));
    names = guestfs_ls (g, "/bench-tree/d0");
    check (names ? 0 : -1);
    st = guestfs_lstatnslist (g, "/bench-tree/d0", names);
    check (st ? 0 : -1);
    guestfs_free_statns_list (st);
    free_list (names);
  }
  t = (now () - t) / 5;
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
  free_list (list);
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

/* The status file of a Debian with so many packages. */
static void
make_status (const char *name, int packages)
{
  FILE *fp = fopen (name, "w");

  if (fp == NULL) {
    perror (name);
    exit (EXIT_FAILURE);
  }
  for (int i = 0; i < packages; i++)
    fprintf (fp, "Package: package-%d\nStatus: install ok installed\n"
             "Priority: optional\nSection: libs\nInstalled-Size: %d\n"
             "Maintainer: The Maintainers <maintainers@example.org>\n"
             "Architecture: amd64\nMulti-Arch: same\nSource: source-%d\n"
             "Version: 1:%d.2+dfsg-3+deb12u1\n"
             "Depends: libc6 (>= 2.34), libgcc-s1 (>= 3.0), package-%d\n"
             "Conffiles:\n /etc/p/%d.conf 0123456789abcdef0123456789abcdef\n"
             "Description: the package with the number %d\n"
             " It does what packages of this number usually do, and its\n"
             " description has a few lines, as most descriptions have.\n .\n"
             " This package contains the library.\n"
             "Homepage: https://example.org/%d\n\n",
             i * 7919 % packages, i, i, i % 50, i / 2, i, i, i);
  fclose (fp);
}

/* Seconds for the packages of a system. */
static double
bench_applications (int packages)
{
  guestfs_h *g = launch_with_filesystem ();
  struct guestfs_application2_list *list;
  double t;

  make_status ("bench-status", packages);
  check (guestfs_mkdir_p (g, "/var/lib/dpkg"));
  check (guestfs_mkdir (g, "/etc"));
  check (guestfs_mkdir (g, "/bin"));
  check (guestfs_write (g, "/etc/os-release", "ID=debian\nVERSION_ID=12\n",
                        24));
  check (guestfs_write (g, "/etc/debian_version", "12.5\n", 5));
  check (guestfs_write (g, "/etc/fstab", "/dev/sda1 / ext4 rw 0 1\n", 24));
  check (guestfs_upload (g, "bench-status", "/var/lib/dpkg/status"));
  if (guestfs_inspect_os (g) == NULL)
    exit (EXIT_FAILURE);
  check (guestfs_mount_ro (g, "/dev/sda1", "/"));
  t = now ();
  list = guestfs_inspect_list_applications2 (g, "/dev/sda1");
  t = now () - t;
  if (list == NULL || list->len != (uint32_t) packages) {
    fprintf (stderr, "measure: %u packages\n", list ? list->len : 0);
    exit (EXIT_FAILURE);
  }
  guestfs_free_application2_list (list);
  guestfs_close (g);
  return t;
}

/* Whoever takes longer is not waited for: as if it had taken so long.
 * Seconds. */
static unsigned limit;
static char limit_text[32];

static void
end_at_limit (int sig)
{
  (void) sig;
  if (write (STDOUT_FILENO, limit_text, strlen (limit_text)) == -1)
    _exit (EXIT_FAILURE);
  _exit (EXIT_SUCCESS);         /* the guard ends QEMU */
}

static void
set_limit (const char *seconds)
{
  limit = atoi (seconds);
  snprintf (limit_text, sizeof limit_text, "%u\n", limit);
  signal (SIGALRM, end_at_limit);
}

static const char *
partitions_name (int partitions)
{
  static char name[32];

  snprintf (name, sizeof name, "bench-parts-%d.img", partitions);
  return name;
}

/* Makes the disk of inspect-os-N, in so many seconds: N partitions, all with
 * file systems; 0: an empty disk. */
static double
bench_partitions (int partitions)
{
  const int64_t sectors = 2048 * 30;
  const char *name = partitions_name (partitions);
  guestfs_h *g = guestfs_create ();
  const double t = now ();
  char dev[32];

  check (g ? 0 : -1);
  check (guestfs_disk_create (g, name, "raw", INT64_C (2048) * MIB, -1));
  check (guestfs_add_drive_opts (g, name, GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                                 -1));
  check (guestfs_launch (g));
  if (partitions)
    check (guestfs_part_init (g, "/dev/sda", "gpt"));
  for (int64_t i = 0; i < partitions; i++)
    check (guestfs_part_add (g, "/dev/sda", "p", 2048 + i * sectors,
                             2047 + (i + 1) * sectors));
  for (int i = 1; i <= partitions; i++) {
    snprintf (dev, sizeof dev, "/dev/sda%d", i);
    check (guestfs_mkfs (g, "ext2", dev));
  }
  check (guestfs_shutdown (g));
  guestfs_close (g);
  return now () - t;
}

/* Seconds for finding that there is no system on the disk of partitions-N. */
static double
bench_inspect_os (int partitions)
{
  guestfs_h *g = guestfs_create ();
  double t;

  check (g ? 0 : -1);
  check (guestfs_add_drive_opts (g, partitions_name (partitions),
                                 GUESTFS_ADD_DRIVE_OPTS_READONLY, 1,
                                 GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw", -1));
  check (guestfs_launch (g));
  alarm (limit);
  t = now ();
  free_list (guestfs_inspect_os (g));
  t = now () - t;
  alarm (0);
  guestfs_close (g);
  return t;
}

/* Of guestfish --ro -i: / comes first, what is below it later. */
static void
mount_system (guestfs_h *g, const char *root)
{
  char **mounts = guestfs_inspect_get_mountpoints (g, root);

  check (mounts ? 0 : -1);
  for (size_t len = 1; len < 64; len++)
    for (size_t i = 0; mounts[i] != NULL; i += 2)
      if (strlen (mounts[i]) == len)
        check (guestfs_mount_ro (g, mounts[i + 1], mounts[i]));
  free_list (mounts);
}

/* Seconds to a prompt on bench-guest.img, a disk with one system. */
static double
bench_inspect_guest (void)
{
  guestfs_h *g = guestfs_create ();
  double t = now ();
  char **roots;

  check (g ? 0 : -1);
  check (guestfs_add_drive_opts (g, "bench-guest.img",
                                 GUESTFS_ADD_DRIVE_OPTS_READONLY, 1,
                                 GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw", -1));
  check (guestfs_launch (g));
  roots = guestfs_inspect_os (g);
  check (roots && roots[0] ? 0 : -1);
  mount_system (g, roots[0]);
  t = now () - t;
  free_list (roots);
  guestfs_close (g);
  return t;
}

/* A number of a file in /proc, in KiB. */
static double
proc_kib (int pid, const char *file, const char *format)
{
  char path[64], line[256];
  double kib = -1;
  FILE *fp;

  snprintf (path, sizeof path, "/proc/%d/%s", pid, file);
  fp = fopen (path, "r");
  while (fp && fgets (line, sizeof line, fp))
    sscanf (line, format, &kib);
  if (fp)
    fclose (fp);
  return kib;
}

/* Peak resident memory of QEMU in KiB after an upload. */
static double
bench_memory (void)
{
  guestfs_h *g = launch_with_filesystem ();
  double kib;

  make_local_file ("bench-local", 256);
  check (guestfs_upload (g, "bench-local", "/file"));
  kib = proc_kib (guestfs_get_pid (g), "status", "VmHWM: %lf");
  guestfs_close (g);
  return kib;
}

/* Memory in KiB of N QEMUs at once, each with a file system mounted; what
 * they share is counted once. */
static double
bench_handles (int n)
{
  guestfs_h *g[64];
  double kib = 0;

  for (int i = 0; i < n && i < 64; i++) {
    g[i] = guestfs_create ();
    if (g[i] == NULL)
      exit (EXIT_FAILURE);
    check (guestfs_add_drive_scratch (g[i], INT64_C (64) * MIB, -1));
    check (guestfs_launch (g[i]));
    check (guestfs_mkfs (g[i], "ext4", "/dev/sda"));
    check (guestfs_mount (g[i], "/dev/sda", "/"));
  }
  for (int i = 0; i < n && i < 64; i++)
    kib += proc_kib (guestfs_get_pid (g[i]), "smaps_rollup", "Pss: %lf");
  for (int i = 0; i < n && i < 64; i++)
    guestfs_close (g[i]);
  return kib;
}

/* A name that ends in - is followed by a number. */
static const struct {
  const char *name;
  double (*plain) (void);
  double (*with_number) (int);
  int number;
} table[] = {
  { "applications-", NULL, bench_applications, -1 },
  { "inspect-guest", bench_inspect_guest, NULL, 0 },
  { "inspect-os-", NULL, bench_inspect_os, -1 },
  { "launch-", NULL, bench_launch, -1 },
  { "memory-", NULL, bench_handles, -1 },
  { "partitions-", NULL, bench_partitions, -1 },
  { "ping", NULL, bench_calls, 0 },
  { "stat", NULL, bench_calls, 1 },
  { "upload", NULL, bench_transfer, 0 },
  { "download", NULL, bench_transfer, 1 },
  { "tar-in", bench_tar_in, NULL, 0 },
  { "tar-out", bench_tar_out, NULL, 0 },
  { "copy-in", NULL, bench_copy, 0 },
  { "copy-out", NULL, bench_copy, 1 },
  { "listing", bench_listing, NULL, 0 },
  { "list-filesystems", bench_list_filesystems, NULL, 0 },
  { "mkfs", bench_mkfs, NULL, 0 },
  { "qemu-memory", bench_memory, NULL, 0 },
};

static double
measure (const char *what)
{
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    const size_t n = strlen (table[i].name);

    if (table[i].number == -1 && strncmp (what, table[i].name, n) == 0)
      return table[i].with_number (atoi (what + n));
    if (strcmp (what, table[i].name) == 0)
      return table[i].plain ? table[i].plain ()
        : table[i].with_number (table[i].number);
  }
  fprintf (stderr, "measure: %s: not known; there are", what);
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
    fprintf (stderr, " %s%s", table[i].name,
             table[i].number == -1 ? "N" : "");
  fprintf (stderr, "\n");
  exit (2);
}

int
main (int argc, char *argv[])
{
  if (argc > 2)
    set_limit (argv[2]);
  printf ("%.6f\n", measure (argc > 1 ? argv[1] : ""));
  return EXIT_SUCCESS;
}
