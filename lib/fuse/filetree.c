/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The files of a local mount that are known, and their names.
 *
 * A node is alive while the kernel knows it, or something alive in it; then it
 * keeps the directories of its names alive, so that it has a path.  One that
 * is not is kept only for attributes that the kernel has not asked for yet.
 */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fusecalls.h"
#include "filetree.h"

/* ---- Tables ---- */

static void
table_grow (guestfs_h *g, struct tree_table *table)
{
  const size_t nr = table->nr_buckets ? table->nr_buckets * 2 : 256;
  struct tree_link **buckets = safe_calloc (g, nr, sizeof *buckets);

  for (size_t i = 0; i < table->nr_buckets; i++)
    for (struct tree_link *l = table->buckets[i], *next; l; l = next) {
      next = l->next;
      l->next = buckets[l->hash & (nr - 1)];
      buckets[l->hash & (nr - 1)] = l;
    }
  free (table->buckets);
  table->buckets = buckets;
  table->nr_buckets = nr;
}

static void
table_add (guestfs_h *g, struct tree_table *table, struct tree_link *l)
{
  struct tree_link **bucket;

  if (table->len >= table->nr_buckets)
    table_grow (g, table);
  bucket = &table->buckets[l->hash & (table->nr_buckets - 1)];
  l->next = *bucket;
  *bucket = l;
  table->len++;
}

static void
table_remove (struct tree_table *table, struct tree_link *l)
{
  struct tree_link **p = &table->buckets[l->hash & (table->nr_buckets - 1)];

  for (; *p; p = &(*p)->next)
    if (*p == l) {
      *p = l->next;
      table->len--;
      return;
    }
}

static struct tree_link *
table_first (const struct tree_table *table, uint64_t hash)
{
  return table->nr_buckets
    ? table->buckets[hash & (table->nr_buckets - 1)] : NULL;
}

static uint64_t
mix (uint64_t h)
{
  h ^= h >> 32;
  h *= UINT64_C (0x9e3779b97f4a7c15);
  return h ^ h >> 29;
}

static uint64_t
hash_of_file (uint64_t dev, uint64_t ino)
{
  return mix (mix (dev) + ino);
}

static uint64_t
hash_of_name (const struct tree_node *dir, const char *name)
{
  uint64_t h = mix (dir->id);

  for (const unsigned char *p = (const void *) name; *p; p++)
    h = (h ^ *p) * UINT64_C (0x100000001b3);
  return mix (h);
}

/* ---- Life of nodes ---- */

static bool
is_alive (const struct tree *t, const struct tree_node *n)
{
  return n == t->root || n->lookups > 0 || n->users > 0;
}

/* Its directories have a user more. */
static void
come_alive (struct tree *t, struct tree_node *n)
{
  if (n->counted || n == t->root)
    return;
  n->counted = true;
  if (n->attr)
    t->spare--;
  for (struct tree_name *name = n->names; name; name = name->next_of_node) {
    name->dir->users++;
    come_alive (t, name->dir);
  }
}

/* It may have died: settle sees to it. */
static void
suspect (struct tree *t, struct tree_node *n)
{
  if (n->suspected || is_alive (t, n))
    return;
  n->suspected = true;
  n->next_suspect = t->suspects;
  t->suspects = n;
}

static void
lose_user (struct tree *t, struct tree_node *dir)
{
  dir->users--;
  suspect (t, dir);
}

static void remove_name (struct tree *t, struct tree_name *name);
static void node_free (struct tree *t, struct tree_node *n);

/* What nobody needs goes, with what is known of its contents. */
static void
bury (struct tree *t, struct tree_node *n)
{
  for (struct tree_name *name = n->names; name; name = name->next_of_node)
    if (n->counted)
      lose_user (t, name->dir);
  if (n->counted && n->attr)
    t->spare++;
  n->counted = false;
  guestfs_int_filetree_unlist (t, n);
  n->complete = false;
  while (n->entries)
    remove_name (t, n->entries);
  if (!n->attr)
    node_free (t, n);
}

/* To be called at the end of each change, when nothing is borrowed. */
static void
settle (struct tree *t)
{
  struct tree_node *n;

  while ((n = t->suspects) != NULL) {
    t->suspects = n->next_suspect;
    n->suspected = false;
    if (!is_alive (t, n))
      bury (t, n);
  }
}

