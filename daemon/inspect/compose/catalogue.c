/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All file systems that were found, to be looked up by their names. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "catalogue.h"

typedef int compare (const void *, const void *);

static int
compare_names (const void *va, const void *vb)
{
  const struct candidate *const *a = va, *const *b = vb;

  return strcmp ((*a)->fs.mountable, (*b)->fs.mountable);
}

static int
compare_volumes (const void *va, const void *vb)
{
  const struct candidate *const *a = va, *const *b = vb;
  const uint64_t m = (*a)->fs.volume_id, n = (*b)->fs.volume_id;

  return m < n ? -1 : m > n;
}

static struct candidate **
sorted (struct candidate *all, size_t n, compare *fn)
{
  struct candidate **ret = calloc (n + 1, sizeof *ret);

  for (size_t i = 0; ret && i < n; ++i)
    ret[i] = &all[i];
  if (ret)
    qsort (ret, n, sizeof *ret, fn);
  return ret;
}

int
catalogue_init (struct catalogue *c, struct candidate *all, size_t n,
                const struct devices *devices)
{
  *c = (struct catalogue) { .all = all, .n = n, .devices = devices };
  c->whole = calloc (n + 1, sizeof *c->whole);
  for (size_t i = 0; c->whole && i < n; ++i)
    if (all[i].fs.volume == NULL)
      c->whole[c->nr_whole++] = &all[i];
  c->by_name = sorted (all, n, compare_names);
  c->by_volume = sorted (all, n, compare_volumes);
  return c->whole && c->by_name && c->by_volume ? 0 : -1;
}

void
catalogue_done (struct catalogue *c)
{
  free (c->whole);
  free (c->by_name);
  free (c->by_volume);
}

/* ---- Looking up ---- */

struct candidate *
find_mountable (const struct catalogue *c, const char *mountable)
{
  struct candidate key = { .fs.mountable = (char *) mountable }, *k = &key;
  struct candidate **p =
    bsearch (&k, c->by_name, c->n, sizeof *c->by_name, compare_names);

  return p ? *p : NULL;
}

struct candidate *
find_whole (const struct catalogue *c, const char *device)
{
  return find_mountable (c, device);
}

/* Different devices may have subvolumes with the same number. */
struct candidate *
find_volume (const struct catalogue *c, const char *device, uint64_t id)
{
  struct candidate key = { .fs.volume_id = id }, *k = &key;
  struct candidate **p =
    bsearch (&k, c->by_volume, c->n, sizeof *c->by_volume, compare_volumes);

  if (p == NULL)
    return NULL;
  while (p > c->by_volume && p[-1]->fs.volume_id == id)
    p--;
  for (; p < c->by_volume + c->n && (*p)->fs.volume_id == id; ++p)
    if (strcmp ((*p)->fs.device, device) == 0)
      return *p;
  return NULL;
}

const struct device *
device_of (const struct catalogue *c, const struct candidate *fs)
{
  return device_by_name (c->devices, fs->fs.device);
}

/* ---- Tags ---- */

static const char *
tag_of (const struct filesystem *fs, enum tag tag)
{
  return tag == TAG_UUID ? fs->uuid : tag == TAG_LABEL ? fs->label
    : tag == TAG_PARTUUID ? fs->partuuid : fs->partlabel;
}

static bool
has_tag (const struct filesystem *fs, enum tag tag, const char *value)
{
  const char *v = tag_of (fs, tag);

  return v && *v
    && (tag == TAG_UUID || tag == TAG_PARTUUID ? same_uuid (v, value)
        : strcmp (v, value) == 0);
}

static bool
is_near (const struct catalogue *c, const struct candidate *fs,
         const struct device *near)
{
  const struct device *d = near ? device_of (c, fs) : NULL;

  return d && share_a_disk (d, near);
}

struct candidate *
find_tag (const struct catalogue *c, enum tag tag, const char *value,
          const struct device *near)
{
  struct candidate *first = NULL;

  for (size_t i = 0; i < c->nr_whole; ++i)
    if (has_tag (&c->whole[i]->fs, tag, value)) {
      if (is_near (c, c->whole[i], near))
        return c->whole[i];
      if (first == NULL)
        first = c->whole[i];
    }
  return first;
}
