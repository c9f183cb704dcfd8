/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walking the tree below a directory of the guest, and removing it. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "call.h"
#include "content.h"

/* Each level is one call deep and holds one descriptor.  Only a corrupt or
 * malicious tree comes near this. */
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

  if (call_fails_cancelled (w->what))
    return -1;
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
