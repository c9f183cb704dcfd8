/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A call: CALL out, REPLY in, and the streams that go with them.
 *
 * One loop drives everything.  next_output decides what is sent when the last
 * frame is out; handle_frame takes what comes in.  Files of the caller are
 * read and written here, and when that fails the daemon is told to stop; the
 * local error is the one that is reported.
 *
 * A FileOut file is opened, and what it held is lost, only when the daemon
 * has said that the action works.  What has been written when a download
 * fails half-way stays there: it may be a pipe, and is the caller's.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "conn.h"
#include "errnos.h"

/* A daemon that has been told to stop sends what is on its way, no more. */
#define DISCARD_MAX (64 * 1024 * 1024)
/* What is looked at for zeroes: no file system has holes that are smaller. */
#define HOLE_BLOCK 4096
/* The most of a daemon's error message that is passed on. */
#define MESSAGE_MAX (64 * 1024)

struct run {
  struct call *c;
  guestfs_h *g;
  struct connection *conn;
  uint32_t serial;

  /* FileIn */
  int in_fd;
  bool in_waits;                /* reading it may block: ask poll first */
  bool in_ready;                /* poll said that it can be read */
  bool uploading;               /* neither END nor ABORT is queued yet */
  bool stop_upload;             /* ABORT instead of what is left */
  char *chunk;

  /* FileOut */
  int out_fd;
  bool out_may_have_holes;      /* a regular file, of which we know that it is
                                 * empty */
  bool out_ends_in_hole;
  uint64_t out_pos;
  bool downloading;             /* REPLY was good, no END or ABORT yet */
  uint64_t discarded;

  bool want_cancel;             /* CANCEL is to be sent */
  bool gave_up;                 /* chunks are thrown away */
  bool replied, finished;
  struct wire_writer abort;     /* body of our ABORT */

  /* What went wrong.  A failure of the caller's file or the caller's wish to
   * stop comes before what the daemon says of it. */
  bool cancelled;               /* by guestfs_user_cancel */
  int local_errno;
  char *local_error;
  struct failure failure;       /* of the daemon; message NULL: none */
};

/* ---- The struct of generated code ---- */

void
guestfs_int_call_init (guestfs_h *g, struct call *c, const char *name,
                       uint32_t proc)
{
  *c = (struct call) { .g = g, .name = name, .proc = proc };
  wire_writer_init (&c->args);
}

bool
guestfs_int_call_finished (struct call *c)
{
  if (wire_reader_finished (&c->ret))
    return true;
  guestfs_int_error_errno (c->g, EPROTO, "the appliance's reply to %s cannot "
                           "be understood", c->name);
  return false;
}

void
guestfs_int_call_done (struct call *c)
{
  wire_writer_done (&c->args);
  cleanup_free (&c->reply);
  c->reply = NULL;
}

/* ---- Local errors ---- */

/* The first one counts. */
static void __attribute__ ((format (printf, 3, 4)))
local_failure (struct run *r, int errnum, const char *fs, ...)
{
  va_list args;

  if (r->local_error)
    return;
  va_start (args, fs);
  if (vasprintf (&r->local_error, fs, args) == -1)
    r->g->abort_cb ();
  va_end (args);
  r->local_errno = errnum;
}

/* Programs name their standard input and output so.  Opening the name of a
 * regular file would begin at its start and truncate it. */
static int
open_local (const char *path, int flags)
{
  if (strcmp (path, "/dev/stdin") == 0)
    return fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  if (strcmp (path, "/dev/stdout") == 0)
    return fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  return open (path, flags | O_CLOEXEC | O_NOCTTY, 0666);
}

/* ---- FileIn ---- */

static int
open_file_in (struct run *r)
{
  const char *path = r->c->file_in;
  struct stat st;

  r->in_fd = open_local (path, O_RDONLY);
  if (r->in_fd == -1 || fstat (r->in_fd, &st) == -1) {
    perrorf (r->g, "%s", path);
    return -1;
  }
  if (S_ISDIR (st.st_mode)) {
    errno = EISDIR;
    perrorf (r->g, "%s", path);
    return -1;
  }
  r->in_waits = !S_ISREG (st.st_mode) && !S_ISBLK (st.st_mode);
  r->uploading = true;
  r->chunk = safe_malloc (r->g, FRAME_CHUNK_SIZE);
  return 0;
}

