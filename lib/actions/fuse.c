/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Local mounts: the requests of the host's kernel become calls.
 *
 * Each function of the table at the end answers one request, from memory or
 * with one call.  All run with the handle's lock.
 */

#include <config.h>

#if HAVE_FUSE

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include "fusecalls.h"
#include "fuserequests.h"

/* Of a directory, in one call. */
#define ENTRIES_AT_ONCE 2000
/* Nodes that are kept for the kernel to ask for. */
#define MAX_SPARE 500000
/* Held files that may be forgotten, before the daemon is told. */
#define FORGET_AT_ONCE 256

/* ---- What all of them need ---- */

static struct local_mount *
mount_of (fuse_req_t req)
{
  return fuse_req_userdata (req);
}

static struct tree_node *
node_of (struct local_mount *lm, fuse_ino_t ino)
{
  return ino == FUSE_ROOT_ID ? lm->tree->root
    : (struct tree_node *) (uintptr_t) ino;
}

static fuse_ino_t
ino_of (struct local_mount *lm, struct tree_node *n)
{
  return n == lm->tree->root ? FUSE_ROOT_ID : (fuse_ino_t) (uintptr_t) n;
}

static void __attribute__ ((format (printf, 2, 3)))
tell (struct local_mount *lm, const char *fs, ...)
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

/* The errno for the kernel after a call that has failed. */
static int
call_errno (struct local_mount *lm)
{
  const int errnum = guestfs_last_errno (lm->g);

  if (lm->g->conn)
    return errnum != 0 ? errnum : EIO;
  if (!lm->lost)
    guestfs_int_save_error (lm->g, &lm->error);
  lm->lost = true;
  return EIO;
}

static void
reply_failed (fuse_req_t req)
{
  const int errnum = call_errno (mount_of (req));

  tell (mount_of (req), "= %s", strerror (errnum));
  fuse_reply_err (req, errnum);
}

static void
reply_done (fuse_req_t req, int r)
{
  if (r == -1)
    reply_failed (req);
  else
    fuse_reply_err (req, 0);
}

#define CLEANUP_ATTR __attribute__ ((cleanup (cleanup_attr)))

static void
cleanup_attr (struct guestfs_fuse_attr *const *a)
{
  guestfs_free_fuse_attr (*a);
}

/* For a call; malloc'd. */
static char *
path_of (struct local_mount *lm, const struct tree_node *n)
{
  return guestfs_int_filetree_path (lm->tree, n);
}

/* After a call of another thread the path may lead elsewhere. */
static bool
is_still_there (struct local_mount *lm, struct tree_node *n, const char *path)
{
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;

  if (!n->doubtful)
    return true;
  a = guestfs_internal_fuse_getattr (lm->g, n->id, path);
  if (a && a->fa_dev == n->dev && a->fa_ino == n->ino
      && (a->fa_mode & S_IFMT) == n->type) {
    n->doubtful = false;
    return true;
  }
  return false;
}

/* Answers the request, with NULL, when the file is not there any more. */
static char *
path_for_call (fuse_req_t req, struct tree_node *n)
{
  struct local_mount *lm = mount_of (req);
  CLEANUP_FREE char *path = path_of (lm, n);

  if (is_still_there (lm, n, path))
    return steal (&path);
  if (call_errno (lm) == EIO)
    fuse_reply_err (req, EIO);
  else
    fuse_reply_err (req, ESTALE);
  return NULL;
}

/* ---- Attributes ---- */

static void
fill_stat (struct local_mount *lm, const struct guestfs_fuse_attr *a,
           struct stat *st)
{
  const struct local_options *o = &lm->options;

