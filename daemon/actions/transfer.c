/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files and devices to and from the host, as they are or in base64. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base64.h"
#include "content.h"
#include "daemon.h"

/* A full disk may show only when the file is closed. */
static int
receive_into (int fd_taken, const char *what)
{
  CLEANUP_CLOSE int fd = fd_taken;

  if (fd == -1 || stream_receive_to_fd (fd, what) == -1)
    return -1;
  if (close (steal_fd (&fd)) == -1) {
    reply_with_perror ("%s", what);
    return -1;
  }
  return 0;
}

int
do_upload (const char *remotefilename)
{
  return receive_into (content_open_dev_or_path (remotefilename,
                                                 O_WRONLY | O_CREAT | O_TRUNC,
                                                 0666), remotefilename);
}

static int
seek_to (int fd, int64_t offset, const char *what)
{
  if (offset < 0) {
    reply_with_error_errno (EINVAL, "%s: offset must not be negative", what);
    return -1;
  }
  if (lseek (fd, offset, SEEK_SET) == -1) {
    reply_with_perror ("%s: offset %lld", what, (long long) offset);
    return -1;
  }
  return 0;
}

int
do_upload_offset (const char *remotefilename, int64_t offset)
{
  CLEANUP_CLOSE int fd = content_open_dev_or_path (remotefilename,
                                                   O_WRONLY | O_CREAT, 0666);

  if (fd == -1 || seek_to (fd, offset, remotefilename) == -1)
    return -1;
  return receive_into (steal_fd (&fd), remotefilename);
}

/* ---- To the host ---- */

static int
open_source (const char *dev_or_path)
{
  return is_device_name (dev_or_path)
    ? content_open_dev_or_path (dev_or_path, O_RDONLY, 0)
    : content_open_file (dev_or_path);
}

int
do_download (const char *remotefilename)
{
  CLEANUP_CLOSE int fd = open_source (remotefilename);

  if (fd == -1)
    return -1;
  return content_read_all_progress (fd, remotefilename,
                                    stream_send_cb, NULL);
}

static int
check_inside (int fd, const char *what, int64_t offset, int64_t size)
{
  const int64_t total = content_size (fd, what);

  if (total == -1)
    return -1;
  if (size < 0 || offset > total || size > total - offset) {
    reply_with_error_errno (EINVAL, "%s: %lld bytes at offset %lld are not "
                            "inside its %lld bytes", what, (long long) size,
                            (long long) offset, (long long) total);
    return -1;
  }
  return 0;
}

static int
send_part (int fd, const char *what, int64_t size)
{
  CLEANUP_FREE char *buf = malloc (CONTENT_BUFFER_SIZE);
  int64_t left;
  ptrdiff_t n;

  if (buf == NULL) {
    reply_with_perror ("malloc");
    return -1;
  }
  for (left = size; left > 0; left -= n) {
    n = full_read (fd, buf, left < CONTENT_BUFFER_SIZE
                            ? (size_t) left : CONTENT_BUFFER_SIZE);
    if (n <= 0) {
      reply_with_perror_errno (n == 0 ? EIO : errno, "%s", what);
      return -1;
    }
    if (stream_send (buf, n) == -1)
      return -1;
    notify_progress (size - left + n, size);
  }
  return 0;
}

int
do_download_offset (const char *remotefilename, int64_t offset, int64_t size)
{
  CLEANUP_CLOSE int fd = open_source (remotefilename);

  if (fd == -1 || seek_to (fd, offset, remotefilename) == -1 ||
      check_inside (fd, remotefilename, offset, size) == -1)
    return -1;
  return send_part (fd, remotefilename, size);
}

/* ---- Base64 ---- */

/* A line has 76 letters, which stand for this many bytes. */
#define BASE64_LINE 57

struct encoder {
  unsigned char line[BASE64_LINE];
  size_t len;
  struct strbuf out;
};

