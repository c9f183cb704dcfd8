/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Local mounts: the requests of the host's kernel become calls.
 *
 * Each function of a table that is filled here answers one request, from memory
 * or with one call: those of fuse/, by what they are about.  All run with the
 * handle's lock.
 */

#include <config.h>

#if HAVE_FUSE

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fusecalls.h"
#include "fuserequests.h"

/* Held files that may be forgotten, before the daemon is told. */
#define FORGET_AT_ONCE 256

/* ---- The session ---- */

/* A kernel that is told so once does not ask again. */
static void
op_opendir (fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
  (void)ino;
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
  unsigned want = FUSE_CAP_ASYNC_READ | FUSE_CAP_PARALLEL_DIROPS
                  | FUSE_CAP_READDIRPLUS | FUSE_CAP_READDIRPLUS_AUTO
                  | FUSE_CAP_DONT_MASK | FUSE_CAP_CACHE_SYMLINKS
                  | FUSE_CAP_EXPLICIT_INVAL_DATA;

  /* With it, attributes are asked for again after each close. */
  if (!lm->readonly)
    want |= FUSE_CAP_WRITEBACK_CACHE;
  if (lm->options.default_permissions)
    want |= FUSE_CAP_POSIX_ACL;
  conn->want = (conn->want
                & ~(FUSE_CAP_AUTO_INVAL_DATA | FUSE_CAP_ATOMIC_O_TRUNC
                    | FUSE_CAP_HANDLE_KILLPRIV | FUSE_CAP_EXPORT_SUPPORT))
               | (conn->capable & want);
  conn->max_write = FUSECALL_MAX_IO;
  conn->max_readahead = FUSECALL_MAX_IO;
  lm->no_open = lm->readonly && conn->capable & FUSE_CAP_NO_OPEN_SUPPORT;
  lm->no_opendir = conn->capable & FUSE_CAP_NO_OPENDIR_SUPPORT;
}

void
guestfs_int_fuse_ops (struct fuse_lowlevel_ops *ret)
{
  *ret = (struct fuse_lowlevel_ops) {
    .init = op_init,
    .opendir = op_opendir,
  };
  guestfs_int_fuse_attributes_ops (ret);
  guestfs_int_fuse_directories_ops (ret);
  guestfs_int_fuse_names_ops (ret);
  guestfs_int_fuse_content_ops (ret);
  guestfs_int_fuse_xattrs_ops (ret);
  guestfs_int_fuse_flags_ops (ret);
}

/* ---- Between requests ---- */

struct known {
  fuse_ino_t ino; /* of the directory, when there is a name */
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
  all->v[all->len++]
      = (struct known){ ino, name ? safe_strdup (lm->g, name) : NULL };
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
      const struct tree_name *n = (struct tree_name *)l;

      add_known (lm, all, ino_of (lm, n->dir), n->s);
    }
  for (size_t i = 0; i < nodes->nr_buckets; i++)
    for (struct tree_link *l = nodes->buckets[i]; l; l = l->next)
      add_known (lm, all, ino_of (lm, (struct tree_node *)l), NULL);
  return all;
}

/* What it does not know, or not any more, does not matter to it. */
static void
invalidate (struct local_mount *lm, struct all_known *all)
{
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
}

/* Until there was no other call meanwhile. */
static void
run_doubt (struct local_mount *lm, void *arg)
{
  guestfs_h *g = lm->g;

  (void)arg;
  pthread_mutex_lock (&g->lock);
  while (g->calls_told < g->calls_seen) {
    const uint64_t seen = g->calls_seen;
    struct all_known *all = list_known (lm);

    pthread_mutex_unlock (&g->lock);
    invalidate (lm, all);
    pthread_mutex_lock (&g->lock);
    g->calls_told = seen;
    pthread_cond_broadcast (&g->local_changed);
  }
  lm->doubting = false;
  pthread_mutex_unlock (&g->lock);
}

/* Nobody knows what the call of another thread has changed.  Between this and
 * the end of a request the lock is not free. */
void
guestfs_int_fuse_before (struct local_mount *lm)
{
  guestfs_h *g = lm->g;

  if (lm->changes == g->changes || lm->lost || !g->conn)
    return;
  lm->changes = g->changes;
  guestfs_int_ahead_drop_all (&lm->ahead);
  guestfs_int_filetree_doubt (lm->tree);
  g->calls_seen++;
  if (!lm->doubting)
    lm->doubting = guestfs_int_local_defer (lm, run_doubt, NULL) == 0;
  if (!lm->doubting)
    g->calls_told = g->calls_seen;      /* as well as it can be */
}

/* The kernel may wait for answers first: the lock is free meanwhile. */
void
guestfs_int_fuse_after_call (guestfs_h *g)
{
  uint64_t call;

  guestfs_int_fuse_before (g->local);
  call = g->calls_seen;
  while (g->calls_told < call)
    pthread_cond_wait (&g->local_changed, &g->lock);
}

void
guestfs_int_fuse_after (struct local_mount *lm, bool idle)
{
  if (guestfs_int_fuse_batch_has_come (lm))
    guestfs_int_fuse_take_batch (lm);
  if (idle || lm->tree->forgotten.len >= FORGET_AT_ONCE)
    guestfs_int_fuse_send_forgotten (lm);
  if (idle)
    guestfs_int_fuse_send_times_idle (lm);
  if (!lm->g->conn && !lm->lost)
    guestfs_int_fuse_call_errno (lm);
  lm->changes = lm->g->changes;
}

#endif /* HAVE_FUSE */
