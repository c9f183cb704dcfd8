/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The files of a tree, however many there are. */

#include "handle.h"
#include "impl.h"
#include "slurp.h"

char **
guestfs_impl_find (guestfs_h *g, const char *directory)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;

  if (guestfs_int_slurp_open (g, &s) == -1 ||
      guestfs_find0 (g, directory, s.name) == -1)
    return NULL;
  return guestfs_int_slurp_names (&s);
}
