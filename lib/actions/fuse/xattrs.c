/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: extended attributes. */

#include <config.h>

#if HAVE_FUSE

#include <errno.h>
#include <string.h>

#include "fusecalls.h"
#include "fuserequests.h"

/* Without a call for each name, as far as they are all listed. */
static bool
has_no_xattr (struct local_mount *lm, struct tree_node *n, const char *path,
              const char *name)
{
  if (n->xattr_flags & FUSECALL_NO_XATTRS)
    return true;
  if (n->xattr_flags & FUSECALL_HIDES_XATTRS)
    return false;
  if (!n->xattr_names)
    n->xattr_names = guestfs_internal_fuse_listxattr (lm->g, n->id, path,
                                                      &n->xattr_names_len);
  if (!n->xattr_names)
    return false;
  for (size_t i = 0; i < n->xattr_names_len;
       i += strlen (n->xattr_names + i) + 1)
    if (strcmp (n->xattr_names + i, name) == 0)
      return false;
  return true;
}

static void
reply_bytes (fuse_req_t req, const char *p, size_t n, size_t size)
{
  if (size == 0)
    fuse_reply_xattr (req, n);
  else if (n > size)
    fuse_reply_err (req, ERANGE);
  else
    fuse_reply_buf (req, p, n);
}

static void
op_getxattr (fuse_req_t req, fuse_ino_t ino, const char *name, size_t size)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = NULL;
  CLEANUP_FREE char *value = NULL;
  size_t len;

  if (n->xattr_flags & FUSECALL_XATTRS_UNSUPPORTED) {
    fuse_reply_err (req, EOPNOTSUPP);
    return;
  }
  path = guestfs_int_fuse_path_for_call (req, n);
  if (!path)
    return;
  if (has_no_xattr (lm, n, path, name)) {
    fuse_reply_err (req, ENODATA);
    return;
  }
  guestfs_int_fuse_tell (lm, "getxattr /%s %s", path, name);
  value = guestfs_internal_fuse_getxattr (lm->g, n->id, path, name, &len);
  if (value)
    reply_bytes (req, value, len, size);
  else
    guestfs_int_fuse_reply_failed (req);
}

static void
op_listxattr (fuse_req_t req, fuse_ino_t ino, size_t size)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, n);

  if (!path)
    return;
  if (n->xattr_flags & (FUSECALL_NO_XATTRS | FUSECALL_XATTRS_UNSUPPORTED)) {
    reply_bytes (req, "", 0, size);
    return;
  }
  guestfs_int_fuse_tell (lm, "listxattr /%s", path);
  if (!n->xattr_names)
    n->xattr_names = guestfs_internal_fuse_listxattr (lm->g, n->id, path,
                                                      &n->xattr_names_len);
  if (n->xattr_names)
    reply_bytes (req, n->xattr_names, n->xattr_names_len, size);
  else
    guestfs_int_fuse_reply_failed (req);
}

static void
op_setxattr (fuse_req_t req, fuse_ino_t ino, const char *name,
             const char *value, size_t size, int flags)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, n);
  int r;

  if (!path)
    return;
  guestfs_int_fuse_tell (lm, "setxattr /%s %s size=%zu flags=%#x", path, name,
                         size, flags);
  r = guestfs_internal_fuse_setxattr (lm->g, n->id, path, name, value, size,
                                      flags);
  guestfs_int_filetree_drop_xattrs (n);
  guestfs_int_filetree_touch (lm->tree, n);
  guestfs_int_fuse_reply_done (req, r);
}

static void
op_removexattr (fuse_req_t req, fuse_ino_t ino, const char *name)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, n);
  int r;

  if (!path)
    return;
  guestfs_int_fuse_tell (lm, "removexattr /%s %s", path, name);
  r = guestfs_internal_fuse_removexattr (lm->g, n->id, path, name);
  guestfs_int_filetree_drop_xattrs (n);
  guestfs_int_filetree_touch (lm->tree, n);
  guestfs_int_fuse_reply_done (req, r);
}

void
guestfs_int_fuse_xattrs_ops (struct fuse_lowlevel_ops *ops)
{
  ops->setxattr = op_setxattr;
  ops->getxattr = op_getxattr;
  ops->listxattr = op_listxattr;
  ops->removexattr = op_removexattr;
}

#endif /* HAVE_FUSE */
