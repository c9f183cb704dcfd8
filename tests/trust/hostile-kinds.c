/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is damaged: small images, made in the appliance by the tools that make
 * them everywhere. */

#include <config.h>

#include "hostile.h"

#define FILL                                                            \
  " && mkdir -p /run/m && mount $M $D /run/m && cd /run/m"              \
  " && mkdir -p d/e/f && echo text > d/text && ln -s d/text link"       \
  " && for i in $(seq 60); do echo $i > d/e/a-longer-name-$i; done"     \
  " && seq 20000 > big && truncate -s 3000000 big && cp big d/e/f/copy" \
  " && cd / && umount /run/m"
#define FILL_FAT                                                        \
  " && mkdir -p /run/m && mount $D /run/m && cd /run/m"                 \
  " && mkdir -p d/e/f && echo text > d/text"                            \
  " && for i in $(seq 60); do echo $i > d/e/a-longer-name-$i; done"     \
  " && seq 20000 > big && cd / && umount /run/m"
#define QUICK " -q --pbkdf=pbkdf2 --pbkdf-force-iterations=1000 --key-file=-"

/* Those without checksums, or with checksums that are made right again, get
 * further than the others. */
const struct kind kinds[] = {
  { "ext4", 16, "ext4", "mkfs.ext4 -q -b 1024 $D" FILL, NULL,
    try_filesystem },
  { "ext4-plain", 16, "ext4",
    "mkfs.ext4 -q -b 1024 -O ^metadata_csum $D" FILL, NULL, try_filesystem },
  { "ext2", 8, "ext2", "mkfs.ext2 -q -b 1024 $D" FILL, NULL, try_filesystem },
  { "xfs", 320, "xfs", "mkfs.xfs -q $D" FILL, NULL, try_filesystem },
  { "xfs-plain", 320, "xfs", "mkfs.xfs -q -m crc=0 $D" FILL, NULL,
    try_filesystem },
  { "btrfs", 128, "btrfs", "mkfs.btrfs -q $D" FILL, NULL, try_filesystem },
  { "btrfs-repaired", 128, "btrfs", "mkfs.btrfs -q $D" FILL, repair_btrfs,
    try_filesystem },
  { "ntfs", 16, "ntfs", "mkntfs -q -Q -F $D && M='-t ntfs-3g'" FILL, NULL,
    try_filesystem },
  { "vfat", 16, "vfat", "mkfs.vfat $D" FILL_FAT, NULL, try_filesystem },
  { "mbr", 8, NULL,
    "(echo 2048,2048; echo 4096,,E; echo 6144,2048; echo 12000,1000)"
    " | sfdisk -q -X dos $D", NULL, try_table },
  { "gpt", 8, NULL, "(echo 2048,2048; echo 4096,2048) | sfdisk -q -X gpt $D",
    NULL, try_table },
  { "gpt-repaired", 8, NULL,
    "(echo 2048,2048; echo 4096,2048) | sfdisk -q -X gpt $D", repair_gpt,
    try_table },
  { "lvm", 16, NULL,
    "lvm pvcreate -q $D && lvm vgcreate -q VG $D && lvm lvcreate -q -y -n LV "
    "-L 4M VG && lvm vgchange -q -an VG", NULL, try_lvm },
  { "luks1", 8, NULL,
    "echo -n key | cryptsetup luksFormat --type luks1" QUICK " $D", NULL,
    try_luks },
  { "luks2", 24, NULL, "echo -n key | cryptsetup luksFormat" QUICK " $D",
    NULL, try_luks },
};
const size_t nr_kinds = sizeof kinds / sizeof kinds[0];
