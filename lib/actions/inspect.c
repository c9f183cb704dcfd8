/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the daemon tells under another name. */

#include "handle.h"
#include "impl.h"
#include "slurp.h"

char *
guestfs_impl_inspect_get_osinfo (guestfs_h *g, const char *root)
{
  return guestfs_internal_inspect_get_osinfo (g, root);
}

char *
guestfs_impl_inspect_get_icon (guestfs_h *g, const char *root, size_t *size_r,
                               const struct guestfs_inspect_get_icon_argv *o)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;
  const int favicon =
    !(o->bitmask & GUESTFS_INSPECT_GET_ICON_FAVICON_BITMASK) || o->favicon;
  const int highquality =
    (o->bitmask & GUESTFS_INSPECT_GET_ICON_HIGHQUALITY_BITMASK)
    && o->highquality;

  if (guestfs_int_slurp_open (g, &s) == -1
      || guestfs_internal_inspect_get_icon (g, root, favicon, highquality,
                                            s.name) == -1)
    return NULL;
  return guestfs_int_slurp_read (&s, size_r);
}
