/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What kind of thing is on a device, and whether and how it can be mounted. */

#ifndef GUESTFSD_FSTYPE_H
#define GUESTFSD_FSTYPE_H

#include <stdbool.h>

/* What newer versions of libblkid call FileVault 2. */
#define FVAULT2 "cs_fvault2"

/* Is it a physical volume of CoreStorage that FileVault 2 has encrypted? */
extern bool is_fvault2 (const char *device);
/* The UUID of such a volume, malloc'd; NULL when it is none. */
extern char *fvault2_uuid (const char *device);

/* The type of the file system to mount, malloc'd; NULL with the error set when
 * there is none, or only one that the caller has to name. */
extern char *fstype_to_mount (const char *device);

/* The kernel's name for this kind of UFS (its option ufstype), or NULL. */
extern const char *ufs_kind (const char *device);

#endif /* GUESTFSD_FSTYPE_H */
