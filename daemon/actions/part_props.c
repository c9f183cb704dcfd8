/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a partition table says of a disk and its partitions besides where they
 * are: types, flags, names, GUIDs. */

#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon.h"
#include "parttable.h"

#define ESP_GUID "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"
#define LINUX_GUID "0FC63DAF-8483-4772-8E79-3D69D8477DE4"

/* ---- The bootable flag ---- */

static const char *
type_guid (struct fdisk_partition *pa)
{
  struct fdisk_parttype *type = fdisk_partition_get_type (pa);
  const char *guid = type ? fdisk_parttype_get_string (type) : NULL;

  return guid ? guid : "";
}

int
do_part_get_bootable (const char *device, int partnum)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;

  if (parttable_open_partition (&d, false, partnum, &pa) == -1)
    return -1;
  if (d.gpt)
    return strcasecmp (type_guid (pa), ESP_GUID) == 0;
  return fdisk_partition_is_bootable (pa) == 1;
}

/* At most one partition of an MBR is active: firmware boots that one. */
static int
set_active (struct parttable *d, size_t wanted, bool active)
{
  size_t i, n = fdisk_table_get_nents (d->before);

  for (i = 0; i < n; ++i) {
    struct fdisk_partition *pa = fdisk_table_get_partition (d->before, i);
    size_t partno = fdisk_partition_get_partno (pa);
    bool was = fdisk_partition_is_bootable (pa) == 1;
    bool now = partno == wanted ? active : was && !active;
    int rc;

    if (was == now)
      continue;
    rc = fdisk_toggle_partition_flag (d->cxt, partno, DOS_FLAG_ACTIVE);
    if (rc < 0)
      return parttable_error (d, rc, "changing the bootable flag");
  }
  return 0;
}

static int
set_type_guid (struct parttable *d, size_t partno, const char *guid)
{
  struct fdisk_label *label = fdisk_get_label (d->cxt, NULL);
  struct fdisk_parttype *type =
    fdisk_label_get_parttype_from_string (label, guid);
  int rc;

  if (type == NULL)             /* one that libfdisk has no name for */
    type = fdisk_new_unknown_parttype (0, guid);
  if (type == NULL) {
    reply_with_perror ("%s", guid);
    return -1;
  }
  rc = fdisk_set_partition_type (d->cxt, partno, type);
  fdisk_unref_parttype (type);
  if (rc < 0)
    return parttable_error (d, rc, "changing the type");
  return 0;
}

static int
set_gpt_bootable (struct parttable *d, struct fdisk_partition *pa,
                  bool bootable)
{
  bool is_esp = strcasecmp (type_guid (pa), ESP_GUID) == 0;

  if (is_esp == bootable)
    return 0;
  return set_type_guid (d, fdisk_partition_get_partno (pa),
                        bootable ? ESP_GUID : LINUX_GUID);
}

int
do_part_set_bootable (const char *device, int partnum, int bootable)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  int rc;

  if (parttable_open_partition (&d, true, partnum, &pa) == -1)
    return -1;
  rc = d.gpt ? set_gpt_bootable (&d, pa, bootable)
    : set_active (&d, partnum - 1, bootable);
  return rc == -1 ? -1 : parttable_commit (&d);
}

/* ---- MBR ---- */

int
do_part_get_mbr_id (const char *device, int partnum)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;

  if (parttable_open_partition (&d, false, partnum, &pa) == -1
      || parttable_need_mbr (&d) == -1)
    return -1;
  return fdisk_parttype_get_code (fdisk_partition_get_type (pa));
}

int
do_part_set_mbr_id (const char *device, int partnum, int idbyte)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  struct fdisk_parttype *type;
  int rc;

  if (idbyte < 1 || idbyte > 0xff) {
    reply_with_error_errno (EINVAL, "%s: 0x%x is not a type of partition: "
                            "give 1 to 255", device, (unsigned) idbyte);
    return -1;
  }
  if (parttable_open_partition (&d, true, partnum, &pa) == -1
      || parttable_need_mbr (&d) == -1)
    return -1;
  type = fdisk_new_unknown_parttype (idbyte, NULL);
  if (type == NULL) {
    reply_with_perror ("fdisk_new_unknown_parttype");
    return -1;
  }
  rc = fdisk_set_partition_type (d.cxt, partnum - 1, type);
  fdisk_unref_parttype (type);
  if (rc < 0)
    return parttable_error (&d, rc, "changing the type");
  return parttable_commit (&d);
}

char *
do_part_get_mbr_part_type (const char *device, int partnum)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  char *ret;

  if (parttable_open_partition (&d, false, partnum, &pa) == -1
      || parttable_need_mbr (&d) == -1)
    return NULL;
  ret = strdup (fdisk_partition_is_container (pa) ? "extended"
                : fdisk_partition_is_nested (pa) ? "logical" : "primary");
  if (ret == NULL)
    reply_with_perror ("strdup");
  return ret;
}

/* ---- GPT ---- */

/* libfdisk gives UUIDs in the case of its choice; the API has capitals. */
static char *
dup_upper (const char *s)
{
  char *ret = strdup (s ? s : ""), *p;

  if (ret == NULL) {
    reply_with_perror ("strdup");
    return NULL;
  }
  for (p = ret; *p; ++p)
    *p = toupper ((unsigned char) *p);
  return ret;
}

