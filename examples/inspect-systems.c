/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Find the systems on a disk, mount each as it would mount itself, and print
 * what it is. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <guestfs.h>

static void
free_list (char **list)
{
  for (size_t i = 0; list && list[i]; i++)
    free (list[i]);
  free (list);
}

/* What fails besides / may be on a disk that is not here. */
static int
mount_system (guestfs_h *g, const char *root)
{
  char **mps = guestfs_inspect_get_mountpoints (g, root);
  int r = mps ? 0 : -1;

  for (size_t i = 0; r == 0 && mps[i]; i += 2)
    if (guestfs_mount_ro (g, mps[i+1], mps[i]) == -1 &&
        strcmp (mps[i], "/") == 0)
      r = -1;
  free_list (mps);
  return r;
}

static int
show_system (guestfs_h *g, const char *root)
{
  char *type = guestfs_inspect_get_type (g, root);
  char *distro = guestfs_inspect_get_distro (g, root);
  int major = guestfs_inspect_get_major_version (g, root);
  char **files = NULL;
  int r = -1;

  if (type && distro && major != -1 && mount_system (g, root) == 0 &&
      (files = guestfs_ls (g, "/"))) {
    size_t n = 0;

    while (files[n])
      n++;
    printf ("%s: %s %s %d, %zu names in /\n", root, type, distro, major, n);
    r = 0;
  }
  guestfs_umount_all (g);
  free (type);
  free (distro);
  free_list (files);
  return r;
}

int
main (int argc, char *argv[])
{
  guestfs_h *g = guestfs_create ();
  char **roots;
  int r = 0;

  if (!g || argc != 2)
    return EXIT_FAILURE;
  if (guestfs_add_drive_opts (g, argv[1],
                              GUESTFS_ADD_DRIVE_OPTS_READONLY, 1,
                              GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                              -1) == -1 ||
      guestfs_launch (g) == -1 ||
      !(roots = guestfs_inspect_os (g)))
    return EXIT_FAILURE;
  for (size_t i = 0; roots[i]; i++)
    if (show_system (g, roots[i]) == -1)
      r = -1;
  free_list (roots);
  guestfs_close (g);
  return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
