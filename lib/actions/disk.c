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

/* To reach a server that a new image has its backing file on. */
#define REMOTE_SECONDS 60

/* ---- Questions ---- */

char *
guestfs_impl_disk_format (guestfs_h *g, const char *filename)
{
  CLEANUP_IMAGE_INFO struct image_info info = IMAGE_INFO_INIT;

  if (guestfs_int_image_info_file (g, filename, NULL, &info) == -1)
    return NULL;
  return steal (&info.format);
}

int64_t
guestfs_impl_disk_virtual_size (guestfs_h *g, const char *filename)
{
  CLEANUP_IMAGE_INFO struct image_info info = IMAGE_INFO_INIT;

  if (guestfs_int_image_info_file (g, filename, NULL, &info) == -1)
    return -1;
  return info.virtual_size;
}

int
guestfs_impl_disk_has_backing_file (guestfs_h *g, const char *filename)
{
  CLEANUP_IMAGE_INFO struct image_info info = IMAGE_INFO_INIT;

  if (guestfs_int_image_info_file (g, filename, NULL, &info) == -1)
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

static int
invalid_value (guestfs_h *g, const char *filename, const char *name,
               const char *value, const char *why)
{
  guestfs_int_error_errno (g, EINVAL, "%s: %s %s: %s", filename, name, value,
                           why);
  return -1;
}

/* ---- Files that are made or replaced ----
 * A failure must leave what was there before, be it a file or a link to one;
 * what was made for the image goes. */

/* Through links, also one that leads to nothing yet.  O_NONBLOCK: a FIFO is an
 * error. */
static int
open_or_create (const char *filename, bool *ret_created)
{
  static const int flags = O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
  const int fd = open (filename, flags);

  *ret_created = fd == -1 && errno == ENOENT;
  return *ret_created ? open (filename, flags | O_CREAT, 0666) : fd;
}

static void
remove_created (const char *filename)
{
  CLEANUP_FREE char *real = realpath (filename, NULL);

  if (real)
    unlink (real);
}

/* Where a program makes a new image. */
struct new_image {
  char *path;                   /* absolute, no link */
  char *replaces;               /* becomes this at the end, or NULL */
};

static int
prepare_replacement (guestfs_h *g, const struct stat *old,
                     struct new_image *n)
{
  n->replaces = n->path;
  n->path = safe_asprintf (g, "%s.XXXXXX", n->replaces);
  CLEANUP_CLOSE int fd = mkostemp (n->path, O_CLOEXEC);

  if (fd == -1) {
    perrorf (g, "%s: file to replace it with", n->replaces);
    return -1;
  }
  /* Whoever may not give files away keeps the new one. */
  (void) !fchown (fd, old->st_uid, old->st_gid);
  (void) !fchmod (fd, old->st_mode & 07777);
  return 0;
}

static int
begin_image (guestfs_h *g, const char *filename, struct new_image *n)
{
  bool created;
  struct stat st;
  CLEANUP_CLOSE int fd = open_or_create (filename, &created);

  if (fd == -1 || fstat (fd, &st) == -1) {
    perrorf (g, "%s", filename);
    return -1;
  }
  if (!S_ISREG (st.st_mode) && !S_ISBLK (st.st_mode))
    return invalid (g, filename, "is neither a file nor a block device");
  n->path = realpath (filename, NULL);
  if (!n->path) {
    perrorf (g, "%s", filename);
    return -1;
  }
  return created || S_ISBLK (st.st_mode) ? 0 : prepare_replacement (g, &st, n);
}

static int
finish_image (guestfs_h *g, struct new_image *n, int r)
{
  struct stat st;

  if (r == 0 && n->replaces && rename (n->path, n->replaces) == -1) {
    perrorf (g, "%s", n->replaces);
    r = -1;
  }
  if (r == -1 && n->path && stat (n->path, &st) == 0 && S_ISREG (st.st_mode))
    unlink (n->path);
  free (n->path);
  free (n->replaces);
  return r;
}

/* ---- Raw ---- */

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

/* Finds out whether the new size is possible while the content is still the
 * old one. */
static int
reserve_size (int fd, int64_t old, int64_t size, bool full)
{
  int err = 0;

  if (full && size > 0)
    err = posix_fallocate (fd, 0, size);
  else if (size > old && ftruncate (fd, size) == -1)
    err = errno;
  if (err == 0)
    return 0;
  (void) !ftruncate (fd, old);
  errno = err;
  return -1;
}

static int
make_raw (int fd, int64_t old, int64_t size, bool full)
{
  if (reserve_size (fd, old, size, full) == -1)
    return -1;
  if (full)
    return fill_with_zeroes (fd, size) == -1 || ftruncate (fd, size) == -1
      ? -1 : 0;
  return ftruncate (fd, 0) == -1 || ftruncate (fd, size) == -1 ? -1 : 0;
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
  bool created;
  struct stat st;
  CLEANUP_CLOSE int fd = open_or_create (filename, &created);

  if (fd == -1 || fstat (fd, &st) == -1) {
    perrorf (g, "%s", filename);
    return -1;
  }
  if (S_ISBLK (st.st_mode))
    return check_device_size (g, filename, fd, size);
  if (!S_ISREG (st.st_mode))
    return invalid (g, filename, "is neither a file nor a block device");
  if (make_raw (fd, st.st_size, size, full) == -1) {
    perrorf (g, "%s: image of %lld bytes", filename, (long long) size);
    if (created)
      remove_created (filename);
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

/* ---- qcow2 ---- */

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
    { "off", "sparse", "metadata", "falloc", "full", NULL };
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
    return invalid_value (g, filename, "preallocation", opts->preallocation,
                          "of a qcow2 image it is off, sparse (the same), "
                          "metadata, falloc or full");
  if (HAS (opts, COMPAT) && !is_one_of (opts->compat, compats))
    return invalid_value (g, filename, "compat", opts->compat,
                          "it is 0.10 or 1.1");
  if (cluster < 512 || cluster > 2 * 1024 * 1024 ||
      (cluster & (cluster - 1)) != 0)
    return invalid (g, filename, "clustersize is a power of two from 512 to "
                    "2097152");
  return 0;
}

/* What is to be below the new image. */
struct backing {
  bool remote;                  /* only qemu-img can look at it */
  char *format;
  int64_t size;
};

/* qemu-img would open the whole chain below, and follow it anywhere. */
static int
look_at_backing_file (guestfs_h *g, char *path, const opts_t *opts,
                      struct backing *ret)
{
  const char *format =
    HAS (opts, BACKINGFORMAT) ? opts->backingformat : NULL;
  CLEANUP_IMAGE_INFO struct image_info info = IMAGE_INFO_INIT;
  struct drive_source src = guestfs_int_local_source (path, false);
  struct image_files files = { .known = false };

  if (guestfs_int_image_info_file (g, path, format, &info) == -1 ||
      guestfs_int_find_image_files (g, &src, &info, &files) == -1)
    return -1;
  guestfs_int_image_files_done (&files);
  if (!format)
    guestfs_int_warn_guessed (g, path, info.format);
  ret->format = steal (&info.format);
  ret->size = info.virtual_size;
  return 0;
}

/* It would be lost, and the new image be above itself. */
static int
check_not_itself (guestfs_h *g, const char *filename, const char *backing)
{
  struct stat a, b;

  if (stat (filename, &a) == 0 && stat (backing, &b) == 0 &&
      a.st_dev == b.st_dev && a.st_ino == b.st_ino)
    return invalid (g, filename, "an image cannot be its own backing file");
  return 0;
}

/* A relative name is beside the new image, wherever the program is. */
static int
look_at_backing (guestfs_h *g, const char *filename, const opts_t *opts,
                 struct backing *ret)
{
  CLEANUP_FREE char *path =
    guestfs_int_resolve_backing (g, filename, opts->backingfile);

  if (path)
    return check_not_itself (g, filename, path) == -1 ? -1
      : look_at_backing_file (g, path, opts, ret);
  if (!HAS (opts, BACKINGFORMAT))
    return invalid (g, filename, "backingfile is not a local file: "
                    "backingformat must be given");
  ret->remote = true;
  ret->format = safe_strdup (g, opts->backingformat);
  return 0;
}

static int
add_qcow2_options (struct strvec *argv, const opts_t *opts,
                   const struct backing *backing)
{
  int r = 0;

  if (HAS (opts, BACKINGFILE))
    r |= strvec_add (argv, "-b") | strvec_add (argv, opts->backingfile) |
      strvec_add (argv, "-F") | strvec_add (argv, backing->format);
  if (HAS (opts, BACKINGFILE) && !backing->remote)
    r |= strvec_add (argv, "-u");       /* it has been looked at */
  if (HAS (opts, PREALLOCATION) && strcmp (opts->preallocation, "sparse") != 0)
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

static int
add_size (struct strvec *argv, const struct backing *backing, int64_t size)
{
  if (size < 0 && backing->remote)
    return 0;
  return strvec_addf (argv, "%lld",
                      (long long) (size < 0 ? backing->size : size));
}

static int
run_create (guestfs_h *g, const char *filename, char *const *argv, bool remote)
{
  struct host_command c = {
    .argv = argv, .output_limit = 65536, .no_network = !remote,
    .seconds = remote ? REMOTE_SECONDS : 0,     /* to fill a disk takes long */
  };
  int r = -1;

  if (guestfs_int_run_host_command (g, &c) == -1)
    return -1;
  if (c.status == 0)
    r = 0;
  else {
    const char *p = c.err;
    if (strncmp (p, "qemu-img: ", 10) == 0)
      p += 10;
    error (g, "%s: %.*s", filename, (int) strcspn (p, "\n"), p);
  }
  guestfs_int_host_command_done (&c);
  return r;
}

static int
run_create_qcow2 (guestfs_h *g, const char *filename, const char *path,
                  int64_t size, const opts_t *opts,
                  const struct backing *backing)
{
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;

  if (strvec_add (&argv, "qemu-img") == -1 ||
      strvec_add (&argv, "create") == -1 || strvec_add (&argv, "-q") == -1 ||
      strvec_add (&argv, "-f") == -1 || strvec_add (&argv, "qcow2") == -1 ||
      add_qcow2_options (&argv, opts, backing) != 0 ||
      strvec_add (&argv, "--") == -1 || strvec_add (&argv, path) == -1 ||
      add_size (&argv, backing, size) == -1) {
    perrorf (g, "%s", filename);
    return -1;
  }
  return run_create (g, filename, argv.ptr, backing->remote);
}

static int
create_qcow2 (guestfs_h *g, const char *filename, int64_t size,
              const opts_t *opts)
{
  struct backing backing = { .format = NULL };
  struct new_image n = { .path = NULL };
  int r;

  if (check_qcow2 (g, filename, size, opts) == -1)
    return -1;
  if (HAS (opts, BACKINGFILE) &&
      look_at_backing (g, filename, opts, &backing) == -1)
    return -1;
  r = begin_image (g, filename, &n);
  if (r == 0)
    r = run_create_qcow2 (g, filename, n.path, size, opts, &backing);
  free (backing.format);
  return finish_image (g, &n, r);
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
