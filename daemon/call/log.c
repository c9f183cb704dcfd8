/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages on the console, for whoever looks for a fault. */

#include "config.h"

#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include "call.h"

bool trace_commands;
bool verbose;

void
debug (const char *fs, ...)
{
  va_list args;

  if (!verbose)
    return;
  fprintf (stderr, "guestfsd: ");
  va_start (args, fs);
  vfprintf (stderr, fs, args);
  va_end (args);
  fprintf (stderr, "\n");
}

void
phase (const char *name)
{
  struct timespec ts;

  if (!getenv ("guestfs_phases"))
    return;
  clock_gettime (CLOCK_MONOTONIC, &ts);
  fprintf (stderr, "guestfsd: phase %s %lld.%03ld\n", name,
           (long long) ts.tv_sec, ts.tv_nsec / 1000000);
}
