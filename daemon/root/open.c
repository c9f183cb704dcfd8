/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening files of the guest, with the error set when that fails. */

#include "config.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "call.h"
#include "content.h"
#include "root.h"

#define OPEN_FLAGS (O_CLOEXEC | O_NOCTTY | O_NONBLOCK)

/* A device or, when it starts otherwise than /dev/, a guest path. */
static int
open_dev_or_path (const char *dev_or_path, int flags, mode_t mode)
{
  if (is_device_name (dev_or_path))
    return open (dev_or_path, flags | O_CLOEXEC, mode);
  return guest_open (dev_or_path, flags, mode);
}

int
content_open (const char *path, int flags, mode_t mode)
{
  int fd = guest_open (path, flags | OPEN_FLAGS, mode);

  if (fd == -1)
    reply_with_perror ("%s", path);
  return fd;
}

int
content_open_path (const char *path)
{
  int fd = guest_open (path, O_PATH | O_CLOEXEC, 0);

  if (fd == -1)
    reply_with_perror ("%s", path);
  return fd;
}

int
content_open_dev_or_path (const char *path, int flags, mode_t mode)
{
  int fd;

  if (is_device_name (path)) {
    flags &= ~(O_CREAT | O_TRUNC);
    mode = 0;
  }
  fd = open_dev_or_path (path, flags | OPEN_FLAGS, mode);
  if (fd == -1)
    reply_with_perror ("%s", path);
  return fd;
}

int
content_open_file (const char *path)
{
  CLEANUP_CLOSE int fd = content_open (path, O_RDONLY, 0);
  struct stat st;

  if (fd == -1)
    return -1;
  if (fstat (fd, &st) == 0 && S_ISDIR (st.st_mode)) {
    reply_with_perror_errno (EISDIR, "%s", path);
    return -1;
  }
  return steal_fd (&fd);
}

FILE *
content_fopen (const char *path)
{
  CLEANUP_CLOSE int fd = content_open_file (path);
  FILE *fp;

  if (fd == -1)
    return NULL;
  fp = fdopen (fd, "r");
  if (fp == NULL) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  steal_fd (&fd);
  return fp;
}

int
content_open_dir (const char *path)
{
  return content_open (path, O_RDONLY | O_DIRECTORY, 0);
}

int
content_open_parent (const char *path, char **ret_name)
{
  int fd = guest_open_parent (path, ret_name);

  if (fd == -1)
    reply_with_perror ("%s", path);
  return fd;
}

/* guest_real_path also answers for what is about to be made. */
char *
content_real_path (const char *path)
{
  struct stat st;
  char *ret = NULL;

  if (guest_stat (path, &st) == 0)
    ret = guest_real_path (path);
  if (ret == NULL)
    reply_with_perror ("%s", path);
  return ret;
}

char *
content_fd_path (int fd)
{
  char *ret;

  if (asprintf (&ret, "/proc/self/fd/%d", fd) == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  return ret;
}

char *
content_open_fd_path (const char *path, int flags, int *ret_fd)
{
  *ret_fd = guest_open (path, O_PATH | O_CLOEXEC | flags, 0);
  if (*ret_fd == -1) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  return content_fd_path (*ret_fd);
}
