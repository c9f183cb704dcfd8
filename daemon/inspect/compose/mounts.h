/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a system mounts where. */

#ifndef GUESTFSD_MOUNTS_H
#define GUESTFSD_MOUNTS_H

#include "catalogue.h"

/* Of the root that was found on a candidate; ret->mounts is filled.  -1 when
 * memory is out. */
extern int find_mounts (const struct catalogue *c,
                        const struct candidate *root, struct strvec *warnings,
                        struct inspected_root *ret);
/* Adds one behind the others that are as deep. */
extern int add_mount (struct inspected_root *ret, const char *mountpoint,
                      const char *mountable);
/* What is mounted there; NULL: nothing.  Borrowed. */
extern const char *mounted_at (const struct inspected_root *r,
                               const char *mountpoint);
/* What fstab has for "/", as a mountable, malloc'd; NULL: nothing. */
extern char *own_root (const struct catalogue *c,
                       const struct candidate *root);

#endif /* GUESTFSD_MOUNTS_H */
