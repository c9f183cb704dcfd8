/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Directory listings of any length. */

#include "handle.h"
#include "codec.h"
#include "impl.h"
#include "slurp.h"

char **
guestfs_impl_ls (guestfs_h *g, const char *directory)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;

  if (guestfs_int_slurp_open (g, &s) == -1 ||
      guestfs_ls0 (g, directory, s.name) == -1)
    return NULL;
  return guestfs_int_slurp_names (&s);
}

SLURP_KIND (dirent);

struct guestfs_dirent_list *
guestfs_impl_readdir (guestfs_h *g, const char *dir)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;
  struct guestfs_dirent_list *list;
  uint32_t len;
  void *val;

  if (guestfs_int_slurp_open (g, &s) == -1 ||
      guestfs_internal_readdir (g, dir, s.name) == -1 ||
      guestfs_int_slurp_structs (&s, dir, &kind_dirent, &val, &len) == -1)
    return NULL;
  list = safe_malloc (g, sizeof *list);
  list->len = len;
  list->val = val;
  return list;
}
