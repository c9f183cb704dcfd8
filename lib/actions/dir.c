/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Directory listings of any length. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "handle.h"
#include "wire.h"
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

/* The list owns what has been decoded, so that freeing it is enough when
 * something goes wrong. */
static int
add_entry (guestfs_h *g, struct guestfs_dirent_list *list, size_t *cap,
           struct wire_reader *r)
{
  if (list->len == *cap) {
    *cap = *cap > 0 ? *cap * 2 : 64;
    list->val = safe_realloc (g, list->val, *cap * sizeof list->val[0]);
  }
  memset (&list->val[list->len], 0, sizeof list->val[0]);
  wire_get_dirent (r, &list->val[list->len]);
  list->len++;
  return r->failed ? -1 : 0;
}

static struct guestfs_dirent_list *
decode_entries (guestfs_h *g, const char *path, const char *data, size_t n)
{
  struct guestfs_dirent_list *list = safe_calloc (g, 1, sizeof *list);
  struct wire_reader r;
  size_t cap = 0;

  wire_reader_init (&r, data, n);
  while (wire_remaining (&r) > 0) {
    if (list->len == UINT32_MAX || add_entry (g, list, &cap, &r) == -1) {
      error (g, "%s: the list of entries from the appliance is malformed",
             path);
      guestfs_free_dirent_list (list);
      return NULL;
    }
  }
  return list;
}

struct guestfs_dirent_list *
guestfs_impl_readdir (guestfs_h *g, const char *dir)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;
  CLEANUP_FREE char *data = NULL;
  size_t n;

  if (guestfs_int_slurp_open (g, &s) == -1 ||
      guestfs_internal_readdir (g, dir, s.name) == -1)
    return NULL;
  data = guestfs_int_slurp_read (&s, &n);
  if (data == NULL)
    return NULL;
  return decode_entries (g, dir, data, n);
}
