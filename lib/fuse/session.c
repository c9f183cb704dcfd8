/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The session with the host's kernel: mounting, and waiting for requests. */

#include <config.h>

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include "deadline.h"
#include "localmount.h"
#include "proto.h"

/* ---- What libfuse says ---- */

/* It prints; what it says while one of our threads mounts is the error. */
static __thread struct strbuf *said;

static void
take_message (enum fuse_log_level level, const char *fs, va_list args)
{
  CLEANUP_FREE char *s = NULL;

  if (vasprintf (&s, fs, args) == -1) {
    s = NULL;
    return;
  }
  if (!said)
    fputs (s, stderr);
  else if (level <= FUSE_LOG_ERR)
    strbuf_adds (said, s);
}

static void
listen_to_libfuse (void)
{
  fuse_set_log_func (take_message);
}

/* Its last line, without its own name in front. */
static void
libfuse_error (guestfs_h *g, int errnum, struct strbuf *b, const char *what)
{
  char *s = b->ptr ? b->ptr : (char *) "";
  char *line = s;

  for (size_t n = strlen (s); n > 0 && s[n-1] == '\n'; n--)
    s[n-1] = '\0';
  for (char *p = s; *p; p++)
    if (*p == '\n')
      line = p + 1;
  if (strncmp (line, "fuse: ", 6) == 0)
    line += 6;
  guestfs_int_error_errno (g, errnum, "%s: %s", what,
                           *line ? line : "fusermount3 has printed why");
}

/* ---- Mounting ---- */

static struct fuse_session *
make_session (struct local_mount *lm, const struct fuse_lowlevel_ops *ops,
              size_t ops_size)
{
  guestfs_h *g = lm->g;
  CLEANUP_FREE char *options =
    safe_asprintf (g, "fsname=guestfs,subtype=guestfs%s%s%s",
                   lm->readonly ? ",ro" : "",
                   lm->options.default_permissions
                   ? ",default_permissions" : "",
                   lm->options.for_fuse);
  char *argv[] = { g->program[0] ? g->program : (char *) "guestfs",
                   (char *) "-o", options, NULL };
  struct fuse_args args = FUSE_ARGS_INIT (3, argv);
  struct fuse_session *ret = fuse_session_new (&args, ops, ops_size, lm);

  fuse_opt_free_args (&args);
  return ret;
}

static int
new_session (struct local_mount *lm, const struct fuse_lowlevel_ops *ops,
             size_t ops_size)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  pthread_once (&once, listen_to_libfuse);
  said = &b;
  lm->session = make_session (lm, ops, ops_size);
  said = NULL;
  if (lm->session)
    return 0;
  libfuse_error (lm->g, EINVAL, &b, "options of the mount");
  return -1;
}

static int
find_mountpoint (struct local_mount *lm, const char *dir)
{
  struct stat st;

  lm->mountpoint = realpath (dir, NULL);
  if (lm->mountpoint && stat (lm->mountpoint, &st) == 0
      && !S_ISDIR (st.st_mode)) {
    guestfs_int_error_errno (lm->g, ENOTDIR, "%s: not a directory", dir);
    return -1;
  }
  if (!lm->mountpoint) {
    perrorf (lm->g, "%s", dir);
    return -1;
  }
  return 0;
}

int
guestfs_int_local_mount (struct local_mount *lm,
                         const struct fuse_lowlevel_ops *ops, size_t ops_size)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  CLEANUP_FREE char *dir = steal (&lm->mountpoint);
  int r = -1;

  /* Options first: guestmount relies on it. */
  if (new_session (lm, ops, ops_size) == -1)
    return -1;
  if (find_mountpoint (lm, dir) == 0) {
    said = &b;
    r = fuse_session_mount (lm->session, lm->mountpoint);
    said = NULL;
    if (r == 0)
      return 0;
    libfuse_error (lm->g, 0, &b, lm->mountpoint);
  }
  fuse_session_destroy (lm->session);
  lm->session = NULL;
  return -1;
}

/* ---- Waiting ---- */

enum { WAIT_REQUEST, WAIT_WAKE, WAIT_CANCEL, WAIT_CONN, WAIT_CONSOLE, WAIT_NR };

/* How long there must be nothing to do before less urgent things are done. */
#define IDLE_MS 10
/* After it was unmounted although in use: requests that are on their way. */
#define DRAIN_MS 50

static void
prepare_to_wait (struct local_mount *lm, struct pollfd fds[WAIT_NR])
{
  guestfs_h *g = lm->g;
  const int numbers[WAIT_NR] = {
    fuse_session_fd (lm->session), lm->wake_fd, g->cancel_fd, -1, -1
  };

  for (int i = 0; i < WAIT_NR; i++)
    fds[i] = (struct pollfd) { numbers[i], POLLIN, 0 };
  if (g->conn)
    guestfs_int_conn_fds (g->conn, &fds[WAIT_CONN].fd, &fds[WAIT_CONSOLE].fd);
}