/* What will be sent, for progress bars; 0 when nobody knows. */
static uint64_t
progress_hint (const struct run *r)
{
  struct stat st;
  off_t pos;

  if (r->in_fd == -1 || fstat (r->in_fd, &st) == -1 || !S_ISREG (st.st_mode))
    return 0;
  pos = lseek (r->in_fd, 0, SEEK_CUR);
  return pos >= 0 && pos < st.st_size ? (uint64_t) (st.st_size - pos) : 0;
}

static void
queue_abort (struct run *r)
{
  struct failure f = { (char *) "EINTR", (char *) "cancelled by the caller" };

  if (r->local_error) {
    f.errno_name = (char *) guestfs_int_errno_to_name (r->local_errno);
    f.message = r->local_error;
  }
  wire_put_failure (&r->abort, &f);
  if (r->abort.failed)
    r->g->abort_cb ();
  guestfs_int_conn_queue (r->conn, FRAME_ABORT, NULL,
                          r->abort.data, r->abort.len);
  r->uploading = false;
}

static void
queue_next_chunk (struct run *r)
{
  ssize_t n;

  if (r->stop_upload) {
    queue_abort (r);
    return;
  }
  if (r->in_waits && !r->in_ready)
    return;
  r->in_ready = false;
  n = read (r->in_fd, r->chunk, FRAME_CHUNK_SIZE);
  if (n > 0)
    guestfs_int_conn_queue (r->conn, FRAME_CHUNK, NULL, r->chunk, n);
  else if (n == 0) {
    guestfs_int_conn_queue (r->conn, FRAME_END, NULL, NULL, 0);
    r->uploading = false;
  }
  else if (errno == EAGAIN)
    r->in_waits = true;         /* somebody made it non-blocking */
  else if (errno != EINTR) {
    local_failure (r, errno, "%s: cannot be read: %s", r->c->file_in,
                   strerror (errno));
    queue_abort (r);
  }
}

/* ---- FileOut ---- */

static void
give_up_download (struct run *r)
{
  if (!r->gave_up)
    r->want_cancel = true;
  r->gave_up = true;
}

static void
open_file_out (struct run *r)
{
  struct stat st;

  r->downloading = true;
  if (r->gave_up)
    return;
  r->out_fd = open_local (r->c->file_out, O_WRONLY | O_CREAT | O_TRUNC);
  if (r->out_fd == -1) {
    local_failure (r, errno, "%s: %s", r->c->file_out, strerror (errno));
    give_up_download (r);
    return;
  }
  r->out_may_have_holes = fstat (r->out_fd, &st) == 0 && S_ISREG (st.st_mode)
    && st.st_size == 0;
}

static bool
is_zero (const char *p, size_t n)
{
  return n > 0 && p[0] == 0 && memcmp (p, p + 1, n - 1) == 0;
}

/* How many bytes are all zero, or are not, counted in blocks of the file. */
static size_t
same_run (const struct run *r, const char *p, size_t n, bool *ret_zero)
{
  size_t len = HOLE_BLOCK - r->out_pos % HOLE_BLOCK, more;

  if (len >= n) {
    *ret_zero = is_zero (p, n);
    return n;
  }
  *ret_zero = is_zero (p, len);
  for (; len < n; len += more) {
    more = n - len < HOLE_BLOCK ? n - len : HOLE_BLOCK;
    if (is_zero (p + len, more) != *ret_zero)
      break;
  }
  return len;
}

/* Zeroes are left out: what was sparse in the guest is sparse here. */
static int
write_with_holes (struct run *r, const char *p, size_t n)
{
  size_t len;
  bool zero;

  for (; n > 0; p += len, n -= len, r->out_pos += len) {
    len = same_run (r, p, n, &zero);
    if (zero ? lseek (r->out_fd, len, SEEK_CUR) == -1
        : full_write (r->out_fd, p, len) == -1)
      return -1;
    r->out_ends_in_hole = zero;
  }
  return 0;
}

