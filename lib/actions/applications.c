/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is installed in a system, as much as that may be. */

#include <string.h>

#include "handle.h"
#include "codec.h"
#include "impl.h"
#include "slurp.h"

SLURP_KIND (application2);

struct guestfs_application2_list *
guestfs_impl_inspect_list_applications2 (guestfs_h *g, const char *root)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;
  struct guestfs_application2_list *list;
  uint32_t len;
  void *val;

  if (guestfs_int_slurp_open (g, &s) == -1 ||
      guestfs_internal_list_applications (g, root, s.name) == -1 ||
      guestfs_int_slurp_structs (&s, root, &kind_application2, &val, &len)
      == -1)
    return NULL;
  list = safe_malloc (g, sizeof *list);
  list->len = len;
  list->val = val;
  return list;
}

/* Takes the strings that both have. */
static struct guestfs_application
old_application (struct guestfs_application2 *a)
{
  return (struct guestfs_application) {
    .app_name = steal (&a->app2_name),
    .app_display_name = steal (&a->app2_display_name),
    .app_epoch = a->app2_epoch,
    .app_version = steal (&a->app2_version),
    .app_release = steal (&a->app2_release),
    .app_install_path = steal (&a->app2_install_path),
    .app_trans_path = steal (&a->app2_trans_path),
    .app_publisher = steal (&a->app2_publisher),
    .app_url = steal (&a->app2_url),
    .app_source_package = steal (&a->app2_source_package),
    .app_summary = steal (&a->app2_summary),
    .app_description = steal (&a->app2_description),
  };
}

struct guestfs_application_list *
guestfs_impl_inspect_list_applications (guestfs_h *g, const char *root)
{
  struct guestfs_application2_list *list =
    guestfs_impl_inspect_list_applications2 (g, root);
  struct guestfs_application_list *ret;

  if (list == NULL)
    return NULL;
  ret = safe_malloc (g, sizeof *ret);
  ret->len = list->len;
  ret->val = safe_calloc (g, list->len, sizeof *ret->val);
  for (uint32_t i = 0; i < list->len; ++i)
    ret->val[i] = old_application (&list->val[i]);
  guestfs_free_application2_list (list);
  return ret;
}