  *st = (struct stat) {
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

static void
fill_entry (struct local_mount *lm, struct tree_node *n,
            const struct guestfs_fuse_attr *a, struct fuse_entry_param *e)
{
  *e = (struct fuse_entry_param) {
    .ino = ino_of (lm, n), .generation = 1,
    .attr_timeout = lm->options.attr_timeout,
    .entry_timeout = n->folds ? 0 : lm->options.entry_timeout,
  };
  fill_stat (lm, a, &e->attr);
}

static void
reply_entry (fuse_req_t req, struct tree_node *n,
             const struct guestfs_fuse_attr *a)
{
  struct local_mount *lm = mount_of (req);
  struct fuse_entry_param e;

  fill_entry (lm, n, a, &e);
  guestfs_int_filetree_told (lm->tree, n);
  guestfs_int_filetree_touch (lm->tree, n);
  if (fuse_reply_entry (req, &e) != 0)
    guestfs_int_filetree_forget (lm->tree, n, 1);
}

static void
reply_attr (fuse_req_t req, struct tree_node *n,
            const struct guestfs_fuse_attr *a)
{
  struct local_mount *lm = mount_of (req);
  struct stat st;

  fill_stat (lm, a, &st);
  guestfs_int_filetree_touch (lm->tree, n);
  fuse_reply_attr (req, &st, lm->options.attr_timeout);
}

/* There is nothing of that name, and the kernel may remember it. */
static void
reply_nothing (fuse_req_t req, const struct tree_node *dir)
{
  const struct fuse_entry_param e = {
    .entry_timeout = mount_of (req)->options.negative_timeout
  };

  if (dir->folds)
    fuse_reply_err (req, ENOENT);
  else
    fuse_reply_entry (req, &e);
}

/* What a call has found, or made, in a directory; a is freed. */
static void
reply_found (fuse_req_t req, struct tree_node *dir, const char *name,
             int64_t id, struct guestfs_fuse_attr *a)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = guestfs_int_filetree_node (lm->tree, a, id);

  guestfs_int_filetree_name (lm->tree, dir, name, n);
  reply_entry (req, n, a);
  guestfs_free_fuse_attr (a);
}

static void
look_up (fuse_req_t req, struct tree_node *dir, const char *name)
{
  struct local_mount *lm = mount_of (req);
  CLEANUP_FREE char *path = path_for_call (req, dir);
  const int64_t id = guestfs_int_filetree_next_id (lm->tree);
  struct guestfs_fuse_attr *a;
  struct tree_name *known;

  if (!path)
    return;
  a = guestfs_internal_fuse_lookup (lm->g, dir->id, path, name, id);
  if (a) {
    reply_found (req, dir, name, id, a);
    return;
  }
  known = guestfs_int_filetree_find (lm->tree, dir, name);
  if (call_errno (lm) != ENOENT)
    reply_failed (req);
  else
    reply_nothing (req, dir);
  if (known && call_errno (lm) == ENOENT)
    guestfs_int_filetree_unname (lm->tree, known);
}

static void
op_lookup (fuse_req_t req, fuse_ino_t parent, const char *name)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *dir = node_of (lm, parent);
  const struct tree_name *known =
    guestfs_int_filetree_find (lm->tree, dir, name);
  struct tree_node *n = known ? known->node : NULL;

  if (n && n->attr && !n->doubtful) {
    const struct guestfs_fuse_attr a = *n->attr;

    reply_entry (req, n, &a);
  }
  /* The guest's file system knows which names are too long. */
  else if (!known && dir->complete && strlen (name) <= NAME_MAX)
    reply_nothing (req, dir);
  else {
    tell (lm, "lookup %s", name);
    look_up (req, dir, name);
  }
}

static void
op_forget (fuse_req_t req, fuse_ino_t ino, uint64_t times)
{
  struct local_mount *lm = mount_of (req);

  guestfs_int_filetree_forget (lm->tree, node_of (lm, ino), times);
  fuse_reply_none (req);
}

static void
op_forget_multi (fuse_req_t req, size_t count, struct fuse_forget_data *f)
{
  struct local_mount *lm = mount_of (req);

  for (size_t i = 0; i < count; i++)
    guestfs_int_filetree_forget (lm->tree, node_of (lm, f[i].ino),
                                 f[i].nlookup);
  fuse_reply_none (req);
}

static void
op_getattr (fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = path_for_call (req, n);
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;

  (void) fi;
  if (!path)
    return;
  tell (lm, "getattr /%s", path);
  a = guestfs_internal_fuse_getattr (lm->g, n->id, path);
  if (a)
    reply_attr (req, n, a);
  else
    reply_failed (req);
}

