/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: what is read before it is asked for.
 *
 * A program that reads a large file from its start gets more of it in one call
 * than it asks for.  One that reads the small files of a directory, one after
 * the other in an order that can be recognised, gets the next ones with it.
 * What has been read so is dropped as soon as it is changed through the mount,
 * or by another call of the handle.
 */

#include <config.h>

#if HAVE_FUSE

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fusecalls.h"
#include "fuserequests.h"

/* Files that were read, before the guest is told. */
#define ACCESSED_AT_ONCE 64

/* ---- One file ---- */

/* A sequential reader gets as much as one call can bring. */
static size_t
how_much (const struct local_ahead *ahead, const struct tree_node *n,
          uint64_t offset, size_t size)
{
  if (ahead->next_id == n->id && ahead->next == offset)
    return FUSECALL_MAX_IO;
  return size < FUSECALL_MAX_IO ? size : FUSECALL_MAX_IO;
}

static struct local_piece *
read_one (struct local_mount *lm, const struct tree_node *n, const char *path,
          uint64_t offset, size_t size)
{
  struct local_piece *p = &lm->ahead.one;
  const size_t count = how_much (&lm->ahead, n, offset, size);

  guestfs_int_ahead_drop_piece (p);
  p->data = guestfs_internal_fuse_read (lm->g, n->id, path, offset, count,
                                        &p->len);
  if (!p->data)
    return NULL;
  p->id = n->id;
  p->start = offset;
  p->at_end = p->len < count;
  return p;
}

/* ---- The order of small files ---- */

/* In which programs read a directory. */
enum order { BY_INODE, BY_PLACE, BY_NAME, NR_ORDERS };

static bool
is_before (enum order order, const struct tree_name *a,
           const struct tree_name *b)
{
  switch (order) {
  case BY_INODE:
    return a->node->ino < b->node->ino;
  case BY_PLACE:
    return a->place > 0 && a->place < b->place;
  default:
    return strcmp (a->s, b->s) < 0;
  }
}

static bool
is_small (const struct tree_name *name)
{
  const struct tree_node *n = name->node;

  return n && S_ISREG (n->type) && !n->doubtful && n->size > 0
         && n->size <= FUSECALL_SMALL;
}

static struct tree_name *
last_read (const struct local_mount *lm, const struct tree_node *dir)
{
  const struct local_ahead *ahead = &lm->ahead;
  struct tree_name *last
      = ahead->last_dir == dir->id && ahead->last_name
            ? guestfs_int_filetree_find (lm->tree, dir, ahead->last_name)
            : NULL;

  return last && is_small (last) ? last : NULL;
}

/* Nothing small is between them; last is NULL for the beginning. */
static bool
is_next (enum order order, const struct tree_name *last,
         const struct tree_name *this)
{
  if (last && !is_before (order, last, this))
    return false;
  for (const struct tree_name *i = this->dir->entries; i; i = i->next_in_dir)
    if (is_small (i) && is_before (order, i, this)
        && (!last || is_before (order, last, i)))
      return false;
  return true;
}

/* The order in which this file follows the one that was read last, or is the
 * first of another directory; NR_ORDERS: none. */
static enum order
find_order (const struct local_mount *lm, const struct tree_name *this)
{
  const struct local_ahead *ahead = &lm->ahead;
  const struct tree_name *last = last_read (lm, this->dir);

  if (last) {
    for (enum order o = 0; o < NR_ORDERS; o++)
      if (is_next (o, last, this))
        return o;
  } else if (ahead->next_files > 0 && is_next (ahead->order, NULL, this))
    return ahead->order;
  return NR_ORDERS;
}

struct choice {
  const struct tree_name *names[FUSECALL_MAX_FILES];
  size_t len, max;
};

/* Keeps those that come first, in order. */
static void
choose (struct choice *c, enum order order, const struct tree_name *name)
{
  size_t i;

  if (c->len == c->max && !is_before (order, name, c->names[c->len - 1]))
    return;
  if (c->len < c->max)
    c->len++;
  for (i = c->len - 1; i > 0 && is_before (order, name, c->names[i - 1]); i--)
    c->names[i] = c->names[i - 1];
  c->names[i] = name;
}

static void
choose_next (struct choice *c, enum order order, const struct tree_name *this)
{
  for (const struct tree_name *i = this->dir->entries; i; i = i->next_in_dir)
    if (is_small (i) && is_before (order, this, i))
      choose (c, order, i);
}

/* ---- Small files ---- */

static void
add_string (struct local_mount *lm, struct strvec *v, const char *s)
{
  if (strvec_add (v, s) == -1)
    lm->g->abort_cb ();
}

/* This one, and those that are chosen, as far as one call can bring them. */
static void
names_to_read (struct local_mount *lm, const struct tree_name *this,
               struct choice *c, struct strvec *v)
{
  int64_t total = this->node->size;
  size_t i;

  add_string (lm, v, this->s);
  for (i = 0; i < c->len; i++) {
    total += c->names[i]->node->size;
    if (total > FUSECALL_MAX_IO)
      break;
    add_string (lm, v, c->names[i]->s);
  }
  c->len = i;
}

static void
attr_of_content (const struct guestfs_fuse_content *c,
                 struct guestfs_fuse_attr *a)
{
  *a = (struct guestfs_fuse_attr){
    c->fc_dev,       c->fc_ino,        c->fc_mode,      c->fc_nlink,
    c->fc_uid,       c->fc_gid,        c->fc_rdev,      c->fc_size,
    c->fc_blksize,   c->fc_blocks,     c->fc_atime_sec, c->fc_atime_nsec,
    c->fc_mtime_sec, c->fc_mtime_nsec, c->fc_ctime_sec, c->fc_ctime_nsec,
    0
  };
}

