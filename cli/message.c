/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages, memory, the environment and temporary files. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

struct cli_state cli = { .program = "guestfish", .progress = -1 };

void
must (int r)
{
  if (r == -1) {
    fprintf (stderr, "%s: out of memory\n", cli.program);
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

static void
print_message (bool is_warning, const char *msg)
{
  CLEANUP_FREE char *position = cli.position ? cli.position () : NULL;

  fflush (stdout);
  fprintf (stderr, "%s%s:%s %s%s%s\n",
           cli_colour (stderr, is_warning ? CLI_YELLOW : CLI_RED),
           cli.program, cli_colour (stderr, CLI_PLAIN),
           position ? position : "", is_warning ? "warning: " : "", msg);
}

static void __attribute__ ((format (printf, 2, 0)))
message (bool is_warning, const char *fs, va_list args)
{
  CLEANUP_FREE char *msg = NULL;

  must (vasprintf (&msg, fs, args) == -1 ? -1 : 0);
  if (cli.report)
    cli.report (is_warning, msg);
  else
    print_message (is_warning, msg);
}

void
cli_error (const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  message (false, fs, args);
  va_end (args);
}

void
cli_warning (const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  message (true, fs, args);
  va_end (args);
}

const char *
cli_getenv (const char *name, const char *otherwise)
{
  const char *s = getenv (name);

  return s && *s ? s : otherwise;
}

const char *
cli_home (void)
{
  const char *home = cli_getenv ("HOME", NULL);
  const struct passwd *pw = home ? NULL : getpwuid (geteuid ());

  return pw ? pw->pw_dir : home;
}

/* Each that was made: a signal handler walks this list. */
static struct temp_file {
  struct temp_file *next;
  char *path;
} *volatile temp_files;

static void
remember_temp_file (const char *path)
{
  struct temp_file *t = must_have (malloc (sizeof *t));

  t->path = must_have (strdup (path));
  t->next = temp_files;
  temp_files = t;
}

void
cli_remove_temp_files (void)
{
  for (const struct temp_file *t = temp_files; t; t = t->next)
    unlink (t->path);
}

char *
cli_temp_file (const char *suffix)
{
  char *path = xasprintf ("%s/%sXXXXXX%s", cli_getenv ("TMPDIR", "/tmp"),
                          cli.program, suffix);
  CLEANUP_CLOSE int fd = mkostemps (path, strlen (suffix), O_CLOEXEC);

  if (fd >= 0) {
    remember_temp_file (path);
    return path;
  }
  cli_error ("temporary file %s: %s", path, strerror (errno));
  free (path);
  return NULL;
}
