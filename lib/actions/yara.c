/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rules that a file matches, as many as there are. */

#include "handle.h"
#include "codec.h"
#include "impl.h"
#include "slurp.h"

SLURP_KIND (yara_detection);

struct guestfs_yara_detection_list *
guestfs_impl_yara_scan (guestfs_h *g, const char *path)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;
  struct guestfs_yara_detection_list *list;
  uint32_t len;
  void *val;

  if (guestfs_int_slurp_open (g, &s) == -1 ||
      guestfs_internal_yara_scan (g, path, s.name) == -1 ||
      guestfs_int_slurp_structs (&s, path, &kind_yara_detection, &val,
                                 &len) == -1)
    return NULL;
  list = safe_malloc (g, sizeof *list);
  list->len = len;
  list->val = val;
  return list;
}
