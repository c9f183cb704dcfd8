/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths inside the guest, which must never lead outside. */

#include "config.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call.h"
#include "root.h"

const char *const sysroot = "/sysroot";

static int root = -1;

/* What is mounted there changes, so the descriptor is renewed each time; its
 * number stays, and with it what callers have borrowed. */
int
guest_root (void)
{
  int fd = open (sysroot, O_PATH | O_DIRECTORY | O_CLOEXEC);

  if (fd == -1)
    return -1;
  if (root == -1)
    return root = fd;
  dup3 (fd, root, O_CLOEXEC);
  close (fd);
  return root;
}

void
guest_root_release (void)
{
  if (root != -1)
    close (steal_fd (&root));
}

/* The kernel asks to try again when a directory moved meanwhile. */
static int
open_in_root (const char *path, int flags, mode_t mode)
{
  struct open_how how = {
    .flags = (unsigned) flags | O_CLOEXEC,
    .mode = flags & (O_CREAT | __O_TMPFILE) ? mode & 07777 : 0,
    .resolve = RESOLVE_IN_ROOT,
  };
  int dir = guest_root (), fd;

  if (dir == -1)
    return -1;
  do {
    fd = syscall (SYS_openat2, dir, path, &how, sizeof how);
  } while (fd == -1 && (errno == EAGAIN || errno == EINTR));
  return fd;
}

int
guest_open (const char *path, int flags, mode_t mode)
{
  return open_in_root (path, flags, mode);
}

static bool
is_dots (const char *name)
{
  return strcmp (name, ".") == 0 || strcmp (name, "..") == 0;
}

int
guest_open_parent (const char *path, char **ret_name)
{
  CLEANUP_FREE char *dir = strdup (path);
  CLEANUP_FREE char *name = NULL;
  size_t n;
  char *slash;
  int fd;

  if (!dir)
    return -1;
  for (n = strlen (dir); n > 1 && dir[n-1] == '/'; --n)
    dir[n-1] = '\0';
  slash = strrchr (dir, '/');
  name = strdup (slash && slash[1] && !is_dots (slash + 1) ? slash + 1 : ".");
  if (!name)
    return -1;
  if (slash && strcmp (name, ".") != 0)
    slash[slash == dir] = '\0';
  fd = open_in_root (dir, O_PATH | O_DIRECTORY, 0);
  if (fd != -1)
    *ret_name = steal (&name);
  return fd;
}

void
place_done (const struct place *p)
{
  if (p->fd >= 0)
    close (p->fd);
  free (p->name);
}

int
guest_stat (const char *path, struct stat *ret_st)
{
  CLEANUP_CLOSE int fd = open_in_root (path, O_PATH, 0);

  return fd == -1 ? -1 : fstat (fd, ret_st);
}

int
guest_lstat (const char *path, struct stat *ret_st)
{
  CLEANUP_CLOSE int fd = open_in_root (path, O_PATH | O_NOFOLLOW, 0);

  return fd == -1 ? -1 : fstat (fd, ret_st);
}

char *
read_link (int dir, const char *name)
{
  for (size_t size = 256;; size *= 2) {
    CLEANUP_FREE char *buf = malloc (size);
    ssize_t n = buf ? readlinkat (dir, name, buf, size) : -1;

    if (n == -1)
      return NULL;
    if ((size_t) n < size) {
      buf[n] = '\0';
      return steal (&buf);
    }
  }
}

char *
fd_path (int fd)
{
  CLEANUP_FREE char *link = NULL;

  if (asprintf (&link, "/proc/self/fd/%d", fd) == -1)
    return NULL;
  return read_link (AT_FDCWD, link);
}

/* A program that creates the file would follow a link that leads nowhere, and
 * out of the guest; so such a link is an error. */
static char *
real_path_of_new (const char *path)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_FREE char *dir = NULL;
  CLEANUP_CLOSE int fd = guest_open_parent (path, &name);
  struct stat st;
  char *real;

  if (fd == -1)
    return NULL;
  if (fstatat (fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
    errno = ENOENT;
    return NULL;
  }
  dir = fd_path (fd);
  if (!dir || asprintf (&real, "%s/%s", dir, name) == -1)
    return NULL;
  return real;
}

/* A path that does not exist yet gets the real path of its directory. */
char *
guest_real_path (const char *path)
{
  CLEANUP_CLOSE int fd = open_in_root (path, O_PATH, 0);

  if (fd != -1)
    return fd_path (fd);
  return errno == ENOENT ? real_path_of_new (path) : NULL;
}

static bool
is_below_sysroot (const char *dir)
{
  size_t n = strlen (sysroot);

  return strncmp (dir, sysroot, n) == 0 && (dir[n] == '\0' || dir[n] == '/');
}

/* Field 5 of a line of mountinfo is the mount point. */
static bool
line_is_guest_mount (char *line)
{
  char *save = NULL, *field = strtok_r (line, " ", &save);

  for (int i = 1; i < 5 && field; ++i)
    field = strtok_r (NULL, " ", &save);
  return field && is_below_sysroot (field);
}

static bool
mountinfo_has_guest_mounts (void)
{
  CLEANUP_FCLOSE FILE *fp = fopen ("/proc/self/mountinfo", "re");
  CLEANUP_FREE char *line = NULL;
  size_t size = 0;
  int found = 0;

  while (fp && getline (&line, &size, fp) != -1)
    if (line_is_guest_mount (line))
      found++;
  return found > 1;             /* the first is the tmpfs that init mounted */
}

/* Which mount is seen at the sysroot; 0 when that cannot be told.  A FUSE
 * program is not asked. */
static uint64_t
sysroot_mount (void)
{
  struct statx st;

  if (statx (AT_FDCWD, sysroot, AT_STATX_DONT_SYNC, STATX_MNT_ID, &st) == -1
      || !(st.stx_mask & STATX_MNT_ID))
    return 0;
  return st.stx_mnt_id;
}

/* The tmpfs that init mounted, which stays as long as the daemon. */
static uint64_t bare_sysroot;

void
guest_root_begin (void)
{
  bare_sysroot = sysroot_mount ();
}

/* Nearly every call asks, and reading mountinfo takes longer than the rest of
 * a short one. */
static bool
root_is_mounted (void)
{
  const uint64_t now = sysroot_mount ();

  if (bare_sysroot != 0 && now != 0 && now != bare_sysroot)
    return true;
  return mountinfo_has_guest_mounts ();
}

bool
need_root (void)
{
  if (root_is_mounted ())
    return true;
  reply_with_error_errno (EINVAL, "nothing is mounted on /: mount a file "
                          "system first (mount)");
  return false;
}
