/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Partition tables and partitions.
 *
 * MBR and GPT are read and written in this process by libfdisk.  The rare
 * other kinds (Mac, Sun, Amiga, …) are left to parted.
 */

#include <ctype.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <blkid/blkid.h>
#include <libfdisk/libfdisk.h>

#include "daemon.h"

#define ESP_GUID "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"
#define LINUX_GUID "0FC63DAF-8483-4772-8E79-3D69D8477DE4"
#define MBR_EXTENDED 0x05

/* part_disk leaves this many sectors free at either end, for boot loaders,
 * the backup GPT and alignment. */
#define MARGIN 128

/* ---- A disk with an MBR or a GPT ---- */

struct disk {
  const char *device;           /* borrowed */
  struct fdisk_context *cxt;
  struct fdisk_table *before;   /* as the kernel knows it */
  char *message;                /* the last complaint of libfdisk */
  bool gpt;
};
#define DISK_INIT(device) { (device), NULL, NULL, NULL, false }

static void
disk_done (struct disk *d)
{
  fdisk_unref_table (d->before);
  fdisk_unref_context (d->cxt);
  free (d->message);
}
#define CLEANUP_DISK __attribute__ ((cleanup (disk_done)))

static void
partition_done (struct fdisk_partition **pa)
{
  fdisk_unref_partition (*pa);
}
#define CLEANUP_PARTITION __attribute__ ((cleanup (partition_done)))

/* libfdisk is made to talk to a person.  Questions are refused; warnings
 * are kept, because they say more than the error code. */
static int
on_ask (struct fdisk_context *cxt __attribute__ ((unused)),
        struct fdisk_ask *ask, void *opaque)
{
  struct disk *d = opaque;
  const char *text;

  switch (fdisk_ask_get_type (ask)) {
  case FDISK_ASKTYPE_INFO:
    return 0;
  case FDISK_ASKTYPE_WARN:
  case FDISK_ASKTYPE_WARNX:
    text = fdisk_ask_print_get_mesg (ask);
    free (d->message);
    d->message = text ? strdup (text) : NULL;
    return 0;
  default:
    return -EINVAL;
  }
}

/* rc is what libfdisk returned: a negative errno. */
static int
disk_error (const struct disk *d, int rc, const char *what)
{
  if (d->message)
    reply_with_error_errno (-rc, "%s: %s: %s", d->device, what, d->message);
  else
    reply_with_perror_errno (-rc, "%s: %s", d->device, what);
  return -1;
}

/* What kind of table there is, by libblkid's name; NULL in *ret_type when
 * it finds none.  Unlike libfdisk it tells the boot sector of a FAT file
 * system from an MBR. */
static int
probe_table (const char *device, char **ret_type)
{
  const char *type;
  blkid_probe pr = blkid_new_probe_from_filename (device);

  if (pr == NULL) {
    reply_with_perror ("%s", device);
    return -1;
  }
  blkid_probe_enable_superblocks (pr, 0);
  blkid_probe_enable_partitions (pr, 1);
  *ret_type = NULL;
  if (blkid_do_fullprobe (pr) == 0
      && blkid_probe_lookup_value (pr, "PTTYPE", &type, NULL) == 0)
    *ret_type = strdup (type);
  blkid_free_probe (pr);
  return 0;
}

static bool
is_mbr_or_gpt (const char *type)
{
  return type && (strcmp (type, "dos") == 0 || strcmp (type, "gpt") == 0);
}

/* 1 when libfdisk is to work on this disk, 0 when parted, -1 on error. */
static int
is_ours (const char *device)
{
  CLEANUP_FREE char *type = NULL;

  if (probe_table (device, &type) == -1)
    return -1;
  return is_mbr_or_gpt (type);
}

static int
disk_assign (struct disk *d, bool writable)
{
  int rc;

  d->cxt = fdisk_new_context ();
  if (d->cxt == NULL) {
    reply_with_perror ("fdisk_new_context");
    return -1;
  }
  fdisk_set_ask (d->cxt, on_ask, d);
  rc = fdisk_assign_device (d->cxt, d->device, !writable);
  if (rc < 0)
    return disk_error (d, rc, "reading the partition table");
  return 0;
}

