/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Systems whose disk tells what they are, rather than their files. */

#ifndef GUESTFSD_BANKS_H
#define GUESTFSD_BANKS_H

struct catalogue;

/* A disk of Talos Linux: the partition with its state is the root. */
extern void find_talos (const struct catalogue *c);
/* Of the banks of one disk from which a system starts, only that which was
 * updated last is a root. */
extern void drop_older_banks (const struct catalogue *c);

#endif /* GUESTFSD_BANKS_H */
