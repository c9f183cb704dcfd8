/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which file systems there are. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <btrfsutil.h>
#include <linux/btrfs_tree.h>

#include "btrfs.h"
#include "call.h"
#include "device.h"
#include "filesystem.h"
#include "fstype.h"
#include "probe.h"
#include "state.h"

/* ---- What is left out ---- */

static char **left_out;         /* device, reason, … */

void
filesystem_leave_out (char **devices)
{
  string_list_free (left_out);
  left_out = devices;
}

const char *
filesystem_left_out (const char *device)
{
  for (size_t i = 0; left_out && left_out[i]; i += 2)
    if (strcmp (left_out[i], device) == 0)
      return left_out[i + 1];
  return NULL;
}

/* ---- The list ---- */

/* Takes fs, also when it fails: then the error is set. */
static int
add_entry (struct filesystems *list, struct filesystem *fs)
{
  struct filesystem *bigger = NULL;

  if (fs->mountable && fs->device && fs->type)
    bigger = reallocarray (list->ptr, list->len + 1, sizeof *bigger);
  if (bigger == NULL) {
    reply_with_perror ("listing file systems");
    filesystem_done (fs);
    return -1;
  }
  list->ptr = bigger;
  list->ptr[list->len++] = *fs;
  return 0;
}

/* ---- Subvolumes of Btrfs ---- */

static void
iterator_done (struct btrfs_util_subvolume_iterator **it)
{
  if (*it)
    btrfs_util_destroy_subvolume_iterator (*it);
}
#define CLEANUP_ITERATOR __attribute__ ((cleanup (iterator_done)))

/* NULL when there is none: all zeroes. */
static char *
subvolume_uuid (const uint8_t uuid[16])
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  bool any = false;

  for (int i = 0; i < 16; ++i) {
    any = any || uuid[i];
    if (strbuf_addf (&b, "%02x", uuid[i]) == -1)
      return NULL;
  }
  return any ? strbuf_steal (&b) : NULL;
}

static void
set_subvolume (struct filesystem *fs, const struct btrfs_util_subvolume_info
               *info)
{
  fs->volume_id = info->id;
  fs->volume_uuid = subvolume_uuid (info->uuid);
  fs->parent_uuid = subvolume_uuid (info->parent_uuid);
  fs->volume_readonly = info->flags & BTRFS_ROOT_SUBVOL_RDONLY;
}

static char *
copy_or_null (const char *s)
{
  return s ? strdup (s) : NULL;
}

/* What the device alone stands for is this subvolume. */
static void
set_default (struct filesystem *fs, const char *path,
             const struct btrfs_util_subvolume_info *info)
{
  fs->default_volume = strdup (path);
  set_subvolume (fs, info);
}

static int
add_subvolume (struct filesystems *list, const char *device, const char *path,
               const struct btrfs_util_subvolume_info *info)
{
  struct filesystem fs = {
    .device = strdup (device), .volume = strdup (path),
    .type = strdup ("btrfs"),
    .uuid = copy_or_null (list->ptr[list->len - 1].uuid),
    .label = copy_or_null (list->ptr[list->len - 1].label),
  };

  if (asprintf (&fs.mountable, BTRFSVOL "%s/%s", device, path) == -1)
    fs.mountable = NULL;
  set_subvolume (&fs, info);
  return add_entry (list, &fs);
}

static int
add_subvolumes_of (struct filesystems *list, const char *device, int fd)
{
  CLEANUP_ITERATOR struct btrfs_util_subvolume_iterator *it = NULL;
  const size_t whole = list->len - 1;
  struct btrfs_util_subvolume_info info;
  uint64_t default_id = BTRFS_FS_TREE_OBJECTID;
  char *name;

  btrfs_util_get_default_subvolume_fd (fd, &default_id);
  list->ptr[whole].volume_id = default_id;
  if (btrfs_util_create_subvolume_iterator_fd (fd, BTRFS_FS_TREE_OBJECTID, 0,
                                               &it) != BTRFS_UTIL_OK)
    return 0;
  while (btrfs_util_subvolume_iterator_next_info (it, &name, &info)
         == BTRFS_UTIL_OK) {
    CLEANUP_FREE char *path = name;

    if (info.id == default_id)
      set_default (&list->ptr[whole], path, &info);
    else if (add_subvolume (list, device, path, &info) == -1)
      return -1;
  }
  return 0;
}

/* A Btrfs that cannot be mounted, or is damaged, is still listed. */
static int
mount_and_add (struct filesystems *list, const char *device)
{
  CLEANUP_BTRFS_PLACE struct btrfs_place p = BTRFS_PLACE_INIT;

  if (btrfs_mount_for_now (&p, device, ".", false) == 0)
    return add_subvolumes_of (list, device, p.fd);
  debug ("%s: cannot be mounted to list subvolumes: %m", device);
  return 0;
}

static int
add_subvolumes (struct filesystems *list, const char *device)
{
  int r;

  if (filesystem_left_out (device))
    return 0;
  call_doing ("mounting", device, "btrfs");
  r = mount_and_add (list, device);
  call_doing_ended ();
  return r;
}

/* ---- What is on a device ---- */

/* Partitions that are part of something else and never a file system. */
static bool
is_reserved_type (const char *entry_type)
{
  static const char *const types[] = {
    "0x42",                                     /* LDM, in an MBR */
    "5808c8aa-7e8f-42e0-85d2-e1e90434cfb3",     /* LDM metadata */
    "af9b60a0-1431-4f62-bc68-3311714a69ad",     /* LDM data */
    "e3c9e316-0b5c-4db8-817d-f92df00215ae",     /* Microsoft reserved */
    "caddebf1-4400-4de8-b103-12117dcf3ccf",     /* snapshots of Windows */
  };
  size_t i;

  for (i = 0; i < sizeof types / sizeof types[0]; ++i)
    if (strcmp (types[i], entry_type) == 0)
      return true;
  return false;
}

