/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading and writing an MBR or a GPT in this process, with libfdisk. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <blkid/blkid.h>

#include "device.h"
#include "parttable.h"

void
parttable_done (struct parttable *d)
{
  fdisk_unref_table (d->before);
  fdisk_unref_context (d->cxt);
  free (d->message);
}

void
parttable_partition_done (struct fdisk_partition **pa)
{
  fdisk_unref_partition (*pa);
}

/* libfdisk is made to talk to a person.  Questions are refused; warnings
 * are kept, because they say more than the error code. */
static int
on_ask (struct fdisk_context *cxt __attribute__ ((unused)),
        struct fdisk_ask *ask, void *opaque)
{
  struct parttable *d = opaque;
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

int
parttable_error (const struct parttable *d, int rc, const char *what)
{
  if (d->message)
    reply_with_error_errno (-rc, "%s: %s: %s", d->device, what, d->message);
  else
    reply_with_perror_errno (-rc, "%s: %s", d->device, what);
  return -1;
}

/* Unlike libfdisk, libblkid tells the boot sector of a FAT file system from
 * an MBR. */
int
parttable_probe (const char *device, char **ret_type)
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
  else
    type = NULL;
  blkid_free_probe (pr);
  if (type == NULL || *ret_type != NULL)
    return 0;
  reply_with_perror_errno (ENOMEM, "%s", device);
  return -1;
}

bool
parttable_is_known (const char *type)
{
  return type && (strcmp (type, "dos") == 0 || strcmp (type, "gpt") == 0);
}

int
parttable_is_ours (const char *device)
{
  CLEANUP_FREE char *type = NULL;

  if (parttable_probe (device, &type) == -1)
    return -1;
  return parttable_is_known (type);
}

int
parttable_assign (struct parttable *d, bool writable)
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
    return parttable_error (d, rc, "reading the partition table");
  return 0;
}

int
parttable_open (struct parttable *d, bool writable)
{
  int rc = parttable_is_ours (d->device);

  if (rc == -1)
    return -1;
  if (rc == 0) {
    reply_with_error_errno (EINVAL, "%s: no MBR or GPT partition table here: "
                            "create one with part_init", d->device);
    return -1;
  }
  if (parttable_assign (d, writable) == -1)
    return -1;
  d->gpt = fdisk_is_label (d->cxt, GPT);
  rc = fdisk_get_partitions (d->cxt, &d->before);
  if (rc < 0)
    return parttable_error (d, rc, "reading the partitions");
  return 0;
}

int
parttable_need_gpt (const struct parttable *d)
{
  if (d->gpt)
    return 0;
  reply_with_error_errno (EINVAL, "%s: this needs a GPT partition table and "
                          "the disk has an MBR", d->device);
  return -1;
}

int
parttable_need_mbr (const struct parttable *d)
{
  if (!d->gpt)
    return 0;
  reply_with_error_errno (EINVAL, "%s: this needs an MBR partition table and "
                          "the disk has a GPT", d->device);
  return -1;
}

/* False when something on the disk is in use. */
static bool
kernel_reads_all (const struct parttable *d)
{
  CLEANUP_CLOSE int fd = open (d->device, O_RDONLY | O_CLOEXEC);

  if (fd == -1 || ioctl (fd, BLKRRPART) == -1)
    return false;
  adopt_partitions (d->device);
  return true;
}

int
parttable_commit (struct parttable *d)
{
  int rc = fdisk_write_disklabel (d->cxt);

  if (rc < 0)
    return parttable_error (d, rc, "writing the partition table");
  if (kernel_reads_all (d))
    return 0;
  rc = fdisk_reread_changes (d->cxt, d->before);
  if (rc < 0)
    return parttable_error (d, rc, "telling the kernel of the partitions");
  return 0;
}

/* The partition with this number, counted from 1. */
static int
get_partition (struct parttable *d, int partnum,
               struct fdisk_partition **ret_pa)
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
    return parttable_error (d, rc, "reading a partition");
  return 0;
}

int
parttable_open_partition (struct parttable *d, bool writable, int partnum,
                          struct fdisk_partition **ret_pa)
{
  if (parttable_open (d, writable) == -1)
    return -1;
  return get_partition (d, partnum, ret_pa);
}
