/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disks that LVM leaves alone, because there is something like them beside
 * them. */

#ifndef GUESTFSD_COPIES_H
#define GUESTFSD_COPIES_H

struct strvec;

/* Adds a warning for each copy of a physical volume or of a dynamic disk that
 * nothing uses, and for each physical volume that is not used as its group has
 * the name of another one. */
extern void warn_of_copies (struct strvec *warnings);

#endif /* GUESTFSD_COPIES_H */
