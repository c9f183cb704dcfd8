/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: finding a file, and its attributes. */

#include <config.h>

#if HAVE_FUSE

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "fusecalls.h"
#include "fuserequests.h"

/* What a call has found, or made, in a directory. */
void
guestfs_int_fuse_reply_found (fuse_req_t req, struct tree_node *dir,
                              const char *name, int64_t id,
                              const struct guestfs_fuse_attr *a,
                              struct fuse_file_info *opened)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = guestfs_int_filetree_node (lm->tree, a, id);

  guestfs_int_filetree_name (lm->tree, dir, name, n);
  guestfs_int_fuse_reply_entry (req, n, a, opened);
}

static void
look_up (fuse_req_t req, struct tree_node *dir, const char *name)
{
  struct local_mount *lm = mount_of (req);
  const int64_t id = guestfs_int_filetree_next_id (lm->tree);
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;
  CLEANUP_REQUEST struct request r;
  struct tree_name *known;

  if (!begin_request (&r, req, ino_of (lm, dir), "lookup", "%s", name))
    return;
  guestfs_int_fuse_send_accessed (lm);
  a = guestfs_internal_fuse_lookup (lm->g, dir->id, r.path, name, id);
  if (a) {
    guestfs_int_fuse_fill_newer_times (lm, a);
    guestfs_int_fuse_reply_found (req, dir, name, id, a, NULL);
    return;
  }
  known = guestfs_int_filetree_find (lm->tree, dir, name);
  if (guestfs_int_fuse_call_errno (lm) != ENOENT)
    guestfs_int_fuse_reply_failed (req);
  else
    guestfs_int_fuse_reply_nothing (req, dir);
  if (known && guestfs_int_fuse_call_errno (lm) == ENOENT)
    guestfs_int_filetree_unname (lm->tree, known);
}

static void
op_lookup (fuse_req_t req, fuse_ino_t parent, const char *name)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *dir = node_of (lm, parent);
  const struct tree_name *known
      = guestfs_int_filetree_find (lm->tree, dir, name);
  struct tree_node *n;

  if (known && !known->node && known->place > 0)
    guestfs_int_fuse_stat_listed (lm, dir, known);
  n = known ? known->node : NULL;
  if (n && n->attr && !n->doubtful) {
    const struct guestfs_fuse_attr a = *n->attr;

    guestfs_int_fuse_reply_entry (req, n, &a, NULL);
  }
  /* The guest's file system knows which names are too long. */
  else if (!known && dir->complete && strlen (name) <= NAME_MAX)
    guestfs_int_fuse_reply_nothing (req, dir);
  else
    look_up (req, dir, name);
}

static void
forget (struct local_mount *lm, fuse_ino_t ino, uint64_t times)
{
  struct tree_node *n = node_of (lm, ino);

  guestfs_int_fuse_written_file_forgotten (lm, n);
  guestfs_int_filetree_forget (lm->tree, n, times);
}

static void
op_forget (fuse_req_t req, fuse_ino_t ino, uint64_t times)
{
  forget (mount_of (req), ino, times);
  fuse_reply_none (req);
}

static void
op_forget_multi (fuse_req_t req, size_t count, struct fuse_forget_data *f)
{
  for (size_t i = 0; i < count; i++)
    forget (mount_of (req), f[i].ino, f[i].nlookup);
  fuse_reply_none (req);
}

/* Attributes that a call has brought, or NULL when it has failed. */
static void
reply_new_attr (const struct request *r, const struct guestfs_fuse_attr *a)
{
  if (!a) {
    guestfs_int_fuse_reply_failed (r->req);
    return;
  }
  guestfs_int_filetree_seen (r->n, a);
  guestfs_int_fuse_reply_attr (r->req, r->n, a);
}

static void
op_getattr (fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
  struct local_mount *lm = mount_of (req);
  struct tree_node *n = node_of (lm, ino);
  CLEANUP_REQUEST struct request r = { .path = NULL };
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;

  (void)fi;
  if (n->attr && !n->doubtful && lm->later != LATER_STATX) {
    const struct guestfs_fuse_attr known = *n->attr;

    guestfs_int_fuse_reply_attr (req, n, &known);
    return;
  }
  if (!begin_request (&r, req, ino, "getattr", NULL))
    return;
  guestfs_int_fuse_send_accessed (lm);
  a = guestfs_internal_fuse_getattr (lm->g, n->id, r.path);
  if (a)
    guestfs_int_fuse_fill_newer_times (lm, a);
  reply_new_attr (&r, a);
}

static int
valid_of (int to_set)
{
  return (to_set & FUSE_SET_ATTR_MODE ? FUSECALL_MODE : 0)
         | (to_set & FUSE_SET_ATTR_UID ? FUSECALL_UID : 0)
         | (to_set & FUSE_SET_ATTR_GID ? FUSECALL_GID : 0)
         | (to_set & FUSE_SET_ATTR_SIZE ? FUSECALL_SIZE : 0)
         | (to_set
                    & (FUSE_SET_ATTR_ATIME | FUSE_SET_ATTR_MTIME
                       | FUSE_SET_ATTR_ATIME_NOW | FUSE_SET_ATTR_MTIME_NOW)
                ? FUSECALL_TIMES
                : 0);
}

static int64_t
nsec_of (int to_set, int now, int given, long nsec)
{
  return to_set & now ? FUSECALL_NOW : to_set & given ? nsec : FUSECALL_OMIT;
}

/* The kernel tells, of a file that is open, when it has written to it.  The
 * times of such a file cannot be set, and the guest knows them already. */
