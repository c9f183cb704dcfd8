/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Partition tables: making them, and partitions in them. */

#include "config.h"

#include <ctype.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "daemon.h"
#include "parttable.h"

#define MBR_EXTENDED 0x0f       /* the kind without CHS limits */

/* part_disk leaves this many sectors free at either end, for boot loaders,
 * the backup GPT and alignment. */
#define MARGIN 128

/* ---- Creating a table ---- */

/* The names that a kind of table may be given by. */
static const struct {
  const char *name, *fdisk, *parted;
} kinds[] = {
  { "mbr", "dos", NULL }, { "msdos", "dos", NULL },
  { "gpt", "gpt", NULL }, { "efi", "gpt", NULL },
  { "aix", NULL, "aix" }, { "amiga", NULL, "amiga" },
  { "rdb", NULL, "amiga" }, { "bsd", NULL, "bsd" },
  { "dasd", NULL, "dasd" }, { "dvh", NULL, "dvh" },
  { "mac", NULL, "mac" }, { "pc98", NULL, "pc98" },
  { "sun", NULL, "sun" }, { "loop", NULL, "loop" },
};

/* Partitions may start anywhere behind the tables themselves: alignment is
 * the caller's choice.  libfdisk takes that for GPT only from a script. */
static int
create_gpt (struct parttable *d)
{
  struct fdisk_script *script = fdisk_new_script (d->cxt);
  int rc;

  if (script == NULL)
    return -ENOMEM;
  rc = fdisk_script_set_header (script, "label", "gpt");
  if (rc == 0)
    rc = fdisk_script_set_header (script, "first-lba", "34");
  if (rc == 0)
    rc = fdisk_apply_script_headers (d->cxt, script);
  fdisk_set_script (d->cxt, NULL);
  fdisk_unref_script (script);
  return rc;
}

/* A partition that is mounted, or a device in use as a whole, claims the
 * disk. */
static int
check_not_in_use (const char *device)
{
  CLEANUP_CLOSE int fd = open (device, O_RDWR | O_EXCL | O_CLOEXEC);

  if (fd >= 0)
    return 0;
  if (errno == EBUSY)
    reply_with_error_errno (EBUSY, "%s: the disk is in use: unmount or "
                            "deactivate what is on it first", device);
  else
    reply_with_perror ("%s", device);
  return -1;
}

static int
fdisk_init (const char *device, const char *label)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  int rc;

  if (parttable_assign (&d, true) == -1)
    return -1;
  /* Old signatures would otherwise be found beside the new table. */
  fdisk_enable_wipe (d.cxt, 1);
  rc = strcmp (label, "gpt") == 0 ? create_gpt (&d)
    : fdisk_create_disklabel (d.cxt, label);
  if (rc < 0)
    return parttable_error (&d, rc, "creating the partition table");
  rc = fdisk_write_disklabel (d.cxt);
  if (rc < 0)
    return parttable_error (&d, rc, "writing the partition table");
  return 0;
}

int
do_part_init (const char *device, const char *parttype)
{
  size_t i, n = sizeof kinds / sizeof kinds[0];

  for (i = 0; i < n && strcmp (kinds[i].name, parttype) != 0; ++i)
    ;
  if (i == n) {
    reply_with_error_errno (EINVAL, "%s: unknown kind of partition table: "
                            "\"mbr\" and \"gpt\" are the usual ones",
                            parttype);
    return -1;
  }
  if (check_not_in_use (device) == -1)
    return -1;
  if (kinds[i].parted)
    return parted_run (device, (const char *[]) { "mklabel", kinds[i].parted,
                                                  NULL });
  if (fdisk_init (device, kinds[i].fdisk) == -1)
    return -1;
  return reread_partitions (device);
}

/* ---- Adding and deleting partitions ---- */

/* The sector that a number means: negative ones count from the end. */
static int64_t
real_end (const struct parttable *d, int64_t endsect)
{
  return endsect < 0
    ? (int64_t) fdisk_get_nsectors (d->cxt) + endsect : endsect;
}

