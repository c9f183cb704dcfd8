/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Btrfs: which devices belong together, and reaching a file system that is
 * mounted or not. */

#include "config.h"

#include <dirent.h>
#include <endian.h>
#include <fcntl.h>
#include <linux/btrfs_tree.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "btrfs.h"

/* ---- The superblock ----
 * Where its members are, from the start of the first copy. */

#define SUPER_OFFSET 65536
#define SUPER_SIZE 4096
enum {
  SUPER_FSID = 0x20, SUPER_MAGIC = 0x40, SUPER_NUM_DEVICES = 0x88,
  SUPER_DEVID = 0xc9,
};

struct super {
  char fsid[BTRFS_FSID_SIZE];
  uint64_t num_devices, devid;
};

static uint64_t
le64_at (const char *p)
{
  uint64_t v;

  memcpy (&v, p, sizeof v);
  return le64toh (v);
}

/* 1, 0 when there is none, -1 with errno. */
static int
read_super (const char *device, struct super *ret)
{
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_CLOEXEC);
  CLEANUP_FREE char *buf = malloc (SUPER_SIZE);
  ssize_t n;

  if (fd == -1 || buf == NULL
      || (n = pread (fd, buf, SUPER_SIZE, SUPER_OFFSET)) == -1)
    return -1;
  if (n != SUPER_SIZE || memcmp (buf + SUPER_MAGIC, "_BHRfS_M", 8) != 0)
    return 0;
  memcpy (ret->fsid, buf + SUPER_FSID, sizeof ret->fsid);
  ret->num_devices = le64_at (buf + SUPER_NUM_DEVICES);
  ret->devid = le64_at (buf + SUPER_DEVID);
  return 1;
}

/* ---- Block devices ---- */

/* "/dev/sda1", "/dev/VG/LV", "/dev/mapper/name"; NULL when memory is out or
 * it has no node, as the appliance's own disk. */
static char *
node_name (const char *name)
{
  CLEANUP_FREE char *node = NULL, *file = NULL, *dm = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;
  size_t size = 0;
  struct stat st;
  char *r;

  if (asprintf (&node, "/dev/%s", name) == -1 || stat (node, &st) == -1)
    return NULL;
  if (strncmp (name, "dm-", 3) != 0)
    return steal (&node);
  r = logical_volume_name (st.st_rdev);
  if (r != NULL)
    return r;
  if (asprintf (&file, "/sys/class/block/%s/dm/name", name) == -1
      || (fp = fopen (file, "re")) == NULL || getline (&dm, &size, fp) == -1)
    return NULL;
  return asprintf (&r, "/dev/mapper/%s", trim_trailing_newlines (dm)) == -1
    ? NULL : r;
}

/* A device that another is made of: what seems to be on it is on that. */
static bool
has_holders (const char *name)
{
  CLEANUP_FREE char *path = NULL;
  CLEANUP_CLOSEDIR DIR *dir = NULL;
  struct dirent *d;

  if (asprintf (&path, "/sys/class/block/%s/holders", name) == -1)
    return false;
  dir = opendir (path);
  while (dir && (d = readdir (dir)) != NULL)
    if (d->d_name[0] != '.')
      return true;
  return false;
}

/* Calls fn for each device that has a superblock, until it returns -1. */
static int
each_super (int (*fn) (void *opaque, const char *device,
                       const struct super *super), void *opaque)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir ("/sys/class/block");
  struct dirent *d;

  while (dir && (d = readdir (dir)) != NULL) {
    CLEANUP_FREE char *device = NULL;
    struct super super;

    if (d->d_name[0] == '.' || has_holders (d->d_name)
        || (device = node_name (d->d_name)) == NULL
        || read_super (device, &super) != 1)
      continue;
    if (fn (opaque, device, &super) == -1)
      return -1;
  }
  return 0;
}

static int
register_device (void *opaque, const char *device, const struct super *super)
{
  CLEANUP_FREE struct btrfs_ioctl_vol_args *args = calloc (1, sizeof *args);
  const int *control = opaque;

  (void) super;
  if (args == NULL)
    return -1;
  strncpy (args->name, device, sizeof args->name - 1);
  if (ioctl (*control, BTRFS_IOC_SCAN_DEV, args) == -1)
    debug ("%s: the kernel does not take it as a part of a Btrfs: %m", device);
  return 0;
}

