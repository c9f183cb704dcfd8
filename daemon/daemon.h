/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every area of the daemon may use.
 *
 * An area file implements do_<action> for each daemon action of its table.
 * On success it returns the value; on failure it calls reply_with_error or
 * reply_with_perror once, at the deepest place that knows the cause, and
 * returns -1 or NULL.  Returned memory is malloc'd and freed by the caller.
 *
 * The rooms, of which each may use those before it; tools/check-rooms looks.
 */

#ifndef GUESTFSD_DAEMON_H
#define GUESTFSD_DAEMON_H

#include "call.h"
#include "root.h"
#include "run.h"
#include "device.h"

/* Prototypes of all do_<action> and optgroup_<group>_available. */
#include "actions.h"

#endif /* GUESTFSD_DAEMON_H */
