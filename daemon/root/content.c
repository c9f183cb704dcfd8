/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the areas that deal with the contents of files share: opening with the
 * right error, reading to the end, walking a tree. */

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <linux/fs.h>

#include "content.h"

#define OPEN_FLAGS (O_CLOEXEC | O_NOCTTY | O_NONBLOCK)

int
content_open (const char *path, int flags, mode_t mode)
{
  int fd = guest_open (path, flags | OPEN_FLAGS, mode);

  if (fd == -1)
    reply_with_perror ("%s", path);
  return fd;
}

int
content_open_path (const char *path)
{
  int fd = guest_open (path, O_PATH | O_CLOEXEC, 0);

  if (fd == -1)
    reply_with_perror ("%s", path);
  return fd;
}

int
content_open_dev_or_path (const char *path, int flags, mode_t mode)
{
  int fd;

  if (is_device_name (path)) {
    flags &= ~(O_CREAT | O_TRUNC);
    mode = 0;
  }
  fd = open_dev_or_path (path, flags | OPEN_FLAGS, mode);
  if (fd == -1)
    reply_with_perror ("%s", path);
  return fd;
}

int
content_open_file (const char *path)
{
  CLEANUP_CLOSE int fd = content_open (path, O_RDONLY, 0);
  struct stat st;

  if (fd == -1)
    return -1;
  if (fstat (fd, &st) == 0 && S_ISDIR (st.st_mode)) {
    reply_with_perror_errno (EISDIR, "%s", path);
    return -1;
  }
  return steal_fd (&fd);
}

FILE *
content_fopen (const char *path)
{
  CLEANUP_CLOSE int fd = content_open_file (path);
  FILE *fp;

  if (fd == -1)
    return NULL;
  fp = fdopen (fd, "r");
  if (fp == NULL) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  steal_fd (&fd);
  return fp;
}

int
content_open_dir (const char *path)
{
  return content_open (path, O_RDONLY | O_DIRECTORY, 0);
}

int
content_open_parent (const char *path, char **ret_name)
{
  int fd = guest_open_parent (path, ret_name);

  if (fd == -1)
    reply_with_perror ("%s", path);
  return fd;
}

/* guest_real_path also answers for what is about to be made. */
char *
content_real_path (const char *path)
{
  struct stat st;
  char *ret = NULL;

  if (guest_stat (path, &st) == 0)
    ret = guest_real_path (path);
  if (ret == NULL)
    reply_with_perror ("%s", path);
  return ret;
}

