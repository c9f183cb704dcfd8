/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Make a disk image with a partition, a file system and a file. */

#include <stdio.h>
#include <stdlib.h>
#include <guestfs.h>

static int
make_disk (guestfs_h *g, const char *image)
{
  if (guestfs_disk_create (g, image, "raw", 100 * 1024 * 1024, -1) == -1 ||
      guestfs_add_drive_opts (g, image,
                              GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                              -1) == -1 ||
      guestfs_launch (g) == -1 ||
      guestfs_part_disk (g, "/dev/sda", "gpt") == -1 ||
      guestfs_mkfs (g, "ext4", "/dev/sda1") == -1 ||
      guestfs_mount (g, "/dev/sda1", "/") == -1 ||
      guestfs_write (g, "/hello.txt", "Hello, guest!\n", 14) == -1)
    return -1;
  /* Only now is everything on the disk, or an error says why not. */
  return guestfs_shutdown (g);
}

int
main (int argc, char *argv[])
{
  guestfs_h *g = guestfs_create ();
  int r;

  if (g == NULL || argc != 2) {
    fprintf (stderr, "usage: make-disk IMAGE\n");
    return EXIT_FAILURE;
  }
  r = make_disk (g, argv[1]);
  guestfs_close (g);
  return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
