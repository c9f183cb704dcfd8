/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: what is in files, and how full it is. */

#include <config.h>

#if HAVE_FUSE

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "fusecalls.h"
#include "fuserequests.h"

static void
content_changed (const struct request *r)
{
  guestfs_int_ahead_drop (&r->lm->ahead, r->n->id);
  guestfs_int_filetree_touch (r->lm->tree, r->n);
}

/* Some of it, or -1. */
static int
write_some (const struct request *r, const char *buf, size_t size,
            off_t offset)
{
  const int count = guestfs_internal_fuse_write (
      r->lm->g, r->n->id, r->path, offset, buf, size);

  if (count != -1 || r->lm->tree->forgotten.len == 0
      || guestfs_int_fuse_call_errno (r->lm) != ENOSPC)
    return count;
  /* Files that were removed take room until the guest lets go of them. */
  guestfs_int_fuse_send_forgotten (r->lm);
  return guestfs_internal_fuse_write (r->lm->g, r->n->id, r->path, offset, buf,
                                      size);
}

/* All of it: the kernel does not look at how much of what it had kept was
 * written when the disk is full.  0, or an errno. */
static int
write_all (const struct request *r, const char *buf, size_t size, off_t offset)
{
  while (size > 0) {
    const int count = write_some (r, buf, size, offset);

    if (count == -1)
      return guestfs_int_fuse_call_errno (r->lm);
    if (count == 0 || (size_t)count > size)
      return EIO;
    buf += count;
    size -= count;
    offset += count;
  }
  return 0;
}

static void
op_write (fuse_req_t req, fuse_ino_t ino, const char *buf, size_t size,
          off_t offset, struct fuse_file_info *fi)
{
  CLEANUP_REQUEST struct request r;
  int errnum;

  (void)fi;
  if (!begin_request (&r, req, ino, "write", "offset=%lld size=%zu",
                      (long long)offset, size))
    return;
  errnum = write_all (&r, buf, size, offset);
  content_changed (&r);
  if (errnum != 0) {
    guestfs_int_fuse_tell (r.lm, "= %s", strerror (errnum));
    fuse_reply_err (req, errnum);
  } else
    fuse_reply_write (req, size);
}

static void
op_release (fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);

  (void)fi;
  guestfs_int_fuse_written_file_closed (lm, node_of (lm, ino));
  fuse_reply_err (req, 0);
}

static void
op_fsync (fuse_req_t req, fuse_ino_t ino, int dataonly,
          struct fuse_file_info *fi)
{
  CLEANUP_REQUEST struct request r;
  int done;

  (void)fi;
  if (!begin_request (&r, req, ino, "fsync", NULL))
    return;
  guestfs_int_fuse_send_times (r.lm);
  done = guestfs_internal_fuse_fsync (r.lm->g, r.n->id, r.path, dataonly != 0);
  /* How many blocks it has is known only now. */
  fuse_lowlevel_notify_inval_inode (r.lm->session, ino, -1, 0);
  guestfs_int_fuse_reply_done (req, done);
}

static void
op_fallocate (fuse_req_t req, fuse_ino_t ino, int mode, off_t offset,
              off_t length, struct fuse_file_info *fi)
{
  CLEANUP_REQUEST struct request r;
  int done;

  (void)fi;
  if (!begin_request (&r, req, ino, "fallocate",
                      "mode=%#x offset=%lld length=%lld", mode,
                      (long long)offset, (long long)length))
    return;
  done = guestfs_internal_fuse_fallocate (r.lm->g, r.n->id, r.path, mode,
                                          offset, length);
  content_changed (&r);
  guestfs_int_fuse_reply_done (req, done);
}

struct seek {
  fuse_req_t req;
  fuse_ino_t ino;
  off_t offset;
  bool hole;
};

/* With the lock. */
static void
answer_seek (const struct seek *s)
{
  CLEANUP_REQUEST struct request r;
  int64_t found;

  if (!begin_request (&r, s->req, s->ino, "lseek", "offset=%lld hole=%d",
                      (long long)s->offset, s->hole))
    return;
  found = guestfs_internal_fuse_lseek (r.lm->g, r.n->id, r.path, s->offset,
                                       s->hole);
  if (found == -1)
    guestfs_int_fuse_reply_failed (s->req);
  else
    fuse_reply_lseek (s->req, found);
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
    answer_seek (s);
  lm->changes = g->changes;
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
  CLEANUP_REQUEST struct request from, to = { .path = NULL };
  int64_t copied;

  (void)fi;
  (void)tofi;
  (void)flags;
  if (!begin_request (&from, req, ino, "copy", "offset=%lld count=%zu",
                      (long long)offset, count)
      || !begin_request (&to, req, toino, "copy to", "offset=%lld",
                         (long long)tooffset))
    return;
  copied = guestfs_internal_fuse_copy (from.lm->g, from.n->id, from.path,
                                       offset, to.n->id, to.path, tooffset,
                                       count);
  content_changed (&to);
  if (copied == -1)
    guestfs_int_fuse_reply_failed (req);
  else
    fuse_reply_write (req, copied);
}

static void
op_statfs (fuse_req_t req, fuse_ino_t ino)
{
  CLEANUP_REQUEST struct request r;
  struct guestfs_statvfs *s;
  struct statvfs st;

  if (!begin_request (&r, req, ino, "statfs", NULL))
    return;
  guestfs_int_fuse_send_forgotten (r.lm);
  s = guestfs_internal_fuse_statfs (r.lm->g, r.n->id, r.path);
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
  ops->release = op_release;
  ops->fsync = op_fsync;
  ops->fsyncdir = op_fsync;
  ops->statfs = op_statfs;
  ops->fallocate = op_fallocate;
  ops->copy_file_range = op_copy_file_range;
  ops->lseek = op_lseek;
}

#endif /* HAVE_FUSE */