static bool
tells_of_writing (const struct tree_node *n, int to_set,
                  const struct fuse_file_info *fi)
{
  return fi && n->guard
         && !(to_set & ~(FUSE_SET_ATTR_MTIME | FUSE_SET_ATTR_CTIME));
}

/* "Now" comes as the time of the host's clock for one of both; only as "now"
 * it may be set of such a file. */
static bool
touches_append_only (const struct tree_node *n, int to_set)
{
  return n->guard & FUSECALL_APPEND_ONLY && to_set & FUSE_SET_ATTR_ATIME_NOW
         && to_set & FUSE_SET_ATTR_MTIME;
}

/* The guest need not know at once: see fuse/times.c. */
static bool
are_only_times (const struct tree_node *n, int to_set)
{
  const int times = FUSE_SET_ATTR_ATIME | FUSE_SET_ATTR_MTIME;

  return S_ISREG (n->type) && !n->guard && !n->doubtful && to_set & times
         && !(to_set & ~(times | FUSE_SET_ATTR_CTIME));
}

static void
times_to_set (const struct stat *st, int to_set, struct timespec ret[2])
{
  ret[0] = ret[1] = (struct timespec) { 0, UTIME_OMIT };
  if (to_set & FUSE_SET_ATTR_ATIME)
    ret[0] = st->st_atim;
  if (to_set & FUSE_SET_ATTR_MTIME)
    ret[1] = st->st_mtim;
}

static void
set_times_later (fuse_req_t req, struct tree_node *n, const struct stat *st,
                 int to_set, bool is_open)
{
  struct timespec times[2];

  times_to_set (st, to_set, times);
  guestfs_int_fuse_set_times_later (mount_of (req), n, times, is_open);
  guestfs_int_fuse_reply_old_attr (req, n, times);
}

/* What was to be set later is part of the same call, unless that sets it, too;
 * returns what is to be set then. */
static int
add_times (struct local_mount *lm, const struct tree_node *n, struct stat *st,
           int to_set)
{
  struct timespec times[2];

  times_to_set (st, to_set, times);
  if (!guestfs_int_fuse_take_newer_times (lm, n, times))
    return to_set;
  if (!(to_set & (FUSE_SET_ATTR_ATIME | FUSE_SET_ATTR_ATIME_NOW))
      && times[0].tv_nsec != UTIME_OMIT) {
    st->st_atim = times[0];
    to_set |= FUSE_SET_ATTR_ATIME;
  }
  /* A size sets the modification time. */
  if (!(to_set & (FUSE_SET_ATTR_MTIME | FUSE_SET_ATTR_MTIME_NOW
                  | FUSE_SET_ATTR_SIZE))
      && times[1].tv_nsec != UTIME_OMIT) {
    st->st_mtim = times[1];
    to_set |= FUSE_SET_ATTR_MTIME;
  }
  return to_set;
}

static void
op_setattr (fuse_req_t req, fuse_ino_t ino, struct stat *st, int to_set,
            struct fuse_file_info *fi)
{
  struct tree_node *n = node_of (mount_of (req), ino);
  CLEANUP_REQUEST struct request r = { .path = NULL };
  CLEANUP_ATTR struct guestfs_fuse_attr *a = NULL;

  if (tells_of_writing (n, to_set, fi)) {
    op_getattr (req, ino, fi);
    return;
  }
  if (touches_append_only (n, to_set))
    to_set |= FUSE_SET_ATTR_MTIME_NOW;
  if (!begin_request (&r, req, ino, "setattr",
                      "valid=%#x mode=%o uid=%d gid=%d size=%lld", to_set,
                      st->st_mode, (int)st->st_uid, (int)st->st_gid,
                      (long long)st->st_size))
    return;
  if (are_only_times (n, to_set)) {
    set_times_later (req, n, st, to_set, fi != NULL);
    return;
  }
  guestfs_int_fuse_send_accessed (r.lm);
  to_set = add_times (r.lm, n, st, to_set);
  if (to_set & FUSE_SET_ATTR_SIZE)
    guestfs_int_ahead_drop (&r.lm->ahead, r.n->id);
  a = guestfs_internal_fuse_setattr (
      r.lm->g, r.n->id, r.path, valid_of (to_set), st->st_mode & 07777,
      st->st_uid, st->st_gid, st->st_size, st->st_atim.tv_sec,
      nsec_of (to_set, FUSE_SET_ATTR_ATIME_NOW, FUSE_SET_ATTR_ATIME,
               st->st_atim.tv_nsec),
      st->st_mtim.tv_sec,
      nsec_of (to_set, FUSE_SET_ATTR_MTIME_NOW, FUSE_SET_ATTR_MTIME,
               st->st_mtim.tv_nsec));
  reply_new_attr (&r, a);
}

static void
op_readlink (fuse_req_t req, fuse_ino_t ino)
{
  CLEANUP_REQUEST struct request r;
  CLEANUP_FREE char *target = NULL;
  size_t size;

  if (!begin_request (&r, req, ino, "readlink", NULL))
    return;
  target = guestfs_internal_fuse_readlink (r.lm->g, r.n->id, r.path, &size);
  if (!target)
    guestfs_int_fuse_reply_failed (req);
  else if (size == 0 || memchr (target, '\0', size))
    fuse_reply_err (req, EIO);
  else
    fuse_reply_readlink (req, target); /* a zero follows each buffer */
}

void
guestfs_int_fuse_attributes_ops (struct fuse_lowlevel_ops *ops)
{
  ops->lookup = op_lookup;
  ops->forget = op_forget;
  ops->forget_multi = op_forget_multi;
  ops->getattr = op_getattr;
  ops->setattr = op_setattr;
  ops->readlink = op_readlink;
}

#endif /* HAVE_FUSE */
