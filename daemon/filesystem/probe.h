/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libblkid says of a device. */

#ifndef GUESTFSD_PROBE_H
#define GUESTFSD_PROBE_H

#include <blkid/blkid.h>
#include <stdbool.h>

extern void probe_done (blkid_probe *pr);
#define CLEANUP_PROBE __attribute__ ((cleanup (probe_done)))

/* Looks at the device; NULL, with the error set, only when it cannot be read.
 * topology: also the sizes that the disk prefers. */
extern blkid_probe probe_device (const char *device, bool topology);
/* A value that was found, "" if it was not; malloc'd; NULL with the error set
 * only when the device cannot be read. */
extern char *device_value (const char *device, const char *name);
/* Like device_value for "TYPE", also of what libblkid does not know yet. */
extern char *device_type (const char *device);

#endif /* GUESTFSD_PROBE_H */
