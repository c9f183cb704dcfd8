/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results without a limit: long listings, a large file, a long output.  Each
 * is compared with what must come, and what it takes of memory is printed: the
 * most of this program and of the daemon since the step before.
 *
 * GUESTFS_TEST_NAMES is the number of names in the directory.  The usual one
 * is small but the results are longer than 4 MiB.
 *
 * tier: slow */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cleanups.h"
#include "testing.h"

#define NAMES 20000
/* More than the 64 MiB that a result may take when it is not a stream. */
#define FILE_SIZE (100 << 20)
#define OUTPUT_SIZE (50 << 20)
#define MIB (1 << 20)

/* Of 200 characters, so that 20,000 results of find are more than 4 MiB. */
#define LONG_NAME \
  "a-directory-whose-name-is-long-because-it-is-part-of-every-result-" \
  "a-directory-whose-name-is-long-because-it-is-part-of-every-result-" \
  "a-directory-whose-name-is-long-because-it-is-part-of-every-result-xx"
#define DIRECTORY "/" LONG_NAME

static const int disks[] = { 3072, 0 };
static long nr_names = NAMES;

/* ---- What a step takes ---- */

static double
now (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return ts.tv_sec + ts.tv_nsec / 1e9;
}

static long
own_peak (void)
{
  FILE *fp = fopen ("/proc/self/status", "re");
  char line[256];
  long kib = -1;

  while (fp && fgets (line, sizeof line, fp))
    if (sscanf (line, "VmHWM: %ld", &kib) == 1)
      break;
  if (fp)
    fclose (fp);
  return kib;
}

static long
daemon_peak (guestfs_h *g)
{
  CLEANUP_FREE char *out =
    appliance_sh (g, "sed -n 's/VmHWM:[^0-9]*//p' /proc/$PPID/status");

  return atol (out);
}

/* Peaks begin anew from what is in use. */
static void
forget_peaks (guestfs_h *g)
{
  const int fd = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);

  malloc_trim (0);
  if (fd == -1 || write (fd, "5", 1) != 1)
    abort ();
  close (fd);
  free (appliance_sh (g, "echo 5 > /proc/$PPID/clear_refs"));
}

static double began;
static long peak_before;

static void
begin (guestfs_h *g, const char *what)
{
  running_test = what;
  forget_peaks (g);
  peak_before = own_peak ();
  began = now ();
}

/* Called while the result is still there. */
static void
end (guestfs_h *g)
{
  const double seconds = now () - began;

  printf ("%-16s %7.1f s, library %6ld KiB, daemon %6ld KiB\n", running_test,
          seconds, own_peak () - peak_before, daemon_peak (g));
  fflush (stdout);
}

static void
free_strings (char **list)
{
  for (char **p = list; p && *p; p++)
    free (*p);
  free (list);
}

/* ---- Names ---- */

/* "%08d", as fill_dir writes it. */
static bool
is_number (const char *name, long n)
{
  return strlen (name) == 8 && strspn (name, "0123456789") == 8
    && atol (name) == n;
}

static void
make_names (guestfs_h *g)
{
  CHECK (guestfs_mkdir (g, DIRECTORY) == 0);
  begin (g, "fill_dir");
  CHECK (guestfs_fill_dir (g, DIRECTORY, nr_names) == 0);
  end (g);
}

/* The list of all names, for other steps. */
static char **
list_names (guestfs_h *g)
{
  char **names;
  long i;

  begin (g, "ls");
  names = guestfs_ls (g, DIRECTORY);
  end (g);
  CHECK (names != NULL);
  for (i = 0; names && names[i] && is_number (names[i], i); i++)
    ;
  CHECK (i == nr_names && names && names[i] == NULL);
  return names;
}

static bool
is_number_in (const char *path, long n)
{
  return strncmp (path, LONG_NAME "/", sizeof LONG_NAME) == 0
    && is_number (path + sizeof LONG_NAME, n);
}

