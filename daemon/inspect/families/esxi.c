/* SPDX-License-Identifier: GPL-2.0-or-later */
/* VMware ESXi.  It has no root file system: it starts from archives in one of
 * two boot banks, which are FAT.  Of each, boot.cfg says what it is. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "inspect.h"

#define BOOT_CFG "/boot.cfg"

/* Borrowed. */
struct bank {
  const char *title, *modules, *build, *updated, *state;
};

static void
take_line (struct bank *b, const char *line)
{
  static const struct {
    const char *name;
    size_t where;
  } names[] = {
    { "title=", offsetof (struct bank, title) },
    { "modules=", offsetof (struct bank, modules) },
    { "build=", offsetof (struct bank, build) },
    { "updated=", offsetof (struct bank, updated) },
    { "bootstate=", offsetof (struct bank, state) },
  };

  for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i)
    if (strncmp (line, names[i].name, strlen (names[i].name)) == 0) {
      const char *value = line + strlen (names[i].name);

      memcpy ((char *) b + names[i].where, &value, sizeof value);
    }
}

/* The other one is empty until the first update, which 3 says; the medium that
 * installs it is none. */
static bool
is_system (const struct bank *b)
{
  return b->title && strstr (b->title, "ESXi")
    && !strstr (b->title, "installer")
    && b->modules && strstr (b->modules, ".v00")
    && b->build && *b->build && !(b->state && strcmp (b->state, "3") == 0);
}

static void
describe_bank (const struct tree *t, const struct bank *b, struct findings *f)
{
  char *name;

  f->role = ROLE_ROOT;
  finding_copy (&f->type, "esxi");
  finding_copy (&f->distro, "esxi");
  finding_copy (&f->build_id, b->build);
  if (asprintf (&name, "VMware ESXi %s", b->build) != -1)
    finding_set (&f->product_name, name);
  parse_version (b->build, &f->major, &f->minor);
  f->generation = b->updated ? atoi (b->updated) : 0;
  describe_by_table (t, f);
}

static bool
look_for_esxi (const struct tree *t, struct findings *f)
{
  CLEANUP_FREE_STRING_LIST char **lines = NULL;
  struct bank b = { .title = NULL };

  if (tree_has_file (t, BOOT_CFG))
    lines = tree_lines (t, BOOT_CFG, TREE_TEXT_MAX);
  for (size_t i = 0; lines && lines[i]; ++i)
    take_line (&b, lines[i]);
  if (!is_system (&b))
    return false;
  describe_bank (t, &b, f);
  return true;
}

const struct family family_esxi = { "esxi", look_for_esxi };
