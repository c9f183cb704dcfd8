/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The handle: made, set up as the options ask, launched. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fish.h"

/* What the library has to say, with the place in the script in front. */
static void
on_error (guestfs_h *g, void *opaque, const char *msg)
{
  CLEANUP_FREE char *position = NULL;

  (void) opaque;
  if (fish.in_pipe && !fish.pipe_error && guestfs_last_errno (g) == EPIPE) {
    fish.pipe_closed = true;
    return;
  }
  fflush (stdout);
  if (fish.source && fish.source->is_file)
    position = fish_position ();
  fprintf (stderr, "%slibguestfs: error: %s\n", position ? position : "", msg);
}

guestfs_h *
fish_create_handle (void)
{
  guestfs_h *g = cli_create_handle ();

  if (!g)
    return NULL;
  guestfs_set_error_handler (g, on_error, NULL);
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
