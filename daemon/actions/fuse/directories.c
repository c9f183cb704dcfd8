/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: reading directories, with attributes. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon.h"
#include "fusecalls.h"
#include "fusefiles.h"

#define DIRENT_BUFFER (32 * 1024)
#define READDIR_MAX 8192

struct dirent64_raw {
  uint64_t d_ino;
  int64_t d_off;
  unsigned short d_reclen;
  unsigned char d_type;
  char d_name[];
};

struct reading {
  int fd;
  dev_t dev;
  struct guestfs_fuse_entry_list *list;
  size_t room;
  bool attrs;                   /* also of what is no directory */
};

static struct guestfs_fuse_entry *
add_entry (struct reading *r, const char *name)
{
  struct guestfs_fuse_entry_list *list = r->list;
  struct guestfs_fuse_entry *e;

  if (list->len == r->room) {
    r->room = r->room ? r->room * 2 : 64;
    e = realloc (list->val, r->room * sizeof *e);
    if (!e)
      return NULL;
    list->val = e;
  }
  e = &list->val[list->len];
  memset (e, 0, sizeof *e);
  e->fe_name = strdup (name);
  if (!e->fe_name)
    return NULL;
  list->len++;
  return e;
}

static bool
is_dots (const char *name)
{
  return strcmp (name, ".") == 0 || strcmp (name, "..") == 0;
}

/* The attributes of a name in dir, which is the working directory and on dev,
 * and their flags.  What must be held has none: it is looked up on its own. */
static uint32_t
stat_name (int dir, dev_t dev, const char *name, struct statx *st)
{
  struct fs_kind kind;

  if (fuse_stat (dir, name, st) == -1)
    return FUSECALL_NO_ATTR;
  kind = fuse_dev_of (st) == dev ? fuse_fs_kind (dir, dev)
    : fuse_fs_kind_of_name (dir, name, fuse_dev_of (st));
  return kind.held ? FUSECALL_NO_ATTR
    : FUSECALL_XATTRS_KNOWN | fuse_xattr_flags_of (name, &kind)
      | fuse_guard_of (st, &kind);
}

static void
fill_entry (const struct reading *r, struct guestfs_fuse_entry *e)
{
  struct statx st;

  e->fe_flags = stat_name (r->fd, r->dev, e->fe_name, &st);
  if (!(e->fe_flags & FUSECALL_NO_ATTR))
    FUSE_FILL_ATTR (e, fe, &st);
}

static int
take_entries (struct reading *r, const char *buf, size_t n)
{
  for (size_t i = 0; i < n;) {
    const struct dirent64_raw *d = (const void *) (buf + i);
    struct guestfs_fuse_entry *e = add_entry (r, d->d_name);

    if (!e)
      return -1;
    e->fe_offset = d->d_off;
    e->fe_ino = d->d_ino;
    e->fe_mode = DTTOIF (d->d_type);
    e->fe_flags = FUSECALL_NO_ATTR;
    if (!is_dots (d->d_name) && (r->attrs || d->d_type == DT_DIR))
      fill_entry (r, e);
    i += d->d_reclen;
  }
  return 0;
}

static int
read_entries (struct reading *r, int64_t offset, size_t count)
{
  _Alignas (uint64_t) char buf[DIRENT_BUFFER];
  long n = 1;

  if (lseek (r->fd, offset, SEEK_SET) == -1 || fchdir (r->fd) == -1)
    return -1;
  while (n > 0 && r->list->len < count) {
    n = syscall (SYS_getdents64, r->fd, buf, sizeof buf);
    if (n == -1 || take_entries (r, buf, n) == -1)
      return -1;
  }
  return n > 0 || add_entry (r, "") ? 0 : -1;
}

static void
free_entries (struct guestfs_fuse_entry_list *list)
{
  for (uint32_t i = 0; i < list->len; i++)
    free (list->val[i].fe_name);
  free (list->val);
  free (list);
}

struct guestfs_fuse_entry_list *
do_internal_fuse_readdir (int64_t node, const char *path, int64_t offset,
                          int count, int attrs)
{
  struct reading r = {
    .fd = fuse_open_content (node, path, false), .attrs = attrs
  };
  struct stat st;
  int ok;

  if (r.fd == -1)
    return NULL;
  r.dev = fstat (r.fd, &st) == 0 ? st.st_dev : 0;
  r.list = calloc (1, sizeof *r.list);
  ok = r.list && read_entries (&r, offset, count < READDIR_MAX ? count
                               : READDIR_MAX) == 0;
  if (!ok)
    fuse_failed (path);
  fuse_leave_directory ();
  if (ok)
    return r.list;
  if (r.list)
    free_entries (r.list);
  return NULL;
}

static void
fill_attrs (int dir, dev_t dev, char *const *names,
            struct guestfs_fuse_attr_list *list)
{
  for (uint32_t i = 0; i < list->len; i++) {
    struct guestfs_fuse_attr *a = &list->val[i];
    struct statx st;

    a->fa_flags = stat_name (dir, dev, names[i], &st);
    if (!(a->fa_flags & FUSECALL_NO_ATTR))
      FUSE_FILL_ATTR (a, fa, &st);
  }
}

/* As many as there are names. */
static struct guestfs_fuse_attr_list *
new_attrs (char *const *names)
{
  struct guestfs_fuse_attr_list *list = calloc (1, sizeof *list);

  if (!list)
    return NULL;
  while (names[list->len])
    list->len++;
  list->val = calloc (list->len + 1, sizeof *list->val);
  if (list->val)
    return list;
  free (list);
  return NULL;
}

struct guestfs_fuse_attr_list *
do_internal_fuse_attrs (int64_t node, const char *path, char *const *names)
{
  struct guestfs_fuse_attr_list *list;
  const int dir = fuse_open_file (node, path);
  struct stat st;

  if (dir == -1 || !fuse_are_names (names))
    return NULL;
  list = new_attrs (names);
  if (!list || fchdir (dir) == -1 || fstat (dir, &st) == -1) {
    fuse_failed (path);
    if (list)
      free (list->val);
    free (list);
    return NULL;
  }
  fill_attrs (dir, st.st_dev, names, list);
  fuse_leave_directory ();
  return list;
}
