/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls against a fake daemon: what its tests share, and running them. */

#include <config.h>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "calls.h"


static char *tmpdir;            /* of this program */

char *
tmp_path (const char *name)
{
  char *path;

  if (asprintf (&path, "%s/%s", tmpdir, name) == -1)
    abort ();
  return path;
}

void
write_file (const char *path, const void *p, size_t n)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (fd == -1 || full_write (fd, p, n) == -1 || close (fd) == -1)
    abort ();
}

/* Bytes that are not the same everywhere. */
char *
pattern (size_t n)
{
  char *p = malloc (n);
  uint32_t x = 12345;

  for (size_t i = 0; i < n; i++) {
    x = x * 1103515245 + 12345;
    p[i] = x >> 24;
  }
  return p;
}

struct got
take_call (struct fake *f)
{
  struct got call = { .payload = NULL };

  fake_expect (f, FRAME_CALL, &call);
  return call;
}

int
call_files (struct fake *f, const char *file_in, const char *file_out)
{
  struct call c;
  int r;

  guestfs_int_enter (f->g, "files");
  guestfs_int_call_init (f->g, &c, "files", FAKE_PROC);
  c.file_in = file_in;
  c.file_out = file_out;
  r = guestfs_int_call_run (&c);
  guestfs_int_call_done (&c);
  guestfs_int_leave (f->g);
  return r;
}


void
check_still_works (struct fake *f)
{
  CHECK (f->g->state == READY && f->g->conn && f->quits == 0);
  CHECK (fake_call_plain (f) == 0);
}

/* ---- All of them ---- */

static size_t
open_descriptors (void)
{
  DIR *dir = opendir ("/proc/self/fd");
  size_t n = 0;

  while (readdir (dir))
    n++;
  closedir (dir);
  return n;
}

static const struct calls_test *const all[] = {
  replies_tests, streams_tests, trouble_tests, warnings_tests,
};

/* How many were run. */
static size_t
run_tests (const struct calls_test *t, const char *only)
{
  size_t n = 0;

  for (; t->name; t++)
    if (!only || strcmp (only, t->name) == 0) {
      fake_test = t->name;
      alarm (300);              /* one that hangs has failed */
      t->run ();
      n++;
    }
  return n;
}

int
main (int argc, char *argv[])
{
  char template[] = "/tmp/test-calls.XXXXXX";
  CLEANUP_FREE char *rm = NULL;
  size_t before = open_descriptors (), ran = 0;

  (void) argc;
  tmpdir = mkdtemp (template);
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
    ran += run_tests (all[i], argv[1]);
  CHECK (ran > 0);              /* argv[1] is a name */
  fake_test = "descriptors";
  CHECK (open_descriptors () == before);
  if (asprintf (&rm, "rm -rf '%s'", tmpdir) == -1 || system (rm) != 0)
    fake_failed++;
  if (fake_failed)
    fprintf (stderr, "%d checks failed\n", fake_failed);
  return fake_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
