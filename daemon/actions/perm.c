/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Owner, permissions and times of files, and the daemon's umask. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "content.h"
#include "daemon.h"

int
do_chmod (int mode, const char *path)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_FREE char *proc = NULL;

  if (mode < 0 || mode > 07777) {
    reply_with_error_errno (EINVAL, "%s: mode %d is negative or more than "
                            "07777", path, mode);
    return -1;
  }
  proc = content_open_fd_path (path, 0, &fd);
  if (proc == NULL)
    return -1;
  if (chmod (proc, mode) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return 0;
}

static int
change_owner (int owner, int group, const char *path, int flags)
{
  CLEANUP_CLOSE int fd = guest_open (path, O_PATH | O_CLOEXEC | flags, 0);

  if (fd == -1 || fchownat (fd, "", owner, group, AT_EMPTY_PATH) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return 0;
}

int
do_chown (int owner, int group, const char *path)
{
  return change_owner (owner, group, path, 0);
}

int
do_lchown (int owner, int group, const char *path)
{
  return change_owner (owner, group, path, O_NOFOLLOW);
}

/* ---- Times ---- */

static int
fill_timespec (struct timespec *ts, int64_t secs, int64_t nsecs,
               const char *path)
{
  if (nsecs < -2 || nsecs > 999999999) {
    reply_with_error_errno (EINVAL, "%s: nanoseconds must be 0 to 999999999, "
                            "-1 for now or -2 for no change", path);
    return -1;
  }
  ts->tv_sec = secs;
  ts->tv_nsec = nsecs == -1 ? UTIME_NOW : nsecs == -2 ? UTIME_OMIT : nsecs;
  return 0;
}

int
do_utimens (const char *path, int64_t atsecs, int64_t atnsecs,
            int64_t mtsecs, int64_t mtnsecs)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_FREE char *proc = NULL;
  struct timespec times[2];

  if (fill_timespec (&times[0], atsecs, atnsecs, path) == -1 ||
      fill_timespec (&times[1], mtsecs, mtnsecs, path) == -1)
    return -1;
  proc = content_open_fd_path (path, 0, &fd);
  if (proc == NULL)
    return -1;
  if (utimensat (AT_FDCWD, proc, times, 0) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return 0;
}

/* ---- The mask ---- */

int
do_umask (int mask)
{
  if (mask < 0 || mask > 0777) {
    reply_with_error_errno (EINVAL, "0%o: the mask must be 0 to 0777",
                            (unsigned) mask);
    return -1;
  }
  return umask (mask);
}

int
do_get_umask (void)
{
  /* One thread: nobody sees the mask in between. */
  const mode_t mask = umask (022);

  umask (mask);
  return mask;
}
