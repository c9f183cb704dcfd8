/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Results that come as a stream, because they may be of any size, taken into
 * memory. */

#ifndef GUESTFS_INT_SLURP_H
#define GUESTFS_INT_SLURP_H

#include "handle.h"

/* A file in memory, and the name under which an action can write to it. */
struct slurp {
  guestfs_h *g;
  int fd;
  char *name;                   /* a FileOut argument */
};
extern int guestfs_int_slurp_open (guestfs_h *g, struct slurp *s);
/* All that was written, NUL-terminated; NULL with the error set. */
extern char *guestfs_int_slurp_read (struct slurp *s, size_t *ret_size);
extern void guestfs_int_slurp_done (struct slurp *s);
#define CLEANUP_SLURP __attribute__ ((cleanup (guestfs_int_slurp_done)))
#define SLURP_INIT { NULL, -1, NULL }

/* guestfs_download of a file of the guest, never of a device. */
extern int guestfs_int_download_path (guestfs_h *g, const char *path,
                                      const char *local);

/* Strings that each end with a NUL, sorted by byte value. */
extern char **guestfs_int_slurp_names (struct slurp *s);

#endif /* GUESTFS_INT_SLURP_H */
