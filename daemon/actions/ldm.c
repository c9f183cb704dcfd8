/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Windows dynamic disks (LDM).
 *
 * Each call reads the metadata anew: nothing remembers what was there.
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <ldm.h>

#include "daemon.h"
#include "lvm.h"

int
optgroup_ldm_available (void)
{
  return 1;
}

/* ---- Releasing what the library gives ---- */

static void
object_done (void *p)
{
  GObject *object = *(GObject **) p;

  if (object)
    g_object_unref (object);
}
#define CLEANUP_OBJECT __attribute__ ((cleanup (object_done)))

static void
array_done (GArray **array)
{
  if (*array)
    g_array_unref (*array);
}
#define CLEANUP_ARRAY __attribute__ ((cleanup (array_done)))

static void
gerror_done (GError **err)
{
  g_clear_error (err);
}
#define CLEANUP_GERROR __attribute__ ((cleanup (gerror_done)))

/* The library's string as one for the reply: malloc'd too, but NULL means
 * that there is none, which is "". */
static char *
take_string (gchar *s)
{
  char *ret = strdup (s ? s : "");

  g_free (s);
  if (ret == NULL)
    reply_with_perror ("strdup");
  return ret;
}

/* ---- Reading the metadata ---- */

static bool
is_not_ldm (const GError *err)
{
  return g_error_matches (err, LDM_ERROR, LDM_ERROR_NOT_LDM);
}

/* strict: metadata that cannot be used is an error.  Otherwise the other
 * disks count. */
static int
add_disk (LDM *ldm, const char *device, bool strict)
{
  CLEANUP_GERROR GError *err = NULL;

  if (ldm_add (ldm, device, &err) || is_not_ldm (err))
    return 0;
  if (strict) {
    reply_with_error_errno (EINVAL, "%s: dynamic disk: %s", device,
                            err->message);
    return -1;
  }
  debug ("%s: dynamic disk: %s", device, err->message);
  return 0;
}

static LDM *
read_disks (char *const *devices, bool strict)
{
  LDM *ldm = ldm_new ();
  size_t i;

  for (i = 0; devices[i]; ++i)
    if (add_disk (ldm, devices[i], strict) == -1) {
      g_object_unref (ldm);
      return NULL;
    }
  return ldm;
}

/* Metadata are at the ends of whole disks, which may be arrays or volumes
 * that hold the image of one. */
static char **
list_all_disks (void)
{
  CLEANUP_FREE_STRING_LIST char **disks = device_list_disks ();
  CLEANUP_FREE_STRING_LIST char **arrays = NULL, **volumes = NULL;
  CLEANUP_STRVEC struct strvec all = STRVEC_INIT;
  size_t i, j;

  if (disks == NULL || (arrays = do_list_md_devices ()) == NULL
      || (volumes = list_logical_volumes ()) == NULL)
    return NULL;
  char **const lists[] = { disks, arrays, volumes };
  for (i = 0; i < 3; ++i)
    for (j = 0; lists[i][j]; ++j)
      if (strvec_add (&all, lists[i][j]) == -1) {
        reply_with_perror ("strvec_add");
        return NULL;
      }
  return strvec_steal (&all);
}

static LDM *
read_all_disks (void)
{
  CLEANUP_FREE_STRING_LIST char **all = list_all_disks ();

  return all ? read_disks (all, false) : NULL;
}

/* A new reference to the disk group with this GUID; NULL with the error
 * set. */
static LDMDiskGroup *
find_group (const char *guid)
{
  CLEANUP_OBJECT LDM *ldm = read_all_disks ();
  CLEANUP_ARRAY GArray *groups = NULL;
  guint i;

  if (ldm == NULL)
    return NULL;
  groups = ldm_get_disk_groups (ldm);
  for (i = 0; i < groups->len; ++i) {
    LDMDiskGroup *group = g_array_index (groups, LDMDiskGroup *, i);
    gchar *name = ldm_disk_group_get_guid (group);
    bool found = strcasecmp (name, guid) == 0;

    g_free (name);
    if (found)
      return g_object_ref (group);
  }
  reply_with_error_errno (ENOENT, "%s: there is no disk group with this GUID: "
                          "ldmtool_scan tells which there are", guid);
  return NULL;
}

static LDMVolume *
find_volume (const char *guid, const char *name)
{
  CLEANUP_OBJECT LDMDiskGroup *group = find_group (guid);
  CLEANUP_ARRAY GArray *volumes = NULL;
  guint i;

  if (group == NULL)
    return NULL;
  volumes = ldm_disk_group_get_volumes (group);
  for (i = 0; i < volumes->len; ++i) {
    LDMVolume *volume = g_array_index (volumes, LDMVolume *, i);
    gchar *this = ldm_volume_get_name (volume);
    bool found = strcmp (this, name) == 0;

    g_free (this);
    if (found)
      return g_object_ref (volume);
  }
  reply_with_error_errno (ENOENT, "%s: there is no volume of this name in the "
                          "disk group %s", name, guid);
  return NULL;
}

