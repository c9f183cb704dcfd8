/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest paths as people write them: win:C:\\dir. */

#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "guest.h"

#ifdef GUESTFS_HAVE_INSPECT_GET_DRIVE_MAPPINGS

/* The device of a drive letter in any operating system found. */
static char *
device_of_letter (guestfs_h *g, char letter)
{
  CLEANUP_FREE_STRING_LIST char **roots = guestfs_inspect_get_roots (g);

  for (size_t i = 0; roots && roots[i]; ++i) {
    CLEANUP_FREE_STRING_LIST char **map =
      guestfs_inspect_get_drive_mappings (g, roots[i]);

    for (size_t j = 0; map && map[j]; j += 2)
      if (tolower ((unsigned char) map[j][0]) == letter && !map[j][1])
        return must_have (strdup (map[j + 1]));
  }
  return NULL;
}

/* Where drive C is mounted: "/" or "/e". */
static char *
mountpoint_of_letter (guestfs_h *g, char letter)
{
  CLEANUP_FREE char *device =
    device_of_letter (g, tolower ((unsigned char) letter));
  CLEANUP_FREE_STRING_LIST char **mounts =
    device ? guestfs_mountpoints (g) : NULL;

  for (size_t i = 0; mounts && mounts[i]; i += 2)
    if (strcmp (mounts[i], device) == 0)
      return must_have (strdup (mounts[i + 1]));
  if (!device)
    cli_error ("win:%c: no drive %c: was found: use -i to inspect the disk",
               letter, letter);
  else if (mounts)
    cli_error ("win:%c: %s is not mounted: mount it first", letter, device);
  return NULL;
}

#else

static char *
mountpoint_of_letter (guestfs_h *g, char letter)
{
  (void) g;
  cli_error ("win:%c: this version cannot find drive letters: write the path "
            "without one, as win:\\dir\\file", letter);
  return NULL;
}

#endif

static char *
resolve_windows_path (guestfs_h *g, const char *path)
{
  CLEANUP_FREE char *where = NULL, *full = NULL;

  if (isalpha ((unsigned char) path[0]) && path[1] == ':') {
    if (!(where = mountpoint_of_letter (g, path[0])))
      return NULL;
    path += 2;
  }
  full = xasprintf ("%s%s%s", where && strcmp (where, "/") != 0 ? where : "",
                    *path == '\\' || *path == '/' ? "" : "/", path);
  for (char *p = full; *p; ++p)
    if (*p == '\\')
      *p = '/';
  return guestfs_case_sensitive_path (g, full);
}

char *
cli_resolve_path (guestfs_h *g, const char *path)
{
  if (strncasecmp (path, "win:", 4) == 0)
    return resolve_windows_path (g, path + 4);
  return must_have (strdup (path));
}
