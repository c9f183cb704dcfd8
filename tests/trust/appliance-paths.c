/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths and links of a hostile guest that point at the appliance's own files,
 * and names that are not what an action wants.
 *
 * A canary lies in the appliance, outside the guest.  No action may read it,
 * and after all of them what can be written in the appliance is as before. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanups.h"
#include "testing.h"

#define CANARY "tweet-from-the-appliance"

static const int disks[] = { 64, 64, 0 };

/* Ways to say one path of the appliance: themselves, and as the target of the
 * links /e0 …; /d is a link to the directory. */
static const char *const targets[] = {
  "/run/canary/file",
  "../run/canary/file",
  "../../../../../../run/canary/file",
  "/../../run/canary/file",
  "/sysroot/../run/canary/file",
  "/proc/self/root/run/canary/file",
  "/proc/1/root/run/canary/file",
  "/proc/self/cwd/run/canary/file",
  "/proc/thread-self/root/run/canary/file",
  "./../.././run/canary/file",
};
#define NR_TARGETS (sizeof targets / sizeof targets[0])

static const char *const more_paths[] = {
  "/d/file", "/dd/file", "/../run/canary/file", "/../../../run/canary/file",
  "/sub/../../run/canary/file", "/sub/up/run/canary/file",
  "/run/canary/file", "/proc/self/root/run/canary/file",
  "/chain",
};

/* ---- The appliance ---- */

static void
plant_canary (guestfs_h *g)
{
  free (appliance_sh (g, "mkdir -m 755 /run/canary && "
                      "echo " CANARY " > /run/canary/file && "
                      "chmod 644 /run/canary/file && "
                      "ln -s file /run/canary/link && "
                      "mkdir /run/canary/sub && touch /run/canary/sub/a"));
}

/* Names, modes, owners, sizes, times and contents of what can be written. */
static char *
snapshot (guestfs_h *g)
{
  return appliance_sh (g, "find /run /tmp -xdev ! -type s ! -name 'lvm*' "
                       "-printf '%p %y %m %U %G %s %T@ %l\\n' | sort;"
                       "cat /run/canary/file /proc/sys/kernel/hostname "
                       "/proc/sys/kernel/core_pattern; cat /proc/$PPID/comm; "
                       "grep -c . /proc/mounts");
}

/* ---- The guest ---- */

static void
make_links (guestfs_h *g)
{
  CHECK (guestfs_mkdir (g, "/sub") == 0);
  CHECK (guestfs_write (g, "/plain", "plain", 5) == 0);
  for (size_t i = 0; i < NR_TARGETS; i++) {
    CLEANUP_FREE char *link = NULL;

    if (asprintf (&link, "/e%zu", i) == -1)
      abort ();
    CHECK (guestfs_ln_s (g, targets[i], link) == 0);
  }
  CHECK (guestfs_ln_s (g, "/run/canary", "/d") == 0);
  CHECK (guestfs_ln_s (g, "../../run/canary", "/dd") == 0);
  CHECK (guestfs_ln_s (g, "../..", "/sub/up") == 0);
  CHECK (guestfs_ln_s (g, "/e0", "/chain") == 0);
  CHECK (guestfs_ln_s (g, "/run/canary/file", "/z") == 0);
}

/* ---- Reading ---- */

static bool
has_canary (const char *s)
{
  return s && strstr (s, CANARY);
}

static bool
host_has_canary (const char *file)
{
  CLEANUP_FREE char *command = NULL;

  if (asprintf (&command, "grep -qa " CANARY " '%s'", file) == -1)
    abort ();
  return system (command) == 0;
}

static char *
read_pread (guestfs_h *g, const char *path)
{
  size_t n;

  return guestfs_pread (g, path, 1000, 0, &n);
}

static char *
read_checksum (guestfs_h *g, const char *path)
{
  return guestfs_checksum (g, "md5", path);
}

static char *
read_first_line (guestfs_h *g, const char *path)
{
  char **lines = guestfs_head (g, path);
  char *first = lines && lines[0] ? strdup (lines[0]) : NULL;

  for (char **p = lines; p && *p; p++)
    free (*p);
  free (lines);
  return first;
}

static char *
read_download (guestfs_h *g, const char *path)
{
  CLEANUP_FREE char *file = host_file ("out", 0, true);

  if (guestfs_download (g, path, file) == -1)
    return NULL;
  CHECK (!host_has_canary (file));
  return strdup ("downloaded");
}

