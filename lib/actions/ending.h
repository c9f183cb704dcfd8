/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The end of the appliance, with what the daemon has to do before. */

#ifndef GUESTFS_INT_ENDING_H
#define GUESTFS_INT_ENDING_H

#include "handle.h"

/* Has the disks synced and released, then ends the machine.  Unless
 * check_for_errors no error is set, and the result is 0. */
extern int guestfs_int_end_appliance (guestfs_h *g, bool check_for_errors);

/* The guest is not mounted on the host any more.  Called with the lock, which
 * is free while another thread is in mount_local_run. (mount_local.c) */
extern void guestfs_int_end_local_mount (guestfs_h *g);

#endif /* GUESTFS_INT_ENDING_H */
