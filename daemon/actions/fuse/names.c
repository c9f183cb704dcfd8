/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: making, naming, renaming, removing. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon.h"
#include "fusecalls.h"
#include "fusefiles.h"
#include "nodes.h"

/* Another user than root has no power over file systems; ours is kept. */
static int
keep_capabilities (void)
{
  struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
  struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

  if (syscall (SYS_capget, &header, data) == -1)
    return -1;
  for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
    data[i].effective = data[i].permitted;
  return syscall (SYS_capset, &header, data);
}

/* What is made belongs to them. */
static int
become (int64_t uid, int64_t gid)
{
  if (gid != 0)
    syscall (SYS_setfsgid, (gid_t) gid);
  if (uid == 0)
    return 0;
  syscall (SYS_setfsuid, (uid_t) uid);
  return keep_capabilities ();
}

/* Who makes a file, their umask, and ours. */
struct maker {
  int64_t uid, gid;
  mode_t mask, ours;
};

/* Until act_as_root, whatever it returns. */
static int
act_as (struct maker *m)
{
  m->ours = umask (m->mask);
  return become (m->uid, m->gid);
}

/* Errno stays. */
static void
act_as_root (const struct maker *m)
{
  syscall (SYS_setfsuid, 0);
  syscall (SYS_setfsgid, 0);
  umask (m->ours);
}

static int
make_name (int dir, const char *name, int mode, int64_t rdev,
           const char *target)
{
  if (S_ISDIR (mode))
    return mkdirat (dir, name, mode & 07777);
  if (S_ISLNK (mode))
    return symlinkat (target, dir, name);
  return mknodat (dir, name, mode, rdev);
}

/* Takes both over; NULL where there is none, and an error. */
static struct guestfs_fuse_attr_list *
pair (struct guestfs_fuse_attr *first, struct guestfs_fuse_attr *second)
{
  CLEANUP_FREE struct guestfs_fuse_attr *a = first, *b = second;
  CLEANUP_FREE struct guestfs_fuse_attr *val = calloc (2, sizeof *val);
  CLEANUP_FREE struct guestfs_fuse_attr_list *ret = malloc (sizeof *ret);

  if (!a || !b)
    return NULL;
  if (!val || !ret) {
    reply_with_perror ("attributes");
    return NULL;
  }
  val[0] = *a;
  val[1] = *b;
  ret->len = 2;
  ret->val = steal (&val);
  return steal (&ret);
}

struct guestfs_fuse_attr_list *
do_internal_fuse_make (int64_t node, const char *path, const char *name,
                       int mode, int64_t rdev, const char *target, int mask,
                       int64_t uid, int64_t gid, int64_t newnode)
{
  struct maker maker = { uid, gid, mask, 0 };
  int dir, r;

  if (!fuse_is_name (name) || (dir = fuse_open_file (node, path)) == -1)
    return NULL;
  r = act_as (&maker);
  if (r == 0)
    r = make_name (dir, name, mode, rdev, target);
  act_as_root (&maker);
  if (r == 0)
    return pair (fuse_attr_of_name (dir, name, newnode),
                 fuse_attr_of_fd (dir, path));
  reply_with_perror ("%s", name);
  return NULL;
}

struct guestfs_fuse_attr *
do_internal_fuse_tmpfile (int64_t node, const char *path, int mode, int mask,
                          int64_t uid, int64_t gid, int64_t newnode)
{
  struct maker maker = { uid, gid, mask, 0 };
  const int dir = fuse_open_file (node, path);
  int fd = -1;

  if (dir == -1)
    return NULL;
  if (act_as (&maker) == 0)
    fd = openat (dir, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, mode & 07777);
  act_as_root (&maker);
  return fuse_attr_of_held (fd, path, newnode);
}

struct guestfs_fuse_attr *
do_internal_fuse_link (int64_t node, const char *path, int64_t dirnode,
                       const char *dirpath, const char *name)
{
  int fd, dir;

  if (!fuse_is_name (name) || (fd = fuse_open_file (node, path)) == -1
      || (dir = fuse_open_file (dirnode, dirpath)) == -1)
    return NULL;
  if (linkat (fd, "", dir, name, AT_EMPTY_PATH) == -1) {
    reply_with_perror ("%s", name);
    return NULL;
  }
  return fuse_attr_of_fd (fd, path);
}

/* The name is about to go, but not who uses the file. */
static int
hold_name (int dir, const char *name, int64_t id)
{
  int fd;

  if (id == 0)
    return 0;
  fd = openat (dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (fd == -1)
    return errno == ENOENT ? 0 : -1;
  return node_hold (id, fd);
}

struct guestfs_fuse_attr *
do_internal_fuse_unlink (int64_t node, const char *path, const char *name,
                         int isdir, int64_t id)
{
  int dir;

  if (!fuse_is_name (name) || (dir = fuse_open_file (node, path)) == -1)
    return NULL;
  if (hold_name (dir, name, id) == 0
      && unlinkat (dir, name, isdir ? AT_REMOVEDIR : 0) == 0)
    return fuse_attr_of_fd (dir, path);
  reply_with_perror ("%s", name);
  return NULL;
}

struct guestfs_fuse_attr_list *
do_internal_fuse_rename (int64_t node, const char *path, const char *name,
                         int64_t newdir, const char *newdirpath,
                         const char *newname, int flags, int64_t id)
{
  int from, to;

  if (!fuse_is_name (name) || !fuse_is_name (newname)
      || (from = fuse_open_file (node, path)) == -1
      || (to = fuse_open_file (newdir, newdirpath)) == -1)
    return NULL;
  if (hold_name (to, newname, id) == 0
      && renameat2 (from, name, to, newname, flags) == 0)
    return pair (fuse_attr_of_fd (from, path),
                 fuse_attr_of_fd (to, newdirpath));
  reply_with_perror ("%s", name);
  return NULL;
}
