/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making file systems of every kind there is a tool for. */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon.h"

/* How the tool of a file system takes what mkfs offers.  An option that ends
 * in '=' or has a space is "-x name=" and takes its value in the same word.
 * NULL: this file system has no such thing. */
struct maker {
  const char *fstype;
  const char *argv[6];          /* program and what it always needs */
  const char *blocksize, *features, *inode, *sectorsize, *label;
};

#define EXT(type) \
  { type, { "mke2fs", "-q", "-F", "-t", type }, "-b", "-O", "-I", NULL, "-L" }
#define FAT(type, prog) \
  { type, { prog, "-I" }, "cluster", NULL, NULL, "-S", "-n" }

static const struct maker makers[] = {
  EXT ("ext2"), EXT ("ext3"), EXT ("ext4"),
  FAT ("vfat", "mkfs.vfat"), FAT ("fat", "mkfs.fat"),
  FAT ("msdos", "mkfs.msdos"),
  { "xfs", { "mkfs.xfs", "-q", "-f" },
    "-b size=", "-m ", "-i size=", "-s size=", "-L" },
  { "btrfs", { "mkfs.btrfs", "-q", "-f" }, "-n", "-O", NULL, "-s", "-L" },
  /* Without -f it writes zeroes to the whole device. */
  { "ntfs", { "mkntfs", "-q", "-f", "-F" }, "-c", NULL, NULL, "-s", "-L" },
  { "exfat", { "mkfs.exfat" }, "-c", NULL, NULL, NULL, "-L" },
  { "f2fs", { "mkfs.f2fs", "-q", "-f" }, NULL, "-O", NULL, "-w", "-l" },
  { "jfs", { "mkfs.jfs", "-q" }, NULL, NULL, NULL, NULL, "-L" },
  { "reiserfs", { "mkfs.reiserfs", "-q", "-f", "-f" },
    "-b", NULL, NULL, NULL, "-l" },
  { "nilfs2", { "mkfs.nilfs2", "-q", "-f" }, "-b", NULL, NULL, NULL, "-L" },
  { "gfs2", { "mkfs.gfs2", "-q", "-O", "-p", "lock_nolock" },
    "-b", NULL, NULL, NULL, NULL },
  { "ocfs2", { "mkfs.ocfs2", "-q", "-x", "-M", "local" },
    "-b", NULL, NULL, NULL, "-L" },
  { "udf", { "mkudffs" }, "-b", NULL, NULL, NULL, "-l" },
  { "hfs", { "hformat", "-f" }, NULL, NULL, NULL, NULL, "-l" },
  { "minix", { "mkfs.minix" }, NULL, NULL, NULL, NULL, NULL },
  { "bfs", { "mkfs.bfs" }, NULL, NULL, NULL, NULL, "-V" },
};

/* Option and value in the form that the option has. */
static void
add_option (struct argv *a, const char *option, const char *value)
{
  const char *space = strchr (option, ' ');

  if (space == NULL) {
    argv_text (a, option, true, value);
    return;
  }
  argv_addf (a, "%.*s", (int) (space - option), option);
  argv_addf (a, "%s%s", space + 1, value);
}

static int
add_if_known (struct argv *a, const char *fstype, const char *what,
              const char *option, const char *value)
{
  if (option == NULL) {
    reply_with_error_errno (EINVAL, "%s: the %s of this type of file system "
                            "cannot be chosen", fstype, what);
    return -1;
  }
  add_option (a, option, value);
  return 0;
}

