/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies of guest files on the host, for editors and viewers. */

#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fish.h"

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
  char *local = cli_temp_file (extension (path));

  if (local && guestfs_download (fish.g, path, local) == -1) {
    unlink (local);
    free (local);
    return NULL;
  }
  return local;
}

int
fish_view (const char *program, const char *name)
{
  CLEANUP_FREE char *guest = cli_resolve_path (fish.g, name);
  CLEANUP_UNLINK_FREE char *local = NULL;

  local = guest ? fish_download_temp (guest) : NULL;
  return local ? fish_shell_with_file (program, local) : -1;
}
