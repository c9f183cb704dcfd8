/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A tree of files that somebody hostile may describe.
 *
 * Each name is followed one component at a time, without links and without
 * "..", so that nothing is made outside; nothing that exists is written to;
 * and there are no device nodes, set-user-ID bits or set-group-ID bits.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanups.h"
#include "tree.h"

#define HOLE_BLOCK 4096

struct directory {
  struct directory *before;
  struct tree_attributes attrs;
  char path[];
};

struct tree {
  int top;                      /* borrowed */
  bool set_top, root;
  char *path;                   /* for errors: what is being made */
  char *error;
  size_t skipped;
  int fd;                       /* of the file that is being written, or -1 */
  struct tree_attributes attrs; /* of it */
  struct directory *directories; /* made here, last first */
};

/* ---- Errors ---- */

int
guestfs_int_tree_fail (struct tree *t, int errnum, const char *what)
{
  if (!t->error &&
      asprintf (&t->error, "%s: %s", t->path ? t->path : "archive", what) == -1)
    t->error = NULL;
  errno = errnum;
  return -1;
}

static int
fail_errno (struct tree *t)
{
  const int errnum = errno;

  return guestfs_int_tree_fail (t, errnum, strerror (errnum));
}

/* ---- Names ---- */

/* Opens the directory that path is in; *ret_last is the last component, ""
 * for the top.  The caller closes it. */
static int
open_parent (struct tree *t, const char *path, const char **ret_last)
{
  CLEANUP_CLOSE int fd = fcntl (t->top, F_DUPFD_CLOEXEC, 3);
  CLEANUP_FREE char *name = NULL;

  for (;;) {
    path += strspn (path, "/");
    const size_t n = strcspn (path, "/");
    const char *next = path + n + strspn (path + n, "/");

    if (n == 2 && memcmp (path, "..", 2) == 0)
      return guestfs_int_tree_fail (t, EPROTO, "\"..\" in the name");
    if (n == 1 && *path == '.' && *next) {
      path = next;
      continue;
    }
    if (*next == '\0') {
      *ret_last = n == 1 && *path == '.' ? path + 1 : path;
      return fd == -1 ? fail_errno (t) : steal_fd (&fd);
    }
    free (name);
    name = strndup (path, n);
    const int sub = name ? openat (fd, name, O_PATH | O_DIRECTORY | O_NOFOLLOW |
                                   O_CLOEXEC) : -1;
    if (sub == -1)
      return fail_errno (t);
    close (fd);
    fd = sub;
    path = next;
  }
}

/* ---- Attributes ---- */

static void
set_times (struct timespec times[2], int64_t mtime)
{
  times[0] = (struct timespec) { .tv_nsec = UTIME_NOW };
  times[1] = (struct timespec) { .tv_sec = mtime };
}

/* Others than root get the mode when the file is made, less their umask. */
static int
set_attributes (struct tree *t, int fd, const struct tree_attributes *a)
{
  struct timespec times[2];

  set_times (times, a->mtime);
  if ((t->root && (fchown (fd, a->uid, a->gid) == -1 ||
                   fchmod (fd, a->mode) == -1)) || futimens (fd, times) == -1)
    return fail_errno (t);
  return 0;
}

/* Of a link or FIFO, which cannot be opened. */
static int
set_attributes_at (struct tree *t, const struct tree_attributes *a,
                   int parent, const char *name)
{
  struct timespec times[2];

  set_times (times, a->mtime);
  if ((t->root && fchownat (parent, name, a->uid, a->gid,
                            AT_SYMLINK_NOFOLLOW) == -1) ||
      utimensat (parent, name, times, AT_SYMLINK_NOFOLLOW) == -1)
    return fail_errno (t);
  return 0;
}

/* ---- Making things ---- */

static int
remember_directory (struct tree *t, const struct tree_entry *e)
{
  const size_t n = strlen (e->path) + 1;
  struct directory *d = malloc (sizeof *d + n);

  if (!d)
    return fail_errno (t);
  d->before = t->directories;
  d->attrs = e->attrs;
  memcpy (d->path, e->path, n);
  t->directories = d;
  return 0;
}

