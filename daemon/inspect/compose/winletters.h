/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The drive letters of Windows as devices of the appliance. */

#ifndef GUESTFSD_WINLETTERS_H
#define GUESTFSD_WINLETTERS_H

#include <stddef.h>
#include <stdint.h>

struct strvec;

/* What Windows knows of a partition. */
struct letter_partition {
  const char *device;           /* "/dev/sda1" */
  /* As libblkid writes it, with or without dashes: of an MBR "1b8e6f2c-01", of
   * a GPT its GUID; of a volume of a dynamic disk, its GUID.  NULL: none. */
  const char *uuid;
  uint64_t start;               /* of an MBR: its first byte on the disk */
};

/* Pure.  letters: see struct findings.  Of partitions that Windows could not
 * tell apart (the disk was copied) the first is meant: give those of the root's
 * disk first.  Letters whose partition is not here are left out.  Malloc'd:
 * letter, device, …, NULL; NULL only when memory is out. */
extern char **drive_mappings (const struct strvec *letters,
                              const struct letter_partition *partitions,
                              size_t n);

#endif /* GUESTFSD_WINLETTERS_H */