char *
content_fd_path (int fd)
{
  char *ret;

  if (asprintf (&ret, "/proc/self/fd/%d", fd) == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  return ret;
}

int64_t
content_size (int fd, const char *what)
{
  struct stat st;
  uint64_t size;

  if (fstat (fd, &st) == -1 ||
      (S_ISBLK (st.st_mode) && ioctl (fd, BLKGETSIZE64, &size) == -1)) {
    reply_with_perror ("%s", what);
    return -1;
  }
  return S_ISBLK (st.st_mode) ? (int64_t) size : st.st_size;
}

/* Of what is long, a part that is worth a trip to the disk is on its way
 * while the one before is sent: the kernel by itself asks for 128 KiB. */
#define READ_AHEAD (1024 * 1024)

static void
read_ahead (int fd, off_t start, uint64_t position)
{
  if (start >= 0 && position % READ_AHEAD == CONTENT_BUFFER_SIZE)
    posix_fadvise (fd, start + position, 2 * READ_AHEAD, POSIX_FADV_WILLNEED);
}

static bool
give_up (const char *what)
{
  if (!call_is_cancelled ())
    return false;
  reply_with_error_errno (EINTR, "%s: stopped because the call was cancelled",
                          what);
  return true;
}

/* total is 0 when nobody wants to know. */
static int
read_all (int fd, const char *what, uint64_t total,
          stream_cb cb, void *opaque)
{
  CLEANUP_FREE char *buf = malloc (CONTENT_BUFFER_SIZE);
  const off_t start = lseek (fd, 0, SEEK_CUR);
  uint64_t position = 0;
  ptrdiff_t n;

  if (buf == NULL) {
    reply_with_perror ("malloc");
    return -1;
  }
  while ((n = full_read (fd, buf, CONTENT_BUFFER_SIZE)) > 0) {
    position += n;
    if (give_up (what))
      return -1;
    read_ahead (fd, start, position);
    if (cb (opaque, buf, n) == -1)
      return -1;
    if (total > 0)
      notify_progress (position < total ? position : total, total);
  }
  if (n == -1) {
    reply_with_perror ("%s", what);
    return -1;
  }
  return 0;
}

int
content_read_all (int fd, const char *what, stream_cb cb, void *opaque)
{
  return read_all (fd, what, 0, cb, opaque);
}

int
content_read_all_progress (int fd, const char *what,
                           stream_cb cb, void *opaque)
{
  int64_t size = content_size (fd, what);

  if (size == -1)
    return -1;
  return read_all (fd, what, size, cb, opaque);
}

int
content_getline (FILE *fp, const char *what,
                 char **line, size_t *cap, size_t *ret_len)
{
  ssize_t n;

  errno = 0;
  n = getline (line, cap, fp);
  if (n == -1) {
    /* At the end of the file errno stays 0. */
    if (ferror (fp) || errno != 0) {
      reply_with_perror ("%s", what);
      return -1;
    }
    return 0;
  }
  if (n > 0 && (*line)[n-1] == '\n')
    (*line)[--n] = '\0';
  *ret_len = n;
  return 1;
}

/* ---- Walking a tree ---- */

/* Each level is one call deep and holds one descriptor.  No tree that is not
 * made to do harm comes near this. */
#define MAX_DEPTH 4000

struct walk {
  const char *what;
  unsigned flags;
  walk_cb cb;
  void *opaque;
  struct strbuf path;           /* of the entry, relative to the start */
};

static int
walk_failed (const struct walk *w)
{
  reply_with_perror ("%s%s%s", w->what,
                     w->path.len > 0 && strcmp (w->what, "/") != 0 ? "/" : "",
                     w->path.len > 0 ? w->path.ptr : "");
  return -1;
}

/* Room for a descriptor at each level. */
static void
raise_descriptor_limit (void)
{
  struct rlimit rl;

  if (getrlimit (RLIMIT_NOFILE, &rl) == 0 && rl.rlim_cur < MAX_DEPTH + 256) {
    rl.rlim_cur = MAX_DEPTH + 256;
    if (rl.rlim_max < rl.rlim_cur)
      rl.rlim_max = rl.rlim_cur;
    /* When it is refused, too deep a tree gives EMFILE. */
    if (setrlimit (RLIMIT_NOFILE, &rl) == -1)
      debug ("setrlimit: %s", strerror (errno));
  }
}

static int
entry_stat (const struct walk *w, int dirfd, const char *name,
            unsigned char type, struct stat *st)
{
  memset (st, 0, sizeof *st);
  if (type != DT_UNKNOWN && !(w->flags & WALK_STAT)) {
    st->st_mode = DTTOIF (type);
    return 0;
  }
  return fstatat (dirfd, name, st, AT_SYMLINK_NOFOLLOW);
}

static int walk_directory (struct walk *w, int fd, int depth);

static int
walk_into (struct walk *w, int dirfd, const char *name, int depth)
{
  int fd;

  fd = openat (dirfd, name,
               O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd == -1)
    return walk_failed (w);
  return walk_directory (w, fd, depth + 1);
}

static int
walk_one (struct walk *w, int dirfd, const char *name, unsigned char type,
          int depth)
{
  struct walk_entry e = { .dirfd = dirfd, .name = name };

  if (entry_stat (w, dirfd, name, type, &e.st) == -1)
    return walk_failed (w);
  e.path = w->path.ptr;
  if (w->cb (w->opaque, &e) == -1)
    return -1;
  if (!S_ISDIR (e.st.st_mode))
    return 0;
  if (walk_into (w, dirfd, name, depth) == -1)
    return -1;
  e.path = w->path.ptr;
  e.after = true;
  return w->cb (w->opaque, &e);
}

static int
walk_name (struct walk *w, int dirfd, const char *name, unsigned char type,
           int depth)
{
  const size_t len = w->path.len;
  int r = -1;

  if ((len > 0 && strbuf_addc (&w->path, '/') == -1) ||
      strbuf_adds (&w->path, name) == -1)
    reply_with_perror ("malloc");
  else
    r = walk_one (w, dirfd, name, type, depth);
  w->path.len = len;
  w->path.ptr[len] = '\0';
  return r;
}

static int
by_name (const struct dirent **a, const struct dirent **b)
{
  return strcmp ((*a)->d_name, (*b)->d_name);
}

static int
no_dots (const struct dirent *d)
{
  return strcmp (d->d_name, ".") != 0 && strcmp (d->d_name, "..") != 0;
}

static int
walk_sorted (struct walk *w, int fd, int depth)
{
  struct dirent **names;
  int i, n, r = 0;

  n = scandirat (fd, ".", &names, no_dots, by_name);
  if (n == -1)
    return walk_failed (w);
  for (i = 0; i < n; ++i) {
    if (r == 0)
      r = walk_name (w, fd, names[i]->d_name, names[i]->d_type, depth);
    free (names[i]);
  }
  free (names);
  return r;
}

static int
walk_unsorted (struct walk *w, DIR *dir, int depth)
{
  struct dirent *d;

  while (errno = 0, (d = readdir (dir)) != NULL) {
    if (no_dots (d) &&
        walk_name (w, dirfd (dir), d->d_name, d->d_type, depth) == -1)
      return -1;
  }
  return errno == 0 ? 0 : walk_failed (w);
}

/* Takes fd. */
static int
walk_directory (struct walk *w, int fd_taken, int depth)
{
  CLEANUP_CLOSE int fd = fd_taken;
  CLEANUP_CLOSEDIR DIR *dir = NULL;

  if (depth > MAX_DEPTH) {
    reply_with_error_errno (ELOOP, "%s: directories are nested more than %d "
                            "deep", w->what, MAX_DEPTH);
    return -1;
  }
  if (w->flags & WALK_SORTED)
    return walk_sorted (w, fd, depth);
  dir = fdopendir (fd);
  if (dir == NULL)
    return walk_failed (w);
  steal_fd (&fd);
  return walk_unsorted (w, dir, depth);
}

int
content_walk (int fd, const char *what, unsigned flags,
              walk_cb cb, void *opaque)
{
  struct walk w = { .what = what, .flags = flags,
                    .cb = cb, .opaque = opaque };
  int r, copy;

  /* Not dup: the position in the directory would be shared. */
  copy = openat (fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy == -1 || strbuf_adds (&w.path, "") == -1) {
    reply_with_perror ("%s", what);
    if (copy >= 0)
      close (copy);
    return -1;
  }
  raise_descriptor_limit ();
  r = walk_directory (&w, copy, 0);
  strbuf_done (&w.path);
  return r;
}

static int
remove_entry (void *what, const struct walk_entry *e)
{
  const bool is_dir = S_ISDIR (e->st.st_mode);

  if (is_dir && !e->after)
    return 0;
  if (unlinkat (e->dirfd, e->name, is_dir ? AT_REMOVEDIR : 0) == -1 &&
      errno != ENOENT) {
    reply_with_perror ("%s/%s", (const char *) what, e->path);
    return -1;
  }
  return 0;
}

int
content_remove_tree (int dirfd, const char *name, const char *what)
{
  CLEANUP_CLOSE int fd = -1;

  if (unlinkat (dirfd, name, 0) == 0 || errno == ENOENT)
    return 0;
  if (errno != EISDIR && errno != EPERM) {
    reply_with_perror ("%s", what);
    return -1;
  }
  fd = openat (dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd == -1 ||
      content_walk (fd, what, 0, remove_entry, (void *) what) == -1 ||
      unlinkat (dirfd, name, AT_REMOVEDIR) == -1) {
    if (!reply_has_error ())
      reply_with_perror ("%s", what);
    return -1;
  }
  return 0;
}

/* ---- Extended attributes ---- */

struct xattr_calls {
  ssize_t (*list) (const char *, char *, size_t);
  ssize_t (*get) (const char *, const char *, void *, size_t);
  int (*set) (const char *, const char *, const void *, size_t, int);
};

static int
copy_xattr (const struct xattr_calls *x, const char *from, const char *to,
            const char *name)
{
  CLEANUP_FREE char *value = NULL;
  ssize_t n = x->get (from, name, NULL, 0);

  if (n == -1)
    return -1;
  value = malloc (n + 1);
  if (value == NULL)
    return -1;
  n = x->get (from, name, value, n);
  return n == -1 ? -1 : x->set (to, name, value, n, 0);
}

/* Between file systems of different kinds not all can be kept. */
static int
copy_xattrs (const struct xattr_calls *x, const char *from, const char *to)
{
  CLEANUP_FREE char *names = NULL;
  ssize_t n = x->list (from, NULL, 0);
  const char *p;

  if (n <= 0)
    return n == 0 || errno == EOPNOTSUPP ? 0 : -1;
  names = malloc (n);
  if (names == NULL || (n = x->list (from, names, n)) == -1)
    return -1;
  for (p = names; p < names + n; p += strlen (p) + 1) {
    if (copy_xattr (x, from, to, p) == -1 && errno != EOPNOTSUPP &&
        errno != ENODATA)
      return -1;
  }
  return 0;
}

int
content_copy_xattrs (const char *from, const char *to)
{
  static const struct xattr_calls of_links = {
    llistxattr, lgetxattr, lsetxattr
  };

  return copy_xattrs (&of_links, from, to);
}

int
content_copy_xattrs_of_fds (int from_fd, int to_fd)
{
  static const struct xattr_calls through_links = {
    listxattr, getxattr, setxattr
  };
  CLEANUP_FREE char *from = content_fd_path (from_fd);
  CLEANUP_FREE char *to = from ? content_fd_path (to_fd) : NULL;

  return to ? copy_xattrs (&through_links, from, to) : -1;
}
