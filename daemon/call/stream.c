/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The streams of FileIn and FileOut arguments. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "state.h"

/* With its header a piece fills whole writes of the port. */
#define PIECE (FRAME_CHUNK_SIZE - FRAME_HEADER_SIZE)

/* The library's reason is its own affair (a local file that it could not
 * read); it reports that one, not ours. */
static void
set_abort_error (const struct frame *f)
{
  struct wire_reader r;
  struct failure failure = { NULL, NULL };

  wire_reader_init (&r, f->payload, f->length);
  wire_get_failure (&r, &failure);
  reply_with_error_errno (EINTR, "the library aborted the transfer: %s",
                          failure.message ? failure.message : "no reason");
  failure_done (&failure);
}

static void
count_received (size_t n)
{
  struct call *call = current_call ();

  call->received += n;
  if (call->progress_hint > 0 && call->received <= call->progress_hint)
    notify_progress (call->received, call->progress_hint);
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
      current_call ()->stream_in = STREAM_ENDED;
      return 0;
    case FRAME_ABORT:
      current_call ()->stream_in = STREAM_ABORTED;
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
  const struct call *call = current_call ();
  struct frame f;

  if (call->stream_in != STREAM_OPEN)
    return call->stream_in == STREAM_ENDED ? 0 : -1;
  if (next_chunk (&f) == 1) {
    *ret_buf = f.payload;
    *ret_len = f.length;
    return 1;
  }
  if (call->stream_in == STREAM_ENDED)
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

  if (current_call ()->stream_in != STREAM_OPEN)
    return;
  channel_send (FRAME_CANCEL, NULL, 0);
  while (next_chunk (&f) == 1)
    ;
}

/* What is known to be long goes around the page cache: emulated, that takes
 * less than half of the time, and nothing else is pushed out of memory.  Each
 * write takes whole blocks from an aligned buffer, whatever the block size. */
#define DIRECT_MIN (8 * 1024 * 1024)
#define DIRECT_BUFFER (1024 * 1024)
#define DIRECT_ALIGN 4096

struct to_fd {
  int fd;
  const char *what;
  char *buf;                    /* NULL: through the page cache */
  size_t len;
};

static void
choose_direct (struct to_fd *to)
{
  const off_t offset = lseek (to->fd, 0, SEEK_CUR);
  struct stat st;

  if (current_call ()->progress_hint < DIRECT_MIN
      || fstat (to->fd, &st) == -1
      || !(S_ISREG (st.st_mode) || S_ISBLK (st.st_mode))
      || offset == -1 || offset % DIRECT_ALIGN != 0)
    return;
  to->buf = aligned_alloc (DIRECT_ALIGN, DIRECT_BUFFER);
  if (to->buf && set_direct (to->fd, true) == -1)
    free (steal (&to->buf));
}

static int
write_out (const struct to_fd *to, const char *p, size_t n)
{
  ssize_t r;

  for (; n > 0; p += r, n -= r) {
    r = write (to->fd, p, n);
    /* A file system that only finds out now, or a short write. */
    if (r == -1 && errno == EINVAL && fcntl (to->fd, F_GETFL) & O_DIRECT
        && set_direct (to->fd, false) == 0)
      r = 0;
    else if (r == -1 && errno == EINTR)
      r = 0;
    if (r == -1) {
      reply_with_perror ("writing to %s", to->what);
      return -1;
    }
  }
  return 0;
}

static int
write_piece (void *opaque, const void *buf, size_t len)
{
  struct to_fd *to = opaque;
  const char *p = buf;
  size_t n;

  if (!to->buf)
    return write_out (to, p, len);
  for (; len > 0; p += n, len -= n) {
    n = len < DIRECT_BUFFER - to->len ? len : DIRECT_BUFFER - to->len;
    memcpy (to->buf + to->len, p, n);
    to->len += n;
    if (to->len == DIRECT_BUFFER) {
      if (write_out (to, to->buf, to->len) == -1)
        return -1;
      to->len = 0;
    }
  }
  return 0;
}

/* The last block is seldom whole. */
static int
write_rest (struct to_fd *to)
{
  const size_t whole = to->len - to->len % DIRECT_ALIGN;

  if (write_out (to, to->buf, whole) == -1)
    return -1;
  if (set_direct (to->fd, false) == -1) {
    reply_with_perror ("%s", to->what);
    return -1;
  }
  return write_out (to, to->buf + whole, to->len - whole);
}

int
stream_receive_to_fd (int fd, const char *what)
{
  struct to_fd to = { .fd = fd, .what = what };
  int r;

  choose_direct (&to);
  r = stream_receive (write_piece, &to);
  /* What came before a stream was cut short is kept, as without a buffer. */
  if (to.buf && !(r == -1 && current_call ()->stream_in == STREAM_OPEN)
      && write_rest (&to) == -1)
    r = -1;
  free (to.buf);
  return r;
}

static int
send_piece (const char *p, size_t n)
{
  if (call_is_cancelled ()) {
    reply_with_error_errno (EINTR, "the transfer was cancelled");
    return -1;
  }
  channel_send (FRAME_CHUNK, p, n);
  return 0;
}

int
stream_send (const void *buf, size_t len)
{
  struct call *call = current_call ();
  const char *p = buf;

  if (!call->stream_out)
    protocol_error ("%s has no FileOut argument", call->name);
  if (!call->stream_out_begun)
    reply_send_ok (NULL);
  call->stream_out_begun = true;
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
  if (r == 0)
    channel_send (FRAME_END, NULL, 0);
  else
    reply_send_abort ();
}