static void
find_names (guestfs_h *g)
{
  char **names;
  long i;

  begin (g, "find");
  names = guestfs_find (g, "/");
  end (g);
  CHECK (names && names[0] && strcmp (names[0], LONG_NAME) == 0);
  for (i = 0; names && names[i + 1] && is_number_in (names[i + 1], i); i++)
    ;
  CHECK (i == nr_names);
  CHECK (names && names[i + 1] && strcmp (names[i + 1], "lost+found") == 0);
  free_strings (names);
}

/* Each number once.  Returns false for what is no number. */
static bool
tick_off (char *seen, const char *name)
{
  const long n = atol (name);

  if (n < 0 || n >= nr_names || !is_number (name, n))
    return false;
  CHECK (!seen[n]);
  seen[n] = 1;
  return true;
}

static void
read_directory (guestfs_h *g)
{
  CLEANUP_FREE char *seen = calloc (nr_names, 1);
  struct guestfs_dirent_list *list;

  begin (g, "readdir");
  list = guestfs_readdir (g, DIRECTORY);
  end (g);
  CHECK (list && list->len == (uint32_t) nr_names + 2);
  for (uint32_t i = 0; list && i < list->len; i++)
    if (list->val[i].name[0] != '.')
      CHECK (tick_off (seen, list->val[i].name));
  CHECK (memchr (seen, 0, nr_names) == NULL);
  guestfs_free_dirent_list (list);
}

static void
stat_names (guestfs_h *g, char **names)
{
  struct guestfs_statns_list *list;
  long regular = 0;

  begin (g, "lstatnslist");
  list = guestfs_lstatnslist (g, DIRECTORY, names);
  end (g);
  CHECK (list && list->len == (uint32_t) nr_names);
  for (uint32_t i = 0; list && i < list->len; i++)
    regular += list->val[i].st_ino > 0 && (list->val[i].st_mode >> 12) == 8;
  CHECK (regular == nr_names);
  guestfs_free_statns_list (list);
}

static void
read_links (guestfs_h *g, char **names)
{
  char **links;
  long i;

  begin (g, "readlinklist");
  links = guestfs_readlinklist (g, DIRECTORY, names);
  end (g);
  for (i = 0; links && links[i] && links[i][0] == '\0'; i++)
    ;
  CHECK (i == nr_names);
  free_strings (links);
}

static void *
cancel_soon (void *g)
{
  sleep_ms (300);
  guestfs_user_cancel (g);
  return NULL;
}

/* It is cancelled in the middle, and the next call works. */
static void
cancel_walk (guestfs_h *g)
{
  pthread_t thread;

  running_test = "cancelled walk";
  if (pthread_create (&thread, NULL, cancel_soon, g) != 0)
    abort ();
  FAILS_NULL (g, guestfs_filesystem_walk (g, "/dev/sda"), "filesystem_walk",
              EINTR, "");
  pthread_join (thread, NULL);
  CHECK (guestfs_exists (g, DIRECTORY) == 1);
}

static bool
is_regular_file_below (const struct guestfs_tsk_dirent *d)
{
  return d->tsk_flags & 1 && d->tsk_type == 'r'
    && strncmp (d->tsk_name, LONG_NAME "/", sizeof LONG_NAME) == 0;
}

static void
walk_filesystem (guestfs_h *g)
{
  static const char *groups[] = { "libtsk", NULL };
  CLEANUP_FREE char *seen = calloc (nr_names, 1);
  struct guestfs_tsk_dirent_list *list;
  long strange = 0;

  if (guestfs_feature_available (g, (char **) groups) != 1) {
    printf ("filesystem_walk: skipped: the appliance has no libtsk\n");
    return;
  }
  begin (g, "filesystem_walk");
  list = guestfs_filesystem_walk (g, "/dev/sda");
  end (g);
  if (!list)
    fprintf (stderr, "%s\n", guestfs_last_error (g));
  CHECK (list != NULL);
  for (uint32_t i = 0; list && i < list->len; i++)
    if (is_regular_file_below (&list->val[i])
        && !tick_off (seen, list->val[i].tsk_name + sizeof LONG_NAME))
      strange++;
  CHECK (memchr (seen, 0, nr_names) == NULL);
  /* libtsk may take a little of the directory's index for names. */
  CHECK (strange <= nr_names / 100000);
  guestfs_free_tsk_dirent_list (list);
  cancel_walk (g);
}

