/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unpacks the archive on standard input in a directory, with the library's own
 * reader and in pieces of so many bytes; for untar.sh. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "untar.h"

static int
unpack (struct untar *t, char *piece, size_t size)
{
  ssize_t n;

  while ((n = read (STDIN_FILENO, piece, size)) > 0)
    if (guestfs_int_untar_feed (t, piece, n) == -1)
      return -1;
  return n == -1 ? -1 : guestfs_int_untar_finish (t);
}

int
main (int argc, char *argv[])
{
  if (argc != 3) {
    fprintf (stderr, "usage: %s DIRECTORY BYTES\n", argv[0]);
    return 2;
  }
  const size_t size = strtoul (argv[2], NULL, 10);
  const int fd = open (argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct tree *tree = guestfs_int_tree_new (fd, false);
  struct untar *t = guestfs_int_untar_new (tree);
  char *piece = malloc (size);
  const int r = fd >= 0 && tree && t && piece ? unpack (t, piece, size) : -1;
  const char *why = tree ? guestfs_int_tree_error (tree) : NULL;

  if (r == -1)
    fprintf (stderr, "untar: %s\n", why ? why : strerror (errno));
  else
    printf ("%zu left out\n", guestfs_int_tree_skipped (tree));
  guestfs_int_untar_free (t);
  guestfs_int_tree_free (tree);
  close (fd);
  free (piece);
  return r == -1;
}
