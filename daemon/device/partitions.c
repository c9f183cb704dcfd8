/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The partitions that the kernel knows: reading the table again, and a GPT of
 * which only the backup, at the end of the disk, is sound.
 *
 * The kernel looks at the backup only when its command line says so, and then
 * also on disks that have an MBR by now and an old GPT.  So the kernel is given
 * the partitions here, if the MBR says that there must be a GPT.
 */

#include "config.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <libfdisk/libfdisk.h>

#include "call.h"
#include "device.h"

#define SECTOR 512
/* How long somebody may have the device open for a moment. */
#define BUSY_MS 2000
#define MBR_TABLE 446
#define MBR_ENTRY 16
#define TYPE_OFFSET 4
#define PROTECTIVE 0xee

static bool
is_protective (const unsigned char mbr[SECTOR])
{
  if (mbr[SECTOR - 2] != 0x55 || mbr[SECTOR - 1] != 0xaa)
    return false;
  for (size_t i = 0; i < 4; ++i)
    if (mbr[MBR_TABLE + i * MBR_ENTRY + TYPE_OFFSET] == PROTECTIVE)
      return true;
  return false;
}

static bool
has_partitions (const char *disk)
{
  CLEANUP_FREE_STRING_LIST char **all = device_list_partitions ();

  for (size_t i = 0; all && all[i]; ++i)
    if (partition_number (all[i], disk))
      return true;
  return false;
}

/* Nothing is written: the device is assigned read-only. */
static void
adopt_backup_gpt (const char *disk)
{
  struct fdisk_table *none = NULL;
  struct fdisk_context *cxt;

  if (has_partitions (disk))
    return;
  cxt = fdisk_new_context ();
  none = fdisk_new_table ();
  if (cxt && none && fdisk_assign_device (cxt, disk, 1) == 0
      && fdisk_is_label (cxt, GPT) && fdisk_reread_changes (cxt, none) == 0
      && has_partitions (disk))
    debug ("%s: partitions from the backup of the GPT", disk);
  fdisk_unref_table (none);
  fdisk_unref_context (cxt);
}

/* The kernel has just read these sectors: it costs nothing. */
void
adopt_partitions (const char *disk)
{
  CLEANUP_CLOSE int fd = open (disk, O_RDONLY | O_CLOEXEC);
  unsigned char start[2 * SECTOR];

  if (fd == -1 || pread (fd, start, sizeof start, 0) != sizeof start)
    return;
  if (is_protective (start))
    adopt_backup_gpt (disk);
  else
    adopt_bsd_label (fd, disk, start);
}

/* ---- Reading the table again ---- */

/* Nodes come and go before the ioctl returns.  Whoever has the device open
 * for a moment (a probe that has just ended) makes it busy. */
static int
reread_until (int fd, int64_t deadline_ms)
{
  int r;

  while ((r = ioctl (fd, BLKRRPART)) == -1 && errno == EBUSY
         && monotonic_ms () < deadline_ms)
    sleep_ms (20);
  return r;
}

int
reread_partitions (const char *device)
{
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_CLOEXEC);
  int r;

  if (fd == -1) {
    reply_with_perror ("%s", device);
    return -1;
  }
  r = reread_until (fd, monotonic_ms () + BUSY_MS);
  if (r == 0 || errno == EINVAL || errno == ENOTTY) {
    adopt_partitions (device);
    return 0;                   /* those cannot be partitioned */
  }
  if (errno == EBUSY)
    reply_with_error_errno (EBUSY, "%s: the kernel cannot read the partition "
                            "table again while something on the disk is in "
                            "use: unmount or deactivate it first", device);
  else
    reply_with_perror ("%s: partition table could not be re-read", device);
  return -1;
}
