/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Zeroing, discarding and wiping; and finding out that all is zero. */

#include "config.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <mntent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <blkid/blkid.h>

#include "content.h"
#include "daemon.h"

#define BUFFER (1024 * 1024)

/* zero writes this much: more than any partition table or superblock at the
 * start of a device takes. */
#define START (1024 * 1024)

/* zero_device asks for this much at a time. */
#define STEP (UINT64_C (64) * 1024 * 1024)

static int
open_sized_device (const char *device, int flags, uint64_t *ret_size)
{
  int fd = open (device, flags | O_CLOEXEC);

  if (fd == -1) {
    reply_with_perror ("%s", device);
    return -1;
  }
  if (ioctl (fd, BLKGETSIZE64, ret_size) == -1) {
    reply_with_perror ("%s: reading the size", device);
    close (fd);
    return -1;
  }
  return fd;
}

static char *
new_buffer (void)
{
  char *buf = calloc (1, BUFFER);

  if (buf == NULL)
    reply_with_perror ("calloc");
  return buf;
}

/* ---- Is it zero? ---- */

/* A buffer is zero if it begins with a zero and each byte equals the next.*/
static bool
all_zero (const char *buf, size_t n)
{
  return n == 0 || (buf[0] == '\0' && memcmp (buf, buf + 1, n - 1) == 0);
}

/* 1, 0, or -1 with the error set. */
static int
is_zero_fd (int fd, const char *what)
{
  CLEANUP_FREE char *buf = new_buffer ();
  ptrdiff_t n;

  if (buf == NULL)
    return -1;
  while ((n = full_read (fd, buf, BUFFER)) > 0) {
    if (!all_zero (buf, n))
      return 0;
    if (call_fails_cancelled (what))
      return -1;
  }
  if (n == -1) {
    reply_with_perror ("%s", what);
    return -1;
  }
  return 1;
}

