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

void
guestfs_int_ahead_drop_small (struct local_ahead *ahead)
{
  for (size_t i = 0; i < ahead->nr_small; i++)
    guestfs_int_ahead_drop_piece (&ahead->small[i]);
  ahead->nr_small = 0;
}

void
guestfs_int_ahead_drop (struct local_ahead *ahead, int64_t id)
{
  if (ahead->one.id == id)
    guestfs_int_ahead_drop_piece (&ahead->one);
  for (size_t i = 0; i < ahead->nr_small; i++)
    if (ahead->small[i].id == id)
      guestfs_int_ahead_drop_piece (&ahead->small[i]);
}

void
guestfs_int_ahead_drop_all (struct local_ahead *ahead)
{
  guestfs_int_ahead_drop_piece (&ahead->one);
  guestfs_int_ahead_drop_small (ahead);
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
  for (size_t i = 0; i < ahead->nr_small; i++)
    if (has_range (&ahead->small[i], id, at, size))
      return &ahead->small[i];
  return NULL;
}

void
guestfs_int_ahead_done (struct local_ahead *ahead)
{
  guestfs_int_ahead_drop_all (ahead);
  free (ahead->last_name);
  strvec_done (&ahead->read_nodes);
  strvec_done (&ahead->read_paths);
}
