/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A call: CALL out, REPLY in, and the streams that go with them.
 *
 * One loop drives everything.  next_output decides what is sent when the last
 * frame is out; incoming.c takes what comes in.  Nobody waits for a call that
 * was begun: what comes of it is read when it is taken, when another call is
 * made, and when the caller has nothing else to do.  When a file of the caller
 * (streams.c, files.c) cannot be read or written the daemon is told to stop,
 * and the local error is the one that is reported.
 *
 * A FileOut file is opened, and what it held is lost, only when the daemon
 * has said that the action works.  What has been written when a download
 * fails half-way stays there: it may be a pipe, and is the caller's.
 */

#include <config.h>

#include <errno.h>
#include <stdlib.h>

#include "deadline.h"
#include "drives.h"
#include "errnos.h"
#include "run.h"

/* What waits for a disk cannot be stopped in the appliance, and a server may
 * never answer: a cancelled call has so long to end.  A local disk will
 * answer. */
#define CANCEL_SECONDS 20
/* The same when nothing is lost with the appliance. */
#define CANCEL_REPEATABLE_SECONDS 5
/* A file system that nobody has named may make the kernel wait for ever, which
 * it does not always notice. */
#define DOING_SECONDS 120
/* Nothing tells when a FIFO gets a reader. */
#define FIFO_RETRY_MS 50

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
  if (c->ret.too_large)
    guestfs_int_error_errno (c->g, E2BIG, "the result is too large for this "
                             "call: use one that writes to a file, or raise "
                             "the backend setting message_max");
  else
    guestfs_int_error_errno (c->g, EPROTO, "the appliance's reply is "
                             "malformed");
  return false;
}

void
guestfs_int_call_done (struct call *c)
{
  wire_writer_done (&c->args);
  cleanup_free (&c->reply);
  c->reply = NULL;
}

/* ---- What goes out ---- */

/* Streams can always be cancelled, other calls when they say so. */
static bool
can_be_stopped (const struct run *r)
{
  return r->c->cancellable || r->c->file_in || r->c->file_out;
}

static int
cancel_seconds (const struct run *r)
{
  return guestfs_int_call_is_repeatable (r) ? CANCEL_REPEATABLE_SECONDS
    : CANCEL_SECONDS;
}

static void
user_cancelled (struct run *r)
{
  debug (r->g, "%s: cancelled by the user", r->c->name);
  r->cancelled = true;
  r->patience_ends = guestfs_int_deadline_in (cancel_seconds (r) * 1000);
  if (!can_be_stopped (r))
    return;
  if (r->uploading)
    r->stop_upload = true;
  else
    guestfs_int_call_stop_download (r);     /* also when there is no stream */
}

static void
next_output (struct run *r)
{
  if (r->uploading)
    guestfs_int_call_queue_chunk (r);
  else if (r->want_cancel) {
    r->want_cancel = false;
    guestfs_int_conn_queue (r->conn, FRAME_CANCEL, NULL, NULL, 0);
  }
}

/* ---- The loop ---- */

static bool
waits_for_reader (const struct run *r)
{
  return r->out.len > 0;
}

static bool
waits_for_writer (const struct run *r)
{
  return r->uploading && guestfs_int_file_in_must_wait (&r->in)
    && !guestfs_int_conn_is_sending (r->conn);
}

/* It was cancelled, and may be waiting for what never answers. */
static bool
has_little_patience (const struct run *r)
{
  return r->cancelled && (r->network || r->conn->doing.what);
}

/* Seconds; 0: any number. */
static int
silence_allowed (const struct run *r)
{
  if (r->conn->call_timeout == 0 && r->conn->doing.what)
    return DOING_SECONDS;
  return r->conn->call_timeout;
}

/* Counted from the last thing that happened, not from the start.  How long a
 * local file makes us wait is nothing that the appliance can help. */
static const struct timespec *
set_deadline (const struct run *r, struct timespec *ret)
{
  if (r->opening) {
    *ret = guestfs_int_deadline_in (FIFO_RETRY_MS);
    return ret;
  }
  if (has_little_patience (r))
    return &r->patience_ends;
  if (silence_allowed (r) == 0 || waits_for_reader (r)
      || waits_for_writer (r))
    return NULL;
  *ret = guestfs_int_deadline_in ((int64_t) silence_allowed (r) * 1000);
  return ret;
}

