/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Waiting: every wait of the library has an absolute deadline, on
 * CLOCK_MONOTONIC, so that signals neither end it nor make it longer. */

#ifndef GUESTFS_INT_DEADLINE_H
#define GUESTFS_INT_DEADLINE_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* So many milliseconds from now. */
extern struct timespec guestfs_int_deadline_in (int64_t ms);
/* What is left in milliseconds, rounded up: 0 when it has passed, -1 (for
 * ever) when deadline is NULL: what poll takes. */
extern int guestfs_int_deadline_left (const struct timespec *deadline);
extern bool guestfs_int_deadline_passed (const struct timespec *deadline);

/* poll, until the deadline (NULL: for ever); descriptors that are -1 are
 * ignored.  The number of descriptors with events; 0: the deadline has passed;
 * -1: errno is set, and is not EINTR.  A wait that the user may cancel has
 * g->cancel_fd among its descriptors and asks guestfs_int_take_cancel. */
extern int guestfs_int_wait_until (struct pollfd *fds, nfds_t n,
                                   const struct timespec *deadline);

#endif /* GUESTFS_INT_DEADLINE_H */
