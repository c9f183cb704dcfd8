/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the CLEANUP_* attributes call.  All of them keep errno: they run
 * between a failure and the caller who asks what it was. */

#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cleanups.h"

void
cleanup_free (void *ptr)
{
  int saved = errno;

  free (*(void **) ptr);
  errno = saved;
}

void
cleanup_close (const int *fd)
{
  int saved = errno;

  if (*fd >= 0)
    close (*fd);
  errno = saved;
}

void
cleanup_fclose (void *ptr)
{
  FILE *fp = *(FILE **) ptr;
  int saved = errno;

  if (fp)
    fclose (fp);
  errno = saved;
}

void
cleanup_closedir (void *ptr)
{
  DIR *dir = *(DIR **) ptr;
  int saved = errno;

  if (dir)
    closedir (dir);
  errno = saved;
}

void
cleanup_unlink_free (void *ptr)
{
  char *path = *(char **) ptr;
  int saved = errno;

  if (path) {
    unlink (path);
    free (path);
  }
  errno = saved;
}