static enum pumped
call_timed_out (struct run *r)
{
  if (has_little_patience (r))
    r->conn->hang = safe_asprintf (r->g, "this call was cancelled and did not "
                                   "end within %d seconds%s",
                                   cancel_seconds (r), r->network
                                   ? ": does the server of a drive not "
                                   "answer?" : "");
  else
    r->conn->hang = safe_asprintf (r->g, "nothing has come of this call for "
                                   "%d seconds (backend setting call_timeout)",
                                   silence_allowed (r));
  return PUMP_LOST;
}

static struct pump
prepare_pump (const struct run *r, struct timespec *deadline)
{
  struct pump p = { .local_fd = -1 };

  p.deadline = set_deadline (r, deadline);
  p.cancellable = (can_be_stopped (r) || r->network) && !r->cancelled;
  if (r->opening)
    p.hold = true;
  else if (waits_for_reader (r)) {
    p.local_fd = r->out.fd;
    p.local_events = POLLOUT;
    p.hold = true;              /* out.data is in the frame reader's buffer */
  }
  else if (waits_for_writer (r)) {
    p.local_fd = r->in.fd;
    p.local_events = POLLIN;
  }
  return p;
}

static enum pumped
call_step (struct run *r)
{
  struct timespec deadline;
  struct pump p;
  struct frame f;
  enum pumped what;

  if (!guestfs_int_conn_is_sending (r->conn) && !r->finished)
    next_output (r);
  p = prepare_pump (r, &deadline);
  what = guestfs_int_conn_pump (r->g, r->conn, &p, &f);
  switch (what) {
  case PUMP_FRAME:
    if (r->finished)
      return guestfs_int_conn_nonsense (r->conn, "something after the end of "
                                        "a call");
    return guestfs_int_call_handle_frame (r, &f);
  case PUMP_CANCEL:
    user_cancelled (r);
    break;
  case PUMP_LOCAL:
    r->in.ready = true;
    guestfs_int_call_write_some (r);
    break;
  case PUMP_TIMEOUT:
    if (!r->opening)
      return call_timed_out (r);
    guestfs_int_call_open_file_out (r);
    break;
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
    .progress_hint = guestfs_int_file_in_size (&r->in),
    .optargs_bitmask = r->c->optargs,
    .status = STATUS_OK,
  };

  wire_writer_init (w);
  wire_put_header (w, &h);
  if (w->failed)
    r->g->abort_cb ();
}

static int
call_lost (struct run *r)
{
  guestfs_h *g = r->g;

  r->conn->in_call = false;
  if (g->conn != r->conn) {     /* a callback has shut it down */
    guestfs_int_conn_free (g, r->conn);
    guestfs_int_error_errno (g, ECANCELED, "the appliance was shut down "
                             "while this call was running");
    return -1;
  }
  if (r->replied)
    return g->lost_appliance (g, "lost the appliance in the middle of a "
                              "stream");
  r->again = guestfs_int_call_begin_again (r) == 0;
  return -1;
}

static void
send_call (struct run *r)
{
  struct wire_writer header;

  r->serial = r->g->next_serial++;
  guestfs_int_call_note_changes (r);
  doing_done (&r->conn->doing);
  encode_header (r, &header);
  guestfs_int_conn_queue (r->conn, FRAME_CALL, &header,
                          r->c->args.data, r->c->args.len);
  wire_writer_done (&header);
}

/* After callbacks, which may have shut the appliance down. */
static void
leave_connection (struct run *r)
{
  r->conn->in_call = false;
  if (r->g->conn != r->conn)
    guestfs_int_conn_free (r->g, r->conn);
}

/* A frame of ours may still be half out when the call is over: finish it. */
static int
exchange (struct run *r)
{
  r->conn->in_call = true;
  while (!r->finished || guestfs_int_conn_is_sending (r->conn))
    if (call_step (r) == PUMP_LOST)
      return call_lost (r);
  leave_connection (r);
  return 0;
}

/* ---- The end ---- */

/* A call that the daemon has completed before it heard of our wish to stop
 * has succeeded, unless we have thrown away what it sent.  One that cannot be
 * stopped has not heard of it: what it says is so. */