static char *
read_copy (guestfs_h *g, const char *path)
{
  char *r;

  if (guestfs_cp (g, path, "/copy") == -1)
    return NULL;
  r = guestfs_cat (g, "/copy");
  guestfs_rm_f (g, "/copy");
  return r;
}

static char *
read_stat (guestfs_h *g, const char *path)
{
  struct guestfs_statns *st = guestfs_statns (g, path);

  guestfs_free_statns (st);
  return st ? strdup ("stat") : NULL;
}

static char *
read_base64 (guestfs_h *g, const char *path)
{
  return guestfs_base64_out (g, path, "/dev/null") == -1 ? NULL
    : strdup ("base64");
}

static char *(*const readers[]) (guestfs_h *g, const char *path) = {
  guestfs_cat, read_pread, read_checksum, read_first_line, read_download,
  read_copy, read_stat, read_base64, guestfs_hexdump, guestfs_realpath,
};
#define NR_READERS (sizeof readers / sizeof readers[0])

/* There is no /run in the guest: all of them fail. */
static void
read_one (guestfs_h *g, const char *path)
{
  for (size_t i = 0; i < NR_READERS; i++) {
    CLEANUP_FREE char *got = readers[i] (g, path);

    if (got || guestfs_last_errno (g) != ENOENT)
      fprintf (stderr, "reader %zu of %s: errno %d, got %s\n", i, path,
               guestfs_last_errno (g), got ? got : "nothing");
    CHECK (!got);
    CHECK (guestfs_last_errno (g) == ENOENT);
  }
  CHECK (guestfs_exists (g, path) == 0);
}

/* ---- Writing ---- */

static int
write_upload (guestfs_h *g, const char *path)
{
  CLEANUP_FREE char *file = host_file ("in", 100, false);

  return guestfs_upload (g, file, path);
}

static int
write_write (guestfs_h *g, const char *path)
{
  return guestfs_write (g, path, "hello", 5);
}

static int
write_append (guestfs_h *g, const char *path)
{
  return guestfs_write_append (g, path, "hello", 5);
}

static int
write_pwrite (guestfs_h *g, const char *path)
{
  return guestfs_pwrite (g, path, "hello", 5, 0);
}

static int
write_mkdir_below (guestfs_h *g, const char *path)
{
  CLEANUP_FREE char *p = NULL;

  if (asprintf (&p, "%s/new", path) == -1)
    abort ();
  return guestfs_mkdir (g, p);
}

static int
write_copy (guestfs_h *g, const char *path)
{
  return guestfs_cp (g, "/plain", path);
}

static int
write_chmod (guestfs_h *g, const char *path)
{
  return guestfs_chmod (g, 0600, path);
}

static int
write_chown (guestfs_h *g, const char *path)
{
  return guestfs_chown (g, 1, 1, path);
}

static int
write_truncate (guestfs_h *g, const char *path)
{
  return guestfs_truncate_size (g, path, 3);
}

static int
write_utimens (guestfs_h *g, const char *path)
{
  return guestfs_utimens (g, path, 1, 0, 1, 0);
}

static int
write_fallocate (guestfs_h *g, const char *path)
{
  return guestfs_fallocate64 (g, path, 100);
}

static int
write_fifo_below (guestfs_h *g, const char *path)
{
  CLEANUP_FREE char *p = NULL;

  if (asprintf (&p, "%s/fifo", path) == -1)
    abort ();
  return guestfs_mkfifo (g, 0600, p);
}

static int
write_hard_link (guestfs_h *g, const char *path)
{
  CLEANUP_FREE char *p = NULL;

  if (asprintf (&p, "%s/hard", path) == -1)
    abort ();
  return guestfs_ln (g, "/plain", p);
}

static int
write_mount (guestfs_h *g, const char *path)
{
  return guestfs_mount (g, "/dev/sdb", path);
}

static int (*const writers[]) (guestfs_h *g, const char *path) = {
  write_upload, write_write, write_append, write_pwrite, guestfs_touch,
  write_mkdir_below, write_copy, write_chmod, write_chown, write_truncate,
  write_utimens, write_fallocate, write_mount, write_fifo_below,
  write_hard_link, guestfs_mkswap_file, guestfs_swapon_file,
};
#define NR_WRITERS (sizeof writers / sizeof writers[0])

