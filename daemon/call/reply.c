/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The answer to a call: its result, or the error that was set. */

#include "config.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "state.h"
#include "errnos.h"

bool
reply_has_error (void)
{
  return current_call ()->failed;
}

void
reply_forget_error (void)
{
  struct call *call = current_call ();

  call->failed = false;
  free (steal (&call->message));
}

/* Errors are one line, whatever a program or a guest has put into it. */
static void
join_lines (char *message)
{
  char *to = message;

  for (char *p = message; p && *p; ++p) {
    const char c = *p == '\n' || *p == '\r' || *p == '\t' ? ' ' : *p;

    if (c != ' ' || to == message || to[-1] != ' ')
      *to++ = c;
  }
  if (to)
    *to = '\0';
}

/* The first error of a call is nearest to the cause and is kept. */
static void
set_error (int err, char *message)
{
  struct call *call = current_call ();

  if (call->failed) {
    debug ("further error: %s", message ? message : "");
    free (message);
    return;
  }
  join_lines (message);
  call->failed = true;
  call->err = err;
  call->message = message;
  debug ("error: %s", message ? message : strerror (ENOMEM));
}

void
reply_with_error_errno (int err, const char *fs, ...)
{
  va_list args;
  char *message;

  va_start (args, fs);
  if (vasprintf (&message, fs, args) == -1)
    message = NULL;
  va_end (args);
  set_error (err, message);
}

void
reply_with_perror_errno (int err, const char *fs, ...)
{
  CLEANUP_FREE char *what = NULL;
  va_list args;
  char *message;

  va_start (args, fs);
  if (vasprintf (&what, fs, args) == -1)
    what = NULL;
  va_end (args);
  if (!what || asprintf (&message, "%s: %s", what, strerror (err)) == -1)
    message = NULL;
  set_error (err, message);
}

void
call_warning (const char *message)
{
  CLEANUP_FREE char *line = strndup (message, FRAME_CONTROL_MAX / 2);
  struct wire_writer w;

  wire_writer_init (&w);
  join_lines (line);
  wire_put_string (&w, line ? line : "out of memory for a warning");
  if (!w.failed)
    channel_send (FRAME_WARNING, w.data, w.len);
  wire_writer_done (&w);
}

void
call_doing (const char *what, const char *device, const char *type)
{
  const struct doing d = { (char *) what, (char *) device, (char *) type };
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_doing (&w, &d);
  if (!w.failed)
    channel_send (FRAME_DOING, w.data, w.len);
  wire_writer_done (&w);
}

void
call_doing_ended (void)
{
  call_doing ("", "", "");
}

void
reply_take_error (struct strvec *warnings, const char *what)
{
  const struct call *call = current_call ();

  if (call->failed)
    strvec_addf (warnings, "%s%s%s", what ? what : "", what ? ": " : "",
                 call->message ? call->message : "out of memory");
  reply_forget_error ();
}

void
reply_put_failure (struct wire_writer *w)
{
  const struct call *call = current_call ();
  const char *name = call->err ? guestfs_int_errno_to_name (call->err) : "";
  struct failure f = {
    .errno_name = (char *) (name ? name : ""),
    .message = call->message ? call->message : (char *) "out of memory",
  };

  if (!call->failed)
    f.message = (char *) "failed without saying why: please report this";
  wire_put_failure (w, &f);
}

static void
put_reply_header (struct wire_writer *w, enum message_status status)
{
  const struct call *call = current_call ();
  struct header h = {
    .prog = GUESTFS_PROGRAM, .vers = GUESTFS_PROTOCOL_VERSION,
    .proc = call->proc, .direction = DIRECTION_REPLY,
    .serial = call->serial, .status = status,
  };

  wire_put_header (w, &h);
}

void
reply_send_ok (const struct wire_writer *result)
{
  struct wire_writer head;

  wire_writer_init (&head);
  put_reply_header (&head, STATUS_OK);
  channel_send_parts (FRAME_REPLY, head.data, head.len,
                      result ? result->data : NULL, result ? result->len : 0);
  wire_writer_done (&head);
}

/* The error as the payload of a frame, behind a header if it is a REPLY. */
static void
send_failure (enum frame_kind kind)
{
  struct wire_writer w;

  wire_writer_init (&w);
  if (kind == FRAME_REPLY)
    put_reply_header (&w, STATUS_ERROR);
  reply_put_failure (&w);
  if (w.failed)
    protocol_error ("out of memory for an error message");
  channel_send (kind, w.data, w.len);
  wire_writer_done (&w);
}

void
reply_send_error (void)
{
  send_failure (FRAME_REPLY);
}

void
reply_send_abort (void)
{
  send_failure (FRAME_ABORT);
}
