/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -i: find the operating system and mount its file systems. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "guest.h"

#ifdef GUESTFS_HAVE_INSPECT_OS

static int
by_length (const void *a, const void *b)
{
  const char *const *x = a, *const *y = b;
  size_t m = strlen (*x), n = strlen (*y);

  return m < n ? -1 : m > n ? 1 : strcmp (*x, *y);
}

static int
mount_one (guestfs_h *g, const char *device, const char *mountpoint)
{
  if (guestfs_mount_options (g, cli.read_only ? "ro" : "", device,
                             mountpoint) == -1) {
    /* Without its root nothing works; the rest may be damaged. */
    return strcmp (mountpoint, "/") == 0 ? -1 : 0;
  }
  if (cli.interactive)
    printf ("%s mounted on %s\n", device, mountpoint);
  return 0;
}

/* Shorter names first: /usr before /usr/local. */
static int
mount_all (guestfs_h *g, const char *root)
{
  CLEANUP_FREE_STRING_LIST char **mounts =
    guestfs_inspect_get_mountpoints (g, root);

  if (!mounts)
    return -1;
  qsort (mounts, string_list_length (mounts) / 2, 2 * sizeof (char *),
         by_length);
  for (size_t i = 0; mounts[i]; i += 2)
    if (mount_one (g, mounts[i + 1], mounts[i]) == -1)
      return -1;
  return 0;
}

static void
print_product_name (guestfs_h *g, const char *root)
{
  CLEANUP_FREE char *name = guestfs_inspect_get_product_name (g, root);

  if (name && cli.interactive)
    printf ("Operating system: %s\n", name);
}

int
cli_inspect_and_mount (guestfs_h *g)
{
  CLEANUP_FREE_STRING_LIST char **roots = NULL;
  CLEANUP_FREE char *names = NULL;

  if (cli_unlock_disks (g) == -1)
    return -1;
  roots = guestfs_inspect_os (g);
  if (!roots)
    return -1;
  if (!roots[0]) {
    cli_error ("-i: no operating system was found on the disks: "
               "try 'list-filesystems' and -m");
    return -1;
  }
  if (roots[1]) {
    names = must_have (string_list_join (", ", roots));
    cli_error ("-i: more than one operating system was found (%s): "
               "mount one of them with -m", names);
    return -1;
  }
  print_product_name (g, roots[0]);
  return mount_all (g, roots[0]);
}

#endif
