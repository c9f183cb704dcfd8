/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors of the files of a local mount: those of a few that were used
 * last, and all that are held. */

#include "config.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call.h"
#include "nodes.h"
#include "root.h"

#define ROOT_ID 1
/* The cache: the number of a file tells its set. */
#define SETS 64
#define WAYS 4
/* Of a path that openat2 takes. */
#define PATH_PIECE 4000
#define MANY_FILES 65536

struct open_node {
  int64_t id;                   /* 0: unused */
  int path_fd, io_fd;           /* -1: not open */
  bool writable;                /* io_fd is */
  uint64_t used;
};

static struct open_node cache[SETS][WAYS];
static void *held;              /* tree of struct open_node, by id */
static uint64_t tick;

static int
compare_ids (const void *a, const void *b)
{
  const struct open_node *x = a, *y = b;

  return x->id < y->id ? -1 : x->id > y->id;
}

static void
open_node_done (struct open_node *o)
{
  if (o->id == 0)
    return;
  if (o->path_fd >= 0)
    close (o->path_fd);
  if (o->io_fd >= 0)
    close (o->io_fd);
  o->id = 0;
}

/* ---- What is open ---- */

static struct open_node *
find_held (int64_t id)
{
  const struct open_node key = { .id = id };
  struct open_node **found = tfind (&key, &held, compare_ids);

  return found ? *found : NULL;
}

/* Where the file is, or may be, in the cache: itself, or the one that was not
 * used for the longest time, which is closed. */
static struct open_node *
find_cached (int64_t id)
{
  struct open_node *set = cache[(uint64_t) id % SETS], *oldest = &set[0];

  for (int i = 0; i < WAYS; i++) {
    if (set[i].id == id)
      return &set[i];
    if (set[i].used < oldest->used)
      oldest = &set[i];
  }
  open_node_done (oldest);
  *oldest = (struct open_node) { .id = id, .path_fd = -1, .io_fd = -1 };
  return oldest;
}

static struct open_node *
find_open (int64_t id)
{
  struct open_node *o = held ? find_held (id) : NULL;

  if (!o)
    o = find_cached (id);
  o->used = ++tick;
  return o;
}

/* ---- Opening ---- */

static int
open_at (int dir, const char *path, int flags)
{
  struct open_how how = {
    .flags = (unsigned) flags | O_CLOEXEC | O_NOFOLLOW,
    .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
  };
  int fd;

  do {
    fd = syscall (SYS_openat2, dir, path, &how, sizeof how);
  } while (fd == -1 && (errno == EAGAIN || errno == EINTR));
  return fd;
}

/* The root is opened once: guest_root makes a new descriptor each time. */
static int
open_root (void)
{
  struct open_node *o = find_open (ROOT_ID);

  if (o->path_fd == -1) {
    const int fd = guest_root ();

    o->path_fd = fd == -1 ? -1 : fcntl (fd, F_DUPFD_CLOEXEC, 0);
  }
  return o->path_fd;
}

/* What of a path can be opened at once: up to a slash, or all of it. */
static size_t
first_piece (const char *path)
{
  size_t n = strlen (path);

  if (n <= PATH_PIECE)
    return n;
  for (n = PATH_PIECE; n > 0 && path[n] != '/'; n--)
    ;
  return n;
}

static int
open_path (const char *path, int flags)
{
  CLEANUP_CLOSE int dir = -1;
  int root = open_root ();
  size_t n;

  if (root == -1)
    return -1;
  while (path[n = first_piece (path)] != '\0') {
    CLEANUP_FREE char *piece = strndup (path, n);
    int fd = piece
      ? open_at (dir == -1 ? root : dir, piece, O_PATH | O_DIRECTORY) : -1;

    if (fd == -1)
      return -1;
    if (dir != -1)
      close (dir);
    dir = fd;
    path += n + 1;
  }
  return open_at (dir == -1 ? root : dir, *path ? path : ".", flags);
}

/* A file without a name can only be one that is held. */
static bool
has_path (const struct node *n)
{
  if (n->path[0] != '\0' || n->id == ROOT_ID)
    return true;
  errno = ESTALE;
  return false;
}

int
node_open_path (const struct node *n)
{
  struct open_node *o = find_open (n->id);

  if (o->path_fd == -1 && o->io_fd != -1)
    return o->io_fd;
  if (o->path_fd == -1 && has_path (n))
    o->path_fd = n->id == ROOT_ID ? open_root ()
      : open_path (n->path, O_PATH);
  return o->path_fd;
}

/* Of what may have no name any more. */
static int
reopen (int path_fd, int flags)
{
  char link[sizeof "/proc/self/fd/" + 12];

  snprintf (link, sizeof link, "/proc/self/fd/%d", path_fd);
  return open (link, flags | O_CLOEXEC);
}

static int
open_io (const struct node *n, const struct open_node *o, bool writing)
{
  const int flags = (writing ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_NOCTTY;

  /* By name is cheaper than through /proc. */
  if (n->path[0] != '\0')
    return open_path (n->path, flags);
  if (o->path_fd != -1)
    return reopen (o->path_fd, flags);
  if (!has_path (n))
    return -1;
  return open_path (n->path, flags);
}

int
node_open_io (const struct node *n, bool writing)
{
  struct open_node *o = find_open (n->id);
  int fd;

  if (o->io_fd != -1 && (o->writable || !writing))
    return o->io_fd;
  fd = open_io (n, o, writing);
  if (fd == -1)
    return -1;
  if (o->io_fd != -1)
    close (o->io_fd);
  o->io_fd = fd;
  o->writable = writing;
  return fd;
}

/* ---- Holding ---- */

static void
allow_many_files (void)
{
  static bool done;
  struct rlimit limit = { MANY_FILES, MANY_FILES };

  if (!done && setrlimit (RLIMIT_NOFILE, &limit) == 0)
    done = true;
}

/* What is open already stays so under the number. */
static struct open_node *
new_held (int64_t id)
{
  struct open_node *cached = find_cached (id), *o = malloc (sizeof *o);

  if (!o)
    return NULL;
  *o = *cached;
  if (!tsearch (o, &held, compare_ids)) {
    free (o);
    return NULL;
  }
  cached->id = 0;
  return o;
}

int
node_hold (int64_t id, int fd)
{
  struct open_node *o;

  allow_many_files ();
  o = find_held (id);
  if (!o)
    o = new_held (id);
  if (!o) {
    close (fd);
    errno = ENOMEM;
    return -1;
  }
  if (o->path_fd == -1)
    o->path_fd = fd;
  else
    close (fd);
  return 0;
}

void
node_forget (int64_t id)
{
  struct open_node *o = find_held (id);

  if (!o)
    return;
  tdelete (o, &held, compare_ids);
  open_node_done (o);
  free (o);
}

/* ---- The end ---- */

static unsigned releases;

void
nodes_release (void)
{
  releases++;
  for (int i = 0; i < SETS; i++)
    for (int j = 0; j < WAYS; j++)
      open_node_done (&cache[i][j]);
}

unsigned
nodes_releases (void)
{
  return releases;
}

static void
free_held (void *p)
{
  open_node_done (p);
  free (p);
}

void
nodes_end (void)
{
  nodes_release ();
  tdestroy (held, free_held);
  held = NULL;
}