/* These are about the name itself, and may work. */
static void
rename_and_remove (guestfs_h *g, const char *path)
{
  CLEANUP_FREE char *plain = NULL;

  guestfs_mv (g, path, "/moved");
  guestfs_mv (g, "/moved", path);
  guestfs_ln_sf (g, "/plain", path);
  guestfs_cp (g, "/plain", "/plain2");
  guestfs_mv (g, "/plain2", path);
  guestfs_ln_f (g, "/plain", path);
  guestfs_cp_a (g, path, "/copy");
  guestfs_rm_rf (g, path);
  guestfs_mkdir_p (g, path);
  guestfs_rm_rf (g, path);
  guestfs_rm_rf (g, "/copy");
  plain = guestfs_cat (g, "/plain");
  CHECK (plain && strcmp (plain, "plain") == 0);
}

static void
write_one (guestfs_h *g, const char *path)
{
  for (size_t i = 0; i < NR_WRITERS; i++) {
    const int r = writers[i] (g, path);

    if (r != -1)
      fprintf (stderr, "writer %zu of %s: worked\n", i, path);
    CHECK (r == -1);
  }
}

static void
for_all_paths (guestfs_h *g, void (*f) (guestfs_h *g, const char *path))
{
  for (size_t i = 0; i < NR_TARGETS; i++) {
    CLEANUP_FREE char *link = NULL;

    if (asprintf (&link, "/e%zu", i) == -1)
      abort ();
    f (g, link);
  }
  for (size_t i = 0; i < sizeof more_paths / sizeof more_paths[0]; i++)
    f (g, more_paths[i]);
}

/* ---- Trees ---- */

static void
free_list (char **list)
{
  for (char **p = list; p && *p; p++)
    free (*p);
  free (list);
}

/* Links to directories are not entered; the appliance's are not there. */
static void
walk_trees (guestfs_h *g)
{
  static const char *const directories[] = { "/d", "/dd", "/../run/canary" };
  CLEANUP_FREE char *file = host_file ("tree", 0, true);
  CLEANUP_FREE char *listing = guestfs_ll (g, "/");
  CLEANUP_FREE char *above = guestfs_ll (g, "/../..");

  for (size_t i = 0; i < 3; i++) {
    const char *d = directories[i];

    FAILS_NULL (g, guestfs_find (g, d), "find", ENOENT, d);
    FAILS_NULL (g, guestfs_ls (g, d), "ls", ENOENT, d);
    FAILS_NULL (g, guestfs_ll (g, d), "ll", ENOENT, d);
    FAILS_NULL (g, guestfs_readdir (g, d), "readdir", ENOENT, d);
    FAILS (g, guestfs_tar_out (g, d, file), "tar_out", ENOENT, d);
    FAILS (g, guestfs_checksums_out (g, "md5", d, file), "checksums_out",
           ENOENT, d);
    FAILS (g, guestfs_cp_r (g, "/run/canary", "/sub"), "cp_r", ENOENT,
           "/run/canary");
    FAILS (g, guestfs_fill_dir (g, d, 2), "fill_dir", ENOENT, d);
    FAILS_NULL (g, guestfs_mkdtemp (g, "/d/tmpXXXXXX"), "mkdtemp", ENOENT,
                "/d/tmp");
  }
  CHECK (guestfs_tar_out (g, "/", file) == 0);
  CHECK (!host_has_canary (file));
  CHECK (listing && strstr (listing, " .\n") && !strstr (listing, " ..\n"));
  CHECK (above && strcmp (listing, above) == 0);
  free_list (guestfs_glob_expand (g, "/d/*"));
  char **found = guestfs_glob_expand (g, "/*/../../../run/canary/*");
  CHECK (found && !found[0]);
  free_list (found);
}

/* Members that go up, and that write through links made before. */
static void
unpack_hostile_tar (guestfs_h *g)
{
  static const char script[] =
    "import io, sys, tarfile\n"
    "t = tarfile.open (sys.argv[1], 'w')\n"
    "def add (name, type=tarfile.REGTYPE, link=''):\n"
    "  i = tarfile.TarInfo (name); i.type = type; i.linkname = link\n"
    "  data = b'' if link else b'escaped'\n"
    "  i.size = len (data)\n"
    "  t.addfile (i, io.BytesIO (data))\n"
    "add (sys.argv[2], *([tarfile.SYMTYPE, sys.argv[3]]"
    " if len (sys.argv) > 3 else []))\n"
    "if len (sys.argv) > 3: add (sys.argv[2] + '/file')\n"
    "t.close ()\n";
  static const char *const args[] = {
    "../../run/canary/file", "/run/canary/file2", "x /run/canary",
    "y ../../../run/canary", "z", "d/file", "sub/up/run/canary/file",
  };
  CLEANUP_FREE char *tar = host_file ("evil", 0, true);

  for (size_t i = 0; i < sizeof args / sizeof args[0]; i++) {
    CLEANUP_FREE char *command = NULL;

    if (asprintf (&command, "python3 -c \"%s\" '%s' %s", script, tar,
                  args[i]) == -1)
      abort ();
    if (system (command) != 0) {
      printf ("hostile tar: skipped: no python3\n");
      return;
    }
    /* Whether it works depends; where it ends is what counts. */
    guestfs_tar_in (g, tar, "/");
    guestfs_tar_in (g, tar, "/sub");
  }
}