/* 'p', 'l' or 'e'; 0 with the error set for anything else. */
static char
parse_prlogex (const char *prlogex)
{
  static const char *const words[] = { "primary", "logical", "extended" };
  size_t i;

  for (i = 0; i < 3; ++i)
    if (strcasecmp (prlogex, words[i]) == 0
        || (prlogex[0] == words[i][0] && prlogex[1] == '\0'))
      return words[i][0];
  reply_with_error_errno (EINVAL, "%s: unknown type of partition: give "
                          "\"primary\", \"logical\" or \"extended\"", prlogex);
  return 0;
}

/* The extended partition around a sector. */
static bool
inside_extended (const struct parttable *d, uint64_t sector)
{
  size_t i, n = fdisk_table_get_nents (d->before);

  for (i = 0; i < n; ++i) {
    struct fdisk_partition *pa = fdisk_table_get_partition (d->before, i);

    if (fdisk_partition_is_container (pa)
        && sector >= fdisk_partition_get_start (pa)
        && sector <= fdisk_partition_get_end (pa))
      return true;
  }
  return false;
}

/* libfdisk makes a partition logical when it starts inside the extended
 * one; say so instead of surprising anyone. */
static int
check_kind (const struct parttable *d, char kind, int64_t start)
{
  bool inside = inside_extended (d, start);

  if (d->gpt && kind != 'p')
    reply_with_error_errno (EINVAL, "%s: a GPT has primary partitions only",
                            d->device);
  else if (kind == 'l' && !inside)
    reply_with_error_errno (EINVAL, "%s: sector %" PRIi64 " is not inside an "
                            "extended partition", d->device, start);
  else if (kind != 'l' && inside)
    reply_with_error_errno (EINVAL, "%s: sector %" PRIi64 " is inside the "
                            "extended partition: ask for a logical one",
                            d->device, start);
  else
    return 0;
  return -1;
}

static int
set_extended (struct parttable *d, struct fdisk_partition *pa)
{
  struct fdisk_label *label = fdisk_get_label (d->cxt, NULL);
  struct fdisk_parttype *type =
    fdisk_label_get_parttype_from_code (label, MBR_EXTENDED);

  return type ? fdisk_partition_set_type (pa, type) : -EINVAL;
}

/* Without a number libfdisk asks whether a partition of an MBR is to be
 * primary, although all four of them may be taken: ENOSPC then. */
static int
choose_number (struct parttable *d, char kind, struct fdisk_partition *pa)
{
  size_t n;

  if (d->gpt || kind == 'l')
    return fdisk_partition_partno_follow_default (pa, 1);
  for (n = 0; n < 4; ++n)
    if (!fdisk_is_partition_used (d->cxt, n))
      return fdisk_partition_set_partno (pa, n);
  return -ENOSPC;
}

static int
add_partition (struct parttable *d, char kind, int64_t start, int64_t end)
{
  CLEANUP_PARTITION struct fdisk_partition *pa = fdisk_new_partition ();
  int rc;

  if (pa == NULL)
    return -ENOMEM;
  fdisk_partition_set_start (pa, start);
  fdisk_partition_set_size (pa, end - start + 1);
  fdisk_partition_size_explicit (pa, 1);
  rc = choose_number (d, kind, pa);
  if (rc == 0 && kind == 'e')
    rc = set_extended (d, pa);
  if (rc < 0)
    return rc;
  if (!d->gpt)
    fdisk_set_first_lba (d->cxt, 1);
  return fdisk_add_partition (d->cxt, pa, NULL);
}

static int
check_range (const struct parttable *d, int64_t start, int64_t end)
{
  int64_t n = fdisk_get_nsectors (d->cxt);

  if (start >= 0 && start <= end && end < n)
    return 0;
  reply_with_error_errno (EINVAL, "%s: no partition can have sectors %" PRIi64
                          " to %" PRIi64 ": the disk has %" PRIi64
                          " sectors", d->device, start, end, n);
  return -1;
}

/* Start and length are 32 bits of sectors. */
static int
check_mbr_reaches (const char *device, int64_t last)
{
  if (last <= UINT32_MAX)
    return 0;
  reply_with_error_errno (EFBIG, "%s: sector %" PRIi64 " is beyond what an MBR "
                          "can describe (2 TiB where sectors have 512 bytes): "
                          "use a GPT", device, last);
  return -1;
}

