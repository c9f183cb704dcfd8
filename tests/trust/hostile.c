/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Damaged images, one of each kind in one appliance: every call fails with
 * words or succeeds, this program neither crashes nor waits for ever, and after
 * a panic of the appliance's kernel the next one is launched. */

#include <config.h>

#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "hostile.h"

/* A call after which nothing comes for so long has failed: a damaged LUKS
 * header can ask for hours of computing. */
#define CALL_TIMEOUT "20"

struct options {
  unsigned long count, first;
  const char *kind;             /* only this one, or NULL: all */
};

struct totals {
  unsigned images, calls, failures, lost, wrong;
};

static char tmpdir[] = "/tmp/hostile.XXXXXX";
static struct sectors *sectors; /* of each kind */

void
die (const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  fprintf (stderr, "hostile: ");
  vfprintf (stderr, fs, args);
  fprintf (stderr, "\n");
  va_end (args);
  exit (EXIT_FAILURE);
}

/* ---- Files ---- */

/* Borrowed until the second call after this one. */
static const char *
file (const char *what, size_t i)
{
  static char names[2][256];
  static unsigned n;
  char *name = names[n++ % 2];

  snprintf (name, sizeof names[0], "%s/%s-%s", tmpdir, kinds[i].name, what);
  return name;
}

static void
remove_files (void)
{
  for (size_t i = 0; i < nr_kinds; i++) {
    unlink (file ("sound", i));
    unlink (file ("damaged", i));
  }
  rmdir (tmpdir);
}

/* ---- Handles ---- */

static guestfs_h *
new_handle (void)
{
  guestfs_h *g = guestfs_create ();

  if (!g)
    die ("guestfs_create: %m");
  guestfs_set_error_handler (g, NULL, NULL);
  guestfs_set_backend_setting (g, "call_timeout", CALL_TIMEOUT);
  return g;
}

static void
add (guestfs_h *g, const char *image)
{
  if (guestfs_add_drive_opts (g, image, GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                              GUESTFS_ADD_DRIVE_OPTS_CACHEMODE, "unsafe",
                              -1) == -1)
    die ("%s", guestfs_last_error (g));
}

/* ---- Sound images ---- */

static void
make_sound (guestfs_h *g, size_t i)
{
  char *command;

  if (asprintf (&command, "set -e; D=/dev/sd%c; M=; { %s; } 2>&1",
                (char) ('a' + i), kinds[i].make) == -1)
    die ("not enough memory");
  const char *argv[] = { command, NULL };
  char *out = guestfs_debug (g, "sh", (char **) argv);
  if (!out)
    die ("making %s: %s", kinds[i].name, guestfs_last_error (g));
  free (out);
  free (command);
}

static void
make_all_sound (void)
{
  guestfs_h *g = new_handle ();

  for (size_t i = 0; i < nr_kinds; i++) {
    CLEANUP_CLOSE int fd = open (file ("sound", i), O_WRONLY | O_CREAT, 0600);

    if (fd == -1 || ftruncate (fd, (off_t) kinds[i].mib << 20) == -1)
      die ("%s: %m", tmpdir);
    add (g, file ("sound", i));
  }
  if (guestfs_launch (g) == -1)
    die ("%s", guestfs_last_error (g));
  for (size_t i = 0; i < nr_kinds; i++)
    make_sound (g, i);
  if (guestfs_shutdown (g) == -1)
    die ("%s", guestfs_last_error (g));
  guestfs_close (g);
  for (size_t i = 0; i < nr_kinds; i++)
    find_sectors (file ("sound", i), &sectors[i]);
}

/* ---- Trials ---- */

/* The image of a trial that went wrong is kept, for whoever looks at it. */
static void
keep (const struct trial *t, size_t i)
{
  char name[256];

  snprintf (name, sizeof name, "hostile-%s-%llu.img", t->kind->name,
            (unsigned long long) t->seed);
  copy_image (file ("sound", i), name);
  damage_image (name, t->kind, &sectors[i], t->seed);
  fprintf (stderr, "hostile: the image is in %s\n", name);
}

static void
count_trial (struct totals *all, const struct trial *t, size_t i)
{
  all->images++;
  all->calls += t->calls;
  all->failures += t->failures;
  all->lost += t->lost;
  all->wrong += t->wrong;
  if (t->wrong)
    keep (t, i);
}

/* Damaged images of all kinds as drives, launched; NULL when that failed, and
 * *t says so. */
static guestfs_h *
launch_all (struct trial *t)
{
  guestfs_h *g = new_handle ();

  for (size_t i = 0; i < nr_kinds; i++)
    add (g, file ("damaged", i));
  t->g = g;
  t->calls++;
  if (guestfs_launch (g) == 0)
    return g;
  t->lost = true;
  printf ("launch: %s\n", guestfs_last_error (g));
  guestfs_close (g);
  return NULL;
}

/* One image after the other; a new appliance when one was lost. */
static void
run_seed (uint64_t seed, const struct options *o, struct totals *all)
{
  guestfs_h *g = NULL;

  for (size_t i = 0; i < nr_kinds; i++) {
    copy_image (file ("sound", i), file ("damaged", i));
    damage_image (file ("damaged", i), &kinds[i], &sectors[i], seed);
  }
  for (size_t i = 0; i < nr_kinds && all->images < o->count; i++) {
    char device[] = "/dev/sdX";
    struct trial t = { .device = device, .kind = &kinds[i], .seed = seed };

    if (o->kind && strcmp (o->kind, kinds[i].name) != 0)
      continue;
    device[7] = 'a' + i;
    if (!g && (g = launch_all (&t)) != NULL)
      try_lists (&t);
    t.g = g;
    if (g && !t.lost)
      kinds[i].run (&t);
    if (g && !t.lost)
      CALL (&t, guestfs_umount_all (g));
    count_trial (all, &t, i);
    if (g && t.lost) {
      guestfs_close (g);
      g = NULL;
    }
  }
  if (g)
    guestfs_close (g);
}

static void
parse (int argc, char *argv[], struct options *o)
{
  int c;

  while ((c = getopt (argc, argv, "n:s:k:")) != -1)
    switch (c) {
    case 'n': o->count = strtoul (optarg, NULL, 10); break;
    case 's': o->first = strtoul (optarg, NULL, 10); break;
    case 'k': o->kind = optarg; break;
    default:
      die ("usage: hostile [-n IMAGES] [-s FIRST_SEED] [-k KIND]");
    }
}

int
main (int argc, char *argv[])
{
  struct options o = { .count = nr_kinds, .first = 1 };
  struct totals all = { 0 };
  const time_t began = time (NULL);

  parse (argc, argv, &o);
  if (!mkdtemp (tmpdir))
    die ("%s: %m", tmpdir);
  atexit (remove_files);
  /* Should this program itself wait for ever after all. */
  alarm (600 + 10 * o.count);
  sectors = calloc (nr_kinds, sizeof *sectors);
  if (!sectors)
    die ("not enough memory");
  make_all_sound ();
  for (uint64_t seed = o.first; all.images < o.count; seed++)
    run_seed (seed, &o, &all);
  for (size_t i = 0; i < nr_kinds; i++)
    free (sectors[i].number);
  free (sectors);
  printf ("%u images, %u calls, %u of them failed, %u appliances lost, "
          "%u wrong, %ld seconds\n", all.images, all.calls, all.failures,
          all.lost, all.wrong, (long) (time (NULL) - began));
  return all.wrong > 0;
}