static int
valid_of (int to_set)
{
  return (to_set & FUSE_SET_ATTR_MODE ? FUSECALL_MODE : 0)
    | (to_set & FUSE_SET_ATTR_UID ? FUSECALL_UID : 0)
    | (to_set & FUSE_SET_ATTR_GID ? FUSECALL_GID : 0)
    | (to_set & FUSE_SET_ATTR_SIZE ? FUSECALL_SIZE : 0)
    | (to_set & (FUSE_SET_ATTR_ATIME | FUSE_SET_ATTR_MTIME
                 | FUSE_SET_ATTR_ATIME_NOW | FUSE_SET_ATTR_MTIME_NOW)
       ? FUSECALL_TIMES : 0);
}

static int64_t
nsec_of (int to_set, int now, int given, long nsec)
{
  return to_set & now ? FUSECALL_NOW : to_set & given ? nsec : FUSECALL_OMIT;
}

static void
op_setattr (fuse_req_t req, fuse_ino_t ino, struct stat *st, int to_set,
            struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = path_for_call (req, n);
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;

  (void) fi;
  if (!path)
    return;
  tell (lm, "setattr /%s valid=%#x mode=%o uid=%d gid=%d size=%lld", path,
        to_set, st->st_mode, (int) st->st_uid, (int) st->st_gid,
        (long long) st->st_size);
  if (to_set & FUSE_SET_ATTR_SIZE)
    lm->ahead.id = 0;
  a = guestfs_internal_fuse_setattr
    (lm->g, n->id, path, valid_of (to_set), st->st_mode & 07777,
     st->st_uid, st->st_gid, st->st_size, st->st_atim.tv_sec,
     nsec_of (to_set, FUSE_SET_ATTR_ATIME_NOW, FUSE_SET_ATTR_ATIME,
              st->st_atim.tv_nsec),
     st->st_mtim.tv_sec,
     nsec_of (to_set, FUSE_SET_ATTR_MTIME_NOW, FUSE_SET_ATTR_MTIME,
              st->st_mtim.tv_nsec));
  if (a)
    reply_attr (req, n, a);
  else
    reply_failed (req);
}

static void
op_readlink (fuse_req_t req, fuse_ino_t ino)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = path_for_call (req, n);
  CLEANUP_FREE char *target = NULL;
  size_t size;

  if (!path)
    return;
  tell (lm, "readlink /%s", path);
  target = guestfs_internal_fuse_readlink (lm->g, n->id, path, &size);
  if (!target)
    reply_failed (req);
  else if (size == 0 || memchr (target, '\0', size))
    fuse_reply_err (req, EIO);
  else
    fuse_reply_readlink (req, target);  /* a zero follows each buffer */
}

/* ---- Directories ---- */

static void
attr_of_entry (const struct guestfs_fuse_entry *e,
               struct guestfs_fuse_attr *a)
{
  *a = (struct guestfs_fuse_attr) {
    e->fe_dev, e->fe_ino, e->fe_mode, e->fe_nlink, e->fe_uid, e->fe_gid,
    e->fe_rdev, e->fe_size, e->fe_blksize, e->fe_blocks,
    e->fe_atime_sec, e->fe_atime_nsec, e->fe_mtime_sec, e->fe_mtime_nsec,
    e->fe_ctime_sec, e->fe_ctime_nsec, e->fe_flags
  };
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
    .dots = which_dots (e->fe_name), .offset = e->fe_offset,
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
  struct guestfs_fuse_entry_list *list = guestfs_internal_fuse_readdir
    (lm->g, dir->id, path, offset, ENTRIES_AT_ONCE);
  bool at_end = list && list->len == 0;

  if (!list)
    return -1;
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
         || ((size_t) i == dir->listing->len && !dir->listing->at_end)) {
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
  const size_t n = f->plus
    ? fuse_add_direntry_plus (f->req, f->buf + f->len, room, name, e, offset)
    : fuse_add_direntry (f->req, f->buf + f->len, room, name, &e->attr,
                         offset);

  if (n > room)
    return false;
  f->len += n;
  return true;
}

