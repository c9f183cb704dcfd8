/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives: tar, cpio, squashfs, initrd and ISO 9660. */

#include "config.h"

#include <archive.h>
#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "codec.h"
#include "content.h"
#include "daemon.h"
#include "initrd.h"
#include "unpack.h"

int
optgroup_xz_available (void)
{
  return have_program ("xz");
}

int
optgroup_squashfs_available (void)
{
  return have_program ("mksquashfs");
}

/* How an archive is compressed: what it is called here, by libarchive when
 * reading, and by tar when writing. */
static const struct compression {
  const char *name;
  int (*filter) (struct archive *);
  const char *tar_option;
} compressions[] = {
  { "compress", archive_read_support_filter_compress, "--compress" },
  { "gzip", archive_read_support_filter_gzip, "--gzip" },
  { "bzip2", archive_read_support_filter_bzip2, "--bzip2" },
  { "xz", archive_read_support_filter_xz, "--xz" },
  /* What tar itself calls --lzma may turn out to be xz. */
  { "lzma", archive_read_support_filter_lzma,
    "--use-compress-program=xz --format=lzma" },
  { "lzop", archive_read_support_filter_lzop, "--lzop" },
  { "zstd", archive_read_support_filter_zstd, "--zstd" },
};

/* NULL, error set, when there is no such thing. */
static const struct compression *
find_compression (const char *name)
{
  size_t i;

  for (i = 0; i < sizeof compressions / sizeof compressions[0]; ++i) {
    if (strcmp (compressions[i].name, name) == 0)
      return &compressions[i];
  }
  reply_with_error_errno (EINVAL, "%s: unknown compression: use compress, "
                          "gzip, bzip2, xz, lzma, lzop or zstd", name);
  return NULL;
}

/* ---- tar, in ---- */

static int
tar_in (const char *directory, struct unpack *u)
{
  CLEANUP_CLOSE int root_fd = -1, dir_fd = -1;

  dir_fd = content_open_dir (directory);
  if (dir_fd == -1)
    return -1;
  /* libarchive would say that directories of the archive do not exist. */
  if (faccessat (dir_fd, ".", W_OK, AT_EACCESS) == -1 && errno == EROFS) {
    reply_with_perror ("%s", directory);
    return -1;
  }
  root_fd = guest_open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (root_fd == -1) {
    reply_with_perror ("/");
    return -1;
  }
  u->root_fd = root_fd;
  u->dir_fd = dir_fd;
  u->directory = directory;
  return unpack_stream (u);
}

int
do_tar_in (const char *directory, const struct tar_in_optargs *opts)
{
  const struct compression *c = NULL;
  struct unpack u = {
    .xattrs = opts->has_xattrs && opts->xattrs,
    .selinux = opts->has_selinux && opts->selinux,
    .acls = opts->has_acls && opts->acls,
    .keepdirlink = opts->has_keepdirlink && opts->keepdirlink,
  };

  if (opts->has_compress &&
      (c = find_compression (opts->compress)) == NULL)
    return -1;
  if (c != NULL) {
    u.filter = c->filter;
    u.filter_name = c->name;
  }
  return tar_in (directory, &u);
}

int
do_tgz_in (const char *directory)
{
  struct unpack u = {
    .filter = archive_read_support_filter_gzip, .filter_name = "gzip",
  };

  return tar_in (directory, &u);
}

int
do_txz_in (const char *directory)
{
  struct unpack u = {
    .filter = archive_read_support_filter_xz, .filter_name = "xz",
  };

  return tar_in (directory, &u);
}

/* ---- Programs that write an archive to the host ---- */

/* most: the exit status up to which what it made is good. */
static int
run_and_send (struct run *r, int most)
{
  r->out_cb = stream_send_cb;
  if (run_full (r) == -1)
    return -1;
  if (r->status > most) {
    run_reply_with_error (r);
    return -1;
  }
  if (r->status != 0)
    debug ("%s: %s", r->argv[0], r->err);
  return 0;
}

/* These arguments are plain strings: nobody has looked at them yet. */
static char *
real_directory (const char *directory)
{
  CLEANUP_CLOSE int fd = -1;

  if (!need_root ())
    return NULL;
  if (directory[0] != '/') {
    reply_with_error_errno (EINVAL, "%s: the path must begin with a slash",
                            directory);
    return NULL;
  }
  fd = content_open_dir (directory);
  return fd == -1 ? NULL : content_real_path (directory);
}

static int
add_words (struct strvec *argv, const char *const *words)
{
  for (; *words != NULL; ++words) {
    if (strvec_add (argv, *words) == -1)
      return -1;
  }
  return 0;
}

