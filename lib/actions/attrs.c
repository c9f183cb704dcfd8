/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Extended attributes of many files in one call. */

#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "handle.h"
#include "impl.h"

/* Appends those of the next names. */
static int
add_piece (guestfs_h *g, struct guestfs_xattr_list *all, const char *path,
           const char **piece)
{
  struct guestfs_xattr_list *list =
    guestfs_internal_lxattrlist (g, path, (char *const *) piece);

  if (list == NULL)
    return -1;
  if (list->len > UINT32_MAX - all->len) {
    error (g, "%s: too many attributes", path);
    guestfs_free_xattr_list (list);
    return -1;
  }
  if (list->len > 0) {
    all->val = safe_realloc (g, all->val, ((size_t) all->len + list->len)
                                          * sizeof all->val[0]);
    memcpy (all->val + all->len, list->val, list->len * sizeof all->val[0]);
    all->len += list->len;
  }
  /* What its elements point to is ours now. */
  free (list->val);
  free (list);
  return 0;
}

struct guestfs_xattr_list *
guestfs_impl_lxattrlist (guestfs_h *g, const char *path, char *const *names)
{
  const char *piece[GUESTFS_NAMES_PIECE + 1];
  struct guestfs_xattr_list *all = safe_calloc (g, 1, sizeof *all);

  do {
    string_list_piece (&names, piece, GUESTFS_NAMES_PIECE);
    if (add_piece (g, all, path, piece) == -1) {
      guestfs_free_xattr_list (all);
      return NULL;
    }
  } while (*names);
  return all;
}
