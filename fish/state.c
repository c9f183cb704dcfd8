/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state of the shell, and what it prints. */

#include <config.h>

#include <errno.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "fish.h"

struct fish_state fish;

char *
fish_position (void)
{
  const struct source *s = fish.source;

  if (!s || !s->name)
    return xasprintf ("%s", "");
  return xasprintf ("%s:%u: ", s->name, s->line);
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
  cli_error ("standard output: cannot write: %s", strerror (err));
  return -1;
}