static int
encode_line (struct encoder *e)
{
  if (base64_encode (&e->out, e->line, e->len) == -1
      || strbuf_addc (&e->out, '\n') == -1) {
    reply_with_perror ("malloc");
    return -1;
  }
  e->len = 0;
  return 0;
}

static int
send_encoded (struct encoder *e)
{
  int r = e->out.len > 0 ? stream_send (e->out.ptr, e->out.len) : 0;

  e->out.len = 0;
  return r;
}

static int
encode_piece (void *opaque, const void *buf, size_t len)
{
  struct encoder *e = opaque;
  const unsigned char *p = buf;
  size_t n;

  for (; len > 0; p += n, len -= n) {
    n = BASE64_LINE - e->len < len ? BASE64_LINE - e->len : len;
    memcpy (e->line + e->len, p, n);
    e->len += n;
    if (e->len == BASE64_LINE && encode_line (e) == -1)
      return -1;
  }
  return send_encoded (e);
}

int
do_base64_out (const char *filename)
{
  CLEANUP_CLOSE int fd = content_open_file (filename);
  struct encoder e = { .len = 0 };
  int r;

  if (fd == -1)
    return -1;
  r = content_read_all (fd, filename, encode_piece, &e);
  if (r == 0 && e.len > 0)
    r = encode_line (&e);
  if (r == 0)
    r = send_encoded (&e);
  strbuf_done (&e.out);
  return r;
}

struct decoder {
  int fd;
  const char *path;
  struct base64_decoder base64;
  struct strbuf out;
};

static int
write_decoded (struct decoder *d)
{
  int r = full_write (d->fd, d->out.ptr, d->out.len);

  d->out.len = 0;
  if (r == -1)
    reply_with_perror ("%s", d->path);
  return r;
}

static int
decode_piece (void *opaque, const void *buf, size_t len)
{
  struct decoder *d = opaque;

  if (base64_decode (&d->base64, &d->out, buf, len) == 0)
    return write_decoded (d);
  if (errno == EINVAL)
    reply_with_error_errno (EINVAL, "%s: what was sent is not base64",
                            d->path);
  else
    reply_with_perror ("%s", d->path);
  return -1;
}

int
do_base64_in (const char *filename)
{
  CLEANUP_CLOSE int fd = content_open (filename,
                                       O_WRONLY | O_CREAT | O_TRUNC, 0666);
  struct decoder d = { .fd = fd, .path = filename };
  int r;

  if (fd == -1)
    return -1;
  r = stream_receive (decode_piece, &d);
  strbuf_done (&d.out);
  if (r == 0 && !base64_is_complete (&d.base64)) {
    reply_with_error_errno (EINVAL, "%s: the base64 ends in the middle",
                            filename);
    r = -1;
  }
  if (r == 0 && close (steal_fd (&fd)) == -1) {
    reply_with_perror ("%s", filename);
    r = -1;
  }
  return r;
}

/* ---- Into the appliance itself ---- */

static int
upload_to_appliance (const char *tmpname, int mode)
{
  CLEANUP_FREE char *path = NULL;
  int fd;

  if (mode < 0 || mode > 07777) {
    reply_with_error_errno (EINVAL, "%s: mode %d is negative or more than "
                            "07777", tmpname, mode);
    return -1;
  }
  if (asprintf (&path, "%s%s", tmpname[0] == '/' ? "" : "/tmp/",
                tmpname) == -1) {
    path = NULL;
    reply_with_perror ("asprintf");
    return -1;
  }
  fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC, mode);
  if (fd == -1)
    reply_with_perror ("%s in the appliance", path);
  return receive_into (fd, path);
}

int
do_internal_upload (const char *tmpname, int mode)
{
  return upload_to_appliance (tmpname, mode);
}

int
do_debug_upload (const char *tmpname, int mode)
{
  return upload_to_appliance (tmpname, mode);
}