char *
do_part_get_disk_guid (const char *device)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_FREE char *id = NULL;
  int rc;

  if (parttable_open (&d, false) == -1 || parttable_need_gpt (&d) == -1)
    return NULL;
  rc = fdisk_get_disklabel_id (d.cxt, &id);
  if (rc < 0) {
    parttable_error (&d, rc, "reading the disk's GUID");
    return NULL;
  }
  return dup_upper (id);
}

int
do_part_set_disk_guid (const char *device, const char *guid)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  int rc;

  if (parttable_open (&d, true) == -1 || parttable_need_gpt (&d) == -1)
    return -1;
  rc = fdisk_set_disklabel_id_from_string (d.cxt, guid);
  if (rc < 0)
    return parttable_error (&d, rc, "changing the disk's GUID");
  return parttable_commit (&d);
}

int
do_part_set_disk_guid_random (const char *device)
{
  CLEANUP_FCLOSE FILE *fp = fopen ("/proc/sys/kernel/random/uuid", "re");
  char guid[37];

  if (fp == NULL || fscanf (fp, "%36s", guid) != 1) {
    reply_with_perror ("/proc/sys/kernel/random/uuid");
    return -1;
  }
  return do_part_set_disk_guid (device, guid);
}

int64_t
do_part_get_gpt_attributes (const char *device, int partnum)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  uint64_t attributes;
  int rc;

  if (parttable_open_partition (&d, false, partnum, &pa) == -1
      || parttable_need_gpt (&d) == -1)
    return -1;
  rc = fdisk_gpt_get_partition_attrs (d.cxt, partnum - 1, &attributes);
  if (rc < 0)
    return parttable_error (&d, rc, "reading the attributes");
  return (int64_t) attributes;
}

int
do_part_set_gpt_attributes (const char *device, int partnum,
                            int64_t attributes)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  int rc;

  if (parttable_open_partition (&d, true, partnum, &pa) == -1
      || parttable_need_gpt (&d) == -1)
    return -1;
  rc = fdisk_gpt_set_partition_attrs (d.cxt, partnum - 1,
                                      (uint64_t) attributes);
  if (rc < 0)
    return parttable_error (&d, rc, "changing the attributes");
  return parttable_commit (&d);
}

char *
do_part_get_gpt_guid (const char *device, int partnum)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;

  if (parttable_open_partition (&d, false, partnum, &pa) == -1
      || parttable_need_gpt (&d) == -1)
    return NULL;
  return dup_upper (fdisk_partition_get_uuid (pa));
}

/* Gives a partition what the template has set. */
static int
change_partition (struct parttable *d, int partnum,
                  struct fdisk_partition *change, const char *what)
{
  int rc = fdisk_set_partition (d->cxt, partnum - 1, change);

  if (rc < 0)
    return parttable_error (d, rc, what);
  return parttable_commit (d);
}

int
do_part_set_gpt_guid (const char *device, int partnum, const char *guid)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL, *change = NULL;

  if (parttable_open_partition (&d, true, partnum, &pa) == -1
      || parttable_need_gpt (&d) == -1)
    return -1;
  change = fdisk_new_partition ();
  if (change == NULL || fdisk_partition_set_uuid (change, guid) < 0) {
    reply_with_perror ("%s", guid);
    return -1;
  }
  return change_partition (&d, partnum, change, "changing the GUID");
}

char *
do_part_get_gpt_type (const char *device, int partnum)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;

  if (parttable_open_partition (&d, false, partnum, &pa) == -1
      || parttable_need_gpt (&d) == -1)
    return NULL;
  return dup_upper (type_guid (pa));
}

int
do_part_set_gpt_type (const char *device, int partnum, const char *guid)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;

  if (parttable_open_partition (&d, true, partnum, &pa) == -1
      || parttable_need_gpt (&d) == -1
      || set_type_guid (&d, partnum - 1, guid) == -1)
    return -1;
  return parttable_commit (&d);
}

static int
need_names (const struct parttable *d)
{
  if (d->gpt)
    return 0;
  reply_with_error_errno (ENOTSUP, "%s: partitions of an MBR have no names: "
                          "only a GPT has them", d->device);
  return -1;
}

char *
do_part_get_name (const char *device, int partnum)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  const char *name;
  char *ret;

  if (parttable_open_partition (&d, false, partnum, &pa) == -1
      || need_names (&d) == -1)
    return NULL;
  name = fdisk_partition_get_name (pa);
  ret = strdup (name ? name : "");
  if (ret == NULL)
    reply_with_perror ("strdup");
  return ret;
}

int
do_part_set_name (const char *device, int partnum, const char *name)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL, *change = NULL;

  if (parttable_open_partition (&d, true, partnum, &pa) == -1
      || need_names (&d) == -1)
    return -1;
  change = fdisk_new_partition ();
  if (change == NULL || fdisk_partition_set_name (change, name) < 0) {
    reply_with_perror ("%s", name);
    return -1;
  }
  return change_partition (&d, partnum, change, "changing the name");
}

/* libfdisk does it, so there is always a way. */
int
optgroup_gdisk_available (void)
{
  return 1;
}

/* Reading the table, libfdisk has noticed that the backup is not at the end
 * and has made it so in memory, together with the last usable sector. */
int
do_part_expand_gpt (const char *device)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);

  if (parttable_open (&d, true) == -1 || parttable_need_gpt (&d) == -1)
    return -1;
  fdisk_label_set_changed (fdisk_get_label (d.cxt, NULL), 1);
  return parttable_commit (&d);
}
