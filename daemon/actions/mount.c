/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mounting and unmounting the guest's file systems.
 *
 * They are mounted below sysroot.  What is mounted is never remembered here:
 * the kernel is asked (/proc/self/mountinfo).
 */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <libmount/libmount.h>

#include "btrfs.h"
#include "daemon.h"
#include "nodes.h"
#include "filesystem.h"

/* ---- Where to mount ---- */

static int
check_mountpoint (const char *mountpoint)
{
  if (mountpoint[0] == '/')
    return 0;
  reply_with_error_errno (EINVAL, "%s: a mount point is an absolute path",
                          mountpoint);
  return -1;
}

static int
open_directory (const char *path)
{
  return guest_open (path, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
}

/* Of something that is mounted.  -1 with the error set. */
static int
open_mountpoint (const char *mountpoint)
{
  int fd;

  if (check_mountpoint (mountpoint) == -1)
    return -1;
  fd = open_directory (mountpoint);
  if (fd == -1)
    reply_with_perror ("%s", mountpoint);
  return fd;
}

/* A directory of the guest for what is to be mounted.  -1 with the error
 * set. */
static int
open_place (const char *what, const char *mountpoint)
{
  int fd;

  if (check_mountpoint (mountpoint) == -1)
    return -1;
  fd = open_directory (mountpoint);
  if (fd == -1 && errno == ENOENT)
    reply_with_error_errno (errno, "%s on %s: %s: mount what has this "
                            "directory first, or make it (mkdir_p)", what,
                            mountpoint, strerror (errno));
  else if (fd == -1)
    reply_with_perror ("%s on %s", what, mountpoint);
  return fd;
}

/* The path that the caller knows: NULL when it is not below the sysroot. */
static const char *
below_sysroot (const char *target)
{
  size_t n = strlen (sysroot);

  if (strncmp (target, sysroot, n) != 0)
    return NULL;
  if (target[n] == '\0')
    return "/";
  return target[n] == '/' ? target + n : NULL;
}

static int
mount_device (const char *options, const char *vfstype, const char *device,
              const char *mountpoint)
{
  const int place = open_place (device, mountpoint);

  return place == -1 ? -1
    : filesystem_mount_at (place, device, options, vfstype, device,
                           mountpoint);
}

int
do_mount_vfs (const char *options, const char *vfstype,
              const mountable_t *mountable, const char *mountpoint)
{
  CLEANUP_FREE char *with_volume = NULL;

  if (mountable->type == MOUNTABLE_BTRFSVOL) {
    if (asprintf (&with_volume, "subvol=%s%s%s", mountable->volume,
                  options[0] ? "," : "", options) == -1) {
      reply_with_perror ("asprintf");
      return -1;
    }
    options = with_volume;
  }
  return mount_device (options, vfstype, mountable->device, mountpoint);
}

int
do_mount (const mountable_t *mountable, const char *mountpoint)
{
  return do_mount_vfs ("", "", mountable, mountpoint);
}

int
do_mount_ro (const mountable_t *mountable, const char *mountpoint)
{
  return do_mount_vfs ("ro", "", mountable, mountpoint);
}

int
do_mount_options (const char *options, const mountable_t *mountable,
                  const char *mountpoint)
{
  return do_mount_vfs (options, "", mountable, mountpoint);
}

int
do_mount_loop (const char *file, const char *mountpoint)
{
  CLEANUP_CLOSE int loop = -1;
  CLEANUP_FREE char *device = NULL;
  int place;

  loop = loop_open (file, &device);
  if (loop == -1 || (place = open_place (file, mountpoint)) == -1)
    return -1;
  return filesystem_mount_at (place, file, "", "", device, mountpoint);
}

int
do_mount_9p (const char *mounttag, const char *mountpoint,
             const struct mount_9p_optargs *opts)
{
  CLEANUP_CLOSE int place = open_place (mounttag, mountpoint);
  CLEANUP_FREE char *options = NULL;
  bool given = opts->has_options && opts->options[0];

  if (place == -1)
    return -1;
  if (asprintf (&options, "trans=virtio%s%s", given ? "," : "",
                given ? opts->options : "") == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return filesystem_mount_at (steal_fd (&place), mounttag, options, "9p",
                              mounttag, mountpoint);
}

int
do_remount (const char *mountpoint, const struct remount_optargs *opts)
{
  CLEANUP_CLOSE int fd = open_mountpoint (mountpoint);
  CLEANUP_FREE char *link = NULL;
  struct statvfs st;
  unsigned long flags;

  if (fd == -1)
    return -1;
  if (fstatvfs (fd, &st) == -1
      || asprintf (&link, "/proc/self/fd/%d", fd) == -1) {
    reply_with_perror ("%s", mountpoint);
    return -1;
  }
  /* The flags that are not named in a remount would be cleared. */
  flags = st.f_flag & (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC
                       | MS_SYNCHRONOUS | MS_NOATIME | MS_NODIRATIME);
  if (opts->has_rw)
    flags = opts->rw ? flags & ~MS_RDONLY : flags | MS_RDONLY;
  nodes_release ();             /* of files that may be written */
  if (mount (NULL, link, NULL, MS_REMOUNT | flags, NULL) == -1) {
    reply_with_perror ("%s", mountpoint);
    return -1;
  }
  btrfs_await_balance (link);
  return 0;
}

/* ---- What is mounted ---- */

static void
table_done (struct libmnt_table **table)
{
  mnt_unref_table (*table);
}
#define CLEANUP_TABLE __attribute__ ((cleanup (table_done)))

static void
iter_done (struct libmnt_iter **iter)
{
  mnt_free_iter (*iter);
}
#define CLEANUP_ITER __attribute__ ((cleanup (iter_done)))

static struct libmnt_table *
read_mounts (void)
{
  struct libmnt_table *table =
    mnt_new_table_from_file ("/proc/self/mountinfo");

  if (table == NULL)
    reply_with_perror ("/proc/self/mountinfo");
  return table;
}

/* The guest's file systems: not what the appliance itself has mounted. */
static bool
is_guest_mount (struct libmnt_fs *fs)
{
  const char *source = mnt_fs_get_source (fs);
  const char *fstype = mnt_fs_get_fstype (fs);

  return below_sysroot (mnt_fs_get_target (fs)) != NULL && source
    && (source[0] == '/' || (fstype && strcmp (fstype, "9p") == 0));
}

/* The name by which the caller can mount it again. */
static char *
mounted_name (struct libmnt_fs *fs)
{
  CLEANUP_FREE char *lv = logical_volume_name (mnt_fs_get_devno (fs));
  const char *source = mnt_fs_get_source (fs);
  const char *root = mnt_fs_get_root (fs), *fstype = mnt_fs_get_fstype (fs);
  mountable_t m = { MOUNTABLE_DEVICE, NULL, NULL };
  struct stat st;
  CLEANUP_FREE char *of_source = NULL;

  /* The number of a Btrfs is not that of its device. */
  if (lv == NULL && stat (source, &st) == 0 && S_ISBLK (st.st_mode))
    of_source = logical_volume_name (st.st_rdev);
  m.device = lv ? lv : of_source ? of_source : (char *) source;
  if (fstype && strcmp (fstype, "btrfs") == 0 && root
      && strcmp (root, "/") != 0) {
    m.type = MOUNTABLE_BTRFSVOL;
    m.volume = (char *) root + 1;
  }
  return mountable_to_string (&m);
}

/* Names, or names and mount points in turn, in the order of mounting. */
static char **
list_mounts (bool with_mountpoints)
{
  CLEANUP_TABLE struct libmnt_table *table = read_mounts ();
  CLEANUP_ITER struct libmnt_iter *iter = mnt_new_iter (MNT_ITER_FORWARD);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  struct libmnt_fs *fs;

  if (table == NULL || iter == NULL)
    return NULL;
  while (mnt_table_next_fs (table, iter, &fs) == 0) {
    char *name;

    if (!is_guest_mount (fs))
      continue;
    name = mounted_name (fs);
    if (name == NULL || strvec_add_owned (&v, name) == -1
        || (with_mountpoints
            && strvec_add (&v, below_sysroot (mnt_fs_get_target (fs)))
            == -1)) {
      reply_with_perror ("listing what is mounted");
      return NULL;
    }
  }
  return strvec_steal (&v);
}

char **
do_mounts (void)
{
  return list_mounts (false);
}

char **
do_mountpoints (void)
{
  return list_mounts (true);
}

/* ---- Unmounting ---- */

/* What was mounted last below target, as the caller knows it; malloc'd. */
static char *
mounted_below (const char *target)
{
  CLEANUP_TABLE struct libmnt_table *table = read_mounts ();
  CLEANUP_ITER struct libmnt_iter *iter = mnt_new_iter (MNT_ITER_BACKWARD);
  const size_t n = strlen (target);
  struct libmnt_fs *fs;

  while (table && iter && mnt_table_next_fs (table, iter, &fs) == 0) {
    const char *other = mnt_fs_get_target (fs);

    if (strncmp (other, target, n) == 0 && other[n] == '/')
      return strdup (below_sysroot (other));
  }
  return NULL;
}

/* A descriptor of the directory would keep what is mounted there busy; one of
 * the directory around it does not. */
static int
unmount_in_guest (const char *path, int flags)
{
  CLEANUP_FREE char *name = NULL, *link = NULL;
  CLEANUP_CLOSE int fd = guest_open_parent (path, &name);

  guest_root_release ();
  if (fd == -1)
    return -1;
  if (asprintf (&link, "/proc/self/fd/%d/%s", fd, name) == -1) {
    link = NULL;
    return -1;
  }
  return umount2 (link, flags | UMOUNT_NOFOLLOW);
}

static int
unmount_target (const char *target, int flags)
{
  const char *path = below_sysroot (target);
  CLEANUP_FREE char *below = NULL;
  int err, r;

  if (path)
    btrfs_pause_balance (path);
  guest_root_release ();
  nodes_release ();
  if (scrub_release_mount (target, path ? path : target) == -1)
    return -1;
  if (path && strcmp (path, "/") != 0)
    r = unmount_in_guest (path, flags);
  else
    r = umount2 (target, flags | UMOUNT_NOFOLLOW);
  if (r == 0)
    return 0;
  err = errno;
  below = err == EBUSY ? mounted_below (target) : NULL;
  if (below)
    reply_with_error_errno (err, "%s: in use: unmount %s first", path, below);
  else
    reply_with_perror_errno (err, "%s", path ? path : target);
  return -1;
}

/* Where a path of the guest leads, as the kernel's list has it.  Malloc'd. */
static char *
real_mountpoint (const char *mountpoint)
{
  CLEANUP_CLOSE int fd = open_mountpoint (mountpoint);
  char *path = fd != -1 ? fd_path (fd) : NULL;

  if (fd != -1 && path == NULL)
    reply_with_perror ("%s", mountpoint);
  return path;
}

/* Where a device was mounted last, malloc'd. */
static char *
find_device (const char *device)
{
  CLEANUP_TABLE struct libmnt_table *table = read_mounts ();
  CLEANUP_ITER struct libmnt_iter *iter = mnt_new_iter (MNT_ITER_BACKWARD);
  struct libmnt_fs *fs;
  struct stat st, source;

  if (table == NULL || iter == NULL)
    return NULL;
  if (stat (device, &st) == -1) {
    reply_with_perror ("%s", device);
    return NULL;
  }
  while (mnt_table_next_fs (table, iter, &fs) == 0)
    if (is_guest_mount (fs)
        && (mnt_fs_get_devno (fs) == st.st_rdev
            || (stat (mnt_fs_get_source (fs), &source) == 0
                && S_ISBLK (source.st_mode)
                && source.st_rdev == st.st_rdev)))
      return strdup (mnt_fs_get_target (fs));
  reply_with_error_errno (EINVAL, "%s: not mounted", device);
  return NULL;
}

int
do_umount (const char *pathordevice, const struct umount_optargs *opts)
{
  CLEANUP_FREE char *target = NULL;
  int flags = 0;

  if (opts->has_force && opts->force)
    flags |= MNT_FORCE;
  if (opts->has_lazyunmount && opts->lazyunmount)
    flags |= MNT_DETACH;
  target = is_device_name (pathordevice) ? find_device (pathordevice)
    : real_mountpoint (pathordevice);
  return target ? unmount_target (target, flags) : -1;
}

int
do_umount_all (void)
{
  CLEANUP_TABLE struct libmnt_table *table = read_mounts ();
  CLEANUP_ITER struct libmnt_iter *iter = mnt_new_iter (MNT_ITER_BACKWARD);
  struct libmnt_fs *fs;

  if (table == NULL || iter == NULL)
    return -1;
  while (mnt_table_next_fs (table, iter, &fs) == 0) {
    const char *path = below_sysroot (mnt_fs_get_target (fs));

    /* The sysroot may be a mount of the appliance's own. */
    if (path == NULL || (strcmp (path, "/") == 0 && !is_guest_mount (fs)))
      continue;
    if (unmount_target (mnt_fs_get_target (fs), 0) == -1)
      return -1;
  }
  return 0;
}

/* ---- Mount points ---- */

int
do_mkmountpoint (const char *exemptpath)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = guest_open_parent (exemptpath, &name);

  if (fd == -1 || mkdirat (fd, name, 0777) == -1) {
    reply_with_perror ("%s", exemptpath);
    return -1;
  }
  return 0;
}

int
do_rmmountpoint (const char *exemptpath)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = guest_open_parent (exemptpath, &name);

  if (fd == -1 || unlinkat (fd, name, AT_REMOVEDIR) == -1) {
    reply_with_perror ("%s", exemptpath);
    return -1;
  }
  return 0;
}

/* ---- Mountables ---- */

struct guestfs_internal_mountable *
do_internal_parse_mountable (const mountable_t *mountable)
{
  struct guestfs_internal_mountable *ret = calloc (1, sizeof *ret);

  if (ret == NULL) {
    reply_with_perror ("calloc");
    return NULL;
  }
  ret->im_type = mountable->type;
  ret->im_device = strdup (mountable->device);
  ret->im_volume = strdup (mountable->volume ? mountable->volume : "");
  if (ret->im_device && ret->im_volume)
    return ret;
  reply_with_perror ("strdup");
  free (ret->im_device);
  free (ret->im_volume);
  free (ret);
  return NULL;
}
