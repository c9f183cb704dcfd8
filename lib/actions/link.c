/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many symbolic links in one call. */

#include <errno.h>
#include <stdlib.h>

#include "client.h"
#include "handle.h"
#include "impl.h"

/* The links of n names, and no other number of them. */
static int
add_piece (guestfs_h *g, struct strvec *all, const char *path,
           const char **piece, size_t n)
{
  CLEANUP_FREE char **list =
    guestfs_internal_readlinklist (g, path, (char *const *) piece);
  const size_t len = list != NULL ? string_list_length (list) : 0;
  int r = list != NULL && len == n ? 0 : -1;

  if (list != NULL && len != n)
    guestfs_int_error_errno (g, EPROTO, "%s: %zu links came from the appliance "
                             "for %zu names", path, len, n);
  for (size_t i = 0; i < len; i++) {
    if (r == 0 && strvec_add (all, list[i]) == -1) {
      perrorf (g, "%s", path);
      r = -1;
    }
    free (list[i]);
  }
  return r;
}

char **
guestfs_impl_readlinklist (guestfs_h *g, const char *path, char *const *names)
{
  CLEANUP_STRVEC struct strvec all = STRVEC_INIT;
  const char *piece[GUESTFS_NAMES_PIECE + 1];
  char **ret;
  size_t n;

  do {
    n = string_list_piece (&names, piece, GUESTFS_NAMES_PIECE);
    if (add_piece (g, &all, path, piece, n) == -1)
      return NULL;
  } while (*names);
  ret = strvec_steal (&all);
  if (ret == NULL)
    perrorf (g, "%s", path);
  return ret;
}
