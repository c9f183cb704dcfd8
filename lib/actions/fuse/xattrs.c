/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: extended attributes. */

#include <config.h>

#if HAVE_FUSE

#include <errno.h>
#include <string.h>

#include "fusecalls.h"
#include "fuserequests.h"

/* False when the call has failed. */
static bool
list_xattrs (const struct request *r)
{
  struct tree_node *n = r->n;

  if (!n->xattr_names)
    n->xattr_names = guestfs_internal_fuse_listxattr (r->lm->g, n->id, r->path,
                                                      &n->xattr_names_len);
  return n->xattr_names != NULL;
}

/* Without a call for each name, as far as they are all listed. */
static bool
has_no_xattr (const struct request *r, const char *name)
{
  struct tree_node *n = r->n;

  if (n->xattr_flags & FUSECALL_NO_XATTRS)
    return true;
  if (n->xattr_flags & FUSECALL_HIDES_XATTRS)
    return false;
  if (!list_xattrs (r))
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

/* When it checks permissions the kernel asks for the list of the file, and
 * takes a failure for the result of the check: where there are no lists, the
 * file has none. */
static void
reply_without_value (fuse_req_t req, const char *name, int errnum)
{
  const bool is_list = strncmp (name, "system.posix_acl_", 17) == 0;

  fuse_reply_err (req, is_list && errnum == EOPNOTSUPP ? ENODATA : errnum);
}

static void
op_getxattr (fuse_req_t req, fuse_ino_t ino, const char *name, size_t size)
{
  CLEANUP_REQUEST struct request r;
  CLEANUP_FREE char *value = NULL;
  size_t len;

  if (!begin_request (&r, req, ino, "getxattr", "%s", name))
    return;
  if (r.n->xattr_flags & FUSECALL_XATTRS_UNSUPPORTED) {
    reply_without_value (req, name, EOPNOTSUPP);
    return;
  }
  if (has_no_xattr (&r, name)) {
    fuse_reply_err (req, ENODATA);
    return;
  }
  value = guestfs_internal_fuse_getxattr (r.lm->g, r.n->id, r.path, name,
                                          &len);
  if (value)
    reply_bytes (req, value, len, size);
  else
    reply_without_value (req, name, guestfs_int_fuse_call_errno (r.lm));
}

static void
op_listxattr (fuse_req_t req, fuse_ino_t ino, size_t size)
{
  CLEANUP_REQUEST struct request r;

  if (!begin_request (&r, req, ino, "listxattr", NULL))
    return;
  if (r.n->xattr_flags & (FUSECALL_NO_XATTRS | FUSECALL_XATTRS_UNSUPPORTED))
    reply_bytes (req, "", 0, size);
  else if (list_xattrs (&r))
    reply_bytes (req, r.n->xattr_names, r.n->xattr_names_len, size);
  else
    guestfs_int_fuse_reply_failed (req);
}

static void
reply_xattrs_changed (const struct request *r, int done)
{
  guestfs_int_filetree_drop_xattrs (r->n);
  guestfs_int_filetree_touch (r->lm->tree, r->n);
  guestfs_int_fuse_reply_done (r->req, done);
}

static void
op_setxattr (fuse_req_t req, fuse_ino_t ino, const char *name,
             const char *value, size_t size, int flags)
{
  CLEANUP_REQUEST struct request r;
  int done;

  if (!begin_request (&r, req, ino, "setxattr", "%s size=%zu flags=%#x", name,
                      size, flags))
    return;
  done = guestfs_internal_fuse_setxattr (r.lm->g, r.n->id, r.path, name, value,
                                         size, flags);
  reply_xattrs_changed (&r, done);
}

static void
op_removexattr (fuse_req_t req, fuse_ino_t ino, const char *name)
{
  CLEANUP_REQUEST struct request r;

  if (begin_request (&r, req, ino, "removexattr", "%s", name))
    reply_xattrs_changed (&r, guestfs_internal_fuse_removexattr (
                                  r.lm->g, r.n->id, r.path, name));
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