void
guestfs_int_filetree_told (struct tree *t, struct tree_node *n)
{
  n->lookups++;
  come_alive (t, n);
}

void
guestfs_int_filetree_forget (struct tree *t, struct tree_node *n,
                             uint64_t times)
{
  if (n == t->root)
    return;
  n->lookups -= times < n->lookups ? times : n->lookups;
  suspect (t, n);
  settle (t);
}

static void
unlink_from_node (struct tree_name *name)
{
  struct tree_name **p = &name->node->names;

  while (*p != name)
    p = &(*p)->next_of_node;
  *p = name->next_of_node;
  name->next_of_node = NULL;
  name->node = NULL;
}

static void
tell_to_forget (struct tree *t, int64_t id)
{
  if (strvec_addf (&t->forgotten, "%lld", (long long) id) == -1)
    t->g->abort_cb ();
}

/* Not counted, and nothing in it. */
static void
node_free (struct tree *t, struct tree_node *n)
{
  while (n->names) {
    struct tree_name *name = n->names;

    unlink_from_node (name);
    if (!name->dir->complete && name->place == 0)
      remove_name (t, name);
  }
  if (n->held)
    tell_to_forget (t, n->id);
  table_remove (&t->nodes, &n->link);
  free (n->xattr_names);
  free (n->attr);
  free (n);
}

int64_t
guestfs_int_filetree_next_id (struct tree *t)
{
  return t->next_id++;
}

struct tree_node *
guestfs_int_filetree_known (const struct tree *t, uint64_t dev, uint64_t ino)
{
  const uint64_t hash = hash_of_file (dev, ino);

  for (struct tree_link *l = table_first (&t->nodes, hash); l; l = l->next) {
    struct tree_node *n = (struct tree_node *) l;

    if (l->hash == hash && n->dev == dev && n->ino == ino)
      return n;
  }
  return NULL;
}

static void
node_insert (struct tree *t, struct tree_node *n, uint64_t dev, uint64_t ino)
{
  n->dev = dev;
  n->ino = ino;
  n->link.hash = hash_of_file (dev, ino);
  table_add (t->g, &t->nodes, &n->link);
}

static struct tree_node *
node_new (struct tree *t, const struct guestfs_fuse_attr *attr, int64_t id)
{
  struct tree_node *n = safe_calloc (t->g, 1, sizeof *n);

  n->id = id;
  n->type = attr->fa_mode & S_IFMT;
  n->held = attr->fa_flags & FUSECALL_HELD;
  n->folds = attr->fa_flags & FUSECALL_FOLDS;
  node_insert (t, n, attr->fa_dev, attr->fa_ino);
  return n;
}

/* A number that was used before, but not of this file: its node is found no
 * more. */
static void
node_hide (struct tree *t, struct tree_node *n)
{
  table_remove (&t->nodes, &n->link);
  node_insert (t, n, UINT64_MAX, n->id);
  n->lookups++;
  while (n->names)
    remove_name (t, n->names);
  n->lookups--;
  suspect (t, n);
  settle (t);
}

void
guestfs_int_filetree_seen (struct tree_node *n,
                           const struct guestfs_fuse_attr *attr)
{
  n->perm = attr->fa_mode & 07777;
  n->nlink = attr->fa_nlink;
  n->uid = attr->fa_uid;
  n->gid = attr->fa_gid;
  n->size = attr->fa_size;
  n->guard = attr->fa_flags & (FUSECALL_IMMUTABLE | FUSECALL_APPEND_ONLY
                               | FUSECALL_READ_ONLY);
}

struct tree_node *
guestfs_int_filetree_node (struct tree *t, const struct guestfs_fuse_attr *attr,
                       int64_t id)
{
  struct tree_node *n = guestfs_int_filetree_known (t, attr->fa_dev,
                                                    attr->fa_ino);

  if (n && n->type != (attr->fa_mode & S_IFMT) && n != t->root) {
    node_hide (t, n);
    n = NULL;
  }
  if (!n)
    n = node_new (t, attr, id);
  else if (attr->fa_flags & FUSECALL_HELD && n->id != id)
    tell_to_forget (t, id);
  n->doubtful = false;
  guestfs_int_filetree_seen (n, attr);
  if (attr->fa_flags & FUSECALL_XATTRS_KNOWN && !n->xattr_names)
    n->xattr_flags = attr->fa_flags;
  return n;
}

