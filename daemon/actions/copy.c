/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copying and moving inside the guest: parts of files and devices, files,
 * whole trees. */

#include "config.h"

#include <fcntl.h>
#include <limits.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "content.h"
#include "daemon.h"

/* ---- Bytes from one descriptor to another ---- */

struct transfer {
  int src, dst;
  const char *src_name, *dst_name;
  int64_t src_offset, dst_offset, size;
  bool sparse;                  /* do not write zeroes */
  bool tell;                    /* send progress messages */
  bool by_hand;                 /* the kernel cannot copy between these */
  char *buf;
};

static bool
is_all_zero (const char *buf, size_t n)
{
  return n == 0 || (buf[0] == 0 && memcmp (buf, buf + 1, n - 1) == 0);
}

static int
write_piece (const struct transfer *t, const char *buf, size_t n,
             int64_t offset)
{
  ssize_t r;

  if (t->sparse && is_all_zero (buf, n))
    return 0;
  for (; n > 0; buf += r, n -= r, offset += r) {
    r = pwrite (t->dst, buf, n, offset);
    if (r == -1) {
      reply_with_perror ("%s", t->dst_name);
      return -1;
    }
  }
  return 0;
}

static int64_t
copy_by_hand (struct transfer *t, size_t n)
{
  ssize_t r;

  if (t->buf == NULL && (t->buf = malloc (CONTENT_BUFFER_SIZE)) == NULL) {
    reply_with_perror ("malloc");
    return -1;
  }
  r = pread (t->src, t->buf, n < CONTENT_BUFFER_SIZE ? n : CONTENT_BUFFER_SIZE,
             t->src_offset);
  if (r == -1) {
    reply_with_perror ("%s", t->src_name);
    return -1;
  }
  return write_piece (t, t->buf, r, t->dst_offset) == -1 ? -1 : r;
}

static bool
cannot_copy_in_kernel (int err)
{
  return err == EXDEV || err == EINVAL || err == EOPNOTSUPP ||
    err == ENOSYS || err == EBADF || err == ETXTBSY;
}

/* How many bytes; 0 when the source has ended. */
static int64_t
copy_piece (struct transfer *t, size_t n)
{
  off_t in = t->src_offset, out = t->dst_offset;
  ssize_t r;

  if (!t->by_hand && !t->sparse) {
    r = copy_file_range (t->src, &in, t->dst, &out, n, 0);
    if (r > 0)
      return r;
    if (r == -1 && !cannot_copy_in_kernel (errno)) {
      reply_with_perror ("%s: copy to %s", t->src_name, t->dst_name);
      return -1;
    }
    t->by_hand = true;
  }
  return copy_by_hand (t, n);
}

#define PIECE (4 * 1024 * 1024)

/* How many of the next n bytes are in a hole, which need not be read to know
 * that they are zeroes; 0 where the source cannot tell. */
static int64_t
hole_length (const struct transfer *t, int64_t n)
{
  const off_t data = lseek (t->src, t->src_offset, SEEK_DATA);

  if (data == -1)
    return errno == ENXIO ? n : 0;
  return data - t->src_offset < n ? data - t->src_offset : n;
}

static int
copy_bytes (struct transfer *t)
{
  int64_t left = t->size, n;

  for (; left > 0; left -= n) {
    n = t->sparse ? hole_length (t, left) : 0;
    if (n == 0)
      n = copy_piece (t, left < PIECE ? left : PIECE);
    if (n == -1 || call_fails_cancelled (t->src_name))
      return -1;
    if (n == 0) {
      reply_with_error_errno (EIO, "%s: ended %lld bytes too early",
                              t->src_name, (long long) left);
      return -1;
    }
    t->src_offset += n;
    t->dst_offset += n;
    if (t->tell)
      notify_progress (t->size - left + n, t->size);
  }
  return 0;
}

/* A hole at the end of a file exists only by its size. */
static int
extend_to (int fd, int64_t size, const char *name)
{
  struct stat st;

  if (fstat (fd, &st) == -1 ||
      (S_ISREG (st.st_mode) && st.st_size < size &&
       ftruncate (fd, size) == -1)) {
    reply_with_perror ("%s", name);
    return -1;
  }
  return 0;
}

