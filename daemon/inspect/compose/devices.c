/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gathering what the kernel knows of its block devices. */

#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "call.h"
#include "device.h"
#include "devices.h"
#include "inspect.h"
#include "probe.h"

#define SECTOR 512

static bool
is_partition (const char *sysfs)
{
  CLEANUP_FREE char *file = NULL;

  return asprintf (&file, "%s/partition", sysfs) != -1
    && access (file, F_OK) == 0;
}

/* The names of what a device is made of: none of a disk. */
static char **
slaves_of (const char *sysfs)
{
  CLEANUP_FREE char *path = NULL;
  CLEANUP_CLOSEDIR DIR *dir = NULL;
  CLEANUP_STRVEC struct strvec names = STRVEC_INIT;
  const struct dirent *d;

  if (asprintf (&path, "%s/slaves", sysfs) == -1)
    return NULL;
  dir = opendir (path);
  while (dir && (d = readdir (dir)) != NULL)
    if (d->d_name[0] != '.' && strvec_add (&names, d->d_name) == -1)
      return NULL;
  return strvec_steal (&names);
}

/* ---- On which disks ---- */

/* Devices whose disks are still to be found: directories of sysfs. */
struct walk {
  struct strvec todo;
  struct strvec *disks;
};
/* A device of more than this is looked at no further. */
#define WALK_MAX 1000

static int
add_disk (struct walk *w, const char *name)
{
  CLEANUP_FREE char *device = NULL;

  if (asprintf (&device, "/dev/%s", name) == -1)
    return -1;
  return strvec_contains (w->disks, device) ? 0
    : strvec_add (w->disks, device);
}

/* A disk, or what has to be looked at next. */
static int
walk_down (struct walk *w, const char *sysfs)
{
  CLEANUP_FREE char *real = realpath (sysfs, NULL);
  CLEANUP_FREE_STRING_LIST char **slaves = NULL;

  if (real == NULL)
    return 0;
  if (is_partition (real)) {
    *strrchr (real, '/') = '\0';
    return strvec_add (&w->todo, real);
  }
  slaves = slaves_of (real);
  if (slaves == NULL)
    return -1;
  for (size_t i = 0; slaves[i]; ++i)
    if (strvec_addf (&w->todo, "/sys/class/block/%s", slaves[i]) == -1)
      return -1;
  return slaves[0] ? 0 : add_disk (w, strrchr (real, '/') + 1);
}

static char **
find_disks (const char *sysfs)
{
  CLEANUP_STRVEC struct strvec disks = STRVEC_INIT;
  struct walk w = { .todo = STRVEC_INIT, .disks = &disks };
  int r = strvec_add (&w.todo, sysfs);

  for (size_t i = 0; r == 0 && i < w.todo.len && i < WALK_MAX; ++i)
    r = walk_down (&w, w.todo.ptr[i]);
  strvec_done (&w.todo);
  return r == 0 ? strvec_steal (&disks) : NULL;
}

/* ---- Of each kind ---- */

static int64_t
sysfs_number (const char *sysfs, const char *name)
{
  CLEANUP_FREE char *path = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;
  long long n;

  if (asprintf (&path, "%s/%s", sysfs, name) == -1)
    return 0;
  fp = fopen (path, "re");
  return fp && fscanf (fp, "%lld", &n) == 1 ? n : 0;
}

static void
know_partition (struct device *d, const char *sysfs)
{
  d->number = sysfs_number (sysfs, "partition");
  d->start = (uint64_t) sysfs_number (sysfs, "start") * SECTOR;
}

/* A value that is not empty, or NULL. */
static char *
value_of (const char *device, const char *name)
{
  CLEANUP_FREE char *value = device_value (device, name);

  if (value == NULL)
    reply_forget_error ();
  return value && *value ? steal (&value) : NULL;
}

/* Each member of an array has both in its superblock. */
static void
know_array (struct device *d, const char *sysfs)
{
  CLEANUP_FREE_STRING_LIST char **members = slaves_of (sysfs);

  for (size_t i = 0; members && members[i] && !d->uuid; ++i) {
    CLEANUP_FREE char *member = NULL;

    if (asprintf (&member, "/dev/%s", members[i]) == -1)
      return;
    d->uuid = value_of (member, "UUID");
    d->alias = value_of (member, "LABEL");
  }
}

/* "LVM-" and 64 characters. */
static void
know_volume (struct device *d, const char *uuid)
{
  if (uuid && strncmp (uuid, "LVM-", 4) == 0)
    d->uuid = strdup (uuid + 4);
}