static bool
put_listed (struct filling *f, const struct tree_listed *l)
{
  struct local_mount *lm = mount_of (f->req);
  struct fuse_entry_param e = {
    .attr = { .st_ino = l->ino, .st_mode = l->mode }
  };
  struct tree_node *n = l->name ? l->name->node : NULL;
  bool told = f->plus && n && n->attr && !n->doubtful;

  if (l->dots)
    return put_entry (f, l->dots == 1 ? "." : "..", &e, l->offset);
  if (!l->name)
    return true;
  if (told)
    fill_entry (lm, n, n->attr, &e);
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
  struct local_mount *lm = mount_of (req);
  struct tree_node *dir = node_of (lm, ino);
  CLEANUP_FREE char *path = path_for_call (req, dir);
  CLEANUP_FREE char *buf = safe_malloc (lm->g, size);
  struct filling f = { .req = req, .buf = buf, .size = size, .plus = plus };
  ptrdiff_t i;

  if (!path)
    return;
  tell (lm, "readdir /%s offset=%lld", path, (long long) offset);
  i = find_or_read (lm, dir, path, offset);
  if (i == -1) {
    reply_failed (req);
    return;
  }
  while ((size_t) i < dir->listing->len
         && put_listed (&f, &dir->listing->entries[i]))
    i++;
  dir->listing->hint = i;
  fuse_reply_buf (req, f.buf, f.len);
}

static void
op_readdir (fuse_req_t req, fuse_ino_t ino, size_t size, off_t offset,
            struct fuse_file_info *fi)
{
  (void) fi;
  read_directory (req, ino, size, offset, false);
}

static void
op_readdirplus (fuse_req_t req, fuse_ino_t ino, size_t size, off_t offset,
                struct fuse_file_info *fi)
{
  (void) fi;
  read_directory (req, ino, size, offset, true);
}

/* ---- Names ---- */

static void
make (fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
      dev_t rdev, const char *target)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *dir = node_of (lm, parent);
  CLEANUP_FREE char *path = path_for_call (req, dir);
  const int64_t id = guestfs_int_filetree_next_id (lm->tree);
  const struct fuse_ctx *ctx = fuse_req_ctx (req);
  struct guestfs_fuse_attr *a;

  if (!path)
    return;
  tell (lm, "make /%s/%s mode=%o", path, name, mode);
  a = guestfs_internal_fuse_make (lm->g, dir->id, path, name, mode, rdev,
                                  target, ctx->umask, ctx->uid, ctx->gid, id);
  guestfs_int_filetree_touch (lm->tree, dir);
  if (!a) {
    reply_failed (req);
    return;
  }
  if (S_ISDIR (mode))
    guestfs_int_filetree_node (lm->tree, a, id)->complete =
      !(a->fa_flags & FUSECALL_FOLDS);
  reply_found (req, dir, name, id, a);
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
  CLEANUP_FREE char *path = path_for_call (req, n);
  CLEANUP_FREE char *dirpath = path ? path_for_call (req, dir) : NULL;
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;

  if (!dirpath)
    return;
  tell (lm, "link /%s /%s/%s", path, dirpath, name);
  a = guestfs_internal_fuse_link (lm->g, n->id, path, dir->id, dirpath, name);
  if (!a) {
    reply_failed (req);
    return;
  }
  guestfs_int_filetree_touch (lm->tree, dir);
  guestfs_int_filetree_name (lm->tree, dir, name, n);
  reply_entry (req, n, a);
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
  n->held = true;               /* also when it cannot be removed */
  return n->id;
}

