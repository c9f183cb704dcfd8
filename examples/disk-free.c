/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Show how full the file systems of disk images are, as df does. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <guestfs.h>

/* Swap space and what cannot be mounted is left out. */
static int
is_mountable (const char *type)
{
  return strcmp (type, "swap") != 0 && strcmp (type, "unknown") != 0 &&
    !strstr (type, "LUKS");
}

static void
show (guestfs_h *g, const char *image, const char *device)
{
  struct guestfs_statvfs *s;

  if (guestfs_mount_ro (g, device, "/") == -1)
    return;                     /* the message was printed */
  s = guestfs_statvfs (g, "/");
  if (s) {
    int64_t used = s->blocks - s->bfree, all = used + s->bavail;

    printf ("%-20s %-20s %8lld MiB  %3lld%%\n", image, device,
            (long long) (s->blocks * s->frsize >> 20),
            (long long) (all ? (100 * used + all - 1) / all : 0));
    guestfs_free_statvfs (s);
  }
  guestfs_umount_all (g);
}

static int
disk_free (const char *image)
{
  guestfs_h *g = guestfs_create ();
  char **list = NULL;

  if (g &&
      guestfs_add_drive_opts (g, image,
                              GUESTFS_ADD_DRIVE_OPTS_READONLY, 1,
                              GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                              -1) == 0 &&
      guestfs_launch (g) == 0)
    list = guestfs_list_filesystems (g);
  for (size_t i = 0; list && list[i]; i += 2) {
    if (is_mountable (list[i+1]))
      show (g, image, list[i]);
    free (list[i]);
    free (list[i+1]);
  }
  if (g)
    guestfs_close (g);
  free (list);
  return list ? 0 : -1;
}

int
main (int argc, char *argv[])
{
  int r = EXIT_SUCCESS;

  for (int i = 1; i < argc; i++)
    if (disk_free (argv[i]) == -1)
      r = EXIT_FAILURE;
  return r;
}