static void
look_at_others (struct local_mount *lm, const struct pollfd fds[WAIT_NR])
{
  guestfs_h *g = lm->g;
  uint64_t count;

  if (fds[WAIT_WAKE].revents
      && read (lm->wake_fd, &count, sizeof count) == -1)
    debug (g, "%s: woken for nothing", lm->mountpoint);
  if (fds[WAIT_CANCEL].revents && guestfs_int_take_cancel (g)
      && !lm->must_end) {
    guestfs_int_error_errno (g, EINTR, "cancelled by the user");
    guestfs_int_save_error (g, &lm->error);
    lm->must_end = true;
  }
  if ((fds[WAIT_CONN].revents || fds[WAIT_CONSOLE].revents)
      && guestfs_int_call_idle (g) == -1 && !lm->lost) {
    guestfs_int_save_error (g, &lm->error);
    lm->lost = true;
  }
}

enum woken { BY_REQUEST, BY_OTHERS, BY_TIME };

static enum woken
wait_for_request (struct local_mount *lm, int ms)
{
  guestfs_h *g = lm->g;
  struct timespec deadline;
  struct pollfd fds[WAIT_NR];
  int r;

  prepare_to_wait (lm, fds);
  pthread_mutex_unlock (&g->lock);
  if (ms >= 0)
    deadline = guestfs_int_deadline_in (ms);
  r = guestfs_int_wait_until (fds, WAIT_NR, ms >= 0 ? &deadline : NULL);
  pthread_mutex_lock (&g->lock);
  look_at_others (lm, fds);
  return fds[WAIT_REQUEST].revents ? BY_REQUEST : r == 0 ? BY_TIME : BY_OTHERS;
}

/* Read without the lock: there may be a megabyte to copy. */
static bool
read_request (struct local_mount *lm, struct fuse_buf *buf)
{
  int n;

  pthread_mutex_unlock (&lm->g->lock);
  n = fuse_session_receive_buf (lm->session, buf);
  pthread_mutex_lock (&lm->g->lock);
  if (n < 0 && n != -EINTR && n != -EAGAIN)
    fuse_session_exit (lm->session);
  lm->unmounted |= n == -ENODEV || n == 0;
  return n > 0;
}

static int
how_long_to_wait (const struct local_mount *lm, bool idle)
{
  return lm->lost ? 0 : lm->detached ? DRAIN_MS : idle ? -1 : IDLE_MS;
}

void
guestfs_int_local_serve (struct local_mount *lm,
                         void (*before) (struct local_mount *),
                         void (*after) (struct local_mount *, bool))
{
  struct fuse_buf buf = { .mem = NULL };
  bool idle = false;

  while (!fuse_session_exited (lm->session)) {
    const bool last = lm->detached || lm->lost;
    const enum woken by = wait_for_request (lm, how_long_to_wait (lm, idle));

    if (last && by != BY_REQUEST)
      break;
    before (lm);
    if (by == BY_REQUEST && read_request (lm, &buf)) {
      guestfs_int_later_translate (lm, &buf);
      fuse_session_process_buf (lm->session, &buf);
    }
    idle = by == BY_TIME;
    after (lm, idle);
    if (lm->must_end)
      guestfs_int_local_start_to_end (lm);
  }
  free (buf.mem);
}

int
guestfs_int_local_new_epoch (struct local_mount *lm)
{
  /* Struct fuse_out_header of linux/fuse.h, and FUSE_NOTIFY_INC_EPOCH, which
   * libfuse may not know yet. */
  const struct {
    uint32_t len;
    int32_t code;
    uint64_t unique;
  } message = { .len = sizeof message, .code = 8 };

  return write (fuse_session_fd (lm->session), &message, sizeof message)
    == sizeof message ? 0 : -1;
}

/* libfuse sees that, too, and unmounts nothing. */
static bool
is_disconnected (const struct local_mount *lm)
{
  struct pollfd fd = { .fd = fuse_session_fd (lm->session) };

  return poll (&fd, 1, 0) == 1 && fd.revents & POLLERR;
}

/* Whoever waits for an answer gets an error; who uses it has it no more.  What
 * was unmounted while in use is not unmounted again: by now something else may
 * be mounted there. */
void
guestfs_int_local_detach (struct local_mount *lm)
{
  if (!lm->session || lm->owner != getpid ()
      || (lm->unmounted && !is_disconnected (lm)))
    return;
  fuse_session_unmount (lm->session);
  lm->unmounted = true;
}

void
guestfs_int_local_free (struct local_mount *lm)
{
  if (!lm)
    return;
  guestfs_int_local_detach (lm);
  if (lm->session)
    fuse_session_destroy (lm->session);
  if (lm->wake_fd >= 0)
    close (lm->wake_fd);
  guestfs_int_filetree_free (lm->tree);
  guestfs_int_saved_error_done (&lm->error);
  free (lm->options.for_fuse);
  guestfs_int_ahead_done (&lm->ahead);
  strvec_done (&lm->times.read_nodes);
  strvec_done (&lm->times.read_paths);
  free (lm->mountpoint);
  free (lm);
}
