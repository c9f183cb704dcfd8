/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The handle: made, launched, and what it says of errors. */

#include <config.h>

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* "realpath: …" of the library is "edit: …" to who has typed edit.  What has
 * the name of an action keeps it.  Returns what follows the name. */
static const char *
skip_action (const char *msg)
{
  size_t n = 0;

  while (isalnum ((unsigned char) msg[n]) || msg[n] == '_')
    n++;
  return n > 0 && msg[n] == ':' && msg[n + 1] == ' ' ? msg + n + 2 : msg;
}

/* What the library has to say, with the place in the script in front. */
static void
on_error (guestfs_h *g, void *opaque, const char *msg)
{
  CLEANUP_FREE char *position = NULL;
  const char *typed = fish.typed;

  (void) opaque;
  if (fish.in_pipe && !fish.pipe_error && guestfs_last_errno (g) == EPIPE) {
    fish.pipe_closed = true;
    return;
  }
  fflush (stdout);
  if (fish.source && fish.source->is_file)
    position = fish_position ();
  fprintf (stderr, "%slibguestfs: error: %s%s%s\n", position ? position : "",
           typed ? typed : "", typed ? ": " : "",
           typed ? skip_action (msg) : msg);
}

guestfs_h *
fish_create_handle (void)
{
  guestfs_h *g = cli_create_handle (on_error);

  if (g)
    interrupt_attach (g);
  return g;
}

int
fish_launch (void)
{
  int r;

  progress_begin ();
  interrupt_begin (fish.g);
  r = guestfs_launch (fish.g);
  interrupt_end ();
  progress_end ();
  return r;
}
