/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Mounting the guest on a directory of the host. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "deadline.h"
#include "ending.h"
#include "fusecalls.h"
#include "fuserequests.h"
#include "impl.h"

#if HAVE_FUSE

/* Nobody but us changes the files, and other calls on the handle are heard
 * of; but the kernel's memory is not to be filled with what is never used. */
#define CACHE_SECONDS 60
#define RETRIES 5

/* ---- mount_local ---- */

static void
set_timeouts (struct local_options *o, double seconds)
{
  if (!o->has_entry_timeout)
    o->entry_timeout = seconds;
  if (!o->has_negative_timeout)
    o->negative_timeout = seconds;
  if (!o->has_attr_timeout)
    o->attr_timeout = seconds;
}

static struct local_mount *
new_mount (guestfs_h *g, const char *dir,
           const struct guestfs_mount_local_argv *o)
{
  struct local_mount *lm = safe_calloc (g, 1, sizeof *lm);

  lm->g = g;
  lm->owner = getpid ();
  lm->mountpoint = safe_strdup (g, dir);
  lm->readonly = o->bitmask & GUESTFS_MOUNT_LOCAL_READONLY_BITMASK
    && o->readonly;
  lm->debugcalls = o->bitmask & GUESTFS_MOUNT_LOCAL_DEBUGCALLS_BITMASK
    && o->debugcalls;
  lm->wake_fd = fd_above_stdio (eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK));
  return lm;
}

static int
prepare_mount (struct local_mount *lm,
               const struct guestfs_mount_local_argv *o)
{
  const bool has_timeout =
    o->bitmask & GUESTFS_MOUNT_LOCAL_CACHETIMEOUT_BITMASK;
  const char *options =
    o->bitmask & GUESTFS_MOUNT_LOCAL_OPTIONS_BITMASK ? o->options : "";

  if (lm->wake_fd == -1) {
    perrorf (lm->g, "eventfd");
    return -1;
  }
  if (has_timeout && o->cachetimeout < 0) {
    guestfs_int_error_errno (lm->g, EINVAL, "cachetimeout %d: must be at "
                             "least 0", o->cachetimeout);
    return -1;
  }
  /* Root sees to permissions; others may use whatever they have mounted. */
  lm->options.default_permissions = geteuid () == 0;
  if (guestfs_int_local_options (lm->g, &lm->options, options) == -1)
    return -1;
  set_timeouts (&lm->options, has_timeout ? o->cachetimeout : CACHE_SECONDS);
  return 0;
}

int
guestfs_impl_mount_local (guestfs_h *g, const char *dir,
                          const struct guestfs_mount_local_argv *o)
{
  struct fuse_lowlevel_ops ops;
  struct local_mount *lm;

  if (g->local) {
    guestfs_int_error_errno (g, EBUSY, "%s: the guest is mounted on %s "
                             "already: unmount it first (umount_local)", dir,
                             g->local->mountpoint);
    return -1;
  }
  lm = new_mount (g, dir, o);
  guestfs_int_fuse_ops (&ops);
  if (prepare_mount (lm, o) == -1
      || guestfs_int_local_mount (lm, &ops, sizeof ops) == -1) {
    guestfs_int_local_free (lm);
    return -1;
  }
  g->local = lm;
  return 0;
}

/* ---- mount_local_run ---- */

static int
learn_root (struct local_mount *lm)
{
  guestfs_h *g = lm->g;
  struct guestfs_fuse_attr *root;
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  if (guestfs_internal_fuse_begin (g, now.tv_sec, now.tv_nsec) == -1)
    return -1;
  root = guestfs_internal_fuse_getattr (g, FUSECALL_ROOT, "");
  if (!root)
    return -1;
  guestfs_int_filetree_free (lm->tree);
  lm->tree = guestfs_int_filetree_new (g, root);
  guestfs_free_fuse_attr (root);
  lm->changes = g->changes;
  return 0;
}

/* The mount is still there. */
static void
say_how_to_unmount (struct local_mount *lm)
{
  CLEANUP_SAVED_ERROR struct saved_error e = { 0 };
  guestfs_h *g = lm->g;

  guestfs_int_save_error (g, &e);
  guestfs_int_error_errno (g, e.errnum, "%s: to unmount %s use umount_local, "
                           "or fusermount3 -u", e.msg, lm->mountpoint);
}

static void
tidy_after_requests (struct local_mount *lm)
{
  guestfs_h *g = lm->g;

  if (lm->lost)
    guestfs_int_local_detach (lm);      /* the helper may wait for an answer */
  guestfs_int_local_join_helper (lm);
  if (lm->ahead.batch.begun)
    guestfs_int_fuse_take_batch (lm);
  guestfs_int_fuse_send_times (lm);
  if (g->conn && !lm->lost && guestfs_internal_fuse_end (g) == -1)
    debug (g, "%s: %s", lm->mountpoint, guestfs_last_error (g));
}

