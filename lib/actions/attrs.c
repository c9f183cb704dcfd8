/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Extended attributes of many files in one call. */

#include "handle.h"
#include "impl.h"

struct guestfs_xattr_list *
guestfs_impl_lxattrlist (guestfs_h *g, const char *path, char *const *names)
{
  return guestfs_internal_lxattrlist (g, path, names);
}
