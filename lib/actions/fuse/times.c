/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of a local mount: times of which the guest is told later, of many
 * files at once.
 *
 * It knows nothing of a file that was read from memory.  And the host's kernel,
 * which keeps what is written, sets the modification time of each file that was
 * written, and sets it again after what only changes the inode; the program
 * that closes the file waits for that.  Programs that copy files set times,
 * too.
 *
 * Nobody sees the time that the guest still has: answers have the newer one,
 * and the guest is told before each call of another thread, and when there is
 * nothing else to do.
 */

#include <config.h>

#if HAVE_FUSE

#include <stdlib.h>
#include <sys/stat.h>

#include "fusecalls.h"
#include "fuserequests.h"

static void
must_add (struct local_mount *lm, int r)
{
  if (r == -1)
    lm->g->abort_cb ();
}

/* ---- Access ---- */

void
guestfs_int_fuse_send_accessed (struct local_mount *lm)
{
  CLEANUP_STRVEC struct strvec nodes = lm->times.read_nodes;
  CLEANUP_STRVEC struct strvec paths = lm->times.read_paths;

  lm->times.read_nodes = lm->times.read_paths = (struct strvec) STRVEC_INIT;
  if (nodes.len == 0 || lm->lost)
    return;
  if (guestfs_internal_fuse_accessed (lm->g, nodes.ptr, paths.ptr) == -1)
    guestfs_int_fuse_call_errno (lm);
}

void
guestfs_int_fuse_was_accessed (struct local_mount *lm, int64_t id,
                               const char *path)
{
  struct local_times *t = &lm->times;

  must_add (lm, strvec_addf (&t->read_nodes, "%lld", (long long)id));
  must_add (lm, strvec_add (&t->read_paths, path));
  /* A call waits for the batch that was begun. */
  if (t->read_nodes.len >= TIMES_AT_ONCE && !lm->ahead.batch.begun)
    guestfs_int_fuse_send_accessed (lm);
}

/* ---- What is set ---- */

struct to_tell {
  struct strvec nodes, paths, times;
};

static long
nsec_for_call (struct timespec t)
{
  return t.tv_nsec == UTIME_OMIT ? FUSECALL_OMIT : t.tv_nsec;
}

static void
add_newer (struct local_mount *lm, struct to_tell *to,
           const struct local_newer *m)
{
  CLEANUP_FREE char *path = guestfs_int_filetree_path (lm->tree, m->n);

  must_add (lm, strvec_addf (&to->nodes, "%lld", (long long)m->n->id));
  must_add (lm, strvec_add (&to->paths, path));
  must_add (lm, strvec_addf (&to->times, "%lld %ld %lld %ld",
                             (long long)m->times[0].tv_sec,
                             nsec_for_call (m->times[0]),
                             (long long)m->times[1].tv_sec,
                             nsec_for_call (m->times[1])));
}

static void
call_times (struct local_mount *lm, const struct to_tell *m)
{
  if (m->nodes.len > 0 && !lm->lost
      && guestfs_internal_fuse_times (lm->g, m->nodes.ptr, m->paths.ptr,
                                       m->times.ptr) == -1)
    guestfs_int_fuse_call_errno (lm);
}

/* The kernel may tell the time of an open file first, and then what was
 * written. */
static void
send_newer (struct local_mount *lm, bool also_of_open)
{
  struct to_tell m = { STRVEC_INIT, STRVEC_INIT, STRVEC_INIT };
  struct local_times *t = &lm->times;
  size_t kept = 0;

  for (size_t i = 0; i < t->nr_newer; i++)
    if (t->newer[i].is_open && !also_of_open)
      t->newer[kept++] = t->newer[i];
    else if (t->newer[i].n)
      add_newer (lm, &m, &t->newer[i]);
  t->nr_newer = kept;
  call_times (lm, &m);
  strvec_done (&m.nodes);
  strvec_done (&m.paths);
  strvec_done (&m.times);
}

