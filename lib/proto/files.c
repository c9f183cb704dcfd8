/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The caller's files that go with a call: FileIn and FileOut.
 *
 * Nothing here waits for whoever is at the other end of a pipe, socket or
 * terminal: that is left to the loop of call.c, which looks at the appliance
 * and at guestfs_user_cancel meanwhile.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "deadline.h"
#include "files.h"

/* What is looked at for zeroes: no file system has holes that are smaller. */
#define HOLE_BLOCK 4096

/* ---- Opening ---- */

static const char *
add_own_file (guestfs_h *g, struct own_file *f, char *name)
{
  f->name = name;
  f->next = g->own_files;
  g->own_files = f;
  return f->name;
}

const char *
guestfs_int_own_file_add (guestfs_h *g, struct own_file *f, int fd)
{
  f->fd = fd;
  f->sink = NULL;
  return add_own_file (g, f, safe_asprintf (g, "/dev/fd/%d", fd));
}

const char *
guestfs_int_own_file_add_sink (guestfs_h *g, struct own_file *f)
{
  f->fd = -1;
  return add_own_file (g, f, safe_strdup (g, "-"));
}

void
guestfs_int_own_file_remove (guestfs_h *g, struct own_file *f)
{
  struct own_file **p = &g->own_files;

  while (*p && *p != f)
    p = &(*p)->next;
  if (*p)
    *p = f->next;
  free (f->name);
  f->name = NULL;
}

/* A name of the library's own is known by its address: /dev/fd need not
 * exist. */
static const struct own_file *
find_own_file (guestfs_h *g, const char *name)
{
  const struct own_file *f = g->own_files;

  while (f && f->name != name)
    f = f->next;
  return f;
}

/* The descriptor that a name stands for, or -1.  Programs name their standard
 * input and output so; opening the name of a regular file would begin at its
 * start and truncate it. */
static int
find_descriptor (guestfs_h *g, const char *name)
{
  const struct own_file *f = find_own_file (g, name);

  if (f)
    return f->fd;
  if (strcmp (name, "/dev/stdin") == 0)
    return STDIN_FILENO;
  if (strcmp (name, "/dev/stdout") == 0)
    return STDOUT_FILENO;
  return -1;
}

static bool
is_fifo (const char *name)
{
  struct stat st;

  return stat (name, &st) == 0 && S_ISFIFO (st.st_mode);
}

/* Opening a FIFO would wait for whoever is at its other end. */
static int
open_local (guestfs_h *g, const char *name, int flags)
{
  const int fd = find_descriptor (g, name);

  if (fd >= 0)
    return fcntl (fd, F_DUPFD_CLOEXEC, 3);
  if (is_fifo (name))
    flags |= O_NONBLOCK;
  return fd_above_stdio (open (name, flags | O_CLOEXEC | O_NOCTTY, 0666));
}

static bool
may_block (const struct stat *st)
{
  return !S_ISREG (st->st_mode) && !S_ISBLK (st->st_mode);
}

/* ---- FileIn ---- */

int
guestfs_int_file_in_open (guestfs_h *g, struct file_in *f, const char *name)
{
  struct stat st;

  f->fd = open_local (g, name, O_RDONLY);
  if (f->fd == -1 || fstat (f->fd, &st) == -1) {
    perrorf (g, "%s", name);
    return -1;
  }
  if (S_ISDIR (st.st_mode)) {
    errno = EISDIR;
    perrorf (g, "%s", name);
    return -1;
  }
  f->waits = may_block (&st);
  f->chunk = safe_malloc (g, FRAME_CHUNK_SIZE);
  return 0;
}

uint64_t
guestfs_int_file_in_size (const struct file_in *f)
{
  struct stat st;
  off_t pos;

  if (f->fd == -1 || fstat (f->fd, &st) == -1 || !S_ISREG (st.st_mode))
    return 0;
  pos = lseek (f->fd, 0, SEEK_CUR);
  return pos >= 0 && pos < st.st_size ? (uint64_t) (st.st_size - pos) : 0;
}

bool
guestfs_int_file_in_must_wait (const struct file_in *f)
{
  return f->waits && !f->ready;
}

ssize_t
guestfs_int_file_in_read (struct file_in *f)
{
  ssize_t n;

  f->ready = false;
  do
    n = read (f->fd, f->chunk, FRAME_CHUNK_SIZE);
  while (n == -1 && errno == EINTR);
  if (n == -1 && errno == EAGAIN)
    f->waits = true;            /* somebody made it non-blocking */
  return n;
}

void
guestfs_int_file_in_done (struct file_in *f)
{
  cleanup_close (&f->fd);
  free (f->chunk);
}