static int
can_run (guestfs_h *g)
{
  if (!g->local) {
    guestfs_int_error_errno (g, EINVAL, "nothing is mounted on the host: "
                             "call mount_local first");
    return -1;
  }
  if (g->local->running) {
    guestfs_int_error_errno (g, EBUSY, "%s: another thread is in "
                             "mount_local_run", g->local->mountpoint);
    return -1;
  }
  return 0;
}

/* Until it is unmounted.  Errors of requests are the kernel's only. */
static int
answer_requests (struct local_mount *lm)
{
  guestfs_h *g = lm->g;
  int r;

  lm->running = true;
  lm->owner = getpid ();
  g->before_call = guestfs_int_fuse_before_call;
  g->after_call = guestfs_int_fuse_after_call;
  guestfs_push_error_handler (g, NULL, NULL);
  r = learn_root (lm);
  if (r == 0)
    guestfs_int_local_serve (lm, guestfs_int_fuse_before,
                             guestfs_int_fuse_after);
  g->before_call = g->after_call = NULL;
  if (r == 0)
    tidy_after_requests (lm);
  guestfs_pop_error_handler (g);
  lm->running = false;
  return r;
}

int
guestfs_impl_mount_local_run (guestfs_h *g)
{
  struct local_mount *lm = g->local;
  int r;

  if (can_run (g) == -1)
    return -1;
  if (answer_requests (lm) == -1) {
    say_how_to_unmount (lm);
    return -1;
  }
  r = lm->error.msg ? -1 : 0;
  if (r == -1)
    guestfs_int_raise_error (g, &lm->error);
  guestfs_int_local_free (lm);
  g->local = NULL;
  g->calls_told = g->calls_seen;
  pthread_cond_broadcast (&g->local_changed);
  return r;
}

/* ---- umount_local ---- */

/* The requests that unmounting may wait for are answered meanwhile. */
static int
unmount_unlocked (guestfs_h *g, const char *dir, int tries, char **ret_why)
{
  int err, ms = 1000;

  pthread_mutex_unlock (&g->lock);
  while ((err = guestfs_int_local_unmount (g, dir, false, ret_why)) == EBUSY
         && --tries > 0) {
    const struct timespec next = guestfs_int_deadline_in (ms);

    cleanup_free (ret_why);
    guestfs_int_wait_until (NULL, 0, &next);
    ms *= 2;
  }
  pthread_mutex_lock (&g->lock);
  return err;
}

static void
unmount_error (guestfs_h *g, const char *dir, int err, const char *why)
{
  CLEANUP_FREE char *users =
    err == EBUSY ? guestfs_int_local_users (g, dir) : NULL;

  guestfs_int_error_errno (g, err, "%s: cannot be unmounted: %s%s%s", dir,
                           why ? why : strerror (err),
                           users && users[0] ? ": it is used by " : "",
                           users ? users : "");
}

int
guestfs_impl_umount_local (guestfs_h *g,
                           const struct guestfs_umount_local_argv *o)
{
  const bool retry = o->bitmask & GUESTFS_UMOUNT_LOCAL_RETRY_BITMASK
    && o->retry;
  CLEANUP_FREE char *dir = NULL, *why = NULL;
  int err;

  if (!g->local) {
    guestfs_int_error_errno (g, EINVAL, "nothing is mounted on the host");
    return -1;
  }
  dir = safe_strdup (g, g->local->mountpoint);
  err = unmount_unlocked (g, dir, retry ? RETRIES : 1, &why);
  if (err != 0) {
    unmount_error (g, dir, err, why);
    return -1;
  }
  if (g->local && !g->local->running) {
    g->local->unmounted = true;
    guestfs_int_local_free (g->local);
    g->local = NULL;
  }
  return 0;
}

/* ---- The end of the handle ---- */

void
guestfs_int_end_local_mount (guestfs_h *g)
{
  struct local_mount *lm = g->local;

  if (!lm)
    return;
  if (lm->running && lm->owner == getpid ()) {
    lm->must_end = true;
    guestfs_int_local_wake (lm);
    while (g->local)
      pthread_cond_wait (&g->local_changed, &g->lock);
    return;
  }
  guestfs_int_local_free (lm);
  g->local = NULL;
}

#else /* !HAVE_FUSE */

static int
no_fuse (guestfs_h *g)
{
  guestfs_int_error_errno (g, ENOTSUP, "libguestfs was built without FUSE: "
                           "install libfuse3-dev (Debian) or fuse3-devel "
                           "(Fedora) and build it again");
  return -1;
}

int
guestfs_impl_mount_local (guestfs_h *g, const char *dir,
                          const struct guestfs_mount_local_argv *o)
{
  (void) dir;
  (void) o;
  return no_fuse (g);
}

int
guestfs_impl_mount_local_run (guestfs_h *g)
{
  return no_fuse (g);
}

int
guestfs_impl_umount_local (guestfs_h *g,
                           const struct guestfs_umount_local_argv *o)
{
  (void) o;
  return no_fuse (g);
}

void
guestfs_int_end_local_mount (guestfs_h *g)
{
  (void) g;
}

#endif
