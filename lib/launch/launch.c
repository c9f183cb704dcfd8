/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The state machine: CONFIG → LAUNCHING → READY, and back. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "drives.h"
#include "launch.h"
#include "machine.h"
#include "proto.h"

static int
check_launch (guestfs_h *g)
{
  if (g->state == READY) {
    guestfs_int_error_errno (g, EBUSY, "the appliance is running already");
    return -1;
  }
  if (g->state == LAUNCHING) {
    guestfs_int_error_errno (g, EBUSY, "the appliance is being launched");
    return -1;
  }
  return 0;
}

static int
prepare_drives (guestfs_h *g)
{
  for (size_t i = 0; i < g->nr_drives; i++)
    if (g->drives[i] && guestfs_int_prepare_drive (g, g->drives[i]) == -1)
      return -1;
  return 0;
}

/* The drives stay, so that launch can be called again. */
int
guestfs_int_stop_backend (guestfs_h *g, bool check_for_errors)
{
  int r = 0;

  if (g->backend)
    r = g->backend->shutdown (g, g->backend_data, check_for_errors);
  g->backend = NULL;
  free (g->backend_data);
  g->backend_data = NULL;
  if (g->conn)
    guestfs_int_conn_free (g, g->conn);
  g->conn = NULL;
  return r;
}

int
guestfs_int_run_backend (guestfs_h *g)
{
  const char *arg;
  const struct backend_ops *ops =
    guestfs_int_find_backend (g, g->backend_name, &arg);

  if (!ops || prepare_drives (g) == -1)
    return -1;
  g->backend = ops;
  g->backend_data = safe_calloc (g, 1, ops->data_size);
  if (ops->launch (g, g->backend_data, arg) == -1) {
    guestfs_int_stop_backend (g, false);
    return -1;
  }
  return 0;
}

/* What is left of an earlier call must not end the waits of this one. */
static void
forget_old_cancel (guestfs_h *g)
{
  if (guestfs_int_take_cancel (g))
    guestfs_int_user_cancel (g);        /* it is about this call */
}

int
guestfs_int_launch (guestfs_h *g)
{
  if (check_launch (g) == -1)
    return -1;
  forget_old_cancel (g);
  clock_gettime (CLOCK_MONOTONIC, &g->launch_time);
  g->state = LAUNCHING;
  guestfs_int_launch_send_progress (g, 0);
  if (guestfs_int_run_backend (g) == -1) {
    guestfs_int_take_cancel (g);
    g->state = CONFIG;
    return -1;
  }
  g->state = READY;
  debug (g, "launched in %lld ms",
         (long long) guestfs_int_launch_elapsed (g));
  guestfs_int_launch_send_progress (g, 12);
  guestfs_int_call_callbacks_void (g, GUESTFS_EVENT_LAUNCH_DONE);
  return 0;
}

int
guestfs_int_shutdown_backend (guestfs_h *g, bool check_for_errors)
{
  int r;

  g->state = CONFIG;
  r = guestfs_int_stop_backend (g, check_for_errors);
  guestfs_int_free_drives (g);
  return check_for_errors ? r : 0;
}
