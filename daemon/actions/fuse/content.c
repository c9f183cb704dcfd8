/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: what is in files, and how full it is. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "daemon.h"
#include "fusecalls.h"
#include "fusefiles.h"
#include "nodes.h"

ssize_t
fuse_read_all (int fd, char *buf, size_t n, off_t offset)
{
  size_t done = 0;

  while (done < n) {
    const ssize_t r = pread (fd, buf + done, n - done, offset + done);

    if (r == -1 && errno == EINTR)
      continue;
    if (r == -1)
      return -1;
    if (r == 0)
      break;
    done += r;
  }
  return done;
}

char *
do_internal_fuse_read (int64_t node, const char *path, int64_t offset,
                       int count, size_t *ret_size)
{
  const int fd = fuse_open_content (node, path, false);
  CLEANUP_FREE char *buf = NULL;
  ssize_t n;

  if (fd == -1)
    return NULL;
  if (count < 0 || count > FUSECALL_MAX_IO) {
    reply_with_error_errno (EINVAL, "%d bytes cannot be read at once", count);
    return NULL;
  }
  buf = malloc (count + 1);
  if (!buf || (n = fuse_read_all (fd, buf, count, offset)) == -1) {
    fuse_failed (path);
    return NULL;
  }
  *ret_size = n;
  return steal (&buf);
}

/* Part of it may be on the disk when that is full. */
static ssize_t
write_all (int fd, const char *buf, size_t n, off_t offset)
{
  size_t done = 0;

  while (done < n) {
    const ssize_t r = pwrite (fd, buf + done, n - done, offset + done);

    if (r == -1 && errno == EINTR)
      continue;
    if (r <= 0)
      return done > 0 ? (ssize_t) done : r;
    done += r;
  }
  return done;
}

/* The part of it that is in the file already must be the same: -1 otherwise. */
static ssize_t
already_written (int fd, const char *buf, size_t n, off_t offset)
{
  CLEANUP_FREE char *there = malloc (n + 1);
  const ssize_t len = there ? fuse_read_all (fd, there, n, offset) : -1;
  const off_t end = len == -1 ? -1 : lseek (fd, 0, SEEK_END);

  if (end == -1 || (offset <= end && memcmp (there, buf, len) == 0))
    return end == -1 ? -1 : len;
  errno = EPERM;
  return -1;
}

/* The host's kernel writes whole pages: also what was at their beginning when
 * something was appended. */
static ssize_t
append (int64_t node, const char *path, const char *buf, size_t n,
        off_t offset)
{
  CLEANUP_CLOSE int fd = fuse_open_append (node, path);
  const ssize_t old = fd == -1 ? -1 : already_written (fd, buf, n, offset);
  const ssize_t new = old == -1 ? -1
    : write_all (fd, buf + old, n - old, offset + old);

  return new == -1 ? -1 : old + new;
}

int
do_internal_fuse_write (int64_t node, const char *path, int64_t offset,
                        const char *content, size_t content_size)
{
  const int fd = node_open_io (&(struct node) { node, path }, true);
  const bool guarded = fd == -1 && errno == EPERM;
  const ssize_t n = guarded
    ? append (node, path, content, content_size, offset)
    : fd == -1 ? -1 : write_all (fd, content, content_size, offset);

  return n == -1 ? fuse_failed (path) : n;
}

int
do_internal_fuse_fsync (int64_t node, const char *path, int dataonly)
{
  const int fd = fuse_open_content (node, path, false);

  if (fd == -1)
    return -1;
  return (dataonly ? fdatasync (fd) : fsync (fd)) == -1
    ? fuse_failed (path) : 0;
}

/* A file that only grows can be allocated, but is opened to append only. */
static int
allocate_append (int64_t node, const char *path, int mode, off_t offset,
                 off_t length)
{
  CLEANUP_CLOSE int fd = fuse_open_append (node, path);

  return fd == -1 ? -1 : fallocate (fd, mode, offset, length);
}

int
do_internal_fuse_fallocate (int64_t node, const char *path, int mode,
                            int64_t offset, int64_t length)
{
  const int fd = node_open_io (&(struct node) { node, path }, true);
  const bool guarded = fd == -1 && errno == EPERM;
  const int r = guarded ? allocate_append (node, path, mode, offset, length)
    : fd == -1 ? -1 : fallocate (fd, mode, offset, length);

  return r == -1 ? fuse_failed (path) : 0;
}

int64_t
do_internal_fuse_lseek (int64_t node, const char *path, int64_t offset,
                        int hole)
{
  const int fd = fuse_open_content (node, path, false);
  off_t r;

  if (fd == -1)
    return -1;
  r = lseek (fd, offset, hole ? SEEK_HOLE : SEEK_DATA);
  return r == -1 ? fuse_failed (path) : r;
}

int64_t
do_internal_fuse_copy (int64_t node, const char *path, int64_t offset,
                       int64_t tonode, const char *topath, int64_t tooffset,
                       int64_t count)
{
  const int to = fuse_open_content (tonode, topath, true);
  const int from = to == -1 ? -1 : fuse_open_content (node, path, false);
  off64_t in = offset, out = tooffset;
  ssize_t n;

  if (from == -1)
    return -1;
  n = copy_file_range (from, &in, to, &out, count, 0);
  return n == -1 ? fuse_failed (path) : n;
}

struct guestfs_statvfs *
do_internal_fuse_statfs (int64_t node, const char *path)
{
  const int fd = fuse_open_file (node, path);
  struct guestfs_statvfs *ret;
  struct statfs st;

  if (fd == -1)
    return NULL;
  ret = calloc (1, sizeof *ret);
  if (!ret || fstatfs (fd, &st) == -1) {
    fuse_failed (path);
    free (ret);
    return NULL;
  }
  ret->bsize = st.f_bsize;
  ret->frsize = st.f_frsize ? st.f_frsize : st.f_bsize;
  ret->blocks = st.f_blocks;
  ret->bfree = st.f_bfree;
  ret->bavail = st.f_bavail;
  ret->files = st.f_files;
  ret->ffree = ret->favail = st.f_ffree;
  ret->namemax = st.f_namelen;
  return ret;
}
