/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What guestunmount consists of. */

#ifndef GUESTMOUNT_GUESTUNMOUNT_H
#define GUESTMOUNT_GUESTUNMOUNT_H

#include "mountinfo.h"

/* fusermount.c: one attempt, by the kernel for root and by fusermount3 for
 * others.  *ret_why is to be freed. */
enum outcome { UNMOUNTED, BUSY, REFUSED };
extern enum outcome unmount_once (const char *path, char **ret_why);

/* holders.c: who keeps the mount busy, "vi (process 123), …"; NULL when
 * nobody is found.  To be freed. */
extern char *holders_of (const struct mount_table *t,
                         const struct mount_entry *m);

#endif /* GUESTMOUNT_GUESTUNMOUNT_H */