static int
add_excludes (struct strvec *argv, char *const *excludes)
{
  for (; *excludes != NULL; ++excludes) {
    if (strvec_addf (argv, "--exclude=%s", *excludes) == -1)
      return -1;
  }
  return 0;
}

static int
run_tar (const char *directory, struct strvec *options)
{
  CLEANUP_FREE char *real = real_directory (directory);
  CLEANUP_RUN struct run r = { .confined = true };

  if (real == NULL)
    return -1;
  if (add_words (options, (const char *[]) { "-C", real, "-cf", "-", ".",
                                             NULL }) == -1) {
    reply_with_perror ("malloc");
    return -1;
  }
  r.argv = (const char *const *) options->ptr;
  /* 1: a file changed while it was read. */
  return run_and_send (&r, 1);
}

static int
add_tar_options (struct strvec *v, const struct tar_out_optargs *opts,
                 const struct compression *compression)
{
  /* --sparse: holes are known from the file system, not looked for. */
  if (strvec_add (v, "tar") == -1 || strvec_add (v, "--sparse") == -1 ||
      (compression != NULL && strvec_add (v, compression->tar_option) == -1) ||
      (opts->has_numericowner && opts->numericowner &&
       strvec_add (v, "--numeric-owner") == -1) ||
      (opts->has_xattrs && opts->xattrs && strvec_add (v, "--xattrs") == -1) ||
      (opts->has_selinux && opts->selinux &&
       strvec_add (v, "--selinux") == -1) ||
      (opts->has_acls && opts->acls && strvec_add (v, "--acls") == -1) ||
      (opts->has_excludes && add_excludes (v, opts->excludes) == -1)) {
    reply_with_perror ("malloc");
    return -1;
  }
  return 0;
}

int
do_tar_out (const char *directory, const struct tar_out_optargs *opts)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  const struct compression *compression = NULL;

  if (opts->has_compress &&
      (compression = find_compression (opts->compress)) == NULL)
    return -1;
  if (add_tar_options (&v, opts, compression) == -1)
    return -1;
  return run_tar (directory, &v);
}

static int
tar_out_with (const char *directory, const char *compression)
{
  const struct tar_out_optargs opts = {
    .has_compress = true, .compress = compression,
  };

  return do_tar_out (directory, &opts);
}

int
do_tgz_out (const char *directory)
{
  return tar_out_with (directory, "gzip");
}

int
do_txz_out (const char *directory)
{
  return tar_out_with (directory, "xz");
}

/* ---- cpio ---- */

static int
add_name (void *opaque, const struct walk_entry *e)
{
  if (e->after)
    return 0;
  if (strbuf_add (opaque, e->path, strlen (e->path) + 1) == -1) {
    reply_with_perror ("malloc");
    return -1;
  }
  return 0;
}

static int
list_names (const char *directory, struct strbuf *names)
{
  CLEANUP_CLOSE int fd = content_open_dir (directory);

  if (fd == -1)
    return -1;
  if (strbuf_add (names, ".", 2) == -1) {
    reply_with_perror ("malloc");
    return -1;
  }
  return content_walk (fd, directory, 0, add_name, names);
}

int
do_cpio_out (const char *directory, const struct cpio_out_optargs *opts)
{
  CLEANUP_FREE char *real = real_directory (directory);
  CLEANUP_STRBUF struct strbuf names = STRBUF_INIT;
  CLEANUP_RUN struct run r = { .confined = true };
  const char *format = opts->has_format ? opts->format : "newc";

  if (real == NULL)
    return -1;
  if (strcmp (format, "newc") != 0 && strcmp (format, "crc") != 0) {
    reply_with_error_errno (EINVAL, "%s: unknown format: use newc or crc",
                            format);
    return -1;
  }
  if (list_names (directory, &names) == -1)
    return -1;
  r.argv = (const char *[]) { "cpio", "--quiet", "-0", "-o", "-H", format,
                              "-D", real, NULL };
  r.input = names.ptr;
  r.input_len = names.len;
  return run_and_send (&r, 0);
}

/* ---- squashfs ---- */

static int
add_squashfs_options (struct strvec *v, const char *real,
                      const struct mksquashfs_optargs *opts)
{
  const char *const words[] = { "mksquashfs", real, "/proc/self/fd/3",
                                "-noappend", "-no-progress", NULL };
  const char *const comp[] = { "-comp", opts->compress, NULL };
  const char *const exclude[] = { "-wildcards", "-e", NULL };

  if (add_words (v, words) == -1 ||
      (opts->has_compress && add_words (v, comp) == -1) ||
      (opts->has_excludes && opts->excludes[0] != NULL &&
       (add_words (v, exclude) == -1 ||
        add_words (v, (const char *const *) opts->excludes) == -1))) {
    reply_with_perror ("malloc");
    return -1;
  }
  return 0;
}

