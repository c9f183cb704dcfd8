/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How guestunmount --wait learns that guestmount has closed the disks: a
 * socket of guestmount's that is named after the mount's device, in the
 * abstract name space, where nothing is left behind. */

#ifndef GUESTMOUNT_WAITERS_H
#define GUESTMOUNT_WAITERS_H

#include <stdbool.h>

#include "mountinfo.h"

/* guestmount.  -1 with errno set: nobody can wait. */
extern int waiters_listen (const char *mountpoint);
/* Tells those who wait that all is written.  Who is not told sees that the
 * socket was closed. */
extern void waiters_tell (int sock);

/* guestunmount, before it unmounts.  -1 with errno set: not our guestmount. */
extern int waiters_join (const struct mount_entry *m);
extern bool waiters_wait (int sock);

#endif /* GUESTMOUNT_WAITERS_H */
