/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mountables: a device, or a subvolume of a btrfs file system on one. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core.h"

#define BTRFSVOL "btrfsvol:"

void
mountable_done (mountable_t *m)
{
  free (m->device);
  free (m->volume);
  m->device = m->volume = NULL;
}

char *
mountable_to_string (const mountable_t *m)
{
  char *s;

  if (m->type != MOUNTABLE_BTRFSVOL)
    return strdup (m->device);
  return asprintf (&s, BTRFSVOL "%s/%s", m->device, m->volume) == -1 ? NULL : s;
}

static int
out_of_memory (const char *arg)
{
  reply_with_perror_errno (ENOMEM, "%s", arg);
  return -1;
}

static int
set_device (const char *device, mountable_t *ret)
{
  ret->type = MOUNTABLE_DEVICE;
  ret->device = strdup (device);
  return ret->device ? stub_device (&ret->device) : out_of_memory (device);
}

/* The device's own name may have slashes (/dev/VG/LV/sub): it is the longest
 * start that names a block device. */
static int
set_btrfsvol (const char *arg, mountable_t *ret)
{
  CLEANUP_FREE char *s = strdup (arg + strlen (BTRFSVOL));
  char *slash;

  if (!s)
    return out_of_memory (arg);
  for (slash = strrchr (s, '/'); slash && slash > s;
       slash = memrchr (s, '/', slash - s)) {
    CLEANUP_FREE char *dev = strndup (s, slash - s);
    CLEANUP_FREE char *name = dev ? device_name_translate (dev) : NULL;
    struct stat st;

    if (name && stat (name, &st) == 0 && S_ISBLK (st.st_mode))
      break;
  }
  if (!slash || slash == s || !slash[1]) {
    reply_with_error_errno (EINVAL, "%s: not btrfsvol:DEVICE/SUBVOLUME with a "
                            "device that exists", arg);
    return -1;
  }
  *slash = '\0';
  ret->volume = strdup (slash + 1);
  if (!ret->volume)
    return out_of_memory (arg);
  if (set_device (s, ret) == -1)
    return -1;
  ret->type = MOUNTABLE_BTRFSVOL;
  return 0;
}

int
stub_mountable (const char *arg, mountable_t *ret)
{
  if (strncmp (arg, BTRFSVOL, strlen (BTRFSVOL)) == 0)
    return set_btrfsvol (arg, ret);
  return set_device (arg, ret);
}

int
stub_mountable_or_path (const char *arg, mountable_t *ret)
{
  if (arg[0] != '/' || is_device_name (arg))
    return stub_mountable (arg, ret);
  ret->type = MOUNTABLE_PATH;
  ret->device = strdup (arg);
  return ret->device ? stub_pathname (&ret->device) : out_of_memory (arg);
}
