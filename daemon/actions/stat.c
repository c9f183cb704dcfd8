/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the file system says about a file: type, size, times, space used. */

#include "config.h"

#include <fcntl.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "content.h"
#include "daemon.h"

/* ---- All of it ---- */

static void
fill_statns (struct guestfs_statns *s, const struct stat *st)
{
  memset (s, 0, sizeof *s);
  s->st_dev = st->st_dev;
  s->st_ino = st->st_ino;
  s->st_mode = st->st_mode;
  s->st_nlink = st->st_nlink;
  s->st_uid = st->st_uid;
  s->st_gid = st->st_gid;
  s->st_rdev = st->st_rdev;
  s->st_size = st->st_size;
  s->st_blksize = st->st_blksize;
  s->st_blocks = st->st_blocks;
  s->st_atime_sec = st->st_atim.tv_sec;
  s->st_atime_nsec = st->st_atim.tv_nsec;
  s->st_mtime_sec = st->st_mtim.tv_sec;
  s->st_mtime_nsec = st->st_mtim.tv_nsec;
  s->st_ctime_sec = st->st_ctim.tv_sec;
  s->st_ctime_nsec = st->st_ctim.tv_nsec;
}

static struct guestfs_statns *
statns_of (int (*get) (const char *, struct stat *), const char *path)
{
  struct guestfs_statns *ret;
  struct stat st;

  if (get (path, &st) == -1) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  ret = malloc (sizeof *ret);
  if (ret == NULL) {
    reply_with_perror ("malloc");
    return NULL;
  }
  fill_statns (ret, &st);
  return ret;
}

struct guestfs_statns *
do_statns (const char *path)
{
  return statns_of (guest_stat, path);
}

struct guestfs_statns *
do_lstatns (const char *path)
{
  return statns_of (guest_lstat, path);
}

struct guestfs_statns_list *
do_internal_lstatnslist (const char *path, char *const *names)
{
  CLEANUP_CLOSE int fd = content_open_dir (path);
  const size_t n = string_list_length (names);
  struct guestfs_statns_list *ret;
  struct stat st;
  size_t i;

  if (fd == -1)
    return NULL;
  ret = malloc (sizeof *ret);
  if (ret == NULL || (ret->val = calloc (n + 1, sizeof ret->val[0])) == NULL) {
    reply_with_perror ("malloc");
    free (ret);
    return NULL;
  }
  ret->len = n;
  for (i = 0; i < n; ++i) {
    if (fstatat (fd, names[i], &st, AT_SYMLINK_NOFOLLOW) == 0)
      fill_statns (&ret->val[i], &st);
    else
      ret->val[i].st_ino = -1;
  }
  return ret;
}

int64_t
do_filesize (const char *path)
{
  struct stat st;

  if (guest_stat (path, &st) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return st.st_size;
}

/* ---- Questions ---- */

/* 1, 0 when there is none, -1 with the error set when that cannot be known. */
static int
stat_if_exists (int (*get) (const char *, struct stat *), const char *path,
     struct stat *st)
{
  if (get (path, st) == 0)
    return 1;
  if (errno == ENOENT || errno == ENOTDIR)
    return 0;
  reply_with_perror ("%s", path);
  return -1;
}

int
do_exists (const char *path)
{
  struct stat st;

  return stat_if_exists (guest_stat, path, &st);
}

static int
is_type (const char *path, mode_t type, bool follow)
{
  struct stat st;
  const int r = stat_if_exists (follow ? guest_stat : guest_lstat, path,
                                &st);

  return r == 1 ? (st.st_mode & S_IFMT) == type : r;
}

int
do_is_symlink (const char *path)
{
  return is_type (path, S_IFLNK, false);
}

#define IS_TYPE(action, type)                                           \
  int                                                                   \
  do_##action (const char *path, const struct action##_optargs *opts)   \
  {                                                                     \
    return is_type (path, type,                                         \
                    opts->has_followsymlinks && opts->followsymlinks);  \
  }

IS_TYPE (is_blockdev, S_IFBLK)
IS_TYPE (is_chardev, S_IFCHR)
IS_TYPE (is_dir, S_IFDIR)
IS_TYPE (is_fifo, S_IFIFO)
IS_TYPE (is_file, S_IFREG)
IS_TYPE (is_socket, S_IFSOCK)

/* ---- Space used ---- */

/* A file with several names is counted once. */
struct inode { dev_t dev; ino_t ino; };

struct usage {
  int64_t blocks;               /* of 512 bytes */
  void *seen;                   /* tree of struct inode */
};

static int
compare_inodes (const void *a, const void *b)
{
  const struct inode *x = a, *y = b;

  if (x->dev != y->dev)
    return x->dev < y->dev ? -1 : 1;
  return x->ino < y->ino ? -1 : x->ino > y->ino;
}

/* 1: not seen before, 0: seen, -1: error set */
static int
is_first_name (struct usage *u, const struct stat *st)
{
  const struct inode key = { .dev = st->st_dev, .ino = st->st_ino };
  struct inode *new;

  if (S_ISDIR (st->st_mode) || st->st_nlink < 2)
    return 1;
  if (tfind (&key, &u->seen, compare_inodes) != NULL)
    return 0;
  new = malloc (sizeof *new);
  if (new != NULL)
    *new = key;
  if (new == NULL || tsearch (new, &u->seen, compare_inodes) == NULL) {
    free (new);
    reply_with_perror ("malloc");
    return -1;
  }
  return 1;
}

static int
add_usage (void *opaque, const struct walk_entry *e)
{
  struct usage *u = opaque;
  int r;

  if (e->after)
    return 0;
  notify_progress (0, 1);       /* how much there is nobody knows */
  r = is_first_name (u, &e->st);
  if (r == 1)
    u->blocks += e->st.st_blocks;
  return r == -1 ? -1 : 0;
}

static int
add_tree_usage (const char *path, struct usage *u)
{
  CLEANUP_CLOSE int fd = content_open_dir (path);
  int r;

  if (fd == -1)
    return -1;
  pulse_mode_start ();
  r = content_walk (fd, path, WALK_STAT, add_usage, u);
  pulse_mode_end ();
  return r;
}

int64_t
do_du (const char *path)
{
  struct usage u = { 0, NULL };
  struct stat st;
  int r = 0;

  if (guest_lstat (path, &st) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  u.blocks = st.st_blocks;
  if (S_ISDIR (st.st_mode))
    r = add_tree_usage (path, &u);
  tdestroy (u.seen, free);
  return r == -1 ? -1 : (u.blocks + 1) / 2;
}