static int
fdisk_add (const char *device, char kind, int64_t startsect, int64_t endsect)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  int rc;

  if (parttable_open (&d, true) == -1)
    return -1;
  endsect = real_end (&d, endsect);
  if (check_range (&d, startsect, endsect) == -1
      || (!d.gpt && check_mbr_reaches (device, endsect) == -1)
      || check_kind (&d, kind, startsect) == -1)
    return -1;
  rc = add_partition (&d, kind, startsect, endsect);
  if (rc < 0)
    return parttable_error (&d, rc, "these sectors are not free, or all "
                            "partition numbers are taken");
  return parttable_commit (&d);
}

int
do_part_add (const char *device, const char *prlogex,
             int64_t startsect, int64_t endsect)
{
  char kind = parse_prlogex (prlogex);

  if (kind == 0)
    return -1;
  if (startsect < 0) {
    reply_with_error_errno (EINVAL, "%s: the first sector cannot be negative",
                            device);
    return -1;
  }
  switch (parttable_is_ours (device)) {
  case -1:
    return -1;
  case 0:
    return parted_add (device, kind == 'l' ? "logical" : kind == 'e'
                       ? "extended" : "primary", startsect, endsect);
  default:
    return fdisk_add (device, kind, startsect, endsect);
  }
}

/* Before anything is lost. */
static int
check_one_partition_fits (const char *device, bool mbr)
{
  const int64_t units = do_blockdev_getsz (device);     /* of 512 bytes */
  const int sector_size = do_blockdev_getss (device);
  int64_t sectors;

  if (units == -1 || sector_size == -1)
    return -1;
  sectors = units / (sector_size / 512);
  if (sectors >= 2 * MARGIN)
    return mbr ? check_mbr_reaches (device, sectors - MARGIN) : 0;
  reply_with_error_errno (ENOSPC, "%s: the disk has %" PRIi64 " sectors: a "
                          "partition that leaves %d free at either end does "
                          "not fit: use part_init and part_add", device,
                          sectors, MARGIN);
  return -1;
}

int
do_part_disk (const char *device, const char *parttype)
{
  const bool mbr = strcmp (parttype, "mbr") == 0
    || strcmp (parttype, "msdos") == 0;

  if (check_one_partition_fits (device, mbr) == -1
      || do_part_init (device, parttype) == -1)
    return -1;
  return do_part_add (device, "p", MARGIN, -MARGIN);
}

/* Deleted under a mounted file system it would be on the disk and not in the
 * kernel, or the other way round, until the end of the appliance. */
static int
check_partition_idle (const char *device, int partnum)
{
  CLEANUP_FREE char *partition = NULL;
  const size_t n = strlen (device);
  const char *p = n > 0 && isdigit ((unsigned char) device[n-1]) ? "p" : "";
  CLEANUP_CLOSE int fd = -1;

  if (asprintf (&partition, "%s%s%d", device, p, partnum) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  fd = open (partition, O_RDONLY | O_EXCL | O_CLOEXEC);
  if (fd == -1 && errno == EBUSY) {
    reply_with_error_errno (EBUSY, "%s: the partition is in use: unmount or "
                            "deactivate what is on it first", partition);
    return -1;
  }
  return 0;
}

int
do_part_del (const char *device, int partnum)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  int rc = parttable_is_ours (device);

  if (rc == -1 || check_partition_idle (device, partnum) == -1)
    return -1;
  if (rc == 0)
    return parted_del (device, partnum);
  if (parttable_open_partition (&d, true, partnum, &pa) == -1)
    return -1;
  rc = fdisk_delete_partition (d.cxt, partnum - 1);
  if (rc < 0)
    return parttable_error (&d, rc, "deleting a partition");
  return parttable_commit (&d);
}

/* May partition pa reach to this sector, as far as partition o minds? */
static bool
may_end_at (struct fdisk_partition *pa, struct fdisk_partition *o,
            uint64_t end)
{
  if (fdisk_partition_is_nested (pa) && fdisk_partition_is_container (o))
    return end <= fdisk_partition_get_end (o);
  if (fdisk_partition_is_container (pa) && fdisk_partition_is_nested (o))
    return end >= fdisk_partition_get_end (o);
  return end < fdisk_partition_get_start (o)
    || fdisk_partition_get_start (pa) > fdisk_partition_get_end (o);
}

