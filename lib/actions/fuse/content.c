/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: what is in files, and how full it is. */

#include <config.h>

#if HAVE_FUSE

#include <errno.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "fusecalls.h"
#include "fuserequests.h"

static void
content_changed (struct local_mount *lm, struct tree_node *n)
{
  guestfs_int_ahead_drop (&lm->ahead, n->id);
  guestfs_int_filetree_touch (lm->tree, n);
}

static void
op_write (fuse_req_t req, fuse_ino_t ino, const char *buf, size_t size,
          off_t offset, struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, n);
  int r;

  (void)fi;
  if (!path)
    return;
  guestfs_int_fuse_tell (lm, "write /%s offset=%lld size=%zu", path,
                         (long long)offset, size);
  r = guestfs_internal_fuse_write (lm->g, n->id, path, offset, buf, size);
  if (r == -1 && lm->tree->forgotten.len > 0
      && guestfs_int_fuse_call_errno (lm) == ENOSPC) {
    /* Files that were removed take room until the guest lets go of them. */
    guestfs_int_fuse_send_forgotten (lm);
    r = guestfs_internal_fuse_write (lm->g, n->id, path, offset, buf, size);
  }
  content_changed (lm, n);
  if (r == -1)
    guestfs_int_fuse_reply_failed (req);
  else
    fuse_reply_write (req, (size_t)r < size ? (size_t)r : size);
}

static void
op_fsync (fuse_req_t req, fuse_ino_t ino, int dataonly,
          struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, n);
  int r;

  (void)fi;
  if (!path)
    return;
  guestfs_int_fuse_tell (lm, "fsync /%s", path);
  r = guestfs_internal_fuse_fsync (lm->g, n->id, path, dataonly != 0);
  /* How many blocks it has is known only now. */
  fuse_lowlevel_notify_inval_inode (lm->session, ino, -1, 0);
  guestfs_int_fuse_reply_done (req, r);
}

static void
op_fallocate (fuse_req_t req, fuse_ino_t ino, int mode, off_t offset,
              off_t length, struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, n);
  int r;

  (void)fi;
  if (!path)
    return;
  guestfs_int_fuse_tell (lm, "fallocate /%s mode=%#x offset=%lld length=%lld",
                         path, mode, (long long)offset, (long long)length);
  r = guestfs_internal_fuse_fallocate (lm->g, n->id, path, mode, offset,
                                       length);
  content_changed (lm, n);
  guestfs_int_fuse_reply_done (req, r);
}

struct seek {
  fuse_req_t req;
  fuse_ino_t ino;
  off_t offset;
  bool hole;
};

/* With the lock. */
static void
answer_seek (struct local_mount *lm, const struct seek *s)
{
  struct tree_node *n = node_of (lm, s->ino);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (s->req, n);
  int64_t r;

  if (!path)
    return;
  guestfs_int_fuse_tell (lm, "lseek /%s offset=%lld hole=%d", path,
                         (long long)s->offset, s->hole);
  r = guestfs_internal_fuse_lseek (lm->g, n->id, path, s->offset, s->hole);
  if (r == -1)
    guestfs_int_fuse_reply_failed (s->req);
  else
    fuse_reply_lseek (s->req, r);
}

/* The kernel does not look at what it has still to write: it is made to write
 * it first. */
static void
run_seek (struct local_mount *lm, void *arg)
{
  struct seek *s = arg;
  guestfs_h *g = lm->g;

  fuse_lowlevel_notify_inval_inode (lm->session, s->ino, s->offset, 0);
  pthread_mutex_lock (&g->lock);
  if (lm->lost)
    fuse_reply_err (s->req, EIO);
  else
    answer_seek (lm, s);
  lm->serial = g->next_serial;
  pthread_mutex_unlock (&g->lock);
  free (s);
}

static void
op_lseek (fuse_req_t req, fuse_ino_t ino, off_t offset, int whence,
          struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct seek *s = safe_malloc (lm->g, sizeof *s);

  (void)fi;
  *s = (struct seek){ req, ino, offset, whence == SEEK_HOLE };
  if (guestfs_int_local_defer (lm, run_seek, s) == 0)
    return;
  fuse_reply_err (req, EAGAIN);
  free (s);
}

static void
op_copy_file_range (fuse_req_t req, fuse_ino_t ino, off_t offset,
                    struct fuse_file_info *fi, fuse_ino_t toino, off_t tooffset,
                    struct fuse_file_info *tofi, size_t count, int flags)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino), *to = node_of (lm, toino);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, n);
  CLEANUP_FREE char *topath
      = path ? guestfs_int_fuse_path_for_call (req, to) : NULL;
  int64_t r;

  (void)fi;
  (void)tofi;
  (void)flags;
  if (!topath)
    return;
  guestfs_int_fuse_tell (lm, "copy /%s offset=%lld /%s offset=%lld count=%zu",
                         path, (long long)offset, topath, (long long)tooffset,
                         count);
  r = guestfs_internal_fuse_copy (lm->g, n->id, path, offset, to->id, topath,
                                  tooffset, count);
  content_changed (lm, to);
  if (r == -1)
    guestfs_int_fuse_reply_failed (req);
  else
    fuse_reply_write (req, r);
}

static void
op_statfs (fuse_req_t req, fuse_ino_t ino)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = guestfs_int_fuse_path_for_call (req, n);
  struct guestfs_statvfs *s;
  struct statvfs st;

  if (!path)
    return;
  guestfs_int_fuse_tell (lm, "statfs /%s", path);
  guestfs_int_fuse_send_forgotten (lm);
  s = guestfs_internal_fuse_statfs (lm->g, n->id, path);
  if (!s) {
    guestfs_int_fuse_reply_failed (req);
    return;
  }
  st = (struct statvfs){
    .f_bsize = s->bsize,
    .f_frsize = s->frsize,
    .f_blocks = s->blocks,
    .f_bfree = s->bfree,
    .f_bavail = s->bavail,
    .f_files = s->files,
    .f_ffree = s->ffree,
    .f_favail = s->favail,
    .f_namemax = s->namemax,
  };
  guestfs_free_statvfs (s);
  fuse_reply_statfs (req, &st);
}

void
guestfs_int_fuse_content_ops (struct fuse_lowlevel_ops *ops)
{
  ops->read = guestfs_int_fuse_op_read;
  ops->write = op_write;
  ops->fsync = op_fsync;
  ops->fsyncdir = op_fsync;
  ops->statfs = op_statfs;
  ops->fallocate = op_fallocate;
  ops->copy_file_range = op_copy_file_range;
  ops->lseek = op_lseek;
}

#endif /* HAVE_FUSE */
