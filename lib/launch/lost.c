/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* When the appliance is gone: why, and back to where it can be launched. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "drives.h"
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

/* "cause: how QEMU ended: the last words of the console"; takes the cause. */
static char *
add_ending (guestfs_h *g, char *known)
{
  CLEANUP_FREE char *cause = known, *ending = NULL, *console = NULL;

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

static char *
explain_loss (guestfs_h *g)
{
  if (!g->conn)
    return safe_strdup (g, "the appliance is not running");
  return add_ending (g, guestfs_int_conn_explain (g, g->conn));
}

static void
leave_out (guestfs_h *g, const char *device)
{
  CLEANUP_FREE char *why =
    add_ending (g, guestfs_int_conn_explain_end (g, g->conn));

  if (strvec_add (&g->left_out, device) == -1
      || strvec_addf (&g->left_out, "%s: the appliance was launched again, "
                      "which the backend setting inspect_without=%s avoids",
                      why, device) == -1)
    g->abort_cb ();
}

/* Without a connection nobody tries to talk to it once more.  What goes wrong
 * while tidying up is not what the caller must hear of. */
static void
stop_quietly (guestfs_h *g)
{
  guestfs_int_conn_free (g, g->conn);
  g->conn = NULL;
  guestfs_push_error_handler (g, NULL, NULL);
  guestfs_int_stop_backend (g, false);
  guestfs_pop_error_handler (g);
}

/* What an event's callback does is not what the caller must hear of either: the
 * error is set afterwards. */
static void
end_quietly (guestfs_h *g)
{
  const bool was_running = g->state != CONFIG;

  g->state = CONFIG;
  stop_quietly (g);
  if (!was_running)
    return;
  guestfs_int_free_drives (g);
  guestfs_int_call_callbacks_void (g, GUESTFS_EVENT_SUBPROCESS_QUIT);
}

int
guestfs_int_launch_again (guestfs_h *g, const char *without)
{
  CLEANUP_SAVED_ERROR struct saved_error why = { .msg = NULL };
  int r;

  g->state = LAUNCHING;         /* no callback can do anything about it */
  if (without)
    leave_out (g, without);
  stop_quietly (g);
  clock_gettime (CLOCK_MONOTONIC, &g->launch_time);
  guestfs_push_error_handler (g, NULL, NULL);
  r = guestfs_int_run_backend (g);
  guestfs_pop_error_handler (g);
  if (r == 0) {
    g->state = READY;
    return 0;
  }
  guestfs_int_save_error (g, &why);
  end_quietly (g);
  guestfs_int_raise_error (g, &why);
  return -1;
}

int
guestfs_int_lost_appliance (guestfs_h *g, const char *while_doing)
{
  CLEANUP_FREE char *why = explain_loss (g);

  end_quietly (g);
  guestfs_int_error_errno (g, EPIPE, "%s: %s: add the drives and call launch "
                           "again to go on", while_doing, why);
  return -1;
}