static int
outcome (struct run *r)
{
  guestfs_h *g = r->g;
  const bool incomplete = can_be_stopped (r)
    && (r->failure.message || r->c->file_out || r->stop_upload);

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
  guestfs_int_file_in_done (&r->in);
  guestfs_int_file_out_done (&r->out);
  free (r->local_error);
  failure_done (&r->failure);
  wire_writer_done (&r->abort);
}

static int
run_call (struct run *r)
{
  guestfs_h *g = r->g;

  if (r->c->file_in
      && guestfs_int_file_in_open (g, &r->in, r->c->file_in) == -1)
    return -1;
  r->uploading = r->c->file_in != NULL;
  send_call (r);
  if (exchange (r) == -1)
    return -1;
  guestfs_int_call_close_file_out (r);
  return outcome (r);
}

static void
run_init (struct run *r, struct call *c)
{
  *r = (struct run) {
    .c = c, .g = c->g, .conn = c->g->conn,
    .network = guestfs_int_has_network_drive (c->g),
    .in = FILE_IN_INIT, .out = FILE_OUT_INIT,
  };
}

/* ---- Calls that are begun ---- */

static struct run *
begun_call (guestfs_h *g)
{
  return g->conn && !g->conn->in_call ? g->conn->begun : NULL;
}

/* For another call, which a cancel that comes meanwhile is about. */
int
guestfs_int_call_finish_begun (guestfs_h *g)
{
  struct run *r = begun_call (g);

  if (!r)
    return 0;
  r->conn->begun = NULL;
  if (exchange (r) == -1)
    return -1;
  if (!r->cancelled)
    return 0;
  guestfs_int_error_errno (g, EINTR, "cancelled by the user");
  return -1;
}

static void
free_run (struct call *c)
{
  run_done (c->run);
  free (c->run);
  c->run = NULL;
}

/* What has come of the call that was begun. */
static int
look_at_begun (struct run *r)
{
  const struct timespec now = guestfs_int_deadline_in (0);
  const struct pump p = { .local_fd = -1, .deadline = &now };
  struct frame f;
  enum pumped what;

  r->conn->in_call = true;
  do {
    what = guestfs_int_conn_pump (r->g, r->conn, &p, &f);
    if (what == PUMP_FRAME)
      what = guestfs_int_call_handle_frame (r, &f);
  } while (!r->finished && (what == PUMP_FRAME || what == PUMP_SENT));
  if (what == PUMP_LOST || r->finished)
    r->conn->begun = NULL;
  if (what == PUMP_LOST)
    return call_lost (r);
  leave_connection (r);
  return 0;
}

int
guestfs_int_call_idle (guestfs_h *g)
{
  struct run *r = begun_call (g);

  return r ? look_at_begun (r) : guestfs_int_conn_idle (g);
}

int
guestfs_int_call_begin (struct call *c)
{
  if (guestfs_int_call_finish_begun (c->g) == -1 || check_call (c) == -1)
    return -1;
  c->run = safe_malloc (c->g, sizeof *c->run);
  run_init (c->run, c);
  send_call (c->run);
  c->run->conn->begun = c->run;
  if (look_at_begun (c->run) == 0)
    return 0;
  free_run (c);
  return -1;
}

bool
guestfs_int_call_has_come (const struct call *c)
{
  return c->run->finished;
}

static int
wait_for_begun (struct run *r)
{
  if (begun_call (r->g) == r) {
    r->conn->begun = NULL;
    if (exchange (r) == -1)
      return -1;
  }
  if (r->finished)
    return outcome (r);
  guestfs_int_error_errno (r->g, ECANCELED, "the appliance was shut down "
                           "while this call was running");
  return -1;
}

int
guestfs_int_call_take (struct call *c)
{
  const int ret = wait_for_begun (c->run);

  free_run (c);
  return ret;
}

/* ---- Calls ---- */

/* 1: once more, in another machine. */
static int
run_once (struct call *c)
{
  struct run r;
  int ret;

  if (guestfs_int_call_finish_begun (c->g) == -1 || check_call (c) == -1)
    return -1;
  run_init (&r, c);
  ret = run_call (&r);
  run_done (&r);
  return r.again ? 1 : ret;
}

int
guestfs_int_call_run (struct call *c)
{
  int r;

  do
    r = run_once (c);
  while (r == 1);
  return r;
}
