/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What belongs to a file system that was found; apart from finding it, so that
 * it can be used without the daemon (tests/unit/compose.c). */

#include "config.h"

#include <stdlib.h>

#include "filesystem.h"

void
filesystem_done (struct filesystem *fs)
{
  free (fs->mountable);
  free (fs->device);
  free (fs->volume);
  free (fs->default_volume);
  free (fs->volume_uuid);
  free (fs->parent_uuid);
  free (fs->type);
  free (fs->uuid);
  free (fs->label);
  free (fs->partuuid);
  free (fs->partlabel);
}

void
filesystems_done (struct filesystems *list)
{
  for (size_t i = 0; i < list->len; ++i)
    filesystem_done (&list->ptr[i]);
  free (list->ptr);
}
