/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Btrfs: making it, its devices and its size, checking and rescuing. */

#include "config.h"

#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "btrfs.h"
#include "daemon.h"

/* ---- Is it there? ---- */

/* Loading the module takes long: it measures which way of computing parities
 * is the fastest. So this only looks whether there is one. */
static bool
kernel_has_module (void)
{
  CLEANUP_FREE char *pattern = NULL;
  struct utsname uts;
  glob_t found;
  int r;

  if (uname (&uts) == -1
      || asprintf (&pattern, "/lib/modules/%s/kernel/fs/btrfs/btrfs.ko*",
                   uts.release) == -1)
    return false;
  r = glob (pattern, 0, NULL, &found);
  globfree (&found);
  return r == 0;
}

int
optgroup_btrfs_available (void)
{
  static int known = -1;

  if (known == -1)
    known = have_program ("btrfs") && have_program ("mkfs.btrfs")
      && (access ("/sys/fs/btrfs", F_OK) == 0 || kernel_has_module ());
  return known;
}

/* ---- Making ---- */

static int
check_positive (bool given, int64_t n, const char *name)
{
  if (!given || n > 0)
    return 0;
  reply_with_error_errno (EINVAL, "%s is %lld: must be greater than 0",
                          name, (long long) n);
  return -1;
}

static int
check_mkfs (char *const *devices, const struct mkfs_btrfs_optargs *o)
{
  if (devices[0] == NULL) {
    reply_with_error_errno (EINVAL, "the list of devices is empty: give at "
                            "least one");
    return -1;
  }
  if (o->has_allocstart && o->allocstart != 0) {
    reply_with_error_errno (ENOTSUP, "allocstart is %lld: must be 0: "
                            "mkfs.btrfs can only begin at the start of the "
                            "device", (long long) o->allocstart);
    return -1;
  }
  if (o->has_leafsize && o->has_nodesize && o->leafsize != o->nodesize) {
    reply_with_error_errno (EINVAL, "leafsize is %d and nodesize %d: they are "
                            "the same thing, give one of them", o->leafsize,
                            o->nodesize);
    return -1;
  }
  return check_positive (o->has_bytecount, o->bytecount, "bytecount")
    | check_positive (o->has_leafsize, o->leafsize, "leafsize")
    | check_positive (o->has_nodesize, o->nodesize, "nodesize")
    | check_positive (o->has_sectorsize, o->sectorsize, "sectorsize");
}

int
do_mkfs_btrfs (char *const *devices, const struct mkfs_btrfs_optargs *o)
{
  CLEANUP_ARGV struct argv c = ARGV_INIT;

  if (check_mkfs (devices, o) != 0)
    return -1;
  argv_add (&c, "mkfs.btrfs");
  argv_add (&c, "-q");
  argv_add (&c, "-f");
  argv_int (&c, "-b", o->has_bytecount, o->bytecount);
  argv_text (&c, "-d", o->has_datatype, o->datatype);
  argv_text (&c, "-m", o->has_metadata, o->metadata);
  argv_text (&c, "-L", o->has_label, o->label);
  argv_int (&c, "-n", o->has_leafsize && !o->has_nodesize, o->leafsize);
  argv_int (&c, "-n", o->has_nodesize, o->nodesize);
  argv_int (&c, "-s", o->has_sectorsize, o->sectorsize);
  argv_add (&c, "--");
  for (; *devices; ++devices)
    argv_add (&c, *devices);
  return argv_run (NULL, &c);
}

/* ---- Devices ---- */

/* False when the name is too long to be told to the kernel. */
static bool
set_name (struct btrfs_ioctl_vol_args *args, const char *name)
{
  memset (args, 0, sizeof *args);
  if (strlen (name) < sizeof args->name) {
    memcpy (args->name, name, strlen (name) + 1);
    return true;
  }
  reply_with_error_errno (ENAMETOOLONG, "%s: the kernel does not take so long "
                          "a name", name);
  return false;
}

/* What was on the device before would still be seen on it. */
static int
add_device (int fd, const char *device, const char *fs)
{
  struct btrfs_ioctl_vol_args args;

  if (!set_name (&args, device) || do_wipefs (device) == -1)
    return -1;
  if (ioctl (fd, BTRFS_IOC_ADD_DEV, &args) == 0)
    return 0;
  reply_with_perror ("%s: adding %s", fs, device);
  return -1;
}