int
do_mksquashfs (const char *path, const struct mksquashfs_optargs *opts)
{
  CLEANUP_FREE char *real = content_real_path (path);
  CLEANUP_UNLINK_FREE char *image = NULL;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  CLEANUP_RUN struct run r = { .confined = true };
  CLEANUP_CLOSE int fd = -1;

  if (real == NULL)
    return -1;
  /* It cannot be a pipe: the program goes back to write the header. */
  image = strdup ("/tmp/squashfsXXXXXX");
  fd = image != NULL ? mkostemp (image, O_CLOEXEC) : -1;
  if (fd == -1) {
    reply_with_perror ("temporary file");
    return -1;
  }
  if (add_squashfs_options (&v, real, opts) == -1)
    return -1;
  r.argv = (const char *const *) v.ptr;
  r.keep_fd = fd;
  if (run_full (&r) == -1)
    return -1;
  if (r.status != 0) {
    run_reply_with_error (&r);
    return -1;
  }
  return stream_send_fd (fd, path);
}

/* ---- initrd ---- */

static int
list_members (struct initrd *i, struct strvec *v)
{
  struct initrd_member m = { .name = NULL };
  int r;

  while ((r = initrd_next (i, &m)) == 1) {
    if (strvec_add (v, m.name) == -1) {
      reply_with_perror ("malloc");
      r = -1;
      break;
    }
    if (initrd_skip_contents (i, &m) == -1) {
      r = -1;
      break;
    }
  }
  free (m.name);
  return r;
}

char **
do_initrd_list (const char *path)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  struct initrd i = { .fd = -1 };
  char **ret = NULL;

  if (initrd_open (&i, path) == 0 && list_members (&i, &v) == 0) {
    ret = strvec_steal (&v);
    if (ret == NULL)
      reply_with_perror ("malloc");
  }
  initrd_close (&i);
  return ret;
}

static const char *
plain_name (const char *name)
{
  while (name[0] == '/' || (name[0] == '.' && name[1] == '/'))
    ++name;
  return name;
}

/* The size comes from the file: memory grows with what is really there. */
static char *
read_contents (struct initrd *i, const struct initrd_member *m,
               size_t *ret_size)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  char buf[4096];
  size_t left, n;

  for (left = m->size; left > 0; left -= n) {
    n = left < sizeof buf ? left : sizeof buf;
    if (initrd_read_exactly (i, buf, n) == -1)
      return NULL;
    if (strbuf_add (&b, buf, n) == -1) {
      reply_with_perror ("malloc");
      return NULL;
    }
  }
  *ret_size = b.len;
  return strbuf_steal (&b);
}

static char *
find_contents (struct initrd *i, const char *filename, size_t *ret_size)
{
  struct initrd_member m = { .name = NULL };
  char *ret = NULL;
  int r;

  while ((r = initrd_next (i, &m)) == 1) {
    if (strcmp (plain_name (m.name), plain_name (filename)) == 0)
      break;
    if (initrd_skip_contents (i, &m) == -1) {
      r = -1;
      break;
    }
  }
  if (r == 1 && S_ISREG (m.mode))
    ret = read_contents (i, &m, ret_size);
  else if (r == 1)
    reply_with_error_errno (EINVAL, "%s: %s is not a regular file", i->path,
                            filename);
  else if (r == 0)
    reply_with_perror_errno (ENOENT, "%s: %s", i->path, filename);
  free (m.name);
  return ret;
}

char *
do_initrd_cat (const char *path, const char *filename, size_t *ret_size)
{
  struct initrd i = { .fd = -1 };
  char *ret = NULL;

  if (initrd_open (&i, path) == 0)
    ret = find_contents (&i, filename, ret_size);
  initrd_close (&i);
  return ret;
}

/* ---- ISO 9660: the primary volume descriptor ---- */

#define SECTOR 2048
#define FIRST_DESCRIPTOR 16
#define MOST_DESCRIPTORS 64

enum { PRIMARY_DESCRIPTOR = 1, LAST_DESCRIPTOR = 255 };

static int
read_descriptor (int fd, const char *what, unsigned char sector[SECTOR])
{
  int i;

  for (i = 0; i < MOST_DESCRIPTORS; ++i) {
    const off_t offset = (off_t) (FIRST_DESCRIPTOR + i) * SECTOR;
    const ssize_t r = pread (fd, sector, SECTOR, offset);

    if (r == -1) {
      reply_with_perror ("%s", what);
      return -1;
    }
    if (r < SECTOR || memcmp (sector + 1, "CD001", 5) != 0 ||
        sector[0] == LAST_DESCRIPTOR)
      break;
    if (sector[0] == PRIMARY_DESCRIPTOR)
      return 0;
  }
  reply_with_error_errno (EINVAL, "%s: not an ISO 9660 file system", what);
  return -1;
}

