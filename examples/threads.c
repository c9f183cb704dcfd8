/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* List the file systems of several disk images at the same time: a thread and
 * a handle for each. */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <guestfs.h>

struct job {
  const char *image;
  pthread_t thread;
  char **file_systems;          /* device, type, device, type … NULL */
};

static void *
look (void *arg)
{
  struct job *job = arg;
  guestfs_h *g = guestfs_create ();

  if (g &&
      guestfs_add_drive_opts (g, job->image,
                              GUESTFS_ADD_DRIVE_OPTS_READONLY, 1,
                              GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                              -1) == 0 &&
      guestfs_launch (g) == 0)
    job->file_systems = guestfs_list_filesystems (g);
  if (g)
    guestfs_close (g);
  return NULL;
}

/* Returns 0 if the image could be read. */
static int
show (struct job *job)
{
  char **p = job->file_systems;

  if (p == NULL)
    return -1;
  for (size_t i = 0; p[i]; i += 2) {
    printf ("%s: %s: %s\n", job->image, p[i], p[i+1]);
    free (p[i]);
    free (p[i+1]);
  }
  free (p);
  return 0;
}

int
main (int argc, char *argv[])
{
  struct job *jobs = calloc (argc, sizeof *jobs);
  int r = EXIT_SUCCESS;

  if (jobs == NULL)
    return EXIT_FAILURE;
  for (int i = 1; i < argc; i++) {
    jobs[i].image = argv[i];
    if (pthread_create (&jobs[i].thread, NULL, look, &jobs[i]) != 0)
      return EXIT_FAILURE;
  }
  for (int i = 1; i < argc; i++) {
    pthread_join (jobs[i].thread, NULL);
    if (show (&jobs[i]) == -1)
      r = EXIT_FAILURE;
  }
  free (jobs);
  return r;
}
