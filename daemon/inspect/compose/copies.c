/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disks that LVM leaves alone, because there is a copy beside them: what is on
 * them would be missed without a word. */

#include "config.h"

#include <dirent.h>
#include <endian.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "call.h"
#include "copies.h"
#include "device.h"

#define SECTOR 512
#define LABEL_SECTORS 4         /* in one of these a physical volume begins */
#define UUID_LENGTH 32

/* A label has its name, where its header is, and its type; the header begins
 * with the UUID. */
static char *
uuid_in_label (const char *sector, const char *end)
{
  uint32_t offset;

  if (memcmp (sector, "LABELONE", 8) != 0
      || memcmp (sector + 24, "LVM2 001", 8) != 0)
    return NULL;
  memcpy (&offset, sector + 20, sizeof offset);
  offset = le32toh (offset);
  return offset <= (size_t) (end - sector) - UUID_LENGTH
    ? strndup (sector + offset, UUID_LENGTH) : NULL;
}

/* Of the physical volume on a device; NULL: there is none. */
static char *
volume_uuid (const char *device)
{
  char start[LABEL_SECTORS * SECTOR];
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_CLOEXEC);
  char *uuid = NULL;

  if (fd == -1 || pread (fd, start, sizeof start, 0) != sizeof start)
    return NULL;
  for (int i = 0; !uuid && i < LABEL_SECTORS; ++i)
    uuid = uuid_in_label (start + i * SECTOR, start + sizeof start);
  return uuid;
}

/* By a volume group, or by an array, whose members are alike. */
static bool
is_used (const char *device)
{
  CLEANUP_FREE char *path = NULL;
  CLEANUP_CLOSEDIR DIR *dir = NULL;
  const struct dirent *d;

  if (asprintf (&path, "/sys/class/block/%s/holders", device + 5) == -1)
    return true;
  dir = opendir (path);
  while (dir && (d = readdir (dir)) != NULL)
    if (d->d_name[0] != '.')
      return true;
  return dir == NULL;
}

/* UUIDs, each followed by the first device that has it. */
static void
look_at_device (struct strvec *seen, const char *device,
                struct strvec *warnings)
{
  CLEANUP_FREE char *uuid = volume_uuid (device);

  if (uuid == NULL || is_used (device))
    return;
  for (size_t i = 0; i + 1 < seen->len; i += 2)
    if (strcmp (seen->ptr[i], uuid) == 0) {
      strvec_addf (warnings, "%s: it is a copy of the physical volume %s, and "
                   "LVM uses neither: choose one with lvm_set_filter", device,
                   seen->ptr[i + 1]);
      return;
    }
  strvec_add (seen, uuid);
  strvec_add (seen, device);
}

/* Takes the list, which may be NULL. */
static void
look_at_list (struct strvec *seen, char **list, struct strvec *warnings)
{
  CLEANUP_FREE_STRING_LIST char **devices = list;

  if (devices == NULL)
    reply_forget_error ();
  for (size_t i = 0; devices && devices[i]; ++i)
    look_at_device (seen, devices[i], warnings);
}

void
warn_of_copies (struct strvec *warnings)
{
  CLEANUP_STRVEC struct strvec seen = STRVEC_INIT;

  look_at_list (&seen, device_list_disks (), warnings);
  look_at_list (&seen, device_list_partitions (), warnings);
}
