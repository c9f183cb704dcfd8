/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disks that LVM leaves alone, because there is a copy beside them, or another
 * volume group of the same name, and copies of dynamic disks, of which one is
 * used at most: what is on them would be missed without a word. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bytes.h"
#include "call.h"
#include "copies.h"
#include "device.h"
#include "lvm.h"

#define SECTOR 512
#define LABEL_SECTORS 4         /* in one of these a physical volume begins */
#define UUID_LENGTH 32
/* Of a dynamic disk, with an MBR and with a GPT. */
#define PRIVATE_HEADER (6 * SECTOR)
#define GPT_PRIVATE_HEADER ((34 + 2048 - 1) * SECTOR)
#define DISK_ID 0x30
#define DISK_ID_LENGTH 36

/* Strings are malloc'd. */
struct volume {
  char *device, *uuid;
  char *group, *group_id;       /* NULL: it is of no group */
  bool used;
  bool dynamic;                 /* a disk of Windows instead */
};

struct volumes {
  struct volume *ptr;
  size_t len;
};

static void
volume_done (struct volume *v)
{
  free (v->device);
  free (v->uuid);
  free (v->group);
  free (v->group_id);
}

static void
volumes_done (struct volumes *v)
{
  for (size_t i = 0; i < v->len; ++i)
    volume_done (&v->ptr[i]);
  free (v->ptr);
}
#define CLEANUP_VOLUMES __attribute__ ((cleanup (volumes_done)))

/* ---- What is on a device ---- */

/* A label has its name, where its header is, and its type.  Empty when there is
 * none. */
static struct bytes
find_header (struct bytes start)
{
  for (size_t at = 0; at < LABEL_SECTORS * SECTOR; at += SECTOR)
    if (bytes_begin (start, at, "LABELONE")
        && bytes_begin (start, at + 24, "LVM2 001"))
      return bytes_part (start, at + bytes_le32 (start, at + 20), start.len);
  return BYTES_NONE;
}

/* Behind the UUID and the size are pairs of numbers: where the data is, up to a
 * zero, then where the descriptions of the group are. */
static uint64_t
place_of_description (struct bytes header)
{
  size_t at = 40;

  while (bytes_le64 (header, at) != 0)
    at += 16;
  return bytes_le64 (header, at + 16);
}

/* The area has a header, which tells where in it the text is.  That begins with
 * the name, '{' and the id. */
static void
read_group (int fd, struct bytes header, struct volume *v)
{
  const uint64_t area = place_of_description (header);
  unsigned char places[SECTOR];
  char text[SECTOR + 1] = "";
  uint64_t at;

  if (area == 0 || pread (fd, places, sizeof places, area) != sizeof places)
    return;
  at = bytes_le64 ((struct bytes) { places, sizeof places }, 40);
  if (at != 0 && pread (fd, text, SECTOR, area + at) == SECTOR)
    sscanf (text, "%m[^ {] {\nid = \"%m[^\"]", &v->group, &v->group_id);
}

/* NULL when the disk is not dynamic.  With a GPT, Windows puts a partition for
 * this first, and ends it with the header. */
static char *
read_disk_id (int fd, struct bytes start)
{
  const off_t at = bytes_begin (start, SECTOR, "EFI PART")
    ? GPT_PRIVATE_HEADER : PRIVATE_HEADER;
  unsigned char buf[SECTOR];
  const struct bytes header = { buf, sizeof buf };

  if (pread (fd, buf, sizeof buf, at) != sizeof buf
      || !bytes_begin (header, 0, "PRIVHEAD"))
    return NULL;
  return strndup ((const char *) buf + DISK_ID, DISK_ID_LENGTH);
}

/* By a volume group, a volume, or an array, whose members are alike. */
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

/* False: there is neither a physical volume nor a dynamic disk. */
static bool
read_volume (const char *device, struct volume *ret)
{
  unsigned char buf[LABEL_SECTORS * SECTOR];
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_CLOEXEC);
  const struct bytes start = { buf, sizeof buf };
  struct bytes header;

  if (fd == -1 || pread (fd, buf, sizeof buf, 0) != sizeof buf)
    return false;
  *ret = (struct volume) { .uuid = read_disk_id (fd, start) };
  ret->dynamic = ret->uuid != NULL;
  header = find_header (start);
  if (!ret->dynamic && bytes_have (header, 0, UUID_LENGTH)) {
    ret->uuid = strndup ((const char *) header.ptr, UUID_LENGTH);
    read_group (fd, header, ret);
  }
  if (ret->uuid == NULL)
    return false;
  ret->device = strdup (device);
  ret->used = is_used (device);
  return true;
}

/* Takes the list, which may be NULL. */
static void
add_volumes (struct volumes *v, char **list)
{
  CLEANUP_FREE_STRING_LIST char **devices = list;
  struct volume *bigger;

  if (devices == NULL) {
    reply_forget_error ();
    return;
  }
  bigger = reallocarray (v->ptr, v->len + string_list_length (devices) + 1,
                         sizeof *bigger);
  if (bigger == NULL)
    return;
  v->ptr = bigger;
  for (size_t i = 0; devices[i]; ++i)
    v->len += read_volume (devices[i], &v->ptr[v->len]);
}

/* ---- What is wrong with it ---- */

static bool
is_same (const char *a, const char *b)
{
  return a && b && strcmp (a, b) == 0;
}

static bool
is_copy (const struct volume *a, const struct volume *b)
{
  return !a->used && !b->used && !a->dynamic && is_same (a->uuid, b->uuid);
}

/* later: when neither is used, one of them is told of. */
static bool
is_copy_of_dynamic (const struct volume *a, const struct volume *b, bool later)
{
  return a->dynamic && b->dynamic && !a->used && (b->used || later)
    && is_same (a->uuid, b->uuid);
}

/* Who has restricted LVM to some devices knows of the others. */
static bool
is_namesake (const struct volume *a, const struct volume *b)
{
  return !a->used && is_same (a->group, b->group) && a->group_id
    && b->group_id && !is_same (a->group_id, b->group_id)
    && !lvm_is_filtered ();
}

/* later: a copy is told of once.  False: there is nothing to tell of a. */
static bool
warn_of_pair (const struct volume *a, const struct volume *b, bool later,
              struct strvec *warnings)
{
  if (later && is_copy (a, b))
    strvec_addf (warnings, "%s: it is a copy of the physical volume %s, and "
                 "LVM uses neither: choose one with lvm_set_filter",
                 a->device, b->device);
  else if (is_copy_of_dynamic (a, b, later))
    strvec_addf (warnings, "%s: it is a copy of the dynamic disk %s, so it is "
                 "not used, and volumes that also have parts on other disks "
                 "are left out: add the disks of one copy alone",
                 a->device, b->device);
  else if (is_namesake (a, b))
    strvec_addf (warnings, "%s: it is not used by LVM, as its volume group %s "
                 "has the name of the one on %s: choose one with "
                 "lvm_set_filter", a->device, a->group, b->device);
  else
    return false;
  return true;
}

static void
warn_of_volume (const struct volumes *v, size_t i, struct strvec *warnings)
{
  for (size_t j = 0; j < v->len; ++j)
    if (warn_of_pair (&v->ptr[i], &v->ptr[j], j < i, warnings))
      return;
}

void
warn_of_copies (struct strvec *warnings)
{
  CLEANUP_VOLUMES struct volumes v = { NULL, 0 };

  add_volumes (&v, device_list_disks ());
  add_volumes (&v, device_list_partitions ());
  for (size_t i = 0; i < v.len; ++i)
    warn_of_volume (&v, i, warnings);
}
