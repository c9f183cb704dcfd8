/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MINIX 3.  Its fstab has names of devices that nothing else has, and is not
 * read. */

#include "config.h"

#include "inspect.h"

static bool
is_minix (const struct tree *t)
{
  return tree_has_dir (t, "/etc") && tree_has_dir (t, "/bin")
    && tree_has_file (t, "/service/vm") && tree_has_file (t, "/etc/fstab")
    && tree_has_file (t, "/etc/version");
}

static bool
look_for_minix (const struct tree *t, struct findings *f)
{
  CLEANUP_FREE char *version = NULL;

  if (!is_minix (t))
    return false;
  f->role = ROLE_ROOT;
  finding_copy (&f->type, "minix");
  version = tree_first_line (t, "/etc/version");
  if (version)
    parse_version (version, &f->major, &f->minor);
  look_for_hostname_of_minix (t, f);
  look_for_arch (t, f);
  describe_by_table (t, f);
  return true;
}

const struct family family_minix = { "minix", look_for_minix };
