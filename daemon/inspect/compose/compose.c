/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Systems, composed of the file systems that belong to each. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "banks.h"
#include "catalogue.h"
#include "inspect.h"
#include "mounts.h"
#include "snapshots.h"
#include "winletters.h"

/* ---- Freeing ---- */

static void
root_done (struct inspected_root *r)
{
  free (r->mountable);
  findings_done (&r->found);
  for (size_t i = 0; i < r->nr_mounts; ++i) {
    free (r->mounts[i].mountpoint);
    free (r->mounts[i].mountable);
  }
  free (r->mounts);
  string_list_free (r->drive_mappings);
}

void
inspection_done (struct inspection *i)
{
  for (size_t n = 0; i && n < i->nr_roots; ++n)
    root_done (&i->roots[n]);
  if (i)
    free (i->roots);
}

/* ---- /usr ---- */

/* What the root does not tell. */
static void
add_findings (struct findings *to, const struct findings *usr)
{
  const bool release = to->product_name == NULL;

#define ADD_STRING(s) finding_copy (&to->s, usr->s);
  FINDINGS_STRINGS (ADD_STRING)
  if (release && to->major == 0 && to->minor == 0) {
    to->major = usr->major;
    to->minor = usr->minor;
  }
}

static bool
is_newer (const struct findings *a, const struct findings *b)
{
  return a->major != b->major ? a->major > b->major : a->minor > b->minor;
}

static bool
is_on_disk_of (const struct catalogue *c, const struct candidate *fs,
               const struct candidate *root)
{
  const struct device *a = device_of (c, fs), *b = device_of (c, root);

  return a && b && share_a_disk (a, b);
}

static bool
is_slot_distro (const char *distro)
{
  return strcmp (distro, "flatcar") == 0 || strcmp (distro, "coreos") == 0;
}

/* Neither a program nor a line of fstab: systemd finds /usr by the type of its
 * partition. */
static bool
lacks_usr (const struct findings *root)
{
  return root->arch == NULL && root->fstab.len == 0;
}

/* The root of Flatcar need not have a file that is only there. */
static bool
is_slot_of (const struct candidate *usr, const struct findings *root)
{
  const char *distro = usr->found.distro;

  return usr->found.role == ROLE_USR && distro
    && (root->distro ? strcmp (distro, root->distro) == 0
        : is_slot_distro (distro) || lacks_usr (root));
}

/* A system with two of them, which of them is for the boot loader to say: the
 * newest, as after an update. */
static const struct candidate *
find_slot (const struct catalogue *c, const struct candidate *root,
           const struct findings *found)
{
  const struct candidate *best = NULL;

  if (found->product_name || !found->type || strcmp (found->type, "linux") != 0)
    return NULL;
  for (size_t i = 0; i < c->n; ++i) {
    const struct candidate *usr = &c->all[i];

    if (is_slot_of (usr, found) && is_on_disk_of (c, usr, root)
        && (best == NULL || is_newer (&usr->found, &best->found)))
      best = usr;
  }
  return best;
}

static int
add_usr (const struct catalogue *c, const struct candidate *root,
         struct inspected_root *r)
{
  const char *mountable = mounted_at (r, "/usr");
  const struct candidate *usr = mountable ? find_mountable (c, mountable)
    : find_slot (c, root, &r->found);

  if (usr == NULL)
    return 0;
  if (usr->found.role == ROLE_USR)
    add_findings (&r->found, &usr->found);
  return mountable ? 0 : add_mount (r, "/usr", usr->fs.mountable);
}

/* ---- Letters of Windows ---- */

/* Of an encrypted partition that was opened, the device that opens it. */
static const char *
opened_device (const struct devices *all, const char *name)
{
  for (size_t i = 0; i < all->len; ++i)
    if (all->ptr[i].below && strcmp (all->ptr[i].below, name) == 0)
      return all->ptr[i].name;
  return name;
}

/* Partitions and volumes of dynamic disks, those of the disks that the root is
 * on first, or those of the others; adds to ret. */
static size_t
add_partitions (const struct catalogue *c, const struct device *root,
                bool of_root, struct letter_partition *ret)
{
  const struct devices *all = c->devices;
  size_t n = 0;

  for (size_t i = 0; i < all->len; ++i) {
    const struct device *d = &all->ptr[i];

    if ((d->kind == DEVICE_PARTITION || d->kind == DEVICE_MAPPER)
        && (root && share_a_disk (d, root)) == of_root)
      ret[n++] = (struct letter_partition) {
        opened_device (all, d->name), d->uuid, d->start
      };
  }
  return n;
}

static int
add_letters (const struct catalogue *c, const struct candidate *root,
             struct inspected_root *r)
{
  const struct device *d = device_of (c, root);
  CLEANUP_FREE struct letter_partition *partitions =
    calloc (c->devices->len + 1, sizeof *partitions);
  size_t n;

  if (partitions == NULL)
    return -1;
  n = add_partitions (c, d, true, partitions);
  n += add_partitions (c, d, false, partitions + n);
  r->drive_mappings = drive_mappings (&r->found.letters, partitions, n);
  return r->drive_mappings ? 0 : -1;
}

/* ---- Roots ---- */

/* What was found, without the warnings, which stay. */
static struct findings
take_findings (struct candidate *c)
{
  struct findings f = c->found;

  f.warnings = (struct strvec) STRVEC_INIT;
  c->found = (struct findings) {
    .role = ROLE_ROOT, .group_policy = -1, .warnings = c->found.warnings
  };
  return f;
}

static int
add_root (const struct catalogue *c, struct candidate *root,
          struct strvec *warnings, struct inspected_root *r)
{
  r->mountable = strdup (root->fs.mountable);
  if (r->mountable == NULL || find_mounts (c, root, warnings, r) == -1)
    return -1;
  r->found = take_findings (root);
  return add_usr (c, root, r) == -1 ? -1 : add_letters (c, root, r);
}

static int
add_roots (const struct catalogue *c, struct strvec *warnings,
           struct inspection *ret)
{
  ret->roots = calloc (c->n + 1, sizeof *ret->roots);
  for (size_t i = 0; ret->roots && i < c->n; ++i)
    if (c->all[i].found.role == ROLE_ROOT
        && add_root (c, &c->all[i], warnings, &ret->roots[ret->nr_roots++])
        == -1)
      return -1;
  return ret->roots ? 0 : -1;
}

int
compose (struct candidate *candidates, size_t n,
         const struct devices *devices, struct strvec *warnings,
         struct inspection *ret)
{
  CLEANUP_CATALOGUE struct catalogue c = { .n = 0 };

  if (catalogue_init (&c, candidates, n, devices) == 0
      && drop_snapshots (&c) == 0) {
    drop_bsd_slices (&c);
    drop_older_banks (&c);
    find_talos (&c);
    if (add_roots (&c, warnings, ret) == 0)
      return 0;
  }
  reply_with_perror_errno (ENOMEM, "putting systems together");
  return -1;
}
