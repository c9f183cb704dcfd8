/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pointers that a program hangs onto a handle by name.  They are few: a list
 * serves.  The library never frees them. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "handle.h"

struct private_entry {
  char *key;
  void *data;                   /* NULL: none; the entry may be reused */
  struct private_entry *next;
};

static struct private_entry *
find_entry (guestfs_h *g, const char *key)
{
  struct private_entry *e;

  for (e = g->private_data; e; e = e->next)
    if (strcmp (e->key, key) == 0)
      return e;
  return NULL;
}

static struct private_entry *
new_entry (guestfs_h *g, const char *key)
{
  struct private_entry *e = safe_malloc (g, sizeof *e);

  e->key = safe_strdup (g, key);
  e->next = g->private_data;
  g->private_data = e;
  return e;
}

void
guestfs_set_private (guestfs_h *g, const char *key, void *data)
{
  struct private_entry *e;

  pthread_mutex_lock (&g->lock);
  e = find_entry (g, key);
  if (!e)
    e = new_entry (g, key);
  e->data = data;
  pthread_mutex_unlock (&g->lock);
}

void *
guestfs_get_private (guestfs_h *g, const char *key)
{
  const struct private_entry *e;
  void *data;

  pthread_mutex_lock (&g->lock);
  e = find_entry (g, key);
  data = e ? e->data : NULL;
  pthread_mutex_unlock (&g->lock);
  return data;
}

/* The first entry from e on that has data; remembers where to go on. */
static void *
iterate (guestfs_h *g, struct private_entry *e, const char **key_rtn)
{
  while (e && !e->data)
    e = e->next;
  g->private_next = e ? e->next : NULL;
  if (!e)
    return NULL;
  *key_rtn = e->key;
  return e->data;
}

void *
guestfs_first_private (guestfs_h *g, const char **key_rtn)
{
  void *data;

  pthread_mutex_lock (&g->lock);
  data = iterate (g, g->private_data, key_rtn);
  pthread_mutex_unlock (&g->lock);
  return data;
}

void *
guestfs_next_private (guestfs_h *g, const char **key_rtn)
{
  void *data;

  pthread_mutex_lock (&g->lock);
  data = iterate (g, g->private_next, key_rtn);
  pthread_mutex_unlock (&g->lock);
  return data;
}

void
guestfs_int_free_private_data (guestfs_h *g)
{
  struct private_entry *e, *next;

  for (e = g->private_data; e; e = next) {
    next = e->next;
    free (e->key);
    free (e);
  }
  g->private_data = g->private_next = NULL;
}
