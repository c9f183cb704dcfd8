/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: small files are read before they are asked for.
 *
 * A program that reads the small files of a directory, one after the other in
 * an order that can be recognised, gets the next ones in batches.  While it
 * works on those of one batch the appliance reads the next; and when it has
 * read the files of one directory and lists another, the appliance begins
 * there.
 */

#include <config.h>

#if HAVE_FUSE

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "codec.h"
#include "fusecalls.h"
#include "fuserequests.h"
#include "protocol.h"

/* Files of the first batch, for which the program waits, and of the others: the
 * first is small, and the last, which nobody works beside, not large. */
#define FIRST_FILES 4
#define MOST_FILES 48

/* ---- The order ---- */

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

/* The file of that name in dir, if it is small still. */
static struct tree_name *
find_small (const struct local_mount *lm, const struct tree_node *dir,
            const char *name)
{
  struct tree_name *found
      = name ? guestfs_int_filetree_find (lm->tree, dir, name) : NULL;

  return found && is_small (found) ? found : NULL;
}

static struct tree_name *
last_read (const struct local_mount *lm, const struct tree_node *dir)
{
  const struct local_ahead *ahead = &lm->ahead;

  return ahead->last_dir == dir->id ? find_small (lm, dir, ahead->last_name)
                                    : NULL;
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

/* Those that follow last, or the first of all. */
static void
choose_next (struct choice *c, enum order order, const struct tree_node *dir,
             const struct tree_name *last)
{
  for (const struct tree_name *i = dir->entries; i; i = i->next_in_dir)
    if (is_small (i) && (!last || is_before (order, last, i)))
      choose (c, order, i);
}

/* As far as one call can bring them; at least one. */
static void
limit_choice (struct choice *c)
{
  int64_t total = 0;

  for (size_t i = 0; i < c->len; i++) {
    total += c->names[i]->node->size;
    if (total > FUSECALL_MAX_IO && i > 0)
      c->len = i;
  }
}

/* ---- A batch ---- */

static void
begin_call (struct local_mount *lm, const struct tree_node *dir,
            char *const *names)
{
  CLEANUP_FREE char *path = guestfs_int_filetree_path (lm->tree, dir);
  struct local_batch *b = &lm->ahead.batch;

  guestfs_int_fuse_tell (lm, "contents of %zu files in /%s", b->len, path);
  guestfs_int_call_init (lm->g, &b->call, "internal_fuse_contents",
                         GUESTFS_PROC_INTERNAL_FUSE_CONTENTS);
  wire_put_i64 (&b->call.args, dir->id);
  wire_put_string (&b->call.args, path);
  wire_put_string_list (&b->call.args, names);
  b->begun = guestfs_int_call_begin (&b->call) == 0;
  if (!b->begun) {
    guestfs_int_fuse_call_errno (lm);
    guestfs_int_call_done (&b->call);
  }
  b->changes = lm->g->changes;
}

static void
begin_batch (struct local_mount *lm, const struct tree_node *dir,
             const struct choice *c)
{
  struct local_ahead *ahead = &lm->ahead;
  CLEANUP_STRVEC struct strvec names = STRVEC_INIT;

  for (size_t i = 0; i < c->len; i++) {
    if (strvec_add (&names, c->names[i]->s) == -1)
      lm->g->abort_cb ();
    ahead->batch.ids[i] = c->names[i]->node->id;
  }
  ahead->batch.len = c->len;
  ahead->batch_dir = dir->id;
  free (ahead->batch_name);
  ahead->batch_name = safe_strdup (lm->g, c->names[c->len - 1]->s);
  begin_call (lm, dir, names.ptr);
}

/* Attributes are those of the time of the call. */
static void
keep_attr (struct local_mount *lm, int64_t id,
           const struct guestfs_fuse_content *c)
{
  struct tree_node *n
      = guestfs_int_filetree_known (lm->tree, c->fc_dev, c->fc_ino);
  const struct guestfs_fuse_attr a = {
    c->fc_dev,       c->fc_ino,        c->fc_mode,      c->fc_nlink,
    c->fc_uid,       c->fc_gid,        c->fc_rdev,      c->fc_size,
    c->fc_blksize,   c->fc_blocks,     c->fc_atime_sec, c->fc_atime_nsec,
    c->fc_mtime_sec, c->fc_mtime_nsec, c->fc_ctime_sec, c->fc_ctime_nsec,
    0,               0,                0
  };

  if (n && n->id == id && lm->ahead.batch.changes == lm->g->changes)
    guestfs_int_filetree_keep_attr (lm->tree, n, &a);
}

/* The kernel asks for attributes again after it has read a file. */
static void
take_file (struct local_mount *lm, int64_t id, struct guestfs_fuse_content *c)
{
  if (c->fc_flags & FUSECALL_NO_CONTENT || id == 0)
    return;
  guestfs_int_ahead_add_small (&lm->ahead, &(struct local_piece) {
      .id = id,
      .data = c->fc_content,
      .len = c->fc_content_len,
      .at_end = true,
      .sets_atime = c->fc_flags & FUSECALL_SETS_ATIME,
    });
  c->fc_content = NULL;
  keep_attr (lm, id, c);
}

void
guestfs_int_fuse_take_batch (struct local_mount *lm)
{
  struct local_batch *b = &lm->ahead.batch;
  struct guestfs_fuse_content_list *list
      = safe_calloc (lm->g, 1, sizeof *list);

  b->begun = false;
  if (guestfs_int_call_take (&b->call) == 0) {
    wire_get_fuse_content_list (&b->call.ret, list);
    if (guestfs_int_call_finished (&b->call))
      for (size_t i = 0; i < list->len && i < b->len; i++)
        take_file (lm, b->ids[i], &list->val[i]);
  } else
    guestfs_int_fuse_call_errno (lm);
  guestfs_int_call_done (&b->call);
  guestfs_free_fuse_content_list (list);
}

bool
guestfs_int_fuse_batch_has_come (const struct local_mount *lm)
{
  const struct local_batch *b = &lm->ahead.batch;

  return b->begun && guestfs_int_call_has_come (&b->call);
}

/* ---- When they are read ---- */

/* With this file, which the program waits for. */
static bool
begin_with (struct local_mount *lm, const struct tree_name *this)
{
  struct local_ahead *ahead = &lm->ahead;
  const enum order order = find_order (lm, this);
  struct choice choice = { .len = 1, .max = FIRST_FILES, .names = { this } };

  ahead->next_files = 0;
  if (order == NR_ORDERS)
    return false;
  ahead->order = order;
  ahead->next_files = FIRST_FILES;
  choose_next (&choice, order, this->dir, this);
  limit_choice (&choice);
  if (choice.len == 1) {
    ahead->next_files = 0;
    return false;
  }
  begin_batch (lm, this->dir, &choice);
  return ahead->batch.begun;
}

/* The small file n, which is to be read from its beginning. */
struct local_piece *
guestfs_int_fuse_small_file (struct local_mount *lm, const struct tree_node *n)
{
  struct local_ahead *ahead = &lm->ahead;
  const struct tree_name *this = n->names;

  if (!guestfs_int_ahead_will_come (ahead, n->id)) {
    if (!this || !is_small (this) || this->dir->doubtful)
      return NULL;
    if (ahead->batch.begun)
      guestfs_int_fuse_take_batch (lm);
    if (!begin_with (lm, this))
      return NULL;
  }
  guestfs_int_fuse_take_batch (lm);
  return guestfs_int_ahead_find (ahead, n->id, 0, FUSECALL_SMALL);
}

/* More files each time, as long as they are read; fewer when not all of the
 * directory are known yet. */
static void
begin_next (struct local_mount *lm, const struct tree_node *dir,
            const struct tree_name *last)
{
  struct local_ahead *ahead = &lm->ahead;
  struct choice choice;

  ahead->next_files *= 3;
  if (ahead->next_files > MOST_FILES)
    ahead->next_files = MOST_FILES;
  choice = (struct choice) { .max = ahead->next_files };
  choose_next (&choice, ahead->order, dir, last);
  limit_choice (&choice);
  if (choice.len > 0)
    begin_batch (lm, dir, &choice);
}

void
guestfs_int_fuse_small_file_was_read (struct local_mount *lm,
                                      const struct tree_node *n,
                                      struct local_piece *p)
{
  struct local_ahead *ahead = &lm->ahead;
  const struct tree_node *dir = n->names ? n->names->dir : NULL;
  const struct tree_name *last;

  if (p->wanted)
    return;
  p->wanted = true;
  ahead->guessed = false;
  if (!dir || dir->doubtful || dir->id != ahead->batch_dir
      || ahead->batch.begun || guestfs_int_ahead_unread (ahead) > MOST_FILES)
    return;
  last = find_small (lm, dir, ahead->batch_name);
  if (last)
    begin_next (lm, dir, last);
}

/* Whoever has read the files of the last one may want to read these. */
void
guestfs_int_fuse_was_listed (struct local_mount *lm,
                             const struct tree_node *dir)
{
  struct local_ahead *ahead = &lm->ahead;

  if (ahead->next_files == 0 || ahead->guessed || ahead->batch.begun
      || dir->doubtful || !dir->complete || dir->id == ahead->batch_dir)
    return;
  ahead->next_files = FIRST_FILES;
  begin_next (lm, dir, NULL);
  ahead->guessed = true;
}

#endif /* HAVE_FUSE */
