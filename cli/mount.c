/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -m: a file system and where it goes. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "guest.h"

/* Split at single colons into at most n parts; "\:" is not needed because
 * neither devices nor mount points have colons, except btrfsvol:. */
static size_t
split (char *s, char **parts, size_t n)
{
  size_t len = 0;
  char *p = s;

  if (strncmp (s, "btrfsvol:", 9) == 0)
    p = s + 9;
  parts[len++] = s;
  while (len < n && (p = strchr (p, ':'))) {
    *p++ = '\0';
    parts[len++] = p;
  }
  return len;
}

bool
cli_mount_is_root (const char *option)
{
  CLEANUP_FREE char *copy = must_have (strdup (option));
  char *part[2] = { NULL };

  split (copy, part, 2);
  if (part[1])
    part[1][strcspn (part[1], ":")] = '\0';
  return !part[1] || !*part[1] || strcmp (part[1], "/") == 0;
}

int
cli_mount (guestfs_h *g, const char *option)
{
  CLEANUP_FREE char *copy = must_have (strdup (option));
  char *part[4] = { NULL };
  const char *mountpoint, *options;

  split (copy, part, 4);
  mountpoint = part[1] && *part[1] ? part[1] : "/";
  options = part[2] ? part[2] : cli.read_only ? "ro" : "";
  if (part[3] && *part[3])
    return guestfs_mount_vfs (g, options, part[3], part[0], mountpoint);
  return guestfs_mount_options (g, options, part[0], mountpoint);
}