static void
remove_from (fuse_req_t req, fuse_ino_t parent, const char *s, bool isdir)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *dir = node_of (lm, parent);
  CLEANUP_FREE char *path = path_for_call (req, dir);
  struct tree_name *name = guestfs_int_filetree_find (lm->tree, dir, s);
  int r;

  if (!path)
    return;
  tell (lm, "%s /%s/%s", isdir ? "rmdir" : "unlink", path, s);
  r = guestfs_internal_fuse_unlink (lm->g, dir->id, path, s, isdir,
                                    must_hold (name));
  if (r == 0) {
    guestfs_int_filetree_touch (lm->tree, dir);
    if (name && name->node && name->node->lookups > 0)
      guestfs_int_filetree_touch (lm->tree, name->node);
    if (name)
      guestfs_int_filetree_unname (lm->tree, name);
  }
  reply_done (req, r);
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
names_renamed (struct local_mount *lm, struct tree_node *from,
               const char *name, struct tree_node *to, const char *newname,
               bool exchanged)
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
  CLEANUP_FREE char *path = path_for_call (req, from);
  CLEANUP_FREE char *topath = path ? path_for_call (req, to) : NULL;
  const bool exchange = flags & FUSECALL_RENAME_EXCHANGE;
  int r;

  if (!topath)
    return;
  tell (lm, "rename /%s/%s /%s/%s flags=%#x", path, name, topath, newname,
        flags);
  r = guestfs_internal_fuse_rename
    (lm->g, from->id, path, name, to->id, topath, newname, flags,
     exchange ? 0
     : must_hold (guestfs_int_filetree_find (lm->tree, to, newname)));
  if (r == 0)
    names_renamed (lm, from, name, to, newname, exchange);
  if (r == 0 && flags & RENAME_WHITEOUT)
    from->complete = false;     /* there is something else of that name */
  reply_done (req, r);
}

/* ---- Content ---- */

/* A sequential reader gets as much as one call can bring, and what it has
 * asked for comes from there. */
static size_t
how_much (const struct local_ahead *ahead, const struct tree_node *n,
          uint64_t offset, size_t size)
{
  if (ahead->next_id == n->id && ahead->next == offset
      && size < FUSECALL_MAX_IO)
    return FUSECALL_MAX_IO;
  return size < FUSECALL_MAX_IO ? size : FUSECALL_MAX_IO;
}

static int
read_ahead (struct local_mount *lm, const struct tree_node *n,
            const char *path, uint64_t offset, size_t size)
{
  struct local_ahead *ahead = &lm->ahead;

  cleanup_free (&ahead->data);
  ahead->id = 0;
  ahead->data = guestfs_internal_fuse_read
    (lm->g, n->id, path, offset, how_much (ahead, n, offset, size),
     &ahead->len);
  if (!ahead->data)
    return -1;
  ahead->id = n->id;
  ahead->start = offset;
  return 0;
}

static void
op_read (fuse_req_t req, fuse_ino_t ino, size_t size, off_t offset,
         struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct local_ahead *ahead = &lm->ahead;
  struct tree_node *n = node_of (lm, ino);
  const uint64_t at = offset;
  CLEANUP_FREE char *path = path_for_call (req, n);
  size_t skip;

  (void) fi;
  if (!path)
    return;
  tell (lm, "read /%s offset=%lld size=%zu", path, (long long) offset, size);
  if ((ahead->id != n->id || at < ahead->start
       || at + size > ahead->start + ahead->len)
      && read_ahead (lm, n, path, at, size) == -1) {
    reply_failed (req);
    return;
  }
  skip = at - ahead->start;
  if (skip + size > ahead->len)
    size = skip < ahead->len ? ahead->len - skip : 0;
  ahead->next_id = n->id;
  ahead->next = at + size;
  fuse_reply_buf (req, ahead->data + skip, size);
}

static void
content_changed (struct local_mount *lm, struct tree_node *n)
{
  if (lm->ahead.id == n->id)
    lm->ahead.id = 0;
  guestfs_int_filetree_touch (lm->tree, n);
}

static void
op_write (fuse_req_t req, fuse_ino_t ino, const char *buf, size_t size,
          off_t offset, struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = path_for_call (req, n);
  int r;

  (void) fi;
  if (!path)
    return;
  tell (lm, "write /%s offset=%lld size=%zu", path, (long long) offset, size);
  r = guestfs_internal_fuse_write (lm->g, n->id, path, offset, buf, size);
  if (r == -1 && lm->tree->forgotten.len > 0 && call_errno (lm) == ENOSPC) {
    /* Files that were removed take room until the guest lets go of them. */
    guestfs_int_fuse_send_forgotten (lm);
    r = guestfs_internal_fuse_write (lm->g, n->id, path, offset, buf, size);
  }
  content_changed (lm, n);
  if (r == -1)
    reply_failed (req);
  else
    fuse_reply_write (req, (size_t) r < size ? (size_t) r : size);
}

