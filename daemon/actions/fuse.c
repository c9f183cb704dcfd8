/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a request of the host's kernel to a local mount does here. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/limits.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "daemon.h"
#include "fusecalls.h"
#include "nodes.h"

#define DIRENT_BUFFER (32 * 1024)
#define READDIR_MAX 8192

/* The name of a descriptor for calls that take none with O_PATH. */
struct fd_name {
  char s[sizeof "/proc/self/fd/" + 12];
};

static struct fd_name
fd_name (int fd)
{
  struct fd_name ret;

  snprintf (ret.s, sizeof ret.s, "/proc/self/fd/%d", fd);
  return ret;
}

/* ---- Files ---- */

/* The three verbs set the error; what they return is borrowed. */
static int
failed (const char *path)
{
  reply_with_perror ("/%s", path);
  return -1;
}

static int
open_file (int64_t id, const char *path)
{
  const int fd = node_open_path (&(struct node) { id, path });

  return fd == -1 ? failed (path) : fd;
}

static int
open_content (int64_t id, const char *path, bool writing)
{
  const int fd = node_open_io (&(struct node) { id, path }, writing);

  return fd == -1 ? failed (path) : fd;
}

/* A name that the kernel would not take for one component. */
static bool
is_name (const char *name)
{
  if (name[0] != '\0' && strcmp (name, ".") != 0 && strcmp (name, "..") != 0
      && !strchr (name, '/'))
    return true;
  reply_with_error_errno (EINVAL, "%s: must be a name", name);
  return false;
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

struct fs_kind {
  dev_t dev;
  unsigned releases;            /* when it was learnt */
  bool known, held, fuse;
};

/* Of the file system that fd is on; the last answer is remembered. */
static struct fs_kind
fs_kind (int fd, dev_t dev)
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
  };
  return last;
}

