/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Copy a directory from one disk image to another, each with an appliance of
 * its own: an archive goes from one to the other through a pipe.
 *
 * copy-over FROM DEVICE DIRECTORY TO DEVICE DIRECTORY */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <guestfs.h>

struct end {
  guestfs_h *g;
  const char *directory;
  char pipe[32];                /* /dev/fd/N */
  int fd;
  int result;
};

static int
open_image (struct end *e, char *argv[], int readonly)
{
  e->g = guestfs_create ();
  e->directory = argv[2];
  if (!e->g ||
      guestfs_add_drive_opts (e->g, argv[0],
                              GUESTFS_ADD_DRIVE_OPTS_READONLY, readonly,
                              GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                              -1) == -1 ||
      guestfs_launch (e->g) == -1)
    return -1;
  return readonly ? guestfs_mount_ro (e->g, argv[1], "/")
                  : guestfs_mount (e->g, argv[1], "/");
}

/* The writer of a pipe must close it, or the reader waits for more. */
static void *
send_archive (void *arg)
{
  struct end *from = arg;

  from->result = guestfs_tar_out_opts (from->g, from->directory, from->pipe,
                                       GUESTFS_TAR_OUT_OPTS_XATTRS, 1,
                                       GUESTFS_TAR_OUT_OPTS_ACLS, 1,
                                       -1);
  close (from->fd);
  return NULL;
}

static int
copy (struct end *from, struct end *to)
{
  int fds[2];
  pthread_t thread;

  if (pipe (fds) == -1)
    return -1;
  to->fd = fds[0];
  from->fd = fds[1];
  snprintf (to->pipe, sizeof to->pipe, "/dev/fd/%d", to->fd);
  snprintf (from->pipe, sizeof from->pipe, "/dev/fd/%d", from->fd);
  if (pthread_create (&thread, NULL, send_archive, from) != 0)
    return -1;
  to->result = guestfs_tar_in_opts (to->g, to->pipe, to->directory,
                                    GUESTFS_TAR_IN_OPTS_XATTRS, 1,
                                    GUESTFS_TAR_IN_OPTS_ACLS, 1,
                                    -1);
  close (to->fd);
  pthread_join (thread, NULL);
  /* Only shutdown tells whether everything was written. */
  if (from->result == -1 || to->result == -1)
    return -1;
  return guestfs_shutdown (to->g);
}

int
main (int argc, char *argv[])
{
  struct end from = { .fd = -1 }, to = { .fd = -1 };
  int r = -1;

  if (argc != 7)
    fprintf (stderr, "usage: copy-over FROM DEVICE DIR TO DEVICE DIR\n");
  else if (open_image (&from, argv + 1, 1) == 0 &&
           open_image (&to, argv + 4, 0) == 0)
    r = copy (&from, &to);
  if (from.g)
    guestfs_close (from.g);
  if (to.g)
    guestfs_close (to.g);
  return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