/* The kernel asks for attributes again after it has read a file. */
static void
take_piece (struct local_mount *lm, struct tree_node *n,
            struct guestfs_fuse_content *c)
{
  struct local_ahead *ahead = &lm->ahead;
  struct guestfs_fuse_attr a;

  if (c->fc_flags & FUSECALL_NO_CONTENT)
    return;
  ahead->small[ahead->nr_small++] = (struct local_piece){
    .id = n->id,
    .data = c->fc_content,
    .len = c->fc_content_len,
    .at_end = true,
    .sets_atime = c->fc_flags & FUSECALL_SETS_ATIME,
  };
  c->fc_content = NULL;
  attr_of_content (c, &a);
  guestfs_int_filetree_keep_attr (lm->tree, n, &a);
}

static void
read_small (struct local_mount *lm, const struct tree_name *this,
            struct choice *c)
{
  CLEANUP_FREE char *path = guestfs_int_filetree_path (lm->tree, this->dir);
  CLEANUP_STRVEC struct strvec names = STRVEC_INIT;
  struct guestfs_fuse_content_list *list;

  names_to_read (lm, this, c, &names);
  list = guestfs_internal_fuse_contents (lm->g, this->dir->id, path,
                                         names.ptr);
  if (!list)
    return;
  guestfs_int_ahead_drop_small (&lm->ahead);
  for (size_t i = 0; i < list->len && i <= c->len; i++)
    take_piece (lm, i == 0 ? this->node : c->names[i - 1]->node,
                &list->val[i]);
  guestfs_free_fuse_content_list (list);
}

/* The more often they were wanted, the more files come. */
static struct local_piece *
read_with_next (struct local_mount *lm, const struct tree_node *n)
{
  struct local_ahead *ahead = &lm->ahead;
  const struct tree_name *this = n->names;
  const bool may = this && is_small (this) && !this->dir->doubtful;
  const enum order order = may ? find_order (lm, this) : NR_ORDERS;
  struct choice choice = { .len = 0 };

  if (order == NR_ORDERS) {
    ahead->next_files = 0;
    return NULL;
  }
  ahead->order = order;
  ahead->next_files = ahead->next_files == 0 ? 3 : 4 * ahead->next_files;
  if (ahead->next_files > FUSECALL_MAX_FILES - 1)
    ahead->next_files = FUSECALL_MAX_FILES - 1;
  choice.max = ahead->next_files;
  choose_next (&choice, order, this);
  if (choice.len == 0)
    return NULL;
  read_small (lm, this, &choice);
  return guestfs_int_ahead_find (ahead, n->id, 0, FUSECALL_SMALL);
}

/* ---- Access times ---- */

void
guestfs_int_fuse_send_accessed (struct local_mount *lm)
{
  CLEANUP_STRVEC struct strvec nodes = lm->ahead.read_nodes;
  CLEANUP_STRVEC struct strvec paths = lm->ahead.read_paths;

  lm->ahead.read_nodes = lm->ahead.read_paths = (struct strvec) STRVEC_INIT;
  if (nodes.len == 0 || lm->lost)
    return;
  if (guestfs_internal_fuse_accessed (lm->g, nodes.ptr, paths.ptr) == -1)
    guestfs_int_fuse_call_errno (lm);
}

static void
was_accessed (struct local_mount *lm, struct tree_node *n,
              struct local_piece *p, const char *path)
{
  struct local_ahead *ahead = &lm->ahead;

  if (!p->sets_atime)
    return;
  p->sets_atime = false;
  guestfs_int_filetree_touch (lm->tree, n);
  if (strvec_addf (&ahead->read_nodes, "%lld", (long long)p->id) == -1)
    lm->g->abort_cb ();
  add_string (lm, &ahead->read_paths, path);
  if (ahead->read_nodes.len >= ACCESSED_AT_ONCE)
    guestfs_int_fuse_send_accessed (lm);
}

/* ---- The request ---- */

static void
remember_last (struct local_mount *lm, const struct tree_node *n)
{
  struct local_ahead *ahead = &lm->ahead;

  if (!n->names || !is_small (n->names))
    return;
  free (ahead->last_name);
  ahead->last_name = safe_strdup (lm->g, n->names->s);
  ahead->last_dir = n->names->dir->id;
}

/* Where it is after a call that has brought it, NULL when that has failed. */
static struct local_piece *
get_piece (struct local_mount *lm, const struct tree_node *n, const char *path,
           uint64_t at, size_t size)
{
  struct local_piece *p
      = guestfs_int_ahead_find (&lm->ahead, n->id, at, size);

  if (!p && at == 0)
    p = read_with_next (lm, n);
  return p ? p : read_one (lm, n, path, at, size);
}

void
guestfs_int_fuse_op_read (fuse_req_t req, fuse_ino_t ino, size_t size,
                          off_t offset, struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, n);
  struct local_piece *p;
  size_t skip;

  (void)fi;
  if (!path)
    return;
  guestfs_int_fuse_tell (lm, "read /%s offset=%lld size=%zu", path,
                         (long long)offset, size);
  p = get_piece (lm, n, path, offset, size);
  if (!p) {
    guestfs_int_fuse_reply_failed (req);
    return;
  }
  skip = offset - p->start;
  if (skip + size > p->len)
    size = skip < p->len ? p->len - skip : 0;
  lm->ahead.next_id = n->id;
  lm->ahead.next = offset + size;
  fuse_reply_buf (req, p->data + skip, size);
  was_accessed (lm, n, p, path);
  if (offset == 0)
    remember_last (lm, n);
}

#endif /* HAVE_FUSE */
