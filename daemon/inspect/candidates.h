/* SPDX-License-Identifier: GPL-2.0-or-later */
/* File systems together with what was found in them. */

#ifndef GUESTFSD_CANDIDATES_H
#define GUESTFSD_CANDIDATES_H

#include "inspect.h"

struct candidates {
  struct candidate *ptr;
  size_t len;
};
#define CANDIDATES_INIT { NULL, 0 }
extern void candidates_done (struct candidates *list);
#define CLEANUP_CANDIDATES __attribute__ ((cleanup (candidates_done)))

/* Finds all file systems and looks at each.  Nothing may be mounted.  0, or -1
 * with the error set. */
extern int candidates_find (struct candidates *ret);

#endif /* GUESTFSD_CANDIDATES_H */
