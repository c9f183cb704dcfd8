/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Package databases that are text: lines, read piece by piece, and
 * directories. */

#include "config.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "readers.h"

/* Of one line. */
#define LENGTH_MAX (4 * 1024 * 1024)
#define FIRST_CAP (256 * 1024)
/* What is longer goes around the page cache: emulated, that halves the time of
 * the first read.  For that, places in the file and in memory must be multiples
 * of ALIGN. */
#define DIRECT_MIN (1024 * 1024)
#define DIRECT_CAP (512 * 1024)
#define ALIGN 4096
/* In one directory. */
#define NAMES_MAX 200000

int
no_database (const char *path)
{
  reply_with_error_errno (ENOENT, "%s: there is no such file or directory: if "
                          "it is on another file system that must be mounted",
                          path);
  return -1;
}

static int
database_too_large (const char *path, uintmax_t size)
{
  reply_with_error_errno (EFBIG, "%s: has %" PRIuMAX " bytes: a database of "
                          "packages with more than %d MiB is not read", path,
                          size, DATABASE_MAX >> 20);
  return -1;
}

/* ---- Opening ---- */

void
lines_done (struct lines *l)
{
  if (l->fd != -1)
    close (l->fd);
  free (l->buf);
}

/* And a last byte for the end of the last line. */
static char *
allocate (size_t cap)
{
  return aligned_alloc (ALIGN, cap + ALIGN);
}

