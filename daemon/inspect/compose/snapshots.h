/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Systems that are copies of others: snapshots, containers, slices. */

#ifndef GUESTFSD_SNAPSHOTS_H
#define GUESTFSD_SNAPSHOTS_H

#include "catalogue.h"

/* Before they are looked at: sets "skipped" of subvolumes that cannot be what
 * is booted, which there may be thousands of.  -1 when memory is out. */
extern int skip_subvolumes (struct candidate *all, size_t n);
/* Afterwards: roots that nobody boots lose their role.  -1 likewise. */
extern int drop_snapshots (const struct catalogue *c);
extern void drop_bsd_slices (const struct catalogue *c);

#endif /* GUESTFSD_SNAPSHOTS_H */