static bool
is_member (const char *type)
{
  size_t n = strlen (type);

  return n > 7 && strcmp (type + n - 7, "_member") == 0;
}

/* With an MBR, what the kernel takes for partitions of a dynamic disk are
 * parts of its volumes, which are listed themselves. */
static bool
is_in_dynamic_disk (blkid_probe pr, const char *device)
{
  CLEANUP_FREE char *disk = NULL;
  CLEANUP_CLOSE int fd = -1;
  char magic[8];

  if (blkid_probe_is_wholedisk (pr))
    return false;
  disk = partition_disk (device);
  if (disk == NULL) {           /* no partition after all */
    reply_forget_error ();
    return false;
  }
  fd = open (disk, O_RDONLY | O_CLOEXEC);
  return fd != -1
    && pread (fd, magic, sizeof magic, 6 * 512) == sizeof magic
    && memcmp (magic, "PRIVHEAD", sizeof magic) == 0;
}

/* A value that was found, malloc'd, or NULL. */
static char *
value_or_null (blkid_probe pr, const char *name)
{
  const char *value;

  return blkid_probe_lookup_value (pr, name, &value, NULL) == 0 && *value
    ? strdup (value) : NULL;
}

static int
add_device (struct filesystems *list, const char *device, const char *type,
            blkid_probe pr)
{
  struct filesystem fs = {
    .mountable = strdup (device), .device = strdup (device),
    .type = strdup (type),
    .uuid = value_or_null (pr, "UUID"), .label = value_or_null (pr, "LABEL"),
    .partuuid = value_or_null (pr, "PART_ENTRY_UUID"),
    .partlabel = value_or_null (pr, "PART_ENTRY_NAME"),
  };

  return add_entry (list, &fs);
}

static int
add_filesystem (struct filesystems *list, const char *device)
{
  CLEANUP_PROBE blkid_probe pr = probe_device (device, false);
  const char *type = "unknown", *entry_type = "";
  int64_t size;

  if (pr == NULL)
    return -1;
  /* The kernel shows no more than a sector or two of an extended
   * partition. */
  size = blkid_probe_get_size (pr);
  if (blkid_probe_lookup_value (pr, "TYPE", &type, NULL) == -1
      && is_fvault2 (device))
    type = FVAULT2;
  blkid_probe_lookup_value (pr, "PART_ENTRY_TYPE", &entry_type, NULL);
  if (size <= 1024 || is_member (type) || is_reserved_type (entry_type)
      || is_in_dynamic_disk (pr, device))
    return 0;
  if (add_device (list, device, type, pr) == -1)
    return -1;
  return strcmp (type, "btrfs") == 0 ? add_subvolumes (list, device) : 0;
}

static bool
has_partitions (const char *device, char *const *partitions)
{
  for (size_t i = 0; partitions[i]; ++i)
    if (partition_number (partitions[i], device))
      return true;
  return false;
}

/* ---- All ---- */

/* Volumes of dynamic disks, and what they are made of: the halves of a mirror
 * would seem to be file systems. */
static bool
is_volume (const char *device)
{
  return strncmp (device, "/dev/mapper/ldm_vol_", 20) == 0;
}

static bool
is_part_of_volume (const char *device)
{
  return strncmp (device, "/dev/mapper/ldm_part_", 21) == 0;
}

static bool
is_mapping (const char *device)
{
  return !is_volume (device) && !is_part_of_volume (device);
}

static bool
is_any (const char *device)
{
  return device != NULL;
}

/* Adds what each device of the list holds that is wanted, unless it has
 * partitions. Takes the list, which may be NULL (the error is set then). */
static int
add_list (struct filesystems *ret, char **list,
          bool (*is_wanted) (const char *device), char *const *partitions)
{
  CLEANUP_FREE_STRING_LIST char **devices = list;

  if (devices == NULL)
    return -1;
  for (size_t i = 0; devices[i]; ++i)
    if (is_wanted (devices[i]) && !has_partitions (devices[i], partitions)
        && (add_filesystem (ret, devices[i]) == -1
            || call_fails_cancelled (devices[i])))
      return -1;
  return 0;
}

static int
find_all (struct filesystems *ret)
{
  CLEANUP_FREE_STRING_LIST char **parts = device_list_partitions ();

  if (parts == NULL
      || add_list (ret, device_list_disks (), is_any, parts) == -1
      || add_list (ret, device_list_dm (), is_mapping, parts) == -1
      || add_list (ret, string_list_copy (parts), is_any, parts) == -1
      || add_list (ret, device_list_md (), is_any, parts) == -1
      || add_list (ret, list_logical_volumes (), is_any, parts) == -1
      || add_list (ret, device_list_dm (), is_volume, parts) == -1)
    return -1;
  return 0;
}

/* ---- For the next call ---- */

static struct filesystems kept;
static uint32_t kept_serial;

void
filesystems_keep (struct filesystems *list)
{
  filesystems_done (&kept);
  kept = *list;
  kept_serial = current_call ()->serial;
  *list = (struct filesystems) FILESYSTEMS_INIT;
}

/* Between two calls that follow each other nothing has changed. */
int
filesystems_find (struct filesystems *ret)
{
  struct filesystems list = kept;

  kept = (struct filesystems) FILESYSTEMS_INIT;
  if (list.ptr && current_call ()->serial == kept_serial + 1) {
    *ret = list;
    return 0;
  }
  filesystems_done (&list);
  return find_all (ret);
}
