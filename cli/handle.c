/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A handle, set up as the options ask. */

#include <config.h>

#include <errno.h>
#include <string.h>

#include "guest.h"

guestfs_h *
cli_create_handle (void)
{
  guestfs_h *g = guestfs_create ();

  if (!g) {
    cli_error ("cannot create a handle: %s", strerror (errno));
    return NULL;
  }
  if (cli.verbose)
    guestfs_set_verbose (g, 1);
  if (cli.trace)
    guestfs_set_trace (g, 1);
  progress_attach (g);
  return g;
}
