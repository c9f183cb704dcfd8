/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Solaris and illumos, on UFS. */

#include "config.h"

#include "inspect.h"

static bool
is_solaris (const struct tree *t)
{
  return tree_has_dir (t, "/etc") && tree_has_file (t, "/etc/release")
    && tree_has_dir (t, "/kernel") && tree_has_dir (t, "/platform");
}

static bool
look_for_solaris (const struct tree *t, struct findings *f)
{
  if (!is_solaris (t))
    return false;
  f->role = ROLE_ROOT;
  finding_copy (&f->type, "solaris");
  look_for_release (t, "solaris", false, f);
  look_for_arch (t, f);
  describe_by_table (t, f);
  return true;
}

const struct family family_solaris = { "solaris", look_for_solaris };
