/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Asking the appliance which optional groups it has. */

#include <config.h>

#include <errno.h>

#include "handle.h"
#include "impl.h"

/* What internal_feature_available answers. */
enum { AVAILABLE = 0, NOT_AVAILABLE = 1 };

/* As that, or -1 with the error set. */
static int
ask_daemon_for_group (guestfs_h *g, const char *group)
{
  const int r = guestfs_internal_feature_available (g, group);

  if (r == -1 || r == AVAILABLE || r == NOT_AVAILABLE)
    return r;
  guestfs_int_error_errno (g, EINVAL, "%s: no such optional group: "
                           "available_all_groups lists them", group);
  return -1;
}

int
guestfs_impl_available (guestfs_h *g, char *const *groups)
{
  for (size_t i = 0; groups[i]; i++) {
    const int r = ask_daemon_for_group (g, groups[i]);

    if (r == NOT_AVAILABLE)
      guestfs_int_error_errno (g, ENOTSUP, "%s: this appliance has no support "
                               "for this optional group", groups[i]);
    if (r != AVAILABLE)
      return -1;
  }
  return 0;
}

int
guestfs_impl_feature_available (guestfs_h *g, char *const *groups)
{
  for (size_t i = 0; groups[i]; i++) {
    const int r = ask_daemon_for_group (g, groups[i]);

    if (r != AVAILABLE)
      return r == NOT_AVAILABLE ? 0 : -1;
  }
  return 1;
}