static int
close_written (int *fd, const char *name)
{
  if (close (steal_fd (fd)) == -1) {
    reply_with_perror ("%s", name);
    return -1;
  }
  return 0;
}

/* ---- copy_…_to_… ---- */

struct request {
  int64_t src_offset, dst_offset, size;  /* size -1: to the end */
  bool sparse, append;
};

static bool
is_same_file (int a, int b)
{
  struct stat x, y;

  return fstat (a, &x) == 0 && fstat (b, &y) == 0 &&
    x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* Not truncated by open: it must not be what is to be copied. */
static int
open_destination (const char *dest, int src_fd, bool append)
{
  CLEANUP_CLOSE int fd = content_open_dev_or_path (dest, O_WRONLY | O_CREAT,
                                                   0666);

  if (fd == -1 || is_device_name (dest))
    return steal_fd (&fd);
  if (is_same_file (src_fd, fd)) {
    reply_with_error_errno (EINVAL, "%s: is both source and destination",
                            dest);
    return -1;
  }
  if (!append && ftruncate (fd, 0) == -1) {
    reply_with_perror ("%s", dest);
    return -1;
  }
  return steal_fd (&fd);
}

static int
fill_in_size (int fd, const char *src, struct request *r)
{
  const int64_t total = content_size (fd, src);

  if (total == -1)
    return -1;
  if (r->src_offset < 0 || r->dst_offset < 0 || r->size < -1) {
    reply_with_error_errno (EINVAL, "%s: offsets and size must not be "
                            "negative", src);
    return -1;
  }
  if (r->size == -1)
    r->size = r->src_offset < total ? total - r->src_offset : 0;
  if (r->src_offset > total || r->size > total - r->src_offset) {
    reply_with_error_errno (EINVAL, "%s: %lld bytes at offset %lld are not "
                            "inside its %lld bytes", src, (long long) r->size,
                            (long long) r->src_offset, (long long) total);
    return -1;
  }
  if (r->dst_offset > INT64_MAX - r->size) {
    reply_with_error_errno (EFBIG, "%s: %lld bytes at offset %lld of the copy "
                            "are too far: no file is so long", src,
                            (long long) r->size, (long long) r->dst_offset);
    return -1;
  }
  return 0;
}

static int
copy_opened (int src_fd, const char *src, int dst_fd, const char *dest,
             const struct request *r)
{
  struct transfer t = {
    .src = src_fd, .dst = dst_fd, .src_name = src, .dst_name = dest,
    .src_offset = r->src_offset, .dst_offset = r->dst_offset,
    .size = r->size, .sparse = r->sparse, .tell = true,
  };
  int ret;

  /* Zeroes that are not written would be counted beyond all numbers. */
  if (r->size > INT64_MAX - r->dst_offset) {
    reply_with_error_errno (EFBIG, "%s: %lld bytes at offset %lld are more "
                            "than a file can hold", dest, (long long) r->size,
                            (long long) r->dst_offset);
    return -1;
  }
  ret = copy_bytes (&t);
  free (t.buf);
  if (ret == 0 && r->sparse)
    ret = extend_to (dst_fd, r->dst_offset + r->size, dest);
  return ret;
}

static int
copy_request (const char *src, const char *dest, struct request *r)
{
  CLEANUP_CLOSE int src_fd = -1, dst_fd = -1;

  src_fd = is_device_name (src) ? content_open_dev_or_path (src, O_RDONLY, 0)
    : content_open_file (src);
  if (src_fd == -1 || fill_in_size (src_fd, src, r) == -1)
    return -1;
  if (r->append && is_device_name (dest)) {
    reply_with_error_errno (EINVAL, "%s: nothing can be appended to a device",
                            dest);
    return -1;
  }
  dst_fd = open_destination (dest, src_fd, r->append);
  if (dst_fd == -1)
    return -1;
  if (r->append && (r->dst_offset = content_size (dst_fd, dest)) == -1)
    return -1;
  if (copy_opened (src_fd, src, dst_fd, dest, r) == -1)
    return -1;
  return close_written (&dst_fd, dest);
}

#define COPY(action)                                                    \
  int                                                                   \
  do_##action (const char *src, const char *dest,                       \
               const struct action##_optargs *opts)                     \
  {                                                                     \
    struct request r = {                                                \
      .src_offset = opts->has_srcoffset ? opts->srcoffset : 0,          \
      .dst_offset = opts->has_destoffset ? opts->destoffset : 0,        \
      .size = opts->has_size ? opts->size : -1,                         \
      .sparse = opts->has_sparse && opts->sparse,                       \
      .append = opts->has_append && opts->append,                       \
    };                                                                  \
                                                                        \
    return copy_request (src, dest, &r);                                \
  }

COPY (copy_device_to_device)
COPY (copy_device_to_file)
COPY (copy_file_to_device)
COPY (copy_file_to_file)

int
do_copy_size (const char *src, const char *dest, int64_t size)
{
  struct request r = { .size = size };

  if (size < 0) {
    reply_with_error_errno (EINVAL, "%s: size must not be negative", src);
    return -1;
  }
  return copy_request (src, dest, &r);
}

int
do_dd (const char *src, const char *dest)
{
  struct request r = { .size = -1 };

  return copy_request (src, dest, &r);
}

/* ---- Where a copy goes ---- */

/* An existing directory means: in there, under the same name. */
static char *
final_path (const char *src, const char *dest)
{
  CLEANUP_FREE char *copy = strdup (src);
  struct stat st;
  char *ret, *last;
  size_t len;

  if (copy == NULL) {
    reply_with_perror ("strdup");
    return NULL;
  }
  for (len = strlen (copy); len > 1 && copy[len-1] == '/'; --len)
    copy[len-1] = '\0';
  last = strrchr (copy, '/');
  if (guest_stat (dest, &st) == -1 || !S_ISDIR (st.st_mode))
    last = NULL;
  if (asprintf (&ret, "%s%s", dest, last != NULL ? last : "") == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  return ret;
}

/* ---- Single files ---- */

/* Only what is not a hole. */
static int
copy_data (struct transfer *t, int64_t size)
{
  int64_t data, hole = 0;

  while (hole < size) {
    data = lseek (t->src, hole, SEEK_DATA);
    if (data == -1 && errno == ENXIO)
      break;
    hole = data == -1 ? -1 : lseek (t->src, data, SEEK_HOLE);
    /* A file system that does not know about holes. */
    if (hole == -1) {
      data = data == -1 ? 0 : data;
      hole = size;
    }
    t->src_offset = t->dst_offset = data;
    t->size = hole - data;
    if (copy_bytes (t) == -1)
      return -1;
  }
  return extend_to (t->dst, size, t->dst_name);
}

static int
copy_contents (int src_fd, const char *src, int dst_fd, const char *dest)
{
  struct transfer t = { .src = src_fd, .dst = dst_fd,
                        .src_name = src, .dst_name = dest };
  struct stat st;
  int r;

  if (fstat (src_fd, &st) == -1) {
    reply_with_perror ("%s", src);
    return -1;
  }
  r = copy_data (&t, st.st_size);
  free (t.buf);
  return r;
}

int
do_cp (const char *src, const char *dest)
{
  CLEANUP_CLOSE int src_fd = content_open_file (src), dst_fd = -1;
  CLEANUP_FREE char *path = src_fd >= 0 ? final_path (src, dest) : NULL;
  struct stat st;

  if (path == NULL)
    return -1;
  if (fstat (src_fd, &st) == -1 || !S_ISREG (st.st_mode)) {
    reply_with_error_errno (EINVAL, "%s: not a regular file", src);
    return -1;
  }
  dst_fd = content_open (path, O_WRONLY | O_CREAT, st.st_mode & 0777);
  if (dst_fd == -1)
    return -1;
  if (is_same_file (src_fd, dst_fd)) {
    reply_with_error_errno (EINVAL, "%s: is the same file as %s", src, path);
    return -1;
  }
  if (ftruncate (dst_fd, 0) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  if (copy_contents (src_fd, src, dst_fd, path) == -1)
    return -1;
  return close_written (&dst_fd, path);
}

/* ---- Trees ---- */

struct copier {
  const char *src, *dest;       /* for errors */
  bool preserve;                /* owner, mode, times, links, attributes */
  int *fds;                     /* open directories of the copy */
  size_t nr_fds, cap;
  void *links;                  /* tree of struct link */
};

/* A file with several names, and what it is called in the copy. */
struct link { dev_t dev; ino_t ino; char *path; };

static int
copy_failed (const struct copier *c, const char *path)
{
  reply_with_perror ("%s%s%s: copy to %s", c->src, path[0] ? "/" : "", path,
                     c->dest);
  return -1;
}

static int
push_fd (struct copier *c, int fd)
{
  int *p;

  if (c->nr_fds == c->cap) {
    c->cap = c->cap * 2 + 16;
    p = realloc (c->fds, c->cap * sizeof *p);
    if (p == NULL) {
      close (fd);
      return -1;
    }
    c->fds = p;
  }
  c->fds[c->nr_fds++] = fd;
  return 0;
}

static void
free_link (void *p)
{
  struct link *l = p;

  free (l->path);
  free (l);
}

static void
copier_done (struct copier *c)
{
  while (c->nr_fds > 0)
    close (c->fds[--c->nr_fds]);
  free (c->fds);
  tdestroy (c->links, free_link);
}

static int
compare_links (const void *a, const void *b)
{
  const struct link *x = a, *y = b;

  if (x->dev != y->dev)
    return x->dev < y->dev ? -1 : 1;
  return x->ino < y->ino ? -1 : x->ino > y->ino;
}

/* What has been copied under another name is linked: 1.  0: copy it. */
static int
link_if_known (struct copier *c, const struct walk_entry *e,
               int dst, const char *name)
{
  struct link key = { .dev = e->st.st_dev, .ino = e->st.st_ino };
  struct link **found = tfind (&key, &c->links, compare_links), *new;

  if (found != NULL) {
    unlinkat (dst, name, 0);
    return linkat (c->fds[0], (*found)->path, dst, name, 0) == -1 ? -1 : 1;
  }
  new = malloc (sizeof *new);
  if (new == NULL)
    return -1;
  *new = key;
  new->path = strdup (e->path);
  if (new->path == NULL || tsearch (new, &c->links, compare_links) == NULL) {
    free_link (new);
    return -1;
  }
  return 0;
}

/* Never through a link, which may have taken the place of the file. */
static int
change_mode (int dir, const char *name, mode_t mode)
{
  CLEANUP_CLOSE int fd = openat (dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  CLEANUP_FREE char *path = NULL;
  struct stat st;

  if (fd == -1 || fstat (fd, &st) == -1)
    return -1;
  if (S_ISLNK (st.st_mode))
    return 0;
  if (asprintf (&path, "/proc/self/fd/%d", fd) == -1) {
    path = NULL;
    return -1;
  }
  return chmod (path, mode);
}

/* The owner first: to change it takes away bits of the mode. */
static int
copy_metadata (const struct stat *st, int src, const char *src_name,
               int dst, const char *dst_name)
{
  CLEANUP_FREE char *from = NULL, *to = NULL;
  const struct timespec times[2] = { st->st_atim, st->st_mtim };

  if (fchownat (dst, dst_name, st->st_uid, st->st_gid,
                AT_SYMLINK_NOFOLLOW) == -1 ||
      (!S_ISLNK (st->st_mode) &&
       change_mode (dst, dst_name, st->st_mode & 07777) == -1))
    return -1;
  if (asprintf (&from, "/proc/self/fd/%d/%s", src, src_name) == -1) {
    from = NULL;
    return -1;
  }
  if (asprintf (&to, "/proc/self/fd/%d/%s", dst, dst_name) == -1) {
    to = NULL;
    return -1;
  }
  if (content_copy_xattrs (from, to) == -1)
    return -1;
  return utimensat (dst, dst_name, times, AT_SYMLINK_NOFOLLOW);
}

static int
copy_regular (struct copier *c, const struct walk_entry *e,
              int dst, const char *name)
{
  CLEANUP_CLOSE int in = -1, out = -1;

  in = openat (e->dirfd, e->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (in == -1)
    return copy_failed (c, e->path);
  /* What was there is replaced, whatever it was, never written through. */
  if (unlinkat (dst, name, 0) == -1 && errno != ENOENT)
    return copy_failed (c, e->path);
  out = openat (dst, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                e->st.st_mode & 0777);
  if (out == -1)
    return copy_failed (c, e->path);
  if (copy_contents (in, c->src, out, e->path) == -1)
    return -1;
  return close_written (&out, e->path);
}

static char *
link_text (int fd, const char *name)
{
  CLEANUP_FREE char *buf = malloc (PATH_MAX + 1);
  ssize_t n = buf != NULL ? readlinkat (fd, name, buf, PATH_MAX) : -1;

  if (n == -1)
    return NULL;
  buf[n] = '\0';
  return steal (&buf);
}

static int
copy_special (struct copier *c, const struct walk_entry *e,
              int dst, const char *name)
{
  CLEANUP_FREE char *text = NULL;
  int r;

  if (unlinkat (dst, name, 0) == -1 && errno != ENOENT)
    return copy_failed (c, e->path);
  if (S_ISLNK (e->st.st_mode)) {
    text = link_text (e->dirfd, e->name);
    r = text != NULL ? symlinkat (text, dst, name) : -1;
  }
  else
    r = mknodat (dst, name, e->st.st_mode, e->st.st_rdev);
  return r == -1 ? copy_failed (c, e->path) : 0;
}

static int
copy_file (struct copier *c, const struct walk_entry *e,
           int dst, const char *name)
{
  int r = 0;

  if (c->preserve && e->st.st_nlink > 1) {
    r = link_if_known (c, e, dst, name);
    if (r != 0)
      return r == -1 ? copy_failed (c, e->path) : 0;
  }
  r = S_ISREG (e->st.st_mode) ? copy_regular (c, e, dst, name)
    : copy_special (c, e, dst, name);
  if (r == 0 && c->preserve &&
      copy_metadata (&e->st, e->dirfd, e->name, dst, name) == -1)
    return copy_failed (c, e->path);
  return r;
}

/* Writable for us until it is full; its own mode is set when it is. */
static int
enter_copy (struct copier *c, const char *name, const char *path,
            const struct stat *st, int dst)
{
  int fd;

  if (mkdirat (dst, name, (st->st_mode & 0777) | 0700) == -1 &&
      errno != EEXIST)
    return copy_failed (c, path);
  fd = openat (dst, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  return fd == -1 || push_fd (c, fd) == -1 ? copy_failed (c, path) : 0;
}

static int
copy_entry (void *opaque, const struct walk_entry *e)
{
  struct copier *c = opaque;

  if (!S_ISDIR (e->st.st_mode))
    return copy_file (c, e, c->fds[c->nr_fds-1], e->name);
  if (!e->after)
    return enter_copy (c, e->name, e->path, &e->st, c->fds[c->nr_fds-1]);
  close (c->fds[--c->nr_fds]);
  if (c->preserve && copy_metadata (&e->st, e->dirfd, e->name,
                                    c->fds[c->nr_fds-1], e->name) == -1)
    return copy_failed (c, e->path);
  return 0;
}

static int
copy_directory (struct copier *c, const struct stat *st,
                const struct place *from, const struct place *to)
{
  CLEANUP_CLOSE int fd = openat (from->fd, from->name, O_RDONLY | O_DIRECTORY
                                 | O_NOFOLLOW | O_CLOEXEC);

  if (fd == -1)
    return copy_failed (c, "");
  if (enter_copy (c, to->name, "", st, to->fd) == -1 ||
      content_walk (fd, c->src, WALK_STAT, copy_entry, c) == -1)
    return -1;
  if (c->preserve &&
      copy_metadata (st, from->fd, from->name, to->fd, to->name) == -1)
    return copy_failed (c, "");
  return 0;
}

/* True when the directory fd is this one or somewhere below it. */
static bool
is_inside (int fd_borrowed, const struct stat *st)
{
  CLEANUP_CLOSE int fd = openat (fd_borrowed, ".", O_PATH | O_CLOEXEC);
  struct stat here, last = { .st_ino = 0 };
  int up;

  while (fd >= 0 && fstat (fd, &here) == 0) {
    if (here.st_dev == st->st_dev && here.st_ino == st->st_ino)
      return true;
    if (here.st_dev == last.st_dev && here.st_ino == last.st_ino)
      return false;
    last = here;
    up = openat (fd, "..", O_PATH | O_CLOEXEC);
    close (fd);
    fd = up;
  }
  return false;
}

static int
refuse_same (const struct copier *c, const struct place *to,
             const struct stat *st)
{
  struct stat old;

  if ((fstatat (to->fd, to->name, &old, AT_SYMLINK_NOFOLLOW) == 0 &&
       old.st_dev == st->st_dev && old.st_ino == st->st_ino) ||
      (S_ISDIR (st->st_mode) && is_inside (to->fd, st))) {
    reply_with_error_errno (EINVAL, "%s: cannot be copied into itself",
                            c->src);
    return -1;
  }
  return 0;
}

static int
copy_any (struct copier *c, const struct place *from, const struct place *to)
{
  struct walk_entry e = { .dirfd = from->fd, .name = from->name, .path = "" };

  if (fstatat (from->fd, from->name, &e.st, AT_SYMLINK_NOFOLLOW) == -1)
    return copy_failed (c, "");
  if (refuse_same (c, to, &e.st) == -1)
    return -1;
  return S_ISDIR (e.st.st_mode) ? copy_directory (c, &e.st, from, to)
    : copy_file (c, &e, to->fd, to->name);
}

/* To path exactly, even if that is a directory. */
static int
copy_tree_to (const char *src, const char *path, bool preserve)
{
  CLEANUP_PLACE struct place from = PLACE_INIT, to = PLACE_INIT;
  struct copier c = { .src = src, .dest = path, .preserve = preserve };
  int r = -1;

  from.fd = content_open_parent (src, &from.name);
  if (from.fd >= 0)
    to.fd = content_open_parent (path, &to.name);
  if (to.fd >= 0)
    r = copy_any (&c, &from, &to);
  copier_done (&c);
  return r;
}

static int
copy_tree (const char *src, const char *dest, bool preserve)
{
  CLEANUP_FREE char *path = final_path (src, dest);

  return path == NULL ? -1 : copy_tree_to (src, path, preserve);
}

int
do_cp_r (const char *src, const char *dest)
{
  return copy_tree (src, dest, false);
}

int
do_cp_a (const char *src, const char *dest)
{
  return copy_tree (src, dest, true);
}

/* ---- Moving ---- */

/* 0, or -1 with errno set. */
static int
rename_path (const char *oldpath, const char *newpath)
{
  CLEANUP_PLACE struct place from = PLACE_INIT, to = PLACE_INIT;

  from.fd = guest_open_parent (oldpath, &from.name);
  if (from.fd == -1)
    return -1;
  to.fd = guest_open_parent (newpath, &to.name);
  if (to.fd == -1)
    return -1;
  return renameat (from.fd, from.name, to.fd, to.name);
}

int
do_rename (const char *oldpath, const char *newpath)
{
  if (rename_path (oldpath, newpath) == -1) {
    reply_with_perror ("%s: rename to %s", oldpath, newpath);
    return -1;
  }
  return 0;
}

/* To another file system. */
static int
move_by_copying (const char *src, const char *dest)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = -1;

  if (copy_tree_to (src, dest, true) == -1)
    return -1;
  fd = content_open_parent (src, &name);
  return fd == -1 ? -1 : content_remove_tree (fd, name, src);
}

int
do_mv (const char *src, const char *dest)
{
  CLEANUP_FREE char *path = final_path (src, dest);

  if (path == NULL)
    return -1;
  if (rename_path (src, path) == 0)
    return 0;
  if (errno == EXDEV)
    return move_by_copying (src, path);
  reply_with_perror ("%s: move to %s", src, path);
  return -1;
}
