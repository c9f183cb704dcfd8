/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An entry of the journal, however long its fields are. */

#include <string.h>

#include "handle.h"
#include "wire.h"
#include "codec.h"
#include "impl.h"
#include "slurp.h"

/* The list owns what has been decoded, so that freeing it is enough when
 * something goes wrong. */
static int
add_field (guestfs_h *g, struct guestfs_xattr_list *list,
           struct wire_reader *r)
{
  list->val = safe_realloc (g, list->val,
                            (list->len + 1) * sizeof list->val[0]);
  memset (&list->val[list->len], 0, sizeof list->val[0]);
  wire_get_xattr (r, &list->val[list->len]);
  list->len++;
  return r->failed ? -1 : 0;
}

struct guestfs_xattr_list *
guestfs_impl_journal_get (guestfs_h *g)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;
  CLEANUP_FREE char *data = NULL;
  struct guestfs_xattr_list *list;
  struct wire_reader r;
  size_t n;

  if (guestfs_int_slurp_open (g, &s) == -1 ||
      guestfs_internal_journal_get (g, s.name) == -1 ||
      (data = guestfs_int_slurp_read (&s, &n)) == NULL)
    return NULL;
  list = safe_calloc (g, 1, sizeof *list);
  wire_reader_init (&r, data, n);
  while (wire_remaining (&r) > 0)
    if (list->len == UINT32_MAX || add_field (g, list, &r) == -1) {
      error (g, "the fields of the entry from the appliance are malformed");
      guestfs_free_xattr_list (list);
      return NULL;
    }
  return list;
}
