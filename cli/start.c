/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the options to a guest whose file systems are mounted. */

#include <config.h>

#include "options.h"

int
cli_set_up_handle (guestfs_h *g, const struct cli_options *o)
{
  if (o->no_sync && guestfs_set_autosync (g, 0) == -1)
    return -1;
  if ((o->network || cli_have_clevis_key ()) &&
      guestfs_set_network (g, 1) == -1)
    return -1;
  return 0;
}

static int
launch (guestfs_h *g)
{
  int r;

  progress_begin ();
  r = guestfs_launch (g);
  progress_end ();
  return r;
}

static int
inspect_and_mount (guestfs_h *g)
{
  int r;

  progress_begin ();
  r = cli_inspect_and_mount (g);
  progress_end ();
  return r;
}

int
cli_start_guest (guestfs_h *g, struct cli_options *o)
{
  if (cli_set_up_handle (g, o) == -1 ||
      cli_add_drives (g, &o->drives) == -1 || launch (g) == -1)
    return -1;
  if (o->inspect && inspect_and_mount (g) == -1)
    return -1;
  for (size_t i = 0; i < o->mounts.len; ++i)
    if (cli_mount (g, o->mounts.ptr[i]) == -1)
      return -1;
  return 0;
}
