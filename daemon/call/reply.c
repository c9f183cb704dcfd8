/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The answer to a call: its result, or the error that was set. */

#include "config.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core.h"
#include "errnos.h"

static bool has_error;
static int error_errno;
static char *error_message;     /* NULL when memory was out */

bool verbose;

void
debug (const char *fs, ...)
{
  va_list args;

  if (!verbose)
    return;
  fprintf (stderr, "guestfsd: ");
  va_start (args, fs);
  vfprintf (stderr, fs, args);
  va_end (args);
  fprintf (stderr, "\n");
}

void
reply_begin (void)
{
  has_error = false;
  error_errno = 0;
  free (error_message);
  error_message = NULL;
}

bool
reply_has_error (void)
{
  return has_error;
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
  if (has_error) {
    debug ("further error: %s", message ? message : "");
    free (message);
    return;
  }
  join_lines (message);
  has_error = true;
  error_errno = err;
  error_message = message;
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
reply_put_failure (struct wire_writer *w)
{
  const char *name = error_errno ? guestfs_int_errno_to_name (error_errno) : "";
  struct failure f = {
    .errno_name = (char *) (name ? name : ""),
    .message = error_message ? error_message : (char *) "out of memory",
  };

  if (!has_error)
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

void
reply_send_error (void)
{
  struct wire_writer w;

  wire_writer_init (&w);
  put_reply_header (&w, STATUS_ERROR);
  reply_put_failure (&w);
  if (w.failed)
    protocol_error ("out of memory for an error message");
  channel_send (FRAME_REPLY, w.data, w.len);
  wire_writer_done (&w);
}
