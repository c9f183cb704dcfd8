/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers to requests of a local mount, and what all requests need. */

#include <config.h>

#if HAVE_FUSE

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fusecalls.h"
#include "fuserequests.h"

void __attribute__ ((format (printf, 2, 3)))
guestfs_int_fuse_tell (struct local_mount *lm, const char *fs, ...)
{
  CLEANUP_FREE char *s = NULL;
  va_list args;

  if (!lm->debugcalls)
    return;
  va_start (args, fs);
  if (vasprintf (&s, fs, args) == -1)
    s = NULL;
  va_end (args);
  guestfs_int_debug (lm->g, "%s: %s", lm->mountpoint, s ? s : "");
}

static void
tell_of_file (struct local_mount *lm, const char *name, const char *path,
              const char *fs, va_list args)
{
  CLEANUP_FREE char *s = NULL;

  if (!lm->debugcalls)
    return;
  if (fs && vasprintf (&s, fs, args) == -1)
    s = NULL;
  guestfs_int_fuse_tell (lm, "%s /%s%s%s", name, path, s ? " " : "",
                         s ? s : "");
}

/* The errno for the kernel after a call that has failed. */
int
guestfs_int_fuse_call_errno (struct local_mount *lm)
{
  const int errnum = guestfs_last_errno (lm->g);

  if (lm->g->conn)
    return errnum != 0 ? errnum : EIO;
  if (!lm->lost)
    guestfs_int_save_error (lm->g, &lm->error);
  lm->lost = true;
  return EIO;
}

void
guestfs_int_fuse_reply_failed (fuse_req_t req)
{
  const int errnum = guestfs_int_fuse_call_errno (mount_of (req));

  guestfs_int_fuse_tell (mount_of (req), "= %s", strerror (errnum));
  fuse_reply_err (req, errnum);
}

void
guestfs_int_fuse_reply_done (fuse_req_t req, int r)
{
  if (r == -1)
    guestfs_int_fuse_reply_failed (req);
  else
    fuse_reply_err (req, 0);
}

/* After a call of another thread the path may lead elsewhere.  An errno when it
 * does. */
static int
is_elsewhere (struct local_mount *lm, struct tree_node *n, const char *path)
{
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;

  if (!n->doubtful)
    return 0;
  a = guestfs_internal_fuse_getattr (lm->g, n->id, path);
  if (!a)
    return guestfs_int_fuse_call_errno (lm) == EIO ? EIO : ESTALE;
  if (a->fa_dev != n->dev || a->fa_ino != n->ino
      || (a->fa_mode & S_IFMT) != n->type)
    return ESTALE;
  n->doubtful = false;
  guestfs_int_filetree_seen (n, a);
  return 0;
}

bool
guestfs_int_fuse_begin_request (struct request *ret, fuse_req_t req,
                                fuse_ino_t ino, const char *name,
                                const char *fs, ...)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  char *path = guestfs_int_filetree_path (lm->tree, n);
  int errnum;
  va_list args;

  *ret = (struct request) { req, lm, n, path };
  va_start (args, fs);
  tell_of_file (lm, name, path, fs, args);
  va_end (args);
  errnum = is_elsewhere (lm, n, path);
  if (errnum != 0)
    fuse_reply_err (req, errnum);
  return errnum == 0;
}

/* ---- Attributes ---- */

static void
fill_stat (struct local_mount *lm, const struct guestfs_fuse_attr *a,
           struct stat *st)
{
  const struct local_options *o = &lm->options;

  *st = (struct stat){
    .st_ino = guestfs_int_filetree_ino (lm->tree, a->fa_dev, a->fa_ino),
    .st_mode = a->fa_mode,
    .st_nlink = a->fa_nlink,
    .st_uid = o->has_uid ? o->uid : a->fa_uid,
    .st_gid = o->has_gid ? o->gid : a->fa_gid,
    .st_rdev = a->fa_rdev,
    .st_size = a->fa_size,
    .st_blksize = a->fa_blksize,
    .st_blocks = a->fa_blocks,
    .st_atim = { a->fa_atime_sec, a->fa_atime_nsec },
    .st_mtim = { a->fa_mtime_sec, a->fa_mtime_nsec },
    .st_ctim = { a->fa_ctime_sec, a->fa_ctime_nsec },
  };
  if (o->has_umask)
    st->st_mode = (st->st_mode & S_IFMT) | (0777 & ~o->umask);
}

