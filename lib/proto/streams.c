/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The streams of a call: the caller's files in frames, and back. */

#include <config.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "errnos.h"
#include "run.h"

/* A daemon that has been told to stop sends what is on its way, no more. */
#define DISCARD_MAX (64 * 1024 * 1024)

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

/* ---- Uploads ---- */

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
read_failed (struct run *r)
{
  if (errno == EAGAIN)          /* must be waited for, after all */
    return;
  local_failure (r, errno, "%s: cannot be read: %s", r->c->file_in,
                 strerror (errno));
  queue_abort (r);
}

void
guestfs_int_call_queue_chunk (struct run *r)
{
  ssize_t n;

  if (r->stop_upload) {
    queue_abort (r);
    return;
  }
  if (guestfs_int_file_in_must_wait (&r->in))
    return;
  n = guestfs_int_file_in_read (&r->in);
  if (n > 0)
    guestfs_int_conn_queue (r->conn, FRAME_CHUNK, NULL, r->in.chunk, n);
  else if (n == 0) {
    guestfs_int_conn_queue (r->conn, FRAME_END, NULL, NULL, 0);
    r->uploading = false;
  }
  else
    read_failed (r);
}

/* ---- Downloads ---- */

void
guestfs_int_call_stop_download (struct run *r)
{
  if (!r->discards)
    r->want_cancel = true;
  r->discards = true;
  r->opening = false;
  r->out.len = 0;
}

static void
local_write_failure (struct run *r, const char *what)
{
  if (r->out.why) {
    local_failure (r, errno, "%s", r->out.why);
    return;
  }
  local_failure (r, errno, "%s%s: %s", r->c->file_out, what, strerror (errno));
}

void
guestfs_int_call_open_file_out (struct run *r)
{
  r->downloading = true;
  if (r->discards)
    return;
  r->opening = false;
  if (guestfs_int_file_out_open (r->g, &r->out, r->c->file_out) == 0)
    return;
  r->opening = errno == EAGAIN;
  if (!r->opening) {
    local_write_failure (r, "");
    guestfs_int_call_stop_download (r);
  }
}

void
guestfs_int_call_write_some (struct run *r)
{
  if (r->out.len > 0 && guestfs_int_file_out_write (&r->out) == -1) {
    local_write_failure (r, ": cannot be written");
    guestfs_int_call_stop_download (r);
  }
}

enum pumped
guestfs_int_call_take_chunk (struct run *r, const struct frame *f)
{
  if (!r->discards) {
    r->out.data = f->payload;
    r->out.len = f->length;
    guestfs_int_call_write_some (r);
    return PUMP_FRAME;
  }
  r->discarded += f->length;
  if (r->discarded > DISCARD_MAX)
    return guestfs_int_conn_nonsense (r->conn, "a stream that does not stop "
                                      "when it is cancelled");
  return PUMP_FRAME;
}

void
guestfs_int_call_close_file_out (struct run *r)
{
  if (guestfs_int_file_out_close (&r->out) == -1)
    local_write_failure (r, ": cannot be written");
}
