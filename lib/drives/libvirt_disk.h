/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Drives as libvirt is told of them. */

#ifndef GUESTFS_INT_LIBVIRT_DISK_H
#define GUESTFS_INT_LIBVIRT_DISK_H

#include "drives.h"
#include "libvirt_machine.h"

struct libvirt_drive {
  struct libvirt_disk disk;     /* borrows from the drive and from: */
  char *name;
};

/* What belongs to this launch. */
struct libvirt_way {
  const char *secret_uuid;      /* libvirt's, of the drive's secret; or NULL */
  const struct drive_source *served; /* where the bytes of a read-only drive's
                                      * image come from instead; or NULL */
};

/* Pure.  -1 with error ENOTSUP when libvirt cannot be told; ret is to be
 * released in any case. */
extern int guestfs_int_libvirt_drive (guestfs_h *g, const struct drive *drv,
                                      size_t i, const struct libvirt_way *way,
                                      struct libvirt_drive *ret);
extern void guestfs_int_libvirt_drive_done (struct libvirt_drive *d);
#define CLEANUP_LIBVIRT_DRIVE \
  __attribute__ ((cleanup (guestfs_int_libvirt_drive_done)))

/* How libvirt calls the secrets of this protocol; NULL: it takes none. */
extern const char *guestfs_int_libvirt_secret_type
  (const struct drive_source *src);

#endif /* GUESTFS_INT_LIBVIRT_DISK_H */
