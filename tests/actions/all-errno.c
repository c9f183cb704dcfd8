/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file system that is read-only or full, a directory instead of a file, a
 * node that is not to be opened: errno and the path, of each action that can
 * meet it.  Paths that are not there: tests/trust/paths. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "testing.h"

/* MiB: the guest, a full one. */
static const int disks[] = { 64, 16, 0 };

static char *text, *tar;        /* local files */
static const char block[8192];

/* ---- Calls, as functions of the handle and a path ---- */

#define CALL(name, expr)                                \
  static int                                            \
  call_##name (guestfs_h *g, const char *path)          \
  {                                                     \
    return expr;                                        \
  }
#define CALL_TEXT(name, expr)                           \
  static int                                            \
  call_##name (guestfs_h *g, const char *path)          \
  {                                                     \
    char *ret = expr;                                   \
    free (ret);                                         \
    return ret ? 0 : -1;                                \
  }

CALL (write, guestfs_write (g, path, block, 100))
CALL (write_append, guestfs_write_append (g, path, block, sizeof block))
CALL (pwrite, guestfs_pwrite (g, path, "x", 1, 0))
CALL (touch, guestfs_touch (g, path))
CALL (upload, guestfs_upload (g, text, path))
CALL (upload_offset, guestfs_upload_offset (g, text, path, 0))
CALL (base64_in, guestfs_base64_in (g, text, path))
CALL (tar_in, guestfs_tar_in (g, tar, path))
CALL (mkdir, guestfs_mkdir (g, path))
CALL (mkdir_mode, guestfs_mkdir_mode (g, path, 0700))
CALL (mkdir_p, guestfs_mkdir_p (g, path))
CALL (mkfifo, guestfs_mkfifo (g, 0600, path))
CALL (mknod_c, guestfs_mknod_c (g, 0600, 1, 3, path))
CALL (ln_s, guestfs_ln_s (g, "x", path))
CALL (ln_sf, guestfs_ln_sf (g, "x", path))
CALL (ln, guestfs_ln (g, "/plain", path))
CALL (cp, guestfs_cp (g, "/plain", path))
CALL (cp_a, guestfs_cp_a (g, "/plain", path))
CALL (mv, guestfs_mv (g, "/plain", path))
CALL (rename, guestfs_rename (g, "/plain", path))
CALL (rm, guestfs_rm (g, path))
CALL (rm_f, guestfs_rm_f (g, path))
CALL (rm_rf, guestfs_rm_rf (g, path))
CALL (rmdir, guestfs_rmdir (g, path))
CALL (chmod, guestfs_chmod (g, 0600, path))
CALL (chown, guestfs_chown (g, 1, 1, path))
CALL (lchown, guestfs_lchown (g, 1, 1, path))
CALL (utimens, guestfs_utimens (g, path, 1, 0, 1, 0))
CALL (truncate, guestfs_truncate (g, path))
CALL (truncate_size, guestfs_truncate_size (g, path, 1))
CALL (fallocate64, guestfs_fallocate64 (g, path, 100))
CALL (fill, guestfs_fill (g, 'x', 100, path))
CALL (fill_dir, guestfs_fill_dir (g, path, 2))
CALL (fill_pattern, guestfs_fill_pattern (g, "xy", 100, path))
CALL (setxattr, guestfs_setxattr (g, "user.x", "x", 1, path))
CALL (removexattr, guestfs_removexattr (g, "user.test", path))
CALL (copy_attributes,
      guestfs_copy_attributes (g, "/plain", path,
                               GUESTFS_COPY_ATTRIBUTES_MODE, 1, -1))
CALL (download, guestfs_download (g, path, "/dev/null"))
CALL (base64_out, guestfs_base64_out (g, path, "/dev/null"))
CALL (swapon_file, guestfs_swapon_file (g, path))
CALL (mount, guestfs_mount (g, "/dev/sda", path))
CALL_TEXT (mkdtemp, guestfs_mkdtemp (g, path))
CALL_TEXT (cat, guestfs_cat (g, path))
CALL_TEXT (checksum, guestfs_checksum (g, "md5", path))
CALL_TEXT (hexdump, guestfs_hexdump (g, path))
CALL_TEXT (readlink, guestfs_readlink (g, path))

