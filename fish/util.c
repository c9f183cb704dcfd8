/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages, memory and temporary files. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fish.h"

struct fish_state fish = { .progress = -1 };

void
must (int r)
{
  if (r == -1) {
    fputs ("guestfish: out of memory\n", stderr);
    exit (EXIT_FAILURE);
  }
}

void *
must_have (void *p)
{
  must (p ? 0 : -1);
  return p;
}

char *
xasprintf (const char *fs, ...)
{
  char *s = NULL;
  va_list args;
  int r;

  va_start (args, fs);
  r = vasprintf (&s, fs, args);
  va_end (args);
  must (r == -1 ? -1 : 0);
  return s;
}

char *
fish_position (void)
{
  const struct source *s = fish.source;

  if (!s || !s->name)
    return xasprintf ("%s", "");
  return xasprintf ("%s:%u: ", s->name, s->line);
}

void
fish_error (const char *fs, ...)
{
  CLEANUP_FREE char *msg = NULL, *position = fish_position ();
  va_list args;

  va_start (args, fs);
  must (vasprintf (&msg, fs, args) == -1 ? -1 : 0);
  va_end (args);
  fflush (stdout);
  fprintf (stderr, "guestfish: %s%s\n", position, msg);
}

int
fish_flush (void)
{
  int r = fflush (stdout);
  bool failed = r == EOF || ferror (stdout);
  int err = errno;

  if (!failed)
    return 0;
  __fpurge (stdout);
  clearerr (stdout);
  if (fish.in_pipe && !fish.pipe_error && err == EPIPE) {
    fish.pipe_closed = true;
    return 0;
  }
  fish_error ("standard output: cannot write: %s", strerror (err));
  return -1;
}

const char *
fish_getenv (const char *name, const char *otherwise)
{
  const char *s = getenv (name);

  return s && *s ? s : otherwise;
}

char *
fish_temp_file (const char *suffix)
{
  char *path = xasprintf ("%s/guestfishXXXXXX%s",
                          fish_getenv ("TMPDIR", "/tmp"), suffix);
  CLEANUP_CLOSE int fd = mkostemps (path, strlen (suffix), O_CLOEXEC);

  if (fd >= 0)
    return path;
  fish_error ("temporary file %s: %s", path, strerror (errno));
  free (path);
  return NULL;
}
