/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which subvolumes are snapshots of the same one, directly or not. */

#ifndef GUESTFSD_KIN_H
#define GUESTFSD_KIN_H

#include <stddef.h>

struct candidate;

/* For each candidate the index of one that is the same for all of its kin, and
 * is one of them.  Malloc'd; NULL when memory is out. */
extern size_t *find_kin (const struct candidate *all, size_t n);

#endif /* GUESTFSD_KIN_H */