int
do_btrfs_device_add (char *const *devices, const char *fs)
{
  CLEANUP_CLOSE int fd = btrfs_open (fs);

  if (fd == -1)
    return -1;
  for (; *devices; ++devices)
    if (add_device (fd, *devices, fs) == -1)
      return -1;
  return 0;
}

static const char *
remove_problem (int code)
{
  switch (code) {
  case BTRFS_ERROR_DEV_RAID1_MIN_NOT_MET:
    return "raid1 needs at least two devices";
  case BTRFS_ERROR_DEV_RAID10_MIN_NOT_MET:
    return "raid10 needs at least four devices";
  case BTRFS_ERROR_DEV_RAID5_MIN_NOT_MET:
    return "raid5 needs at least two devices";
  case BTRFS_ERROR_DEV_RAID6_MIN_NOT_MET:
    return "raid6 needs at least three devices";
  case BTRFS_ERROR_DEV_RAID1C3_MIN_NOT_MET:
    return "raid1c3 needs at least three devices";
  case BTRFS_ERROR_DEV_RAID1C4_MIN_NOT_MET:
    return "raid1c4 needs at least four devices";
  case BTRFS_ERROR_DEV_TGT_REPLACE:
    return "it is the target of a replacement that is going on";
  case BTRFS_ERROR_DEV_ONLY_WRITABLE:
    return "it is the only one that can be written to";
  case BTRFS_ERROR_DEV_EXCL_RUN_IN_PROGRESS:
    return "another change of the devices or a balance is going on";
  default:
    return "the kernel refuses";
  }
}

static int
stop_removing (int fd)
{
  struct btrfs_ioctl_vol_args args = { .name = "cancel" };

  return ioctl (fd, BTRFS_IOC_RM_DEV, &args);
}

static int
remove_device (int fd, const char *device, const char *fs)
{
  struct btrfs_ioctl_vol_args args;
  int r;

  if (!set_name (&args, device))
    return -1;
  r = btrfs_long_ioctl (fd, BTRFS_IOC_RM_DEV, &args, stop_removing, fs);
  if (r == 0)
    return 0;
  if (r > 0)
    reply_with_error_errno (EBUSY, "%s: removing %s: %s", fs, device,
                            remove_problem (r));
  else if (!reply_has_error ())
    reply_with_perror ("%s: removing %s", fs, device);
  return -1;
}

int
do_btrfs_device_delete (char *const *devices, const char *fs)
{
  CLEANUP_CLOSE int fd = btrfs_open (fs);

  if (fd == -1)
    return -1;
  for (; *devices; ++devices)
    if (remove_device (fd, *devices, fs) == -1)
      return -1;
  return 0;
}

static int
add_paths (int fd, const char *device, struct strvec *v)
{
  struct btrfs_ioctl_dev_info_args dev;
  size_t n;
  CLEANUP_FREE uint64_t *ids = btrfs_device_ids (fd, device, &n);

  for (size_t i = 0; ids && i < n; ++i) {
    if (btrfs_device (fd, device, ids[i], &dev) == -1)
      return -1;
    if (strvec_add (v, (const char *) dev.path) == -1) {
      reply_with_perror ("strvec_add");
      return -1;
    }
  }
  return ids ? 0 : -1;
}

/* What was grown from a seed has one more device, that looks as if it were of
 * another file system.  The kernel knows.  NULL, and maybe no error. */
static char **
ask_kernel (const char *device)
{
  CLEANUP_BTRFS_PLACE struct btrfs_place p = BTRFS_PLACE_INIT;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  if (btrfs_mount_for_now (&p, device, ".", false) == -1
      || add_paths (p.fd, device, &v) == -1)
    return NULL;
  return strvec_steal (&v);
}

char **
do_btrfs_filesystem_show (const char *device)
{
  uint64_t wanted;
  CLEANUP_FREE_STRING_LIST char **devices = btrfs_members (device, &wanted);
  size_t n;
  char **all;

  if (devices == NULL)
    return NULL;
  n = string_list_length (devices);
  if (n >= wanted)
    return steal (&devices);
  all = ask_kernel (device);
  if (all || reply_has_error ())
    return all;
  reply_with_error_errno (ENODEV, "%s: only %zu of the %llu devices of its "
                          "file system are there: add the drives with the "
                          "others", device, n, (unsigned long long) wanted);
  return NULL;
}

/* ---- Size ---- */

