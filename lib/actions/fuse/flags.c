/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: the flags of chattr, and opening, which some of
 * them forbid. */

#include <config.h>

#if HAVE_FUSE

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fusecalls.h"
#include "fuserequests.h"

/* ---- Opening ---- */

/* What the guest's kernel would say of writing to it: it is not asked. */
static int
write_errno (const struct tree_node *n)
{
  if (n->guard & FUSECALL_READ_ONLY
      && (S_ISREG (n->type) || S_ISDIR (n->type) || S_ISLNK (n->type)))
    return EROFS;
  return n->guard & FUSECALL_IMMUTABLE ? EPERM : 0;
}

static int
open_errno (const struct tree_node *n, int flags)
{
  const bool appending = flags & O_APPEND;

  if ((flags & O_ACCMODE) == O_RDONLY)
    return 0;
  if (write_errno (n) != 0)
    return write_errno (n);
  return n->guard & FUSECALL_APPEND_ONLY && !appending ? EPERM : 0;
}

/* Another call may have set flags: then the guest is asked. */
static bool
knows_flags (fuse_req_t req, fuse_ino_t ino, int flags)
{
  CLEANUP_REQUEST struct request r = { .path = NULL };

  return (flags & O_ACCMODE) == O_RDONLY
         || !node_of (mount_of (req), ino)->doubtful
         || begin_request (&r, req, ino, "open", "flags=%#o", flags);
}

/* A kernel that is told ENOSYS once does not ask again: files that are only
 * read can be opened all. */
static void
op_open (fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  int errnum;

  if (lm->no_open) {
    fuse_reply_err (req, ENOSYS);
    return;
  }
  if (!knows_flags (req, ino, fi->flags))
    return;
  errnum = open_errno (node_of (lm, ino), fi->flags);
  fi->keep_cache = true;
  if (errnum != 0)
    fuse_reply_err (req, errnum);
  else
    fuse_reply_open (req, fi);
}

/* The kernel asks where it does not check permissions itself: whoever may use
 * such a mount may do there what the guest's root may. */
static void
op_access (fuse_req_t req, fuse_ino_t ino, int mask)
{
  const bool writing = mask & W_OK;

  if (knows_flags (req, ino, writing ? O_WRONLY : O_RDONLY))
    fuse_reply_err (req, writing ? write_errno (node_of (mount_of (req), ino))
                                 : 0);
}

/* ---- Flags ---- */

/* The times of the file and what may be opened are others now. */
static void
flags_changed (const struct request *r, fuse_ino_t ino)
{
  CLEANUP_ATTR struct guestfs_fuse_attr *a =
    guestfs_internal_fuse_getattr (r->lm->g, r->n->id, r->path);

  if (a)
    guestfs_int_filetree_seen (r->n, a);
  else
    guestfs_int_fuse_call_errno (r->lm);
  guestfs_int_filetree_touch (r->lm->tree, r->n);
  fuse_lowlevel_notify_inval_inode (r->lm->session, ino, -1, 0);
}

struct flags_request {
  fuse_req_t req;
  fuse_ino_t ino;
  unsigned command;
  size_t in_size, out_size;
  char in[sizeof (struct fsxattr)];
};

/* With the lock. */
static void
answer_flags (const struct flags_request *f)
{
  CLEANUP_REQUEST struct request r;
  CLEANUP_FREE char *result = NULL;
  size_t size;

  if (!begin_request (&r, f->req, f->ino, "ioctl", "%#x", f->command))
    return;
  result = guestfs_internal_fuse_ioctl (r.lm->g, r.n->id, r.path, f->command,
                                        f->in, f->in_size, &size);
  if (!result) {
    guestfs_int_fuse_reply_failed (f->req);
    return;
  }
  if (f->in_size > 0)
    flags_changed (&r, f->ino);
  fuse_reply_ioctl (f->req, 0, result, size < f->out_size ? size
                                                          : f->out_size);
}

/* What was written before is not subject to the new flags. */
static void
run_set_flags (struct local_mount *lm, void *arg)
{
  struct flags_request *f = arg;
  guestfs_h *g = lm->g;

  fuse_lowlevel_notify_inval_inode (lm->session, f->ino, 0, 0);
  pthread_mutex_lock (&g->lock);
  if (lm->lost)
    fuse_reply_err (f->req, EIO);
  else
    answer_flags (f);
  lm->changes = g->changes;
  pthread_mutex_unlock (&g->lock);
  free (f);
}

static void
set_flags (const struct flags_request *f)
{
  struct local_mount *lm = mount_of (f->req);
  struct flags_request *copy = safe_malloc (lm->g, sizeof *copy);

  *copy = *f;
  if (guestfs_int_local_defer (lm, run_set_flags, copy) == 0)
    return;
  fuse_reply_err (f->req, EAGAIN);
  free (copy);
}

static void
op_ioctl (fuse_req_t req, fuse_ino_t ino, unsigned command, void *arg,
          struct fuse_file_info *fi, unsigned flags, const void *in,
          size_t in_size, size_t out_size)
{
  struct flags_request f = { req, ino, command, in_size, out_size, { 0 } };

  (void)arg;
  (void)fi;
  (void)flags;
  if (in_size > sizeof f.in)
    fuse_reply_err (req, ENOTTY);
  else if (command == FS_IOC_SETFLAGS || command == FS_IOC_FSSETXATTR) {
    memcpy (f.in, in, in_size);
    set_flags (&f);
  } else if (command == FS_IOC_GETFLAGS || command == FS_IOC_FSGETXATTR
             || command == FS_IOC_GETVERSION)
    answer_flags (&f);
  else
    fuse_reply_err (req, ENOTTY);
}

void
guestfs_int_fuse_flags_ops (struct fuse_lowlevel_ops *ops)
{
  ops->open = op_open;
  ops->access = op_access;
  ops->ioctl = op_ioctl;
}

#endif /* HAVE_FUSE */