static void
op_fsync (fuse_req_t req, fuse_ino_t ino, int dataonly,
          struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = path_for_call (req, n);
  int r;

  (void) fi;
  if (!path)
    return;
  tell (lm, "fsync /%s", path);
  r = guestfs_internal_fuse_fsync (lm->g, n->id, path, dataonly != 0);
  /* How many blocks it has is known only now. */
  fuse_lowlevel_notify_inval_inode (lm->session, ino, -1, 0);
  reply_done (req, r);
}

static void
op_fallocate (fuse_req_t req, fuse_ino_t ino, int mode, off_t offset,
              off_t length, struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = path_for_call (req, n);
  int r;

  (void) fi;
  if (!path)
    return;
  tell (lm, "fallocate /%s mode=%#x offset=%lld length=%lld", path, mode,
        (long long) offset, (long long) length);
  r = guestfs_internal_fuse_fallocate (lm->g, n->id, path, mode, offset,
                                       length);
  content_changed (lm, n);
  reply_done (req, r);
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
  CLEANUP_FREE char *path = path_for_call (s->req, n);
  int64_t r;

  if (!path)
    return;
  tell (lm, "lseek /%s offset=%lld hole=%d", path, (long long) s->offset,
        s->hole);
  r = guestfs_internal_fuse_lseek (lm->g, n->id, path, s->offset, s->hole);
  if (r == -1)
    reply_failed (s->req);
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

  (void) fi;
  *s = (struct seek) { req, ino, offset, whence == SEEK_HOLE };
  if (guestfs_int_local_defer (lm, run_seek, s) == 0)
    return;
  fuse_reply_err (req, EAGAIN);
  free (s);
}

static void
op_copy_file_range (fuse_req_t req, fuse_ino_t ino, off_t offset,
                    struct fuse_file_info *fi, fuse_ino_t toino,
                    off_t tooffset, struct fuse_file_info *tofi, size_t count,
                    int flags)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino), *to = node_of (lm, toino);
  CLEANUP_FREE char *path = path_for_call (req, n);
  CLEANUP_FREE char *topath = path ? path_for_call (req, to) : NULL;
  int64_t r;

  (void) fi;
  (void) tofi;
  (void) flags;
  if (!topath)
    return;
  tell (lm, "copy /%s offset=%lld /%s offset=%lld count=%zu", path,
        (long long) offset, topath, (long long) tooffset, count);
  r = guestfs_internal_fuse_copy (lm->g, n->id, path, offset, to->id, topath,
                                  tooffset, count);
  content_changed (lm, to);
  if (r == -1)
    reply_failed (req);
  else
    fuse_reply_write (req, r);
}

static void
op_statfs (fuse_req_t req, fuse_ino_t ino)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = path_for_call (req, n);
  struct guestfs_statvfs *s;
  struct statvfs st;

  if (!path)
    return;
  tell (lm, "statfs /%s", path);
  guestfs_int_fuse_send_forgotten (lm);
  s = guestfs_internal_fuse_statfs (lm->g, n->id, path);
  if (!s) {
    reply_failed (req);
    return;
  }
  st = (struct statvfs) {
    .f_bsize = s->bsize, .f_frsize = s->frsize, .f_blocks = s->blocks,
    .f_bfree = s->bfree, .f_bavail = s->bavail, .f_files = s->files,
    .f_ffree = s->ffree, .f_favail = s->favail, .f_namemax = s->namemax,
  };
  guestfs_free_statvfs (s);
  fuse_reply_statfs (req, &st);
}

/* ---- Extended attributes ---- */

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
  path = path_for_call (req, n);
  if (!path)
    return;
  if (has_no_xattr (lm, n, path, name)) {
    fuse_reply_err (req, ENODATA);
    return;
  }
  tell (lm, "getxattr /%s %s", path, name);
  value = guestfs_internal_fuse_getxattr (lm->g, n->id, path, name, &len);
  if (value)
    reply_bytes (req, value, len, size);
  else
    reply_failed (req);
}