static int
check_file (const char *path, int fd, struct stat *ret)
{
  if (fstat (fd, ret) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  if (!S_ISREG (ret->st_mode)) {
    reply_with_error_errno (EINVAL, "%s: is not a regular file", path);
    return -1;
  }
  return ret->st_size > DATABASE_MAX ? database_too_large (path, ret->st_size)
    : 0;
}

int
lines_open (const struct tree *t, const char *path, struct lines *ret)
{
  CLEANUP_LINES struct lines l = {
    .t = t, .path = path, .fd = tree_open (t, path),
  };
  struct stat st;

  if (l.fd == -1 && (errno == ENOENT || errno == ENOTDIR))
    return 0;
  if (l.fd != -1 && check_file (path, l.fd, &st) == -1)
    return -1;
  l.direct = l.fd != -1 && st.st_size >= DIRECT_MIN
    && set_direct (l.fd, true) == 0;
  if (l.fd != -1 && !l.direct)
    posix_fadvise (l.fd, 0, DIRECT_MIN, POSIX_FADV_WILLNEED);
  l.cap = l.direct ? DIRECT_CAP : FIRST_CAP;
  if (l.fd == -1 || (l.buf = allocate (l.cap)) == NULL) {
    reply_with_perror ("%s", path);
    return -1;
  }
  *ret = l;
  l = (struct lines) LINES_INIT;
  return 1;
}

/* ---- Reading ---- */

static int
grow (struct lines *l)
{
  char *buf = allocate (l->cap * 2);

  if (buf == NULL) {
    reply_with_perror ("%s", l->path);
    return -1;
  }
  memcpy (buf, l->buf, l->end);
  free (l->buf);
  l->buf = buf;
  l->cap *= 2;
  return 0;
}

/* Makes room, and moves what is kept so that what is read goes to a multiple
 * of ALIGN. */
static int
make_room (struct lines *l)
{
  const size_t keep = l->end - l->kept, to = -keep & (ALIGN - 1);

  memmove (l->buf + to, l->buf + l->kept, keep);
  l->start += to - l->kept;
  l->kept = to;
  l->end = to + keep;
  return l->end == l->cap ? grow (l) : 0;
}

/* Not every file system can read directly, and none from the end of the file,
 * which is no multiple of ALIGN. */
static ssize_t
read_some (struct lines *l, char *buf, size_t size)
{
  ssize_t n;

  do
    n = pread (l->fd, buf, size, l->offset);
  while (n == -1 && errno == EINTR);
  if (l->direct && ((n == -1 && errno == EINVAL) || n % ALIGN > 0)) {
    l->direct = false;
    if (set_direct (l->fd, false) == -1)
      return -1;
    return n == -1 ? read_some (l, buf, size) : n;
  }
  return n;
}

/* 1, 0 at the end of the file, or -1 with the error set. */
static int
read_more (struct lines *l)
{
  ssize_t n;

  if (make_room (l) == -1)
    return -1;
  n = read_some (l, l->buf + l->end, l->cap - l->end);
  if (n == -1) {
    reply_with_perror ("%s", l->path);
    return -1;
  }
  l->end += n;
  l->offset += n;
  return n > 0;
}

/* Forgets what has been read of a line that is too long. */
static void
skip_part_of_line (struct lines *l)
{
  if (!l->skipping)
    tree_warning (l->t, "%s: line %" PRIuMAX " has more than %d MiB and was "
                  "left out: the file is damaged or malicious", l->path,
                  l->number + 1, LENGTH_MAX >> 20);
  l->skipping = true;
  l->end = l->start;
}

/* Likewise the end of it, which has len bytes. */
static void
skip_end_of_line (struct lines *l, size_t len)
{
  const size_t from = l->start + len < l->end ? l->start + len + 1 : l->end;

  l->end -= from - l->start;
  memmove (l->buf + l->start, l->buf + from, l->end - l->start);
  l->number++;
  l->skipping = false;
}

/* 1 when there is a whole line that is wanted. */
static int
end_of_line (struct lines *l, size_t len, char **ret_line)
{
  if (!l->skipping)
    return lines_take (l, len, ret_line);
  skip_end_of_line (l, len);
  return 0;
}

/* A NUL would end a string in its middle: those from p on become blanks. */
static void
blank_nuls (struct lines *l, char *p)
{
  if (!l->has_nul)
    tree_warning (l->t, "%s: has NUL bytes, which were taken for blanks: the "
                  "file is damaged or malicious", l->path);
  l->has_nul = true;
  for (; p < l->buf + l->end && *p == '\0'; ++p)
    *p = ' ';
}

/* The first newline of what is there, so many bytes of which were searched. */
static const char *
find_newline (struct lines *l, size_t searched)
{
  char *p = l->buf + l->start + searched;

  while ((p = find_end (p, l->buf + l->end)) && *p == '\0')
    blank_nuls (l, p);
  return p;
}

int
lines_next_slowly (struct lines *l, char **ret_line)
{
  size_t searched = 0;

  for (;;) {
    const size_t have = l->end - l->start;
    const char *from = l->buf + l->start;
    const char *newline = find_newline (l, searched);
    int r;

    searched = newline ? 0 : have;
    if (newline && end_of_line (l, newline - from, ret_line))
      return 1;
    if (newline)
      continue;
    if (have >= LENGTH_MAX) {
      skip_part_of_line (l);
      searched = 0;
    }
    r = read_more (l);
    if (r == -1)
      return -1;
    if (r == 0)
      return have > 0 && end_of_line (l, l->end - l->start, ret_line);
  }
}

/* ---- Directories ---- */

char *
path_below (const char *dir, const char *name)
{
  char *path;

  if (asprintf (&path, "%s/%s", dir, name) != -1)
    return path;
  reply_with_perror ("%s", dir);
  return NULL;
}

int
for_each_name (const struct tree *t, const char *dir,
               int (*fn) (const struct tree *t, const char *path,
                          struct apps *apps), struct apps *apps)
{
  CLEANUP_FREE_STRING_LIST char **names = tree_list (t, dir, NAMES_MAX);

  if (names == NULL && (errno == ENOENT || errno == ENOTDIR))
    return 0;
  if (names == NULL) {
    reply_with_perror ("%s", dir);
    return -1;
  }
  for (size_t i = 0; names[i]; ++i) {
    CLEANUP_FREE char *path = path_below (dir, names[i]);

    if (path == NULL || fn (t, path, apps) == -1)
      return -1;
  }
  return 1;
}
