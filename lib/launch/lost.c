/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* When the appliance is gone: why, and back to where it can be launched. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "launch.h"
#include "proto.h"

/* How much of the console an error message quotes. */
#define QUOTED_LINES 3

/* The last lines of the console, in one line; "" if it said nothing. */
static char *
quote_console (guestfs_h *g, struct connection *conn)
{
  CLEANUP_FREE char *copy =
    safe_strdup (g, guestfs_int_conn_console_tail (conn));
  size_t len = strlen (copy);
  char *p = copy + len;

  while (p > copy && p[-1] == '\n')
    *--p = '\0';
  for (int lines = 0; p > copy; p--)
    if (p[-1] == '\n' && ++lines == QUOTED_LINES)
      break;
  for (char *q = p; *q; q++)
    if (*q == '\n')
      *q = '|';
  return safe_strdup (g, p);
}

/* "cause: how QEMU ended: the last words of the console" */
static char *
explain_loss (guestfs_h *g)
{
  CLEANUP_FREE char *cause = NULL, *ending = NULL, *console = NULL;

  if (!g->conn)
    return safe_strdup (g, "the appliance is not running");
  cause = guestfs_int_conn_explain (g, g->conn);
  if (guestfs_int_conn_is_explained (g->conn))
    return steal (&cause);
  if (g->backend && g->backend->explain_exit)
    ending = g->backend->explain_exit (g, g->backend_data);
  console = quote_console (g, g->conn);
  return safe_asprintf (g, "%s%s%s%s%s", cause,
                        ending ? ": " : "", ending ? ending : "",
                        console[0] ? ": its console ended with: " : "",
                        console);
}

int
guestfs_int_lost_appliance (guestfs_h *g, const char *while_doing)
{
  CLEANUP_FREE char *why = explain_loss (g);
  bool was_running = g->state != CONFIG;

  /* Without a connection nobody tries to talk to it once more. */
  guestfs_int_conn_free (g, g->conn);
  g->conn = NULL;
  /* What goes wrong while tidying up is not what the caller must hear of,
   * nor is what an event's callback does: the error is set last. */
  guestfs_push_error_handler (g, NULL, NULL);
  if (was_running)
    guestfs_int_shutdown_backend (g, false);
  guestfs_pop_error_handler (g);
  g->state = CONFIG;
  if (was_running)
    guestfs_int_call_callbacks_void (g, GUESTFS_EVENT_SUBPROCESS_QUIT);
  guestfs_int_error_errno (g, EPIPE, "%s: %s: add the drives and call launch "
                           "again to go on", while_doing, why);
  return -1;
}