void
btrfs_scan (void)
{
  CLEANUP_CLOSE int fd = open ("/dev/btrfs-control", O_RDWR | O_CLOEXEC);

  if (fd == -1)
    debug ("/dev/btrfs-control: %m");
  else
    each_super (register_device, &fd);
}

/* ---- Which devices belong together ---- */

struct member {
  uint64_t devid;
  char *device;
};

struct members {
  const struct super *like;
  struct member *list;
  size_t len;
};

static void
members_done (struct members *m)
{
  for (size_t i = 0; i < m->len; ++i)
    free (m->list[i].device);
  free (m->list);
}
#define CLEANUP_MEMBERS __attribute__ ((cleanup (members_done)))

static int
add_member (void *opaque, const char *device, const struct super *super)
{
  struct members *m = opaque;
  struct member *bigger;
  char *name;

  if (memcmp (super->fsid, m->like->fsid, sizeof super->fsid) != 0)
    return 0;
  bigger = reallocarray (m->list, m->len + 1, sizeof *bigger);
  if (bigger == NULL)
    return -1;
  m->list = bigger;
  name = strdup (device);
  if (name == NULL)
    return -1;
  m->list[m->len].devid = super->devid;
  m->list[m->len++].device = name;
  return 0;
}

static int
compare_members (const void *va, const void *vb)
{
  const struct member *a = va, *b = vb;

  return a->devid < b->devid ? -1 : a->devid > b->devid;
}

static char **
member_names (const struct members *m)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  for (size_t i = 0; i < m->len; ++i)
    if (strvec_add (&v, m->list[i].device) == -1)
      return NULL;
  return strvec_steal (&v);
}

char **
btrfs_members (const char *device, uint64_t *ret_wanted)
{
  struct super super;
  CLEANUP_MEMBERS struct members m = { .like = &super };
  int r = read_super (device, &super);
  char **names;

  if (r == 0) {
    reply_with_error_errno (EINVAL, "%s: there is no Btrfs on it", device);
    return NULL;
  }
  if (r == -1 || each_super (add_member, &m) == -1) {
    reply_with_perror ("%s", device);
    return NULL;
  }
  if (m.len > 0)
    qsort (m.list, m.len, sizeof *m.list, compare_members);
  names = member_names (&m);
  if (names == NULL)
    reply_with_perror ("%s", device);
  *ret_wanted = super.num_devices;
  return names;
}

/* ---- Paths ---- */

/* Closes fd when it leads to another kind of file system. */
static int
check_btrfs (int fd, const char *what)
{
  struct statfs st;

  if (fstatfs (fd, &st) == -1)
    reply_with_perror ("%s", what);
  else if (st.f_type != BTRFS_SUPER_MAGIC)
    reply_with_error_errno (EINVAL, "%s: not on a Btrfs", what);
  else
    return fd;
  close (fd);
  return -1;
}

int
btrfs_open (const char *path)
{
  int fd = guest_open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);

  if (fd == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return check_btrfs (fd, path);
}

int
btrfs_open_parent (const char *path, char **ret_name)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int dir = guest_open_parent (path, &name);
  int fd = dir == -1 ? -1
    : openat (dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  fd = check_btrfs (fd, path);
  if (fd != -1)
    *ret_name = steal (&name);
  return fd;
}

int
btrfs_info (int fd, const char *what, struct btrfs_ioctl_fs_info_args *ret)
{
  memset (ret, 0, sizeof *ret);
  if (ioctl (fd, BTRFS_IOC_FS_INFO, ret) == 0)
    return 0;
  reply_with_perror ("%s", what);
  return -1;
}

int
btrfs_device (int fd, const char *what, uint64_t devid,
              struct btrfs_ioctl_dev_info_args *ret)
{
  memset (ret, 0, sizeof *ret);
  ret->devid = devid;
  if (ioctl (fd, BTRFS_IOC_DEV_INFO, ret) == 0)
    return 1;
  if (errno == ENODEV)
    return 0;
  reply_with_perror ("%s: device %llu of it", what,
                     (unsigned long long) devid);
  return -1;
}