void
guestfs_int_filetree_drop_xattrs (struct tree_node *n)
{
  cleanup_free (&n->xattr_names);
  n->xattr_names = NULL;
  n->xattr_flags = 0;
}

void
guestfs_int_filetree_touch (struct tree *t, struct tree_node *n)
{
  if (!n->attr)
    return;
  free (n->attr);
  n->attr = NULL;
  if (!n->counted && n != t->root) {
    t->spare--;
    suspect (t, n);
    settle (t);
  }
}

void
guestfs_int_filetree_keep_attr (struct tree *t, struct tree_node *n,
                            const struct guestfs_fuse_attr *attr)
{
  if (!n->attr) {
    n->attr = safe_malloc (t->g, sizeof *attr);
    t->spare += !n->counted && n != t->root;
  }
  *n->attr = *attr;
}

/* ---- Names ---- */

struct tree_name *
guestfs_int_filetree_find (const struct tree *t, const struct tree_node *dir,
                       const char *name)
{
  const uint64_t hash = hash_of_name (dir, name);

  for (struct tree_link *l = table_first (&t->names, hash); l; l = l->next) {
    struct tree_name *n = (struct tree_name *) l;

    if (l->hash == hash && n->dir == dir && strcmp (n->s, name) == 0)
      return n;
  }
  return NULL;
}

static struct tree_name *
name_new (struct tree *t, struct tree_node *dir, const char *s)
{
  const size_t size = strlen (s) + 1;
  struct tree_name *name = safe_calloc (t->g, 1, sizeof *name + size);

  memcpy (name->s, s, size);
  name->dir = dir;
  name->link.hash = hash_of_name (dir, s);
  table_add (t->g, &t->names, &name->link);
  name->next_in_dir = dir->entries;
  if (dir->entries)
    dir->entries->prev_in_dir = name;
  dir->entries = name;
  if (dir->listing)
    dir->listing->grown = true;
  return name;
}

static void
detach (struct tree *t, struct tree_name *name)
{
  struct tree_node *node = name->node;

  if (!node)
    return;
  unlink_from_node (name);
  if (node->counted)
    lose_user (t, name->dir);
  else if (!node->names && node->attr && node != t->root) {
    cleanup_free (&node->attr);
    node->attr = NULL;
    t->spare--;
    suspect (t, node);
  }
}

static void
attach (struct tree *t, struct tree_name *name, struct tree_node *node)
{
  name->node = node;
  name->next_of_node = node->names;
  node->names = name;
  if (node->counted) {
    name->dir->users++;
    come_alive (t, name->dir);
  }
}

struct tree_name *
guestfs_int_filetree_name (struct tree *t, struct tree_node *dir, const char *s,
                       struct tree_node *node)
{
  struct tree_name *name = guestfs_int_filetree_find (t, dir, s);

  if (!name)
    name = name_new (t, dir, s);
  if (name->node == node)
    return name;
  detach (t, name);
  if (node)
    attach (t, name, node);
  settle (t);
  return name;
}

static void
remove_name (struct tree *t, struct tree_name *name)
{
  struct tree_node *dir = name->dir;

  if (name->prev_in_dir)
    name->prev_in_dir->next_in_dir = name->next_in_dir;
  else
    dir->entries = name->next_in_dir;
  if (name->next_in_dir)
    name->next_in_dir->prev_in_dir = name->prev_in_dir;
  if (name->place > 0 && dir->listing)
    dir->listing->entries[name->place - 1].name = NULL;
  table_remove (&t->names, &name->link);
  detach (t, name);
  free (name);
}

void
guestfs_int_filetree_unname (struct tree *t, struct tree_name *name)
{
  remove_name (t, name);
  settle (t);
}

bool
guestfs_int_filetree_is_last_name (const struct tree_name *name)
{
  return name->node && name->node->names == name && !name->next_of_node;
}

/* ---- Paths ---- */

char *
guestfs_int_filetree_path (struct tree *t, const struct tree_node *n)
{
  size_t len = 0;
  char *ret, *p;

  for (const struct tree_node *i = n; i != t->root; i = i->names->dir) {
    if (!i->names)
      return safe_strdup (t->g, "");
    len += strlen (i->names->s) + 1;
  }
  ret = safe_malloc (t->g, len + 1);
  p = ret + (len ? len - 1 : 0);
  *p = '\0';
  for (const struct tree_node *i = n; i != t->root; i = i->names->dir) {
    const size_t size = strlen (i->names->s);

    p -= size;
    memcpy (p, i->names->s, size);
    if (p > ret)
      *--p = '/';
  }
  return ret;
}

