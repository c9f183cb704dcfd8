/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a file system holds, as many names as there are. */

#include "handle.h"
#include "codec.h"
#include "impl.h"
#include "slurp.h"

SLURP_KIND (tsk_dirent);

static struct guestfs_tsk_dirent_list *
take_list (struct slurp *s, const char *device)
{
  struct guestfs_tsk_dirent_list *list;
  uint32_t len;
  void *val;

  if (guestfs_int_slurp_structs (s, device, &kind_tsk_dirent, &val,
                                 &len) == -1)
    return NULL;
  list = safe_malloc (s->g, sizeof *list);
  list->len = len;
  list->val = val;
  return list;
}

struct guestfs_tsk_dirent_list *
guestfs_impl_filesystem_walk (guestfs_h *g, const char *device)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;

  if (guestfs_int_slurp_open (g, &s) == -1 ||
      guestfs_internal_filesystem_walk (g, device, s.name) == -1)
    return NULL;
  return take_list (&s, device);
}

struct guestfs_tsk_dirent_list *
guestfs_impl_find_inode (guestfs_h *g, const char *device, int64_t inode)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;

  if (guestfs_int_slurp_open (g, &s) == -1 ||
      guestfs_internal_find_inode (g, device, inode, s.name) == -1)
    return NULL;
  return take_list (&s, device);
}
