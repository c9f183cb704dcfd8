/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: making, naming, renaming, removing. */

#include <config.h>

#if HAVE_FUSE

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "fusecalls.h"
#include "fuserequests.h"

/* Attributes of what was made in r's directory, and of that. */
static void
know_made (const struct request *r, const struct guestfs_fuse_attr a[2],
           int64_t id)
{
  if (S_ISDIR (a->fa_mode))
    guestfs_int_filetree_node (r->lm->tree, &a[0], id)->complete
        = !(a->fa_flags & FUSECALL_FOLDS);
  guestfs_int_filetree_keep_attr (r->lm->tree, r->n, &a[1]);
}

/* opened is NULL unless it is to be opened, too. */
static void
make (fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
      dev_t rdev, const char *target, struct fuse_file_info *opened)
{
  const int64_t id
      = guestfs_int_filetree_next_id (mount_of (req)->tree);
  const struct fuse_ctx *ctx = fuse_req_ctx (req);
  CLEANUP_REQUEST struct request r;
  CLEANUP_ATTRS struct guestfs_fuse_attr_list *list = NULL;

  if (!begin_request (&r, req, parent, "make", "%s mode=%o", name, mode))
    return;
  list = guestfs_internal_fuse_make (r.lm->g, r.n->id, r.path, name, mode, rdev,
                                     target, ctx->umask, ctx->uid, ctx->gid,
                                     id);
  guestfs_int_filetree_touch (r.lm->tree, r.n);
  if (!list)
    guestfs_int_fuse_reply_failed (req);
  else if (list->len != 2)
    fuse_reply_err (req, EIO);
  else {
    know_made (&r, list->val, id);
    guestfs_int_fuse_reply_found (req, r.n, name, id, &list->val[0], opened);
  }
}

static void
op_mknod (fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
          dev_t rdev)
{
  make (req, parent, name, mode, rdev, "", NULL);
}

/* O_TMPFILE: the daemon holds it under its number until it is forgotten, also
 * when it gets a name. */
static void
make_nameless (fuse_req_t req, fuse_ino_t parent, mode_t mode,
               struct fuse_file_info *opened)
{
  const int64_t id = guestfs_int_filetree_next_id (mount_of (req)->tree);
  const struct fuse_ctx *ctx = fuse_req_ctx (req);
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;
  CLEANUP_REQUEST struct request r;

  if (!begin_request (&r, req, parent, "tmpfile", "mode=%o", mode))
    return;
  a = guestfs_internal_fuse_tmpfile (r.lm->g, r.n->id, r.path, mode, ctx->umask,
                                     ctx->uid, ctx->gid, id);
  if (!a) {
    guestfs_int_fuse_reply_failed (req);
    return;
  }
  guestfs_int_fuse_reply_entry (req,
                                guestfs_int_filetree_node (r.lm->tree, a, id),
                                a, opened);
}

static void
op_create (fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
           struct fuse_file_info *fi)
{
  fi->keep_cache = true;
  if (mount_of (req)->later == LATER_TMPFILE)
    make_nameless (req, parent, mode & 07777, fi);
  else
    make (req, parent, name, S_IFREG | (mode & 07777), 0, "", fi);
}

static void
op_mkdir (fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode)
{
  make (req, parent, name, S_IFDIR | (mode & 07777), 0, "", NULL);
}

static void
op_symlink (fuse_req_t req, const char *target, fuse_ino_t parent,
            const char *name)
{
  make (req, parent, name, S_IFLNK | 0777, 0, target, NULL);
}

static void
op_link (fuse_req_t req, fuse_ino_t ino, fuse_ino_t parent, const char *name)
{
  CLEANUP_REQUEST struct request file, dir = { .path = NULL };
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;

  if (!begin_request (&file, req, ino, "link", NULL)
      || !begin_request (&dir, req, parent, "link to", "%s", name))
    return;
  a = guestfs_internal_fuse_link (file.lm->g, file.n->id, file.path,
                                  dir.n->id, dir.path, name);
  if (!a) {
    guestfs_int_fuse_reply_failed (req);
    return;
  }
  guestfs_int_filetree_touch (dir.lm->tree, dir.n);
  guestfs_int_filetree_name (dir.lm->tree, dir.n, name, file.n);
  guestfs_int_fuse_reply_entry (req, file.n, a, NULL);
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

/* The kernel will ask for them. */
static void
know_dir (struct tree *t, struct tree_node *dir,
          const struct guestfs_fuse_attr *now)
{
  guestfs_int_filetree_touch (t, dir);
  if (now)
    guestfs_int_filetree_keep_attr (t, dir, now);
}

/* name is NULL when it was not known. */
static void
name_removed (struct tree *t, struct tree_name *name)
{
  if (name && name->node && name->node->lookups > 0)
    guestfs_int_filetree_touch (t, name->node);
  if (name)
    guestfs_int_filetree_unname (t, name);
}

static void
remove_from (fuse_req_t req, fuse_ino_t parent, const char *s, bool isdir)
{
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;
  CLEANUP_REQUEST struct request r;
  struct tree_name *name;

  if (!begin_request (&r, req, parent, isdir ? "rmdir" : "unlink", "%s", s))
    return;
  guestfs_int_fuse_send_accessed (r.lm);
  name = guestfs_int_filetree_find (r.lm->tree, r.n, s);
  a = guestfs_internal_fuse_unlink (r.lm->g, r.n->id, r.path, s, isdir,
                                    must_hold (name));
  if (a) {
    know_dir (r.lm->tree, r.n, a);
    name_removed (r.lm->tree, name);
  }
  guestfs_int_fuse_reply_done (req, a ? 0 : -1);
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
  CLEANUP_REQUEST struct request from, to = { .path = NULL };
  CLEANUP_ATTRS struct guestfs_fuse_attr_list *list = NULL;
  const bool exchange = flags & FUSECALL_RENAME_EXCHANGE;

  if (!begin_request (&from, req, parent, "rename", "%s flags=%#x", name,
                      flags)
      || !begin_request (&to, req, newparent, "rename to", "%s", newname))
    return;
  guestfs_int_fuse_send_accessed (from.lm);
  list = guestfs_internal_fuse_rename (
      from.lm->g, from.n->id, from.path, name, to.n->id, to.path, newname,
      flags,
      exchange ? 0
               : must_hold (guestfs_int_filetree_find (to.lm->tree, to.n,
                                                       newname)));
  if (list) {
    know_dir (from.lm->tree, from.n, list->len == 2 ? &list->val[0] : NULL);
    know_dir (from.lm->tree, to.n, list->len == 2 ? &list->val[1] : NULL);
    names_renamed (from.lm, from.n, name, to.n, newname, exchange);
  }
  if (list && flags & RENAME_WHITEOUT)
    from.n->complete = false; /* there is something else of that name */
  guestfs_int_fuse_reply_done (req, list ? 0 : -1);
}

void
guestfs_int_fuse_names_ops (struct fuse_lowlevel_ops *ops)
{
  ops->mknod = op_mknod;
  ops->create = op_create;
  ops->mkdir = op_mkdir;
  ops->unlink = op_unlink;
  ops->rmdir = op_rmdir;
  ops->symlink = op_symlink;
  ops->rename = op_rename;
  ops->link = op_link;
}

#endif /* HAVE_FUSE */
