/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many symbolic links in one call. */

#include "handle.h"
#include "impl.h"

char **
guestfs_impl_readlinklist (guestfs_h *g, const char *path, char *const *names)
{
  return guestfs_internal_readlinklist (g, path, names);
}
