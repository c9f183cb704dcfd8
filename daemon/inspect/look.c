/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking at the files of a file system: of which family is it? */

#include "config.h"

#include "inspect.h"
#include "linux.h"

/* In the order in which they are asked: what a family takes for its own is not
 * shown to those behind it.  Linux comes late: any other system may have some
 * of its files.  Windows comes first: Cygwin is no Linux.  DragonFly has what
 * FreeBSD has, and more; Android what a small Linux has; anything may have a
 * directory DOS. */
#define FAMILIES(F)                                                     \
  F (windows) F (dragonfly) F (freebsd) F (netbsd) F (openbsd) F (hurd) \
  F (minix) F (solaris) F (darwin) F (haiku) F (android) F (linux) F (dos)

/* gcc defines linux as 1; beside ## it is not expanded. */
#define DECLARE(name) extern const struct family family_##name;
FAMILIES (DECLARE)
#define REFER(name) &family_##name,
const struct family *const families[] = { FAMILIES (REFER) NULL };

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
