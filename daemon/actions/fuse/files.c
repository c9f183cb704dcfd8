/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: finding and opening files. */

#include "config.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "daemon.h"
#include "fusecalls.h"
#include "fusefiles.h"
#include "nodes.h"

/* ---- Files ---- */

/* The three verbs set the error; what they return is borrowed. */
int
fuse_failed (const char *path)
{
  reply_with_perror ("/%s", path);
  return -1;
}

int
fuse_open_file (int64_t id, const char *path)
{
  const int fd = node_open_path (&(struct node) { id, path });

  return fd == -1 ? fuse_failed (path) : fd;
}

int
fuse_open_content (int64_t id, const char *path, bool writing)
{
  const int fd = node_open_io (&(struct node) { id, path }, writing);

  return fd == -1 ? fuse_failed (path) : fd;
}

/* A name that the kernel would not take for one component. */
bool
fuse_is_name (const char *name)
{
  if (name[0] != '\0' && strcmp (name, ".") != 0 && strcmp (name, "..") != 0
      && !strchr (name, '/'))
    return true;
  reply_with_error_errno (EINVAL, "%s: must be a name", name);
  return false;
}

bool
fuse_are_names (char *const *names)
{
  for (size_t i = 0; names[i]; i++)
    if (!fuse_is_name (names[i]))
      return false;
  return true;
}

static struct fd_name
fd_name (int fd)
{
  struct fd_name ret;

  snprintf (ret.s, sizeof ret.s, "/proc/self/fd/%d", fd);
  return ret;
}

int
fuse_open_append (int64_t id, const char *path)
{
  const int fd = node_open_path (&(struct node) { id, path });

  return fd == -1 ? -1
    : open (fd_name (fd).s,
            O_RDWR | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

bool
fuse_open_setting (int64_t id, const char *path, struct fuse_setting *s)
{
  s->fd = node_open_io (&(struct node) { id, path }, false);
  s->readable = s->fd != -1;
  if (!s->readable)
    s->fd = fuse_open_file (id, path);
  if (s->fd != -1)
    s->name = fd_name (s->fd);
  return s->fd != -1;
}

/* A working directory would keep its file system busy. */
void
fuse_leave_directory (void)
{
  if (chdir ("/") == -1)
    debug ("/: %s", strerror (errno));
}

/* ---- Kinds of file systems ---- */

/* Those whose inode numbers stay when nobody uses the file, and whose names
 * are what they are.  Of any other, files are held, and names asked again. */
static bool
is_stable (long type)
{
  static const long types[] = {
    EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC, BTRFS_SUPER_MAGIC, F2FS_SUPER_MAGIC,
    REISERFS_SUPER_MAGIC, NILFS_SUPER_MAGIC, SQUASHFS_MAGIC,
    EROFS_SUPER_MAGIC_V1, ISOFS_SUPER_MAGIC, UDF_SUPER_MAGIC,
    MINIX_SUPER_MAGIC, MINIX_SUPER_MAGIC2, MINIX2_SUPER_MAGIC,
    MINIX2_SUPER_MAGIC2, MINIX3_SUPER_MAGIC, TMPFS_MAGIC, FUSE_SUPER_MAGIC,
    0x3153464a,                 /* JFS */
    0x00011954, 0x19540119,     /* UFS */
  };

  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (types[i] == type)
      return true;
  return false;
}

/* Of the file system that fd is on; the last answer is remembered. */
struct fs_kind
fuse_fs_kind (int fd, dev_t dev)
{
  static struct fs_kind last;
  struct statfs st;

  if (last.known && last.dev == dev && last.releases == nodes_releases ())
    return last;
  if (fstatfs (fd, &st) == -1)
    return (struct fs_kind) { .held = true };
  last = (struct fs_kind) {
    .dev = dev, .releases = nodes_releases (), .known = true,
    .held = !is_stable (st.f_type),
    .fuse = st.f_type == FUSE_SUPER_MAGIC,
    .readonly = st.f_flags & ST_RDONLY,
  };
  return last;
}

/* Another one may be mounted on the name. */
struct fs_kind
fuse_fs_kind_of_name (int dir, const char *name, dev_t dev)
{
  CLEANUP_CLOSE int fd = -1;
  struct stat st;

  if (fstat (dir, &st) == 0 && st.st_dev == dev)
    return fuse_fs_kind (dir, dev);
  fd = openat (dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  return fuse_fs_kind (fd, dev);
}
