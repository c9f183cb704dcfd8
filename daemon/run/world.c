/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the worlds of programs are made of: a mount namespace, /dev, mounts
 * that can be put anywhere.  Called in the child that enters such a world. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "root.h"
#include "world.h"

#define MAX_DEPTH 4

/* ---- /dev ---- */

static const struct {
  const char *name;
  unsigned ma, mi;
} harmless[] = {
  { "null", 1, 3 }, { "zero", 1, 5 }, { "full", 1, 7 }, { "random", 1, 8 },
  { "urandom", 1, 9 }, { "tty", 5, 0 },
};

/* What programs need to make devices of their own. */
static const char *const control[] = {
  "fuse", "loop-control", "btrfs-control", "mapper/control",
};

static const char *const links[][2] = {
  { "ptmx", "pts/ptmx" }, { "fd", "/proc/self/fd" },
  { "stdin", "/proc/self/fd/0" }, { "stdout", "/proc/self/fd/1" },
  { "stderr", "/proc/self/fd/2" },
};

static void
mirror_node (int from, int to, const char *name, bool must_be_block)
{
  struct stat st, root;

  if (fstatat (from, name, &st, 0) == -1 || stat ("/", &root) == -1
      || (must_be_block && !S_ISBLK (st.st_mode))
      || (S_ISBLK (st.st_mode) && st.st_rdev == root.st_dev))
    return;
  mknodat (to, name, st.st_mode, st.st_rdev);
}

/* A name of a block device, such as /dev/VG/LV. */
static void
mirror_link (int from, int to, const char *name)
{
  CLEANUP_FREE char *target = NULL;
  struct stat st;

  if (fstatat (from, name, &st, 0) == -1 || !S_ISBLK (st.st_mode))
    return;
  target = read_link (from, name);
  if (target)
    symlinkat (target, to, name);
}

static void mirror_directory (int from, int to, int depth);

/* A directory without anything for us goes away again.  Those that are there
 * already (pts, shm) are not the appliance's business. */
static void
mirror_subdirectory (int from, int to, const char *name, int depth)
{
  CLEANUP_CLOSE int sub_from = -1, sub_to = -1;
  const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

  if (depth > MAX_DEPTH || mkdirat (to, name, 0755) == -1)
    return;
  sub_from = openat (from, name, flags);
  sub_to = openat (to, name, flags);
  if (sub_from != -1 && sub_to != -1)
    mirror_directory (steal_fd (&sub_from), sub_to, depth);
  unlinkat (to, name, AT_REMOVEDIR);
}

/* Takes from. */
static void
mirror_directory (int from, int to, int depth)
{
  CLEANUP_CLOSEDIR DIR *dir = fdopendir (from);
  struct dirent *d;

  while (dir && (d = readdir (dir)) != NULL)
    if (d->d_name[0] == '.')
      continue;
    else if (d->d_type == DT_BLK)
      mirror_node (from, to, d->d_name, true);
    else if (d->d_type == DT_LNK)
      mirror_link (from, to, d->d_name);
    else if (d->d_type == DT_DIR)
      mirror_subdirectory (from, to, d->d_name, depth + 1);
}

static int
fill_dev (int from, int to)
{
  for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; ++i)
    if (mknodat (to, harmless[i].name, S_IFCHR | 0666,
                 makedev (harmless[i].ma, harmless[i].mi)) == -1)
      return -1;
  for (size_t i = 0; i < sizeof links / sizeof links[0]; ++i)
    if (symlinkat (links[i][1], to, links[i][0]) == -1)
      return -1;
  if (mkdirat (to, "pts", 0755) == -1 || mkdirat (to, "shm", 01777) == -1
      || mkdirat (to, "mapper", 0755) == -1)
    return -1;
  for (size_t i = 0; i < sizeof control / sizeof control[0]; ++i)
    mirror_node (from, to, control[i], false);
  return 0;
}

static int
make_dev (void)
{
  const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  CLEANUP_CLOSE int from = open ("/dev", flags), to = -1;
  CLEANUP_CLOSE int from_mapper = open ("/dev/mapper", flags);
  CLEANUP_CLOSE int to_mapper = -1;

  if (from == -1 || mkdir (WORLD "/dev", 0755) == -1)
    return -1;
  to = open (WORLD "/dev", flags);
  if (to == -1 || fill_dev (from, to) == -1)
    return -1;
  to_mapper = openat (to, "mapper", flags);
  if (from_mapper != -1 && to_mapper != -1)
    mirror_directory (steal_fd (&from_mapper), to_mapper, 1);
  mirror_directory (steal_fd (&from), to, 0);
  return 0;
}

/* ---- Mounts ---- */

int
world_new_mount (const char *type, const char *const *options)
{
  CLEANUP_CLOSE int fs = fsopen (type, FSOPEN_CLOEXEC);

  if (fs == -1)
    return -1;
  for (; *options; options += 2)
    if (fsconfig (fs, FSCONFIG_SET_STRING, options[0], options[1], 0) == -1)
      return -1;
  if (fsconfig (fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == -1)
    return -1;
  return fsmount (fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
}

int
world_clone (const char *path)
{
  return open_tree (AT_FDCWD, path,
                    OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
}

int
world_clone_read_only (const char *path)
{
  struct mount_attr attr = { .attr_set = MOUNT_ATTR_RDONLY };
  CLEANUP_CLOSE int tree = world_clone (path);

  if (tree == -1 || mount_setattr (tree, "", AT_EMPTY_PATH | AT_RECURSIVE,
                                   &attr, sizeof attr) == -1)
    return -1;
  return steal_fd (&tree);
}

bool
world_attach (int tree, const char *path, unsigned flags)
{
  return tree != -1
    && move_mount (tree, "", AT_FDCWD, path,
                   MOVE_MOUNT_F_EMPTY_PATH | flags) == 0;
}

/* ---- The beginning ---- */

int
world_begin (struct world *w)
{
  static const char *const proc[] = { "source", "proc", NULL };
  static const char *const pts[] = {
    "source", "devpts", "mode", "620", "ptmxmode", "666", "gid", "5", NULL
  };
  const mode_t mask = umask (0);
  int r;

  if (mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1
      || mount ("tmpfs", WORLD, "tmpfs", MS_NOSUID, "mode=0755") == -1)
    return -1;
  r = make_dev ();
  umask (mask);
  if (r == -1)
    return -1;
  w->dev = world_clone (WORLD "/dev");
  w->pts = world_new_mount ("devpts", pts);
  w->proc = world_new_mount ("proc", proc);
  w->sys = world_clone_read_only ("/sys");
  return w->dev == -1 || w->pts == -1 || w->proc == -1 || w->sys == -1 ? -1
    : 0;
}

/* Settings of the kernel would outlive the program. */
static void
protect_kernel (void)
{
  static const char *const paths[] = {
    "/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs",
  };

  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; ++i) {
    CLEANUP_CLOSE int tree = world_clone_read_only (paths[i]);
    world_attach (tree, paths[i], 0);
  }
}

void
world_attach_all (const struct world *w)
{
  if (world_attach (w->dev, "/dev", MOVE_MOUNT_T_SYMLINKS))
    world_attach (w->pts, "/dev/pts", 0);
  if (world_attach (w->proc, "/proc", MOVE_MOUNT_T_SYMLINKS))
    protect_kernel ();
  world_attach (w->sys, "/sys", MOVE_MOUNT_T_SYMLINKS);
}
