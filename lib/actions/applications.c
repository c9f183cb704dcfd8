/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is installed in a system, as much as that may be. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "applications.h"
#include "handle.h"
#include "impl.h"
#include "printable.h"
#include "proto.h"


static int
take (void *opaque, const char *data, size_t n, const char **ret_error)
{
  if (applications_take (opaque, data, n) == 0)
    return 0;
  *ret_error = errno == EPROTO
    ? "the list of applications from the appliance is malformed"
    : "there is not enough memory for the list of applications";
  return -1;
}

/* Decoded while the daemon looks for more. */
static int
receive (guestfs_h *g, const char *root, struct applications *apps)
{
  struct own_file file = { .sink = take, .opaque = apps };
  const char *name = guestfs_int_own_file_add_sink (g, &file);
  const int r = guestfs_internal_list_applications (g, root, name);

  guestfs_int_own_file_remove (g, &file);
  return r;
}

/* What a guest is called may be in them. */
static void
tell_warnings (guestfs_h *g, const struct strvec *warnings)
{
  for (size_t i = 0; i < warnings->len; ++i) {
    make_printable (warnings->ptr[i]);
    warning (g, "%s", warnings->ptr[i]);
  }
}

struct guestfs_application2_list *
guestfs_impl_inspect_list_applications2 (guestfs_h *g, const char *root)
{
  CLEANUP_APPLICATIONS struct applications apps = APPLICATIONS_INIT;
  struct guestfs_application2_list *list;

  if (receive (g, root, &apps) == -1)
    return NULL;
  tell_warnings (g, &apps.warnings);
  list = safe_malloc (g, sizeof *list);
  if (applications_list (&apps, list) == 0)
    return list;
  perrorf (g, "%s: the list of applications", root);
  free (list);
  return NULL;
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