void
guestfs_int_fuse_fill_entry (struct local_mount *lm, struct tree_node *n,
                             const struct guestfs_fuse_attr *a,
                             struct fuse_entry_param *e)
{
  *e = (struct fuse_entry_param){
    .ino = ino_of (lm, n),
    .generation = 1,
    .attr_timeout = lm->options.attr_timeout,
    .entry_timeout = n->folds ? 0 : lm->options.entry_timeout,
  };
  fill_stat (lm, a, &e->attr);
}

void
guestfs_int_fuse_reply_entry (fuse_req_t req, struct tree_node *n,
                              const struct guestfs_fuse_attr *a,
                              struct fuse_file_info *opened)
{
  struct local_mount *lm = mount_of (req);
  struct fuse_entry_param e;
  int r;

  guestfs_int_fuse_fill_entry (lm, n, a, &e);
  guestfs_int_filetree_told (lm->tree, n);
  guestfs_int_filetree_touch (lm->tree, n);
  r = opened ? fuse_reply_create (req, &e, opened)
    : fuse_reply_entry (req, &e);
  if (r != 0)
    guestfs_int_filetree_forget (lm->tree, n, 1);
}

void
guestfs_int_fuse_reply_attr (fuse_req_t req, struct tree_node *n,
                             const struct guestfs_fuse_attr *a)
{
  struct local_mount *lm = mount_of (req);
  const struct timespec birth = { a->fa_btime_sec, a->fa_btime_nsec };
  const bool has_birth = a->fa_flags & FUSECALL_BIRTH;
  struct stat st;

  fill_stat (lm, a, &st);
  guestfs_int_filetree_touch (lm->tree, n);
  if (lm->later == LATER_STATX)
    guestfs_int_later_reply_statx (req, &st, has_birth ? &birth : NULL,
                                   lm->options.attr_timeout);
  else
    fuse_reply_attr (req, &st, lm->options.attr_timeout);
}

void
guestfs_int_fuse_reply_old_attr (fuse_req_t req, const struct tree_node *n,
                                 const struct timespec times[2])
{
  const struct timespec mtime
      = times[times[1].tv_nsec == UTIME_OMIT ? 0 : 1];
  const struct timespec atime
      = times[times[0].tv_nsec == UTIME_OMIT ? 1 : 0];
  const struct guestfs_fuse_attr a = {
    .fa_dev = n->dev, .fa_ino = n->ino, .fa_mode = n->type | n->perm,
    .fa_nlink = n->nlink, .fa_uid = n->uid, .fa_gid = n->gid,
    .fa_size = n->size, .fa_blocks = (n->size + 511) / 512,
    .fa_blksize = 4096,
    .fa_atime_sec = atime.tv_sec, .fa_atime_nsec = atime.tv_nsec,
    .fa_mtime_sec = mtime.tv_sec, .fa_mtime_nsec = mtime.tv_nsec,
    .fa_ctime_sec = mtime.tv_sec, .fa_ctime_nsec = mtime.tv_nsec,
  };
  struct stat st;

  fill_stat (mount_of (req), &a, &st);
  fuse_reply_attr (req, &st, 0);
}

/* There is nothing of that name, and the kernel may remember it. */
void
guestfs_int_fuse_reply_nothing (fuse_req_t req, const struct tree_node *dir)
{
  const struct fuse_entry_param e
      = { .entry_timeout = mount_of (req)->options.negative_timeout };

  if (dir->folds)
    fuse_reply_err (req, ENOENT);
  else
    fuse_reply_entry (req, &e);
}

void
guestfs_int_fuse_send_forgotten (struct local_mount *lm)
{
  struct strvec *v = &lm->tree->forgotten;

  if (v->len == 0 || lm->lost)
    return;
  if (guestfs_internal_fuse_forget (lm->g, v->ptr) == -1)
    guestfs_int_fuse_call_errno (lm);
  strvec_done (v);
  *v = (struct strvec) STRVEC_INIT;
}

#endif /* HAVE_FUSE */
