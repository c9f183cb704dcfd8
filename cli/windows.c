/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest paths as people write them: win:C:\\dir. */

#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "guest.h"

/* Adds the devices that have this letter in a system that was found. */
static void
devices_of_letter (guestfs_h *g, char letter, struct strvec *ret)
{
  CLEANUP_FREE_STRING_LIST char **roots = guestfs_inspect_get_roots (g);

  for (size_t i = 0; roots && roots[i]; ++i) {
    CLEANUP_FREE_STRING_LIST char **map =
      guestfs_inspect_get_drive_mappings (g, roots[i]);

    for (size_t j = 0; map && map[j]; j += 2)
      if (tolower ((unsigned char) map[j][0]) == letter && !map[j][1])
        must (strvec_add (ret, map[j + 1]));
  }
}

/* Where drive C is mounted: "/" or "/e".  Of several systems that have one it
 * is that of the system which is mounted. */
static char *
mountpoint_of_letter (guestfs_h *g, char letter)
{
  CLEANUP_STRVEC struct strvec devices = STRVEC_INIT;
  CLEANUP_FREE_STRING_LIST char **mounts = guestfs_mountpoints (g);

  if (!mounts)
    return NULL;
  devices_of_letter (g, tolower ((unsigned char) letter), &devices);
  for (size_t i = 0; mounts[i]; i += 2)
    if (strvec_contains (&devices, mounts[i]))
      return must_have (strdup (mounts[i + 1]));
  if (devices.len == 0)
    cli_error ("win:%c: no drive %c: was found: use -i to inspect the disk",
               letter, letter);
  else
    cli_error ("win:%c: %s is not mounted: mount it first", letter,
               devices.ptr[0]);
  return NULL;
}

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
