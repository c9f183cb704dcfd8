/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How far a launch is, for people who wait. */

#include <config.h>

#include "launch.h"
#include "machine.h"

/* Progress is for people who wait: not before so long. */
#define PROGRESS_AFTER_MS 5000

void
guestfs_int_launch_send_progress (guestfs_h *g, int perdozen)
{
  const uint64_t array[4] = { 0, 0, perdozen, 12 };

  if (guestfs_int_launch_elapsed (g) < PROGRESS_AFTER_MS)
    return;
  guestfs_int_call_callbacks_array (g, GUESTFS_EVENT_PROGRESS, array, 4);
}