/* Another one may be mounted on the name. */
static struct fs_kind
fs_kind_of_name (int dir, const char *name, dev_t dev)
{
  CLEANUP_CLOSE int fd = -1;
  struct stat st;

  if (fstat (dir, &st) == 0 && st.st_dev == dev)
    return fs_kind (dir, dev);
  fd = openat (dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  return fs_kind (fd, dev);
}

/* A working directory would keep its file system busy. */
static void
leave_directory (void)
{
  if (chdir ("/") == -1)
    debug ("/: %s", strerror (errno));
}

/* ---- Attributes ---- */

/* Of what listing them has returned.  A driver that is a program (NTFS) has
 * some that it does not list. */
static uint32_t
xattr_flags (ssize_t n, bool lists_all)
{
  if (n == -1 && errno == EOPNOTSUPP)
    return FUSECALL_XATTRS_UNSUPPORTED;
  if (!lists_all)
    return FUSECALL_HIDES_XATTRS;
  return n == 0 ? FUSECALL_NO_XATTRS : 0;
}

#define FILL(a, prefix, st) \
  do { \
    (a)->prefix##_dev = (st)->st_dev; \
    (a)->prefix##_ino = (st)->st_ino; \
    (a)->prefix##_mode = (st)->st_mode; \
    (a)->prefix##_nlink = (st)->st_nlink; \
    (a)->prefix##_uid = (st)->st_uid; \
    (a)->prefix##_gid = (st)->st_gid; \
    (a)->prefix##_rdev = (st)->st_rdev; \
    (a)->prefix##_size = (st)->st_size; \
    (a)->prefix##_blksize = (st)->st_blksize; \
    (a)->prefix##_blocks = (st)->st_blocks; \
    (a)->prefix##_atime_sec = (st)->st_atim.tv_sec; \
    (a)->prefix##_atime_nsec = (st)->st_atim.tv_nsec; \
    (a)->prefix##_mtime_sec = (st)->st_mtim.tv_sec; \
    (a)->prefix##_mtime_nsec = (st)->st_mtim.tv_nsec; \
    (a)->prefix##_ctime_sec = (st)->st_ctim.tv_sec; \
    (a)->prefix##_ctime_nsec = (st)->st_ctim.tv_nsec; \
  } while (0)

/* The attributes of fd, which is called path in an error. */
static struct guestfs_fuse_attr *
attr_of_fd (int fd, const char *path)
{
  struct guestfs_fuse_attr *ret = calloc (1, sizeof *ret);
  struct fs_kind kind;
  struct stat st;

  if (!ret || fstat (fd, &st) == -1) {
    reply_with_perror ("/%s", path);
    free (ret);
    return NULL;
  }
  kind = fs_kind (fd, st.st_dev);
  FILL (ret, fa, &st);
  ret->fa_flags = kind.held ? FUSECALL_FOLDS : 0;
  return ret;
}

/* The same for a name in a directory. */
static struct guestfs_fuse_attr *
attr_of_held (int dir, const char *name, int64_t newnode)
{
  CLEANUP_CLOSE int fd =
    openat (dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  struct guestfs_fuse_attr *ret;

  if (fd == -1) {
    reply_with_perror ("%s", name);
    return NULL;
  }
  ret = attr_of_fd (fd, name);
  if (!ret)
    return NULL;
  if (node_hold (newnode, steal_fd (&fd)) == -1) {
    reply_with_perror ("%s", name);
    free (ret);
    return NULL;
  }
  ret->fa_flags |= FUSECALL_HELD;
  return ret;
}

/* Going into the directory takes a tenth of what /proc/self/fd takes. */
static uint32_t
xattr_flags_of (const char *name, const struct fs_kind *kind)
{
  return xattr_flags (llistxattr (name, NULL, 0), !kind->fuse);
}

static struct guestfs_fuse_attr *
attr_of_name (int dir, const char *name, int64_t newnode)
{
  struct guestfs_fuse_attr *ret;
  struct fs_kind kind;
  struct stat st;

  if (fstatat (dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1) {
    reply_with_perror ("%s", name);
    return NULL;
  }
  kind = fs_kind_of_name (dir, name, st.st_dev);
  if (kind.held)
    return attr_of_held (dir, name, newnode);
  ret = calloc (1, sizeof *ret);
  if (!ret) {
    reply_with_perror ("%s", name);
    return NULL;
  }
  FILL (ret, fa, &st);
  if (fchdir (dir) == 0)
    ret->fa_flags = FUSECALL_XATTRS_KNOWN | xattr_flags_of (name, &kind);
  leave_directory ();
  return ret;
}

struct guestfs_fuse_attr *
do_internal_fuse_lookup (int64_t node, const char *path, const char *name,
                         int64_t newnode)
{
  int dir;

  if (!is_name (name) || (dir = open_file (node, path)) == -1)
    return NULL;
  return attr_of_name (dir, name, newnode);
}

struct guestfs_fuse_attr *
do_internal_fuse_getattr (int64_t node, const char *path)
{
  const int fd = open_file (node, path);

  return fd == -1 ? NULL : attr_of_fd (fd, path);
}

/* ---- Setting attributes ---- */

/* What is set of regular files and directories is set through a descriptor
 * that can also read; of others through /proc, which takes longer. */
struct setting {
  int fd;
  bool readable;
  struct fd_name name;
};

static bool
open_setting (int64_t id, const char *path, struct setting *s)
{
  s->fd = node_open_io (&(struct node) { id, path }, false);
  s->readable = s->fd != -1;
  if (!s->readable)
    s->fd = open_file (id, path);
  if (s->fd != -1)
    s->name = fd_name (s->fd);
  return s->fd != -1;
}

static int
set_owner (int fd, int valid, int64_t uid, int64_t gid)
{
  if (!(valid & (FUSECALL_UID | FUSECALL_GID)))
    return 0;
  return fchownat (fd, "", valid & FUSECALL_UID ? (uid_t) uid : (uid_t) -1,
                   valid & FUSECALL_GID ? (gid_t) gid : (gid_t) -1,
                   AT_EMPTY_PATH);
}

static int
set_mode (const struct setting *s, int valid, int mode)
{
  if (!(valid & FUSECALL_MODE))
    return 0;
  return s->readable ? fchmod (s->fd, mode & 07777)
    : chmod (s->name.s, mode & 07777);
}

static struct timespec
time_to_set (int64_t sec, int64_t nsec)
{
  return (struct timespec) {
    sec, nsec == FUSECALL_NOW ? UTIME_NOW
         : nsec == FUSECALL_OMIT ? UTIME_OMIT : nsec
  };
}

static int
set_times (const struct setting *s, int valid, const struct timespec times[2])
{
  if (!(valid & FUSECALL_TIMES))
    return 0;
  return s->readable ? futimens (s->fd, times)
    : utimensat (AT_FDCWD, s->name.s, times, 0);
}

struct guestfs_fuse_attr *
do_internal_fuse_setattr (int64_t node, const char *path, int valid, int mode,
                          int64_t uid, int64_t gid, int64_t size,
                          int64_t atime_sec, int64_t atime_nsec,
                          int64_t mtime_sec, int64_t mtime_nsec)
{
  const struct timespec times[2] = {
    time_to_set (atime_sec, atime_nsec), time_to_set (mtime_sec, mtime_nsec)
  };
  struct setting s;

  if (!open_setting (node, path, &s))
    return NULL;
  /* Changing the owner takes bits of the mode away. */
  if (set_owner (s.fd, valid, uid, gid) == -1
      || set_mode (&s, valid, mode) == -1
      || (valid & FUSECALL_SIZE && truncate (s.name.s, size) == -1)
      || set_times (&s, valid, times) == -1) {
    failed (path);
    return NULL;
  }
  return attr_of_fd (s.fd, path);
}

/* ---- Reading names ---- */

char *
do_internal_fuse_readlink (int64_t node, const char *path, size_t *ret_size)
{
  const int fd = open_file (node, path);
  char *target;

  if (fd == -1)
    return NULL;
  target = read_link (fd, "");
  if (!target)
    failed (path);
  else
    *ret_size = strlen (target);
  return target;
}

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

/* What must be held is looked up on its own. */
static void
fill_entry (const struct reading *r, struct guestfs_fuse_entry *e)
{
  struct fs_kind kind;
  struct stat st;

  if (fstatat (r->fd, e->fe_name, &st, AT_SYMLINK_NOFOLLOW) == -1)
    return;
  kind = st.st_dev == r->dev ? fs_kind (r->fd, st.st_dev)
    : fs_kind_of_name (r->fd, e->fe_name, st.st_dev);
  if (kind.held)
    return;
  FILL (e, fe, &st);
  e->fe_flags = FUSECALL_XATTRS_KNOWN | xattr_flags_of (e->fe_name, &kind);
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
    if (!is_dots (d->d_name))
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
                          int count)
{
  struct reading r = { .fd = open_content (node, path, false) };
  struct stat st;
  int ok;

  if (r.fd == -1)
    return NULL;
  r.dev = fstat (r.fd, &st) == 0 ? st.st_dev : 0;
  r.list = calloc (1, sizeof *r.list);
  ok = r.list && read_entries (&r, offset, count < READDIR_MAX ? count
                               : READDIR_MAX) == 0;
  if (!ok)
    failed (path);
  leave_directory ();
  if (ok)
    return r.list;
  if (r.list)
    free_entries (r.list);
  return NULL;
}

/* ---- Making and removing names ---- */

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
act_as (int64_t uid, int64_t gid)
{
  if (gid != 0)
    syscall (SYS_setfsgid, (gid_t) gid);
  if (uid == 0)
    return 0;
  syscall (SYS_setfsuid, (uid_t) uid);
  return keep_capabilities ();
}

static void
act_as_root (void)
{
  syscall (SYS_setfsuid, 0);
  syscall (SYS_setfsgid, 0);
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

struct guestfs_fuse_attr *
do_internal_fuse_make (int64_t node, const char *path, const char *name,
                       int mode, int64_t rdev, const char *target, int mask,
                       int64_t uid, int64_t gid, int64_t newnode)
{
  mode_t old;
  int dir, r;

  if (!is_name (name) || (dir = open_file (node, path)) == -1)
    return NULL;
  old = umask (mask);
  r = act_as (uid, gid);
  if (r == 0)
    r = make_name (dir, name, mode, rdev, target);
  if (r == -1)
    reply_with_perror ("%s", name);
  act_as_root ();
  umask (old);
  return r == -1 ? NULL : attr_of_name (dir, name, newnode);
}

struct guestfs_fuse_attr *
do_internal_fuse_link (int64_t node, const char *path, int64_t dirnode,
                       const char *dirpath, const char *name)
{
  int fd, dir;

  if (!is_name (name) || (fd = open_file (node, path)) == -1
      || (dir = open_file (dirnode, dirpath)) == -1)
    return NULL;
  if (linkat (fd, "", dir, name, AT_EMPTY_PATH) == -1) {
    reply_with_perror ("%s", name);
    return NULL;
  }
  return attr_of_fd (fd, path);
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

int
do_internal_fuse_unlink (int64_t node, const char *path, const char *name,
                         int isdir, int64_t id)
{
  int dir;

  if (!is_name (name) || (dir = open_file (node, path)) == -1)
    return -1;
  if (hold_name (dir, name, id) == 0
      && unlinkat (dir, name, isdir ? AT_REMOVEDIR : 0) == 0)
    return 0;
  reply_with_perror ("%s", name);
  return -1;
}

int
do_internal_fuse_rename (int64_t node, const char *path, const char *name,
                         int64_t newdir, const char *newdirpath,
                         const char *newname, int flags, int64_t id)
{
  int from, to;

  if (!is_name (name) || !is_name (newname)
      || (from = open_file (node, path)) == -1
      || (to = open_file (newdir, newdirpath)) == -1)
    return -1;
  if (hold_name (to, newname, id) == 0
      && renameat2 (from, name, to, newname, flags) == 0)
    return 0;
  reply_with_perror ("%s", name);
  return -1;
}

/* ---- Content ---- */

static ssize_t
read_all (int fd, char *buf, size_t n, off_t offset)
{
  size_t done = 0;

  while (done < n) {
    const ssize_t r = pread (fd, buf + done, n - done, offset + done);

    if (r == -1 && errno == EINTR)
      continue;
    if (r == -1)
      return -1;
    if (r == 0)
      break;
    done += r;
  }
  return done;
}

char *
do_internal_fuse_read (int64_t node, const char *path, int64_t offset,
                       int count, size_t *ret_size)
{
  const int fd = open_content (node, path, false);
  CLEANUP_FREE char *buf = NULL;
  ssize_t n;

  if (fd == -1)
    return NULL;
  if (count < 0 || count > FUSECALL_MAX_IO) {
    reply_with_error_errno (EINVAL, "%d bytes cannot be read at once", count);
    return NULL;
  }
  buf = malloc (count + 1);
  if (!buf || (n = read_all (fd, buf, count, offset)) == -1) {
    failed (path);
    return NULL;
  }
  *ret_size = n;
  return steal (&buf);
}

/* Part of it may be on the disk when that is full. */
static ssize_t
write_all (int fd, const char *buf, size_t n, off_t offset)
{
  size_t done = 0;

  while (done < n) {
    const ssize_t r = pwrite (fd, buf + done, n - done, offset + done);

    if (r == -1 && errno == EINTR)
      continue;
    if (r <= 0)
      return done > 0 ? (ssize_t) done : r;
    done += r;
  }
  return done;
}

int
do_internal_fuse_write (int64_t node, const char *path, int64_t offset,
                        const char *content, size_t content_size)
{
  const int fd = open_content (node, path, true);
  ssize_t n;

  if (fd == -1)
    return -1;
  n = write_all (fd, content, content_size, offset);
  return n == -1 ? failed (path) : n;
}

int
do_internal_fuse_fsync (int64_t node, const char *path, int dataonly)
{
  const int fd = open_content (node, path, false);

  if (fd == -1)
    return -1;
  return (dataonly ? fdatasync (fd) : fsync (fd)) == -1 ? failed (path) : 0;
}

int
do_internal_fuse_fallocate (int64_t node, const char *path, int mode,
                            int64_t offset, int64_t length)
{
  const int fd = open_content (node, path, true);

  if (fd == -1)
    return -1;
  return fallocate (fd, mode, offset, length) == -1 ? failed (path) : 0;
}

int64_t
do_internal_fuse_lseek (int64_t node, const char *path, int64_t offset,
                        int hole)
{
  const int fd = open_content (node, path, false);
  off_t r;

  if (fd == -1)
    return -1;
  r = lseek (fd, offset, hole ? SEEK_HOLE : SEEK_DATA);
  return r == -1 ? failed (path) : r;
}

int64_t
do_internal_fuse_copy (int64_t node, const char *path, int64_t offset,
                       int64_t tonode, const char *topath, int64_t tooffset,
                       int64_t count)
{
  const int to = open_content (tonode, topath, true);
  const int from = to == -1 ? -1 : open_content (node, path, false);
  off64_t in = offset, out = tooffset;
  ssize_t n;

  if (from == -1)
    return -1;
  n = copy_file_range (from, &in, to, &out, count, 0);
  return n == -1 ? failed (path) : n;
}

struct guestfs_statvfs *
do_internal_fuse_statfs (int64_t node, const char *path)
{
  const int fd = open_file (node, path);
  struct guestfs_statvfs *ret;
  struct statfs st;

  if (fd == -1)
    return NULL;
  ret = calloc (1, sizeof *ret);
  if (!ret || fstatfs (fd, &st) == -1) {
    failed (path);
    free (ret);
    return NULL;
  }
  ret->bsize = st.f_bsize;
  ret->frsize = st.f_frsize ? st.f_frsize : st.f_bsize;
  ret->blocks = st.f_blocks;
  ret->bfree = st.f_bfree;
  ret->bavail = st.f_bavail;
  ret->files = st.f_files;
  ret->ffree = ret->favail = st.f_ffree;
  ret->namemax = st.f_namelen;
  return ret;
}

/* ---- Extended attributes ---- */

char *
do_internal_fuse_getxattr (int64_t node, const char *path, const char *name,
                           size_t *ret_size)
{
  CLEANUP_FREE char *value = malloc (XATTR_SIZE_MAX);
  struct setting s;
  ssize_t n;

  if (!open_setting (node, path, &s))
    return NULL;
  n = !value ? -1
    : s.readable ? fgetxattr (s.fd, name, value, XATTR_SIZE_MAX)
    : getxattr (s.name.s, name, value, XATTR_SIZE_MAX);
  if (n == -1) {
    failed (path);
    return NULL;
  }
  *ret_size = n;
  return steal (&value);
}

char *
do_internal_fuse_listxattr (int64_t node, const char *path, size_t *ret_size)
{
  CLEANUP_FREE char *names = malloc (XATTR_LIST_MAX);
  struct setting s;
  ssize_t n;

  if (!open_setting (node, path, &s))
    return NULL;
  n = !names ? -1
    : s.readable ? flistxattr (s.fd, names, XATTR_LIST_MAX)
    : listxattr (s.name.s, names, XATTR_LIST_MAX);
  if (n == -1) {
    failed (path);
    return NULL;
  }
  *ret_size = n;
  return steal (&names);
}

int
do_internal_fuse_setxattr (int64_t node, const char *path, const char *name,
                           const char *xattr, size_t xattr_size, int flags)
{
  struct setting s;
  int r;

  if (!open_setting (node, path, &s))
    return -1;
  r = s.readable ? fsetxattr (s.fd, name, xattr, xattr_size, flags)
    : setxattr (s.name.s, name, xattr, xattr_size, flags);
  return r == -1 ? failed (path) : 0;
}

int
do_internal_fuse_removexattr (int64_t node, const char *path,
                              const char *name)
{
  struct setting s;
  int r;

  if (!open_setting (node, path, &s))
    return -1;
  r = s.readable ? fremovexattr (s.fd, name)
    : removexattr (s.name.s, name);
  return r == -1 ? failed (path) : 0;
}

/* ---- Begin and end ---- */

int
do_internal_fuse_begin (int64_t sec, int64_t nsec)
{
  const struct timespec now = { .tv_sec = sec, .tv_nsec = nsec };

  nodes_end ();
  if (!need_root ())
    return -1;
  if (clock_settime (CLOCK_REALTIME, &now) == 0)
    return 0;
  reply_with_perror ("setting the clock");
  return -1;
}

int
do_internal_fuse_end (void)
{
  nodes_end ();
  return 0;
}

int
do_internal_fuse_forget (char *const *nodes)
{
  for (size_t i = 0; nodes[i]; i++)
    node_forget (strtoll (nodes[i], NULL, 10));
  return 0;
}
