/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single files: making, writing, comparing, removing, and what is in them. */

#include "config.h"

#include <fcntl.h>
#include <magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "content.h"
#include "daemon.h"

static bool
is_not_negative (int64_t n, const char *name, const char *path)
{
  if (n < 0)
    reply_with_error_errno (EINVAL, "%s: %s must not be negative",
                            path, name);
  return n >= 0;
}

/* Some file systems say only now that what was written did not fit. */
static int
close_written (int *fd, const char *path)
{
  if (close (steal_fd (fd)) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return 0;
}

/* ---- Writing ---- */

static int
write_content (const char *path, int flags, const char *content, size_t size)
{
  CLEANUP_CLOSE int fd = content_open (path, O_WRONLY | O_CREAT | flags, 0666);

  if (fd == -1)
    return -1;
  if (full_write (fd, content, size) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return close_written (&fd, path);
}

int
do_internal_write (const char *path, const char *content, size_t content_size)
{
  return write_content (path, O_TRUNC, content, content_size);
}

int
do_internal_write_append (const char *path,
                          const char *content, size_t content_size)
{
  return write_content (path, O_APPEND, content, content_size);
}

int
do_write_file (const char *path, const char *content, int size)
{
  const size_t len = strlen (content);

  if (!is_not_negative (size, "size", path))
    return -1;
  if ((size_t) size > len) {
    reply_with_error_errno (EINVAL, "%s: size is %d but content has only %zu "
                            "bytes", path, size, len);
    return -1;
  }
  return write_content (path, O_TRUNC, content, size > 0 ? (size_t) size : len);
}

/* Not stream_cb: the pattern goes on where the last piece ended. */
static int
write_repeated (int fd, const char *path, const char *piece, size_t size,
                int64_t len)
{
  int64_t done;
  size_t n;

  for (done = 0; done < len; done += n) {
    n = len - done < (int64_t) size ? (size_t) (len - done) : size;
    if (full_write (fd, piece, n) == -1) {
      reply_with_perror ("%s", path);
      return -1;
    }
    if (call_fails_cancelled (path))
      return -1;
    notify_progress (done + n, len);
  }
  return 0;
}

/* The pattern as often as it fits into a buffer of good size. */
static char *
repeat_pattern (const char *pattern, size_t n, size_t *ret_size)
{
  const size_t times = n < CONTENT_BUFFER_SIZE ? CONTENT_BUFFER_SIZE / n : 1;
  char *buf = malloc (times * n);
  size_t i;

  if (buf == NULL) {
    reply_with_perror ("malloc");
    return NULL;
  }
  for (i = 0; i < times; ++i)
    memcpy (buf + i * n, pattern, n);
  *ret_size = times * n;
  return buf;
}

static int
fill_file (const char *path, const char *pattern, size_t n, int len)
{
  CLEANUP_FREE char *buf = NULL;
  CLEANUP_CLOSE int fd = -1;
  size_t size;

  if (!is_not_negative (len, "len", path))
    return -1;
  buf = repeat_pattern (pattern, n, &size);
  if (buf == NULL)
    return -1;
  fd = content_open (path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (fd == -1 || write_repeated (fd, path, buf, size, len) == -1)
    return -1;
  return close_written (&fd, path);
}

int
do_fill (int c, int len, const char *path)
{
  const char byte = c;

  if (c < 0 || c > 255) {
    reply_with_error_errno (EINVAL, "%s: %d is not a byte: give 0 to 255",
                            path, c);
    return -1;
  }
  return fill_file (path, &byte, 1, len);
}

int
do_fill_pattern (const char *pattern, int len, const char *path)
{
  if (pattern[0] == '\0') {
    reply_with_error_errno (EINVAL, "%s: the pattern is empty", path);
    return -1;
  }
  return fill_file (path, pattern, strlen (pattern), len);
}

static int
create_numbered (int fd, int i)
{
  CLEANUP_FREE char *name = NULL;
  int new;

  if (asprintf (&name, "%08d", i) == -1) {
    name = NULL;
    return -1;
  }
  new = openat (fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NOCTTY
                | O_NONBLOCK | O_CLOEXEC, 0666);
  return new == -1 ? -1 : close (new);
}

int
do_fill_dir (const char *dir, int nr)
{
  CLEANUP_CLOSE int fd = -1;
  int i;

  if (!is_not_negative (nr, "nr", dir))
    return -1;
  fd = content_open_dir (dir);
  if (fd == -1)
    return -1;
  for (i = 0; i < nr; ++i) {
    if (call_fails_cancelled (dir))
      return -1;
    if (create_numbered (fd, i) == -1) {
      reply_with_perror ("%s/%08d", dir, i);
      return -1;
    }
  }
  return 0;
}

/* 0 or the errno.  Many times faster than posix_fallocate, which writes one
 * byte into each block. */
static int
write_zeroes (int fd, int64_t len)
{
  static const char zeroes[64 * 1024];

  for (size_t n; len > 0; len -= n) {
    n = len < (int64_t) sizeof zeroes ? (size_t) len : sizeof zeroes;
    if (full_write (fd, zeroes, n) == -1)
      return errno;
  }
  return 0;
}

/* Of an empty file.  Where the file system cannot allocate, blocks are written:
 * not until it is full, if that can be known before. */
static int
allocate_blocks (int fd, int64_t len)
{
  struct statvfs st;

  if (len == 0)
    return 0;
  if (fstatvfs (fd, &st) == 0 && st.f_frsize > 0
      && (uint64_t) len / st.f_frsize > st.f_bfree)
    return ENOSPC;
  if (fallocate (fd, 0, 0, len) == 0)
    return 0;
  return errno == EOPNOTSUPP ? write_zeroes (fd, len) : errno;
}

int
do_fallocate64 (const char *path, int64_t len)
{
  CLEANUP_CLOSE int fd = -1;
  int err;

  if (!is_not_negative (len, "len", path))
    return -1;
  fd = content_open (path, O_RDWR | O_CREAT | O_TRUNC, 0666);
  if (fd == -1)
    return -1;
  err = allocate_blocks (fd, len);
  if (err != 0) {
    reply_with_perror_errno (err, "%s", path);
    return -1;
  }
  return close_written (&fd, path);
}

int
do_fallocate (const char *path, int len)
{
  return do_fallocate64 (path, len);
}

static int
truncate_to (const char *path, int64_t size)
{
  CLEANUP_CLOSE int fd = content_open (path, O_WRONLY, 0);

  if (fd == -1)
    return -1;
  if (ftruncate (fd, size) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return close_written (&fd, path);
}

int
do_truncate (const char *path)
{
  return truncate_to (path, 0);
}

int
do_truncate_size (const char *path, int64_t size)
{
  if (!is_not_negative (size, "size", path))
    return -1;
  return truncate_to (path, size);
}

int
do_touch (const char *path)
{
  CLEANUP_CLOSE int fd = -1;
  struct stat st;

  if (guest_lstat (path, &st) == 0 && !S_ISREG (st.st_mode)) {
    reply_with_error_errno (EINVAL, "%s: not a regular file", path);
    return -1;
  }
  fd = content_open (path, O_WRONLY | O_CREAT, 0666);
  if (fd == -1)
    return -1;
  if (futimens (fd, NULL) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return close_written (&fd, path);
}

/* ---- Reading and writing at an offset ---- */

/* The count may be far more than there is: memory follows what is read. */
static char *
read_at (int fd, const char *what, int count, int64_t offset,
         size_t *ret_size)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  CLEANUP_FREE char *buf = malloc (CONTENT_BUFFER_SIZE);
  size_t want = count, n;
  ssize_t r = 0;

  if (!is_not_negative (count, "count", what) ||
      !is_not_negative (offset, "offset", what))
    return NULL;
  for (; buf != NULL && want > 0; want -= r, offset += r) {
    n = want < CONTENT_BUFFER_SIZE ? want : CONTENT_BUFFER_SIZE;
    r = pread (fd, buf, n, offset);
    if (r <= 0 || strbuf_add (&b, buf, r) == -1)
      break;
  }
  if (buf == NULL || (want > 0 && r != 0)) {
    reply_with_perror ("%s", what);
    return NULL;
  }
  *ret_size = b.len;
  return strbuf_steal (&b);
}

char *
do_pread (const char *path, int count, int64_t offset, size_t *ret_size)
{
  CLEANUP_CLOSE int fd = content_open_file (path);

  return fd == -1 ? NULL : read_at (fd, path, count, offset, ret_size);
}

char *
do_pread_device (const char *device, int count, int64_t offset,
                 size_t *ret_size)
{
  CLEANUP_CLOSE int fd = content_open_dev_or_path (device, O_RDONLY, 0);

  return fd == -1 ? NULL : read_at (fd, device, count, offset, ret_size);
}

/* Takes fd. */
static int
write_at (int fd_taken, const char *what, const char *content, size_t size,
          int64_t offset)
{
  CLEANUP_CLOSE int fd = fd_taken;
  size_t done;
  ssize_t r;

  if (!is_not_negative (offset, "offset", what))
    return -1;
  if (size > INT32_MAX) {
    reply_with_error_errno (EFBIG, "%s: cannot write more than 2 GiB at once",
                            what);
    return -1;
  }
  for (done = 0; done < size; done += r) {
    r = pwrite (fd, content + done, size - done, offset + done);
    if (r == -1) {
      reply_with_perror ("%s", what);
      return -1;
    }
  }
  return close_written (&fd, what) == -1 ? -1 : (int) done;
}

int
do_pwrite (const char *path, const char *content, size_t content_size,
           int64_t offset)
{
  const int fd = content_open (path, O_WRONLY, 0);

  return fd == -1 ? -1 : write_at (fd, path, content, content_size, offset);
}

int
do_pwrite_device (const char *device, const char *content,
                  size_t content_size, int64_t offset)
{
  const int fd = content_open_dev_or_path (device, O_WRONLY, 0);

  return fd == -1 ? -1 : write_at (fd, device, content, content_size, offset);
}

/* ---- Removing ---- */

int
do_rm (const char *path)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = content_open_parent (path, &name);

  if (fd == -1)
    return -1;
  if (unlinkat (fd, name, 0) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return 0;
}

int
do_rm_f (const char *path)
{
  struct stat st;

  if (guest_lstat (path, &st) == -1 && (errno == ENOENT || errno == ENOTDIR))
    return 0;
  return do_rm (path);
}

int
do_rm_rf (const char *path)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = guest_open_parent (path, &name);

  if (fd == -1) {
    if (errno == ENOENT || errno == ENOTDIR)
      return 0;
    reply_with_perror ("%s", path);
    return -1;
  }
  if (strcmp (name, ".") == 0 || strcmp (name, "..") == 0) {
    reply_with_error_errno (EINVAL, "%s: cannot remove this directory: name "
                            "what is in it instead", path);
    return -1;
  }
  return content_remove_tree (fd, name, path);
}

/* ---- Special files ---- */

int
optgroup_mknod_available (void)
{
  return 1;
}

static int
make_node (const char *path, int mode, int type, int devmajor, int devminor)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = -1;

  if (mode < 0 || (mode & ~07777 & ~type) != 0) {
    reply_with_error_errno (EINVAL, "%s: mode 0%o: must be permissions, at "
                            "most 07777", path, (unsigned) mode);
    return -1;
  }
  if (!is_not_negative (devmajor, "devmajor", path) ||
      !is_not_negative (devminor, "devminor", path))
    return -1;
  fd = content_open_parent (path, &name);
  if (fd == -1)
    return -1;
  if (mknodat (fd, name, mode | type, makedev (devmajor, devminor)) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return 0;
}

int
do_mknod (int mode, int devmajor, int devminor, const char *path)
{
  return make_node (path, mode, mode & S_IFMT, devmajor, devminor);
}

int
do_mknod_b (int mode, int devmajor, int devminor, const char *path)
{
  return make_node (path, mode, S_IFBLK, devmajor, devminor);
}

int
do_mknod_c (int mode, int devmajor, int devminor, const char *path)
{
  return make_node (path, mode, S_IFCHR, devmajor, devminor);
}

int
do_mkfifo (int mode, const char *path)
{
  return make_node (path, mode, S_IFIFO, 0, 0);
}

/* ---- Comparing ---- */

/* 1, 0 or -1 with the error set. */
static int
streams_are_equal (FILE *fp1, const char *file1, FILE *fp2, const char *file2)
{
  static char buf1[64 * 1024], buf2[sizeof buf1];
  size_t n1, n2;

  do {
    if (call_fails_cancelled (file1))
      return -1;
    n1 = fread (buf1, 1, sizeof buf1, fp1);
    n2 = fread (buf2, 1, sizeof buf2, fp2);
    if (ferror (fp1) || ferror (fp2)) {
      reply_with_perror ("%s", ferror (fp1) ? file1 : file2);
      return -1;
    }
    if (n1 != n2 || memcmp (buf1, buf2, n1) != 0)
      return 0;
  } while (n1 == sizeof buf1);
  return 1;
}

int
do_equal (const char *file1, const char *file2)
{
  CLEANUP_FCLOSE FILE *fp1 = content_fopen (file1);
  CLEANUP_FCLOSE FILE *fp2 = fp1 != NULL ? content_fopen (file2) : NULL;
  struct stat st1, st2;

  if (fp2 == NULL)
    return -1;
  if (fstat (fileno (fp1), &st1) == 0 && fstat (fileno (fp2), &st2) == 0 &&
      S_ISREG (st1.st_mode) && S_ISREG (st2.st_mode) &&
      st1.st_size != st2.st_size)
    return 0;
  return streams_are_equal (fp1, file1, fp2, file2);
}

/* ---- What is in a file ---- */

/* Loading the database takes longer than using it: keep it. */
static magic_t
open_magic (void)
{
  static magic_t cookie;

  if (cookie != NULL)
    return cookie;
  cookie = magic_open (MAGIC_NONE);
  if (cookie == NULL) {
    reply_with_perror ("magic_open");
    return NULL;
  }
  if (magic_load (cookie, NULL) == -1) {
    reply_with_error ("the database of file types cannot be read: %s",
                      magic_error (cookie));
    magic_close (steal (&cookie));
  }
  return cookie;
}

static char *
describe_content (int fd, const char *what, int flags)
{
  magic_t cookie = open_magic ();
  const char *description;
  char *ret;

  if (cookie == NULL)
    return NULL;
  magic_setflags (cookie, flags);
  description = magic_descriptor (cookie, fd);
  if (description == NULL) {
    reply_with_error_errno (magic_errno (cookie), "%s: %s", what,
                            magic_error (cookie));
    return NULL;
  }
  ret = strdup (description);
  if (ret == NULL)
    reply_with_perror ("strdup");
  return ret;
}

/* NULL for a regular file, which has to be looked into. */
static const char *
describe_type (mode_t mode)
{
  switch (mode & S_IFMT) {
  case S_IFDIR: return "directory";
  case S_IFCHR: return "character device";
  case S_IFBLK: return "block device";
  case S_IFIFO: return "FIFO";
  case S_IFLNK: return "symbolic link";
  case S_IFSOCK: return "socket";
  default: return NULL;
  }
}

static char *
describe_path (const char *path, int flags)
{
  CLEANUP_CLOSE int fd = -1;
  const char *type;
  struct stat st;
  char *ret;

  if (guest_lstat (path, &st) == -1) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  type = describe_type (st.st_mode);
  if (type != NULL) {
    ret = strdup (type);
    if (ret == NULL)
      reply_with_perror ("strdup");
    return ret;
  }
  fd = content_open_file (path);
  return fd == -1 ? NULL : describe_content (fd, path, flags);
}

char *
do_file (const char *path)
{
  CLEANUP_CLOSE int fd = -1;

  if (!is_device_name (path))
    return describe_path (path, MAGIC_COMPRESS);
  fd = content_open_dev_or_path (path, O_RDONLY, 0);
  return fd == -1 ? NULL
    : describe_content (fd, path, MAGIC_COMPRESS | MAGIC_DEVICES);
}

char *
do_zfile (const char *meth, const char *path)
{
  if (strcmp (meth, "gzip") != 0 && strcmp (meth, "compress") != 0 &&
      strcmp (meth, "bzip2") != 0) {
    reply_with_error_errno (EINVAL, "%s: unknown method: use gzip, compress "
                            "or bzip2", meth);
    return NULL;
  }
  return describe_path (path, MAGIC_COMPRESS | MAGIC_COMPRESS_TRANSP);
}

/* ---- For a test of the protocol ---- */

static int
refuse_after (void *opaque, const void *buf, size_t len)
{
  int64_t *left = opaque;

  (void) buf;
  *left -= len;
  if (*left > 0)
    return 0;
  reply_with_error ("as many bytes as were asked for have arrived");
  return -1;
}

/* Stops in the middle of an upload: the library must give it up and then
 * read the error. */
int
do_internal_rhbz914931 (int count)
{
  int64_t left = count;

  if (left < 0 || left > 1000 * 1000 * 1000) {
    reply_with_error_errno (EINVAL, "count %d is out of range", count);
    return -1;
  }
  return stream_receive (refuse_after, &left);
}
