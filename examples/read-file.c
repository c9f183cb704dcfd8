/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Print a file of a disk image, and say why if it cannot be read. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <guestfs.h>

static int
print_file (guestfs_h *g, const char *file)
{
  char *text = guestfs_cat (g, file);

  if (text == NULL && guestfs_last_errno (g) == ENOENT)
    fprintf (stderr, "there is no %s in this file system\n", file);
  else if (text == NULL)
    fprintf (stderr, "%s\n", guestfs_last_error (g));
  else
    printf ("%s", text);
  free (text);
  return text ? 0 : -1;
}

int
main (int argc, char *argv[])
{
  guestfs_h *g = guestfs_create ();
  int r;

  if (g == NULL || argc != 4) {
    fprintf (stderr, "usage: read-file IMAGE DEVICE FILE\n");
    return EXIT_FAILURE;
  }
  if (guestfs_add_drive_opts (g, argv[1],
                              GUESTFS_ADD_DRIVE_OPTS_READONLY, 1,
                              GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                              -1) == -1 ||
      guestfs_launch (g) == -1 ||
      guestfs_mount_ro (g, argv[2], "/") == -1)
    return EXIT_FAILURE;        /* the reason was printed */

  /* From here on this program says itself what went wrong. */
  guestfs_set_error_handler (g, NULL, NULL);
  r = print_file (g, argv[3]);
  guestfs_close (g);
  return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
