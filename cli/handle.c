/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A handle, set up as the options ask. */

#include <config.h>

#include <errno.h>
#include <string.h>

#include "guest.h"

/* The environment is read once errors go where they are to go. */
guestfs_h *
cli_create_handle (guestfs_error_handler_cb on_error)
{
  guestfs_h *g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);

  if (!g) {
    /* A variable of the environment that is wrong: the library has said so. */
    if (errno != EINVAL)
      cli_error ("cannot create a handle: %s", strerror (errno));
    return NULL;
  }
  if (on_error)
    guestfs_set_error_handler (g, on_error, NULL);
  if (guestfs_parse_environment (g) == -1) {
    guestfs_close (g);
    return NULL;
  }
  if (cli.verbose)
    guestfs_set_verbose (g, 1);
  if (cli.trace)
    guestfs_set_trace (g, 1);
  progress_attach (g);
  return g;
}

const char *
cli_error_of_call (guestfs_h *g)
{
  const char *msg = guestfs_last_error (g);
  const size_t n = msg ? strcspn (msg, ": ") : 0;

  if (!msg)
    return "unknown error";
  return n > 0 && strncmp (msg + n, ": ", 2) == 0 ? msg + n + 2 : msg;
}