int
do_is_zero (const char *path)
{
  CLEANUP_CLOSE int fd = guest_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (fd == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return is_zero_fd (fd, path);
}

int
do_is_zero_device (const char *device)
{
  uint64_t size;
  CLEANUP_CLOSE int fd = open_sized_device (device, O_RDONLY, &size);

  return fd == -1 ? -1 : is_zero_fd (fd, device);
}

/* ---- Zeroing ---- */

/* Blocks that are zero already are left alone, to keep a sparse disk so. */
int
do_zero (const char *device)
{
  CLEANUP_FREE char *buf = new_buffer ();
  uint64_t size;
  CLEANUP_CLOSE int fd = open_sized_device (device, O_RDWR, &size);
  ptrdiff_t n;

  if (buf == NULL || fd == -1)
    return -1;
  n = full_read (fd, buf, size < START ? size : START);
  if (n > 0 && !all_zero (buf, n)) {
    memset (buf, 0, n);
    if (lseek (fd, 0, SEEK_SET) == -1 || full_write (fd, buf, n) == -1)
      n = -1;
  }
  if (n == -1) {
    reply_with_perror ("%s", device);
    return -1;
  }
  notify_progress (n, n);
  return 0;
}

static int
reply_zero_failed (const char *device, uint64_t offset)
{
  if (errno == EBUSY)
    reply_with_error_errno (EBUSY, "%s: the device is in use: unmount it, or "
                            "stop the array or volume group that it belongs "
                            "to", device);
  else
    reply_with_perror ("%s: zeroing at byte %llu", device,
                       (unsigned long long) offset);
  return -1;
}

/* The kernel asks the disk to do it, and writes only if that fails.  It refuses
 * what is in use. */
int
do_zero_device (const char *device)
{
  uint64_t size, offset, n;
  CLEANUP_CLOSE int fd = open_sized_device (device, O_WRONLY, &size);

  if (fd == -1)
    return -1;
  for (offset = 0; offset < size; offset += n) {
    uint64_t range[2];

    n = size - offset < STEP ? size - offset : STEP;
    range[0] = offset;
    range[1] = n;
    if (ioctl (fd, BLKZEROOUT, range) == -1)
      return reply_zero_failed (device, offset);
    if (call_fails_cancelled (device))
      return -1;
    notify_progress (offset + n, size);
  }
  return 0;
}

static int
write_zeroes_until_full (int fd, const char *directory)
{
  CLEANUP_FREE char *buf = new_buffer ();
  struct statvfs st;
  uint64_t written = 0, total;
  ssize_t n;

  if (buf == NULL)
    return -1;
  if (fstatvfs (fd, &st) == -1) {
    reply_with_perror ("%s", directory);
    return -1;
  }
  total = (uint64_t) st.f_bfree * st.f_frsize;
  while ((n = write (fd, buf, BUFFER)) > 0) {
    if (call_fails_cancelled (directory))
      return -1;
    written += n;
    notify_progress (written < total ? written : total, total);
  }
  if (n == -1 && errno != ENOSPC) {
    reply_with_perror ("%s: filling the free space", directory);
    return -1;
  }
  if (fsync (fd) == -1) {
    reply_with_perror ("%s", directory);
    return -1;
  }
  notify_progress (total, total);
  return 0;
}

/* A new file in a directory that has lost its name already. */
static int
open_nameless (int dirfd)
{
  CLEANUP_FREE char *name = NULL;
  int i, fd = -1;

  for (i = 0; i < 1000 && fd == -1; ++i) {
    free (steal (&name));
    if (asprintf (&name, ".guestfs-zero-%d", i) == -1)
      return -1;
    fd = openat (dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd == -1 && errno != EEXIST)
      return -1;
  }
  if (fd != -1)
    unlinkat (dirfd, name, 0);
  return fd;
}

int
do_zero_free_space (const char *directory)
{
  CLEANUP_CLOSE int dirfd =
    guest_open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  CLEANUP_CLOSE int fd = dirfd == -1 ? -1 : open_nameless (dirfd);

  if (fd == -1) {
    reply_with_perror ("%s", directory);
    return -1;
  }
  return write_zeroes_until_full (fd, directory);
}

int
optgroup_zerofree_available (void)
{
  return have_program ("zerofree");
}

int
do_zerofree (const char *device)
{
  return run (NULL, "zerofree", device, NULL);
}

/* ---- Discarding ---- */

int
optgroup_blkdiscard_available (void)
{
  return 1;
}

int
do_blkdiscard (const char *device)
{
  uint64_t range[2] = { 0, 0 };
  CLEANUP_CLOSE int fd = open_sized_device (device, O_WRONLY, &range[1]);

  if (fd == -1)
    return -1;
  if (ioctl (fd, BLKDISCARD, range) == -1) {
    reply_with_perror ("%s: discarding", device);
    return -1;
  }
  return 0;
}

int
optgroup_blkdiscardzeroes_available (void)
{
  return 1;
}

int
do_blkdiscardzeroes (const char *device)
{
  uint64_t size;
  unsigned zeroes;
  CLEANUP_CLOSE int fd = open_sized_device (device, O_RDONLY, &size);

  if (fd == -1)
    return -1;
  if (ioctl (fd, BLKDISCARDZEROES, &zeroes) == -1) {
    reply_with_perror ("%s", device);
    return -1;
  }
  return zeroes != 0;
}

int
optgroup_fstrim_available (void)
{
  return 1;
}

static int
check_trim (const char *mountpoint, const struct fstrim_optargs *opts)
{
  if ((opts->has_offset && opts->offset < 0)
      || (opts->has_length && opts->length <= 0)
      || (opts->has_minimumfreeextent && opts->minimumfreeextent < 0)) {
    reply_with_error_errno (EINVAL, "%s: offset, length and "
                            "minimumfreeextent cannot be negative",
                            mountpoint);
    return -1;
  }
  return 0;
}

int
do_fstrim (const char *mountpoint, const struct fstrim_optargs *opts)
{
  struct fstrim_range range = { .len = UINT64_MAX };
  CLEANUP_CLOSE int fd = -1;

  if (check_trim (mountpoint, opts) == -1)
    return -1;
  if (opts->has_offset)
    range.start = opts->offset;
  if (opts->has_length)
    range.len = opts->length;
  if (opts->has_minimumfreeextent)
    range.minlen = opts->minimumfreeextent;
  fd = guest_open (mountpoint, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  /* What was freed last is trimmed only once that is on the disk. */
  if (fd == -1 || syncfs (fd) == -1 || ioctl (fd, FITRIM, &range) == -1) {
    reply_with_perror ("%s", mountpoint);
    return -1;
  }
  return 0;
}

/* ---- Scrubbing ---- */

int
optgroup_scrub_available (void)
{
  return have_program ("scrub");
}

int
do_scrub_device (const char *device)
{
  return run (NULL, "scrub", "-f", device, NULL);
}

static int
scrub_path (const char *option, const char *path)
{
  CLEANUP_FREE char *real = content_real_path (path);

  if (real == NULL)
    return -1;
  return run_confined (NULL, "scrub", "-f", option, real, NULL);
}

int
do_scrub_file (const char *file)
{
  return scrub_path ("-r", file);
}

int
do_scrub_freespace (const char *dir)
{
  CLEANUP_FREE char *real = guest_real_path (dir);

  if (real == NULL) {
    reply_with_perror ("%s", dir);
    return -1;
  }
  return run_confined (NULL, "scrub", "-f", "-X", real, NULL);
}

/* ---- Signatures ---- */

int
optgroup_wipefs_available (void)
{
  return 1;
}

static blkid_probe
signature_probe (int fd)
{
  blkid_probe pr = blkid_new_probe ();

  if (pr == NULL)
    return NULL;
  blkid_probe_enable_superblocks (pr, 1);
  blkid_probe_set_superblocks_flags (pr, BLKID_SUBLKS_MAGIC
                                     | BLKID_SUBLKS_TYPE
                                     | BLKID_SUBLKS_BADCSUM);
  blkid_probe_enable_partitions (pr, 1);
  blkid_probe_set_partitions_flags (pr, BLKID_PARTS_MAGIC
                                    | BLKID_PARTS_FORCE_GPT);
  if (blkid_probe_set_device (pr, fd, 0, 0) == 0)
    return pr;
  blkid_free_probe (pr);
  return NULL;
}

/* More than any device has: a disk that keeps what it was told to overwrite
 * shows the same one for ever. */
#define SIGNATURES_MAX 1000

/* Wipes one signature after the other: some formats have several, and one
 * may hide another. */
static int
wipe_signatures (int fd, const char *device, bool *ret_table)
{
  blkid_probe pr = signature_probe (fd);
  int r = pr ? 0 : -1, n = 0;

  *ret_table = false;
  while (r == 0 && blkid_do_probe (pr) == 0) {
    if (blkid_probe_has_value (pr, "PTTYPE"))
      *ret_table = true;
    r = blkid_do_wipe (pr, 0);
    if (++n == SIGNATURES_MAX) {
      errno = EIO;
      r = -1;
    }
  }
  if (r != 0)
    reply_with_perror ("%s: wiping signatures", device);
  blkid_free_probe (pr);
  return r == 0 ? 0 : -1;
}

/* Whether something on this device, or on one of its partitions, is
 * mounted. */
static bool
is_mounted (dev_t device)
{
  FILE *fp = setmntent ("/proc/self/mounts", "re");
  struct mntent *m;
  struct stat st;
  dev_t disk;
  bool r = false;

  while (fp && !r && (m = getmntent (fp)) != NULL)
    if (stat (m->mnt_fsname, &st) == 0 && S_ISBLK (st.st_mode))
      r = st.st_rdev == device
        || (blkid_devno_to_wholedisk (st.st_rdev, NULL, 0, &disk) == 0
            && disk == device);
  if (fp)
    endmntent (fp);
  return r;
}

/* Exclusively if possible; never under the feet of a mounted file system.
 * What LVM and the like hold is wiped all the same: programs that format a
 * disk begin with it. */
static int
open_to_wipe (const char *device, bool *ret_held)
{
  struct stat st;
  int fd = open (device, O_RDWR | O_EXCL | O_CLOEXEC);

  *ret_held = fd == -1 && errno == EBUSY;
  if (*ret_held && stat (device, &st) == 0 && !is_mounted (st.st_rdev))
    fd = open (device, O_RDWR | O_CLOEXEC);
  else if (*ret_held)
    errno = EBUSY;
  if (fd == -1)
    reply_with_perror ("%s", device);
  return fd;
}

int
do_wipefs (const char *device)
{
  bool had_table, held;
  int fd = open_to_wipe (device, &held), r;

  if (fd == -1)
    return -1;
  r = wipe_signatures (fd, device, &had_table);
  /* Partitions that are held stay until they are let go. */
  if (r == 0 && held)
    ioctl (fd, BLKRRPART);
  close (fd);
  if (r == -1 || held || !had_table || do_is_whole_device (device) != 1)
    return r;
  return reread_partitions (device);
}
