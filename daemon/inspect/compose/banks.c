/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Systems whose disk tells what they are, rather than their files. */

#include "config.h"

#include <string.h>

#include "banks.h"
#include "catalogue.h"

static bool
are_on_one_disk (const struct catalogue *c, const struct candidate *one,
                 const struct candidate *other)
{
  const struct device *a = device_of (c, one), *b = device_of (c, other);

  return a && b && share_a_disk (a, b);
}

/* ---- Talos Linux ----
 * Its root is an image within the kernel that it starts. */

static bool
is_called (const struct candidate *fs, const char *partlabel)
{
  return fs->fs.partlabel && strcmp (fs->fs.partlabel, partlabel) == 0;
}

static bool
has_beside (const struct catalogue *c, const struct candidate *fs,
            const char *partlabel)
{
  for (size_t i = 0; i < c->nr_whole; ++i)
    if (is_called (c->whole[i], partlabel)
        && are_on_one_disk (c, c->whole[i], fs))
      return true;
  return false;
}

/* Before the first start there is no file system in it. */
static bool
is_state_of_talos (const struct catalogue *c, const struct candidate *fs)
{
  return is_called (fs, "STATE") && fs->found.role == ROLE_OTHER
    && !fs->encrypted && strcmp (fs->fs.type, "unknown") != 0
    && has_beside (c, fs, "META") && has_beside (c, fs, "EPHEMERAL");
}

void
find_talos (const struct catalogue *c)
{
  for (size_t i = 0; i < c->nr_whole; ++i) {
    struct findings *f = &c->whole[i]->found;

    if (!is_state_of_talos (c, c->whole[i]))
      continue;
    f->role = ROLE_ROOT;
    finding_copy (&f->type, "linux");
    finding_copy (&f->distro, "talos");
    finding_copy (&f->product_name, "Talos Linux");
  }
}

/* ---- VMware ESXi ---- */

static bool
is_bank (const struct candidate *fs)
{
  return fs->found.role == ROLE_ROOT && fs->found.type
    && strcmp (fs->found.type, "esxi") == 0;
}

void
drop_older_banks (const struct catalogue *c)
{
  for (size_t i = 0; i < c->nr_whole; ++i)
    for (size_t j = 0; j < c->nr_whole && is_bank (c->whole[i]); ++j) {
      struct candidate *one = c->whole[i], *other = c->whole[j];

      if (i != j && is_bank (other) && are_on_one_disk (c, one, other)
          && (one->found.generation > other->found.generation
              || (one->found.generation == other->found.generation && i < j)))
        other->found.role = ROLE_OTHER;
    }
}