/* ---- Listings ---- */

void
guestfs_int_filetree_unlist (struct tree *t, struct tree_node *dir)
{
  struct tree_listing *l = dir->listing;

  (void) t;
  if (!l)
    return;
  for (size_t i = 0; i < l->len; i++)
    if (l->entries[i].name)
      l->entries[i].name->place = 0;
  free (l->entries);
  free (l);
  dir->listing = NULL;
}

void
guestfs_int_filetree_list (struct tree *t, struct tree_node *dir,
                       const struct tree_listed *entry)
{
  struct tree_listing *l = dir->listing;

  if (l->len == l->room) {
    l->room = l->room ? l->room * 2 : 64;
    l->entries = safe_realloc (t->g, l->entries,
                               l->room * sizeof *l->entries);
  }
  l->entries[l->len++] = *entry;
  if (entry->name)
    entry->name->place = l->len;
}

/* ---- Doubts ---- */

/* Attributes of what the kernel does not know go; that frees nodes, and names
 * in their directories, and so is done at the end, one by one. */
static void
drop_spare (struct tree *t)
{
  for (size_t i = 0; i < t->nodes.nr_buckets; i++) {
    struct tree_link *l = t->nodes.buckets[i];

    while (l) {
      struct tree_node *n = (struct tree_node *) l;

      if (n->attr) {
        guestfs_int_filetree_touch (t, n);
        l = t->nodes.buckets[i];        /* begin anew */
      } else
        l = l->next;
    }
  }
}

void
guestfs_int_filetree_doubt (struct tree *t)
{
  for (size_t i = 0; i < t->nodes.nr_buckets; i++)
    for (struct tree_link *l = t->nodes.buckets[i]; l; l = l->next) {
      struct tree_node *n = (struct tree_node *) l;

      n->complete = false;
      n->doubtful = n != t->root;
      guestfs_int_filetree_unlist (t, n);
      guestfs_int_filetree_drop_xattrs (n);
    }
  drop_spare (t);
}

/* ---- Numbers ---- */

#define INO_BITS 48
#define MAX_DEVS 4096

static size_t
index_of_dev (struct tree *t, uint64_t dev)
{
  for (size_t i = 0; i < t->nr_devs; i++)
    if (t->devs[i] == dev)
      return i;
  if (t->nr_devs == MAX_DEVS)
    return mix (dev) % UINT16_MAX;
  t->devs = safe_realloc (t->g, t->devs, (t->nr_devs + 1) * sizeof dev);
  t->devs[t->nr_devs] = dev;
  return t->nr_devs++;
}

/* The number itself in the first file system, which is that of the root. */
uint64_t
guestfs_int_filetree_ino (struct tree *t, uint64_t dev, uint64_t ino)
{
  return ino ^ (uint64_t) index_of_dev (t, dev) << INO_BITS;
}

/* ---- The whole ---- */

struct tree *
guestfs_int_filetree_new (guestfs_h *g, const struct guestfs_fuse_attr *root)
{
  struct tree *t = safe_calloc (g, 1, sizeof *t);

  t->g = g;
  t->next_id = FUSECALL_ROOT + 1;
  t->root = node_new (t, root, FUSECALL_ROOT);
  index_of_dev (t, root->fa_dev);
  return t;
}

void
guestfs_int_filetree_free (struct tree *t)
{
  if (!t)
    return;
  for (size_t i = 0; i < t->names.nr_buckets; i++)
    for (struct tree_link *l = t->names.buckets[i], *next; l; l = next) {
      next = l->next;
      free (l);
    }
  for (size_t i = 0; i < t->nodes.nr_buckets; i++)
    for (struct tree_link *l = t->nodes.buckets[i], *next; l; l = next) {
      struct tree_node *n = (struct tree_node *) l;

      next = l->next;
      if (n->listing)
        free (n->listing->entries);
      free (n->listing);
      free (n->xattr_names);
      free (n->attr);
          free (n);
    }
  free (t->names.buckets);
  free (t->nodes.buckets);
  free (t->devs);
  strvec_done (&t->forgotten);
  free (t);
}
