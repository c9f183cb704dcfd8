/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LVM logical volumes. */

#include "config.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "daemon.h"
#include "lvm.h"

/* ---- Creating, changing, removing ---- */

static int
create (const char *logvol, const char *volgroup, const char *option,
        const char *size)
{
  CLEANUP_FREE char *device = NULL;

  if (lvm (NULL, "lvcreate", "--yes", option, size, "-n", logvol, "--",
           volgroup, NULL) == -1)
    return -1;
  if (asprintf (&device, "/dev/%s/%s", volgroup, logvol) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return wait_for_device (device);
}

/* "<n><unit>"; n must be at least 0. */
static char *
size_text (const char *name, int n, const char *unit)
{
  char *text;

  if (n < 0) {
    reply_with_error_errno (EINVAL, "%s: a size of %d%s is not possible",
                            name, n, unit);
    return NULL;
  }
  if (asprintf (&text, "%d%s", n, unit) == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  return text;
}

static int
check_percent (const char *name, int percent)
{
  if (percent >= 0 && percent <= 100)
    return 0;
  reply_with_error_errno (EINVAL, "%s: %d is not a percentage: give 0 to 100",
                          name, percent);
  return -1;
}

int
do_lvcreate (const char *logvol, const char *volgroup, int mbytes)
{
  CLEANUP_FREE char *size = size_text (logvol, mbytes, "m");

  return size ? create (logvol, volgroup, "-L", size) : -1;
}

int
do_lvcreate_free (const char *logvol, const char *volgroup, int percent)
{
  CLEANUP_FREE char *size = NULL;

  if (check_percent (logvol, percent) == -1)
    return -1;
  size = size_text (logvol, percent, "%FREE");
  return size ? create (logvol, volgroup, "-l", size) : -1;
}

int
do_lvremove (const char *device)
{
  return lvm (NULL, "lvremove", "--yes", "--force", device, NULL);
}

int
do_lvrename (const char *logvol, const char *newlogvol)
{
  return lvm (NULL, "lvrename", "--", logvol, newlogvol, NULL);
}

int
do_lvresize (const char *device, int mbytes)
{
  CLEANUP_FREE char *size = size_text (device, mbytes, "m");

  if (size == NULL)
    return -1;
  return lvm (NULL, "lvresize", "--yes", "--force", "-L", size, device, NULL);
}

int
do_lvresize_free (const char *lv, int percent)
{
  CLEANUP_FREE char *size = NULL;

  if (check_percent (lv, percent) == -1)
    return -1;
  if (asprintf (&size, "+%d%%FREE", percent) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return lvm (NULL, "lvresize", "--yes", "-l", size, lv, NULL);
}

/* Volume groups go with the logical volumes that are in them. */
int
do_lvm_remove_all (void)
{
  CLEANUP_FREE_STRING_LIST char **vgs = do_vgs (), **pvs = NULL;
  const char *vgremove[] = { "vgremove", "--yes", "--force", "--", NULL };
  const char *pvremove[] = { "pvremove", "--yes", "--force", "--force", "--",
                             NULL };

  if (vgs == NULL
      || (vgs[0] && lvm_argv (NULL, vgremove, vgs) == -1))
    return -1;
  pvs = do_pvs ();
  if (pvs == NULL)
    return -1;
  return pvs[0] ? lvm_argv (NULL, pvremove, pvs) : 0;
}

/* ---- Listing ---- */

static char **
ask_for_volumes (void)
{
  CLEANUP_FREE_STRING_LIST char **names =
    lvm_list ("lvs", "vg_name,lv_name", "/", "-S", "lv_role=public");
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  size_t i;

  if (names == NULL)
    return NULL;
  for (i = 0; names[i]; ++i)
    if (strvec_addf (&v, "/dev/%s", names[i]) == -1) {
      reply_with_perror ("strvec_addf");
      return NULL;
    }
  strvec_sort (&v);
  return strvec_steal (&v);
}

char **
do_lvs (void)
{
  char **names = lvm_plain_names (LVM_VOLUMES);

  return names || reply_has_error () ? names : ask_for_volumes ();
}

#define COLUMN(member, type) \
  { #member, offsetof (struct guestfs_lvm_lv, member), type }

static const struct lvm_column columns[] = {
  COLUMN (lv_name, LVM_STRING), COLUMN (lv_uuid, LVM_UUID),
  COLUMN (lv_attr, LVM_STRING), COLUMN (lv_major, LVM_INT),
  COLUMN (lv_minor, LVM_INT), COLUMN (lv_kernel_major, LVM_INT),
  COLUMN (lv_kernel_minor, LVM_INT), COLUMN (lv_size, LVM_BYTES),
  COLUMN (seg_count, LVM_INT), COLUMN (origin, LVM_STRING),
  COLUMN (snap_percent, LVM_PERCENT), COLUMN (copy_percent, LVM_PERCENT),
  COLUMN (move_pv, LVM_STRING), COLUMN (lv_tags, LVM_STRING),
  COLUMN (mirror_log, LVM_STRING), COLUMN (modules, LVM_STRING),
};

struct guestfs_lvm_lv_list *
do_lvs_full (void)
{
  struct guestfs_lvm_lv_list *ret = calloc (1, sizeof *ret);
  void *val;

  if (ret == NULL) {
    reply_with_perror ("calloc");
    return NULL;
  }
  if (lvm_report ("lvs", columns, sizeof columns / sizeof columns[0],
                  sizeof *ret->val, &val, &ret->len) == -1) {
    free (ret);
    return NULL;
  }
  ret->val = val;
  return ret;
}

char **
do_vglvuuids (const char *vgname)
{
  return lvm_list ("vgs", "lv_uuid", "\t", "--", vgname);
}

/* ---- Names ---- */

int
do_is_lv (const mountable_t *mountable)
{
  CLEANUP_FREE char *name = NULL;
  struct stat st;

  if (mountable->type != MOUNTABLE_DEVICE)
    return 0;
  if (stat (mountable->device, &st) == -1) {
    reply_with_perror ("%s", mountable->device);
    return -1;
  }
  name = logical_volume_name (st.st_rdev);
  return name != NULL;
}

char *
do_lvm_canonical_lv_name (const char *lvname)
{
  struct stat st;
  char *name;

  if (stat (lvname, &st) == -1) {
    reply_with_perror ("%s", lvname);
    return NULL;
  }
  name = S_ISBLK (st.st_mode) ? logical_volume_name (st.st_rdev) : NULL;
  if (name == NULL)
    reply_with_error_errno (EINVAL, "%s: not a logical volume", lvname);
  return name;
}

/* The UUID of a logical volume is the last 32 characters of device mapper's,
 * printed by lvm in groups of 6-4-4-4-4-4-6. */
char *
do_lvuuid (const char *device)
{
  CLEANUP_FREE char *uuid = NULL;
  struct stat st;
  const char *u;
  char *ret;

  if (stat (device, &st) == -1) {
    reply_with_perror ("%s", device);
    return NULL;
  }
  uuid = dm_uuid (st.st_rdev);
  if (uuid == NULL || strncmp (uuid, "LVM-", 4) != 0 || strlen (uuid) < 68) {
    reply_with_error_errno (EINVAL, "%s: not a logical volume", device);
    return NULL;
  }
  u = uuid + 4 + 32;
  if (asprintf (&ret, "%.6s-%.4s-%.4s-%.4s-%.4s-%.4s-%.6s", u, u + 6, u + 10,
                u + 14, u + 18, u + 22, u + 26) == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  return ret;
}
