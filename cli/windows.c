/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest paths as people write them, and copies of guest files on the host. */

#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "fish.h"

#if defined GUESTFS_HAVE_INSPECT_GET_ROOTS && \
    defined GUESTFS_HAVE_INSPECT_GET_DRIVE_MAPPINGS && \
    defined GUESTFS_HAVE_MOUNTPOINTS

/* The device of a drive letter in any operating system found. */
static char *
device_of_letter (char letter)
{
  CLEANUP_FREE_STRING_LIST char **roots = guestfs_inspect_get_roots (fish.g);

  for (size_t i = 0; roots && roots[i]; ++i) {
    CLEANUP_FREE_STRING_LIST char **map =
      guestfs_inspect_get_drive_mappings (fish.g, roots[i]);

    for (size_t j = 0; map && map[j]; j += 2)
      if (tolower ((unsigned char) map[j][0]) == letter && !map[j][1])
        return must_have (strdup (map[j + 1]));
  }
  return NULL;
}

/* Where drive C is mounted: "/" or "/e". */
static char *
mountpoint_of_letter (char letter)
{
  CLEANUP_FREE char *device =
    device_of_letter (tolower ((unsigned char) letter));
  CLEANUP_FREE_STRING_LIST char **mounts =
    device ? guestfs_mountpoints (fish.g) : NULL;

  for (size_t i = 0; mounts && mounts[i]; i += 2)
    if (strcmp (mounts[i], device) == 0)
      return must_have (strdup (mounts[i + 1]));
  if (!device)
    fish_error ("win:%c: no drive %c: was found: use -i to inspect the disk",
                letter, letter);
  else if (mounts)
    fish_error ("win:%c: %s is not mounted: mount it first", letter, device);
  return NULL;
}

#else

static char *
mountpoint_of_letter (char letter)
{
  fish_error ("win:%c: this library does not know drive letters yet: "
              "write the path without one", letter);
  return NULL;
}

#endif

static char *
resolve_windows_path (const char *path)
{
#ifdef GUESTFS_HAVE_CASE_SENSITIVE_PATH
  CLEANUP_FREE char *where = NULL, *full = NULL;

  if (isalpha ((unsigned char) path[0]) && path[1] == ':') {
    if (!(where = mountpoint_of_letter (path[0])))
      return NULL;
    path += 2;
  }
  full = xasprintf ("%s%s%s", where && strcmp (where, "/") != 0 ? where : "",
                    *path == '\\' || *path == '/' ? "" : "/", path);
  for (char *p = full; *p; ++p)
    if (*p == '\\')
      *p = '/';
  return guestfs_case_sensitive_path (fish.g, full);
#else
  (void) mountpoint_of_letter;
  fish_error ("win:%s: this library does not know such paths yet", path);
  return NULL;
#endif
}

char *
fish_resolve_path (const char *path)
{
  if (strncasecmp (path, "win:", 4) == 0)
    return resolve_windows_path (path + 4);
  return must_have (strdup (path));
}

/* ".conf" of "/etc/x.conf", for the editor's sake; nothing unusual. */
static const char *
extension (const char *path)
{
  const char *dot = strrchr (path, '.');

  if (!dot)
    return "";
  for (const char *p = dot + 1; *p; ++p)
    if (!isalnum ((unsigned char) *p))
      return "";
  return dot;
}

char *
fish_download_temp (const char *path)
{
#ifdef GUESTFS_HAVE_DOWNLOAD
  char *local = fish_temp_file (extension (path));

  if (local && guestfs_download (fish.g, path, local) == -1) {
    unlink (local);
    free (local);
    return NULL;
  }
  return local;
#else
  (void) extension;
  fish_error ("%s: this library cannot download files yet", path);
  return NULL;
#endif
}
