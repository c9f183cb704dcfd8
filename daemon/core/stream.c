/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The streams of FileIn and FileOut arguments. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core.h"

/* With its header a piece fills whole writes of the port. */
#define PIECE (FRAME_CHUNK_SIZE - FRAME_HEADER_SIZE)

static enum stream_in in_state;
static bool out_allowed, out_started;
static uint64_t received;

void
stream_begin (bool file_in, bool file_out)
{
  in_state = file_in ? STREAM_OPEN : STREAM_NONE;
  out_allowed = file_out;
  out_started = false;
  received = 0;
}

enum stream_in
stream_in_state (void)
{
  return in_state;
}

bool
stream_out_started (void)
{
  return out_started;
}

/* The library's reason is its own affair (a local file that it could not
 * read); it reports that one, not ours. */
static void
set_abort_error (const struct frame *f)
{
  struct wire_reader r;
  struct failure failure = { NULL, NULL };

  wire_reader_init (&r, f->payload, f->length);
  wire_get_failure (&r, &failure);
  reply_with_error_errno (EINTR, "the library gave the transfer up: %s",
                          failure.message ? failure.message : "no reason");
  failure_done (&failure);
}

static void
count_received (size_t n)
{
  const uint64_t total = current_call ()->progress_hint;

  received += n;
  if (total > 0 && received <= total)
    notify_progress (received, total);
}

/* 1 and a piece; 0 when the stream has ended either way. */
static int
next_chunk (struct frame *f)
{
  for (;;) {
    channel_next (f);
    switch (f->kind) {
    case FRAME_CHUNK:
      count_received (f->length);
      return 1;
    case FRAME_END:
      in_state = STREAM_ENDED;
      return 0;
    case FRAME_ABORT:
      in_state = STREAM_ABORTED;
      return 0;
    case FRAME_CANCEL:
      break;                    /* an ABORT will follow */
    default:
      protocol_error ("%s inside a stream", frame_kind_name (f->kind));
    }
  }
}

int
stream_next (const void **ret_buf, size_t *ret_len)
{
  struct frame f;

  if (in_state != STREAM_OPEN)
    return in_state == STREAM_ENDED ? 0 : -1;
  if (next_chunk (&f) == 1) {
    *ret_buf = f.payload;
    *ret_len = f.length;
    return 1;
  }
  if (in_state == STREAM_ENDED)
    return 0;
  set_abort_error (&f);
  return -1;
}

int
stream_receive (stream_cb cb, void *opaque)
{
  const void *buf;
  size_t len;
  int r;

  while ((r = stream_next (&buf, &len)) == 1)
    if (cb (opaque, buf, len) == -1)
      return -1;
  return r;
}

void
stream_discard (void)
{
  struct frame f;

  if (in_state != STREAM_OPEN)
    return;
  channel_send (FRAME_CANCEL, NULL, 0);
  while (next_chunk (&f) == 1)
    ;
}

struct to_fd {
  int fd;
  const char *what;
};

static int
write_piece (void *opaque, const void *buf, size_t len)
{
  const struct to_fd *to = opaque;

  if (full_write (to->fd, buf, len) == 0)
    return 0;
  reply_with_perror ("writing to %s", to->what);
  return -1;
}

int
stream_receive_to_fd (int fd, const char *what)
{
  struct to_fd to = { fd, what };
  return stream_receive (write_piece, &to);
}

static int
send_piece (const char *p, size_t n)
{
  if (call_is_cancelled ()) {
    reply_with_error_errno (EINTR, "the library gave the transfer up");
    return -1;
  }
  channel_send (FRAME_CHUNK, p, n);
  return 0;
}

int
stream_send (const void *buf, size_t len)
{
  const char *p = buf;

  if (!out_allowed)
    protocol_error ("%s has no FileOut argument", current_call ()->name);
  if (!out_started)
    reply_send_ok (NULL);
  out_started = true;
  while (len > 0) {
    size_t n = len < PIECE ? len : PIECE;
    if (send_piece (p, n) == -1)
      return -1;
    p += n;
    len -= n;
  }
  return 0;
}

int
stream_send_cb (void *opaque, const void *buf, size_t len)
{
  (void) opaque;
  return stream_send (buf, len);
}

int
stream_send_fd (int fd, const char *what)
{
  CLEANUP_FREE char *buf = malloc (PIECE);
  ssize_t n;

  if (!buf) {
    reply_with_perror ("%s", what);
    return -1;
  }
  while ((n = read (fd, buf, PIECE)) > 0)
    if (stream_send (buf, n) == -1)
      return -1;
  if (n == -1)
    reply_with_perror ("reading %s", what);
  return n;
}

void
stream_out_end (int r)
{
  struct wire_writer w;

  if (r == 0) {
    channel_send (FRAME_END, NULL, 0);
    return;
  }
  wire_writer_init (&w);
  reply_put_failure (&w);
  if (w.failed)
    protocol_error ("out of memory for an error message");
  channel_send (FRAME_ABORT, w.data, w.len);
  wire_writer_done (&w);
}