/* Of a dynamic disk: "LDM-", the name, "-" and its GUID.  Else "CRYPT-LUKS2-",
 * 32 digits, "-" and the name. */
static void
know_mapping (struct device *d, const char *uuid)
{
  const char *digits;

  if (uuid && strncmp (uuid, "LDM-", 4) == 0 && strlen (uuid) > 4 + 36)
    d->uuid = strdup (uuid + strlen (uuid) - 36);
  if (uuid == NULL || strncmp (uuid, "CRYPT-", 6) != 0)
    return;
  digits = strchr (uuid + 6, '-');
  if (digits && strspn (digits + 1, "0123456789abcdef") == 32)
    d->uuid = strndup (digits + 1, 32);
}

static char *
mapper_name (const char *sysfs)
{
  CLEANUP_FREE char *path = NULL, *name = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;
  size_t cap = 0;

  if (asprintf (&path, "%s/dm/name", sysfs) == -1)
    return NULL;
  fp = fopen (path, "re");
  return fp && getline (&name, &cap, fp) != -1
    ? trim_trailing_newlines (steal (&name)) : NULL;
}

/* What opens an encrypted partition is made of that alone. */
static char *
only_slave (const char *sysfs)
{
  CLEANUP_FREE_STRING_LIST char **slaves = slaves_of (sysfs);
  char *name;

  return slaves && string_list_length (slaves) == 1
    && asprintf (&name, "/dev/%s", slaves[0]) != -1 ? name : NULL;
}

static void
know_mapped (struct device *d, const char *sysfs, dev_t rdev)
{
  CLEANUP_FREE char *uuid = dm_uuid (rdev);

  d->alias = mapper_name (sysfs);
  if (d->kind == DEVICE_LV)
    know_volume (d, uuid);
  else {
    know_mapping (d, uuid);
    d->below = only_slave (sysfs);
  }
}

/* ---- All of them ---- */

static int
know_device (struct device *d)
{
  CLEANUP_FREE char *sysfs = NULL;
  struct stat st;

  if (stat (d->name, &st) == -1)        /* it has gone meanwhile */
    return 0;
  if (asprintf (&sysfs, "/sys/dev/block/%u:%u", major (st.st_rdev),
                minor (st.st_rdev)) == -1)
    return -1;
  d->disks = find_disks (sysfs);
  if (d->kind == DEVICE_PARTITION)
    know_partition (d, sysfs);
  else if (d->kind == DEVICE_MD)
    know_array (d, sysfs);
  else if (d->kind == DEVICE_LV || d->kind == DEVICE_MAPPER)
    know_mapped (d, sysfs, st.st_rdev);
  return d->disks ? 0 : -1;
}

static int
add_device (struct devices *ret, enum device_kind kind, const char *name)
{
  struct device *bigger =
    reallocarray (ret->ptr, ret->len + 1, sizeof *bigger);
  struct device *d;

  if (bigger == NULL)
    return -1;
  ret->ptr = bigger;
  d = &ret->ptr[ret->len];
  *d = (struct device) { .kind = kind, .name = strdup (name) };
  if (d->name == NULL)
    return -1;
  ret->len++;
  return know_device (d);
}

/* Takes the list, which may be NULL (the error is set then). */
static int
add_list (struct devices *ret, enum device_kind kind, char **list)
{
  CLEANUP_FREE_STRING_LIST char **names = list;

  for (size_t i = 0; names && names[i]; ++i)
    if (add_device (ret, kind, names[i]) == -1) {
      reply_with_perror ("%s", names[i]);
      return -1;
    }
  return names ? 0 : -1;
}

static char *
partition_uuid (const char *device, const struct candidate *candidates,
                size_t n)
{
  for (size_t i = 0; i < n; ++i)
    if (candidates[i].fs.partuuid
        && strcmp (candidates[i].fs.device, device) == 0)
      return strdup (candidates[i].fs.partuuid);
  return NULL;
}

int
devices_find (const struct candidate *candidates, size_t n,
              struct devices *ret)
{
  if (add_list (ret, DEVICE_DISK, device_list_disks ()) == -1
      || add_list (ret, DEVICE_PARTITION, device_list_partitions ()) == -1
      || add_list (ret, DEVICE_MD, device_list_md ()) == -1
      || add_list (ret, DEVICE_LV, list_logical_volumes ()) == -1
      || add_list (ret, DEVICE_MAPPER, device_list_dm ()) == -1)
    return -1;
  for (size_t i = 0; i < ret->len; ++i)
    if (ret->ptr[i].kind == DEVICE_PARTITION)
      ret->ptr[i].uuid = partition_uuid (ret->ptr[i].name, candidates, n);
  return 0;
}
