/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Packets to and from Erlang: four bytes of length, and what they count. */

#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "packets.h"

/* Of a pipe.  The default, 64 KiB, makes Erlang and this program wait for each
 * other 3200 times for a file of 200 MiB.  This is what every user may have. */
#define PIPE_SIZE (1 << 20)

static int in, out;
static pthread_mutex_t write_lock = PTHREAD_MUTEX_INITIALIZER;

/* What was read, and not used. */
static struct {
  char buf[65536];
  size_t at, end;
} input;

bool
packets_open (void)
{
  const int null = open ("/dev/null", O_RDONLY|O_CLOEXEC);

  in = fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  out = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (null == -1 || in == -1 || out == -1 || dup2 (null, STDIN_FILENO) == -1
      || dup2 (STDERR_FILENO, STDOUT_FILENO) == -1)
    return false;
  close (null);
  /* Without them it is only slower. */
  fcntl (in, F_SETPIPE_SZ, PIPE_SIZE);
  fcntl (out, F_SETPIPE_SZ, PIPE_SIZE);
  return true;
}

/* ---- Writing ---- */

void
packets_put_number (unsigned char *to, size_t size, uint64_t n)
{
  for (; size > 0; n >>= 8)
    to[--size] = (unsigned char) n;
}

static void
skip_written (struct iovec **v, int *n, size_t written)
{
  while (*n > 0 && written >= (*v)->iov_len) {
    written -= (*v)->iov_len;
    ++*v;
    --*n;
  }
  if (*n > 0) {
    (*v)->iov_base = (char *) (*v)->iov_base + written;
    (*v)->iov_len -= written;
  }
}

void
packets_write (const void *head, size_t head_size,
               const void *data, size_t data_size)
{
  unsigned char length[4];
  struct iovec iov[] = {
    { .iov_base = length, .iov_len = sizeof length },
    { .iov_base = (void *) head, .iov_len = head_size },
    { .iov_base = (void *) data, .iov_len = data_size }
  };
  struct iovec *v = iov;
  int n = sizeof iov / sizeof iov[0];

  packets_put_number (length, sizeof length, head_size + data_size);
  pthread_mutex_lock (&write_lock);
  while (n > 0) {
    const ssize_t r = writev (out, v, n);

    if (r == -1 && errno != EINTR)
      break;
    if (r > 0)
      skip_written (&v, &n, (size_t) r);
  }
  pthread_mutex_unlock (&write_lock);
}

/* ---- Reading ---- */

/* As much as there is, at most size bytes; 0 at the end of the file. */
static size_t
read_some (char *buf, size_t size)
{
  ssize_t r;

  do
    r = read (in, buf, size);
  while (r == -1 && errno == EINTR);
  return r > 0 ? (size_t) r : 0;
}

/* From what was read before. */
static size_t
take_input (char *buf, size_t size)
{
  const size_t left = input.end - input.at;

  if (size > left)
    size = left;
  memcpy (buf, input.buf + input.at, size);
  input.at += size;
  return size;
}

static size_t
refill_input (char *buf, size_t size)
{
  input.at = 0;
  input.end = read_some (input.buf, sizeof input.buf);
  return take_input (buf, size);
}

/* What is small comes in one read with its length; what is large is read to
 * where it belongs. */
bool
packets_read (char *buf, size_t size)
{
  size_t n = take_input (buf, size);

  while (n < size) {
    const size_t more = size - n >= sizeof input.buf
      ? read_some (buf + n, size - n) : refill_input (buf + n, size - n);

    if (more == 0)
      return false;
    n += more;
  }
  return true;
}

bool
packets_read_length (size_t *ret_size)
{
  char length[4];

  if (!packets_read (length, sizeof length))
    return false;
  *ret_size = 0;
  for (size_t i = 0; i < sizeof length; ++i)
    *ret_size = *ret_size << 8 | (unsigned char) length[i];
  return true;
}
