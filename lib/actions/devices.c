/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The usual name of a device. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "handle.h"
#include "impl.h"

/* "/dev/vda1" or "/dev/hda1": a disk by the name of another driver. */
static bool
is_other_disk_name (const char *device)
{
  return (strncmp (device, "/dev/vd", 7) == 0
          || strncmp (device, "/dev/hd", 7) == 0)
    && islower ((unsigned char) device[7]);
}

static bool
is_mapper_name (const char *device)
{
  return strncmp (device, "/dev/mapper/", 12) == 0
    || strncmp (device, "/dev/dm-", 8) == 0;
}

char *
guestfs_impl_canonical_device_name (guestfs_h *g, const char *device)
{
  char *ret;

  if (is_other_disk_name (device))
    return safe_asprintf (g, "/dev/sd%s", device + 7);
  if (is_mapper_name (device)) {
    /* Not a logical volume: not an error, it keeps its name. */
    guestfs_push_error_handler (g, NULL, NULL);
    ret = guestfs_lvm_canonical_lv_name (g, device);
    guestfs_pop_error_handler (g);
    if (ret)
      return ret;
  }
  return safe_strdup (g, device);
}