/* ---- Items of trees ---- */

int
btrfs_each_item (int fd, uint64_t tree, uint64_t objectid, uint32_t type,
                 int (*fn) (void *opaque, uint64_t offset, const void *item),
                 void *opaque, size_t item_size)
{
  struct btrfs_ioctl_search_args args;
  struct btrfs_ioctl_search_key *k = &args.key;
  struct btrfs_ioctl_search_header h;
  uint64_t from = 0;

  do {
    const char *p = args.buf;

    memset (k, 0, sizeof *k);
    k->tree_id = tree;
    k->min_objectid = k->max_objectid = objectid;
    k->min_type = k->max_type = type;
    k->min_offset = from;
    k->max_offset = k->max_transid = UINT64_MAX;
    k->nr_items = 4096;
    if (ioctl (fd, BTRFS_IOC_TREE_SEARCH, &args) == -1)
      return -1;
    for (uint32_t i = 0; i < k->nr_items; ++i) {
      memcpy (&h, p, sizeof h);
      if (h.len >= item_size && fn (opaque, h.offset, p + sizeof h) == -1)
        return -1;
      p += sizeof h + h.len;
      from = h.offset + 1;
    }
  } while (k->nr_items > 0 && from != 0);
  return 0;
}

struct ids {
  uint64_t *list;
  size_t n;
};

static int
add_id (void *opaque, uint64_t id, const void *item)
{
  struct ids *ids = opaque;
  uint64_t *bigger = reallocarray (ids->list, ids->n + 1, sizeof *bigger);

  (void) item;
  if (bigger == NULL)
    return -1;
  ids->list = bigger;
  bigger[ids->n++] = id;
  return 0;
}

/* Those of a seed as well, which the kernel does not count. */
uint64_t *
btrfs_device_ids (int fd, const char *what, size_t *ret_n)
{
  struct ids ids = { calloc (1, sizeof *ids.list), 0 };

  if (ids.list
      && btrfs_each_item (fd, BTRFS_CHUNK_TREE_OBJECTID,
                          BTRFS_DEV_ITEMS_OBJECTID, BTRFS_DEV_ITEM_KEY,
                          add_id, &ids, 0) == 0) {
    *ret_n = ids.n;
    return ids.list;
  }
  reply_with_perror ("%s", what);
  free (ids.list);
  return NULL;
}

/* ---- Mountables ---- */

/* How long the kernel may take to go on with a balance. */
#define RESUME_MS 100

/* The thread of the kernel that takes up a balance may not have begun when
 * mount returns.  Unmounting before it has is a race that the kernel loses:
 * the balance is forgotten, or the thread uses what is freed already. */
void
btrfs_await_balance (const char *dir)
{
  CLEANUP_CLOSE int fd = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int64_t deadline_ms = monotonic_ms () + RESUME_MS;
  struct btrfs_ioctl_balance_args args;
  struct statvfs st;

  if (fd == -1 || fstatvfs (fd, &st) == -1 || st.f_flag & ST_RDONLY)
    return;
  while (monotonic_ms () < deadline_ms) {
    if (ioctl (fd, BTRFS_IOC_BALANCE_PROGRESS, &args) == -1
        || args.state & BTRFS_BALANCE_STATE_RUNNING)
      return;
    sleep_ms (1);
  }
}

/* The kernel, when it unmounts while one is running, may cancel it instead of
 * pausing it, or end in a deadlock with it. */
void
btrfs_pause_balance (const char *path)
{
  CLEANUP_CLOSE int fd = guest_open (path, O_RDONLY | O_DIRECTORY, 0);
  struct statfs st;

  if (fd != -1 && fstatfs (fd, &st) == 0 && st.f_type == BTRFS_SUPER_MAGIC)
    ioctl (fd, BTRFS_IOC_BALANCE_CTL, BTRFS_BALANCE_CTL_PAUSE);
}

