/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libblkid says of a device. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "call.h"
#include "device.h"
#include "fstype.h"
#include "probe.h"

void
probe_done (blkid_probe *pr)
{
  blkid_free_probe (*pr);
}

/* Looks at the device with libblkid; NULL, with the error set, only when it
 * cannot be read.  topology: also the sizes that the disk prefers. */
blkid_probe
probe_device (const char *device, bool topology)
{
  CLEANUP_CLOSE int ahead = device_open_ahead (device, PROBED_AHEAD,
                                               PROBED_AHEAD);
  blkid_probe pr = blkid_new_probe_from_filename (device);

  (void) ahead;
  if (pr == NULL) {
    reply_with_perror ("%s", device);
    return NULL;
  }
  blkid_probe_enable_superblocks (pr, 1);
  blkid_probe_set_superblocks_flags (pr, BLKID_SUBLKS_LABEL | BLKID_SUBLKS_UUID
                                     | BLKID_SUBLKS_TYPE | BLKID_SUBLKS_SECTYPE
                                     | BLKID_SUBLKS_USAGE
                                     | BLKID_SUBLKS_VERSION);
  blkid_probe_enable_partitions (pr, 1);
  blkid_probe_set_partitions_flags (pr, BLKID_PARTS_ENTRY_DETAILS);
  blkid_probe_enable_topology (pr, topology);
  /* Signatures that contradict each other are as good as none. */
  blkid_do_safeprobe (pr);
  return pr;
}

/* A value that was found, "" if it was not; malloc'd. */
static char *
probe_value (blkid_probe pr, const char *name)
{
  const char *value = "";
  char *ret;

  blkid_probe_lookup_value (pr, name, &value, NULL);
  ret = strdup (value);
  if (ret == NULL)
    reply_with_perror ("strdup");
  return ret;
}

/* The same of a device, NULL with the error set only when it cannot be read. */
char *
device_value (const char *device, const char *name)
{
  CLEANUP_PROBE blkid_probe pr = probe_device (device, false);

  return pr ? probe_value (pr, name) : NULL;
}

/* Like device_value for "TYPE", also of what libblkid does not know yet. */
char *
device_type (const char *device)
{
  char *type = device_value (device, "TYPE");

  if (type && type[0] == '\0' && is_fvault2 (device)) {
    free (type);
    type = strdup (FVAULT2);
  }
  return type;
}
