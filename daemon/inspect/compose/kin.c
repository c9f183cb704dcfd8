/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which subvolumes are snapshots of the same one, directly or not. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "inspect.h"
#include "kin.h"

/* A UUID that a subvolume has: its own, or that of what it was taken of.  Those
 * who have one in common are kin, also when the origin is gone. */
struct claim {
  const char *device, *uuid;
  size_t of;
};

static int
compare_claims (const void *va, const void *vb)
{
  const struct claim *a = va, *b = vb;
  const int r = strcmp (a->uuid, b->uuid);

  return r ? r : strcmp (a->device, b->device);
}

static size_t
list_claims (const struct candidate *all, size_t n, struct claim *ret)
{
  size_t len = 0;

  for (size_t i = 0; i < n; ++i) {
    const struct filesystem *fs = &all[i].fs;

    if (fs->volume_uuid)
      ret[len++] = (struct claim) { fs->device, fs->volume_uuid, i };
    if (fs->parent_uuid)
      ret[len++] = (struct claim) { fs->device, fs->parent_uuid, i };
  }
  qsort (ret, len, sizeof *ret, compare_claims);
  return len;
}

/* Shortens the way for those who come next. */
static size_t
head_of (size_t *kin, size_t i)
{
  while (kin[i] != i)
    i = kin[i] = kin[kin[i]];
  return i;
}

size_t *
find_kin (const struct candidate *all, size_t n)
{
  CLEANUP_FREE struct claim *claims = calloc (2 * n + 1, sizeof *claims);
  size_t *kin = calloc (n + 1, sizeof *kin);
  size_t len;

  if (claims == NULL || kin == NULL) {
    free (kin);
    return NULL;
  }
  for (size_t i = 0; i < n; ++i)
    kin[i] = i;
  len = list_claims (all, n, claims);
  for (size_t i = 1; i < len; ++i)
    if (compare_claims (&claims[i - 1], &claims[i]) == 0)
      kin[head_of (kin, claims[i].of)] = head_of (kin, claims[i - 1].of);
  for (size_t i = 0; i < n; ++i)
    kin[i] = head_of (kin, i);
  return kin;
}
