/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Content of a local mount's files that was read before it was asked for. */

#include <config.h>

#include <stdlib.h>

#include "localmount.h"

void
guestfs_int_ahead_drop_piece (struct local_piece *p)
{
  free (p->data);
  *p = (struct local_piece) { .id = 0 };
}

#define NR_SMALL (2 * FUSECALL_MAX_FILES)

void
guestfs_int_ahead_drop (struct local_ahead *ahead, int64_t id)
{
  if (ahead->one.id == id)
    guestfs_int_ahead_drop_piece (&ahead->one);
  for (size_t i = 0; i < NR_SMALL; i++)
    if (ahead->small[i].id == id)
      guestfs_int_ahead_drop_piece (&ahead->small[i]);
  for (size_t i = 0; i < ahead->batch.len; i++)
    if (ahead->batch.ids[i] == id)
      ahead->batch.ids[i] = 0;
}

void
guestfs_int_ahead_drop_all (struct local_ahead *ahead)
{
  guestfs_int_ahead_drop_piece (&ahead->one);
  for (size_t i = 0; i < NR_SMALL; i++)
    guestfs_int_ahead_drop_piece (&ahead->small[i]);
  for (size_t i = 0; i < ahead->batch.len; i++)
    ahead->batch.ids[i] = 0;
}

void
guestfs_int_ahead_add_small (struct local_ahead *ahead,
                             const struct local_piece *p)
{
  struct local_piece *place = &ahead->small[ahead->next_small];

  guestfs_int_ahead_drop_piece (place);
  *place = *p;
  ahead->next_small = (ahead->next_small + 1) % NR_SMALL;
}

size_t
guestfs_int_ahead_unread (const struct local_ahead *ahead)
{
  size_t n = 0;

  for (size_t i = 0; i < NR_SMALL; i++)
    n += ahead->small[i].id != 0 && !ahead->small[i].wanted;
  return n;
}

bool
guestfs_int_ahead_will_come (const struct local_ahead *ahead, int64_t id)
{
  for (size_t i = 0; ahead->batch.begun && i < ahead->batch.len; i++)
    if (ahead->batch.ids[i] == id)
      return true;
  return false;
}

static bool
has_range (const struct local_piece *p, int64_t id, uint64_t at, size_t size)
{
  return p->id == id && at >= p->start
    && (p->at_end || at + size <= p->start + p->len);
}

struct local_piece *
guestfs_int_ahead_find (struct local_ahead *ahead, int64_t id, uint64_t at,
                        size_t size)
{
  if (has_range (&ahead->one, id, at, size))
    return &ahead->one;
  for (size_t i = 0; i < NR_SMALL; i++)
    if (has_range (&ahead->small[i], id, at, size))
      return &ahead->small[i];
  return NULL;
}

void
guestfs_int_ahead_done (struct local_ahead *ahead)
{
  guestfs_int_ahead_drop_all (ahead);
  free (ahead->last_name);
  free (ahead->batch_name);
}