static void
op_listxattr (fuse_req_t req, fuse_ino_t ino, size_t size)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = path_for_call (req, n);

  if (!path)
    return;
  if (n->xattr_flags & (FUSECALL_NO_XATTRS | FUSECALL_XATTRS_UNSUPPORTED)) {
    reply_bytes (req, "", 0, size);
    return;
  }
  tell (lm, "listxattr /%s", path);
  if (!n->xattr_names)
    n->xattr_names = guestfs_internal_fuse_listxattr (lm->g, n->id, path,
                                                      &n->xattr_names_len);
  if (n->xattr_names)
    reply_bytes (req, n->xattr_names, n->xattr_names_len, size);
  else
    reply_failed (req);
}

static void
op_setxattr (fuse_req_t req, fuse_ino_t ino, const char *name,
             const char *value, size_t size, int flags)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = path_for_call (req, n);
  int r;

  if (!path)
    return;
  tell (lm, "setxattr /%s %s size=%zu flags=%#x", path, name, size, flags);
  r = guestfs_internal_fuse_setxattr (lm->g, n->id, path, name, value, size,
                                      flags);
  guestfs_int_filetree_drop_xattrs (n);
  guestfs_int_filetree_touch (lm->tree, n);
  reply_done (req, r);
}

static void
op_removexattr (fuse_req_t req, fuse_ino_t ino, const char *name)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_FREE char *path = path_for_call (req, n);
  int r;

  if (!path)
    return;
  tell (lm, "removexattr /%s %s", path, name);
  r = guestfs_internal_fuse_removexattr (lm->g, n->id, path, name);
  guestfs_int_filetree_drop_xattrs (n);
  guestfs_int_filetree_touch (lm->tree, n);
  reply_done (req, r);
}

/* ---- The session ---- */

/* A kernel that is told so once does not ask again. */
static void
op_open (fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
  (void) ino;
  if (mount_of (req)->no_open)
    fuse_reply_err (req, ENOSYS);
  else {
    fi->keep_cache = true;
    fuse_reply_open (req, fi);
  }
}

static void
op_opendir (fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
  (void) ino;
  if (mount_of (req)->no_opendir)
    fuse_reply_err (req, ENOSYS);
  else {
    fi->keep_cache = fi->cache_readdir = true;
    fuse_reply_open (req, fi);
  }
}

static void
op_init (void *opaque, struct fuse_conn_info *conn)
{
  struct local_mount *lm = opaque;
  unsigned want = FUSE_CAP_ASYNC_READ | FUSE_CAP_WRITEBACK_CACHE
    | FUSE_CAP_PARALLEL_DIROPS | FUSE_CAP_READDIRPLUS
    | FUSE_CAP_READDIRPLUS_AUTO | FUSE_CAP_DONT_MASK
    | FUSE_CAP_CACHE_SYMLINKS | FUSE_CAP_EXPLICIT_INVAL_DATA;

  if (lm->options.default_permissions)
    want |= FUSE_CAP_POSIX_ACL;
  conn->want = (conn->want & ~(FUSE_CAP_AUTO_INVAL_DATA
                               | FUSE_CAP_ATOMIC_O_TRUNC
                               | FUSE_CAP_HANDLE_KILLPRIV
                               | FUSE_CAP_EXPORT_SUPPORT))
    | (conn->capable & want);
  conn->max_write = FUSECALL_MAX_IO;
  conn->max_readahead = FUSECALL_MAX_IO;
  lm->no_open = conn->capable & FUSE_CAP_NO_OPEN_SUPPORT;
  lm->no_opendir = conn->capable & FUSE_CAP_NO_OPENDIR_SUPPORT;
}

const struct fuse_lowlevel_ops guestfs_int_fuse_ops = {
  .init = op_init,
  .lookup = op_lookup,
  .forget = op_forget,
  .forget_multi = op_forget_multi,
  .getattr = op_getattr,
  .setattr = op_setattr,
  .readlink = op_readlink,
  .mknod = op_mknod,
  .mkdir = op_mkdir,
  .unlink = op_unlink,
  .rmdir = op_rmdir,
  .symlink = op_symlink,
  .rename = op_rename,
  .link = op_link,
  .open = op_open,
  .read = op_read,
  .write = op_write,
  .fsync = op_fsync,
  .opendir = op_opendir,
  .readdir = op_readdir,
  .readdirplus = op_readdirplus,
  .fsyncdir = op_fsync,
  .statfs = op_statfs,
  .setxattr = op_setxattr,
  .getxattr = op_getxattr,
  .listxattr = op_listxattr,
  .removexattr = op_removexattr,
  .fallocate = op_fallocate,
  .copy_file_range = op_copy_file_range,
  .lseek = op_lseek,
};

