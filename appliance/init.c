/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Process 1 of the appliance: loads the few modules that the disks need,
 * mounts the root, runs guestfsd and powers off when that ends.
 *
 * It is linked statically and lives in the initrd with guestfsd; the root is
 * a read-only file system of distribution packages and knows nothing of us.
 * There is no udev, no shell and no overlay: devtmpfs makes the nodes, and
 * what tools want to write is a symbolic link into /run (see build-appliance).
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DAEMON "/guestfsd"
#define MODULES "/modules"
#define ROOT_DISK "/dev/vda"
#define ROOT_TYPE "erofs"
#define ROOT_WAIT_MS 10000

static bool show_phases;
static bool is_saved;           /* others are made from this machine */

static void power_off (void) __attribute__ ((noreturn));

static void
power_off (void)
{
  sync ();
  reboot (RB_POWER_OFF);
  for (;;)
    pause ();
}

/* Messages of init have a fixed start, for which the library looks. */
static void die (const char *fs, ...)
  __attribute__ ((noreturn, format (printf, 1, 2)));

static void
die (const char *fs, ...)
{
  int err = errno;
  va_list args;

  fprintf (stderr, "guestfs-init: fatal: ");
  va_start (args, fs);
  vfprintf (stderr, fs, args);
  va_end (args);
  fprintf (stderr, ": %s\n", strerror (err));
  power_off ();
}

/* Milliseconds since the kernel started, for tools/boot-analysis. */
static void
phase (const char *name)
{
  struct timespec ts;

  if (!show_phases)
    return;
  clock_gettime (CLOCK_MONOTONIC, &ts);
  fprintf (stderr, "guestfs-init: phase %s %lld.%03ld\n", name,
           (long long) ts.tv_sec, ts.tv_nsec / 1000000);
}

static void
mount_or_die (const char *what, const char *where, const char *type,
              unsigned long flags, const char *data)
{
  if (mount (what, where, type, flags, data) == -1)
    die ("mounting %s on %s", what, where);
}

/* The console only exists for us when the kernel opened it before we ran;
 * with devtmpfs not yet mounted it did not. */
static void
open_console (void)
{
  int fd = open ("/dev/console", O_RDWR | O_NOCTTY);

  if (fd == -1)
    fd = open ("/dev/null", O_RDWR);
  for (int i = 0; i < 3; ++i)
    if (fd != i)
      dup2 (fd, i);
  if (fd > 2)
    close (fd);
  setvbuf (stderr, NULL, _IOLBF, 0);
}

/* The kernel hands every name=value word of its command line that it does not
 * know itself to init as an environment variable. */
static void
read_settings (void)
{
  show_phases = getenv ("guestfs_phases") != NULL;
  is_saved = getenv ("guestfs_saved") != NULL;
}

/* The kernel does not hand words of its command line to modules (modprobe
 * does), so parameters are in the list. */
static void
load_module (int dir, const char *name, const char *params)
{
  int fd = openat (dir, name, O_RDONLY | O_CLOEXEC);

  if (fd == -1)
    die ("opening module %s", name);
  if (syscall (SYS_finit_module, fd, params, 0) == -1 && errno != EEXIST)
    fprintf (stderr, "guestfs-init: module %s: %s\n", name, strerror (errno));
  close (fd);
}

/* A line of MODULES/list: file name, then its parameters if any. */
static void
load_line (int dir, char *line)
{
  char *params;

  line[strcspn (line, "\n")] = '\0';
  params = line + strcspn (line, " ");
  if (*params)
    *params++ = '\0';
  if (line[0])
    load_module (dir, line, params);
}

