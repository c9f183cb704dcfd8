/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GNU/Hurd: a distribution as those of Linux, around other servers. */

#include "config.h"

#include "inspect.h"

static bool
look_for_hurd (const struct tree *t, struct findings *f)
{
  if (!tree_has_file (t, "/hurd/console") || !tree_has_file (t, "/hurd/hello")
      || !tree_has_file (t, "/hurd/null"))
    return false;
  f->role = ROLE_ROOT;
  finding_copy (&f->type, "hurd");
  look_for_release (t, "hurd", false, f);
  look_for_hostname (t, f);
  look_for_fstab (t, f);
  look_for_arch (t, f);
  describe_by_table (t, f);
  return true;
}

const struct family family_hurd = { "hurd", look_for_hurd };
