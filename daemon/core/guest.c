/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starts a program of the guest in a small world of its own.
 *
 * The child that is made here is process 1 of new PID, mount, IPC and UTS
 * namespaces.  It mounts /dev, /proc and /sys into the guest's root, starts
 * the program and waits for it.  Nothing of this is seen from outside, and
 * when the child ends the kernel kills whatever still runs in there and takes
 * the mounts down, however it ended: there is nothing to clean up.
 * docs/architecture.md says what is in this world and why.
 */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core.h"

/* Where a tmpfs with what we make ourselves is put, in the child's own view
 * of the appliance. */
#define WORLD "/tmp"
#define RESOLV_CONF "/run/etc/resolv.conf"
#define GUEST_RESOLV_CONF "/etc/resolv.conf"
#define MAX_DEPTH 4

static char *const guest_env[] = {
  (char *) "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  (char *) "HOME=/root", (char *) "LC_ALL=C", (char *) "TERM=dumb", NULL
};

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
  char target[512];
  struct stat st;
  ssize_t n;

  if (fstatat (from, name, &st, 0) == -1 || !S_ISBLK (st.st_mode))
    return;
  n = readlinkat (from, name, target, sizeof target - 1);
  if (n > 0) {
    target[n] = '\0';
    symlinkat (target, to, name);
  }
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

