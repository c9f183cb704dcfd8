/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Disk images on the host: making them and asking what they are. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drives.h"
#include "impl.h"

/* ---- Questions ---- */

char *
guestfs_impl_disk_format (guestfs_h *g, const char *filename)
{
  CLEANUP_IMAGE_INFO struct image_info info = { NULL, 0, NULL };

  if (guestfs_int_image_info_file (g, filename, &info) == -1)
    return NULL;
  return steal (&info.format);
}

int64_t
guestfs_impl_disk_virtual_size (guestfs_h *g, const char *filename)
{
  CLEANUP_IMAGE_INFO struct image_info info = { NULL, 0, NULL };

  if (guestfs_int_image_info_file (g, filename, &info) == -1)
    return -1;
  return info.virtual_size;
}

int
guestfs_impl_disk_has_backing_file (guestfs_h *g, const char *filename)
{
  CLEANUP_IMAGE_INFO struct image_info info = { NULL, 0, NULL };

  if (guestfs_int_image_info_file (g, filename, &info) == -1)
    return -1;
  return info.backing_file != NULL;
}

/* ---- Making ---- */

typedef struct guestfs_disk_create_argv opts_t;

#define HAS(opts, OPT) \
  ((opts)->bitmask & GUESTFS_DISK_CREATE_##OPT##_BITMASK)

static int
invalid (guestfs_h *g, const char *filename, const char *why)
{
  guestfs_int_error_errno (g, EINVAL, "%s: %s", filename, why);
  return -1;
}

/* All of it is written, not only reserved: that is what full promises. */
static int
fill_with_zeroes (int fd, int64_t size)
{
  static const size_t piece = 1 << 20;
  CLEANUP_FREE char *zeroes = calloc (1, piece);

  if (!zeroes)
    return -1;
  while (size > 0) {
    const size_t n = (uint64_t) size < piece ? (size_t) size : piece;
    if (full_write (fd, zeroes, n) == -1)
      return -1;
    size -= n;
  }
  return fsync (fd);
}

static int
check_device_size (guestfs_h *g, const char *filename, int fd, int64_t size)
{
  const off_t have = lseek (fd, 0, SEEK_END);

  if (have == -1) {
    perrorf (g, "%s", filename);
    return -1;
  }
  if (have < size) {
    guestfs_int_error_errno (g, ENOSPC, "%s: the device has %lld bytes, fewer "
                             "than the %lld asked for", filename,
                             (long long) have, (long long) size);
    return -1;
  }
  return 0;
}

static int
write_raw (guestfs_h *g, const char *filename, int64_t size, bool full)
{
  CLEANUP_CLOSE int fd =
    open (filename, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC, 0666);
  struct stat st;

  if (fd == -1 || fstat (fd, &st) == -1) {
    perrorf (g, "%s", filename);
    return -1;
  }
  if (S_ISBLK (st.st_mode))
    return check_device_size (g, filename, fd, size);
  if (!S_ISREG (st.st_mode))
    return invalid (g, filename, "is neither a file nor a block device");
  if (ftruncate (fd, 0) == -1 || ftruncate (fd, size) == -1 ||
      (full && fill_with_zeroes (fd, size) == -1)) {
    perrorf (g, "%s: image of %lld bytes", filename, (long long) size);
    /* A file cut short would look like a disk. */
    unlink (filename);
    return -1;
  }
  return 0;
}

static int
create_raw (guestfs_h *g, const char *filename, int64_t size,
            const opts_t *opts)
{
  bool full = false;

  if (HAS (opts, BACKINGFILE) || HAS (opts, BACKINGFORMAT))
    return invalid (g, filename, "a raw image cannot have a backing file: use "
                    "format qcow2");
  if (HAS (opts, COMPAT) || HAS (opts, CLUSTERSIZE))
    return invalid (g, filename, "compat and clustersize are for format "
                    "qcow2");
  if (size < 0)
    return invalid (g, filename, "size must be given and not be negative");
  if (HAS (opts, PREALLOCATION)) {
    const char *p = opts->preallocation;
    if (strcmp (p, "full") == 0)
      full = true;
    else if (strcmp (p, "off") != 0 && strcmp (p, "sparse") != 0)
      return invalid (g, filename, "preallocation of a raw image is off, "
                      "sparse or full");
  }
  return write_raw (g, filename, size, full);
}

static bool
is_one_of (const char *s, const char *const *list)
{
  for (; *list; list++)
    if (strcmp (s, *list) == 0)
      return true;
  return false;
}

static int
check_qcow2 (guestfs_h *g, const char *filename, int64_t size,
             const opts_t *opts)
{
  static const char *const preallocations[] =
    { "off", "metadata", "falloc", "full", NULL };
  static const char *const compats[] = { "0.10", "1.1", NULL };
  const int cluster = HAS (opts, CLUSTERSIZE) ? opts->clustersize : 65536;

  if (HAS (opts, BACKINGFORMAT) && !HAS (opts, BACKINGFILE))
    return invalid (g, filename, "backingformat without backingfile");
  if (HAS (opts, BACKINGFORMAT) &&
      guestfs_int_check_format (g, opts->backingformat) == -1)
    return -1;
  if (HAS (opts, BACKINGFILE) ? size != -1 && size < 0 : size < 0)
    return invalid (g, filename, "size must be given and not be negative");
  if (HAS (opts, PREALLOCATION) &&
      !is_one_of (opts->preallocation, preallocations))
    return invalid (g, filename, "preallocation of a qcow2 image is off, "
                    "metadata, falloc or full");
  if (HAS (opts, COMPAT) && !is_one_of (opts->compat, compats))
    return invalid (g, filename, "compat is 0.10 or 1.1");
  if (cluster < 512 || cluster > 2 * 1024 * 1024 ||
      (cluster & (cluster - 1)) != 0)
    return invalid (g, filename, "clustersize is a power of two from 512 to "
                    "2097152");
  return 0;
}

/* The format to record for the backing file: qemu-img wants one.  A relative
 * name is beside the new image, wherever the program is. */
static char *
backing_format (guestfs_h *g, const char *filename, const opts_t *opts)
{
  CLEANUP_IMAGE_INFO struct image_info info = { NULL, 0, NULL };
  CLEANUP_FREE char *path = NULL;
  const char *slash = strrchr (filename, '/');
  const int dir = slash ? (int) (slash + 1 - filename) : 0;

  if (HAS (opts, BACKINGFORMAT))
    return safe_strdup (g, opts->backingformat);
  path = safe_asprintf (g, "%.*s%s", opts->backingfile[0] == '/' ? 0 : dir,
                        filename, opts->backingfile);
  if (guestfs_int_image_info_file (g, path, &info) == -1)
    return NULL;
  return steal (&info.format);
}

static int
add_qcow2_options (struct strvec *argv, const opts_t *opts,
                   const char *format)
{
  int r = 0;

  if (HAS (opts, BACKINGFILE))
    r |= strvec_add (argv, "-b") | strvec_add (argv, opts->backingfile) |
      strvec_add (argv, "-F") | strvec_add (argv, format);
  if (HAS (opts, PREALLOCATION))
    r |= strvec_add (argv, "-o") |
      strvec_addf (argv, "preallocation=%s", opts->preallocation);
  if (HAS (opts, COMPAT))
    r |= strvec_add (argv, "-o") | strvec_addf (argv, "compat=%s",
                                                opts->compat);
  if (HAS (opts, CLUSTERSIZE))
    r |= strvec_add (argv, "-o") | strvec_addf (argv, "cluster_size=%d",
                                                opts->clustersize);
  return r;
}

/* "./" keeps qemu-img from taking "nbd:x" for a network address. */
static int
add_filename_and_size (struct strvec *argv, const char *filename, int64_t size)
{
  int r = strvec_add (argv, "--");

  r |= strvec_addf (argv, "%s%s", filename[0] == '/' ? "" : "./", filename);
  if (size >= 0)
    r |= strvec_addf (argv, "%lld", (long long) size);
  return r;
}

static int
run_create (guestfs_h *g, const char *filename, char *const *argv)
{
  struct host_command c = { .argv = argv, .output_limit = 65536 };
  int r = -1;

  if (guestfs_int_run_host_command (g, &c) == -1)
    return -1;
  if (c.status == 0)
    r = 0;
  else {
    const char *p = c.err ? c.err : "";
    if (strncmp (p, "qemu-img: ", 10) == 0)
      p += 10;
    error (g, "%s: %.*s", filename, (int) strcspn (p, "\n"), p);
  }
  guestfs_int_host_command_done (&c);
  return r;
}

static int
create_qcow2 (guestfs_h *g, const char *filename, int64_t size,
              const opts_t *opts)
{
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;
  CLEANUP_FREE char *format = NULL;

  if (check_qcow2 (g, filename, size, opts) == -1)
    return -1;
  if (HAS (opts, BACKINGFILE)) {
    format = backing_format (g, filename, opts);
    if (!format)
      return -1;
  }
  if (strvec_add (&argv, "qemu-img") == -1 ||
      strvec_add (&argv, "create") == -1 || strvec_add (&argv, "-q") == -1 ||
      strvec_add (&argv, "-f") == -1 || strvec_add (&argv, "qcow2") == -1 ||
      add_qcow2_options (&argv, opts, format) != 0 ||
      add_filename_and_size (&argv, filename, size) != 0) {
    perrorf (g, "%s", filename);
    return -1;
  }
  return run_create (g, filename, argv.ptr);
}

int
guestfs_impl_disk_create (guestfs_h *g, const char *filename,
                          const char *format, int64_t size,
                          const opts_t *opts)
{
  if (strcmp (format, "raw") == 0)
    return create_raw (g, filename, size, opts);
  if (strcmp (format, "qcow2") == 0)
    return create_qcow2 (g, filename, size, opts);
  guestfs_int_error_errno (g, EINVAL, "%s: format %s: images can be made in "
                           "format raw or qcow2", filename, format);
  return -1;
}