static int
write_out (struct run *r, const char *p, size_t n)
{
  return r->out_may_have_holes ? write_with_holes (r, p, n)
    : full_write (r->out_fd, p, n);
}

static enum pumped
write_chunk (struct run *r, const struct frame *f)
{
  if (!r->gave_up && write_out (r, f->payload, f->length) == -1) {
    local_failure (r, errno, "%s: cannot be written: %s", r->c->file_out,
                   strerror (errno));
    give_up_download (r);
  }
  if (r->gave_up) {
    r->discarded += f->length;
    if (r->discarded > DISCARD_MAX)
      return guestfs_int_conn_nonsense (r->conn, "a stream that does not stop "
                                        "when it is cancelled");
  }
  return PUMP_FRAME;
}

static void
close_file_out (struct run *r)
{
  const bool is_short = r->out_ends_in_hole
    && ftruncate (r->out_fd, r->out_pos) == -1;

  if (r->out_fd >= 0 && (close (steal_fd (&r->out_fd)) == -1 || is_short))
    local_failure (r, errno, "%s: cannot be written: %s", r->c->file_out,
                   strerror (errno));
}

/* ---- What comes in ---- */

static enum pumped
nonsense (struct run *r, const char *why)
{
  return guestfs_int_conn_nonsense (r->conn, why);
}

static enum pumped
take_failure (struct run *r, const char *p, size_t n)
{
  struct wire_reader reader;

  wire_reader_init (&reader, p, n);
  wire_get_failure (&reader, &r->failure);
  if (!wire_reader_finished (&reader))
    return nonsense (r, "an error that cannot be understood");
  if (strlen (r->failure.message) > MESSAGE_MAX)
    r->failure.message[MESSAGE_MAX] = '\0';
  return PUMP_FRAME;
}

static const char *
header_problem (const struct run *r, const struct header *h)
{
  if (h->prog != GUESTFS_PROGRAM || h->vers != GUESTFS_PROTOCOL_VERSION)
    return "a reply of another protocol";
  if (h->direction != DIRECTION_REPLY)
    return "a call instead of a reply";
  if (h->proc != r->c->proc)
    return "a reply to another procedure";
  if (h->serial != r->serial)
    return "a reply to another call";
  if (h->status != STATUS_OK && h->status != STATUS_ERROR)
    return "a reply of unknown status";
  return NULL;
}

static enum pumped
good_reply (struct run *r, const struct frame *f, size_t header_len)
{
  struct call *c = r->c;
  const char *payload;

  if (frame_reader_steal (&r->conn->in, f, &c->reply, &payload) == -1)
    r->g->abort_cb ();
  wire_reader_init (&c->ret, payload + header_len, f->length - header_len);
  if (c->file_out)
    open_file_out (r);
  else
    r->finished = true;
  return PUMP_FRAME;
}

static enum pumped
handle_reply (struct run *r, const struct frame *f)
{
  struct header h;
  struct wire_reader reader;
  const char *problem;

  if (r->replied)
    return nonsense (r, "a second reply");
  if (r->uploading)
    return nonsense (r, "a reply before the upload had ended");
  wire_reader_init (&reader, f->payload, f->length);
  wire_get_header (&reader, &h);
  if (reader.failed)
    return nonsense (r, "a truncated reply");
  problem = header_problem (r, &h);
  if (problem)
    return nonsense (r, problem);
  r->replied = true;
  if (h.status == STATUS_OK)
    return good_reply (r, f, reader.p - f->payload);
  r->finished = true;
  return take_failure (r, reader.p, wire_remaining (&reader));
}