static int
call_head (guestfs_h *g, const char *path)
{
  char **lines = guestfs_head (g, path);

  for (char **p = lines; p && *p; p++)
    free (*p);
  free (lines);
  return lines ? 0 : -1;
}

static int
call_read_file (guestfs_h *g, const char *path)
{
  size_t n;
  char *ret = guestfs_read_file (g, path, &n);

  free (ret);
  return ret ? 0 : -1;
}

/* ---- What they meet ---- */

struct meeting {
  const char *name;
  int (*call) (guestfs_h *g, const char *path);
  const char *path;
  int errnum;
};
#define M(name, path, errnum) { #name, call_##name, path, errnum }

static const struct meeting read_only[] = {
  M (write, "/plain", EROFS), M (write, "/new", EROFS),
  M (write_append, "/plain", EROFS), M (pwrite, "/plain", EROFS),
  M (touch, "/new", EROFS), M (touch, "/plain", EROFS),
  M (upload, "/new", EROFS), M (upload_offset, "/new", EROFS),
  M (base64_in, "/new", EROFS), M (tar_in, "/dir", EROFS),
  M (mkdir, "/new", EROFS), M (mkdir_mode, "/new", EROFS),
  M (mkdir_p, "/new", EROFS), M (mkdtemp, "/tmpXXXXXX", EROFS),
  M (mkfifo, "/new", EROFS), M (mknod_c, "/new", EROFS),
  M (ln_s, "/new", EROFS), M (ln_sf, "/link", EROFS), M (ln, "/new", EROFS),
  M (cp, "/new", EROFS), M (cp_a, "/new", EROFS), M (mv, "/new", EROFS),
  M (rename, "/new", EROFS), M (rm, "/plain", EROFS),
  M (rm_f, "/plain", EROFS), M (rm_rf, "/dir", EROFS),
  M (rmdir, "/empty", EROFS), M (chmod, "/plain", EROFS),
  M (chown, "/plain", EROFS), M (lchown, "/link", EROFS),
  M (utimens, "/plain", EROFS), M (truncate, "/plain", EROFS),
  M (truncate_size, "/plain", EROFS), M (fallocate64, "/new", EROFS),
  M (fill, "/new", EROFS), M (fill_dir, "/dir", EROFS),
  M (fill_pattern, "/new", EROFS), M (setxattr, "/plain", EROFS),
  M (removexattr, "/plain", EROFS), M (copy_attributes, "/other", EROFS),
  { .name = NULL }
};

static const struct meeting wrong_kind[] = {
  M (cat, "/dir", EISDIR), M (read_file, "/dir", EISDIR),
  M (head, "/dir", EISDIR), M (checksum, "/dir", EISDIR),
  M (hexdump, "/dir", EISDIR), M (download, "/dir", EISDIR),
  M (base64_out, "/dir", EISDIR), M (write, "/dir", EISDIR),
  M (write_append, "/dir", EISDIR), M (pwrite, "/dir", EISDIR),
  M (upload, "/dir", EISDIR), M (base64_in, "/dir", EISDIR),
  M (truncate, "/dir", EISDIR), M (truncate_size, "/dir", EISDIR),
  M (fill, "/dir", EISDIR), M (rm, "/dir", EISDIR),
  M (mkdir, "/dir", EEXIST), M (mkdir, "/plain", EEXIST),
  M (mkdir_p, "/plain", EEXIST), M (ln_s, "/plain", EEXIST),
  M (ln, "/other", EEXIST), M (rmdir, "/plain", ENOTDIR),
  M (rmdir, "/dir", ENOTEMPTY), M (tar_in, "/plain", ENOTDIR),
  M (fill_dir, "/plain", ENOTDIR), M (mount, "/plain", ENOTDIR),
  M (readlink, "/plain", EINVAL), M (removexattr, "/other", ENODATA),
  { .name = NULL }
};

/* Guest file systems are mounted with nodev. */
static const struct meeting node[] = {
  M (cat, "/node", EACCES), M (write, "/node", EACCES),
  M (upload, "/node", EACCES), M (download, "/node", EACCES),
  M (pwrite, "/node", EACCES), M (truncate_size, "/node", EACCES),
  M (checksum, "/node", EACCES), M (cp, "/node", EACCES),
  M (fill, "/node", EACCES), M (swapon_file, "/node", EACCES),
  { .name = NULL }
};