/* ---- FileOut ---- */

/* Zeroes may be left out only where lseek says where the next write goes:
 * O_APPEND ignores it.  What is in the file already is not zero. */
static bool
may_have_holes (int fd, const struct stat *st)
{
  const int flags = fcntl (fd, F_GETFL);

  return S_ISREG (st->st_mode) && st->st_size == 0
    && flags != -1 && !(flags & O_APPEND) && lseek (fd, 0, SEEK_CUR) == 0;
}

int
guestfs_int_file_out_open (guestfs_h *g, struct file_out *f, const char *name)
{
  const struct own_file *own = find_own_file (g, name);
  struct stat st;

  if (own && own->sink) {
    f->sink = own;
    return 0;
  }
  f->fd = open_local (g, name, O_WRONLY | O_CREAT | O_TRUNC);
  if (f->fd == -1 && errno == ENXIO && is_fifo (name))
    errno = EAGAIN;
  if (f->fd == -1 || fstat (f->fd, &st) == -1)
    return -1;
  f->waits = may_block (&st);
  f->may_have_holes = may_have_holes (f->fd, &st);
  return 0;
}

static bool
is_zero (const char *p, size_t n)
{
  return n > 0 && p[0] == 0 && memcmp (p, p + 1, n - 1) == 0;
}

/* How many bytes from f->data on are all zero, or are not, counted in blocks
 * of the file. */
static size_t
same_run (const struct file_out *f, off_t pos, bool *ret_zero)
{
  size_t len = HOLE_BLOCK - pos % HOLE_BLOCK, more;

  if (len >= f->len) {
    *ret_zero = is_zero (f->data, f->len);
    return f->len;
  }
  *ret_zero = is_zero (f->data, len);
  for (; len < f->len; len += more) {
    more = f->len - len < HOLE_BLOCK ? f->len - len : HOLE_BLOCK;
    if (is_zero (f->data + len, more) != *ret_zero)
      break;
  }
  return len;
}

static void
written (struct file_out *f, size_t n)
{
  f->data += n;
  f->len -= n;
}

/* Zeroes are left out: what was sparse in the guest is sparse here. */
static int
write_with_holes (struct file_out *f)
{
  off_t pos = lseek (f->fd, 0, SEEK_CUR);
  size_t len;
  bool zero;

  for (; f->len > 0; pos += len) {
    if (pos == -1)
      return -1;
    len = same_run (f, pos, &zero);
    if (zero ? lseek (f->fd, len, SEEK_CUR) == -1
        : full_write (f->fd, f->data, len) == -1)
      return -1;
    written (f, len);
    f->ends_in_hole = zero;
  }
  return 0;
}

/* When poll says that a pipe can be written to it takes PIPE_BUF bytes without
 * waiting.  It cannot be made non-blocking instead: others may share it. */
static int
write_what_fits (struct file_out *f)
{
  struct pollfd pfd = { f->fd, POLLOUT, 0 };
  const struct timespec now = { 0, 0 };
  ssize_t n;

  while (f->len > 0 && guestfs_int_wait_until (&pfd, 1, &now) == 1) {
    n = write (f->fd, f->data, f->len < PIPE_BUF ? f->len : PIPE_BUF);
    if (n >= 0)
      written (f, n);
    else if (errno == EAGAIN)
      break;
    else if (errno != EINTR)
      return -1;
  }
  return 0;
}

int
guestfs_int_file_out_write (struct file_out *f)
{
  size_t n = f->len;

  if (f->waits)
    return write_what_fits (f);
  if (f->may_have_holes)
    return write_with_holes (f);
  if (f->sink ? f->sink->sink (f->sink->opaque, f->data, n, &f->why) == -1
      : full_write (f->fd, f->data, n) == -1)
    return -1;
  written (f, n);
  return 0;
}

/* A hole at the end is no part of the file until the file is made longer; it
 * is never made shorter: whoever shares it may have written behind. */
static int
finish_hole (const struct file_out *f)
{
  const off_t pos = lseek (f->fd, 0, SEEK_CUR);
  struct stat st;

  if (pos == -1 || fstat (f->fd, &st) == -1)
    return -1;
  return st.st_size < pos ? ftruncate (f->fd, pos) : 0;
}

int
guestfs_int_file_out_close (struct file_out *f)
{
  const int r = f->fd >= 0 && f->ends_in_hole ? finish_hole (f) : 0;
  const int saved = errno;

  if (f->fd >= 0 && close (steal_fd (&f->fd)) == -1)
    return -1;
  errno = saved;
  return r;
}

void
guestfs_int_file_out_done (const struct file_out *f)
{
  cleanup_close (&f->fd);
}
