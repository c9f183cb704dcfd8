/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which of some names was meant. */

#ifndef GUESTFS_CLOSEST_H
#define GUESTFS_CLOSEST_H

/* Of the names that are considered the one that was meant; name is NULL when
 * none is near.  Case does not matter, nor "_" for "-". */
struct closest {
  const char *wanted, *name;
  unsigned distance;
};
extern void closest_begin (struct closest *best, const char *wanted);
extern void closest_consider (struct closest *best, const char *name);
extern int closest_fold (char c);

#endif /* GUESTFS_CLOSEST_H */
