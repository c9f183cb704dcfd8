/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What daemon/inspect uses of the rest of the daemon, for programs that run
 * parts of it on the host: errors and messages are printed, a process apart is
 * this one. */

#include "config.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "apart.h"
#include "call.h"

bool verbose;

static bool failed;

static void __attribute__ ((format (printf, 3, 0)))
print_error (int err, bool with_strerror, const char *fs, va_list args)
{
  failed = true;
  fputs ("error: ", stderr);
  vfprintf (stderr, fs, args);
  if (with_strerror)
    fprintf (stderr, ": %s", strerror (err));
  fputc ('\n', stderr);
}

void
reply_with_error_errno (int err, const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  print_error (err, false, fs, args);
  va_end (args);
}

void
reply_with_perror_errno (int err, const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  print_error (err, true, fs, args);
  va_end (args);
}

bool
reply_has_error (void)
{
  return failed;
}

void
reply_forget_error (void)
{
  failed = false;
}

void
debug (const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  if (verbose)
    vfprintf (stderr, fs, args);
  va_end (args);
}

bool
call_is_cancelled (void)
{
  return false;
}

bool
call_fails_cancelled (const char *what)
{
  (void) what;
  return false;
}

static stream_cb apart_cb;
static void *apart_opaque;

int
run_apart (const char *what, int seconds, int (*fn) (void *arg), void *arg,
           stream_cb cb, void *opaque)
{
  (void) what;
  (void) seconds;
  apart_cb = cb;
  apart_opaque = opaque;
  return fn (arg);
}

int
apart_send (const void *buf, size_t len)
{
  return apart_cb (apart_opaque, buf, len);
}

void
apart_progress (uint64_t position, uint64_t total)
{
  (void) position;
  (void) total;
}