/* One that exists stays as it is, unless it is a link. */
static int
make_directory (struct tree *t, const struct tree_entry *e, int parent,
                const char *name)
{
  const mode_t mode = e->attrs.mode | 0700;     /* until all is in it */
  struct stat st;

  if (*name == '\0')
    return t->set_top ? remember_directory (t, e) : 0;
  if (mkdirat (parent, name, mode) == -1) {
    if (errno != EEXIST ||
        fstatat (parent, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
      return fail_errno (t);
    if (S_ISDIR (st.st_mode))
      return 0;
    if (unlinkat (parent, name, 0) == -1 ||
        mkdirat (parent, name, mode) == -1)
      return fail_errno (t);
  }
  return remember_directory (t, e);
}

static int
make_file (struct tree *t, const struct tree_entry *e, int parent,
           const char *name)
{
  t->fd = openat (parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
                  O_CLOEXEC, e->attrs.mode);
  t->attrs = e->attrs;
  return t->fd == -1 ? fail_errno (t) : 0;
}

static int
make_hard_link (struct tree *t, const struct tree_entry *e, int parent,
                const char *name)
{
  const char *old;
  CLEANUP_CLOSE int fd = open_parent (t, e->link, &old);

  if (fd == -1)
    return -1;
  return linkat (fd, old, parent, name, 0) == -1 ? fail_errno (t) : 0;
}

static int
make_special (struct tree *t, const struct tree_entry *e, int parent,
              const char *name)
{
  const int r = e->type == TREE_LINK ? symlinkat (e->link, parent, name)
    : mkfifoat (parent, name, e->attrs.mode);

  return r == -1 ? fail_errno (t)
    : set_attributes_at (t, &e->attrs, parent, name);
}

/* "a/b///" is "a/b" */
static int
set_path (struct tree *t, const char *path)
{
  size_t n = strlen (path);

  while (n > 0 && path[n - 1] == '/')
    n--;
  free (t->path);
  t->path = strndup (path, n);
  return t->path ? 0 : fail_errno (t);
}

int
guestfs_int_tree_make (struct tree *t, const struct tree_entry *e)
{
  CLEANUP_CLOSE int parent = -1;
  const char *name;

  if (set_path (t, e->path) == -1)
    return -1;
  parent = open_parent (t, t->path, &name);
  if (parent == -1)
    return -1;
  if (e->type == TREE_DIRECTORY)
    return make_directory (t, e, parent, name);
  if (*name == '\0')
    return guestfs_int_tree_fail (t, EPROTO, "is not a directory");
  if (e->type == TREE_DEVICE) {
    t->skipped++;
    return 0;
  }
  if (unlinkat (parent, name, 0) == -1 && errno != ENOENT)
    return fail_errno (t);
  switch (e->type) {
  case TREE_HARD_LINK:
    return make_hard_link (t, e, parent, name);
  case TREE_LINK: case TREE_FIFO:
    return make_special (t, e, parent, name);
  default:
    return make_file (t, e, parent, name);
  }
}

/* ---- Contents ---- */

static bool
is_zero (const char *p, size_t n)
{
  return n > 0 && p[0] == 0 && memcmp (p, p + 1, n - 1) == 0;
}

/* The end of a block that begins at offset, or less. */
static size_t
piece_at (int64_t offset, size_t n)
{
  const size_t max = HOLE_BLOCK - offset % HOLE_BLOCK;

  return n < max ? n : max;
}

/* Zeroes become holes: the file is new. */
int
guestfs_int_tree_write (struct tree *t, const char *data, size_t n,
                        int64_t offset)
{
  while (n > 0) {
    const size_t len = piece_at (offset, n);
    const ssize_t r =
      is_zero (data, len) ? (ssize_t) len : pwrite (t->fd, data, len, offset);

    if (r == -1 && errno == EINTR)
      continue;
    if (r <= 0)
      return fail_errno (t);
    data += r;
    offset += r;
    n -= r;
  }
  return 0;
}

int
guestfs_int_tree_close_file (struct tree *t, int64_t size)
{
  if (ftruncate (t->fd, size) == -1)
    return fail_errno (t);
  if (set_attributes (t, t->fd, &t->attrs) == -1)
    return -1;
  return close (steal_fd (&t->fd)) == -1 ? fail_errno (t) : 0;
}

/* ---- The end ---- */

/* Making things in a directory needed more permission than it is to have. */
static int
finish_directory (struct tree *t, const struct directory *d)
{
  const char *name;
  CLEANUP_CLOSE int parent = -1, fd = -1;
  struct stat st;

  if (set_path (t, d->path) == -1)
    return -1;
  parent = open_parent (t, t->path, &name);
  if (parent == -1)
    return -1;
  fd = openat (parent, *name ? name : ".", O_RDONLY | O_DIRECTORY |
               O_NOFOLLOW | O_CLOEXEC);
  if (fd == -1 || fstat (fd, &st) == -1 ||
      (!t->root && fchmod (fd, st.st_mode & d->attrs.mode) == -1))
    return fail_errno (t);
  return set_attributes (t, fd, &d->attrs);
}

/* What was made last comes first: a directory's after what is in it. */
int
guestfs_int_tree_finish (struct tree *t)
{
  for (const struct directory *d = t->directories; d; d = d->before)
    if (finish_directory (t, d) == -1)
      return -1;
  return 0;
}

/* ---- Objects ---- */

struct tree *
guestfs_int_tree_new (int fd, bool set_top)
{
  struct tree *t = calloc (1, sizeof *t);

  if (t) {
    t->top = fd;
    t->set_top = set_top;
    t->root = geteuid () == 0;
    t->fd = -1;
  }
  return t;
}

const char *
guestfs_int_tree_error (const struct tree *t)
{
  return t->error;
}

size_t
guestfs_int_tree_skipped (const struct tree *t)
{
  return t->skipped;
}

void
guestfs_int_tree_free (struct tree *t)
{
  struct directory *d;

  while ((d = t->directories) != NULL) {
    t->directories = d->before;
    free (d);
  }
  cleanup_close (&t->fd);
  free (t->path);
  free (t->error);
  free (t);
}
