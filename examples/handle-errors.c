/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Print a file of a guest, if it has one: errors are told apart by their
 * errno, and printed by the program itself. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <guestfs.h>

static int
fail (guestfs_h *g, const char *image)
{
  fprintf (stderr, "%s: %s\n", image, guestfs_last_error (g));
  guestfs_close (g);
  return EXIT_FAILURE;
}

int
main (int argc, char *argv[])
{
  guestfs_h *g = guestfs_create ();
  size_t size;
  char *text;

  if (!g || argc != 4) {
    fprintf (stderr, "usage: handle-errors IMAGE DEVICE FILE\n");
    return EXIT_FAILURE;
  }
  /* The library prints nothing now. */
  guestfs_set_error_handler (g, NULL, NULL);
  if (guestfs_add_drive_opts (g, argv[1],
                              GUESTFS_ADD_DRIVE_OPTS_READONLY, 1,
                              GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                              -1) == -1 ||
      guestfs_launch (g) == -1 || guestfs_mount_ro (g, argv[2], "/") == -1)
    return fail (g, argv[1]);

  text = guestfs_read_file (g, argv[3], &size);
  if (text)
    fwrite (text, 1, size, stdout);
  else if (guestfs_last_errno (g) == ENOENT)
    printf ("(there is no %s)\n", argv[3]);
  else
    return fail (g, argv[1]);
  free (text);
  guestfs_close (g);
  return EXIT_SUCCESS;
}
