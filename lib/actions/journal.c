/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An entry of the journal, however long its fields are. */

#include "handle.h"
#include "codec.h"
#include "impl.h"
#include "slurp.h"

SLURP_KIND (xattr);

struct guestfs_xattr_list *
guestfs_impl_journal_get (guestfs_h *g)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;
  struct guestfs_xattr_list *list;
  uint32_t len;
  void *val;

  if (guestfs_int_slurp_open (g, &s) == -1 ||
      guestfs_internal_journal_get (g, s.name) == -1 ||
      guestfs_int_slurp_structs (&s, "the entry of the journal", &kind_xattr,
                                 &val, &len) == -1)
    return NULL;
  list = safe_malloc (g, sizeof *list);
  list->len = len;
  list->val = val;
  return list;
}
