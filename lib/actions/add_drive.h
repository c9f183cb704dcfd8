/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Adding a drive as add_drive does, with what it has no words for. */

#ifndef GUESTFS_INT_ADD_DRIVE_H
#define GUESTFS_INT_ADD_DRIVE_H

#include "drives.h"

extern int guestfs_int_add_drive_with
  (guestfs_h *g, const char *filename,
   const struct guestfs_add_drive_opts_argv *opts,
   const struct source_extras *extras);

#endif /* GUESTFS_INT_ADD_DRIVE_H */