/* A list made of what get returns for each element; takes the array. */
static char **
names_of (GArray *array, gchar *(*get) (void *element))
{
  CLEANUP_ARRAY GArray *elements = array;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  guint i;

  for (i = 0; i < elements->len; ++i) {
    char *s = take_string (get (g_array_index (elements, void *, i)));

    if (s == NULL)
      return NULL;
    if (strvec_add_owned (&v, s) == -1) {
      reply_with_perror ("strvec_add_owned");
      return NULL;
    }
  }
  return strvec_steal (&v);
}

/* ---- Disk groups ---- */

static gchar *
group_guid (void *group)
{
  return ldm_disk_group_get_guid (group);
}

static char **
list_groups (LDM *scanned)
{
  CLEANUP_OBJECT LDM *ldm = scanned;

  return ldm ? names_of (ldm_get_disk_groups (ldm), group_guid) : NULL;
}

char **
do_ldmtool_scan (void)
{
  return list_groups (read_all_disks ());
}

char **
do_ldmtool_scan_devices (char *const *devices)
{
  return list_groups (read_disks (devices, true));
}

char *
do_ldmtool_diskgroup_name (const char *diskgroup)
{
  CLEANUP_OBJECT LDMDiskGroup *group = find_group (diskgroup);

  return group ? take_string (ldm_disk_group_get_name (group)) : NULL;
}

static gchar *
volume_name (void *volume)
{
  return ldm_volume_get_name (volume);
}

char **
do_ldmtool_diskgroup_volumes (const char *diskgroup)
{
  CLEANUP_OBJECT LDMDiskGroup *group = find_group (diskgroup);

  if (group == NULL)
    return NULL;
  return names_of (ldm_disk_group_get_volumes (group), volume_name);
}

static gchar *
disk_name (void *disk)
{
  return ldm_disk_get_name (disk);
}

char **
do_ldmtool_diskgroup_disks (const char *diskgroup)
{
  CLEANUP_OBJECT LDMDiskGroup *group = find_group (diskgroup);

  if (group == NULL)
    return NULL;
  return names_of (ldm_disk_group_get_disks (group), disk_name);
}

/* ---- Volumes ---- */

static const char *
type_name (LDMVolumeType type)
{
  switch (type) {
  case LDM_VOLUME_TYPE_SIMPLE: return "simple";
  case LDM_VOLUME_TYPE_SPANNED: return "spanned";
  case LDM_VOLUME_TYPE_STRIPED: return "striped";
  case LDM_VOLUME_TYPE_MIRRORED: return "mirrored";
  case LDM_VOLUME_TYPE_RAID5: return "raid5";
  }
  return "unknown";
}

char *
do_ldmtool_volume_type (const char *diskgroup, const char *name)
{
  CLEANUP_OBJECT LDMVolume *volume = find_volume (diskgroup, name);

  if (volume == NULL)
    return NULL;
  return take_string (g_strdup (type_name (ldm_volume_get_voltype (volume))));
}

char *
do_ldmtool_volume_hint (const char *diskgroup, const char *name)
{
  CLEANUP_OBJECT LDMVolume *volume = find_volume (diskgroup, name);

  return volume ? take_string (ldm_volume_get_hint (volume)) : NULL;
}

static gchar *
partition_name (void *partition)
{
  return ldm_partition_get_name (partition);
}

char **
do_ldmtool_volume_partitions (const char *diskgroup, const char *name)
{
  CLEANUP_OBJECT LDMVolume *volume = find_volume (diskgroup, name);

  if (volume == NULL)
    return NULL;
  return names_of (ldm_volume_get_partitions (volume), partition_name);
}

/* ---- Copies of disks ---- */

/* The GUID of that disk of the group which is here. */
static gchar *
guid_in_group (LDMDiskGroup *group, const char *device)
{
  CLEANUP_ARRAY GArray *disks = ldm_disk_group_get_disks (group);
  gchar *guid = NULL;

  for (guint i = 0; guid == NULL && i < disks->len; ++i) {
    LDMDisk *disk = g_array_index (disks, LDMDisk *, i);
    gchar *name = ldm_disk_get_device (disk);

    if (name && strcmp (name, device) == 0)
      guid = ldm_disk_get_guid (disk);
    g_free (name);
  }
  return guid;
}

/* NULL when it is not a dynamic disk.  Read alone, because of a disk and its
 * copy the library knows one. */
static gchar *
guid_of_disk (const char *device)
{
  CLEANUP_OBJECT LDM *ldm = ldm_new ();
  CLEANUP_ARRAY GArray *groups = NULL;

  if (!ldm_add (ldm, device, NULL))
    return NULL;
  groups = ldm_get_disk_groups (ldm);
  return groups->len == 0 ? NULL
    : guid_in_group (g_array_index (groups, LDMDiskGroup *, 0), device);
}