/* ---- Programs of the guest ---- */

/* It may not open any of these, and has no descriptor but three. */
static void
run_hostile_program (guestfs_h *g)
{
  static const char script[] =
    "for f in /run/canary/file ../../../run/canary/file /e0 /e1 /e2 /d/file; "
    "do if read l < $f; then echo read $f $l; fi; "
    "if echo hello > $f; then echo wrote $f; fi; done 2> /dev/null; "
    "for fd in 3 4 5 6 7 8 9; do "
    "if (: <&$fd) 2> /dev/null; then echo descriptor $fd; fi; done; "
    "cd ..; cd /; cd ../..; echo *";
  CLEANUP_FREE char *out = NULL;

  running_test = "program of the guest";
  give_guest_programs (g, "/bin/sh");
  CHECK (guestfs_mkdir (g, "/dev") == 0);
  out = guestfs_sh (g, script);
  if (!out)
    fprintf (stderr, "%s\n", guestfs_last_error (g));
  CHECK (out && strstr (out, "plain") && !strstr (out, "sysroot") &&
         !strstr (out, "read ") && !strstr (out, "wrote ") &&
         !strstr (out, "descriptor "));
  if (out && strstr (out, "wrote "))
    fprintf (stderr, "%s\n", out);
  CHECK (guestfs_rm_rf (g, "/dev") == 0);
}

/* ---- The guest has files of the same names ---- */

/* Those of /proc stay magic links, which lead nowhere inside the guest. */
static bool
is_of_proc (const char *path, size_t i)
{
  return strstr (path, "proc") ||
    (path[1] == 'e' && strstr (targets[i], "proc"));
}

static void
use_own_file (guestfs_h *g, const char *path, size_t i)
{
  CLEANUP_FREE char *content = NULL, *got = NULL;

  if (is_of_proc (path, i) || strstr (path, "/sysroot"))
    return;
  if (asprintf (&content, "through %s", path) == -1)
    abort ();
  if (guestfs_write (g, path, content, strlen (content)) == -1) {
    fprintf (stderr, "%s\n", guestfs_last_error (g));
    CHECK (!path);
    return;
  }
  got = guestfs_cat (g, "/run/canary/file");
  if (!got || strcmp (got, content) != 0)
    fprintf (stderr, "%s\n", content);
  CHECK (got && strcmp (got, content) == 0);
}

static void
guest_has_the_same_names (guestfs_h *g)
{
  running_test = "same names inside";
  guestfs_rm_rf (g, "/run");
  CHECK (guestfs_mkdir_p (g, "/run/canary") == 0);
  CHECK (guestfs_mkdir_p (g, "/sysroot") == 0);
  CHECK (guestfs_write (g, "/run/canary/file", "inside", 6) == 0);
  for (size_t i = 0; i < NR_TARGETS; i++) {
    CLEANUP_FREE char *link = NULL;

    if (asprintf (&link, "/e%zu", i) == -1)
      abort ();
    use_own_file (g, link, i);
  }
  for (size_t i = 0; i < sizeof more_paths / sizeof more_paths[0]; i++)
    use_own_file (g, more_paths[i], 0);
  CHECK (guestfs_rm_rf (g, "/run") == 0);
  CHECK (guestfs_rm_rf (g, "/sysroot") == 0);
}

/* ---- Names that are not what is wanted ---- */

