/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers to the requests of a local mount (fuse.c). */

#ifndef GUESTFS_INT_FUSEREQUESTS_H
#define GUESTFS_INT_FUSEREQUESTS_H

#include "localmount.h"

extern const struct fuse_lowlevel_ops guestfs_int_fuse_ops;
extern const size_t guestfs_int_fuse_ops_size;

/* The daemon forgets what the kernel has forgotten. */
extern void guestfs_int_fuse_send_forgotten (struct local_mount *lm);
/* Before each request: have other calls changed something? */
extern void guestfs_int_fuse_before (struct local_mount *lm);
/* After each request, and when there is none. */
extern void guestfs_int_fuse_after (struct local_mount *lm, bool idle);

#endif /* GUESTFS_INT_FUSEREQUESTS_H */