static enum pumped
handle_progress (struct run *r, const struct frame *f)
{
  struct progress p;
  struct wire_reader reader;

  wire_reader_init (&reader, f->payload, f->length);
  wire_get_progress (&reader, &p);
  if (!wire_reader_finished (&reader))
    return nonsense (r, "a progress message that cannot be understood");
  /* One of an earlier call may have been under way when that ended. */
  if (p.proc == r->c->proc && p.serial == r->serial) {
    const uint64_t array[] = { p.proc, p.serial, p.position, p.total };

    guestfs_int_call_callbacks_array (r->g, GUESTFS_EVENT_PROGRESS, array, 4);
  }
  return PUMP_FRAME;
}

static enum pumped
handle_stream (struct run *r, const struct frame *f)
{
  if (!r->downloading)
    return nonsense (r, "part of a stream that nobody had asked for");
  if (f->kind == FRAME_CHUNK)
    return write_chunk (r, f);
  r->finished = true;
  return f->kind == FRAME_ABORT ? take_failure (r, f->payload, f->length)
    : PUMP_FRAME;
}

static enum pumped
handle_frame (struct run *r, const struct frame *f)
{
  switch ((enum frame_kind) f->kind) {
  case FRAME_REPLY:
    return handle_reply (r, f);
  case FRAME_PROGRESS:
    return handle_progress (r, f);
  case FRAME_CHUNK:
  case FRAME_END:
  case FRAME_ABORT:
    return handle_stream (r, f);
  case FRAME_CANCEL:
    /* When the upload is complete already this has crossed our END. */
    r->stop_upload = true;
    return PUMP_FRAME;
  case FRAME_HELLO:
  case FRAME_READY:
  case FRAME_SETUP:
  case FRAME_CALL:
    break;
  }
  return nonsense (r, "a message that does not belong into a call");
}

/* ---- What goes out ---- */

static void
user_cancelled (struct run *r)
{
  debug (r->g, "%s: cancelled by the user", r->c->name);
  r->cancelled = true;
  if (r->uploading)
    r->stop_upload = true;
  else
    give_up_download (r);       /* also when there is no stream */
}

static void
next_output (struct run *r)
{
  if (r->uploading)
    queue_next_chunk (r);
  else if (r->want_cancel) {
    r->want_cancel = false;
    guestfs_int_conn_queue (r->conn, FRAME_CANCEL, NULL, NULL, 0);
  }
}

/* ---- The loop ---- */

/* Counted from the last thing that happened, not from the start. */
static const struct timespec *
set_deadline (const struct run *r, struct timespec *ret)
{
  if (r->conn->call_timeout == 0)
    return NULL;
  clock_gettime (CLOCK_MONOTONIC, ret);
  ret->tv_sec += r->conn->call_timeout;
  return ret;
}

static enum pumped
give_up (struct run *r)
{
  r->conn->hang = safe_asprintf (r->g, "nothing has come of this call for %d "
                                 "seconds (backend setting call_timeout)",
                                 r->conn->call_timeout);
  return PUMP_LOST;
}

static enum pumped
step (struct run *r)
{
  struct timespec deadline;
  struct pump p = {
    .local_fd = -1, .deadline = set_deadline (r, &deadline),
  };
  struct frame f;
  enum pumped what;

  if (!guestfs_int_conn_is_sending (r->conn) && !r->finished)
    next_output (r);
  /* Streams can always be cancelled, other calls when they say so. */
  p.cancellable = (r->c->cancellable || r->c->file_in || r->c->file_out)
    && !r->cancelled;
  if (r->uploading && r->in_waits && !r->in_ready
      && !guestfs_int_conn_is_sending (r->conn))
    p.local_fd = r->in_fd;
  what = guestfs_int_conn_pump (r->g, r->conn, &p, &f);
  switch (what) {
  case PUMP_FRAME:
    if (r->finished)
      return nonsense (r, "something after the end of a call");
    return handle_frame (r, &f);
  case PUMP_CANCEL:
    user_cancelled (r);
    break;
  case PUMP_LOCAL:
    r->in_ready = true;
    break;
  case PUMP_TIMEOUT:
    return give_up (r);
  case PUMP_SENT:
  case PUMP_LOST:
    break;
  }
  return what;
}