static int
new_mount (const char *type, const char *const *options)
{
  CLEANUP_CLOSE int fs = fsopen (type, FSOPEN_CLOEXEC);

  for (; *options; options += 2)
    if (fsconfig (fs, FSCONFIG_SET_STRING, options[0], options[1], 0) == -1)
      return -1;
  if (fsconfig (fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == -1)
    return -1;
  return fsmount (fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
}

static int
clone_mount (const char *path)
{
  return open_tree (AT_FDCWD, path,
                    OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
}

static int
clone_read_only (const char *path)
{
  struct mount_attr attr = { .attr_set = MOUNT_ATTR_RDONLY };
  CLEANUP_CLOSE int tree = clone_mount (path);

  if (tree == -1 || mount_setattr (tree, "", AT_EMPTY_PATH | AT_RECURSIVE,
                                   &attr, sizeof attr) == -1)
    return -1;
  return steal_fd (&tree);
}

/* Inside the guest.  Where it lacks the directory, it does without. */
static bool
attach (int tree, const char *path, unsigned flags)
{
  return tree != -1
    && move_mount (tree, "", AT_FDCWD, path,
                   MOVE_MOUNT_F_EMPTY_PATH | flags) == 0;
}

/* Settings of the kernel would outlive the program. */
static void
protect_kernel (void)
{
  static const char *const paths[] = {
    "/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs",
  };

  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; ++i) {
    CLEANUP_CLOSE int tree = clone_read_only (paths[i]);
    attach (tree, paths[i], 0);
  }
}

/* A copy, because programs write to it. */
static int
copy_resolv_conf (void)
{
  CLEANUP_CLOSE int in = open (RESOLV_CONF, O_RDONLY | O_CLOEXEC);
  CLEANUP_CLOSE int out = open (WORLD "/resolv.conf", O_WRONLY | O_CREAT
                                | O_CLOEXEC, 0644);
  char buf[1024];
  ssize_t n;

  if (in == -1 || out == -1)
    return -1;
  while ((n = read (in, buf, sizeof buf)) > 0)
    if (full_write (out, buf, n) == -1)
      return -1;
  return n == 0 ? clone_mount (WORLD "/resolv.conf") : -1;
}

struct trees {
  int dev, pts, proc, sys, resolv;
};

/* Still in the appliance's root. */
static int
make_trees (struct trees *t)
{
  static const char *const proc[] = { "source", "proc", NULL };
  static const char *const pts[] = {
    "source", "devpts", "mode", "620", "ptmxmode", "666", "gid", "5",
    NULL
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
  t->dev = clone_mount (WORLD "/dev");
  t->pts = new_mount ("devpts", pts);
  t->proc = new_mount ("proc", proc);
  t->sys = clone_read_only ("/sys");
  t->resolv = network_enabled () ? copy_resolv_conf () : -1;
  return t->dev == -1 || t->pts == -1 || t->proc == -1 || t->sys == -1 ? -1
    : 0;
}

/* Paths are resolved inside the guest, whatever links it holds; that of
 * resolv.conf is mostly a link itself, and covered as such. */
static int
enter_guest (void)
{
  struct trees t;

  if (make_trees (&t) == -1 || chroot (sysroot) == -1 || chdir ("/") == -1)
    return -1;
  if (attach (t.dev, "/dev", MOVE_MOUNT_T_SYMLINKS))
    attach (t.pts, "/dev/pts", 0);
  if (attach (t.proc, "/proc", MOVE_MOUNT_T_SYMLINKS))
    protect_kernel ();
  attach (t.sys, "/sys", MOVE_MOUNT_T_SYMLINKS);
  attach (t.resolv, GUEST_RESOLV_CONF, 0);
  return 0;
}

/* ---- Process 1 ---- */

static int
take_descriptors (const int fds[3], int tell)
{
  for (int i = 0; i < 3; ++i)
    if (dup2 (fds[i], i) == -1)
      return -1;
  if (tell > 3)
    close_range (3, tell - 1, 0);
  close_range (tell + 1, ~0U, 0);
  return 0;
}

static void __attribute__ ((noreturn))
tell_failure (int tell)
{
  const int err = errno;

  full_write (tell, &err, sizeof err);
  _exit (127);
}

static int
wait_for (pid_t program)
{
  int status = 0;
  pid_t pid;

  do {
    pid = wait (&status);
  } while (pid != program && !(pid == -1 && errno == ECHILD));
  return WIFSIGNALED (status) ? 128 + WTERMSIG (status)
    : WEXITSTATUS (status);
}

static void __attribute__ ((noreturn))
be_process_1 (const struct run *r, const int fds[3], int tell)
{
  pid_t pid;

  setsid ();
  memory_unprotect ();
  if (take_descriptors (fds, tell) == -1 || enter_guest () == -1)
    tell_failure (tell);
  pid = vfork ();
  if (pid == -1)
    tell_failure (tell);
  if (pid == 0) {
    signal (SIGPIPE, SIG_DFL);
    execvpe (r->argv[0], (char **) r->argv, guest_env);
    tell_failure (tell);
  }
  close (tell);
  _exit (wait_for (pid));
}

/* ---- The daemon's side ---- */

/* Something to cover with our resolv.conf. */
static bool made_resolv_conf;

static void
make_resolv_conf (void)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int dir = -1, fd = -1;

  if (!network_enabled ())
    return;
  dir = guest_open_parent (GUEST_RESOLV_CONF, &name);
  if (dir != -1)
    fd = openat (dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  made_resolv_conf = fd != -1;
}

void
guest_spawn_done (void)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int dir = -1;
  struct stat st;

  if (!made_resolv_conf)
    return;
  made_resolv_conf = false;
  dir = guest_open_parent (GUEST_RESOLV_CONF, &name);
  if (dir != -1 && fstatat (dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0
      && S_ISREG (st.st_mode) && st.st_size == 0)
    unlinkat (dir, name, 0);
}

static pid_t
fork_into_namespaces (void)
{
  struct clone_args args = {
    .flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS,
    .exit_signal = SIGCHLD,
  };

  return syscall (SYS_clone3, &args, sizeof args);
}

/* Waits until the program has been started, or could not be. */
pid_t
guest_spawn (const struct run *r, const int fds[3])
{
  CLEANUP_CLOSE int told = -1;
  int tell[2], err = 0;
  pid_t pid;

  if (pipe2 (tell, O_CLOEXEC) == -1)
    return -1;
  told = tell[0];
  make_resolv_conf ();
  pid = fork_into_namespaces ();
  if (pid == 0)
    be_process_1 (r, fds, tell[1]);
  close (tell[1]);
  if (pid > 0 && full_read (told, &err, sizeof err) != sizeof err)
    return pid;
  if (pid == -1)
    err = errno;
  else
    waitpid (pid, NULL, 0);
  guest_spawn_done ();
  errno = err;
  return -1;
}