const size_t guestfs_int_fuse_ops_size = sizeof guestfs_int_fuse_ops;

/* ---- Between requests ---- */

void
guestfs_int_fuse_send_forgotten (struct local_mount *lm)
{
  struct strvec *v = &lm->tree->forgotten;

  if (v->len == 0 || lm->lost)
    return;
  if (guestfs_internal_fuse_forget (lm->g, v->ptr) == -1)
    call_errno (lm);
  strvec_done (v);
  *v = (struct strvec) STRVEC_INIT;
}

struct known {
  fuse_ino_t ino;               /* of the directory, when there is a name */
  char *name;
};

struct all_known {
  struct known *v;
  size_t len, room;
};

static void
add_known (struct local_mount *lm, struct all_known *all, fuse_ino_t ino,
           const char *name)
{
  if (all->len == all->room) {
    all->room = all->room ? 2 * all->room : 64;
    all->v = safe_realloc (lm->g, all->v, all->room * sizeof *all->v);
  }
  all->v[all->len++] = (struct known) {
    ino, name ? safe_strdup (lm->g, name) : NULL
  };
}

/* All that the kernel was told. */
static struct all_known *
list_known (struct local_mount *lm)
{
  struct all_known *all = safe_calloc (lm->g, 1, sizeof *all);
  const struct tree_table *names = &lm->tree->names;
  const struct tree_table *nodes = &lm->tree->nodes;

  for (size_t i = 0; i < names->nr_buckets; i++)
    for (struct tree_link *l = names->buckets[i]; l; l = l->next) {
      const struct tree_name *n = (struct tree_name *) l;

      add_known (lm, all, ino_of (lm, n->dir), n->s);
    }
  for (size_t i = 0; i < nodes->nr_buckets; i++)
    for (struct tree_link *l = nodes->buckets[i]; l; l = l->next)
      add_known (lm, all, ino_of (lm, (struct tree_node *) l), NULL);
  return all;
}

/* What it does not know, or not any more, does not matter to it. */
static void
run_doubt (struct local_mount *lm, void *arg)
{
  struct all_known *all = arg;
  const bool names_gone = guestfs_int_local_new_epoch (lm) == 0;

  for (size_t i = 0; i < all->len; i++) {
    struct known *k = &all->v[i];

    if (k->name && !names_gone)
      fuse_lowlevel_notify_inval_entry (lm->session, k->ino, k->name,
                                        strlen (k->name));
    else if (!k->name)
      fuse_lowlevel_notify_inval_inode (lm->session, k->ino, 0, 0);
    free (k->name);
  }
  free (all->v);
  free (all);
  pthread_mutex_lock (&lm->g->lock);
  lm->doubting = false;
  if (lm->doubt_again)
    guestfs_int_local_wake (lm);
  pthread_mutex_unlock (&lm->g->lock);
}

/* Nobody knows what the call of another thread has changed.  Between this and
 * the end of a request the lock is not free. */
void
guestfs_int_fuse_before (struct local_mount *lm)
{
  struct all_known *all;

  if (lm->serial == lm->g->next_serial && !lm->doubt_again)
    return;
  if (lm->lost || !lm->g->conn)
    return;
  lm->doubt_again = lm->doubting;
  if (lm->doubting)
    return;
  lm->ahead.id = 0;
  all = list_known (lm);
  guestfs_int_filetree_doubt (lm->tree);
  lm->doubting = guestfs_int_local_defer (lm, run_doubt, all) == 0;
}

void
guestfs_int_fuse_after (struct local_mount *lm, bool idle)
{
  if (idle || lm->tree->forgotten.len >= FORGET_AT_ONCE)
    guestfs_int_fuse_send_forgotten (lm);
  if (!lm->g->conn && !lm->lost)
    call_errno (lm);
  lm->serial = lm->g->next_serial;
}

#endif /* HAVE_FUSE */