/* Padded with spaces; NULL when memory is out. */
static char *
iso_string (const unsigned char *sector, size_t offset, size_t len)
{
  while (len > 0 && (sector[offset+len-1] == ' ' ||
                     sector[offset+len-1] == '\0'))
    --len;
  return strndup ((const char *) sector + offset, len);
}

static uint32_t
iso_u16 (const unsigned char *sector, size_t offset)
{
  return sector[offset] | sector[offset+1] << 8;
}

static uint32_t
iso_u32 (const unsigned char *sector, size_t offset)
{
  return iso_u16 (sector, offset) | iso_u16 (sector, offset + 2) << 16;
}

static int64_t
digits (const unsigned char *p, int n)
{
  int64_t r = 0;

  for (; n > 0; ++p, --n) {
    if (!isdigit (*p))
      return -1;
    r = r * 10 + (*p - '0');
  }
  return r;
}

/* "YYYYMMDDhhmmsscc" and the zone in quarters of an hour; -1: not given. */
static int64_t
iso_time (const unsigned char *sector, size_t offset)
{
  const unsigned char *p = sector + offset;
  struct tm tm = {
    .tm_year = digits (p, 4) - 1900, .tm_mon = digits (p + 4, 2) - 1,
    .tm_mday = digits (p + 6, 2), .tm_hour = digits (p + 8, 2),
    .tm_min = digits (p + 10, 2), .tm_sec = digits (p + 12, 2),
  };

  if (digits (p, 14) == -1 || digits (p, 4) <= 0 || tm.tm_mday <= 0)
    return -1;
  return (int64_t) timegm (&tm) - (int64_t) (signed char) p[16] * 15 * 60;
}

static void
fill_numbers (struct guestfs_isoinfo *r, const unsigned char *s)
{
  r->iso_volume_space_size = iso_u32 (s, 80);
  r->iso_volume_set_size = iso_u16 (s, 120);
  r->iso_volume_sequence_number = iso_u16 (s, 124);
  r->iso_logical_block_size = iso_u16 (s, 128);
  r->iso_volume_creation_t = iso_time (s, 813);
  r->iso_volume_modification_t = iso_time (s, 830);
  r->iso_volume_expiration_t = iso_time (s, 847);
  r->iso_volume_effective_t = iso_time (s, 864);
}

static int
fill_strings (struct guestfs_isoinfo *r, const unsigned char *s)
{
  r->iso_system_id = iso_string (s, 8, 32);
  r->iso_volume_id = iso_string (s, 40, 32);
  r->iso_volume_set_id = iso_string (s, 190, 128);
  r->iso_publisher_id = iso_string (s, 318, 128);
  r->iso_data_preparer_id = iso_string (s, 446, 128);
  r->iso_application_id = iso_string (s, 574, 128);
  r->iso_copyright_file_id = iso_string (s, 702, 37);
  r->iso_abstract_file_id = iso_string (s, 739, 37);
  r->iso_bibliographic_file_id = iso_string (s, 776, 37);
  return r->iso_system_id && r->iso_volume_id && r->iso_volume_set_id &&
    r->iso_publisher_id && r->iso_data_preparer_id && r->iso_application_id &&
    r->iso_copyright_file_id && r->iso_abstract_file_id &&
    r->iso_bibliographic_file_id ? 0 : -1;
}

static struct guestfs_isoinfo *
read_isoinfo (int fd_taken, const char *what)
{
  CLEANUP_CLOSE int fd = fd_taken;
  struct guestfs_isoinfo *ret;
  unsigned char sector[SECTOR];

  if (fd == -1 || read_descriptor (fd, what, sector) == -1)
    return NULL;
  ret = calloc (1, sizeof *ret);
  if (ret == NULL || fill_strings (ret, sector) == -1) {
    reply_with_perror ("malloc");
    if (ret != NULL)
      guestfs_int_clear_isoinfo (ret);
    free (ret);
    return NULL;
  }
  fill_numbers (ret, sector);
  return ret;
}

struct guestfs_isoinfo *
do_isoinfo (const char *isofile)
{
  return read_isoinfo (content_open_file (isofile), isofile);
}

struct guestfs_isoinfo *
do_isoinfo_device (const char *device)
{
  return read_isoinfo (content_open_dev_or_path (device, O_RDONLY, 0), device);
}
