/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: reading directories, with attributes. */

#include <config.h>

#if HAVE_FUSE

#include <stdlib.h>
#include <string.h>

#include "fusecalls.h"
#include "fuserequests.h"

/* Of a directory, in one call. */
#define ENTRIES_AT_ONCE 2000
/* Directories that are listed with attributes, until it is found out again
 * whether they are wanted. */
#define LISTS_WITH_ATTRS 32
/* Nodes that are kept for the kernel to ask for. */
#define MAX_SPARE 500000

static void
attr_of_entry (const struct guestfs_fuse_entry *e, struct guestfs_fuse_attr *a)
{
  *a = (struct guestfs_fuse_attr){
    e->fe_dev,       e->fe_ino,        e->fe_mode,      e->fe_nlink,
    e->fe_uid,       e->fe_gid,        e->fe_rdev,      e->fe_size,
    e->fe_blksize,   e->fe_blocks,     e->fe_atime_sec, e->fe_atime_nsec,
    e->fe_mtime_sec, e->fe_mtime_nsec, e->fe_ctime_sec, e->fe_ctime_nsec,
    e->fe_flags,     0,                0
  };
}

/* Programs that want attributes want those of all files, in all directories:
 * it shows by what they look up. */
static bool
attrs_are_wanted (struct local_mount *lm)
{
  if (lm->with_attrs && lm->lists_with_attrs++ == LISTS_WITH_ATTRS)
    lm->with_attrs = false;
  return lm->with_attrs;
}

static int
which_dots (const char *name)
{
  return strcmp (name, ".") == 0 ? 1 : strcmp (name, "..") == 0 ? 2 : 0;
}

static struct tree_name *
take_name (struct local_mount *lm, struct tree_node *dir,
           const struct guestfs_fuse_entry *e)
{
  struct tree *t = lm->tree;
  struct tree_name *name = guestfs_int_filetree_find (t, dir, e->fe_name);
  struct guestfs_fuse_attr a;
  struct tree_node *n;

  if (e->fe_flags & FUSECALL_NO_ATTR || (!name && t->spare >= MAX_SPARE))
    return name ? name : guestfs_int_filetree_name (t, dir, e->fe_name, NULL);
  attr_of_entry (e, &a);
  n = guestfs_int_filetree_node (t, &a, guestfs_int_filetree_next_id (t));
  guestfs_int_filetree_keep_attr (t, n, &a);
  return guestfs_int_filetree_name (t, dir, e->fe_name, n);
}

static void
take_entry (struct local_mount *lm, struct tree_node *dir,
            const struct guestfs_fuse_entry *e)
{
  const bool grown = dir->listing->grown;
  const uint64_t dev = e->fe_flags & FUSECALL_NO_ATTR ? dir->dev : e->fe_dev;
  struct tree_listed listed = {
    .dots = which_dots (e->fe_name),
    .offset = e->fe_offset,
    .ino = guestfs_int_filetree_ino (lm->tree, dev, e->fe_ino),
    .mode = e->fe_mode,
  };

  if (listed.dots == 0)
    listed.name = take_name (lm, dir, e);
  dir->listing->grown = grown;
  guestfs_int_filetree_list (lm->tree, dir, &listed);
}

/* What follows the listing, or a new one that begins at offset.  -1: the call
 * has failed. */
static int
read_more (struct local_mount *lm, struct tree_node *dir, const char *path,
           int64_t offset)
{
  struct guestfs_fuse_entry_list *list;
  bool at_end;

  guestfs_int_fuse_send_times (lm);
  list = guestfs_internal_fuse_readdir (lm->g, dir->id, path, offset,
                                        ENTRIES_AT_ONCE,
                                        attrs_are_wanted (lm));
  if (!list)
    return -1;
  at_end = list->len == 0;
  if (!dir->listing) {
    dir->listing = safe_calloc (lm->g, 1, sizeof *dir->listing);
    dir->listing->start = offset;
    dir->listing->from_start = offset == 0;
  }
  for (size_t i = 0; i < list->len; i++)
    if (list->val[i].fe_name[0] == '\0')
      at_end = true;
    else if (!strchr (list->val[i].fe_name, '/'))
      take_entry (lm, dir, &list->val[i]);
  dir->listing->at_end = at_end;
  if (at_end && dir->listing->from_start && !dir->folds)
    dir->complete = true;
  guestfs_free_fuse_entry_list (list);
  return 0;
}

/* ---- Attributes of what was listed without ---- */

/* The names from that place on, and then those before it. */
static void
names_without_attrs (struct local_mount *lm, const struct tree_listing *l,
                     size_t place, struct strvec *names)
{
  for (size_t i = 0; i < l->len && names->len < l->asked; i++) {
    const struct tree_listed *e = &l->entries[(place + i) % l->len];

    if (e->name && !e->name->node
        && strvec_add (names, e->name->s) == -1)
      lm->g->abort_cb ();
  }
}

static void
take_attrs (struct local_mount *lm, struct tree_node *dir,
            const struct strvec *names,
            const struct guestfs_fuse_attr_list *list)
{
  struct tree *t = lm->tree;

  for (size_t i = 0; i < list->len && i < names->len; i++) {
    const struct guestfs_fuse_attr *a = &list->val[i];
    struct tree_node *n;

    if (a->fa_flags & FUSECALL_NO_ATTR)
      continue;
    n = guestfs_int_filetree_node (t, a, guestfs_int_filetree_next_id (t));
    guestfs_int_filetree_keep_attr (t, n, a);
    guestfs_int_filetree_name (t, dir, names->ptr[i], n);
  }
}

