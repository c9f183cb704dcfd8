/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is installed in a system, on its way from the daemon: a stream of
 * records, in any order, in XDR.
 *
 *   u32 length of what follows, u32 kind, and then
 *   RECORD_APPLICATION: u64 number, application2
 *   RECORD_WARNING: one string, for people
 */

#ifndef GUESTFS_INT_APPLICATIONS_H
#define GUESTFS_INT_APPLICATIONS_H

#include "codec.h"
#include "strvec.h"

enum { RECORD_APPLICATION, RECORD_WARNING };

/* Those that have arrived. */
struct applications {
  struct numbered_application {
    uint64_t number;            /* order of those with one name, or 0 */
    size_t place;               /* in the stream */
    struct guestfs_application2 app;
  } *val;
  size_t len, cap;
  struct strvec warnings;
  struct strbuf rest;           /* of a record that has not come as a whole */
};
#define APPLICATIONS_INIT { .len = 0 }

/* The next piece of the stream.  0, or -1 with errno: EPROTO when it is
 * something else, or ENOMEM. */
extern int applications_take (struct applications *a, const char *data,
                              size_t n);
/* At the end of the stream: all of them, by the bytes of the name, then by
 * number.  The same. */
extern int applications_list (struct applications *a,
                              struct guestfs_application2_list *ret);
extern void applications_done (struct applications *a);
#define CLEANUP_APPLICATIONS __attribute__ ((cleanup (applications_done)))

#endif /* GUESTFS_INT_APPLICATIONS_H */
