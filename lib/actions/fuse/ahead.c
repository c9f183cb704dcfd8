/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: reading, which brings more than it is asked for.
 *
 * A program that reads a large file from its start gets more of it in one call;
 * for small files see small.c.  What has been read so is dropped as soon as it
 * is changed through the mount, or by another call of the handle.
 */

#include <config.h>

#if HAVE_FUSE

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fusecalls.h"
#include "fuserequests.h"

/* ---- One file ---- */

/* A sequential reader gets as much as one call can bring. */
static size_t
how_much (const struct local_ahead *ahead, const struct tree_node *n,
          uint64_t offset, size_t size)
{
  if (ahead->next_id == n->id && ahead->next == offset)
    return FUSECALL_MAX_IO;
  return size < FUSECALL_MAX_IO ? size : FUSECALL_MAX_IO;
}

static struct local_piece *
read_one (struct local_mount *lm, const struct tree_node *n, const char *path,
          uint64_t offset, size_t size)
{
  struct local_piece *p = &lm->ahead.one;
  const size_t count = how_much (&lm->ahead, n, offset, size);

  guestfs_int_ahead_drop_piece (p);
  p->data = guestfs_internal_fuse_read (lm->g, n->id, path, offset, count,
                                        &p->len);
  if (!p->data)
    return NULL;
  p->id = n->id;
  p->start = offset;
  p->at_end = p->len < count;
  return p;
}

/* ---- The request ---- */

static void
was_read (struct local_mount *lm, struct tree_node *n, struct local_piece *p,
          const char *path)
{
  if (!p->sets_atime)
    return;
  p->sets_atime = false;
  guestfs_int_filetree_touch (lm->tree, n);
  guestfs_int_fuse_was_accessed (lm, p->id, path);
}

static void
remember_last (struct local_mount *lm, const struct tree_node *n)
{
  struct local_ahead *ahead = &lm->ahead;

  if (!n->names)
    return;
  free (ahead->last_name);
  ahead->last_name = safe_strdup (lm->g, n->names->s);
  ahead->last_dir = n->names->dir->id;
}

/* Where it is after a call that has brought it, NULL when that has failed. */
static struct local_piece *
get_piece (struct local_mount *lm, const struct tree_node *n, const char *path,
           uint64_t at, size_t size)
{
  struct local_piece *p
      = guestfs_int_ahead_find (&lm->ahead, n->id, at, size);

  if (!p && at == 0)
    p = guestfs_int_fuse_small_file (lm, n);
  return p ? p : read_one (lm, n, path, at, size);
}

void
guestfs_int_fuse_op_read (fuse_req_t req, fuse_ino_t ino, size_t size,
                          off_t offset, struct fuse_file_info *fi)
{
  CLEANUP_REQUEST struct request r;
  struct local_mount *lm;
  struct local_piece *p;
  size_t skip;

  (void)fi;
  if (!begin_request (&r, req, ino, "read", "offset=%lld size=%zu",
                      (long long)offset, size))
    return;
  lm = r.lm;
  guestfs_int_fuse_written_file_is_read (lm, r.n);
  p = get_piece (lm, r.n, r.path, offset, size);
  if (!p) {
    guestfs_int_fuse_reply_failed (req);
    return;
  }
  skip = offset - p->start;
  if (skip + size > p->len)
    size = skip < p->len ? p->len - skip : 0;
  lm->ahead.next_id = r.n->id;
  lm->ahead.next = offset + size;
  fuse_reply_buf (req, p->data + skip, size);
  was_read (lm, r.n, p, r.path);
  if (offset == 0) {
    remember_last (lm, r.n);
    if (p != &lm->ahead.one)
      guestfs_int_fuse_small_file_was_read (lm, r.n, p);
  }
}

#endif /* HAVE_FUSE */
