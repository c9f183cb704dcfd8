/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FreeDOS and MS-DOS, where names may be in any case. */

#include "config.h"

#include <stdlib.h>

#include "inspect.h"

static bool
has (const struct tree *t, const char *path,
     bool (*is_there) (const struct tree *t, const char *path))
{
  CLEANUP_FREE char *found = tree_find (t, path);

  return found && is_there (t, found);
}

static const char *
distro_of (const struct tree *t)
{
  if (has (t, "/FDOS/FREEDOS.BSS", tree_has_file))
    return "freedos";
  return has (t, "/DOS/COMMAND.COM", tree_has_file) ? "msdos" : NULL;
}

/* A disk for the data of Windows may have a copy of DOS. */
static bool
is_of_windows (const struct tree *t)
{
  return has (t, "/System Volume Information", tree_has_dir);
}

static bool
look_for_dos (const struct tree *t, struct findings *f)
{
  const char *distro = is_of_windows (t) ? NULL : distro_of (t);

  if (distro == NULL)
    return false;
  f->role = ROLE_ROOT;
  finding_copy (&f->type, "dos");
  finding_copy (&f->distro, distro);
  finding_copy (&f->arch, "i386");
  describe_by_table (t, f);
  return true;
}

const struct family family_dos = { "dos", look_for_dos };
