/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Systems that are copies of others: snapshots, containers, slices. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "kin.h"
#include "mounts.h"
#include "snapshots.h"

/* ---- Containers ---- */

/* Each image and each container may be a subvolume with a whole system. */
static bool
is_container (const struct filesystem *fs)
{
  static const char *const places[] = {
    "lib/docker/", "lib/containers/", "lib/machines/", "lib/portables/",
    "lib/lxc/", "lib/lxd/", "lib/incus/",
  };

  for (size_t i = 0; fs->volume && i < sizeof places / sizeof places[0]; ++i) {
    const char *at = strstr (fs->volume, places[i]);

    if (at && (at == fs->volume || at[-1] == '/'))
      return true;
  }
  return false;
}

/* ---- Before they are looked at ---- */

/* Of snapshots of the same subvolume, so many are looked at. */
#define KIN_MAX 100

/* What is known of the kin that this is the index of. */
struct kindred {
  bool writable;                /* one of them can be written to */
  bool is_default;              /* one of them is mounted by default */
  size_t taken;                 /* how many are looked at */
};

static struct kindred *
know_kindreds (const struct candidate *all, size_t n, const size_t *kin)
{
  struct kindred *f = calloc (n + 1, sizeof *f);

  for (size_t i = 0; f && i < n; ++i) {
    f[kin[i]].writable |= all[i].fs.volume && !all[i].fs.volume_readonly;
    f[kin[i]].is_default |= !all[i].fs.volume;
  }
  return f;
}

/* Who boots from a snapshot that cannot be written to has made it the default,
 * or has no other. */
static bool
is_backup (const struct filesystem *fs, const struct kindred *f)
{
  return fs->volume && fs->volume_readonly && (f->writable || f->is_default);
}

/* Below so many directories all are as deep. */
#define DEPTH_MAX 16

static size_t
depth_of (const struct filesystem *fs)
{
  size_t n = 0;

  for (const char *p = fs->volume; p && *p; ++p)
    n += *p == '/';
  return n < DEPTH_MAX ? n : DEPTH_MAX;
}

static void
take_or_skip (struct candidate *c, struct kindred *k)
{
  c->skipped = ++k->taken > KIN_MAX;
  if (k->taken == KIN_MAX + 1)
    strvec_addf (&c->found.warnings, "%s: this and other snapshots of the same "
                 "subvolume were not looked at, because there are more than "
                 "%d: list_filesystems lists them all", c->fs.mountable,
                 KIN_MAX);
}

/* What is booted is nearer to the top than what was put aside: of many kin
 * those are taken first. */
static void
take_at_depth (struct candidate *all, size_t n, const size_t *kin,
               struct kindred *k, size_t depth)
{
  for (size_t i = 0; i < n; ++i)
    if (!all[i].skipped && depth_of (&all[i].fs) == depth)
      take_or_skip (&all[i], &k[kin[i]]);
}

int
skip_subvolumes (struct candidate *all, size_t n)
{
  CLEANUP_FREE size_t *kin = find_kin (all, n);
  CLEANUP_FREE struct kindred *k = kin ? know_kindreds (all, n, kin) : NULL;

  if (k == NULL)
    return -1;
  for (size_t i = 0; i < n; ++i)
    all[i].skipped = is_container (&all[i].fs)
      || is_backup (&all[i].fs, &k[kin[i]]);
  for (size_t depth = 0; depth <= DEPTH_MAX; ++depth)
    take_at_depth (all, n, kin, k, depth);
  return 0;
}

/* ---- Afterwards ---- */

static bool
is_root (const struct candidate *c)
{
  return c && c->found.role == ROLE_ROOT;
}

static bool
same_text (const char *a, const char *b)
{
  return a && b ? strcmp (a, b) == 0 : a == b;
}

/* What is wrong with it is of no interest, then. */
static void
drop (struct candidate *c)
{
  c->found.role = ROLE_OTHER;
  strvec_done (&c->found.warnings);
}

