/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking at the files of a file system: of which family is it? */

#include "config.h"

#include "inspect.h"
#include "linux.h"

/* Where boot loaders have their files at the top, this is /boot. */
static bool
is_boot (const struct tree *t)
{
  return tree_has_file (t, "/grub/menu.lst")
    || tree_has_file (t, "/grub/grub.conf")
    || tree_has_file (t, "/grub/grub.cfg")
    || tree_has_file (t, "/grub2/grub.cfg")
    || tree_has_dir (t, "/loader/entries")
    || tree_has_dir (t, "/EFI");
}

void
look_at_tree (const struct tree *t, struct findings *f)
{
  for (size_t i = 0; families[i]; ++i)
    if (families[i]->look (t, f))
      return;
  if (!is_boot (t))
    return;
  f->role = ROLE_BOOT;
  if (t->boot_options)
    look_for_boot_options (t, t->boot_options);
}