/* ---- A file ---- */

/* Byte number i of the file; no period that buffers could have. */
static unsigned char
byte_at (size_t i)
{
  return 'a' + (i % 997 + i / 65537) % 26;
}

static bool
is_right (const char *p, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if ((unsigned char) p[i] != byte_at (i))
      return false;
  return true;
}

static void
upload_pattern (guestfs_h *g, const char *path, size_t n)
{
  CLEANUP_FREE char *file = host_file ("pattern", 0, true);
  CLEANUP_FREE char *buf = malloc (MIB);
  FILE *fp = fopen (file, "we");

  for (size_t i = 0; i < n; i++) {
    buf[i % MIB] = byte_at (i);
    if (i % MIB == MIB - 1 && fwrite (buf, 1, MIB, fp) != MIB)
      abort ();
  }
  if (fclose (fp) != 0)
    abort ();
  CHECK (guestfs_upload (g, file, path) == 0);
  unlink (file);
}

static void
read_large_file (guestfs_h *g)
{
  char *content;
  size_t n = 0;

  upload_pattern (g, "/large", FILE_SIZE);
  begin (g, "read_file");
  content = guestfs_read_file (g, "/large", &n);
  end (g);
  CHECK (content && n == FILE_SIZE && is_right (content, n));
  free (content);
  begin (g, "cat");
  content = guestfs_cat (g, "/large");
  end (g);
  CHECK (content && strlen (content) == FILE_SIZE
         && is_right (content, FILE_SIZE));
  free (content);
}

/* ---- An output ---- */

/* The appliance's cat and what it is linked with become the guest's. */
static void
give_guest_a_program (guestfs_h *g)
{
  free (appliance_sh (g, "cd /sysroot && mkdir bin && cp -L /bin/cat bin/ && "
                      "for f in /lib64/ld-linux* /lib/ld-linux* "
                      "/lib/*/libc.so.6; do [ ! -e $f ] || "
                      "{ mkdir -p .${f%/*} && cp -L $f .$f; } || exit 1; "
                      "done"));
}

static void
run_command (guestfs_h *g)
{
  static const char *argv[] = { "/bin/cat", "/output", NULL };
  char *out;

  give_guest_a_program (g);
  upload_pattern (g, "/output", OUTPUT_SIZE);
  begin (g, "command");
  out = guestfs_command (g, (char **) argv);
  end (g);
  if (!out)
    fprintf (stderr, "%s\n", guestfs_last_error (g));
  CHECK (out && strlen (out) == OUTPUT_SIZE && is_right (out, OUTPUT_SIZE));
  free (out);
}

int
main (void)
{
  const char *env = getenv ("GUESTFS_TEST_NAMES");
  guestfs_h *g;
  char **names;

  if (env)
    nr_names = atol (env);
  test_begin (nr_names == NAMES ? 600 : 7200);
  g = new_handle ();
  start (g, disks);
  /* Inodes for all names. */
  if (guestfs_mke2fs (g, "/dev/sda", GUESTFS_MKE2FS_FSTYPE, "ext4",
                      GUESTFS_MKE2FS_NUMBEROFINODES, (int64_t) nr_names + 1000,
                      -1) == -1
      || guestfs_mount (g, "/dev/sda", "/") == -1)
    abort ();
  make_names (g);
  names = list_names (g);
  if (names) {
    find_names (g);
    read_directory (g);
    stat_names (g, names);
    read_links (g, names);
    walk_filesystem (g);
  }
  free_strings (names);
  read_large_file (g);
  run_command (g);
  guestfs_close (g);
  return test_end ();
}