static const struct meeting full[] = {
  M (write, "/new", ENOSPC), M (write_append, "/plain", ENOSPC),
  M (upload, "/new", ENOSPC), M (mkdir, "/new", ENOSPC),
  M (mkdir_p, "/new", ENOSPC), M (touch, "/new", ENOSPC),
  M (mkfifo, "/new", ENOSPC), M (ln_s, "/new", ENOSPC),
  M (cp, "/new", ENOSPC), M (tar_in, "/dir", ENOSPC),
  M (fill_dir, "/dir", ENOSPC), M (fallocate64, "/new", ENOSPC),
  { .name = NULL }
};

static void
meet (guestfs_h *g, const char *what, const struct meeting *m)
{
  running_test = what;
  for (; m->name; m++) {
    const int r = m->call (g, m->path);

    if (r != -1)
      fprintf (stderr, "%s: %s %s: worked\n", what, m->name, m->path);
    CHECK (r == -1 && said (g, m->name, m->errnum, m->path));
  }
}

/* ---- The guests ---- */

static void
make_guest (guestfs_h *g)
{
  if (guestfs_mkfs (g, "ext4", "/dev/sda") == -1 ||
      guestfs_mount (g, "/dev/sda", "/") == -1)
    abort ();
  CHECK (guestfs_write (g, "/plain", "plain", 5) == 0);
  CHECK (guestfs_setxattr (g, "user.test", "x", 1, "/plain") == 0);
  CHECK (guestfs_write (g, "/other", "other", 5) == 0);
  CHECK (guestfs_mkdir (g, "/dir") == 0 && guestfs_mkdir (g, "/empty") == 0);
  CHECK (guestfs_write (g, "/dir/file", "x", 1) == 0);
  CHECK (guestfs_ln_s (g, "plain", "/link") == 0);
  CHECK (guestfs_mknod_b (g, 0600, 8, 16, "/node") == 0);
}

/* Neither blocks nor inodes are left, and directories have no room. */
static void
fill_guest (guestfs_h *g)
{
  if (guestfs_mke2fs (g, "/dev/sdb", GUESTFS_MKE2FS_FSTYPE, "ext2",
                      GUESTFS_MKE2FS_NUMBEROFINODES, INT64_C (32),
                      GUESTFS_MKE2FS_RESERVEDBLOCKSPERCENTAGE, 0, -1) == -1 ||
      guestfs_mount (g, "/dev/sdb", "/") == -1)
    abort ();
  CHECK (guestfs_write (g, "/plain", "plain", 5) == 0);
  CHECK (guestfs_mkdir (g, "/dir") == 0);
  free (appliance_sh (g, "cd /sysroot && i=0; while printf '' > i$i; do "
                      "i=$((i + 1)); done 2> /dev/null; "
                      "cat /dev/zero >> plain 2> /dev/null; :"));
}

static void
make_local_files (void)
{
  CLEANUP_FREE char *command = NULL;

  text = host_file ("text", 3000, false);
  tar = host_file ("tar", 0, true);
  if (asprintf (&command, "printf 'cGxhaW4K\\n%%3000s' > '%s'; "
                "cd \"$(dirname '%s')\" && tar -cf '%s' text.host",
                text, text, tar)
      == -1 ||
      system (command) != 0)
    abort ();
}

int
main (void)
{
  guestfs_h *g;

  test_begin (300);
  make_local_files ();
  g = new_handle ();
  start (g, disks);
  make_guest (g);
  meet (g, "of another kind", wrong_kind);
  meet (g, "a node", node);
  CHECK (guestfs_umount (g, "/") == 0);
  CHECK (guestfs_mount_ro (g, "/dev/sda", "/") == 0);
  meet (g, "read-only", read_only);
  CHECK (guestfs_umount (g, "/") == 0);
  fill_guest (g);
  meet (g, "full", full);
  guestfs_close (g);
  free (text);
  free (tar);
  return test_end ();
}