/* A few at first, and more each time, as more are wanted. */
void
guestfs_int_fuse_stat_listed (struct local_mount *lm, struct tree_node *dir,
                              const struct tree_name *name)
{
  struct tree_listing *l = dir->listing;
  CLEANUP_FREE char *path = NULL;
  CLEANUP_STRVEC struct strvec names = STRVEC_INIT;
  struct guestfs_fuse_attr_list *list;

  if (!l || dir->folds || dir->doubtful || lm->tree->spare >= MAX_SPARE)
    return;
  l->asked = l->asked == 0 ? 8 : l->asked < ENTRIES_AT_ONCE ? 8 * l->asked
             : ENTRIES_AT_ONCE;
  lm->with_attrs = true;
  lm->lists_with_attrs = 0;
  names_without_attrs (lm, l, name->place - 1, &names);
  path = guestfs_int_filetree_path (lm->tree, dir);
  guestfs_int_fuse_tell (lm, "attributes of %zu names in /%s", names.len,
                         path);
  guestfs_int_fuse_send_times (lm);
  list = guestfs_internal_fuse_attrs (lm->g, dir->id, path, names.ptr);
  if (!list)
    return;
  take_attrs (lm, dir, &names, list);
  guestfs_free_fuse_attr_list (list);
}

/* ---- Reading ---- */

/* Where in the listing what follows offset is; -1: not in it. */
static ptrdiff_t
find_place (struct tree_listing *l, int64_t offset)
{
  if (offset == l->start)
    return offset == 0 && l->grown ? -1 : 0;
  if (l->hint > 0 && l->hint <= l->len
      && l->entries[l->hint - 1].offset == offset)
    return l->hint;
  for (size_t i = 0; i < l->len; i++)
    if (l->entries[i].offset == offset)
      return i + 1;
  return -1;
}

/* The place of what follows offset, with something in it unless that is the
 * end; -1: the call has failed. */
static ptrdiff_t
find_or_read (struct local_mount *lm, struct tree_node *dir, const char *path,
              int64_t offset)
{
  ptrdiff_t i = dir->listing ? find_place (dir->listing, offset) : -1;

  if (i == -1)
    guestfs_int_filetree_unlist (lm->tree, dir);
  while (!dir->listing
         || ((size_t)i == dir->listing->len && !dir->listing->at_end)) {
    if (read_more (lm, dir, path, offset) == -1)
      return -1;
    if (i == -1)
      i = 0;
  }
  return i;
}

struct filling {
  fuse_req_t req;
  char *buf;
  size_t size, len;
  bool plus;
};

/* False when there is no room. */
static bool
put_entry (struct filling *f, const char *name,
           const struct fuse_entry_param *e, int64_t offset)
{
  const size_t room = f->size - f->len;
  const size_t n = f->plus ? fuse_add_direntry_plus (f->req, f->buf + f->len,
                                                     room, name, e, offset)
                           : fuse_add_direntry (f->req, f->buf + f->len, room,
                                                name, &e->attr, offset);

  if (n > room)
    return false;
  f->len += n;
  return true;
}

static bool
put_listed (struct filling *f, const struct tree_listed *l)
{
  struct local_mount *lm = mount_of (f->req);
  struct fuse_entry_param e
      = { .attr = { .st_ino = l->ino, .st_mode = l->mode } };
  struct tree_node *n = l->name ? l->name->node : NULL;
  bool told = f->plus && n && n->attr && !n->doubtful;

  if (l->dots)
    return put_entry (f, l->dots == 1 ? "." : "..", &e, l->offset);
  if (!l->name)
    return true;
  if (told)
    guestfs_int_fuse_fill_entry (lm, n, n->attr, &e);
  if (!put_entry (f, l->name->s, &e, l->offset))
    return false;
  if (told) {
    guestfs_int_filetree_told (lm->tree, n);
    guestfs_int_filetree_touch (lm->tree, n);
  }
  return true;
}

static void
read_directory (fuse_req_t req, fuse_ino_t ino, size_t size, off_t offset,
                bool plus)
{
  CLEANUP_FREE char *buf = safe_malloc (mount_of (req)->g, size);
  struct filling f = { .req = req, .buf = buf, .size = size, .plus = plus };
  CLEANUP_REQUEST struct request r;
  struct tree_node *dir;
  ptrdiff_t i;

  if (!begin_request (&r, req, ino, "readdir", "offset=%lld",
                      (long long)offset))
    return;
  dir = r.n;
  i = find_or_read (r.lm, dir, r.path, offset);
  if (i == -1) {
    guestfs_int_fuse_reply_failed (req);
    return;
  }
  while ((size_t)i < dir->listing->len
         && put_listed (&f, &dir->listing->entries[i]))
    i++;
  dir->listing->hint = i;
  fuse_reply_buf (req, f.buf, f.len);
  guestfs_int_fuse_was_listed (r.lm, dir);
}

static void
op_readdir (fuse_req_t req, fuse_ino_t ino, size_t size, off_t offset,
            struct fuse_file_info *fi)
{
  (void)fi;
  read_directory (req, ino, size, offset, false);
}

static void
op_readdirplus (fuse_req_t req, fuse_ino_t ino, size_t size, off_t offset,
                struct fuse_file_info *fi)
{
  (void)fi;
  read_directory (req, ino, size, offset, true);
}

void
guestfs_int_fuse_directories_ops (struct fuse_lowlevel_ops *ops)
{
  ops->readdir = op_readdir;
  ops->readdirplus = op_readdirplus;
}

#endif /* HAVE_FUSE */
