/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -i: find the operating system and mount its file systems. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "fish.h"

#if defined GUESTFS_HAVE_INSPECT_OS && \
    defined GUESTFS_HAVE_INSPECT_GET_MOUNTPOINTS && \
    defined GUESTFS_HAVE_MOUNT_OPTIONS

static int
by_length (const void *a, const void *b)
{
  const char *const *x = a, *const *y = b;
  size_t m = strlen (*x), n = strlen (*y);

  return m < n ? -1 : m > n ? 1 : strcmp (*x, *y);
}

static int
mount_one (const char *device, const char *mountpoint)
{
  if (guestfs_mount_options (fish.g, fish.read_only ? "ro" : "", device,
                             mountpoint) == -1) {
    /* Without its root nothing works; the rest may be damaged. */
    return strcmp (mountpoint, "/") == 0 ? -1 : 0;
  }
  if (fish.interactive)
    printf ("%s mounted on %s\n", device, mountpoint);
  return 0;
}

/* Shorter names first: /usr before /usr/local. */
static int
mount_all (const char *root)
{
  CLEANUP_FREE_STRING_LIST char **mounts =
    guestfs_inspect_get_mountpoints (fish.g, root);

  if (!mounts)
    return -1;
  qsort (mounts, string_list_length (mounts) / 2, 2 * sizeof (char *),
         by_length);
  for (size_t i = 0; mounts[i]; i += 2)
    if (mount_one (mounts[i + 1], mounts[i]) == -1)
      return -1;
  return 0;
}

static void
tell (const char *root)
{
#ifdef GUESTFS_HAVE_INSPECT_GET_PRODUCT_NAME
  CLEANUP_FREE char *name = guestfs_inspect_get_product_name (fish.g, root);

  if (name && fish.interactive)
    printf ("Operating system: %s\n", name);
#else
  (void) root;
#endif
}

int
fish_inspect_and_mount (void)
{
  CLEANUP_FREE_STRING_LIST char **roots = NULL;
  CLEANUP_FREE char *names = NULL;

  if (fish_unlock_disks () == -1)
    return -1;
  roots = guestfs_inspect_os (fish.g);
  if (!roots)
    return -1;
  if (!roots[0]) {
    fish_error ("-i: no operating system was found on the disks: "
                "try 'list-filesystems' and -m");
    return -1;
  }
  if (roots[1]) {
    names = must_have (string_list_join (", ", roots));
    fish_error ("-i: more than one operating system was found (%s): "
                "mount one of them with -m", names);
    return -1;
  }
  tell (roots[0]);
  return mount_all (roots[0]);
}

#else

int
fish_inspect_and_mount (void)
{
  fish_error ("-i: this library cannot inspect disks yet: "
              "mount file systems with -m");
  return -1;
}

#endif