/* In the order of loading. */
static void
load_modules (void)
{
  int dir = open (MODULES, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  FILE *fp = fopen (MODULES "/list", "re");
  char *line = NULL;
  size_t size = 0;

  if (!fp || dir == -1)
    die ("opening %s", MODULES "/list");
  while (getline (&line, &size, fp) > 0)
    load_line (dir, line);
  free (line);
  fclose (fp);
  close (dir);
}

/* The driver makes the node before its module has finished loading, so
 * normally there is nothing to wait for. */
static void
wait_for_root (void)
{
  struct timespec ms = { .tv_nsec = 1000000 };

  for (int i = 0; i < ROOT_WAIT_MS && access (ROOT_DISK, F_OK) == -1; ++i)
    nanosleep (&ms, NULL);
}

static void
mount_root (void)
{
  mkdir ("/root", 0755);
  mount_or_die (ROOT_DISK, "/root", ROOT_TYPE, MS_RDONLY | MS_NOATIME, NULL);
  mount_or_die ("/dev", "/root/dev", NULL, MS_MOVE, NULL);
  mount_or_die ("/proc", "/root/proc", NULL, MS_MOVE, NULL);
  mount_or_die ("/sys", "/root/sys", NULL, MS_MOVE, NULL);
  mount_or_die ("tmpfs", "/root/run", "tmpfs", 0, "mode=0755");
  mount_or_die ("tmpfs", "/root/tmp", "tmpfs", 0, "mode=1777");
  mount_or_die ("tmpfs", "/root/sysroot", "tmpfs", 0, "mode=0755");
  mount_or_die ("devpts", "/root/dev/pts", "devpts", 0,
                "mode=0620,ptmxmode=0666");
}

static void
switch_root (void)
{
  if (chdir ("/root") == -1)
    die ("entering the root");
  mount_or_die (".", "/", NULL, MS_MOVE, NULL);
  if (chroot (".") == -1 || chdir ("/") == -1)
    die ("changing to the root");
}

/* "fuse fuse c10:229": a node whose first use makes the kernel load the
 * module.  Others make these with kmod or udev. */
static void
make_static_node (const char *line)
{
  char module[64], name[64], path[80], type;
  unsigned ma, mi;

  if (sscanf (line, "%63s %63s %c%u:%u", module, name, &type, &ma, &mi) != 5)
    return;
  snprintf (path, sizeof path, "/dev/%s", name);
  for (char *p = strchr (path + 5, '/'); p; p = strchr (p + 1, '/')) {
    *p = '\0';
    mkdir (path, 0755);
    *p = '/';
  }
  mknod (path, (type == 'b' ? S_IFBLK : S_IFCHR) | 0600, makedev (ma, mi));
}

static void
make_static_nodes (void)
{
  struct utsname u;
  char *path = NULL, *line = NULL;
  size_t size = 0;
  FILE *fp = NULL;

  if (uname (&u) == 0
      && asprintf (&path, "/lib/modules/%s/modules.devname", u.release) != -1)
    fp = fopen (path, "re");
  while (fp && getline (&line, &size, fp) > 0)
    make_static_node (line);
  if (fp)
    fclose (fp);
  free (line);
  free (path);
}

static void
fill_dev (void)
{
  make_static_nodes ();
  symlink ("/proc/self/fd", "/dev/fd");
  symlink ("/proc/self/fd/0", "/dev/stdin");
  symlink ("/proc/self/fd/1", "/dev/stdout");
  symlink ("/proc/self/fd/2", "/dev/stderr");
  mkdir ("/dev/shm", 01777);
}

/* What the links in the root point to. */
static void
fill_run (void)
{
  static const char *const dirs[] = {
    "/run/lock", "/run/etc", "/run/var", "/run/var/lib", "/run/var/lib/dhcp",
    "/run/var/tmp", "/run/var/cache", "/run/var/log", "/run/root",
    NULL
  };
  for (size_t i = 0; dirs[i]; ++i)
    mkdir (dirs[i], 0755);
  chmod ("/run/var/tmp", 01777);
}

/* Drivers that many disks need and that take long to load: before they do
 * anything raid6_pq and xor find out which of their algorithms is the fastest.
 * The machine that is saved has them loaded for all that are made from it. */
static void
load_slow_modules (void)
{
  const pid_t pid = fork ();

  if (pid == 0) {
    execl ("/sbin/modprobe", "modprobe", "-a", "-q", "raid6_pq", "xor",
           "btrfs", "xfs", (char *) NULL);
    _exit (1);                  /* they are loaded when they are needed */
  }
  if (pid > 0)
    waitpid (pid, NULL, 0);
}

static void
exec_daemon (int fd)
{
  char *const argv[] = { (char *) "guestfsd", NULL };
  char *const env[] = {
    (char *) "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
    (char *) "TERM=dumb", (char *) "TMPDIR=/tmp",
    show_phases ? (char *) "guestfs_phases=1" : NULL, NULL
  };

  setsid ();
  fexecve (fd, argv, env);
  die ("starting guestfsd (is every library it needs in the root?)");
}

static pid_t
start_daemon (int fd)
{
  pid_t pid = fork ();

  if (pid == -1)
    die ("fork");
  if (pid == 0)
    exec_daemon (fd);
  return pid;
}

/* Orphans of external programs are reaped on the way. */
static int
wait_for_daemon (pid_t daemon)
{
  int status;
  pid_t pid;

  do {
    pid = wait (&status);
  } while (pid != daemon && !(pid == -1 && errno == ECHILD));
  return pid == daemon ? status : 0;
}

static void
report_end (int status)
{
  if (WIFSIGNALED (status))
    fprintf (stderr, "guestfs-init: fatal: guestfsd was killed by signal %d "
             "(%s)\n", WTERMSIG (status), strsignal (WTERMSIG (status)));
  else if (WEXITSTATUS (status) != 0)
    fprintf (stderr, "guestfs-init: fatal: guestfsd exited with status %d\n",
             WEXITSTATUS (status));
}

static void
mount_early (void)
{
  mkdir ("/proc", 0755);
  mkdir ("/sys", 0755);
  mkdir ("/dev", 0755);
  mount_or_die ("devtmpfs", "/dev", "devtmpfs", 0, "mode=0755");
  open_console ();
  mount_or_die ("proc", "/proc", "proc", 0, NULL);
  mount_or_die ("sysfs", "/sys", "sysfs", 0, NULL);
  /* The directory is there when the kernel was told to use SELinux. */
  mount ("selinuxfs", "/sys/fs/selinux", "selinuxfs", 0, NULL);
  mkdir ("/dev/pts", 0755);
  read_settings ();
}

int
main (void)
{
  int daemon;

  mount_early ();
  phase ("init");
  load_modules ();
  phase ("modules");
  daemon = open (DAEMON, O_RDONLY | O_CLOEXEC);
  if (daemon == -1)
    die ("opening %s in the initrd", DAEMON);
  wait_for_root ();
  mount_root ();
  switch_root ();
  unlink (ROOT_DISK);
  fill_dev ();
  fill_run ();
  phase ("root");
  if (is_saved)
    load_slow_modules ();
  report_end (wait_for_daemon (start_daemon (daemon)));
  power_off ();
}