/* Opens the table that is on the disk; an error if it is another kind. */
static int
disk_open (struct disk *d, bool writable)
{
  int rc = is_ours (d->device);

  if (rc == -1)
    return -1;
  if (rc == 0) {
    reply_with_error_errno (EINVAL, "%s: no MBR or GPT partition table here: "
                            "create one with part_init", d->device);
    return -1;
  }
  if (disk_assign (d, writable) == -1)
    return -1;
  d->gpt = fdisk_is_label (d->cxt, GPT);
  rc = fdisk_get_partitions (d->cxt, &d->before);
  if (rc < 0)
    return disk_error (d, rc, "reading the partitions");
  return 0;
}

static int
need_gpt (const struct disk *d)
{
  if (d->gpt)
    return 0;
  reply_with_error_errno (EINVAL, "%s: this needs a GPT partition table and "
                          "the disk has an MBR", d->device);
  return -1;
}

static int
need_mbr (const struct disk *d)
{
  if (!d->gpt)
    return 0;
  reply_with_error_errno (EINVAL, "%s: this needs an MBR partition table and "
                          "the disk has a GPT", d->device);
  return -1;
}

/* Writes the table and tells the kernel only what is different, so that
 * other partitions of the disk may be in use. */
static int
disk_commit (struct disk *d)
{
  int rc = fdisk_write_disklabel (d->cxt);

  if (rc < 0)
    return disk_error (d, rc, "writing the partition table");
  rc = fdisk_reread_changes (d->cxt, d->before);
  if (rc < 0)
    return disk_error (d, rc, "telling the kernel of the partitions");
  return 0;
}

/* The partition with this number, counted from 1. */
static int
get_partition (struct disk *d, int partnum, struct fdisk_partition **ret_pa)
{
  int rc;

  if (partnum < 1 || !fdisk_is_partition_used (d->cxt, partnum - 1)) {
    reply_with_error_errno (partnum < 1 ? EINVAL : ENOENT,
                            "%s: there is no partition %d",
                            d->device, partnum);
    return -1;
  }
  rc = fdisk_get_partition (d->cxt, partnum - 1, ret_pa);
  if (rc < 0)
    return disk_error (d, rc, "reading a partition");
  return 0;
}

/* disk_open and get_partition in one; what most actions start with. */
static int
open_partition (struct disk *d, bool writable, int partnum,
                struct fdisk_partition **ret_pa)
{
  if (disk_open (d, writable) == -1)
    return -1;
  return get_partition (d, partnum, ret_pa);
}

/* ---- Other kinds of tables: parted ---- */

static char *
parted_print (const char *device)
{
  char *out;

  if (run (&out, "parted", "-s", "-m", "--", device, "unit", "b", "print",
           NULL) == -1)
    return NULL;
  return out;
}

/* Field n (from 0) of a line of machine-readable output. */
static char *
parted_field (const char *line, int n)
{
  while (n-- > 0) {
    line = strchr (line, ':');
    if (line == NULL)
      return NULL;
    line++;
  }
  return strndup (line, strcspn (line, ":;\n"));
}

/* The second line describes the disk; its sixth field is the kind. */
static char *
parted_parttype (const char *device)
{
  CLEANUP_FREE char *out = parted_print (device);
  const char *line;
  char *type = NULL;

  if (out == NULL)
    return NULL;
  line = strchr (out, '\n');
  if (line)
    type = parted_field (line + 1, 5);
  if (type == NULL)
    reply_with_error ("%s: parted printed no kind of partition table", device);
  return type;
}

static int
parted_run (const char *device, const char *const *words)
{
  const char *argv[16] = { "parted", "-s", "--", device };
  size_t n = 4;

  while (*words && n < 15)
    argv[n++] = *words++;
  if (run_argv (NULL, argv) == -1)
    return -1;
  return reread_partitions (device);
}

