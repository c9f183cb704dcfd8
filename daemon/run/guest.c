/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starts programs in a small world of their own: those of the guest, and
 * those of the appliance that go through the guest's files by name.
 *
 * The child that is made here is process 1 of new PID, mount, IPC and UTS
 * namespaces.  It mounts what the program shall see, changes its root, starts
 * the program and waits for it.  Nothing of this is seen from outside, and
 * when the child ends the kernel kills whatever still runs in there and takes
 * the mounts down, however it ended: there is nothing to clean up.
 * docs/architecture.md says what is in these worlds and why.
 */

#include "config.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "root.h"
#include "state.h"
#include "world.h"

#define RESOLV_CONF "/run/etc/resolv.conf"
#define GUEST_RESOLV_CONF "/etc/resolv.conf"

bool network_enabled;

static char *const guest_env[] = {
  (char *) "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  (char *) "HOME=/root", (char *) "LC_ALL=C", (char *) "TERM=dumb", NULL
};

/* ---- A program of the guest: its root is the guest's ---- */

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
  return n == 0 ? world_clone (WORLD "/resolv.conf") : -1;
}

/* Paths are resolved inside the guest, whatever links it holds; that of
 * resolv.conf is mostly a link itself, and covered as such. */
static int
enter_guest (void)
{
  struct world w;
  int resolv;

  if (world_begin (&w) == -1)
    return -1;
  resolv = network_enabled ? copy_resolv_conf () : -1;
  if (chroot (sysroot) == -1 || chdir ("/") == -1)
    return -1;
  world_attach_all (&w);
  world_attach (resolv, GUEST_RESOLV_CONF, 0);
  return 0;
}

/* ---- A program of the appliance on the guest's files ---- */

/* What programs consist of, and the directories that they expect. */
static const char *const appliance_dirs[] = {
  "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32",
};
static const char *const empty_dirs[] = {
  "etc", "proc", "run", "sys", "var", "tmp",
};
#define NR_DIRS (sizeof appliance_dirs / sizeof appliance_dirs[0])

/* Those that are links, to directories in /usr, stay links. */
static int
prepare_directory (int world, const char *path)
{
  CLEANUP_FREE char *target = read_link (AT_FDCWD, path);

  if (target) {
    symlinkat (target, world, path + 1);
    return -1;
  }
  if (access (path, F_OK) == -1 || mkdirat (world, path + 1, 0755) == -1)
    return -1;
  return world_clone_read_only (path);
}

/* Of all names that one means the same everywhere. */
static int
name_root (int world)
{
  static const char *const files[][2] = {
    { "etc/passwd", "root:x:0:0:root:/root:/bin/sh\n" },
    { "etc/group", "root:x:0:\n" },
  };

  for (size_t i = 0; i < 2; ++i) {
    CLEANUP_CLOSE int fd = openat (world, files[i][0],
                                   O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

    if (fd == -1
        || full_write (fd, files[i][1], strlen (files[i][1])) == -1)
      return -1;
  }
  return 0;
}

/* The guest is where it always is, below the sysroot, and around it there is
 * nothing to which a link could lead but the distribution's programs. */
static int
enter_confinement (void)
{
  CLEANUP_CLOSE int world = -1;
  int trees[NR_DIRS], guest;
  struct world w;

  if (world_begin (&w) == -1)
    return -1;
  world = open (WORLD, O_PATH | O_DIRECTORY | O_CLOEXEC);
  guest = world_clone (sysroot);
  if (world == -1 || guest == -1
      || mkdirat (world, sysroot + 1, 0755) == -1)
    return -1;
  for (size_t i = 0; i < NR_DIRS; ++i)
    trees[i] = prepare_directory (world, appliance_dirs[i]);
  for (size_t i = 0; i < sizeof empty_dirs / sizeof empty_dirs[0]; ++i)
    if (mkdirat (world, empty_dirs[i], 0755) == -1)
      return -1;
  if (name_root (world) == -1 || chroot (WORLD) == -1 || chdir ("/") == -1)
    return -1;
  for (size_t i = 0; i < NR_DIRS; ++i)
    world_attach (trees[i], appliance_dirs[i], 0);
  world_attach_all (&w);
  return world_attach (guest, sysroot, 0) ? 0 : -1;
}

/* ---- Process 1 ---- */

/* Leaves what the program gets, and one to tell what went wrong; -1 if there
 * is no room. */
static int
take_descriptors (const struct run *r, const int fds[3], int *tell)
{
  const int last = r->keep_fd > 0 ? 3 : 2, high = 100;
  int keep[4] = { fds[0], fds[1], fds[2], r->keep_fd };

  /* None may be where another one is to go. */
  *tell = fcntl (*tell, F_DUPFD_CLOEXEC, high);
  for (int i = 0; i <= last; ++i)
    keep[i] = fcntl (keep[i], F_DUPFD_CLOEXEC, high);
  for (int i = 0; i <= last; ++i)
    if (dup2 (keep[i], i) == -1)
      return -1;
  close_range (last + 1, *tell - 1, 0);
  close_range (*tell + 1, ~0U, 0);
  return *tell == -1 ? -1 : 0;
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

static pid_t __attribute__ ((noinline))
start_program (const struct run *r, int tell)
{
  pid_t pid = vfork ();

  if (pid == 0) {
    signal (SIGPIPE, SIG_DFL);
    execvpe (r->argv[0], (char **) r->argv,
             r->in_guest ? guest_env : environ);
    tell_failure (tell);
  }
  return pid;
}

static void __attribute__ ((noreturn))
be_process_1 (const struct run *r, const int fds[3], int tell)
{
  pid_t pid;

  setsid ();
  memory_unprotect ();
  if (take_descriptors (r, fds, &tell) == -1
      || (r->in_guest ? enter_guest () : enter_confinement ()) == -1)
    tell_failure (tell);
  pid = start_program (r, tell);
  if (pid == -1)
    tell_failure (tell);
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

  if (!network_enabled)
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
  if (r->in_guest)
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