static int
check_resize (const struct parttable *d, struct fdisk_partition *pa,
              uint64_t end)
{
  size_t i, n = fdisk_table_get_nents (d->before);

  for (i = 0; i < n; ++i) {
    struct fdisk_partition *o = fdisk_table_get_partition (d->before, i);
    size_t partno = fdisk_partition_get_partno (o);

    if (partno == fdisk_partition_get_partno (pa) || may_end_at (pa, o, end))
      continue;
    reply_with_error_errno (EINVAL, "%s: the partition cannot end at sector "
                            "%" PRIu64 ": it would overlap partition %zu",
                            d->device, end, partno + 1);
    return -1;
  }
  return 0;
}

int
do_part_resize (const char *device, int partnum, int64_t endsect)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  int64_t start;
  int rc;

  if (parttable_open_partition (&d, true, partnum, &pa) == -1)
    return -1;
  start = fdisk_partition_get_start (pa);
  endsect = real_end (&d, endsect);
  if (check_range (&d, start, endsect) == -1
      || (!d.gpt && check_mbr_reaches (device, endsect) == -1)
      || check_resize (&d, pa, endsect) == -1)
    return -1;
  fdisk_partition_set_size (pa, endsect - start + 1);
  fdisk_partition_size_explicit (pa, 1);
  rc = fdisk_set_partition (d.cxt, partnum - 1, pa);
  if (rc < 0)
    return parttable_error (&d, rc, "resizing a partition");
  return parttable_commit (&d);
}

/* ---- Reading ---- */

char *
do_part_get_parttype (const char *device)
{
  CLEANUP_FREE char *type = NULL;
  const char *name;
  char *ret;

  if (parttable_probe (device, &type) == -1)
    return NULL;
  if (!parttable_is_known (type))
    return parted_parttype (device);
  name = strcmp (type, "dos") == 0 ? "msdos" : type;
  ret = strdup (name);
  if (ret == NULL)
    reply_with_perror ("strdup");
  return ret;
}

static void
copy_partition (struct fdisk_partition *pa, uint64_t sector_size,
                struct guestfs_partition *ret)
{
  ret->part_num = fdisk_partition_get_partno (pa) + 1;
  ret->part_start = fdisk_partition_get_start (pa) * sector_size;
  ret->part_size = fdisk_partition_get_size (pa) * sector_size;
  ret->part_end = ret->part_start + ret->part_size - 1;
}

static int
fdisk_list (const char *device, struct guestfs_partition_list *ret)
{
  CLEANUP_PARTTABLE struct parttable d = PARTTABLE_INIT (device);
  size_t i, n;

  if (parttable_open (&d, false) == -1)
    return -1;
  n = fdisk_table_get_nents (d.before);
  ret->val = calloc (n + 1, sizeof *ret->val);
  if (ret->val == NULL) {
    reply_with_perror ("calloc");
    return -1;
  }
  for (i = 0; i < n; ++i)
    copy_partition (fdisk_table_get_partition (d.before, i),
                    fdisk_get_sector_size (d.cxt), &ret->val[i]);
  ret->len = n;
  return 0;
}

static int
compare_partitions (const void *va, const void *vb)
{
  const struct guestfs_partition *a = va, *b = vb;

  return (a->part_start > b->part_start) - (a->part_start < b->part_start);
}

struct guestfs_partition_list *
do_part_list (const char *device)
{
  struct guestfs_partition_list *ret;
  int rc = parttable_is_ours (device);

  if (rc == -1)
    return NULL;
  ret = calloc (1, sizeof *ret);
  if (ret == NULL) {
    reply_with_perror ("calloc");
    return NULL;
  }
  rc = rc ? fdisk_list (device, ret) : parted_list (device, ret);
  if (rc == -1) {
    free (ret->val);
    free (ret);
    return NULL;
  }
  qsort (ret->val, ret->len, sizeof *ret->val, compare_partitions);
  return ret;
}

char *
do_part_to_dev (const char *partition)
{
  return partition_disk (partition);
}

int
do_part_to_partnum (const char *partition)
{
  CLEANUP_FREE char *path = partition_sysfs (partition), *attribute = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;
  int partnum;

  if (path == NULL)
    return -1;
  if (asprintf (&attribute, "%s/partition", path) == -1
      || (fp = fopen (attribute, "re")) == NULL
      || fscanf (fp, "%d", &partnum) != 1) {
    reply_with_perror ("%s: reading its number", partition);
    return -1;
  }
  return partnum;
}
