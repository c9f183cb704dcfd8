/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the daemon tells under another name. */

#include "handle.h"
#include "impl.h"

char *
guestfs_impl_inspect_get_osinfo (guestfs_h *g, const char *root)
{
  return guestfs_internal_inspect_get_osinfo (g, root);
}
