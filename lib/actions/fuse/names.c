/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: making, naming, renaming, removing. */

#include <config.h>

#if HAVE_FUSE

#include <stdio.h>
#include <sys/stat.h>

#include "fusecalls.h"
#include "fuserequests.h"

static void
make (fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
      dev_t rdev, const char *target)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *dir = node_of (lm, parent);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, dir);
  const int64_t id = guestfs_int_filetree_next_id (lm->tree);
  const struct fuse_ctx *ctx = fuse_req_ctx (req);
  struct guestfs_fuse_attr *a;

  if (!path)
    return;
  guestfs_int_fuse_tell (lm, "make /%s/%s mode=%o", path, name, mode);
  a = guestfs_internal_fuse_make (lm->g, dir->id, path, name, mode, rdev,
                                  target, ctx->umask, ctx->uid, ctx->gid, id);
  guestfs_int_filetree_touch (lm->tree, dir);
  if (!a) {
    guestfs_int_fuse_reply_failed (req);
    return;
  }
  if (S_ISDIR (mode))
    guestfs_int_filetree_node (lm->tree, a, id)->complete
        = !(a->fa_flags & FUSECALL_FOLDS);
  guestfs_int_fuse_reply_found (req, dir, name, id, a);
}

static void
op_mknod (fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
          dev_t rdev)
{
  make (req, parent, name, mode, rdev, "");
}

static void
op_mkdir (fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode)
{
  make (req, parent, name, S_IFDIR | (mode & 07777), 0, "");
}

static void
op_symlink (fuse_req_t req, const char *target, fuse_ino_t parent,
            const char *name)
{
  make (req, parent, name, S_IFLNK | 0777, 0, target);
}

static void
op_link (fuse_req_t req, fuse_ino_t ino, fuse_ino_t parent, const char *name)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino), *dir = node_of (lm, parent);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, n);
  CLEANUP_FREE char *dirpath
      = path ? guestfs_int_fuse_path_for_call (req, dir) : NULL;
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;

  if (!dirpath)
    return;
  guestfs_int_fuse_tell (lm, "link /%s /%s/%s", path, dirpath, name);
  a = guestfs_internal_fuse_link (lm->g, n->id, path, dir->id, dirpath, name);
  if (!a) {
    guestfs_int_fuse_reply_failed (req);
    return;
  }
  guestfs_int_filetree_touch (lm->tree, dir);
  guestfs_int_filetree_name (lm->tree, dir, name, n);
  guestfs_int_fuse_reply_entry (req, n, a);
}

/* What the kernel knows and has no other name is held: the number for that,
 * or 0. */
static int64_t
must_hold (const struct tree_name *name)
{
  struct tree_node *n = name ? name->node : NULL;

  if (!n || n->lookups == 0 || n->held
      || !guestfs_int_filetree_is_last_name (name))
    return 0;
  n->held = true; /* also when it cannot be removed */
  return n->id;
}

static void
remove_from (fuse_req_t req, fuse_ino_t parent, const char *s, bool isdir)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *dir = node_of (lm, parent);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, dir);
  struct tree_name *name = guestfs_int_filetree_find (lm->tree, dir, s);
  int r;

  if (!path)
    return;
  guestfs_int_fuse_send_accessed (lm);
  guestfs_int_fuse_tell (lm, "%s /%s/%s", isdir ? "rmdir" : "unlink", path, s);
  r = guestfs_internal_fuse_unlink (lm->g, dir->id, path, s, isdir,
                                    must_hold (name));
  if (r == 0) {
    guestfs_int_filetree_touch (lm->tree, dir);
    if (name && name->node && name->node->lookups > 0)
      guestfs_int_filetree_touch (lm->tree, name->node);
    if (name)
      guestfs_int_filetree_unname (lm->tree, name);
  }
  guestfs_int_fuse_reply_done (req, r);
}

static void
op_unlink (fuse_req_t req, fuse_ino_t parent, const char *name)
{
  remove_from (req, parent, name, false);
}

static void
op_rmdir (fuse_req_t req, fuse_ino_t parent, const char *name)
{
  remove_from (req, parent, name, true);
}

/* The names after it has been done. */
static void
names_renamed (struct local_mount *lm, struct tree_node *from, const char *name,
               struct tree_node *to, const char *newname, bool exchanged)
{
  struct tree *t = lm->tree;
  struct tree_name *a = guestfs_int_filetree_find (t, from, name);
  struct tree_name *b = guestfs_int_filetree_find (t, to, newname);
  struct tree_node *x = a ? a->node : NULL, *y = b ? b->node : NULL;

  guestfs_int_filetree_touch (t, from);
  guestfs_int_filetree_touch (t, to);
  /* X has both names for a moment: it must not be taken for dead. */
  guestfs_int_filetree_name (t, to, newname, x);
  if (exchanged)
    guestfs_int_filetree_name (t, from, name, y);
  else if (a)
    guestfs_int_filetree_unname (t, a);
  if (x)
    guestfs_int_filetree_touch (t, x);
}

static void
op_rename (fuse_req_t req, fuse_ino_t parent, const char *name,
           fuse_ino_t newparent, const char *newname, unsigned int flags)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *from = node_of (lm, parent);
  struct tree_node *to = node_of (lm, newparent);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, from);
  CLEANUP_FREE char *topath
      = path ? guestfs_int_fuse_path_for_call (req, to) : NULL;
  const bool exchange = flags & FUSECALL_RENAME_EXCHANGE;
  int r;

  if (!topath)
    return;
  guestfs_int_fuse_send_accessed (lm);
  guestfs_int_fuse_tell (lm, "rename /%s/%s /%s/%s flags=%#x", path, name,
                         topath, newname, flags);
  r = guestfs_internal_fuse_rename (
      lm->g, from->id, path, name, to->id, topath, newname, flags,
      exchange ? 0
               : must_hold (guestfs_int_filetree_find (lm->tree, to, newname)));
  if (r == 0)
    names_renamed (lm, from, name, to, newname, exchange);
  if (r == 0 && flags & RENAME_WHITEOUT)
    from->complete = false; /* there is something else of that name */
  guestfs_int_fuse_reply_done (req, r);
}

void
guestfs_int_fuse_names_ops (struct fuse_lowlevel_ops *ops)
{
  ops->mknod = op_mknod;
  ops->mkdir = op_mkdir;
  ops->unlink = op_unlink;
  ops->rmdir = op_rmdir;
  ops->symlink = op_symlink;
  ops->rename = op_rename;
  ops->link = op_link;
}

#endif /* HAVE_FUSE */