static int
stop_resizing (int fd)
{
  struct btrfs_ioctl_vol_args args = { .name = "cancel" };

  return ioctl (fd, BTRFS_IOC_RESIZE, &args);
}

static int
resize_device (int fd, const char *mountpoint, uint64_t devid,
               const char *size)
{
  struct btrfs_ioctl_vol_args args = { .fd = 0 };
  CLEANUP_FREE char *name = NULL;
  const int n = asprintf (&name, "%llu:%s", (unsigned long long) devid, size);

  if (n == -1) {
    name = NULL;
    return -1;
  }
  if ((size_t) n >= sizeof args.name) {
    errno = EINVAL;
    return -1;
  }
  memcpy (args.name, name, n);
  return btrfs_long_ioctl (fd, BTRFS_IOC_RESIZE, &args, stop_resizing,
                           mountpoint);
}

/* A seed cannot be resized (EPERM), what was grown from it can. */
static int
resize_devices (int fd, const char *mountpoint, const char *size, bool all)
{
  size_t n, done = 0;
  CLEANUP_FREE uint64_t *ids = btrfs_device_ids (fd, mountpoint, &n);

  for (size_t i = 0; ids && i < n && (all || done == 0); ++i)
    if (resize_device (fd, mountpoint, ids[i], size) == 0)
      done++;
    else if (reply_has_error ())
      return -1;
    else if (errno != EPERM || (i + 1 == n && done == 0)) {
      reply_with_perror ("%s: cannot resize device %llu of the file system to "
                         "%s", mountpoint, (unsigned long long) ids[i], size);
      return -1;
    }
  return ids ? 0 : -1;
}

int
do_btrfs_filesystem_resize (const char *mountpoint,
                            const struct btrfs_filesystem_resize_optargs *o)
{
  CLEANUP_CLOSE int fd = btrfs_open (mountpoint);
  CLEANUP_FREE char *size = NULL;

  if (fd == -1 || check_positive (o->has_size, o->size, "size") == -1)
    return -1;
  if (!o->has_size)
    return resize_devices (fd, mountpoint, "max", true);
  if (asprintf (&size, "%lld", (long long) o->size) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return resize_devices (fd, mountpoint, size, false);
}

/* ---- Contents ---- */

int
do_btrfs_filesystem_sync (const char *fs)
{
  CLEANUP_CLOSE int fd = btrfs_open (fs);

  if (fd == -1)
    return -1;
  if (ioctl (fd, BTRFS_IOC_SYNC) == 0)
    return 0;
  reply_with_perror ("%s", fs);
  return -1;
}

static int
set_compression (struct btrfs_ioctl_defrag_range_args *args, const char *name)
{
  static const char *const names[] = { "zlib", "lzo", "zstd" };

  for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i)
    if (strcmp (name, names[i]) == 0) {
      args->flags |= BTRFS_DEFRAG_RANGE_COMPRESS;
      args->compress_type = i + 1;
      return 0;
    }
  reply_with_error_errno (EINVAL, "%s: not a way to compress: give zlib, lzo "
                          "or zstd", name);
  return -1;
}

int
do_btrfs_filesystem_defragment
  (const char *path, const struct btrfs_filesystem_defragment_optargs *o)
{
  struct btrfs_ioctl_defrag_range_args args = { .len = UINT64_MAX };
  CLEANUP_CLOSE int fd = -1;

  if (o->has_compress && set_compression (&args, o->compress) == -1)
    return -1;
  if (o->has_flush && o->flush)
    args.flags |= BTRFS_DEFRAG_RANGE_START_IO;
  fd = btrfs_open (path);
  if (fd == -1)
    return -1;
  /* The kernel leaves alone what has no place on the disk yet. */
  if (fsync (fd) == 0 && ioctl (fd, BTRFS_IOC_DEFRAG_RANGE, &args) >= 0)
    return 0;
  reply_with_perror ("%s", path);
  return -1;
}

/* ---- Checking and rescuing ----
 * All on file systems that are not mounted. */

static int
check_unused (const char *device)
{
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_EXCL | O_CLOEXEC);

  if (fd != -1)
    return 0;
  if (errno == EBUSY)
    reply_with_error_errno (EBUSY, "%s: in use: unmount it first", device);
  else
    reply_with_perror ("%s", device);
  return -1;
}