static int
add_number (struct argv *a, const char *fstype, const char *what,
            const char *option, int value)
{
  CLEANUP_FREE char *text = NULL;

  if (value <= 0) {
    reply_with_error_errno (EINVAL, "%s: the %s is %d: must be greater than "
                            "0", fstype, what, value);
    return -1;
  }
  if (asprintf (&text, "%d", value) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return add_if_known (a, fstype, what, option, text);
}

/* FAT tools want the cluster size in sectors. */
static int
add_cluster_size (struct argv *a, const char *fstype,
                  const struct mkfs_optargs *opts)
{
  int sector = opts->has_sectorsize ? opts->sectorsize : 512;

  if (sector <= 0 || opts->blocksize <= 0 || opts->blocksize % sector != 0) {
    reply_with_error_errno (EINVAL, "%s: a block size of %d is not a multiple "
                            "of the sector size, %d",
                            fstype, opts->blocksize, sector);
    return -1;
  }
  return add_number (a, fstype, "block size", "-s", opts->blocksize / sector);
}

static int
add_block_size (struct argv *a, const struct maker *m,
                const struct mkfs_optargs *opts)
{
  if (m->blocksize && strcmp (m->blocksize, "cluster") == 0)
    return add_cluster_size (a, m->fstype, opts);
  return add_number (a, m->fstype, "block size", m->blocksize,
                     opts->blocksize);
}

static int
add_options (struct argv *a, const struct maker *m,
             const struct mkfs_optargs *opts)
{
  if (opts->has_blocksize && add_block_size (a, m, opts) == -1)
    return -1;
  if (opts->has_features
      && add_if_known (a, m->fstype, "features", m->features,
                       opts->features) == -1)
    return -1;
  if (opts->has_inode
      && add_number (a, m->fstype, "inode size", m->inode, opts->inode) == -1)
    return -1;
  if (opts->has_sectorsize
      && add_number (a, m->fstype, "sector size", m->sectorsize,
                     opts->sectorsize) == -1)
    return -1;
  if (opts->has_label
      && add_if_known (a, m->fstype, "label", m->label, opts->label) == -1)
    return -1;
  return 0;
}

/* These are made once, from a directory, and never written to. */
static int
check_can_be_empty (const char *fstype)
{
  static const char *const types[] = {
    "cramfs", "erofs", "iso9660", "romfs", "squashfs",
  };
  size_t i;

  for (i = 0; i < sizeof types / sizeof types[0]; ++i)
    if (strcmp (types[i], fstype) == 0) {
      reply_with_error_errno (ENOTSUP, "%s: this type of file system is "
                              "read-only and made from a directory: see "
                              "mksquashfs", fstype);
      return -1;
    }
  return 0;
}

/* Fills ret_m: from the table, or with mkfs.<fstype> if there is one. */
static int
find_maker (const char *fstype, char **ret_prog, struct maker *ret_m)
{
  size_t i, n = sizeof makers / sizeof makers[0];

  for (i = 0; i < n; ++i)
    if (strcmp (makers[i].fstype, fstype) == 0) {
      *ret_m = makers[i];
      break;
    }
  if (i == n) {
    if (asprintf (ret_prog, "mkfs.%s", fstype) == -1) {
      reply_with_perror ("asprintf");
      return -1;
    }
    *ret_m = (struct maker) { .fstype = fstype, .argv = { *ret_prog } };
  }
  if (strchr (fstype, '/') || !have_program (ret_m->argv[0])) {
    reply_with_error_errno (ENOTSUP, "%s: the appliance has no program to make "
                            "this type of file system", fstype);
    return -1;
  }
  return 0;
}

int
do_mkfs (const char *fstype, const char *device,
         const struct mkfs_optargs *opts)
{
  CLEANUP_FREE char *prog = NULL;
  struct maker m;
  CLEANUP_ARGV struct argv a = ARGV_INIT;
  const char *const *word, *const *words;

  if (check_can_be_empty (fstype) == -1
      || find_maker (fstype, &prog, &m) == -1)
    return -1;
  for (word = m.argv; *word; ++word)
    argv_add (&a, *word);
  if (add_options (&a, &m, opts) == -1)
    return -1;
  argv_add (&a, device);
  words = argv_words (&a);
  /* What the new file system leaves of an old one would be found too. */
  if (words == NULL || do_wipefs (device) == -1)
    return -1;
  return run_argv (NULL, words);
}

int
do_mkfs_b (const char *fstype, int blocksize, const char *device)
{
  const struct mkfs_optargs opts = {
    .has_blocksize = true, .blocksize = blocksize
  };

  return do_mkfs (fstype, device, &opts);
}

/* ---- lost+found ---- */

#define LOST_FOUND "lost+found"
#define LOST_FOUND_SIZE (16 * 1024)
#define NAME_LENGTH 246

/* The n-th name of that length; NULL with errno set. */
static char *
long_name (unsigned n)
{
  char *name;

  return asprintf (&name, "%0*x", NAME_LENGTH, n) == -1 ? NULL : name;
}

static int
create_file (int dirfd, unsigned n)
{
  CLEANUP_FREE char *name = long_name (n);
  const int fd = name ? openat (dirfd, name, O_WRONLY | O_CREAT | O_EXCL |
                                O_CLOEXEC, 0600) : -1;

  return fd == -1 ? -1 : close (fd);
}

static void
remove_file (int dirfd, unsigned n)
{
  CLEANUP_FREE char *name = long_name (n);

  if (name)
    unlinkat (dirfd, name, 0);
}

/* Directories never shrink: files made and removed leave room in which fsck
 * can link files without having to allocate a block. */
static int
grow_directory (int dirfd)
{
  struct stat st = { .st_size = 0 };
  unsigned n = 0;
  int r = 0;

  while (r == 0 && st.st_size < LOST_FOUND_SIZE && n < 1024) {
    r = create_file (dirfd, n++);
    if (r == 0)
      r = fstat (dirfd, &st);
  }
  const int err = errno;
  while (n > 0)
    remove_file (dirfd, --n);
  errno = err;
  return r;
}

static int
open_and_grow (int parent)
{
  CLEANUP_CLOSE int fd = openat (parent, LOST_FOUND, O_RDONLY | O_DIRECTORY
                                 | O_NOFOLLOW | O_CLOEXEC);

  return fd == -1 ? -1 : grow_directory (fd);
}

/* One that could not be made large enough is of no use and is removed. */
int
do_mklost_and_found (const char *mountpoint)
{
  CLEANUP_CLOSE int fd =
    guest_open (mountpoint, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd == -1) {
    reply_with_perror ("%s", mountpoint);
    return -1;
  }
  if (mkdirat (fd, LOST_FOUND, 0700) == 0) {
    if (open_and_grow (fd) == 0)
      return 0;
    const int err = errno;
    unlinkat (fd, LOST_FOUND, AT_REMOVEDIR);
    errno = err;
  }
  reply_with_perror ("%s/" LOST_FOUND, mountpoint);
  return -1;
}