/* The GUIDs that several disks have. */
static int
find_copied (char *const *devices, struct strvec *ret)
{
  CLEANUP_STRVEC struct strvec seen = STRVEC_INIT;
  int r = 0;

  for (size_t i = 0; r == 0 && devices[i]; ++i) {
    gchar *guid = guid_of_disk (devices[i]);

    if (guid)
      r = strvec_add (strvec_contains (&seen, guid) ? ret : &seen, guid);
    g_free (guid);
  }
  if (r == -1)
    reply_with_perror ("strvec_add");
  return r;
}

static gchar *
guid_below (LDMPartition *partition)
{
  CLEANUP_OBJECT LDMDisk *disk = ldm_partition_get_disk (partition);

  return ldm_disk_get_guid (disk);
}

/* Of a disk and its copy nobody can tell to which the other disks of a volume
 * belong. */
static bool
could_be_mixed (LDMVolume *volume, const struct strvec *copied)
{
  CLEANUP_ARRAY GArray *parts = ldm_volume_get_partitions (volume);
  gchar *last = NULL;
  bool any_copied = false, several = false;

  for (guint i = 0; i < parts->len; ++i) {
    gchar *guid = guid_below (g_array_index (parts, LDMPartition *, i));

    any_copied |= strvec_contains (copied, guid);
    several |= last && strcmp (guid, last) != 0;
    g_free (last);
    last = guid;
  }
  g_free (last);
  return any_copied && several;
}

/* ---- Devices ---- */

typedef gboolean (*volume_fn) (const LDMVolume *volume, GString **ret_name,
                               GError **err);

static int
change_volume (LDMVolume *volume, volume_fn change)
{
  CLEANUP_GERROR GError *err = NULL;
  GString *changed = NULL;
  gchar *name;

  if (change (volume, &changed, &err)) {
    if (changed)
      g_string_free (changed, TRUE);
    return 0;
  }
  if (g_error_matches (err, LDM_ERROR, LDM_ERROR_MISSING_DISK)) {
    debug ("dynamic disks: %s", err->message);
    return 0;
  }
  name = ldm_volume_get_name (volume);
  reply_with_error ("%s: volume of a dynamic disk: %s", name,
                    err ? err->message : "no reason given");
  g_free (name);
  return -1;
}

static int
change_group (LDMDiskGroup *group, volume_fn change,
              const struct strvec *copied)
{
  CLEANUP_ARRAY GArray *volumes = ldm_disk_group_get_volumes (group);
  int r = 0;

  for (guint i = 0; i < volumes->len; ++i) {
    LDMVolume *volume = g_array_index (volumes, LDMVolume *, i);

    if (!could_be_mixed (volume, copied)
        && change_volume (volume, change) == -1)
      r = -1;
  }
  return r;
}

/* What can be done is done, also when some of it cannot. */
static int
change_all (char *const *disks, volume_fn change, const struct strvec *copied)
{
  CLEANUP_OBJECT LDM *ldm = read_disks (disks, false);
  CLEANUP_ARRAY GArray *groups = ldm_get_disk_groups (ldm);
  int r = 0;

  for (guint i = 0; i < groups->len; ++i)
    if (change_group (g_array_index (groups, LDMDiskGroup *, i), change,
                      copied) == -1)
      r = -1;
  return r;
}

int
do_ldmtool_create_all (void)
{
  CLEANUP_STRVEC struct strvec copied = STRVEC_INIT;
  CLEANUP_FREE_STRING_LIST char **disks = NULL;

  if (dm_prepare () == -1 || (disks = list_all_disks ()) == NULL
      || find_copied (disks, &copied) == -1)
    return -1;
  return change_all (disks, ldm_volume_dm_create, &copied);
}

int
do_ldmtool_remove_all (void)
{
  static const struct strvec none = STRVEC_INIT;
  CLEANUP_FREE_STRING_LIST char **disks = NULL;

  if (dm_prepare () == -1 || (disks = list_all_disks ()) == NULL)
    return -1;
  return change_all (disks, ldm_volume_dm_remove, &none);
}

static char **
list_devices (const char *prefix)
{
  CLEANUP_FREE_STRING_LIST char **all = do_list_dm_devices ();
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  if (all == NULL)
    return NULL;
  for (size_t i = 0; all[i]; ++i)
    if (strncmp (all[i], prefix, strlen (prefix)) == 0
        && strvec_add (&v, all[i]) == -1) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  return strvec_steal (&v);
}

char **
do_list_ldm_volumes (void)
{
  return list_devices ("/dev/mapper/ldm_vol_");
}

char **
do_list_ldm_partitions (void)
{
  return list_devices ("/dev/mapper/ldm_part_");
}