static int
parted_add (const char *device, const char *type, int64_t start, int64_t end)
{
  CLEANUP_FREE char *s = NULL, *e = NULL;

  if (asprintf (&s, "%" PRIi64 "s", start) == -1
      || asprintf (&e, "%" PRIi64 "s", end) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return parted_run (device, (const char *[]) { "unit", "s", "mkpart", type,
                                                s, e, NULL });
}

/* "3:1048576B:2097151B:…": false for a line that is not a partition. */
static bool
parse_parted_partition (const char *line, struct guestfs_partition *ret)
{
  long long start, end, size;
  int num;

  if (sscanf (line, "%d:%lldB:%lldB:%lldB", &num, &start, &end, &size) != 4)
    return false;
  ret->part_num = num;
  ret->part_start = start;
  ret->part_end = end;
  ret->part_size = size;
  return true;
}

static int
parted_list (const char *device, struct guestfs_partition_list *ret)
{
  CLEANUP_FREE char *out = parted_print (device);
  CLEANUP_FREE_STRING_LIST char **lines = NULL;
  size_t i;

  if (out == NULL || (lines = split_lines (out)) == NULL)
    return -1;
  ret->val = calloc (string_list_length (lines) + 1, sizeof *ret->val);
  if (ret->val == NULL) {
    reply_with_perror ("calloc");
    return -1;
  }
  for (i = 2; i < string_list_length (lines); ++i)
    if (parse_parted_partition (lines[i], &ret->val[ret->len]))
      ret->len++;
  return 0;
}

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
create_gpt (struct disk *d)
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
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  int rc;

  if (disk_assign (&d, true) == -1)
    return -1;
  /* Old signatures would otherwise be found beside the new table. */
  fdisk_enable_wipe (d.cxt, 1);
  rc = strcmp (label, "gpt") == 0 ? create_gpt (&d)
    : fdisk_create_disklabel (d.cxt, label);
  if (rc < 0)
    return disk_error (&d, rc, "creating the partition table");
  rc = fdisk_write_disklabel (d.cxt);
  if (rc < 0)
    return disk_error (&d, rc, "writing the partition table");
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
real_end (const struct disk *d, int64_t endsect)
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
inside_extended (const struct disk *d, uint64_t sector)
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
check_kind (const struct disk *d, char kind, int64_t start)
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
set_extended (struct disk *d, struct fdisk_partition *pa)
{
  struct fdisk_label *label = fdisk_get_label (d->cxt, NULL);
  struct fdisk_parttype *type =
    fdisk_label_get_parttype_from_code (label, MBR_EXTENDED);

  return type ? fdisk_partition_set_type (pa, type) : -EINVAL;
}

/* Without a number libfdisk asks whether a partition of an MBR is to be
 * primary, although all four of them may be taken: ENOSPC then. */
static int
choose_number (struct disk *d, char kind, struct fdisk_partition *pa)
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
add_partition (struct disk *d, char kind, int64_t start, int64_t end)
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
check_range (const struct disk *d, int64_t start, int64_t end)
{
  int64_t n = fdisk_get_nsectors (d->cxt);

  if (start >= 0 && start <= end && end < n)
    return 0;
  reply_with_error_errno (EINVAL, "%s: sectors %" PRIi64 " to %" PRIi64
                          " do not make a partition on a disk of %" PRIi64
                          " sectors", d->device, start, end, n);
  return -1;
}

static int
fdisk_add (const char *device, char kind, int64_t startsect, int64_t endsect)
{
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  int rc;

  if (disk_open (&d, true) == -1)
    return -1;
  endsect = real_end (&d, endsect);
  if (check_range (&d, startsect, endsect) == -1
      || check_kind (&d, kind, startsect) == -1)
    return -1;
  rc = add_partition (&d, kind, startsect, endsect);
  if (rc < 0)
    return disk_error (&d, rc, "these sectors are not free, or all "
                       "partition numbers are taken");
  return disk_commit (&d);
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
  switch (is_ours (device)) {
  case -1:
    return -1;
  case 0:
    return parted_add (device, kind == 'l' ? "logical" : kind == 'e'
                       ? "extended" : "primary", startsect, endsect);
  default:
    return fdisk_add (device, kind, startsect, endsect);
  }
}

int
do_part_disk (const char *device, const char *parttype)
{
  if (do_part_init (device, parttype) == -1)
    return -1;
  return do_part_add (device, "p", MARGIN, -MARGIN);
}

static int
parted_del (const char *device, int partnum)
{
  CLEANUP_FREE char *n = NULL;

  if (asprintf (&n, "%d", partnum) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return parted_run (device, (const char *[]) { "rm", n, NULL });
}

int
do_part_del (const char *device, int partnum)
{
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  int rc = is_ours (device);

  if (rc == -1)
    return -1;
  if (rc == 0)
    return parted_del (device, partnum);
  if (open_partition (&d, true, partnum, &pa) == -1)
    return -1;
  rc = fdisk_delete_partition (d.cxt, partnum - 1);
  if (rc < 0)
    return disk_error (&d, rc, "deleting a partition");
  return disk_commit (&d);
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
check_resize (const struct disk *d, struct fdisk_partition *pa, uint64_t end)
{
  size_t i, n = fdisk_table_get_nents (d->before);

  for (i = 0; i < n; ++i) {
    struct fdisk_partition *o = fdisk_table_get_partition (d->before, i);
    size_t partno = fdisk_partition_get_partno (o);

    if (partno == fdisk_partition_get_partno (pa) || may_end_at (pa, o, end))
      continue;
    reply_with_error_errno (EINVAL, "%s: partition %zu is in the way of an end "
                            "at sector %" PRIu64, d->device, partno + 1, end);
    return -1;
  }
  return 0;
}

int
do_part_resize (const char *device, int partnum, int64_t endsect)
{
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  int64_t start;
  int rc;

  if (open_partition (&d, true, partnum, &pa) == -1)
    return -1;
  start = fdisk_partition_get_start (pa);
  endsect = real_end (&d, endsect);
  if (check_range (&d, start, endsect) == -1
      || check_resize (&d, pa, endsect) == -1)
    return -1;
  fdisk_partition_set_size (pa, endsect - start + 1);
  fdisk_partition_size_explicit (pa, 1);
  rc = fdisk_set_partition (d.cxt, partnum - 1, pa);
  if (rc < 0)
    return disk_error (&d, rc, "resizing a partition");
  return disk_commit (&d);
}

/* ---- Reading ---- */

char *
do_part_get_parttype (const char *device)
{
  CLEANUP_FREE char *type = NULL;
  const char *name;
  char *ret;

  if (probe_table (device, &type) == -1)
    return NULL;
  if (!is_mbr_or_gpt (type))
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
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  size_t i, n;

  if (disk_open (&d, false) == -1)
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

  return (a->part_num > b->part_num) - (a->part_num < b->part_num);
}

struct guestfs_partition_list *
do_part_list (const char *device)
{
  struct guestfs_partition_list *ret;
  int rc = is_ours (device);

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

/* The path below /sys of the device's partition, NULL when it is not one. */
static char *
sysfs_partition (const char *partition)
{
  CLEANUP_FREE char *attribute = NULL;
  char *path;
  struct stat st;

  if (stat (partition, &st) == -1) {
    reply_with_perror ("%s", partition);
    return NULL;
  }
  if (asprintf (&path, "/sys/dev/block/%u:%u", major (st.st_rdev),
                minor (st.st_rdev)) == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  if (asprintf (&attribute, "%s/partition", path) >= 0
      && access (attribute, F_OK) == 0)
    return path;
  reply_with_error_errno (EINVAL, "%s: not a partition", partition);
  free (path);
  return NULL;
}

char *
do_part_to_dev (const char *partition)
{
  CLEANUP_FREE char *path = sysfs_partition (partition), *real = NULL;
  char *slash, *ret;

  if (path == NULL)
    return NULL;
  real = realpath (path, NULL);         /* …/block/sda/sda1 */
  if (real == NULL) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  slash = strrchr (real, '/');
  *slash = '\0';
  slash = strrchr (real, '/');
  if (asprintf (&ret, "/dev/%s", slash + 1) == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  return ret;
}

int
do_part_to_partnum (const char *partition)
{
  CLEANUP_FREE char *path = sysfs_partition (partition), *attribute = NULL;
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
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;

  if (open_partition (&d, false, partnum, &pa) == -1)
    return -1;
  if (d.gpt)
    return strcasecmp (type_guid (pa), ESP_GUID) == 0;
  return fdisk_partition_is_bootable (pa) == 1;
}

/* At most one partition of an MBR is active: firmware boots that one. */
static int
set_active (struct disk *d, size_t wanted, bool active)
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
      return disk_error (d, rc, "changing the bootable flag");
  }
  return 0;
}

static int
set_type_guid (struct disk *d, size_t partno, const char *guid)
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
    return disk_error (d, rc, "changing the type");
  return 0;
}

static int
set_gpt_bootable (struct disk *d, struct fdisk_partition *pa, bool bootable)
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
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  int rc;

  if (open_partition (&d, true, partnum, &pa) == -1)
    return -1;
  rc = d.gpt ? set_gpt_bootable (&d, pa, bootable)
    : set_active (&d, partnum - 1, bootable);
  return rc == -1 ? -1 : disk_commit (&d);
}

/* ---- MBR ---- */

int
do_part_get_mbr_id (const char *device, int partnum)
{
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;

  if (open_partition (&d, false, partnum, &pa) == -1 || need_mbr (&d) == -1)
    return -1;
  return fdisk_parttype_get_code (fdisk_partition_get_type (pa));
}

int
do_part_set_mbr_id (const char *device, int partnum, int idbyte)
{
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  struct fdisk_parttype *type;
  int rc;

  if (idbyte < 1 || idbyte > 0xff) {
    reply_with_error_errno (EINVAL, "%s: 0x%x is not a type of partition: "
                            "give 1 to 255", device, (unsigned) idbyte);
    return -1;
  }
  if (open_partition (&d, true, partnum, &pa) == -1 || need_mbr (&d) == -1)
    return -1;
  type = fdisk_new_unknown_parttype (idbyte, NULL);
  if (type == NULL) {
    reply_with_perror ("fdisk_new_unknown_parttype");
    return -1;
  }
  rc = fdisk_set_partition_type (d.cxt, partnum - 1, type);
  fdisk_unref_parttype (type);
  if (rc < 0)
    return disk_error (&d, rc, "changing the type");
  return disk_commit (&d);
}

char *
do_part_get_mbr_part_type (const char *device, int partnum)
{
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  char *ret;

  if (open_partition (&d, false, partnum, &pa) == -1 || need_mbr (&d) == -1)
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
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_FREE char *id = NULL;
  int rc;

  if (disk_open (&d, false) == -1 || need_gpt (&d) == -1)
    return NULL;
  rc = fdisk_get_disklabel_id (d.cxt, &id);
  if (rc < 0) {
    disk_error (&d, rc, "reading the disk's GUID");
    return NULL;
  }
  return dup_upper (id);
}

int
do_part_set_disk_guid (const char *device, const char *guid)
{
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  int rc;

  if (disk_open (&d, true) == -1 || need_gpt (&d) == -1)
    return -1;
  rc = fdisk_set_disklabel_id_from_string (d.cxt, guid);
  if (rc < 0)
    return disk_error (&d, rc, "changing the disk's GUID");
  return disk_commit (&d);
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
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  uint64_t attributes;
  int rc;

  if (open_partition (&d, false, partnum, &pa) == -1 || need_gpt (&d) == -1)
    return -1;
  rc = fdisk_gpt_get_partition_attrs (d.cxt, partnum - 1, &attributes);
  if (rc < 0)
    return disk_error (&d, rc, "reading the attributes");
  return (int64_t) attributes;
}

int
do_part_set_gpt_attributes (const char *device, int partnum,
                            int64_t attributes)
{
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  int rc;

  if (open_partition (&d, true, partnum, &pa) == -1 || need_gpt (&d) == -1)
    return -1;
  rc = fdisk_gpt_set_partition_attrs (d.cxt, partnum - 1,
                                      (uint64_t) attributes);
  if (rc < 0)
    return disk_error (&d, rc, "changing the attributes");
  return disk_commit (&d);
}

char *
do_part_get_gpt_guid (const char *device, int partnum)
{
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;

  if (open_partition (&d, false, partnum, &pa) == -1 || need_gpt (&d) == -1)
    return NULL;
  return dup_upper (fdisk_partition_get_uuid (pa));
}

/* Gives a partition what the template has set. */
static int
change_partition (struct disk *d, int partnum, struct fdisk_partition *change,
                  const char *what)
{
  int rc = fdisk_set_partition (d->cxt, partnum - 1, change);

  if (rc < 0)
    return disk_error (d, rc, what);
  return disk_commit (d);
}

int
do_part_set_gpt_guid (const char *device, int partnum, const char *guid)
{
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL, *change = NULL;

  if (open_partition (&d, true, partnum, &pa) == -1 || need_gpt (&d) == -1)
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
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;

  if (open_partition (&d, false, partnum, &pa) == -1 || need_gpt (&d) == -1)
    return NULL;
  return dup_upper (type_guid (pa));
}

int
do_part_set_gpt_type (const char *device, int partnum, const char *guid)
{
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;

  if (open_partition (&d, true, partnum, &pa) == -1 || need_gpt (&d) == -1
      || set_type_guid (&d, partnum - 1, guid) == -1)
    return -1;
  return disk_commit (&d);
}

static int
need_names (const struct disk *d)
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
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL;
  const char *name;
  char *ret;

  if (open_partition (&d, false, partnum, &pa) == -1 || need_names (&d) == -1)
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
  CLEANUP_DISK struct disk d = DISK_INIT (device);
  CLEANUP_PARTITION struct fdisk_partition *pa = NULL, *change = NULL;

  if (open_partition (&d, true, partnum, &pa) == -1 || need_names (&d) == -1)
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
  CLEANUP_DISK struct disk d = DISK_INIT (device);

  if (disk_open (&d, true) == -1 || need_gpt (&d) == -1)
    return -1;
  fdisk_label_set_changed (fdisk_get_label (d.cxt, NULL), 1);
  return disk_commit (&d);
}