static int
try_mount (const struct btrfs_place *p, const char *device, int flags,
           const char *options)
{
  if (mount (device, p->dir, "btrfs", flags, options) == 0)
    return 0;
  btrfs_scan ();
  return mount (device, p->dir, "btrfs", flags, options);
}

/* The name may have commas, which cannot be said in an option of mount. */
static int
open_below (const char *dir, const char *volume)
{
  CLEANUP_CLOSE int top = open (dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
  struct open_how how = {
    .flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT,
  };

  if (top == -1)
    return -1;
  return syscall (SYS_openat2, top, volume, &how, sizeof how);
}

static int
make_dir (struct btrfs_place *p)
{
  char *dir = strdup ("/tmp/btrfsXXXXXX");

  if (dir && mkdtemp (dir)) {
    p->dir = dir;
    return 0;
  }
  free (dir);
  return -1;
}

int
btrfs_mount_for_now (struct btrfs_place *p, const char *device,
                     const char *volume, bool writable)
{
  if (make_dir (p) == -1)
    return -1;
  if (try_mount (p, device, writable ? 0 : MS_RDONLY,
                 "subvolid=5,skip_balance") == -1) {
    const int saved = errno;

    rmdir (p->dir);
    free (steal (&p->dir));
    errno = saved;
    return -1;
  }
  p->fd = open_below (p->dir, volume);
  return p->fd == -1 ? -1 : 0;
}

static int
place_device (struct btrfs_place *p, const mountable_t *m, bool writable)
{
  const char *volume = m->type == MOUNTABLE_BTRFSVOL ? m->volume : ".";

  if (btrfs_mount_for_now (p, m->device, volume, writable) == 0)
    return 0;
  if (p->dir)
    reply_with_perror ("%s: %s", m->device, volume);
  else
    reply_with_perror ("%s: temporary mount", m->device);
  return -1;
}

int
btrfs_place (struct btrfs_place *p, const mountable_t *m, bool writable)
{
  if (m->type != MOUNTABLE_PATH)
    return place_device (p, m, writable);
  p->fd = btrfs_open (m->device);
  return p->fd == -1 ? -1 : 0;
}

/* Not a lazy unmount: the device must be free when the call returns. */
void
btrfs_place_done (struct btrfs_place *p)
{
  if (p->fd != -1)
    close (p->fd);
  if (p->dir == NULL)
    return;
  if (umount2 (p->dir, UMOUNT_NOFOLLOW) == -1) {
    debug ("%s: %m", p->dir);
    umount2 (p->dir, MNT_DETACH | UMOUNT_NOFOLLOW);
  }
  rmdir (p->dir);
  free (p->dir);
}

/* ---- Ioctls that take long ---- */

struct long_ioctl {
  int fd;
  unsigned long request;
  void *arg;
  int r, err;
};

static void *
call_ioctl (void *opaque)
{
  struct long_ioctl *l = opaque;

  l->r = ioctl (l->fd, l->request, l->arg);
  l->err = errno;
  return NULL;
}

bool
btrfs_join_soon (pthread_t thread)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  ts.tv_nsec += 50 * 1000 * 1000;
  if (ts.tv_nsec >= 1000000000) {
    ts.tv_nsec -= 1000000000;
    ts.tv_sec++;
  }
  return pthread_clockjoin_np (thread, NULL, CLOCK_MONOTONIC, &ts) == 0;
}

/* In a thread, because only this one may look whether the call was cancelled,
 * and because the kernel does not let signals end most of these. */
int
btrfs_long_ioctl (int fd, unsigned long request, void *arg,
                  int (*stop) (int fd), const char *what)
{
  struct long_ioctl l = { .fd = fd, .request = request, .arg = arg };
  bool stopped = false;
  pthread_t thread;
  int err = pthread_create (&thread, NULL, call_ioctl, &l);

  if (err != 0) {
    errno = err;
    return -1;
  }
  while (!btrfs_join_soon (thread))
    if (call_is_cancelled ()) {
      stopped = true;
      stop (fd);
    }
  if (stopped && l.r != 0) {
    reply_with_error_errno (EINTR, "%s: the call was cancelled", what);
    l.err = EINTR;
  }
  errno = l.err;
  return l.r;
}
