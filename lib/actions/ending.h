/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The end of the appliance, with what the daemon has to do before. */

#ifndef GUESTFS_INT_ENDING_H
#define GUESTFS_INT_ENDING_H

#include "handle.h"

/* Has the disks synced and released, then ends the machine.  Unless
 * check_for_errors no error is set, and the result is 0. */
extern int guestfs_int_end_appliance (guestfs_h *g, bool check_for_errors);

#endif /* GUESTFS_INT_ENDING_H */