static void
not_a_device (guestfs_h *g)
{
  const char *devices[] = { "/dev/sda", "/plain", NULL };

  running_test = "not a device";
  FAILS (g, guestfs_mkfs (g, "ext2", "/plain"), "mkfs", EINVAL, "/plain");
  FAILS (g, guestfs_mount (g, "/plain", "/sub"), "mount", EINVAL, "/plain");
  FAILS (g, guestfs_part_disk (g, "/plain", "mbr"), "part_disk", EINVAL,
         "/plain");
  FAILS (g, guestfs_blockdev_getsize64 (g, "sda"), "blockdev_getsize64",
         EINVAL, "sda");
  FAILS (g, guestfs_blockdev_getsize64 (g, ""), "blockdev_getsize64",
         EINVAL, "/dev/");
  FAILS (g, guestfs_zero (g, "/dev/null"), "zero", ENOTBLK, "/dev/null");
  FAILS (g, guestfs_zero (g, "/dev/../run/canary/file"), "zero", ENOTBLK,
         "/dev/../run/canary/file");
  FAILS (g, guestfs_upload (g, "/dev/null", "/dev/../run/canary/file"),
         "upload", ENOTBLK, "/dev/../run/canary/file");
  FAILS (g, guestfs_download (g, "/dev/shm/../../run/canary/file",
                              "/dev/null"),
         "download", -1, "/dev/shm/../../run/canary/file");
  FAILS (g, guestfs_vgcreate (g, "vg", (char **) devices), "vgcreate",
         EINVAL, "/plain");
}

static void
not_a_path (guestfs_h *g)
{
  running_test = "not a path";
  FAILS_NULL (g, guestfs_cat (g, "/dev/sda"), "cat", ENOENT, "/dev/sda");
  FAILS (g, guestfs_write (g, "/dev/sda", "x", 1), "write", ENOENT,
         "/dev/sda");
  FAILS (g, guestfs_touch (g, "/dev/sda"), "touch", ENOENT, "/dev/sda");
  FAILS_NULL (g, guestfs_cat (g, "plain"), "cat", EINVAL, "plain");
  FAILS_NULL (g, guestfs_cat (g, ""), "cat", EINVAL, "starts with /");
  FAILS (g, guestfs_mount (g, "/dev/sdb", "sub"), "mount", EINVAL, "sub");
  FAILS_NULL (g, guestfs_cat (g, "/sub"), "cat", EISDIR, "/sub");
  FAILS_NULL (g, guestfs_ls (g, "/plain"), "ls", ENOTDIR, "/plain");
  FAILS (g, guestfs_write (g, "/plain/x", "x", 1), "write", ENOTDIR,
         "/plain/x");
}

/* A file of the guest that is really the second disk, or all memory. */
static void
follow_node (guestfs_h *g)
{
  CLEANUP_FREE char *before = guestfs_checksum_device (g, "md5", "/dev/sdb");
  CLEANUP_FREE char *after = NULL;

  running_test = "device nodes in the guest";
  CHECK (guestfs_mknod_b (g, 0600, 8, 16, "/hostname") == 0);
  CHECK (guestfs_mknod_c (g, 0600, 1, 1, "/memory") == 0);
  FAILS (g, guestfs_write (g, "/hostname", "x", 1), "write", EACCES,
         "/hostname");
  FAILS (g, guestfs_upload (g, "/dev/zero", "/hostname"), "upload", EACCES,
         "/hostname");
  FAILS (g, guestfs_cp (g, "/plain", "/hostname"), "cp", EACCES, "/hostname");
  FAILS_NULL (g, guestfs_cat (g, "/hostname"), "cat", EACCES, "/hostname");
  FAILS_NULL (g, guestfs_checksum (g, "md5", "/memory"), "checksum", EACCES,
              "/memory");
  after = guestfs_checksum_device (g, "md5", "/dev/sdb");
  CHECK (before && after && strcmp (before, after) == 0);
  CHECK (guestfs_is_blockdev (g, "/hostname") == 1);
  CHECK (guestfs_rm (g, "/hostname") == 0 && guestfs_rm (g, "/memory") == 0);
}

/* b 252:0 or so is where the appliance's own root lies. */
static void
make_node_of_root (guestfs_h *g)
{
  CLEANUP_FREE char *number =
    appliance_sh (g, "stat -c '%Hd %Ld' /");
  int ma, mi;

  if (sscanf (number, "%d %d", &ma, &mi) != 2)
    abort ();
  CHECK (guestfs_mknod_b (g, 0600, ma, mi, "/node") == 0);
}

