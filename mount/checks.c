/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the host must have: a directory to mount on, FUSE, permissions.  Each
 * thing that is missing is named with its remedy before the launch. */

#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guestmount.h"
#include "mountinfo.h"

/* ---- The directory ---- */

static bool
is_empty (const char *dir)
{
  CLEANUP_CLOSEDIR DIR *d = opendir (dir);
  const struct dirent *e;

  while (d && (e = readdir (d)))
    if (strcmp (e->d_name, ".") != 0 && strcmp (e->d_name, "..") != 0)
      return false;
  return true;
}

static int
check_not_mounted (const char *path)
{
  CLEANUP_MOUNT_TABLE struct mount_table table = { .ptr = NULL };
  const struct mount_entry *e;

  if (mount_table_read (&table) == -1 ||
      !(e = mount_table_find (&table, path)) || !mount_is_fuse (e))
    return 0;
  cli_error ("%s: something is mounted there already (%s): unmount it first: "
             "guestunmount %s", path, e->type, path);
  return -1;
}

/* What fusermount3 asks of a user. */
static int
check_permission (const char *path, const struct stat *st)
{
  if (geteuid () == 0)
    return 0;
  if (access (path, W_OK) == -1) {
    cli_error ("%s: %s: you can mount on a directory only if you may write to "
               "it", path, strerror (errno));
    return -1;
  }
  if ((st->st_mode & S_ISVTX) && st->st_uid != geteuid ()) {
    cli_error ("%s: Operation not permitted: it has the sticky bit, so that "
               "only its owner can mount on it: choose another directory",
               path);
    return -1;
  }
  return 0;
}

static int
check_directory (const struct guestmount *m)
{
  const char *path = m->mountpoint;
  struct stat st;

  if (stat (path, &st) == -1 && errno == ENOTCONN)
    cli_error ("%s: %s: what served the file system there has died: remove "
               "the mount first: guestunmount %s", path, strerror (errno),
               path);
  else if (stat (path, &st) == -1)
    cli_error ("%s: %s", path, strerror (errno));
  else if (!S_ISDIR (st.st_mode))
    cli_error ("%s: %s: choose a directory to mount on", path,
               strerror (ENOTDIR));
  else if (fuse_options_have (&m->fuse_options, "nonempty"))
    return check_permission (path, &st);
  else if (check_not_mounted (path) == -1 ||
           check_permission (path, &st) == -1)
    return -1;
  else if (!is_empty (path))
    cli_error ("%s: %s: choose an empty directory, or hide what is in it with "
               "-o nonempty", path, strerror (ENOTEMPTY));
  else
    return 0;
  return -1;
}

static int
check_mountpoint (struct guestmount *m, const char *mountpoint)
{
  m->mountpoint = realpath (mountpoint, NULL);
  if (m->mountpoint)
    return check_directory (m);
  if (errno == ENOENT)
    cli_error ("%s: %s: make the directory first: mkdir %s", mountpoint,
               strerror (errno), mountpoint);
  else
    cli_error ("%s: %s", mountpoint, strerror (errno));
  return -1;
}

/* ---- FUSE ---- */

static int
check_device (void)
{
  CLEANUP_CLOSE int fd = open ("/dev/fuse", O_RDWR | O_CLOEXEC);

  if (fd >= 0)
    return 0;
  if (errno == ENOENT || errno == ENODEV || errno == ENXIO)
    cli_error ("/dev/fuse: %s: load the kernel module (modprobe fuse), or give "
               "this container the device", strerror (errno));
  else
    cli_error ("/dev/fuse: %s: a mount needs it: let your user or this "
               "container open it", strerror (errno));
  return -1;
}

static bool
is_in_directories (const char *program, const char *dirs)
{
  for (; *dirs; dirs += *dirs == ':') {
    const int n = (int) strcspn (dirs, ":");
    CLEANUP_FREE char *path = xasprintf ("%.*s/%s", n, dirs, program);

    if (access (path, X_OK) == 0)
      return true;
    dirs += n;
  }
  return false;
}

/* It is set-user-ID, and mounts for us. */
static int
check_fusermount (void)
{
  if (geteuid () == 0 ||
      is_in_directories ("fusermount3", "/usr/bin:/bin:/usr/local/bin") ||
      is_in_directories ("fusermount3", cli_getenv ("PATH", "")))
    return 0;
  cli_error ("fusermount3: %s: without it only root can mount: install fuse3",
             strerror (ENOENT));
  return -1;
}

static bool
fuse_conf_allows_others (void)
{
  CLEANUP_FCLOSE FILE *fp = fopen ("/etc/fuse.conf", "re");
  CLEANUP_FREE char *line = NULL;
  size_t cap = 0;

  while (fp && getline (&line, &cap, fp) != -1) {
    const char *word = line + strspn (line, " \t");

    if (strncmp (word, "user_allow_other", 16) == 0 &&
        strchr (" \t\r\n#", word[16]))
      return true;
  }
  return false;
}

static int
check_others (const struct guestmount *m)
{
  static const char *const names[] = { "allow_other", "allow_root" };

  if (geteuid () == 0 || fuse_conf_allows_others ())
    return 0;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i)
    if (fuse_options_have (&m->fuse_options, names[i])) {
      cli_error ("-o %s: %s: root must permit it with the line "
                 "user_allow_other in /etc/fuse.conf", names[i],
                 strerror (EPERM));
      return -1;
    }
  return 0;
}

/* ---- What was handed to us ---- */

static int
check_fd (const struct guestmount *m)
{
  if (m->fd == -1 || fcntl (m->fd, F_GETFD) != -1)
    return 0;
  cli_error ("--fd=%d: %s: it must be open for writing", m->fd,
             strerror (errno));
  return -1;
}

/* It is written when there is something to tell: what was not there is not left
 * there, and what is there stays as it is.  A FIFO may have no reader yet. */
static int
check_pid_file (const struct guestmount *m)
{
  const int flags = O_WRONLY | O_CREAT | O_NONBLOCK | O_CLOEXEC;
  CLEANUP_CLOSE int fd = -1;

  if (!m->pid_file)
    return 0;
  fd = open (m->pid_file, flags | O_EXCL, 0644);
  if (fd >= 0)
    unlink (m->pid_file);
  else if (errno == EEXIST)
    fd = open (m->pid_file, flags, 0644);
  if (fd >= 0 || errno == ENXIO)
    return 0;
  cli_error ("--pid-file %s: %s", m->pid_file, strerror (errno));
  return -1;
}

int
check_host (struct guestmount *m, const char *mountpoint)
{
  if (check_fd (m) == -1 || check_mountpoint (m, mountpoint) == -1 ||
      check_device () == -1 || check_fusermount () == -1 ||
      check_others (m) == -1)
    return -1;
  return check_pid_file (m);
}
