/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LVM physical volumes, and what lvm looks at. */

#include "config.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <blkid/blkid.h>

#include "daemon.h"
#include "lvm.h"

int
optgroup_lvm2_available (void)
{
  return have_program ("lvm");
}

/* ---- Which devices lvm sees ---- */

int
do_lvm_scan (int activate)
{
  /* Arrays on what has appeared, and what is on them, come along. */
  if (activate && assemble_devices (NULL) == -1)
    return -1;
  if (activate)
    return lvm (NULL, "vgchange", "-aay", "--sysinit", NULL);
  return lvm (NULL, "vgscan", NULL);
}

/* Whatever is active was found through the old filter. */
static int
change_filter (char *const *devices)
{
  if (do_vg_activate_all (false) == -1 || lvm_write_config (devices) == -1)
    return -1;
  return lvm (NULL, "vgchange", "-aay", "--sysinit", NULL);
}

int
do_lvm_clear_filter (void)
{
  return change_filter (NULL);
}

int
do_lvm_set_filter (char *const *devices)
{
  CLEANUP_FREE_STRING_LIST char **partitions = device_list_partitions ();
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  size_t i, j;
  int r = 0;

  if (partitions == NULL)
    return -1;
  for (i = 0; devices[i]; ++i) {
    r |= strvec_add (&v, devices[i]);
    /* A whole disk stands for its partitions too. */
    for (j = 0; partitions[j]; ++j)
      if (partition_number (partitions[j], devices[i]))
        r |= strvec_add (&v, partitions[j]);
  }
  if (r != 0) {
    reply_with_perror ("strvec_add");
    return -1;
  }
  return change_filter (v.len > 0 ? v.ptr : (char *[]) { NULL });
}

/* ---- Physical volumes ---- */

int
do_pvcreate (const char *device)
{
  return lvm (NULL, "pvcreate", "--yes", "--force", device, NULL);
}

int
do_pvremove (const char *device)
{
  return lvm (NULL, "pvremove", "--yes", device, NULL);
}

int
do_pvresize (const char *device)
{
  return lvm (NULL, "pvresize", device, NULL);
}

int
do_pvresize_size (const char *device, int64_t size)
{
  CLEANUP_FREE char *text = NULL;

  if (size <= 0) {
    reply_with_error_errno (EINVAL, "%s: the size must be greater than 0",
                            device);
    return -1;
  }
  if (asprintf (&text, "%lldb", (long long) size) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return lvm (NULL, "pvresize", "--yes", "--setphysicalvolumesize", text,
              device, NULL);
}

int
do_pvchange_uuid (const char *device)
{
  return lvm (NULL, "pvchange", "-u", device, NULL);
}

int
do_pvchange_uuid_all (void)
{
  return lvm (NULL, "pvchange", "-u", "-a", NULL);
}

static char **
ask_for_disks (void)
{
  CLEANUP_FREE_STRING_LIST char **names =
    lvm_list ("pvs", "pv_name", "\t", NULL, NULL);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  size_t i;

  if (names == NULL)
    return NULL;
  for (i = 0; names[i]; ++i)
    /* One that is missing has "[unknown]" for a name. */
    if (is_device_name (names[i]) && strvec_add (&v, names[i]) == -1) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  strvec_sort (&v);
  return strvec_steal (&v);
}

char **
do_pvs (void)
{
  char **names = lvm_plain_names (LVM_DISKS);

  return names || reply_has_error () ? names : ask_for_disks ();
}

#define COLUMN(member, type) \
  { #member, offsetof (struct guestfs_lvm_pv, member), type }

static const struct lvm_column columns[] = {
  COLUMN (pv_name, LVM_STRING), COLUMN (pv_uuid, LVM_UUID),
  COLUMN (pv_fmt, LVM_STRING), COLUMN (pv_size, LVM_BYTES),
  COLUMN (dev_size, LVM_BYTES), COLUMN (pv_free, LVM_BYTES),
  COLUMN (pv_used, LVM_BYTES), COLUMN (pv_attr, LVM_STRING),
  COLUMN (pv_pe_count, LVM_INT), COLUMN (pv_pe_alloc_count, LVM_INT),
  COLUMN (pv_tags, LVM_STRING), COLUMN (pe_start, LVM_BYTES),
  COLUMN (pv_mda_count, LVM_INT), COLUMN (pv_mda_free, LVM_BYTES),
};

struct guestfs_lvm_pv_list *
do_pvs_full (void)
{
  struct guestfs_lvm_pv_list *ret = calloc (1, sizeof *ret);
  void *val;

  if (ret == NULL) {
    reply_with_perror ("calloc");
    return NULL;
  }
  if (lvm_report ("pvs", columns, sizeof columns / sizeof columns[0],
                  sizeof *ret->val, &val, &ret->len) == -1) {
    free (ret);
    return NULL;
  }
  ret->val = val;
  return ret;
}

/* The label of a physical volume is where libblkid looks. */
char *
do_pvuuid (const char *device)
{
  blkid_probe pr = blkid_new_probe_from_filename (device);
  const char *type, *uuid;
  char *ret = NULL;

  if (pr == NULL) {
    reply_with_perror ("%s", device);
    return NULL;
  }
  blkid_probe_set_superblocks_flags (pr, BLKID_SUBLKS_TYPE
                                     | BLKID_SUBLKS_UUID);
  if (blkid_do_safeprobe (pr) == 0
      && blkid_probe_lookup_value (pr, "TYPE", &type, NULL) == 0
      && strcmp (type, "LVM2_member") == 0
      && blkid_probe_lookup_value (pr, "UUID", &uuid, NULL) == 0)
    ret = strdup (uuid);
  else
    reply_with_error_errno (EINVAL, "%s: not an LVM physical volume", device);
  blkid_free_probe (pr);
  return ret;
}

char **
do_vgpvuuids (const char *vgname)
{
  return lvm_list ("vgs", "pv_uuid", "\t", "--", vgname);
}