static void
encode_header (struct run *r, struct wire_writer *w)
{
  const struct header h = {
    .prog = GUESTFS_PROGRAM,
    .vers = GUESTFS_PROTOCOL_VERSION,
    .proc = r->c->proc,
    .direction = DIRECTION_CALL,
    .serial = r->serial,
    .progress_hint = progress_hint (r),
    .optargs_bitmask = r->c->optargs,
    .status = STATUS_OK,
  };

  wire_writer_init (w);
  wire_put_header (w, &h);
  if (w->failed)
    r->g->abort_cb ();
}

static int
lost (struct run *r)
{
  r->conn->in_call = false;
  if (r->g->conn != r->conn) {  /* a callback has shut it down */
    guestfs_int_conn_free (r->g, r->conn);
    guestfs_int_error_errno (r->g, ECANCELED, "the appliance was shut down "
                             "while this call was running");
    return -1;
  }
  return guestfs_int_lost_appliance (r->g, r->replied
    ? "lost the appliance in the middle of a stream"
    : "lost the appliance while waiting for its reply");
}

/* A frame of ours may still be half out when the call is over: finish it. */
static int
exchange (struct run *r)
{
  struct wire_writer header;

  encode_header (r, &header);
  guestfs_int_conn_queue (r->conn, FRAME_CALL, &header,
                          r->c->args.data, r->c->args.len);
  wire_writer_done (&header);
  while (!r->finished || guestfs_int_conn_is_sending (r->conn))
    if (step (r) == PUMP_LOST)
      return lost (r);
  return 0;
}

/* ---- The end ---- */

/* A call that the daemon has completed before it heard of our wish to stop
 * has succeeded, unless we have thrown away what it sent. */
static int
outcome (struct run *r)
{
  guestfs_h *g = r->g;
  bool incomplete = r->failure.message || r->c->file_out || r->stop_upload;

  if (r->local_error) {
    guestfs_int_error_errno (g, r->local_errno, "%s", r->local_error);
    return -1;
  }
  if (r->cancelled && incomplete) {
    guestfs_int_error_errno (g, EINTR, "cancelled by the user");
    return -1;
  }
  if (r->failure.message) {
    guestfs_int_error_errno (g, r->failure.errno_name[0] == '\0' ? 0
                             : guestfs_int_name_to_errno
                             (r->failure.errno_name),
                             "%s", r->failure.message);
    return -1;
  }
  return 0;
}

static int
check_call (struct call *c)
{
  guestfs_h *g = c->g;

  if (!g->conn) {
    guestfs_int_error_errno (g, EINVAL, "the appliance is not running: "
                             "call launch first (in guestfish: run)");
    return -1;
  }
  if (g->conn->in_call) {
    guestfs_int_error_errno (g, EBUSY, "another call is running on this "
                             "handle: a callback cannot start one");
    return -1;
  }
  if (c->args.failed
      || c->args.len > g->conn->in.message_max - sizeof g->conn->head) {
    guestfs_int_error_errno (g, E2BIG, "the arguments take %zu bytes: too "
                             "much for one call: split it or use a file",
                             c->args.len);
    return -1;
  }
  return 0;
}

static void
run_done (struct run *r)
{
  cleanup_close (&r->in_fd);
  cleanup_close (&r->out_fd);
  free (r->chunk);
  free (r->local_error);
  failure_done (&r->failure);
  wire_writer_done (&r->abort);
}

int
guestfs_int_call_run (struct call *c)
{
  guestfs_h *g = c->g;
  struct run r = { .c = c, .g = g, .conn = g->conn, .in_fd = -1,
                   .out_fd = -1 };
  int ret = -1;

  if (check_call (c) == -1)
    return -1;
  if (!c->file_in || open_file_in (&r) == 0) {
    r.serial = g->next_serial++;
    r.conn->in_call = true;
    ret = exchange (&r);
    if (ret == 0) {
      r.conn->in_call = false;
      if (g->conn != r.conn)    /* shut down by a callback, at the end */
        guestfs_int_conn_free (g, r.conn);
      close_file_out (&r);
      ret = outcome (&r);
    }
  }
  run_done (&r);
  return ret;
}