static struct local_newer *
find_newer (struct local_mount *lm, const struct tree_node *n)
{
  struct local_times *t = &lm->times;

  for (size_t i = t->nr_newer; i-- > 0;)
    if (t->newer[i].n == n)
      return &t->newer[i];
  return NULL;
}

bool
guestfs_int_fuse_take_newer_times (struct local_mount *lm,
                                   const struct tree_node *n,
                                   struct timespec ret[2])
{
  struct local_newer *m = find_newer (lm, n);

  if (!m)
    return false;
  for (int i = 0; i < 2; i++)
    if (ret && ret[i].tv_nsec == UTIME_OMIT)
      ret[i] = m->times[i];
  *m = (struct local_newer) { .n = NULL };
  return true;
}

void
guestfs_int_fuse_fill_newer_times (struct local_mount *lm,
                                   struct guestfs_fuse_attr *a)
{
  const struct tree_node *n
      = guestfs_int_filetree_known (lm->tree, a->fa_dev, a->fa_ino);
  const struct local_newer *m = n ? find_newer (lm, n) : NULL;

  if (m && m->times[0].tv_nsec != UTIME_OMIT) {
    a->fa_atime_sec = m->times[0].tv_sec;
    a->fa_atime_nsec = m->times[0].tv_nsec;
  }
  if (m && m->times[1].tv_nsec != UTIME_OMIT) {
    a->fa_mtime_sec = m->times[1].tv_sec;
    a->fa_mtime_nsec = m->times[1].tv_nsec;
  }
}

void
guestfs_int_fuse_written_file_is_read (struct local_mount *lm,
                                       const struct tree_node *n)
{
  const struct local_newer *m = find_newer (lm, n);

  if (m && m->times[0].tv_nsec != UTIME_OMIT)
    send_newer (lm, true);
}

void
guestfs_int_fuse_written_file_closed (struct local_mount *lm,
                                      const struct tree_node *n)
{
  struct local_newer *m = find_newer (lm, n);

  if (m)
    m->is_open = false;
}

/* Of what has no name nobody will see it. */
void
guestfs_int_fuse_written_file_forgotten (struct local_mount *lm,
                                         const struct tree_node *n)
{
  if (!find_newer (lm, n))
    return;
  if (n->names)
    send_newer (lm, true);
  else
    guestfs_int_fuse_take_newer_times (lm, n, NULL);
}

void
guestfs_int_fuse_set_times_later (struct local_mount *lm, struct tree_node *n,
                                  struct timespec times[2], bool is_open)
{
  struct local_times *t = &lm->times;

  guestfs_int_fuse_take_newer_times (lm, n, times);
  if (t->nr_newer == TIMES_AT_ONCE)
    send_newer (lm, false);
  if (t->nr_newer == TIMES_AT_ONCE)
    send_newer (lm, true);
  t->newer[t->nr_newer++]
      = (struct local_newer) { n, { times[0], times[1] }, is_open };
}

/* ---- Both ---- */

void
guestfs_int_fuse_send_times (struct local_mount *lm)
{
  guestfs_int_fuse_send_accessed (lm);
  send_newer (lm, true);
}

void
guestfs_int_fuse_send_times_idle (struct local_mount *lm)
{
  guestfs_int_fuse_send_accessed (lm);
  send_newer (lm, false);
}

/* Of another thread, which must not hear of our errors; and our calls say
 * nothing new to the mount. */
void
guestfs_int_fuse_before_call (guestfs_h *g)
{
  struct local_mount *lm = g->local;
  const uint64_t changes = g->changes;

  if (lm->times.nr_newer == 0 && lm->times.read_nodes.len == 0)
    return;
  guestfs_push_error_handler (g, NULL, NULL);
  guestfs_int_fuse_send_times (lm);
  guestfs_pop_error_handler (g);
  if (lm->changes == changes)
    lm->changes = g->changes;
}

#endif /* HAVE_FUSE */