/* Versions differ when one was updated meanwhile. */
static bool
same_system (const struct candidate *a, const struct candidate *b)
{
  return is_root (b) && a != b && same_text (a->found.type, b->found.type)
    && same_text (a->found.distro, b->found.distro)
    && strcmp (a->fs.device, b->fs.device) == 0;
}

/* What is known of each root: what its own fstab has for "/"; and of those who
 * are kin, at the index of all, the one that is booted. */
struct roots {
  const struct catalogue *c;
  size_t *kin;
  struct candidate **named;
  struct candidate **booted;
};

/* The first of each of these that there is: a root that names itself, one that
 * is not a snapshot, any. */
static int
rank (const struct roots *r, size_t i)
{
  const struct candidate *c = &r->c->all[i];

  return r->named[i] == c ? 3 : c->fs.volume == NULL ? 2
    : c->fs.parent_uuid == NULL;
}

static void
know_roots (struct roots *r)
{
  struct candidate *all = r->c->all;

  for (size_t i = 0; i < r->c->n; ++i) {
    CLEANUP_FREE char *own = NULL;

    if (!is_root (&all[i]) || strcmp (all[i].fs.type, "btrfs") != 0)
      continue;
    own = own_root (r->c, &all[i]);
    r->named[i] = own ? find_mountable (r->c, own) : NULL;
  }
  for (size_t i = 0; i < r->c->n; ++i) {
    struct candidate **best = &r->booted[r->kin[i]];

    if (is_root (&all[i])
        && (*best == NULL || rank (r, i) > rank (r, (size_t) (*best - all))))
      *best = &all[i];
  }
}

/* The root instead of which this one is not listed; or NULL.  It may have been
 * found to be a copy itself. */
static bool
is_copy (const struct roots *r, size_t i)
{
  const struct candidate *c = &r->c->all[i];
  const struct candidate *whole = find_whole (r->c, c->fs.device);

  if (r->named[i] == c)
    return false;
  return (r->named[i] && same_system (c, r->named[i]))
    || (whole && same_system (c, whole))
    || (r->booted[r->kin[i]] && same_system (c, r->booted[r->kin[i]]));
}

int
drop_snapshots (const struct catalogue *c)
{
  CLEANUP_FREE size_t *kin = find_kin (c->all, c->n);
  CLEANUP_FREE struct candidate **named = calloc (c->n + 1, sizeof *named);
  CLEANUP_FREE struct candidate **booted = calloc (c->n + 1, sizeof *booted);
  struct roots r = { c, kin, named, booted };

  if (kin == NULL || named == NULL || booted == NULL)
    return -1;
  know_roots (&r);
  for (size_t i = 0; i < c->n; ++i)
    if (is_root (&c->all[i]) && strcmp (c->all[i].fs.type, "btrfs") == 0
        && is_copy (&r, i)) {
      debug ("%s: a snapshot of a system, not one by itself",
             c->all[i].fs.mountable);
      drop (&c->all[i]);
    }
  return 0;
}

/* ---- Slices of BSD ---- */

static const struct device *
bsd_partition (const struct catalogue *c, const struct candidate *fs)
{
  const char *type = fs->found.type ? fs->found.type : "";
  const struct device *d = strstr (type, "bsd") || strcmp (type, "dragonfly")
    == 0 ? device_of (c, fs) : NULL;

  return d && d->kind == DEVICE_PARTITION ? d : NULL;
}

/* The first partition in the label of a slice begins where the slice does: the
 * same file system is found twice. */
static bool
is_slice_of (const struct catalogue *c, const struct candidate *fs)
{
  const struct device *slice = bsd_partition (c, fs), *d;

  for (size_t i = 0; slice && slice->number < 5 && i < c->n; ++i)
    if (is_root (&c->all[i])
        && same_text (c->all[i].found.type, fs->found.type)
        && (d = bsd_partition (c, &c->all[i])) != NULL && d->number >= 5
        && share_a_disk (d, slice))
      return true;
  return false;
}

void
drop_bsd_slices (const struct catalogue *c)
{
  for (size_t i = 0; i < c->n; ++i)
    if (is_root (&c->all[i]) && is_slice_of (c, &c->all[i]))
      drop (&c->all[i]);
}