/* --force with --repair means: do not wait ten seconds for second thoughts. */
int
do_btrfs_fsck (const char *device, const struct btrfs_fsck_optargs *o)
{
  CLEANUP_ARGV struct argv c = ARGV_INIT;

  if (o->has_superblock && (o->superblock < 0 || o->superblock > 2)) {
    reply_with_error_errno (EINVAL, "superblock is %lld: the copies are 0, 1 "
                            "and 2", (long long) o->superblock);
    return -1;
  }
  if (check_unused (device) == -1)
    return -1;
  argv_add (&c, "btrfs");
  argv_add (&c, "check");
  argv_int (&c, "--super", o->has_superblock, o->superblock);
  if (o->has_repair && o->repair) {
    argv_add (&c, "--repair");
    argv_add (&c, "--force");
  }
  argv_add (&c, device);
  return argv_run (NULL, &c);
}

int
do_btrfs_rescue_chunk_recover (const char *device)
{
  if (check_unused (device) == -1)
    return -1;
  return run (NULL, "btrfs", "rescue", "chunk-recover", "-y", device, NULL);
}

/* 2: there was something to recover, and it was. */
int
do_btrfs_rescue_super_recover (const char *device)
{
  const char *const argv[] = {
    "btrfs", "rescue", "super-recover", "-y", device, NULL
  };
  CLEANUP_RUN struct run r = { .argv = argv };

  if (check_unused (device) == -1 || run_full (&r) == -1)
    return -1;
  if (r.status == 0 || r.status == 2)
    return 0;
  run_reply_with_error (&r);
  return -1;
}

/* ---- An image of the metadata ---- */

static int
check_same_filesystem (char *const *source)
{
  uint64_t wanted;
  CLEANUP_FREE_STRING_LIST char **members = NULL;

  if (source[0] == NULL) {
    reply_with_error_errno (EINVAL, "the list of devices is empty: give at "
                            "least one");
    return -1;
  }
  members = btrfs_members (source[0], &wanted);
  if (members == NULL)
    return -1;
  for (size_t i = 0; source[i]; ++i) {
    struct stat a, b;
    bool found = false;

    for (size_t j = 0; members[j] && !found; ++j)
      found = stat (source[i], &a) == 0 && stat (members[j], &b) == 0
        && a.st_rdev == b.st_rdev;
    if (!found) {
      reply_with_error_errno (EINVAL, "%s: not a device of the file system on "
                              "%s", source[i], source[0]);
      return -1;
    }
  }
  return 0;
}

static int
write_to_fd (void *opaque, const void *buf, size_t len)
{
  const int *fd = opaque;

  if (full_write (*fd, buf, len) == 0)
    return 0;
  reply_with_perror ("writing the image");
  return -1;
}

static int
run_image (const char *device, const char *level, int fd)
{
  const char *argv[] = { "btrfs-image", "-c", level, device, "-", NULL };
  CLEANUP_RUN struct run r = {
    .argv = argv, .out_cb = write_to_fd, .out_opaque = &fd
  };

  if (run_full (&r) == -1)
    return -1;
  if (r.status == 0)
    return 0;
  run_reply_with_error (&r);
  return -1;
}

/* The program writes to a pipe, so that it opens no path of the guest. */
int
do_btrfs_image (char *const *source, const char *image,
                const struct btrfs_image_optargs *o)
{
  const int level = o->has_compresslevel ? o->compresslevel : 0;
  CLEANUP_FREE char *text = NULL;
  CLEANUP_CLOSE int fd = -1;

  if (level < 0 || level > 9) {
    reply_with_error_errno (EINVAL, "compresslevel is %d: give 0 to 9", level);
    return -1;
  }
  if (check_same_filesystem (source) == -1)
    return -1;
  fd = guest_open (image, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY, 0666);
  if (fd == -1 || asprintf (&text, "%d", level) == -1) {
    reply_with_perror ("%s", image);
    return -1;
  }
  return run_image (source[0], text, fd);
}

/* ---- Tuning ---- */

int
do_btrfstune_seeding (const char *device, int seeding)
{
  return run (NULL, "btrfstune", "-f", "-S", seeding ? "1" : "0", device,
              NULL);
}

int
do_btrfs_set_seeding (const char *device, int seeding)
{
  return do_btrfstune_seeding (device, seeding);
}

int
do_btrfstune_enable_extended_inode_refs (const char *device)
{
  return run (NULL, "btrfstune", "-r", device, NULL);
}

int
do_btrfstune_enable_skinny_metadata_extent_refs (const char *device)
{
  return run (NULL, "btrfstune", "-x", device, NULL);
}
