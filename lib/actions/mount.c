/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Taking a mountable apart. */

#include <errno.h>
#include <stdlib.h>

#include "handle.h"
#include "impl.h"

char *
guestfs_impl_mountable_device (guestfs_h *g, const char *mountable)
{
  struct guestfs_internal_mountable *m =
    guestfs_internal_parse_mountable (g, mountable);
  char *ret;

  if (m == NULL)
    return NULL;
  ret = steal (&m->im_device);
  guestfs_free_internal_mountable (m);
  return ret;
}

char *
guestfs_impl_mountable_subvolume (guestfs_h *g, const char *mountable)
{
  struct guestfs_internal_mountable *m =
    guestfs_internal_parse_mountable (g, mountable);
  char *ret = NULL;

  if (m == NULL)
    return NULL;
  if (m->im_volume[0])
    ret = steal (&m->im_volume);
  else
    guestfs_int_error_errno (g, EINVAL, "%s: not a subvolume: only "
                             "\"btrfsvol:DEVICE/SUBVOLUME\" names one",
                             mountable);
  guestfs_free_internal_mountable (m);
  return ret;
}
