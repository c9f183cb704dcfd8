/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Work in a process of its own, for libraries that read what a hostile guest
 * wrote and may crash, never end or take all memory: the daemon survives, and
 * the call can be cancelled at any moment. */

#ifndef GUESTFSD_APART_H
#define GUESTFSD_APART_H

#include "call.h"

/* Calls fn in a copy of the daemon; what it sends arrives at cb in the daemon
 * itself.  fn returns 0, or -1 with the error set as anywhere else; what names
 * its subject when it ends without either.  After so many seconds, if that is
 * not 0, it is killed.  0, or -1 with the error set. */
extern int run_apart (const char *what, int seconds, int (*fn) (void *arg),
                      void *arg, stream_cb cb, void *opaque);

/* ---- For fn, which must leave streams, progress and cancelling alone ---- */
extern int apart_send (const void *buf, size_t len);
extern void apart_progress (uint64_t position, uint64_t total);

#endif /* GUESTFSD_APART_H */