static void
not_there (guestfs_h *g)
{
  size_t n;

  running_test = "not there";
  make_node_of_root (g);
  CHECK (!guestfs_pread_device (g, "/dev/../sysroot/node", 100, 0, &n));
  CHECK (guestfs_last_errno (g) == ENOENT);
  CHECK (guestfs_rm (g, "/node") == 0);
  CHECK (guestfs_blockdev_getsize64 (g, "/dev/vda") == 64 << 20);
  FAILS_NULL (g, guestfs_vfs_type (g, "/dev/vdc"), "vfs_type", ENOENT,
              "/dev/vdc");
  FAILS (g, guestfs_mount (g, "/dev/sdz9", "/sub"), "mount", ENOENT,
         "/dev/sdz9");
  FAILS (g, guestfs_mkfs (g, "ext2", "/dev/sda9"), "mkfs", ENOENT,
         "/dev/sda9");
  FAILS (g, guestfs_download (g, "/dev/sdc", "/dev/null"), "download", ENOENT,
         "/dev/sdc");
  /* Not made as a file in the appliance. */
  FAILS (g, guestfs_upload (g, "/dev/null", "/dev/sdc"), "upload", ENOENT,
         "/dev/sdc");
}

/* On /dev/sdb, which has one partition. */
static void
not_a_whole_disk (guestfs_h *g)
{
  running_test = "not a whole disk";
  /* A partition can hold a table of its own; the disk's is as it was. */
  CHECK (guestfs_part_disk (g, "/dev/sdb1", "mbr") == 0);
  FAILS_NULL (g, guestfs_part_to_dev (g, "/dev/sdb"), "part_to_dev", EINVAL,
              "/dev/sdb");
  FAILS (g, guestfs_part_to_partnum (g, "/dev/sdb"), "part_to_partnum",
         EINVAL, "/dev/sdb");
  FAILS (g, guestfs_part_del (g, "/dev/sdb", 7), "part_del", -1, "/dev/sdb");
  CHECK (guestfs_is_whole_device (g, "/dev/sdb1") == 0);
  CHECK (guestfs_is_whole_device (g, "/dev/sdb") == 1);
  char **parts = guestfs_list_partitions (g);
  CHECK (parts && parts[0] && strcmp (parts[0], "/dev/sdb1") == 0 &&
         !parts[1]);
  free_list (parts);
}

/* Busy, twice, or not at all. */
static void
mounted_or_not (guestfs_h *g)
{
  running_test = "mounted or not";
  FAILS (g, guestfs_mkfs (g, "ext2", "/dev/sda"), "mkfs", -1, "/dev/sda");
  FAILS (g, guestfs_umount (g, "/sub"), "umount", -1, "/sub");
  FAILS (g, guestfs_umount (g, "/dev/sdb"), "umount", -1, "/dev/sdb");
  CHECK (guestfs_umount (g, "/") == 0);
  FAILS_NULL (g, guestfs_cat (g, "/plain"), "cat", EINVAL, "mount");
  FAILS (g, guestfs_write (g, "/plain", "x", 1), "write", EINVAL, "mount");
  FAILS_NULL (g, guestfs_sh (g, "true"), "sh", EINVAL, "mount");
  FAILS (g, guestfs_tar_out (g, "/", "/dev/null"), "tar_out", EINVAL,
         "mount");
}

int
main (void)
{
  CLEANUP_FREE char *before = NULL, *after = NULL;
  guestfs_h *g;

  test_begin (600);
  g = new_handle ();
  start (g, disks);
  if (guestfs_mkfs (g, "ext2", "/dev/sda") == -1 ||
      guestfs_part_disk (g, "/dev/sdb", "mbr") == -1 ||
      guestfs_mkfs (g, "ext2", "/dev/sdb1") == -1 ||
      guestfs_mount (g, "/dev/sda", "/") == -1)
    abort ();
  plant_canary (g);
  make_links (g);
  before = snapshot (g);
  CHECK (has_canary (before));
  running_test = "reading";
  for_all_paths (g, read_one);
  running_test = "writing";
  for_all_paths (g, write_one);
  running_test = "trees";
  walk_trees (g);
  run_hostile_program (g);
  running_test = "hostile tar";
  unpack_hostile_tar (g);
  not_a_device (g);
  not_a_path (g);
  follow_node (g);
  not_there (g);
  not_a_whole_disk (g);
  guest_has_the_same_names (g);
  running_test = "removing";
  for_all_paths (g, rename_and_remove);
  after = snapshot (g);
  running_test = "the appliance afterwards";
  CHECK (strcmp (before, after) == 0);
  if (strcmp (before, after) != 0)
    fprintf (stderr, "%s\n---- became ----\n%s\n", before, after);
  mounted_or_not (g);
  guestfs_close (g);
  return test_end ();
}
