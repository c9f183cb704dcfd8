/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mountables: a device, or a subvolume of a btrfs file system on one. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"

void
mountable_done (mountable_t *m)
{
  free (m->device);
  free (m->volume);
  m->device = m->volume = NULL;
}

char *
mountable_to_string (const mountable_t *m)
{
  char *s;

  if (m->type != MOUNTABLE_BTRFSVOL)
    return strdup (m->device);
  return asprintf (&s, BTRFSVOL "%s/%s", m->device, m->volume) == -1 ? NULL : s;
}
