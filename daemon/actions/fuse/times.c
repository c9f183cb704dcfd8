/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: times of many files, of which the library tells
 * when it has time for it. */

#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon.h"
#include "fusecalls.h"
#include "fusefiles.h"
#include "nodes.h"

/* Borrowed.  -1: it is not there, or not a regular file. */
static int
open_regular (const char *number, const char *path)
{
  const struct node node = { strtoll (number, NULL, 10), path };
  const int fd = node_open_io (&node, false);
  struct stat st;

  return fd != -1 && fstat (fd, &st) == 0 && S_ISREG (st.st_mode) ? fd : -1;
}

/* Reading at the end of a file is reading it, for the file system. */
static int
access_file (int fd)
{
  const off_t end = lseek (fd, 0, SEEK_END);
  char c;

  return end == -1 || pread (fd, &c, 1, end) == -1 ? -1 : 0;
}

int
do_internal_fuse_accessed (char *const *nodes, char *const *paths)
{
  for (size_t i = 0; nodes[i] && paths[i]; i++) {
    const int fd = open_regular (nodes[i], paths[i]);

    if (fd != -1 && access_file (fd) == -1)
      debug ("/%s: %s", paths[i], strerror (errno));
  }
  return 0;
}

struct timespec
fuse_time_to_set (int64_t sec, int64_t nsec)
{
  return (struct timespec) {
    sec, nsec == FUSECALL_NOW ? UTIME_NOW
         : nsec == FUSECALL_OMIT ? UTIME_OMIT : nsec
  };
}

/* Seconds and nanoseconds of both. */
static int
set_times (int fd, const char *both)
{
  struct timespec times[2];
  char *rest = (char *) both;

  for (int i = 0; i < 2; i++) {
    const int64_t sec = strtoll (rest, &rest, 10);

    times[i] = fuse_time_to_set (sec, strtoll (rest, &rest, 10));
  }
  return futimens (fd, times);
}

int
do_internal_fuse_times (char *const *nodes, char *const *paths,
                        char *const *times)
{
  for (size_t i = 0; nodes[i] && paths[i] && times[i]; i++) {
    const int fd = open_regular (nodes[i], paths[i]);

    if (fd != -1 && set_times (fd, times[i]) == -1)
      debug ("/%s: %s", paths[i], strerror (errno));
  }
  return 0;
}
