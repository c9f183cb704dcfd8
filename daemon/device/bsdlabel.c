/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The partitions of a disk that was given to a BSD as a whole.
 *
 * It begins with the BSD's boot block, which has an MBR with one partition that
 * starts at sector 0 and may be longer than the disk, and the BSD's own label
 * behind it.  The kernel finds what the label calls a file system, but not
 * what makefs and older tools leave without a type.  Those partitions get the
 * numbers that the kernel would have used.
 */

#include "config.h"

#include <endian.h>
#include <linux/blkpg.h>
#include <linux/fs.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "call.h"
#include "device.h"

#define SECTOR 512
#define LABEL_MAGIC 0x82564557
#define LABEL_PARTITIONS 8
/* The third partition stands for the whole disk. */
#define RAW_PARTITION 2
/* The kernel counts partitions in a label after the four of an MBR. */
#define FIRST_NUMBER 5

struct mbr {
  unsigned char code[446];
  struct {
    unsigned char active, first_chs[3], type, last_chs[3];
    uint32_t start, sectors;
  } __attribute__ ((packed)) entries[4];
  unsigned char magic[2];
} __attribute__ ((packed));

struct bsd_label {
  uint32_t magic;
  unsigned char ignored_1[36];
  uint32_t sector_size;
  unsigned char ignored_2[88];
  uint32_t magic_again;
  uint16_t checksum, nr_partitions;
  uint32_t boot_size, superblock_size;
  struct {
    uint32_t sectors, start, fragment_size;
    uint8_t type, fragments;
    uint16_t cylinders;
  } partitions[LABEL_PARTITIONS];
} __attribute__ ((packed));

_Static_assert (sizeof (struct bsd_label) <= SECTOR, "label");
_Static_assert (sizeof (struct mbr) == SECTOR, "mbr");
_Static_assert (offsetof (struct bsd_label, magic_again) == 132, "magic");
_Static_assert (offsetof (struct bsd_label, partitions) == 148, "partitions");

/* FreeBSD, OpenBSD, NetBSD */
static bool
is_bsd_type (unsigned char type)
{
  return type == 0xa5 || type == 0xa6 || type == 0xa9;
}

/* The number of the partition that holds the MBR itself, or 0. */
static int
whole_disk_partition (const struct mbr *mbr)
{
  if (mbr->magic[0] != 0x55 || mbr->magic[1] != 0xaa)
    return 0;
  for (int i = 0; i < 4; ++i)
    if (is_bsd_type (mbr->entries[i].type) && mbr->entries[i].start == 0
        && mbr->entries[i].sectors != 0)
      return i + 1;
  return 0;
}

static bool
is_label (const struct bsd_label *label)
{
  return le32toh (label->magic) == LABEL_MAGIC
    && le32toh (label->magic_again) == LABEL_MAGIC
    && le32toh (label->sector_size) == SECTOR;
}

/* Is there one of those that come from a label? */
static bool
kernel_knows_label (const char *disk)
{
  CLEANUP_FREE_STRING_LIST char **all = device_list_partitions ();

  for (size_t i = 0; all && all[i]; ++i) {
    const char *number = partition_number (all[i], disk);

    if (number && atoi (number) >= FIRST_NUMBER)
      return true;
  }
  return false;
}

static int
tell_kernel (int fd, int op, int number, int64_t start, int64_t sectors)
{
  struct blkpg_partition p = {
    .start = start * SECTOR, .length = sectors * SECTOR, .pno = number
  };
  struct blkpg_ioctl_arg arg = {
    .op = op, .datalen = sizeof p, .data = &p
  };

  return ioctl (fd, BLKPG, &arg);
}

/* The kernel refuses what reaches beyond the disk. */
static int
add_label_partitions (int fd, const struct bsd_label *label)
{
  int number = FIRST_NUMBER;

  for (int i = 0; i < LABEL_PARTITIONS && i < le16toh (label->nr_partitions);
       ++i) {
    const int64_t sectors = le32toh (label->partitions[i].sectors);

    if (i != RAW_PARTITION && sectors > 0
        && tell_kernel (fd, BLKPG_ADD_PARTITION, number,
                        le32toh (label->partitions[i].start), sectors) == 0)
      number++;
  }
  return number - FIRST_NUMBER;
}

/* Nothing is written.  Partitions may not overlap, so the one that is the
 * whole disk goes, unless there is nothing to put in its place. */
void
adopt_bsd_label (int fd, const char *disk, const unsigned char *start)
{
  const struct mbr *mbr = (const void *) start;
  const struct bsd_label *label = (const void *) (start + SECTOR);
  const int whole = whole_disk_partition (mbr);

  if (whole == 0 || !is_label (label) || kernel_knows_label (disk)
      || tell_kernel (fd, BLKPG_DEL_PARTITION, whole, 0, 0) == -1)
    return;
  if (add_label_partitions (fd, label) > 0)
    debug ("%s: partitions from a BSD label", disk);
  else
    ioctl (fd, BLKRRPART);
}
